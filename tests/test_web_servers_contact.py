"""The contact form behind both web servers, below a base path: the real service, then none, then one that records."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import pytest

from enquiry.bodies import LARGEST_SHOWN_BYTES
from enquiry.conftest import WELL_FILLED
from enquiry.enquiry import LARGEST_FORM_BYTES
from publisher.headers import headers_for
from publisher.web.nginx import POSTS_AT_ONCE
from publisher.web.place import LARGEST_FORM_MB
from tests.enquiring import Desk
from tests.fronting import WEB_SERVERS, Answer, Front, before, certificate, free_port, lay_out

FORM = {"Content_Type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module", params=WEB_SERVERS)
def front(request: pytest.FixtureRequest, whole_desk: Desk, tmp_path_factory) -> Iterator[Front]:
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    address = f"http://127.0.0.1:{port}/sub"
    redirects = [("/sub/write/", "/sub/contact/")]
    installation = lay_out(folder, request.param, whole_desk.settings.site, address=address, redirects=redirects)
    with before(installation, port, service=f"127.0.0.1:{whole_desk.port}") as front:
        yield front


@pytest.fixture(scope="module", params=WEB_SERVERS)
def lonely(request: pytest.FixtureRequest, whole_desk: Desk, tmp_path_factory) -> Iterator[Front]:
    """The same with nobody behind it."""
    folder, port = tmp_path_factory.mktemp(request.param), free_port()
    address = f"http://127.0.0.1:{port}/sub"
    installation = lay_out(folder, request.param, whole_desk.settings.site, address=address)
    with before(installation, port, service=f"127.0.0.1:{free_port()}") as front:
        yield front


def post(front: Front, path: str = "/sub/contact/", fields: dict[str, str] | None = None, **headers: str) -> Answer:
    token = json.loads(front.ask("/sub/contact/token").body)["token"] if fields is None else ""
    body = urlencode({"token": token, "website": "", "release": "r1"} | WELL_FILLED if fields is None else fields)
    return front.ask(path, "POST", body.encode(), **FORM, **headers)


def page(front: Front, address: str) -> bytes:
    return (front.installation.current / address.strip("/") / "index.html").read_bytes()


@pytest.mark.parametrize("path", ["/sub/contact/", "/sub/contact"])
def test_a_message_arrives_and_its_reference_is_on_the_page_of_thanks(front, desk, path):
    answer = post(front, path)
    there = answer.header("Location")
    assert answer.status == 303 and there.startswith("/sub/contact/thanks/?r=")
    assert desk.kept()["name"] == "Ada Walker"
    thanks = front.ask(there)
    assert thanks.status == 200 and there[-9:].encode() in thanks.body


def test_what_the_service_says_of_its_answers_stands_and_the_rest_is_said_once(front):
    for answer, cache in (
        (front.ask("/sub/contact/token"), "no-store"),
        (front.ask("/sub/contact/thanks/"), "private, no-cache"),
        (front.ask("/sub/contact/not-spam/?r=x&s=y"), "private, no-cache"),
        (post(front, fields={"name": "Ada"}), "private, no-cache"),
    ):
        wanted = {name.lower(): said for name, said in headers_for("/contact/", is_secure=False).items()}
        said = {name: answer.header(name) for name in wanted}
        assert said.pop("cache-control") == cache
        del wanted["cache-control"]
        if answer.status == 404:  # a plain page of the service's own, which brings a policy and says who may know it
            assert "frame-ancestors 'none'" in said.pop("content-security-policy")
            assert said.pop("referrer-policy") == "no-referrer"
        assert said.items() <= wanted.items(), answer.status


def test_a_message_with_a_mistake_comes_back_with_everything_typed(front):
    answer = post(front, fields={"name": "Ada", "message": "May we talk?"})
    assert answer.status == 422 and b"May we talk?" in answer.body


def test_only_the_form_s_addresses_are_the_service_s(front):
    assert front.ask("/sub/contact/").body == page(front, "/contact/")
    assert front.ask("/sub/contact/", "HEAD").status == 200
    assert front.ask("/sub/contact/problem/").body == page(front, "/contact/problem/")
    assert front.ask("/sub/contact/unavailable/").status == 200
    for path in ("/healthz", "/readyz", "/sub/healthz", "/contact/token", "/sub/contact/token/", "/"):
        assert front.ask(path).status == 404, path
    assert front.ask("/sub").header("Location") == "/sub/"
    assert front.ask("/sub/write/").header("Location") == "/sub/contact/"
    assert front.ask("/sub/contact/index.html").header("Location") == "/sub/contact/"
    assert front.ask("/sub/nope").body == (front.installation.current / "404.html").read_bytes()


def test_whatever_the_service_would_show_again_reaches_it(front):
    assert LARGEST_FORM_BYTES < LARGEST_SHOWN_BYTES <= LARGEST_FORM_MB * 1024 * 1024
    answer = post(front, fields={"message": "a" * (LARGEST_SHOWN_BYTES - 100), "name": "Ada"})
    assert answer.status == 413 and b"aaaaaaaa" in answer.body


def test_a_form_beyond_all_measure_is_refused_with_a_page_of_the_site(front):
    answer = front.ask("/sub/contact/", "POST", b"message=" + b"a" * (3 * 1024 * 1024), **FORM)
    assert answer.status == 413 and answer.body == page(front, "/contact/unavailable/")


def test_when_the_service_is_down_the_page_says_how_else_to_write(lonely):
    for answer in (lonely.ask("/sub/contact/", "POST", b"name=Ada", **FORM), lonely.ask("/sub/contact/token")):
        assert answer.status == 503 and answer.body == page(lonely, "/contact/unavailable/")
        assert answer.header("Cache-Control") == "no-cache" and answer.header("X-Content-Type-Options") == "nosniff"
    assert lonely.ask("/sub/contact/").body == page(lonely, "/contact/")


def test_when_the_service_is_down_who_was_thanked_still_is(lonely):
    answer = lonely.ask("/sub/contact/thanks/?r=ABCD-EFGH")
    assert answer.status == 200 and answer.body == page(lonely, "/contact/thanks/")


class Recorder(BaseHTTPRequestHandler):
    """Where the service would listen: says which headers reached it."""

    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = json.dumps([list(pair) for pair in self.headers.items()]).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def recorder() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    yield f"127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module", params=WEB_SERVERS)
def public(request: pytest.FixtureRequest, whole_desk: Desk, recorder: str, tmp_path_factory) -> Iterator[Front]:
    """As at a public address: nothing stands before it, and http leads to https."""
    folder, port, http_port = tmp_path_factory.mktemp(request.param), free_port(), free_port()
    named = dict(zip(("certificate", "key"), certificate(folder, "smallsteps.example"), strict=True))
    installation = lay_out(
        folder, request.param, whole_desk.settings.site, address="https://smallsteps.example", **named
    )
    with before(installation, port, service=recorder, http_port=http_port) as front:
        yield front


def reached(answer: Answer) -> dict[str, str]:
    found = json.loads(answer.body)
    names = [name.lower() for name, _ in found]
    assert len(names) == len(set(names))
    return {name.lower(): said for name, said in found}


FORGED = {"X_Forwarded_For": "203.0.113.9, 198.51.100.7"}


def test_nobody_can_say_that_a_post_comes_from_elsewhere(public):
    headers = reached(public.ask("/contact/", "POST", b"x", **FORM, **FORGED))
    assert headers["x-forwarded-for"] == "127.0.0.1" and headers["host"] == "smallsteps.example"


@pytest.mark.parametrize("web", WEB_SERVERS)
def test_behind_another_web_server_its_word_is_passed_on(web, whole_desk, recorder, tmp_path):
    """The service reads from the right and stops at the first address that is no web server of ours."""
    port = free_port()
    installation = lay_out(tmp_path, web, whole_desk.settings.site, address=f"http://127.0.0.1:{port}")
    with before(installation, port, service=recorder) as front:
        headers = reached(front.ask("/contact/", "POST", b"x", **FORM, **FORGED))
    assert headers["x-forwarded-for"] == "203.0.113.9, 198.51.100.7, 127.0.0.1"


def test_over_https_every_answer_asks_for_https_from_now_on(public):
    for path in ("/", "/nope", "/contact/token", "/musings"):
        assert public.ask(path).header("Strict-Transport-Security") == "max-age=63072000"


def test_http_leads_to_https_but_for_the_proof_of_a_certificate(public):
    plain = replace(public, port=public.http_port, is_secure=False)
    answer = plain.ask("/musings/?a=b")
    assert answer.status in (301, 308)
    # Caddy names the port that it is told to listen on here.
    assert answer.header("Location").replace(f":{public.port}", "") == "https://smallsteps.example/musings/?a=b"
    assert not answer.header("Strict-Transport-Security")
    if public.installation.web == "nginx":  # Caddy answers these by itself
        assert plain.ask("/.well-known/acme-challenge/nothing-there").status == 404


def test_an_office_may_write_at_once_and_a_flood_is_asked_to_wait(public):
    """nginx counts; behind Caddy the service does, where it is told to."""
    with ThreadPoolExecutor(8) as crowd:
        answers = list(crowd.map(lambda _: public.ask("/contact/", "POST", b"x", **FORM), range(POSTS_AT_ONCE + 40)))
    statuses = [answer.status for answer in answers]
    if public.installation.web == "caddy":
        assert set(statuses) == {200}
        return
    assert set(statuses) == {200, 429} and statuses.count(200) >= POSTS_AT_ONCE - 10
    waiting = next(answer for answer in answers if answer.status == 429)
    assert waiting.body == page(public, "/contact/unavailable/")
    assert public.ask("/contact/").status == 200
