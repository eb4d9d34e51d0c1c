"""Git is asked without harm, and what it says is understood: which commit, and whether a build is of anything else."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from plugins.colophon.asking import Head, differs, head_of
from plugins.colophon.given import Given
from plugins.colophon.test_colophon import git

WHEN = 1767225600
FILES = {
    "site.toml": "[practice]\n",
    "content/musings/first.md": "First.\n",
    "content/musings/.gitkeep": "",
    "README.md": "Notes.\n",
    ".gitignore": "*.jpg\n.DS_Store\n*~\nnode_modules\n",
}


@pytest.fixture(scope="module")
def committed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("asking") / "site"
    write(folder, FILES)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "one")
    return folder


@pytest.fixture
def site(committed: Path, tmp_path: Path) -> Path:
    """A copy of the repository, to be changed."""
    return Path(shutil.copytree(committed, tmp_path / "site"))


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def test_a_commit_is_known_with_its_time(site: Path) -> None:
    assert head_of(site) == Head(git(site, "rev-parse", "HEAD"), WHEN)
    assert not differs(site, head_of(site))


def test_a_site_may_lie_within_a_repository(site: Path, tmp_path: Path) -> None:
    """Below its top, and beside files that are none of the site's."""
    (tmp_path / "all").mkdir()
    shutil.rmtree(site / ".git")
    inner = Path(shutil.move(site, tmp_path / "all" / ".sites" / "site"))
    git(tmp_path / "all", "init", "-q")
    git(tmp_path / "all", "add", "-A")
    git(tmp_path / "all", "commit", "-q", "-m", "one")
    write(tmp_path / "all", {"notes.txt": "Beside it.\n", "content/other.md": "Another's.\n"})
    head = head_of(inner)
    assert head and not differs(inner, head)
    write(inner, {"content/musings/second.md": "Second.\n"})
    assert differs(inner, head)


@pytest.mark.parametrize(
    "files",
    [
        {"content/musings/first.md": "First, better.\n"},
        {"content/musings/second.md": "Nobody has added it yet.\n"},
        {"content/albums/new/one.jpg": "A photograph that git was told to ignore is published all the same.\n"},
        {"site.toml": "[practice]\nname = 'A'\n"},
    ],
)
def test_what_a_reader_would_see_and_no_commit_has_is_told(site: Path, files: dict[str, str]) -> None:
    head = head_of(site)
    write(site, files)
    assert head and differs(site, head)
    git(site, "add", "-A")
    assert differs(site, head) or "one.jpg" in str(files)


def test_what_was_deleted_is_told(site: Path) -> None:
    (site / "content/musings/first.md").unlink()
    assert differs(site, head_of(site))


@pytest.mark.parametrize(
    "name",
    ["README.md", "notes/idea.md", "content/.DS_Store", "content/musings/~first.md", "content/.obsidian/app.json"],
)
def test_what_no_build_reads_is_no_difference(site: Path, name: str) -> None:
    """A coach's notes, and what an editor or the system puts beside a file."""
    write(site, {name: "Anything.\n"})
    assert not differs(site, head_of(site))


def test_what_is_committed_during_a_build_is_not_in_it(site: Path) -> None:
    """The build has read the old words: it is not the new commit, and perhaps not the old one either."""
    head = head_of(site)
    write(site, {"content/musings/first.md": "First, better.\n"})
    git(site, "commit", "-q", "-a", "-m", "two")
    assert differs(site, head) and not differs(site, head_of(site))


def test_asking_changes_nothing(site: Path) -> None:
    """Not even git's index, which a push or an editor may be using in this moment."""
    os.utime(site / "content/musings/first.md", (1, 1))  # git would note the new time
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (site / ".git").rglob("*")}
    assert not differs(site, head_of(site))
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in (site / ".git").rglob("*")} == before


def test_a_repository_of_something_else_names_no_site(site: Path, tmp_path: Path) -> None:
    """A folder of a site that lies, ignored or new, in the repository of something else."""
    for name in ("node_modules/site", "new-site"):
        write(site, {f"{name}/site.toml": "", f"{name}/content/first.md": ""})
        assert head_of(site / name) is None
    assert head_of(tmp_path) is None


def test_a_repository_without_a_commit_names_none(tmp_path: Path) -> None:
    write(tmp_path, FILES)
    git(tmp_path, "init", "-q")
    assert head_of(tmp_path) is None


def test_a_spoilt_repository_names_none(site: Path) -> None:
    (site / ".git" / "HEAD").write_text("nonsense")
    assert head_of(site) is None


def test_a_hook_s_own_repository_is_not_the_site_s(
    site: Path, committed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git's hooks run with names in their environment that would lead every other git to the repository pushed to."""
    git(tmp_path, "init", "-q", "--bare", "pushed.git")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "pushed.git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "none"))
    head = head_of(site)
    assert head and not differs(site, head)


def test_without_git_nobody_knows(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    assert head_of(site) is None


def test_what_is_given_wins_and_a_preview_asks_nobody(site: Path) -> None:
    given = {"CAIRN_COMMIT": "a" * 40, "CAIRN_COMMITTED": "12", "CAIRN_REPORT": f"{site}/../r.json"}
    known = Given.from_environment(given, site)
    assert known == Given(site, Head("a" * 40, 12), True, site.parent / "r.json")
    assert Given.from_environment({}, site).head == head_of(site)
    assert Given.from_environment({"CAIRN_COLOPHON": "none"}, site) == Given(site, wanted=False)


@pytest.mark.parametrize(
    ("commit", "committed", "words"),
    [
        ("main", "12", "COMMIT=main is not the full name of a commit"),
        ("A" * 40, "12", "is not the full name of a commit"),
        ("a" * 40, "yesterday", "COMMITTED=yesterday is not a time"),
        ("a" * 40, "", "COMMIT and COMMITTED go together"),
        ("", "12", "COMMIT and COMMITTED go together"),
    ],
)
def test_what_can_t_be_meant_is_refused_in_words(tmp_path: Path, commit: str, committed: str, words: str) -> None:
    with pytest.raises(SystemExit, match=words):
        Given.from_environment({"CAIRN_COMMIT": commit, "CAIRN_COMMITTED": committed}, tmp_path)
