"""A hint that the coach has looked at and means as it stands: silenced in one file, with a reason.

quiet:
  summary-long: It is a quotation and must stand whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Protocol

from plugins.proofreading.codes import CODES
from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.nearest import did_you_mean

KEY = "quiet"
HINTS = [code for code, grade in CODES.items() if grade == "hint"]
HOW = "Write, for example, summary-long: and why it is meant as it stands."


class Told(Protocol):
    """What is needed of a library."""

    mistakes: list[Mistake]
    sources: list[Any]


def without_accepted(library: Told) -> list[Mistake]:
    """The library's mistakes without the hints that their own file silences; with what is wrong in the silencing."""
    accepted: dict[tuple[str, str], Any] = {}
    more: list[Mistake] = []
    for source in library.sources:
        if written := source.data.get(KEY):
            more += _wrong(source, written)
            accepted |= {(source.file, code): source for code in _codes(written)}
    if not accepted and not more:
        return library.mistakes
    silent = {(each.file, each.code) for each in library.mistakes if (each.file, each.code) in accepted}
    kept = [each for each in library.mistakes if (each.file, each.code) not in silent]
    idle = [_idle(accepted[key], key[1]) for key in accepted if key not in silent]
    return [*kept, *more, *idle]


def _codes(written: Any) -> list[str]:
    """The hints that are silenced in due form."""
    entries = written.items() if isinstance(written, dict) else ()
    return [code for code, reason in entries if code in HINTS and isinstance(reason, str) and reason.strip()]


def _wrong(source: Any, written: Any) -> Iterator[Mistake]:
    if not isinstance(written, dict):
        wanted = "A hint is silenced with its name and a reason."
        yield source.mistake("quiet-wrong", KEY, wanted=wanted, fix=HOW)
        return
    for code, reason in written.items():
        line = source.line_of(KEY, code)
        if code in CODES and CODES[code] != "hint":
            wanted = f"Only hints can be silenced, and {code} is none: readers would lose something."
            yield source.mistake("quiet-wrong", None, line, code, wanted, "Mend it, and take this line out.")
        elif code not in HINTS:
            wanted = f"I know no hint of this name. {did_you_mean(code, HINTS)}".strip()
            yield source.mistake("quiet-wrong", None, line, code, wanted, "Copy the name from the right of the report.")
        elif not isinstance(reason, str) or not reason.strip():
            yield source.mistake("quiet-wrong", None, line, code, "The reason is missing.", HOW)


def _idle(source: Any, code: str) -> Mistake:
    wanted = f"There is no {code} to silence in this file any more."
    mistake: Mistake = source.mistake(
        "quiet-idle", None, source.line_of(KEY, code), code, wanted, "Take this line out."
    )
    return mistake
