"""Looking at photographs: once for each content, and again when what reads them has changed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from plugins.galleries import inspection
from plugins.galleries.cache import PhotoCache, digest_of
from plugins.galleries.conftest import drawn, saved, taken
from plugins.galleries.darkroom import Fault
from plugins.galleries.foreman import DIED, LATE
from plugins.galleries.inspection import CUT, MANY, Glance, Inspector, Seen, glance_at, tell_looking
from plugins.galleries.photographs import learn_heif
from plugins.galleries.renditions import Recipe
from plugins.proofreading.settings import Photographs


def inspector(folder: Path) -> Inspector:
    """As a new build has one."""
    return Inspector(PhotoCache(folder / "cache"))


def test_what_reads_heic_is_asked_again_when_it_has_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A photograph that an older version took for damaged would stay so for ever; one that none reads, seem fine."""
    learn_heif()
    (path := tmp_path / "a.heic").write_bytes(saved(drawn(), "HEIF"))
    first = inspector(tmp_path)
    first.cache.digest(path)
    first.seen[digest_of(path.read_bytes())], first.is_new = ["It is damaged.", "Export it anew."], True
    first.save()
    assert inspector(tmp_path).look(path) == Fault("It is damaged.", "Export it anew.")
    monkeypatch.setattr(inspection, "heif_version", lambda: "99.0")
    assert isinstance(inspector(tmp_path).look(path), Seen)


def test_photographs_that_are_gone_are_forgotten(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, path in enumerate(paths):
        path.write_bytes(taken(number))
    (first := inspector(tmp_path)).look(paths[0])
    first.look(paths[1])
    first.save()
    paths[0].unlink()
    (later := inspector(tmp_path)).look(paths[2])
    later.save()
    remembered = json.loads(later.path.read_bytes())["seen"]
    assert remembered.keys() == {digest_of(path.read_bytes()) for path in paths[1:]}


def photographs(folder: Path, count: int) -> list[Path]:
    """So many new ones, of which the second is damaged."""
    paths = [folder / f"{number}.jpg" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_bytes(taken(number)[: 400 if number == 1 else None])
    return paths


def test_many_new_photographs_are_looked_at_side_by_side_and_told_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = photographs(tmp_path, MANY)
    one_by_one = [inspector(tmp_path / "other").look(path) for path in paths]
    (together := inspector(tmp_path)).look_at_all([*paths, tmp_path / "gone.jpg"], tell_looking)
    assert capsys.readouterr().err.splitlines() == [
        f"Looking at photographs: {number} of {MANY}" for number in range(1, MANY + 1)
    ]
    assert len(together.seen) == MANY
    assert [together.look(path) for path in paths] == one_by_one
    assert [type(seen) for seen in one_by_one[:3]] == [Seen, Fault, Seen]


def test_a_site_has_its_albums_looked_at_before_they_are_read(
    read_site: Callable[..., Any], capsys: pytest.CaptureFixture[str]
) -> None:
    photos: dict[str, str | bytes] = {f"albums/hill/{number}.jpg": taken(number) for number in range(MANY)}
    read_site(photos | {"albums/hill/album.md": "---\ntitle: A hill\nstatus: draft\n---\n"})
    assert f"Looking at photographs: {MANY} of {MANY}\n" in capsys.readouterr().err


def test_nothing_is_started_for_what_is_known_or_for_a_few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`make check` of a site in which nothing has changed must not wait for a crew."""
    paths = photographs(tmp_path, MANY)
    (first := inspector(tmp_path)).look_at_all(paths)
    first.save()
    monkeypatch.setattr("sys.executable", "/nothing/can/be/started")
    inspector(tmp_path).look_at_all(paths)
    inspector(tmp_path / "other").look_at_all(paths[1:])
    with pytest.raises(FileNotFoundError):
        inspector(tmp_path / "other").look_at_all(paths)


def test_a_photograph_that_ends_the_process_is_a_fault_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names the photograph, and is tried again in the next build: memory that was short may be there by then."""
    paths = photographs(tmp_path, MANY)
    monkeypatch.setattr(inspection, "glance_at", glance_or_die)
    (first := inspector(tmp_path)).look_at_all(paths)
    assert [first.look(path) for path in paths[2:4]] == [DIED, first.look(paths[3])]
    assert isinstance(first.look(paths[3]), Seen)
    first.save()
    monkeypatch.undo()
    assert isinstance(inspector(tmp_path).look(paths[2]), Seen)


def glance_or_die(job: Glance) -> Any:
    """As a decoder that crashes over one photograph."""
    return os._exit(11) if job.path.name == "2.jpg" else glance_at(job)


def test_a_photograph_that_was_late_is_not_waited_for_again(tmp_path: Path) -> None:
    (path := tmp_path / "a.jpg").write_bytes(taken(1))
    first = inspector(tmp_path)
    first.learn(first.digest(path), LATE)
    first.save()
    assert inspector(tmp_path).look(path) == LATE
    path.write_bytes(taken(2))
    assert isinstance(inspector(tmp_path).look(path), Seen)


@pytest.mark.parametrize(
    ("size", "formats", "is_held"),
    [
        ((1, 65_500), ("avif", "jpeg"), True),
        ((1, 65_501), ("avif", "jpeg"), False),
        ((1, 16_384), ("avif", "webp", "jpeg"), False),
        ((3_000, 20_000), ("avif", "webp", "jpeg"), True),  # 12,800 high where it is widest
        ((66_000, 10), ("avif", "jpeg"), True),
    ],
)
def test_a_picture_longer_than_its_files_can_be_is_refused(
    size: tuple[int, int], formats: tuple[str, ...], is_held: bool, tmp_path: Path
) -> None:
    """A chat that somebody scrolled through and saved; JPEG ends at 65,500 px, WebP at 16,383."""
    (path := tmp_path / "a.png").write_bytes(saved(Image.new("1", size), "PNG"))
    recipe = Recipe.of(Photographs(formats=formats))
    words = f"This picture is {size[0]} × {size[1]} px, longer than the files that are made of it can be."
    wanted = Seen(*size, path.stat().st_size) if is_held else Fault(words, CUT)
    assert Inspector(PhotoCache(tmp_path / "cache"), recipe).look(path) == wanted
