"""The store as a command opens it: one that is there, never a new one made by a slip of the pen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from enquiry.letters import Desk
from enquiry.settings import EnquiryError, Settings
from enquiry.store import Store
from enquiry.tokens import Signer, read_secret


class CommandFault(EnquiryError):
    """A command that could not do what was asked, in a sentence with the cure."""


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store that is there already. Raises CommandFault where there is none, rather than make one."""
    file = settings.sqlite_file
    if file is not None and not file.exists():
        raise CommandFault(
            f"There is no database at {file}. Is ENQUIRY_DATABASE right? The service makes it when it first starts."
        )
    store = Store.open(settings.database)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def at_desk(settings: Settings) -> Iterator[Desk]:
    """The store, and what its letters are signed with."""
    with opened(settings) as store:
        yield Desk(settings, store, Signer(settings.secret.encode() or read_secret(settings.folder / "secret")))
