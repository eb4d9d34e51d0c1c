"""Developing: once for each content, on any number of processes, whole or not at all."""

import os
import resource
import shutil
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from PIL import Image

from plugins.galleries import foreman, machine
from plugins.galleries.albums import PhotoFile
from plugins.galleries.cache import PhotoCache, write_whole
from plugins.galleries.conftest import drawn, saved
from plugins.galleries.crew import PROJECT, Loss, share_out
from plugins.galleries.darkroom import Developed, Fault, Job, develop, develop_all
from plugins.galleries.machine import free_memory
from plugins.galleries.photos import photo_of
from plugins.galleries.renditions import Recipe
from plugins.proofreading.settings import Photographs

RECIPE = Recipe.of(Photographs())


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


def children() -> list[int]:
    """The processes that this one has started and that have not ended."""
    return [int(number) for number in Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()]


def test_processes_that_die_cost_no_photograph(photographs: list[Path], tmp_path: Path) -> None:
    """A machine short of memory ends the largest process it finds."""
    jobs = [Job(path, card=card) for path in photographs for card in (False, True)]

    def kill(done: int, total: int) -> None:
        if done == 1:
            for process in children():
                os.kill(process, signal.SIGKILL)

    results = develop_all(jobs, PhotoCache(tmp_path / "cache"), RECIPE, 2, kill)
    assert all(isinstance(result, Developed) for result in results.values())


def test_a_process_that_dies_is_told_from_a_result() -> None:
    """Leaving stands for a decoder that crashes: each time a new process goes on with what is left."""
    assert dict(share_out(os._exit, [1, 2, 3], 2, limit_s=60)) == dict.fromkeys((1, 2, 3), Loss.DIED)
    assert dict(share_out(abs, [-1, -2, -3], 2, limit_s=60)) == {-1: 1, -2: 2, -3: 3}
    assert children() == []


def test_a_photograph_that_never_ends_is_one_plain_fault(
    photographs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is ever written into the other end of this pipe."""
    monkeypatch.setattr(foreman, "LIMIT_S", 6.0)
    os.mkfifo(endless := tmp_path / "endless.jpg")
    jobs = [Job(endless), *map(Job, photographs)]
    results = dict(foreman.go_over(partial(develop, folder=tmp_path / "cache", recipe=RECIPE), jobs, 2))
    assert isinstance(results[jobs[1]], Developed) and isinstance(results[jobs[2]], Developed)
    assert results[jobs[0]] == Fault(
        "This photograph could not be prepared within 3 minutes.",
        "Export it again as a JPEG, smaller if it is very large, or take it out.",
    )
    assert children() == []


def test_a_photograph_of_which_no_file_can_be_made_costs_no_other(tmp_path: Path) -> None:
    """Whatever an encoder refuses: this one is a pixel longer than a JPEG can be."""
    (path := tmp_path / "a.png").write_bytes(saved(Image.new("L", (1, 65_501)), "PNG"))
    assert isinstance(develop(Job(path), tmp_path / "cache", RECIPE), Fault)
    assert not list((tmp_path / "cache").rglob("photo.json"))


def test_what_is_no_photographs_fault_ends_the_build(photographs: list[Path], tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the cache should be")
    with pytest.raises(SystemExit) as ended:
        develop_all([Job(photographs[0])], PhotoCache(tmp_path / "cache"), RECIPE, 2)
    assert ended.value.code == (
        f"The cache folder {tmp_path / 'cache'} can't be written: it is a file, or lies in one. "
        "See to it that you may write there, or choose another folder with CACHE=…"
    )
    assert children() == []


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


def test_an_interruption_ends_every_process(photographs: list[Path], tmp_path: Path) -> None:
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        develop_all([Job(path) for path in photographs], PhotoCache(tmp_path / "cache"), RECIPE, 2, interrupt)
    assert children() == []


def test_a_process_brings_nothing_that_a_photograph_has_no_use_for() -> None:
    """It is what each photograph of a first build waits for."""
    asked = "import sys, plugins.galleries.darkroom; print('pelican' in sys.modules, 'jinja2' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], cwd=PROJECT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["False", "False"]


def test_a_large_picture_that_is_decoded_whole_waits_for_room(
    photographs: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A photograph of 30 megapixels takes 300 MB, unless it is a JPEG that is read row by row."""
    large = {"a.png": {}, "b.jpg": {"progressive": True}, "c.jpg": {}}
    for name, options in large.items():
        format = "PNG" if name.endswith("png") else "JPEG"
        (tmp_path / name).write_bytes(saved(Image.new("L", (6000, 5000)), format, **options))
    (tmp_path / "broken.jpg").write_bytes(b"\xff\xd8\xff")
    jobs = [Job(tmp_path / name) for name in [*large, "broken.jpg"]] + [Job(photographs[1])]
    shares = {}
    for memory in (None, 2_000_000_000, 700_000_000, 1_000):
        monkeypatch.setattr(machine, "free_memory", lambda memory=memory: memory)
        shares[memory] = [([job.path.name for job in lot], most) for lot, most in foreman.lots(jobs, 4)]
    light, heavy = ["c.jpg", "broken.jpg", "b.png"], ["a.png", "b.jpg"]
    assert shares == {
        None: [(light, 4), (heavy, 4)],
        2_000_000_000: [(light, 4), (heavy, 4)],
        700_000_000: [(light, 2), (heavy, 2)],
        1_000: [(light, 1), (heavy, 1)],
    }


@pytest.mark.parametrize(
    ("files", "free"),
    [
        ({}, 4_096_000_000),
        ({"memory.max": "max"}, 4_096_000_000),
        ({"memory.max": "500000000"}, 500_000_000),
        ({"memory.max": "500000000", "memory.current": "300000000"}, 200_000_000),
        (
            {
                "memory/memory.limit_in_bytes": "500000000",
                "memory/memory.usage_in_bytes": "490000000",
                "memory/memory.stat": "inactive_file 4096\ntotal_inactive_file 90000000\n",
            },
            100_000_000,
        ),
    ],
)
def test_what_is_left_of_a_containers_limit_counts_where_it_is_less_than_the_machine_has(
    files: dict[str, str], free: int, tmp_path: Path
) -> None:
    """Files that were read lie in its memory too, but make room as soon as it is needed."""
    (tmp_path / "meminfo").write_text("MemTotal: 9000000 kB\nMemAvailable:    4000000 kB\n")
    (tmp_path / "memory").mkdir()
    for name, words in files.items():
        (tmp_path / name).write_text(words + "\n")
    assert free_memory(tmp_path / "meminfo", tmp_path) == free


def test_nobody_says_how_much_memory_there_is(tmp_path: Path) -> None:
    assert free_memory(tmp_path / "absent", tmp_path) is None


def test_progress_counts_to_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    for done in range(1, 31):
        foreman.tell_progress(done, 30)
    lines = capsys.readouterr().err.splitlines()
    assert (lines[0], lines[-1], len(lines)) == (
        "Preparing photographs: 3 of 30",
        "Preparing photographs: 30 of 30",
        10,
    )
