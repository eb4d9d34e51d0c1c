"""Times the darkroom over photographs of 12 megapixels beside sharp, with which Eleventy and Astro make theirs.

Both make the widths and formats that a site of Cairn's has unless it says otherwise, each with its own defaults, its
own processes and threads, from nothing. How like the results are to the photographs is measured against a lossless
downscale, for both alike: faster or smaller at the price of likeness is no gain.

Then the darkroom alone: with nothing changed, and with one photograph more. Sharp has no memory of its own, so there
is nothing to compare. Each is done once: it is the ratios of one run that count, and sharp takes minutes.
"""

from __future__ import annotations

import json
import shutil
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from PIL import Image

from bench import scenery
from bench.likeness import likeness
from bench.timing import ROOT, Cost, run
from plugins.galleries.cache import PhotoCache, digest_of
from plugins.galleries.renditions import Recipe, height_for
from plugins.proofreading.settings import Photographs

SHARP = Path(__file__).with_name("sharp")
RECIPE = Recipe.of(Photographs())
FORMATS = ("avif", "jpg")
Files = dict[tuple[str, int, str], Path]
"""A rendition by its photograph's name, its width and its format."""


def measure(folder: Path, count: int) -> dict[str, Any]:
    """Draw the photographs below `folder`, have them made by both, and compare."""
    node = ready()
    photographs, cache, made = folder / "photographs", folder / "photo-cache", folder / "made-by-sharp"
    print(f"  drawing {count} photographs of 12 megapixels", flush=True)
    paths = scenery.draw(photographs, range(count))
    cold, cold_s = _develop(photographs, cache, folder)
    print(f"  Cairn {cold.wall_s:>8.2f} s", flush=True)
    widths = [str(width) for width in RECIPE.widths_px]
    command = [node, str(SHARP / "develop.mjs"), str(photographs), str(made), *widths]
    sharp = run(command, {}, folder / "sharp.log")
    print(f"  sharp {sharp.wall_s:>8.2f} s\n  comparing what they made", flush=True)
    tools = {"Cairn": _judged(cold, paths, ours(paths, cache)), "sharp": _judged(sharp, paths, theirs(paths, made))}
    again = _again(photographs, cache, folder, count, cold_s)
    return {"photographs": count, "tools": tools, **_compared(tools), **again}


def ready() -> str:
    """The path of Node; sharp is installed beside its program the first time."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        raise SystemExit("Node is missing: `make bench` installs it; `--only build` needs none.")
    if not (SHARP / "node_modules").is_dir():
        command = [npm, "ci", "--prefix", str(SHARP), "--ignore-scripts", "--no-audit", "--no-fund"]
        run(command, {}, SHARP / "install.log")
    return node


def _develop(photographs: Path, cache: Path, folder: Path) -> tuple[Cost, float]:
    """What the process cost, and how long the darkroom itself took, without Python's start."""
    log = folder / "developing.log"
    command = [sys.executable, "-m", "bench.developing", str(photographs), str(cache)]
    cost = run(command, {"PYTHONPATH": str(ROOT)}, log)
    return cost, float(json.loads(log.read_text()))


def ours(paths: list[Path], folder: Path) -> Files:
    """Every rendition in the cache."""
    cache, files = PhotoCache(folder), {}
    for path in paths:
        key = RECIPE.key(digest_of(path.read_bytes()), (0.5, 0.5))
        names = RECIPE.names_for(scenery.SIZE_PX[0])
        files |= {(path.stem, width, each.suffix): cache.path(key, name) for name, (width, each) in names.items()}
    return files


def theirs(paths: list[Path], folder: Path) -> Files:
    """Every rendition that sharp made."""
    every = [(path.stem, width, suffix) for path in paths for width in RECIPE.widths_px for suffix in FORMATS]
    return {(stem, width, suffix): folder / f"{stem}-{width}.{suffix}" for stem, width, suffix in every}


def _judged(cost: Cost, paths: list[Path], files: Files) -> dict[str, Any]:
    """What a tool cost, and what came of it: bytes in kB a photograph, and likeness, by format and width."""
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
        parts = [{key: file for key, file in files.items() if key[0] == path.stem} for path in paths]
        like = {key: value for part in pool.map(likenesses, paths, parts) for key, value in part.items()}
    found: dict[str, Any] = asdict(cost)
    for suffix in FORMATS:
        mine = [key for key in files if key[2] == suffix]
        found[suffix] = {
            "bytes": sum(files[key].stat().st_size for key in mine),
            "likeness": round(sum(like[key] for key in mine) / len(mine), 4),
            "kB": {
                width: round(sum(files[key].stat().st_size for key in mine if key[1] == width) / len(paths) / 1000, 1)
                for width in RECIPE.widths_px
            },
        }
    return found


def likenesses(path: Path, files: Files) -> dict[tuple[str, int, str], float]:
    """How like each rendition of a photograph is to its lossless downscale."""
    found = {}
    with Image.open(path) as photograph:
        for (stem, width, suffix), file in files.items():
            size = (width, height_for(width, photograph.size))
            with Image.open(file) as image:
                downscale = photograph.resize(size, Image.Resampling.LANCZOS)
                found[stem, width, suffix] = likeness(downscale, image.resize(size, Image.Resampling.LANCZOS))
    return found


def _compared(tools: dict[str, Any]) -> dict[str, float]:
    cairn, sharp = tools["Cairn"], tools["sharp"]
    total = {name: sum(tool[suffix]["bytes"] for suffix in FORMATS) for name, tool in tools.items()}
    return {
        "ratio_wall": round(cairn["wall_s"] / sharp["wall_s"], 3),
        "ratio_cpu": round(cairn["cpu_s"] / sharp["cpu_s"], 3),
        "ratio_bytes": round(total["Cairn"] / total["sharp"], 3),
        "likeness_less": round(max(sharp[suffix]["likeness"] - cairn[suffix]["likeness"] for suffix in FORMATS), 4),
    }


def _again(photographs: Path, cache: Path, folder: Path, count: int, cold_s: float) -> dict[str, float]:
    """The darkroom's seconds with nothing changed, with one photograph added, and for that one from nothing."""
    _, unchanged_s = _develop(photographs, cache, folder)
    (added,) = scenery.draw(folder / "one", range(count, count + 1))
    _, alone_s = _develop(added.parent, folder / "one-cache", folder)
    shutil.copy(added, photographs)
    _, added_s = _develop(photographs, cache, folder)
    return {
        "cold_s": round(cold_s, 2),
        "unchanged_s": round(unchanged_s, 4),
        "unchanged_share": round(unchanged_s / cold_s, 4),
        "added_s": round(added_s, 3),
        "alone_s": round(alone_s, 3),
    }


def table(found: dict[str, Any]) -> str:
    """What was measured, to read."""
    lines = [
        f"{found['photographs']} photographs of 12 megapixels, {len(RECIPE.widths_px)} widths, AVIF and JPEG:",
        "",
        f"  {'':<8}{'clock':>9} {'processor':>11} {'memory':>8} {'AVIF':>9} {'JPEG':>9}   likeness: AVIF   JPEG",
    ]
    for name, tool in found["tools"].items():
        sizes = " ".join(f"{tool[suffix]['bytes'] / 1e6:>6.2f} MB" for suffix in FORMATS)
        like = "  ".join(f"{tool[suffix]['likeness']:.4f}" for suffix in FORMATS)
        cost = f"{tool['wall_s']:>7.2f} s {tool['cpu_s']:>9.2f} s {tool['memory_mb']:>5} MB"
        lines.append(f"  {name:<8}{cost} {sizes}           {like}")
    lines += [
        f"  {'ratio':<8}{found['ratio_wall']:>9} {found['ratio_cpu']:>11}          bytes together "
        f"{found['ratio_bytes']}; less like by {found['likeness_less']}",
        "  (the budgets: clock 0.35, memory 250 MB, bytes 1.10, less like by 0.002)",
        "",
        "  kB a photograph, Cairn's and sharp's:",
    ]
    for width in RECIPE.widths_px:
        each = [[tool[suffix]["kB"][width] for tool in found["tools"].values()] for suffix in FORMATS]
        lines.append(f"  {width:>7} px   AVIF {each[0][0]:>6} {each[0][1]:>6}   JPEG {each[1][0]:>6} {each[1][1]:>6}")
    lines += [
        "",
        f"  nothing changed: {found['unchanged_s'] * 1000:.0f} ms, {found['unchanged_share']:.2%} of the first time "
        "(the budget: 2 %)",
        f"  one photograph added: {found['added_s']} s, from nothing it takes {found['alone_s']} s",
    ]
    return "\n".join(lines)
