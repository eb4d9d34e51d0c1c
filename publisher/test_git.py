"""Git gives exactly what was pushed, of a commit and of one that is not accepted yet."""

import subprocess

import pytest

from publisher.errors import PublisherError, Refused
from publisher.git import MOST_ENTRIES, Git


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    folder = tmp_path_factory.mktemp("clone")

    def git(*arguments, text=None):
        command = ["git", "-c", "user.name=A", "-c", "user.email=a@example.org", *arguments]
        return subprocess.run(command, cwd=folder, input=text, capture_output=True, check=True).stdout

    git("init", "-q", "-b", "main")
    (folder / "content").mkdir()
    (folder / "content" / "fünf €.md").write_bytes(b"one\r\ntwo\n$Id$\n")
    (folder / ".gitattributes").write_text("* text eol=lf ident export-ignore\n")
    (folder / "content" / "away").symlink_to("/etc/hostname")
    git("add", "-A")
    # Added past the attributes, which would have changed the bytes on their way in.
    blob = git("hash-object", "-w", "--no-filters", "content/fünf €.md").decode().strip()
    git("update-index", "--cacheinfo", f"100644,{blob},content/fünf €.md")
    git("commit", "-q", "-m", "one")
    return folder


def test_a_tree_is_told_with_names_modes_and_sizes(clone):
    entries = {entry.path: entry for entry in Git(clone / ".git").tree("main")}
    assert entries["content/fünf €.md"].size == 14 and entries["content/fünf €.md"].mode == "100644"
    assert entries["content/away"].mode == "120000"


def test_what_is_checked_out_has_the_bytes_that_were_pushed(clone, tmp_path):
    """The attributes of a push may say that lines end otherwise; a link in it may lead anywhere."""
    git = Git(clone / ".git")
    folder = tmp_path / "source"
    folder.mkdir()
    git.checkout(folder, [entry for entry in git.tree("main") if entry.path != ".gitattributes"])
    assert (folder / "content" / "fünf €.md").read_bytes() == b"one\r\ntwo\n$Id$\n"
    assert (folder / "content" / "away").read_text() == "/etc/hostname" and not (folder / "content/away").is_symlink()
    assert not (folder / ".gitattributes").exists()


def test_blobs_come_in_the_order_in_which_they_were_asked_for(clone):
    git = Git(clone / ".git")
    ids = [entry.object_id for entry in git.tree("main")]
    assert list(git.blobs(reversed(ids))) == list(git.blobs(ids))[::-1]


def test_what_is_not_there_is_none_and_a_failure_is_in_words(clone):
    git = Git(clone / ".git")
    assert git.commit_of("refs/heads/none") is None
    with pytest.raises(PublisherError, match=r"git ls-tree failed: .*not a tree object"):
        git.tree("0" * 39 + "1")


def test_trees_within_trees_are_not_counted_to_their_end(clone):
    """Some hundred bytes name a thousand million files; to ask for all of them would take hours and all memory."""

    def tree(*lines):
        command = ["git", "mktree"]
        made = subprocess.run(command, cwd=clone, input="".join(lines), capture_output=True, check=True, text=True)
        return made.stdout.strip()

    blob = Git(clone / ".git").tree("main")[0].object_id
    folder = tree(f"100644 blob {blob}\ta\n")
    for _ in range(9):
        folder = tree(*(f"040000 tree {folder}\t{number}\n" for number in range(10)))
    with pytest.raises(Refused, match=rf"more than {MOST_ENTRIES:,} files and folders .*, most of them in 0/0/0\."):
        Git(clone / ".git").tree(folder)


def test_what_is_no_file_is_told_in_words(clone):
    git = Git(clone / ".git")
    with pytest.raises(PublisherError, match="git has no file"):
        list(git.blobs([git.run("rev-parse", "main^{tree}").decode().strip()]))


def test_a_git_that_cannot_answer_is_not_taken_for_no(clone, tmp_path):
    """A git that was killed, or cannot read, says nothing of what is pinned or pushed."""
    with pytest.raises(PublisherError, match="git rev-parse failed"):
        Git(tmp_path).commit_of("main")
    with pytest.raises(PublisherError, match="git merge-base failed"):
        Git(clone / ".git").is_ancestor("0" * 39 + "1", "main")


@pytest.mark.parametrize("name", ["draft/caf\udce9", "draft/a\u2028b", "draft/a\u0085b"])
def test_a_branch_may_have_any_name_and_the_others_are_told_all_the_same(clone, name):
    git = Git(clone / ".git")
    git.run("update-ref", f"refs/heads/{name}", "main")
    assert set(git.refs("refs/heads/")) == {"refs/heads/main", f"refs/heads/{name}"}
    git.run("update-ref", "-d", f"refs/heads/{name}")
