"""Developing: once for each content, on any number of processes, whole or not at all."""

import os
import resource
import shutil
from pathlib import Path

import pytest
from PIL import Image

from plugins.galleries import foreman
from plugins.galleries.albums import PhotoFile
from plugins.galleries.cache import PhotoCache, write_whole
from plugins.galleries.conftest import RECIPE, drawn, saved
from plugins.galleries.darkroom import Developed, Fault, Job, develop, develop_all
from plugins.galleries.photos import photo_of
from plugins.galleries.renditions import Recipe
from plugins.proofreading.settings import Photographs


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file of a cache but the memo, which knows this machine's paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*.*")
        if path.name != "memo.json"
    }


def test_one_process_or_two_make_the_same_bytes(photographs: list[Path], tmp_path: Path) -> None:
    jobs = [Job(photographs[0], card=True), Job(photographs[1])]
    made = []
    for processes in (1, 2):
        folder = tmp_path / f"cache-{processes}"
        results = develop_all(jobs, PhotoCache(folder), RECIPE, processes)
        assert all(isinstance(result, Developed) for result in results.values())
        made.append(files_of(folder))
    assert made[0] == made[1]
    assert sorted(Path(name).name for name in made[0]) == [
        "480.avif", "480.avif", "480.jpg", "480.jpg", "700.avif", "700.jpg",
        "900.avif", "900.jpg",
        "card.jpg", "photo.json", "photo.json",
    ]  # fmt: skip


def rewritten_unnoticed(path: Path) -> None:
    """Change the bytes and nothing by which a change is noticed: who still gives the old answer has not read them."""
    status = path.stat()
    with path.open("r+b") as file:
        file.write(bytes(status.st_size))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))


def test_a_second_build_reads_no_photograph_and_does_no_work(photographs: list[Path], tmp_path: Path) -> None:
    jobs = [Job(path) for path in photographs]
    first = develop_all(jobs, PhotoCache(tmp_path / "cache"), RECIPE, 1)
    for path in photographs:
        rewritten_unnoticed(path)
    told: list[int] = []
    assert develop_all(jobs, PhotoCache(tmp_path / "cache"), RECIPE, 1, lambda done, total: told.append(done)) == first
    assert told == []


def test_a_renamed_photograph_is_known_by_its_content(photographs: list[Path], tmp_path: Path) -> None:
    cache, told = PhotoCache(tmp_path / "cache"), []
    (before,) = develop_all([Job(photographs[1])], cache, RECIPE, 1).values()
    renamed = Path(shutil.copy(photographs[1], tmp_path / "other.png"))
    (after,) = develop_all([Job(renamed)], cache, RECIPE, 1, lambda done, total: told.append(done)).values()
    assert (after, told) == (before, [])


def test_a_photograph_of_two_names_is_developed_once_with_all_that_either_wants(
    photographs: list[Path], tmp_path: Path
) -> None:
    """Side by side, the one without a card could write its record over that of the other."""
    twin, told = Path(shutil.copy(photographs[0], tmp_path / "twin.jpg")), []
    for _ in range(2):
        jobs = [Job(photographs[0]), Job(twin, card=True)]
        made = develop_all(
            jobs, PhotoCache(tmp_path / "cache"), RECIPE, 2, lambda done, total: told.append((done, total))
        )
        assert made[jobs[0]] == made[jobs[1]]
        assert isinstance(both := made[jobs[0]], Developed) and "card.jpg" in both.record.files
    assert told == [(1, 1)]


def test_a_changed_photograph_is_developed_again(photographs: list[Path], tmp_path: Path) -> None:
    cache = PhotoCache(tmp_path / "cache")
    job = Job(photographs[1])
    before = develop_all([job], cache, RECIPE, 1)[job]
    photographs[1].write_bytes(saved(drawn(700, 901), "PNG"))
    after = develop_all([job], cache, RECIPE, 1)[job]
    assert isinstance(before, Developed) and isinstance(after, Developed)
    assert (before.key != after.key, after.record.height) == (True, 901)


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"{"),
        lambda path: path.write_bytes(b'{"width": 700, "height": 900, "colour": "#000000", "files": {"480.jpg": "1"}}'),
        lambda path: path.write_bytes(b'{"an": "older form"}'),
    ],
)
@pytest.mark.parametrize("name", ["480.jpg", "photo.json"])
def test_a_spoilt_cache_is_mended(name: str, harm: object, photographs: list[Path], tmp_path: Path) -> None:
    cache, job = PhotoCache(tmp_path / "cache"), Job(photographs[1])
    result = develop_all([job], cache, RECIPE, 1)[job]
    assert isinstance(result, Developed)
    good = files_of(cache.folder)
    harm(cache.path(result.key, name))  # type: ignore[operator]
    assert develop_all([job], PhotoCache(tmp_path / "cache"), RECIPE, 1)[job] == result
    assert files_of(cache.folder) == good


def test_a_card_can_follow_later_and_costs_only_itself(photographs: list[Path], tmp_path: Path) -> None:
    cache = PhotoCache(tmp_path / "cache")
    (plain,) = develop_all([Job(photographs[0])], cache, RECIPE, 1).values()
    (with_card,) = develop_all([Job(photographs[0], card=True)], cache, RECIPE, 1).values()
    assert isinstance(plain, Developed) and isinstance(with_card, Developed)
    assert with_card.key == plain.key
    assert with_card.record.files.keys() - plain.record.files.keys() == {"card.jpg"}


@pytest.mark.parametrize("size", [(6000, 1300), (2600, 2000), (1199, 4000), (5000, 500)])
def test_a_card_is_as_large_as_pages_say_and_changes_nothing_else(size: tuple[int, int], tmp_path: Path) -> None:
    """A JPEG is decoded as small as serves; when only the widths had a say, a panorama had too little for its card."""
    (path := tmp_path / "a.jpg").write_bytes(saved(drawn(*size), quality=80))
    recipe, small = Recipe.of(Photographs(widths=(480,), formats=("jpeg",))), []
    for card in (False, True):
        cache = PhotoCache(tmp_path / f"cache-{card}")
        (made,) = develop_all([Job(path, card=card)], cache, recipe, 1).values()
        assert isinstance(made, Developed)
        small.append(cache.path(made.key, "480.jpg").read_bytes())
    assert small[0] == small[1]
    told = photo_of(made, PhotoFile(path, "a"), "", "", has_card=True).card
    assert told is not None
    with Image.open(cache.path(made.key, "card.jpg")) as card_image:
        assert card_image.size == (told.width, told.height)


def test_a_broken_photograph_costs_no_other(photographs: list[Path], tmp_path: Path) -> None:
    photographs[0].write_bytes(photographs[0].read_bytes()[:500])
    results = develop_all(
        [Job(path) for path in [*photographs, tmp_path / "gone.jpg"]], PhotoCache(tmp_path / "cache"), RECIPE, 2
    )
    assert [type(result) for result in results.values()] == [Fault, Developed, Fault]


def test_a_photograph_of_which_no_file_can_be_made_costs_no_other(tmp_path: Path) -> None:
    """Whatever an encoder refuses: this one is a pixel longer than a JPEG can be."""
    (path := tmp_path / "a.png").write_bytes(saved(Image.new("L", (1, 65_501)), "PNG"))
    assert isinstance(develop(Job(path), tmp_path / "cache", RECIPE), Fault)
    assert not list((tmp_path / "cache").rglob("photo.json"))


def test_a_full_disk_ends_the_build_in_words_and_leaves_no_half_file(photographs: list[Path], tmp_path: Path) -> None:
    """The most that a process may write into one file stands for the disk: both are told in the same way."""
    cache = PhotoCache(tmp_path / "cache")
    cache.digest(photographs[0])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40, before[1]))
    try:
        with pytest.raises(SystemExit, match="can't be written: File too large"):
            cache.save_memo()
        with pytest.raises(SystemExit, match="can't be written: File too large"):
            develop_all([Job(photographs[0])], cache, RECIPE, 1)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert [path.name for path in cache.folder.rglob("*") if path.is_file()] == []


def test_a_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else a power cut could leave a photograph that has its size and not its bytes, and nobody would look again."""
    path, sync, synced = tmp_path / "480.jpg", os.fsync, []

    def spy(number: int) -> None:
        synced.append((os.fstat(number).st_size, path.exists()))
        sync(number)

    monkeypatch.setattr(os, "fsync", spy)
    write_whole(path, b"a photograph")
    assert (synced, path.read_bytes()) == ([(12, False)], b"a photograph")


def test_progress_counts_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    for done in range(1, 31):
        foreman.tell_progress(done, 30)
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        "Preparing photographs: 3 of 30",
        "Preparing photographs: 30 of 30",
        10,
    )
