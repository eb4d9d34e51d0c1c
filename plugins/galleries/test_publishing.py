"""Publishing: every picture that a page shows is in the output, or there is no new site."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from plugins.galleries.collection import NOTE
from plugins.galleries.publishing import GONE, publish

ALBUM = "---\ntitle: A hill\n---\n"


@pytest.fixture
def shown(read_site: Callable[..., Any], jpeg: bytes) -> tuple[Any, list[Any]]:
    """A collection and the photos of its one album."""
    collection = read_site({"albums/hill/album.md": ALBUM, "albums/hill/dawn.jpg": jpeg}).notes[NOTE]
    return collection, list(collection.photos(collection.albums[0].shown, collection.albums[0].source))


def test_what_pages_show_is_there_and_nothing_else(shown: tuple[Any, list[Any]], tmp_path: Path) -> None:
    collection, photos = shown
    (old := tmp_path / "photos" / "old.jpg").parent.mkdir()
    old.write_bytes(b"of a photo that nothing shows any more")
    publish(photos, collection.cache, tmp_path)
    assert {path.name for path in old.parent.iterdir()} == {
        Path(each.address).name for each in (*photos[0].renditions, photos[0].card)
    }
    publish([], collection.cache, tmp_path)
    assert not old.parent.exists()


def test_a_picture_that_is_gone_from_the_cache_ends_the_build_in_words(
    shown: tuple[Any, list[Any]], tmp_path: Path
) -> None:
    """Another site's tidying, or somebody who clears the cache, came between drawing and publishing."""
    collection, photos = shown
    lost = photos[0].renditions[0]
    path = collection.cache.path(lost.key, lost.name)
    path.unlink()
    with pytest.raises(SystemExit) as ended:
        publish(photos, collection.cache, tmp_path)
    assert ended.value.code == GONE.format(folder=path.parent)
