"""What the machine lacks for an installation, each with the one command of Debian's that brings it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from publisher import sandbox
from publisher.installation import Web

PATH = os.pathsep.join([sandbox.PATH, "/usr/local/sbin", "/usr/sbin", "/sbin"])
"""Web servers lie where only root's PATH leads."""
APT = "sudo apt-get install -y"
MODULES = Path("/usr/lib/nginx/modules")
BROTLI = "ngx_http_brotli_static_module"


@dataclass(frozen=True)
class Need:
    """One thing that is missing. package: Debian's name of it, "" where no package is the cure."""

    what: str
    package: str

    @property
    def words(self) -> str:
        """A sentence, and the command."""
        return f"{self.what}  {APT} {self.package}" if self.package else self.what


def missing(web: Web, trusts_code: bool) -> list[Need]:
    """What an installation with this web server needs and this machine does not have."""
    return [
        *_program("git", "Git, which the site is pushed to, is missing:", "git"),
        *_program("make", "make, which builds the site, is missing:", "make"),
        *_environments(),
        *(_sandbox() if trusts_code else ()),
        *_web(web),
    ]


def hints(trusts_code: bool) -> list[str]:
    """What an installation can do without, and what that costs."""
    if trusts_code or (way := sandbox.find()) == "bwrap":
        return []
    weaker = {
        "unshare": "Builds run without network, but see every file that their account may read.",
        "none": "Builds run with the network of this machine, and see every file that their account may read.",
    }
    return [f"{weaker[way]} {why_no_bubblewrap()}"]


def why_no_bubblewrap() -> str:
    """Why builds are not shut in by Bubblewrap, and what brings it, where something does."""
    return Need(_why(), "" if _has_bubblewrap() else "bubblewrap").words


def cure(needs: list[Need]) -> str:
    """The one command that brings all of them; "" where no command does."""
    packages = [need.package for need in needs]
    return f"{APT} {' '.join(packages)}" if packages and all(packages) else ""


def _program(name: str, words: str, package: str) -> list[Need]:
    return [] if shutil.which(name, path=PATH) else [Need(words, package)]


def _environments() -> list[Need]:
    """Debian's Python brings `venv` without what it needs."""
    tried = [sys.executable, "-I", "-c", "import ensurepip, venv"]
    if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
        return []
    return [Need("Python's venv, which keeps the site's packages, is missing:", "python3-venv")]


def _sandbox() -> list[Need]:
    if sandbox.find() == "bwrap":
        return []
    words = "A push may bring code here, and code that is pushed is only run inside Bubblewrap."
    return [Need(f"{words} {_why()}", "" if _has_bubblewrap() else "bubblewrap")]


def _why() -> str:
    if not _has_bubblewrap():
        return "Bubblewrap is missing:"
    return (
        "Bubblewrap is here, but this machine does not let this account use it: it forbids namespaces of one's own "
        "(kernel.unprivileged_userns_clone, user.max_user_namespaces, AppArmor, or a container around it)."
    )


def _has_bubblewrap() -> bool:
    return shutil.which("bwrap", path=sandbox.PATH) is not None


def _web(web: Web) -> list[Need]:
    if web == "caddy":
        return _program("caddy", "Caddy is missing:", "caddy")
    if web == "nginx":
        needs = _program("nginx", "nginx is missing:", "nginx")
        return needs if _serves_brotli() else [*needs, Need(WITHOUT_BROTLI, "libnginx-mod-http-brotli-static")]
    return []


WITHOUT_BROTLI = "nginx's module that sends what brotli has compressed is missing:"


def _serves_brotli() -> bool:
    """Whether the module is built in, or lies where nginx says that its modules lie."""
    nginx, folder = shutil.which("nginx", path=PATH), MODULES
    if nginx:
        said = subprocess.run([nginx, "-V"], capture_output=True, text=True, check=False).stderr
        if re.search(r"--add-module=\S*brotli", said):
            return True
        if place := re.search(r"--modules-path=(\S+)", said):
            folder = Path(place[1])
    return (folder / f"{BROTLI}.so").exists()
