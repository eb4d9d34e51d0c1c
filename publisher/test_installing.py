"""An install writes below two folders and nowhere else, and refuses what cannot be."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
from pathlib import Path

import pytest

from publisher import installing, sandbox
from publisher.engines import NoClone
from publisher.errors import PublisherError
from publisher.lacking import LackingMachine
from publisher.places import UnfitFolder
from publisher.repository import UnfitRepository
from tests.installing import ADDRESS, PYTHON, RUN, commit, git, install, make_clone, site_with, snapshot


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
