"""From a `[!reflect]` block to a prompt, drawn in the body and listed on the musing."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, replace
from typing import Any

from markupsafe import Markup
from pelican import signals

from plugins.musings import Callout, register_callout
from plugins.musings.addresses import BASE
from plugins.musings.partials import render
from plugins.prompts.checks import WORD, check, note_language
from plugins.prompts.options import read_options
from plugins.proofreading import register_check

LINK_TARGET = re.compile(r"\]\([^)]*\)")
PARAGRAPH = re.compile(r"<p>(.*)</p>", re.DOTALL)


@dataclass(frozen=True)
class Prompt:
    """One question. id: its anchor in the musing; question: as HTML; text: the same without markup.

    kind: "", or one of goal, reality, options and will.
    """

    id: str
    question: Markup
    text: str
    kind: str = ""


def key_of(address: str, question: str) -> str:
    """A prompt's key: the same for the same words in the same musing, whatever their case or spacing."""
    words = " ".join(re.findall(r"\w+", question.casefold()))
    return "q-" + hashlib.sha256(f"{address}\n{words}".encode()).hexdigest()[:8]


def parse(callout: Callout) -> Prompt | None:
    """The prompt of a block; None where there is no question."""
    if not callout.text.strip():
        return None
    options = read_options(callout.argument)
    whole = PARAGRAPH.fullmatch(callout.html.strip())
    question = Markup(whole[1]) if whole and "<p>" not in whole[1] else callout.html
    text = " ".join(question.striptags().split())
    return Prompt(options.name or key_of(callout.source.public_address, text), question, text, options.kind)


def anchor(callout: Callout) -> str:
    """The name of a prompt's place in its page, before its words are rendered."""
    words = LINK_TARGET.sub("]", callout.text)
    return read_options(callout.argument).name or key_of(callout.source.public_address, words)


def draw(callout: Callout) -> str:
    """Draw the prompt in its musing, and note it there; what stands for it in a feed is drawn along."""
    prompt = parse(callout)
    if prompt is None:
        return ""
    prompt = replace(prompt, id=free_anchor(prompt.id, callout.source.anchors))
    callout.source.notes.setdefault("prompts", []).append(prompt)
    callout.source.anchors.add(prompt.id)
    drawn = render("prompts/prompt.html", prompt=prompt)
    callout.source.elsewhere[drawn.strip()] = render("prompts/prompt_elsewhere.html", prompt=prompt)
    return drawn


def free_anchor(anchor: str, taken: set[str]) -> str:
    """The anchor, or the same with the first number that makes it one of its own."""
    number, free = 1, anchor
    while free in taken:
        number += 1
        free = f"{anchor}.{number}"
    return free


def list_prompts(generator: Any) -> None:
    """Pelican's `article_generator_finalized`: each musing knows its prompts."""
    base = generator.settings["LIBRARY"].settings.base_path
    for musing in [*generator.articles, *generator.hidden_articles, *generator.drafts]:
        found = musing.source.notes.get("prompts", ())
        musing.prompts = tuple(replace(each, question=Markup(each.question.replace(BASE, base))) for each in found)


def register() -> None:
    register_check(note_language)
    register_callout(WORD, draw, styles=("prompts/reflection-prompt",), check=check, anchor=anchor)
    signals.article_generator_finalized.connect(list_prompts)
