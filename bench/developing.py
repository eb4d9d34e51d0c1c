"""Develops a folder of photographs as a build does; prints, as JSON, how long the darkroom took, in seconds.

`python -m bench.developing PHOTOGRAPHS CACHE`: a process of its own, so that its memory can be told.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from plugins.galleries.cache import PhotoCache
from plugins.galleries.darkroom import Developed, Job, develop_all
from plugins.galleries.renditions import Recipe
from plugins.proofreading.settings import Photographs


def develop(photographs: Path, folder: Path) -> float:
    """Ask for every photograph of the folder, whatever of them is in the cache already."""
    jobs = [Job(path) for path in sorted(photographs.iterdir())]
    begun_s = time.perf_counter()
    results = develop_all(jobs, PhotoCache(folder), Recipe.of(Photographs()))
    took_s = time.perf_counter() - begun_s
    assert all(isinstance(result, Developed) for result in results.values()), results
    return took_s


if __name__ == "__main__":
    print(json.dumps(develop(Path(sys.argv[1]), Path(sys.argv[2]))))
