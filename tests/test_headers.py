"""The table of headers, held against the site that is built."""

from __future__ import annotations

from publisher.headers import headers_for, is_immutable
from tests.building import Build
from tests.pages import Page


def policy_in(text: str) -> dict[str, str]:
    """A policy's directives and what each allows."""
    return dict(part.strip().split(" ", 1) for part in text.split(";"))


def test_every_asset_and_photo_of_the_site_is_kept_for_ever_and_nothing_else(site: Build) -> None:
    for file in site.output.rglob("*"):
        if file.is_file():
            path = f"/{file.relative_to(site.output).as_posix()}"
            assert is_immutable(path) == path.startswith(("/assets/", "/photos/")), path


def test_the_header_forbids_nothing_that_a_page_allows_itself(pages: list[Page]) -> None:
    """Of two policies both count: what the header names must be as strict in each page already."""
    header = policy_in(headers_for("/", is_secure=True)["Content-Security-Policy"])
    assert header.pop("frame-ancestors") == "'none'"
    for page in pages:
        [own] = [meta for meta in page.every("meta") if meta.get("http-equiv") == "Content-Security-Policy"]
        allows = policy_in(own.get("content") or "")
        for name, said in header.items():
            assert allows.get(name, allows["default-src"]) == said, page.address
