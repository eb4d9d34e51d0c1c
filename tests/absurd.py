"""Texts that nobody could have written on purpose: too long, too deep, or made to keep a parser busy."""

from __future__ import annotations

import random

MANY = 100_000
MB = 1_000_000


def _prose() -> str:
    """A megabyte of a person's prose: long, and no more than that."""
    dice = random.Random("prose")
    words = "the long hill was slow and nobody asked *why* we stayed, so [we](other.md) went `on` without him".split()
    paragraphs = (" ".join(dice.choice(words) for _ in range(90)) for _ in range(2_000))
    return "\n\n".join(paragraphs)


def _nested(count: int, line: str) -> str:
    return "\n".join("  " * level + line for level in range(count))


BODIES = {
    "a picture in a folder of a long name": "![x](" + "a" * 300 + "/b.jpg)",
    "a link into a folder of a long name": "[x](" + "a" * 300 + "/b.md)",
    "a megabyte of prose": _prose(),
    "a megabyte on one line": "word " * (MB // 5),
    "a megabyte without a space": "x" * MB,
    "a megabyte of spaces": " " * MB,
    "a megabyte of empty lines": "\n" * MB,
    "quotations in quotations": "> " * 1000 + "words",
    "quotations that deepen line by line": "\n".join(">" * level + " words" for level in range(1000)),
    "quotations apart from one another": "> words\n\n" * 20_000,
    "brackets in brackets": "[" * 1000 + "x" + "]" * 1000,
    "links in links": "[" * 1000 + "x" + "](y)" * 1000,
    "pictures in pictures": "![" * 1000 + "x" + "](y)" * 1000,
    "lists in lists": _nested(1000, "- item"),
    "ordered lists in lists": "\n".join("   " * level + "1. item" for level in range(1000)),
    "a list of many items": "- item\n" * 20_000,
    "loose items": "- item\n\n" * 10_000,
    "emphasis in emphasis": "*a **b " * 5_000,
    "words with underscores": "a_b_c_" * 50_000,
    "a table of many rows": "| a | b |\n| --- | --- |\n" + "| [x](y) | `z` |\n" * 5_000,
    "a table of many columns": "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|",
    "many links in a paragraph": "[words](other.md) " * 10_000,
    "many links in paragraphs": "[words](other.md)\n\n" * 10_000,
    "many broken links": "".join(f"[words](missing-{number}.md)\n\n" for number in range(10_000)),
    "many pictures": "![words](other.jpg)\n\n" * 10_000,
    "many definitions": "".join(f"[r{number}]: /x{number}\n" for number in range(10_000)),
    "many definitions, each in use": "".join(f"[a][r{n}]\n\n[r{n}]: /x{n}\n\n" for n in range(5_000)),
    "many footnotes": "".join(f"a[^{number}]\n\n[^{number}]: words\n\n" for number in range(3_000)),
    "many headings": "## Words\n\n" * 10_000,
    "many headings of one anchor": "# Same {#same}\n\n" * 3_000,
    "many blocks": "> [!reflect]\n> What now?\n\n" * 5_000,
    "many blocks without a line between": "> [!reflect]\n> What now?\n" * 5_000,
    "many unknown blocks": "> [!reflcet]\n> What now?\n\n" * 3_000,
    "many abbreviations": "".join(f"*[A{number}]: words\n" for number in range(1_000)) + "A1 A2 A3 " * 1_000,
    "many tags": "<div>\n" * 20_000,
    "many tags in a line": "<b>" * 30_000,
    "many comments": "<!-- a -->\n" * 10_000,
    "many comments that are not closed": "<!-- a\n" * 10_000,
    "a tag that is not closed": "<div " + "a='b' " * 50_000,
    "many attributes": "words\n{: " + "a=b " * 50_000 + "}",
    "an attribute list that is not closed": "# Words {" + ": #a" * 100_000,
    "definition lists": "term\n:   words\n\n" * 10_000,
    "code in backquotes": "`a` " * 50_000,
    "backquotes of growing length": " ".join("`" * length for length in range(1, 600)),
    "code that is not closed": "```\n" + "words\n" * 50_000,
    "code that opens again and again": "```\nx\n\n~~~\n" * 10_000,
    "rules": "* * *\n\n" * 20_000,
    "markdown in tags": '<div markdown="1">\n' * 1000,
    "markdown in tags, all closed": '<div markdown="1">\n' * 300 + "words\n" + "</div>\n" * 300,
    "lines that end in two spaces": "words  \n" * 30_000,
    "escapes": "\\a" * 100_000,
    "entities": "&amp;" * 50_000,
    "addresses in angle brackets": "<https://example.org/> " * 10_000,
    "mail addresses in angle brackets": "<a@example.org> " * 5_000,
    "a file in base64": "![x](data:image/png;base64," + "A" * MB + ")",
    "bare addresses": "https://example.org/" * 30_000,
    "a bare address of full stops": "https://" + "." * 200_000,
    "an at sign after a megabyte": "a" * MB + "@",
    "a mail address that never ends": "a@" + "b-" * 300_000,
    "mail addresses on end": "a@b.c" * 100_000,
    "digits": "07" + "0" * MB,
    "postcodes": "AB1 1A " * 50_000,
    "a password that never ends": "password: " + "a" * MB,
    "many passwords": "password: x" * 50_000,
    "addresses with names": "https://a" * 100_000 + ":b@",
    "marks of other websites": "[caption a=" * 50_000,
    "braces": "{{" * 100_000,
    "braces and percents": "{%" * 100_000,
    "words in brackets, never closed": ("[" + "a" * 199) * 2_000,
    "links with a gap": "[a] " + " " * 200_000 + "(x.md)",
    "doubled words": "the " * 100_000,
    "doubled words, far apart": "the" + " " * 500_000 + "the",
    "bold lines": "**" + "a" * 200_000 + "**",
    "many bold lines": "**bold words**\n\n" * 10_000,
    "headings of blocks without their sign": "[!reflect]\n" * 10_000,
    "heads of blocks": "> " * 30 + "[!reflect]\n",
    "quotation marks": "\"'" * 100_000,
    "dashes": "-- " * 100_000,
    "one line of dashes": "-" * MB,
    "hyphens and words": "word-" * 200_000,
    "digits with dots": "1. " * 100_000,
    "digits with dots, line by line": "".join(f"{number}. item\n" for number in range(20_000)),
    "references in the form of notes": "[^a]" * 20_000,
    "a title that is not closed": "[a](b '" + "c " * 100_000,
    "many titles that are not closed": "[a](b 'c " * 10_000,
    "many links that are not closed": "[a](b" * 20_000,
    "pipes": "|" * MB,
    "pipes, line by line": "|\n" * 50_000,
    "colons": ":" * 500_000,
    "line ends of every kind": "a\r\nb\rc\n" * 50_000,
    "tabs": "\t" * 500_000,
    "tabs in lists": "-\tx\n\t" * 20_000,
    "control characters": "\x02\x03\x1a\ue000\ue001\ue002" * 20_000,
    "Markdown's own placeholders": "\x02wzxhzdk:0\x03\x02klzzwxh:0000\x03\x02amp\x03" * 5_000,
    **{
        f"{sign} a hundred thousand times": sign * MANY
        for sign in ["*", "`", "_", "<", "<!--", "&", "![", "](", "[a]("]
    },
    **{
        f"{sign} and a space": f"{sign} " * MANY
        for sign in ["*", "`", "_", "<", "&", "[", "]", "\\", "~", "#", ">", "+"]
    },
    **{
        f"{sign} line by line": f"{sign}\n" * 20_000
        for sign in ["*", "`", "<", "[", "#", ">", "+ a", "a\n=", "<!--", "[a]:"]
    },
    **{
        f"a{sign} in words": f"a{sign}" * MANY for sign in ["*", "**", "`", "_", "<b", "[", "]", "!", "\\", "&", "\n\n"]
    },
}
"""What may stand in a body."""

_LAUGHS = "\n".join(f"k{level + 1}: &k{level + 1} [{', '.join([f'*k{level}'] * 9)}]" for level in range(12))
HEADS = {
    "very many lists in lists": "tags: " + "[" * 50_000,
    "keys that ask": "? " * 1_000 + "a",
    "names for names for names": f"k0: &k0 [lol]\n{_LAUGHS}",
    "a date of digits": "date: " + "1" * 200_000,
    "a part of digits": "series: x\npart: " + "9" * 100_000,
    "a photo of that name": "photo: " + "a/" * 20_000 + "b.jpg",
    "a photo in a folder of that name": "photo: " + "a" * 300 + "/b.jpg",
    "ten thousand lines": "\n".join(f"key{number}: value" for number in range(10_000)),
    "ten thousand times the same key": "title: words\n" * 10_000,
    "a list of many tags": f"tags: [{', '.join(f'tag {number}' for number in range(1_500))}]",
    "a list of many redirects": "redirect_from:\n" + "".join(f"  - /old-{number}/\n" for number in range(3_000)),
    "lists in lists": "tags: " + "[" * 1_000,
    "lists in lists, all closed": "tags: " + "[" * 1_000 + "]" * 1_000,
    "tables in tables": "tags: " + "{a: " * 1_000 + "1" + "}" * 1_000,
    "tables in tables, line by line": "\n".join("  " * level + "a:" for level in range(1_000)),
    "dashes in dashes": "tags: \n  " + "- " * 5_000 + "a",
    "a name within itself": "a: &a [*a]\nphotos: &b {b: *b}",
    "many names": "\n".join(f"k{number}: &n{number} words" for number in range(3_000)),
    "a title of a megabyte": "title: " + "word " * (MB // 5),
    "a quotation that is not closed": 'title: "' + "word " * 50_000,
    "a quotation full of escapes": 'title: "' + "\\n" * 100_000 + '"',
    "a block of words": "summary: |\n" + "  words\n" * 20_000,
    "a date of dashes": "date: 2026-" + "1-" * 100_000,
    "a date of spaces": "date: 2026-03-02" + " " * 100_000 + "x",
    "a date of hours": "date: 2026-03-02 " + "1:1" * 50_000,
    "a status that is nearly one": "status: " + "publishe" * 20_000,
    "a series of that name": "series: " + "word " * 50_000,
    "an invitation of that name": "call_to_action: " + "leaders" * 20_000,
    "notes": "title: words\n" + "# a note\n" * 20_000,
    "notes that are swallowed": "title: words " + "#a " * 50_000,
    "hints that are meant": "quiet:\n" + "".join(f"  hint-{number}: why\n" for number in range(2_000)),
    "keys nearly right": "".join(f"titel{number}: words\n" for number in range(2_000)),
    "percents": "%" * 100_000,
    "exclamation marks": "title: " + "!" * 100_000,
    "colons": "title" + ":" * 100_000,
    "colons and spaces": "title" + ": a" * 50_000,
    "braces": "title: " + "{" * 5_000,
}
"""What may stand between the two lines of ---."""

PHOTOS = {
    "very many photographs": "photos:\n"
    + "".join(f"  - file: p{number}.jpg\n    alt: words\n" for number in range(1_000)),
    "photographs of nothing": "photos:\n" + "  - {}\n" * 5_000,
    "photographs in photographs": "photos:\n  " + "- " * 500 + "file: a.jpg",
    "a point that never ends": "photos:\n  - file: dawn.jpg\n    focus: 50%" + " " * 100_000 + "x",
    "words that say a number": "photos:\n  - file: dawn.jpg\n    alt: IMG" + "_" * 100_000,
    "many keys of a photograph": "photos:\n  - file: dawn.jpg\n" + "".join(f"    k{n}: x\n" for n in range(2_000)),
    "a cover of that name": "cover: " + "dawn" * 20_000,
    "a place of that name": "place: " + "dawn " * 20_000,
}
"""What may stand in an album's first lines."""

SETTINGS = {
    "lists in lists": "x = " + "[" * 3_000,
    "many tables": "".join(f"[table{number}]\nkey = 1\n" for number in range(1_000)),
    "many links": "".join(f'[[footer]]\ntitle = "x"\naddress = "/x{number}/"\n' for number in range(1_000)),
    "many invitations": "".join(f'[calls_to_action.n{number}]\nheading = "x"\n' for number in range(1_000)),
    "names of names": "[" + ".".join("a" * 2_000) + "]",
    "many settings": "[practice]\n" + "".join(f"k{number} = 1\n" for number in range(1_000)),
    "an address that never ends": '[practice]\naddress = "https://a' + "." * 100_000 + '!"',
    "a language that never ends": '[practice]\nlanguage = "en' + "-ab" * 50_000 + '!"',
    "a time zone that never ends": '[practice]\ntime_zone = "Europe/' + "London" * 20_000 + '"',
    "a recipient that never ends": '[contact_form]\nrecipient = "a@' + "b." * 50_000 + '"',
    "a recipient of a's": '[contact_form]\nrecipient = "' + "a" * 100_000 + '"',
    "a form's address that never ends": '[contact_form]\nprovider = "post"\naddress = "https://a'
    + "/%2f" * 50_000
    + '"',
    "a form's name that never ends": '[contact_form]\nprovider = "formspree"\nform_id = "' + "myform" * 20_000 + '"',
    "a form of many fields": '[contact_form]\nprovider = "post"\nhidden = { '
    + ", ".join(f'k{number} = "<{number}"' for number in range(1_000))
    + " }",
    "a megabyte of words": '[practice]\nname = "' + "x" * MB + '"',
    "a quotation that is not closed": 'name = """' + "x\n" * 50_000,
}
"""What may stand in site.toml."""
