"""Attacks with the request itself: its size, its speed, its head, its form. The service answers, and goes on."""

from __future__ import annotations

import json
import re
import select
import socket
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlencode

import pytest

from enquiry.conftest import WELL_FILLED, Running
from tests.attacking import A_MOMENT_S, FORM, Attacked, Reply, any_address, attacked, pairs, read_reply

HEAD = f"POST /contact/ HTTP/1.1\r\nHost: example.org\r\nContent-Type: {FORM}\r\n"
PLAIN = re.compile(r"[A-Z][^<>]{10,200}\.")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Attacked]:
    with attacked(tmp_path_factory.mktemp("attacked")) as running:
        yield running


@pytest.fixture(autouse=True)
def goes_on(service: Attacked) -> Iterator[None]:
    """After every attack a good post arrives, and nothing was kept that was not answered "received"."""
    yield
    reply = service.post(service.filled())
    assert service.row(reply).state == "new"
    assert "Traceback" not in service.log


def refused(service: Attacked, reply: Reply, *statuses: int) -> None:
    """It was refused with one of the statuses, in words and without a trace of how the service works."""
    assert reply.status in statuses, (reply.status, reply.text[:300])
    assert not re.search(r"Traceback|File \"|site-packages|starlette|uvicorn", reply.text, re.I)


def test_a_name_of_ten_thousand_characters_is_told_to_be_too_long_and_comes_back_whole(service: Attacked) -> None:
    name = "Ada " * 2_500
    reply = service.post(service.filled(name=name), Accept="application/json")
    refused(service, reply, 422)
    [error] = json.loads(reply.text)["errors"]
    assert (error["field"], error["message"]) == ("name", "Your name must be 200 characters or fewer")
    assert name.strip() in service.post(service.filled(name=name)).text


@pytest.mark.parametrize("size", [1 << 20, 3 << 20, 9 << 20])
def test_a_body_of_megabytes_is_refused_in_words(service: Attacked, size: int) -> None:
    reply = service.post(b"message=" + b"a" * size, Accept="application/json")
    refused(service, reply, 413)
    assert re.search("too long|characters or fewer", reply.text)
    refused(service, service.post(b"message=" + b"a" * size), 413)
    refused(service, service.post(b"message=" + b"%00" * (size // 3)), 413, 422)


def test_very_many_fields_are_no_form(service: Attacked) -> None:
    good = list(service.filled().items())
    refused(service, service.post(pairs(good + [(f"f{n}", "x") for n in range(10_000)])), 400)
    refused(service, service.post(pairs(good + [("name", "x")] * 1_000)), 400)
    refused(service, service.post(b"&" * 100_000), 400, 422)
    refused(service, service.post(b"=" * 100_000), 400, 422)
    refused(service, service.post(b";" * 100_000), 400, 422)


@pytest.mark.parametrize(
    "name",
    [
        "a[b][c]" + "[d]" * 1_000,
        "__proto__[x]",
        "name[]",
        "name.first",
        "%00",
        "\r\nBcc",
        "é" * 5_000,
        "constructor",
        "reference",
        "state",
        "score",
        "__class__",
        "self",
        "changed_at",
    ],
    ids=ascii,
)
def test_a_field_that_is_not_of_the_form_changes_nothing(service: Attacked, name: str) -> None:
    fields = service.filled()
    row = service.row(service.post(fields | {name[:5_000]: "admin"}))
    assert (row.state, row.codes, row.values["message"]) == ("new", set(), fields["message"])
    assert "admin" not in row.fields


def chunked(body: bytes, size: int) -> bytes:
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_body_in_chunks_without_a_length_arrives(service: Attacked) -> None:
    body = urlencode(service.filled()).encode()
    head = HEAD + f"X-Forwarded-For: {any_address()}\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert service.row(service.raw(head.encode() + chunked(body, 7))).state == "new"


def test_chunks_without_end_are_refused_in_words(service: Attacked) -> None:
    head = (HEAD + "Transfer-Encoding: chunked\r\n\r\n").encode()
    reply = service.raw(head + chunked(b"message=" + b"a" * (9 << 20), 60_000))
    refused(service, reply, 413)
    assert "too long" in reply.text


@pytest.mark.parametrize(
    "length",
    [
        "-1",
        "1e3",
        "0x10",
        "99999999999999999999",
        "",
        "5, 5",
        "5\r\nContent-Length: 6",
        "5\r\nTransfer-Encoding: chunked",
        "\u0665",
        "+5",
        "5\r\nTransfer-Encoding: identity",
    ],
    ids=ascii,
)
def test_a_length_that_is_none_keeps_nothing(service: Attacked, length: str) -> None:
    before = set(service.kept())
    request = f"{HEAD}Content-Length: {length}\r\n\r\nname=a&email=ada@example.com&message=b".encode()
    reply = service.raw(request, ends_after_s=A_MOMENT_S)
    assert reply.status in (0, 400, 415, 422, 501)
    assert set(service.kept()) == before


@pytest.mark.parametrize("missing", [1, 100, 1_000_000])
def test_a_body_shorter_than_its_length_is_not_received(service: Attacked, missing: int) -> None:
    before = set(service.kept())
    body = urlencode(service.filled()).encode()
    request = f"{HEAD}Content-Length: {len(body) + missing}\r\n\r\n".encode() + body
    assert service.raw(request, ends_after_s=A_MOMENT_S).status in (0, 400)
    assert set(service.kept()) == before


def test_a_body_longer_than_its_length_is_cut_and_the_rest_is_no_request_of_ours(service: Attacked) -> None:
    smuggled = b"POST /contact/ HTTP/1.1\r\nHost: example.org\r\nContent-Length: 3\r\n\r\na=b"
    body = urlencode(service.filled()).encode()
    request = f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body + smuggled
    assert service.row(service.raw(request)).state in ("new", "held")


def test_very_slow_senders_keep_nobody_waiting(service: Attacked) -> None:
    with ExitStack() as open_ones:
        for number in range(200):
            connection = open_ones.enter_context(socket.create_connection(("127.0.0.1", service.port), timeout=20))
            connection.sendall(
                [
                    b"",
                    b"POST",
                    HEAD.encode(),
                    (HEAD + "Content-Length: 500\r\n\r\nname=a").encode(),
                    (HEAD + "Transfer-Encoding: chunked\r\n\r\n5\r\nna").encode(),
                ][number % 5]
            )
        for _ in range(20):
            assert service.row(service.post(service.filled())).state == "new"


def test_a_body_that_never_ends_is_answered_when_its_time_is_up(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("enquiry.reception.READ_S", 0.05)
    with socket.create_connection(("127.0.0.1", running.port), timeout=20) as connection:
        connection.sendall((HEAD + "Content-Length: 500\r\n\r\nname=a").encode())
        reply = read_reply(connection, "POST")
    assert reply.status == 408
    assert "did not arrive in time" in reply.text


def test_long_bodies_find_room_together_and_short_ones_always(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand connections with two megabytes each would be more than the unit allows the service."""
    monkeypatch.setattr("enquiry.bodies.MOST_LONG_BYTES", 300_000)
    with ExitStack() as open_ones:
        both = [
            open_ones.enter_context(socket.create_connection(("127.0.0.1", running.port), timeout=20)) for _ in range(2)
        ]
        for connection in both:
            connection.sendall((HEAD + "Content-Length: 900000\r\n\r\nmessage=").encode() + b"a" * 250_000)
        [second], _, _ = select.select(both, [], [], 20)  # whichever came later
        reply = read_reply(second, "POST")
        assert (reply.status, reply.headers["retry-after"]) == (503, "60")
        assert "Nothing you typed is lost" in reply.text
        assert running.post(WELL_FILLED).status == 303
    assert running.post(b"name=Ada&message=" + b"a" * 250_000).status == 422


def test_an_answer_that_nobody_fetches_is_given_up(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was typed comes back, six times as long where it is all quotes: it does not wait here for ever."""
    monkeypatch.setattr("enquiry.serving.HEAD_S", 0.2)
    body = b"message=" + b'"' * 2_000_000
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(20)
        connection.connect(("127.0.0.1", running.port))
        connection.sendall((HEAD + f"Content-Length: {len(body)}\r\n\r\n").encode() + body)
        connection.recv(1)
        deadline = time.monotonic() + 10
        with pytest.raises(ConnectionError):
            while time.monotonic() < deadline:
                time.sleep(0.1)
                connection.sendall(b"x")


def test_who_hangs_up_at_any_moment_breaks_nothing(service: Attacked) -> None:
    body = urlencode(service.filled(key="hung up")).encode()
    request = f"{HEAD}Content-Length: {len(body)}\r\n\r\n".encode() + body
    for end in range(0, len(request) + 1, 23):
        with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
            connection.sendall(request[:end])
            if end % 2:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("application/json", b'{"name": "Ada", "email": "ada@example.com", "message": "Hi"}'),
        ("application/json", b"[" * 100_000),
        (
            "multipart/form-data; boundary=x",
            b'--x\r\nContent-Disposition: form-data; name="name"; filename="a.php"\r\n\r\n<?php\r\n--x--\r\n',
        ),
        ("multipart/form-data", b"--x"),
        ("text/plain", b"name=Ada\r\nemail=ada@example.com\r\nmessage=Hi"),
        ("text/xml", b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'),
        ("application/xml", b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'),
        ("application/x-www-form-urlencodedx", b"name=Ada&email=ada@example.com&message=Hi"),
        ("", b"name=Ada&email=ada@example.com&message=Hi"),
        ("application/x-www-form-urlencoded, text/plain", b"name=Ada&email=ada@example.com&message=Hi"),
        ("\xff\xfe", b"name=Ada"),
        ("application/x-java-serialized-object", b"\xac\xed\x00\x05sr"),
        ("application/octet-stream", bytes(range(256))),
    ],
)
def test_what_is_no_form_is_told_so(service: Attacked, kind: str, body: bytes) -> None:
    reply = service.post(body, Content_Type=kind)
    refused(service, reply, 415)
    assert "not a message from the contact form" in reply.text
    reply = service.post(body, Content_Type=kind, Accept="application/json")
    refused(service, reply, 415)
    assert json.loads(reply.text)["ok"] is False


@pytest.mark.parametrize("charset", ["utf-16", "utf-7", "idna", "punycode", "nonsense", "\u00e9"])
def test_a_charset_that_a_post_claims_changes_nothing(service: Attacked, charset: str) -> None:
    fields = service.filled()
    row = service.row(service.post(fields, Content_Type=f"{FORM}; charset={charset}"))
    assert row.values["message"] == fields["message"]


@pytest.mark.parametrize(
    "header",
    [
        "Accept: \xff",
        "Accept: " + "application/json," * 300,
        "Cookie: " + "a=b; " * 1_000,
        "Expect: 100-continue",
        "Expect: evil",
        "Accept-Encoding: gzip, bomb",
        "Content-Encoding: gzip",
        "Upgrade: websocket\r\nConnection: Upgrade",
        "Connection: close, X-Forwarded-For",
        "Range: bytes=0-,0-,0-",
        "If-None-Match: *",
        "X-Forwarded-Proto: javascript",
        "Authorization: Basic \x00",
        "Te: trailers",
        "Proxy: http://evil.example",
        "X: \t",
    ],
    ids=ascii,
)
def test_no_header_stops_a_good_post(service: Attacked, header: str) -> None:
    body = urlencode(service.filled()).encode()
    head = f"{HEAD}X-Forwarded-For: {any_address()}\r\n{header}\r\nContent-Length: {len(body)}\r\n\r\n"
    reply = service.raw(head.encode("latin-1") + body)
    if reply.status == 400:
        assert "\x00" in header or "Expect: evil" in header
    else:
        assert service.row(reply).state == "new"


@pytest.mark.parametrize(
    "head",
    [
        "GET /healthz HTTP/1.1\r\n" + "".join(f"H{n}: x\r\n" for n in range(5_000)) + "\r\n",
        "GET /healthz HTTP/1.1\r\nX: " + "x" * 1_000_000 + "\r\n\r\n",
        "GET /" + "a/" * 100_000 + " HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        "GET /healthz HTTP/9.9\r\nHost: a\r\n\r\n",
        "GET /healthz\r\n\r\n",
        "GET  /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost : a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\n Host: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nHost: a\r\n folded: b\r\n\r\n",
        "GET /healthz HTTP/1.1\nHost: a\n\n",
        "GET /healthz HTTP/1.1\r\n: a\r\n\r\n",
        "GET /healthz HTTP/1.1\r\nH\0: a\r\n\r\n",
        "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        "\r\n" * 50_000,
        "\0" * 100_000,
        "A" * 100_000,
    ],
    ids=lambda head: ascii(head[:30]),
)
def test_a_head_that_is_none_is_refused_or_passed_over(service: Attacked, head: str) -> None:
    assert service.raw(head.encode("latin-1"), ends_after_s=A_MOMENT_S).status in (0, 200, 400, 404, 431, 505)


@pytest.mark.parametrize("method", "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE CONNECT PROPFIND get FOO X-Y".split())
@pytest.mark.parametrize(
    "path", ["/contact/", "/contact/thanks/", "/contact/token", "/contact/not-spam/", "/healthz", "/readyz", "/", "*"]
)
def test_no_method_does_more_than_it_should(service: Attacked, method: str, path: str) -> None:
    before = set(service.kept())
    reply = service.ask(method, path, b"name=a" if method in ("PUT", "PATCH", "DELETE", "FOO") else b"")
    assert reply.status < 500
    refused(service, reply, *range(200, 500))
    assert "Ada" not in reply.text
    assert "access-control-allow-origin" not in reply.headers
    assert set(service.kept()) == before


@pytest.mark.parametrize(
    "path",
    [
        "/../../etc/passwd",
        "/contact/../../../etc/passwd",
        "/contact/thanks/../../../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/contact/%2e%2e%2f%2e%2e%2fetc%2fpasswd",
        "/..%5c..%5cetc",
        "//evil.example/contact/",
        "/contact//",
        "/contact/;x/",
        "/contact/%00",
        "/contact/thanks/%00",
        "/\xff\xfe",
        "/%ff%fe",
        "/%ED%A0%80",
        "http://evil.example/contact/",
        "/contact/index.html",
        "/var/enquiries.db",
        "/var/secret",
        "/contact/thanks/?r=" + "A" * 5_000,
        "/contact/thanks/?r=%0d%0aSet-Cookie:%20a=b",
        "/contact/thanks/?r=<script>",
        "/contact/thanks/?r=K7QM-42TD&r=<b>",
        "/contact/thanks/?" + "a=b&" * 3_000,
        "/contact/not-spam/?r=../../x&s=y",
        "/contact/token?x=" + "%00" * 1_000,
    ],
    ids=lambda path: ascii(path[:40]),
)
def test_no_path_leads_anywhere_else(service: Attacked, path: str) -> None:
    for method in ("GET", "POST"):
        reply = service.raw(
            f"{method} {path} HTTP/1.1\r\nHost: example.org\r\nContent-Length: 0\r\n\r\n".encode("latin-1")
        )
        refused(service, reply, 200, 303, 307, 400, 404, 405, 414, 415, 431)
        assert "root:" not in reply.text
        assert "<script>" not in reply.text
        assert "set-cookie" not in reply.headers
        assert "evil.example" not in reply.headers.get("location", "")


def test_a_file_of_the_service_s_own_is_never_served(service: Attacked) -> None:
    secret = (service.folder / "var/secret").read_text()
    for path in ("/contact/../var/secret", "/var/secret", "/contact/thanks/../../../var/secret", "/%2e%2e/var/secret"):
        assert secret.strip() not in service.ask("GET", path).text


def test_healthz_and_readyz_tell_nothing_of_anybody(service: Attacked) -> None:
    mark = uuid.uuid4().hex
    service.row(service.post(service.filled(name=mark, message=mark, email=f"{mark}@example.com")))
    health, ready = service.ask("GET", "/healthz"), service.ask("GET", "/readyz")
    assert (health.status, health.text.strip()) == (200, "ok")
    assert ready.status == 200
    facts = json.loads(ready.text)
    assert all(isinstance(value, (bool, int, float)) or value is None for value in facts.values()), facts
    for reply in (health, ready):
        everything = reply.text + str(reply.headers)
        assert not re.search(
            rf"{mark}|enquiries\.db|/tmp|sqlite|python|uvicorn|starlette|coach@|\d\.\d+\.\d", everything, re.I
        )
        assert reply.headers["cache-control"] == "no-store"


def test_no_answer_names_the_software_or_sets_a_cookie(service: Attacked) -> None:
    for reply in (
        service.post(service.filled()),
        service.post(b""),
        service.ask("GET", "/nowhere"),
        service.ask("GET", "/contact/token"),
    ):
        assert not {"server", "x-powered-by", "set-cookie"} & set(reply.headers)
