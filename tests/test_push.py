"""A push is checked, built and live whole; or it is refused in plain words and nothing has changed."""

from __future__ import annotations

import json
import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.building import every_byte, make
from tests.pushing import ADDRESS, Coach, Push, Server, git, musing

CHANGED = "about/index.html"
ABOUT = "---\ntitle: About me\nsummary: Who writes here, and where.\n---\n\nIt {}, and we go on.\n"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    return Server(tmp_path_factory.mktemp("server")).install()


@pytest.fixture(scope="module")
def coach(server):
    files = {"content/musings/carry-less.md": musing("Carry less"), "content/pages/about.md": ABOUT.format("rains")}
    coach = Coach.of(server, files=files)
    pushed = coach.push()
    assert pushed.is_accepted, pushed.text
    return coach


@dataclass(frozen=True)
class Second:
    """The second push: a new musing, one with something that could be better, a page changed and as long as before.

    before: the release before, with the facts of two of its files. other: who has cloned the site before this push.
    """

    push: Push
    commit: str
    before: Path
    facts: dict[str, os.stat_result]
    other: Coach
    told: str
    """What `make check` says of it, and of one musing more that is wrong."""


WRONG = {"content/musings/wrong.md": musing("Wrong", date="the day after")}


@pytest.fixture(scope="module")
def second(server, coach):
    """What several tests look at: a push takes a second."""
    live, other = server.site / "current", Coach(server.folder / "other")
    git(server.folder, "clone", "-q", "-o", "live", str(server.repository), str(other.folder))
    before = live.resolve()
    facts = {path: (live / path).stat() for path in ("404.html", CHANGED)}
    files = {
        "content/musings/new-one.md": musing("A new one"),
        "content/musings/odd.md": musing("Odd", "> [!reflect]\n> Do you hurry?"),
        "content/pages/about.md": ABOUT.format("hails"),
    }
    commit = coach.write(files).head
    push = coach.push()
    coach.write(WRONG)
    told = make("check", server.folder / "unused", coach.folder).text
    git(coach.folder, "reset", "-q", "--hard", commit)
    return Second(push, commit, before, facts, other, told)


@pytest.fixture
def live(server, coach, second):
    """The site as it is before the test, at the coach's newest commit."""
    git(coach.folder, "fetch", "-q", "live")
    git(coach.folder, "reset", "-q", "--hard", "live/main")
    return server.site / "current"


def is_said(line, pushed):
    """Whether the server has said these words, however broken into lines."""
    return " ".join(line.split()) in " ".join(pushed.said.split())


def test_what_is_pushed_is_live_when_git_returns_and_each_step_is_told_with_its_seconds(server, second, live):
    pushed = second.push
    assert pushed.is_accepted, pushed.text
    assert "A new one" in (live / "musings/new-one/index.html").read_text()
    assert os.readlink(live) == f"releases/{second.commit}-0"
    steps = [line for line in pushed.said.splitlines() if line[:1].isdigit()]
    assert [step[0] for step in steps if step.endswith(" s")] == list("123456"), pushed.said
    assert f"{ADDRESS}/musings/new-one/" in pushed.said
    assert not server.left_over()


def test_the_release_is_what_make_publish_builds_of_that_commit(server, coach, live, tmp_path):
    built = make("publish", tmp_path / "out", coach.folder, f"ADDRESS={ADDRESS}")
    assert built.status == 0, built.text
    record = json.loads((server.site / "records" / f"{live.resolve().name}.json").read_text())
    assert {path: record["files"][path] for path in every_byte(built.output)} == every_byte(built.output)
    assert json.loads((live / "build.json").read_text())["commit"] == coach.head


def test_a_mistake_is_told_as_make_check_tells_it_and_the_push_is_refused(server, coach, second, live):
    before, main = every_byte(live), server.main()
    pushed = coach.write(WRONG).push()
    assert not pushed.is_accepted and "Your site has not changed." in pushed.said
    words = [line.strip() for line in second.told.splitlines() if "wrong.md" in line or "the day after" in line]
    assert len(words) >= 2 and all(is_said(line, pushed) for line in words), (second.told, pushed.said)
    assert (server.main(), every_byte(live)) == (main, before) and not server.left_over()


def test_what_could_be_better_is_told_and_refuses_nothing(second):
    words = [line.strip() for line in second.told.splitlines() if "Do you hurry?" in line]
    assert words and all(is_said(line, second.push) for line in words), (second.told, second.push.text)


def test_who_was_overtaken_is_told_to_pull_and_nothing_is_built(server, second, live):
    late = second.other.write({"content/musings/late.md": musing("Late")}).push("--force", "main")
    assert not late.is_accepted and "git pull --rebase live main" in late.said
    assert server.main() == second.commit and not server.left_over()


@pytest.mark.parametrize(
    ("refs", "words"),
    [
        (["main:refs/heads/other"], "git push live other:draft/other"),
        (["main:refs/tags/v1"], "You pushed tags/v1. This server takes main"),
        (["--delete", "main"], "main is your site, so it can't be deleted"),
        (["main:refs/notes/x"], "You pushed notes/x."),
    ],
)
def test_only_main_and_drafts_are_taken(server, coach, live, refs, words):
    before = git(server.repository, "for-each-ref")
    pushed = coach.push(*refs)
    assert not pushed.is_accepted and words in pushed.said, pushed.text
    assert git(server.repository, "for-each-ref") == before


def test_unchanged_files_keep_their_inode_and_a_changed_one_gets_a_later_time(second, live):
    """A web server makes its ETags of time and size: a page that has not changed is not sent again, one that has is."""
    old, new = second.facts, {path: (live / path).stat() for path in second.facts}
    assert live.resolve() != second.before
    assert new["404.html"].st_ino == old["404.html"].st_ino
    assert new[CHANGED].st_size == old[CHANGED].st_size and int(new[CHANGED].st_mtime) > int(old[CHANGED].st_mtime)


def test_a_rollback_stays_until_the_next_push(server, coach, second, live):
    assert (live / "musings/new-one").exists()
    server.run("rollback")
    assert live.resolve() == second.before and not (live / "musings/new-one").exists()
    assert "\npinned " in server.run("status") and "live, pinned, built" in server.run("releases")
    assert "Pinned" in server.run("reconcile") and not (live / "musings/new-one").exists()
    assert coach.write({"content/musings/better.md": musing("Better")}).push().is_accepted
    assert (live / "musings/better/index.html").exists() and "pinned" not in server.run("status")


def test_a_rollback_can_be_taken_back_without_a_push(server, coach, live):
    server.run("rollback")
    assert "Nothing is pinned" in server.run("pin", "--off")
    server.run("reconcile")
    assert live.resolve().name.startswith(server.main())


def test_a_scheduled_musing_comes_out_when_it_is_due(server, coach, live):
    for wait_s in (6, 30):  # the second where the machine is so slow that the first is over before it is published
        due = datetime.now(UTC) + timedelta(seconds=wait_s)
        written = musing("Later", date=f"{due:%Y-%m-%d %H:%M:%S}+00:00")
        pushed = coach.write({"content/musings/later.md": written}).push()
        assert pushed.is_accepted, pushed.text
        if not (live / "musings/later").exists():
            break
    assert not (live / "musings/later").exists() and "Later" in pushed.said
    assert "later" not in json.dumps(json.loads((live / "build.json").read_text()))
    time.sleep(max(0, (due - datetime.now(UTC)).total_seconds()))
    server.run("reconcile")
    assert live.resolve().name == f"{server.main()}-1" and (live / "musings/later/index.html").exists()
    assert json.loads((live / "build.json").read_text())["scheduled_out"] == 1


def test_a_draft_is_shown_at_an_address_nobody_can_guess_and_goes_with_its_branch(server, coach, live):
    before = live.resolve()
    coach.write({"content/musings/unripe.md": musing("Unripe", status="draft")})
    pushed = coach.push("main:draft/unripe")
    assert pushed.is_accepted, pushed.text
    address = next(line.strip() for line in pushed.said.splitlines() if "/previews/" in line)
    token = address.removesuffix("/").rpartition("/")[2]
    preview = server.site / "previews" / token
    assert len(token) == 32 and "Unripe" in "".join(page.read_text() for page in preview.rglob("*.html"))
    assert f"/previews/{token}/" in (preview / "index.html").read_text()
    assert live.resolve() == before
    again = coach.write({"content/musings/unripe.md": musing("Riper", status="draft")}).push("main:draft/unripe")
    assert token in again.said and "Riper" in "".join(page.read_text() for page in preview.rglob("*.html"))
    assert coach.push("--delete", "draft/unripe").is_accepted
    assert not preview.exists() and not list((server.site / "drafts").iterdir())


def test_a_push_whose_end_was_lost_goes_live_with_the_next_tick(server, coach, live):
    """Git updates the ref even when the pusher dies; then nobody calls the second hook."""
    hook = server.repository / "hooks" / "post-receive"
    hook.rename(hook.with_name("aside"))
    assert coach.write({"content/musings/cut.md": musing("Cut off")}).push().is_accepted
    hook.with_name("aside").rename(hook)
    assert not (live / "musings/cut").exists()
    assert "a push has not gone live" in server.run("status")
    server.run("reconcile")
    assert (live / "musings/cut/index.html").exists() and not server.left_over()


def test_damaged_files_are_found_after_a_start_of_the_machine_and_mended(server, coach, live):
    damaged = live.resolve()
    (damaged / "index.html").write_bytes(b"")
    (server.site / "seen").unlink(missing_ok=True)  # as after another start
    assert "files on the disk are damaged" in server.run("reconcile")
    assert (live / "index.html").stat().st_size and live.resolve().name == f"{damaged.name}.2"


def test_the_log_names_no_person_and_none_of_the_content(server, coach, live):
    said = re.sub("[0-9a-f]{40}", "", (server.site / "log").read_text())  # in which a name may stand by chance
    assert "published" in said and "rolled back" in server.run("log")
    assert not any(word in said for word in ("ada", "Better", "better", "@"))
