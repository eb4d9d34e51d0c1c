"""What the rooms' tests share: a small site in a folder, proofread for real."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from plugins import load_rooms
from plugins.proofreading.reading import Order, make, proofread

SITE = """
[practice]
name = "A Small Practice"
voice = "A sentence."
description = "A description."
address = "https://small.example"

[business]
legal_name = "A Small Practice"
postal_address = "1 Small Street, Smallton"
email = "hello@small.example"
complaints = "Write to hello@small.example."

[calls_to_action.default]
heading = "Shall we talk?"
"""


@pytest.fixture(scope="session", autouse=True)
def rooms() -> None:
    """Every room is registered once, as in a build."""
    for name in load_rooms():
        importlib.import_module(name).register()


@pytest.fixture
def read_site(tmp_path: Path) -> Callable[..., Any]:
    """`read_site({"musings/x.md": "---…"})` proofreads these files as a site and draws it; returns its library."""

    def read(files: dict[str, str | bytes], site: str = SITE, published: bool = True, now: str = "2026-11-22") -> Any:
        (tmp_path / "content").mkdir(exist_ok=True)
        for name, text in {"../site.toml": site, **files}.items():
            path = (tmp_path / "content" / name).resolve()
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else dedent(text).lstrip("\n").encode())
        moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
        library = proofread(Order(root=tmp_path, cache=tmp_path / ".cache", now=moment, published=published))
        make(library)
        return library

    return read


@pytest.fixture
def musing() -> Callable[..., str]:
    """`musing("body", title="X", tags="[a]")`: the text of a musing's file with its front matter."""

    def write(body: str = "Words.", **front_matter: str) -> str:
        values = {"title": "A musing", "date": "2026-03-02 07:30", "summary": "A summary."} | front_matter
        head = "\n".join(f"{key}: {value}" for key, value in values.items() if value is not None)
        return f"---\n{head}\n---\n\n{dedent(body)}\n"

    return write
