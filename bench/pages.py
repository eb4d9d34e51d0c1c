"""Lighthouse on the kinds of page that people land on: the phone profile, as a plain static host would serve them."""

from __future__ import annotations

import json
import os
import re
import statistics
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

CATEGORIES = ("accessibility", "best-practices", "seo", "performance")
TIMES = {
    "first paint": "first-contentful-paint",
    "largest": "largest-contentful-paint",
    "blocked": "total-blocking-time",
    "shift": "cumulative-layout-shift",
}
SCRIPT = Path(__file__).with_name("lighthouse.mjs")


def landing_pages(output: Path) -> list[str]:
    """One page of each kind that Lighthouse is asked about, out of what was built."""
    found = ["/"]
    for kind in ("musings", "series", "albums"):
        names = sorted(page.parent.name for page in (output / kind).glob("*/index.html"))
        plain = [
            name
            for name in names
            if not re.search(r'http-equiv="?refresh', (output / kind / name / "index.html").read_text())
        ]
        found.append(f"/{kind}/{plain[0]}/")
    return [*found, "/contact/"]


def ask(host: str, addresses: Iterable[str], node: str, modules: Path, chromium: str, runs: int = 1) -> dict[str, Any]:
    """Lighthouse's answer for each address: its four scores, the times of the first view, and the audits that failed.

    Of several runs the median of each number counts; one Chromium serves them all.
    """
    order = {
        "urls": [host + address for address in addresses],
        "runs": runs,
        "modules": str(modules),
        "chromium": chromium,
    }
    done = subprocess.run(
        [node, str(SCRIPT), json.dumps(order)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "NO_COLOR": "1"},
    )
    if done.returncode:
        raise SystemExit(f"Lighthouse ended with {done.returncode}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    answers: dict[str, list[dict[str, Any]]] = {}
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            answer = json.loads(line)
            answers.setdefault(answer["url"].removeprefix(host), []).append(answer)
    return {address: _median(several) for address, several in answers.items()}


def _median(several: list[dict[str, Any]]) -> dict[str, Any]:
    numbers = {
        kind: {name: statistics.median(answer[kind][name] for answer in several) for name in several[0][kind]}
        for kind in ("scores", "times")
    }
    return {**numbers, "failed": sorted({name for answer in several for name in answer["failed"]})}


def table(found: dict[str, Any]) -> str:
    """The answers, to read."""
    lines = [
        "Lighthouse, phone:",
        "",
        f"  {'':<40}" + "".join(f"{name:>16}" for name in (*CATEGORIES, *TIMES)),
    ]
    for address, answer in found.items():
        scores = "".join(f"{answer['scores'][name]:>16.0f}" for name in CATEGORIES)
        times = "".join(f"{answer['times'][name]:>16.3g}" for name in TIMES.values())
        lines.append(f"  {address:<40}{scores}{times}")
    return "\n".join(lines)
