"""Mistakes that want the same of the coach, to be told in one paragraph: eight photographs without a word, one cure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable

from plugins.proofreading.mistakes import Mistake


def kin(mistakes: Iterable[Mistake]) -> list[list[Mistake]]:
    """The mistakes in families, each where its first one stands; most are alone.

    Of one family are those of one kind and one cure: in one file, or of files in one folder that as a whole have the
    same fault. Where a word is pointed at, it stands alone under its line.
    """
    families: dict[Hashable, list[Mistake]] = {}
    for mistake in mistakes:
        name: Hashable = id(mistake)
        if not mistake.at and mistake.fix:
            folder = mistake.file.rpartition("/")[0]
            where = (mistake.file,) if mistake.line else (folder, mistake.wanted)
            name = (mistake.code, mistake.grade, mistake.fix, *where)
        families.setdefault(name, []).append(mistake)
    return list(families.values())
