"""The units for systemd: sound, closed, and a restart that refuses nobody."""

from __future__ import annotations

import configparser
import itertools
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from enquiry.conftest import WELL_FILLED
from enquiry.settings import Settings, read_file
from enquiry.store import Store

HOUSE = Path(__file__).parent.parent
DEPLOY = HOUSE / "enquiry/deploy"
MOST_EXPOSED = 20
"""Of 100; 96 is a service without any of this."""
RESTARTS = 4


@pytest.fixture
def units(tmp_path: Path) -> list[str]:
    """The units, with the paths of this machine."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine; Debian's package `systemd` has it")
    names = ["enquiry.service", "enquiry.socket"]
    for name in names:
        words = (DEPLOY / name).read_text("utf-8").replace("/srv/cairn/.venv/bin/python", sys.executable)
        (tmp_path / name).write_text(words.replace("/srv/cairn", str(HOUSE)), "utf-8")
    return [str(tmp_path / name) for name in names]


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60)


def test_systemd_finds_nothing_wrong_with_the_units(units: list[str]) -> None:
    done = analyze("verify", *units)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_service_may_do_little_else_than_its_work(units: list[str]) -> None:
    done = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", units[0])
    assert done.returncode == 0, done.stdout


def test_the_units_and_the_settings_agree() -> None:
    """The socket's address is the one that the service would listen on by itself; the example's lines are settings."""
    sections = configparser.RawConfigParser(strict=False)
    sections.read(DEPLOY / "enquiry.socket")
    host, port = Settings(recipient="you@example.org").bind
    assert sections["Socket"]["ListenStream"] == f"{host}:{port}"
    settings = Settings.from_environment(read_file(DEPLOY / "enquiry.env"))
    assert f"Environment=ENQUIRY_DATABASE={settings.database}\n" in (DEPLOY / "enquiry.service").read_text("utf-8")


# What systemd does between fork and exec: the socket becomes descriptor 3, and the process is told that it is for it.
PASS_ON = (
    "import os, sys\n"
    "os.dup2(int(sys.argv[1]), 3, inheritable=True)\n"
    "os.environ.update(LISTEN_FDS='1', LISTEN_PID=str(os.getpid()))\n"
    "os.execv(sys.executable, [sys.executable, '-m', 'enquiry', 'serve'])\n"
)


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket that listens, as systemd has it."""
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
        yield listener


def test_a_restart_refuses_nobody(listener: socket.socket, settings: Settings) -> None:
    """Posts come all the while that the service ends and starts again; each is answered, kept, and kept once."""
    clean = {name: text for name, text in os.environ.items() if not name.startswith("ENQUIRY_")}
    environment = clean | {
        "PYTHONPATH": str(HOUSE),
        "ENQUIRY_RECIPIENT": settings.recipient,
        "ENQUIRY_DATABASE": settings.database,
        "ENQUIRY_SITE": str(settings.site),
        "ENQUIRY_ADDRESS": settings.address,
    }

    def start() -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", PASS_ON, str(listener.fileno())],
            env=environment,
            pass_fds=[listener.fileno()],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        assert process.stdout is not None
        assert f":{listener.getsockname()[1]}/contact/" in process.stdout.readline()
        return process

    answers: list[int | str] = []
    numbers = itertools.count()
    is_over = threading.Event()

    def post_on() -> None:
        while not is_over.is_set():
            connection = HTTPConnection(*listener.getsockname(), timeout=30)
            try:
                body = urlencode(WELL_FILLED | {"message": f"Number {next(numbers)}"})
                connection.request("POST", "/contact/", body, {"Content-Type": "application/x-www-form-urlencoded"})
                answers.append(connection.getresponse().status)
            except OSError as error:
                answers.append(type(error).__name__)
            finally:
                connection.close()

    process = start()
    visitors = [threading.Thread(target=post_on) for _ in range(4)]
    for visitor in visitors:
        visitor.start()
    try:
        for _ in range(RESTARTS):
            before = len(answers)
            while len(answers) < before + 20:
                assert process.poll() is None
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=20)
            process = start()
    finally:
        is_over.set()
        for visitor in visitors:
            visitor.join(40)
        process.kill()
        process.communicate()
    assert set(answers) == {200}  # the check page, for it came without a token
    store = Store.open(settings.database)
    assert len(store.enquiries()) == len(answers)
    store.close()
