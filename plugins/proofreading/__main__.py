"""`python -m plugins.proofreading check`: every mistake told once, nothing built.

    check [--format=text|json|github] [--watch]     tell every mistake
    mend [--yes]                                    apply the mechanical cures, after showing them
    keys                                            print docs/keys.md

Ends with 0; with 1 when a mistake would stop the build (or `mend` was not answered); with 2 when the command itself is
not understood. The folder that holds `content/` and `site.toml` is CAIRN_SOURCE, or this one.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from pathlib import Path

from plugins import load_rooms
from plugins.disk import ending_in_words
from plugins.proofreading import keys, mending, report
from plugins.proofreading.mistakes import Mistake
from plugins.proofreading.reading import Order, last_sitemap, proofread

ROOT = Path(__file__).resolve().parents[2]
FORMATS = ("text", "json", "github")
NOTHING = "I found no mistakes."


def main() -> int:
    """Parse the command line and do what it asks; return the exit status."""
    arguments = parse(sys.argv[1:])
    if arguments.verb == "keys":
        print(keys.page(), end="")
        return 0
    for name in load_rooms():
        importlib.import_module(name).register()
    if arguments.verb == "mend":
        return mending.mend(order(), sure=arguments.yes)
    if arguments.watch:
        return watch(arguments.format)
    return check(arguments.format)


def parse(arguments: list[str]) -> argparse.Namespace:
    """The command line; `make check FORMAT=json WATCH=1` and `make mend YES=1` come through the environment."""
    description, _, endings = (__doc__ or "").partition("\n\n")
    parser = argparse.ArgumentParser(
        prog="python -m plugins.proofreading",
        description=description,
        epilog=endings,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("verb", choices=["check", "mend", "keys"])
    parser.add_argument("--format", choices=FORMATS, default=os.environ.get("CAIRN_FORMAT") or "text")
    parser.add_argument("--watch", action="store_true", default=bool(os.environ.get("CAIRN_WATCH")))
    parser.add_argument("--yes", action="store_true", default=bool(os.environ.get("CAIRN_YES")))
    parsed = parser.parse_args(arguments)
    if parsed.format not in FORMATS:
        parser.error(f"FORMAT={parsed.format} is none of {', '.join(FORMATS)}")
    return parsed


def order() -> Order:
    """What is to be proofread: as for publication, since only that must be without fault."""
    root = Path(os.environ.get("CAIRN_SOURCE") or ROOT).expanduser().resolve()
    cache = Path(os.environ.get("CAIRN_CACHE") or ROOT / ".cache").expanduser()
    return Order(root, cache, os.environ.get("CAIRN_ADDRESS", ""), before=last_sitemap(ROOT))


def check(format: str) -> int:
    """Proofread once, print the report to standard output; return the exit status."""
    ordered = order()
    mistakes = proofread(ordered).mistakes
    print(words(mistakes, format), end="", flush=True)
    if format == "github" and (page := os.environ.get("GITHUB_STEP_SUMMARY")):
        # Beside the lines GitHub shows ten annotations of each grade; the page of the run has room for all.
        with open(page, "a", encoding="utf-8") as summary:
            summary.write(f"~~~~text\n{words(mistakes, 'text')}~~~~\n")
    if format == "text" and (files := len(mending.cures(ordered.root, mistakes))):
        print(
            f"make mend can mend some of this, in {files} {'file' if files == 1 else 'files'}: it shows what, and asks."
        )
    return 1 if any(mistake.grade == "stop" for mistake in mistakes) else 0


def words(mistakes: list[Mistake], format: str) -> str:
    """The report in one of `FORMATS`."""
    if format == "json":
        return report.as_json(mistakes)
    if format == "github":
        return report.as_annotations(mistakes)
    said = report.tell(mistakes, report.wants_colour(sys.stdout))
    return f"{said}\n{report.WHERE_HELP_IS}\n" if said else f"{NOTHING}\n"


def watch(format: str) -> int:
    """Proofread, and again after every save, until Ctrl-C. Editors replace files: `site.toml` is known by its time."""
    from watchfiles import watch as saves

    source = order().root
    try:
        check(format)
        before = _time_of(source / "site.toml")
        for found in saves(source / "content", yield_on_timeout=True, rust_timeout=500, raise_interrupt=True):
            if found or _time_of(source / "site.toml") != before:
                before = _time_of(source / "site.toml")
                print(f"\n{'─' * 40}\n" if format == "text" else "", flush=True)
                check(format)
    except FileNotFoundError:
        return 1  # there is no content: the report has said so
    except KeyboardInterrupt:
        print()
    return 0


def _time_of(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def run() -> int:
    """`main`, whose reader may have left: `make check | head` is no mistake."""
    ordered = order()
    try:
        with ending_in_words(content=ordered.root / "content", cache=ordered.cache):
            return main()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


if __name__ == "__main__":
    sys.exit(run())
