"""The house's typeface: Source Serif Pro, cut down to the text of a western European language.

The licence (SIL OFL) lets anyone cut and serve it, though not under its reserved name: ours is
called Cairn. Old-style figures stand where the digits are, so no page has to ask for them.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import font_source_serif_pro

from plugins.assets.fingerprints import Asset, named

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

FAMILY = "Cairn"
# The TrueType outlines pack to three quarters of the size of the OpenType ones (12.5 against 16.6 kB).
FOLDER = Path(font_source_serif_pro.__file__).parent / "files"
SOURCE = "SourceSerifPro-{}.ttf"
CHARACTERS = "".join(map(chr, range(0x20, 0x7F))) + "\u00a0–—‘’“”…·•£€©×½°−→←" + "ÅÆÇÉÖØÜŒàáâäåæçèéêëìíîïñòóôöøùúûüœßŵŷ"
FEATURES = ["kern", "liga"]
RECIPE = "1"


@dataclass(frozen=True)
class Face:
    """One cut of the typeface: its source's name, and how CSS tells it from the others.

    advance: how wide a character of English prose is in it, in parts of its em.
    """

    name: str
    source: str
    advance: float
    weight: int = 400
    style: str = "normal"


REGULAR = Face("regular", "Regular", 0.4415)
ITALIC = Face("italic", "It", 0.4077, style="italic")
SEMIBOLD = Face("semibold", "Semibold", 0.4481, weight=600)
FACES = (REGULAR, ITALIC, SEMIBOLD)
# How far every face reaches above and below its baseline, in parts of its em.
ASCENT, DESCENT = 1.036, 0.335


def cut(face: Face) -> bytes:
    """The face as WOFF2: same bytes on every machine with the same fontTools."""
    from fontTools import subset  # a fifth of a second, and only the first build of all needs it

    options = subset.Options(
        layout_features=FEATURES, hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14], notdef_outline=False, flavor="woff2"
    )
    options.drop_tables += ["DSIG", "meta", "STAT", "BASE"]
    font = subset.load_font(str(FOLDER / SOURCE.format(face.source)), options)
    font.recalcTimestamp = False
    put_old_style_figures(font)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)
    rename(font, face)
    file = io.BytesIO()
    subset.save_font(font, file, options)
    font.close()
    return file.getvalue()


def put_old_style_figures(font: TTFont) -> None:
    """Make the proportional old-style figures the ones that a digit gives."""
    proportional = substitutions(font, "pnum")
    figures = {lining: proportional[old] for lining, old in substitutions(font, "onum").items() if old in proportional}
    for table in font["cmap"].tables:  # several of them may be one and the same
        for digit in range(ord("0"), ord("9") + 1):
            if digit in table.cmap:
                table.cmap[digit] = figures.get(table.cmap[digit], table.cmap[digit])


def substitutions(font: TTFont, feature: str) -> dict[str, str]:
    """Which glyph a feature of one-to-one substitutions puts in place of which."""
    table = font["GSUB"].table
    found: dict[str, str] = {}
    for record in table.FeatureList.FeatureRecord:
        if record.FeatureTag == feature:
            for index in record.Feature.LookupListIndex:
                for part in table.LookupList.Lookup[index].SubTable:
                    found.update(getattr(part, "mapping", {}))
    return found


def rename(font: TTFont, face: Face) -> None:
    """Take the reserved name out of the names that a system shows; the notice and the licence stay."""
    names: Mapping[int, str] = {1: FAMILY, 2: face.name, 4: f"{FAMILY} {face.name}", 6: f"{FAMILY}-{face.name}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def face_asset(face: Face, cache: Path | None) -> Asset:
    """The face under its fingerprinted name, cut once for each recipe and kept in the cache."""
    content = _cached(face, cache / "fonts") if cache else cut(face)
    return named(f"fonts/{face.name}.woff2", content)


def _cached(face: Face, folder: Path) -> bytes:
    kept = folder / f"{_key(face)}.woff2"
    if kept.is_file():
        return kept.read_bytes()
    content = cut(face)
    folder.mkdir(parents=True, exist_ok=True)
    # Written beside and moved: a build that is stopped here leaves no half of a font for the next.
    handle, beside = tempfile.mkstemp(dir=folder)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    os.replace(beside, kept)
    return content


def _key(face: Face) -> str:
    """Everything that decides the bytes of a cut."""
    source = hashlib.sha256((FOLDER / SOURCE.format(face.source)).read_bytes()).hexdigest()
    facts = (RECIPE, face, source, CHARACTERS, FEATURES, version("fonttools"), version("brotli"))
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:32]
