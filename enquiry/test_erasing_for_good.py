"""Who is erased is in no byte of any file any more, while the service goes on."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

from enquiry.backups import back_up
from enquiry.retention import erase, from_address
from enquiry.settings import Settings
from enquiry.store import Store
from tests.attacking import COACH, Attacked, attacked

HERS = {
    "name": "Hildegard Unverwechselbar",
    "email": "hildegard@private.example",
    "phone": "+44 1632 960 961",
    "topic": "topic-of-hers",
    "reflections": "Reflections-of-hers " * 300,
}
TRACES = [
    b"Unverwechselbar",
    b"hildegard@private",
    b"960 961",
    b"topic-of-hers",
    b"Reflections-of-hers",
    b"words-of-hers",
]


def traces(folder: Path) -> set[tuple[str, bytes]]:
    """Where in the files below a folder something of hers stands."""
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            found |= {(path.relative_to(folder).as_posix(), trace) for trace in TRACES if trace in content}
    return found


def write_to(service: Attacked) -> None:
    """She writes several times, between others, in every way that an enquiry can be kept."""
    for number, changed in enumerate(({}, {"website": "x"}, {"token": ""}, {"message": "words-of-hers " * 600}) * 3):
        mine = {"message": f"words-of-hers, number {number}"} | HERS | changed
        assert service.post(service.filled(**mine)).status in (200, 303)
        assert service.post(service.filled(message=f"Somebody else's words, {number}. " * (number + 1))).status == 303


def wait_for_files(folder: Path, count: int) -> None:
    deadline = time.monotonic() + 20
    while len(list(folder.glob("*.eml"))) < count:
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_of_who_is_erased_no_byte_remains(tmp_path: Path) -> None:
    with attacked(tmp_path, ENQUIRY_SMTP="") as service:
        settings = Settings(recipient=COACH, database=f"sqlite:///{tmp_path}/var/enquiries.db")
        write_to(service)
        wait_for_files(tmp_path / "var/mail", sum(row.state == "new" for row in service.kept().values()))
        store = Store.open(settings.database)
        now = datetime.now(UTC)
        back_up(settings.database, settings.backup_folder, now)
        before = {path.partition("/")[0] for path, _ in traces(tmp_path / "var")}
        assert {"enquiries.db-wal", "mail", "backups"} <= before, "the search finds what is there"
        hers = [kept.reference for kept in from_address(store, HERS["email"])]
        assert len(hers) == 12
        erased = erase(store, settings, hers, now, address=HERS["email"])
        store.close()
        assert set(erased.references) == set(hers)
        assert traces(tmp_path / "var") == set()
        assert [word for word in TRACES if word.decode() in service.log] == []
        kept = service.kept()
        assert {kept[reference].state for reference in hers} == {"erased"}
        assert sum("Somebody else" in row.fields for row in kept.values()) == 12
        assert service.row(service.post(service.filled())).state == "new"
    assert traces(tmp_path) == set()
