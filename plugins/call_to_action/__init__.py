"""The call to action: an invitation to get in touch, and the contact page that it leads to.

The coach names invitations in `site.toml`; the one called `default` ends every musing. In a musing's first lines
`call_to_action: leaders` chooses another and `call_to_action: none` leaves it out; `> [!invite]` or
`> [!invite] leaders` puts one into the text. `content/pages/contact.md` holds the words above the form. Readers get a
form that works without JavaScript, with e-mail and telephone beside it, and the musing they came from goes along.

Who receives the form is one setting (`providers.py`), and `> [!form]` says on the privacy page what becomes of it.

This room writes the pages, the contact form's service (`enquiry/`) answers with them. It writes what a visitor typed
into their *slots*, the same as in `enquiry/slots.py`:

    <input data-slot="value email">                            value="…"; aria-invalid="true" where it is at fault
    <textarea data-slot="text message"></textarea>             the text after this tag, and aria-invalid likewise
    <input type="radio" data-slot="checked reply_by phone">    checked, where the field has this value
    <option data-slot="selected topic Leading">                selected, likewise
    <li hidden data-slot="fault email">                        shown only where the field is at fault
    <a href="#email" data-slot="words email"></a>              the words of the fault, after this tag
    <p hidden data-slot="given reference">                     shown only where there is such a value
    <div hidden data-slot="given reflections">                 likewise, with the field inside it

A slot is the last thing in its tag, `data-slot="…">`, with ` value=""` or ` hidden` directly before it where it has
one. A page whose slots nobody filled reads well, too.
"""

from __future__ import annotations

from pelican import Pelican, signals

from plugins.call_to_action import invitations, pages, privacy
from plugins.musings import register_callout
from plugins.proofreading import register_check


def add_generator(pelican: Pelican) -> type[pages.ContactGenerator]:
    """Pelican's `get_generators`."""
    return pages.ContactGenerator


def register() -> None:
    """Connect this room."""
    register_check(invitations.check)
    register_check(pages.announce_addresses)
    register_check(privacy.check)
    register_callout("form", privacy.draw, check=privacy.check_block)
    register_callout("invite", invitations.draw, styles=("call_to_action/invitation",), check=invitations.check_block)
    signals.article_generator_finalized.connect(invitations.invite_after_musings)
    signals.page_generator_finalized.connect(invitations.invite_after_pages)
    signals.page_generator_finalized.connect(pages.offer_what_the_coach_wrote)
    signals.get_generators.connect(add_generator)
