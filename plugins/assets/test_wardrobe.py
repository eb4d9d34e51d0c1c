"""What a page wears: named by its bytes, admitted by its policy, published only when asked for."""

import base64
import hashlib
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment

from plugins.assets.errors import AssetMissing, PageUnknown
from plugins.assets.fingerprints import find_asset
from plugins.assets.wardrobe import globals_for, offer, publish

THEME = Path(__file__).parents[2] / "theme"
PAGE = (
    '{{ uses("css/table") }}{% set worn = dress() %}'
    "<policy>{{ worn.policy }}</policy><style>{{ worn.style }}</style><script>{{ worn.script }}</script>"
)


@pytest.fixture
def settings(tmp_path: Path) -> dict[str, Any]:
    library = SimpleNamespace(cache=tmp_path / "cache")
    return {"THEME": str(THEME), "LIBRARY": library, "JINJA_GLOBALS": {"path": lambda address: f"/base{address}"}}


def render(settings: dict[str, Any], template: str, page: str | None = "x/index.html") -> str:
    environment = Environment(autoescape=True)
    environment.globals.update(globals_for(settings))
    return environment.from_string(template).render({"output_file": page} if page else {})


def inside(html: str, tag: str) -> str:
    return html.partition(f"<{tag}>")[2].partition(f"</{tag}>")[0]


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_policy_names_the_style_and_the_script_as_they_stand(settings: dict[str, Any]) -> None:
    html = render(settings, PAGE)
    policy = dict(part.split(" ", 1) for part in inside(html, "policy").split("; "))
    assert policy["style-src"] == f"'self' {sha256(inside(html, 'style'))}"
    assert policy["script-src"] == f"'self' {sha256(inside(html, 'script'))}"
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in html


def test_data_that_a_page_holds_is_admitted(settings: dict[str, Any]) -> None:
    html = render(settings, "<data>{{ admit('{}') }}</data>" + PAGE)
    assert inside(html, "data") == "{}"
    assert sha256("{}") in inside(html, "policy")


def test_a_page_wears_what_it_used_and_the_next_page_does_not(settings: dict[str, Any]) -> None:
    first = render(settings, PAGE)
    second = render(settings, PAGE.replace('{{ uses("css/table") }}', ""))
    assert "border-collapse" in inside(first, "style")
    assert "border-collapse" not in inside(second, "style")


def test_a_macro_without_its_page_is_told_how_to_get_it(settings: dict[str, Any]) -> None:
    with pytest.raises(PageUnknown, match="with context"):
        render(settings, '{{ uses("css/table") }}', page=None)


def test_only_what_was_asked_for_is_published(settings: dict[str, Any], tmp_path: Path) -> None:
    address = render(settings, "{{ asset('favicon.svg') }}")
    publish(SimpleNamespace(settings=settings, output_path=str(tmp_path / "output")))
    files = [file.relative_to(tmp_path / "output") for file in (tmp_path / "output").rglob("*.*")]
    assert [f"/base/{file.as_posix()}" for file in files] == [address]


def test_the_names_are_offered_beside_those_of_other_rooms(settings: dict[str, Any]) -> None:
    offer(SimpleNamespace(settings=settings))
    assert {"path", "asset", "uses", "admit", "dress"} <= settings["JINJA_GLOBALS"].keys()


def test_a_file_that_nobody_has_is_told_by_its_name(settings: dict[str, Any]) -> None:
    with pytest.raises(AssetMissing, match=r"nowhere\.js"):
        render(settings, "{{ asset('nowhere.js') }}")


def test_a_script_changes_its_name_with_its_words(tmp_path: Path) -> None:
    script = tmp_path / "a.js"
    script.write_text("// said to the reader of the source alone\nlet here = 1;\n")
    (first,) = find_asset("a.js", [tmp_path])
    script.write_text("let here = 2;\n")
    (second,) = find_asset("a.js", [tmp_path])
    assert first.address != second.address
    assert b"alone" not in first.content


def test_a_script_finds_its_own_style_sheet_under_its_own_name(tmp_path: Path) -> None:
    """It may ask for it late, from `import.meta.url`; so both change their names when one of them changes."""
    (tmp_path / "a.js").write_text("let here = 1;\n")
    (tmp_path / "a.css").write_text("/* remark */ dialog { color: red; }\n")
    script, style = find_asset("a.js", [tmp_path])
    assert script.address.removesuffix(".js") == style.address.removesuffix(".css")
    assert style.content == b"dialog{color:red}"
    (tmp_path / "a.css").write_text("dialog { color: blue; }\n")
    assert find_asset("a.js", [tmp_path])[0].address != script.address


def test_a_part_of_a_page_brings_the_element_that_it_is(settings: dict[str, Any]) -> None:
    """Bodies are drawn before any script has an address; they say which style they need, and that is enough."""
    template = "{{ uses('galleries/photo-gallery') }}{{ dress().modules|join(' ') }}"
    assert re.fullmatch(r"/base/assets/photo-gallery\.\w{10}\.js", render(settings, template))
    assert render(settings, "{{ uses('css/prose') }}{{ dress().modules|join(' ') }}") == ""


def test_a_script_finds_what_it_imports_under_the_names_of_today(tmp_path: Path) -> None:
    """Statically or once it is needed; a change far below gives every script above it another name."""
    (tmp_path / "room").mkdir()
    page, store = tmp_path / "room" / "page.js", tmp_path / "room" / "store.js"
    page.write_text('import { keep } from "./store.js";\nconst copies = () => import("./copies.js");\nkeep(copies);\n')
    (tmp_path / "room" / "copies.js").write_text('import "./store.js";\n')
    store.write_text("export const keep = 1;\n")

    before = find_asset("room/page.js", [tmp_path])
    names = {asset.address.rpartition("/")[2] for asset in before}
    for asset in before:
        assert set(re.findall(r'"\./([^"]+)"', asset.content.decode())) <= names
    assert {name.partition(".")[0] for name in names} == {"page", "store", "copies"}

    store.write_text("export const keep = 2;\n")
    after = find_asset("room/page.js", [tmp_path])
    assert not names & {asset.address.rpartition("/")[2] for asset in after}


def test_what_a_script_imports_and_nobody_has_is_told_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "page.js").write_text('import "./gone.js";\n')
    with pytest.raises(AssetMissing, match="gone"):
        find_asset("page.js", [tmp_path])


def test_everything_that_a_script_imports_is_published(settings: dict[str, Any], tmp_path: Path) -> None:
    render(settings, "{{ asset('prompts/kept-answers.js') }}")
    publish(SimpleNamespace(settings=settings, output_path=str(tmp_path / "output")))
    published = {path.name for path in (tmp_path / "output" / "assets").iterdir() if path.is_file()}
    for name in published:
        text = (tmp_path / "output" / "assets" / name).read_text()
        assert set(re.findall(r'"\./([^"]+)"', text)) <= published
    assert {name.partition(".")[0] for name in published} == {"kept-answers", "answers", "drawing"}


def test_where_a_reader_writes_to_themselves_no_connection_can_be_opened(settings: dict[str, Any]) -> None:
    """And nothing is sent from any page but the contact form's."""
    with_a_prompt = inside(render(settings, '{{ uses("prompts/reflection-prompt") }}' + PAGE), "policy")
    assert "connect-src 'none'" in with_a_prompt
    assert "form-action 'none'" in with_a_prompt
    with_the_form = inside(render(settings, '{{ uses("call_to_action/contact-form") }}' + PAGE), "policy")
    assert "form-action 'self'" in with_the_form


def test_a_form_may_be_sent_to_the_receiver_that_its_style_names(settings: dict[str, Any]) -> None:
    """To nobody else; and the script that sends to our own service is not there."""
    page = PAGE + "<modules>{{ worn.modules }}</modules>"
    ours = render(settings, '{{ uses("call_to_action/contact-form") }}' + page)
    theirs = render(settings, """{{ uses("call_to_action/contact-form#https://forms.example 'self'") }}""" + page)
    assert "form-action https://forms.example 'self'; base-uri 'none'" in inside(theirs, "policy")
    assert "contact-form" in inside(ours, "modules")
    assert "contact-form" not in inside(theirs, "modules")
    assert inside(theirs, "style") == inside(ours, "style")
