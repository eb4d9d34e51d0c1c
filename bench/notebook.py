"""How long ten thousand answers take to be seen: in the notebook, and as the same text in plain HTML."""

from __future__ import annotations

import statistics
from html import escape
from itertools import islice, product
from pathlib import Path
from typing import Any

from bench import corpus

ANSWERS = 10_000
SERIES, MUSINGS, PROMPTS = 5, 8, 5
"""So many series, musings in each, and questions in each musing."""
FIRST_MS = 1_700_000_000_000
SEEN = """wanted => new Promise(done => {
    const look = () => document.querySelectorAll(".notebook-words").length < wanted ? requestAnimationFrame(look)
        : requestAnimationFrame(() => { document.querySelector("footer").getBoundingClientRect();
            requestAnimationFrame(() => setTimeout(() => done(performance.now()))) });
    look();
})"""
"""When all answers are there and a frame with them has been painted, since the visit began."""


def question(series: int, musing: int, prompt: int) -> str:
    """The words of one question."""
    return f"What would change on hill {series} if walk {musing} began at step {prompt}?"


def site() -> dict[str, str]:
    """The content of a practice whose series ask so much."""
    files = {}
    for series in range(SERIES):
        files[f"content/series/s-{series}.md"] = f"---\ntitle: Series {series}\nsummary: It is number {series}.\n---\n"
        for musing in range(MUSINGS):
            asked = "\n\n".join(f"> [!reflect]\n> {question(series, musing, each)}" for each in range(PROMPTS))
            title = f"Musing {series} {musing}"
            head = f"title: {title}\ndate: 2026-0{musing + 1}-01\nsummary: {title}.\nseries: s-{series}"
            files[f"content/musings/m-{series}-{musing}.md"] = f"---\n{head}\n---\n\n{asked}\n"
    return files


def answers(number: int = ANSWERS) -> list[dict[str, Any]]:
    """As many answers of a few sentences, spread evenly over the questions, as a browser keeps them."""
    prose = " ".join(one.quotation for one in corpus.musings(400)).split()
    places = list(product(range(SERIES), range(MUSINGS), range(PROMPTS)))
    found = []
    for index in range(number):
        series, musing, prompt = places[index * len(places) // number]
        start = index * 17 % (len(prose) - 20)
        moment = FIRST_MS + index * 1_000_000
        found.append(
            {"v": 1, "id": f"i{index}", "n": 1, "prompt": "q", "question": question(series, musing, prompt)}
            | {"address": f"/musings/m-{series}-{musing}/", "title": f"Musing {series} {musing}"}
            | {
                "series": f"s-{series}",
                "written": moment,
                "changed": moment,
                "text": " ".join(prose[start : start + 16]),
            }
        )
    return found


def plain(notebook: str, kept: list[dict[str, Any]]) -> str:
    """The notebook's own page with the same answers written into it, and no script of the notebook's."""
    body, place, asked = [], "", ""
    for one in kept:
        if place != (place := one["title"]):
            body.append(f"<h3>{escape(place)}</h3>")
        if asked != (asked := one["question"]):
            body.append(f'<h4 class="prompt-question">{escape(asked)}</h4>')
        body.append(f'<p class="facts">3 March 2024</p><p class="notebook-words">{escape(one["text"])}</p>')
    before, _, rest = notebook.partition("<reader-notebook")
    return f'{before}<div class="notebook text">{"".join(body)}</div>{rest.partition("</reader-notebook>")[2]}'


def look(browser: Any, host: str, output: Path, kept: list[dict[str, Any]], runs: int) -> dict[str, Any]:
    """Open both in turn, several times, in one browser that has seen both; the medians, and their ratio."""
    (output / "plain").mkdir(exist_ok=True)
    page = plain((output / "notebook" / "index.html").read_text(encoding="utf-8"), kept)
    (output / "plain" / "index.html").write_text(page, encoding="utf-8")
    context = browser.new_context(base_url=host, viewport={"width": 390, "height": 844})
    tab = context.new_page()
    tab.goto("/plain/")
    rows = iter(kept)
    while some := list(islice(rows, 1000)):
        tab.evaluate(
            "list => list.forEach(a => localStorage[`answer::${a.address}:${a.id}`] = JSON.stringify(a))", some
        )
    times: dict[str, list[float]] = {"plain": [], "notebook": []}
    for address in ("plain", "notebook") * (runs + 1):
        tab.goto(f"/{address}/", wait_until="commit")
        times[address].append(tab.evaluate(SEEN, len(kept)))
    context.close()
    # The first of each has warmed the browser.
    medians = {name: round(statistics.median(found[1:])) for name, found in times.items()}
    return {"answers": len(kept), **medians, "ratio": round(medians["notebook"] / medians["plain"], 2)}


def measure(folder: Path, runs: int) -> dict[str, Any]:
    """Build the practice's site, write the answers into a browser, look."""
    from playwright.sync_api import sync_playwright

    from tests import tools
    from tests.building import small_site
    from tests.serving import serve

    built = small_site(folder / "notebook", site())
    if built.status:
        raise SystemExit(built.text)
    with sync_playwright() as playwright, serve(built.output) as host:
        browser = playwright.chromium.launch(executable_path=tools.chromium(), args=tools.BROWSER_FLAGS)
        return look(browser, host, built.output, answers(), runs)


def table(found: dict[str, Any]) -> str:
    """The numbers, to read."""
    rows = "\n".join(f"  {name:<16}{found[name]:>6}" for name in ("plain", "notebook", "ratio"))
    return f"A notebook of {found['answers']:,} answers, and plain HTML; milliseconds until they are seen:\n\n{rows}"
