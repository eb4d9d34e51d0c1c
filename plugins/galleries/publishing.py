"""Putting renditions where readers get them: links into the cache, of exactly the photos that some page shows."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from plugins.galleries.cache import PhotoCache, size_of
from plugins.galleries.photos import FOLDER, Photo

GONE = "The photographs in {folder} were removed while the site was built, so it is not finished. Build it again."


def publish(photos: Iterable[Photo], cache: PhotoCache, output: Path) -> None:
    """Make the output's folder of photos hold every rendition of these, and nothing else."""
    renditions = {each.address: each for photo in photos for each in (*photo.renditions, *filter(None, [photo.card]))}
    for address, rendition in sorted(renditions.items()):
        place(cache.path(rendition.key, rendition.name), output / address.lstrip("/"))
    folder = output / FOLDER
    kept = {Path(address).name for address in renditions}
    for path in folder.iterdir() if folder.is_dir() else ():
        if path.name not in kept:
            path.unlink()
    if folder.is_dir() and not kept:
        folder.rmdir()


def place(source: Path, target: Path) -> None:
    """Hard-link a file, or copy it to another disk; what is there already has the same content by its name.

    Raises `SystemExit` in words where there is no such file: a page without its picture must not be published.
    """
    if (size := size_of(source)) < 0:
        raise SystemExit(GONE.format(folder=source.parent))
    if size_of(target) == size:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}")
    temporary.unlink(missing_ok=True)
    try:
        os.link(source, temporary)
    except OSError:
        shutil.copyfile(source, temporary)
    os.replace(temporary, target)
