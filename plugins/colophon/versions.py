"""What a site's bytes were made with: two builds of one commit that differ have other tools, and here it shows."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PIL import features

from plugins.colophon.asking import CODE, ENGINE

PACKAGES = (
    "pelican markdown jinja2 pillow pillow-heif pyyaml fonttools brotli font-source-serif-pro icalendar typst "
    "rjsmin rcssmin"
).split()
"""Every package that writes a part of some file. Python itself is none of them: the bytes are the same with any."""
CODECS = {"avif": "libavif", "webp": "libwebp", "libjpeg_turbo": "libjpeg-turbo"}
"""What encodes photographs comes inside Pillow, or with the system: by Pillow's names of them."""
UNKNOWN = "unknown"


def tools() -> dict[str, str]:
    """The version of each, by name."""
    found = {"cairn": f"{own_version()}+{own_digits()}"}
    found |= {name: installed(name) for name in PACKAGES}
    return found | {name: str(features.version(codec) or UNKNOWN) for codec, name in CODECS.items()}


def own_version() -> str:
    """Cairn's, of which the code's own digits make it exact."""
    return str(tomllib.loads((ENGINE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def own_digits() -> str:
    """Ten digits of the checksum of all code, templates and styles that make a site."""
    total = sha256()
    for path in sorted(code(), key=lambda path: path.relative_to(ENGINE).as_posix()):
        total.update(f"{path.relative_to(ENGINE).as_posix()}\0".encode())
        total.update(sha256(path.read_bytes()).digest())
    return total.hexdigest()[:10]


def code() -> Iterator[Path]:
    """Every file of it: without tests, and without what Python keeps of it."""
    for name in CODE:
        path = ENGINE / name
        for file in path.rglob("*") if path.is_dir() else [path]:
            tried = file.name.startswith(("test_", "conftest.", "."))
            if not tried and "__pycache__" not in file.parts and file.is_file():
                yield file


def installed(package: str) -> str:
    """The version of an installed package."""
    try:
        return version(package)
    except PackageNotFoundError:
        return UNKNOWN
