"""Lines of a report, made for a terminal of 80 columns in which each of them begins with `remote: `."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator

WIDTH = 72
POINTED = re.compile(r"(\s*)(\^+) (\S.*)")
NAMED = re.compile(r"(\s*\S.*?) +((?:fix|hint): [a-z-]+)|(\s*\S.*?) {2,}([a-z]+(?:-[a-z]+)+)")
"""A last line of the proofreader's: the cure and, at the right, the mistake's name."""


def fitted(lines: Iterable[str], indent: str = "") -> Iterator[str]:
    """Each line in as many as it takes; what stands after a pointer (`^^^ …`) gets a line of its own where it must.

    So does a mistake's name. Gaps inside a line, which have moved a word to the right, are closed where it is too
    long.
    """
    for line in lines:
        whole = f"{indent}{line}".rstrip()
        if len(whole) <= WIDTH:
            yield whole
        elif (found := POINTED.fullmatch(whole)) and len(found[1]) + len(found[2]) <= WIDTH:
            yield found[1] + found[2]
            yield from _wrapped(f"{indent}    {found[3]}")
        elif found := NAMED.fullmatch(whole):
            words, name = (part for part in found.groups() if part)
            yield from _wrapped(words)
            yield words[: len(words) - len(words.lstrip())] + name
        else:
            yield from _wrapped(whole)


def _wrapped(line: str) -> list[str]:
    words = line.lstrip()
    margin = line[: len(line) - len(words)]
    closed = re.sub(r" {2,}", "  ", words)
    return textwrap.wrap(
        closed,
        WIDTH,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )
