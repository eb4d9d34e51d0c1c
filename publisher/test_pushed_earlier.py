"""What a push brings in commits before its last is not published; what does harm all the same is refused."""

from __future__ import annotations

import subprocess

import pytest

from publisher import git as gits
from publisher.errors import Refused
from publisher.git import Git
from publisher.pushed import check
from tests.hostile_pushes import IN_TREES, MUSING, Push, added
from tests.objects import Objects

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


def test_a_push_with_more_in_it_than_anybody_can_look_through_is_refused(objects, monkeypatch):
    monkeypatch.setattr(gits, "MOST_NEW", 40)
    many = push(objects, files={f"content/files/{number}.txt": str(number) for number in range(40)})
    assert "nobody can look through" in refused(objects, push(objects, many))
    assert not refused(objects, push(objects))


def test_a_key_by_any_of_its_names_is_found_and_an_ordinary_file_of_that_name_is_not_one(objects):
    main = publish(objects, push(objects))
    for words in ("-----BEGIN RSA PRIVATE KEY-----", "PuTTY-User-Key-File-3: ssh-ed25519"):
        files = {"content/files/mine.pem": f"{words}\nx\n"}
        assert "private key" in refused(objects, push(objects, main, files=files), main)
    talk = {"content/files/talk.key": b"PK\3\4 slides", "content/files/LICENCE": "-----BEGIN PUBLIC KEY-----\n"}
    assert not refused(objects, push(objects, main, files=talk), main)
