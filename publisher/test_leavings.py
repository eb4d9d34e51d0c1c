"""What pushed code may leave behind: no link of it is followed, no pipe waited at, nothing of it stays in the way."""

from __future__ import annotations

import dataclasses
import json
import os

import pytest

from publisher import building, leavings
from publisher.assembling import fill
from publisher.errors import PublisherError, Refused
from publisher.git import Git
from publisher.installation import Installation
from publisher.records import Due
from tests.pushing import git

DUE = {"date": "2027-01-01T07:30:00+01:00", "title": "Later", "address": "/musings/later/"}
SOUND = {"scheduled_out": 2, "due": [DUE], "unlisted": {"/x": "1"}}
GOOD = f"mkdir -p '$(OUTPUT)'; echo page >'$(OUTPUT)/index.html'; echo '{json.dumps(SOUND)}' >'$(REPORT)'"


@pytest.fixture
def installation(tmp_path):
    """One whose engine builds what `builds` tells it to."""
    made = Installation(tmp_path / "site", tmp_path / "repository/.git", "https://smallsteps.example")
    for folder in ("engines/one", "environment", "source", "work", "private"):
        (made.site / folder).mkdir(parents=True)
    made.engine.symlink_to("engines/one")
    (made.site / "private/index.html").write_text("secret")
    (tmp_path / "repository").mkdir()
    git(tmp_path / "repository", "init", "-q", "-b", "main")
    git(tmp_path / "repository", "commit", "-q", "--allow-empty", "-m", "words")
    return made


@pytest.fixture
def builds(installation, tmp_path):
    """A build by these commands of a shell, and the release that comes of it."""

    def run(commands):
        (installation.site / "engines/one/Makefile").write_text(f"publish:\n\t@{commands}\n")
        repository, release = Git(installation.repository), tmp_path / "release"
        release.mkdir()
        with building.room_for_build(installation) as room:
            commit = repository.commit_of("HEAD")
            built = building.build(
                installation,
                repository,
                commit,
                installation.site / "source",
                room,
                "publish",
                "https://x.example",
                print,
            )
            return built, fill(release, built.output, built.digests, 1_700_000_000, None, {})[0]

    return run


def test_a_sound_build_is_believed(builds):
    built, files = builds(GOOD)
    assert (built.scheduled_out, built.due, built.digests) == (2, (Due(**DUE),), {"x": "1"})
    assert files.keys() == {"index.html"}


@pytest.mark.parametrize(
    "commands",
    [
        "rm -r '$(OUTPUT)'; ln -s {site}/private '$(OUTPUT)'",
        "rm -r '$(OUTPUT)'; mkfifo '$(OUTPUT)'",
        "rm -r '$(OUTPUT)'",
        "mv {work}/building {work}/other; ln -s other {work}/building",
        "room='$(OUTPUT)'; room=$${{room%/output}}; mv $$room {work}/other; ln -s {work}/other $$room",
        "rm '$(REPORT)'; mkfifo '$(REPORT)'",
        "mv '$(REPORT)' {work}/other; ln -s {work}/other '$(REPORT)'",
        "mkfifo '$(OUTPUT)/build.json'",
        "mkfifo '$(OUTPUT)/_redirects'",
        "ln -s {site}/private/index.html '$(OUTPUT)/build.json'",
        "ln -s {site}/private '$(OUTPUT)/private'",
        "mkdir '$(OUTPUT)/.moved'; echo x >'$(OUTPUT)/.moved/_.html'",
    ],
)
def test_what_is_not_what_it_should_be_is_refused_in_words(installation, builds, commands):
    with pytest.raises(PublisherError, match=r"The build(.s report| has made| should have left)"):
        builds(f"{GOOD}; {commands.format(site=installation.site, work=installation.work)}")
    assert not list(installation.work.glob("[!c]*")) and (installation.site / "private/index.html").exists()


@pytest.mark.parametrize(
    "told",
    [
        *({**SOUND, "scheduled_out": number} for number in (float("inf"), float("nan"), 1e300, 10**9, -1, 1.5, True)),
        *({**SOUND, "due": [{**DUE, "date": date}]} for date in ("2027-01-01T07:30:00", "0001-01-01T00:00+23:00", "")),
        {**SOUND, "due": [{**DUE, "title": "\ud800"}]},
        {**SOUND, "due": [[]]},
        {**SOUND, "unlisted": []},
        [],
        "x" * (leavings.MOST_BYTES + 1),
    ],
    ids=lambda told: str(told)[:90],
)
def test_a_report_that_would_mislead_is_refused(tmp_path, told):
    (tmp_path / "report.json").write_text(json.dumps(told))
    with pytest.raises(Refused, match="none that can be used"):
        leavings.reported(tmp_path / "report.json")


@pytest.mark.parametrize("text", ["[" * 100_000, '{"scheduled_out": ' + "9" * 5000 + "}", "\xff"])
def test_a_report_that_is_no_text_of_ours_is_refused(tmp_path, text):
    (tmp_path / "report.json").write_text(text, encoding="latin-1")
    with pytest.raises(Refused):
        leavings.reported(tmp_path / "report.json")
    (tmp_path / "build.json").write_text(text, encoding="latin-1")
    assert leavings.listed(tmp_path) == {}


def test_what_builds_have_left_goes_and_nothing_that_a_link_leads_to(installation):
    private = installation.site / "private"
    for name in ("building", "cache", "other"):
        (installation.work / name).symlink_to(private)
    building.clear(installation)
    assert not list(installation.work.iterdir()) and list(private.iterdir())
    os.mkfifo(installation.building)
    (installation.cache / "photos").mkdir(parents=True)
    with building.room_for_build(installation) as room:
        assert leavings.is_folder(room) and installation.building.is_dir()
    building.clear(installation)
    assert [path.name for path in installation.work.iterdir()] == ["cache"]
    assert (installation.cache / "photos").is_dir()


def test_a_folder_deeper_than_python_goes_is_removed(installation):
    installation.building.mkdir()
    handle = os.open(installation.building, os.O_RDONLY)
    for _ in range(1_500):
        os.mkdir("a", dir_fd=handle)
        handle, above = os.open("a", os.O_RDONLY, dir_fd=handle), handle
        os.close(above)
    os.close(handle)
    building.clear(installation)
    assert not list(installation.work.iterdir())


@pytest.mark.skipif(os.geteuid() == 0, reason="Nothing is shut to root.")
def test_a_folder_that_is_shut_is_removed(installation):
    (installation.building / "a/b").mkdir(parents=True)
    (installation.building / "a").chmod(0)
    installation.work.chmod(0)
    building.clear(installation)
    assert not list(installation.work.iterdir())


def test_a_push_of_content_builds_what_is_not_the_engine(installation):
    repository = installation.repository.parent
    for name in ("site.toml", "content/a.md", "Makefile", "contents/b.md"):
        (repository / name).parent.mkdir(exist_ok=True)
        (repository / name).write_text("")
    git(repository, "add", "-A")
    git(repository, "commit", "-q", "-m", "words")
    entries = Git(installation.repository).tree("HEAD")
    assert [entry.path for entry in building.taken(installation, entries)] == ["content/a.md", "site.toml"]
    assert building.taken(dataclasses.replace(installation, trusts_code=True), entries) == entries
