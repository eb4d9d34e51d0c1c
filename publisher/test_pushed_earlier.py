"""What a push brings in commits before its last is not published; what does harm all the same is refused."""

from __future__ import annotations

import subprocess

import pytest

from publisher import git as gits
from publisher.errors import Refused
from publisher.git import Git
from publisher.pushed import check, earlier
from tests.hostile_pushes import IN_TREES, MUSING, Push, added, bomb
from tests.objects import FILE, FOLDER, Objects

FILM = {"content/files/walk.mov": bytes(26_000_000)}
KEY = {"content/notes/server.key": "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n"}


@pytest.fixture
def objects(tmp_path) -> Objects:
    subprocess.run(["git", "init", "-q", "-b", "main", tmp_path], check=True)
    return Objects(tmp_path)


def push(objects: Objects, *parents: str, files=None) -> str:
    """A commit of the ordinary site, with some files more."""
    return Push("", added(files or {}), "").commit(objects, *parents)


def publish(objects: Objects, commit: str) -> str:
    """What is there already."""
    subprocess.run(["git", "-C", objects.folder, "update-ref", "refs/heads/main", commit], check=True)
    return commit


def refused(objects: Objects, commit: str, main: str | None = None) -> str:
    """Why; "" where it is accepted."""
    try:
        check(Git(objects.folder / ".git"), commit, main, {})
    except Refused as error:
        return str(error)
    return ""


def test_a_film_that_was_taken_out_again_is_told_with_its_commit_and_the_cure_works(objects):
    """Git would keep it, on the server and at everybody who fetches."""
    main = publish(objects, push(objects))
    film = push(objects, main, files=FILM)
    tip = push(objects, film, files={"content/musings/other.md": MUSING})
    said = refused(objects, tip, main)
    assert said.startswith(f"content/files/walk.mov\n    In your commit {film[:7]}, “A push”: This file takes 26 MB;")
    assert said.endswith("\n      git fetch live\n      git reset --soft live/main\n      git commit")
    assert not refused(objects, push(objects, main, files={"content/musings/other.md": MUSING}), main)


def test_what_the_server_has_already_is_not_looked_at_again(objects):
    """An ordinary push costs what is new in it, whatever was accepted before there was this check."""
    main = publish(objects, push(objects, push(objects, files=FILM)))
    assert not refused(objects, push(objects, main, files={"content/musings/other.md": MUSING}), main)


def test_a_private_key_of_an_earlier_commit_is_refused_and_a_new_one_asked_for(objects):
    main = publish(objects, push(objects))
    said = refused(objects, push(objects, push(objects, main, files=KEY)), main)
    assert "content/notes/server.key" in said and "This is a private key" in said and "Make a new pair" in said


def test_a_first_push_is_told_how_to_begin_anew_and_that_works(objects):
    tip = push(objects, push(objects, files=FILM))
    said = refused(objects, tip)
    command = said.partition("stay as they are:\n")[2]
    publish(objects, tip)
    who = ["-c", "user.name=Ada", "-c", "user.email=ada@smallsteps.example"]
    command = command.replace("git ", f"git -C {objects.folder} ").replace("git ", f"git {' '.join(who)} ")
    subprocess.run(["sh", "-ec", command], check=True)
    begun = subprocess.check_output(["git", "-C", objects.folder, "rev-parse", "main"], text=True).strip()
    subprocess.run(["git", "-C", objects.folder, "update-ref", "-d", "refs/heads/main"], check=True)
    assert begun != tip and not refused(objects, begun)


def test_a_draft_beside_what_is_live_is_not_put_on_top_of_it(objects):
    """That would take away what others have published since."""
    old = push(objects)
    main = publish(objects, push(objects, old, files={"content/musings/other.md": MUSING}))
    said = refused(objects, push(objects, push(objects, old, files=FILM)), main)
    assert "git reset --soft $(git merge-base HEAD live/main)" in said


def test_whatever_is_hidden_before_an_ordinary_commit_is_looked_at_to_its_end(objects):
    """Trees without an end too: each folder is looked at once. What is only wrong on a site is let pass."""
    main = publish(objects, push(objects))
    hidden = {each.name: each for each in IN_TREES}
    for name in ("a hook", "a hook, as a Mac reads it", "a way up in one name"):
        assert hidden[name].words in refused(objects, push(objects, hidden[name].commit(objects, main)), main), name
    endless = "a thousand million files"
    for name in (endless, "a link to a file of the server", "a page of HTML"):
        assert not refused(objects, push(objects, hidden[name].commit(objects, main)), main)
    last = main
    for each in [*[each for each in IN_TREES[:40] if not each.unsent], hidden[endless]]:
        last = each.commit(objects, last)
    said = refused(objects, push(objects, last), main)
    assert "git reset --soft live/main" in said and len(said.splitlines()) <= 21


def hiding(objects: Objects, main: str, tree: str) -> str:
    """An ordinary commit, after one of this tree."""
    return push(objects, objects.commit(tree, main))


def test_nothing_is_hidden_by_a_folder_of_more_names_than_are_looked_at(objects, monkeypatch):
    monkeypatch.setattr(earlier, "LARGEST_FOLDER_BYTES", 2_000)
    main, blob = publish(objects, push(objects)), objects.blob("x")
    many = [(FILE, b"%060d" % number, blob) for number in range(30)]
    said = refused(objects, hiding(objects, main, objects.tree([(FILE, b".git", blob), *many])), main)
    assert "more names in it than anybody can look through" in said


def test_names_that_grow_from_folder_to_folder_fill_no_memory(objects, monkeypatch):
    """Some kilobytes are pushed, and git would write gigabytes of paths."""
    monkeypatch.setattr(gits, "MOST_NEW_BYTES", 100_000)
    main = publish(objects, push(objects))
    folder = objects.tree([(FILE, b"a", objects.blob("x"))])
    for _ in range(20):
        folder = objects.tree([(FOLDER, b"a" * 2_000, folder)])
    assert "very long names" in refused(objects, hiding(objects, main, folder), main)


def test_many_folders_of_many_names_are_not_looked_through(objects, monkeypatch):
    main = publish(objects, push(objects))
    tip = push(objects, push(objects, main, files={"content/files/a.txt": "a"}))
    assert not refused(objects, tip, main)
    monkeypatch.setattr(earlier, "MOST_FOLDERS_BYTES", 50)
    assert "nobody can look through" in refused(objects, tip, main)


def test_git_is_not_asked_for_ever_in_which_commit_a_folder_came(objects, monkeypatch):
    monkeypatch.setattr(earlier, "PATIENCE_S", 0.2)
    main = publish(objects, push(objects))
    ((_, _, endless),) = bomb(objects)
    said = refused(objects, hiding(objects, main, objects.tree([(FOLDER, b".git", endless)])), main)
    assert said.startswith(".git\n    In an earlier commit: This name is git's own")


def test_a_push_with_more_in_it_than_anybody_can_look_through_is_refused(objects, monkeypatch):
    monkeypatch.setattr(gits, "MOST_NEW", 40)
    many = push(objects, files={f"content/files/{number}.txt": str(number) for number in range(40)})
    said = refused(objects, push(objects, many))
    assert "nobody can look through" in said and "git commit-tree -m Begun" in said  # there is no live/main yet
    assert not refused(objects, push(objects))


def test_a_key_by_any_of_its_names_is_found_and_an_ordinary_file_of_that_name_is_not_one(objects):
    main = publish(objects, push(objects))
    for name, words in (
        ("mine.pem", "-----BEGIN RSA PRIVATE KEY-----"),
        ("mine.ppk", "PuTTY-User-Key-File-3: ssh-ed25519"),
        ("mine.asc", "-----BEGIN PGP PRIVATE KEY BLOCK-----"),
    ):
        files = {f"content/files/{name}": f"{words}\nx\n"}
        assert "private key" in refused(objects, push(objects, main, files=files), main), name
    talk = {"content/files/talk.key": b"PK\3\4 slides", "content/files/LICENCE": "-----BEGIN PUBLIC KEY-----\n"}
    assert not refused(objects, push(objects, main, files=talk), main)
