"""The pages that the contact form's service answers with, written with the site like any other page."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

from pelican.generators import Generator

from plugins.call_to_action.privacy import PRIVACY
from plugins.call_to_action.providers import THANKS, Provider, provider_of
from plugins.musings.addresses import file_of
from plugins.musings.pages import StandIn
from plugins.musings.source import Source
from plugins.proofreading import Mistake

if TYPE_CHECKING:
    from plugins.musings.library import Library

# Of each address the template; none is in the sitemap, each asks search engines to leave it out.
ANSWERS = {
    THANKS: "call_to_action/thanks",
    "/contact/problem/": "call_to_action/problem",
    "/contact/check/": "call_to_action/check",
    "/contact/unavailable/": "call_to_action/unavailable",
}
CONTACT = "/contact/"


def answers_of(provider: Provider) -> dict[str, str]:
    """Which of ANSWERS a site needs: only our own service answers with more than thanks."""
    if provider.is_self:
        return ANSWERS
    return {THANKS: ANSWERS[THANKS]} if provider.has_form else {}


def announce_addresses(library: Library) -> list[Mistake]:
    """Tell the library which addresses will exist."""
    for address in answers_of(provider_of(library.settings)):
        library.addresses.setdefault(address, "contact")
    library.addresses.setdefault(CONTACT, "list")
    return []


def offer_what_the_coach_wrote(generator: Any) -> None:
    """Pelican's `page_generator_finalized`: who receives the form, and what its pages say besides."""
    library: Library = generator.settings["LIBRARY"]
    contact = library.addresses.get(CONTACT)
    generator.context["provider"] = provider_of(library.settings)
    generator.context["contact_title"] = contact.title if isinstance(contact, Source) else "Contact"
    generator.context["contact_release"] = release_of(library)
    generator.context["privacy_address"] = PRIVACY if PRIVACY in library.addresses else None


def release_of(library: Library) -> str:
    """The public digest of a release, which the form takes along: the service knows a form that it has never shown.

    Of the newest musing, the practice and the settings of the form: it changes now and then, the same content has the
    same, and no page but the form's own depends on it.
    """
    newest = max((str(musing.values["date"]) for musing in library.musings), default="")
    known = (newest, library.settings.practice.address, repr(library.settings.contact_form))
    return hashlib.sha256("\n".join(known).encode()).hexdigest()[:16]


class ContactGenerator(Generator):
    """Writes the pages of ANSWERS that the provider needs, and the contact page where the coach wrote none."""

    def generate_output(self, writer: Any) -> None:
        """Called by Pelican once everything has been read."""
        library: Library = self.settings["LIBRARY"]
        if library.addresses[CONTACT] == "list":
            page = StandIn("Contact", f"Write to {library.settings.practice.name}.", CONTACT)
            template = self.get_template("call_to_action/contact")
            writer.write_file(file_of(CONTACT), template, self.context, page=page, url=CONTACT.lstrip("/"))
        for address, template in answers_of(self.context["provider"]).items():
            url = address.lstrip("/")
            writer.write_file(file_of(address), self.get_template(template), self.context, url=url)
