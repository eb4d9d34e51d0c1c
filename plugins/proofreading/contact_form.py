"""Who receives the contact form, as `site.toml` says it: what would let enquiries go astray.

What each receiver makes of the page stands in `plugins/call_to_action/providers.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from plugins.proofreading.hosts import HOSTS, OWN
from plugins.proofreading.nearest import did_you_mean, one_of
from plugins.proofreading.settings import FORM_FIELDS, PROVIDERS, Business, ContactForm

MAIL = re.compile(r"[^\s@<>,:;()\"]+@[^\s@<>,:;()\"]+\.[A-Za-z]{2,}")
PLACEHOLDER = re.compile(
    r".*@(?:(?:www\.)?example\.(?:com|org|net)|your-?(?:domain|site|name)\..*|domain\..*)|(?:you|your-?(?:e?mail|name))@.*",
    re.IGNORECASE,
)
"""Addresses that stand in examples (RFC 2606, section 3) or ask to be replaced."""
PLACEHOLDER_HOST = re.compile(r"(?:.+\.)?(?:example\.(?:com|org|net)|your-?(?:domain|site|name|host|server)\..+)")
PLACEHOLDER_ID = re.compile(
    r".*\byour\b.*|your.*|[<{\[].*|\.{3}|…|x{3,}|xyz+|xyzabc\w*|abc(?:d\w{0,6})?|1234\w*|todo|changeme|placeholder|example"
    r"|(?:my|the|some|form|endpoint|access)*(?:id|key|hash|token)(?:here)?|form",
    re.IGNORECASE,
)
"""What stands in the providers' own examples where a form's name belongs; asked without `_` and `-`."""
POST_ADDRESS = re.compile(r"https://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~%@:+/-]*)?(\?[A-Za-z0-9._~%@:+/=&-]*)?")
FORM_ID = re.compile(r"[A-Za-z0-9]{4,30}")
FORMSPREE = re.compile(r"\A(?:https?://)?(?:www\.)?formspree\.io/f/")
FIELD = re.compile(r"[A-Za-z0-9_.:\[\]-]{1,60}")
BELONGS = {
    "form_id": "formspree",
    "address": "post",
    "fields": "post",
    "hidden": "post",
    "honeypot": "post",
    "redirect_field": "post",
}
"""Whose each setting is that means nothing to the others."""

NOBODY = "enquiries would reach nobody"


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: the setting and its table, what of it, and how to mend it."""

    code: str
    key: str
    at: str
    wanted: str
    fix: str
    table: str = "contact_form"


def form_id_of(form: ContactForm) -> str:
    """The name of the form at Formspree, also where its whole address was copied."""
    return FORMSPREE.sub("", form.form_id).rstrip("/")


def find_faults(form: ContactForm, business: Business, host: str) -> Iterator[Fault]:
    """All that is wrong. host: a name of HOSTS, or "" where nobody knows who serves the site."""
    yield from _of_mail(form, business)
    if form.provider not in PROVIDERS:
        wanted = f"I don't know this form provider. {did_you_mean(form.provider, PROVIDERS)}".strip()
        yield Fault("setting-wrong", "provider", form.provider, wanted, f"Choose one of: {one_of(PROVIDERS)}.")
        return
    for key, provider in BELONGS.items():
        if getattr(form, key) and provider != form.provider:
            wanted = f'This is for provider = "{provider}", and yours is "{form.provider}": it is not used.'
            yield Fault("form-setting-idle", key, key, wanted, f'Write provider = "{provider}", or take the line out.')
    for key, least in (("keep_months", 1), ("keep_held_days", 1)):
        if getattr(form, key) < least:
            wanted = "Nothing can be kept for less than one."
            yield Fault(
                "setting-wrong", key, str(getattr(form, key)), wanted, "Write 1 or more, or leave the line out."
            )
    if not form.reply_within:
        wanted, fix = "Pages would say “within” and no time.", 'Write reply_within = "…", or leave the line out.'
        yield Fault("setting-wrong", "reply_within", "", wanted, fix)
    yield from _of_host(form, host)
    if form.provider == "formspree":
        yield from _of_formspree(form)
    elif form.provider == "post":
        yield from _of_post(form)
    elif form.provider in ("mailto", "none"):
        yield from _without_form(form, business)


def _of_mail(form: ContactForm, business: Business) -> Iterator[Fault]:
    for key, table, written in (("recipient", "contact_form", form.recipient), ("email", "business", business.email)):
        if written and not MAIL.fullmatch(written):
            wanted, fix = "This is not a mail address.", "Write it with a name, an @ and a domain, and nothing else."
            yield Fault("setting-wrong", key, written, wanted, fix, table)
        elif PLACEHOLDER.fullmatch(written):
            wanted = f"This is an address from an example: {NOBODY}."
            yield Fault("recipient-placeholder", key, written, wanted, "Write your own.", table)


def _of_host(form: ContactForm, host: str) -> Iterator[Fault]:
    first, *others = (f'"{name}"' for name in PROVIDERS if name not in ("self", "netlify") or name == host)
    fix = f"In [contact_form] write provider = {first}, or {one_of(others)}."
    if form.provider == "self" and host not in ("", OWN):
        wanted = f"{HOSTS[host].title} serves files and runs no service: {NOBODY}."
        fix += ' If your own server answers there, write host = "own" in [practice].'
        yield Fault("form-nowhere", "provider", "self", wanted, fix)
    if form.provider == "netlify" and host not in ("", "netlify"):
        wanted = f"Only Netlify takes forms in this way, and the site is served by {HOSTS[host].title}: {NOBODY}."
        yield Fault("form-nowhere", "provider", "netlify", wanted, fix)


def _of_formspree(form: ContactForm) -> Iterator[Fault]:
    name = form_id_of(form)
    fix = 'Copy the last part of its address there: for https://formspree.io/f/abcdwxyz write form_id = "abcdwxyz".'
    if not name:
        yield Fault("setting-missing", "form_id", "", "The name of your form at Formspree is missing.", fix)
    elif _is_placeholder(name):
        wanted = f"This is a name from an example: {NOBODY}."
        yield Fault("form-placeholder", "form_id", form.form_id, wanted, fix)
    elif not FORM_ID.fullmatch(name):
        yield Fault("setting-wrong", "form_id", form.form_id, "This is not the name of a form at Formspree.", fix)


def _of_post(form: ContactForm) -> Iterator[Fault]:
    fix = "Copy the address from the one who receives your form; it begins with https://."
    if not form.address:
        yield Fault("setting-missing", "address", "", "The address that the form is sent to is missing.", fix)
    elif not POST_ADDRESS.fullmatch(form.address):
        wanted = "A form can't be sent to this address."
        if form.address.startswith("http://"):
            wanted = "What people write would travel to this address without encryption."
        yield Fault("setting-wrong", "address", form.address, wanted, fix)
    elif _is_example(form.address):
        wanted = f"This is an address from an example: {NOBODY}."
        yield Fault("form-placeholder", "address", form.address, wanted, fix)
    for name, value in form.hidden.items():
        if _is_placeholder(value):
            wanted = f"This is a value from an example: {NOBODY}."
            yield Fault("form-placeholder", "hidden", value, wanted, "Write your own; the receiver tells it to you.")
        elif not FIELD.fullmatch(name):
            yield _no_name("hidden", name)
    for name in form.fields:
        if name not in FORM_FIELDS:
            wanted = f"The form has no field of this name. {did_you_mean(name, FORM_FIELDS)}".strip()
            yield Fault("setting-wrong", "fields", name, wanted, f"Its fields are: {one_of(FORM_FIELDS)}.")
    yield from _of_names(form)


def _of_names(form: ContactForm) -> Iterator[Fault]:
    """Names that no field can have, and names that two fields would have."""
    given = [("fields", form.fields.get(name, name)) for name in FORM_FIELDS]
    given += [(key, getattr(form, key)) for key in ("honeypot", "redirect_field") if getattr(form, key)]
    for key, name in given:
        if not FIELD.fullmatch(name):
            yield _no_name(key, name)
    given += [("hidden", name) for name in form.hidden]
    for name, times in Counter(name for _, name in given).items():
        if times > 1:
            key = [key for key, each in given if each == name][-1]
            wanted = f"Two fields would be called {name}, and one of them would be lost."
            yield Fault("setting-wrong", key, name, wanted, "Give one of them another name.")


def _no_name(key: str, name: str) -> Fault:
    wanted = "A field can't be called this."
    return Fault("setting-wrong", key, name, wanted, "Use letters, figures, _ and -, as the receiver writes it.")


def _without_form(form: ContactForm, business: Business) -> Iterator[Fault]:
    """Who offers no form must say how else to reach them."""
    if form.provider == "mailto" and not (form.recipient or business.email):
        wanted = "There is no mail address that people could write to."
        fix = 'In [contact_form] write recipient = "…", or in [business] email = "…".'
        yield Fault("setting-missing", "provider", "", wanted, fix)
    if form.provider == "none" and not (business.email or business.telephone):
        wanted = "Without a form, and without a mail address or a telephone number, nobody can reach you."
        fix = 'In [business] write email = "…" or telephone = "…".'
        yield Fault("setting-missing", "provider", "", wanted, fix)


def _is_placeholder(text: str) -> bool:
    return bool(PLACEHOLDER_ID.fullmatch(re.sub("[_ -]", "", text[:200])) or PLACEHOLDER.fullmatch(text[:200]))


def _is_example(address: str) -> bool:
    parts = urlsplit(address)
    last = [part for part in unquote(parts.path).split("/") if part][-1:]
    return bool(PLACEHOLDER_HOST.fullmatch(parts.hostname or "")) or any(map(_is_placeholder, last))
