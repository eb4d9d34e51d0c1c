"""The alarm: when letters do not arrive, somebody has to say so, and not by a letter alone."""

from __future__ import annotations

import json
import logging

from enquiry.database import Execute
from enquiry.keeping import DAY_S
from enquiry.store import Store

log = logging.getLogger("enquiry")


def raise_alarm(store: Store, now: float, late_s: float) -> bool:
    """Puts an alarm into the outbox, and an ERROR into the log, where a letter was given up since the last alarm
    that arrived, or one has waited longer than `late_s`; at most once a day, over all processes.

    Returns whether it did. The letter holds numbers alone. While an alarm waits itself, no second one is made.
    """

    def work(execute: Execute) -> dict[str, int] | None:
        told = execute(
            "SELECT max(made_at) AS made_at FROM letter WHERE kind = 'alarm' AND sent_at IS NOT NULL"
            " AND made_at <= :now",  # not by a clock that had jumped
            {"now": now},
        )
        before = told[0]["made_at"] or 0.0
        [row] = execute(
            "SELECT count(CASE WHEN dead_at > :before AND kind NOT IN ('alarm', 'acknowledge')"
            " AND last_error NOT IN ('erased', 'not wanted') THEN 1 END) AS dead,"
            " min(CASE WHEN sent_at IS NULL AND dead_at IS NULL AND kind NOT IN ('alarm', 'acknowledge')"
            " THEN made_at END) AS oldest"
            " FROM letter",
            {"before": before},
        )
        oldest_s = 0.0 if row["oldest"] is None else now - row["oldest"]
        if not row["dead"] and oldest_s < late_s:
            return None
        values = {"now": now, "before": now - DAY_S, "later": now + DAY_S}
        is_ours = execute(
            "INSERT INTO chore (name, done_at) VALUES ('alarm', :now) ON CONFLICT (name) DO UPDATE SET done_at = :now"
            " WHERE chore.done_at <= :before OR chore.done_at > :later RETURNING name",
            values,
        )
        if not is_ours:
            return None
        facts = {"dead": int(row["dead"]), "oldest_hours": int(oldest_s // 3600) if oldest_s >= late_s else 0}
        execute(
            "INSERT INTO letter (kind, about, made_at, due_at) SELECT 'alarm', :about, :now, :now WHERE NOT EXISTS"
            " (SELECT 1 FROM letter WHERE kind = 'alarm' AND sent_at IS NULL AND dead_at IS NULL)",
            {"now": now, "about": json.dumps(facts)},
        )
        return facts

    facts = store.do(work)
    if facts is None:
        return False
    seconds = facts["oldest_hours"] * 3600
    log.error("letters do not arrive", extra={"number": facts["dead"], "seconds": seconds})
    return True
