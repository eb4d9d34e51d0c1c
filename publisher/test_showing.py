"""What whoever looks after a site is told: releases by names that can be typed, and how things stand."""

from __future__ import annotations

import socket
from dataclasses import replace
from datetime import datetime

import pytest

from publisher import pinning, releases, sandbox, showing, written
from publisher.commits import Commit, is_meant, look_up, short_name
from publisher.errors import PublisherError
from publisher.git import Git
from publisher.installation import MAIN
from publisher.records import Due
from publisher.test_reconciling import commit, git, made, tick, without_engine

BUILT = int(datetime(2026, 11, 26, 7, 31).timestamp())
SITE = '[practice]\naddress = "{address}"\n\n[contact_form]\nprovider = "{provider}"\n'


@pytest.fixture
def place(tmp_path):
    return without_engine(tmp_path)


@pytest.fixture
def site(place):
    """Two releases of one commit, the later with a scheduled musing out, and one of the next commit, which is live."""
    first = commit(place, MAIN, "Carry less")
    for number in (0, 1):
        publish(place, f"{first}-{number}", BUILT + 60 * number)
    second = commit(place, MAIN, "A walk\x1b[2J before breakfast")
    publish(place, f"{second}-0", BUILT + 3600)
    return place


def publish(place, name, stamp):
    made(place, name, stamp)
    record = releases.Record.load(place.ready / f"{name}.json")
    replace(record, scheduled_out=int(name.partition("-")[2])).save(place.ready / f"{name}.json")
    releases.go_live(place, name)


def short(site, ref):
    return git(site, "rev-parse", "--short", ref)


def test_each_release_has_a_short_name_its_commits_words_and_what_became_of_it(site):
    first = releases.published(site)[-1].commit
    lines = showing.release_lines(site)
    day = git(site, "log", "-1", "--format=%cd", "--date=format-local:%Y-%m-%d %H:%M", "main")
    assert lines[0] == f"{short(site, 'main')}-0  {day}  A walk before breakfast"
    assert lines[1] == "           live, built 2026-11-26 08:31"
    assert lines[2].startswith(f"{short(site, first)}-1  ") and lines[2].endswith("  Carry less")
    assert lines[3] == "           built 2026-11-26 07:32, with 1 scheduled musing out"
    assert len(lines) == 6 and max(map(len, lines)) < 80


def test_what_is_shown_can_be_typed_and_less_where_that_is_clear(site):
    newest, later, earlier = (record.name for record in releases.published(site))
    assert pinning.roll_back(site, short_name(later)).name == later
    assert pinning.roll_back(site, short_name(earlier)).name == earlier
    assert pinning.roll_back(site, short_name(newest)[:7]).name == newest
    assert "live, pinned, built" in showing.release_lines(site)[1]
    with pytest.raises(PublisherError, match="more than one release") as unclear:
        pinning.roll_back(site, later[:7])
    assert f"  {short_name(later)}  " in str(unclear.value) and "Carry less" in str(unclear.value)


def test_a_number_behind_the_commit_is_meant_as_a_whole():
    name = f"{'ab' * 20}-1.2"
    assert short_name(name) == "abababa-1.2"
    assert is_meant(name, "aba") and is_meant(name, "abababa-1.2") and is_meant(name, name)
    assert not is_meant(name, "abababa-1") and not is_meant(name, "") and not is_meant(name, "-1.2")


def test_a_commit_that_git_no_longer_knows_is_shown_by_its_first_digits(site):
    gone = "1" * 40
    known = look_up(Git(site.repository), [gone, git(site, "rev-parse", "main")])
    assert known[gone] == Commit("1111111") and known[git(site, "rev-parse", "main")].at
    assert look_up(Git(site.site / "nowhere.git"), [gone]) == {gone: Commit("1111111")}


def test_a_commit_that_could_not_be_built_stands_before_the_releases(site):
    pushed = commit(site, MAIN, "Hurry", path="Makefile")
    for _ in range(2):
        with pytest.raises(PublisherError):
            tick(site)
    lines = showing.release_lines(site)
    assert lines[0].startswith(f"{pushed[:7]}    ") and lines[0].endswith("  Hurry")
    assert lines[1].strip().startswith("failed 2 times, the last time ") and "(Refused)" in lines[1]
    status = "\n".join(showing.status_lines(site))
    assert f"pushed     {pushed[:7]}" in status and "failed     main: failed 2 times" in status


def test_the_status_names_what_is_live_what_is_next_and_how_builds_are_shut_in(site):
    record = releases.published(site)[0]
    later = Due("2030-12-07T07:30:00+00:00", "Later", "/musings/later/")
    replace(record, due=(later,)).save(site.records / f"{record.name}.json")
    said = "\n".join(showing.status_lines(site))
    assert f"live       {short_name(record.name)}  " in said and "next due   2030-12-07T07:30:00+00:00  Later" in said
    assert f"builds run {showing.SHUT_IN[sandbox.find()]}" in said
    assert "pushed" not in said, "what is live is what was pushed"
    assert record.commit not in said


@pytest.mark.parametrize("way", ["unshare", "none"])
def test_a_weaker_way_of_building_is_told_with_why(site, monkeypatch, way):
    monkeypatch.setattr(sandbox, "WAYS", tuple(sandbox.WAYS[sandbox.WAYS.index(way) :]))
    if sandbox.find() != way:
        pytest.skip(f"{way} does not work here")
    said = "\n".join(showing.status_lines(site))
    assert showing.SHUT_IN[way] in said and "Bubblewrap is " in said


def test_nothing_pushed_yet_is_said_so(place):
    assert showing.release_lines(place) == ["No release yet: nothing has been pushed."]
    said = "\n".join(showing.status_lines(place))
    assert "live       nothing yet\npushed     nothing yet" in said


def test_a_site_toml_that_does_not_fit_the_server_is_told_in_the_status(site):
    """Of the form only where the web server passes it on, and nobody takes it."""
    commit(site, MAIN, SITE.format(address="https://other.example", provider="self"))
    [words] = written.reminders(site)
    assert words == "site.toml says that the address is https://other.example: write https://example.org there."
    commit(site, MAIN, SITE.format(address="https://example.org/", provider="formspree"))
    assert written.reminders(replace(site, web="caddy")) == []


def test_a_service_that_does_not_answer_is_told_until_it_does(site, monkeypatch):
    commit(site, MAIN, "[practice]\n")
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        monkeypatch.setattr(written, "SERVICE", f"127.0.0.1:{nobody.getsockname()[1]}")
    [words] = written.reminders(replace(site, web="nginx"))
    assert words.startswith("Nobody receives the form: nothing answers at 127.0.0.1:")
    assert written.reminders(site) == [], "a web server of one's own may pass it on elsewhere"


def test_what_can_not_be_read_is_the_proofreaders_to_tell():
    assert written.read(b"\xff") is written.read(b"practice = 1\n") is written.read(b"[") is None
