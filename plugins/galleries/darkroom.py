"""The darkroom: makes the renditions that are missing, on every processor.

Processes, because an AVIF's bytes depend on the number of threads that encode it. The same bytes come out of any number
of them, and of one that is started again for a photograph under which another died.
"""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from plugins.galleries.cache import PhotoCache, Record, digest_of, size_of
from plugins.galleries.foreman import Fault as Fault  # who has photographs developed also asks what became of them
from plugins.galleries.foreman import Progress, go_over, silent
from plugins.galleries.foreman import tell_progress as tell_progress
from plugins.galleries.metadata import credits, read_metadata
from plugins.galleries.photographs import Photograph, open_photograph
from plugins.galleries.quiet import quiet
from plugins.galleries.refusals import UnusablePhotograph, told_plainly
from plugins.galleries.renditions import CARD, CARD_PX, JPEG, Focus, Recipe, card_of, colour_of, encoded, sizes_of


@dataclass(frozen=True, slots=True)
class Job:
    """A photograph to be developed, and whether it also serves as a share's picture."""

    path: Path
    focus: Focus = (0.5, 0.5)
    card: bool = False


@dataclass(frozen=True, slots=True)
class Developed:
    """A photograph whose renditions are in the cache under `key`, as the recipe names them."""

    key: str
    record: Record
    recipe: Recipe


Result = Developed | Fault


def develop_all(
    jobs: Iterable[Job],
    cache: PhotoCache,
    recipe: Recipe,
    processes: int | None = None,
    progress: Progress | None = None,
) -> dict[Job, Result]:
    """Develop what the cache does not hold yet; a warm cache starts no process and reads no photograph.

    processes: at most so many; None leaves it to the machine. progress(done, total) is called after each photograph.
    """
    keys = {job: key_of(job, cache, recipe) for job in jobs}
    works = together(keys)
    made: dict[str, Result] = {
        key: found for key, job in works.items() if (found := already_developed(key, job.card, cache, recipe))
    }
    todo = {job: key for key, job in works.items() if key not in made}
    # The largest first: so no processor is left alone with a large one at the end.
    largest_first = sorted(todo, key=lambda job: -size_of(job.path))
    work = partial(develop, folder=cache.folder, recipe=recipe)
    with closing(go_over(work, largest_first, processes)) as making:
        for number, (job, result) in enumerate(making, 1):
            made[todo[job]] = result
            (progress or silent)(number, len(todo))
    cache.save_memo()
    return {job: key if isinstance(key, Fault) else made[key] for job, key in keys.items()}


def key_of(job: Job, cache: PhotoCache, recipe: Recipe) -> str | Fault:
    """The key under which what this job makes is kept."""
    try:
        return recipe.key(cache.digest(job.path), job.focus)
    except OSError as error:
        return unreadable(error)


def together(keys: dict[Job, str | Fault]) -> dict[str, Job]:
    """One job for each key: of two that make the same files, each would write over the other's record."""
    works: dict[str, Job] = {}
    for job, key in keys.items():
        if isinstance(key, str):
            works[key] = replace(job, card=job.card or (key in works and works[key].card))
    return works


def already_developed(key: str, card: bool, cache: PhotoCache, recipe: Recipe) -> Developed | None:
    """What the cache holds under this key: None unless that is all that is wanted."""
    record = cache.record(key)
    return Developed(key, record, recipe) if record and (CARD in record.files or not card) else None


def develop(job: Job, folder: Path, recipe: Recipe) -> Result:
    """Make every missing rendition of one photograph and write its record.

    The key is taken from the very bytes that are developed: a file replaced meanwhile can't spoil the cache.
    """
    try:
        data = job.path.read_bytes()
    except OSError as error:
        return unreadable(error)
    try:
        # Whatever goes wrong costs this photograph alone; what must end the build, such as a full disk, gets through.
        with quiet(), told_plainly(data):
            return developed(job, data, PhotoCache(folder), recipe)
    except UnusablePhotograph as error:
        return Fault(error.wanted, error.fix)


def developed(job: Job, data: bytes, cache: PhotoCache, recipe: Recipe) -> Developed:
    """As `develop`, of the photograph's bytes; raises whatever is raised."""
    photograph = open_photograph(data, at_least=needed_px(recipe))
    told = credits(read_metadata(data))
    key = recipe.key(digest_of(data), job.focus)
    record = cache.record(key) or printed(photograph, key, cache, recipe, told)
    if job.card and CARD not in record.files:
        quality = recipe.jpeg
        cache.keep(key, CARD, card := encoded(card_of(photograph, job.focus), JPEG, quality, told))
        record = Record(record.width, record.height, record.colour, {**record.files, CARD: len(card)})
    cache.keep_record(key, record)
    return Developed(key, record, recipe)


def needed_px(recipe: Recipe) -> tuple[int, int]:
    """How wide and high a photograph is to be decoded at least.

    Enough for a card too, whether one is wanted or not: what is made must not depend on where it is shown.
    """
    return max(recipe.widths_px[-1], CARD_PX[0]), CARD_PX[1]


def printed(photograph: Photograph, key: str, cache: PhotoCache, recipe: Recipe, told: bytes | None) -> Record:
    """Make the renditions of all widths and encodings. told: the credits that go into each, as Exif, or none."""
    names = recipe.names_for(photograph.size[0])
    images = sizes_of(photograph, recipe.widths_for(photograph.size[0]))
    files = {}
    for name, (width, encoding) in names.items():
        quality = recipe.quality(encoding, width) or recipe.jpeg
        cache.keep(key, name, data := encoded(images[width], encoding, quality, told))
        files[name] = len(data)
    return Record(*photograph.size, colour_of(images[min(images)]), files)


def unreadable(error: OSError) -> Fault:
    return Fault(f"This file can't be opened ({error.strerror or error}).", "Look whether you can open it yourself.")
