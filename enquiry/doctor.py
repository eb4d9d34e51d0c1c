"""What is well with the service and what is not, each with what to do about it."""

from __future__ import annotations

import json
import shutil
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from enquiry.app import LEAST_ROOM_BYTES
from enquiry.backups import backups_in, look_through, made_at
from enquiry.database import NotKept, cure_of
from enquiry.figures import BACKED_UP, dead_letters, done_at, last_canary
from enquiry.keeping import DAY_S
from enquiry.letters import Desk, span
from enquiry.settings import EnquiryError
from enquiry.spam import read_words
from enquiry.tokens import read_secret

PAGES = ("contact", "contact/thanks", "contact/problem", "contact/check")
PLACEHOLDERS = ("example.com", "example.net", "example.org", "example.edu", "example", "test", "invalid", "localhost")
ANSWER_S = 5.0
BACKUP_IS_LATE_S, WEEKLY_IS_LATE_S = 2 * DAY_S, 8 * DAY_S


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at; `cure` says what to do where it is not well."""

    words: str
    cure: str = ""

    @property
    def is_well(self) -> bool:
        """Whether nothing is to be done."""
        return not self.cure


def look(desk: Desk, now: datetime) -> Iterator[Finding]:
    """Everything that can be looked at without sending a letter."""
    for check in CHECKS:
        try:
            yield from check(desk, now)
        except NotKept as fault:
            yield Finding(f"The database did not do what was asked: {fault}.", cure_of(fault))


def _secret(desk: Desk, now: datetime) -> Iterator[Finding]:
    file = desk.settings.folder / "secret"
    if desk.settings.secret:
        yield Finding("The secret comes from ENQUIRY_SECRET.")
        return
    try:
        read_secret(file)
        yield Finding(f"The secret is in {file}, for its owner alone.")
    except EnquiryError as fault:
        yield Finding("The secret cannot be used.", str(fault))


def _words(desk: Desk, now: datetime) -> Iterator[Finding]:
    if desk.settings.words is None:
        return
    try:
        yield Finding(f"Your own list has {len(read_words(desk.settings.words).words)} words or phrases.")
    except EnquiryError as fault:
        yield Finding("Your own list of words cannot be used.", str(fault))


def _database(desk: Desk, now: datetime) -> Iterator[Finding]:
    counts = desk.store.counts()
    number = sum(number for state, number in counts.items() if state != "erased")
    if desk.settings.sqlite_file is None:
        [row] = desk.store.do(lambda execute: execute("SHOW server_version"))
        yield Finding(f"The database answers: {number} enquiries, PostgreSQL {row['server_version']}.")
        return
    [version] = desk.store.do(lambda execute: execute("SELECT sqlite_version() AS number"))
    told = desk.store.do(lambda execute: execute("PRAGMA integrity_check"))
    if [list(row.values()) for row in told] == [["ok"]]:
        yield Finding(f"The database is whole: {number} enquiries, SQLite {version['number']}.")
    else:
        yield Finding(
            "The database is damaged.",
            f"Stop the service, put {desk.settings.sqlite_file} aside, and restore the last backup.",
        )


def _room(desk: Desk, now: datetime) -> Iterator[Finding]:
    free = shutil.disk_usage(desk.settings.folder if desk.settings.folder.is_dir() else ".").free
    cure = "" if free > LEAST_ROOM_BYTES else "Make some room: an enquiry that finds none is answered “not now”."
    yield Finding(f"There is room for {free / 1e9:.1f} GB more.", cure)


def _site(desk: Desk, now: datetime) -> Iterator[Finding]:
    missing = [page for page in PAGES if not (desk.settings.site / page / "index.html").is_file()]
    if missing:
        there = ", ".join(f"/{page}/" for page in missing)
        yield Finding(
            f"The site in {desk.settings.site} lacks {there}.",
            'Build the site with `provider = "self"` in site.toml, and name its folder in ENQUIRY_SITE.',
        )
    else:
        yield Finding(f"The pages to answer with are in {desk.settings.site}.")


def _recipient(desk: Desk, now: datetime) -> Iterator[Finding]:
    domain = desk.settings.recipient.rpartition("@")[2].lower()
    is_placeholder = any(domain == name or domain.endswith(f".{name}") for name in PLACEHOLDERS)
    cure = "Set ENQUIRY_RECIPIENT to an address that you read." if is_placeholder else ""
    yield Finding(f"Enquiries go to {desk.settings.recipient}.", cure)


def _answers(desk: Desk, now: datetime) -> Iterator[Finding]:
    address = f"{desk.settings.address}/contact/token"
    pass_on = "See that the service runs, and that the web server passes /contact/token on to it."
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address, timeout=ANSWER_S) as answer:
            token = json.loads(answer.read(10_000))["token"]
        if desk.signer.read_token(str(token), now.timestamp()):
            yield Finding(f"The service answers at {desk.settings.address}.")
        else:
            yield Finding(f"Another service answers at {desk.settings.address}.", "Are these its settings, its secret?")
    except urllib.error.HTTPError as error:
        yield Finding(f"{address} answers with {error.code}.", pass_on)
    except (OSError, ValueError, KeyError, TypeError):
        yield Finding(f"{address} does not answer as it should.", pass_on)


def _relay(desk: Desk, now: datetime) -> Iterator[Finding]:
    if desk.settings.smtp is not None:
        yield Finding(f"Letters go to {desk.settings.smtp}.")
        return
    is_at_home = urlsplit(desk.settings.address).hostname in ("127.0.0.1", "::1", "localhost")
    cure = "" if is_at_home else "Set ENQUIRY_SMTP to your mail relay: as it is, nobody is told of an enquiry."
    yield Finding(f"Letters are kept as files in {desk.settings.mail_folder}.", cure)


def _mail(desk: Desk, now: datetime) -> Iterator[Finding]:
    waits, dead = desk.store.oldest_unsent(now.timestamp()), dead_letters(desk.store)
    if waits is None:
        yield Finding("No letter waits to be sent.")
    else:
        is_late = waits > desk.settings.alarm_hours * 3600
        cure = "`python -m enquiry test-mail` says what the mail server answers." if is_late else ""
        yield Finding(f"The oldest letter that waits has waited for {span(waits)}.", cure)
    if dead:
        which = ", ".join(str(letter["reference"] or letter["id"]) for letter in dead[:20])
        yield Finding(
            f"Letters that were given up: {len(dead)} ({which}).", "`python -m enquiry resend` and one of these."
        )


def _backups(desk: Desk, now: datetime) -> Iterator[Finding]:
    there = backups_in(desk.settings.backup_folder)  # or on another machine, as the database knows
    last = max([done_at(desk.store, BACKED_UP) or 0.0, *(made_at(file).timestamp() for file in there)]) or None
    begun = done_at(desk.store, "backup")
    cure = "`python -m enquiry backup` makes one now and says what keeps it from being made."
    if last is None:
        is_late = begun is not None and now.timestamp() - begun > BACKUP_IS_LATE_S
        yield Finding("There is no backup yet; the running service makes one each night.", cure if is_late else "")
        return
    is_late = now.timestamp() - last > BACKUP_IS_LATE_S
    yield Finding(f"The last backup is of {_day(last)}.", cure if is_late else "")
    faults = []
    for file in there:
        try:
            look_through(file)
        except EnquiryError as fault:
            faults.append(str(fault))
    if faults:
        yield Finding(f"Of {len(there)} backups {len(faults)} cannot be used.", "\n       ".join(faults))
    elif there:
        yield Finding(f"All {len(there)} backups in {desk.settings.backup_folder} are whole.")


def _weekly(desk: Desk, now: datetime) -> Iterator[Finding]:
    canary, begun = last_canary(desk.store), done_at(desk.store, "weekly")
    cure = "See that the service runs: it writes the weekly letter."
    if canary is None:
        is_late = begun is not None and now.timestamp() - begun > WEEKLY_IS_LATE_S
        yield Finding("There was no weekly letter yet; it comes on Mondays.", cure if is_late else "")
        return
    age_s = now.timestamp() - canary.made_at
    if canary.sent_at is None and age_s > DAY_S:
        cure = "`python -m enquiry test-mail` says what the mail server answers."
        yield Finding(f"The weekly letter of {_day(canary.made_at)} has not been sent.", cure)
    else:
        yield Finding(f"The last weekly letter is of {_day(canary.made_at)}.", cure if age_s > WEEKLY_IS_LATE_S else "")


def _clock(desk: Desk, now: datetime) -> Iterator[Finding]:
    [row] = desk.store.do(lambda execute: execute("SELECT max(happened_at) AS last FROM event"))
    last = datetime.fromisoformat(row["last"]) if row["last"] else None
    is_behind = last is not None and (last - now).total_seconds() > 60
    cure = f"What happened last is of {last:%Y-%m-%d %H:%M} UTC: set the clock." if is_behind else ""
    yield Finding(f"The clock says {now.astimezone(UTC):%Y-%m-%d %H:%M} UTC.", cure)


CHECKS: tuple[Callable[[Desk, datetime], Iterator[Finding]], ...] = (
    _secret,
    _words,
    _database,
    _room,
    _site,
    _recipient,
    _answers,
    _relay,
    _mail,
    _backups,
    _weekly,
    _clock,
)


def _day(seconds: float) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d}"
