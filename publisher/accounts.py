"""The account that publishes: its own on a server, or whoever installed; and acting in its name."""

from __future__ import annotations

import os
import pwd
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

from publisher.errors import PublisherError

ACCOUNT = "cairn"
HOME = Path("/var/lib/cairn")
SHELL = "/usr/bin/git-shell"
"""It takes a push and gives a fetch, and nothing else."""


def find(name: str) -> pwd.struct_passwd | None:
    """The account of this name, if there is one."""
    try:
        return pwd.getpwnam(name)
    except KeyError:
        return None


def owner_of(path: Path) -> pwd.struct_passwd:
    """Whose this is. Raises PublisherError where the machine has forgotten."""
    number = path.stat().st_uid
    try:
        return pwd.getpwuid(number)
    except KeyError:
        raise PublisherError(f"{path} belongs to nobody on this machine any more (number {number}).") from None


def own_name() -> str:
    """What the account is called that runs this; its number where it has no name."""
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        return str(os.geteuid())


def act_as_owner_of(path: Path) -> None:
    """Where root has started this process, go on as the owner of `path`.

    What root made in there, the next push could not replace; and root follows no link that somebody else has laid.
    """
    if os.geteuid() == 0 and path.exists() and path.stat().st_uid != 0:
        _become(owner_of(path))


def do_as(account: pwd.struct_passwd, work: Callable[[], object]) -> None:
    """Do this in a process of that account's. Raises PublisherError with its words if it fails."""
    read, write = os.pipe()
    child = os.fork()
    if not child:
        os.close(read)
        status = 1
        try:
            _become(account)
            work()
            status = 0
        except PublisherError as error:
            os.write(write, str(error).encode())
        except OSError as error:
            os.write(write, f"{error.filename or account.pw_name}: {error.strerror}".encode())
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(status)
    os.close(write)
    with os.fdopen(read, encoding="utf-8", errors="replace") as words:
        said = words.read()
    if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]):
        raise PublisherError(said or f"What was to be done as {account.pw_name} was not done.")


def _become(account: pwd.struct_passwd) -> None:
    os.initgroups(account.pw_name, account.pw_gid)
    os.setgid(account.pw_gid)
    os.setuid(account.pw_uid)
    os.umask(0o022)
    os.environ |= {"HOME": account.pw_dir, "USER": account.pw_name, "LOGNAME": account.pw_name}
    os.chdir("/")
