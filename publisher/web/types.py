"""What a file is, by the end of its name: the same on every machine, whatever its own tables say."""

from __future__ import annotations

from collections.abc import Mapping

FEED = "application/atom+xml; charset=utf-8"
"""Of what ends in `.atom.xml`."""
UNKNOWN = "application/octet-stream"
TYPES: Mapping[str, str] = {
    "text/html; charset=utf-8": "html htm",
    "text/css; charset=utf-8": "css",
    "text/javascript; charset=utf-8": "js mjs",
    "text/plain; charset=utf-8": "txt md",
    "text/calendar; charset=utf-8": "ics",
    "text/csv; charset=utf-8": "csv",
    "application/json": "json map",
    "application/manifest+json": "webmanifest",
    "application/xml; charset=utf-8": "xml",
    "application/wasm": "wasm",
    "application/pdf": "pdf",
    "application/zip": "zip",
    "application/gzip": "gz",
    "application/epub+zip": "epub",
    "application/rtf": "rtf",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg oga opus",
    "audio/wav": "wav",
    "video/mp4": "mp4 m4v",
    "video/webm": "webm",
    "text/vtt; charset=utf-8": "vtt",
    "font/woff2": "woff2",
    "image/avif": "avif",
    "image/gif": "gif",
    "image/jpeg": "jpg jpeg",
    "image/png": "png",
    "image/svg+xml; charset=utf-8": "svg",
    "image/webp": "webp",
    "image/x-icon": "ico",
    "application/gpx+xml; charset=utf-8": "gpx",
}
