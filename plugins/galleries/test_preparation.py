"""What is made before bodies are drawn: every photograph that is shown, and no work that is known to be vain."""

from collections.abc import Callable
from typing import Any

import pytest

from plugins.galleries import foreman, preparation
from plugins.galleries.albums import PhotoFile
from plugins.galleries.collection import NOTE
from plugins.galleries.conftest import taken
from plugins.galleries.foreman import LATE
from plugins.galleries.inspection import Inspector
from plugins.galleries.preparation import develop

Read = Callable[..., Any]
ALBUM = {"albums/hill/album.md": "---\ntitle: A hill\n---\n\nSeen from below.\n", "albums/hill/good.jpg": taken(1)}


def told(library: Any) -> list[tuple[str, str]]:
    """Each file that is told to be of no use, and why."""
    return [(each.file, each.wanted) for each in library.mistakes if each.code == "photo-unusable"]


def test_what_is_known_to_be_of_no_use_is_not_tried_again(read_site: Read, capsys: pytest.CaptureFixture[str]) -> None:
    library = read_site(ALBUM | {"albums/hill/broken.jpg": taken(2)[:400]})
    assert "Preparing photographs: 1 of 1" in capsys.readouterr().err
    collection = library.notes[NOTE]
    assert len(list(collection.photos(collection.albums[0].shown, collection.albums[0].source))) == 1
    assert [name for name, _ in told(library)] == ["content/albums/hill/broken.jpg"]
    assert "Preparing" not in capsys.readouterr().err


def test_a_photograph_that_is_late_costs_its_time_once(read_site: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    """No photograph is developed in a hundredth of a second: so long does a process not even take to start."""
    monkeypatch.setattr(foreman, "LIMIT_S", 0.01)
    library = read_site(ALBUM)
    assert told(library) == [("content/albums/hill/good.jpg", LATE.wanted)]
    collection = library.notes[NOTE]
    (file,) = collection.albums[0].shown
    assert Inspector(collection.cache).look(file.path) == LATE


def test_a_photograph_that_is_replaced_or_removed_while_the_site_is_built_is_told(
    read_site: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between the check and the developing: the album does without, and no sitemap names a page that is not there."""
    album = {name: f"albums/hill/{name}.jpg" for name in ("gone", "good", "spoilt", "swapped")}
    files: dict[str, str | bytes] = {name: taken(number) for number, name in enumerate(album.values())}

    def meanwhile(collection: Any, shown: list[PhotoFile]) -> None:
        content = collection.library.content
        (content / album["gone"]).unlink()
        (content / album["spoilt"]).write_bytes(b"half a photo")
        (content / album["swapped"]).write_bytes(taken(9))
        develop(collection, shown)

    monkeypatch.setattr(preparation, "develop", meanwhile)
    library = read_site(files | {"albums/hill/album.md": ALBUM["albums/hill/album.md"]})
    assert [name for name, _ in told(library)] == [f"content/{album[name]}" for name in ("gone", "spoilt")]
    collection = library.notes[NOTE]
    (hill,) = collection.albums
    assert [photo.height for photo in collection.photos(hill.shown, hill.source)] == [481, 489]
    pages = [f"/albums/hill/{number}/" for number in (1, 2, 3, 4)]
    assert [page in library.addresses for page in pages] == [False, True, False, True]
