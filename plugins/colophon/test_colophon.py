"""A release says what it is: one commit is the same bytes anywhere, and gives nothing away that is not for all."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from plugins.galleries.conftest import drawn, saved
from publisher.headers import static_host_headers
from tests.building import CACHE, ROOT, Build, build, difference, every_byte, make, small_site, write_site
from tests.saying import nothing

CLOCK = """\
import datetime, time
class Shifted(datetime.datetime):
    @classmethod
    def now(cls, tz=None):
        return super().now(tz) + datetime.timedelta(days=200)
datetime.datetime = Shifted
true = time.time
time.time = lambda: true() + 200 * 86_400
"""
"""A clock that is two hundred days ahead, for every Python process that finds it as `sitecustomize`."""


def musing(title: str, date: str, more: str = "", body: str = "Words.") -> str:
    return f"---\ntitle: {title}\ndate: {date}\nsummary: About it.\n{more}\n---\n\n{body}\n"


FILES: dict[str, str | bytes | None] = {
    "content/albums/canal/album.md": "---\ntitle: Canal\nphotos:\n  - file: lock.jpg\n    alt: A gradient.\n---\n",
    "content/albums/canal/lock.jpg": saved(drawn(700, 500)),
    "content/files/open.pdf": b"%PDF-open",
    "content/files/for-anna.pdf": b"%PDF-anna",
    "content/musings/first.md": musing(
        "First", "2025-03-02", "redirect_from: [/blog/first]", "[Sheet](/files/open.pdf)\n\n> [!reflect]\n> What for?"
    ),
    "content/musings/just-out.md": musing("Just Out", "2026-03-02 07:30"),
    "content/musings/letter-to-anna.md": musing(
        "A Letter",
        "2026-04-02",
        "status: hidden\nredirect_from: [/dear-anna]",
        "![A gradient](anna-at-sea.jpg)\n\n[Sheet](/files/for-anna.pdf)\n\n> [!reflect]\n> What else?",
    ),
    "content/musings/anna-at-sea.jpg": saved(drawn(600, 500)),
    "content/musings/half-written.md": musing("Half Written", "2025-01-01", "status: draft"),
    "content/musings/later.md": musing("Much Later", "2999-06-01 08:00"),
    "content/musings/sooner.md": musing("Sooner", "2998-06-01 08:00"),
}
COMMITTED = 1767225600  # 2026-01-01: First was out, Just Out was not


def git(folder: Path, *words: str, when: str = "2026-01-01T00:00:00Z") -> str:
    """What git says in a folder, whatever the machine's own settings."""
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    command = ["git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", *words]
    done = subprocess.run(command, cwd=folder, env={**os.environ, **own}, capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site in a repository, with one commit."""
    site = write_site(tmp_path_factory.mktemp("colophon") / "site", FILES)
    git(site, "init", "-q", "-b", "main")
    git(site, "add", "-A")
    git(site, "commit", "-q", "-m", "one")
    return site


@pytest.fixture(scope="module")
def published(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """What `make publish REPORT=…` makes of it; the report lies beside the output."""
    folder = tmp_path_factory.mktemp("published")
    done = make("publish", folder / "output", repository, f"REPORT={folder / 'report.json'}")
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def told(published: Build) -> dict[str, object]:
    """What its build.json says."""
    return json.loads(published.file("/build.json").read_bytes())


@pytest.fixture(scope="module")
def report(published: Build) -> dict[str, object]:
    return json.loads((published.output.parent / "report.json").read_bytes())


def test_one_commit_is_the_same_bytes_another_day_in_another_place(
    repository: Path, published: Build, tmp_path: Path
) -> None:
    """By plain Pelican too: another folder, clock, zone, language and cache, and no setting of this machine's."""
    git(tmp_path, "clone", "-q", str(repository), "elsewhere, and later")
    (tmp_path / "clock").mkdir()
    (tmp_path / "clock" / "sitecustomize.py").write_text(CLOCK)
    asked = [sys.executable, "-c", "import datetime; print(datetime.datetime.now().isoformat())"]
    other = {"PYTHONPATH": str(tmp_path / "clock"), "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "PYTHONUTF8": "0"}
    days = [subprocess.run(asked, env={**os.environ, **more}, capture_output=True).stdout[:10] for more in ({}, other)]
    assert days[0] < days[1], "the clock was not moved"
    done = build(
        tmp_path / "output",
        source=tmp_path / "elsewhere, and later",
        cache=tmp_path / "cache",
        environment={**other, "CAIRN_COMMIT": "", "CAIRN_COMMITTED": ""},
    )
    assert done.status == 0, done.text
    nothing(difference(every_byte(published.output), every_byte(done.output)))


def test_it_names_its_commit_and_the_musings_that_are_out_since(repository: Path, told: dict[str, object]) -> None:
    assert told["commit"] == git(repository, "rev-parse", "HEAD")
    assert told["uncommitted"] is False
    assert told["scheduled_out"] == 1
    assert told["newest_content"] == "2026-03-02T07:30:00+00:00"


def test_it_counts_what_readers_find(told: dict[str, object]) -> None:
    """Neither a draft, nor what is scheduled, nor what only one reader was shown."""
    counts = {"musings": 2, "pages": 2, "series": 0, "albums": 1, "photos": 1, "prompts": 1}
    assert told["counts"] == counts


def test_every_file_has_its_checksum(published: Build, told: dict[str, object], report: dict[str, object]) -> None:
    """Also styles, scripts and photographs, which other rooms write last; what is unnamed can still be told whole."""
    found = {f"/{name}": digest for name, digest in every_byte(published.output).items() if name != "build.json"}
    assert list(told["files"]) == sorted(told["files"])
    assert {**told["files"], **report["unlisted"]} == found
    assert not told["files"].keys() & report["unlisted"].keys()
    seals = [hashlib.sha256(f"{path}\0{sha}".encode()).hexdigest() for path, sha in report["unlisted"].items()]
    assert told["unlisted"] == sorted(seals)
    kinds = ("/assets/", "/photos/", "/files/open.pdf", "/musings/first/", "/blog/first/", "/_redirects", "/_headers")
    assert not [kind for kind in kinds if not any(path.startswith(kind) for path in told["files"])]


def test_what_is_hidden_is_in_no_list(published: Build, report: dict[str, object]) -> None:
    """Not its page, its former address, its photographs or what it alone offers; the one who ordered it is told."""
    words = published.file("/build.json").read_text() + published.file("/_redirects").read_text()
    assert "anna" not in words
    kept = sorted(report["unlisted"])
    assert [path for path in kept if not path.startswith("/photos/")] == [
        "/dear-anna/index.html",
        "/files/for-anna.pdf",
        "/musings/letter-to-anna/index.html",
    ]
    assert len([path for path in kept if path.startswith("/photos/letter-to-anna-")]) > 3


def test_what_is_not_out_leaves_no_trace(published: Build) -> None:
    words = "".join(published.file(name).read_text() for name in ("/build.json", "/_redirects"))
    assert not [trace for trace in ("half-written", "later", "sooner", "2998-", "2999-") if trace in words.lower()]


def test_the_report_tells_what_will_appear_on_its_date(published: Build, report: dict[str, object]) -> None:
    """Scheduled musings, the next one first; no draft; and no file of the site is that report."""
    assert report["scheduled_out"] == 1
    assert report["due"] == [
        {"date": "2998-06-01T08:00:00+01:00", "title": "Sooner", "address": "/musings/sooner/"},
        {"date": "2999-06-01T08:00:00+01:00", "title": "Much Later", "address": "/musings/later/"},
    ]
    assert (
        hashlib.sha256((published.output.parent / "report.json").read_bytes()).hexdigest()
        not in every_byte(published.output).values()
    )


def test_old_addresses_lead_on(published: Build) -> None:
    lines = published.file("/_redirects").read_text().splitlines()[1:]
    assert lines == ["/blog/first/ /musings/first/ 301", "/blog/first /musings/first/ 301"]


def test_headers_are_those_of_the_one_table(published: Build) -> None:
    """Of which the publisher makes every web server's."""
    assert published.file("/_headers").read_text() == static_host_headers("")


def test_a_commit_that_is_given_is_believed(tmp_path: Path) -> None:
    """Whoever checks out a tree without its repository says what it is, and git is not asked."""
    site = write_site(tmp_path / "site", {"content/musings/first.md": musing("First", "2026-03-02")})
    given = [f"COMMIT={'ab' * 20}", f"COMMITTED={COMMITTED}"]
    done = make("publish", tmp_path / "output", site, *given)
    assert done.status == 0, done.text
    told = json.loads(done.file("/build.json").read_bytes())
    assert (told["commit"], told["uncommitted"], told["scheduled_out"]) == ("ab" * 20, False, 1)


def test_where_nobody_knows_the_commit_there_is_none(tmp_path: Path) -> None:
    """As on a machine without git: the site is built all the same, from a folder that is in no repository."""
    (tmp_path / "bin").mkdir()
    site = write_site(tmp_path / "site")
    unknown = {"PATH": str(tmp_path / "bin"), "CAIRN_COMMIT": "", "CAIRN_COMMITTED": ""}
    done = build(tmp_path / "output", source=site, environment=unknown)
    assert done.status == 0, done.text
    told = json.loads(done.file("/build.json").read_bytes())
    assert (told["commit"], told["uncommitted"], told["scheduled_out"]) == (None, False, 0)
    assert told["newest_content"] is None


def test_a_development_build_tells_what_is_due_too(repository: Path, tmp_path: Path) -> None:
    """Previews of drafts are built so; what waits is shown there, and is still to come."""
    report = tmp_path / "report.json"
    done = make("html", tmp_path / "output", repository, f"REPORT={report}")
    assert done.status == 0, done.text
    told = json.loads(done.file("/build.json").read_bytes())
    assert "/drafts/sooner/index.html" in told["files"]
    assert (told["scheduled_out"], told["counts"]["musings"]) == (1, 2)
    assert [each["title"] for each in json.loads(report.read_bytes())["due"]] == ["Sooner", "Much Later"]


@pytest.mark.parametrize("place", ["output", "output/report.json", "site/content/report.json"])
def test_a_report_that_would_be_lost_or_published_is_refused(tmp_path: Path, place: str) -> None:
    site = write_site(tmp_path / "site")
    done = make("publish", tmp_path / "output", site, f"REPORT={tmp_path / place}")
    assert done.status == 2
    assert f"REPORT={tmp_path / place} lies in " in done.text
    assert not (tmp_path / "output").exists() and not (tmp_path / place).exists()


def test_a_build_that_fails_leaves_no_old_report(tmp_path: Path) -> None:
    """Whoever finds a report has that of the build before."""
    site = write_site(tmp_path / "site", {"content/musings/first.md": musing("First", "soon")})
    report = tmp_path / "report.json"
    report.write_text("{}")
    assert make("publish", tmp_path / "output", site, f"REPORT={report}").status == 2
    assert not report.exists()


def test_below_a_path_of_its_host_redirects_keep_to_it(tmp_path: Path) -> None:
    site = write_site(tmp_path / "site", {"content/musings/first.md": FILES["content/musings/first.md"]})
    (site / "content/musings/first.md").write_text(musing("First", "2025-03-02", "redirect_from: [/old, /old.html]"))
    done = build(tmp_path / "output", source=site, address="https://example.org/sub")
    assert done.status == 0, done.text
    lines = done.file("/_redirects").read_text().splitlines()[1:]
    new = "/sub/musings/first/ 301"
    assert lines == [f"/sub/old.html {new}", f"/sub/old/ {new}", f"/sub/old {new}"]
    assert done.file("/_headers").read_text() == static_host_headers("/sub")


def test_a_spoilt_memory_of_checksums_costs_no_byte(tmp_path: Path) -> None:
    """Those of photographs are remembered in the cache, which may be as it likes."""
    first = small_site(tmp_path, FILES)
    assert first.status == 0, first.text
    before = every_byte(first.output)
    for memory in (CACHE / "checksums").glob("*.json"):
        memory.write_text('{"spoilt": 1')
    again = build(tmp_path / "again", source=first.source)
    nothing(difference(before, every_byte(again.output)))


def test_this_room_comes_last() -> None:
    from plugins import ROOMS

    assert ROOMS[-1] == "colophon"
    assert ROOT.is_dir()
