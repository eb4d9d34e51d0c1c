"""What the preview adds to the copy of a page that it serves."""

from __future__ import annotations

from pathlib import Path

import pytest

from desk.preview import type_of, widened, with_reload


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        ("default-src 'none'", "default-src 'none'; connect-src 'self'"),
        ("connect-src 'self'; img-src 'self'", "connect-src 'self'; img-src 'self'"),
        ("connect-src 'none';", "connect-src 'self'"),
        ("Connect-Src https://a.example", "Connect-Src https://a.example 'self'"),
    ],
)
def test_the_policy_lets_the_page_connect_to_the_preview_and_nothing_else(policy: str, expected: str) -> None:
    """Without it the strict policy of every page would refuse the reloading."""
    assert widened(policy) == expected


def test_a_page_gets_one_line_and_one_permission() -> None:
    """Everything else is what readers get."""
    page = (
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'
        "<body><p>Hello.</p></body>"
    )
    assert with_reload(page, "7") == (
        '<meta charset="utf-8"><meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; connect-src 'self'\"><body><p>Hello.</p>"
        '<script type="module" src="/_preview/reload.js?build=7"></script>\n</body>'
    )


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("index.html", "text/html; charset=utf-8"),
        ("theme-switch.2c8f73270d.js", "text/javascript; charset=utf-8"),
        ("dawn-0123456789-640.avif", "image/avif"),
        ("regular.31107f5542.woff2", "font/woff2"),
        ("musings.atom.xml", "application/atom+xml"),
        ("sitemap.xml", "application/xml"),
        ("favicon.svg", "image/svg+xml"),
        ("robots.txt", "text/plain; charset=utf-8"),
        ("nobody-knows", "application/octet-stream"),
    ],
)
def test_each_file_has_its_type_on_every_system(name: str, kind: str) -> None:
    """Python's own table differs from system to system."""
    assert type_of(Path(name)) == kind
