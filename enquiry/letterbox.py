"""The letters that wait in a database: leased to one sender at a time, and counted when nobody can know what became of
them. Times are the caller's, seconds since 1970.
"""

from __future__ import annotations

from dataclasses import dataclass

from enquiry.database import Execute, Row
from enquiry.kept import Kept, kept_of
from enquiry.settings import EnquiryError
from enquiry.writer import Writer

LEASE_S = 300.0
LONGEST_LEASE_S = 2 * LEASE_S
"""So far ahead no lease ends, unless a clock jumped; of two machines one may be a little behind the other."""
LONGEST_WAIT_S = 3_600.0
"""No letter waits longer; one whose time is further off was put there by a clock that jumped."""


class LeaseLost(EnquiryError):
    """Somebody else has taken this letter over, or it is gone: it must not be sent from here."""


@dataclass(frozen=True)
class Letter:
    """A letter that waits to be sent, leased to who holds this.

    kind: notify, acknowledge (both of an enquiry), digest, weekly, alarm or test. unknown: how often it went out before
    and nobody knows whether it arrived. Times are seconds since 1970.
    """

    id: int
    kind: str
    reference: str | None
    about: str
    made_at: float
    tries: int
    unknown: int
    lease_until: float
    kept: Kept | None


class Letterbox:
    """The table of letters, which the store is, too."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer
        self._is_postgresql = writer.dialect == "postgresql"

    def add_letter(self, kind: str, now: float, *, reference: str | None = None, about: str = "") -> int:
        """Puts a letter into the outbox; returns its id."""
        return self._writer.do(lambda execute: add_letter(execute, kind, now, reference, about))

    def claim_letters(self, now: float, most: int = 20) -> list[Letter]:
        """Leases letters that are due, for LEASE_S, to the caller alone; the longest waiting first."""
        skip = " FOR UPDATE SKIP LOCKED" if self._is_postgresql else ""

        def work(execute: Execute) -> list[Letter]:
            rows = execute(
                # As a table of its own, for PostgreSQL may ask a mere subquery more than once, and lock more rows.
                "WITH due AS MATERIALIZED (SELECT id FROM letter"
                " WHERE sent_at IS NULL AND dead_at IS NULL AND (due_at <= :now OR due_at > :latest)"
                f" AND (lease_until <= :now OR lease_until > :longest) ORDER BY due_at, id LIMIT :most{skip})"
                " UPDATE letter SET lease_until = :until, tries = tries + 1 WHERE id IN (SELECT id FROM due)"
                " RETURNING *",
                {
                    "now": now,
                    "until": now + LEASE_S,
                    "longest": now + LONGEST_LEASE_S,
                    "latest": now + 2 * LONGEST_WAIT_S,
                    "most": most,
                },
            )
            letters = []
            for row in sorted(rows, key=lambda row: (row["due_at"], row["id"])):
                of = execute("SELECT * FROM enquiry WHERE reference = :reference", {"reference": row["reference"]})
                names = ("id", "kind", "reference", "about", "made_at", "tries", "unknown", "lease_until")
                letters.append(Letter(kept=kept_of(of[0]) if of else None, **{name: row[name] for name in names}))
            return letters

        return self._writer.do(work)

    def about_to_send(self, letter: Letter) -> None:
        """Notes, before the last dot, that the letter may have left whatever is heard of it. Raises LeaseLost."""
        rows = self._ask(
            "UPDATE letter SET unknown = :unknown WHERE id = :id AND lease_until = :lease AND sent_at IS NULL"
            " AND dead_at IS NULL RETURNING id",
            unknown=letter.unknown + 1,
            id=letter.id,
            lease=letter.lease_until,
        )
        if not rows:
            raise LeaseLost(f"letter {letter.id} is not ours")

    def mark_sent(self, letter: Letter, now: float) -> None:
        """Notes that the letter has arrived at the mail server."""
        self._ask("UPDATE letter SET sent_at = :now, last_error = NULL WHERE id = :id", now=now, id=letter.id)

    def mark_failed(self, letter: Letter, error: str, due_at: float, *, is_known: bool) -> None:
        """Notes why the letter did not leave, and when to try again; is_known: it certainly did not leave.

        Without effect where somebody else has taken it over, whose count of the unknown is the newer one.
        """
        self._ask(
            "UPDATE letter SET last_error = :error, due_at = :due, lease_until = 0, unknown = :unknown WHERE id = :id"
            " AND lease_until = :lease AND sent_at IS NULL",
            error=error,
            due=due_at,
            unknown=letter.unknown + (0 if is_known else 1),
            id=letter.id,
            lease=letter.lease_until,
        )

    def mark_dead(self, letter: Letter, error: str, now: float) -> None:
        """Gives the letter up: a week has passed, or it went out twice and nobody knows whether it arrived."""
        self._ask(
            "UPDATE letter SET dead_at = :now, last_error = :error WHERE id = :id AND sent_at IS NULL",
            now=now,
            error=error,
            id=letter.id,
        )

    def release_leases(self) -> None:
        """Frees what a process that is gone had leased; only for who knows that nobody else sends."""
        self._ask("UPDATE letter SET lease_until = 0 WHERE sent_at IS NULL AND lease_until <> 0")

    def letters(self, reference: str | None = None) -> list[Row]:
        """The letters of an enquiry, or those that wait or were given up, as rows of their table."""
        if reference:
            return self._ask("SELECT * FROM letter WHERE reference = :reference ORDER BY id", reference=reference)
        return self._ask("SELECT * FROM letter WHERE sent_at IS NULL ORDER BY id")

    def oldest_unsent(self, now: float) -> float | None:
        """The age in seconds of the letter that has waited longest and is still tried; nothing where none waits.

        Without acknowledgements: where a visitor mistyped their address, one may wait for a week.
        """
        [row] = self._ask(
            "SELECT min(made_at) AS made_at FROM letter WHERE sent_at IS NULL AND dead_at IS NULL"
            " AND kind <> 'acknowledge'"
        )
        return None if row["made_at"] is None else max(0.0, now - row["made_at"])

    def _ask(self, sql: str, **values: object) -> list[Row]:
        return self._writer.do(lambda execute: execute(sql, values))


def add_letter(execute: Execute, kind: str, now_s: float, reference: str | None = None, about: str = "") -> int:
    """Puts a letter into the outbox, within a transaction; returns its id."""
    rows = execute(
        "INSERT INTO letter (reference, kind, about, made_at, due_at)"
        " VALUES (:reference, :kind, :about, :now, :now) RETURNING id",
        {"reference": reference, "kind": kind, "about": about, "now": now_s},
    )
    return int(rows[0]["id"])
