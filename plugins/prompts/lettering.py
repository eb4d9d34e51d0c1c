"""What the PDF's typeface can show: most letters of Europe, and few of the signs that a telephone's keyboard offers.

An emoji or another ornament that it lacks is left out on paper. A letter can't be: where one is missing there is no
PDF. Both are told to the coach.
"""

from __future__ import annotations

import html
import re
import shutil
import unicodedata
from functools import cache
from pathlib import Path

import font_source_serif_pro

FOLDER = Path(font_source_serif_pro.__file__).parent / "files"
REGULAR, ITALIC, SEMIBOLD = FILES = tuple(f"SourceSerifPro-{name}.ttf" for name in ("Regular", "It", "Semibold"))
SURE = frozenset(
    [*map(chr, range(0x20, 0x7F)), *map(chr, range(0xA0, 0x100)), *"–—‘’‚“”„•…€ŒœŠšŽžŸŁłĄąĆćĘęŃńŚśŹźŻżČčĎďĚěŇňŘřŤťŮů"]
)
"""Signs that every face has: the typeface is opened only for others, since that takes a fifth of a second."""
ORNAMENTS = frozenset(("So", "Sk", "Cf", "Cc", "Me", "Cn", "Co"))
"""Unicode's general categories of what can be left out without changing a word; Cn are emoji newer than Python."""
VARIANTS = frozenset(map(chr, range(0xFE00, 0xFE10)))
"""Signs that only say how the one before them is to look."""
AROUND = re.compile(r"(\s*)\ue003+(?:\s*\ue003+)*(\s*)(?=(.?))", re.DOTALL)
LEFT_OUT = "\ue003"


@cache
def signs_of(file: str) -> frozenset[str]:
    """Every sign that a face of the typeface has."""
    from fontTools.ttLib import TTFont  # slow to import, and most workbooks are sure without it

    with TTFont(FOLDER / file, lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


def in_reach(text: str, *files: str) -> bool:
    """Whether these faces have every sign of a text."""
    return SURE.issuperset(text) or all(signs_of(file).issuperset(text) for file in files)


def missing(text: str) -> list[str]:
    """The signs that the upright faces lack, each once, in their order."""
    strange = dict.fromkeys(sign for sign in unicodedata.normalize("NFC", text) if sign not in SURE)
    return [sign for sign in strange if not in_reach(sign, REGULAR, SEMIBOLD)]


def is_ornament(sign: str) -> bool:
    """Whether a sign can be left out."""
    return unicodedata.category(sign) in ORNAMENTS or sign in VARIANTS


def missing_letters(text: str) -> list[str]:
    """What a text needs and the typeface lacks."""
    return [sign for sign in missing(text) if not is_ornament(sign) and not sign.isspace()]


def missing_ornaments(text: str) -> list[str]:
    """What will be left out of a text; of what nobody sees, nothing is told."""
    return [sign for sign in missing(text) if unicodedata.category(sign) in ("So", "Cn", "Co")]


def printable(text: str, goes_on: bool = False) -> str:
    """The text as paper shows it: accents in one piece with their letters, ornaments that are missing left out.

    goes_on: whether other words follow it in its line.
    """
    text = unicodedata.normalize("NFC", text)
    out = missing(text)
    if not out:
        return text
    shown = {sign: " " if sign.isspace() else LEFT_OUT if is_ornament(sign) else sign for sign in out}

    def gap(found: re.Match[str]) -> str:
        # One space between words; none at the start, at the end or before a comma.
        before, after, following = found.groups()
        is_last = unicodedata.category(following).startswith("P") if following else not goes_on
        return "" if is_last or not found.start() else (before or after)[:1]

    return AROUND.sub(gap, "".join(shown.get(sign, sign) for sign in text))


def plain(markdown: str) -> str:
    """A question as the coach typed it, without the addresses of its links and with entities as what they mean."""
    return html.unescape(re.sub(r"\]\([^)]*\)", "]", markdown))


def copy_faces(folder: Path) -> None:
    """Put the three faces, and none besides, into a folder: typst takes whichever of a folder's fonts it likes best."""
    for file in FILES:
        shutil.copyfile(FOLDER / file, folder / file)
