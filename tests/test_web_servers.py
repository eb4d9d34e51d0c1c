"""Both web servers, each before the demonstration site: every question that a reader, a crawler or a stranger asks."""

from __future__ import annotations

import gzip
import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser

from publisher.headers import headers_for
from publisher.web.types import FEED, TYPES
from tests.building import Build
from tests.fronting import WEB_SERVERS, Front, add_release, before, compress, free_port, lay_out, switch_to

REDIRECTS = [
    ("/blog/running-slow/", "/musings/running-slow/"),
    ("/old-home.html", "/"),
    ("/Über uns & mehr/", "/about/"),
    ("/blog/deep/er/", "/series/"),
]
TEXTS = [
    "/",
    "/musings/why-listening-matters/",
    "/sitemap.xml",
    "/prompts.ics",
    "/feeds/musings.atom.xml",
    "/worker.js",
]
HOP_BY_HOP = {
    "date",
    "connection",
    "content-length",
    "content-type",
    "etag",
    "last-modified",
    "accept-ranges",
    "server",
}
FIRST, SECOND = "0" * 40 + "-0", "1" * 40 + "-0.2"


@pytest.fixture(scope="module", params=WEB_SERVERS)
def front(request: pytest.FixtureRequest, site: Build, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """The demonstration site, with a download of every kind and one preview."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    installation = lay_out(
        folder / "a site", request.param, site.output, address=f"http://127.0.0.1:{port}", redirects=REDIRECTS
    )
    release = installation.releases / FIRST
    (release / "files").mkdir(exist_ok=True)
    for suffix in " ".join(TYPES.values()).split():
        (release / "files" / f"a.{suffix}").write_bytes(b"a download")
    (release / "build.json").write_text("{}")
    (release / "_headers").write_text("/*\n")
    (release / "_redirects").write_text("")
    compress(release / "build.json")
    preview = installation.drafts / "token-1"
    shutil.copytree(site.output, preview)
    (installation.previews / "token").symlink_to("../drafts/token-1")
    with before(installation, port) as front:
        yield front


def file_of(front: Front, path: str) -> Path:
    return front.installation.current / (path.lstrip("/") + ("index.html" if path.endswith("/") else ""))


@pytest.mark.parametrize(("accepted", "coding"), [("br, gzip", "br"), ("zstd", "zstd"), ("gzip", "gzip"), ("", "")])
def test_a_text_comes_as_it_was_compressed_and_says_that_there_are_others(front, accepted, coding):
    if coding == "zstd" and front.installation.web == "nginx":
        coding = ""  # it has no zstd
    suffix = {"br": ".br", "zstd": ".zst", "gzip": ".gz", "": ""}[coding]
    for path in TEXTS:
        answer = front.ask(path, Accept_Encoding=accepted)
        assert answer.status == 200 and answer.header("Content-Encoding") == coding, path
        assert "accept-encoding" in answer.header("Vary").lower(), path
        file = file_of(front, path)
        assert answer.body == Path(f"{file}{suffix}").read_bytes(), path
        plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(coding, bytes)(answer.body)
        assert coding == "zstd" or plain == file.read_bytes()
        assert answer.header("Content-Type") == front.ask(path).header("Content-Type")


def test_what_was_not_made_smaller_comes_as_it_is(front):
    photo = next((front.installation.current / "photos").glob("*.avif"))
    answer = front.ask(f"/photos/{photo.name}", Accept_Encoding="br, zstd, gzip")
    assert answer.body == photo.read_bytes() and answer.header("Content-Encoding") == ""


def test_every_file_of_the_site_says_what_the_table_says_and_nothing_else(front):
    kinds = {}
    for file in sorted(front.installation.current.rglob("*")):
        path = "/" + file.relative_to(front.installation.current).as_posix()
        if file.is_file() and not re.search(r"\.(br|zst|gz)$|/_|/\.", path):
            kinds[path.split("/")[1], file.suffix] = path.removesuffix("index.html")
    assert len(kinds) > 20
    for path in kinds.values():
        answer = front.ask(path)
        said = {name: answer.header(name) for name in answer.headers.keys() - HOP_BY_HOP - {"vary"}}
        wanted = {name.lower(): value for name, value in headers_for(path, is_secure=False).items()}
        assert (answer.status, said) == (200, wanted), path
        assert answer.header("Server") in ("", "nginx")


@pytest.mark.parametrize(
    "path", ["/nope", "/nope/", "/assets/theme-switch.0123456789.js", "/photos/", "/musings/x/y.png"]
)
def test_an_address_that_is_not_there_gets_the_site_s_own_page(front, path):
    answer = front.ask(path)
    assert answer.status == 404 and answer.body == file_of(front, "/404.html").read_bytes()
    assert answer.header("Content-Type") == "text/html; charset=utf-8"
    wanted = {name.lower(): value for name, value in headers_for("/404.html", is_secure=False).items()}
    assert {name: answer.header(name) for name in wanted} == wanted
    assert front.ask(path, If_None_Match=answer.header("ETag") or '"x"').status == 404


@pytest.mark.parametrize(
    "path",
    [
        "/index.html.br",
        "/prompts.ics.gz",
        "/worker.js.zst",
        "/_headers",
        "/_redirects",
        "/.moved/old-home.html/_",
        "/.moved/old-home.html/_.html",
        "/.git/config",
        "/previews/",
        "/previews",
        "/previews/../publisher.json",
        "/previews/..%2fpublisher.json",
        "/previews/token/../../publisher.json",
        "/..%2f..%2fpublisher.json",
        "/healthz",
        "/readyz",
        "/*/",
        "/%2a/",
        "//previews//",
    ],
)
def test_what_is_no_address_is_not_there(front, path):
    assert front.ask(path).status in (400, 404)


def test_a_compressed_download_is_a_download(front):
    assert front.ask("/files/a.gz").header("Content-Type") == "application/gzip"


def test_each_kind_of_file_says_what_it_is(front):
    for said, suffixes in TYPES.items():
        for suffix in suffixes.split():
            assert front.ask(f"/files/a.{suffix}").header("Content-Type") == said, suffix
    assert front.ask("/feeds/musings.atom.xml").header("Content-Type") == FEED
    assert front.ask("/").header("Content-Type") == "text/html; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/musings", "/musings/"),
        ("/musings/why-listening-matters", "/musings/why-listening-matters/"),
        ("/index.html", "/"),
        ("/musings/index.html", "/musings/"),
        ("/previews/token", "/previews/token/"),
        ("/contact", "/contact/"),
    ],
)
def test_another_name_of_a_page_leads_to_its_address(front, path, there):
    answer = front.ask(path)
    assert answer.status in (301, 308) and answer.header("Location") == there


@pytest.mark.parametrize(
    "path",
    ["//example.org/index.html", "//example.org", "/%2fexample.org/index.html", "/x%0d%0aSet-Cookie:%20a=b/index.html"],
)
def test_nobody_is_led_away_from_the_site(front, path):
    answer = front.ask(path)
    assert answer.status in (400, 404) and not answer.header("Location") and "set-cookie" not in answer.headers


def test_nothing_is_taken_but_for_reading(front):
    for method in ("POST", "PUT", "DELETE"):
        answer = front.ask("/", method, b"x")
        assert answer.status == 405 and answer.header("X-Content-Type-Options") == "nosniff"
    head = front.ask("/", "HEAD")
    assert (head.status, head.body) == (200, b"")


@pytest.mark.parametrize(
    ("path", "there"),
    [
        ("/blog/running-slow/", "/musings/running-slow/"),
        ("/blog/running-slow", "/musings/running-slow/"),
        ("/blog/running-slow/?format=amp", "/musings/running-slow/"),
        ("/old-home.html", "/"),
        ("/%C3%9Cber%20uns%20&%20mehr/", "/about/"),
        ("/blog/deep/er/", "/series/"),
    ],
)
def test_an_old_address_leads_to_the_new_one(front, path, there):
    answer = front.ask(path)
    assert answer.status == 301 and answer.header("Location") == there
    assert answer.header("Cache-Control") == "no-cache"


def test_what_only_leads_to_old_addresses_is_none(front):
    assert front.ask("/blog/").status == front.ask("/blog/deep/").status == 404


def test_a_preview_is_found_by_who_knows_its_address_and_by_no_search_engine(front):
    answer = front.ask("/previews/token/about/")
    assert answer.status == 200 and answer.body == file_of(front, "/about/").read_bytes()
    wanted = {name.lower(): value for name, value in headers_for("/previews/token/", is_secure=False).items()}
    assert {name: answer.header(name) for name in wanted} == wanted
    assert answer.header("X-Robots-Tag") == "noindex, nofollow" and answer.header("Referrer-Policy") == "no-referrer"


@pytest.mark.parametrize("accepted", ["br", "gzip", ""])
def test_after_a_release_only_what_changed_is_sent_again(front, site, accepted, tmp_path):
    """Unchanged files are one file in both releases; what changed is younger, even where it is as long as before."""
    installation = front.installation
    before_it = {path: front.ask(path, Accept_Encoding=accepted) for path in TEXTS}
    release = installation.releases / SECOND
    shutil.rmtree(release, ignore_errors=True)
    shutil.copytree(installation.releases / FIRST, release, copy_function=os.link, symlinks=True)
    changed = release / "index.html"
    text, was = changed.read_bytes(), changed.stat().st_mtime
    for suffix in ("", ".br", ".gz", ".zst"):
        (release / f"index.html{suffix}").unlink()
    changed.write_bytes(text.replace(b"a", b"b"))
    os.utime(changed, (was + 2, was + 2))
    compress(changed)
    known = {path: {"If_None_Match": answer.header("ETag")} for path, answer in before_it.items()}
    for path, answer in before_it.items():
        known[path] |= {"If_Modified_Since": answer.header("Last-Modified")} if answer.header("Last-Modified") else {}
        assert front.ask(path, Accept_Encoding=accepted, **known[path]).status == 304
    switch_to(installation, SECOND)
    try:
        for path in TEXTS:
            again = front.ask(path, Accept_Encoding=accepted, **known[path])
            assert again.status == (200 if path == "/" else 304), path
        newer = front.ask("/", Accept_Encoding=accepted)
    finally:
        switch_to(installation, FIRST)
    back = front.ask("/", Accept_Encoding=accepted, If_None_Match=newer.header("ETag"))
    assert (back.status, back.body) == (200, before_it["/"].body)


def test_a_redirect_comes_and_goes_with_its_release(front, site):
    installation = front.installation
    other = "2" * 40 + "-0"
    add_release(installation, other, site.output, [("/only-now/", "/about/")])
    assert front.ask("/only-now/").status == 404
    switch_to(installation, other)
    try:
        assert front.ask("/only-now/").header("Location") == "/about/"
        assert front.ask("/blog/running-slow/").status == 404
    finally:
        switch_to(installation, FIRST)
    assert front.ask("/only-now/").status == 404
    assert front.ask("/blog/running-slow/").header("Location") == "/musings/running-slow/"


def test_a_browser_finds_nothing_forbidden_that_a_page_wants(front, browser: Browser):
    """The pages with the most parts, and the worker, which has no page's policy."""
    context = browser.new_context()
    said: list[str] = []
    try:
        page = context.new_page()
        page.on("console", lambda message: said.append(f"{page.url}: {message.text}"))
        page.on(
            "response", lambda answer: said.append(f"{answer.url}: {answer.status}") if answer.status >= 400 else None
        )
        for path in ("/", "/musings/why-listening-matters/", "/albums/hill-session/", "/contact/", "/notebook/"):
            page.goto(f"{front.installation.address}{path}", wait_until="load")
        page.evaluate("navigator.serviceWorker.ready.then(() => null)")
        page.reload(wait_until="load")
        assert page.evaluate("navigator.serviceWorker.controller !== null")
        page.goto(f"{front.installation.address}/musings/running-slow/", wait_until="load")
    finally:
        context.close()
    assert said == []
