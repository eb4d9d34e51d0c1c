"""Names: which no computer of anybody's may be given, since they lead elsewhere, deceive, or can't be kept."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator

from publisher.pushed.attributes import NAME as ATTRIBUTES
from publisher.pushed.reasons import Reason

LONGEST_NAME_BYTES = 240
"""Disks take 255; the site puts fingerprints and endings behind a name (`…-0123456789-480.avif`, `.zst`)."""
LONGEST_PATH_BYTES = 1_000
"""Linux takes 4,096 and macOS 1,024, with the folders above the site."""
MOST_FOLDERS = 20
IGNORABLE = re.compile("[\u200c-\u200f\u202a-\u202e\u206a-\u206f\ufeff]")
"""What a Mac's disk leaves out when it compares names (git's utf8.c, `next_hfs_char`)."""
GITS_OWN = re.compile(r"\.git|git~\d+")
GIT_OBEYS = re.compile(r"\.gitmodules|\.gitattributes|gitmod~\d+|gitatt~\d+|gi7eba~\d+|gi7d29~\d+")
"""With the short names that Windows gives them (git's path.c, `is_ntfs_dotgitmodules`)."""
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
JOINED = re.compile(
    "(?<=[^\x00-\x7f])[\u200c\u200d](?=[^\x00-\x7f])"
    "|(?<=[^\x00-\x7f])[\ufe0e\ufe0f]|(?<=[0-9#*])\ufe0f\u20e3"
    "|(?<=\U0001f3f4)[\U000e0020-\U000e007e]+\U000e007f"
)
"""Where signs that can't be seen belong: between letters of Persian or Hindi, and in pictures made of several."""
INVISIBLE = re.compile(
    "[\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff0-\ufffb\ufffe\uffff\ue000-\uf8ff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff\U000f0000-\U0010ffff]"
)
"""Unicode's "default ignorable" characters, the empty Braille cell, and what no font may know: private use."""
SURROGATE = re.compile("[\ud800-\udfff]")
STREAM = re.compile(r"::|:\$|^[A-Za-z]:$")
WINDOWS = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$) *(\..*|:.*)?", re.DOTALL)
"""Microsoft, Naming Files, Paths, and Namespaces."""
LITTER = {
    ".ds_store": "A Mac put this here for itself. It tells the names of files that you may not want to tell.",
    "thumbs.db": "Windows put this here for itself. It holds small copies of your photographs.",
    "ehthumbs.db": "Windows put this here for itself. It holds small copies of your photographs.",
    "desktop.ini": "Windows put this here for itself.",
    "__macosx": "A Mac packed this beside your files, for itself. It tells where they came from.",
}
BESIDE = "A Mac put this beside your file, for itself. It tells where the file came from."
AWAY = "Nothing is wrong with your own files. Take it out: git rm -r --cached followed by this name, then commit."
RENAME = "Rename it with letters, digits and hyphens."
GIT = "Take it out of the repository: nothing that you write needs it."
GITS_NAME = ("This name is git's own, or some computers take it for that: git would obey what is in it.", GIT)
OBEYED = ("By a file of this name git is told to change files, or to fetch others. It is not taken here.", GIT)

Found = tuple[str, str] | None
"""What is wrong with a name, and the cure."""


def check_names(paths: Iterable[str]) -> Iterator[Reason]:
    """The first thing that is wrong with each path; a folder is told once."""
    known: dict[str, Found] = {}
    told: set[str] = set()
    for path in paths:
        parts = path.split("/")
        if parts[-1] == ATTRIBUTES and len(parts) > 2 and parts[0] != "content":
            parts.pop()  # beside code one may stand, if it is harmless: its words are looked at
        for number, name in enumerate(parts, 1):
            if name not in known:
                known[name] = fault_in(name)
            if found := known[name]:
                place = "/".join(parts[:number])
                if place not in told:
                    told.add(place)
                    yield Reason(place, *found)
                break
        else:
            if found := _long(path):
                yield Reason(path, *found)


def fault_in(name: str) -> Found:
    """What is wrong with the name of one file or folder; None where nothing is."""
    return next((found for rule in RULES if (found := rule(name))), None)


def harm_in(name: str) -> Found:
    """What is wrong with a name that does harm in a commit that is not published, too: to whoever looks at that one."""
    found = _way_out(name) or _of_git(name)
    return None if found == OBEYED else found


def _long(path: str) -> Found:
    if (folders := path.count("/")) > MOST_FOLDERS:
        return f"This lies {folders:,} folders deep; up to {MOST_FOLDERS} are taken.", "Move it further up."
    if (length := len(path.encode("utf-8", "surrogateescape"))) > LONGEST_PATH_BYTES:
        wanted = f"This name, with its folders, takes {length:,} bytes; up to {LONGEST_PATH_BYTES:,} are taken."
        return wanted, "Give its folders shorter names."
    return None


def _way_out(name: str) -> Found:
    if name in ("", ".", ".."):
        what = f"“{name}”" if name else "a folder without a name"
        return f"This path has {what} in it, which leads out of your site.", GIT
    return None


def _no_utf_8(name: str) -> Found:
    if SURROGATE.search(name):
        return "This name is not written in UTF-8: every computer would read another one.", RENAME
    return None


def _of_git(name: str) -> Found:
    bare = unicodedata.normalize("NFD", IGNORABLE.sub("", name)).casefold()
    for part in re.split(r"[\\:]", bare):
        part = part.rstrip(". ")
        if GITS_OWN.fullmatch(part):
            return GITS_NAME
        if GIT_OBEYS.fullmatch(part):
            return OBEYED
    return None


def _unseen(name: str) -> Found:
    if found := CONTROL.search(name):
        return f"This name has a sign in it that ends a line, or does worse ({_number(found[0])}).", RENAME
    if found := BIDI.search(name):
        return f"This name has a sign in it that turns the direction of writing ({_number(found[0])}).", RENAME
    if found := INVISIBLE.search(JOINED.sub("", name)):
        return f"This name has a sign in it that can't be seen ({_number(found[0])}).", RENAME
    return None


def _elsewhere(name: str) -> Found:
    if "\\" in name:
        return "This name has a backslash in it, which on Windows leads into another folder.", RENAME
    if STREAM.search(name):
        return "This name has a colon in it that means another place, or a hidden part of a file, to Windows.", RENAME
    if WINDOWS.fullmatch(name.casefold()):
        return "Windows keeps this name for itself: nobody could have this file there.", "Give it another name."
    if name[-1:] in (".", " "):
        sign = "full stop" if name.endswith(".") else "space"
        return f"This name ends with a {sign}, which Windows leaves out.", RENAME
    return None


def _too_long(name: str) -> Found:
    if (length := len(name.encode())) > LONGEST_NAME_BYTES:
        return f"This name takes {length:,} bytes; a disk takes few more than {LONGEST_NAME_BYTES}.", "Shorten it."
    return None


def _litter(name: str) -> Found:
    found = LITTER.get(name.casefold()) or (BESIDE if name.startswith("._") else None)
    return (found, AWAY) if found else None


def _number(letter: str) -> str:
    return f"U+{ord(letter):04X}"


RULES: tuple[Callable[[str], Found], ...] = (_way_out, _no_utf_8, _of_git, _unseen, _elsewhere, _too_long, _litter)
"""In this order: each may trust that those before it found nothing."""
