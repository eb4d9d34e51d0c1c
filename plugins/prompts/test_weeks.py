"""One question a week, in a feed reader and in a calendar: read as such programs read them."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import feedparser
import icalendar
import pytest
from markupsafe import Markup

from plugins.prompts.asked import Question, newest_first, oldest_first
from plugins.prompts.calendar_file import calendar_file
from plugins.prompts.prompts import Prompt
from plugins.prompts.weeks import coming_weeks, past_weeks
from tests.building import Build, build, small_site, write_site

LONDON = ZoneInfo("Europe/London")
ADDRESS = "https://smallsteps.example/sub"
AWKWARD = 'What, if "anything"; is left\\open & a < b: ' + "naïve, and then the wind — " * 8 + "?"


def asking(slug: str, day: str, count: int = 1) -> SimpleNamespace:
    """A musing as the room knows it, with so many questions."""
    prompts = tuple(Prompt(f"q-{slug}{number}", Markup("x"), f"{slug} {number}?") for number in range(1, count + 1))
    moment = datetime.fromisoformat(day).replace(tzinfo=LONDON)
    return SimpleNamespace(title=slug, slug=slug, address=f"/musings/{slug}/", date=moment, prompts=prompts)


def told(musings: list[SimpleNamespace]) -> dict[str, str]:
    """The feed of these musings: each question and its day, the latest first."""
    weeks = past_weeks(oldest_first(musings), max(musing.date for musing in musings))
    return {week.question.prompt.text: week.moment.date().isoformat() for week in weeks}


def test_each_question_takes_the_first_free_week_from_its_own_on() -> None:
    """The 2nd, the 9th and the 16th of March 2026 are Mondays."""
    musings = [asking("a", "2026-03-04", 2), asking("b", "2026-03-05"), asking("c", "2026-03-30")]

    assert told(musings) == {"c 1?": "2026-03-30", "b 1?": "2026-03-16", "a 2?": "2026-03-09", "a 1?": "2026-03-04"}


def test_no_week_is_told_before_the_newest_musing() -> None:
    """A build never reads the clock: the newest musing is the latest that it knows of."""
    assert told([asking("a", "2026-03-04", 5), asking("b", "2026-03-17")]) == {
        "a 3?": "2026-03-16",
        "a 2?": "2026-03-09",
        "a 1?": "2026-03-04",
    }


def test_publishing_later_never_moves_an_earlier_question() -> None:
    """What a feed reader has shown as new would come as new again."""
    every = [asking(f"m{n:02}", f"2026-{n:02}-{n + 3:02}", 1 + n % 4) for n in range(1, 12)]
    before: dict[str, str] = {}
    for count in range(1, len(every) + 1):
        now = told(every[:count])
        assert before.items() <= now.items()
        before = now
    assert len(set(before.values())) == len(before) > 20


def test_a_question_is_told_in_one_week_and_alone() -> None:
    days = [
        date.fromisoformat(day) for day in told([asking(f"m{n}", f"2026-01-{n:02}", 3) for n in range(1, 29)]).values()
    ]

    assert all(later.isocalendar()[:2] > earlier.isocalendar()[:2] for later, earlier in pairwise(days))


def test_the_calendar_begins_with_the_newest_and_comes_to_an_end() -> None:
    musings = [asking("a", "2026-03-04", 70), asking("b", "2026-03-06", 2)]
    weeks = coming_weeks(newest_first(musings), musings[1].date)

    assert [question.prompt.text for question, _ in weeks[:3]] == ["b 1?", "b 2?", "a 1?"]
    assert len(weeks) == 52
    assert weeks[0][1] == date(2026, 3, 6)
    assert {later - earlier for (_, earlier), (_, later) in pairwise(weeks)} == {timedelta(weeks=1)}


def musing(title: str, day: str, body: str, more: str = "") -> str:
    return f"---\ntitle: {title}\ndate: {day}\nsummary: About {title}.\n{more}\n---\n\n{body}\n"


SITE: dict[str, str | bytes | None] = {
    "content/musings/rich.md": musing(
        "Rich & <rare>", "2026-03-02 07:30", f"> [!reflect]\n> {AWKWARD}\n\n> [!reflect] {{#held-back}}\n> What *else*?"
    ),
    **{
        f"content/musings/m{n:02}.md": musing(f"M{n:02}", f"2025-03-{n:02}", f"> [!reflect]\n> What is {n} to you?")
        for n in range(1, 29)
    },
    "content/musings/wordless.md": musing("Wordless", "2026-07-04 18:00", "Nothing is asked."),
    "content/musings/hidden.md": musing("Hidden", "2026-03-03", "> [!reflect]\n> What hides?", "status: hidden"),
    "content/musings/draft.md": musing("Draft", "2026-03-03", "> [!reflect]\n> What waits?", "status: draft"),
    "content/musings/later.md": musing("Later", "2999-03-03", "> [!reflect]\n> What comes?"),
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("weeks")
    done = build(folder / "output", source=write_site(folder / "site", SITE), address=ADDRESS)
    assert done.status == 0, done.text
    return done


@pytest.fixture(scope="module")
def raw(site: Build) -> bytes:
    return site.file("/prompts.ics").read_bytes()


@pytest.fixture(scope="module")
def calendar(raw: bytes) -> icalendar.Calendar:
    return icalendar.Calendar.from_ical(raw)


@pytest.fixture(scope="module")
def feed(site: Build) -> feedparser.FeedParserDict:
    found = feedparser.parse(site.file("/feeds/prompts.atom.xml").read_bytes())
    assert not found.bozo, found.get("bozo_exception")
    return found


def test_the_calendar_is_folded_as_the_standard_says(raw: bytes) -> None:
    """RFC 5545, 3.1: lines end with CR and LF and hold 75 octets at the most, and no letter is cut in two by it."""
    lines = raw.split(b"\r\n")

    assert b"\n" not in raw.replace(b"\r\n", b"") and b"\r" not in raw.replace(b"\r\n", b"")
    assert lines[-1] == b"" and max(map(len, lines)) <= 75
    assert [line for line in lines if line.startswith(b" ")], "the long question is folded"
    for line in lines:
        line.decode("utf-8")


def test_the_calendar_has_what_the_standard_requires(calendar: icalendar.Calendar) -> None:
    """RFC 5545, 3.6 and 3.6.1: of the calendar PRODID and VERSION, of each event UID and DTSTAMP, once; and a start."""
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"]
    assert not calendar.errors
    events = calendar.walk("VEVENT")
    assert len(events) == 30 and len({str(event["UID"]) for event in events}) == 30
    for event in events:
        assert not event.errors
        for name in ("UID", "DTSTAMP", "DTSTART", "SUMMARY", "URL"):
            assert name in event and not isinstance(event[name], list), name


def test_an_event_is_a_whole_day_that_blocks_nothing_and_rings_for_nobody(calendar: icalendar.Calendar) -> None:
    for event in calendar.walk("VEVENT"):
        assert type(event.decoded("DTSTART")) is date
        assert event["TRANSP"] == "TRANSPARENT"
        assert not {"RRULE", "RDATE", "ATTENDEE", "ORGANIZER"} & set(event)
    assert not calendar.walk("VALARM") and not calendar.walk("VTIMEZONE")


def test_the_calendar_starts_at_the_newest_musing(calendar: icalendar.Calendar) -> None:
    """With its date and its moment: the same words make the same bytes, whenever they are built."""
    events = calendar.walk("VEVENT")

    assert {event.decoded("DTSTAMP") for event in events} == {datetime(2026, 7, 4, 17, tzinfo=UTC)}
    assert [event.decoded("DTSTART").isoformat() for event in events[:3]] == ["2026-07-04", "2026-07-11", "2026-07-18"]


def test_an_event_says_the_question_and_leads_to_it(calendar: icalendar.Calendar, site: Build) -> None:
    awkward, pinned, *_ = calendar.walk("VEVENT")
    address, _, place = str(awkward["URL"]).partition("#")

    assert str(pinned["SUMMARY"]) == "What else?"
    assert str(pinned["URL"]) == f"{ADDRESS}/musings/rich/#held-back"
    assert re.sub(r"[“”]", '"', str(awkward["SUMMARY"])) == AWKWARD
    assert address == f"{ADDRESS}/musings/rich/" and f'id="{place}"' in site.page("/musings/rich/")
    assert str(awkward["DESCRIPTION"]) == f"From “Rich & <rare>”\n{awkward['URL']}"


def test_a_question_keeps_its_uid_when_others_come_and_go(
    calendar: icalendar.Calendar, site: Build, tmp_path: Path
) -> None:
    source = Path(shutil.copytree(site.source, tmp_path / "site"))
    (source / "content/musings/m05.md").unlink()
    (source / "content/musings/newest.md").write_text(musing("Newest", "2026-08-01", "> [!reflect]\n> What now?"))
    later = build(tmp_path / "output", source=source, address=ADDRESS)
    now = icalendar.Calendar.from_ical(later.file("/prompts.ics").read_bytes())
    uids, then = ({str(e["SUMMARY"]): str(e["UID"]) for e in each.walk("VEVENT")} for each in (now, calendar))

    assert next(iter(uids)) == "What now?"
    assert {words: uid for words, uid in uids.items() if words in then} == {
        words: uid for words, uid in then.items() if words != "What is 5 to you?"
    }


def test_words_that_no_calendar_may_hold_are_left_out() -> None:
    prompt = Prompt("q-1", Markup("x"), "What\x0b is\x07 it?\r\nBEGIN:VALARM")
    question = Question(prompt, asking("a", "2026-03-04"))
    raw = calendar_file("N; \x00M", [(question, date(2026, 3, 4))], question.musing.date, lambda inner: inner)

    (event,) = icalendar.Calendar.from_ical(raw).walk("VEVENT")
    assert str(event["SUMMARY"]) == "What is it? BEGIN:VALARM"
    assert b"\r\nNAME:N\\; M\r\n" in raw
    assert not re.search(rb"[\x00-\x09\x0b\x0c\x0e-\x1f]", raw)


def test_the_feed_holds_twenty_questions_the_latest_first(feed: feedparser.FeedParserDict) -> None:
    assert len(feed.entries) == 20
    published = [entry.published for entry in feed.entries]
    assert published == sorted(published, reverse=True)
    assert [entry.title for entry in feed.entries[:2]] == ["What else?", feed.entries[1].title]
    assert feed.entries[0].published == "2026-03-09T00:00:00+00:00"
    assert feed.entries[1].published == "2026-03-02T07:30:00+00:00"
    assert feed.feed.updated == feed.entries[0].updated


def test_an_entry_of_the_feed_leads_to_its_question(feed: feedparser.FeedParserDict) -> None:
    entry, awkward = feed.entries[:2]

    assert entry.id == entry.link == f"{ADDRESS}/musings/rich/#held-back"
    assert "<p>What <em>else</em>?</p>" in entry.content[0].value
    assert re.sub(r"[“”]", '"', awkward.title) == AWKWARD
    assert "Rich &amp; &lt;rare&gt;" in awkward.content[0].value


def test_what_nobody_is_led_to_is_told_nowhere(site: Build, raw: bytes) -> None:
    for text in (raw.decode(), site.page("/feeds/prompts.atom.xml")):
        assert not re.search("hides|waits|comes", text)


def test_the_library_names_both_in_words_and_in_its_head(site: Build) -> None:
    page = site.page("/reflections/")

    assert '<a href="/sub/feeds/prompts.atom.xml">in a feed reader</a>' in page
    assert '<a href="/sub/prompts.ics">in your calendar</a>' in page
    assert re.search('<link rel="alternate"[^>]*title="One question a week"[^>]*href="/sub/feeds/prompts', page)


def test_where_nothing_is_asked_there_is_neither(tmp_path: Path) -> None:
    done = small_site(tmp_path, {"content/musings/one.md": musing("One", "2026-03-02", "Words.")})

    assert done.status == 0, done.text
    assert not done.file("/prompts.ics").exists() and not done.file("/feeds/prompts.atom.xml").exists()
