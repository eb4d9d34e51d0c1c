"""The units for systemd: sound, closed, and each with the paths of its own site."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from publisher import units
from publisher.installation import Installation

MOST_EXPOSED = 35
"""Of 100; 96 is a service without any of this. Bubblewrap needs what would bring it lower (see the unit)."""
SITE = Installation(Path("/srv/my-site"), Path("/srv/my-site.git"), "https://www.example.org/sub", "caddy")


@pytest.fixture
def written(tmp_path):
    """The units with the paths of this machine: a program that is there, in folders that are there."""
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd-analyze is not on this machine; Debian's package `systemd` has it")
    site = Installation(tmp_path / "site", tmp_path / "site.git", "https://www.example.org", "caddy")
    (tmp_path / "units").mkdir()
    for name, text in units.texts(site, account="root").items():
        text = text.replace(f"{site.environment}/bin/python", sys.executable)
        (tmp_path / "units" / name).write_text(text)
    return sorted((tmp_path / "units").iterdir())


def analyze(*arguments):
    return subprocess.run(["systemd-analyze", *arguments], capture_output=True, text=True, timeout=60, check=False)


def test_systemd_finds_nothing_wrong_with_the_units(written):
    done = analyze("verify", *map(str, written))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_the_service_may_do_little_else_than_publish(written):
    done = analyze("security", "--offline=yes", f"--threshold={MOST_EXPOSED}", str(written[0]))
    assert done.returncode == 0, done.stdout


def test_the_units_name_this_site_and_no_example():
    texts = units.texts(SITE, account="somebody")
    assert set(texts) == {"cairn-www.example.org-sub.service", "cairn-www.example.org-sub.timer"}
    service = texts["cairn-www.example.org-sub.service"]
    assert "ReadWritePaths=/srv/my-site /srv/my-site.git\n" in service
    assert "reconcile --site /srv/my-site\n" in service and "\nUser=somebody\n" in service
    for text in texts.values():
        assert "/srv/site" not in text and "example.org/sub" in text


def test_a_site_whose_name_holds_the_examples_gets_its_own_paths():
    site = Installation(Path("/srv/site/srv/site"), Path("/srv/site.git.git"), "https://www.example.org.uk")
    service = units.texts(site)["cairn-www.example.org.uk.service"]
    assert "ReadWritePaths=/srv/site/srv/site /srv/site.git.git\n" in service
    assert "PYTHONPATH=/srv/site/srv/site/engine " in service


def test_two_sites_of_one_host_have_units_of_their_own():
    addresses = ("https://a.example", "https://a.example/b", "https://a.example:8443", "https://a.example/b/c")
    assert len({units.name_of(Installation(Path("/s"), Path("/r"), address)) for address in addresses}) == 4


def test_units_of_an_earlier_address_go(tmp_path):
    site = Installation(tmp_path, tmp_path / "r", "https://a.example")
    units.folder_of(site).mkdir()
    units.write(site)
    units.write(Installation(tmp_path, tmp_path / "r", "https://b.example"))
    names = {path.name for path in units.folder_of(site).iterdir()}
    assert names == {"cairn-b.example.service", "cairn-b.example.timer"}
