"""Looking at photographs: once for each content, and again when what reads them has changed."""

import json
from pathlib import Path

import pytest

from plugins.galleries import inspection
from plugins.galleries.cache import PhotoCache, digest_of
from plugins.galleries.conftest import drawn, saved, taken
from plugins.galleries.darkroom import Fault
from plugins.galleries.inspection import Inspector, Seen
from plugins.galleries.photographs import learn_heif


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
