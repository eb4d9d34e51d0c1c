"""Attacks with what a post claims: who it is, where it comes from, when, and for the how many-th time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from enquiry.tokens import Signer
from tests.attacking import Attacked, attacked

EVIL = "https://evil.example"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@pytest.mark.parametrize(
    "field",
    [
        "_next",
        "next",
        "redirect",
        "redirect_to",
        "return",
        "url",
        "_redirect",
        "r",
        "_cc",
        "_replyto",
        "to",
        "recipient",
    ],
)
def test_no_field_says_where_to_go_or_whom_to_write_to(service: Attacked, field: str) -> None:
    reply = service.post(service.filled(**{field: f"{EVIL}/all@evil.example"}))
    assert reply.headers["location"] == f"/contact/thanks/?r={reply.reference}"
    posted = service.letter_about(reply.reference)
    assert posted.recipients == ("coach@example.org",)
    assert b"evil" not in posted.content


@pytest.mark.parametrize(
    "header",
    [
        "Host",
        "X-Forwarded-Host",
        "X-Original-URL",
        "X-Rewrite-URL",
        "Forwarded",
        "X-Forwarded-Proto",
        "X-HTTP-Method-Override",
    ],
)
def test_no_header_says_where_to_go(service: Attacked, header: str) -> None:
    reply = service.post(service.filled(), **{header.replace("-", "_"): "evil.example"})
    assert reply.headers["location"] == f"/contact/thanks/?r={reply.reference}"
    assert b"evil" not in service.letter_about(reply.reference).content


def test_an_address_without_its_last_slash_is_no_way_to_another_host(service: Attacked) -> None:
    assert service.row(service.post(service.filled(), "/contact", Host="evil.example")).state == "new"
    for method in ("GET", "POST", "HEAD"):
        for path in ("/contact", "/contact/thanks", "/contact/token/", "/contact/not-spam", "/healthz/"):
            reply = service.ask(method, path, headers={"Host": "evil.example"})
            assert "evil" not in reply.headers.get("location", "") + reply.text, (method, path)


@pytest.mark.parametrize(
    "origin",
    [
        EVIL,
        "https://example.org.evil.example",
        "https://evil.example/example.org",
        "http://[",
        "http://[::1",
        "javascript:",
        "\u00e9",
        "file://",
        "https://example.org@evil.example",
    ],
)
def test_a_post_from_another_site_is_weighed_and_arrives(service: Attacked, origin: str) -> None:
    row = service.row(service.post(service.filled(), Origin=origin))
    assert (row.state, row.origin, row.codes) == ("new", "other", {"origin_other"})


@pytest.mark.parametrize(
    "referer",
    [
        "http://[",
        "https://example.org/contact/?reading=//evil.example/",
        "https://example.org/contact/?reading=/../../etc/",
        "https://evil.example/?reading=/musings/held-back/",
        "\u00e9",
        "https://example.org/?reading=" + "/a" * 3_000,
    ],
)
def test_no_referer_breaks_anything_or_is_believed(service: Attacked, referer: str) -> None:
    assert service.row(service.post(service.filled(), Referer=referer)).values["reading"] == ""


@pytest.mark.parametrize(
    "reading",
    [
        "//evil.example/",
        "/../../../etc/",
        "/musings/../../site/",
        "https://evil.example/",
        "/\\evil.example/",
        "/%2e%2e/",
        "/musings/held-back/../../",
        "file:///etc/passwd",
        "/no/such/page/",
    ],
)
def test_what_was_read_is_a_page_of_the_site_or_nothing(service: Attacked, reading: str) -> None:
    assert service.row(service.post(service.filled(reading=reading))).values["reading"] == ""


def bad_tokens(service: Attacked) -> dict[str, str]:
    ours, now = service.signer, time.time()
    good = ours.token(now - 60)
    seconds, nonce, signature = good.split(".")
    waiting = service.post(service.filled(token=""), Accept="application/json")
    return {
        "none": "",
        "forged": Signer(b"another secret of thirty-two bytes, at least").token(now),
        "changed": f"{seconds}.{nonce[::-1]}.{signature}",
        "unsigned": f"{seconds}.{nonce}.",
        "of a confirmation": ours.confirmation(waiting.reference, now),
        "of a link": f"{seconds}.{nonce}.{ours.sign('not spam', f'{seconds}.{nonce}')}",
        "of yesterday": ours.token(now - 86_500),
        "of tomorrow": ours.token(now + 3_600),
        "huge": "1." * 5_000,
        "strange": "é.\u2028.\0",
    }


def test_a_token_that_is_not_ours_or_not_fresh_asks_once_more_and_loses_nothing(service: Attacked) -> None:
    for what, token in bad_tokens(service).items():
        fields = service.filled(token=token)
        reply = service.post(fields, Accept="application/json")
        row = service.row(reply)
        assert (reply.status, row.state, row.values["message"]) == (200, "unconfirmed", fields["message"]), what
        page = service.post(fields)
        assert page.status == 200, what
        assert fields["message"] in page.text, what


def test_a_clock_that_is_half_a_minute_wrong_is_forgiven(service: Attacked) -> None:
    ahead = service.signer.token(time.time() + 30)
    assert service.row(service.post(service.filled(token=ahead))).state == "new"


def test_a_token_used_again_is_weighed_more_each_time(service: Attacked) -> None:
    token = service.token()
    scores = [service.row(service.post(service.filled(token=token))).score for _ in range(5)]
    assert scores == [0, 2, 4, 5, 5]


def test_a_confirmation_is_good_for_one_message_and_not_a_pass_for_many(service: Attacked) -> None:
    waiting = service.post(service.filled(token=""), Accept="application/json")
    confirm = service.signer.confirmation(waiting.reference, time.time() - 20)
    rows = [service.row(service.post(service.filled(token="", confirm=confirm))) for _ in range(6)]
    assert rows[0].state == "new"
    assert {row.state for row in rows[-2:]} <= {"held", "unconfirmed"}
    assert len({row.reference for row in rows}) == 6


def test_nobody_s_enquiry_is_overwritten_with_a_forged_confirmation(service: Attacked) -> None:
    victim = service.post(service.filled(token="", message="The victim's own words."), Accept="application/json")
    arrived = service.post(service.filled(message="Words that had arrived."))
    forged = Signer(b"another secret of thirty-two bytes, at least").confirmation(victim.reference, time.time())
    for confirm in (forged, victim.reference, service.signer.confirmation(arrived.reference, time.time())):
        reply = service.post(service.filled(token="", confirm=confirm, message=f"An attacker's words {confirm}."))
        assert reply.status in (200, 303)
    assert service.row(victim).values["message"] == "The victim's own words."
    assert service.row(arrived).values["message"] == "Words that had arrived."


def test_one_key_with_other_words_is_another_enquiry(service: Attacked) -> None:
    first = service.filled()
    replies = [
        service.post(first),
        service.post(first),
        service.post(service.filled(key=first["key"])),
        service.post(first | {"name": "Eve"}),
    ]
    references = [reply.reference for reply in replies]
    assert references[0] == references[1]
    assert len(set(references)) == 3


@pytest.mark.parametrize("key", ["a key", ""])
def test_fifty_equal_posts_at_once_are_one_enquiry_and_one_letter(service: Attacked, key: str) -> None:
    fields = service.filled(key=key)
    with ThreadPoolExecutor(50) as pool:
        replies = list(pool.map(lambda _: service.post(fields, X_Forwarded_For="198.51.100.7"), range(50)))
    assert {reply.status for reply in replies} == {303}
    [reference] = {reply.reference for reply in replies}
    assert service.kept()[reference].state == "new"
    service.letter_about(reference)
    after = service.post(service.filled())
    service.letter_about(after.reference)
    assert sum(reference.encode() in posted.content for posted in service.office.letters) == 1


def test_a_filled_honeypot_holds_and_one_left_out_is_weighed(service: Attacked) -> None:
    held = service.row(service.post(service.filled(website="https://spam.example")))
    assert (held.state, held.codes) == ("held", {"honeypot_filled"})
    fields = service.filled()
    del fields["website"], fields["release"]
    weighed = service.row(service.post(fields))
    assert (weighed.state, weighed.codes) == ("new", {"honeypot_absent", "release_absent"})
    other = service.row(service.post(service.filled(release="of last year")))
    assert (other.state, other.codes) == ("new", {"release_other"})


def test_the_same_words_under_other_names_and_addresses_are_known_again(service: Attacked) -> None:
    words = "We write these words to everybody, and to you too."
    scores = [
        service.row(service.post(service.filled(message=words, name=f"Name {n}", email=f"n{n}@example.com"))).score
        for n in range(4)
    ]
    assert scores == [0, 2, 3, 5]


def test_who_confirms_is_not_said_to_repeat_themselves(service: Attacked) -> None:
    fields = service.filled(token="", key="")
    waiting = service.post(fields, Accept="application/json")
    service.post(fields, Accept="application/json")
    confirm = service.signer.confirmation(waiting.reference, time.time() - 20)
    row = service.row(service.post(fields | {"confirm": confirm}))
    assert (row.reference, row.state, row.codes) == (waiting.reference, "new", set())


def codes_of(service: Attacked, addresses: list[str]) -> set[str]:
    """What is said of a dozen posts in a row; whenever ten minutes end among them, six come after or before."""
    return set().union(*(service.row(service.post(service.filled(), X_Forwarded_For=told)).codes for told in addresses))


def test_changing_one_s_address_within_a_block_is_seen_through(service: Attacked) -> None:
    assert codes_of(service, [f"2001:db8:7:7:{n:x}:{n:x}::1" for n in range(12)]) == {"block_10_min"}
    assert codes_of(service, [f"203.0.113.{n}" for n in range(12)]) == {"block_10_min"}
    assert codes_of(service, [f"::ffff:192.0.2.{n}" for n in range(12)]) == {"block_10_min"}
    assert codes_of(service, [f"2001:db8:{n:x}:8::1" for n in range(12)]) == set()


def test_of_x_forwarded_for_only_what_our_own_server_wrote_counts(service: Attacked) -> None:
    assert codes_of(service, [f"198.18.{n}.1, 198.19.1.1" for n in range(12)]) == {"block_10_min"}
    assert codes_of(service, [f"{n}.1.1.1, garbage, 198.19.2.1, 127.0.0.1" for n in range(12)]) == {"block_10_min"}
    assert codes_of(service, [f"198.20.{n}.1, ::ffff:127.0.0.1" for n in range(12)]) == set()


@pytest.mark.parametrize(
    "told",
    ["", ",", "unknown", "garbage", "1" * 5_000, "127.0.0.1, " * 500, "::1%eth0", "\u00e9", "[::1]:80", "1.2.3.4:5"],
)
def test_no_x_forwarded_for_breaks_anything(service: Attacked, told: str) -> None:
    assert service.post(service.filled(), X_Forwarded_For=told).status in (303, 431, 400)


def test_a_limit_counts_the_block_that_a_believed_server_tells_and_nothing_is_lost(tmp_path: Path) -> None:
    limited = {"ENQUIRY_MAX_PER_MINUTE": "3", "ENQUIRY_PROXIES": "192.0.2.1"}
    with attacked(tmp_path, **limited) as service:
        fields = service.filled()
        replies = [service.post(service.filled(), X_Forwarded_For=f"{n}.1.1.1") for n in range(1, 9)]
        refused = [reply for reply in replies if reply.status == 429]
        assert refused, "who is not believed changes nothing by X-Forwarded-For"
        assert {reply.status for reply in replies} == {303, 429}
        assert all(int(reply.headers["retry-after"]) > 0 for reply in refused)
        last = service.post(fields)
        assert last.status == 303 or fields["message"] in last.text
        assert len(service.kept()) == len([reply for reply in replies if reply.reference]) + (last.status == 303)


def test_a_link_of_the_daily_letter_acts_only_when_signed_and_pressed(service: Attacked) -> None:
    held = service.row(service.post(service.filled(website="x")))
    signature = service.signer.sign("not spam", held.reference)
    address = "/contact/not-spam/?r={}&s={}"
    for reference, given in (
        (held.reference, ""),
        (held.reference, signature[:-1]),
        (held.reference, service.signer.sign("token", held.reference)),
        (held.reference, Signer(b"another secret of thirty-two bytes, at least").sign("not spam", held.reference)),
        ("AAAA-AAAA", signature),
        ("%00", signature),
        (held.reference, "%ED%A0%80"),
    ):
        for method in ("GET", "POST", "HEAD"):
            assert service.ask(method, address.format(reference, given)).status in (404, 403, 400), (method, given)
    for method in ("GET", "HEAD"):
        assert service.ask(method, address.format(held.reference, signature)).status == 200
        assert service.kept()[held.reference].state == "held"
    assert service.ask("POST", address.format(held.reference, signature)).status == 200
    assert service.kept()[held.reference].state == "new"
    assert service.letter_about(held.reference).recipients == ("coach@example.org",)


def test_the_automatic_answer_cannot_be_turned_on_anybody(tmp_path: Path) -> None:
    """It goes once to an address, holds no word of the visitor's, and to nothing that answers by itself."""
    with attacked(tmp_path, ENQUIRY_ACKNOWLEDGE="on", ENQUIRY_SENDER="website@example.org") as service:
        advert = "You have won at evil dot example"
        for number in range(12):
            tagged = f"Victim+{number}@victim.example" if number % 2 else "victim@victim.example"
            service.post(service.filled(email=tagged, name=advert, topic=advert))
        for email in (
            "postmaster@victim.example",
            "no-reply@victim.example",
            "coach@example.org",
            "website@example.org",
        ):
            service.post(service.filled(email=email, name=advert))
        service.post(service.filled(email="held@victim.example", website="x"))
        service.post(service.filled(email="unconfirmed@victim.example", token=""))
        for number in range(60):
            service.post(service.filled(email=f"other{number}@flood{number}.example"))
        last = service.post(service.filled(email="last@last.example"))
        service.letter_about(last.reference)
        arrived = sum(row.state == "new" for row in service.kept().values())
        letters = service.letters(arrived + 50)
        answers = [posted for posted in letters if posted.recipients != ("coach@example.org",)]
        assert len(letters) == arrived + len(answers)
        assert len(answers) == 50, "no more in a day"
        whom = [recipient.lower() for posted in answers for recipient in posted.recipients]
        assert [address for address in whom if address.endswith("@victim.example")] in (
            ["victim@victim.example"],
            ["victim+1@victim.example"],
        )
        assert len(set(whom)) == len(whom)
        for posted in answers:
            assert posted.sender in ("", "<>")
            assert posted.message["Auto-Submitted"] == "auto-replied"
            assert b"evil" not in posted.content and b"won" not in posted.content
