"""One environment for each lock: whole or not there, made once, and every failure told in words."""

from __future__ import annotations

import functools
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
import zipfile
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import pytest

from publisher.environments import digest, environment_for, prune
from publisher.errors import PublisherError
from tests.building import ROOT
from tests.long import SEED, SOAK, count, done


def wheel(folder, name, version, files):
    """A wheel as an index has it; its line in a lock."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}-{version}-py3-none-any.whl"
    about = f"{name}-{version}.dist-info"
    texts = {
        **files,
        f"{about}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{about}/WHEEL": "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    texts[f"{about}/RECORD"] = "".join(f"{file},,\n" for file in [*texts, f"{about}/RECORD"])
    with zipfile.ZipFile(path, "w") as archive:
        for file, text in texts.items():
            archive.writestr(file, text)
    return f"{name}=={version} --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


class Shelf:
    """An index on this machine, as pip asks one; and the environments that are made from it."""

    def __init__(self, folder, address):
        self.folder, self.address, self.environments = folder, address, folder / "environments"
        self.asked = []
        files = {"small.py": "WORDS = 'here'\n", "small.dist/x": ""}
        self.lock = wheel(folder / "simple" / "small", "small", "1.0", files).encode()
        self.other = wheel(folder / "simple" / "other", "other", "2.0", {"other.py": ""}).encode()
        self.said = []

    def make(self, lock=None):
        return environment_for(self.lock if lock is None else lock, self.environments, say=self.said.append)


@pytest.fixture(scope="module")
def whole_shelf(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shelf")
    shelf = None

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            shelf.asked.append(self.path)

    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder)))
    shelf = Shelf(folder, f"http://127.0.0.1:{server.server_port}/simple/")
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield shelf
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def shelf(whole_shelf, monkeypatch):
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", whole_shelf.address)
    monkeypatch.setenv("PIP_RETRIES", "0")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    if whole_shelf.environments.exists():
        prune(whole_shelf.environments, set())  # what installs into them is kept
    whole_shelf.said.clear()
    whole_shelf.asked.clear()
    return whole_shelf


def folders(shelf):
    """The folders of environments, whole or not."""
    return sorted(path.name for path in shelf.environments.iterdir() if path.is_dir() and not path.is_symlink())


def words_of(environment):
    command = [environment / "bin" / "python", "-c", "import small, sys; print(small.WORDS, sys.prefix)"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()


def test_an_environment_holds_what_its_lock_names_and_is_made_once(shelf):
    environment = shelf.make()
    assert environment == shelf.environments / digest(shelf.lock) and words_of(environment) == [
        "here",
        str(environment),
    ]
    assert len(shelf.said) == 1 and any("small-1.0" in path for path in shelf.asked)
    assert sorted(path.name for path in environment.glob("lib/python3*/site-packages/*"))[-1] != "pip"
    shelf.asked.clear()
    assert shelf.make() == environment and shelf.asked == [] and len(shelf.said) == 1
    other = shelf.make(shelf.other)
    assert other != environment and words_of(environment)[0] == "here"


def test_nothing_that_was_installed_is_started(shelf):
    """A push can bring any package. It may only run inside the sandbox."""
    trap = shelf.folder / "sprung"
    code = f"open({str(trap)!r}, 'w').close()\n"
    files = {
        "trap.pth": f"import sys; {code}",
        "sitecustomize.py": code,
        "pip/__init__.py": code,
        "pip/_internal/__init__.py": code,
        "trap/__init__.py": code,
    }
    lock = wheel(shelf.folder / "simple" / "trap", "trap", "1.0", files).encode()
    environment = shelf.make(lock + shelf.lock)
    assert not trap.exists()
    assert words_of(environment)[0] == "here" and trap.exists(), "the trap is a real one"


def test_ten_who_want_the_same_make_it_once(shelf):
    code = """
import sys
from pathlib import Path
from publisher.environments import environment_for
print(environment_for(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]), say=lambda line: None))
"""
    (shelf.folder / "lock").write_bytes(shelf.lock)
    command = [sys.executable, "-c", code, shelf.folder / "lock", shelf.environments]
    callers = [subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) for _ in range(10)]
    assert {caller.communicate()[0].strip() for caller in callers} == {str(shelf.environments / digest(shelf.lock))}
    assert sum("small-1.0" in path for path in shelf.asked) == 1 and len(folders(shelf)) == 2


def test_one_that_was_being_made_when_it_was_killed_is_made_anew(shelf):
    """Killed at any moment, what is there is whole; the next who wants it gets it, and no half of it stays."""
    code = """
import sys
from pathlib import Path
from publisher.environments import environment_for
print("made", flush=True)
environment_for(Path(sys.argv[1]).read_bytes(), Path(sys.argv[2]), say=lambda line: None)
"""
    shelf.make(shelf.other)
    random = Random(f"{SEED} killed installations")
    (shelf.folder / "lock").write_bytes(shelf.lock)
    place = shelf.environments / digest(shelf.lock)
    for _ in range(count(2, 60)):
        prune(shelf.environments, {digest(shelf.other)})
        command = [sys.executable, "-c", code, shelf.folder / "lock", shelf.environments]
        maker = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        maker.stdout.readline()
        time.sleep(random.uniform(0, 1.2))
        maker.send_signal(random.choice([signal.SIGKILL, signal.SIGTERM, signal.SIGINT]))
        maker.wait()
        maker.stdout.close()
        was_whole = place.exists()
        if was_whole:
            assert words_of(place)[0] == "here"
        assert words_of(shelf.make())[0] == "here"
        done(f"installations killed, {'whole' if was_whole else 'half made'}")
    prune(shelf.environments, {digest(shelf.lock)})
    assert len(folders(shelf)) == 2, "the environment, and what installs into it"


def test_one_of_a_python_that_is_gone_is_made_anew(shelf):
    environment = shelf.make()
    library = next(environment.resolve().glob("lib/python3*"))
    library.rename(library.with_name("python3.9"))
    assert words_of(shelf.make())[0] == "here" and len(shelf.said) == 2


def test_those_that_are_not_wanted_are_removed(shelf):
    kept, gone = shelf.make(), shelf.make(shelf.other)
    (shelf.environments / "0123456789abcdef-leftover").mkdir()
    (shelf.environments / "somebody's").mkdir()
    prune(shelf.environments, {digest(shelf.lock)})
    assert words_of(kept)[0] == "here" and not gone.exists() and (shelf.environments / "somebody's").exists()
    (shelf.environments / "somebody's").rmdir()
    assert len(folders(shelf)) == 2


def refused(shelf, lock, words):
    before = folders(shelf)
    with pytest.raises(PublisherError, match=words):
        shelf.make(lock)
    assert folders(shelf) == before and not (shelf.environments / digest(lock)).exists()


def test_each_failure_is_told_in_words_and_leaves_nothing(shelf, monkeypatch):
    shelf.make()
    refused(shelf, shelf.lock[:-3] + b"00\n", r"^What was fetched is not what requirements\.lock names")
    refused(shelf, b"--index-url https://packages.example\n", r"line 1: --index-url")
    refused(shelf, b"none==1 --hash=sha256:" + b"a" * 64, "cannot be had ready-made")
    source = shelf.folder / "simple" / "sourced"
    source.mkdir(exist_ok=True)
    (source / "sourced-1.0.tar.gz").write_bytes(b"never looked at")
    refused(shelf, b"sourced==1.0 --hash=sha256:" + b"a" * 64, "cannot be had ready-made")
    needy = {"needy-1.0.dist-info/METADATA": "Metadata-Version: 2.1\nName: needy\nVersion: 1.0\nRequires-Dist: small\n"}
    path = shelf.folder / "simple" / "needy"
    line = wheel(path, "needy", "1.0", {"needy.py": ""})
    with zipfile.ZipFile(path / "needy-1.0-py3-none-any.whl") as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()} | needy
    with zipfile.ZipFile(path / "needy-1.0-py3-none-any.whl", "w") as archive:
        for name, text in texts.items():
            archive.writestr(name, text)
    line = (
        f"needy==1.0 --hash=sha256:{hashlib.sha256((path / 'needy-1.0-py3-none-any.whl').read_bytes()).hexdigest()}\n"
    )
    refused(shelf, line.encode(), "is not complete")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple/")
    refused(shelf, shelf.other, "is the server online")


def elsewhere(shelf, before, python=sys.executable, *options):
    """Make an environment on a machine that differs a little; what was raised."""
    code = f"""
import sys
sys.path.insert(0, {str(ROOT)!r})
from pathlib import Path
from publisher.environments import environment_for
from publisher.errors import PublisherError
try:
    environment_for({shelf.lock!r}, Path(sys.argv[1]), say=print)
except PublisherError as error:
    print("refused:", error)
"""
    command = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", f'{before} && exec "$@"', "sh"]
    given = {"capture_output": True, "text": True, "check": True}
    return subprocess.run([*command, python, "-c", code, *options], **given).stdout


def has_namespaces():
    return not subprocess.run(
        ["unshare", "--user", "--map-root-user", "--mount", "true"], capture_output=True
    ).returncode


needs_namespaces = pytest.mark.skipif(not has_namespaces(), reason="namespaces of one's own are forbidden here")


@needs_namespaces
def test_a_full_disk_is_told_and_nothing_stays_on_it(shelf, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = f"mount -t tmpfs -o size=1m none {disk}"
    said = elsewhere(shelf, mount, sys.executable, str(disk / "environments"))
    assert "refused: The disk" in said and "full" in said


@needs_namespaces
@pytest.mark.skipif(not Path("/usr/lib/python3.11/ensurepip").exists(), reason="not Debian's Python 3.11")
def test_a_debian_without_python3_venv_is_told_the_one_command(shelf, tmp_path):
    hide = "mount -t tmpfs none /usr/lib/python3.11/ensurepip"
    said = elsewhere(shelf, hide, "/usr/bin/python3.11", str(tmp_path / "environments"))
    assert said.endswith("Install it there:  sudo apt-get install -y python3-venv\n")


@pytest.mark.skipif(not SOAK, reason="fetches every package of the whole lock")
def test_every_package_of_our_own_lock_is_had_ready_made(tmp_path):
    lock = (ROOT / "requirements.lock").read_bytes()
    environment = environment_for(lock, tmp_path / "environments", say=print)
    command = [environment / "bin" / "python", "-c", "import pelican, PIL, pillow_heif, typst, apsw, psycopg"]
    assert subprocess.run(command).returncode == 0
    shutil.rmtree(tmp_path / "environments")
