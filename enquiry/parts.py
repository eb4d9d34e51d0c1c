"""What a service has while it is open."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass

from enquiry.files import Turn
from enquiry.letters import compose
from enquiry.outbox import Outbox
from enquiry.posting import open_post
from enquiry.settings import Settings
from enquiry.spam import WordList, read_words
from enquiry.store import Store
from enquiry.tokens import Signer, read_secret


@dataclass(frozen=True)
class Parts:
    """The store, the outbox that sends its letters, what signs, the coach’s words, and the turn to send."""

    store: Store
    outbox: Outbox
    signer: Signer
    words: WordList
    turn: Turn | None

    def close(self) -> None:
        """Stops the outbox and closes the store."""
        self.outbox.stop()
        self.store.close()
        if self.turn is not None:
            self.turn.end()


def open_parts(settings: Settings) -> Parts:
    """Opens the store and starts the outbox; all or nothing. Raises EnquiryError."""
    with ExitStack() as opened:
        parts = _open(settings, opened)
        opened.pop_all()
    return parts


def _open(settings: Settings, opened: ExitStack) -> Parts:
    """What `opened` closes again where a later part cannot be had."""
    signer = Signer(settings.secret.encode() or read_secret(settings.folder / "secret"))
    words = read_words(settings.words) if settings.words else WordList(())
    store = Store.open(settings.database)
    opened.callback(store.close)
    # Of one SQLite whoever comes first frees what a process that is gone had leased; of one PostgreSQL nobody
    # knows who else is there.
    turn = Turn(settings.folder / "sending") if settings.sqlite_file else None
    if turn is not None:
        opened.callback(turn.end)
    outbox = Outbox(
        store,
        lambda letter: compose(letter, settings, store, signer),
        open_post(settings),
        is_alone=turn is not None and turn.is_ours,
        alarm_after_s=settings.alarm_hours * 3600.0,
    )
    outbox.start()
    if turn is not None:
        turn.share()
    return Parts(store, outbox, signer, words, turn)
