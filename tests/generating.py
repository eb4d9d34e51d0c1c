"""Musings that nobody wrote, for the tests: as people write Markdown, and as nobody should.

The same seed gives the same musing. `Tame` writes what has no mistake in it; `Wild` writes everything that
Python-Markdown gives a meaning to, well formed and not, one within the other.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

WHO = "coach runner neighbour walker friend manager stranger climber baker teacher".split()
DID = "noticed carried forgot remembered welcomed avoided described measured followed trusted".split()
WHAT = "hills questions mornings letters silence boots weather doubts maps lanterns rivers bridges".split()
WHEN = "yesterday slowly twice gladly alone together afterwards outside quietly indoors".split()
ODD = [
    "naïve",
    "Köln",
    "東京",
    "🥾",
    "a\u00a0b",
    "it's",
    '"so"',
    "90%",
    "A & B",
    "x < y",
    "2 > 1",
    "…",
    "e.g.",
    "R2-D2",
]

QUESTIONS = 2
"""To a musing at most: a test may add one more, and three are plenty."""


class Tame:
    """Writes good Markdown. addresses: what links may lead to; pictures: what pictures may show."""

    def __init__(self, seed: str, addresses: Sequence[str] = (), pictures: Sequence[str] = ()) -> None:
        self.dice = random.Random(seed)
        self.addresses, self.pictures = addresses, pictures
        self.asked = 0

    def sentence(self) -> str:
        """A plain sentence, without any markup."""
        dice = self.dice
        words = f"the {dice.choice(WHO)} {dice.choice(DID)} {dice.choice(WHAT)} {dice.choice(WHEN)}"
        return f"{words[0].upper()}{words[1:]}."

    def title(self) -> str:
        """A few words without a full stop."""
        return f"{self.dice.choice(WHAT).capitalize()} {self.dice.choice(WHEN)}"

    def paragraph(self) -> str:
        """Two to four sentences, among them perhaps some with markup."""
        return " ".join(self._marked() for _ in range(self.dice.randint(2, 4)))

    def _marked(self) -> str:
        dice, plain = self.dice, self.sentence()
        kinds = ["", "", "", "em", "strong", "code", *(["link"] * 2 if self.addresses else [])]
        kind = dice.choice(kinds)
        if kind == "link":
            return f"{plain[:-1]}, as [{dice.choice(WHO)} told]({dice.choice(self.addresses)})."
        sign = {"em": "*", "strong": "**", "code": "`"}.get(kind, "")
        return f"{plain[:-1]}, {sign}{dice.choice(WHEN)}{sign}."

    def block(self) -> str:
        """One block, a paragraph more often than not."""
        return self.dice.choice(
            [self.paragraph] * 4 + [self.list, self.quotation, self.table, self.code, self.figure]
        )()

    def list(self) -> str:
        """A short list."""
        mark = self.dice.choice(["-", "*", "1."])
        return "\n".join(f"{mark} {self.sentence()}" for _ in range(self.dice.randint(2, 4)))

    def quotation(self) -> str:
        """A quotation of one sentence, or a question to the reader."""
        asks, words = self.dice.choice([False, True]), self.sentence()
        if not asks or self.asked == QUESTIONS:
            return f"> {words}"
        self.asked += 1
        return f"> [!reflect]\n> {self.question()}"

    def question(self) -> str:
        """An open question that asks for a next step, so that it may be the last of a series."""
        return f"What will the {self.dice.choice(WHO)} do first about {self.dice.choice(WHAT)}?"

    def table(self) -> str:
        """A table of two columns."""
        return f"| Who | What |\n| --- | --- |\n| {self.dice.choice(WHO)} | {self.dice.choice(WHAT)} |"

    def code(self) -> str:
        """Fenced code."""
        return f"```\n{self.dice.choice(WHO)} = {self.dice.randint(1, 9)}\n```"

    def figure(self) -> str:
        """A picture alone in its paragraph; without one to show, a paragraph."""
        if not self.pictures:
            return self.paragraph()
        shown = f"{self.dice.choice(WHAT).capitalize()} beside the {self.dice.choice(WHO)}"
        return f"![{shown}]({self.dice.choice(self.pictures)})"

    def body(self) -> str:
        """A whole musing: two or three parts below headings of the second level, some with one of the third."""
        parts = [self.paragraph()]
        for _ in range(self.dice.randint(2, 3)):
            parts += [f"## {self.title()}", self.paragraph(), *(self.block() for _ in range(self.dice.randint(1, 3)))]
            if self.dice.random() < 0.3:
                parts += [f"### {self.title()}", self.paragraph()]
        return "\n\n".join(parts) + "\n"


class Wild:
    """Writes what nobody should. Every address is used once, so that a test can tell which link is which."""

    def __init__(self, seed: str) -> None:
        self.dice = random.Random(seed)
        self.number = 0
        self.notes = 0
        self.definitions: list[str] = []

    def body(self) -> str:
        """A whole musing of two to nine blocks, the definitions of its links before, between or after them."""
        blocks = [self.block(0) for _ in range(self.dice.randint(2, 9))]
        for definition in self.definitions:
            blocks.insert(self.dice.choice([0, len(blocks), self.dice.randint(0, len(blocks))]), f"{definition}\n")
        return self.dice.choice(["\n\n"] * 8 + ["\n", "\n\n\n"]).join(blocks) + "\n"

    # Addresses and names

    def address(self) -> str:
        """An address that stands nowhere else in the musing."""
        self.number += 1
        n = self.number
        return self.dice.choice(
            [
                *[f"/place-{n}/", f"musing-{n}.md", f"https://example.org/p{n}", f"other_{n}_file_.md"] * 3,
                *[f"p{n}(x).md", f"https://example.org/p{n}?a=1&b=2", f"#part-{n}", f"ü{n}.md", f"p%20{n}.md"],
                *[f"mailto:a{n}@example.org", f"tel:+44{n}", f"../p*{n}*.md", f"p{n}\\_x.md", f"p{n}'s.md", f"~p{n}"],
            ]
        )

    def words(self) -> str:
        """One to five words, now and then an odd one."""
        return " ".join(
            self.dice.choice(ODD) if self.dice.random() < 0.1 else self.dice.choice(self.dice.choice([WHO, DID, WHAT]))
            for _ in range(self.dice.randint(1, 5))
        )

    def name(self) -> str:
        """A reference's name."""
        self.number += 1
        return self.dice.choice([f"ref{self.number}", f"Ref {self.number}", f"{self.number}", f"a-ref*{self.number}*"])

    def title_of_link(self) -> str:
        """What may stand behind an address."""
        words = self.words().replace('"', "")
        return self.dice.choice(["", "", f' "{words}"', f" '{words.replace(chr(39), '')}'", f'  "it\'s ({words})"'])

    # Within a text

    def text(self, depth: int = 0) -> str:
        """Running words with whatever may stand among them."""
        pieces = [self.piece(depth) for _ in range(self.dice.randint(1, 6 if depth == 0 else 3))]
        joints = [" "] * 6 + ([""] if depth else ["\n", "  \n", ", ", "\\\n"])
        return "".join(piece + self.dice.choice(joints) for piece in pieces).strip() or "words"

    def piece(self, depth: int) -> str:
        """One piece of a text."""
        if depth > 2:
            return self.words()
        makers: list[Callable[[int], str]] = [
            *[lambda _: self.words()] * 8,
            *[self.link] * 4,
            *[self.picture] * 2,
            *[self.reference] * 3,
            self.emphasis,
            self.emphasis,
            self.code,
            self.escape,
            self.autolink,
            self.tag,
            self.footnote,
            self.leftover,
        ]
        return self.dice.choice(makers)(depth)

    def link(self, depth: int) -> str:
        """An inline link, well formed more often than not."""
        words, address, title = self.text(depth + 1), self.address(), self.title_of_link()
        return self.dice.choice(
            [
                *[f"[{words}]({address}{title})"] * 8,
                f"[{words}](<{address}>{title})",
                f"[{words}](<with space {address}>)",
                f"[{words}]( {address} )",
                f"[{words}](with space {address})",
                f"[{words}]({address}\n{title})" if title else f"[{words}]({address})",
                f"[a [nested] {words}]({address})",
                f"[]({address})",
                f"[{words}]()",
                f"[{words}] ({address})",
                f"[{words}]({address}",
                f"[{words}({address})",
                f"[{words}]({address}){{: title=x }}",
                f"([{words}]({address}))",
            ]
        )

    def picture(self, depth: int) -> str:
        """A picture, inline or by reference."""
        alt, source, title = self.words(), self.address(), self.title_of_link()
        if self.dice.random() < 0.2:
            return "!" + self.reference(depth)
        return self.dice.choice(
            [
                *[f"![{alt}]({source}{title})"] * 4,
                f"![]({source})",
                f"![{alt}](<{source}>)",
                f"![a `code` \\* {alt}]({source})",
                f"![*{alt}*]({source})",
                f"[![{alt}]({source})]({self.address()})",
                f"![{alt}]({source}) ![{alt}]({self.address()})",
                f"\\![{alt}]({source})",
            ]
        )

    def reference(self, depth: int) -> str:
        """A link by its name: in full, collapsed, short; defined, or not."""
        name, words = self.name(), self.text(depth + 1)
        if self.dice.random() < 0.85:
            self.define(name)
        else:
            name = f"never {name}"
        cased = self.dice.choice([name, name.upper()])
        gap = self.dice.choice(["", "", " ", "\n", "\u00a0"])
        return self.dice.choice([f"[{words}]{gap}[{cased}]", f"[{words}]{gap}[{cased}]", f"[{cased}][]", f"[{cased}]"])

    def define(self, name: str) -> None:
        """Keep a reference's definition for later."""
        address = self.address()
        written = self.dice.choice([address, address, f"<{address}>"])
        title = self.dice.choice(["", "", ' "A title"', " 'A title'", " (A title)", '\n    "A title"'])
        self.definitions.append(f"[{name}]: {written}{title}")

    def emphasis(self, depth: int) -> str:
        """Emphasis, closed or not, or inside a word."""
        sign, words = self.dice.choice(["*", "**", "_", "__", "***"]), self.text(depth + 1)
        return self.dice.choice([f"{sign}{words}{sign}"] * 5 + [f"{sign}{words}", f"wo{sign}r{sign}d"])

    def code(self, depth: int) -> str:
        """Code among words; what looks like a link in it is none."""
        inner = self.dice.choice([self.words(), f"[x]({self.address()})", f"![x]({self.address()})", "<b>", "\\"])
        ticks = self.dice.choice(["`", "``", "`` ", "`"])
        return self.dice.choice([f"{ticks}{inner}{ticks[::-1]}"] * 5 + [f"{ticks}{inner}"])

    def escape(self, depth: int) -> str:
        """A sign that is escaped, also where it would have opened a link."""
        address = self.address()
        return self.dice.choice(
            ["\\*", "\\`", "\\\\", f"\\[x]({address})", f"[x\\]]({address})", f"[x]\\({address})", "\\<"]
        )

    def autolink(self, depth: int) -> str:
        """An address in angle brackets."""
        self.number += 1
        n = self.number
        return self.dice.choice(
            [f"<https://example.org/a{n}>", f"<a{n}@example.org>", f"<https://example.org/a_{n}_?b*c*&d>"]
        )

    def tag(self, depth: int) -> str:
        """Raw HTML among words."""
        address = self.address().replace("'", "")
        return self.dice.choice(
            [
                f'<a href="{address}">{self.words()}</a>',
                f"<img src='{address}' alt=x>",
                f"<em>{self.text(depth + 1)}</em>",
                f"<kbd>{self.link(2)}</kbd>",
                "<br>",
                "<!-- a [comment](x.md) -->",
                "<span\n  title='two lines'>x</span>",
                "&copy; &amp; &#8211;",
                "<3",
                "<not a tag",
            ]
        )

    def footnote(self, depth: int) -> str:
        """A footnote's sign; its words are kept for later."""
        if depth:
            return self.words()
        self.notes += 1
        more = self.dice.choice(["", "", f"\n\n    {self._closed()}", "\n    and a second line"])
        self.definitions.append(f"[^{self.notes}]: {self._closed()}{more}")
        return f"word[^{self.notes}]"

    def _closed(self) -> str:
        """A text without an open bracket: that would reach into the sign with which Python-Markdown ends a footnote."""
        text = self.text(1)
        return text if text.count("(") == text.count(")") else self.words()

    def leftover(self, depth: int) -> str:
        """Half of something."""
        return self.dice.choice(["[", "]", "](", "![", "`", "*", "<", "[^", "[x][", "**", "{", "{: #x", "]:", "\t"])

    # Blocks

    def block(self, depth: int) -> str:
        """One block."""
        makers: list[Callable[[int], str]] = [
            *[lambda _: self.text()] * 6,
            *[self.heading] * 2,
            *[self.list] * 3,
            *[self.callout] * 2,
            self.quotation,
            self.table,
            self.fence,
            self.indented_code,
            self.definition_list,
            self.html_block,
            self.pictures,
            self.abbreviation,
            lambda _: self.dice.choice(["---", "* * *", "___", "\\"]),
        ]
        return self.dice.choice(makers)(depth) if depth < 3 else self.text()

    def heading(self, depth: int) -> str:
        """A heading, of any form."""
        words = self.text(2).replace("\n", " ")
        marks = "#" * self.dice.randint(1, 6)
        return self.dice.choice(
            [
                *[f"{marks} {words}"] * 4,
                f"{marks} {words} {marks}",
                f"{marks}{words}",
                f"{words}\n====",
                f"{words}\n----",
                f"{marks} {words} {{#name-{self.number}}}",
                f"{marks} {words} {{: #name-{self.number} .quiet }}",
                f"{marks} Twice the same",
                f"{marks} {words}\n{self.text(1)}",
            ]
        )

    def list(self, depth: int) -> str:
        """A list, its items with more lines, blocks or lists in them."""
        mark, indent = self.dice.choice(["-", "*", "+", "1.", "1)", "7."]), self.dice.choice([2, 3, 4, 4])
        items = []
        for _ in range(self.dice.randint(1, 4)):
            item = f"{mark} {self.text(1)}"
            if depth < 2 and self.dice.random() < 0.35:
                gap = self.dice.choice(["\n", "\n\n"])
                item += gap + _indented(self.block(depth + 1), " " * indent)
            elif self.dice.random() < 0.15:
                item += "\n" + self.text(1)
            items.append(item)
        before = self.dice.choice(["", "", f"{self.words()}:\n"])
        return before + self.dice.choice(["\n", "\n", "\n\n"]).join(items)

    def quotation(self, depth: int) -> str:
        """A quotation, perhaps with a lazy line at its end."""
        inner = self.block(depth + 1)
        return _indented(inner, self.dice.choice(["> ", ">", "> "])) + self.dice.choice(["", "", f"\n{self.words()}"])

    def callout(self, depth: int) -> str:
        """A block of the house's, or one that it does not know."""
        word = self.dice.choice(["reflect", "reflect", "gallery", "invite", "note", "Reflect", "re flect"])
        argument = self.dice.choice(["", "", " {#pinned}", " hill-session: dawn.jpg", " leaders", " *words*"])
        inner = self.dice.choice(["", _indented(self.block(depth + 1), "> "), f"> {self.text(1)}"])
        lazy = self.dice.choice(["", "", f"\n{self.text(1)}", "\n> [!reflect]\n> And this?"])
        return f"> [!{word}]{argument}" + (f"\n{inner}" if inner else "") + lazy

    def table(self, depth: int) -> str:
        """A table with links in it."""
        cells = [self.text(2).replace("\n", " ").replace("|", "") for _ in range(4)]
        rule = self.dice.choice(["| --- | --- |", "|:--|--:|", "| :-: | - |"])
        return f"| {cells[0]} | {cells[1]} |\n{rule}\n| {cells[2]} | `a|b` {cells[3]} |"

    def fence(self, depth: int) -> str:
        """Fenced code, which may not be closed."""
        sign = self.dice.choice(["```", "~~~", "````"])
        head = self.dice.choice(["", "python", " {.python #x}"])
        close = self.dice.choice([f"\n{sign}"] * 5 + [""])
        return f"{sign}{head}\n[not]({self.address()})\n\n> [!reflect]\n# no heading{close}"

    def indented_code(self, depth: int) -> str:
        """Code by four spaces or a tab."""
        return _indented(f"[not]({self.address()})\n# no heading", self.dice.choice(["    ", "\t"]))

    def definition_list(self, depth: int) -> str:
        """A term and what it means."""
        return f"{self.text(2)}\n:   {self.text(1)}\n\n    {self.text(2)}"

    def html_block(self, depth: int) -> str:
        """Raw HTML as a block, with Markdown in it or not."""
        inner = self.text(1)
        return self.dice.choice(
            [
                f"<div>\n{inner}\n</div>",
                f'<div markdown="1">\n\n{self.block(depth + 1)}\n\n</div>',
                f'<section markdown="block" id="s{self.number}">\n{inner}\n</section>',
                f"<p>{inner}</p>",
                f"<!--\n{self.words()}\n\n{self.words()}\n-->",
                f'<figure>\n  <img src="{self.number}.jpg" alt="x"\n    width="1">\n</figure>',
                f"<details><summary>{self.words()}</summary>\n\n{inner}\n\n</details>",
            ]
        )

    def pictures(self, depth: int) -> str:
        """Pictures alone in their paragraph."""
        joint = self.dice.choice([" ", "\n"])
        return joint.join(f"![{self.words()}]({self.address()})" for _ in range(self.dice.randint(1, 3)))

    def abbreviation(self, depth: int) -> str:
        """An abbreviation and a sentence that uses it."""
        return f"*[ABC]: {self.words()}\n\nThe ABC of {self.text(1)}"


def _indented(text: str, by: str) -> str:
    return "\n".join(by + line if line or by.strip() else line for line in text.split("\n"))
