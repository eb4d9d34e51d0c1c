"""The output folder is a whole site, the new or the old, at whatever moment a build ends."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from desk.output import Refused, fresh_folder, swap
from desk.test_build import has_files

NOBODY = 4_194_305  # above the largest process number
SITE = ("404.html", "sitemap.xml")


def names_in(folder: Path) -> list[str]:
    """What lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_the_new_site_takes_the_place_of_the_whole_old_one(tmp_path: Path) -> None:
    """A page that is gone from the content is gone from the output."""
    output = has_files(tmp_path / "output", *SITE, "gone.html")
    with fresh_folder(output) as folder:
        has_files(folder, *SITE, "new.html")
        swap(folder, output)
    assert names_in(output) == ["404.html", "new.html", "sitemap.xml"]
    assert names_in(tmp_path) == ["output"]


def test_what_a_build_left_that_was_killed_goes_with_the_next(tmp_path: Path) -> None:
    """Nobody has to tidy up by hand; a build that still runs keeps its folders, and so does everybody else."""
    running = os.getppid()
    kept = [f"output.building-{running}", f"output.building-{running}-old", "output", "output.building-notes"]
    gone = [f"output.building-{NOBODY}", f"output.building-{NOBODY}-old", f"output.building-{os.getpid()}"]
    for name in kept + gone:
        has_files(tmp_path / name, "half.html")
    with fresh_folder(tmp_path / "output"):
        pass
    assert names_in(tmp_path) == sorted(kept)


@pytest.mark.parametrize("process_id", [NOBODY, os.getppid(), os.getpid()], ids=["nobody", "parent", "this one"])
def test_a_site_that_a_killed_build_had_set_aside_is_put_back(tmp_path: Path, process_id: int) -> None:
    """Before anything else, and whoever has the dead build's number now: in a container each build has the same."""
    has_files(tmp_path / f"output.building-{process_id}-old", *SITE, "old.html")
    has_files(tmp_path / f"output.building-{process_id}", *SITE, "new.html")
    with pytest.raises(KeyboardInterrupt), fresh_folder(tmp_path / "output"):
        raise KeyboardInterrupt
    assert names_in(tmp_path / "output") == ["404.html", "old.html", "sitemap.xml"]
    assert f"output.building-{process_id}-old" not in names_in(tmp_path)


def test_a_site_that_is_there_is_not_replaced_by_one_set_aside(tmp_path: Path) -> None:
    """A kill after the second move leaves the new site in its place and the old one to be tidied away."""
    has_files(tmp_path / "output", *SITE, "new.html")
    has_files(tmp_path / f"output.building-{NOBODY}-old", *SITE, "old.html")
    with fresh_folder(tmp_path / "output"):
        pass
    assert names_in(tmp_path / "output") == ["404.html", "new.html", "sitemap.xml"]
    assert names_in(tmp_path) == ["output"]


def test_an_interrupt_between_the_moves_puts_the_old_site_back(tmp_path: Path) -> None:
    """`swap` keeps its promise even where nobody held the signals back."""

    class Interrupted(type(tmp_path)):  # type: ignore[misc]
        def rename(self, target: Path) -> Path:
            super().rename(target)
            raise KeyboardInterrupt

    output = has_files(tmp_path / "output", *SITE, "old.html")
    with fresh_folder(output) as folder:
        has_files(folder, *SITE, "new.html")
        with pytest.raises(KeyboardInterrupt):
            swap(folder, Interrupted(output))
    assert names_in(output) == ["404.html", "old.html", "sitemap.xml"]
    assert names_in(tmp_path) == ["output"]


def test_a_swap_that_finds_its_place_taken_leaves_what_is_there(tmp_path: Path) -> None:
    """Another build was at its start between the two moves, and put the old site back."""
    output = tmp_path / "output"
    with fresh_folder(output) as folder:
        has_files(folder, *SITE, "new.html")

        class Overtaken(type(tmp_path)):  # type: ignore[misc]
            def exists(self, *, follow_symlinks: bool = True) -> bool:
                has_files(output, *SITE, "old.html")
                return False

        with pytest.raises(Refused, match="could not take the place of"):
            swap(folder, Overtaken(output))
    assert names_in(output) == ["404.html", "old.html", "sitemap.xml"]
