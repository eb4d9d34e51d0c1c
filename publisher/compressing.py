"""Smaller copies of a release's files, made once, for web servers to send as they are."""

from __future__ import annotations

import errno
import os
import threading
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

import brotli
from backports import zstd

TEXT = frozenset(
    ".html .css .js .mjs .json .map .xml .atom .rss .svg .txt .md .csv .ics .vcf .vtt .webmanifest".split()
)
"""The files that are text, by the ends of their names. Photographs, fonts and PDFs are compressed as they are."""
SMALLEST = 256
"""Bytes: what is smaller travels in one packet whatever is done to it, and its headers are larger."""


QUICKLY = frozenset({"build.json"})
"""What every push changes and no reader loads: half a megabyte of checksums. At its smallest it would take longer than
all pages of a push together, to be a sixth smaller."""


def _brotli(content: bytes, is_quick: bool = False) -> bytes:
    return bytes(brotli.compress(content, quality=9 if is_quick else 11))


def _zstd(content: bytes, is_quick: bool = False) -> bytes:
    return bytes(zstd.compress(content, level=12 if is_quick else 19))


def _gzip(content: bytes, is_quick: bool = False) -> bytes:
    # Not by the module gzip, whose header differs between versions of Python. This one holds no time and no name.
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    return packer.compress(content) + packer.flush()


ENCODINGS: dict[str, Callable[[bytes, bool], bytes]] = {".br": _brotli, ".zst": _zstd, ".gz": _gzip}
SUFFIXES = (".br", ".zst", ".gz")


def compress(folder: Path, files: Iterable[str]) -> int:
    """Write beside each of these files what is smaller than it; return how many have such a sibling now.

    files: by their paths from the folder, in any order. What lies beside a file afterwards was made of it: what was
    there is replaced or taken away. A sibling has its file's time and mode, and is written whole or not at all.
    """
    sizes = {file: (folder / file).stat().st_size for file in set(files) if Path(file).suffix.lower() in TEXT}
    longest_first = sorted(sizes, key=lambda file: (-sizes[file], file))
    # The libraries let go of the interpreter while they work, so threads use every core; and none outlives a kill.
    with ThreadPoolExecutor(_cores(), "compressing") as threads:
        done = [threads.submit(_compress_file, folder / file, file in QUICKLY) for file in longest_first]
        try:
            return sum(each.result() for each in done)
        except BaseException:
            threads.shutdown(cancel_futures=True)
            raise


def weights(contents: Iterable[bytes]) -> list[int]:
    """How many bytes each of these texts is on its way to a reader, at its smallest."""
    with ThreadPoolExecutor(_cores(), "weighing") as threads:
        return [len(packed) for packed in threads.map(_brotli, contents)]


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _compress_file(file: Path, is_quick: bool) -> bool:
    content, like = file.read_bytes(), file.stat()
    encoded = ((suffix, _smaller(content, encode, is_quick)) for suffix, encode in ENCODINGS.items())
    return any([_settle(file, suffix, smaller, like) for suffix, smaller in encoded])


def _smaller(content: bytes, encode: Callable[[bytes, bool], bytes], is_quick: bool) -> bytes | None:
    encoded = encode(content, is_quick) if len(content) >= SMALLEST else content
    return encoded if len(encoded) < len(content) else None


def _settle(file: Path, suffix: str, content: bytes | None, like: os.stat_result) -> bool:
    """Have just this content, or nothing, beside the file; return whether there is something now."""
    sibling = file.with_name(f"{file.name}{suffix}")
    fresh = file.with_name(f".compressing-{os.getpid()}-{threading.get_ident()}")
    try:
        if content is None:
            sibling.unlink(missing_ok=True)
            return False
        fresh.write_bytes(content)
        fresh.chmod(like.st_mode & 0o777)
        os.utime(fresh, ns=(like.st_atime_ns, like.st_mtime_ns))
        os.replace(fresh, sibling)
        return True
    except OSError as error:
        with suppress(OSError):
            fresh.unlink()
        if error.errno != errno.ENAMETOOLONG:  # the file itself is served, and nothing is lost
            raise
        return False
