"""The mistakes that coaches make, each of which spoils a good site in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from tests.generating import Tame
from tests.seeding import ADDRESS, PARTS, Site, photograph


class Told(NamedTuple):
    """What is to be told of a slip: the mistake's code, its file, its line (None: the file as a whole)."""

    code: str
    file: str
    line: int | None


KEYS: dict[str, tuple[str, str, list[str]]] = {
    "a date nobody can read": (
        "date-unreadable",
        "date",
        ["the 2nd of Marchember", "2026", "soon", "2/2026", "20260302x"],
    ),
    "a day that does not exist": ("date-impossible", "date", ["2026-02-30", "2026-13-01", "2025-04-31 07:30"]),
    "a time that does not exist": ("date-impossible", "date", ["2026-03-02 25:00", "2026-03-02 07:61"]),
    "a day or a month": ("date-ambiguous", "date", ["03/04/2026", "3.4.2026", "11-12-2025"]),
    "no date behind its key": ("date-missing", "date", [""]),
    "no title behind its key": ("title-missing", "title", [""]),
    "an unknown status": ("status-unknown", "status", ["publishd", "drafft", "later", "[draft]"]),
    "a draft by another key": ("status-unknown", "draft", ["true", "yes"]),
    "an unknown key": ("key-unknown", "sumary", ["Words.", "[a, b]"]),
    "a key of another program": ("key-unknown", "category", ["running"]),
    "a title that is a list": ("value-wrong", "title", ["[one, two]"]),
    "tags that are a table": ("value-wrong", "tags", ["{one: two}"]),
    "a part in words": ("part-wrong", "part", ["two", "0", "-1", "1.5"]),
    "YAML with a second colon": ("yaml-broken", "status", ["draft: or not: so"]),
    "YAML with an open bracket": ("yaml-broken", "status", ['"draft']),
    "a title that is a note": ("words-swallowed", "title", ["Rule #1", "Running #slow today"]),
    "an unknown invitation": ("call-to-action-unknown", "call_to_action", ["leader", "nobody"]),
    "a tag nearly the same": ("tag-near", "tags", ["[listening, morning]", "[mornings, listenin]"]),
    "a tag that stands once": ("tag-lonely", "tags", ["[listening, submarines]", "[mornings, zebras]"]),
    "a date to come": ("date-to-come", "date", ["2030-01-01", "2026-12-24 07:30"]),
    "changed before it was published": ("updated-early", "updated", ["2001-01-01"]),
    "a title too long": ("title-long", "title", ["A walk of many words " * 5]),
    "a summary too long": ("summary-long", "summary", ["We walked and talked about nothing. " * 8]),
    "a redirect out of the site": ("redirect-unsafe", "redirect_from", ["[/../secret/]", "[/]", "[/a|b/]"]),
    "a redirect over a page": ("redirect-hides", "redirect_from", ["[/about/]", "[/musings/]", "[/about/index.html]"]),
    "a redirect into the site's own": ("redirect-hides", "redirect_from", ["[/assets/x.js]", "[/feeds/old.xml]"]),
    "a lead photo that is not there": ("picture-missing", "photo", ["gat.jpg", "/nowhere.jpg"]),
    "a lead photo that its album lacks": ("photo-unknown", "photo", ["hill/noon.jpg"]),
    "a lead photo without words": ("alt-missing", "photo", ["gate.jpg"]),
    "a series that does not exist": ("series-unknown", "series", ["Quick paths", "slow"]),
}
"""A front matter key with a value that does not fit: code, key, values."""

WORDS: dict[str, tuple[str, list[str]]] = {
    "a link to no file": ("link-broken", ["[words](gone.md)", "[words](gone.md#part)", "[*words*](../pages/gone.md)"]),
    "a link to no page": ("link-broken", ["[words](/gone/)", '[words](/gone/ "A title")', "[words](</gone/>)"]),
    "a link to no heading": (
        "anchor-dead",
        ["[words](#gone)", "[words](/about/#gone)", "[words](../pages/about.md#gone)"],
    ),
    "a picture that is not there": ("picture-missing", ["![Words](gone.jpg)", "[![Words](gone.jpg)](/about/)"]),
    "a picture of another site": ("picture-elsewhere", ["![Words](https://example.org/a.jpg)"]),
    "a picture without words": ("alt-missing", ["![](gate.jpg)", '![](gate.jpg "A title")']),
    "a picture whose words are its name": ("alt-file-name", ["![gate.jpg](gate.jpg)", "![IMG_2034](gate.jpg)"]),
    "a picture whose words stand twice": ("alt-in-caption", ['![A gate](gate.jpg "A gate")']),
    "a link out of the folder": ("path-outside", ["[words](../../../secret.md)", "[words](../../site.toml)"]),
    "Pelican's form out of the folder": (
        "path-outside",
        ["[words]({static}../../../secret.pdf)", "[words]({filename}../../../secret.md)"],
    ),
    "a script": ("html-unsafe", ["<script>alert(1)</script>", '<script src="https://example.org/x.js"></script>']),
    "a style": ("html-unsafe", ["<style>p { color: red }</style>"]),
    "a frame": ("html-unsafe", ['<iframe src="https://example.org/"></iframe>']),
    "a form": ("html-unsafe", ['<form action="/x">words</form>', "<form>words</form>"]),
    "a handler": ("html-unsafe", ['<b onclick="alert(1)">words</b>', "<span onmouseover=alert(1)>words</span>"]),
    "a link that runs": (
        "link-unsafe",
        ["[words](javascript:alert(1))", "[words](data:text/html,x)", "[words](JaVaScript:x)"],
    ),
    "a tag that runs": (
        "link-unsafe",
        ['<a href="javascript:alert(1)">words</a>', "<a href='data:text/html,x'>words</a>"],
    ),
    "a gap in a link": ("link-syntax", ["[words] (https://example.org/)", "[words] (/about/)"]),
    "brackets that changed places": ("link-syntax", ["(words)[https://example.org/]"]),
    "a link that is not closed": ("link-syntax", ["[words](https://example.org/ and on"]),
    "curly quotation marks in a link": ("link-syntax", ["[words](“/about/”)", "[words](/about/ “A title”)"]),
    "a place on the coach's disk": ("link-to-disk", ["[words](/Users/ada/plan.pdf)", "[words](file:///C:/plan.pdf)"]),
    "a page of the preview": ("link-local", ["[words](http://localhost:8000/about/)", "<http://127.0.0.1:8000/>"]),
    "a preview of a host's": ("link-local", ["[words](https://deploy-preview-7--paths.netlify.app/about/)"]),
    "a name that nothing defines": ("link-undefined", ["[words][nowhere]"]),
    "a link without an address": ("link-empty", ["[words]()"]),
    "a link without words": ("link-empty", ["[](/about/)"]),
    "an address that is no link": ("link-bare", ["https://example.org/page"]),
    "a password": ("secret-shown", ["password: hunter2hunter2", "AKIA" + "J7Q2W9LX4T8B6N5R", "ghp_" + "a1" * 20]),
    "somebody's mail address": ("address-private", ["jo.bloggs@example.com", "`jo`, jo@bloggs.co.uk"]),
    "somebody's number": ("address-private", ["07700 900123", "+447700900123"]),
    "something to come back to": ("words-unfinished", ["TODO", "FIXME", "Lorem ipsum"]),
    "a mark of another website": ("import-leftover", ['[caption id="a"]', "{% include x.html %}", "{{ site.title }}"]),
    "a word twice": ("word-doubled", ["in the the end"]),
    "a tag that nobody knows": ("html-unknown", ["<blnk>words</blnk>"]),
    "a tag that HTML has dropped": ("html-unknown", ["<center>words</center>", "<font>words</font>"]),
    "a style in a tag": ("html-attribute", ['<b style="color: red">words</b>']),
    "a note to oneself": ("comment-published", ["<!-- ask Jo first -->"]),
}
"""Words that may stand anywhere in running text."""

BLOCKS: dict[str, tuple[str, list[str], int]] = {
    "an unknown block": ("block-unknown", ["> [!relfect]\n> What now?", "> [!note]\n> Words."], 0),
    "a question beside its block": ("prompt-option", ["> [!reflect] What now?", "> [!reflect] goal So what now?"], 0),
    "an unknown kind": (
        "prompt-kind",
        ["> [!reflect] loudly\n> What now?", "> [!reflect] {#x} gaol\n> What now?"],
        0,
    ),
    "a closed question": ("question-closed", ["> [!reflect]\n> Will you *begin* tomorrow?"], 1),
    "a question with why": ("question-why", ["> [!reflect] will\n> And **why** did they begin?"], 1),
    "two questions in one": ("question-double", ["> [!reflect]\n> What now?\n> Where next?"], 2),
    "a question too long": ("question-long", [f"> [!reflect]\n> What will you carry\n> {'and carry ' * 9}next?"], 2),
    "a question too many": ("prompts-many", ["\n\n".join(["> [!reflect]\n> What now?"] * 4)], 9),
    "a notice of the form with words": ("form-words", ["> [!form]\n> Not much.", "> [!form] here"], 0),
    "a table with words": ("kept-words", ["> [!kept]\n> Not much.", "> [!kept] here"], 0),
    "an empty block": ("prompt-empty", ["> [!reflect]", "> [!reflect]\n>", "> [!reflect]\n\nWhat now?"], 0),
    "a block without its sign": (
        "block-broken",
        ["[!reflect]\nWhat now?", "[!invite]", "> Words.\n\n[!reflect] so"],
        0,
    ),
    "a gallery of no album": ("album-unknown", ["> [!gallery] hil", "> [!gallery] hil: dawn.jpg"], 0),
    "a gallery that names none": ("album-missing", ["> [!gallery]"], 0),
    "a gallery of no photo": (
        "photo-unknown",
        ["> [!gallery] hill: noon.jpg", "> [!gallery] hill: dawn.jpg, n.jpg"],
        0,
    ),
    "an invitation of no name": ("call-to-action-unknown", ["> [!invite] leader"], 0),
    "an invitation with words": ("call-to-action-words", ["> [!invite]\n> Do write."], 0),
    "a second title": ("heading-title", ["# Words", "Words\n====="], 0),
    "a level left out": ("heading-skipped", ["##### Words", "###### Words"], 0),
    "a heading in bold": ("heading-bold", ["**Words of a heading**", "__Words of a heading__"], 0),
    "a footnote in a block": ("footnote-in-block", ["> [!reflect]\n> What now?[^1]\n\n[^1]: Words."], 1),
    "a script of its own": ("html-unsafe", ["<div>\n\n<script>alert(1)</script>\n\n</div>"], 2),
    "a picture as a tag": ("picture-in-html", ['<figure>\n<img src="gate.jpg" alt="A gate">\n</figure>'], 1),
    "a definition that leads nowhere": ("link-broken", ["Some [words][a].\n\n[a]: /gone/"], 2),
    "a footnote that leads nowhere": ("link-broken", ["Words.[^1]\n\n[^1]: See [there](gone.md)."], 2),
}
"""Blocks that stand by themselves: code, texts, how far below its first line the fault is."""


def _key(code: str, key: str, values: list[str]) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        # A musing that stands alone; what belongs to a series has a part, a line of its own.
        name = site.musing(lambda text: "\npart:" not in text)
        return Told(code, name, site.set_key(name, key, site.dice.choice(values).strip()))

    return slip


def _words(code: str, words: list[str]) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        name = site.musing()
        return Told(code, name, site.put_among_words(name, site.dice.choice(words)))

    return slip


def _block(code: str, blocks: list[str], below: int) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        name, block = site.musing(), site.dice.choice(blocks)
        return Told(code, name, site.put(name, block) + (2 if block.startswith("> Words.") else below))

    return slip


def _no_line(code: str, start: str, line: Callable[[Site, str], int | None]) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        name = site.musing()
        site.drop(name, start)
        return Told(code, name, line(site, name))

    return slip


def not_utf_8(site: Site) -> Told:
    """Saved by an editor of the nineties."""
    name = site.musing()
    line = site.put(name, "A caf\xe9 by the river.")
    site.files[name] = site.text(name).encode("latin-1")
    return Told("not-utf-8", name, line)


def byte_order_mark(site: Site) -> Told:
    """Saved with an invisible mark."""
    name = site.musing()
    site.files[name] = "\ufeff" + site.text(name)
    return Told("byte-order-mark", name, 1)


def tab_in_yaml(site: Site) -> Told:
    """A list whose items begin with a tab."""
    name = site.musing()
    return Told("yaml-broken", name, site.set_key(name, "tags", "\n\t- listening\n\t- mornings") + 1)


def no_first_dashes(site: Site) -> Told:
    """The opening line is gone."""
    name = site.musing()
    site.drop(name, "---")
    return Told("header-old", name, 1)


def no_front_matter(site: Site) -> Told:
    """Words alone."""
    name = site.musing()
    site.files[name] = site.text(name).split("\n---\n\n", 1)[1]
    return Told("front-matter-missing", name, 1)


def no_last_dashes(site: Site) -> Told:
    """The closing line is gone."""
    name = site.musing()
    site.files[name] = site.text(name).replace("\n---\n", "\n", 1)
    return Told("front-matter-unclosed", name, 1)


def pelican_header(site: Site) -> Told:
    """As Pelican itself wants it."""
    name = site.musing()
    body = site.text(name).split("\n---\n\n", 1)[1]
    site.files[name] = f"Title: A walk\nDate: 2026-03-02\n\n{body}"
    return Told("header-old", name, 1)


def twice_the_slug(site: Site) -> Told:
    """A second file that differs by the date in its name: the later by name is told."""
    name = site.musing()
    twin = f"content/musings/2025-01-01-{name.rpartition('/')[2]}"
    site.files[twin] = site.text(name).replace(" on walk", " again on walk", 1).replace("\npart: ", "\n# part: ")
    return Told("address-taken", max(name, twin), None)


def twice_the_title(site: Site) -> Told:
    """The later by name is told."""
    one, other = sorted({site.musing() for _ in range(40)})[:2]
    line = site.set_key(other, "title", site.text(one).split("\n")[1].removeprefix("title: "))
    return Told("title-repeated", other, line)


def twice_the_redirect(site: Site) -> Told:
    """The later by name is told."""
    one, other = sorted({site.musing() for _ in range(40)})[:2]
    site.set_key(one, "redirect_from", "[/blog/old/]")
    return Told("redirect-twice", other, site.set_key(other, "redirect_from", "[/blog/older/, /blog/old/]"))


def redirect_over_a_musing(site: Site) -> Told:
    """Below another one that is good."""
    one, other = sorted({site.musing() for _ in range(40)})[:2]
    line = site.set_key(one, "redirect_from", f"\n  - /blog/old/\n  - {_address(other)}")
    return Told("redirect-hides", one, line + 2)


def redirect_loop(site: Site) -> Told:
    """From the page to itself."""
    name = site.musing()
    return Told("redirect-loop", name, site.set_key(name, "redirect_from", f"[{_address(name)}]"))


def _address(name: str) -> str:
    return f"/musings/{name.rpartition('/')[2].removesuffix('.md')}/"


def twice_the_part(site: Site) -> Told:
    """The later of the two by date is told; in a good site the parts go back in time."""
    first = site.musing(lambda text: f"\npart: {PARTS}\n" not in text and "\npart: " in text)
    site.set_key(first, "part", str(PARTS))
    return Told("part-taken", first, site.line_of(first, "part:"))


def part_gap(site: Site) -> Told:
    """More parts than musings."""
    name = site.musing(lambda text: "\npart:" in text)
    return Told("part-gap", name, site.set_key(name, "part", str(site.dice.randint(PARTS + 1, 99))))


def part_alone(site: Site) -> Told:
    """In a musing of no series."""
    name = site.musing(lambda text: "\npart:" not in text)
    return Told("part-alone", name, site.set_key(name, "part", "2"))


def no_next_step(site: Site) -> Told:
    """At the end of the last part."""
    name = site.musing(lambda text: f"\npart: {PARTS}\n" in text)
    site.files[name] = f"{site.text(name)}\n> [!reflect]\n> What did you leave behind?\n"
    return Told("next-step-missing", name, site.text(name).count("\n"))


def series_of_nothing(site: Site) -> Told:
    """No musing belongs to it."""
    site.files["content/series/quick-ways.md"] = "---\ntitle: Quick ways\nsummary: Words.\n---\n\nWords.\n"
    return Told("series-empty", "content/series/quick-ways.md", None)


def _waiting(key: str, value: str) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        waiting, name = "content/musings/waiting.md", site.musing()
        site.files[waiting] = f"---\ntitle: Waiting\ndate: 2026-03-02\nsummary: Words.\n---\n\n{Tame('waiting').body()}"
        site.set_key(waiting, key, value)
        link = site.dice.choice(["[words](waiting.md)", "[words](/musings/waiting/)", "[words](waiting.md#part)"])
        return Told("link-to-draft", name, site.put_among_words(name, link))

    return slip


def removed(site: Site) -> Told:
    """Published once, as its sitemap says, and gone."""
    rows = [_address(name) for name in site.files if name.startswith("content/musings/") and name.endswith(".md")]
    _publish(site, [*rows, "/about/", "/series/slow-paths/", "/albums/hill/", "/musings/zebra-crossing/"])
    return Told("address-gone", "content/musings/zebra-crossing.md", None)


def renamed(site: Site) -> Told:
    """Published once under nearly the same name."""
    rows = [_address(name) for name in site.files if name.startswith("content/musings/") and name.endswith(".md")]
    site.files["content/musings/the-long-way-home.md"] = (
        site.text("content/pages/about.md")
        .replace("---\n", "---\ndate: 2026-03-02\n", 1)
        .replace("About", "The long way home")
    )
    _publish(site, [*rows, "/musings/the-long-way-back-home/"])
    return Told("address-gone", "content/musings/the-long-way-home.md", 3)


def _publish(site: Site, addresses: list[str]) -> None:
    urls = "".join(f"<url><loc>{ADDRESS}{address}</loc></url>" for address in addresses)
    site.before = f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def symlink(site: Site) -> Told:
    """To a file in the folder, out of it, or to nowhere."""
    target = site.dice.choice(["gate.jpg", "/etc/hostname", "../pages/about.md", "gone.md"])
    name = f"content/musings/another{target[-4:].replace('name', '.md').replace('t.md', '.md')}"
    site.links[name] = target
    return Told("file-linked", name, None)


def twins(site: Site) -> Told:
    """They are one file on a Mac."""
    site.files["content/musings/Gate.jpg"] = photograph()
    return Told("name-twins", "content/musings/gate.jpg", None)


def no_summary(site: Site) -> Told:
    """Told at the title."""
    name = site.musing()
    site.drop(name, "summary:")
    return Told("summary-missing", name, site.line_of(name, "title:"))


def _picture(code: str, content: bytes) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        site.files["content/musings/gorge.jpg"] = content
        name = site.musing()
        block = "Words.\n\n![A gorge in fog](gorge.jpg)"
        shapes = [site.put(name, block) + 2]
        return Told(code, name, shapes[0])

    return slip


def _photo(code: str, content: bytes) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        site.files["content/albums/hill/summit.jpg"] = content
        return Told(code, "content/albums/hill/summit.jpg", None)

    return slip


def _entry(code: str, old: str, new: str, line: int) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        name = "content/albums/hill/album.md"
        assert old in site.text(name)
        site.files[name] = site.text(name).replace(old, new, 1)
        return Told(code, name, line)

    return slip


def _file(code: str, name: str) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        site.files[name] = "Words.\n"
        return Told(code, name, None)

    return slip


def _setting(code: str, starts: tuple[str, ...], table: str) -> Callable[[Site], Told]:
    def slip(site: Site) -> Told:
        for start in starts:
            site.drop("site.toml", start)
        return Told(code, "site.toml", site.line_of("site.toml", table))

    return slip


def _form(code: str, *choices: tuple[str, str]) -> Callable[[Site], Told]:
    """Lines for the last table of `site.toml`, each with how the line begins that is told."""

    def slip(site: Site) -> Told:
        lines, start = site.dice.choice(choices)
        site.files["site.toml"] = f"{site.text('site.toml')}{lines}\n"
        return Told(code, "site.toml", site.line_of("site.toml", start))

    return slip


def host_of_files(site: Site) -> Told:
    """Published where no service of ours can run, under an address that says so."""
    host = site.dice.choice(["slowpaths.github.io", "slow.pages.dev", "slowpaths.netlify.app", "ada.gitlab.io/slow"])
    site.files["site.toml"] = site.text("site.toml").replace(ADDRESS, f"https://{host}", 1)
    return Told("form-nowhere", "site.toml", site.line_of("site.toml", "[contact_form]"))


SLIPS: dict[str, Callable[[Site], Told]] = {
    **{name: _key(*given) for name, given in KEYS.items()},
    **{name: _words(*given) for name, given in WORDS.items()},
    **{name: _block(*given) for name, given in BLOCKS.items()},
    "no date": _no_line("date-missing", "date:", lambda site, name: 1),
    "no title": _no_line("title-missing", "title:", lambda site, name: 1),
    "not UTF-8": not_utf_8,
    "a byte order mark": byte_order_mark,
    "a tab in YAML": tab_in_yaml,
    "no first ---": no_first_dashes,
    "no front matter": no_front_matter,
    "no last ---": no_last_dashes,
    "Pelican's header": pelican_header,
    "two files of one address": twice_the_slug,
    "two musings of one title": twice_the_title,
    "two musings with one redirect": twice_the_redirect,
    "a redirect over a musing": redirect_over_a_musing,
    "a redirect to itself": redirect_loop,
    "two musings that are one part": twice_the_part,
    "a part beyond the last": part_gap,
    "a part without a series": part_alone,
    "a series of nothing": series_of_nothing,
    "a link to a draft": _waiting("status", "draft"),
    "a link to what is scheduled": _waiting("date", "2027-03-02"),
    "a musing removed": removed,
    "a musing renamed": renamed,
    "a link in the file system": symlink,
    "a series that ends without a step": no_next_step,
    "two names but for capitals": twins,
    "no summary": no_summary,
    "a picture that is none": _picture("photo-unusable", photograph()[:300]),
    "a picture too small": _picture("picture-small", photograph(90, 60)),
    "a photo that is none": _photo("photo-unusable", b"not a photograph"),
    "a photo too small": _photo("picture-small", photograph(100, 80)),
    "a photo that its album lacks": _entry("photo-unknown", "summit.jpg", "sumit.jpg", 8),
    "a photo without words": _entry("alt-missing", "    alt: The same five on the top, in fog\n", "", 8),
    "a photo whose words are its name": _entry("alt-file-name", "The same five on the top, in fog", "IMG_2034", 9),
    "an unknown key of a photo": _entry("key-unknown", "caption:", "captoin:", 7),
    "a point nobody can read": _entry("focus-wrong", "caption: Before the first repetition", "focus: the middle", 7),
    "a musing in reStructuredText": _file("file-misplaced", "content/musings/a-walk.rst"),
    "a musing of a word processor": _file("file-unknown", "content/musings/a-walk.docx"),
    "a musing where none is read": _file("file-misplaced", "content/a-walk.md"),
    "no way to complain": _setting("complaints-missing", ("complaints",), "[business]"),
    "no name of the business": _setting("business-incomplete", ("legal_name",), "[business]"),
    "no address of the business": _setting("business-incomplete", ("postal_address", "legal_name"), "[business]"),
    "a form that goes nowhere": host_of_files,
    "a form of an example": _form(
        "form-placeholder",
        ('provider = "formspree"\nform_id = "YOUR_FORM_ID"', "form_id"),
        ('provider = "post"\naddress = "https://example.com/contact"', 'address = "https://example'),
    ),
    "a form's name for nobody": _form(
        "form-setting-idle", ('form_id = "mqkvzrpw"', "form_id"), ('honeypot = "h"', "honey")
    ),
    "a receiver that nobody knows": _form(
        "setting-wrong", ('provider = "formspre"', "provider"), ('provider = ""', "prov")
    ),
    "a form without a lock": _form(
        "setting-wrong", ('provider = "post"\naddress = "http://forms.slowpaths.example/"', 'address = "http:')
    ),
    "nobody to write to": _setting("recipient-missing", ("recipient", "email"), "[contact_form]"),
}
"""Each slip by its name: spoils the site, and says what is to be told of it."""
