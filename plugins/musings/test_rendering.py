"""Bodies: links that lead somewhere, blocks that are known, nothing that the policy forbids."""

import re
from html import unescape

import pytest

from plugins.proofreading.mistakes import in_order


@pytest.fixture
def render(read_site, musing):
    """`render("body")`: the library of a site with this musing, another, a draft and a page."""

    def make(body, **more):
        files = {
            "musings/one.md": musing(body),
            "musings/two.md": musing("## Part of it\n\nWords."),
            "musings/later.md": musing(status="draft"),
            "pages/about.md": musing(date=None),
            "files/terms.pdf": b"%PDF",
            "files/50% of C#.pdf": b"%PDF",
            "files/notes.md": b"# Notes",
        }
        return read_site(files, **more)

    return make


def codes(library):
    return [(mistake.code, mistake.line) for mistake in in_order(library.mistakes) if mistake.grade != "hint"]


def html(library):
    return next(source.html for source in library.sources if source.slug == "one").replace("\ue000", "")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("two.md", "/musings/two/"),
        ("two.md#part-of-it", "/musings/two/#part-of-it"),
        ("../pages/about.md", "/about/"),
        ("{filename}two.md", "/musings/two/"),
        ("{filename}/pages/about.md", "/about/"),
        ("/about", "/about/"),
        ("../files/terms.pdf", "/files/terms.pdf"),
        ("/files/terms.pdf", "/files/terms.pdf"),
        ("/files/50%25%20of%20C%23.pdf", "/files/50%25%20of%20C%23.pdf"),
        ("../files/50%25%20of%20C%23.pdf", "/files/50%25%20of%20C%23.pdf"),
        ("/files/notes.md", "/files/notes.md"),
        ("/about/?x=1", "/about/?x=1"),
        ("/musings/two/", "/musings/two/"),
        ("https://small.example/about/", "/about/"),
        ("https://elsewhere.example/about", "https://elsewhere.example/about"),
        ("mailto:a@b.example", "mailto:a@b.example"),
    ],
)
def test_links_lead_to_addresses(render, written, expected):
    library = render(f"[x]({written})")

    assert codes(library) == []
    assert f'<p><a href="{expected}">x</a></p>' == html(library)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("tow.md", "link-broken"),
        ("/abuot/", "link-broken"),
        ("about", "link-broken"),
        ("../files/trems.pdf", "link-broken"),
        ("intent:calendar", "link-unknown"),
        ("javascript:alert(1)", "link-unsafe"),
        ("later.md", "link-to-draft"),
        ("/musings/later/", "link-to-draft"),
        ("two.md#elsewhere", "anchor-dead"),
        ("#elsewhere", "anchor-dead"),
        ("../../../../../../../../etc/passwd.md", "path-outside"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_with_its_line(render, written, code):
    assert [(code, 9)] == codes(render(f"Words.\n\n[x]({written})"))


def test_the_line_is_that_of_the_link_and_not_of_the_same_words_elsewhere(render):
    body = "Someone mentions nope.md.\n\n```\n[x](nope.md)\n```\n\nHere is [one](nope.md).\n\n[Two](nope.md)."

    assert codes(render(body)) == [("link-broken", 13), ("link-broken", 15)]


def test_an_unknown_block_names_its_line_and_the_nearest_word(render):
    library = render("Words.\n\n```\n> [!nothing]\n```\n\n> [!reflct]\n> What now?")

    (mistake,) = [each for each in library.mistakes if each.grade == "stop"]
    assert (mistake.code, mistake.line, mistake.found) == ("block-unknown", 13, "> [!reflct]")
    assert 'Did you mean "[!reflect]"?' in mistake.wanted
    assert "&gt; [!nothing]\n" in html(library)


def test_blocks_stand_wherever_a_quotation_may(render):
    """After running text, one below another, in a list: each is drawn, and nothing of its grammar is left."""
    body = "Text\n> [!reflect]\n> What one?\n> [!reflect]\n> What two?\n\n- item\n\n"
    body += "    > [!reflect]\n    > What *three*?\n"
    library = render(body)

    assert codes(library) == []
    assert [prompt.text for prompt in library.sources[1].notes["prompts"]] == ["What one?", "What two?", "What three?"]
    assert "[!" not in html(library)
    assert "\ue001" not in html(library)


@pytest.mark.parametrize("before", ["Words.", "```\n> [!Reflect]\n```"])
def test_the_word_of_a_block_may_be_written_with_capitals(render, before):
    """As a telephone writes it, which begins each line with one: the same block, counted with the others."""
    library = render(f"{before}\n\n> [!Reflect]\n> What one?\n\n> [!REFLECT] goal\n> What two?\n\n> [!Invite]")

    assert codes(library) == []
    source = library.sources[1]
    assert [prompt.text for prompt in source.notes["prompts"]] == ["What one?", "What two?"]
    assert [(block.word, block.number) for block in source.facts.blocks] == [
        ("reflect", 1),
        ("reflect", 2),
        ("invite", 1),
    ]
    assert html(library).count("[!Reflect]") == before.count("[!Reflect]")


def test_an_ordinary_quotation_stays_one(render):
    assert "<blockquote>" in html(render("> The hour was never mine to spend."))


def test_alignment_is_a_class_since_no_style_attribute_is_admitted(render):
    library = render("| a | b |\n| --- | ---: |\n| 1 | 2 |")

    assert "style=" not in html(library)
    assert '<td class="align-right">2</td>' in html(library)


def test_each_table_scrolls_in_a_region_with_a_name_of_its_own(render):
    table = "| a | b |\n| --- | --- |\n| 1 | 2 |\n\n"

    assert re.findall('<div aria-label="([^"]*)"', html(render(table * 2))) == ["Table", "Table 2"]


def test_code_scrolls_by_keyboard_however_it_was_written(render):
    library = render("```python\nx = '<pre><code>'\n```\n\nText\n\n    indented\n")

    assert html(library).count('<pre tabindex="0"><code') == 2
    assert "css/code" in library.sources[1].styles


def test_a_heading_has_an_anchor_of_its_words(render):
    found = html(render("## Same hill\n\n## Same hill\n\n## It's *mine*\n\n## Own {#pinned}"))

    assert re.findall('id="([^"]*)"', found) == ["same-hill", "same-hill-2", "its-mine", "pinned"]


def test_a_bare_mail_address_is_a_link(render):
    library = render("Write to <hello@small.example> or see <https://elsewhere.example/>.")

    assert codes(library) == []
    assert 'href="mailto:hello@small.example"' in unescape(html(library))


def test_quotation_marks_are_typographic(render):
    assert (
        html(render('It\'s "here"')).replace("&rsquo;", "’").replace("&ldquo;", "“").replace("&rdquo;", "”")
        == "<p>It’s “here”</p>"
    )


def test_a_mistake_in_the_body_of_a_draft_stops_nothing(read_site, musing):
    library = read_site({"musings/one.md": musing("[x](nothing.md)", status="draft")})

    assert [mistake.grade for mistake in library.mistakes] == ["fix"]


def test_a_block_may_use_a_link_that_is_defined_at_the_end(render):
    library = render("> [!reflect]\n> What of [this][r]?\n\nWords.\n\n[r]: two.md")

    assert codes(library) == []
    assert 'What of <a href="/musings/two/">this</a>?' in html(library)


def test_a_musing_without_a_summary_is_described_by_how_it_opens(read_site, musing):
    text = musing("## A heading\n\n" + "It's `slow` [work](/musings/). " * 12, summary=None)
    (source,) = read_site({"musings/one.md": text}).sources

    assert source.description.startswith("It’s slow work. It’s slow work.")
    assert source.description.endswith("…")
    assert len(source.description) <= 150


def test_a_footnote_in_a_block_is_told(render):
    library = render("> [!reflect]\n> What now?[^1]\n\n[^1]: Or later.")

    assert ("footnote-in-block", 8) in codes(library)


def test_headings_and_questions_never_take_the_places_of_the_frame(render):
    library = render("## Main\n\n## Message\n\n> [!reflect] {#main}\n> What now?\n\n## Own {#main}")
    anchors = re.findall('id="([^"]*)"', html(library))

    assert len(anchors) == len({*anchors, "main", "message"}) - 2
    assert codes(library) == [("anchor-taken", 11), ("anchor-taken", 14)]


def test_an_address_in_angle_brackets_keeps_its_characters(render):
    assert ">https://elsewhere.example/a--b</a>" in html(render("<https://elsewhere.example/a--b>"))


def test_an_escaped_letter_in_an_address_is_that_letter(read_site, musing):
    """Editors escape every underscore, and the file is called what it is called."""
    library = read_site({"musings/one.md": musing(r"[x](two\_three.md)"), "musings/two_three.md": musing(title="Two")})

    assert codes(library) == []
    assert 'href="/musings/two-three/"' in html(library)


def test_a_block_may_end_a_footnote(render):
    library = render("Words.[^1]\n\n[^1]: A note.\n\n    > [!reflect]\n    > What now?")

    assert codes(library) == []
    assert "What now?" in html(library)
