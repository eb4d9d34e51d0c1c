"""systemd's units of one installation: the texts in `publisher/deploy/`, with its paths, address and account."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urlsplit

from publisher.accounts import ACCOUNT
from publisher.installation import Installation, write_whole

DEPLOY = Path(__file__).with_name("deploy")
ETC = Path("/etc/systemd/system")
KINDS = ("service", "timer")


def name_of(installation: Installation) -> str:
    """What its units are called, and its file among the web server's: no other site on this machine is called so."""
    address = urlsplit(installation.address)
    return "cairn-" + re.sub(r"[^A-Za-z0-9.]+", "-", f"{address.netloc}{address.path}").strip("-")


def texts(installation: Installation, account: str = ACCOUNT) -> dict[str, str]:
    """Each unit's file name and its text."""
    values = {
        "https://www.example.org": installation.address.replace("%", "%%"),
        "/srv/site.git": str(installation.repository),
        "/srv/site": str(installation.site),
        "User=cairn": f"User={account}",
    }
    return {
        f"{name_of(installation)}.{kind}": _put(DEPLOY.joinpath(f"cairn.{kind}").read_text("utf-8"), values)
        for kind in KINDS
    }


def _put(text: str, values: dict[str, str]) -> str:
    """Each of the example's words becomes ours; a word of ours that looks like one of the example's stays."""
    for number, example in enumerate(values):
        text = text.replace(example, f"\0{number}\0")
    for number, value in enumerate(values.values()):
        text = text.replace(f"\0{number}\0", value)
    return text


def folder_of(installation: Installation) -> Path:
    """Where they lie to be looked at, and to be copied by hand."""
    return installation.site / "system"


def write(installation: Installation) -> None:
    """Write them below the site's own folder; those of an earlier address go."""
    folder = folder_of(installation)
    wanted = texts(installation)
    for path in folder.iterdir():
        if path.name not in wanted:
            path.unlink()
    for name, text in wanted.items():
        write_whole(folder / name, text)
