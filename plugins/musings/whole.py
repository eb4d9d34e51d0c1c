"""What shows in a body as a whole: secrets, what is opened and never closed, notes and headers that stand twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from plugins.musings.facts import Finding
from plugins.musings.wording import rarest

NOTE = re.compile(r"^[ ]{0,3}\[\^([^\]\s]+)\]:", re.MULTILINE)
CODE_FENCE = re.compile(r"^[ ]{0,3}(`{3,}|~{3,})([^`\n]*)$", re.MULTILINE)
HEADER = re.compile(
    r"^---[ \t]*\n(?:\w+:.*\n){0,20}?(title|date)[ \t]*:[ \t]\S.*\n|\A\s*(title):[ \t]\S.*\n(?:date|summary):",
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"example|your|changeme|xxxx|\*\*\*|placeholder|1234", re.IGNORECASE)
SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36,}\b|\bgithub_pat_\w{40,}"
    r"|\b[sr]k_live_\w{16,}|\bxox[baprs]-[\w-]{10,}|\bAIza[\w-]{35}|\bsk-[A-Za-z0-9_-]{32,}"
    r"|https?://[^\s/:@]+:[^\s/:@]+@[^\s/]+"
    r"|\b(?i:password|passcode|api[_ -]?key|secret|token)(?: is|:| =|=) ?[\"'`]?"
    r"(?=[^\s\"'`]*\d)(?=[^\s\"'`]*[A-Za-z])[^\s\"'`]{6,}"
)

SECRET_SIGNS = (
    *("-----BEGIN", "AKIA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "_live_", "xox", "AIz", "sk-", "@"),
    *("assword", "ASSWORD", "asscode", "ecret", "SECRET", "oken", "TOKEN"),
    *("PI_KEY", "PI key", "pi_key", "pi-key", "pi key"),
)
SIGNS_OF_SECRETS: dict[str, list[str]] = {}
for _sign in SECRET_SIGNS:
    SIGNS_OF_SECRETS.setdefault(rarest(_sign), []).append(_sign)


def of_whole(body: str) -> Iterator[Finding]:
    """What shows in the body as a whole. Secrets count in code too; notes and headers there are only shown."""
    yield from _secrets(body)
    words = body
    if "```" in body or "~~~" in body:
        words, opened = _without_code(body)
        if opened:
            wanted = f"A code block is opened with {opened[1]} here, and nothing closes it."
            fix = f"Write {opened[1]} on a line of its own where it ends."
            yield Finding("code-unclosed", _line(body, opened.start()), opened[1], wanted, fix, None)
    comment = words.rfind("<!--")
    if comment >= 0 and "-->" not in words[comment:]:
        wanted = "This note is opened and not closed: readers would see it."
        fix = "Write --> where it ends, or take it out."
        yield Finding("html-unbalanced", _line(words, comment), "<!--", wanted, fix, None)
    yield from _second_header(words)
    notes: dict[str, int] = {}
    for note in NOTE.finditer(words) if "[^" in words else ():
        line = _line(words, note.start())
        if notes.setdefault(note[1], line) != line:
            wanted = "There are two notes of this name, and readers get only this one."
            fix = "Give one of the two another name."
            yield Finding("footnote-repeated", line, f"[^{note[1]}]", wanted, fix, 0)


def _line(body: str, place: int) -> int:
    return body.count("\n", 0, place) + 1


def _without_code(body: str) -> tuple[str, re.Match[str] | None]:
    """The body with its fenced code left blank, line for line; and the fence that nothing closes, if there is one."""
    opened: re.Match[str] | None = None
    kept, done = [], 0
    for fence in CODE_FENCE.finditer(body):
        if opened is None:
            opened = fence
        elif fence[1].startswith(opened[1]) and not fence[2].strip():
            code = body[opened.start() : fence.end()]
            kept += [body[done : opened.start()], "\n" * code.count("\n")]
            done, opened = fence.end(), None
    return "".join([*kept, body[done : opened.start() if opened else len(body)]]), opened


def _second_header(body: str) -> Iterator[Finding]:
    if ("\n---" in body or body.startswith("---") or "title:" in body[:200]) and (header := HEADER.search(body)):
        key = header[1] or header[2]
        line = _line(body, header.start(1) if header[1] else header.start(2))
        wanted = "These look like the first lines of a musing, in the middle of one: readers would see them."
        yield Finding(
            "header-again", line, f"{key}:", wanted, "Put what follows into a file of its own, or take them out.", None
        )


def _secrets(body: str) -> Iterator[Finding]:
    rare = (signs for letter, signs in SIGNS_OF_SECRETS.items() if letter in body)
    if not any(sign in body for signs in rare for sign in signs):
        return
    for secret in SECRETS.finditer(body):
        if PLACEHOLDER.search(secret[0]):
            continue
        line = _line(body, secret.start())
        column = secret.start() - (body.rfind("\n", 0, secret.start()) + 1)
        wanted = "This looks like a password or a key. Whoever reads the page, or its history in git, could use it."
        fix = "Take it out, and have a new one made: this one has been seen."
        yield Finding("secret-shown", line, secret[0], wanted, fix, column)
