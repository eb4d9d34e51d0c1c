"""What a text looks like, counted: links, markup, scripts, capitals. No word's meaning is judged.

Every pattern is bounded, so that no text of the longest length can make one slow.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

# Endings that count as a link without http:// and without a path. Not .me, .co, .io, .so: “…in my life.so I”.
_ENDINGS = "com|net|org|info|biz|ru|su|cn|top|xyz|icu|click|shop|online|vip|casino|bet"
_LINK = re.compile(
    r"(?:https?:/{1,2}|hxxps?:/{1,2}|www\.)[^\s<>\"'\[\]]{1,2000}"
    r"|(?<![@\w.-])(?:[a-z0-9-]{1,63}\.){1,6}"
    rf"(?:[a-z]{{2,24}}/[^\s<>\"'\[\]]{{0,2000}}|(?:{_ENDINGS})(?![\w@.-]))",
    re.IGNORECASE,
)
# Of most texts it is soon known that there is none.
_PERHAPS_A_LINK = re.compile(r"[.:][A-Za-z/]")
_STARTS = re.compile(r"(?:(?:https?|hxxps?):/{1,2})?(?:www\.)?", re.IGNORECASE)
# Our own short list; not lnkd.in, youtu.be and the like, which hide nobody's address.
SHORTENERS = frozenset(
    "bit.ly tinyurl.com goo.gl ow.ly is.gd v.gd cutt.ly rb.gy shorturl.at t.ly tiny.cc rebrand.ly clck.ru adf.ly"
    " shorte.st ouo.io u.to x.gd s.id bl.ink".split()
)
_LINK_MARKUP = re.compile(r"<\s{0,9}a\s|\[/?(?:url|link|img)\b|\]\(\s{0,9}(?:https?:|www\.)", re.IGNORECASE)
_MARKUP = re.compile(
    r"<\s{0,9}/?\s{0,9}[a-z][a-z0-9]{0,19}(?:\s[^<>]{0,2000})?/?>|\[/?(?:b|i|u|size|color)\b[^\]]{0,60}\]",
    re.IGNORECASE,
)
_MARKS = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]")
_LETTER = re.compile(r"[^\W\d_]")
_LATIN = re.compile("[A-Za-z\u00aa\u00ba\u00c0-\u02af\u1e00-\u1eff\u2c60-\u2c7f\ua720-\ua7ff\uff21-\uff5a]")
# Cyrillic, and the Greek letters that look like Latin ones, beside a Latin letter of the same word.
_LOOKALIKE = "\u0400-\u04ffΑΒΕΖΗΙΚΜΝΟΡΤΥΧονιρ"
_DISGUISED = re.compile(f"(?:[A-Za-z](?=[{_LOOKALIKE}])|[{_LOOKALIKE}](?=[A-Za-z]))")
_CAPITAL = re.compile("[A-Z]")
_RANDOM = re.compile(r"[a-z](?=[A-Z])")

# To put marks that stand on one letter in order takes the square of their number: minutes, for a megabyte of them.
_STACK = re.compile(r"(?:[^\w\s\x00-\x7f]|[\uff9e\uff9f]){64}")
MOST_NORMALISED = 100_000
"""Characters: more than three times the longest field, and no form of Unicode makes a text shorter than by that."""

# The letters beside the Latin ones in which a site's language is written, by its first subtag.
_CYRILLIC, _ARABIC, _INDIC = (
    "\u0400-\u052f\u1c80-\u1c8f",
    "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc",
    "\u0900-\u0dff",
)
_HAN, _HEBREW = "\u3005\u3400-\u9fff\uf900-\ufaff", "\u0590-\u05ff\ufb1d-\ufb4f"
SCRIPTS = {
    "el": "\u0370-\u03ff\u1f00-\u1fff",
    **dict.fromkeys("ru uk be bg sr mk kk ky mn tg".split(), _CYRILLIC),
    **dict.fromkeys("he yi".split(), _HEBREW),
    **dict.fromkeys("ar fa ur ps ckb sd".split(), _ARABIC),
    **dict.fromkeys("hi mr ne bn pa gu or ta te kn ml si".split(), _INDIC),
    "th": "\u0e00-\u0e7f",
    "lo": "\u0e80-\u0eff",
    "my": "\u1000-\u109f",
    "km": "\u1780-\u17ff",
    "ka": "\u10a0-\u10ff\u1c90-\u1cbf",
    "hy": "\u0530-\u058f",
    "am": "\u1200-\u139f",
    "ko": "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af" + _HAN,
    "ja": "\u3040-\u30ff\uff66-\uff9f" + _HAN,
    "zh": _HAN,
}
MOST_OF = 0.6
FEWEST_LETTERS = 12
FEWEST_CAPITALS = 20


def normalised(text: str, form: Literal["NFC", "NFKC", "NFKD"]) -> str:
    """`text` in a normal form of Unicode; as it is, where it is longer than any field or stacks marks without end."""
    if text.isascii() or len(text) > MOST_NORMALISED or _STACK.search(text):
        return text
    return unicodedata.normalize(form, text)


def links(text: str) -> list[str]:
    """Every address of the web in `text`, as it is written."""
    return _LINK.findall(text) if _PERHAPS_A_LINK.search(text) else []


def host(link: str) -> str:
    """The host that a link names."""
    return re.split(r"[/?#:]", _STARTS.sub("", link, count=1), maxsplit=1)[0].lower().rstrip(".")


def is_only_a_link(text: str) -> bool:
    """Whether there is a link and hardly a word beside it."""
    return bool(links(text)) and len(_LETTER.findall(_LINK.sub("", text))) < FEWEST_LETTERS


def has_link_markup(text: str) -> bool:
    """Whether a link is written for a program: HTML, BBCode or Markdown."""
    return _has_brackets(text) and bool(_LINK_MARKUP.search(text))


def has_markup(text: str) -> bool:
    """Whether there is any tag of HTML or BBCode."""
    return _has_brackets(text) and bool(_MARKUP.search(text))


def _has_brackets(text: str) -> bool:
    return "<" in text or "[" in text or "]" in text


def is_foreign(text: str, language: str) -> bool:
    """Whether most letters of `text` are of a script that the site's language is not written in.

    A few words, a name, a quotation do not make it so; Latin letters never do.
    """
    if text.isascii():
        return False
    letters = "".join(_LETTER.findall(_LINK.sub("", text)))
    at_home = _LATIN.sub("", letters)
    if own := SCRIPTS.get(language.partition("-")[0].lower()):
        at_home = re.sub(f"[{own}]", "", at_home)
    return len(at_home) >= FEWEST_LETTERS and len(at_home) > MOST_OF * len(letters)


def disguised_letters(text: str) -> int:
    """How often a letter of another script stands for a Latin one that it looks like, inside a word."""
    return 0 if text.isascii() else len(_DISGUISED.findall(text))


def has_stacked_marks(text: str) -> bool:
    """Whether there are more combining marks than letters."""
    return not text.isascii() and len(_MARKS.findall(text)) > max(3, len(_LETTER.findall(text)))


def is_in_capitals(text: str) -> bool:
    """Whether nearly all letters of a text that is long enough are capitals."""
    if text.isascii() and len(_CAPITAL.findall(text)) < FEWEST_CAPITALS:
        return False
    capitals = sum(map(str.isupper, text))
    return capitals >= FEWEST_CAPITALS and capitals > 0.7 * len(_LETTER.findall(text))


def is_random(text: str) -> bool:
    """Whether `text` is one run of letters with capitals strewn in, as programs make them up."""
    return 10 <= len(text) <= 80 and text.isalpha() and len(_RANDOM.findall(text)) >= 3
