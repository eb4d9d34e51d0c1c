"""A release whose links lead nowhere, or that loads something from elsewhere, is refused; and why is said in words."""

import pytest

from publisher.checking import check, faults_in
from publisher.contents import Contents
from publisher.plain import columns
from tests.building import build, small_site, write_site

HOST = "https://small.example"
HEAD = '<!doctype html><title>A page</title><link rel="canonical" href="{address}">'


def page(body, address=f"{HOST}/"):
    return f"{HEAD.format(address=address)}<main id=main>{body}</main>"


@pytest.fixture
def release(tmp_path):
    """A function that writes these files besides a few that are there, and tells what is wrong with what it wrote."""

    def written(files, removed=(), stays=(), base=""):
        home = {"index.html": page('<h2 id="about-us">About us</h2>', f"{HOST}{base}/")}
        home |= {"musings/a/index.html": page("")}
        home |= {"assets/x.0123456789.js": "", "photos/p-0123456789-480.avif": "", "contact/index.html": page("")}
        for name, text in {**home, **files}.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        changed = {name for name in {**home, **files} if name not in stays}
        return check(tmp_path, changed, set(removed), base)

    return written


SOUND = """
    <a href="/musings/a/">
    <a href="../a/">
    <a href="./#main">
    <a href="#main">
    <a href="#">
    <a href="#top">
    <a href="#:~:text=walk">
    <a href="/#about-us">
    <a href="/#about%2Dus">
    <a href="?page=2">
    <a href="/contact/?reading=/musings/a/">
    <a href="/contact/token">
    <a href="/contact/not-spam/?reference=x">
    <a href="https://small.example/musings/a/#main">
    <a href="HTTP://SMALL.EXAMPLE/musings/a/">
    <a href="/musings/%61/">
    <a href="/musings/&#97;/">
    <a href="https://elsewhere.example/nothing/#here">
    <a href="//elsewhere.example/">
    <a href="mailto:ada@small.example">
    <a href="tel:+44123">
    <a href="sms:+44123">
    <form action="https://forms.example/f/9" method="post">
    <form action="/contact/" method="post">
    <form action="">
    <img src="/photos/p-0123456789-480.avif" srcset="/photos/p-0123456789-480.avif 1w,/photos/p-0123456789-480.avif 2w">
    <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">
    <style>a{background:url("data:image/gif;base64,R0lGODlhAQABAAAAACw=")}/* url(/no) */</style>
    <script type="module" src="/assets/x.0123456789.js"></script>
    <link rel="alternate" href="https://elsewhere.example/">
    <meta property="og:url" content="https://small.example/musings/a/">
    <script type="application/ld+json">{"url":"https://small.example/musings/a/","by":"https://else.example/x"}</script>
    <pre>&lt;img src="https://elsewhere.example/x.png"&gt; import x from './nothing.js'</pre>
    <!-- <a href="/nothing/"> -->
"""


def nothing(target):
    return f"a link leads to {target}, and there is nothing."


def missing(target):
    return f"{target} is shown or used, and there is no such file."


def elsewhere(host):
    return f"something is loaded from {host}, which would hear of every visit."


NOWHERE = "an address leads nowhere, whoever follows it."
UNSOUND = {
    '<a href="/c/">': nothing("/c/"),
    '<a href="b/">': nothing("/musings/b/b/"),
    '<a href="https://small.example/b/">': nothing("/b/"),
    '<a href="/musings/a">': "a link leads nowhere; the page is at /musings/a/, with a slash at the end.",
    '<a href="/Musings/A/">': "a link leads nowhere; the address is written /musings/a/, capitals and all.",
    '<a href="/musings/a/#who">': "a link leads to /musings/a/#who, and that page has no place of this name.",
    '<a href="#who">': "a link leads to /musings/b/#who, and that page has no place of this name.",
    '<a href="/../../etc/passwd">': nothing("/../../etc/passwd"),
    '<a href="/%2e%2e/%2e%2e/etc/passwd">': nothing("/%2e%2e/%2e%2e/etc/passwd"),
    '<a href="javascript:alert(1)">': NOWHERE,
    '<a href="java\tscript:alert(1)">': NOWHERE,
    '<a href="file:///C:/letter.doc">': NOWHERE,
    '<a href="https://[half/">': NOWHERE,
    '<a href="https:///x">': NOWHERE,
    '<a href="">': NOWHERE,
    '<img src="">': NOWHERE,
    '<img src="dawn.jpg">': missing("/musings/b/dawn.jpg"),
    '<source srcset="/photos/p-0123456789-480.avif 1x, /photos/two.avif 2x">': missing("/photos/two.avif"),
    '<video poster="/v.jpg">': missing("/v.jpg"),
    '<p style="background:url(/bg.png)">': missing("/bg.png"),
    "<style>@font-face{src:url('/f.woff2')}</style>": missing("/f.woff2"),
    '<script src="/assets/y.0123456789.js"></script>': missing("/assets/y.0123456789.js"),
    '<svg><use href="/s.svg#x"></use></svg>': missing("/s.svg"),
    '<form action="/send/">': "a form is sent to /send/, and nothing there takes it.",
    '<meta http-equiv="refresh" content="0; url=/b/">': nothing("/b/"),
    '<meta property="og:image" content="https://small.example/card.jpg">': nothing("/card.jpg"),
    '<script type="application/ld+json">{"url":"https://small.example/b/"}</script>': nothing("/b/"),
    '<img src="https://pictures.example/x.png">': elsewhere("pictures.example"),
    '<img src="//pictures.example/x.png">': elsewhere("pictures.example"),
    '<img src="/\\pictures.example/x.png">': elsewhere("pictures.example"),
    '<img srcset="/photos/p-0123456789-480.avif 1x, https://pictures.example/x.png 2x">': elsewhere("pictures.example"),
    '<iframe src="https://video.example/">': elsewhere("video.example"),
    '<script src="https://cdn.example/x.js"></script>': elsewhere("cdn.example"),
    '<script type="module">import x from "https://cdn.example/x"</script>': elsewhere("cdn.example"),
    '<link rel="stylesheet" href="https://cdn.example/x.css">': elsewhere("cdn.example"),
    '<link rel="dns-prefetch" href="//cdn.example">': elsewhere("cdn.example"),
    "<style>@import 'https://cdn.example/x.css'</style>": elsewhere("cdn.example"),
    '<a href="/" ping="https://count.example/">': elsewhere("count.example"),
    '<img src="ftp://pictures.example/x">': NOWHERE,
}


def unwrapped(lines):
    return " ".join(" ".join(lines).split())


def test_what_leads_somewhere_is_no_fault(release):
    assert release({"musings/b/index.html": page(SOUND)}) == []


@pytest.mark.parametrize("body", UNSOUND)
def test_what_leads_nowhere_or_loads_from_elsewhere_is_told_with_its_page(release, body):
    lines = release({"musings/b/index.html": page(body)})
    assert unwrapped(lines).startswith(f"On /musings/b/: {UNSOUND[body]}")
    assert len(lines) <= 6 and all(columns(line) <= 72 for line in lines)


def told(release, body, **more):
    return release({"musings/b/index.html": page(body)}, **more)


def test_a_coachs_fault_is_told_with_what_was_written_and_the_cure(release):
    assert told(release, '<a class="x" href="/musings/walk/">walk</a>') == [
        "On /musings/b/: a link leads to /musings/walk/, and there is nothing.",
        '  Written: <a href="/musings/walk/">',
        "  Mend the link in your text. If that page has moved, write",
        "  redirect_from: [/musings/walk/] into it.",
    ]
    assert told(release, '<img src="https://pictures.example/x.png">') == [
        "On /musings/b/: something is loaded from pictures.example, which would",
        "  hear of every visit.",
        '  Written: <img src="https://pictures.example/x.png">',
        "  Put the file beside your text and name it there, or write a link to",
        "  it.",
    ]


def test_what_a_program_made_is_not_put_down_to_the_coach(release):
    """A missing font, a lost rendition, a list that lists what is not there: nothing in the text can mend these."""
    for files in (
        {"musings/b/index.html": page("").replace("<main", "<style>a{src:url(/f.woff2)}</style><main")},
        {"musings/b/index.html": page('<img src="/photos/lost-0123456789-480.avif">')},
        {"tags/hills/index.html": page('<a href="/musings/lost/">')},
        {"assets/x.0123456789.js": 'import{a}from"./lost.0123456789.js"'},
    ):
        lines = release(files)
        assert lines[-2:] == [
            "  This is not in your text: Cairn has made it, and wrongly. Show it to",
            "  whoever looks after your server.",
        ]
        release({name: "" for name in files})  # and it is gone again


def test_one_fault_on_every_page_is_told_once(release):
    body = '<a href="/lost/">'
    lines = release({f"musings/{name}/index.html": page(body) for name in "bcdefg"})
    assert lines[0] == "On /musings/b/, /musings/c/ and 4 more pages: a link leads to /lost/,"
    assert len(lines) == 5


def test_a_hundred_faults_fill_a_screen_and_no_more(release):
    lines = told(release, "".join(f'<a href="/lost-{number}/">' for number in range(100)))
    assert lines[-1] == "And 88 more." and len(lines) < 80


def test_below_a_path_of_its_host_addresses_begin_there(release):
    """A forgotten base path is the fault that shows on no machine but the server."""
    assert told(release, '<a href="/sub/musings/a/"><a href="/sub/#about-us"><a href="../a/">', base="/sub") == []
    assert told(release, '<a href="https://small.example/another-site/">', base="/sub") == []
    assert told(release, '<a href="https://small.example/sub">', base="/sub") == [
        "On /sub/musings/b/: a link leads nowhere; the page is at /sub/, with a",
        "  slash at the end.",
        '  Written: <a href="https://small.example/sub">',
        "  Write it so in your text.",
    ]
    assert told(release, '<a href="/musings/a/">', base="/sub")[0] == (
        "On /sub/musings/b/: /musings/a/ lies outside your site, which begins at"
    )
    assert told(release, '<a href="/sub/b/">', base="/sub")[-1] == "  redirect_from: [/b/] into it."
    assert "/submarine/ lies outside" in unwrapped(told(release, '<a href="/submarine/">', base="/sub"))


def test_scripts_and_styles_that_changed_are_read_too(release):
    assert release({"assets/y.js": 'import"./x.0123456789.js";import("./x.0123456789.js").then(a=>a)'}) == []
    assert release({"assets/y.js": 'const words="An import from elsewhere: import it from here"'}) == []
    for script, wrong in {
        "import{a,b as c}from'./z.js'": missing("/assets/z.js"),
        'export*from"https://cdn.example/z"': elsewhere("cdn.example"),
        'const later=()=>import("../z.js")': missing("/z.js"),
    }.items():
        assert unwrapped(release({"assets/y.js": script})).startswith(f"On /assets/y.js: {wrong}")
    lines = release({"assets/y.js": "", "assets/y.css": "a{background:url(bg.png)}"})
    assert unwrapped(lines).startswith(f"On /assets/y.css: {missing('/assets/bg.png')}")


FEED = """<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom">
<link rel="self" href="https://small.example/feeds/x.xml"/><entry><link href="{link}"/>
<content type="html">&lt;p&gt;&lt;img src="{picture}"&gt;</content></entry></feed>"""


def test_feeds_and_the_sitemap_name_only_what_is_there(release):
    sound = {"link": f"{HOST}/musings/a/#main", "picture": f"{HOST}/photos/p-0123456789-480.avif"}
    assert release({"feeds/x.xml": FEED.format(**sound)}) == []
    for wrong, words in {"link": nothing("/lost"), "picture": missing("/lost")}.items():
        lines = release({"feeds/x.xml": FEED.format(**{**sound, wrong: f"{HOST}/lost"})})
        assert unwrapped(lines).startswith(f"On /feeds/x.xml: {words}")
    release({"feeds/x.xml": FEED.format(**sound)})
    sitemap = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>{}</loc></url></urlset>'
    assert nothing("/lost/") in unwrapped(release({"sitemap.xml": sitemap.format(f"{HOST}/lost/")}))
    assert release({"sitemap.xml": sitemap.format(f"{HOST}/musings/a/")}) == []
    assert "it cannot be read as XML" in unwrapped(release({"sitemap.xml": sitemap[:-4]}))


def test_a_page_that_stayed_may_not_name_what_is_gone(release):
    """Nobody has touched the page, and still it would be broken: the other half of a removal."""
    links = '<a href="../gone/"><a href="/musings/a/#once"><a href="https://small.example/caf%C3%A9/">'
    stays = ["musings/b/index.html"]
    lines = told(release, links, removed=["musings/gone/index.html", "café/index.html"], stays=stays)
    said = unwrapped(lines)
    assert nothing("/musings/gone/") in said and nothing("/caf%C3%A9/") in said
    assert "leads to /musings/a/#once, and that page has no place of this name" in said
    assert said.count("What you pushed does not touch this page.") == 3
    assert told(release, links, stays=[*stays, "musings/a/index.html"]) == [], "an older fault refuses no push"
    assert told(release, '<a href="/musings/a/#main"> gone', removed=["musings/gone/index.html"], stays=stays) == []


def test_what_is_carried_into_a_release_is_not_gone(release):
    """The record of a release does not count the old assets that it still holds for pages that are open."""
    stays = ["musings/b/index.html"]
    body = '<script src="/assets/old.0123456789.js"></script>'
    files = {"musings/b/index.html": page(body), "assets/old.0123456789.js": ""}
    assert release(files, removed=["assets/old.0123456789.js"], stays=[*stays, "assets/old.0123456789.js"]) == []


def test_what_was_written_cannot_command_a_terminal(release):
    hostile = "\x1b]0;title\x07\x1b[2J\u202e\x9b31m\nx"
    lines = told(release, f'<a href="/{hostile}/"><a href="/{"y" * 5000}/">')
    text = "\n".join(lines)
    assert lines and all(columns(line) <= 72 for line in lines)
    assert not [each for each in text if each != "\n" and not each.isprintable()]


def test_a_site_that_was_really_built_passes_and_each_missing_file_is_missed(tmp_path):
    """The checks know what a real page names: take any file away that a page needs, and they say so."""
    head = "---\ntitle: {}\ndate: 2026-01-05\nsummary: S.\n{}---\n\n"
    files = {
        "content/musings/one.md": head.format("One", "") + "## Here\n\n[two](two.md#there)\n",
        "content/musings/two.md": head.format("Two", "redirect_from: [/old]\n") + "## There\n",
    }
    done = small_site(tmp_path, files)
    assert done.status == 0, done.text
    every = {file.relative_to(done.output).as_posix() for file in done.output.rglob("*") if file.is_file()}
    assert check(done.output, every, set(), "") == []
    for name in ("musings/two/index.html", "feeds/musings.atom.xml", *(f for f in every if f.startswith("assets/fav"))):
        content = (done.output / name).read_bytes()
        (done.output / name).unlink()
        assert check(done.output, every - {name}, set(), ""), name
        (done.output / name).write_bytes(content)
    old = Contents(done.output, "").page("old/index.html")
    assert old.is_redirect and [each.address for each in old.named if each.kind == "link"].count("/musings/two/") == 2
    assert not list(faults_in(Contents(done.output, ""), "old/index.html"))


def test_a_site_that_was_built_below_a_path_of_its_host_passes_there_and_nowhere_else(tmp_path):
    done = build(tmp_path / "output", source=write_site(tmp_path / "site"), address=f"{HOST}/sub")
    assert done.status == 0, done.text
    every = {file.relative_to(done.output).as_posix() for file in done.output.rglob("*") if file.is_file()}
    assert check(done.output, every, set(), "/sub") == []
    assert check(done.output, every, set(), "/other")
