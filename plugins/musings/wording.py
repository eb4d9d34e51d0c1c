"""What can be wrong in running text, whatever the other files say: broken links, leftovers, private things, slips.

Hints about sentences are few on purpose: only where a slip is as good as certain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from operator import eq
from typing import NamedTuple

from plugins.musings.callouts import registered_words
from plugins.musings.facts import Finding, Heading
from plugins.musings.inline import Found
from plugins.musings.links import is_malformed


class Remark(NamedTuple):
    """A finding within a text. start: the place of the words at fault there, from 0; at: these words."""

    code: str
    start: int
    at: str
    wanted: str
    fix: str


class Pattern(NamedTuple):
    """A slip that one regular expression finds.

    signs: what has none of them is not searched, which spares nearly all of the searching; or a quicker expression.
    """

    code: str
    signs: tuple[str, ...] | re.Pattern[str]
    found: re.Pattern[str]
    wanted: str
    fix: str


ANCHOR_TAKEN = "The page has a place of this name already.", "Give this one another name."
TANGLED = (
    "This text is nested so deeply, or so long, that I can't read it.",
    "Look for a key that stayed pressed, or for something that was pasted by mistake.",
)
ADDRESS = r"(?:https?://|www\.|mailto:|/|\.\./)[^\s()\[\]]*|[\w./-]+\.(?:md|html?|jpe?g|png|pdf)"
WEB = r"(?:https?://|www\.)[^\s()\[\]]*"
LINK_FORM = "Write [words](address): no space between the two, and both brackets closed."
LOCAL = r"(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\])(?::\d+)?"
BREAK = "This is not a link yet: the words and the address are apart."
PRIVATE = "Whatever stands here, everybody can read and every search engine keeps."
ASKED = "Ask whose it is, or take it out."

IN_PLAIN_TEXT = (
    Pattern(
        "link-syntax",
        ("] (", "]\t(", "]  (", "]\xa0(", "]\n("),
        re.compile(rf"\[[^\[\]\n]{{1,200}}\][ \t\n\xa0]+\((?:{ADDRESS})\)"),
        BREAK,
        LINK_FORM,
    ),
    Pattern(
        "link-syntax",
        (")[",),
        re.compile(rf"\([^()\n]{{1,200}}\)\[(?:{ADDRESS})\]"),
        "This is not a link yet: the two kinds of brackets have changed places.",
        LINK_FORM,
    ),
    Pattern(
        "link-syntax",
        ("](",),
        re.compile(rf"\[[^\[\]\n]{{1,200}}\]\((?:{ADDRESS})(?=\s|$)"),
        "This link is not closed: a ) is missing.",
        LINK_FORM,
    ),
    Pattern(
        "link-syntax",
        ("(http", "(www."),
        re.compile(rf"\[[^\[\]()\n]{{1,200}}\({WEB}\)"),
        "This is not a link yet: a ] is missing before the round bracket.",
        LINK_FORM,
    ),
    Pattern(
        "link-syntax",
        ("](http", "](www."),
        re.compile(rf"(?<![\[\w])\w[^\[\]()\n]{{0,200}}\]\({WEB}\)"),
        "This is not a link yet: its [ is missing.",
        LINK_FORM,
    ),
    Pattern(
        "link-syntax",
        (")(http", ")(www."),
        re.compile(rf"\([^()\n]{{1,200}}\)\({WEB}\)"),
        "This is not a link yet: its words want square brackets.",
        LINK_FORM,
    ),
    Pattern(
        "footnote-missing",
        ("[^",),
        re.compile(r"\[\^[^\]\s\n]{1,80}\](?!:)"),
        "There is no note of this name.",
        "Write it below, on a line of its own: [^its-name]: The words.",
    ),
    Pattern(
        "words-garbled",
        ("\ufffd", "Ã", "â€", "Â"),
        re.compile("\ufffd|Ã[\x80-\xbf©¨ª«¶¼½¤§¢±]|â€[™œ\x9d“”˜¦\x94]|Â[ £©«»·\xa0]"),
        "These letters were spoilt when the text was saved or copied.",
        "Type them anew.",
    ),
    Pattern(
        "words-unfinished",
        ("TODO", "FIXME", "TKTK", "XXX", "orem ipsum"),
        re.compile(r"\b(?:TODO|FIXME|TKTK|XXX|[Ll]orem ipsum)\b"),
        "This looks like something that you meant to come back to.",
        "Finish it, or take it out.",
    ),
    Pattern(
        "import-leftover",
        ("[/", '="', "{%", "{{", "[vc_", "[et_", "[contact-f", "[[", "%%", ":::", "!!!", "~~", "[TOC]", "=="),
        re.compile(
            r"\[/(?:caption|gallery|embed|video|audio)\]"
            r"|\[(?:caption|gallery|embed|video|audio|playlist) [\w-]+=[^\]\n]*\]"
            r"|\[/?(?:vc_|et_pb_|contact-form)[\w-]*[^\]\n]*\]|\{%[^%\n]*%\}|\{\{[^{}\n]*\}\}"
            r"|!?\[\[[^\[\]\n]{1,200}\]\]|%%[^%\n]{1,500}%%|^[ ]{0,3}:::.*|^[ ]{0,3}!!! .*|~~[^~\n]{1,200}~~"
            r"|(?<![=\w])==[^=\n]{1,200}==(?![=\w])|^\[TOC\]$",
            re.MULTILINE,
        ),
        "This mark is left over from another website, and readers would see it.",
        "Take it out, or say it in Markdown.",
    ),
    Pattern(
        "address-private",
        ("@",),
        re.compile(r"(?<![\w.+/:-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"),
        f"This looks like somebody's mail address. {PRIVATE}",
        ASKED,
    ),
    Pattern(
        "address-private",
        ("+44", "07"),
        re.compile(r"(?:\+44 ?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}\b"),
        f"This looks like somebody's mobile number. {PRIVATE}",
        ASKED,
    ),
    Pattern(
        "address-private",
        re.compile(r" \d[A-Z]{2}\b"),
        re.compile(r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"),
        f"This is a full postcode, which names a few houses. {PRIVATE}",
        "Name the town instead, or take it out.",
    ),
)
FUNCTION_WORDS = "the a an of to and for with from by or my your our their this its".split()


def _twice(word: str) -> str:
    """A word before itself in small letters, and before another: “in the the end”, and not the band called The The."""
    return rf"[{word[0].upper()}{word[0]}]{word[1:]}(?=\s+{word}\s+[a-z])"


DOUBLED = Pattern(
    "word-doubled",
    (),
    re.compile(rf"\b(?:{'|'.join(map(_twice, FUNCTION_WORDS))})"),
    "This word stands twice.",
    "Take one of the two out.",
)
BARE = Pattern(
    "link-bare",
    ("://", "www."),
    re.compile(r"(?<![\w/@.=\"'(<\[])(?:https?://|www\.)[^\s<>\x1a]*[^\s<>\x1a.,;:!?)\"'’”*_]"),
    "This is an address, and not yet a link.",
    "Write <{0}>, or [words]({0}).",
)
BROKEN_HEAD = re.compile(r"^[ ]{0,3}(\\?\[ ?! ?(\w+) ?\\?\]?|!\[ ?(\w+) ?\]|\[(\w+)\][ ]*$)", re.MULTILINE)
BOLD = re.compile(r"(?:\*\*|__)([^*_\n]{2,80}[^*_\n.!?:;,…”\"')])(?:\*\*|__)")
CODE_OF_NOTHING = re.compile(r"[\W\d_]*")


def of_text(text: str, plain: str, found: Iterable[Found], tag: str, patterns: Iterable[Pattern]) -> Iterator[Remark]:
    """What is wrong in one text.

    plain: the same with links, code and tags covered. tag: the element that holds it. patterns: of `in_body`.
    """
    for each in found:
        yield from _of_link(each)
    if tag == "p" and (bold := BOLD.fullmatch(text.strip())):
        fix = f"Write ## {bold[1].strip()}, with as many # as the headings around it have."
        yield Remark("heading-bold", text.find(bold[0]), bold[0], "This looks like a heading, and is only bold.", fix)
    if "[" in text:
        yield from _broken_heads(text)
    for pattern in patterns:
        for slip in pattern.found.finditer(plain):
            fix = pattern.fix.format(slip[0]) if pattern is BARE else pattern.fix
            yield Remark(pattern.code, slip.start(), slip[0].strip(), pattern.wanted, fix)


def in_body(body: str) -> list[Pattern]:
    """The patterns that are found in a body at all: nearly always none."""
    active = dict.fromkeys(pattern for rare, sign, pattern in SIGNS if rare in body and sign in body)
    if BRACKETS.search(body):
        active |= dict.fromkeys(pattern for sign, pattern in IN_BRACKETS if sign in body)
    active |= dict.fromkeys(pattern for probe, pattern in PROBES if probe.search(body))
    words = body.split()
    if any(map(eq, words, islice(words, 1, None))):
        active[DOUBLED] = None
    return [pattern for pattern in active if pattern.found.search(body)]


def rarest(sign: str) -> str:
    """The letter of a sign that prose has least: Python misses one letter twenty times as fast as two."""
    by_frequency = " etaoinshrdlu\ncmwfgyp,b.vk-xjqz"
    return max(sign, key=lambda letter: by_frequency.find(letter) % 100)


EVERY = [(sign, each) for each in (*IN_PLAIN_TEXT, BARE) if isinstance(each.signs, tuple) for sign in each.signs]
IN_BRACKETS = [(sign, each) for sign, each in EVERY if set("[])") & set(sign) and not sign.startswith("](")]
SIGNS = [(rarest(sign), sign, pattern) for sign, pattern in EVERY if (sign, pattern) not in IN_BRACKETS]
PROBES = [(each.signs, each) for each in IN_PLAIN_TEXT if isinstance(each.signs, re.Pattern)]
BRACKETS = re.compile(r"\][ \t\n\xa0]|\)[\[(]|\[[\^/\[vecT]")
"""What every sign of `IN_BRACKETS` holds: most texts are done with after this."""


def _of_link(found: Found) -> Iterator[Remark]:
    if found.kind == "undefined":
        if not CODE_OF_NOTHING.fullmatch(found.words):
            wanted = f"Nothing says where [{found.target}] leads."
            fix = f"Add a line [{found.target}]: https://… below, or write [{found.words}](address)."
            yield Remark("link-undefined", found.start, f"[{found.words}]", wanted, fix)
    elif found.kind in ("link", "image_link"):
        if not found.target:
            what = "picture" if found.kind == "image_link" else "link"
            fix = "Write its address between the round brackets."
            yield Remark("link-empty", found.start, f"[{found.words}](", f"This {what} has no address.", fix)
        elif is_malformed(found.target):
            fix = 'Take them out, or type them straight: [words](address "title").'
            wanted = "This address holds curly quotation marks, or signs that nobody sees."
            yield Remark("link-syntax", found.at, found.target, wanted, fix)
        elif found.kind == "link" and not found.words.strip():
            fix = "Write between the square brackets what it leads to."
            yield Remark("link-empty", found.start, "[](", "This link has no words: readers would not see it.", fix)


def _broken_heads(text: str) -> Iterator[Remark]:
    """Near misses of a block: `[!reflect]` without its >, `[! reflect]`, `![reflect]`, `[reflect]`."""
    for head in BROKEN_HEAD.finditer(text):
        word = (head[2] or head[3] or head[4]).casefold()
        if word in registered_words():
            wanted = "This looks like the first line of a block, and is none: readers would see it as it stands."
            fix = f"Write > [!{word}] at the start of the line, an empty line above it, and > before each line of it."
            yield Remark("block-broken", head.start(1), head[1].strip(), wanted, fix)


def of_headings(headings: Iterable[Heading], lines: list[str]) -> Iterator[Finding]:
    """A second title, and levels that are skipped. lines: of the body."""
    level = 1
    for heading in headings:
        at = lines[heading.line - 1].strip() if heading.line <= len(lines) else ""
        if heading.level == 1:
            wanted = "This would be a second title: the page's own stands above it."
            fix = "Write ## for a heading. (A line that begins with # is a heading, whatever you meant by it.)"
            yield Finding("heading-title", heading.line, at, wanted, fix, None)
        elif heading.level > level + 1:
            wanted = f"A heading of level {heading.level} follows one of level {level}: "
            wanted += "readers who have the page read out would look for one between."
            yield Finding("heading-skipped", heading.line, at, wanted, f"Write {'#' * (level + 1)} instead.", None)
        level = heading.level if heading.level > 1 else max(level, 1)
