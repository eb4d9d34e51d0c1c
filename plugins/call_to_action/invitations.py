"""Which invitation stands where: the one a musing or a block names, the default, or none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from plugins.musings import Callout
from plugins.musings.partials import render
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean, one_of
from plugins.proofreading.settings import CallToAction

if TYPE_CHECKING:
    from plugins.musings.library import Library
    from plugins.musings.source import Source

DEFAULT = "default"
NONE = "none"
NOTE = "calls_to_action"

Named = Mapping[str, CallToAction]


def choose(written: str | None, named: Named) -> CallToAction | None:
    """The invitation that a file's front matter asks for: left out, the default."""
    return named.get(written or DEFAULT)


def check(library: Library) -> Iterator[Mistake]:
    """A file that asks for an invitation that `site.toml` does not name. Blocks find the names on their source."""
    named = library.settings.calls_to_action
    for source in library.sources:
        source.notes[NOTE] = named
        written = source.values.get("call_to_action")
        if source.kind == "series":  # drawn by the series room; only where one is named, as on a page
            source.notes["call_to_action"] = choose(written or NONE, named)
        if written and written != NONE and written not in named:
            wanted, fix = explain(written, [*named, NONE])
            yield source.mistake("call-to-action-unknown", "call_to_action", at=written, wanted=wanted, fix=fix)


def explain(written: str, known: list[str]) -> tuple[str, str]:
    """What to say of a name that is not known, and how to mend it."""
    wanted = f"site.toml has no invitation of this name. {did_you_mean(written, known)}".strip()
    fix = f"Choose one of: {one_of(known)}." if known else "Name one in site.toml, under [calls_to_action.default]."
    return wanted, fix


def check_block(callout: Callout) -> None:
    """`> [!invite] leaders`: is there such an invitation, and are no words lost?"""
    named: Named = callout.source.notes[NOTE]
    if callout.text:
        callout.mistake(
            "call-to-action-words",
            wanted="An invitation has its words in site.toml; those in this block would be lost.",
            fix=f"Write > [!invite] {callout.argument}".rstrip()
            + " alone, with an empty line after it, and the words below as a paragraph.",
        )
    if choose(callout.argument, named) is None:
        wanted, fix = explain(callout.argument or DEFAULT, list(named))
        callout.mistake("call-to-action-unknown", at=callout.argument or "[!invite]", wanted=wanted, fix=fix)


def draw(callout: Callout) -> str:
    """`> [!invite]` draws the default invitation, `> [!invite] leaders` the one of that name."""
    invitation = choose(callout.argument, callout.source.notes[NOTE])
    if invitation is None:
        return ""
    html = render("call_to_action/invitation.html", call_to_action=invitation, address=callout.source.address)
    return html.strip()  # what begins with a space counts as no block


def invite_after_musings(generator: Any) -> None:
    """Pelican's `article_generator_finalized`: every musing ends with an invitation, unless it says `none`."""
    for musing in [*generator.articles, *generator.hidden_articles, *generator.drafts]:
        _invite_after(musing, musing.source.values["call_to_action"], generator)


def invite_after_pages(generator: Any) -> None:
    """Pelican's `page_generator_finalized`: a page ends with an invitation only where it names one."""
    for page in [*generator.pages, *generator.hidden_pages, *generator.draft_pages]:
        _invite_after(page, page.source.values["call_to_action"] or NONE, generator)


def _invite_after(content: Any, written: str | None, generator: Any) -> None:
    source: Source = content.source
    content.call_to_action = choose(written, source.notes[NOTE])
