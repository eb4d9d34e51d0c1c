"""When a build is over, all that it has started is gone, however it ends and whoever is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress
from random import Random

import pytest

from publisher.sandbox import OverLimit
from tests.building import ROOT
from tests.long import SEED, count, done
from tests.shutting_in import HOLD, PYTHON, attempt, bearers, wait_until_gone


def test_no_daemon_outlives_the_build(way):
    for _ in range(5):
        assert attempt(way, HOLD + "print('done')", f"{way} a daemon") == (0, "done")
        assert bearers(f"{way} a daemon") == []


def test_nothing_goes_on_when_nobody_wants_to_hear(way):
    def hang_up(line):
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        attempt(way, HOLD + "print('hello', flush=True)\ntime.sleep(100)", f"{way} hangs up", on_line=hang_up)
    assert bearers(f"{way} hangs up") == []


def test_two_at_once_do_not_hold_each_other(way):
    first = threading.Thread(target=attempt, args=(way, "import time; time.sleep(0.7)"))
    first.start()
    assert attempt(way, "print(1)") == (0, "1") and first.is_alive()
    first.join()


RUNNER = f"""
import signal, sys
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell has its background work ignore it
signal.signal(signal.SIGHUP, signal.SIG_DFL)
sys.path.insert(0, {str(ROOT)!r})
from publisher.sandbox import run
print("run", flush=True)
code = {HOLD + "print('hello', flush=True)" + chr(10) + "time.sleep(100)"!r}
run(sys.argv[1], [{PYTHON!r}, "-c", code, sys.argv[2]], reads=[], writes=[], variables={{}}, folder=Path("/"),
    on_line=lambda line: print(line, flush=True))
"""


def test_whoever_runs_it_may_be_stopped_or_killed_at_any_moment(way):
    """Nothing that was started is left: of the build, of Bubblewrap, or of the keeper."""
    random = Random(f"{SEED} {way} killed runners")
    for number in range(count(4, 250)):
        mark = f"{way}-{os.getpid()}-{number}-"
        runner = subprocess.Popen([PYTHON, "-c", RUNNER, way, mark], stdout=subprocess.PIPE, text=True)
        assert runner.stdout and runner.stdout.readline() == "run\n"
        name = random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
        time.sleep(random.choice([random.uniform(0, 0.03), random.uniform(0, 0.4)]))
        runner.send_signal(name)
        had_begun = "hello" in runner.stdout.read()
        runner.wait()
        runner.stdout.close()
        wait_until_gone(mark, f"{name} to the runner")
        done(f"runners of a build ended in way {way}, {'with' if had_begun else 'before'} a build")


def test_any_part_of_it_may_be_killed(way):
    """Bubblewrap, the keeper, or the build: whoever waits for the end gets it, and nothing is left."""
    random = Random(f"{SEED} {way} killed parts")
    for number in range(count(3, 250)):
        mark, ended, victims = f"{way}-{os.getpid()}-part-{number}-", threading.Event(), []

        def kill(mark=mark, ended=ended, victims=victims):
            while not bearers(mark):
                time.sleep(0.001)
            time.sleep(random.uniform(0, 0.12))
            while not ended.is_set() and not victims:
                # Without a namespace, what the build has hidden from its parents is lost with the keeper.
                found = sorted(bearers(mark))[1 if way == "none" else 0 :]
                for victim in random.sample(found, min(1, len(found))):
                    with suppress(ProcessLookupError):
                        os.kill(victim, signal.SIGKILL)
                        victims.append(victim)

        killer = threading.Thread(target=kill)
        killer.start()
        with suppress(OverLimit):
            attempt(way, HOLD + "print('hello', flush=True)\ntime.sleep(100)", mark, timeout_s=2)
        ended.set()
        killer.join()
        assert bearers(mark) == []
        done(f"parts of a build killed in way {way}", len(victims))
