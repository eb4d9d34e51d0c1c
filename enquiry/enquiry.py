"""What a prospect sends: read, cleaned and checked, without disk, clock or network.

parse(body) -> what was typed      clean(typed) -> values      find_faults(values)
Enquiry.from_values(values)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from email_validator import SPECIAL_USE_DOMAIN_NAMES, EmailNotValidError, validate_email

from enquiry.settings import EnquiryError
from enquiry.writing import normalised

MOST_FIELDS = 40


class NotAForm(EnquiryError):
    """A body that no form of ours can have sent."""


@dataclass(frozen=True)
class Enquiry:
    """One enquiry as it is kept: `reading` is an address of the site, `website` the honeypot."""

    name: str
    email: str
    message: str
    phone: str = ""
    reply_by: str = ""
    topic: str = ""
    reading: str = ""
    reflections: str = ""
    website: str = ""
    key: str = ""

    @classmethod
    def from_values(cls, values: Mapping[str, str]) -> Enquiry:
        """The enquiry of values without a fault; a `reading` that is no address of a site is left out."""
        kept = {name: values[name] for name in FIELDS}
        return cls(**kept | {"reading": site_address(kept["reading"])})

    def as_fields(self) -> dict[str, str]:
        """The fields, as plain values to store."""
        return vars(self).copy()


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field, in words for the visitor; the field `form` is the whole form."""

    field: str
    words: str


Rule = tuple[str, Callable[[Mapping[str, str]], bool], str]
"""A field, whether its values break the rule, and what the visitor is told then."""

FIELDS = tuple(Enquiry.__dataclass_fields__)
MACHINE_FIELDS = ("token", "release", "confirm")
"""What comes with an enquiry and is not kept with it: it says how the post came about."""
LONGEST_UNSEEN = 200
"""Characters that are looked at of what no visitor types: the honeypot, the browser's key and MACHINE_FIELDS."""
OF_SEVERAL_LINES = ("message", "reflections")

# The most characters of each field that has a limit; 254 is the mail standards' own (RFC 5321, 4.5.3.1.3).
LONGEST = {
    "name": 200,
    "email": 254,
    "phone": 60,
    "reply_by": 60,
    "topic": 200,
    "message": 10_000,
    "reading": 300,
    "reflections": 20_000,
}
BYTES_OF_A_CHARACTER = 12  # outside the first 65,536 it is four bytes of UTF-8, and three of the form's for each
ROOM_BYTES = 128 * 1024  # for the fields' names, and for website and key, which no visitor types
LARGEST_FORM_BYTES = sum(LONGEST.values()) * BYTES_OF_A_CHARACTER + ROOM_BYTES
"""The form that is within every limit fits in so many bytes, whatever language it is written in."""


# As nearly every address is written; of the others, and of names that nobody can have, email-validator decides.
_PLAIN_EMAIL = re.compile(
    r"[a-z0-9]+(?:[._-][a-z0-9]+)*@(?:[a-z0-9]+(?:-[a-z0-9]+)*\.)+[a-z]{2,24}", re.ASCII | re.IGNORECASE
)
_NOBODYS = tuple(f".{name}" for name in SPECIAL_USE_DOMAIN_NAMES)
LONGEST_PLAIN = 60


def is_plain_email(text: str) -> bool:
    """Whether `text` is so simple that it is an address without a further look."""
    return (
        len(text) <= LONGEST_PLAIN
        and _PLAIN_EMAIL.fullmatch(text) is not None
        and not f".{text.rpartition('@')[2].lower()}".endswith(_NOBODYS)
    )


def _is_no_email(values: Mapping[str, str]) -> bool:
    if is_plain_email(values["email"]):
        return False
    if len(values["email"]) > LONGEST["email"]:  # else all of it is looked through: seconds, for a megabyte
        return True
    try:
        validate_email(values["email"], check_deliverability=False)
    except EmailNotValidError:
        return True
    return False


def _missing(field: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda values: not values[field]


def _longer(field: str) -> Callable[[Mapping[str, str]], bool]:
    return lambda values: len(values[field]) > LONGEST[field]


def _too_long(field: str, name: str) -> Rule:
    return field, _longer(field), f"Your {name} must be {LONGEST[field]:,} characters or fewer"


# In the order of the form; of each field the first broken rule is told.
RULES: tuple[Rule, ...] = (
    ("name", _missing("name"), "Enter your name"),
    _too_long("name", "name"),
    ("email", _missing("email"), "Enter your email address"),
    ("email", _is_no_email, "Enter an email address in the correct format, like name@example.com"),
    (
        "phone",
        lambda values: values["reply_by"] == "phone" and not values["phone"],
        "Enter a telephone number, or choose a reply by email",
    ),
    _too_long("phone", "telephone number"),
    ("reply_by", _longer("reply_by"), "Choose email or telephone"),
    ("topic", _longer("topic"), "Choose one of the topics"),
    ("message", _missing("message"), "Enter your message"),
    _too_long("message", "message"),
    _too_long("reflections", "reflections"),
)


def parse(body: bytes) -> tuple[dict[str, str], frozenset[str]]:
    """What was typed in each of FIELDS and MACHINE_FIELDS, of a urlencoded body, and which of them came at all.

    Other fields are ignored. Bytes that are not UTF-8 become U+FFFD: a letter with an odd character is better than no
    letter. A field that came several times is kept whole, its values joined. Raises NotAForm.
    """
    if body.count(b"&") >= MOST_FIELDS:
        raise NotAForm(f"more than {MOST_FIELDS} fields")
    typed: dict[str, list[str]] = {name: [] for name in FIELDS + MACHINE_FIELDS}
    for pair in body.replace(b"+", b" ").split(b"&"):  # parse_qsl takes three times as long
        name, _, text = pair.partition(b"=")
        if (known := _decoded(name)) in typed:
            typed[known].append(_decoded(text))
    whole = {name: ("\n" if name in OF_SEVERAL_LINES else ", ").join(texts) for name, texts in typed.items()}
    return whole, frozenset(name for name, texts in typed.items() if texts)


def _decoded(text: bytes) -> str:
    return (unquote_to_bytes(text) if b"%" in text else text).decode("utf-8", "replace")


def clean(typed: Mapping[str, str]) -> dict[str, str]:
    """The values of all FIELDS: in NFC, no control characters, line breaks only where they belong."""
    return {name: _clean_field(name, typed.get(name, "")) for name in FIELDS}


def clean_machine_fields(typed: Mapping[str, str]) -> dict[str, str]:
    """The values of MACHINE_FIELDS, in the same way."""
    return {name: _clean_field(name, typed.get(name, "")) for name in MACHINE_FIELDS}


# Every way to break a line that Unicode or an old terminal knows; and what may never be in a letter or on a
# page: control characters, halves of surrogate pairs, and marks that turn the direction of the text that
# follows them.
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def _clean_text(text: str) -> str:
    if text.isascii() and text.replace("\n", "").isprintable():  # most are, and nothing is to be done
        return text.strip()
    return normalised(_FORBIDDEN.sub("", _LINE_BREAK.sub("\n", text)), "NFC").strip()


def _clean_field(name: str, text: str) -> str:
    if not text:
        return ""
    if name in OF_SEVERAL_LINES:
        return _clean_text(text)
    return _clean_line(text if name in LONGEST else text[:LONGEST_UNSEEN])


def _clean_line(text: str) -> str:
    return " ".join(_clean_text(text).split())


def find_faults(values: Mapping[str, str]) -> tuple[Fault, ...]:
    """The faults of cleaned values, at most one for each field, in the order of the form."""
    found: dict[str, Fault] = {}
    for field, is_broken, words in RULES:
        if field not in found and is_broken(values):
            found[field] = Fault(field, words)
    return tuple(found.values())


_SITE_ADDRESS = re.compile(r"/(?:[a-z0-9](?:[a-z0-9._-]*)/)*")


def site_address(text: str) -> str:
    """`text` where it has the shape of an address of a site of ours (`/musings/x/`), else nothing."""
    return text if len(text) <= LONGEST["reading"] and _SITE_ADDRESS.fullmatch(text) else ""


def compared(address: str) -> str:
    """An e-mail address as it is compared: `Ada@Exämple.fr` is what a browser sends as `Ada@xn--exmple-cua.fr`."""
    user, at, domain = address.strip().lower().rpartition("@")
    with suppress(UnicodeError):
        domain = domain.encode("idna").decode()
    return f"{user}{at}{domain}"
