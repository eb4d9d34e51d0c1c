"""`python -m tests.fuzzing_enquiries SECONDS SEED`: atheris looks for a form that is misread.

From the bytes of a body to the letter about it, without network and disk: what reaches code that nothing has reached
before is kept, and changed further. What it finds is left in .cache/fuzzing, from where it can become a test.
"""

from __future__ import annotations

import json
import tempfile
from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["enquiry", "email_validator"]):
    from enquiry.enquiry import Enquiry, NotAForm, clean, clean_machine_fields, find_faults, parse
    from enquiry.kept import Kept
    from enquiry.letterbox import Letter
    from enquiry.mail import compose
    from enquiry.settings import Settings
    from enquiry.spam import Seen, Signs, WordList, weigh
    from enquiry.tokens import Signer

from tests.guiding import fuzz

CORPUS = Path(__file__).resolve().parents[1] / "enquiry/corpus"
NOW = datetime(2026, 3, 2, 7, 30, tzinfo=UTC)
SETTINGS = Settings(recipient="coach@example.org", address="https://example.org")
SIGNS = Signs(age_s=60, honeypot="empty", release="current", origin="same")
OWN = WordList((("seo", 3), ("賭場", 5)))
SIGNER = Signer(b"a secret of at least thirty-two bytes")
HEADERS = {
    *("From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
    *("MIME-Version", "Content-Type", "Content-Transfer-Encoding"),
}


def read_weigh_and_tell(body: bytes) -> None:
    """All that happens to a body but for network and disk. Raises AssertionError where a promise is broken."""
    try:
        typed, _ = parse(body)
    except NotAForm:
        return
    values = clean(typed) | clean_machine_fields(typed)
    assert clean(values) | clean_machine_fields(values) == values, "what is clean stays as it is"
    json.dumps(values, ensure_ascii=False).encode("utf-8")
    SIGNER.read_token(values["token"], NOW.timestamp())
    SIGNER.read_confirmation(values["confirm"], NOW.timestamp())
    if find_faults(values):
        return
    enquiry = Enquiry.from_values(values)
    SIGNER.words(enquiry.message)
    verdict = weigh(enquiry, SIGNS, OWN, recipient=SETTINGS.recipient)(Seen())
    assert verdict.score == max(0, sum(reason.points for reason in verdict.reasons))
    kept = Kept("K7QM-42TD", NOW, verdict.state, verdict.score, verdict.reasons, "same", enquiry, NOW)
    letter = compose(Letter(1, "notify", "K7QM-42TD", "", NOW.timestamp(), 1, 0, 0.0, kept), SETTINGS)
    read = message_from_bytes(letter.as_bytes(), policy=policy.default)
    assert set(read.keys()) <= HEADERS and len(read.keys()) == len(set(read.keys())), "no header of a visitor's"
    assert read["To"] == SETTINGS.recipient
    assert read.get_content_type() == "text/plain" and not read.is_multipart()
    words = read.get_content().replace("\r\n", "\n")
    assert enquiry.message in words and enquiry.reflections in words, "every word is in the letter"


def main() -> None:
    """Fuzz until the time is up; atheris ends the process, with a status of its own where it found something."""
    bodies = Path(tempfile.mkdtemp(prefix="cairn-fuzzing-"))
    for path in CORPUS.glob("*.http"):
        (bodies / path.name).write_bytes(path.read_bytes().partition(b"\r\n\r\n")[2])
    fuzz(read_weigh_and_tell, bodies, "bodies of the form", hangs_s=20)


if __name__ == "__main__":
    main()
