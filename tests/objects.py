"""Git's objects, written byte for byte: git itself would refuse to make many that somebody could push."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

FILE, FOLDER, LINK, SUBMODULE = "100644", "40000", "120000", "160000"
WHEN = 1_772_000_000


@dataclass
class Objects:
    """Git's objects in a clone's folder, written as they come."""

    folder: Path
    known: set[str] = field(default_factory=set)

    def put(self, kind: str, data: bytes) -> str:
        """Keep an object, sound or not; return its id."""
        whole = f"{kind} {len(data)}\0".encode() + data
        name = hashlib.sha1(whole).hexdigest()
        path = self.folder / ".git" / "objects" / name[:2] / name[2:]
        if name not in self.known and not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(whole, 1))
        self.known.add(name)
        return name

    def blob(self, data: bytes | str) -> str:
        """A file's content."""
        return self.put("blob", data.encode() if isinstance(data, str) else data)

    def tree(self, entries: Iterable[tuple[str, bytes, str]]) -> str:
        """A folder of (mode, name, id), in git's order."""
        ordered = sorted(entries, key=lambda entry: entry[1] + (b"/" if entry[0] == FOLDER else b""))
        return self.put("tree", b"".join(b"%s %s\0%s" % (m.encode(), n, bytes.fromhex(i)) for m, n, i in ordered))

    def folders(self, files: Iterable[tuple[tuple[bytes, ...], str, str]]) -> str:
        """A tree of (the parts of a path, mode, id); of one name several may be given."""
        here: list[tuple[str, bytes, str]] = []
        below: dict[bytes, list[tuple[tuple[bytes, ...], str, str]]] = {}
        for parts, mode, object_id in files:
            if len(parts) > 1:
                below.setdefault(parts[0], []).append((parts[1:], mode, object_id))
            else:
                here.append((mode, parts[0], object_id))
        return self.tree([*here, *((FOLDER, name, self.folders(inside)) for name, inside in below.items())])

    def commit(self, tree: str, *parents: str, when: int = WHEN) -> str:
        """A commit of a tree."""
        lines = [f"tree {tree}", *(f"parent {parent}" for parent in parents)]
        lines += [f"{who} Ada <ada@smallsteps.example> {when} +0000" for who in ("author", "committer")]
        return self.put("commit", ("\n".join(lines) + "\n\nA push\n").encode())
