"""Raw HTML in a body: which tags may stand there, and what of a tag is refused.

The list of what is admitted follows the one that HTML sanitisers share (ammonia, which nh3 wraps), without what HTML
has dropped; what can run, load or send something is refused. Everything else is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from plugins.musings.facts import Finding
from plugins.musings.wording import Remark

ADMITTED = frozenset(
    """
    a abbr address area article aside b bdi bdo blockquote br caption cite code col colgroup data dd del details dfn
    div dl dt em figcaption figure footer h1 h2 h3 h4 h5 h6 header hgroup hr i img ins kbd li map mark nav ol p picture
    pre q rp rt ruby s samp section small source span strong sub summary sup table tbody td tfoot th thead time tr u
    ul var wbr
    """.split()
)
OUTDATED = frozenset("acronym basefont big blink center dir font marquee nobr rtc strike tt".split())
OF_NO_USE = frozenset("input button select textarea label svg math audio video canvas template noscript dialog".split())
REFUSED = {
    "script": "A script",
    "style": "A style sheet",
    "iframe": "A frame",
    "frame": "A frame",
    "frameset": "A frame",
    "object": "An embedded object",
    "embed": "An embedded object",
    "applet": "An embedded object",
    "form": "A form",
    "base": "A tag that changes every address of the page",
    "link": "A tag that loads another file",
    "meta": "A tag that speaks to browsers",
}
INSTEAD = {
    "iframe": "Link to the page instead: [what it shows](https://…).",
    "form": "Write > [!invite] where readers should be asked to write to you.",
    "style": "Take it out: how the site looks is the theme's business.",
}
TAKE_OUT = "Take it out, or say the same in words and links."
UNCLOSED = frozenset(
    "area base br col embed hr img input link meta source track wbr "
    "p li dt dd tr td th thead tbody tfoot colgroup rp rt".split()
)
"""Tags that have no end, or may leave it out (HTML, section 13.1.2.4)."""
BALANCED = (ADMITTED | OUTDATED) - UNCLOSED
"""Tags that are closed where they are opened; of others something else has been told."""
DANGEROUS = re.compile(r"[\s\x00-\x20]*(?:javascript|vbscript|data)[\s\x00-\x20]*:", re.IGNORECASE)
"""Browsers pass over white space and control characters before a scheme (WHATWG URL, section 4.4)."""
HANDLER = re.compile(r"on(?!ce$|e$|es$|ly$|line$|go|ion|set$|to$|us$|wards?$)[a-z]{3,}", re.IGNORECASE)
"""The name of an event's handler; words of English that begin alike are none."""
DEAF = {
    "style": "Styles written into a tag are switched off on this site.",
    "srcset": "Pictures are shown in the sizes that the site makes itself.",
    "background": "This attribute loads a picture, and has been dropped from HTML.",
    "poster": "This attribute loads a picture that the site does not have.",
    "ping": "This attribute would report your readers' clicks.",
}
SPACE = re.compile(r"\s+")


@dataclass
class Tag:
    """An opening tag. start: its place in the text that was read, from 0. findings: what is wrong with it."""

    name: str
    attributes: dict[str, str]
    start: int
    findings: list[Remark] = field(default_factory=list)
    closes: bool = False


class OpenTags:
    """The account of what is open in a body: a tag that closes nothing would close the page around it."""

    def __init__(self) -> None:
        self.open: list[tuple[str, int, int]] = []

    def meet(self, tag: Tag, line: int, column: int) -> Finding | None:
        """Take note of a tag; what comes back is wrong with a closing one."""
        if tag.name not in BALANCED:
            return None
        if not tag.closes:
            self.open.append((tag.name, line, column))
            return None
        for index in range(len(self.open) - 1, -1, -1):
            if self.open[index][0] == tag.name:
                del self.open[index]
                return None
        wanted = f"</{tag.name}> closes nothing that was opened here, and may close a part of the page around it."
        return Finding("html-unbalanced", line, f"</{tag.name}", wanted, "Take it out.", column)

    def left(self) -> Iterator[Finding]:
        """What is still open at the end."""
        for name, line, column in self.open:
            wanted = f"<{name}> is opened here and never closed: it goes on to the end of the page."
            yield Finding("html-unbalanced", line, f"<{name}", wanted, f"Write </{name}> where it ends.", column)


def read(html: str) -> list[Tag]:
    """Every tag and comment of a piece of HTML, a comment as a tag without a name."""
    reader = _Reader(html)
    reader.feed(html)
    reader.close()
    return reader.tags


def of_element(name: str, attributes: Mapping[str, str]) -> Iterator[Remark]:
    """What is wrong with a tag: its name, its attributes. Places are left at the tag's beginning."""
    if name in REFUSED:
        wanted = f"{REFUSED[name]} (<{name}>) can't stand in a page of this site."
        yield Remark("html-unsafe", 0, f"<{name}", wanted, INSTEAD.get(name, TAKE_OUT))
        return
    if name in OUTDATED:
        wanted, fix = f"<{name}> has been dropped from HTML.", "Take it out, and its closing tag."
        yield Remark("html-unknown", 0, f"<{name}", wanted, fix)
    elif name in OF_NO_USE:
        wanted = f"<{name}> does nothing in a page of this site."
        yield Remark("html-unknown", 0, f"<{name}", wanted, "Take it out, and say it in words or with a picture.")
    elif name not in ADMITTED:
        wanted = f"I don't know the tag <{name}>: readers would not see it."
        fix = f"If you mean the words, write `<{name}>` between backquotes; else take it out."
        yield Remark("html-unknown", 0, f"<{name}", wanted, fix)
    yield from _attributes(attributes)


def _attributes(attributes: Mapping[str, str]) -> Iterator[Remark]:
    for name, value in attributes.items():
        if HANDLER.fullmatch(name):
            wanted = f"{name} would run a script, which no page of this site may."
            yield Remark("html-unsafe", 0, name, wanted, f"Take {name}=… out.")
        elif name in ("formaction", "form", "action"):
            yield Remark(
                "html-unsafe",
                0,
                name,
                f"{name} would send something, which only the contact form may.",
                f"Take {name}=… out.",
            )
        elif name in ("href", "src", "xlink:href") and DANGEROUS.match(value):
            scheme = SPACE.sub("", value.partition(":")[0]).lower()
            wanted = f"An address that begins with {scheme}: could run a script in your reader's browser."
            yield Remark("link-unsafe", 0, value, wanted, "Link to a page instead, with https://.")
        elif name in DEAF:
            loads = "//" in value and name != "style"
            code = "picture-elsewhere" if loads else "html-attribute"
            yield Remark(code, 0, name, DEAF[name], f"Take {name}=… out.")


def of_attribute_list(written: str) -> Iterator[Remark]:
    """What is wrong with an attribute list, `{: name=value}` after a paragraph or a link."""
    for found in re.finditer(r"(?<![\w:-])([\w:-]+)\s*=\s*(\"[^\"]*\"|'[^']*'|[^\s}]*)", written):
        name, value = found[1].lower(), found[2].strip("\"'")
        remarks = list(_attributes({name: value}))
        if name in ("href", "src") and not remarks:
            wanted = f"An address written as {name}=… between braces is not looked after."
            remarks = [Remark("html-unsafe", 0, name, wanted, "Write the link as [words](address).")]
        for remark in remarks:
            yield remark._replace(start=found.start())


class _Reader(HTMLParser):
    """Collects tags with their places."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.tags: list[Tag] = []
        self.line_starts = [0, *(found.end() for found in re.finditer("\n", html))]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        start = self._start()
        attributes = {name: value or "" for name, value in attrs}
        found = Tag(tag, attributes, start)
        for remark in of_element(tag, attributes):
            at = self._as_written(remark.at, start)
            found.findings.append(remark._replace(at=at[1], start=at[0] - start))
        self.tags.append(found)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in UNCLOSED:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.tags.append(Tag(tag, {}, self._start(), closes=True))

    def handle_comment(self, data: str) -> None:
        self.tags.append(Tag("", {}, self._start(), list(_comment(data))))

    def _start(self) -> int:
        line, column = self.getpos()
        return self.line_starts[line - 1] + column

    def _as_written(self, words: str, start: int) -> tuple[int, str]:
        """Where these words stand in the tag that begins at `start`, and in which letters."""
        found = self.html.lower().find(words.lower(), start)
        return (found, self.html[found : found + len(words)]) if found >= 0 else (start, "<")


def _comment(data: str) -> Iterator[Remark]:
    words = data.strip()
    if words == "more" or words.startswith(("wp:", "/wp:", "kg-card", "excerpt")):
        wanted = "This mark is left over from another website."
        yield Remark("import-leftover", 0, f"<!--{data}-->", wanted, "Take it out.")
    elif words and "\x02" not in words:
        wanted = "Whoever looks at the page's source can read this note."
        fix = "Keep it out of the file; a line with # in the first lines, between the ---, is seen by nobody else."
        yield Remark("comment-published", 0, "<!--", wanted, fix)
