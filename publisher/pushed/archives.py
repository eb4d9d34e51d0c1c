"""Packed files for download, and documents, which are packed as well: whether one unpacks to fill a reader's disk."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import PurePosixPath

from publisher.pushed.pictures import Faults
from publisher.pushed.sizes import in_words

SUFFIXES = frozenset(".zip .docx .xlsx .pptx .odt .ods .odp .epub .pages .key .numbers".split())
MOST_UNPACKED_BYTES = 1_000_000_000
SMALL_BYTES, HIGHEST_RATIO = 100_000_000, 200
"""Words pack to a tenth, an empty sheet of a table to a hundredth."""
BROKEN = (zipfile.BadZipFile, NotImplementedError, ValueError, struct.error)
"""What `zipfile` raises where the list can't be read. ValueError: a name that is not in the encoding that it claims."""
SPLIT = "Pack fewer files together."
OUT = "Pack it again, without paths that lead out of their own folder."


def check_archive(data: bytes) -> Faults:
    """What is wrong with a ZIP, by what its own list says: nothing is unpacked. One that is broken harms nobody."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            inside = archive.infolist()
    except BROKEN:
        return
    unpacked = sum(file.file_size for file in inside)
    if unpacked > MOST_UNPACKED_BYTES or unpacked > max(SMALL_BYTES, HIGHEST_RATIO * len(data)):
        yield f"This unpacks from {in_words(len(data))} to {in_words(unpacked)}, on your readers' disks.", SPLIT
    if any(leads_out(file.filename) for file in inside):
        yield "This unpacks files outside of the folder in which it is unpacked.", OUT


def leads_out(name: str) -> bool:
    """Whether a packed file's name leads out of the folder where it is unpacked."""
    path = PurePosixPath(name.replace("\\", "/"))
    return path.is_absolute() or ".." in path.parts
