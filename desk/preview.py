"""The site as `make devserver` serves it: the built files, each page with a line that reloads it after a build.

Only the copy that is served has that line; what lies in the folder is what Pelican built.
"""

from __future__ import annotations

import json
import mimetypes
import re
from collections.abc import AsyncIterator
from html import escape
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, HTMLResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from desk.news import News

TYPES = {
    ".atom.xml": "application/atom+xml",
    ".xml": "application/xml",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
    ".ics": "text/calendar; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
}
"""Types that Python's own table lacks on some systems; the longest ending that fits comes first."""

RELOAD = Path(__file__).with_name("reload.js")
POLICY = re.compile(r'(<meta http-equiv="?Content-Security-Policy"? content=")([^"]*)(")', re.IGNORECASE)
MISTAKES_PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Your site waits for a mistake to be mended</title>
<style>
:root {{ color-scheme: light dark }}
body {{ max-inline-size: 60rem; margin: 12vh auto; padding-inline: 1.5rem; font: 1.125rem/1.6 ui-serif, serif }}
pre {{ font-size: 0.9375rem; white-space: pre-wrap }}
</style>
<h1>Your site waits for a mistake to be mended</h1>
<p>This page turns into your site as soon as you have saved the cure.</p>
<pre>{mistakes}</pre>
"""


def routes(output: Path, news: News) -> list[BaseRoute]:
    """The preview's own two addresses, and the site in `output` at all others."""

    async def events(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        return StreamingResponse(_as_events(news), media_type="text/event-stream", headers=headers)

    async def reload(request: Request) -> Response:
        headers = {"Cache-Control": "no-store"}
        return Response(RELOAD.read_bytes(), media_type=TYPES[".js"], headers=headers)

    return [
        Route("/_preview/events", events),
        Route("/_preview/reload.js", reload),
        Mount("/", Site(output, news)),
    ]


async def _as_events(news: News) -> AsyncIterator[str]:
    async for state in news.follow():
        yield f"data: {json.dumps({'build': state.build, 'mistakes': state.mistakes})}\n\n"


class Site(StaticFiles):
    """The built site: each page with the reloading line, 404.html where nothing is, never kept by a browser."""

    def __init__(self, output: Path, news: News) -> None:
        super().__init__(directory=output, html=True, check_dir=False)
        self.config_checked = True  # the folder may not be there yet, and is another one after each build
        self._news = news

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path`; before the first good build the mistakes, whatever was asked for."""
        state = self._news.state
        if not state.build:
            page = MISTAKES_PAGE.format(mistakes=escape(state.mistakes))
            return HTMLResponse(with_reload(page, ""), 503, headers={"Cache-Control": "no-store"})
        response = await super().get_response(path, scope)
        if isinstance(response, FileResponse):
            kind = type_of(Path(response.path))
            if kind.startswith("text/html"):
                page = Path(response.path).read_text("utf-8")
                response = HTMLResponse(with_reload(page, state.build), response.status_code)
            else:
                response.headers["Content-Type"] = kind
        response.headers["Cache-Control"] = "no-store"
        return response


def type_of(file: Path) -> str:
    """The media type that a file is served with, by the end of its name."""
    for ending in sorted(TYPES, key=len, reverse=True):
        if file.name.endswith(ending):
            return TYPES[ending]
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def with_reload(page: str, build: str) -> str:
    """The page with the module that reloads it once there is another build than `build`, and leave to connect."""
    page = POLICY.sub(lambda found: found[1] + widened(found[2]) + found[3], page)
    line = f'<script type="module" src="/_preview/reload.js?build={build}"></script>\n'
    before, end, after = page.rpartition("</body>")
    return f"{before}{line}{end}{after}" if end else page + line


def widened(policy: str) -> str:
    """A content security policy that also lets the page connect to its own server."""
    directives = [words for part in policy.split(";") if (words := part.split())]
    connect = next((words for words in directives if words[0].lower() == "connect-src"), None)
    if connect is None:
        directives.append(["connect-src", "'self'"])
    elif "'self'" not in connect:
        connect[1:] = [*(word for word in connect[1:] if word != "'none'"), "'self'"]
    return "; ".join(" ".join(words) for words in directives)
