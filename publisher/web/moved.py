"""Old addresses that lead to new ones with a status of their own, in the release itself.

A web server reads its configuration when it starts, and a redirect belongs to a release: it must come and go with
it, in the same moment. So a release holds, for the old address `/blog/old/`, a folder `.moved/blog/old` with two things
that say where it leads: `_`, a link to the new page's file, whose place nginx can tell, and `_.html`, a template of
Caddy's that sets the header.
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import unquote

FOLDER = ".moved"
LINK = "_"
TEMPLATE = "_.html"
PLAIN = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9._~-]*)*/")
"""New addresses that stand in a header as they are. Ours are of this kind."""
LONGEST_NAME_BYTES, LONGEST_PLACE_BYTES = 255, 512


def write_moved(folder: Path, redirects: Sequence[tuple[str, str]], base_path: str = "") -> None:
    """Write the old addresses of a built site, in `folder`, each with the new one.

    redirects: pairs as in `_redirects`, with the base path.

    Nothing else may have written there before: Caddy does what a template says.
    What cannot be told a web server in this way keeps what the build made of it: a page that leads on by itself.
    """
    for old, new in redirects:
        place, page = unquote(old).strip("/"), folder / new.removeprefix(base_path).strip("/") / "index.html"
        entry = folder / FOLDER / place
        if not PLAIN.fullmatch(new) or not os.path.isfile(page) or not _is_place(place):
            continue
        if os.path.lexists(entry / LINK):  # the same address in another spelling
            continue
        entry.mkdir(parents=True, exist_ok=True)
        (entry / LINK).symlink_to(os.path.relpath(page, entry))
        (entry / TEMPLATE).write_text(f'{{{{.RespHeader.Set "Location" "{new}"}}}}', encoding="utf-8")


def _is_place(place: str) -> bool:
    return len(place.encode()) <= LONGEST_PLACE_BYTES and all(map(_is_name, place.split("/")))


def _is_name(part: str) -> bool:
    return part not in ("", ".", "..", LINK, TEMPLATE) and len(part.encode()) <= LONGEST_NAME_BYTES and "\0" not in part
