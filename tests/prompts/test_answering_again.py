"""An answer is gone on with or answered anew, here and in another tab: neither takes the other's words away."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, expect

from tests.answering import box, kept, write
from tests.prompts.conftest import opened


def test_answering_again_keeps_the_earlier_answer_with_its_date(context: BrowserContext) -> None:
    tab = opened(context)
    write(tab, "First.")
    tab.reload()
    prompt = tab.locator("reflection-prompt").first
    expect(prompt.locator(".prompt-kept")).to_contain_text("First.")
    expect(box(tab)).to_have_count(0)
    prompt.get_by_role("button", name="Answer again").click()
    write(tab, "Second.")
    assert sorted(answer["text"] for answer in kept(tab)) == ["First.", "Second."]
    expect(prompt.locator(".prompt-kept")).to_contain_text("First.")


def test_two_tabs_on_one_prompt_keep_both(context: BrowserContext) -> None:
    one, other = opened(context), opened(context)
    write(one, "From one.")
    write(other, "From the other.")
    assert sorted(answer["text"] for answer in kept(one)) == ["From one.", "From the other."]
    expect(one.locator(".prompt-kept").first).to_contain_text("From the other.")


def test_two_tabs_that_change_one_answer_keep_both(context: BrowserContext) -> None:
    first = opened(context)
    write(first, "Then.")
    one, other = opened(context), opened(context)
    first.close()
    for tab in (one, other):
        tab.get_by_role("button", name="Change").click()
        box(tab).press("End")
    write(one, " One.")
    write(other, " Other.")
    last = opened(context)
    expect(last.locator(".prompt-kept").first).to_contain_text("Then. One.")
    expect(last.locator(".prompt-kept").first).to_contain_text("Then. Other.")


def test_an_emptied_box_deletes_no_earlier_answer_and_says_so(context: BrowserContext) -> None:
    """And what is written into it then takes the earlier one's place."""
    tab = opened(context)
    write(tab, "Then.")
    tab.reload()
    prompt = tab.locator("reflection-prompt").first
    prompt.get_by_role("button", name="Change").click()
    box(tab).fill("")
    expect(prompt.get_by_role("status")).to_contain_text("Your earlier words are still kept.")
    assert [answer["text"] for answer in kept(tab)] == ["Then."]
    write(tab, "Now.")
    tab.reload()
    expect(prompt.locator(".prompt-kept")).to_contain_text("Now.")
    expect(prompt.locator(".prompt-kept")).not_to_contain_text("Then.")
    assert [answer["text"] for answer in kept(tab)] == ["Now."]  # nothing stays of words that were replaced


def test_what_was_typed_is_there_after_the_back_forward_cache(context: BrowserContext) -> None:
    """And what another tab wrote meanwhile is shown beside it."""
    tab = opened(context)
    write(tab, "Mine.")
    tab.evaluate("window.isOld = true")
    tab.goto("/musings/plain/")
    other = opened(context)
    other.get_by_role("button", name="Answer again").first.click()
    write(other, "Theirs.")
    tab.go_back()
    expect(tab.locator(".prompt-kept").first).to_contain_text("Theirs.")
    everything = [
        *tab.locator(".prompt-kept").first.all_inner_texts(),
        box(tab).input_value() if box(tab).count() else "",
    ]
    assert "Mine." in "".join(everything)
