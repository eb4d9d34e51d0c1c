"""The same question asked in another way: with What or How instead of Why, open instead of closed.

Only where the words fall into place by themselves; else "" is offered, and the coach finds better ones anyway.
"""

from __future__ import annotations

import re

OBJECT = {"i": "me", "he": "him", "she": "her", "we": "us", "they": "them"} | {
    word: word for word in ("you", "it", "this", "that")
}
"""A subject as an object: "Why does she stay?", "What makes her stay?"."""
SUBJECT = rf"(?P<who>{'|'.join(OBJECT)})\b"
ASKING = "what|how|who|whom|whose|why|when|where|which"
WHY = (
    (r"not (?P<rest>.+)", "What would it take to {rest}"),
    (rf"(?:don't|doesn't|can't|cannot|won't) {SUBJECT} (?P<rest>.+)", "What would it take for {whom} to {rest}"),
    (rf"(?:didn't|couldn't|wouldn't) {SUBJECT} (?P<rest>.+)", "What would it have taken for {whom} to {rest}"),
    (rf"(?:do|does) {SUBJECT} (?P<rest>.+)", "What makes {whom} {rest}"),
    (rf"did {SUBJECT} (?P<rest>.+)", "What made {whom} {rest}"),
    (r"(?:do|does) (?P<rest>.+)", "What makes {rest}"),
    (r"did (?P<rest>.+)", "What made {rest}"),
    (rf"(?:should|would) {SUBJECT} (?P<rest>(?!.*\b(?:not|have)\b).+)", "What would make {whom} {rest}"),
    (r"is it that (?P<rest>.+)", "How does it come about that {rest}"),
    (
        rf"(?:is|are|am) {SUBJECT} (?P<rest>(?!\w+ing\b|not\b|here\b|there\b|in\b|on\b|at\b).+)",
        "What makes {whom} {rest}",
    ),
    (
        rf"(?:was|were) {SUBJECT} (?P<rest>(?!\w+ing\b|not\b|here\b|there\b|in\b|on\b|at\b).+)",
        "What made {whom} {rest}",
    ),
    (
        rf"(?P<verb>am|is|are|was|were|has|have|had|haven't|hasn't|can|will) {SUBJECT} (?P<rest>.+)",
        "How did it come about that {who} {verb} {rest}",
    ),
)
"""What follows "Why", and the same question without it."""
IN_FRONT = {word: "How" for word in ("did", "can", "could")}
"""What may stand before a closed opener; before every other, When."""
AS_IT_IS = re.compile(
    rf"\w+n't\b|\w+ there\b|(?:do|does|did) \w+ (?:have|know|want|think|believe|mean|like|need)\b|.*\b(?:{ASKING})\b",
    re.IGNORECASE,
)


def without_why(question: str) -> str:
    """ "Why do you stay?" as "What makes you stay?". question: begins with Why."""
    told = re.sub(r"^why,?\s+", "", " ".join(question.split()), flags=re.IGNORECASE)
    for pattern, form in WHY:
        if found := re.match(pattern, told, re.IGNORECASE):
            parts = found.groupdict()
            who = parts.get("who") or ""
            who = who if who.upper() == "I" else who.lower()
            return form.format(**{**parts, "who": who, "whom": OBJECT.get(who.lower(), "")})
    return ""


def opened(question: str) -> str:
    """ "Are you a good listener?" as "When are you a good listener?". question: begins with a closed opener."""
    told = " ".join(question.split())
    if re.match(r"would it help\b", told, re.IGNORECASE):
        return "What would help?"
    if AS_IT_IS.match(told):
        return ""
    opener, _, rest = told.partition(" ")
    rest = re.sub(r"\bever ", "", rest, count=1)
    return f"{IN_FRONT.get(opener.lower(), 'When')} {opener.lower()} {rest}"
