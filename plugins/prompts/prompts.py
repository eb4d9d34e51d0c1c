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
from plugins.musings.source import FRAME

PINNED = re.compile(r"\{#([A-Za-z][\w-]*)\}")
LINK_TARGET = re.compile(r"\]\([^)]*\)")
PARAGRAPH = re.compile(r"<p>(.*)</p>", re.DOTALL)


@dataclass(frozen=True)
class Prompt:
    """One question. id: its anchor in the musing; question: as HTML; text: the same without markup."""

    id: str
    question: Markup
    text: str


def key_of(address: str, question: str) -> str:
    """A prompt's key: the same for the same words in the same musing, whatever their case or spacing."""
    words = " ".join(re.findall(r"\w+", question.casefold()))
    return "q-" + hashlib.sha256(f"{address}\n{words}".encode()).hexdigest()[:8]


def check(callout: Callout) -> None:
    """What is wrong with a prompt: no question, an option that it does not know, a name that is taken."""
    pinned = PINNED.fullmatch(callout.argument)
    if callout.argument and not pinned:
        callout.mistake(
            "prompt-option",
            at=callout.argument,
            wanted="Only a name may stand here, and these words would be lost. The question goes on the next line.",
            fix="Write > [!reflect] alone on its line, or > [!reflect] {#a-name}.",
        )
    elif not callout.text.strip():
        orphan = question_below(callout)
        callout.mistake(
            "prompt-empty",
            wanted="There is no question in this block." + (f" Is it the one on line {orphan}?" if orphan else ""),
            fix="Write the question on the next line, after a > sign.",
        )
    if pinned and callout.source.facts.anchors.count(pinned[1]) > 1 and is_second(callout):
        callout.mistake(
            "anchor-taken",
            at=callout.argument,
            wanted="The page has a place of this name already.",
            fix="Give this one another name.",
        )


def question_below(callout: Callout) -> int | None:
    """The line, from 1, of a question that has lost its > sign after an empty line; None where there is none."""
    lines = callout.source.text.split("\n")
    below = next((number for number in range(callout.line + 1, len(lines) + 1) if lines[number - 1].strip("> ")), None)
    return below if below and "?" in lines[below - 1] and not lines[below - 1].startswith((">", "#")) else None


def is_second(callout: Callout) -> bool:
    """Whether another place of this page, or of the frame around it, bears this prompt's name already."""
    source = callout.source
    same = [block for block in source.facts.blocks if block.argument == callout.argument]
    name = callout.argument.removeprefix("{#").removesuffix("}")
    first = same[0].line + source.body_line - 1 == callout.line
    return name in FRAME or not first or source.facts.anchors.count(name) > len(same)


def parse(callout: Callout) -> Prompt | None:
    """The prompt of a block; None where there is no question."""
    if not callout.text.strip():
        return None
    pinned = PINNED.fullmatch(callout.argument)
    whole = PARAGRAPH.fullmatch(callout.html.strip())
    question = Markup(whole[1]) if whole and "<p>" not in whole[1] else callout.html
    text = " ".join(question.striptags().split())
    return Prompt(pinned[1] if pinned else key_of(callout.source.public_address, text), question, text)


def anchor(callout: Callout) -> str:
    """The name of a prompt's place in its page, before its words are rendered."""
    pinned = PINNED.fullmatch(callout.argument)
    words = LINK_TARGET.sub("]", callout.text)
    return pinned[1] if pinned else key_of(callout.source.public_address, words)


def draw(callout: Callout) -> str:
    """Draw the prompt in its musing, and note it there."""
    prompt = parse(callout)
    if prompt is None:
        return ""
    prompt = replace(prompt, id=free_anchor(prompt.id, callout.source.anchors))
    callout.source.notes.setdefault("prompts", []).append(prompt)
    callout.source.anchors.add(prompt.id)
    return render("prompts/prompt.html", prompt=prompt)


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
    register_callout("reflect", draw, styles=("prompts/reflection-prompt",), check=check, anchor=anchor)
    signals.article_generator_finalized.connect(list_prompts)
