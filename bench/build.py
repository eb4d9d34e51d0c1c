"""Times a clean build of a thousand musings: Cairn's for publication, beside stock Pelican's, in turn.

What is warm: the operating system's file cache and Python's compiled modules (one build of each goes before, not
counted), and Cairn's subset of the fonts, which is made once for each version of the fonts and kept in its cache. What
is not in it: photographs. Their cost is their own and is paid once for each photograph. Nothing else is kept from one
build to the next: each starts with no output folder, in a process of its own, on one core's work.

Of several runs the least counts, for each alike: whatever else the machine does can only add to a run.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import cairn, corpus, stock
from bench.timing import Cost, emptied, run


def measure(folder: Path, count: int, runs: int) -> dict[str, Any]:
    """Write both sites below `folder`, build each `runs` times in turn, and compare."""
    all_of_them = list(corpus.musings(count))
    corpus.write(folder / "cairn", cairn.source(all_of_them))
    corpus.write(folder / "stock", stock.source(all_of_them))
    costs: dict[str, list[Cost]] = {"stock Pelican": [], "Cairn": []}
    for number in range(runs + 1):
        for name in costs:
            cost = _build(name, folder)
            told = f"run {number}" if number else "warming up"
            print(f"  {told:<12} {name:<14} {cost.cpu_s:6.2f} s of processor, {cost.wall_s:6.2f} s", flush=True)
            if number:
                costs[name].append(cost)
    return _compared(costs, folder, count)


def _build(name: str, folder: Path) -> Cost:
    site, output = folder / name.split()[0].lower(), emptied(folder / f"{name.split()[0].lower()}-output")
    if name == "Cairn":
        return run(cairn.command(site, output), cairn.environment(site, folder / "cache"), folder / "cairn.log")
    return run(stock.command(site, output), {}, folder / "stock.log")


def _compared(costs: dict[str, list[Cost]], folder: Path, count: int) -> dict[str, Any]:
    found: dict[str, Any] = {"musings": count, "sites": {}}
    for name, runs in costs.items():
        output = folder / f"{name.split()[0].lower()}-output"
        pages = [page.stat().st_size for page in output.rglob("*.html")]
        found["sites"][name] = {
            "runs": [asdict(cost) for cost in runs],
            "cpu_s": min(cost.cpu_s for cost in runs),
            "wall_s": min(cost.wall_s for cost in runs),
            "memory_mb": max(cost.memory_mb for cost in runs),
            "pages": len(pages),
            "pages_mb": round(sum(pages) / 1e6, 1),
        }
    ours, theirs = found["sites"]["Cairn"], found["sites"]["stock Pelican"]
    found["ratio_cpu"] = round(ours["cpu_s"] / theirs["cpu_s"], 2)
    found["ratio_wall"] = round(ours["wall_s"] / theirs["wall_s"], 2)
    return found


def table(found: dict[str, Any]) -> str:
    """What was measured, to read."""
    lines = [
        f"A clean build of {found['musings']} musings, one process, fonts warm, no photographs, the best of each:",
        "",
    ]
    lines += [f"  {'':<15}{'processor':>10} {'clock':>9} {'memory':>8} {'pages':>7} {'a page':>9}"]
    for name, site in found["sites"].items():
        each = site["pages_mb"] * 1000 / site["pages"]
        times = f"{site['cpu_s']:>8.2f} s {site['wall_s']:>7.2f} s"
        lines.append(f"  {name:<15}{times} {site['memory_mb']:>5} MB {site['pages']:>7} {each:>6.1f} kB")
    return "\n".join([*lines, f"  {'ratio':<15}{found['ratio_cpu']:>10} {found['ratio_wall']:>9}   (the budget: 1.25)"])
