"""A PostgreSQL for the tests: in a folder of its own, on a socket there, and ended with the tests for certain."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests import tools

NOBODY = ("postgres", "nobody")
"""Whose server it is where the tests are root, for which PostgreSQL refuses to work: the first that there is."""
# What is left over when the tests die, however they do, is ended and removed: their end of the pipe closes.
GUARD = 'cat >/dev/null; "$1/pg_ctl" -D "$2/data" -m immediate stop; rm -rf "$2"'


class PostgreSQL:
    """A server that runs; its data are on the disk as a practice's would be."""

    def __init__(self, folder: Path, user: str | None) -> None:
        self.folder, self._user = folder, user
        self._programs = tools.postgresql()
        self._schemas = 0
        self._run("initdb", "--username=enquiry", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        settings = (
            f"unix_socket_directories = '{folder}'",
            "listen_addresses = ''",
            "shared_buffers = 32MB",
            "max_connections = 50",
        )
        with (folder / "data/postgresql.conf").open("a") as file:
            file.write("\n".join(settings) + "\n")

    def start(self) -> None:
        """Starts, and waits until it answers."""
        self._run("pg_ctl", "-w", "-l", str(self.folder / "server.log"), "start")

    def stop(self) -> None:
        """Ends at once, in the middle of whatever is being done."""
        self._run("pg_ctl", "-w", "-m", "immediate", "stop")

    def restart(self) -> None:
        """Ends likewise, and starts again from what is on the disk."""
        self._run("pg_ctl", "-w", "-m", "immediate", "-l", str(self.folder / "server.log"), "restart")

    def new_database(self) -> str:
        """The address of a place with nothing in it: a schema, which is made and removed in no time."""
        self._schemas += 1
        name = f"enquiries_{self._schemas}"
        address = f"postgresql://enquiry@/postgres?host={self.folder}"
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        return f"{address}&options=-csearch_path%3D{name}"

    @contextmanager
    def guarded(self) -> Iterator[None]:
        """Ends the server and removes its folder at the end, also where this process is killed."""
        guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, "guard", str(self._programs), str(self.folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=self._user,
            cwd="/",
            start_new_session=True,
        )
        try:
            yield
        finally:
            assert guard.stdin
            guard.stdin.close()
            guard.wait()

    def _run(self, program: str, *arguments: str) -> None:
        log = self.folder / "log"
        with log.open("a") as file:
            done = subprocess.run(
                [self._programs / program, "-D", self.folder / "data", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                user=self._user,
                cwd=self.folder,
                check=False,
            )
        assert done.returncode == 0, "".join(file.read_text() for file in sorted(self.folder.glob("*log")))


@contextmanager
def postgresql() -> Iterator[PostgreSQL]:
    """A running server."""
    # Not among pytest's own folders: those are closed to other users, and a socket's path must be short.
    folder = Path(tempfile.mkdtemp(prefix="cairn-postgresql-"))
    user = _somebody_else() if os.geteuid() == 0 else None
    try:
        if user:
            shutil.chown(folder, user)
        server = PostgreSQL(folder, user)
        with server.guarded():
            server.start()
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _somebody_else() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in NOBODY if name in known)
