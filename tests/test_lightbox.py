"""The dialog of a gallery in a browser: a photograph as large as the screen, every way on and every way out of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import brotli
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from plugins.assets.fingerprints import find_asset
from plugins.galleries.conftest import drawn, saved, tiny
from tests.building import ROOT, Build, small_site
from tests.serving import serve
from tests.visiting import ASK_AXE, RULES, new_context

ALBUM, LAST = "/albums/hill-session/", 8
PHONE, LYING, DESK = (
    {"width": 390, "height": 844},
    {"width": 844, "height": 390},
    {"width": 1280, "height": 800},
)
SCREENS = (PHONE, LYING, DESK)
MIDDLE = "(({top, height}) => (top + height / 2) / innerHeight)(document.activeElement.getBoundingClientRect())"
PLACE = (
    "(() => { const strip = document.querySelector('.lightbox-strip'); return strip.scrollLeft / strip.clientWidth })()"
)
LONG = "This one takes a while to tell, " + "and then there was the wind, " * 20 + "and so we went home."
SHAPES = {
    "tall.jpg": (400, 1400, "Tall."),
    "landscape.jpg": (1200, 800, LONG),
    "panorama.jpg": (1600, 400, "From one end to the other."),
    "small.jpg": (500, 500, ""),
    "portrait.jpg": (900, 1200, LONG),
}


def entry(name: str, caption: str) -> str:
    words = f"\n    caption: {caption}" if caption else ""
    return f"  - file: {name}\n    alt: The {name.removesuffix('.jpg')} one.{words}\n"


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a site with photographs of every shape, a musing with three galleries of them, a long album."""
    photos = "".join(entry(name, caption) for name, (_, _, caption) in SHAPES.items())
    head = "title: {0}\ndate: 2025-03-26\nsummary: {0}.\n"
    files: dict[str, str | bytes | None] = {
        "content/albums/odd/album.md": f"---\n{head.format('Odd')}photos:\n{photos}---\n",
        "content/musings/three.md": f"---\n{head.format('Three')}tags: [hills]\n---\n\nFirst.\n\n"
        "> [!gallery] odd: tall.jpg, landscape.jpg, tall.jpg\n\n> [!gallery] odd: landscape.jpg, panorama.jpg\n\n"
        "> [!gallery] odd: portrait.jpg\n",
    }
    files |= {f"content/albums/odd/{name}": saved(drawn(*shape[:2])) for name, shape in SHAPES.items()}
    files["content/albums/long/album.md"] = "---\ntitle: A long one\ndate: 2026-01-01\n---\n"
    files |= {f"content/albums/long/{number}.png": tiny(number) for number in range(1, 102)}
    done = small_site(tmp_path_factory.mktemp("odd"), files)
    assert done.status == 0, done.text
    with serve(done.output) as address:
        yield address


Opened = Callable[..., Page]


@pytest.fixture
def opened(browser: Browser, host: str) -> Iterator[Opened]:
    """Opens a page in a fresh profile, without motion unless asked for; at the end no page may have said anything."""
    contexts: list[BrowserContext] = []
    said: list[str] = []

    def open_page(address: str = ALBUM, at: str = host, may_fail: bool = False, **options: object) -> Page:
        contexts.append(new_context(browser, at, **{"viewport": DESK, "reduced_motion": "reduce", **options}))
        page = contexts[-1].new_page()
        page.on("console", lambda message: may_fail or said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not said


def dialog(page: Page) -> Locator:
    return page.locator(".lightbox[open]")


def status(page: Page) -> Locator:
    return page.locator(".lightbox[open] [role=status]")


def thumbnail(page: Page, number: int) -> Locator:
    return page.locator(".gallery a").nth(number - 1)


def click(page: Page, number: int) -> None:
    """Open a photograph of the first gallery, by its number."""
    thumbnail(page, number).click()
    arrived(page, number)


def arrived(page: Page, number: int) -> None:
    """Wait until this photograph rests on the screen, and everything says so."""
    expect(status(page)).to_contain_text(re.compile(rf"^Photo {number} of \d+: \w"))
    assert page.evaluate(PLACE) == pytest.approx(number - 1, abs=0.01)
    assert page.url.endswith(photo_hash(page, number))


def photo_hash(page: Page, number: int) -> str:
    return "#photo" + str(thumbnail(page, number).get_attribute("href"))


def closed(page: Page, number: int) -> None:
    """Wait until the page is itself again: its own address, the focus on this photograph's link, in view."""
    expect(page.locator(".lightbox[open]")).to_have_count(0)
    expect(thumbnail(page, number)).to_be_focused()
    assert "#" not in page.url
    assert 0 < page.evaluate(MIDDLE) < 1


def swipe(page: Page, by_px: int) -> None:
    """One finger across the middle of the screen."""
    touch(page, *([(195 - by_px / 2 + by_px * step / 8, 400)] for step in range(9)))


def touch(page: Page, *moments: list[tuple[float, float]]) -> None:
    """Fingers put down, moved from moment to moment and lifted."""
    session = page.context.new_cdp_session(page)
    for index, fingers in enumerate(moments):
        points = [{"x": x, "y": y, "id": number} for number, (x, y) in enumerate(fingers)]
        session.send(
            "Input.dispatchTouchEvent", {"type": "touchMove" if index else "touchStart", "touchPoints": points}
        )
        page.wait_for_timeout(16)
    session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})


def test_it_costs_little() -> None:
    """A page with a gallery carries the script; the dialog's rules are loaded when they are needed."""
    script, rules = find_asset("galleries/photo-gallery.js", [ROOT / "plugins/galleries/static"])
    sizes = [len(brotli.compress(asset.content, quality=11)) for asset in (script, rules)]
    print(sizes)
    assert sizes[0] < 2000
    assert sizes[1] < 1000


def test_a_click_shows_the_photograph_large(opened: Opened, site: Build) -> None:
    """At least as many pixels as the screen has for it, and the largest file that there is one click away."""
    page = opened(device_scale_factor=1.5)
    click(page, 4)
    picture = dialog(page).locator("img").nth(3)
    assert page.evaluate("document.querySelector('.lightbox').matches(':modal')")
    expect(picture).to_be_in_viewport(ratio=1)
    page.wait_for_function("() => document.querySelectorAll('.lightbox img')[3].currentSrc.endsWith('-1920.avif')")
    full = str(dialog(page).locator("figure:not([inert]) a").get_attribute("href"))
    assert full.endswith("-1920.jpg")
    assert site.file("/photos/" + full.rpartition("/")[2]).is_file()


def test_the_dialog_is_told_as_it_is(opened: Opened) -> None:
    """To who does not see it: named after the album, every button by its name, one picture and its words, once."""
    page = opened()
    click(page, 2)
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    told = [(node["role"]["value"], node["name"]["value"]) for node in tree if not node["ignored"] and "name" in node]
    alt, caption = (
        str(thumbnail(page, 2).locator("img").get_attribute("alt")),
        "The warm-up. There is no agreed version.",
    )
    assert sorted(each for each in told if each[0] in ("dialog", "button", "image", "link")) == [
        *[("button", name) for name in ("Close", "Next", "Previous")],
        ("dialog", "Hill session"),
        ("image", alt),
        ("link", "Full size"),
    ]
    words = sorted(words.strip() for role, words in told if role == "StaticText")
    assert words == sorted([f"Photo 2 of {LAST}: {alt}", caption, "Full size", "Close", "←", "→"])


def test_a_long_caption_is_cut_in_its_album_and_nowhere_else(opened: Opened, odd: str) -> None:
    """Six lines below its thumbnail; all of it in the dialog, on the photograph's page and on paper."""
    page = opened("/albums/odd/", odd)
    below = page.locator(".gallery figcaption").nth(1)
    lines = "words => Math.round(words.clientHeight / parseFloat(getComputedStyle(words).lineHeight))"
    is_cut = "words => words.scrollHeight > words.clientHeight + 1"
    assert below.inner_text() == LONG and below.evaluate(is_cut) and below.evaluate(lines) == 6
    assert not page.locator(".gallery figcaption").first.evaluate(is_cut)
    page.emulate_media(media="print")
    assert not below.evaluate(is_cut)
    page.emulate_media(media="screen")
    click(page, 2)
    whole = dialog(page).locator("figure:not([inert]) figcaption")
    assert whole.inner_text().startswith(LONG) and not whole.evaluate(is_cut)
    page.goto(odd + str(thumbnail(page, 2).get_attribute("href")))
    assert not page.get_by_text(LONG).last.evaluate(is_cut)


@pytest.mark.parametrize("how", ["control", "middle"])
def test_a_link_that_is_meant_for_another_tab_opens_there(opened: Opened, how: str) -> None:
    page = opened()
    with page.context.expect_page() as other:
        if how == "middle":
            thumbnail(page, 2).click(button="middle")
        else:
            thumbnail(page, 2).click(modifiers=["Control"])
    other.value.wait_for_load_state()
    other.value.wait_for_url(f"**{thumbnail(page, 2).get_attribute('href')}")
    assert page.url.endswith(ALBUM)


@pytest.mark.parametrize("without", ["script", "dialog", "rules"])
def test_without_what_it_needs_a_link_leads_to_the_photographs_page(opened: Opened, without: str) -> None:
    """No JavaScript, a browser without dialogs, or a connection that broke before the dialog's rules had come."""
    page = opened("about:blank", may_fail=without == "rules", java_script_enabled=without != "script")
    if without == "dialog":
        page.add_init_script("delete HTMLDialogElement.prototype.showModal")
    page.route("**/photo-gallery.*.css", lambda route: route.abort())
    page.goto(ALBUM)
    thumbnail(page, 1).click()
    page.wait_for_url(re.compile(rf"{ALBUM}[\w-]+/$"))


def test_keys_and_buttons_lead_on(opened: Opened) -> None:
    """Arrows one by one, Home and End at once; at either end nothing is left, and nothing loses the focus."""
    page = opened()
    click(page, 1)
    for key, number in {"ArrowRight": 2, "End": LAST, "ArrowLeft": LAST - 1, "Home": 1}.items():
        page.keyboard.press(key)
        arrived(page, number)
    following, back = page.locator(".lightbox-next"), page.locator(".lightbox-previous")
    expect(back).to_have_attribute("aria-disabled", "true")
    for number in range(2, LAST + 1):
        following.click()
        arrived(page, number)
    expect(page.locator(".lightbox-count")).to_have_text(f"{LAST} of {LAST}")
    expect(following).to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Enter")
    expect(following).to_be_focused()
    arrived(page, LAST)
    back.click()
    arrived(page, LAST - 1)


def test_keys_that_mean_something_else_are_left_alone(opened: Opened) -> None:
    """Alt and an arrow go back in the history, here as everywhere."""
    page = opened()
    click(page, 2)
    page.evaluate("window.left = [], addEventListener('keydown', event => left.push(!event.defaultPrevented))")
    for key in ("Alt+ArrowLeft", "Control+End", "a", "ArrowDown"):
        page.keyboard.press(key)
    assert page.evaluate("left.slice(-1)") == [True] and page.evaluate("left.every(Boolean)")
    arrived(page, 2)


def test_three_quick_presses_are_three_photographs(opened: Opened) -> None:
    """Also while the first is still sliding in."""
    page = opened(reduced_motion="no-preference")
    click(page, 1)
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    arrived(page, 4)


@pytest.mark.parametrize(("moved_by", "rests_at"), [("the browser", 8), ("the reader", 3)])
def test_what_is_led_to_is_come_to_unless_the_reader_moves_on(opened: Opened, moved_by: str, rests_at: int) -> None:
    """WebKit stops halfway where a picture comes in on the way; a wheel or a finger may stop it anywhere."""
    page = opened(reduced_motion="no-preference")
    click(page, 1)
    page.keyboard.press("End")
    page.evaluate(
        """isReader => {
        const strip = document.querySelector('.lightbox-strip');
        if (isReader) strip.dispatchEvent(new WheelEvent('wheel'));
        strip.scrollTo({ left: 2 * strip.clientWidth, behavior: 'instant' });
    }""",
        moved_by == "the reader",
    )
    arrived(page, rests_at)
    assert page.evaluate("getComputedStyle(document.querySelector('.lightbox-strip')).scrollSnapType") != "none"


def test_one_finger_leads_on_and_two_enlarge(opened: Opened) -> None:
    """A swipe scrolls; the browser's own zoom is forbidden nowhere."""
    page = opened(viewport=PHONE, has_touch=True, is_mobile=True)
    thumbnail(page, 2).tap()
    arrived(page, 2)
    swipe(page, -260)
    arrived(page, 3)
    swipe(page, 260)
    arrived(page, 2)
    touch(page, *([(195 - 30 - 6 * step, 400), (195 + 30 + 6 * step, 400)] for step in range(12)))
    page.wait_for_function("() => visualViewport.scale > 1.5")


WAYS_OUT: dict[str, Callable[[Page], object]] = {
    "escape": lambda page: page.keyboard.press("Escape"),
    "escape twice": lambda page: (page.keyboard.press("Escape"), page.keyboard.press("Escape")),
    "back": lambda page: page.go_back(),
    "close": lambda page: page.get_by_role("button", name="Close").click(),
    "beside the picture": lambda page: page.locator(".lightbox-strip").click(position={"x": 5, "y": 300}),
}


@pytest.mark.parametrize("way", WAYS_OUT)
def test_every_way_out_leaves_the_page_as_it_was(opened: Opened, way: str) -> None:
    """A clean address, the focus on the photograph that was shown last, and Back leads to the page before."""
    page = opened("/albums/", viewport=PHONE)
    page.goto(ALBUM)
    click(page, 2)
    page.keyboard.press("End")
    arrived(page, LAST)
    WAYS_OUT[way](page)
    closed(page, LAST)
    page.go_back()
    page.wait_for_url("**/albums/")


def test_who_leaves_while_the_photograph_still_settles_is_let_go(opened: Opened) -> None:
    """Also when its last timer falls between the step back in the history and the word of it."""
    page = opened()
    click(page, 1)
    page.evaluate("""() => {
        const wait = setTimeout;
        window.setTimeout = (call, time) => wait((window.late = call), time);
        addEventListener("hashchange", () => late(), { capture: true, once: true });
    }""")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    closed(page, 2)


def test_forward_opens_it_again(opened: Opened) -> None:
    page = opened()
    click(page, 3)
    page.go_back()
    closed(page, 3)
    page.go_forward()
    arrived(page, 3)
    page.get_by_role("button", name="Close").click()
    closed(page, 3)


def test_an_address_with_a_photograph_opens_it(opened: Opened) -> None:
    """Closed with the first key that is pressed it leaves a clean address; Back leads where the reader came from."""
    page = opened("/albums/")
    name = photo_hash(opened(), 5)
    page.goto(ALBUM + name)
    arrived(page, 5)
    page.keyboard.press("Escape")
    closed(page, 5)
    page.go_back()
    page.wait_for_url("**/albums/")


def test_an_address_that_changes_opens_and_closes(opened: Opened) -> None:
    """A link within the page, or a hand in the address bar; what names no photograph of the page is none of ours."""
    page = opened("/albums/")
    page.goto(ALBUM)
    for other in ("#main", "#photo-none", "#photo-"):
        page.evaluate("hash => location.hash = hash", other)
    page.wait_for_timeout(50)
    expect(dialog(page)).to_have_count(0)
    page.goto("/albums/")
    page.goto(ALBUM)
    page.evaluate("hash => location.hash = hash", photo_hash(page, 2))
    arrived(page, 2)
    page.evaluate("hash => location.hash = hash", photo_hash(page, 4))
    arrived(page, 4)
    page.go_back()
    arrived(page, 2)
    page.get_by_role("button", name="Close").click()
    closed(page, 2)
    page.go_back()
    page.wait_for_url("**/albums/")


def test_an_album_goes_on_past_its_page(opened: Opened, odd: str) -> None:
    """From the hundredth photograph to the hundred-and-first on the next page, and back; Back ends it as ever."""
    page = opened("/albums/long/", odd)
    thumbnail(page, 100).click()
    for number, key in [(100, "ArrowRight"), (101, "End"), (101, "ArrowLeft"), (100, "Escape")]:
        expect(status(page)).to_have_text(f"Photo {number} of 101: Photograph {number}")
        expect(page.locator(".lightbox-count")).to_have_text(f"{number} of 101")
        expect(page.locator(".lightbox-next")).to_have_attribute("aria-disabled", str(number == 101).lower())
        expect(page.locator(".lightbox-previous")).to_have_attribute("aria-disabled", "false")
        page.keyboard.press(key)
    closed(page, 100)
    page.go_back()
    page.wait_for_url("**/albums/long/")
    expect(dialog(page)).to_have_count(0)


def test_a_photograph_that_has_moved_to_another_page_is_found(opened: Opened, odd: str) -> None:
    """An old address of it leads to its own page, which never moves; to no other host, whatever it says."""
    page = opened("/albums/", odd, may_fail=True)
    page.goto("/albums/long/#photo/albums/long/101/")
    page.wait_for_url("**/albums/long/101/")
    page.go_back()
    page.wait_for_url("**/albums/")
    page.goto("/albums/long/#photo//example.org/")
    page.wait_for_url(f"{odd}//example.org/")


def test_what_is_announced_was_not_there_before(opened: Opened) -> None:
    """A status that comes with its words is read by nobody: it starts empty, also the second time."""
    page = opened()
    page.evaluate("""() => {
        const show = HTMLDialogElement.prototype.showModal;
        window.before = [];
        HTMLDialogElement.prototype.showModal = function () {
            before.push(this.querySelector('[role=status]').textContent);
            show.call(this);
        };
    }""")
    for _ in range(2):
        click(page, 1)
        page.keyboard.press("Escape")
        closed(page, 1)
    assert page.evaluate("before") == ["", ""]


def test_the_keyboard_stays_inside(opened: Opened) -> None:
    """Tab goes round: the buttons, the link of the one photograph that is shown, and never the page behind."""
    page = opened()
    click(page, 3)
    assert page.evaluate("document.activeElement.textContent") == "Close"
    stops = set()
    for _ in range(12):
        page.keyboard.press("Tab")
        inside = "document.activeElement === document.body || !!document.activeElement.closest('.lightbox')"
        assert page.evaluate(inside)
        stops.add(
            page.evaluate(
                "document.activeElement.ariaLabel || document.activeElement.href || document.activeElement.textContent"
            )
        )
    assert {"Previous", "Next", "Close"} <= stops
    assert len([stop for stop in stops if "-1920.jpg" in stop]) == 1
    inert = page.evaluate("[...document.querySelectorAll('.lightbox figure')].map(figure => figure.inert)")
    assert inert == [True, True, False] + [True] * (LAST - 3)


def test_a_key_on_a_photographs_link_leads_to_the_next_ones(opened: Opened) -> None:
    """What has left the screen keeps no focus: it would be nobody's, and no further key heard."""
    page = opened()
    click(page, 3)
    link = page.locator(".lightbox figure:not([inert]) figcaption a")
    link.focus()
    for key, number in {"ArrowRight": 4, "End": LAST, "ArrowLeft": LAST - 1}.items():
        page.keyboard.press(key)
        arrived(page, number)
        expect(link).to_be_focused()


def test_the_neighbours_are_fetched_and_no_others(opened: Opened) -> None:
    page = opened()
    click(page, 3)
    loading = "[...document.querySelectorAll('.lightbox img')].map(picture => picture.loading)"
    assert page.evaluate(loading) == ["lazy", "eager", "eager", "eager"] + ["lazy"] * (LAST - 4)


def test_nothing_moves_for_who_asked_for_stillness(opened: Opened) -> None:
    """No transition between the page and the dialog, and the next photograph is there at once."""
    page = opened()
    page.evaluate("() => { document.startViewTransition = () => { throw new Error('moved') } }")
    click(page, 1)
    page.keyboard.press("ArrowRight")
    assert page.evaluate(PLACE) == 1
    assert not page.evaluate("probes.couldMove()") and not page.evaluate("probes.moving()")
    page.keyboard.press("Escape")
    closed(page, 2)


@pytest.mark.parametrize("browser_can", ["move", "move and is interrupted", "not move"])
def test_the_picture_grows_out_of_its_thumbnail(opened: Opened, browser_can: str) -> None:
    """By a view transition, whose names are gone afterwards; one that is cut short, or not there, breaks nothing."""
    page = opened(reduced_motion="no-preference")
    page.evaluate(
        """can => {
        const start = document.startViewTransition.bind(document);
        window.named = [];
        document.startViewTransition = can === 'not move' ? undefined : (change) => {
            const transition = start(change);
            transition.updateCallbackDone.then(() =>
                named.push(document.querySelectorAll('[style*=view-transition-name]').length));
            if (can === 'move and is interrupted') transition.skipTransition();
            return transition;
        };
    }""",
        browser_can,
    )
    click(page, 2)
    page.keyboard.press("Escape")
    closed(page, 2)
    assert page.evaluate("named") == ([] if browser_can == "not move" else [1, 1])
    expect(page.locator("[style*=view-transition-name]")).to_have_count(0)


def test_the_page_behind_stays_where_it_is(opened: Opened) -> None:
    """No wheel scrolls it, nothing in it shifts, and who closes is where they were."""
    page = opened(viewport=PHONE)
    thumbnail(page, 4).scroll_into_view_if_needed()
    page.evaluate("probes.settle()")
    page.evaluate("scrollTo(0, 700)")
    before, shift = page.evaluate("scrollY"), page.evaluate("probes.layoutShift()")
    click(page, 3)
    page.mouse.move(200, 20)
    page.mouse.wheel(0, 300)
    page.mouse.move(200, 400)
    page.mouse.wheel(0, 300)
    page.wait_for_timeout(100)
    assert page.evaluate("scrollY") == before
    page.keyboard.press("Escape")
    closed(page, 3)
    assert page.evaluate("scrollY") == before
    assert page.evaluate("probes.layoutShift()") == pytest.approx(shift, abs=0.001)


def test_turning_the_phone_keeps_the_photograph(opened: Opened) -> None:
    page = opened(viewport=PHONE)
    click(page, 5)
    for screen in (LYING, PHONE):
        page.set_viewport_size(screen)
        page.wait_for_timeout(200)
        arrived(page, 5)


def test_a_window_that_changes_while_it_moves_keeps_the_photograph(opened: Opened) -> None:
    """Firefox stays where it was in px: between two photographs, or at another one."""
    page = opened()
    click(page, 4)
    place = page.evaluate("""() => {
        const strip = document.querySelector('.lightbox-strip');
        strip.style = 'scroll-snap-type: none';
        strip.scrollTo({ left: 5.4 * strip.clientWidth, behavior: 'instant' });
        dispatchEvent(new Event('resize'));
        return strip.scrollLeft / strip.clientWidth;
    }""")
    assert place == 3
    arrived(page, 4)


def test_every_shape_is_shown_whole(opened: Opened, odd: str) -> None:
    """No side is cut off, nothing lies over it, it is not drawn out, and the whole of a long caption can be read."""
    page = opened("/albums/odd/", odd)
    click(page, 1)
    for number, (width, height, caption) in enumerate(SHAPES.values(), 1):
        arrived(page, number)
        figure = dialog(page).locator("figure").nth(number - 1)
        for screen in SCREENS:
            page.set_viewport_size(screen)
            figure.evaluate("figure => figure.scrollTo(0, 0)")
            box = figure.locator("img").bounding_box()
            is_whole(page, box, screen)
            assert box["width"] / box["height"] == pytest.approx(width / height, rel=0.02)
            share = max(box["width"] / screen["width"], box["height"] / screen["height"])
            assert box["width"] == width or (share > 0.6 and box["width"] < width)
            assert not page.evaluate("probes.sideways()")
            figure.evaluate("figure => figure.scrollTo(0, 1e4)")
            expect(figure.locator("figcaption")).to_have_text(f"{caption} Full size".strip())
            words = figure.locator("figcaption").bounding_box()
            assert words and words["y"] + words["height"] <= screen["height"] + 1
        page.keyboard.press("ArrowRight")


def is_whole(page: Page, box: dict[str, float], screen: dict[str, int]) -> None:
    """All of the picture is on the screen, and nothing else is where it is."""
    assert box["x"] >= 0 and box["y"] >= 0
    assert box["x"] + box["width"] <= screen["width"] and box["y"] + box["height"] <= screen["height"]
    seen = """box => [.1, .5, .9].every(x => [.02, .5, .98].every(y =>
        document.elementFromPoint(box.x + box.width * x, box.y + box.height * y).localName === 'img'))"""
    assert page.evaluate(seen, box)


def test_one_photograph_alone_has_no_way_on(opened: Opened, odd: str) -> None:
    page = opened("/musings/three/", odd)
    page.locator("photo-gallery").nth(2).locator("a").click()
    expect(status(page)).to_have_text("The portrait one.")
    assert page.evaluate("probes.visible('.lightbox[open] :is(button, .lightbox-count)').length") == 1
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
    expect(dialog(page)).to_have_count(0)


def test_the_same_photograph_may_stand_twice(opened: Opened, odd: str) -> None:
    """In one gallery and in two: each is a place of its own, and an address opens the first."""
    page = opened("/musings/three/", odd)
    thumbnail(page, 3).click()
    expect(status(page)).to_have_text("Photo 3 of 3: The tall one.")
    page.keyboard.press("Escape")
    closed(page, 3)
    page.locator("photo-gallery").nth(1).locator("a").first.click()
    expect(status(page)).to_have_text("Photo 1 of 2: The landscape one.")
    assert dialog(page).get_attribute("aria-label") == "Photographs"
    address = page.url
    page.goto("about:blank")
    page.goto(address)
    expect(status(page)).to_have_text("Photo 2 of 3: The landscape one.")
    expect(dialog(page)).to_have_count(1)


def test_a_gallery_that_is_taken_away_leaves_nothing(opened: Opened) -> None:
    page = opened()
    click(page, 2)
    page.evaluate("window.gallery = document.querySelector('photo-gallery'), gallery.remove()")
    page.wait_for_timeout(200)
    assert page.evaluate(
        "[document.querySelectorAll('dialog').length, getComputedStyle(document.documentElement).overflowY]"
    ) == [0, "visible"]
    page.evaluate("location.hash = ''")
    page.evaluate("document.querySelector('main').append(gallery)")
    thumbnail(page, 3).click()
    arrived(page, 3)


def test_axe_finds_nothing(opened: Opened, axe: Path) -> None:
    """On every screen, in either scheme, which are one and the same here; and every stop of the keyboard shows."""
    page = opened()
    page.evaluate(axe.read_text(encoding="utf-8"))
    click(page, 2)
    for screen in SCREENS:
        page.set_viewport_size(screen)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert page.evaluate(ASK_AXE, RULES) == []
    for target in dialog(page).locator("button, figure:not([inert]) a").all():
        box = target.bounding_box()
        assert box and min(box["width"], box["height"]) >= 44, target
    for _ in range(4):
        page.keyboard.press("Tab")
        outline = "element => element.localName === 'body' ? 'solid 2px' : getComputedStyle(element).outline"
        assert "solid 2px" in page.locator("*:focus, body").last.evaluate(outline)


def test_forced_colours_leave_it_legible(opened: Opened) -> None:
    """The ground is the reader's own, and so are the words."""
    page = opened(forced_colors="active", color_scheme="light")
    click(page, 2)
    colours = (
        "element => [getComputedStyle(element).color, getComputedStyle(element.closest('dialog')).backgroundColor]"
    )
    for part in ("figcaption", ".lightbox-count", ".lightbox-close", ".lightbox-next", "figure a"):
        ink, ground = dialog(page).locator(part).nth(1 if part.startswith("fig") else 0).evaluate(colours)
        assert ground == "rgb(255, 255, 255)"
        assert ink != ground


def test_letters_of_twice_the_size_hide_nothing(opened: Opened) -> None:
    page = opened()
    page.evaluate("rule => probes.addRule(rule)", ":root { font-size: 200% !important }")
    click(page, 2)
    for screen in SCREENS:
        page.set_viewport_size(screen)
        assert not page.evaluate("probes.sideways()")
        for button in dialog(page).get_by_role("button").all():
            expect(button).to_be_in_viewport(ratio=1)
        picture = dialog(page).locator("img").nth(1).bounding_box()
        assert picture and picture["height"] > screen["height"] / 5
