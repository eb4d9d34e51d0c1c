"""A reader at random: tabs, typing, reloads, copies, deletions and a site written anew, through the real pages.

What is compared is what a reader sees in the end: each text that they typed and neither went on with nor deleted is in
the notebook. The store alone is tried more often, in test_answers.py.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.building import small_site
from tests.long import SEED, count, done
from tests.serving import serve

HEAD = "---\ntitle: {title}\ndate: 2026-03-0{day}\nsummary: About.\nseries: On pace\n{more}---\n\nWords.\n\n"
QUESTIONS = "> [!reflect]\n> {first}\n\nWords.\n\n> [!reflect] {{#pinned}}\n> {second}\n"
OTHER = HEAD.format(title="Another", day=3, more="") + "> [!reflect]\n> What else?\n"
SERIES = "---\ntitle: On pace\nsummary: About.\n---\n\nWords.\n"


def site(first: str, second: str, slug: str = "a", more: str = "") -> dict[str, str | bytes | None]:
    """A musing of two questions, of which the second is pinned, and another."""
    musing = HEAD.format(title="A musing", day=2, more=more) + QUESTIONS.format(first=first, second=second)
    return {
        "content/series/on-pace.md": SERIES,
        f"content/musings/{slug}.md": musing,
        "content/musings/other.md": OTHER,
    }


RELEASES = [
    site("What now?", "What next?"),
    site("What, now?", "What comes next?"),
    site("What would you do now?", "What next?", slug="b", more="redirect_from: [/musings/a/]\n"),
]
STEPS = 12
IS_ANSWERED = "words => !document.querySelector('dialog')?.textContent.includes(`“${words}”`)"
ASKED = re.compile("Delete “(.*)” of ", re.DOTALL)
MOST_TABS = 3
NOW_S = 1_795_000_000


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The site as it was first, with its questions in other words, and with its musing at another address."""
    built = [small_site(tmp_path_factory.mktemp("release"), files) for files in RELEASES]
    for one in built:
        assert one.status == 0, one.text
    return [one.output for one in built]


class Reader:
    """One browser profile, and what its reader must find again."""

    def __init__(self, context: BrowserContext, random: Random, releases: list[Path], shown: Path) -> None:
        self.context, self.random, self.releases, self.shown = context, random, releases, shown
        self.release, self.words, self.now_s = 0, 0, float(NOW_S)
        self.tabs: list[Page] = []
        self.expected: list[str] = []
        self.copies: list[str] = []
        self.log: list[str] = []
        context.clock.install(time=self.now_s)
        self.publish(0)

    def publish(self, release: int) -> None:
        """Swap the whole site, as a publisher does."""
        self.release = release
        fresh = self.shown.with_name("fresh")
        fresh.symlink_to(self.releases[release])
        fresh.replace(self.shown)

    @property
    def musing(self) -> str:
        return "/musings/a/" if self.release < 2 else "/musings/b/"

    def tab(self) -> Page:
        """A tab with the musing, at times a fresh one."""
        if not self.tabs or (len(self.tabs) < MOST_TABS and self.random.random() < 0.3):
            self.tabs.append(self.context.new_page())
            self._open(self.tabs[-1])
        return self.random.choice(self.tabs)

    def _open(self, tab: Page) -> None:
        tab.goto(self.musing)
        tab.locator(".prompt-answer").first.wait_for()

    @contextmanager
    def notebook(self) -> Iterator[Page]:
        """The notebook in a tab of its own, read to the end."""
        tab = self.context.new_page()
        tab.goto("/notebook/")
        tab.locator(".notebook-tools").wait_for(state="attached")
        yield tab
        tab.close()

    def type(self) -> None:
        """Write into a box, at times leaving no moment to save."""
        tab = self.tab()
        prompt = tab.locator("reflection-prompt").nth(self.random.randrange(2))
        box, change = prompt.locator("textarea"), prompt.get_by_role("button", name="Change")
        if self.random.random() < 0.5 and change.count():
            change.nth(self.random.randrange(change.count())).click()
        elif not box.is_visible() or (self.random.random() < 0.2 and box.input_value()):
            prompt.get_by_role("button", name="Answer again").click()
        before = box.input_value()
        self.words += 1
        box.press("End")
        box.press_sequentially(f" w{self.words}")
        if before in self.expected:
            self.expected.remove(before)
        self.expected.append(box.input_value())
        self.log.append(f"type {before!r} → {box.input_value()!r}")
        if self.random.random() < 0.6:
            tab.clock.run_for(700)

    def reload(self) -> None:
        """Load a page anew, leave it and come back, or close it."""
        tab = self.tab()
        way = self.random.choice(["reload", "back", "close"])
        self.log.append(way)
        if way == "close":
            self.tabs.remove(tab)
            tab.close()
        elif way == "back":
            tab.goto("/musings/other/")
            tab.go_back()
            tab.locator(".prompt-answer").first.wait_for()
        else:
            self._open(tab)

    def copy(self) -> None:
        """Keep a copy of the notebook."""
        with self.notebook() as tab:
            if not tab.locator(".notebook-answer").count():
                return
            tab.get_by_text("Keep a copy", exact=True).click()
            with tab.expect_download() as download:
                tab.get_by_role("button", name="JSON").click()
            self.copies.append(download.value.path().read_text(encoding="utf-8"))
        self.log.append(f"copy {self.copies[-1].count('text')}")

    def bring_back(self) -> None:
        """Bring a copy back."""
        if not self.copies:
            return
        text = self.random.choice(self.copies)
        with self.notebook() as tab:
            copy: Any = {"name": "copy.json", "mimeType": "application/json", "buffer": text.encode()}
            tab.locator("input[type=file]").set_input_files([copy])
            tab.locator(".notebook-tools > [role=status]").filter(has_text=".").wait_for()
        brought = [answer["text"] for answer in json.loads(text)["answers"]]
        # What has been gone on with since the copy is there already, within its later words, and goes with them.
        for words in brought:
            if not any(f"{later} ".startswith(f"{words} ") for later in self.expected):
                self.expected.append(words)
        self.log.append(f"bring back {brought}")

    def delete(self) -> None:
        """Delete an answer, having been asked."""
        with self.notebook() as tab:
            answers = tab.locator(".notebook-answer")
            if not answers.count():
                return
            answers.nth(self.random.randrange(answers.count())).get_by_role("button").click()
            # What the question names is what is agreed to: another tab may keep more while the pointer goes down.
            words = ASKED.findall(tab.get_by_role("dialog").inner_text())[0]
            tab.get_by_role("button", name="Delete it").click()
            # Gone, or asked about anew since more was kept meanwhile: then nothing is deleted.
            tab.wait_for_function(IS_ANSWERED, arg=words)
        text = next((text for text in self.expected if text.strip() == words.strip()), None)
        if text is not None:
            self.expected.remove(text)
        self.log.append(f"delete {words!r}")

    def update(self) -> None:
        """The coach publishes: other words, or another address."""
        self.publish(self.random.randrange(len(self.releases)))
        self.log.append(f"release {self.release}")

    def jump(self) -> None:
        """The clock is put right, or wrong."""
        self.now_s += self.random.choice([60, 86_400, -86_400, 1e7, -1e7])
        self.context.clock.set_system_time(self.now_s)
        self.log.append(f"clock {self.now_s}")

    def step(self) -> None:
        """Do one thing."""
        ways = [self.type] * 7 + [self.reload] * 3 + [self.copy, self.bring_back, self.delete, self.update, self.jump]
        self.random.choice(ways)()

    def seen(self) -> list[str]:
        """All that the notebook shows, once every tab is closed."""
        for tab in self.tabs:
            tab.goto("/musings/other/")
            tab.close()
        with self.notebook() as tab:
            return tab.locator(".notebook-words").all_inner_texts()


def test_a_reader_finds_all_that_they_wrote(browser: Browser, releases: list[Path], tmp_path: Path) -> None:
    """Whatever the order: what was typed and neither gone on with nor deleted is in the notebook."""
    shown = tmp_path / "shown"
    shown.symlink_to(releases[0])
    with serve(shown) as host:
        for number in range(count(2, 100)):
            random = Random(f"{SEED} reader {number}")
            context = browser.new_context(base_url=host, locale="en-GB", accept_downloads=True)
            reader = Reader(context, random, releases, shown)
            for _ in range(STEPS):
                reader.step()
            seen = reader.seen()
            context.close()
            lost = [text for text in reader.expected if not any(text.strip() in shown_text for shown_text in seen)]
            assert lost == [], "\n".join([f"sequence {number}", *reader.log, f"seen: {seen}"])
            done("readers at random, through the whole page")
