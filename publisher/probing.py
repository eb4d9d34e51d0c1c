"""Whether a host serves the release that was just published there: its `/build.json` is asked until it says so.

    python -m publisher.probing FILE                    prints release=…, the name of a built site, by its build.json
    python -m publisher.probing ADDRESS RELEASE         ends with 0 once ADDRESS serves it; with 1 when it does not

A host may say “published” and serve the old site, or “failed” and serve the new one: only the site itself knows.
"""

from __future__ import annotations

import http.client
import json
import re
import sys
import time
import urllib.request
from pathlib import Path

PATIENCE_S = 12 * 60.0
"""GitHub Pages lets caches keep a file for ten minutes."""
PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Between two questions; the last one again and again."""
ANSWER_S = 20.0
ANSWER_BYTES = 64_000_000
RELEASE = re.compile(r"[0-9a-f]{40}(-\d+)?")
USAGE = "Usage: python -m publisher.probing FILE | ADDRESS RELEASE"


def release_of(build: bytes) -> str:
    """The name of the release that this build.json describes: its commit, and how many scheduled musings are out.

    Raises ValueError where it describes none, or one that no commit holds.
    """
    try:
        told = json.loads(build)
        name = f"{told['commit']}-{told['scheduled_out']}"
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError("it is no build.json of Cairn's") from error
    if not RELEASE.fullmatch(name):
        raise ValueError("it names no commit")
    return name


def served(address: str, question: str) -> str:
    """The release that is served at this address. question: makes the request one that no cache has seen.

    Raises OSError, ValueError or HTTPException where nothing, or no site of Cairn's, answers.
    """
    request = urllib.request.Request(f"{address}/build.json?{question}")
    request.add_header("Cache-Control", "no-cache")
    request.add_header("User-Agent", "Cairn (is my release live?)")
    with urllib.request.urlopen(request, timeout=ANSWER_S) as answer:
        return release_of(answer.read(ANSWER_BYTES))


def wait_for(address: str, release: str, patience_s: float = PATIENCE_S) -> bool:
    """Ask until this release is served there, and print whatever is new; False once patience is at its end.

    release: a release's name, or its commit alone.
    """
    started, last, number = time.monotonic(), "", 0
    while True:
        try:
            found = served(address, f"{release}-{number}")
            said = f"{address} serves {short(found)}."
        except (OSError, ValueError, http.client.HTTPException) as error:
            found, said = "", f"{address} does not answer as it should: {error}."
        if said != last:
            print(said, flush=True)
            last = said
        if release in (found, found.partition("-")[0]):
            return True
        if time.monotonic() - started >= patience_s:
            return False
        time.sleep(PAUSES_S[min(number, len(PAUSES_S) - 1)])
        number += 1


def short(release: str) -> str:
    """A release as people read it: the first seven digits of its commit, and its number."""
    return release[:7] + release[40:]


def main(arguments: list[str], patience_s: float = PATIENCE_S) -> int:
    """Do what the arguments ask; return the exit status."""
    match arguments:
        case [file]:
            try:
                print(f"release={release_of(Path(file).read_bytes())}")
            except (OSError, ValueError) as error:
                print(f"{file} does not tell which release it is: {error}.", file=sys.stderr)
                return 1
            return 0
        case [address, release] if address.startswith(("https://", "http://")) and RELEASE.fullmatch(release):
            if wait_for(address.rstrip("/"), release, patience_s):
                return 0
            print(
                f"::error title=not-live::Your site was built, and {address} still does not serve it "
                f"({short(release)}). Its readers see what they saw before. Change any file a little, if only by a "
                "space, and commit: a host that gave up on a commit never takes the same one again. "
                "docs/publishing.md, “When the new site does not appear”, says more."
            )
            return 1
    print(USAGE, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
