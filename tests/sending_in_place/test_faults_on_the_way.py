"""Whatever is at fault on the way, what was typed stays, and it arrives once.

The fault is real: a server that stops, a database that cannot be written, a network that is off.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import Page, Request, Route, expect

from enquiry.conftest import WELL_FILLED
from tests.enquiring import Desk, arrives, fill, send
from tests.sending_in_place.conftest import FORM, everything_stays, fails, key_of, posted


def answering(page: Page, *answers: dict[str, object]) -> None:
    """Somebody on the way answers the next posts: a proxy, or the network of a hotel."""
    left = list(answers)

    def answer(route: Route, request: Request) -> None:
        if request.method != "POST" or not left:
            return route.fallback()
        return route.fulfill(**left.pop(0))  # type: ignore[arg-type]

    page.route(FORM, answer)


def test_offline_everything_stays_and_it_says_when_one_can_send(form: Page, desk: Desk) -> None:
    """It never sends by itself: a person presses, and what was tried before arrives once."""
    bodies = posted(form)
    fill(form)
    form.context.set_offline(True)
    send(form)
    fails(form, "Your message has not been sent yet.", "Your device has no connection just now.")
    form.context.set_offline(False)
    expect(form.get_by_text("You are online again: you can send it now.")).to_be_visible()
    form.clock.run_for(60_000)
    assert desk.count() == 0
    send(form)
    arrives(form)
    assert desk.count() == 1
    assert len({key_of(body) for body in bodies}) == 1 and key_of(bodies[0])


def test_a_lost_connection_is_tried_again_twice_and_then_told(form: Page, desk: Desk) -> None:
    """The post arrived each time and its answer did not: at the end there is one enquiry, under one key."""
    lost: list[str] = []

    def lose(route: Route, request: Request) -> None:
        if request.method != "POST":
            return route.fallback()
        route.fetch()
        lost.append(str(request.post_data))
        route.abort("connectionreset")

    form.route(FORM, lose)
    fill(form)
    send(form)
    expect(form.get_by_text("The connection was lost on the way. Trying again in 2 seconds…")).to_be_visible()
    form.clock.run_for(2_000)
    expect(form.get_by_text("Trying again in 5 seconds…")).to_be_visible()
    form.clock.run_for(5_000)
    fails(form, "Your message may not have arrived.", "The connection was lost on the way.", "it arrives once")
    form.clock.run_for(60_000)
    assert (len(lost), desk.count()) == (3, 1)
    assert len({key_of(body) for body in lost}) == 1
    form.unroute(FORM)
    send(form)
    arrives(form)
    assert desk.count() == 1


@pytest.mark.parametrize(
    ("answer", "what", "why"),
    [
        ({"status": 404, "content_type": "text/html", "body": "<h1>No"}, "may not have arrived", "Something else"),
        ({"status": 200, "content_type": "text/html", "body": "<h1>Log in"}, "may not have arrived", "Something else"),
        ({"status": 422, "content_type": "text/html", "body": "<h1>No"}, "may not have arrived", "Something else"),
    ],
    ids=["a host without the service", "a network that wants a login", "a filter that finds fault and says none"],
)
def test_a_page_where_an_answer_was_expected(
    form: Page, desk: Desk, answer: dict[str, object], what: str, why: str
) -> None:
    """Is not taken for one, not tried again by itself, and can be sent again."""
    answering(form, answer)
    fill(form)
    send(form)
    fails(form, what, why)
    send(form)
    arrives(form)
    assert desk.count() == 1


def test_a_service_that_stops_and_starts_again_gets_it_once(form: Page, desk: Desk) -> None:
    """It was there for the token and is gone for the post; back again before the last automatic retry."""
    fill(form)
    expect(form.locator("[name=token]")).not_to_have_value("")
    desk.stop()
    send(form)
    expect(form.get_by_text("The connection was lost on the way. Trying again in 2 seconds…")).to_be_visible()
    form.clock.run_for(2_000)
    expect(form.get_by_text("Trying again in 5 seconds…")).to_be_visible()
    desk.start()
    form.clock.run_for(5_000)
    arrives(form)
    assert desk.states() == ["new"]


def test_a_service_that_was_away_from_the_first_gives_a_token_when_it_is_back(form: Page, desk: Desk) -> None:
    """Else the message would wait, unconfirmed, for the next morning's digest, and the visitor was thanked for it."""
    desk.stop()
    fill(form)
    send(form)
    expect(form.get_by_text("The connection was lost on the way. Trying again in 2 seconds…")).to_be_visible()
    desk.start()
    form.clock.run_for(2_000)
    arrives(form)
    assert desk.states() == ["new"]


def test_a_service_that_stays_away_is_told_and_gets_it_once_when_it_is_back(form: Page, desk: Desk) -> None:
    """Also after a reload in between: the key lasts as long as the words."""
    bodies = posted(form)
    fill(form)
    desk.stop()
    send(form)
    for pause_s in (2, 5):
        expect(form.get_by_text(f"Trying again in {pause_s} seconds…")).to_be_visible()
        form.clock.run_for(pause_s * 1_000)
    fails(form, "Your message may not have arrived.", "The connection was lost on the way.")
    desk.start()
    form.reload()
    everything_stays(form)
    form.get_by_label("Your name").focus()
    send(form)
    arrives(form)
    assert desk.states() == ["new"]
    assert len(bodies) == 4 and len({key_of(body) for body in bodies}) == 1


def test_a_database_that_cannot_be_written_is_no_ones_loss(form: Page, desk: Desk) -> None:
    """503 with its time to wait: tried again after it, while a copy can be taken; then told. It arrives afterwards."""
    desk.do("CREATE TRIGGER full BEFORE INSERT ON enquiry BEGIN SELECT RAISE(ABORT, 'disk full'); END")
    fill(form)
    send(form)
    expect(form.get_by_text("The form cannot take messages just now. Trying again in 60 seconds…")).to_be_visible()
    expect(form.get_by_role("button", name="Copy what I wrote")).to_be_visible()
    form.clock.run_for(60_000)
    fails(form, "Your message has not been sent yet.", "Please wait a minute, then send it again.")
    desk.do("DROP TRIGGER full")
    send(form)
    arrives(form)
    assert desk.count() == 1


def test_more_than_a_network_may_send_in_a_minute_waits_its_turn(form: Page, desk: Desk) -> None:
    """429 with its time to wait; nothing is lost by it."""
    desk.stop()
    desk.settings = replace(desk.settings, max_per_minute=1)
    desk.start()
    try:
        assert desk.running.post(WELL_FILLED | {"name": "Somebody else"}, path="/sub/contact/").status == 303
        fill(form)
        send(form)
        expect(form.get_by_text("than the form takes. Trying again in 60 seconds…")).to_be_visible()
        form.clock.run_for(60_000)
        fails(form, "Your message has not been sent yet.", "More messages are coming from your network")
    finally:
        desk.stop()
        desk.settings = replace(desk.settings, max_per_minute=0)
        desk.start()
    send(form)
    arrives(form)
    assert desk.count() == 2
