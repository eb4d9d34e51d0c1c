"""What is told of a body, and what is not: the mistakes people make, and the things that look like them."""

import pytest

from plugins.proofreading.mistakes import in_order

TOLD = {
    # Links
    "[x] (https://e.example/a), more": "link-syntax",
    "[x]\u00a0(https://e.example/a)": "link-syntax",
    "[x]\n(https://e.example/a)": "link-syntax",
    "(x)[https://e.example/a]": "link-syntax",
    "[x](https://e.example/a more": "link-syntax",
    "[x](two.md more": "link-syntax",
    "[x(https://e.example/a)": "link-syntax",
    "here](https://e.example/a)": "link-syntax",
    "(here)(https://e.example/a)": "link-syntax",
    "[x](“https://e.example/a”)": "link-syntax",
    "[x](https://e.example/a\u200b)": "link-syntax",
    "[x][y] and more": "link-undefined",
    "[x]()": "link-empty",
    "[](two.md)": "link-empty",
    "see https://e.example/a now": "link-bare",
    "[x](http://localhost:8000/about/)": "link-local",
    "[x](http://192.168.1.4/)": "link-local",
    "[x](https://deploy-preview-4--site.example/)": "link-local",
    "[x](me@e.example)": "link-broken",
    "[x](www.e.example)": "link-broken",
    "[x](e.com/path)": "link-broken",
    "[x](htps://e.example)": "link-broken",
    "[x](https:/e.example)": "link-broken",
    "[x](two)": "link-broken",
    "[x](two.html)": "link-broken",
    "[x](/Users/jo/Desktop/a.pdf)": "link-to-disk",
    "[x](C:\\Users\\jo\\a.pdf)": "link-to-disk",
    "[x](file:///home/jo/a.pdf)": "link-to-disk",
    "[x](../../../etc/passwd)": "path-outside",
    "[x]({static}/../../etc/passwd)": "link-broken",
    "[x]({filename}../../../etc/passwd.md)": "path-outside",
    "[x](JavaScript:alert(1))": "link-unsafe",
    "[x](java\tscript:alert(1))": "link-unsafe",
    "[x](data:text/html,x)": "link-unsafe",
    "[x](/drafts/later/)": "link-to-draft",
    "[x](two.md#nothing)": "anchor-dead",
    # HTML
    "a <script>alert(1)</script>": "html-unsafe",
    "<iframe src='https://e.example'></iframe>": "html-unsafe",
    "<form action='/x'></form>": "html-unsafe",
    "a <b onclick='x()'>b</b>": "html-unsafe",
    "a <b OnMouseOver=x>b</b>": "html-unsafe",
    "*a*{: onclick=x }": "html-unsafe",
    "<div markdown='1' onclick='x'>\n\na\n\n</div>": "html-unsafe",
    "<a href='javascript:x'>a</a>": "link-unsafe",
    "<a href='two.md'>a</a>": "link-broken",
    "<a href='/no/such/'>a</a>": "link-broken",
    "<img src='two.jpg'>": "picture-in-html",
    "<img src='https://e.example/a.jpg'>": "picture-elsewhere",
    "<p style='color: red'>a</p>": "html-attribute",
    "Dear <name>, hello": "html-unknown",
    "a </div> b": "html-unbalanced",
    "a <b>b": "html-unbalanced",
    "a <!-- note": "html-unbalanced",
    "a <!-- note --> b": "comment-published",
    # Headings, code, notes
    "# Again": "heading-title",
    "#running is a heading": "heading-title",
    "### Deep": "heading-skipped",
    "**Only bold**": "heading-bold",
    "```\ncode": "code-unclosed",
    "a[^1]": "footnote-missing",
    "a[^1]\n\n[^1]: One.\n\n[^1]: Two.": "footnote-repeated",
    # Blocks
    "[!reflect]\n> What?": "block-broken",
    "> [! reflect]\n> What?": "block-broken",
    "> ![reflect]\n> What?": "block-broken",
    "> \\[!reflect]\n> What?": "block-broken",
    "> [reflect]\n> What?": "block-broken",
    "> [!reflect]": "prompt-empty",
    "> [!reflect] What?": "prompt-option",
    "> [!reflect]\n> What?\nMore.": "block-run-on",
    "> [!NOTE]\n> What?": "block-unknown",
    # Words
    "TODO: more": "words-unfinished",
    "Lorem ipsum dolor": "words-unfinished",
    '[caption id="x" align="left"] A': "import-leftover",
    "{{ site.baseurl }}": "import-leftover",
    "![[a.jpg]]": "import-leftover",
    "In the the end of it": "word-doubled",
    "Write to jo@private.example": "address-private",
    "Ring 07700 900123": "address-private",
    "I live at 1 Lane, SW1A 2AA": "address-private",
    "Itâ€™s spoilt": "words-garbled",
    "---\ntitle: Second\ndate: 2026-01-01\n---\n\nMore": "header-again",
}
QUIET = [
    "[x](https://e.example/a_(b)) and [y](<two.md>) and [z](two.md 'A \"title\"').",
    "A list of `[x] (https://e.example)` and `<script>` and `[!reflect]`.",
    "```\n[x](nope.md) <script> TODO jo@private.example\n```",
    "    [x](nope.md) <script> [!reflect]",
    "He wrote [sic] (and meant it), see [1] and [2][3] of the list [...].",
    "[x](irc://e.example) [y](sms:+4477) [z](ftp://e.example/a) [m](magnet:?xt=1) [t](tel:+44)",
    "Press <kbd>Ctrl</kbd>, H<sub>2</sub>O, <abbr title='x'>y</abbr>, a<br>b, <p>an open paragraph",
    "<details><summary>More</summary>\n\nWords.\n\n</details>",
    "It is 3 < 4 and 5 > 4, and a<b.",
    "The band The The plays. She had had enough, and that that was.",
    "Once{once=2} and {one=1} and return { src: 1 }.",
    "## A heading with {braces}\n\n### Below it\n\n## And on",
    "> A quotation,\nthat goes on.\n\n> > And one within.",
    "> [!reflect]\n> What *would* you\n> leave at home?",
    "```yaml\n---\ntitle: Shown\ndate: 2026-01-01\n---\n```\n\n~~~\n[^a]: One.\n[^a]: Two. <!-- \n~~~",
    "- a\n- b\n    - c\n\n1. one\n2. two",
    "A note[^a] and another[^b].\n\n[^a]: One.\n[^b]: Two, with [a link](two.md).",
    "| a | b |\n| --- | ---: |\n| [x](two.md) | `|` |",
    "[up](#top) [down](#) [here](#part)\n\n## Part",
    "The key to it is patience; the secret is rest; a token of it.",
    "Chapter SW1, room B12 and 07 in the morning.",
    "**Bold.** And more.\n\n**Is it bold?**",
    "Times: 10:30 - 11:45, 50 % off, £4.50, C++, C#, R&D, AT&T.",
    "---\n\nA rule above, and\n\n***\n\nbelow.",
]


@pytest.fixture
def told(read_site, musing):
    """`told(body)`: code and line, from the body's first, of all that is told of a musing with this body."""

    def read(body):
        files = {
            "musings/one.md": musing("BODY").replace("BODY", body),
            "musings/two.md": musing("Words.", title="Two"),
            "musings/later.md": musing("Words.", title="Later", status="draft"),
        }
        mistakes = [each for each in in_order(read_site(files).mistakes) if each.file == "content/musings/one.md"]
        return [(each.code, each.line - 6) for each in mistakes]

    return read


@pytest.mark.parametrize("body", TOLD, ids=repr)
def test_a_slip_is_told_on_its_line_and_once(told, body) -> None:
    assert [code for code, _ in told(f"Words.\n\n{body}\n\nWords.")] == [TOLD[body]]


@pytest.mark.parametrize("body", QUIET, ids=repr)
def test_what_only_looks_like_a_slip_is_left_alone(told, body) -> None:
    """Who is told of mistakes that are none stops reading what is told."""
    assert told(body) == []
