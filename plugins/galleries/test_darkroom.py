"""Developing: once for each content, on any number of processes, whole or not at all."""

import os
import shutil
from multiprocessing import active_children
from pathlib import Path

import pytest

from plugins.galleries import darkroom
from plugins.galleries.cache import PhotoCache
from plugins.galleries.conftest import drawn, saved
from plugins.galleries.darkroom import Developed, Fault, Job, develop_all


@pytest.fixture
def photographs(tmp_path: Path) -> list[Path]:
    """Two photographs, the first in a name as people make them."""
    paths = [tmp_path / "Zoë’s hill #3 (50%) & co.jpg", tmp_path / "b.png"]
    paths[0].write_bytes(saved(drawn(900, 600), quality=90))
    paths[1].write_bytes(saved(drawn(700, 900), "PNG"))
    return paths


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
        results = develop_all(jobs, PhotoCache(folder), processes)
        assert all(isinstance(result, Developed) for result in results.values())
        made.append(files_of(folder))
    assert made[0] == made[1]
    assert sorted(Path(name).name for name in made[0]) == [
        "480.avif", "480.avif", "480.jpg", "480.jpg", "700.avif", "700.jpg", "900.avif", "900.jpg",
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
    first = develop_all(jobs, PhotoCache(tmp_path / "cache"), 1)
    for path in photographs:
        rewritten_unnoticed(path)
    told: list[int] = []
    assert develop_all(jobs, PhotoCache(tmp_path / "cache"), 1, lambda done, total: told.append(done)) == first
    assert told == []


def test_a_renamed_photograph_is_known_by_its_content(photographs: list[Path], tmp_path: Path) -> None:
    cache, told = PhotoCache(tmp_path / "cache"), []
    (before,) = develop_all([Job(photographs[1])], cache, 1).values()
    renamed = Path(shutil.copy(photographs[1], tmp_path / "other.png"))
    (after,) = develop_all([Job(renamed)], cache, 1, lambda done, total: told.append(done)).values()
    assert (after, told) == (before, [])


def test_a_changed_photograph_is_developed_again(photographs: list[Path], tmp_path: Path) -> None:
    cache = PhotoCache(tmp_path / "cache")
    job = Job(photographs[1])
    before = develop_all([job], cache, 1)[job]
    photographs[1].write_bytes(saved(drawn(700, 901), "PNG"))
    after = develop_all([job], cache, 1)[job]
    assert isinstance(before, Developed) and isinstance(after, Developed)
    assert (before.key != after.key, after.record.height) == (True, 901)


@pytest.mark.parametrize(
    "harm", [lambda path: path.unlink(), lambda path: path.write_bytes(b""), lambda path: path.write_bytes(b"{")]
)
@pytest.mark.parametrize("name", ["480.jpg", "photo.json"])
def test_a_spoilt_cache_is_mended(name: str, harm: object, photographs: list[Path], tmp_path: Path) -> None:
    cache, job = PhotoCache(tmp_path / "cache"), Job(photographs[1])
    result = develop_all([job], cache, 1)[job]
    assert isinstance(result, Developed)
    good = files_of(cache.folder)
    harm(cache.path(result.key, name))  # type: ignore[operator]
    assert develop_all([job], PhotoCache(tmp_path / "cache"), 1)[job] == result
    assert files_of(cache.folder) == good


def test_a_card_can_follow_later_and_costs_only_itself(photographs: list[Path], tmp_path: Path) -> None:
    cache = PhotoCache(tmp_path / "cache")
    (plain,) = develop_all([Job(photographs[0])], cache, 1).values()
    (with_card,) = develop_all([Job(photographs[0], card=True)], cache, 1).values()
    assert isinstance(plain, Developed) and isinstance(with_card, Developed)
    assert with_card.key == plain.key
    assert with_card.record.files.keys() - plain.record.files.keys() == {"card.jpg"}


def test_a_broken_photograph_costs_no_other(photographs: list[Path], tmp_path: Path) -> None:
    photographs[0].write_bytes(photographs[0].read_bytes()[:500])
    results = develop_all(
        [Job(path) for path in [*photographs, tmp_path / "gone.jpg"]], PhotoCache(tmp_path / "cache"), 2
    )
    assert [type(result) for result in results.values()] == [Fault, Developed, Fault]


def test_processes_that_die_cost_no_photograph(photographs: list[Path], tmp_path: Path) -> None:
    """A machine short of memory ends the largest process it finds."""
    jobs = [Job(path, card=card) for path in photographs for card in (False, True)]

    def kill_once(done: int, total: int) -> None:
        for process in active_children():
            process.kill()

    results = develop_all(jobs, PhotoCache(tmp_path / "cache"), 2, kill_once)
    assert all(isinstance(result, Developed) for result in results.values())


def test_an_interruption_ends_every_process(photographs: list[Path], tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        develop_all([Job(path) for path in photographs], PhotoCache(tmp_path / "cache"), 2, interrupt)
    assert active_children() == []


def test_progress_counts_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    for done in range(1, 31):
        darkroom.tell_progress(done, 30)
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        "Preparing photographs: 3 of 30",
        "Preparing photographs: 30 of 30",
        10,
    )
