"""Which release is live, which are kept, and what a reader of an older page still finds."""

import hashlib
import json
import os
import subprocess

import pytest

from publisher import pinning, records, releases
from publisher.errors import PublisherError
from publisher.installation import Installation
from publisher.records import Due, Record


@pytest.fixture
def place(tmp_path):
    repository = tmp_path / "site.git"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", repository], check=True)
    made = Installation(tmp_path / "site", repository, "https://example.org")
    for folder in (made.releases, made.ready, made.records, made.previews, made.drafts):
        folder.mkdir(parents=True)
    return made


def make_ready(place, name, stamp, files, owner=(0, "")):
    folder = place.ready / name
    folder.mkdir()
    for path, text in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)
    digests = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in files.items()}
    record = Record(name, name.partition("-")[0], 0, "engine", stamp, digests, owner=owner)
    record.save(place.ready / f"{name}.json")
    return record


def publish(place, name, stamp, files):
    make_ready(place, name, stamp, files)
    releases.go_live(place, name)


def test_a_release_goes_live_whole_and_the_one_before_is_kept(place):
    publish(place, "a-0", 1, {"index.html": "one"})
    publish(place, "b-0", 2, {"index.html": "two"})
    assert (place.current / "index.html").read_text() == "two" and os.readlink(place.current) == "releases/b-0"
    assert [record.name for record in releases.published(place)] == ["b-0", "a-0"]
    assert not list(place.ready.iterdir())


def test_a_page_of_an_older_release_still_finds_its_assets_forwards_and_back(place):
    """An open page asks for its style after a swap, and after a rollback too."""
    old, new = "assets/a.0123456789.js", "photos/b-9876543210-480.avif"
    publish(place, "a-0", 1, {old: "one", "files/plain.pdf": "x"})
    publish(place, "b-0", 2, {new: "two"})
    assert (place.current / old).read_text() == "one" and not (place.current / "files").exists()
    pinning.roll_back(place, "a")
    assert (place.current / new).read_text() == "two" and (place.current / "files/plain.pdf").exists()
    assert (place.releases / "a-0" / new).stat().st_ino == (place.releases / "b-0" / new).stat().st_ino


def test_ten_releases_are_kept_and_the_live_one_however_old_it_is(place):
    for number in range(12):
        publish(place, f"{number:x}-0", number + 1, {"index.html": str(number)})
    pinning.roll_back(place, "0-0")
    gone = releases.prune(place)
    assert gone == ["1-0"] and (place.current / "index.html").read_text() == "0"
    assert len(releases.published(place)) == releases.KEPT + 1
    assert not (place.releases / "1-0").exists()


def test_a_rollback_goes_further_back_each_time_and_says_when_there_is_no_more(place):
    for number in range(3):
        publish(place, f"{number:x}-0", number + 1, {"index.html": str(number)})
    assert pinning.roll_back(place, "").name == "1-0"
    assert pinning.roll_back(place, "").name == "0-0"
    with pytest.raises(PublisherError, match="no release before"):
        pinning.roll_back(place, "")
    assert pinning.pinned(place).release == "0-0"


def test_a_release_that_is_not_there_or_not_clear_is_named_with_those_that_are(place):
    publish(place, "ab-0", 1, {})
    publish(place, "ac-0", 2, {})
    with pytest.raises(PublisherError, match="beginning of more than one release:\n  ac-0\n  ab-0"):
        pinning.roll_back(place, "a")
    with pytest.raises(PublisherError, match=r"no release x\. These are kept:\n  ac-0"):
        pinning.roll_back(place, "x")
    assert not place.pinned.exists()


def test_the_same_commit_built_by_another_engine_has_a_name_of_its_own(place):
    assert releases.name_for(place, "a", 0) == "a-0"
    publish(place, "a-0", 1, {})
    assert releases.name_for(place, "a", 0) == "a-0.2" and releases.name_for(place, "a", 1) == "a-1"


def test_what_waits_for_a_push_stays_while_that_lives_and_goes_when_it_is_over(place):
    make_ready(place, "a-0", 1, {"index.html": "x"}, owner=records.itself())
    make_ready(place, "b-0", 2, {"index.html": "x"}, owner=(os.getppid(), "another start"))
    (place.ready / ".c-0").mkdir()
    releases.sweep_ready(place)
    assert sorted(path.name for path in place.ready.iterdir()) == ["a-0", "a-0.json"]
    releases.sweep_ready(place, keep=["a-0"])
    assert [record.name for record in releases.waiting(place)] == ["a-0"]


@pytest.mark.parametrize("moment", ["folder moved", "record moved", "link made"])
def test_going_live_may_be_cut_short_anywhere_and_is_finished_later(place, moment, monkeypatch):
    publish(place, "a-0", 1, {"index.html": "one"})
    make_ready(place, "b-0", 2, {"index.html": "two"})

    class Killed(BaseException):
        pass

    def kill(*arguments):
        raise Killed

    at = {"folder moved": (os, "replace"), "record moved": (releases, "carry_assets"), "link made": (os, "symlink")}
    with monkeypatch.context() as patch:
        patch.setattr(*at[moment], kill)
        with pytest.raises(Killed):
            releases.go_live(place, "b-0")
    assert (place.current / "index.html").read_text() == "one"
    releases.sweep_ready(place, keep=["b-0"])
    releases.sweep_releases(place)
    releases.go_live(place, "b-0")
    assert (place.current / "index.html").read_text() == "two" and not list(place.ready.iterdir())


def test_a_record_comes_back_as_it_was_and_half_of_one_is_none(tmp_path):
    due = (Due("2026-12-01T07:00:00+00:00", "T", "/m/"),)
    record = Record("a-1", "a", 1, "e", 5, {"x": "y"}, due, (("/o/", "/n/"),), to_mend=("content/a.md",))
    record.save(tmp_path / "r.json")
    assert Record.load(tmp_path / "r.json") == record
    told = json.loads((tmp_path / "r.json").read_text())
    (tmp_path / "newer.json").write_text(json.dumps({**told, "weather": "rain"}))
    assert Record.load(tmp_path / "newer.json") == record, "of an engine that one goes back from"
    (tmp_path / "r.json").write_text((tmp_path / "r.json").read_text()[:-9])
    assert Record.load(tmp_path / "r.json") is None
