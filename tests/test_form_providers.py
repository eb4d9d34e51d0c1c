"""Every receiver of the contact form gets what it asks for: the built form, posted by a browser without JavaScript.

A stand-in for each, as its documentation describes it (named in `plugins/call_to_action/providers.py`), listens on a
real port, and what the browser sends is led there. The site is built for the very address where it is served, so that
the way back to its page of thanks is a real one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from html import escape
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlencode
from xml.etree.ElementTree import Element

import html5lib
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from enquiry.settings import Settings
from plugins.call_to_action.providers import PROFILES
from plugins.proofreading.settings import PROVIDERS, ContactForm
from tests.building import SMALL_SITE, Build, build, write_site
from tests.serving import serve
from tests.visiting import ASK_AXE, NARROW, RULES, WIDE

OURS = {"website", "key", "token", "confirm", "release", "reading"}
"""What our own service is told besides, and nobody else."""
FORMS = {
    "self": "",
    "formspree": 'provider = "formspree"\nform_id = "mqkvzrpw"\n',
    "netlify": 'provider = "netlify"\n',
    "post": """\
provider = "post"
address = "https://forms.smallsteps.example/f/9?lang=en"
fields = { message = "comment", email = "_replyto" }
hidden = { access_key = "9f2a & <b>" }
honeypot = "_honey"
redirect_field = "_after"
""",
    "mailto": 'provider = "mailto"\nrecipient = "ada+site@smallsteps.example"\n',
    "none": 'provider = "none"\n',
}
POLICY = {
    "self": "'self'",
    "formspree": "https://formspree.io 'self'",
    "netlify": "'self'",
    "post": "https://forms.smallsteps.example 'self'",
    "mailto": "'none'",
    "none": "'none'",
}
TYPED = {
    "Your name": "Ada Walker",
    "Email address": "ada@example.com",
    "Your message": "May we talk?\nOn Monday & <b>Tuesday</b>?",
    "Telephone (optional)": "020 7946 0182",
}
Form = dict[str, str]


@dataclass
class StandIn:
    """One who receives forms. take(path, form): where a browser is sent then, "" for an answer here; None: refused.

    kept: what its owner would see. arrived: all that came, whatever became of it.
    """

    take: Callable[[StandIn, str, Form], str | None]
    page: bytes = b"<!doctype html><title>Received</title>"
    kept: list[Form] = field(default_factory=list)
    arrived: list[Form] = field(default_factory=list)
    port: int = 0

    def post(self, path: str, form: Form) -> int:
        """What a program would send, without the browser; gives the status."""
        connection = HTTPConnection("127.0.0.1", self.port)
        connection.request("POST", path, urlencode(form), {"Content-Type": "application/x-www-form-urlencoded"})
        return connection.getresponse().status


@contextmanager
def listening(stand_in: StandIn) -> Iterator[StandIn]:
    """The stand-in on a port of its own."""

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            pairs = parse_qsl(body, keep_blank_values=True, strict_parsing=True)
            form = dict(pairs)
            assert len(form) == len(pairs), "no name comes twice"
            stand_in.arrived.append(form)
            leads_to = stand_in.take(stand_in, self.path, form)
            self.send_response(400 if leads_to is None else 302 if leads_to else 200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            if leads_to:
                self.send_header("Location", leads_to)
            self.end_headers()
            self.wfile.write(stand_in.page if leads_to == "" else b"")

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    stand_in.port = server.server_address[1]
    try:
        yield stand_in
    finally:
        server.shutdown()
        server.server_close()


def formspree(here: StandIn, path: str, form: Form) -> str | None:
    """Knows its forms by their addresses; drops silently what has `_gotcha` in it; wants a sound `email`."""
    if path != "/f/mqkvzrpw" or not re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", form.get("email", "")):
        return None
    following = form.pop("_next", "https://formspree.io/thanks")
    if not form.pop("_gotcha", ""):
        here.kept.append(form)
    return following


def netlify(built: str) -> StandIn:
    """Reads the page as it is published: a form with `data-netlify`, its name and fields; takes that form, no other.

    The post goes to a page of the site, which is then shown.
    """
    form = built_form(built)
    assert form.element.get("data-netlify") == "true"
    assert form.element.get("method", "").upper() == "POST"
    name, honeypot = form.element.get("name"), form.element.get("netlify-honeypot", "")
    known = {box.get("name") for box in form.element.iter()} - {None}
    assert honeypot in known

    def take(here: StandIn, path: str, form: Form) -> str | None:
        if form.pop("form-name", None) != name:
            return None  # the silent fault of which most is written: nobody ever hears of it
        if not form.pop(honeypot, ""):
            here.kept.append({key: value for key, value in form.items() if key in known})
        return ""

    return StandIn(take)


def any_other(here: StandIn, path: str, form: Form) -> str | None:
    """As `site.toml` of these tests describes it: a key, a field for programs, a field for the way back."""
    if path != "/f/9?lang=en" or form.pop("access_key", "") != "9f2a & <b>" or form.pop("_honey", ""):
        return None
    following = form.pop("_after", "")
    here.kept.append(form)
    return following


@dataclass
class BuiltForm:
    """The one form of a built page. values: of each field what it holds as it stands, by its name."""

    element: Element
    values: Form
    trap: str

    @property
    def way(self) -> str:
        """Where it is sent, without the host."""
        return re.sub(r"^https://[^/]+", "", self.element.get("action", ""))


def built_form(page: str) -> BuiltForm:
    [form] = html5lib.parse(page, namespaceHTMLElements=False).iter("form")
    boxes = [box for box in form.iter() if box.tag in ("input", "select", "textarea")]
    values = {box.get("name", ""): box.get("value", "") for box in boxes if box.get("disabled") is None}
    traps = [box.get("name", "") for box in boxes if box.get("tabindex") == "-1"]
    assert "" not in values
    return BuiltForm(form, values, "".join(traps))


@dataclass
class Site:
    """One built site, and the address where it is served."""

    address: str
    built: Build

    def page(self, address: str) -> str:
        return self.built.page(address)


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Site]]:
    """The small site once for each provider, with a privacy page that tells of the form."""
    with ExitStack() as hosts:
        folders = {name: tmp_path_factory.mktemp(name) for name in FORMS}
        served = {name: hosts.enter_context(serve(folder / "output")) for name, folder in folders.items()}
        yield {name: Site(served[name], built_for(name, folder, served[name])) for name, folder in folders.items()}


def built_for(provider: str, folder: Path, address: str) -> Build:
    toml = SMALL_SITE["site.toml"].replace("[business]", '[business]\ntelephone = "020 7946 0182"')
    toml = toml.replace('[contact_form]\nrecipient = "ada@smallsteps.example"\n', f"[contact_form]\n{FORMS[provider]}")
    privacy = "---\ntitle: Privacy\nsummary: What is kept.\n---\n\n> [!form]\n\nThat is all.\n\n> [!kept]\n"
    files = {"site.toml": f'{toml}topics = ["Running", "Work"]\n', "content/pages/privacy.md": privacy}
    done = build(folder / "output", source=write_site(folder / "site", files), address=address)
    assert done.status == 0, done.text
    assert "privacy-form" not in done.text
    return done


@pytest.fixture(params=["formspree", "netlify", "post"])
def receiver(request: pytest.FixtureRequest, sites: dict[str, Site]) -> Iterator[tuple[str, StandIn]]:
    """One stand-in after another."""
    stand_ins = {
        "formspree": lambda: StandIn(formspree),
        "netlify": lambda: netlify(sites["netlify"].page("/contact/")),
        "post": lambda: StandIn(any_other),
    }
    with listening(stand_ins[request.param]()) as stand_in:
        if request.param == "netlify":
            stand_in.page = sites["netlify"].page("/contact/thanks/").encode()
        yield request.param, stand_in


@contextmanager
def visiting(browser: Browser, site: Site, stand_in: StandIn | None, **options: object) -> Iterator[Page]:
    """A browser at the site; whatever its pages complain of, a policy's refusal first of all, fails the test."""
    context = browser.new_context(base_url=site.address, **{"viewport": WIDE, "locale": "en-GB", **options})
    context.set_default_timeout(10_000)

    def lead(route: Route) -> None:
        if route.request.method == "POST":
            assert stand_in, "a form was sent that nobody should send"
            way = re.sub(r"^https?://[^/]+", f"http://127.0.0.1:{stand_in.port}", route.request.url)
            route.fulfill(response=route.fetch(url=way, max_redirects=0))
        elif route.request.url.startswith(f"{site.address}/"):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", lead)
    said = complaints(context)
    page = context.new_page()
    page.goto("/contact/")
    yield page
    context.close()
    assert not said


def complaints(context: BrowserContext) -> list[str]:
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    context.on("console", lambda message: said.append(message.text))
    return said


def fill(page: Page) -> None:
    for label, words in TYPED.items():
        page.get_by_label(label).fill(words)
    page.get_by_label("By telephone").check()
    page.get_by_label("What is it about? (optional)").select_option("Work")


def policy_of(page: str) -> str:
    """Where a page's policy lets a form be sent."""
    [found] = re.findall(r"form-action ([^;]*)", policy(page))
    return str(found)


def test_there_is_a_stand_in_or_a_page_for_every_provider() -> None:
    assert tuple(PROFILES) == PROVIDERS == tuple(FORMS) == tuple(POLICY)


def test_the_receiver_gets_all_that_was_typed_and_nothing_of_ours(
    receiver: tuple[str, StandIn], sites: dict[str, Site], browser: Browser
) -> None:
    """Without JavaScript, under the page's own policy; the visitor ends on the site's page of thanks."""
    name, stand_in = receiver
    with visiting(browser, sites[name], stand_in, java_script_enabled=False) as page:
        fill(page)
        page.get_by_role("button", name="Send").click()
        page.wait_for_url(f"{sites[name].address}/contact/thanks/")
        expect(page.get_by_role("heading", level=1)).to_have_text("Thank you. Your message has arrived.")
        expect(page.get_by_text("Your reference is")).to_be_hidden()
    [kept], [arrived] = stand_in.kept, stand_in.arrived
    assert not OURS & arrived.keys()
    typed = {
        "name": "Ada Walker",
        "email": "ada@example.com",
        "message": TYPED["Your message"].replace("\n", "\r\n"),
        "phone": "020 7946 0182",
        "reply_by": "phone",
        "topic": "Work",
    }
    subject = "Enquiry for Small Steps Coaching"
    if name == "post":
        typed = {{"message": "comment", "email": "_replyto"}.get(key, key): words for key, words in typed.items()}
    more: dict[str, Form] = {"formspree": {"_subject": subject}, "netlify": {"subject": subject}, "post": {}}
    assert kept == typed | more[name]


def test_what_was_brought_from_the_notebook_goes_along_by_whatever_way(
    receiver: tuple[str, StandIn], sites: dict[str, Site], browser: Browser
) -> None:
    """With JavaScript the form is sent plainly as well: what our own service needs does not run on this page."""
    name, stand_in = receiver
    with visiting(browser, sites[name], stand_in) as page:
        page.evaluate("sessionStorage.setItem('taken:', 'I held back.')")
        page.reload()
        assert "contact-form" not in "".join(page.evaluate("[...document.scripts].map(({src}) => src)"))
        fill(page)
        page.get_by_role("button", name="Send").click()
        page.wait_for_url(f"{sites[name].address}/contact/thanks/")
    assert [each["reflections"] for each in stand_in.kept] == ["I held back."]
    assert not OURS & stand_in.arrived[0].keys()


def test_nothing_is_sent_while_something_is_missing(
    receiver: tuple[str, StandIn], sites: dict[str, Site], browser: Browser
) -> None:
    """Nobody but our own service would say so in our words; so the browser does, before it sends."""
    name, stand_in = receiver
    with visiting(browser, sites[name], stand_in, java_script_enabled=False) as page:
        for label in ("Your name", "Email address", "Your message"):
            fill(page)
            page.get_by_label(label).fill("")
            page.get_by_role("button", name="Send").click()
            expect(page.get_by_label(label)).to_be_focused()
    assert stand_in.arrived == []


def test_a_program_that_fills_in_everything_is_known(receiver: tuple[str, StandIn], sites: dict[str, Site]) -> None:
    name, stand_in = receiver
    form = built_form(sites[name].page("/contact/"))
    filled = {key: value or "ada@example.com" for key, value in form.values.items()}
    stand_in.post(form.way, filled)
    assert stand_in.kept == []
    assert stand_in.post(form.way, filled | {form.trap: ""}) < 400
    assert len(stand_in.kept) == 1


@pytest.mark.parametrize("provider", FORMS)
def test_only_the_form_may_be_sent_and_only_to_its_receiver(provider: str, sites: dict[str, Site]) -> None:
    """The rest of the policy is the same for all; a page without a form sends nothing to anybody."""
    site = sites[provider]
    page = site.page("/contact/")
    assert policy_of(page) == POLICY[provider]
    policies = [
        re.sub(r"(form-action|style-src|script-src) [^;]*", "", policy(one.page("/contact/"))) for one in sites.values()
    ]
    assert len(set(policies)) == 1
    for address in ("/", "/privacy/", "/musings/"):
        assert policy_of(site.page(address)) == "'none'"


def policy(page: str) -> str:
    [found] = [
        meta.get("content", "")
        for meta in html5lib.parse(page, namespaceHTMLElements=False).iter("meta")
        if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    return str(found)


@pytest.mark.parametrize("provider", FORMS)
def test_a_site_has_the_pages_that_its_receiver_answers_with(provider: str, sites: dict[str, Site]) -> None:
    answers = {file.parent.name for file in sites[provider].built.output.glob("contact/*/index.html")}
    if provider == "self":
        assert answers >= {"thanks", "problem", "unavailable"}
    else:
        assert answers == (set() if provider in ("mailto", "none") else {"thanks"})


@pytest.mark.parametrize(
    ("provider", "told"),
    [
        (
            "self",
            [
                "this practice’s own server",
                "12 months after it was last dealt with, in backup copies as well",
                "after 30 days",
            ],
        ),
        (
            "formspree",
            ["Formspree, a company", "processor", "outside your country", "Google", "at formspree.io", "12 months"],
        ),
        (
            "netlify",
            ["Netlify, the company", "processor", "outside your country", "Akismet", "at www.netlify.com", "12 months"],
        ),
        ("post", ["forms.smallsteps.example, which receives it", "processor", "outside your country", "12 months"]),
        ("mailto", ["This site has no form", "12 months"]),
        ("none", ["This site has no form", "12 months"]),
    ],
)
def test_the_privacy_page_says_who_keeps_what_and_how_long(
    provider: str, told: list[str], sites: dict[str, Site]
) -> None:
    [main] = html5lib.parse(sites[provider].page("/privacy/"), namespaceHTMLElements=False).iter("main")
    words = " ".join("".join(main.itertext()).split())
    assert [each for each in told if each not in words] == []
    others = {"Formspree", "Netlify", "forms.smallsteps.example", "own server"} - {
        "Netlify" if provider == "netlify" else ""
    }
    assert [each for each in others if each in words and not any(each in own for own in told)] == []
    assert ("The form asks for" in words) == ("This site has no form" not in words)
    assert len(main.findall("div[@class='prose']/p")) >= 2, "paragraphs like any other"
    # What only our own form's script keeps in a browser is told of where that form is.
    assert "taken:*" in words
    assert [name in words for name in ("draft:*", "sent:*")] == [provider == "self"] * 2


@pytest.mark.parametrize("provider", ["self", "formspree", "netlify", "post"])
def test_the_button_is_as_wide_as_its_word(provider: str, sites: dict[str, Site], browser: Browser) -> None:
    with visiting(browser, sites[provider], None) as page:
        box = page.get_by_role("button", name="Send").bounding_box()
        assert box and box["width"] < 150


@pytest.mark.parametrize("provider", ["formspree", "netlify", "post"])
def test_the_form_itself_says_whom_it_goes_through(provider: str, sites: dict[str, Site]) -> None:
    title = {"formspree": "Formspree", "netlify": "Netlify", "post": "forms.smallsteps.example"}[provider]
    assert f"Your message goes through {title}, which receives it for" in sites[provider].page("/contact/")
    assert "goes through" not in sites["self"].page("/contact/")


def test_where_there_is_no_form_the_other_ways_stand_there(sites: dict[str, Site], browser: Browser) -> None:
    for provider in ("mailto", "none"):
        assert "<form" not in sites[provider].page("/contact/")
        with visiting(browser, sites[provider], None) as page:
            main = page.get_by_role("main")
            heading = "Other ways" if provider == "mailto" else "How to get in touch"
            expect(main.get_by_role("heading", level=2)).to_have_text(heading)
            expect(main.get_by_role("link", name="ada@smallsteps.example")).to_be_visible()
            expect(main.get_by_role("link", name="020 7946 0182")).to_be_visible()
            buttons = main.get_by_role("link", name="Write an email")
            expect(buttons).to_have_count(1 if provider == "mailto" else 0)
            if provider == "mailto":
                letter = "mailto:ada+site@smallsteps.example?subject=Enquiry%20for%20Small%20Steps%20Coaching"
                expect(buttons).to_have_attribute("href", letter)
                expect(main.get_by_text("If nothing opens, write to ada+site@smallsteps.example.")).to_be_visible()


def test_without_a_form_what_was_brought_from_the_notebook_can_be_copied(
    sites: dict[str, Site], browser: Browser
) -> None:
    """It was taken to be shown to somebody; it must not end on a page that knows nothing of it."""
    with visiting(browser, sites["mailto"], None) as page:
        page.evaluate("sessionStorage.setItem('taken:', 'I held back.')")
        page.reload()
        field = page.get_by_label("From my notebook")
        expect(field).to_have_value("I held back.")
        expect(field).to_have_accessible_description(re.compile("^Copy it into your letter: nothing is sent from here"))


@pytest.mark.parametrize("provider", FORMS)
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_each_contact_page_can_be_used_by_everybody(
    provider: str, viewport: dict[str, int], sites: dict[str, Site], browser: Browser, axe: Path
) -> None:
    with visiting(browser, sites[provider], None, viewport=viewport, bypass_csp=True) as page:
        page.add_script_tag(path=axe)
        assert page.evaluate(ASK_AXE, RULES) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_notice_and_the_service_agree_on_how_long_an_enquiry_is_kept() -> None:
    """As long as nobody sets either; docs/contact.md asks who does to set both."""
    told, done = ContactForm(), Settings("coach@example.org")
    assert (told.keep_months, told.keep_held_days) == (done.keep_months, done.keep_held_days)


def test_what_the_coach_writes_stays_words(sites: dict[str, Site]) -> None:
    assert f'value="{escape("9f2a & <b>")}"' in sites["post"].page("/contact/")
