"""What a coach can get wrong about a prompt, what could be better in it, and the words in which we say so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from plugins.musings import Callout
from plugins.musings.addresses import slugified
from plugins.musings.source import FRAME
from plugins.musings.wording import ANCHOR_TAKEN
from plugins.prompts.options import KINDS, NAME, Options, read_options
from plugins.prompts.questions import find_faults, leads_on
from plugins.proofreading import Mistake
from plugins.proofreading.nearest import did_you_mean, one_of

if TYPE_CHECKING:
    from plugins.musings.facts import Block
    from plugins.musings.library import Library
    from plugins.musings.source import Source

WORD = "reflect"
MOST_PROMPTS = 3
ENGLISH = "in_english"
NEXT_STEP = "What is the first thing that you will do this week?"
NO_NAME = re.compile(r"\{#[^{}]*\}")
"""Meant as a name, and none: it holds an empty space, say, or begins with a figure."""
BRACES_MISSING = re.compile(r"\{?#?([A-Za-z][\w-]*)\}?")


def note_language(library: Library) -> list[Mistake]:
    """Before blocks are checked: whether the coach's questions are in the language whose words are known here."""
    language = library.settings.practice.language.casefold()
    for source in library.sources:
        source.notes[ENGLISH] = language.partition("-")[0] == "en"
    return []


def check(callout: Callout) -> None:
    """What is wrong with a prompt: an unknown option, no question, a name that is taken; then the hints."""
    options = read_options(callout.argument)
    if options.stray:
        _check_stray(callout, options)
    elif not callout.text.strip():
        orphan = question_below(callout)
        callout.mistake(
            "prompt-empty",
            wanted="There is no question in this block." + (f" Is it the one on line {orphan}?" if orphan else ""),
            fix="Write the question on the next line, after a > sign.",
        )
    if options.name and is_second(callout, options.name):
        other = prompt_above(callout, options.name)
        wanted = f"The prompt on line {other} is called {{#{options.name}}} already." if other else ANCHOR_TAKEN[0]
        callout.mistake("anchor-taken", f"{{#{options.name}}}", wanted, ANCHOR_TAKEN[1])
    if callout.text.strip():
        _check_words(callout)
        _check_number(callout)
        _check_end(callout, options)


def _check_stray(callout: Callout, options: Options) -> None:
    stray = options.stray
    fix = "Write > [!reflect] alone on its line, or with a kind and a name: > [!reflect] goal {#a-name}."
    if stray[0] in "{#" and (meant := BRACES_MISSING.fullmatch(stray)):
        wanted = "A name stands in braces, with a # before it."
        wanted = "A prompt has one name." if options.name else wanted
        cure = "" if options.name else f"{{#{meant[1]}}}"
        callout.mistake("prompt-kind", stray, wanted, f"Write {cure}." if cure else "Keep one of the two.", cure=cure)
    elif (meant := NO_NAME.match(stray)) and not NAME.fullmatch(meant[0]):
        name = f"{{#{slugified(meant[0][2:-1])}}}"
        wanted = "A name has small letters, figures and hyphens, and begins with a letter."
        if NAME.fullmatch(name):
            wanted = f"A name has small letters, figures and hyphens: {name}."
        callout.mistake(
            "prompt-kind", meant[0], wanted, f"Write {name}." if NAME.fullmatch(name) else "Choose another."
        )
    elif re.fullmatch(r"[^\s?]+", stray):
        wanted = "A prompt has one kind." if options.kind else f"I don't know this kind. {did_you_mean(stray, KINDS)}"
        fix = f"Choose one of: {one_of(KINDS)}; or leave it out. A question goes on the next line."
        callout.mistake("prompt-kind", stray, wanted.strip(), fix)
    elif all(word.lower().strip(",;/&+") in (*KINDS, "and", "") for word in stray.split()):
        callout.mistake("prompt-kind", stray, "A prompt has one kind.", f"Keep one of: {one_of(KINDS)}.")
    else:
        wanted = (
            "Only a kind and a name may stand here, and these words would be lost. The question goes on the next line."
        )
        callout.mistake("prompt-option", stray, wanted, fix)


def question_below(callout: Callout) -> int | None:
    """The line, from 1, of a question that has lost its > sign after an empty line; None where there is none."""
    lines = callout.source.text.split("\n")
    below = next((number for number in range(callout.line + 1, len(lines) + 1) if lines[number - 1].strip("> ")), None)
    return below if below and "?" in lines[below - 1] and not lines[below - 1].startswith((">", "#")) else None


def is_second(callout: Callout, name: str) -> bool:
    """Whether another place of this page, or of the frame around it, bears this prompt's name already."""
    facts = callout.source.facts
    return name in FRAME or bool(prompt_above(callout, name)) or facts.anchors.count(name) > len(_named(callout, name))


def prompt_above(callout: Callout, name: str) -> int | None:
    """The line, from 1, of the first prompt that bears this name, where that is another."""
    line = _named(callout, name)[0].line + callout.source.body_line - 1
    return line if line != callout.line else None


def _named(callout: Callout, name: str) -> list[Block]:
    return [block for block in callout.source.facts.blocks if read_options(block.argument).name == name]


def _check_words(callout: Callout) -> None:
    for fault in find_faults(callout.text, callout.source.notes.get(ENGLISH, True)):
        _tell(callout, fault.code, fault.start, fault.end, fault.wanted, fault.fix)


def _check_number(callout: Callout) -> None:
    """Told at the first that is one too many."""
    if callout.source.kind == "musing" and callout.number == MOST_PROMPTS + 1:
        callout.mistake(
            "prompts-many",
            at=f"[!{WORD}]",
            wanted=f"This musing has {_last_number(callout.source)} prompts. Three are as much as one reading carries.",
            fix="Keep the three that matter most, and leave the others for another musing.",
        )


def _check_end(callout: Callout, options: Options) -> None:
    """The last prompt of a series, where its reader closes the page."""
    source = callout.source
    order = source.notes.get("reading_order")
    if order is None or options.kind == "will" or not source.notes.get(ENGLISH, True):
        return
    last = next((part for part in reversed(order.musings) if _last_number(part)), None)
    if source is last and callout.number == _last_number(source) and not leads_on(callout.text):
        wanted = f'This is the last prompt of "{order.title}", and it asks for no next step.'
        fix = f'Ask for one, such as: "{NEXT_STEP}" If it does, call it one: > [!reflect] will'
        _tell(callout, "next-step-missing", 0, len(callout.text), wanted, fix)


def _last_number(source: Source) -> int:
    """How many prompts a source has: the number of its last, 0 where it has none."""
    return next((block.number for block in reversed(source.facts.blocks) if block.word == WORD), 0)


def _tell(callout: Callout, code: str, start: int, end: int, wanted: str, fix: str) -> None:
    """A hint about words of the block's text, where they stand in the file; of several lines the first is shown."""
    rows = callout.text.split("\n")
    above = callout.text[:start].count("\n")
    column = start - (callout.text.rfind("\n", 0, start) + 1)
    at = callout.text[start:end].split("\n")[0].rstrip()
    line = callout.line_with(next(row for row in rows if row.strip())) + above
    found = callout.source.line(line)
    begin = found.find(rows[above])
    callout.mistake(code, at, wanted, fix, line, column=begin + column if begin >= 0 else None)
