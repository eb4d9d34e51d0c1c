"""The store of renditions: named by content, kept outside the output, whole or not there at all."""

import json
import os
import platform
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from plugins.disk import unwritable

CONTAINED = "-contained"
MACHINE = sha256(platform.node().encode()).hexdigest()[:8]
"""Whose process it is that has a number, where several machines share a cache."""


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a photograph that is developed: upright size in px, commonest colour, files with their bytes."""

    width: int
    height: int
    colour: str
    files: dict[str, int]

    @classmethod
    def read(cls, path: Path) -> "Record | None":
        """A record from its file; None when there is none, or it is spoilt."""
        match read_json(path):
            case {"width": int(width), "height": int(height), "colour": str(colour), "files": dict(files)}:
                if all(isinstance(size, int) for size in files.values()):
                    return cls(width, height, colour, files)
        return None


def digest_of(data: bytes) -> str:
    """SHA-256 of a photograph's bytes, marked where it lies in a container as HEIC does: another library reads that."""
    return sha256(data).hexdigest() + (CONTAINED if data[4:8] == b"ftyp" else "")


class PhotoCache:
    """Renditions under `<folder>/<first two of the key>/<key>/`, a record beside them written last.

    Keys come from content alone, so a cache may be shared by many builders, and deleting it costs only time.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.memo_path = folder / "memo.json"
        self.memo: dict[str, list[Any]] = read_json(self.memo_path) or {}
        self.memo_is_new = False

    def digest(self, path: Path) -> str:
        """`digest_of` a file's bytes, read again only when its size, time of change or inode differ from last time."""
        status = path.stat()
        stamp = [status.st_size, status.st_mtime_ns, status.st_ino]
        remembered = self.memo.get(str(path))
        if isinstance(remembered, list) and remembered[:-1] == stamp:
            return str(remembered[-1])
        digest = digest_of(path.read_bytes())
        self.memo[str(path)] = [*stamp, digest]
        self.memo_is_new = True
        return digest

    def save_memo(self) -> None:
        """Keep what `digest` learnt for the next build, and forget files that are gone."""
        if self.memo_is_new:
            self.memo = {path: known for path, known in self.memo.items() if size_of(Path(path)) >= 0}
            self.write(self.memo_path, json.dumps(self.memo, indent=0, sort_keys=True).encode())
            self.memo_is_new = False

    def path(self, key: str, name: str) -> Path:
        """Where this rendition is, or will be."""
        return self.folder / key[:2] / key / name

    def record(self, key: str) -> Record | None:
        """The record of a developed photograph, or None when a file of it is missing or cut short.

        Who asks has a use for it: from now on `tidying` takes it for new, whatever build is the next to tidy.
        """
        with suppress(OSError):  # there is none, or the disk can only be read: then nothing can be removed either
            os.utime(self.path(key, ""))
        record = Record.read(self.path(key, "photo.json"))
        if record and all(size_of(self.path(key, name)) == size for name, size in record.files.items()):
            return record
        return None

    def keep(self, key: str, name: str, data: bytes) -> None:
        """Store one rendition."""
        self.write(self.path(key, name), data)

    def keep_record(self, key: str, record: Record) -> None:
        """Store the record: from here on the photograph counts as developed."""
        self.write(self.path(key, "photo.json"), json.dumps(asdict(record), sort_keys=True).encode())

    def write(self, path: Path, data: bytes) -> None:
        """`write_whole` a file of the cache. Raises `SystemExit` in words where that can't be: no build can go on."""
        try:
            write_whole(path, data)
        except OSError as error:
            raise SystemExit(unwritable("cache", self.folder, error)) from error


def size_of(path: Path) -> int:
    """The file's bytes, −1 when there is none."""
    try:
        return path.stat().st_size
    except OSError:
        return -1


def read_json(path: Path) -> dict[str, Any] | None:
    """A JSON object from a file, None when there is none or it is spoilt: a cache is only ever a saving."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def write_whole(path: Path, data: bytes) -> None:
    """Write so that a reader, or a build killed halfway, sees the old file or the new one and never a part.

    It is on the disk before it has its name, so a power cut leaves no file that is whole by its size alone. What a kill
    leaves is hidden and ends in the writer's machine and number, by which `tidying` knows it.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{MACHINE}.{os.getpid()}")
    try:
        with temporary.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()  # on a full disk, half a file is what nobody has room for
        raise
