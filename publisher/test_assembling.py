"""A release is what was built: linked where nothing has changed, copied where something has, read where recorded."""

import hashlib
import os

import pytest

from publisher import assembling
from publisher.errors import PublisherError

BEFORE = {"index.html": "same", "a/b.html": "old", "a/b.html.br": "small", "index.html.br": "smaller"}


@pytest.fixture
def before(tmp_path):
    return written(tmp_path / "before", BEFORE)


def written(folder, files):
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def shas(files):
    return {name: sha(text) for name, text in files.items()}


def filled(tmp_path, before, files, told):
    output, folder = written(tmp_path / "output", files), tmp_path / "release"
    folder.mkdir()
    return folder, *assembling.fill(folder, output, told, 1_700_000_000, before, shas(BEFORE))


def test_what_has_not_changed_is_linked_with_what_was_compressed_of_it(tmp_path, before):
    files = {"index.html": "same", "a/b.html": "new", "c/d/e.txt": "new"}
    folder, found, changed = filled(tmp_path, before, files, shas(files))
    assert changed == {"a/b.html", "c/d/e.txt"}
    assert found == shas(files | {"index.html.br": "smaller"})
    assert all(os.path.samefile(folder / name, before / name) for name in ("index.html", "index.html.br"))
    assert (folder / "a/b.html").stat().st_mtime == 1_700_000_000 and not (folder / "a/b.html.br").exists()
    assert (tmp_path / "output/a/b.html").stat().st_ino != (folder / "a/b.html").stat().st_ino


@pytest.mark.parametrize("told", [{}, {"index.html": sha("other"), "a/b.html": sha("another")}])
def test_what_is_recorded_was_read_whatever_the_build_says_of_it(tmp_path, before, told):
    files = {"index.html": "same", "a/b.html": "new"}
    folder, found, _ = filled(tmp_path, before, files, told)
    assert {name: found[name] for name in files} == shas(files)
    assert {name: sha((folder / name).read_text()) for name in found} == found


def test_a_file_that_is_called_as_if_it_were_compressed_is_not_written_into_the_release_before(tmp_path, before):
    files = {"index.html": "same", "index.html.br": "the coach's own"}
    folder, found, _ = filled(tmp_path, before, files, shas(files))
    assert (folder / "index.html.br").read_text() == "the coach's own" and found == shas(files)
    assert (before / "index.html.br").read_text() == "smaller"


def test_only_what_was_compressed_of_these_files_is_recorded_besides(tmp_path):
    folder = written(
        tmp_path / "release", {"a.html": "a", "a.html.gz": "g", "b.html": "b", "b.html.gz": "h", "c.gz": "c"}
    )
    assert assembling.siblings(folder, {"a.html", "c.gz"}) == {"a.html.gz": sha("g")}


def test_every_file_is_listed_and_what_is_none_is_refused(tmp_path):
    written(tmp_path, {"b.html": "", "a/é.html": "", "a/b/c.html": ""})
    assert assembling.list_files(tmp_path) == ["a/b/c.html", "a/é.html", "b.html"]
    (tmp_path / "a/link").symlink_to("/etc")
    with pytest.raises(PublisherError, match="a/link, which is no plain file"):
        assembling.list_files(tmp_path)


@pytest.mark.parametrize(
    "name", [".moved/blog/_.html", ".moved/x", ".MOVED/x", ".htaccess", "a/" * 65 + "x", ".\x1b[2Jm"]
)
def test_what_no_release_may_hold_is_refused(tmp_path, name):
    written(tmp_path, {"index.html": "", ".well-known/security.txt": "", "a/.b/c.txt": ""})
    assert len(assembling.list_files(tmp_path)) == 3
    written(tmp_path, {name: ""})
    with pytest.raises(PublisherError, match=r"The build has (made|put)") as caught:
        assembling.list_files(tmp_path)
    assert "\x1b" not in str(caught.value)


def test_a_release_is_never_made_of_a_folder_that_is_a_link(tmp_path):
    written(tmp_path / "private", {"x": ""})
    (tmp_path / "output").symlink_to("private")
    with pytest.raises(PublisherError, match="should have left a folder output"):
        assembling.list_files(tmp_path / "output")
