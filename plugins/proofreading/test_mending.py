"""`make mend`: what it writes, and that it writes nothing else."""

from collections.abc import Callable
from pathlib import Path

import pytest

from plugins.conftest import SITE
from plugins.proofreading import mending
from plugins.proofreading.reading import Order, proofread

HEAD = "---\ntitle: A walk\ndate: 2026-03-02\nsummary: About a walk.\n---\n"
OTHER = HEAD.replace("A walk", "Carry less")


@pytest.fixture
def mend(tmp_path: Path) -> Callable[..., str | bytes]:
    """`mend(text)` mends a musing with this text in a small site and returns it as it lies there then."""

    def run(text: str | bytes, name: str = "a-walk.md", raw: bool = False) -> str | bytes:
        files = {"../site.toml": SITE, "musings/carry-less.md": OTHER, f"musings/{name}": text}
        for file, words in files.items():
            path = (tmp_path / "content" / file).resolve()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(words if isinstance(words, bytes) else words.encode())
        mending.mend(Order(tmp_path, tmp_path / ".cache"), sure=True)
        mended = (tmp_path / "content" / "musings" / name).read_bytes()
        return mended if raw else mended.decode()

    return run


def with_line(line: str) -> str:
    """The good first lines, and one more."""
    return HEAD.replace("summary", f"{line}\nsummary")


CURES = {
    "a header of the older kind": (
        "Title: Rain: a defence\nDate: 2026-03-02\nModified: 2026-03-04\nTags: rain, hills\n\nWords.\n",
        "---\ntitle: 'Rain: a defence'\ndate: 2026-03-02\nupdated: 2026-03-04\ntags: [rain, hills]\n---\n\nWords.\n",
    ),
    "a header in TOML": (
        '+++\ntitle = "Rain: a defence"\ndate = 2026-03-02\ntags = ["rain"]\ndraft = false\n+++\n\nWords.\n',
        "---\ntitle: 'Rain: a defence'\ndate: 2026-03-02\ntags: [rain]\n---\n\nWords.\n",
    ),
    "a second colon": (HEAD.replace("A walk", "Rain: a defence"), HEAD.replace("A walk", '"Rain: a defence"')),
    "a quotation mark left open": (HEAD.replace("A walk", '"A walk'), HEAD.replace("A walk", '"A walk"')),
    "a list left open": (with_line("tags: [a, b"), with_line("tags: [a, b]")),
    "a tab": (HEAD.replace("title:", "\ttitle:"), HEAD),
    "words that YAML swallows": (HEAD.replace("A walk", "Rule #1"), HEAD.replace("A walk", '"Rule #1"')),
    "no end of the front matter": (HEAD.removesuffix("---\n") + "\nWords.\n", HEAD + "\nWords.\n"),
    "a dash too few": (HEAD.replace("---", "--", 1), HEAD),
    "a key nearly right": (HEAD.replace("summary", "sumary"), HEAD),
    "a status nearly right": (
        with_line("status: publised"),
        with_line("status: published"),
    ),
    "another generator's draft": (with_line("draft: true"), with_line("status: draft")),
    "a date in words": (
        HEAD.replace("2026-03-02", "2nd March 2026, 7:30 am"),
        HEAD.replace("2026-03-02", "2026-03-02 07:30"),
    ),
    "a link nearly right": (HEAD + "\n[x](cary-less.md)\n", HEAD + "\n[x](carry-less.md)\n"),
    "a link apart": (HEAD + "\n[x] (carry-less.md), then.\n", HEAD + "\n[x](carry-less.md), then.\n"),
    "a link turned round": (HEAD + "\n(x)[https://x.example/]\n", HEAD + "\n[x](https://x.example/)\n"),
    "a link left open": (HEAD + "\n[x](https://x.example/ more\n", HEAD + "\n[x](https://x.example/) more\n"),
    "a bare address": (HEAD + "\nSee https://x.example/a.\n", HEAD + "\nSee <https://x.example/a>.\n"),
    "a word twice": (HEAD + "\nIn the the end.\n", HEAD + "\nIn the end.\n"),
    "a second title": (HEAD + "\n# Again\n", HEAD + "\n## Again\n"),
    "a level skipped": (HEAD + "\n#### Deep\n", HEAD + "\n## Deep\n"),
    "a kind nearly right": (HEAD + "\n> [!reflect] optoins\n> What?\n", HEAD + "\n> [!reflect] options\n> What?\n"),
    "a name without braces": (HEAD + "\n> [!reflect] #step\n> What?\n", HEAD + "\n> [!reflect] {#step}\n> What?\n"),
    "a question beside its block": (HEAD + "\n> [!reflect] What now?\n", HEAD + "\n> [!reflect]\n> What now?\n"),
    "a question beside a kind and a name": (
        HEAD + "\n> [!reflect] goal What now? {#now}\n",
        HEAD + "\n> [!reflect] goal {#now}\n> What now?\n",
    ),
    "a block nearly right": (HEAD + "\n> [!reflct]\n> What now?\n", HEAD + "\n> [!reflect]\n> What now?\n"),
}


@pytest.mark.parametrize("name", CURES)
def test_a_cure_changes_what_is_at_fault_and_nothing_else(mend: Callable[..., str], name: str) -> None:
    before, after = CURES[name]
    assert mend(before) == after


@pytest.mark.parametrize("name", CURES)
def test_what_was_mended_is_without_fault(mend: Callable[..., str], name: str, tmp_path: Path) -> None:
    """A cure that leaves another mistake behind is none."""
    mend(CURES[name][0])
    left = [each for each in proofread(Order(tmp_path, tmp_path / ".cache")).mistakes if each.grade != "hint"]
    assert left == []


def test_line_ends_stay_as_they_were(mend: Callable[..., bytes]) -> None:
    """A file from Windows that came back with every line changed would hide the one that was."""
    text = (HEAD + "\n[x] (carry-less.md)\n").replace("\n", "\r\n")
    assert mend(text.encode(), raw=True) == text.replace("] (", "](").encode()


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_file_is_saved_anew_as_utf_8(mend: Callable[..., str], encoding: str) -> None:
    text = HEAD + "\nCafé, naïve, “quoted”.\n"
    assert mend(text.encode(encoding)) == text


def test_the_day_in_the_name_becomes_the_date(mend: Callable[..., str]) -> None:
    """Jekyll keeps the date in the file's name alone."""
    text = HEAD.replace("date: 2026-03-02\n", "")
    assert mend(text, "2026-03-05-a-walk.md") == text.removesuffix("---\n") + "date: 2026-03-05\n---\n"


def test_an_old_address_leads_to_a_renamed_musing(mend: Callable[..., str], tmp_path: Path) -> None:
    mend(HEAD, "a-longer-walk.md")
    before = tmp_path / "sitemap.xml"
    rows = "".join(
        f"<url><loc>https://small.example/musings/{slug}/</loc></url>" for slug in ("a-long-walk", "carry-less")
    )
    before.write_text(f"<urlset>{rows}</urlset>")
    mending.mend(Order(tmp_path, tmp_path / ".cache", before=before), sure=True)
    mended = (tmp_path / "content/musings/a-longer-walk.md").read_text()
    assert mended == HEAD.removesuffix("---\n") + "redirect_from: [/musings/a-long-walk/]\n---\n"


def test_without_a_yes_nothing_is_written(
    tmp_path: Path, mend: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    mend(HEAD)
    file = tmp_path / "content/musings/a-walk.md"
    file.write_text(HEAD + "\nIn the the end.\n")
    capsys.readouterr()
    assert mending.mend(Order(tmp_path, tmp_path / ".cache")) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[2:6] == ["@@ -6,3 +6,3 @@", " ", "-In the the end.", "+In the end."]
    assert said.endswith("To write this without being asked: make mend YES=1\nNothing has been changed.\n")
    assert file.read_text() == HEAD + "\nIn the the end.\n"
