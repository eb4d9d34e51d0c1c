"""The preview builds again after each save, serves what is good, tells what is not, and ends when it is told to."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest

from desk.build import ROOT
from desk.devserver import job_of
from tests.previewing import Preview, wait_until


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Preview]]:
    """`start()` starts a preview, which has ended when the test has."""
    started: list[Preview] = []

    def start(**options: str) -> Preview:
        started.append(Preview(tmp_path, **options))
        return started[-1]

    yield start
    for preview in started:
        preview.kill()


def test_a_save_is_a_new_page_and_a_word_to_the_open_ones(start: Callable[..., Preview]) -> None:
    """The coach writes and looks; nothing is kept by the browser, and the address says where to look."""
    preview = start()
    assert f"Your site is at http://127.0.0.1:{preview.port}/" in preview.wait_for("Ctrl-C")
    news = preview.follow()
    first = next(news)
    status, page = preview.get("/musings/first/")
    assert (status, "It begins." in page) == (200, True)
    assert f"/_preview/reload.js?build={first['build']}" in page
    assert "_preview" not in (preview.output / "musings/first/index.html").read_text()

    preview.write("It goes on.")
    second = next(news)
    assert second["build"] > first["build"]
    assert "It goes on." in preview.get("/musings/first/")[1]
    assert re.search(r"content/musings/first\.md changed\.\nBuilt in \d+\.\d s\.", preview.wait_for("Built"))
    assert preview.end() == 0


def test_an_unknown_address_gets_the_site_s_own_page(start: Callable[..., Preview]) -> None:
    """As a host would answer; and no path leads out of the site."""
    preview = start()
    preview.wait_for("Ctrl-C")
    own = (preview.output / "404.html").read_text()
    title = re.search(r"<title>.*?</title>", own, re.DOTALL)
    assert title
    for path in ("/no/such/page/", "/../site.toml", "/%2e%2e/site.toml"):
        status, page = preview.get(path)
        assert (status, title[0] in page) == (404, True)


def test_a_save_during_a_build_is_built_next(start: Callable[..., Preview]) -> None:
    """Pelican's own autoreload loses it, and the coach wonders where the words are."""
    preview = start()
    preview.wait_for_build_to_begin()
    time.sleep(0.4)  # the first build has read the musing or is about to: either must do
    preview.write("Saved during the first build.")
    preview.wait_for("Ctrl-C")
    wait_until(lambda: "Saved during the first build." in preview.get("/musings/first/")[1])
    preview.write("One.")
    preview.wait_for_build_to_begin()
    preview.write("Two.", name="second")
    wait_until(lambda: preview.get("/musings/second/")[0] == 200)
    pages = [preview.get(f"/musings/{name}/")[1] for name in ("first", "second")]
    assert ["One." in pages[0], "Two." in pages[1]] == [True, True]


def test_a_mistake_leaves_the_last_good_site_and_is_told_in_both_places(start: Callable[..., Preview]) -> None:
    """In the terminal, and to the open page."""
    preview = start()
    preview.wait_for("Ctrl-C")
    news = preview.follow()
    good = next(news)
    preview.write("> [!reflct]\n> Why?")
    told = next(news)
    assert told["build"] == good["build"]
    assert "content/musings/first.md, line 7" in told["mistakes"]
    assert told["mistakes"].splitlines()[-1] in preview.wait_for(re.escape(told["mistakes"].splitlines()[-1]))
    assert "It begins." in preview.get("/musings/first/")[1]
    preview.write("> [!reflect]\n> Why?")
    mended = next(news)
    assert (mended["build"] > good["build"], mended["mistakes"]) == (True, "")


def test_a_mistake_at_the_start_is_a_page_until_it_is_mended(start: Callable[..., Preview]) -> None:
    """A coach who begins the day with a mistake from last night still gets a preview."""
    preview = start(words="> [!reflct]\n> Why?")
    preview.wait_for("Ctrl-C")
    status, page = preview.get("/")
    assert (status, "content/musings/first.md, line 7" in page) == (503, True)
    assert "/_preview/reload.js?build=" in page
    preview.write("Mended.")
    wait_until(lambda: preview.get("/")[0] == 200)


def test_the_preview_builds_into_the_cache_whatever_it_is_told(tmp_path: Path) -> None:
    """A save while it runs must not put a draft where a site to be uploaded lies."""
    told = {"CAIRN_CACHE": str(tmp_path), "CAIRN_OUTPUT": str(tmp_path / "public")}
    assert job_of(8000, told).output == tmp_path / "preview"
    assert job_of(8000, {}).output == ROOT / ".cache" / "preview"


def test_a_published_site_stays_as_it_is_beside_the_preview(start: Callable[..., Preview]) -> None:
    """Drafts are seen in the preview, and only there."""
    preview = start()
    draft = "---\ntitle: Second\nsummary: Not for everybody.\nstatus: draft\n---\n\nNot yet.\n"
    (preview.folder / "content/musings/second.md").write_text(draft)
    preview.wait_for("Ctrl-C")
    wait_until(lambda: preview.get("/drafts/second/")[0] == 200)
    assert {path.name for path in preview.folder.iterdir()} - {"var"} == {"cache", "content", "site.toml"}


def test_a_preview_is_no_release(start: Callable[..., Preview]) -> None:
    """Each save would wait for git and for the checksum of every file, and nobody asks a preview what it is."""
    preview = start()
    preview.wait_for("Ctrl-C")
    assert [preview.get(address)[0] for address in ("/", "/build.json", "/_redirects")] == [200, 404, 404]


def test_an_enquiry_is_received_and_thanked_for(start: Callable[..., Preview]) -> None:
    """The coach can try the form on their own machine; the letter is a file there."""
    preview = start()
    preview.wait_for("Ctrl-C")
    with urlopen(f"http://127.0.0.1:{preview.port}/contact/token", timeout=10) as answer:
        token = json.load(answer)["token"]
    form = {
        "name": "Ada",
        "email": "ada@example.org",
        "message": "Have you an hour in May?",
        "website": "",
        "token": token,
    }
    post = Request(f"http://127.0.0.1:{preview.port}/contact/", urlencode(form).encode())
    with urlopen(post, timeout=10) as answer:
        assert answer.url.split("?")[0].endswith("/contact/thanks/")
    wait_until(lambda: bool(list((preview.folder / "var/mail").glob("*.eml"))))
    assert preview.end(signal.SIGTERM) == 0


def test_ctrl_c_ends_everything_at_once(start: Callable[..., Preview]) -> None:
    """With a page open and a build half done: no process, no half-built folder, exit status 0."""
    preview = start()
    preview.wait_for("Ctrl-C")
    news = preview.follow()
    next(news)
    preview.write("Not to be built.")
    preview.wait_for_build_to_begin()
    assert preview.end() == 0
    assert "Traceback" not in preview.wait_for("The preview has ended")
    assert preview.processes() == []
    assert not list(preview.output.parent.glob("preview.building-*"))


def test_a_port_in_use_is_one_plain_sentence(start: Callable[..., Preview]) -> None:
    """And the sentence holds the cure."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        for given, words in ((port, f"Port {port} is in use"), ("eight", "PORT=eight is not a port")):
            done = subprocess.run(
                [sys.executable, "-m", "desk.devserver"],
                cwd=ROOT,
                env={**os.environ, "CAIRN_PORT": str(given)},
                capture_output=True,
                text=True,
                timeout=20,
            )
            assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
            assert words in done.stderr
