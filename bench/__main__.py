"""`make bench`: what a thousand musings cost, built and proofread, what photographs cost, what readers pay,
what the contact form's service gives, and how long a push takes.

Prints a table for each part and writes all numbers to bench/results.json.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import tempfile
from pathlib import Path
from typing import Any

from bench import build, cairn, enquiries, notebook, pages, photos, proofread, publishing, weight
from bench.timing import ROOT, run

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("build", "proofread", "photos", "bytes", "pages", "notebook", "enquiries", "publishing")


def main(arguments: list[str] | None = None) -> None:
    """Run the parts that are asked for, one after the other."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="one part; may be given twice")
    parser.add_argument("--musings", type=int, default=1000, help="how many musings are built (1000)")
    parser.add_argument("--photographs", type=int, default=24, help="how many photographs are made (24)")
    parser.add_argument("--runs", type=int, default=3, help="how often each thing is measured (3)")
    asked = parser.parse_args(arguments)
    parts = asked.only or PARTS
    results: dict[str, Any] = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    results |= {"machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"}
    with tempfile.TemporaryDirectory(prefix="cairn-bench-") as name:
        folder = Path(name)
        if "build" in parts:
            print(f"Building {asked.musings} musings, {asked.runs} times with each:")
            results["build"] = build.measure(folder, asked.musings, asked.runs)
            print("\n" + build.table(results["build"]) + "\n")
        if "proofread" in parts:
            results["proofread"] = proofread.measure(folder, asked.musings, asked.runs)
            print(proofread.table(results["proofread"]) + "\n")
        if "photos" in parts:
            print(f"Making {asked.photographs} photographs, by Cairn and by sharp:")
            results["photos"] = photos.measure(folder, asked.photographs)
            print("\n" + photos.table(results["photos"]) + "\n")
        if {"bytes", "pages"} & set(parts):
            output = demonstration(folder)
        if "bytes" in parts:
            weights = [weight.weigh(output, address) for address in weight.musings_of(output)]
            results["bytes"] = weight.as_data(weights)
            print(weight.table(weights) + "\n")
        if "pages" in parts:
            results["pages"] = look(output, asked.runs)
            print(pages.table(results["pages"]) + "\n")
        if "notebook" in parts:
            results["notebook"] = notebook.measure(folder, asked.runs)
            print(notebook.table(results["notebook"]) + "\n")
        if "enquiries" in parts:
            results["enquiries"] = enquiries.measure(folder, asked.runs)
            print(enquiries.table(results["enquiries"]) + "\n")
        if "publishing" in parts:
            print("Publishing by git push:")
            results["publishing"] = publishing.measure(folder, asked.runs)
            print("\n" + publishing.table(results["publishing"]) + "\n")
    RESULTS.write_text(json.dumps(results, indent=1) + "\n")
    print(f"All numbers: {RESULTS.relative_to(ROOT)}")


def demonstration(folder: Path) -> Path:
    """The demonstration site, built for publication; the first time its photographs take a minute."""
    output = folder / "demonstration"
    cost = run(cairn.command(ROOT, output), {}, folder / "demonstration.log")
    print(f"The demonstration site was built in {cost.wall_s} s.\n")
    return output


def look(output: Path, runs: int) -> dict[str, Any]:
    """Lighthouse on the landing pages of a built site; needs what `make test` installs."""
    modules, chromium, node = (
        ROOT / "tests" / "node_modules",
        os.environ.get("CHROMIUM") or shutil.which("chromium"),
        shutil.which("node"),
    )
    if not (modules.is_dir() and chromium and node):
        raise SystemExit(
            "Lighthouse, Node or Chromium is missing: `make test` installs them; `--only build` needs none."
        )
    from tests.serving import serve

    with serve(output) as host:
        return pages.ask(host, pages.landing_pages(output), node, modules, chromium, runs)


if __name__ == "__main__":
    main()
