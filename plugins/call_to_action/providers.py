"""Who receives the contact form, and all that hangs on it: one table, one function for each `provider` of `site.toml`.

Where the names come from, as read on 26 November 2026:

- Formspree: help.formspree.io, “Honeypot spam filtering” (`_gotcha`: filled in, the message is dropped) and “Special
  fields” (`email` becomes Reply-To); its published source tells `_subject`, and `_next`, the address of a page of
  thanks. A plan without pages of one's own shows Formspree's instead.
- Netlify: docs.netlify.com, “Forms setup” (`data-netlify`, `name`, the hidden `form-name`, `action` as the page of
  thanks), “Spam filters” (`netlify-honeypot`), “Form notifications” (`subject`, `email`). Its attributes are taken out
  again as the site is published.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote, urlsplit

from plugins.proofreading.contact_form import form_id_of
from plugins.proofreading.settings import FORM_FIELDS, Settings

THANKS = "/contact/thanks/"
SELF = "self"


@dataclass(frozen=True)
class Provider:
    """One who receives the form.

    action: where it is sent; "" where there is no form. names: of each field, what the receiver calls it. hidden: what
    is sent besides, by name. honeypot: the name of the field that only programs fill in, or "". attributes: of the
    form. form_action: where the page's policy lets a form be sent. title: who it is, where it is not the practice;
    site: of theirs. letter: what opens a letter to recipient in the reader's mail program. privacy: what readers are
    told, a paragraph each.
    """

    name: str
    action: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: dict(zip(FORM_FIELDS, FORM_FIELDS, strict=True)))
    hidden: Mapping[str, str] = field(default_factory=dict)
    honeypot: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict)
    form_action: str = "'none'"
    title: str = ""
    site: str = ""
    letter: str = ""
    recipient: str = ""
    privacy: tuple[str, ...] = ()

    @property
    def is_self(self) -> bool:
        """Whether the service that comes with Cairn receives it: it checks what was typed, and answers with pages."""
        return self.name == SELF

    @property
    def has_form(self) -> bool:
        """Whether there is a form at all."""
        return bool(self.action)

    @property
    def style(self) -> str:
        """The style of the form. With a value it brings another policy, and not the script that sends to `self`."""
        return "call_to_action/contact-form" + ("" if self.is_self else f"#{self.form_action}")


def provider_of(settings: Settings) -> Provider:
    """Who receives the form of this site."""
    return PROFILES[settings.contact_form.provider](settings)


def _self(settings: Settings) -> Provider:
    form = settings.contact_form
    return Provider(
        SELF,
        action=f"{settings.base_path}/contact/",
        honeypot="website",
        form_action="'self'",
        privacy=(
            "The form sends what you type to this practice’s own server. There it is kept, with the time, and with the "
            "page that you had been reading if you came from one. A copy goes to the practice by email.",
            "So that floods of advertising can be held back, the server counts messages by a scrambled form of your "
            "network’s address, and the key to that changes every day. What looks like advertising is set aside, and "
            "so is what a page asked you to send once more if you did not. The practice can still find both, and they "
            f"are deleted after {_count(form.keep_held_days, 'day')}. All else is deleted "
            f"{_count(form.keep_months, 'month')} after it was last dealt with, in backup copies as well; a reference "
            "and the dates are all that is left.",
        ),
    )


def _formspree(settings: Settings) -> Provider:
    return Provider(
        "formspree",
        action=f"https://formspree.io/f/{form_id_of(settings.contact_form)}",
        hidden={"_subject": _subject(settings), "_next": settings.practice.address + THANKS},
        honeypot="_gotcha",
        form_action=_there_and_back("https://formspree.io"),
        title="Formspree",
        site="https://formspree.io/",
        privacy=(
            "The form sends what you type to Formspree, a company that receives it for this practice, keeps it and "
            f"passes it on by email. {_PROCESSOR}",
            f"{_TOLD} Formspree may first ask you to show that you are no machine, on a page of its own and with a "
            "program of Google’s.",
            _deleted("there and in its own email", settings),
        ),
    )


def _netlify(settings: Settings) -> Provider:
    return Provider(
        "netlify",
        action=settings.base_path + THANKS,
        hidden={"form-name": "contact", "subject": _subject(settings)},
        honeypot="bot-field",
        attributes={"name": "contact", "data-netlify": "true", "netlify-honeypot": "bot-field"},
        form_action="'self'",
        title="Netlify",
        site="https://www.netlify.com/",
        privacy=(
            "The form sends what you type to Netlify, the company that also serves these pages. It receives it for "
            f"this practice, keeps it and passes it on by email. {_PROCESSOR}",
            f"{_TOLD} It lets a filter against advertising read what you wrote: Akismet, of the company Automattic.",
            _deleted("there and in its own email", settings),
        ),
    )


def _post(settings: Settings) -> Provider:
    form = settings.contact_form
    parts = urlsplit(form.address)
    thanks = {form.redirect_field: settings.practice.address + THANKS} if form.redirect_field else {}
    return Provider(
        "post",
        action=form.address,
        names={name: form.fields.get(name, name) for name in FORM_FIELDS},
        hidden={**form.hidden, **thanks},
        honeypot=form.honeypot,
        form_action=_there_and_back(f"https://{parts.netloc}"),
        title=parts.netloc,
        privacy=(
            f"The form sends what you type to {parts.netloc}, which receives it for this practice and passes it on. "
            f"{_PROCESSOR}",
            _TOLD,
            _deleted("there and in its own email", settings),
        ),
    )


def _mailto(settings: Settings) -> Provider:
    recipient = settings.contact_form.recipient or settings.business.email
    letter = f"mailto:{quote(recipient, safe='@+')}?subject={quote(_subject(settings))}"
    return Provider("mailto", letter=letter, recipient=recipient, privacy=_without_form(settings))


def _none(settings: Settings) -> Provider:
    return Provider("none", privacy=_without_form(settings))


PROFILES: Mapping[str, Callable[[Settings], Provider]] = {
    "self": _self,
    "formspree": _formspree,
    "netlify": _netlify,
    "post": _post,
    "mailto": _mailto,
    "none": _none,
}

_PROCESSOR = (
    "It may use it for nothing else: the law calls it the practice’s processor. It may keep it outside your country, "
    "in the United States for example."
)
_TOLD = (
    "It is told what you type and, like every website that you send something to, the internet address that you send "
    "it from."
)


def _there_and_back(origin: str) -> str:
    """Chromium and Safari ask the policy again on the way back to the page of thanks, which is our own."""
    return f"{origin} 'self'"


def _subject(settings: Settings) -> str:
    return f"Enquiry for {settings.practice.name}"


def _deleted(where: str, settings: Settings) -> str:
    return f"The practice deletes it, {where}, after {_count(settings.contact_form.keep_months, 'month')}."


def _without_form(settings: Settings) -> tuple[str, ...]:
    return (
        "This site has no form. If you write an email, it passes through your email provider and the practice’s, and "
        f"is kept in the practice’s mailbox. {_deleted('as all email with people who ask something', settings)}",
    )


def _count(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"
