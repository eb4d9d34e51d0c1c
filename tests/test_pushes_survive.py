"""What publishes is killed at any moment, and its disk filled: no reader notices, and the next push works.

Two web servers serve what is live all the while, to readers who look at every byte.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from plugins.galleries.conftest import drawn, saved
from publisher import reconciling
from publisher.errors import Busy
from publisher.telling import Teller
from tests import fronting
from tests.crashing import (
    Door,
    Going,
    agree,
    family,
    fill,
    heir_of_orphans,
    kill,
    left_over,
    reap,
    small_disk,
    sshd,
    start,
    start_push,
)
from tests.long import SEED, SOAK, count, done, turns
from tests.pushing import Coach, Push, Server, git, musing
from tests.reading import Known, Readers, load
from tests.surviving import wait_for

PAGES = ["/", "/musings/carry-less/", "/musings/", "/contact/", "/feeds/musings.atom.xml"]
PHOTO = "content/musings/hill.jpg"
VICTIMS = ("the hook", "git receive-pack", "the pusher", "the builder", "anybody", "everybody")
BUILT = "Read, proofread and built"
TO_PULL = re.compile(r"git pull --rebase live main|\(fetch first\)|\(non-fast-forward\)")
NEAR_S = 0.2
"""So long after a release is ready all is over, unless the machine is slow."""
PORTS = ("nginx", "caddy")


@dataclass
class World:
    """A server, its visitors, and a coach. disk: that the server lies on, where it has one of its own."""

    server: Server
    coach: Coach
    readers: Readers
    door: Door
    disk: Path | None
    standing: frozenset[int]
    """Processes that stay."""
    span_s: float = 0.0
    number: int = 0

    def change(self, coach: Coach | None = None, name: str = "carry-less") -> str:
        """Something new to push, with a photograph that nobody has seen yet; the commit."""
        self.number += 1
        body = f"Words {self.number}.\n\n![A hill in the morning](hill.jpg)\n"
        width = 60 + self.number % 400
        photo = saved(drawn(width, 50 + self.number // 400), quality=80)
        where = coach or self.coach
        where.write({f"content/musings/{name}.md": musing(name.replace("-", " "), body), PHOTO: photo})
        return where.head

    def settle(self, going: Going) -> Push:
        """Until nobody works any more, whoever was killed; what the coach has heard."""
        push = going.end()
        wait_for("an end of all that a push has started", self.is_quiet, 120)
        reap(self.standing)
        return push

    def is_quiet(self) -> bool:
        """Whether nobody works any more. Looked at thrice: who is on the way from one parent to another is not seen."""
        return all(not self.door.processes() and len(family(os.getpid(), self.standing)) == 1 for _ in range(3))

    def check(self, accepted: str = "", branch: str = "main") -> None:
        """One tick of the timer, and all is well. accepted: the commit that this branch has to be at, if any."""
        said = self.server.run("reconcile")
        assert "just now" not in said
        agree(self.server)
        assert not accepted or git(self.server.repository, "rev-parse", branch) == accepted, said
        self.readers.check()

    def go_on(self) -> None:
        """The next push works: in `make soak` after each moment, else the next moment's own has to do."""
        if SOAK:
            self.span_s = self.push()

    def push(self) -> float:
        """One that nobody disturbs; how many seconds it took."""
        commit = self.change()
        began = time.monotonic()
        pushed = self.coach.push()
        took_s = time.monotonic() - began
        assert pushed.is_accepted, pushed.text
        assert os.readlink(self.server.site / "current") == f"releases/{commit}-0"
        self.check(commit)
        return took_s


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("surviving")
    with ExitStack() as stack:
        stack.enter_context(heir_of_orphans())
        disk = stack.enter_context(small_disk(folder))
        port = fronting.free_port()
        server = Server(disk or folder).install("--web", "nginx", address=f"http://127.0.0.1:{port}")
        coach = Coach.of(server, files={"content/musings/carry-less.md": musing("Carry less")})
        assert (first := coach.push()).is_accepted, first.text
        nginx = server.installation
        fronts = [stack.enter_context(fronting.before(nginx, port))]
        other = fronting.free_port()
        caddy = replace(nginx, web="caddy", address=f"http://127.0.0.1:{other}")
        fronts.append(stack.enter_context(fronting.before(caddy, other)))
        door = stack.enter_context(sshd(folder / "sshd"))
        git(coach.folder, "remote", "add", "ssh", f"{door.address}{server.repository}")
        stack.enter_context(load(port, PAGES, folder))
        standing = frozenset(each.number for each in family(os.getpid()) if each.parent == os.getpid())
        readers = Readers(Known(server), [front.port for front in fronts], PAGES, SEED)
        stack.enter_context(readers)
        world = World(server, coach, readers, door, disk, standing)
        world.span_s = world.push()
        yield world
        world.push()
        readers.check()
        git(server.repository, "fsck", "--connectivity-only")
        done("answers read byte for byte", readers.answers)
        done("swaps that readers have seen", readers.swaps)


def wait_for_moment(world: World, going: Going, random: Random) -> str:
    """Any moment of a push's span, or one of the few in which all is decided."""
    if random.random() < 0.6:
        time.sleep(random.uniform(0, world.span_s))
        return "at any moment"
    when = wait_until_ready(world, going)
    time.sleep(random.uniform(0, NEAR_S))
    return when


def wait_until_ready(world: World, going: Going) -> str:
    """The release is made, and git is about to accept the push."""
    ready = world.server.site / "ready"
    while not going.is_over and not any(path.suffix == ".json" for path in ready.iterdir()):
        time.sleep(0.002)
    return "around the swap"


def test_killed_at_any_moment_it_publishes_all_or_nothing_and_nobody_notices(world: World) -> None:
    random = Random(f"{SEED} killed pushes")
    for turn in turns(1, 170, 600):
        whom = VICTIMS[turn % len(VICTIMS)]
        by_ssh, is_draft = random.random() < 0.3, random.random() < 0.15
        before, commit = world.server.main(), world.change()
        ref = "main:draft/next" if is_draft else "main"
        if by_ssh:
            far = world.door.processes
            going = start_push(world.coach, ref, remote="ssh", far=far, GIT_SSH_COMMAND=world.door.command)
            whom = random.choice((whom, "the connection"))
        else:
            going = start_push(world.coach, ref)
        when = wait_for_moment(world, going, random)
        who = kill(going, whom, random)
        push = world.settle(going)
        world.check(commit if push.is_accepted else "", ref.partition(":")[2] or ref)
        assert world.server.main() in (before, *([] if is_draft else [commit]))
        what = ("drafts" if is_draft else "pushes") + (" by ssh" if by_ssh else "")
        is_there = commit in git(world.server.repository, "for-each-ref")
        done(f"{what}, {who} killed {when}: {'published' if is_there else 'not published'}")
        world.go_on()


def test_the_timer_and_a_rollback_are_killed_and_the_next_tick_puts_it_right(world: World) -> None:
    random = Random(f"{SEED} killed timers")
    # As if git had been killed in the moment in which it had moved its ref.
    without_hooks = "git -c core.hooksPath=/dev/null receive-pack"
    for _ in turns(1, 30, 60):
        verb = random.choice(("reconcile", "rollback"))
        commit = world.change()
        git(world.coach.folder, "push", "-q", f"--receive-pack={without_hooks}", "live", "main")
        going = start(world.server, verb)
        time.sleep(random.uniform(0, world.span_s * (0.7 if verb == "reconcile" else 0.1)))
        who = kill(going, random.choice(("anybody", "everybody")), random)
        world.settle(going)
        if verb == "rollback":
            world.server.run("reconcile")
            assert not (left := left_over(world.server)), left
            world.server.run("pin", "--off")
        world.check(commit)
        done(f"{verb}, {who} killed")
    world.go_on()


def test_a_full_disk_at_any_moment_is_told_and_nobody_notices(world: World) -> None:
    """A disk of its own where the tests can mount one; else, and in a part, a limit to the size of files."""
    random = Random(f"{SEED} full disks")
    for turn in turns(1, 30, 90):
        before, commit = world.server.main(), world.change()
        if world.disk and turn % 3 != 2:
            going = start_push(world.coach)
            time.sleep(random.uniform(0, world.span_s))
            filler = fill(world.disk)
            push = world.settle(going)
            world.server.run("reconcile", status=None)
            filler.unlink()
            kind = "disks filled"
        else:
            limit = int(10 ** random.uniform(2, 6))
            push = world.settle(start_push(world.coach, before=("prlimit", f"--fsize={limit}:")))
            kind = "pushes with a limit to files"
        world.check(commit if push.is_accepted else "")
        assert world.server.main() in (before, commit)
        done(f"{kind}, {'accepted' if push.is_accepted else 'refused'}")
        world.go_on()


@pytest.mark.parametrize("number", [2, 10])
def test_of_those_who_push_at_once_one_wins_and_the_others_are_told_to_pull(world: World, number: int) -> None:
    coaches = [Coach(world.server.folder / f"coach-{number}-{place}") for place in range(number)]
    for place, coach in enumerate(coaches):
        git(world.server.folder, "clone", "-q", "-o", "live", str(world.server.repository), str(coach.folder))
        coach.write({f"content/musings/of-{number}-{place}.md": musing(f"Of {number}, {place}")})
    rounds = 0
    with ThreadPoolExecutor(number) as pool:
        while coaches and rounds < count(1, number):
            rounds += 1
            pushes = dict(zip(coaches, pool.map(Coach.push, coaches), strict=True))
            won = [coach for coach, push in pushes.items() if push.is_accepted]
            lost = [coach for coach in coaches if coach not in won]
            texts = "\n\n".join(push.text for push in pushes.values())
            assert len(won) == 1 and world.server.main() == won[0].head, texts
            assert all(TO_PULL.search(pushes[coach].text) for coach in lost), texts
            assert texts.count(BUILT) == 1, texts
            world.check(won[0].head)
            for coach in lost:
                git(coach.folder, "pull", "-q", "--rebase", "live", "main")
            coaches = lost
            done(f"rounds of {number} who pushed at once")
    git(world.coach.folder, "pull", "-q", "--rebase", "live", "main")


def test_a_rollback_and_the_timer_in_the_middle_of_a_push_leave_what_was_pushed_last(world: World) -> None:
    random = Random(f"{SEED} rollbacks")
    for _ in turns(1, 20, 40):
        verb = random.choice(("reconcile", "rollback"))
        commit = world.change()
        going = start_push(world.coach)
        if verb == "rollback":
            when = wait_for_moment(world, going, random)
            world.server.run(verb)
        else:
            when = wait_until_ready(world, going)
            while not going.is_over:  # a few milliseconds lie between git's acceptance and its hook
                with suppress(Busy):
                    reconciling.reconcile(world.server.installation, Teller())
                time.sleep(0.005)
        push = world.settle(going)
        assert push.is_accepted, push.text
        assert "will follow" not in push.said, push.said
        live = os.readlink(world.server.site / "current")
        # A rollback that came when the push had been published undoes it.
        is_pinned = "pinned" in world.server.run("status")
        assert live == f"releases/{commit}-0" or (verb == "rollback" and is_pinned), live
        if is_pinned:
            world.server.run("pin", "--off")
        world.check(commit)
        done(f"{verb} during a push, {when}")


def test_going_back_and_forth_under_load_fails_no_request(world: World) -> None:
    for _ in turns(1, 50, 30):
        for place in (1, 0):
            name = re.findall(r"^[0-9a-f]{7,}-\S+", world.server.run("releases"), re.MULTILINE)[place]
            world.server.run("rollback", name)
            commit, _, number = os.readlink(world.server.site / "current").removeprefix("releases/").partition("-")
            assert f"{commit[: len(name.partition('-')[0])]}-{number}" == name
            world.readers.wait_for_more(20)
            done("rollbacks under load")
    world.server.run("pin", "--off")
    world.check(world.coach.head)
