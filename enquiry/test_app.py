"""The running service: real posts on a real port, a real database, real letters."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shutil
import socket
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from urllib.parse import urlencode

import apsw
import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route

from enquiry.app import create_app
from enquiry.conftest import WELL_FILLED, Running, serving
from enquiry.enquiry import FIELDS, LARGEST_FORM_BYTES, LONGEST, LONGEST_UNSEEN, OF_SEVERAL_LINES
from enquiry.returning import Returns
from enquiry.settings import Settings
from enquiry.store import Store
from enquiry.test_slots import ESCAPED, NASTY
from enquiry.tokens import Signer, read_secret

THANKS = re.compile(r"/contact/thanks/\?r=(\w{4}-\w{4})")


def kept(running: Running) -> dict[str, str]:
    [(fields,)] = running.rows("SELECT fields FROM enquiry")
    read: dict[str, str] = json.loads(str(fields))
    return read


def test_an_accepted_post_is_on_the_disk_before_the_answer_and_a_letter_follows(running: Running) -> None:
    answer = running.post(WELL_FILLED)
    assert answer.status == 303
    [reference] = THANKS.fullmatch(answer.headers["location"]).groups()  # type: ignore[union-attr]
    assert running.rows("SELECT reference, state, origin FROM enquiry") == [(reference, "new", "none")]
    assert kept(running) == dict.fromkeys(FIELDS, "") | WELL_FILLED
    [letter] = running.letters()
    assert message_from_bytes(letter)["Subject"] == f"Enquiry {reference}"


def test_the_thanks_page_shows_the_reference_and_nothing_else_that_is_in_its_address(
    running: Running,
) -> None:
    location = running.post(WELL_FILLED).headers["location"]
    assert f"Your reference is <strong>{location[-9:]}</strong>" in running.ask("GET", location).text
    for other in ("", "?r=", "?r=%3Cscript%3E", "?r=call-0900", "?r=K7QM-42TD%0A"):
        page = running.ask("GET", f"/contact/thanks/{other}")
        assert page.status == 200
        assert "<p hidden>Your reference is <strong></strong>" in page.text


def test_a_script_gets_json(running: Running) -> None:
    answer = running.post(WELL_FILLED, Accept="application/json")
    [(reference,)] = running.rows("SELECT reference FROM enquiry")
    assert (answer.status, json.loads(answer.text)) == (200, {"ok": True, "id": reference})
    answer = running.post(WELL_FILLED | {"name": ""}, Accept="application/json")
    assert answer.status == 422
    assert json.loads(answer.text) == {
        "ok": False,
        "errors": [{"field": "name", "message": "Enter your name"}],
    }


def test_a_fault_keeps_everything_typed_and_escapes_it(running: Running) -> None:
    typed = {"name": "", "email": NASTY, "message": NASTY + "\nand more", "phone": NASTY, "reply_by": "phone"}
    answer = running.post(typed | {"topic": "R&D <3", "reading": "/musings/held-back/"})
    assert answer.status == 422
    assert answer.text == (
        "<!doctype html><title>Error: Contact</title>\n"
        "<div hidden><p></p></div>\n"
        '<ul><li><a href="#name">Enter your name</a></li>\n'
        '<li><a href="#email">Enter an email address in the correct format, like name@example.com</a></li></ul>\n'
        '<form method="post" action="/contact/" novalidate>\n'
        '<input name="name" value="" aria-invalid="true">\n'
        f'<input name="email" value="{ESCAPED}" aria-invalid="true">\n'
        f'<input name="phone" value="{ESCAPED}" aria-invalid="true">\n'
        '<input type="radio" name="reply_by" value="phone" checked>\n'
        '<select name="topic"><option selected></option></select>\n'
        f'<textarea name="message">{ESCAPED}\nand more</textarea>\n'
        '<input type="hidden" name="reading" value="/musings/held-back/"></form>'
    )
    assert running.rows("SELECT * FROM enquiry") == []


def test_what_was_typed_survives_a_site_that_is_being_built(running: Running) -> None:
    shutil.rmtree(running.settings.site)
    answer = running.post({"name": "Ada", "email": "ada", "message": "<b>May we talk?</b>"})
    assert answer.status == 422
    assert "like name@example.com" in answer.text
    assert "<pre>&lt;b&gt;May we talk?&lt;/b&gt;</pre>" in answer.text
    answer = running.ask("GET", running.post(WELL_FILLED).headers["location"])
    assert "It has arrived." in answer.text


def test_a_page_that_was_built_anew_is_used_at_once(running: Running) -> None:
    (running.settings.site / "contact/problem/index.html").write_text("A new page", "utf-8")
    assert running.post({}).text == "A new page"


def test_when_the_disk_refuses_the_visitor_is_told_and_keeps_the_words(running: Running) -> None:
    """The table is taken away under the service; a second connection may do that."""
    with closing(apsw.Connection(str(running.settings.sqlite_file))) as connection:
        connection.execute("ALTER TABLE letter RENAME TO gone")
    answer = running.post(WELL_FILLED)
    assert answer.status == 503
    assert "could not be kept just now" in answer.text
    assert ">May we talk?\nOn Monday?</textarea>" in answer.text
    assert running.rows("SELECT * FROM enquiry") == []


@pytest.mark.parametrize("breaker", ["\r\n", "\r", "\n", "\0", "\u2028"])
def test_a_header_cannot_be_slipped_into_the_letter(running: Running, breaker: str) -> None:
    attack = f"Ada{breaker}Bcc: everyone@example.net"
    typed = dict.fromkeys(FIELDS, attack) | {"website": "", "message": "May we talk?"}
    refused = running.post(typed)
    assert refused.status == 422
    assert running.post(typed | {"email": "ada@example.com", "reply_by": "email"}).status == 303
    [letter] = running.letters()
    read = message_from_bytes(letter)
    assert read["Bcc"] is None
    assert read.get_all("To") == ["coach@example.org"]


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
@pytest.mark.parametrize(
    ("status", "body", "content_type"),
    [
        (413, b"message=" + b"a" * LARGEST_FORM_BYTES, "application/x-www-form-urlencoded"),
        (413, b"message=" + b"a" * 2_000_000, "application/x-www-form-urlencoded"),
        (413, b"message=" + b"a" * 3_000_000, "application/x-www-form-urlencoded"),
        (400, b"f=&" * 10_000, "application/x-www-form-urlencoded"),
        (415, b'{"name": "Ada"}', "application/json"),
        (415, b"--b\r\n\r\n--b--", "multipart/form-data; boundary=b"),
        (415, b"name=Ada", "text/plain"),
        (415, b"<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><x>&y;</x>", "application/xml"),
        (415, b"name=Ada", ""),
        (422, b"", "application/x-www-form-urlencoded"),
        (422, b"\xff\xfe\x00%%%=&&&=;name=%", "application/x-www-form-urlencoded"),
        (422, b"name[0][a]=Ada&email[]=x", "application/x-www-form-urlencoded;charset=utf-8"),
    ],
)
def test_what_is_no_form_of_ours_is_refused_in_plain_words(
    running: Running, status: int, body: bytes, content_type: str, accept: str
) -> None:
    answer = running.post(body, Content_Type=content_type, Accept=accept)
    assert answer.status == status
    assert answer.headers["content-type"].startswith(accept)
    assert answer.headers["cache-control"] == "private, no-cache"
    assert "set-cookie" not in answer.headers
    assert running.rows("SELECT * FROM enquiry") == []


def test_a_body_of_the_greatest_size_is_read(running: Running) -> None:
    body = b"name=Ada&email=ada%40example.com&message=May+we+talk%3F&website="
    assert running.post(body + b"a" * (LARGEST_FORM_BYTES - len(body))).status == 200
    assert len(kept(running)["website"]) == LONGEST_UNSEEN


def test_a_message_that_is_far_too_long_comes_back_to_be_shortened(running: Running) -> None:
    answer = running.post(WELL_FILLED | {"message": "a" * 1_000_000})
    assert answer.status == 413
    assert ">" + "a" * 1_000_000 + "</textarea>" in answer.text


@pytest.mark.parametrize("character", ["a", "&", "é", "山", "🏃", "\N{LINEAR B SYLLABLE B008 A}"])
def test_what_is_within_the_limits_of_its_fields_is_kept_whole_in_any_script(running: Running, character: str) -> None:
    """The limits are told in characters, so none may count for more because a form sends it in more bytes."""
    typed = {name: character * most for name, most in LONGEST.items() if name not in ("email", "reading")}
    assert running.post({**typed, "email": "ada@example.com", "reading": "/" * LONGEST["reading"]}).status == 303
    assert {name: kept(running)[name] for name in typed} == typed


def test_line_breaks_as_a_browser_sends_them_count_as_one_character_each(running: Running) -> None:
    """A form sends two, which are six bytes."""
    typed = {name: "a" + "\r\n" * (LONGEST[name] - 2) + "a" for name in OF_SEVERAL_LINES}
    assert running.post(WELL_FILLED | typed).status == 303
    assert len(kept(running)["message"]) == LONGEST["message"]


def test_bytes_that_are_not_utf8_are_stored_with_replacement_characters(running: Running) -> None:
    assert running.post(b"name=Zo%EB&email=zoe%40example.com&message=caf\xe9").status == 200
    assert kept(running)["name"] == "Zo\ufffd"


def test_the_honeypot_is_stored_and_refuses_nobody(running: Running) -> None:
    """Browsers fill it in too: a client must not be lost for it."""
    assert running.post(WELL_FILLED | {"website": "https://example.net"}).status == 303
    assert kept(running)["website"] == "https://example.net"


@pytest.mark.parametrize(
    ("origin", "stored"),
    [
        ("https://example.org", "same"),
        ("https://evil.example", "other"),
        ("null", "none"),
        ("http://[", "other"),
    ],
)
def test_where_a_post_came_from_is_stored_and_refuses_nobody(running: Running, origin: str, stored: str) -> None:
    answer = running.post(WELL_FILLED, Origin=origin)
    assert answer.status == 303
    assert "access-control-allow-origin" not in answer.headers
    assert running.rows("SELECT origin FROM enquiry") == [(stored,)]


@pytest.mark.parametrize(
    ("typed", "referer", "reading"),
    [
        ("/musings/held-back/", "", "/musings/held-back/"),
        ("", "https://example.org/contact/?reading=/musings/held-back/", "/musings/held-back/"),
        ("", "https://evil.example/contact/?reading=/musings/held-back/", ""),
        ("", "https://example.org/contact/?reading=/musings/never-written/", ""),
        ("", "https://example.org/contact/?reading=//evil.example/", ""),
        ("", "https://[/contact/?reading=/musings/held-back/", ""),
        ("", f"https://example.org/contact/?reading=/{'a' * 290}/", ""),
        ("/../../etc/", "", ""),
    ],
)
def test_the_musing_that_led_here_is_kept_when_the_site_has_it(
    running: Running, typed: str, referer: str, reading: str
) -> None:
    assert running.post(WELL_FILLED | {"reading": typed}, Referer=referer).status == 303
    assert kept(running)["reading"] == reading


def test_without_a_token_it_is_kept_first_and_confirmed_with_a_press(running: Running) -> None:
    """The way without JavaScript: the page to check carries what confirms it."""
    page = running.post(urlencode(WELL_FILLED).encode())
    assert page.status == 200
    assert running.rows("SELECT state FROM enquiry") == [("unconfirmed",)]
    assert ">May we talk?\nOn Monday?</textarea>" in page.text
    [confirm] = re.findall('name="confirm" value="([^"]+)"', page.text)
    mended = WELL_FILLED | {"message": "May we talk on Tuesday?", "confirm": confirm, "token": ""}
    answers = [running.post(mended) for _ in range(2)]
    assert [answer.status for answer in answers] == [303, 303]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert running.rows("SELECT state FROM enquiry") == [("new",)]
    assert kept(running)["message"] == "May we talk on Tuesday?"
    running.letters()


def test_a_confirmation_that_was_used_brings_other_words_as_another_enquiry(running: Running) -> None:
    [confirm] = re.findall('name="confirm" value="([^"]+)"', running.post(urlencode(WELL_FILLED).encode()).text)
    for message in ("One", "Two"):
        assert running.post(WELL_FILLED | {"message": message, "confirm": confirm, "token": ""}).status == 303
    assert running.rows("SELECT count(*) FROM enquiry WHERE state = 'new'") == [(2,)]


def test_without_a_token_a_script_is_told_that_it_is_kept(running: Running) -> None:
    answer = running.post(WELL_FILLED | {"token": ""}, Accept="application/json")
    assert (answer.status, json.loads(answer.text)["ok"]) == (200, True)
    assert running.rows("SELECT state FROM enquiry") == [("unconfirmed",)]
    answer = running.post(WELL_FILLED, Accept="application/json")
    assert running.rows("SELECT state FROM enquiry") == [("new",)]


def test_the_same_words_on_one_day_are_one_enquiry(running: Running) -> None:
    answers = [running.post(WELL_FILLED) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    running.letters()
    assert running.rows("SELECT count(*) FROM letter") == [(1,)]


def test_when_the_limit_is_reached_the_visitor_is_told_and_keeps_the_words(settings: Settings) -> None:
    with serving(create_app(replace(settings, max_per_minute=2))) as port:
        running = Running(settings, port)
        answers = [running.post(WELL_FILLED | {"phone": str(number)}) for number in range(1, 6)]
        # A minute may end between two of them.
        assert {answer.status for answer in answers} == {303, 429}
        refused = next(answer for answer in answers if answer.status == 429)
        assert refused.headers["retry-after"] == "60"
        assert "Many messages came from your network" in refused.text
        assert ">May we talk?\nOn Monday?</textarea>" in refused.text
        elsewhere = running.post(WELL_FILLED, X_Forwarded_For="198.51.100.7")
        assert elsewhere.status == 303


def test_only_a_believed_web_server_says_where_a_post_came_from(settings: Settings) -> None:
    with serving(create_app(replace(settings, max_per_minute=1, proxies=()))) as port:
        running = Running(settings, port)
        statuses = [
            running.post(WELL_FILLED | {"phone": str(number)}, X_Forwarded_For=f"198.51.{number}.7").status
            for number in range(1, 5)
        ]
        assert 429 in statuses


def test_the_link_of_the_daily_letter_acts_only_when_its_button_is_pressed(running: Running) -> None:
    trap = {"website": "x", "message": "http://a.example http://b.example http://c.example buy", "name": "BUY NOW"}
    assert running.post(WELL_FILLED | trap).status == 303
    assert running.rows("SELECT state FROM enquiry") == [("held",)]
    [(reference,)] = running.rows("SELECT reference FROM enquiry")
    signature = Signer(read_secret(running.settings.folder / "secret")).sign("not spam", str(reference))
    link = f"/contact/not-spam/?r={reference}&s={signature}"
    assert "<button>" in running.ask("GET", link).text
    assert running.rows("SELECT state FROM enquiry") == [("held",)]
    assert running.ask("POST", link[:-1] + "x").status == 404
    assert running.ask("POST", link).status == 200
    assert running.rows("SELECT state FROM enquiry") == [("new",)]
    running.letters()
    with closing(Store.open(running.settings.database)) as store:
        assert store.set_state(str(reference), "handled", datetime.now(UTC))
    assert "has been handled already" in running.ask("POST", link).text
    assert running.rows("SELECT state FROM enquiry") == [("handled",)]


def test_health_is_told_and_nothing_else(running: Running) -> None:
    assert running.ask("GET", "/healthz").text == "ok"
    ready = running.ask("GET", "/readyz")
    assert (ready.status, json.loads(ready.text)["ready"]) == (200, True)
    with closing(apsw.Connection(str(running.settings.sqlite_file))) as connection:
        connection.execute("ALTER TABLE chore RENAME TO gone")
    assert running.ask("GET", "/readyz").status == 503


def test_sent_twice_with_one_key_it_is_one_enquiry(running: Running) -> None:
    answers = [running.post(WELL_FILLED | {"key": "3f0c"}) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert running.rows("SELECT count(*) FROM enquiry") == [(1,)]


def test_other_methods_are_refused(running: Running) -> None:
    for method in ("GET", "PUT", "DELETE", "OPTIONS"):
        assert running.ask(method, "/contact/").status == 405
    assert running.ask("GET", "/").status == 404


def test_a_visitor_who_leaves_in_the_middle_of_sending_does_no_harm(running: Running) -> None:
    with socket.create_connection(("127.0.0.1", running.port)) as half:
        half.sendall(
            b"POST /contact/ HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n"
            b"Content-Type: application/x-www-form-urlencoded\r\n\r\nname=Ada"
        )
    assert running.post(WELL_FILLED).status == 303
    assert running.rows("SELECT count(*) FROM enquiry") == [(1,)]


def test_nothing_personal_is_in_the_logs(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    running.post(WELL_FILLED | {"phone": "0131 496 0000"})
    running.post(WELL_FILLED | {"email": "ada"})
    running.letters()
    assert "kept" in caplog.text
    for personal in ("Ada", "ada", "talk", "496", "127.0.0.1"):
        assert personal not in caplog.text


def test_inside_another_application_the_site_keeps_its_pages_and_the_post_arrives(settings: Settings) -> None:
    """As the live preview has it: the service's routes first; opened and closed by hand, or by the first post."""
    enquiries = create_app(settings)
    site = Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse("the site"))])
    with serving(Starlette(routes=[*enquiries.routes, Mount("/", site)])) as port:
        preview = Running(settings, port)
        assert preview.ask("GET", "/contact/").text == "the site"
        assert preview.post(WELL_FILLED).status == 303
        enquiries.state.service.close()
        enquiries.state.service.open()
        assert preview.post(WELL_FILLED | {"message": "Or on Tuesday?"}).status == 303
        preview.letters(2)
        enquiries.state.service.close()
        assert preview.rows("SELECT count(*) FROM enquiry") == [(2,)]


def test_under_a_path_the_service_answers_there(settings: Settings) -> None:
    below = replace(settings, address="https://example.org/sub")
    with serving(create_app(below)) as port:
        sub = Running(below, port)
        posted = sub.post(WELL_FILLED, path="/sub/contact/")
        assert posted.headers["location"].startswith("/sub/contact/thanks/?r=")
        assert sub.post(WELL_FILLED).status == 404


def test_what_comes_back_after_everybody_has_gone_stops_nothing() -> None:
    """The event loop has ended when the commit is done; another one serves the same service."""
    returns, late, soon = Returns(), Future[str](), Future[str]()
    late.set_running_or_notify_cancel()

    async def wait_a_little() -> None:
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(returns.of(late), 0.001)

    with ThreadPoolExecutor(1) as elsewhere:  # a browser's tests may have left a loop in this thread
        elsewhere.submit(asyncio.run, wait_a_little()).result()
        late.set_result("too late")
        soon.set_result("in time")
        assert elsewhere.submit(asyncio.run, returns.of(soon)).result() == "in time"
