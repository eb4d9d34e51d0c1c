"""As many photographs are developed side by side as the machine has room for."""

from pathlib import Path

import pytest
from PIL import Image

from plugins.galleries import foreman, machine
from plugins.galleries.conftest import saved
from plugins.galleries.darkroom import Job
from plugins.galleries.machine import free_memory


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
