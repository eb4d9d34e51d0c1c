"""One page's style sheet: a fixed order, only what is asked for, and nothing broken by packing it."""

import re
from pathlib import Path

import pytest

from plugins import room_folders
from plugins.assets.errors import AssetMissing
from plugins.assets.stylesheets import CORE, LAYERS, bundle, joined

THEME = Path(__file__).parents[2] / "theme/templates"
FOLDERS = [*map(Path, room_folders("templates")), THEME]
SHEETS = sorted(
    sheet.relative_to(folder).with_suffix("").as_posix() for folder in FOLDERS for sheet in folder.rglob("*.css")
)


def write(folder: Path, **sheets: str) -> list[Path]:
    for name in (LAYERS, *CORE):
        sheets.setdefault(name, "")
    for name, text in sheets.items():
        path = folder / f"{name}.css"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [folder]


def test_the_order_is_the_same_however_a_page_asks() -> None:
    one, other = (bundle(styles, FOLDERS) for styles in (["css/prose", "css/table"], ["css/table", "css/prose"]))
    assert one == other


def test_the_layers_come_first_then_the_faces_then_the_tokens() -> None:
    sheet = bundle([], FOLDERS, faces="@font-face{font-family:X}")
    assert re.match(r"@layer [\w,]+;@font-face\{font-family:X\}@layer tokens\{", sheet)


def test_a_style_asked_for_twice_is_worn_once() -> None:
    assert bundle(["css/table", "css/table", CORE[0]], FOLDERS) == bundle(["css/table"], FOLDERS)


def test_a_page_carries_nothing_that_is_not_on_it() -> None:
    assert ".footnote" not in bundle(["css/prose"], FOLDERS)


def test_a_style_that_nobody_has_is_told_by_its_name() -> None:
    with pytest.raises(AssetMissing, match=r"css/nowhere\.css"):
        bundle(["css/nowhere"], FOLDERS)


def test_a_sheet_may_be_asked_for_with_a_value(tmp_path: Path) -> None:
    """What differs from picture to picture needs a rule, for no style attribute is admitted."""
    folders = write(tmp_path, ground=".gVALUE { background: #VALUE; }")
    assert bundle(["ground#7a5", "ground#123"], folders) == ".g123{background:#123}.g7a5{background:#7a5}"


@pytest.mark.parametrize(
    "rule",
    [
        "a{color:light-dark(#fff,#000)}",
        "a{inline-size:max(var(--edge),50% - 17rem)}",
        "a{inline-size:calc(1.6 * var(--far))}",
        ".a{.b{c:d}> .e{f:g}&:hover{h:i}}",
        "@media (width>=52rem){a{b:c}}",
    ],
)
def test_packing_keeps_newer_css(rule: str, tmp_path: Path) -> None:
    spaced = rule.replace("{", " { ").replace("}", " } ")
    packed = bundle(["x"], write(tmp_path, x=spaced))
    assert re.sub(r"\s+(?=[{}>])|(?<=[{}>:])\s+", "", packed) == re.sub(r"\s+(?=[{}>])|(?<=[{}>:])\s+", "", rule)


@pytest.mark.parametrize("name", SHEETS)
def test_nothing_stands_outside_a_layer(name: str) -> None:
    """What is in no layer wins over all that is in one, and over every sheet that comes after."""
    depth, outside = 0, ""
    for character in bundle([name], FOLDERS):
        depth += {"{": 1, "}": -1}.get(character, 0)
        outside += character if depth == 0 else ""
    assert set(re.findall(r"@?[\w-]+", outside)) <= {"@layer", *LAYER_NAMES}


LAYER_NAMES = re.findall(r"\w+", (THEME / f"{LAYERS}.css").read_text().removeprefix("@layer"))


@pytest.mark.parametrize("name", SHEETS)
def test_colours_come_from_the_tokens(name: str) -> None:
    """The hill's inks are the one exception: a picture, not a page."""
    sheet = next(folder / f"{name}.css" for folder in FOLDERS if (folder / f"{name}.css").is_file()).read_text()
    if name not in ("css/tokens", "css/hill", "css/home"):
        assert not re.findall(r"#[0-9a-f]{3,8}\b|rgb\(|hsl\(", sheet)
    assert "!important" not in sheet


def test_a_layer_that_goes_on_stays_open() -> None:
    """Sheets of one layer in a row cost its name once, and mean what they meant."""
    sheets = ["@layer a{.x{top:0}}@layer b{.y{top:0}}", "@layer b{.z{top:0}}", "@layer a{.w{top:0}}"]
    assert joined(sheets) == "@layer a{.x{top:0}}@layer b{.y{top:0}.z{top:0}}@layer a{.w{top:0}}"
    assert joined(["", "@layer a{.x{top:0}}"]) == "@layer a{.x{top:0}}"


EVERY_SHEET = sorted(
    sheet for folder in [*FOLDERS, *map(Path, room_folders("static"))] for sheet in folder.rglob("*.css")
)


@pytest.mark.parametrize("sheet", EVERY_SHEET, ids=lambda sheet: sheet.name)
def test_no_descendant_is_named_by_its_state_alone(sheet: Path) -> None:
    """rcssmin makes `.a :first-child` into `.a:first-child`, which is another thing: name the element, or say `> *`."""
    assert not re.findall(r"[\w\])*]\s+:[a-z][\w-]*", sheet.read_text(encoding="utf-8"))
