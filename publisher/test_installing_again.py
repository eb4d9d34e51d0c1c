"""An install may be repeated as often as one likes, whatever it was cut short by, and says what it has changed."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from publisher import written
from publisher.__main__ import parser
from publisher.environments import digest
from publisher.farewell import farewell
from publisher.sandbox import find
from tests.installing import ADDRESS, LOCK, PYTHON, git, install, snapshot
from tests.serving import serve

ADA = "https://ada.example"


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


def test_what_is_left_out_stays_as_it_was_installed(place, clone):
    """Whoever installs again for one thing does not think of the others."""
    options = parser().parse_args(["install", "--repo", "r", "--site", "s", "--address", ADDRESS])
    left_out = {"web": options.web, "trusts_code": options.trust_code} | {
        name: getattr(options, name) for name in ("certificate", "key")
    }
    pem = str(place / "a.pem")
    trusts = find() == "bwrap"
    was, _ = install(place, clone, web="nginx", trusts_code=trusts, certificate=pem, key=pem)
    assert install(place, clone, **left_out)[0] == was and was.certificate == pem
    options = parser().parse_args(["install", "--repo", "r", "--site", "s", "--address", ADDRESS, "--no-trust-code"])
    taken_back = {"trusts_code": options.trust_code, "certificate": "", "key": ""}
    installed, said = install(place, clone, **left_out | taken_back)
    assert installed.web == "nginx" and not (installed.certificate or installed.trusts_code)
    assert f"The certificate was {pem} and is now none." in said


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
@pytest.mark.skipif(PYTHON[0] == sys.executable, reason="no Python that every account may start")
def test_root_installs_again_as_the_account_whose_site_it_is(clone):
    """What root had written there, the account's next push could not replace."""
    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder)
        asked = "import sys; print('python%d.%d' % sys.version_info[:2])"
        version = subprocess.check_output([PYTHON[0], "-c", asked], text=True).strip()
        (there / "packages/lib" / version).mkdir(parents=True)
        (there / "packages/bin").mkdir()
        (there / "packages/bin/python").symlink_to(PYTHON[0])
        (there / "site/environments").mkdir(parents=True)
        (there / "site/environments" / digest(LOCK.encode())).symlink_to(there / "packages")
        for path in (there, *there.rglob("*")):
            os.chown(path, 65534, 65534, follow_symlinks=False)
        for above in (clone, *clone.parents[:3]):
            if above != Path(tempfile.gettempdir()):
                above.chmod(0o755)
        named = [str(there / "site.git"), str(there / "site"), ADDRESS, str(clone)]
        done = subprocess.run([*PYTHON, *named], cwd=clone, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert {path.lstat().st_uid for path in there.rglob("*")} == {65534}


def test_an_address_in_site_toml_that_is_another_is_told(place, clone):
    """First of the clone's, which is all there is; then of what was pushed."""
    other = f'[practice]\naddress = "{ADA}"\n'
    (clone / "site.toml").write_text(other)
    try:
        said = install(place, clone)[1]
        assert f'The address in {clone}/site.toml is {ADA}. In yours, write  address = "{ADDRESS}"' in said
        git(clone, "commit", "--quiet", "--all", "--message", "mine")
        git(place / "site.git", "fetch", "--quiet", str(clone), "main:main")
        told = [line for line in install(place, clone)[1] if line.startswith("The address in")]
        assert [line.partition(" is ")[0] for line in told] == ["The address in the site.toml that was pushed"]
        assert not any(line.startswith("The address in") for line in install(place, clone, address=ADA)[1])
    finally:
        git(clone, "reset", "--quiet", "--hard", "HEAD~1")


def test_the_forms_service_is_brought_to_mind_until_it_runs(place, clone, monkeypatch):
    monkeypatch.setattr(written, "SERVICE", "127.0.0.1:1")
    installed, said = install(place, clone)
    words = "docs/server.md, “The contact form”, has the few commands that start it"
    assert words in " ".join(said)
    (place / "service").mkdir()
    (place / "service/healthz").write_text("well")
    with serve(place / "service") as service:
        monkeypatch.setattr(written, "SERVICE", service.removeprefix("http://"))
        assert words not in " ".join(farewell(installed, False))
