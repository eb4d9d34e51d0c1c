"""The coach's facts, as a typed table: what `site.toml` may hold.

Each setting is a field with a type, a default and one sentence.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

REQUIRED = "required"
PROVIDERS = ("self", "formspree", "netlify", "post", "mailto", "none")
FORM_FIELDS = ("name", "email", "phone", "reply_by", "topic", "message", "reflections")
"""What a person can tell in the contact form; `fields` may give each another name."""
FORMATS = ("avif", "webp", "jpeg")


def setting(sentence: str, default: Any = "", *, required: bool = False) -> Any:
    """A row of the table: the sentence that explains it, its default, whether it must be there."""
    return field(default=default, metadata=_row(sentence, required))


def _row(sentence: str, required: bool = False) -> dict[str, Any]:
    return {"sentence": sentence, REQUIRED: required}


@dataclass(frozen=True)
class Practice:
    """[practice]: who you are and where the site lives."""

    name: str = setting("The practice's full name, as it stands in the footer and in feeds.", required=True)
    short_name: str = setting("The name beside the cairn at the top of each page; the full name if left out.")
    voice: str = setting("One sentence, the first words of the home page.", required=True)
    description: str = setting("One or two sentences for search results and shares.", required=True)
    address: str = setting("Where the site lives: https:// and the name, no slash at the end.", required=True)
    host: str = setting(
        "Who serves it, where the address does not show that: such as github, netlify or own, your own server."
    )
    language: str = setting("The language you write in, as a code such as en-GB.", "en-GB")
    time_zone: str = setting("The time zone of your dates, such as Europe/London.", "Europe/London")
    coach: str = setting("The author's name in feeds and search results; the practice's if left out.")
    picture: str = setting("The photo shown when a page without one is shared, as album/photo.jpg.")


@dataclass(frozen=True)
class NavigationLink:
    """[[navigation]], [[footer]] and [[links]]: a title and an address."""

    title: str = setting("The words of the link.", required=True)
    address: str = setting("An address of this site, such as /about/, or one that starts with https://.", required=True)


@dataclass(frozen=True)
class Business:
    """[business]: what the law wants on a website, and how people reach you."""

    legal_name: str = setting("The name the business is registered or trades under.")
    postal_address: str = setting("An address where letters reach you.")
    email: str = setting("The address shown beside the contact form.")
    telephone: str = setting("The number shown beside the contact form.")
    registration: str = setting("A company or VAT number with its words, if you have one.")
    complaints: str = setting("How to complain about what you do with somebody's details, and when they hear from you.")


@dataclass(frozen=True)
class CallToAction:
    """[calls_to_action.NAME]: an invitation; the one named default ends every musing."""

    heading: str = setting("The question or sentence in large type.", required=True)
    words: str = setting("One sentence below it.")
    button: str = setting("The words on the button.", "Get in touch")
    address: str = setting("Where the button leads.", "/contact/")
    name: str = ""


@dataclass(frozen=True)
class ContactForm:
    """[contact_form]: what happens to an enquiry."""

    provider: str = setting(
        "Who receives the form: self (the service that comes with Cairn), formspree, netlify, post, mailto or none.",
        "self",
    )
    recipient: str = setting("The address to which enquiries are sent; the business e-mail if left out.")
    reply_within: str = setting("When a person who writes can expect an answer.", "two working days")
    topics: tuple[str, ...] = setting("What the person may choose as a topic; no choice if left out.", ())
    keep_months: int = setting("After how many months an enquiry is deleted; the privacy page says so.", 12)
    keep_held_days: int = setting("The same in days, of what self held back as advertising.", 30)
    form_id: str = setting("With formspree: the last part of your form's address there.")
    address: str = setting("With post: the address that the form is sent to, with https://.")
    fields: dict[str, str] = field(
        default_factory=dict, metadata=_row("With post: what its fields are called there, where that is not our name.")
    )
    hidden: dict[str, str] = field(
        default_factory=dict,
        metadata=_row("With post: fields that nobody sees, such as a public key, and their values."),
    )
    honeypot: str = setting("With post: the name of the field that only programs fill in.")
    redirect_field: str = setting("With post: the field that takes the address of the page of thanks.")


@dataclass(frozen=True)
class Photographs:
    """[photographs]: the files that are made of each photograph. They are well chosen: few sites need this table."""

    widths: tuple[int, ...] = setting(
        "How wide each is offered, in pixels; a photograph is never made wider than it is.", (480, 800, 1280, 1920)
    )
    formats: tuple[str, ...] = setting("Of avif, webp and jpeg; never without jpeg.", ("avif", "jpeg"))
    avif_quality: int = setting("How true an AVIF is to the photograph, from 20 to 95.", 54)
    webp_quality: int = setting("The same of a WebP.", 80)
    jpeg_quality: int = setting("The same of a JPEG.", 80)


@dataclass(frozen=True)
class Notebook:
    """[notebook]: what a reader's browser keeps. Few sites need this table."""

    offline: bool = setting("Whether readers have their notebook, and what they have begun, without a network.", True)


@dataclass(frozen=True)
class Settings:
    """Everything in `site.toml`."""

    practice: Practice
    navigation: tuple[NavigationLink, ...] = ()
    footer: tuple[NavigationLink, ...] = ()
    links: tuple[NavigationLink, ...] = ()
    business: Business = Business()
    calls_to_action: dict[str, CallToAction] = field(default_factory=dict)
    contact_form: ContactForm = ContactForm()
    photographs: Photographs = Photographs()
    notebook: Notebook = Notebook()

    @property
    def base_path(self) -> str:
        """The path below which the site lives: "" or "/sub"; it precedes every internal address."""
        return urlsplit(self.practice.address).path.rstrip("/")


def time_zone(settings: Settings) -> ZoneInfo:
    """The time zone in which the coach's dates are meant."""
    return ZoneInfo(settings.practice.time_zone)
