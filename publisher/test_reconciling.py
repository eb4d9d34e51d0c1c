"""What the timer does where nothing has to be built, and where building fails."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publisher import hooks, log, patience, pinning, previews, reconciling, records, releases, showing
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.telling import Teller
from publisher.test_releases import make_ready

NEXT = "refs/heads/draft/next"


class Said(Teller):
    def __init__(self):
        super().__init__()
        self.lines = []

    def say(self, *lines):
        self.lines += lines


@pytest.fixture
def place(tmp_path):
    return without_engine(tmp_path)


def without_engine(folder):
    """An installation whose engine is there only by name: what was made is published, and nothing can be built."""
    repository = folder / "site.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", repository], check=True)
    made = Installation(folder / "site", repository, "https://example.org")
    folders = (made.releases, made.ready, made.records, made.previews, made.drafts, made.engines / "e1")
    for folder in folders:
        folder.mkdir(parents=True)
    made.engine.symlink_to(made.engines / "e1")
    (made.engines / "e1.json").write_text("{}")
    return made


def git(place, *arguments, text=""):
    who = {f"GIT_{who}_{what}": "x@y" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    command = ["git", f"--git-dir={place.repository}", *arguments]
    done = subprocess.run(command, input=text, env={**os.environ, **who}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def commit(place, ref, words="x", path="site.toml"):
    """Have a branch be at a new commit with this one file; the commit."""
    blob = git(place, "hash-object", "-w", "--stdin", text=words)
    tree = git(place, "mktree", text=f"100644 blob {blob}\t{path}\n")
    made = git(place, "commit-tree", tree, "-m", words)
    git(place, "update-ref", ref, made)
    return made


def made(place, name, stamp=1, files=None):
    """A release that is ready, as the engine makes it."""
    record = make_ready(place, name, stamp, files or {"index.html": "x"})
    replace(record, engine="e1", address=place.address).save(place.ready / f"{name}.json")


def made_preview(place, ref, files=None):
    at = git(place, "rev-parse", ref)
    make_ready(place, f"{previews.token(place, ref)}-{at}", 1, files or {"index.html": "x"}, owner=records.itself())
    return at


def tick(place):
    said = Said()
    reconciling.reconcile(place, said)
    return "\n".join(said.lines)


def events(place):
    return [(line["event"], line.get("why")) for line in log.read(place)]


def times(place, ref):
    known = patience.failures(place).get(ref)
    return known.times if known else 0


def live_site(place):
    at = commit(place, MAIN)
    made(place, f"{at}-0")
    tick(place)
    assert releases.live(place) == f"{at}-0"
    return at


def test_a_draft_that_fails_keeps_no_other_waiting_and_is_tried_ever_more_seldom(place):
    live_site(place)
    commit(place, "refs/heads/draft/a", path="Makefile")  # code, which this server does not take
    commit(place, "refs/heads/draft/b")
    made_preview(place, "refs/heads/draft/b")
    said = tick(place)
    assert "No preview of draft/a" in said and "Makefile" in said
    assert previews.shown(place, "refs/heads/draft/b") and not previews.shown(place, "refs/heads/draft/a")
    assert "tried again in a while" not in tick(place) and times(place, "refs/heads/draft/a") == 2
    assert "tried again in a while" in tick(place) and times(place, "refs/heads/draft/a") == 2
    assert events(place).count(("failed", "Refused")) == 2
    assert any("draft/a: failed 2 times" in line and "Refused" in line for line in showing.status_lines(place))
    git(place, "update-ref", "-d", "refs/heads/draft/a")
    tick(place)
    assert not patience.failures(place) and not any(line.startswith("failed") for line in showing.status_lines(place))


def test_a_site_that_fails_keeps_no_draft_waiting_and_whatever_the_error_it_is_in_the_log(place):
    commit(place, MAIN)
    commit(place, NEXT)
    made_preview(place, NEXT)
    (place.engines / "e1.json").unlink()
    for _ in range(2):
        with pytest.raises(FileNotFoundError):
            tick(place)
    with pytest.raises(patience.TooEarly):
        tick(place)
    assert previews.shown(place, NEXT) and times(place, MAIN) == 2
    assert events(place) == [("failed", "FileNotFoundError")] * 2
    assert any("main: failed 2 times" in line and "FileNotFoundError" in line for line in showing.status_lines(place))


def test_a_tick_that_fails_otherwise_is_told_of_until_one_succeeds(place):
    live_site(place)
    place.drafts.rename(place.drafts.with_name("aside"))
    with pytest.raises(FileNotFoundError):
        tick(place)
    assert any(f"{patience.TICK}: failed once" in line for line in showing.status_lines(place))
    assert events(place)[-1] == ("failed", "FileNotFoundError")
    place.drafts.mkdir()
    tick(place)
    assert not any(line.startswith("failed") for line in showing.status_lines(place))


def test_the_preview_of_a_deleted_draft_goes_while_the_site_is_pinned(place):
    live_site(place)
    commit(place, NEXT)
    made_preview(place, NEXT)
    tick(place)
    assert list(place.previews.iterdir())
    pinning.pin(place, releases.live(place))
    git(place, "update-ref", "-d", NEXT)
    assert "Pinned" in tick(place)
    assert not [*place.previews.iterdir(), *place.drafts.iterdir(), *place.doomed.iterdir()]


def test_what_is_live_is_looked_at_once_after_a_start_of_the_machine_and_status_writes_nothing(place):
    at = live_site(place)
    before = sorted(place.site.rglob("*"))
    assert not (place.site / "seen").exists() and "to be done nothing" in showing.status_lines(place)
    assert sorted(place.site.rglob("*")) == before
    tick(place)
    releases.go_live(place, f"{at}-0")
    seen = (place.site / "seen").stat()
    (place.current / "index.html").write_text("y")
    assert "as it should be" in tick(place) and (place.site / "seen").stat() == seen
    (place.site / "seen").write_text("another start\n")
    assert reconciling.why_rebuild(place, Git(place.repository), datetime.now(UTC)) == reconciling.DAMAGED


def test_nobody_goes_back_to_a_damaged_release(place):
    """What did not change between two releases is one file: both are damaged."""
    made(place, "a-0", 1, {"index.html": "old"})
    made(place, "b-0", 2, {"index.html": "x"})
    for name in ("a-0", "b-0"):
        releases.go_live(place, name)
    at = live_site(place)
    (place.releases / "b-0" / "index.html").unlink()
    os.link(place.current / "index.html", place.releases / "b-0" / "index.html")
    (place.current / "index.html").write_text("damaged")
    made(place, f"{at}-0.2", 9)
    assert reconciling.DAMAGED in tick(place)
    assert [record.name for record in releases.published(place)] == [f"{at}-0.2", "a-0"]
    assert (place.current / "index.html").read_text() == "x" and not [*place.doomed.iterdir()]
    assert pinning.roll_back(place, "").name == "a-0"


def test_what_a_release_held_is_deleted_when_no_lock_is_held_and_by_the_next_tick_after_a_kill(place):
    live_site(place)
    for number in range(releases.KEPT + 1):
        made(place, f"{number:x}-0", number + 2)
        releases.go_live(place, f"{number:x}-0")
    assert releases.prune(place) and not (place.releases / "0-0").exists()
    held = [path for path in place.doomed.rglob("index.html")]
    assert len(held) == 2 and not [*place.ready.iterdir()]
    pinning.pin(place, releases.live(place))
    tick(place)
    assert not [*place.doomed.iterdir()]


STYLE = "assets/style.{}.css"


def show(place, name, ref=NEXT):
    """A push to the draft, whose style has this name."""
    at = commit(place, ref, name)
    made_preview(place, ref, {"index.html": name, STYLE.format(name * 10): name})
    stamp = int(time.time()) - 5 + int(name)
    for path in (place.ready / f"{previews.token(place, ref)}-{at}").rglob("*"):
        os.utime(path, (stamp, stamp))
    previews.show(place, ref, at)
    return at


def test_an_open_preview_finds_its_style_when_the_draft_is_pushed_again_and_for_ten_minutes(place):
    shown = place.previews / previews.token(place, NEXT)
    first = show(place, "1")
    old = shown.resolve()
    show(place, "2")
    assert (shown / "index.html").read_text() == "2" and (shown / STYLE.format("1" * 10)).read_text() == "1"
    assert old.name.endswith(first) and (old / "index.html").exists()
    for folder in place.drafts.iterdir():
        os.utime(folder, (time.time() - 601,) * 2)
    previews.take_away(place, Git(place.repository))
    assert not old.exists() and (shown / "index.html").read_text() == "2"
    show(place, "3")
    assert not (shown / STYLE.format("1" * 10)).exists() and (shown / STYLE.format("2" * 10)).exists()
    git(place, "update-ref", "-d", NEXT)
    previews.remove(place, NEXT)
    assert not [*place.drafts.iterdir(), *place.previews.iterdir()]


def test_a_draft_that_leads_elsewhere_meanwhile_or_is_gone_is_not_shown(place):
    first = commit(place, NEXT, "1")
    made_preview(place, NEXT)
    commit(place, NEXT, "2")
    with pytest.raises(previews.Overtaken):
        previews.show(place, NEXT, first)
    git(place, "update-ref", "-d", NEXT)
    with pytest.raises(PublisherError):
        previews.show(place, NEXT, first)
    assert not [*place.previews.iterdir(), *place.drafts.iterdir()]


def test_a_preview_is_made_again_for_a_new_address_at_the_same_token(place):
    at = show(place, "1")
    moved = Installation(place.site, place.repository, "https://elsewhere.example")
    repository = Git(place.repository)
    assert previews.missing(place, repository) == [] and previews.missing(moved, repository) == [(NEXT, at)]
    assert previews.token(moved, NEXT) == previews.token(place, NEXT)


def test_the_secret_is_never_to_be_read_by_others(place, monkeypatch):
    modes, sync = [], os.fsync

    def look(handle):
        modes.append(os.fstat(handle).st_mode & 0o7777)
        sync(handle)

    monkeypatch.setattr(os, "fsync", look)
    before = os.umask(0)
    try:
        token = previews.token(place, NEXT)
    finally:
        os.umask(before)
    secret = place.site / "secret"
    assert modes[0] == 0o600 == secret.stat().st_mode & 0o7777 and secret.stat().st_nlink == 1
    assert previews.token(place, NEXT) == token and not [*place.site.glob(".secret*")]


def test_what_a_push_has_pruned_is_deleted_when_the_coach_has_been_answered(place):
    """The eleventh release is thousands of files: nobody waits for them, and no tick has to come."""
    at = live_site(place)
    for number in range(1, releases.KEPT):
        made(place, f"{at}-{number}", number + 1)
        releases.go_live(place, f"{at}-{number}")
    newest = commit(place, MAIN, "y")
    made(place, f"{newest}-0", 100)
    before = signal.getsignal(signal.SIGHUP)
    try:
        said = Said()
        assert hooks.post_receive(place, [hooks.Update(at, newest, MAIN)], said) == 0
    finally:
        signal.signal(signal.SIGHUP, before)
    assert releases.live(place) == f"{newest}-0" and not (place.releases / f"{at}-0").exists()
    assert not list(place.doomed.iterdir()), said.lines
