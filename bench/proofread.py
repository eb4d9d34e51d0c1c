"""Times the proofreading of a thousand musings beside the rendering of the same, in one process, by processor.

The first time nothing is remembered; the second time nothing has changed. What counts is the ratio to rendering, which
a build does anyway: a mistake should be told before it costs that. Of several runs the least counts, for each alike.
"""

from __future__ import annotations

import importlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import cairn, corpus
from bench.timing import ROOT, emptied, run

PARTS = ("proofread the first time", "proofread the second time", "rendered")


def measure(folder: Path, count: int, runs: int) -> dict[str, Any]:
    """Write the corpus below `folder` and time it `runs` times, each in a process of its own."""
    corpus.write(folder / "proofread", cairn.source(list(corpus.musings(count))))
    log = folder / "proofread.log"
    costs: list[dict[str, float]] = []
    for _ in range(runs):
        emptied(folder / "proofread-cache")
        run([sys.executable, "-m", "bench.proofread", str(folder)], {"PYTHONPATH": str(ROOT)}, log)
        costs.append(json.loads(log.read_text()))
    least = {part: round(min(cost[part] for cost in costs), 3) for part in PARTS}
    ratios = {f"ratio, {part}": round(least[part] / least["rendered"], 2) for part in PARTS[:2]}
    return {"musings": count, **least, **ratios}


def table(found: dict[str, Any]) -> str:
    """What was measured, to read."""
    lines = [f"{found['musings']} musings, in one process, the best of each:", ""]
    for part in PARTS:
        ratio = f"{found[f'ratio, {part}']:>8}" if f"ratio, {part}" in found else ""
        lines.append(f"  {part:<28}{found[part]:>8.2f} s of processor{ratio}")
    return "\n".join([*lines, "  (the budget of the first time: 0.50 of rendering)"])


def time_one(folder: Path) -> dict[str, float]:
    """Proofread twice, then render, in this process."""
    from plugins import load_rooms
    from plugins.musings.rendering import render_all
    from plugins.proofreading.reading import Order, make, proofread

    for name in load_rooms():
        importlib.import_module(name).register()
    order = Order(folder / "proofread", folder / "proofread-cache")
    costs = {part: _seconds(lambda: proofread(order)) for part in PARTS[:2]}
    library: Any = proofread(order)
    make(library)  # templates compiled, styles read: rendering alone is timed
    for source in library.sources:
        source.anchors = set()
    return {**costs, PARTS[2]: _seconds(lambda: render_all(library))}


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    print(json.dumps(time_one(Path(sys.argv[1]))))
