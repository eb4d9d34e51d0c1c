"""An install writes below two folders, may be repeated as often as one likes, and says what it has changed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from publisher import installing, sandbox
from publisher.engines import NoClone
from publisher.errors import PublisherError
from publisher.installation import Installation
from publisher.lacking import LackingMachine
from publisher.places import UnfitFolder
from publisher.renewing import OlderEngine
from publisher.repository import UnfitRepository
from publisher.upgrading import Uncommitted, upgrade
from tests.installing import LOCK, adopt, commit, git, make_clone, site_with

ADDRESS = "https://www.example.org"
RUN = (
    "import sys; from pathlib import Path; from publisher.installing import install; "
    "install(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], 'caddy', 'trust' in sys.argv, Path(sys.argv[4]), "
    "'system' in sys.argv, print)"
)
"""An install in a process of its own, with a Python that has no package."""
PYTHON = ("/usr/bin/python3" if Path("/usr/bin/python3").exists() else sys.executable, "-c", RUN)


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return make_clone(tmp_path_factory.mktemp("cairn"))


@pytest.fixture(scope="module")
def environments(tmp_path_factory):
    """An environment that is there already."""
    return adopt(tmp_path_factory.mktemp("environments"), LOCK)


@pytest.fixture
def place(tmp_path, environments):
    """Where a repository and a site are to be: nothing is there but the environments of before."""
    site_with(environments, tmp_path / "site")
    return tmp_path


def install(place, clone, **others):
    said: list[str] = []
    options = {"web": "caddy", "trusts_code": False, "system": False, "address": ADDRESS} | others
    installing.install(place / "site.git", place / "site", clone=clone, say=said.append, **options)
    return Installation.load(place / "site"), said


def snapshot(folder, *, but=()):
    """Every path with its mode and its bytes, or where it leads."""
    found = {}
    for here, folders, names in os.walk(folder):
        for path in (Path(here, name) for name in [*folders, *names]):
            mode = path.lstat().st_mode
            what = os.readlink(path) if path.is_symlink() else path.read_bytes() if path.is_file() else b""
            if not any(part in but for part in path.relative_to(folder).parts):
                found[str(path.relative_to(folder))] = (stat.filemode(mode), what)
    return found


def test_a_fresh_place_becomes_a_site_that_can_be_pushed_to(place, clone):
    installed, said = install(place, clone)
    head = git(clone, "rev-parse", "HEAD")
    assert os.readlink(installed.engine) == f"engines/{head}"
    assert os.readlink(installed.environment).startswith("environments/")
    assert (installed.environment / "bin/python").exists()
    assert (installed.web_folder / "Caddyfile").exists()
    told = "\n".join(said)
    assert f"git remote add live {installed.repository}" in told and "git push live main" in told
    assert f"www.example.org:{installed.repository}" in told
    assert f"reconcile --site {installed.site}" in told
    assert f"{installed.web_folder}/Caddyfile" in told


def test_a_home_that_is_shut_to_the_web_server_is_named(place, clone):
    place.chmod(0o700)
    assert any(line.startswith(f"    chmod o+x {place}") for line in install(place, clone)[1])


def test_the_engine_is_what_is_committed_and_nothing_of_the_coachs(place, clone):
    installed, _ = install(place, clone)
    engine = installed.engine.resolve()
    listed = json.loads(engine.with_name(f"{engine.name}.json").read_text())
    names = {name for name in git(clone, "ls-files").splitlines() if not name.startswith(("content/", "site.toml"))}
    assert set(listed) == names
    assert listed["Makefile"] == git(clone, "rev-parse", "HEAD:Makefile")
    built = {name for name in snapshot(engine, but={"__pycache__"}) if (engine / name).is_file()}
    assert built == names
    modes = {path.stat().st_mode & 0o777 for path in engine.rglob("*")} | {engine.stat().st_mode & 0o777}
    assert modes == {0o444, 0o555}
    assert os.access(engine / "desk/set-up", os.X_OK) and not os.access(engine / "Makefile", os.X_OK)


def test_its_bytecode_is_there_and_says_where_the_code_lies(place, clone):
    engine = install(place, clone)[0].engine.resolve()
    [bytecode] = (engine / "publisher/__pycache__").glob("errors.*.pyc")
    assert str(engine / "publisher/errors.py").encode() in bytecode.read_bytes()


def test_nobody_else_sees_what_is_not_published(place, clone):
    """Releases are for the web server's account; previews are found by their whole name alone."""
    installed, _ = install(place, clone)
    modes = {path.name: oct(path.stat().st_mode & 0o777) for path in installed.site.iterdir() if not path.is_symlink()}
    assert {name: modes[name] for name in ("ready", "records", "work")} == dict.fromkeys(
        ("ready", "records", "work"), "0o700"
    )
    assert modes["previews"] == modes["drafts"] == "0o711"
    assert modes["releases"] == modes["web"] == "0o755"
    assert oct(installed.repository.stat().st_mode & 0o777) == "0o700"


def test_the_repository_takes_main_and_runs_these_hooks_whatever_the_machine_says(place, clone, monkeypatch):
    installed, _ = install(place, clone)
    settings = dict(
        line.split("=", 1) for line in git(installed.repository, "config", "--local", "--list").splitlines()
    )
    assert settings["receive.fsckobjects"] == "true" and settings["receive.maxinputsize"] == str(2**30)
    assert settings["receive.denynonfastforwards"] == "false" and settings["core.logallrefupdates"] == "true"
    assert (installed.repository / "HEAD").read_text() == "ref: refs/heads/main\n"
    # A hook of ours answers, though the machine's own settings name other hooks.
    (place / "elsewhere").write_text("[core]\n\thooksPath = /nowhere\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(place / "elsewhere"))
    (installed.repository / "hooks/pre-receive").write_text("#!/bin/sh\necho asked >&2\nexit 1\n")
    push = ["git", "-C", str(clone), "push", "--quiet", str(installed.repository), "main"]
    done = subprocess.run(push, capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "asked" in done.stderr
    for name in ("pre-receive", "post-receive"):
        text = installing.hook_text(installed, name)
        assert subprocess.run(["sh", "-n"], input=text, text=True, check=False).returncode == 0
        assert f"-P -m publisher {name} --site {installed.site}\n" in text


def test_what_a_push_leaves_is_the_accounts_alone(place, clone):
    installed, _ = install(place, clone)
    for name in ("pre-receive", "post-receive"):
        (installed.repository / "hooks" / name).write_text("#!/bin/sh\nexit 0\n")
    git(clone, "push", "--quiet", str(installed.repository), "main")
    written = [path for path in (installed.repository / "objects").rglob("*") if path.is_file()]
    assert written and not any(path.stat().st_mode & 0o077 for path in written)


def test_an_install_again_changes_nothing(place, clone):
    installed, _ = install(place, clone)
    for name in ("pre-receive", "post-receive"):
        (installed.repository / "hooks" / name).rename(place / name)
    git(clone, "push", "--quiet", str(installed.repository), "main")
    release = installed.releases / f"{'a' * 40}-0"
    release.mkdir()
    (release / "index.html").write_text("live")
    installed.current.symlink_to(f"releases/{release.name}")
    for name in ("pre-receive", "post-receive"):
        (place / name).rename(installed.repository / "hooks" / name)
    before = snapshot(place, but={"environments"})
    _, said = install(place, clone)
    assert "This site was installed already, with these settings. Nothing that was published has changed." in said
    assert snapshot(place, but={"environments"}) == before


def test_an_install_with_other_settings_says_what_has_changed(place, clone):
    install(place, clone)
    installed, said = install(place, clone, address="https://example.org/sub", web="nginx")
    assert "The address was https://www.example.org and is now https://example.org/sub." in said
    assert "The web server was caddy and is now nginx." in said
    assert installed.base_path == "/sub" and (installed.web_folder / "nginx.conf").exists()


def test_a_repository_that_was_replaced_says_so_to_who_pushes_there(place, clone):
    install(place, clone)
    (place / "site.git").rename(place / "old.git")
    saved = json.loads((place / "site/publisher.json").read_text())
    (place / "site/publisher.json").write_text(json.dumps({**saved, "repository": str(place / "old.git")}))
    _, said = install(place, clone)
    assert f"What was pushed to {place / 'old.git'} stays there; from now on it refuses pushes." in said
    push = ["git", "-C", str(clone), "push", str(place / "old.git"), "main"]
    done = subprocess.run(push, capture_output=True, text=True, check=False)
    assert (
        done.returncode and f"on this server it is {place / 'site.git'} now. Your site has not changed." in done.stderr
    )


@pytest.mark.parametrize(
    ("repo", "site", "fault"),
    [
        ("p/site/x.git", "p/site", "lie in each other"),
        ("p/x", "p/x", "lie in each other"),
        ("p/x.git", "cairn/site", "the clone of Cairn"),
        ("cairn/x.git", "p/site", "the clone of Cairn"),
        ("p/x y.git", "p/site", "the path goes into the web server's configuration"),
        ("p/x:y.git", "p/site", "the path goes into the web server's configuration"),
        ("p/x.git", "p/100%", "the path goes into the web server's configuration"),
        ("p/x.git", "/etc", "/etc is for more than this. Name a folder in it: /etc/site"),
        ("p/x.git", "p/full", "holds something else (holiday.jpg)"),
        ("p/file", "p/site", "/file is a file"),
        ("p/full", "p/site", "holds something else"),
        ("p/worked", "p/site", "is where somebody works"),
        ("p/hooked", "p/site", "has a hook of its own, hooks/pre-receive"),
        ("p/link/x.git", "p/link", "lie in each other"),
        ("p/file/x.git", "p/site", "/file is a file"),
    ],
)
def test_folders_that_are_in_the_way_are_refused_and_nothing_is_written(tmp_path, clone, repo, site, fault):
    place = tmp_path / "p"
    (place / "full").mkdir(parents=True)
    (place / "full/holiday.jpg").touch()
    (place / "file").touch()
    (place / "link").symlink_to(place / "full")
    subprocess.run(["git", "init", "--quiet", place / "worked"], check=True)
    subprocess.run(["git", "init", "--quiet", "--bare", place / "hooked"], check=True)
    (place / "hooked/hooks").mkdir(exist_ok=True)
    (place / "hooked/hooks/pre-receive").write_text("#!/bin/sh\n")
    before = snapshot(tmp_path)
    folders = [Path(str(clone) + path[5:]) if path.startswith("cairn") else tmp_path / path for path in (repo, site)]
    with pytest.raises((UnfitFolder, UnfitRepository)) as refused:
        installing.install(*folders, ADDRESS, "none", False, clone, False, print)
    assert fault in str(refused.value)
    assert snapshot(tmp_path) == before


def test_a_repository_belongs_to_one_site(place, clone, tmp_path_factory):
    install(place, clone)
    other = tmp_path_factory.mktemp("other") / "site"
    with pytest.raises(UnfitRepository, match=f"publishes another site: its hooks name {place / 'site'}"):
        installing.install(place / "site.git", other, ADDRESS, "none", False, clone, False, print)


def test_where_nobody_may_write_is_said(tmp_path, clone):
    (tmp_path / "shut").mkdir(mode=0o555)
    script = RUN.replace("install(Path", "import os; os.getuid() or os.setuid(65534)\ninstall(Path", 1)
    os.chmod(tmp_path, 0o755)
    for above in {*tmp_path.parents[:3], *clone.parents[:3]} - {Path("/"), Path(tempfile.gettempdir())}:
        os.chmod(above, 0o755)
    os.chmod(clone, 0o755)
    named = [str(tmp_path / "shut/site.git"), str(tmp_path / "shut/site"), ADDRESS, str(clone)]
    done = subprocess.run([PYTHON[0], "-c", script, *named], cwd=clone, capture_output=True, text=True, check=False)
    assert f"you may not write in {tmp_path / 'shut'}" in done.stderr


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ({"address": "http://example.org"}, "without https://"),
        ({"web": "apache"}, "--web apache: it is one of caddy, nginx, none"),
        ({"certificate": "/x.pem"}, "--certificate and --key belong together"),
    ],
)
def test_settings_that_cannot_be_are_refused(place, clone, options, fault):
    with pytest.raises(PublisherError, match=fault):
        install(place, clone, **options)


def test_a_folder_that_is_no_clone_tells_how_to_get_one(place, tmp_path_factory):
    folder = tmp_path_factory.mktemp("archive")
    with pytest.raises(NoClone, match=r"is no clone of Cairn's repository\. Fetch Cairn with git"):
        install(place, folder)
    git(folder, "init", "--quiet")
    with pytest.raises(NoClone, match="There is no commit"):
        install(place, folder)
    commit(folder, content__one="One.")
    with pytest.raises(NoClone, match=r"holds no Cairn that can publish: Makefile, .* is missing in its commit"):
        install(place, folder)


def test_what_is_not_committed_is_told_and_not_taken(place, tmp_path_factory):
    clone = make_clone(tmp_path_factory.mktemp("changed"))
    (clone / "Makefile").write_text("publish: # mine\n")
    (clone / "new.py").touch()
    (clone / "content/musings/two").touch()
    installed, said = install(place, clone)
    assert f"Not committed in {clone}, so not in the engine: Makefile, new.py." in said
    assert (installed.engine / "Makefile").read_text() == "publish:\n" and not (installed.engine / "new.py").exists()


class TestUpgrade:
    """Another engine builds from then on; the one before is kept, and no other."""

    @pytest.fixture
    def clone(self, tmp_path_factory):
        return make_clone(tmp_path_factory.mktemp("upgraded"))

    def upgrade(self, installed, clone, **options):
        said: list[str] = []
        upgrade(installed, clone, said.append, **options)
        return said

    def test_a_newer_engine_takes_the_place_of_the_one_before(self, place, clone):
        installed, _ = install(place, clone)
        first = git(clone, "rev-parse", "HEAD")
        second = commit(clone, Makefile="publish: # 2\n")
        said = self.upgrade(installed, clone)
        assert (installed.engine / "Makefile").read_text() == "publish: # 2\n"
        assert f"Engine: {second[:10]}, in the place of {first[:10]}." in said
        assert f"upgrade --older --site {installed.site} --from {clone}" in said[-1]
        third = commit(clone, Makefile="publish: # 3\n")
        self.upgrade(installed, clone)
        assert {path.name for path in installed.engines.iterdir()} == {
            *(second, third, f"{second}.json", f"{third}.json")
        }

    def test_an_older_engine_only_by_ones_own_word(self, place, clone):
        first = git(clone, "rev-parse", "HEAD")
        commit(clone, Makefile="publish: # 2\n")
        installed, _ = install(place, clone)
        git(clone, "checkout", "--quiet", first)
        with pytest.raises(OlderEngine, match="older than the engine that is installed"):
            self.upgrade(installed, clone)
        with pytest.raises(OlderEngine):
            install(place, clone)
        assert (installed.engine / "Makefile").read_text() == "publish: # 2\n"
        self.upgrade(installed, clone, may_be_older=True)
        assert (installed.engine / "Makefile").read_text() == "publish:\n"

    def test_uncommitted_changes_are_refused(self, place, clone):
        installed, _ = install(place, clone)
        (clone / "content/musings/two").write_text("what a coach writes is nobody's business here")
        self.upgrade(installed, clone)
        (clone / "Makefile").write_text("publish: # mine\n")
        with pytest.raises(Uncommitted, match=r"that are not committed: Makefile\. Commit them, or put them away"):
            self.upgrade(installed, clone)

    def test_an_environment_goes_with_the_last_engine_that_needs_it(self, tmp_path, clone):
        other = "# nothing, otherwise\n"
        (tmp_path / "site/environments").mkdir(parents=True)
        adopt(tmp_path / "site/environments", LOCK, other)
        installed, _ = install(tmp_path, clone)
        first = installed.site / os.readlink(installed.environment)
        commit(clone, **{"requirements.lock": other})
        self.upgrade(installed, clone)
        second = installed.site / os.readlink(installed.environment)
        assert first.exists() and second.exists() and first != second
        commit(clone, Makefile="publish: # 3\n")
        self.upgrade(installed, clone)
        assert installed.site / os.readlink(installed.environment) == second and not first.exists()


def test_an_install_that_was_killed_is_begun_anew(place, clone):
    """Kill -9 at any moment: the same command once more makes it whole."""
    seed = random.Random(7)
    named = [str(place / "site.git"), str(place / "site"), ADDRESS, str(clone)]
    install(place, clone)
    shutil.rmtree(place / "site.git")
    whole_s = 0.0
    for turn in range(8):
        begun = time.monotonic()
        process = subprocess.Popen([*PYTHON, *named], cwd=clone, stdout=subprocess.DEVNULL, start_new_session=True)
        if turn:
            time.sleep(seed.uniform(0, whole_s))
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        whole_s = whole_s or time.monotonic() - begun
        engine = place / "site/engine"
        if seed.random() < 0.5 and engine.exists():
            for here, _, _ in os.walk(place / "site/engines"):
                os.chmod(here, 0o755)
            shutil.rmtree(place / "site/engines")
            engine.unlink()
    installed, _ = install(place, clone)
    assert (installed.engine / "Makefile").exists()
    assert not [path.name for path in installed.engines.iterdir() if path.name.startswith(".")]
    assert git(installed.repository, "rev-parse", "--is-bare-repository") == "true"


def shut_in(place, *masks):
    """In front of a command: everything is read-only but this place, and some files are not there."""
    if sandbox.find() != "bwrap":
        pytest.skip("bubblewrap does not work on this machine")
    temporary = ["--tmpfs", "/var/tmp", "--setenv", "TMPDIR", "/var/tmp"]
    hidden = [part for mask in masks for part in ("--ro-bind", "/dev/null", mask)]
    return [
        "bwrap",
        "--ro-bind",
        "/",
        "/",
        "--dev",
        "/dev",
        "--proc",
        "/proc",
        *temporary,
        "--bind",
        place,
        place,
        *hidden,
    ]


@pytest.mark.parametrize("options", [(), ("system",)])
def test_an_install_writes_in_its_two_folders_and_nowhere_else(tmp_path, clone, environments, options):
    """Everything else is read-only to it: the machine, the clone, and the home of whoever installs."""
    site_with(environments, tmp_path / "site")
    command = [*shut_in(tmp_path), "--bind", environments, environments, "--uid", "4321", "--unshare-user", *PYTHON]
    named = [str(tmp_path / "site.git"), str(tmp_path / "site"), ADDRESS, str(clone), *options]
    done = subprocess.run([*map(str, command), *named], cwd=clone, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"site", "site.git"}
    assert ("You are not root here. So what --system does besides is told below" in done.stdout) == bool(options)
    for told in (
        "useradd ",
        "systemctl enable --now cairn-www.example.org.timer",
        "/etc/caddy/cairn-www.example.org.caddy",
    ):
        assert told in done.stdout


def test_pushed_code_is_not_built_where_nothing_shuts_it_in(tmp_path, clone):
    (tmp_path / "p").mkdir()
    named = [str(tmp_path / "p/site.git"), str(tmp_path / "p/site"), ADDRESS, str(clone), "trust"]
    for front, why in (
        (shut_in(tmp_path, "/usr/bin/bwrap"), "Bubblewrap is missing:"),
        ([*shut_in(tmp_path), "--unshare-user", "--disable-userns"], "does not let this account use it"),
    ):
        command = [*map(str, front), *PYTHON, *named]
        done = subprocess.run(command, cwd=clone, capture_output=True, text=True, check=False)
        assert LackingMachine.__name__ in done.stderr and why in done.stderr
        assert "Nothing was installed." in done.stderr and not list((tmp_path / "p").iterdir())
