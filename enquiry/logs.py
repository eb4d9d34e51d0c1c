"""The service's log: one line of JSON for each event, of facts that name nobody.

log.info("enquiry kept", extra={"reference": …}): the message is a fixed phrase; of `extra` only FACTS are written, so
that nothing else can slip in. Of an exception only its kind is ever written, for its text may hold what was typed.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime

FACTS = (
    "reference",
    "state",
    "score",
    "codes",
    "letter",
    "kind",
    "tries",
    "status",
    "seconds",
    "number",
    "fault",
    "chore",
)


class Lines(logging.Formatter):
    """Writes a record as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """`{"at": "2026-11-26T08:00:00.123+00:00", "level": "info", "event": …, …}`"""
        moment = datetime.fromtimestamp(record.created, UTC)
        line = {"at": moment.isoformat(timespec="milliseconds"), "level": record.levelname.lower()}
        is_ours = record.name == "enquiry"
        line["event"] = record.getMessage() if is_ours else f"a message of {record.name}"
        line |= {name: getattr(record, name) for name in FACTS if hasattr(record, name)}
        if record.exc_info and record.exc_info[0]:
            line["fault"] = record.exc_info[0].__name__
        return json.dumps(line, ensure_ascii=False)


def begin_logging() -> None:
    """From now on every logger of this process writes such lines to standard error."""
    # Where in the code, which thread and which process: asked for each line, and none of it is written.
    logging._srcfile = None
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("enquiry").setLevel(logging.INFO)
