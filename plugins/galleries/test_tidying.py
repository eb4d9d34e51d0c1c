"""The cache of photographs: nothing that is used ever leaves it, and nothing that is not stays for good."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.galleries.cache import MACHINE, PhotoCache, Record
from plugins.galleries.collection import NOTE
from plugins.galleries.tidying import LAST_BUILDS, LEFTOVER_S, NOTES, SPARED_S, tidy

LATER_S = time.time() + 2 * SPARED_S


@pytest.fixture
def cache(tmp_path: Path) -> PhotoCache:
    return PhotoCache(tmp_path / "cache")


@pytest.fixture
def sites(tmp_path: Path) -> tuple[Path, Path]:
    """Two sites that share a cache."""
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    return tmp_path / "one", tmp_path / "other"


def photograph(cache: PhotoCache, letter: str, is_whole: bool = True) -> str:
    """Something developed, or half developed; returns its key."""
    key = letter * 64
    cache.keep(key, "480.jpg", b"picture")
    if is_whole:
        cache.keep_record(key, Record(1, 1, "#000000", {"480.jpg": 7}))
    return key


def there(cache: PhotoCache) -> str:
    """The letters of the photographs that the cache holds."""
    return "".join(sorted(path.name[0] for path in cache.folder.glob("??/*")))


def test_what_the_last_builds_did_without_goes(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    kept, gone = photograph(cache, "a"), photograph(cache, "b")
    tidy(cache, sites[0], {kept, gone}, True, LATER_S)
    for _ in range(LAST_BUILDS - 1):
        tidy(cache, sites[0], {kept}, True, LATER_S)
    assert there(cache) == "ab"
    tidy(cache, sites[0], {kept}, True, LATER_S)
    assert there(cache) == "a"


def test_what_comes_back_in_time_is_as_good_as_new(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    key = photograph(cache, "a")
    for keys in [{key}, *[set()] * (LAST_BUILDS - 1), {key}, *[set()] * (LAST_BUILDS - 1)]:
        tidy(cache, sites[0], keys, True, LATER_S)
    assert there(cache) == "a"


def test_a_site_takes_nothing_from_another(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    tidy(cache, sites[1], {photograph(cache, "b")}, True, LATER_S)
    for _ in range(3 * LAST_BUILDS):
        tidy(cache, sites[0], {photograph(cache, "a")}, True, LATER_S)
    assert there(cache) == "ab"


def test_a_preview_removes_nothing_and_keeps_what_only_drafts_show(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    shown, drafted = photograph(cache, "a"), photograph(cache, "b")
    photograph(cache, "c")
    for _ in range(3 * LAST_BUILDS):
        tidy(cache, sites[0], {shown, drafted}, False, LATER_S)
    assert there(cache) == "abc"
    tidy(cache, sites[0], {shown}, True, LATER_S)
    assert there(cache) == "ab"


def test_what_an_interrupted_build_has_made_is_there_for_the_next(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    """It left no note: only its age tells that nobody is coming back for it."""
    photograph(cache, "a")
    photograph(cache, "b", is_whole=False)
    tidy(cache, sites[0], set(), True)
    assert there(cache) == "ab"
    tidy(cache, sites[0], set(), True, LATER_S)
    assert there(cache) == ""


def test_what_a_running_build_has_found_is_not_taken_from_under_it(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    """It leaves its note when it ends: until then the other site's tidying knows it only by the finding."""
    for letter in "ab":
        os.utime(cache.path(photograph(cache, letter), ""), (0, 0))
    assert PhotoCache(cache.folder).record("a" * 64)
    tidy(cache, sites[1], set(), True)
    assert there(cache) == "a"


def test_a_site_that_is_gone_keeps_nothing(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    tidy(cache, sites[1], {photograph(cache, "b")}, True, LATER_S)
    sites[1].rmdir()
    tidy(cache, sites[0], set(), True, LATER_S)
    assert (there(cache), len(list((cache.folder / NOTES).iterdir()))) == ("", 1)


@pytest.mark.parametrize("spoilt", [b"", b"[]", b'{"site": 1, "unused": {}}', b'{"unused": 3}'])
def test_a_spoilt_note_stops_no_build(spoilt: bytes, cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    tidy(cache, sites[0], {photograph(cache, "a")}, True, LATER_S)
    (note,) = (cache.folder / NOTES).iterdir()
    note.write_bytes(spoilt)
    tidy(cache, sites[0], {"a" * 64}, True, LATER_S)
    assert there(cache) == "a"


def test_the_same_build_again_changes_no_byte(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    key = photograph(cache, "a")
    tidy(cache, sites[0], {key}, True)
    (note,) = (cache.folder / NOTES).iterdir()
    before = note.read_bytes()
    tidy(cache, sites[0], {key}, True)
    assert note.read_bytes() == before


@pytest.fixture
def dead() -> int:
    """The number of a process that has ended."""
    number = os.posix_spawn("/bin/true", ["true"], {})
    os.waitpid(number, 0)
    return number


def test_half_written_files_go_when_their_writer_is_dead(
    cache: PhotoCache, sites: tuple[Path, Path], dead: int
) -> None:
    key = photograph(cache, "a")
    halves = [cache.path(key, f".480.jpg.{MACHINE}.{number}") for number in (dead, os.getpid())]
    for half in halves:
        half.write_bytes(b"half a")
    tidy(cache, sites[0], {key}, True)
    assert [half.exists() for half in halves] == [False, True]


def test_another_machines_process_is_given_a_day(cache: PhotoCache, sites: tuple[Path, Path], dead: int) -> None:
    """Whether a process of that number runs there is more than can be asked here."""
    half = cache.path(photograph(cache, "a"), f".480.jpg.0000abcd.{dead}")
    half.write_bytes(b"half a")
    tidy(cache, sites[0], {"a" * 64}, True)
    assert half.exists()
    tidy(cache, sites[0], {"a" * 64}, True, time.time() + LEFTOVER_S + 60)
    assert not half.exists()


def test_what_is_hidden_in_the_cache_and_not_ours_stops_no_build(cache: PhotoCache, sites: tuple[Path, Path]) -> None:
    """A network's disk keeps a folder for what was thrown away."""
    key = photograph(cache, "a")
    for folder in (cache.folder, cache.path(key, "")):
        (folder / ".Trash").mkdir()
        (folder / ".a").write_bytes(b"")
    tidy(cache, sites[0], {key}, True)
    assert there(cache) == "a"


@pytest.mark.parametrize(("published", "left"), [(False, "a"), (True, "")])
def test_only_a_build_for_publication_removes_anything(
    published: bool, left: str, read_site: Callable[..., Any], jpeg: bytes
) -> None:
    album = {"albums/hill/album.md": "---\ntitle: A hill\n---\n", "albums/hill/dawn.jpg": jpeg}
    collection = read_site(album, published=published).notes[NOTE]
    photograph(collection.cache, "a")
    os.utime(collection.cache.folder / "aa" / ("a" * 64), (0, 0))
    (shown,) = collection.results.values()
    list(collection.photos(collection.albums[0].shown, collection.albums[0].source))
    collection.tidy()
    assert there(collection.cache) == "".join(sorted(left + shown.key[0]))
