"""Building again after each save, and telling the terminal and the open pages how it went."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from dataclasses import replace
from pathlib import Path

from desk.build import ROOT, Job, name_of
from desk.changes import Changes
from desk.news import News, State
from desk.output import Refused, fresh_folder, swap

PELICANS_SUMMARY = "Done: Processed"


async def keep_building(job: Job, changes: Changes, news: News) -> None:
    """Build after each save; what is saved meanwhile is built next."""
    while True:
        files = await changes.take()
        service = [file for file in files if file.is_relative_to(ROOT / "enquiry")]
        if service:
            say(f"{describe(service, ROOT)}: end the preview with Ctrl-C and start it again to try it.")
        if files := [file for file in files if file not in service]:
            say(f"{time.strftime('%H:%M:%S')}  {describe(files, job.source)}.")
            await build(job, news)


def describe(files: list[Path], source: Path) -> str:
    """'content/musings/a.md changed', 'content/musings/a.md and 2 more files changed'."""
    first = files[0].relative_to(source) if files[0].is_relative_to(source) else name_of(files[0])
    more = len(files) - 1
    others = f" and {more} more {'file' if more == 1 else 'files'}" if more else ""
    return f"{first}{others} changed"


async def build(job: Job, news: News) -> None:
    """Build once and tell the news; with a mistake the last good site stays."""
    start = time.monotonic()
    try:
        with fresh_folder(job.output) as folder:
            good, words = await run_pelican(job, folder)
            if good:
                swap(folder, job.output)
    except Refused as refused:
        good, words = False, str(refused)
        say(words)
    if good:
        say(f"Built in {time.monotonic() - start:.1f} s.")
        news.tell(State(build=str(time.time_ns())))
    else:
        news.tell(replace(news.state, mistakes=words))


async def run_pelican(job: Job, folder: Path) -> tuple[bool, str]:
    """Run the build's Pelican and repeat its words; return whether it was content, and the words."""
    pelican = await asyncio.create_subprocess_exec(
        *job.command(folder),
        cwd=ROOT,
        env=job.environment(),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        limit=2**20,
        start_new_session=True,  # Ctrl-C reaches only the preview, which ends the build itself
    )
    words = []
    try:
        assert pelican.stdout is not None
        async for line in pelican.stdout:
            text = line.decode("utf-8", "replace")
            if not text.startswith(PELICANS_SUMMARY):
                words.append(text)
                print(text, end="", flush=True)
        return await pelican.wait() == 0, "".join(words).strip()
    finally:
        if pelican.returncode is None:
            os.killpg(pelican.pid, signal.SIGKILL)
            await pelican.wait()


def say(words: str) -> None:
    """Tell the person at the terminal at once."""
    print(words, flush=True)
