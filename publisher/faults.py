"""What is wrong with a release, in words: on which page, what was written, and how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from publisher.contents import Reason
from publisher.headers import IMMUTABLE_FOLDERS
from publisher.kinds import LISTED, address_of, kind_of
from publisher.naming import Named
from publisher.plain import WIDTH, plain, wrapped

MOST = 12
"""Faults told at once. Whoever mends these has most often mended the others."""
MOST_PAGES = 2
"""Pages named for one fault: what stands in a header stands on all of them."""

Words = dict[str | tuple[str, str], str]

FOUND: Words = {
    ("link", "gone"): "a link leads to {target}, and there is nothing.",
    ("load", "gone"): "{target} is shown or used, and there is no such file.",
    ("post", "gone"): "a form is sent to {target}, and nothing there takes it.",
    "slash": "a link leads nowhere; the page is at {target}, with a slash at the end.",
    "letters": "a link leads nowhere; the address is written {target}, capitals and all.",
    "anchor": "a link leads to {target}, and that page has no place of this name.",
    "elsewhere": "something is loaded from {target}, which would hear of every visit.",
    "outside": "{target} lies outside your site, which begins at {base}/.",
    "unusable": "an address leads nowhere, whoever follows it.",
    "unreadable": "it cannot be read as XML, so no program can follow it.",
}
"""What is wrong, by its reason; of `gone` also by what is done with the address."""
CURES: Words = {
    ("link", "gone"): "Mend the link in your text. If that page has moved, write redirect_from: [{below}] into it.",
    ("load", "gone"): "Put the file where its name says, or take it out of your text.",
    "slash": "Write it so in your text.",
    "letters": "Write it so in your text.",
    "anchor": "Headings are named by their words: look at the one that you mean, or link to the page alone.",
    "elsewhere": "Put the file beside your text and name it there, or write a link to it.",
    "outside": "Write the address as if your site began at /.",
    "unusable": "Write an address such as /about/ or https://example.org/ in your text.",
}
NOT_YOURS = "This is not in your text: Cairn has made it, and wrongly. Show it to whoever looks after your server."
STAYED = "What you pushed does not touch this page. Bring back what it names, or take the link out there."


@dataclass(frozen=True)
class Fault:
    """One address that leads nowhere. file: where it stands. target: where it leads, or what it should be.

    has_stayed: whether the file is one that the push has not changed.
    """

    file: str
    reason: Reason
    target: str
    named: Named
    has_stayed: bool = False

    @property
    def key(self) -> tuple[str, str, str, bool]:
        """What it has in common with the same fault on another page."""
        return (self.reason, self.target, self.named.kind, self.has_stayed)

    @property
    def is_the_coachs(self) -> bool:
        """Whether it may stand in what somebody wrote; all else is made by a program."""
        is_written = self.named.is_in_text and kind_of(address_of(self.file)) in LISTED
        is_made = self.named.kind == "post" or any(f"/{folder}/" in self.named.address for folder in IMMUTABLE_FOLDERS)
        return is_written and not is_made


def in_words(faults: Iterable[Fault], base_path: str) -> list[str]:
    """The faults as lines for the coach; the same one on several pages is told once."""
    groups: dict[tuple[str, str, str, bool], list[Fault]] = {}
    for fault in faults:
        groups.setdefault(fault.key, []).append(fault)
    lines = [line for group in list(groups.values())[:MOST] for line in _told(group, base_path)]
    if (more := len(groups) - MOST) > 0:
        lines.append("And one more." if more == 1 else f"And {more} more.")
    return lines


def _told(group: list[Fault], base_path: str) -> Iterator[str]:
    one = next((fault for fault in group if fault.is_the_coachs), group[0])
    values = {"target": plain(one.target), "below": plain(one.target.removeprefix(base_path)), "base": base_path}
    yield from wrapped(f"{_where(group, base_path)}: {_sentence(FOUND, one, values)}")
    if one.named.written:
        yield f"  Written: {plain(one.named.written, WIDTH - 11)}"
    yield from wrapped(_cure(one, values), "  ")


def _cure(fault: Fault, values: dict[str, str]) -> str:
    if fault.has_stayed:
        return STAYED
    return _sentence(CURES, fault, values) if fault.is_the_coachs else NOT_YOURS


def _sentence(table: Words, fault: Fault, values: dict[str, str]) -> str:
    words = table.get((fault.named.kind, fault.reason)) or table[fault.reason]
    return words.format(**values)


def _where(group: list[Fault], base_path: str) -> str:
    pages = list(dict.fromkeys(plain(base_path + address_of(fault.file), WIDTH - 10) for fault in group))
    shown, more = pages[:MOST_PAGES], len(pages) - MOST_PAGES
    if more > 0:
        return f"On {', '.join(shown)} and {more} more page{'s' * (more > 1)}"
    return f"On {' and '.join(shown)}"
