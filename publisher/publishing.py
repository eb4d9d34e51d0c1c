"""From a commit to a release that is ready: checked, built, looked through, compressed, on the disk."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from publisher import assembling, building, checking, compressing, pushed, releases, source
from publisher.errors import Refused
from publisher.fitting import fitted
from publisher.git import Git
from publisher.installation import MAIN, Installation
from publisher.mending import to_mend
from publisher.records import Record
from publisher.redirects import read_redirects
from publisher.telling import Teller
from publisher.web.moved import write_moved

MOST_REDIRECTS_BYTES = 4_000_000


@dataclass(frozen=True)
class Job:
    """What is to be made ready.

    commit: what was pushed. owner: the process whose end tells that nobody waits for it any more.
    preview: the token of a preview; "" for the site itself.
    afresh: whether nothing is taken from the release before, whose files are damaged.
    """

    commit: str
    owner: tuple[int, str]
    preview: str = ""
    afresh: bool = False


def check(installation: Installation, git: Git, commit: str) -> None:
    """Look at what was pushed before anything of it is written down. Raises Refused."""
    engine = None if installation.trusts_code else blobs_of_engine(installation)
    pushed.check(git, commit, git.commit_of(MAIN), engine)


def blobs_of_engine(installation: Installation) -> dict[str, str]:
    """Git's blob id of every file of the engine."""
    engine = installation.engine.resolve()
    return dict(json.loads(engine.with_name(f"{engine.name}.json").read_text(encoding="utf-8")))


def make_ready(installation: Installation, git: Git, job: Job, teller: Teller) -> Record:
    """Build the commit and leave it in `ready`, whole and on the disk. To be called under the lock for builds.

    Raises Refused with words for the coach.
    """
    with building.room_for_build(installation) as room:
        target, address = "publish", installation.address
        if job.preview:
            target, address = "html", f"{installation.address}/previews/{job.preview}"
        with teller.step("Read, proofread and built"):
            folder = source.bring(installation, git, building.taken(installation, git.tree(job.commit)))
            built = building.build(installation, git, job.commit, folder, room, target, address, teller.say)
        teller.say(*fitted(built.said, "   "))
        if job.preview:
            return _keep_preview(installation, job, built)
        return _keep_release(installation, job, built, teller)


def _keep_release(installation: Installation, job: Job, built: building.Built, teller: Teller) -> Record:
    known = releases.published(installation)
    live = releases.live(installation)
    before = None if job.afresh else next((record for record in known if record.name == live), None)
    stamps = [record.stamp for record in [*known, *releases.waiting(installation)]]
    record = Record(
        name=releases.name_for(installation, job.commit, built.scheduled_out),
        commit=job.commit,
        scheduled_out=built.scheduled_out,
        engine=built.engine,
        stamp=assembling.stamp_after(stamps),
        files={},
        due=built.due,
        address=installation.address,
        owner=job.owner,
        to_mend=to_mend(built.said),
    )
    with _fresh(installation, record.name) as folder:
        return _finish(installation, record, folder, built, before, teller)


@contextmanager
def _fresh(installation: Installation, name: str) -> Iterator[Path]:
    """An empty folder for a release, gone at the end unless it has got its name."""
    folder = installation.ready / f".{name}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _finish(
    installation: Installation,
    record: Record,
    fresh: Path,
    built: building.Built,
    before: Record | None,
    teller: Teller,
) -> Record:
    files_before = before.files if before else {}
    with teller.step("Compared with the site as it is") as step:
        folder_before = installation.releases / before.name if before else None
        files, changed = assembling.fill(fresh, built.output, built.digests, record.stamp, folder_before, files_before)
        removed = assembling.originals(files_before).keys() - files.keys()
        step.what = f"Compared: {_files(len(changed))} new or changed, {len(removed)} gone"
    with teller.step("Followed the links of what changed"):
        if faults := checking.check(fresh, changed, removed, installation.base_path):
            raise Refused("\n".join(faults))
    with teller.step("Compressed and weighed what changed") as step:
        step.what = f"Compressed {_files(compressing.compress(fresh, sorted(changed)))}, and weighed them"
        hints = checking.weigh(fresh, changed)
    teller.say(*fitted(hints, "   "))
    with teller.step("On the disk"):
        files |= assembling.siblings(fresh, changed)
        record = replace(record, files=files, redirects=_redirects(fresh))
        write_moved(fresh, record.redirects, installation.base_path)
        assembling.sync(fresh)
        os.rename(fresh, installation.ready / record.name)
        record.save(installation.ready / f"{record.name}.json")
    return record


def _redirects(fresh: Path) -> tuple[tuple[str, str], ...]:
    """Read in the release, where all is plain files. Raises Refused."""
    file = fresh / "_redirects"
    if file.exists() and file.stat().st_size > MOST_REDIRECTS_BYTES:
        raise Refused(f"The build has made _redirects larger than {MOST_REDIRECTS_BYTES:,} bytes.")
    try:
        return tuple(read_redirects(fresh))
    except UnicodeDecodeError as error:
        raise Refused("The build has made _redirects, which is no text in UTF-8.") from error


def _keep_preview(installation: Installation, job: Job, built: building.Built) -> Record:
    name, stamp = f"{job.preview}-{job.commit}", assembling.stamp_after([])
    with _fresh(installation, name) as folder:
        files, _ = assembling.fill(folder, built.output, built.digests, stamp, None, {})
        assembling.sync(folder)
        shutil.rmtree(installation.ready / name, ignore_errors=True)
        os.rename(folder, installation.ready / name)
    record = Record(
        name,
        job.commit,
        built.scheduled_out,
        built.engine,
        stamp,
        files,
        built.due,
        owner=job.owner,
        address=installation.address,
    )
    record.save(installation.ready / f"{name}.json")
    return record


def _files(number: int) -> str:
    return "1 file" if number == 1 else f"{number} files"
