"""A push is checked, built and live whole; or it is refused in plain words and nothing has changed."""

from __future__ import annotations

import json
import os
import re
import time
from datetime import UTC, datetime, timedelta

import pytest

from tests.building import every_byte, make
from tests.pushing import ADDRESS, Coach, Server, git, musing


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    return Server(tmp_path_factory.mktemp("server")).install()


@pytest.fixture(scope="module")
def coach(server):
    coach = Coach.of(server, files={"content/musings/carry-less.md": musing("Carry less")})
    pushed = coach.push()
    assert pushed.is_accepted, pushed.text
    return coach


@pytest.fixture
def live(server, coach):
    """The site as it is before the test, at the coach's newest commit."""
    git(coach.folder, "fetch", "-q", "live")
    git(coach.folder, "reset", "-q", "--hard", "live/main")
    return server.site / "current"


def is_said(line, pushed):
    """Whether the server has said these words, however broken into lines."""
    return " ".join(line.split()) in " ".join(pushed.said.split())


def test_what_is_pushed_is_live_when_git_returns_and_each_step_is_told_with_its_seconds(server, coach, live):
    pushed = coach.write({"content/musings/new-one.md": musing("A new one")}).push()
    assert pushed.is_accepted, pushed.text
    assert "A new one" in (live / "musings/new-one/index.html").read_text()
    assert os.readlink(live) == f"releases/{coach.head}-0"
    steps = [line for line in pushed.said.splitlines() if line[:1].isdigit()]
    assert [step[0] for step in steps] == list("123456"), pushed.said
    assert all(step.endswith(" s") for step in steps)
    assert f"{ADDRESS}/musings/new-one/" in pushed.said
    assert not server.left_over()


def test_the_release_is_what_make_publish_builds_of_that_commit(server, coach, live, tmp_path):
    built = make("publish", tmp_path / "out", coach.folder, f"ADDRESS={ADDRESS}")
    assert built.status == 0, built.text
    record = json.loads((server.site / "records" / f"{live.resolve().name}.json").read_text())
    assert {path: record["files"][path] for path in every_byte(built.output)} == every_byte(built.output)
    assert json.loads((live / "build.json").read_text())["commit"] == coach.head


def test_a_mistake_is_told_as_make_check_tells_it_and_the_push_is_refused(server, coach, live):
    before, main = every_byte(live), server.main()
    pushed = coach.write({"content/musings/wrong.md": musing("Wrong", date="the day after")}).push()
    told = make("check", server.folder / "unused", coach.folder).text
    assert not pushed.is_accepted and "Your site has not changed." in pushed.said
    words = [line.strip() for line in told.splitlines() if "wrong.md" in line or "the day after" in line]
    assert len(words) >= 2 and all(is_said(line, pushed) for line in words), (told, pushed.said)
    assert (server.main(), every_byte(live)) == (main, before) and not server.left_over()


def test_what_could_be_better_is_told_and_refuses_nothing(server, coach, live):
    pushed = coach.write({"content/musings/odd.md": musing("Odd", "> [!reflect]\n> Do you hurry?")}).push()
    told = make("check", server.folder / "unused", coach.folder).text
    words = [line.strip() for line in told.splitlines() if "Do you hurry?" in line]
    assert pushed.is_accepted and words and all(is_said(line, pushed) for line in words), (told, pushed.text)


def test_who_was_overtaken_is_told_to_pull_and_nothing_is_built(server, coach, live):
    other = Coach(server.folder / f"other-{time.time_ns()}")
    git(server.folder, "clone", "-q", "-o", "live", str(server.repository), str(other.folder))
    first = coach.write({"content/musings/first.md": musing("First")}).push()
    assert first.is_accepted, first.text
    late = other.write({"content/musings/late.md": musing("Late")}).push("--force", "main")
    assert not late.is_accepted and "git pull --rebase live main" in late.said
    assert server.main() == coach.head and not server.left_over()


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


def test_unchanged_files_keep_their_inode_and_a_changed_one_gets_a_later_time(server, coach, live):
    """A web server makes its ETags of time and size: a page that has not changed is not sent again, one that has is."""
    before, old = live.resolve(), {path: (live / path).stat() for path in ("404.html", "musings/carry-less/index.html")}
    assert coach.write({"content/musings/carry-less.md": musing("Carry lass")}).push().is_accepted
    new = {path: (live / path).stat() for path in old}
    assert live.resolve() != before
    assert new["404.html"].st_ino == old["404.html"].st_ino
    changed = "musings/carry-less/index.html"
    assert new[changed].st_size == old[changed].st_size and int(new[changed].st_mtime) > int(old[changed].st_mtime)


def test_a_rollback_stays_until_the_next_push(server, coach, live):
    assert coach.write({"content/musings/regret.md": musing("Regret")}).push().is_accepted
    server.run("rollback")
    assert not (live / "musings/regret").exists()
    assert "pinned" in server.run("status") and "pinned" in server.run("releases")
    assert "Pinned" in server.run("reconcile") and not (live / "musings/regret").exists()
    assert coach.write({"content/musings/better.md": musing("Better")}).push().is_accepted
    assert (live / "musings/better/index.html").exists() and "pinned" not in server.run("status")


def test_a_rollback_can_be_taken_back_without_a_push(server, coach, live):
    server.run("rollback")
    assert "Nothing is pinned" in server.run("pin", "--off")
    server.run("reconcile")
    assert live.resolve().name.startswith(server.main())


def test_a_scheduled_musing_comes_out_when_it_is_due(server, coach, live):
    soon = (datetime.now(UTC) + timedelta(seconds=8)).strftime("%Y-%m-%d %H:%M:%S")
    pushed = coach.write({"content/musings/later.md": musing("Later", date=f"{soon}+00:00")}).push()
    assert pushed.is_accepted, pushed.text
    assert not (live / "musings/later").exists() and "Later" in pushed.said
    assert "later" not in json.dumps(json.loads((live / "build.json").read_text()))
    until = time.monotonic() + 30
    while not (live / "musings/later").exists() and time.monotonic() < until:
        time.sleep(0.5)
        server.run("reconcile")
    assert live.resolve().name == f"{server.main()}-1"
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
    assert not any(word in said for word in ("ada", "Regret", "regret", "@"))
