"""Hostile pushes at an installed server, by `git push`: each is refused with its reason, and nothing has happened."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from random import Random

import pytest

from publisher.pushed import LEFT_TO_US
from tests.hostile_pushes import IN_REFS, IN_TREES, IN_WORDS, ORDINARY, Push
from tests.long import SEED, count, done
from tests.objects import Objects
from tests.pushing import Coach, Server, git

SENT = [push for push in (*IN_TREES, *IN_WORDS, *IN_REFS) if not push.unsent]
WRITES = ("coach", "site/log", "site/build.lock", "site/source", "site/work/cache")
"""Where a push that is refused may leave something, the coach's own folder among them: none of it is for readers."""


def chosen() -> list[Push]:
    """In `make soak` all; in `make test` one that each part of the server tells, and some more by the seed."""
    chance = Random(f"{SEED} hostile pushes")
    first = [chance.choice([push for push in SENT if push.told_by == told_by]) for told_by in ("tree", "site", "refs")]
    rest = [push for push in SENT if push not in first]
    return first + chance.sample(rest, count(2, len(rest)))


@pytest.fixture(scope="module")
def server(tmp_path_factory) -> Server:
    return Server(tmp_path_factory.mktemp("server")).install()


@pytest.fixture(scope="module")
def coach(server) -> Coach:
    """Who has published the ordinary site."""
    coach = Coach.of(
        server, files={name: text for name, text in ORDINARY.items() if name.startswith("content/musings")}
    )
    pushed = coach.push()
    assert pushed.is_accepted, pushed.text
    return coach


def all_that_is_there(server: Server) -> dict[str, tuple[int, int, int, str]]:
    """Every file around the server, its repository's objects among them: kind, size, time, and where a link leads."""
    there = {}
    for place, folders, files in os.walk(server.folder):
        for name in (*folders, *files):
            path = Path(place, name)
            inner = path.relative_to(server.folder).as_posix()
            if inner.startswith(WRITES):
                continue
            facts = path.lstat()
            is_file, is_link = stat.S_ISREG(facts.st_mode), stat.S_ISLNK(facts.st_mode)
            size, when = (facts.st_size, facts.st_mtime_ns) if is_file else (0, 0)
            if inner.startswith("site.git/objects/"):  # git touches one that it has and gets again
                when = 0
            there[inner] = (facts.st_mode, size, when, os.readlink(path) if is_link else "")
    return there


@pytest.mark.parametrize("push", chosen(), ids=lambda push: push.name)
def test_a_hostile_push_is_refused_with_its_reason_and_nothing_has_happened(server, coach, push):
    before = all_that_is_there(server)
    main, refs = server.main(), git(server.repository, "for-each-ref")
    objects = Objects(coach.folder)
    commit = push.commit(objects, *([main] if push.is_rooted else []))
    pushed = coach.push(*push.refspec.format(commit=commit).split())
    said = " ".join(pushed.said.split())
    assert not pushed.is_accepted
    assert push.words in said and "Your site has not changed" in said, pushed.text
    assert server.main() == main and git(server.repository, "for-each-ref") == refs
    assert all_that_is_there(server) == before
    assert not server.left_over()
    done("hostile pushes that were refused")


def test_what_git_would_refuse_in_its_own_words_is_left_to_ours(server):
    for name in LEFT_TO_US:
        assert git(server.repository, "config", f"receive.fsck.{name}") == "ignore"


def test_after_all_of_them_an_ordinary_push_is_published(server, coach):
    coach.write({"content/musings/after.md": ORDINARY["content/musings/at-pace.md"].replace("At Pace", "Afterwards")})
    assert coach.push().is_accepted
    assert "Afterwards" in (server.site / "current/musings/after/index.html").read_text(encoding="utf-8")
