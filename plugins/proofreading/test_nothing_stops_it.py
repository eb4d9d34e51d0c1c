"""Whatever stands in the coach's files, proofreading comes to its end and says what it found."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from hypothesis.configuration import set_hypothesis_home_dir

from plugins.conftest import SITE
from plugins.proofreading.mistakes import GRADES
from plugins.proofreading.reading import Order, proofread
from tests import absurd
from tests.generating import Wild
from tests.long import SEED, count, done, is_time_left

ROOT = Path(__file__).resolve().parents[2]
set_hypothesis_home_dir(ROOT / ".cache" / "hypothesis")
HANGS_S = 600
"""No test asserts how long anything takes; what has not ended by now never will."""
HEAD = "---\ntitle: A musing\ndate: 2026-03-02\nsummary: A summary.\n---\n\n"
ALBUM = "---\ntitle: An album\nphotos:\n  - file: dawn.jpg\n    alt: Five runners\n    focus: 40% 60%\n---\n\nWords.\n"
NOW = datetime(2026, 11, 22, tzinfo=UTC)

Check = Callable[[dict[str, str | bytes]], list[Any]]


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    """`check({"content/musings/a.md": …})`: these files, each in its place of one small site, proofread for real."""
    root = tmp_path_factory.mktemp("site")
    whole = {
        "site.toml": SITE,
        "content/musings/a.md": f"{HEAD}Words.\n",
        "content/albums/dawn/album.md": ALBUM,
        "content/series/s.md": "---\ntitle: S\nsummary: A series.\n---\n\nWords.\n",
    }

    def read(files: dict[str, str | bytes]) -> list[Any]:
        for name, text in {**whole, **files}.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass"))
        mistakes = proofread(Order(root=root, cache=root / ".cache", now=NOW)).mistakes
        done("files of chance (hypothesis), each read to its end")
        for mistake in mistakes:
            assert mistake.grade in GRADES and mistake.file and mistake.wanted and mistake.fix
            assert mistake.line is None or mistake.line >= 1
        return mistakes

    return read


# Too much of it


def some(texts: dict[str, str], share: int) -> list[str]:
    """As many of them as `make test` tries, drawn by the seed; in `make soak` all, or a part of them in a short one."""
    return random.Random(f"{SEED} absurd").sample(list(texts.values()), count(share, len(texts)))


LAST = "content/musings/zz.md"


def told(root: Path, files: dict[str, str]) -> set[str]:
    """Proofread these files in a process of its own, which can be ended if it hangs; the files that it tells of.

    LAST stands beside them, with a dead link: it is read last, and links are looked at when all is read.
    """
    for name, text in {"site.toml": SITE, LAST: f"{HEAD}[words](nowhere.md)\n", **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8", newline="")
    variables = {name: value for name, value in os.environ.items() if not name.startswith("CAIRN_")}
    variables |= {"CAIRN_SOURCE": str(root), "CAIRN_CACHE": str(root / ".cache"), "PYTHONUTF8": "1"}
    ended = subprocess.run(
        [sys.executable, "-m", "plugins.proofreading", "check", "--format=json"],
        cwd=ROOT,
        env=variables,
        capture_output=True,
        timeout=HANGS_S,
        check=False,
    )
    assert (ended.returncode in (0, 1), ended.stderr.decode()) == (True, "")
    return {mistake["file"] for mistake in json.loads(ended.stdout)["mistakes"]}


def test_no_body_is_too_long_or_too_tangled(tmp_path: Path) -> None:
    """A key that stayed pressed, or a picture pasted as text, must not keep the coach waiting for ever."""
    bodies = some(absurd.BODIES, 20)
    musings = {f"content/musings/m{number}.md": f"{HEAD}{body}\n" for number, body in enumerate(bodies)}
    assert LAST in told(tmp_path, musings)
    done("absurd bodies, each read to its end", len(bodies))


def test_no_front_matter_is_too_long_or_too_tangled(tmp_path: Path) -> None:
    """YAML can be nested and named within itself; nobody's site may hang on that."""
    heads, lists = some(absurd.HEADS, 8), some(absurd.PHOTOS, 4)
    musings = {f"content/musings/m{n}.md": f"---\n{head}\n---\n\nWords.\n" for n, head in enumerate(heads)}
    albums = {f"content/albums/a{n}/album.md": f"---\n{head}\n---\n" for n, head in enumerate(lists)}
    photos = {f"content/albums/a{number}/dawn.jpg": "" for number in range(len(albums))}
    assert LAST in told(tmp_path, musings | albums | photos)


@pytest.mark.parametrize("name", absurd.SETTINGS)
def test_no_site_toml_is_too_long_or_too_tangled(name: str, check: Check) -> None:
    """The settings are read first of all: if they hang, so does everything."""
    assert check({"site.toml": absurd.SETTINGS[name]})


# Any text at all

SIGNS = """
    * ** _ ` ``` ~~~ [ ] ( ) ![ ]( ][ ]: < > </ <!-- --> & &# ; # ## > >> - + 1. 1) | |- : {: { } {# #} {% %} {{ }} \\
    " ' = @ ^ ! ? $ % [^1]: [!reflect] [!gallery] [!invite] [!x] --- +++ ... <div> <p <script> javascript: data: https://
    www. mailto: {static} {filename} title: date: tags: series: part: status: draft photo: photos: file: alt: focus:
    hide: quiet: cover: redirect_from: updated: summary: true null ~ 2026-03-02 2026-02-30 31/12/2026 07:30 25:61 +01:00
    99999 -1 0 1e9 .inf 0x1F [practice] [[links]] address name recipient
""".split()
ODD = [
    "\0",
    "\t",
    "\r",
    "\x0b",
    "\x85",
    "\u2028",
    "\ufeff",
    "\u200b",
    "\ud800",
    "\x02",
    "\x03",
    "\x1a",
    "\ue000",
    "\ue0011\ue002",
    "🥾",
]
pieces = st.one_of(st.sampled_from(SIGNS), st.sampled_from(["\n", "\n\n", " ", "    ", *ODD]), st.text(max_size=8))
texts = st.lists(pieces, max_size=60).map("".join)
spaced = st.lists(pieces, max_size=40).map(" ".join)
rows = st.lists(st.tuples(st.sampled_from([sign for sign in SIGNS if sign.endswith(":")]), spaced), max_size=8)
heads = st.one_of(texts, rows.map(lambda each: "\n".join(f"{key} {value}" for key, value in each)))


@st.composite
def mutated(draw: Any, good: str) -> bytes:
    """A good file in which a few things have gone wrong: cut, doubled, moved, overwritten, saved badly."""
    raw = good.encode()
    for _ in range(draw(st.integers(1, 6))):
        first, length = draw(st.integers(0, len(raw))), draw(st.integers(0, 40))
        last = first + length
        new = draw(pieces).encode("utf-8", "surrogatepass")
        kinds = [raw[:first] + raw[last:], raw[:last] + raw[first:], raw[:first] + new + raw[first:], raw[:first] + new]
        raw = draw(st.sampled_from([*kinds, raw[:first] + b"\xff\xfe" + raw[first:], raw.replace(new or b"x", b"")]))
    return raw


def give(texts: Any, part: float, read: Callable[[Any], object]) -> None:
    """Give texts to `read`: 150 in `make test`, in `make soak` as many as this part of its time allows."""
    for number in range(count(1, 1_000)):
        if not is_time_left(part):
            return

        @seed(random.Random(f"{SEED} {number}").getrandbits(64))
        @settings(max_examples=150, deadline=None, database=None, suppress_health_check=list(HealthCheck))
        @given(text=texts)
        def read_one(text: Any) -> None:
            read(text)

        read_one()


GOOD = "\n".join(path.read_text() for path in sorted((ROOT / "content/musings").glob("*.md"))[:2])


def test_any_text_can_be_a_musings_body(check: Check) -> None:
    """A coach who pastes something strange is told what is wrong with it, and never shown a traceback."""
    give(texts, 0.3, lambda text: check({"content/musings/a.md": f"{HEAD}{text}"}))


def test_any_text_can_stand_between_the_dashes(check: Check) -> None:
    """Front matter is YAML to a program, and to a coach a few lines in which anything may be mistyped."""
    give(heads, 0.4, lambda head: check({"content/musings/a.md": f"---\n{head}\n---\n\nWords.\n"}))


def test_any_text_can_be_site_toml(check: Check) -> None:
    """Without its settings a site is not built; why, is said in words."""
    give(st.one_of(texts, mutated(SITE)), 0.5, lambda text: check({"site.toml": text}))


def test_any_text_can_be_an_album(check: Check) -> None:
    """An album's list of photographs is the deepest YAML that a coach writes."""
    albums = st.one_of(heads.map(lambda head: f"---\ntitle: A\n{head}\n---\n"), mutated(ALBUM))
    give(albums, 0.6, lambda text: check({"content/albums/dawn/album.md": text}))


def test_a_good_musing_may_go_wrong_in_any_way(check: Check) -> None:
    """Most broken files were whole a moment ago."""
    wild = st.integers().flatmap(lambda number: mutated(HEAD + Wild(str(number)).body()))
    give(st.one_of(mutated(GOOD), wild), 0.7, lambda text: check({"content/musings/a.md": text}))
