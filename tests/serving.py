"""A host for a built site, as a plain static host would be: whole files, compressed, the site's own 404 page."""

from __future__ import annotations

import gzip
import mimetypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit

import brotli

KINDS = {".woff2": "font/woff2", ".avif": "image/avif", ".js": "text/javascript", ".xml": "application/xml"}
FINGERPRINTED = ("assets", "photos")
"""Folders whose files have names that change with their bytes; all else is asked for again each time."""
COMPRESSED = ("text/", "application/xml", "application/json", "image/svg+xml", "application/atom+xml")


@dataclass
class Line:
    """What lies between a browser and the host, in the hands of a test.

    is_cut: connections end without an answer. free: cleared, everything waits until it is set again.
    asked: the path of each request that arrived, in order, with its query.
    instead: by path, the status, headers and body with which somebody on the way answers in the host's place.
    """

    is_cut: bool = False
    free: threading.Event = field(default_factory=threading.Event)
    asked: list[str] = field(default_factory=list)
    instead: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.free.set()


@contextmanager
def serve(folder: Path, fonts_after_s: float = 0.0, line: Line | None = None) -> Iterator[str]:
    """Serve `folder` on a free port while the block runs; gives the site's address without a closing slash.

    `fonts_after_s` holds back each font, so that a page is surely painted in its fallback first.
    """
    between = line or Line()

    class OfThisFolder(Host):
        root = folder
        fonts_after = fonts_after_s
        line = between

    server = ThreadingHTTPServer(("127.0.0.1", 0), OfThisFolder)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        between.free.set()
        server.shutdown()
        server.server_close()


class Host(BaseHTTPRequestHandler):
    """Answers GET and HEAD with a file of the site, everything unknown with its 404 page."""

    root: Path
    fonts_after: float
    line: Line
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.line.asked.append(self.path)
        self.line.free.wait()
        if self.line.is_cut:
            self.close_connection = True
            return None
        if self.path in self.line.instead:
            return self._answer_instead(*self.line.instead[self.path])
        path = unquote(urlsplit(self.path).path)
        file = self.root / path.lstrip("/")
        if path.endswith("/"):
            file = file / "index.html"
        if not file.is_file() or ".." in path.split("/"):
            return self._answer(HTTPStatus.NOT_FOUND, self.root / "404.html")
        if file.suffix == ".woff2":
            time.sleep(self.fonts_after)
        return self._answer(HTTPStatus.OK, file)

    do_HEAD = do_GET

    def _answer(self, status: HTTPStatus, file: Path) -> None:
        if not file.is_file():
            return self.send_error(status)
        kind = KINDS.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        accepted = self.headers.get("Accept-Encoding", "")
        coding = next((name for name in ("br", "gzip") if name in accepted), "") if kind.startswith(COMPRESSED) else ""
        body = encoded(file, file.stat().st_mtime_ns, coding)
        self.send_response(status)
        self.send_header("Content-Type", kind + ("; charset=utf-8" if kind.startswith("text/") else ""))
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "max-age=31536000, immutable" if self._lasts(file) else "no-cache")
        if coding:
            self.send_header("Content-Encoding", coding)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(body)

    def _answer_instead(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    def _lasts(self, file: Path) -> bool:
        return any(folder in FINGERPRINTED for folder in file.relative_to(self.root).parts[:-1])

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the tests ask the browser what went wrong."""


@cache
def encoded(file: Path, changed: int, coding: str) -> bytes:
    """A file's bytes as they travel; `changed` keeps a rewritten file from being answered from memory."""
    body = file.read_bytes()
    return {"br": brotli.compress, "gzip": gzip.compress, "": bytes}[coding](body)
