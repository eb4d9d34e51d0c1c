"""The budgets in bytes: what a musing costs beyond its words, with its scripts, and as the site grows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench import cairn, corpus, weight
from tests.building import ADDRESS, ROOT, Build, build, demonstration_and, write_site
from tests.pages import Page
from tests.saying import nothing
from tests.serving import serve
from tests.visiting import PROBES

ONE_ROUND_TRIP = 14_200
BEFORE_A_PRESS = 12_500
A_PHOTO = 20_000
A_NOTEBOOK = 20_000
A_FEW_BYTES = 40
"""Page 1 of 12 instead of page 1 of 3, and the like."""


def test_a_musing_costs_little_beyond_its_words(site: Build, musings: list[Page]) -> None:
    """Markup, style and metadata of a response: under 4,000 bytes, and 150 for each gallery photo after the first."""
    weights = [weight.weigh(site.output, page.address) for page in musings]
    print("\n" + weight.table(weights))
    nothing([f"{one.address} costs {one.beyond}" for one in weights if one.beyond >= one.allowed])


def test_the_words_are_counted_as_a_browser_counts_them(site: Build, musings: list[Page]) -> None:
    """The benchmark's quick reader and the strict parser find the same text in <main>."""
    for page in musings:
        assert weight.main_text(page.text) == page.main, page.address


def test_nothing_outside_a_page_blocks_its_painting(pages: list[Page]) -> None:
    """The first response paints the page: no style sheet to wait for, each script a module, `async` or `defer`."""
    for page in pages:
        nothing([link for link in page.every("link") if "stylesheet" in link.get("rel", "")], page.address)
        for script in (script for script in page.every("script") if script.get("src")):
            assert script.get("type") == "module" or {"async", "defer"} & set(script.keys()), page.address


def test_a_long_musing_travels_in_one_round_trip(tmp_path: Path) -> None:
    """2,000 words of real prose (the demonstration's own), three questions, an invitation, scripts: 14,200 bytes."""
    source = demonstration_and(tmp_path / "site", {"content/musings/two-thousand-words.md": two_thousand_words()})
    done = build(tmp_path / "output", source=source, address=ADDRESS)
    assert done.status == 0, done.text
    one = weight.weigh(done.output, "/musings/two-thousand-words/")
    print("\n" + weight.table([one]))
    assert one.scripts, "a page of Cairn has scripts: the test did not find them"
    assert one.response + one.scripts <= ONE_ROUND_TRIP
    # With the style sheet of its boxes; then with what comes at the first focus, and where answers are kept already.
    at_once = one.response + one.scripts + published(done, "reflection-prompt.*.css")
    later = sum(published(done, f"{name}.*.js") for name in ("circumstances", "kept-answers"))
    print(f"  at once {at_once}, without a press {at_once + later}")
    assert at_once <= BEFORE_A_PRESS
    assert at_once + later <= ONE_ROUND_TRIP


def published(done: Build, pattern: str) -> int:
    """How many bytes of Brotli's best the one asset of this name is."""
    [file] = Path(done.output, "assets").glob(pattern)
    return weight.compressed(file.read_bytes())


def test_the_notebook_has_twenty_kilobytes_of_its_own(site: Build) -> None:
    """Its page with its style, and every module that it may ask for, however late."""
    one = weight.weigh(site.output, "/notebook/")
    print("\n" + weight.table([one]))
    assert one.scripts > weight.weigh(site.output, "/").scripts, "the notebook is made of scripts: none were found"
    assert one.response + one.scripts <= A_NOTEBOOK


def test_a_photo_in_a_gallery_is_light_on_a_phone(browser: Browser, site: Build, pages: list[Page]) -> None:
    """What a phone (390 px, two dots a pixel) really chooses of each photo's renditions: at most 20 kB."""
    chosen: dict[str, int] = {}
    with serve(site.output) as host:
        context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=2)
        context.add_init_script(PROBES)
        tab = context.new_page()
        for page in pages:
            if 'class="gallery"' in page.text:
                tab.goto(host + page.address)
                tab.evaluate("probes.settle()")
                sources = tab.eval_on_selector_all(".gallery img", "images => images.map(image => image.currentSrc)")
                chosen |= {name: site.file(name.removeprefix(host)).stat().st_size for name in sources}
        context.close()
    print("\n" + "\n".join(f"  {name.rpartition('/')[2]:<45} {size:>7}" for name, size in chosen.items()))
    assert len(chosen) >= 6, "the demonstration has an album of six"
    nothing({name: size for name, size in chosen.items() if size > A_PHOTO})


def two_thousand_words() -> str:
    """One long musing out of the paragraphs and headings of the demonstration's musings and pages."""
    files = sorted((ROOT / "content" / "musings").glob("*.md")) + sorted((ROOT / "content" / "pages").glob("*.md"))
    bodies = [file.read_text(encoding="utf-8").split("---\n", 2)[2] for file in files]
    blocks = [block for body in bodies for block in body.split("\n\n") if re.match(r"\w|## ", block.strip())]
    blocks = [re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", block) for block in blocks if "![" not in block]
    chosen: list[str] = []
    while sum(len(block.split()) for block in chosen) < 2000:
        chosen.append(blocks[len(chosen)].strip())
    for place, question in (
        (5, "What are you carrying?"),
        (15, "Who asked you to?"),
        (25, "What would be lighter?"),
    ):
        chosen.insert(place, f"> [!reflect]\n> {question}")
    head = (
        "---\ntitle: Two Thousand Words\ndate: 2026-01-05\nsummary: As long as a musing gets.\ntags: [hills]\n---\n\n"
    )
    return head + "\n\n".join([*chosen, "> [!invite] leaders"]) + "\n"


@pytest.fixture(scope="module")
def small_and_large(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    """The same thirty newest musings on two sites: one has only these, the other ninety older ones besides."""
    newest = list(corpus.musings(30, first=90))
    return (
        _site(tmp_path_factory.mktemp("small"), newest),
        _site(tmp_path_factory.mktemp("large"), [*corpus.musings(90), *newest]),
    )


def _site(folder: Path, musings: list[corpus.Musing]) -> Build:
    files = {name: asking(name, without_old_links(text)) for name, text in cairn.source(musings).items()}
    done = build(folder / "output", source=write_site(folder / "site", files))
    assert done.status == 0, done.text
    return done


def without_old_links(text: str) -> str:
    """A musing of the corpus with few tags, no series and no links: the two sites share the newest ones exactly."""
    text = re.sub(r"\[([^\]]+)\]\([^)]*\.md\)", r"\1", text)
    text = re.sub(r"^series: .*\n", "", text, flags=re.MULTILINE)
    text = text.replace('address = "/series/"', 'address = "/tags/"')  # a list of empty series is not there to link to
    return re.sub(r"^tags: .*$", "tags: [hills, trust]", text, flags=re.MULTILINE)


def asking(name: str, text: str) -> str:
    """Each musing ends with a question, so that the newest thirty fill the first page of questions on both sites."""
    return f"{text.rstrip()}\n\n> [!reflect]\n> What stays with you?\n" if "/musings/" in name else text


def test_no_page_grows_with_the_site(small_and_large: tuple[Build, Build]) -> None:
    """A page costs the reader the same when the practice has written four times as much."""
    small, large = small_and_large
    newest = f"/musings/{next(corpus.musings(1, first=119)).slug}/"
    older = f"/musings/{next(corpus.musings(1, first=110)).slug}/"
    addresses = [
        "/",
        "/musings/",
        "/tags/",
        "/tags/hills/",
        "/reflections/",
        "/reflections/hills/",
        newest,
        older,
        "/contact/",
        "/404.html",
        "/feeds/musings.atom.xml",
    ]
    sizes = {address: (small.file(address).stat().st_size, large.file(address).stat().st_size) for address in addresses}
    print("\n" + "\n".join(f"  {address:<55} {before:>7} {after:>7}" for address, (before, after) in sizes.items()))
    nothing({address: both for address, both in sizes.items() if both[1] - both[0] > A_FEW_BYTES})
    assert large.file("/musings/page/12/").is_file(), "the large site really has a hundred and twenty musings"
