"""What is compressed is smaller, whole, the same on every machine, and never half there."""

import gzip
import hashlib
import os
import signal
import subprocess
import sys
import time
from itertools import islice

import brotli
import pytest
from backports import zstd

from publisher.compressing import ENCODINGS, SMALLEST, SUFFIXES, compress

DECODE = {".br": brotli.decompress, ".zst": zstd.decompress, ".gz": gzip.decompress}
WORDS = "Nobody asked, and the hill said nothing. " * 40


@pytest.fixture
def folder(tmp_path):
    """A release of a few files, with the time that a release gives them."""
    for name, content in {
        "index.html": WORDS.encode(),
        "a/b.js": WORDS.encode(),
        "small.txt": b"x" * (SMALLEST - 1),
        "photo.avif": WORDS.encode(),
        "noise.svg": os.urandom(5000),
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
        os.utime(tmp_path / name, (1_700_000_000, 1_700_000_000))
    return tmp_path


def names(folder):
    return sorted(file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file())


def test_each_text_has_its_siblings_and_nothing_else_has(folder):
    """Photographs are small already, noise gets no smaller, and a tiny file travels in one packet anyway."""
    every = names(folder)
    assert compress(folder, every) == 2
    assert set(names(folder)) - set(every) == {
        f"{file}{suffix}" for file in ("index.html", "a/b.js") for suffix in SUFFIXES
    }
    for suffix, decode in DECODE.items():
        sibling = folder / f"index.html{suffix}"
        assert decode(sibling.read_bytes()) == WORDS.encode()
        assert sibling.stat().st_mtime == 1_700_000_000, "a sibling of its own time would have an ETag of its own"
        assert sibling.stat().st_mode == (folder / "index.html").stat().st_mode


def test_every_suffix_has_its_way_and_each_is_tried():
    assert tuple(ENCODINGS) == SUFFIXES and set(DECODE) == set(SUFFIXES)


def test_the_same_file_gives_the_same_bytes_whatever_its_name_time_or_place_in_the_list(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    (other / "renamed.html").write_text(WORDS)
    compress(folder, ["index.html", "a/b.js"])
    compress(other, iter(["renamed.html"]))
    for suffix in SUFFIXES:
        assert (folder / f"index.html{suffix}").read_bytes() == (other / f"renamed.html{suffix}").read_bytes()
    header = (folder / "index.html.gz").read_bytes()[:10]
    assert header[3] == 0 and header[4:8] == b"\0\0\0\0", "neither a name nor a time"


def test_what_is_compressed_quickly_is_whole_as_well(folder):
    checksums = "".join(hashlib.sha256(bytes([number])).hexdigest() for number in range(200)).encode()
    for name in ("build.json", "other.json"):
        (folder / name).write_bytes(checksums)
    compress(folder, ["build.json", "other.json"])
    assert all(decode((folder / f"build.json{suffix}").read_bytes()) == checksums for suffix, decode in DECODE.items())
    assert (folder / "build.json.br").read_bytes() != (folder / "other.json.br").read_bytes()


def test_what_lies_beside_a_file_was_made_of_it(folder):
    """A sibling of older bytes would be sent in the file's place; one that is linked elsewhere is not written into."""
    compress(folder, ["index.html"])
    (folder / "elsewhere").mkdir()
    kept = folder / "elsewhere" / "index.html.br"
    os.link(folder / "index.html.br", kept)
    old = kept.read_bytes()
    (folder / "index.html").write_text(WORDS.upper())
    compress(folder, ["index.html"])
    assert brotli.decompress((folder / "index.html.br").read_bytes()) == WORDS.upper().encode()
    assert kept.read_bytes() == old
    (folder / "index.html").write_text("short")
    assert compress(folder, ["index.html"]) == 0
    assert not [name for name in names(folder) if name.startswith("index.html.")]


def test_a_name_that_leaves_no_room_for_a_suffix_is_served_as_it_is(folder):
    name = f"{'n' * 250}.html"
    (folder / name).write_text(WORDS)
    assert compress(folder, [name, "index.html"]) == 1
    assert all((folder / f"index.html{suffix}").is_file() for suffix in SUFFIXES)
    assert (folder / name).read_text() == WORDS
    assert not [each for each in names(folder) if "compressing" in each], "what could not be used is gone"


def test_a_file_that_cannot_be_read_is_an_error_not_a_silence(folder):
    with pytest.raises(OSError):
        compress(folder, ["index.html", "missing.html"])


def test_a_kill_leaves_whole_files_alone(tmp_path):
    """Killed at some moment between the first sibling and the last, what bears a final name is whole."""
    for number in range(60):
        (tmp_path / f"{number}.html").write_text(WORDS * 60 + str(number) * 50)
    code = "import sys; from pathlib import Path; from publisher.compressing import compress\n"
    code += "compress(Path(sys.argv[1]), [f'{number}.html' for number in range(60)])"
    process = subprocess.Popen([sys.executable, "-c", code, str(tmp_path)])
    deadline = time.monotonic() + 60
    while not list(islice(tmp_path.glob("*.br"), 3)) and time.monotonic() < deadline:
        assert process.poll() is None
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    made = [file for file in tmp_path.iterdir() if file.suffix in SUFFIXES]
    assert made and len(made) < 180, "the kill came too late to prove anything"
    for file in made:
        assert DECODE[file.suffix](file.read_bytes()) == file.with_suffix("").read_bytes()
