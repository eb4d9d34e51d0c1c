"""A mistake of the author's, as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from plugins.proofreading.codes import CODES, GRADES, Grade
from plugins.proofreading.nearest import guess_in, is_slip

__all__ = ["GRADES", "Grade", "Mistake", "Stopped", "in_order"]


@dataclass(frozen=True)
class Mistake:
    """One thing the coach wrote that stops, should be fixed, or could be better.

    code: its name in `codes.CODES`, `noun-adjective`.
    file: as the coach knows it, "content/musings/running-slow.md".
    line: from 1; None where the file as a whole is meant.
    found: the line as it was written; "" where something is missing.
    at: the part of `found` that is at fault; it gets the pointer.
    wanted: what is wrong, in one or two sentences.
    fix: how to mend it.
    grade: the code's own, unless another is given.
    column: where in `found` the part at fault begins, from 0; None for the first place where it stands.
    cure: what to write instead of `at`, where that is certain enough to be offered.
    """

    code: str
    file: str
    line: int | None = None
    found: str = ""
    at: str = ""
    wanted: str = ""
    fix: str = ""
    grade: Grade = None  # type: ignore[assignment]
    column: int | None = None
    cure: str = ""

    def __post_init__(self) -> None:
        if self.grade is None:
            object.__setattr__(self, "grade", CODES.get(self.code, "stop"))

    @property
    def instead(self) -> str:
        """What to write instead of `at`: the cure, or a guess that can only be a slip; "" where nobody can tell."""
        guess = guess_in(self.wanted)
        return self.cure or (guess if is_slip(self.at, guess) else "")

    @property
    def place(self) -> str:
        """'content/musings/running-slow.md, line 4'."""
        return self.file if self.line is None else f"{self.file}, line {self.line}"


class Stopped(SystemExit):
    """The content has a mistake that must be mended: the build ends with status 1, nothing written."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        super().__init__(1)
        self.mistakes = tuple(mistakes)


def in_order(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Each mistake once: site.toml, then by file, line and column; the gravest first where two share a line."""
    once = {replace(mistake, column=None): mistake for mistake in reversed(list(mistakes))}

    def place(mistake: Mistake) -> tuple[bool, str, int, int, int, str, str]:
        grade = GRADES.index(mistake.grade)
        site_first = not mistake.file.endswith(".toml")
        return (
            *(site_first, mistake.file, mistake.line or 0, grade),
            *(mistake.found.find(mistake.at, mistake.column or 0), mistake.code, mistake.wanted),
        )

    return sorted(once.values(), key=place)
