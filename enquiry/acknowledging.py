"""To whom the automatic answer goes: to few, seldom, and to nobody who could answer it by a program."""

from __future__ import annotations

import logging
import re
from datetime import datetime

from enquiry.database import Execute, NotKept
from enquiry.enquiry import Enquiry
from enquiry.keeping import DAY_S, Receipt
from enquiry.letterbox import add_letter
from enquiry.mail import ascii_address
from enquiry.settings import Settings
from enquiry.store import Store
from enquiry.tokens import Signer

ONCE_IN_S = 30 * DAY_S
MOST_A_DAY = 50
"""Over all addresses: what a flood of strangers' addresses can make this service send."""

# Mailboxes that are read by a program, or that nobody reads (RFC 2142, RFC 3834, section 2).
ROLES = re.compile(
    r"mailer-daemon|postmaster|hostmaster|webmaster|abuse|root|daemon|nobody|majordomo|listserv|mailman|"
    r"(no|do[-_.]?not)[-_.]?reply|bounces?|owner-.*|.*-(owner|request|bounces?|errors)",
)

log = logging.getLogger("enquiry")


def acknowledge(
    store: Store, settings: Settings, signer: Signer, receipt: Receipt, enquiry: Enquiry, now: datetime
) -> bool:
    """Puts the automatic answer to a new enquiry into the outbox, where the settings and the rules have one.

    Of the address a keyed hash is kept, for 30 days; never the address. Where even that cannot be written, the
    enquiry is received all the same.
    """
    address = ascii_address(enquiry.email).lower()
    if not (settings.acknowledge and receipt.state == "new" and address and is_person(address)):
        return False
    if _mailbox(address) in map(_mailbox, (settings.recipient, settings.from_address)):
        return False
    whose = signer.sign("acknowledge", _mailbox(address))
    try:
        return store.do(lambda execute: _queue(execute, receipt.reference, whose, int(now.timestamp())))
    except NotKept as fault:
        log.warning("an acknowledgement was not kept", extra={"reference": receipt.reference, "fault": str(fault)})
        return False


def _queue(execute: Execute, reference: str, whose: str, now_s: int) -> bool:
    name = f"acknowledge {whose}"
    today = {"name": "acknowledge", "span": (now_s // DAY_S + 1) * DAY_S}

    def is_known() -> bool:
        span = {"name": name, "now": now_s, "latest": now_s + 2 * ONCE_IN_S}
        return bool(execute("SELECT 1 FROM tally WHERE name = :name AND span > :now AND span <= :latest", span))

    def count(what: dict[str, object]) -> int:
        rows = execute(
            "INSERT INTO tally (name, span, number) VALUES (:name, :span, 1)"
            " ON CONFLICT (name, span) DO UPDATE SET number = tally.number + 1 RETURNING number",
            what,
        )
        return int(rows[0]["number"])

    if is_known():
        return False
    # On PostgreSQL whoever counts second waits here for the first one's commit, and then sees it: so it is asked again.
    if count(today) > MOST_A_DAY or is_known():
        execute("UPDATE tally SET number = number - 1 WHERE name = :name AND span = :span", today)
        return False
    count({"name": name, "span": now_s + ONCE_IN_S})
    add_letter(execute, "acknowledge", float(now_s), reference)
    return True


def is_person(address: str) -> bool:
    """Whether the name before the @ is one that a person may have."""
    return not ROLES.fullmatch(address.rpartition("@")[0].partition("+")[0].lower())


def _mailbox(address: str) -> str:
    """The address without a +tag, which reaches the same mailbox."""
    name, _, domain = address.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{domain}"
