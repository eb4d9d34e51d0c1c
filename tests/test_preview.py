"""What the coach sees of the preview, in a real browser."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, expect

from tests.previewing import LONGEST_BUILD_S, Preview


def test_the_open_page_reloads_and_shows_mistakes(tmp_path: Path, browser: Browser) -> None:
    """In a real browser, under the page's own strict policy, without a word on its console."""
    preview = Preview(tmp_path)
    preview.wait_for("Ctrl-C")
    page = browser.new_page()
    console: list[str] = []
    page.on("console", lambda message: console.append(message.text))
    page.goto(f"http://127.0.0.1:{preview.port}/musings/first/")
    preview.write("It goes on.")
    expect(page.locator("main")).to_contain_text("It goes on.", timeout=LONGEST_BUILD_S * 1000)
    preview.write("> [!reflct]\n> Why?")
    expect(page.locator("preview-mistakes")).to_contain_text("reflct", timeout=LONGEST_BUILD_S * 1000)
    expect(page.locator("main")).to_contain_text("It goes on.")
    preview.write("Mended.")
    expect(page.locator("main")).to_contain_text("Mended.", timeout=LONGEST_BUILD_S * 1000)
    expect(page.locator("preview-mistakes")).to_have_count(0)
    assert console == []
    page.close()
    assert preview.end() == 0
    preview.kill()
