"""Where pushed code is trusted to build the site it is still not trusted with the machine."""

from __future__ import annotations

import shutil
import socket

import pytest

from publisher import sandbox
from tests.building import every_byte
from tests.pushing import Coach, Server, cairn, git, musing, write_site

pytestmark = pytest.mark.skipif(sandbox.find() != "bwrap", reason="Bubblewrap does not work on this machine.")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    return Server(tmp_path_factory.mktemp("trusting")).install("--trust-code")


@pytest.fixture(scope="module")
def coach(server):
    """A coach whose repository holds the engine too, with a theme of their own."""
    folder = server.folder / "coach"
    shutil.copytree(cairn(), folder)
    footer = (cairn() / "theme/templates/footer.html").read_text()
    mine = footer.replace("<footer", '<footer data-mine="yes"', 1)
    write_site(folder, {"content/musings/carry-less.md": musing("Carry less"), "theme/templates/footer.html": mine})
    git(folder, "remote", "add", "live", str(server.repository))
    coach = Coach(folder)
    coach.commit()
    pushed = coach.push()
    assert pushed.is_accepted, pushed.text
    return coach


@pytest.fixture
def refused(server, coach):
    """Push these files; the push has to be refused, and nothing to have changed. Returns what was said."""
    live = server.site / "current"

    def push(files):
        before, main = every_byte(live), server.main()
        pushed = coach.write(files).push()
        git(coach.folder, "reset", "-q", "--hard", main)
        assert not pushed.is_accepted, pushed.text
        assert (every_byte(live), server.main(), server.left_over()) == (before, main, [])
        return pushed.said

    return push


def wiring(more):
    return (cairn() / "pelicanconf.py").read_text() + "\n" + more + "\n"


def test_a_change_of_the_theme_goes_live(server, coach):
    assert 'data-mine="yes"' in (server.site / "current/index.html").read_text()


def test_code_reads_nothing_of_the_machine(server, refused):
    (server.site / "secret").write_text("secret")
    names = ("secret", "publisher.json", "log")
    places = ["/etc/passwd", "/root/.bashrc", *(str(server.site / name) for name in names)]
    inside = f"""
for place in {places!r}:
    try:
        print("READ", place, open(place).read())
    except OSError as error:
        print(error.strerror)
raise SystemExit("enough")
"""
    said = refused({"pelicanconf.py": wiring(inside)})
    assert "READ" not in said
    assert said.count("No such file") + said.count("Permission denied") == len(places), said


def test_code_reaches_no_network(refused):
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        said = refused({"pelicanconf.py": wiring(f"import socket; socket.create_connection(('127.0.0.1', {port}), 2)")})
        listening.settimeout(0.1)
        with pytest.raises(TimeoutError):
            listening.accept()
    assert "Connection refused" in said or "unreachable" in said


def test_code_writes_nothing_that_is_published(server, refused):
    """Not into the live release, nor through a file that its cache shares with it."""
    inside = f"""
import os, pathlib
for place in {[str(server.site / "current/index.html"), str(server.site / "log"), str(server.repository / "config")]!r}:
    try:
        pathlib.Path(place).write_text("mine")
    except OSError:
        pass
for here, _, names in os.walk({str(server.site / "work")!r}):
    for name in names:
        try:
            with open(os.path.join(here, name), "r+b") as file:
                file.write(b"mine")
        except OSError:
            pass
raise SystemExit("enough")
"""
    assert "enough" in refused({"pelicanconf.py": wiring(inside)})


def test_code_publishes_no_link_out_of_the_site(refused):
    inside = """
import os
from pelican import signals
signals.finalized.connect(lambda pelican: os.symlink('/usr/bin/make', pelican.output_path + '/out'), weak=False)
"""
    assert "no plain file" in refused({"pelicanconf.py": wiring(inside)})


def test_packages_are_named_by_digest_alone(refused):
    lock = (cairn() / "requirements.lock").read_text()
    assert "requirements.lock" in refused({"requirements.lock": f"--extra-index-url https://example.org\n{lock}"})
