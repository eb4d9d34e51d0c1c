"""The typeface: cut the same everywhere, renamed as its licence asks, and matched by what stands in for it."""

import io
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from plugins.assets.fonts import ASCENT, DESCENT, FACES, FAMILY, FOLDER, SOURCE, Face, cut, face_asset
from plugins.assets.typeface import STAND_INS, StandIn, face_rules

# How often a character stands in English prose, per thousand; capitals and most marks are too rare to matter.
LETTERS: Mapping[str, int] = {
    " ": 183, "e": 102, "t": 75, "a": 65, "o": 62, "n": 57, "i": 57, "s": 53, "r": 50, "h": 50, "l": 33, "d": 33,
    "u": 23, "c": 22, "m": 20, "f": 20, "w": 17, "g": 16, "p": 15, "y": 14, "b": 13, "v": 8, "k": 6, ",": 10, ".": 10,
}  # fmt: skip
FONTS = [Path(folder).expanduser() for folder in ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts")]
FONTS += [Path(folder).expanduser() for folder in ("/Library/Fonts", "~/Library/Fonts")]


def mean_advance(font: TTFont) -> float:
    """How wide a character of English prose is in this font, in parts of its em."""
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    total = sum(often * widths[glyphs[ord(letter)]][0] for letter, often in LETTERS.items())
    return float(total / sum(LETTERS.values()) / font["head"].unitsPerEm)


@pytest.fixture(scope="module", params=FACES, ids=lambda face: face.name)
def face(request: pytest.FixtureRequest) -> Face:
    chosen: Face = request.param
    return chosen


@pytest.fixture(scope="module")
def font(face: Face) -> TTFont:
    return TTFont(io.BytesIO(cut(face)))


def test_the_reserved_name_is_gone_and_the_licence_stays(font: TTFont) -> None:
    names = {record.nameID: str(record) for record in font["name"].names}
    assert not any("source" in names[number].lower() for number in (1, 2, 4, 6))
    assert names[1] == FAMILY
    assert "Open Font License" in names[13]


def test_a_cut_has_the_same_bytes_again(face: Face) -> None:
    assert cut(face) == cut(face)


def test_a_cut_is_small(face: Face) -> None:
    assert len(cut(face)) < 14_000


def test_figures_are_old_style(font: TTFont) -> None:
    """A three hangs below the line, and a one is no taller than an x."""
    glyphs, outlines = font.getBestCmap(), font["glyf"]
    assert outlines[glyphs[ord("3")]].yMin < -50
    assert outlines[glyphs[ord("1")]].yMax < outlines[glyphs[ord("l")]].yMax * 0.8


def test_words_in_other_languages_of_the_west_are_there(font: TTFont) -> None:
    assert {ord(letter) for letter in "café Zoë naïve Ångström œuvre £4 – “so”…"} <= font.getBestCmap().keys()


def test_the_measures_are_those_of_the_typeface(face: Face) -> None:
    with TTFont(FOLDER / SOURCE.format(face.source)) as source:
        em = source["head"].unitsPerEm
        assert face.advance == pytest.approx(mean_advance(source), abs=0.0001)
        assert (source["hhea"].ascent / em, -source["hhea"].descent / em) == (ASCENT, DESCENT)


@pytest.mark.parametrize(("stand_in", "name"), [(STAND_INS[2], "Regular"), (STAND_INS[3], "Bold")])
def test_the_measures_of_a_stand_in_are_its_own(stand_in: StandIn, name: str) -> None:
    with TTFont(liberation_serif(name)) as font:
        em = font["head"].unitsPerEm
        assert stand_in.advance == pytest.approx(mean_advance(font), abs=0.0001)
        reach = (font["hhea"].ascent / em, -font["hhea"].descent / em)
        assert (stand_in.ascent, stand_in.descent) == pytest.approx(reach, abs=0.001)


def liberation_serif(name: str) -> Path:
    """The file of a cut of Liberation Serif, wherever the machine keeps it."""
    found = [path for folder in FONTS for path in folder.rglob(f"LiberationSerif-{name}.ttf")]
    if not found:
        pytest.fail("Liberation Serif was not found. Install Debian's package fonts-liberation.", pytrace=False)
    return found[0]


def test_a_second_build_cuts_nothing(face: Face, tmp_path: Path) -> None:
    """It takes what the cache holds, whatever that is: the test puts other bytes there, and they come back."""
    first = face_asset(face, tmp_path)
    assert re.fullmatch(rf"/assets/fonts/{face.name}\.[0-9a-f]{{10}}\.woff2", first.address)
    assert face_asset(face, tmp_path) == first
    [kept] = (tmp_path / "fonts").iterdir()
    assert kept.read_bytes() == first.content
    kept.write_bytes(b"as it was kept")
    assert face_asset(face, tmp_path).content == b"as it was kept"


def test_every_face_is_loaded_without_blocking() -> None:
    rules = face_rules([f"/{face.name}.woff2" for face in FACES])
    assert rules.count("font-display:swap") == len(FACES) == rules.count(f"font-family:{FAMILY};")


def test_stand_ins_are_as_wide_as_the_typeface() -> None:
    """Kerning accounts for little more than a hundredth."""
    sizes = [float(size) / 100 for size in re.findall(r"size-adjust:([\d.]+)%", face_rules(["", "", ""]))]
    for stand_in, size in zip(STAND_INS, sizes, strict=True):
        assert stand_in.advance * size == pytest.approx(stand_in.face.advance, rel=0.015)
