"""What could be better in a question: text in, faults out. Hints of a colleague, and the coach decides.

Closed and why openers, two questions in one and a missing next step are told of in English alone, whose words are
known here; length and the count of question marks in every language. `docs/mistakes.md` names the source of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from plugins.prompts.rewording import ASKING, opened, without_why
from plugins.prompts.sentences import Plain, Sentence

MOST_WORDS = 20
HELPING = (
    "do|does|did|is|are|am|was|were|has|have|had|can|could|will|would|should|shall|may|might|must"
    "|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|hasn't|haven't|hadn't|can't|cannot|couldn't|won't|wouldn't|shouldn't"
)
WHO = (
    "i|you|he|she|it|we|they|this|that|these|those|there|your|my|his|her|its|our|their|the|a|an|any|anyone|anybody|one"
)
LEADING = re.compile(
    r"[\s\"'“(]*(?:(?:and|but|so|now|then|or|well|yet|also|today|honestly|perhaps|instead|finally)\b,?\s+)*",
    re.IGNORECASE,
)
OPENER = re.compile(rf"(?:(?P<why>why)\b|(?P<closed>{HELPING})(?=\s))", re.IGNORECASE)
CLAUSE = re.compile(
    rf"(?:(?:when|where)\s+(?!(?:{HELPING})\b)|(?:if|while|after|before|as|once|since|whenever|wherever|although|though"
    r"|because|unless|until|suppose|imagine|in|on|at|for|with|by|of|from|looking|thinking|given)\s)",
    re.IGNORECASE,
)
MAIN = re.compile(rf",\s+(?:then\s+)?(?=(?:{ASKING})\b|(?:{HELPING})\s+(?:{WHO})\b)", re.IGNORECASE)
"""Where what is asked begins after a clause: "When it rains, |do you …?"."""
CHOICE = re.compile(r"\bor\b", re.IGNORECASE)
ALSO = re.compile(rf"\b(?:and|or|but)\s+(?P<asking>{ASKING})\b", re.IGNORECASE)
TURNED = re.compile(rf"\s+(?:\w+\s+){{0,3}}?(?:{HELPING})\s+(?:{WHO})\b", re.IGNORECASE)
"""What follows in a question, and not in a clause: "how would you know", but "how it feels"."""
ANEW = re.compile(rf"\s*(?:\?|else\b|(?:{HELPING})\b)", re.IGNORECASE)
NOT_PAST = "do|does|is|are|can|could|will|would|should|shall|may|might|must"
DAYS = "monday|tuesday|wednesday|thursday|friday|saturday|sunday"
NEXT_STEP = re.compile(
    rf"""\b(?:when|where)(?=\s*(?:[?.,]|and\b|\Z)|\s+(?:this|next|in|on|at|{NOT_PAST})\b)
    | \bwhat\s+now\b | \b(?:first|next|tomorrow|tonight|today|start|begin|soon|steps?)\b | \bwill\s+(?:you|we|i)\b
    | \bthis\s+(?:very\s+)?(?:week|month|year|morning|afternoon|evening|weekend|{DAYS})\b
    | \b(?:by|on|before|until)\s+(?:the\s+end|{DAYS}|then)\b | \bwithin\s+(?:a|the|one|two)\b""",
    re.VERBOSE | re.IGNORECASE,
)


class Fault(NamedTuple):
    """start, end: where the words at fault stand in the Markdown that was read."""

    code: str
    start: int
    end: int
    wanted: str
    fix: str


def find_faults(written: str, english: bool = True) -> Iterator[Fault]:
    """What could be better in a prompt's words; of each kind once. written: the Markdown below `[!reflect]`."""
    plain = Plain(written)
    sentences = list(plain.sentences())
    asked = [sentence for sentence in sentences if sentence.asks]
    if english:
        seen: set[str] = set()
        for code, start, end, wanted, fix in (fault for each in asked for fault in _openers(each)):
            if code not in seen:
                seen.add(code)
                yield Fault(code, *plain.place(start, end), wanted, fix)
    if second := _second(asked, english):
        start, also = second
        wanted = "Here a second question begins, and a reader answers one of them."
        fix = f'Keep the better one, or give this one a prompt of its own: "{_capital(also)}"'
        yield Fault("question-double", *plain.place(start, start + len(also)), wanted, fix)
    for sentence in asked or sentences:
        if len(words := sentence.words) > MOST_WORDS:
            start, end = (sentence.start + place for place in (words[MOST_WORDS].start(), words[-1].end()))
            wanted = f"This question has {len(words)} words. More than twenty are hard to hold in mind."
            fix = "Cut it to what you want to know, and put what leads up to it into the paragraph above."
            yield Fault("question-long", *plain.place(start, end), wanted, fix)
            return


def leads_on(written: str) -> bool:
    """Whether a question asks for something that the reader will do, and when or where. In English."""
    return NEXT_STEP.search(Plain(written).text) is not None


def _openers(sentence: Sentence) -> Iterator[tuple[str, int, int, str, str]]:
    clause, begin = _main(sentence.own)
    found = OPENER.match(sentence.own, begin)
    if not found:
        return
    before, question = sentence.text[clause:begin], _first(sentence, begin)
    start, end = sentence.start + found.start(), sentence.start + found.end()
    if found["why"]:
        wanted = "Why asks for reasons and looks back; What and How lead on more often."
        yield "question-why", start, end, wanted, _offer("Ask it with What or How", before, without_why(question))
    elif not CHOICE.search(sentence.own, begin):
        wanted = "This can be answered with yes or no, and many readers will leave it at that."
        yield (
            "question-closed",
            start,
            end,
            wanted,
            _offer("Begin with What, How, When or Where", before, opened(question)),
        )


def _main(own: str) -> tuple[int, int]:
    """Where a sentence begins, behind a colon and words such as And; and where, behind a clause, what it asks."""
    begin = max((own.rfind(sign) + len(sign) for sign in (": ", "; ", ":\n") if sign in own), default=0)
    leading = LEADING.match(own, begin)
    begin = leading.end() if leading else begin
    if CLAUSE.match(own, begin) and (main := MAIN.search(own, begin)):
        return begin, main.end()
    return begin, begin


def _offer(advice: str, before: str, instead: str) -> str:
    if not instead or (before and instead.startswith("When")):  # "When it rains, when …" is nobody's question
        return f"{advice}."
    if clause := " ".join(before.split()):
        instead = f"{clause} {instead[0].lower()}{instead[1:]}"
    return f'{advice}, such as: "{instead}"'


def _first(sentence: Sentence, begin: int) -> str:
    """The question that begins there, without a second one: what is offered instead must not be double."""
    if also := _also(sentence):
        return sentence.text[begin : also.start()].rstrip(" \n,;–—-") + "?"
    return _unquoted(sentence.text[begin:])


def _second(asked: list[Sentence], english: bool) -> tuple[int, str] | None:
    """Where a second question begins, and its words; None where there is one. Of several breaks it is the first."""
    if asked and english and (also := _also(asked[0])):
        start = also.start("asking")
        return asked[0].start + start, asked[0].text[start:]
    return (asked[1].start, asked[1].text) if len(asked) > 1 else None


def _also(sentence: Sentence) -> re.Match[str] | None:
    """The "and how" within a sentence that asks for a second thing."""
    return next((also for also in ALSO.finditer(sentence.own) if _asks_anew(sentence.own, also)), None)


def _asks_anew(own: str, also: re.Match[str]) -> bool:
    """Whether "and how" asks for a second thing: not "when and where", "what you need and how it feels"."""
    before, end, begin = own[: also.start()].rstrip(), also.end(), _main(own)[1]
    if also.start() < begin or re.search(rf"\b(?:{ASKING})\Z", before, re.IGNORECASE):
        return False
    if re.search(rf"\b(?:{ASKING})\b", before[begin + 1 :], re.IGNORECASE):
        return TURNED.match(own, end) is not None
    if also["asking"].lower() in ("who", "whom", "whose", "which", "when", "where"):
        return before.endswith(",") or ANEW.match(own, end) is not None
    return not re.match(r"\s+(?:i|you|he|she|it|we|they)\b", own[end:], re.IGNORECASE)


def _unquoted(words: str) -> str:
    """Without the quotation mark at the end that closes none within: the question as a whole stands in them."""
    closes_none = words.count('"') % 2 if words.endswith('"') else words.endswith("”") and "“" not in words
    return words[:-1] if closes_none else words


def _capital(words: str) -> str:
    words = " ".join(words.split())
    return words[:1].upper() + words[1:]
