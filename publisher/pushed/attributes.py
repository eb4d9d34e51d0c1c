"""`.gitattributes` beside code: whether it says no more than that files are to be left as they are."""

from __future__ import annotations

from publisher.pushed.pictures import Faults

HARMLESS = frozenset(("-text", "binary", "-diff", "-merge"))
NAME = ".gitattributes"


def check_attributes(data: bytes) -> Faults:
    """What is wrong with such a file, and the cure."""
    for line in data.decode("utf-8", "replace").splitlines():
        words = [] if line.lstrip().startswith("#") else line.split()
        if words and (words[0].startswith(("[", '"')) or not HARMLESS.issuperset(words[1:])):
            yield "By this file git is told to change files on their way.", "Take it out of the repository."
            return
