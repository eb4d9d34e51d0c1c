"""What `--system` makes of a machine, tried on one that is started for it, with a systemd of its own."""

from __future__ import annotations

import subprocess

import pytest

from publisher import system, units
from publisher.installation import Installation
from tests.booting import box
from tests.installing import make_clone

CAIRN, SITE, REPOSITORY = "/srv/cairn", "/srv/site", "/srv/site.git"
HERE = "http://localhost:8090"
INSTALL = (
    "import sys; from pathlib import Path; from publisher.errors import *; from publisher.installing import install\n"
    "try: install(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4], False, Path('.'), True, "
    "lambda line: print(line, flush=True), *sys.argv[5:])\n"
    "except PublisherError as error: sys.exit(f'REFUSED {error}')"
)
ADMIT = (
    "import sys; from pathlib import Path; from publisher import keys\n"
    "from publisher.installation import Installation\n"
    f"print(*keys.admit(Installation.load(Path('{SITE}')), sys.stdin.read()))"
)


@pytest.fixture(scope="module")
def machine(tmp_path_factory):
    """A machine with a clone of Cairn in /srv/cairn."""
    folder = tmp_path_factory.mktemp("machine")
    clone = make_clone(tmp_path_factory.mktemp("cairn"))
    with box(folder / "box") as machine:
        packed = subprocess.run(["tar", "-C", str(clone), "-cz", "."], capture_output=True, check=True).stdout
        machine.run("mkdir", "-p", CAIRN)
        machine.run("tar", "-C", CAIRN, "--no-same-owner", "-xz", data=packed)
        machine.run("chmod", "-R", "go+rX", CAIRN)
        yield machine


def python(machine, code, *arguments, status=0, data=b""):
    return machine.run("env", f"--chdir={CAIRN}", "/usr/bin/python3", "-c", code, *arguments, status=status, data=data)


@pytest.fixture(scope="module")
def installed(machine):
    """What an install with --system has said."""
    return python(machine, INSTALL, REPOSITORY, SITE, HERE, "caddy")


def test_an_account_owns_the_site_and_can_do_nothing_else(machine, installed):
    assert "An account, cairn, that can do nothing but publish." in installed
    owners = machine.run("find", SITE, REPOSITORY, "-printf", "%u:%g\n").split()
    assert set(owners) == {"cairn:cairn"}
    assert machine.run("getent", "passwd", "cairn").strip().endswith(":/var/lib/cairn:/usr/bin/git-shell")
    assert machine.run("getent", "shadow", "cairn").split(":")[1] == "*"
    assert machine.run("find", "/var/lib/cairn", "-printf", "%u %m\n").split("\n")[:3] == ["root 755"] * 2 + [
        "root 644"
    ]
    assert "What is left" in installed and "useradd" not in installed


def test_a_key_lets_somebody_fetch_and_push_and_not_sign_in(machine, installed, tmp_path):
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "ada", "-f", tmp_path / "key"], check=True)
    said = python(machine, ADMIT, data=(tmp_path / "key.pub").read_bytes())
    assert said == "ada may publish from now on.\n"
    machine.run("sh", "-c", "umask 077; cat >/tmp/key", data=(tmp_path / "key").read_bytes())
    machine.run("sh", "-c", "mkdir -p /run/sshd; ssh-keygen -A; /usr/sbin/sshd -p 2222")
    ssh = "ssh -p 2222 -i /tmp/key -o StrictHostKeyChecking=no -o BatchMode=yes"
    listed = machine.run(
        "env", f"GIT_SSH_COMMAND={ssh}", "git", "ls-remote", f"cairn@localhost:{REPOSITORY}", status=None
    )
    assert "fatal" not in listed and "ermission" not in listed, listed
    for command in ("", "sh -c id", "cat /etc/passwd"):
        refused = machine.run(*ssh.split(), "cairn@localhost", *([command] if command else []), status=128)
        assert "fatal: " in refused and "root:" not in refused


def test_the_timer_has_what_is_due_published_each_minute(machine, installed):
    assert "cairn-localhost-8090.timer" in machine.run("systemctl", "list-timers")
    assert machine.run("systemctl", "is-enabled", "cairn-localhost-8090.timer") == "enabled\n"


def test_its_service_can_build_shut_in_and_write_where_it_must_and_nowhere_else(machine, installed):
    """The unit closes much; bubblewrap has to work in it all the same."""
    tried = (
        "from pathlib import Path; from publisher import sandbox; print('way', sandbox.find())\n"
        f"for place in ('{SITE}/work', '{SITE}/releases', '{REPOSITORY}', '/var/lib/cairn', '/etc', '/srv'):\n"
        "    try: (Path(place) / 'try').write_text(''); print('writes', place)\n"
        "    except OSError as error: print('shut', place)\n"
    )
    machine.run("tee", "/srv/try.py", data=tried.encode())
    drop_in = f"[Service]\nExecStart=\nExecStart={SITE}/environment/bin/python -P /srv/try.py\n"
    folder = "/etc/systemd/system/cairn-localhost-8090.service.d"
    machine.run("install", "-D", "-m", "644", "/dev/stdin", f"{folder}/try.conf", data=drop_in.encode())
    machine.run("systemctl", "daemon-reload")
    machine.run("systemctl", "start", "cairn-localhost-8090.service", status=None)
    said = machine.run("journalctl", "--no-pager", "--output=cat", "--unit=cairn-localhost-8090.service")
    machine.run("rm", "-r", folder)
    assert "way bwrap" in said, said
    assert [line for line in said.splitlines() if line.startswith("writes ")] == [
        *(f"writes {SITE}/work", f"writes {SITE}/releases", f"writes {REPOSITORY}")
    ]


def test_caddy_serves_what_is_live(machine, installed):
    release = f"{SITE}/releases/{'a' * 40}-0"
    machine.run("install", "-D", "-m", "644", "/dev/stdin", f"{release}/index.html", data=b"<!doctype html>live")
    machine.run("ln", "-sfn", f"releases/{'a' * 40}-0", f"{SITE}/current")
    assert machine.run("systemctl", "is-active", "caddy") == "active\n"
    assert machine.run("curl", "--silent", f"{HERE}/") == "<!doctype html>live"


def test_an_install_again_keeps_everything(machine, installed):
    listing = ("find", SITE, REPOSITORY, "/etc/caddy", "/etc/systemd/system", "-printf", "%p %u %m %l\n")
    before = sorted(machine.run(*listing).splitlines())
    said = python(machine, INSTALL, REPOSITORY, SITE, HERE, "caddy")
    assert "Nothing that was published has changed." in said
    assert sorted(machine.run(*listing).splitlines()) == before


def test_nginx_waits_for_a_certificate_and_what_was_there_for_another_address_goes(machine, installed):
    said = python(machine, INSTALL, REPOSITORY, SITE, "https://www.example.org", "nginx")
    assert "certbot certonly --webroot -w /var/www/html -d www.example.org" in said
    assert "What was there for http://localhost:8090 goes." in said
    there = machine.run(
        "sh", "-c", "ls /etc/systemd/system /etc/caddy /etc/nginx/conf.d; grep -c cairn /etc/caddy/Caddyfile", status=1
    )
    assert "localhost" not in there and there.endswith("\n0\n")
    make = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=www.example.org"]
    machine.run(*make, "-keyout", "/etc/ssl/key.pem", "-out", "/etc/ssl/certificate.pem")
    files = ("/etc/ssl/certificate.pem", "/etc/ssl/key.pem")
    machine.run("systemctl", "stop", "caddy")
    said = python(machine, INSTALL, REPOSITORY, SITE, "https://www.example.org", "nginx", *files)
    assert "nginx serves https://www.example.org." in said
    asked = ("curl", "--silent", "--insecure", "--resolve", "www.example.org:443:127.0.0.1", "https://www.example.org/")
    assert machine.run(*asked) == "<!doctype html>live"


def test_a_configuration_that_the_web_server_refuses_is_taken_back(machine, installed):
    """Somebody's own mistake in another file: theirs stays, ours goes, and nginx's own words are told."""
    machine.run("tee", "/etc/nginx/conf.d/theirs.conf", data=b"mistake;\n")
    files = ("/etc/ssl/certificate.pem", "/etc/ssl/key.pem")
    said = python(machine, INSTALL, REPOSITORY, SITE, "https://example.org", "nginx", *files, status=1)
    machine.run("rm", "/etc/nginx/conf.d/theirs.conf")
    assert "REFUSED `nginx -q -t` failed: " in said and 'unknown directive "mistake"' in said
    assert "cairn-example.org.conf" not in machine.run("ls", "/etc/nginx/conf.d")


@pytest.mark.parametrize("place", ["/home/ada/site", "/root/site", "/tmp/site"])
def test_where_services_may_not_look_no_site_is_installed(machine, place):
    said = python(machine, INSTALL, f"{place}.git", place, HERE, "none", status=1)
    assert "where services and the web server may not look" in said


def test_an_account_that_is_somebodys_own_is_not_taken(machine, installed):
    machine.run("usermod", "--shell", "/bin/bash", "cairn")
    said = python(machine, INSTALL, REPOSITORY, SITE, HERE, "caddy", status=1)
    machine.run("usermod", "--shell", "/usr/bin/git-shell", "cairn")
    assert "There is an account cairn on this machine, with the shell /bin/bash: somebody's own." in said


def test_what_it_would_do_is_told_as_it_would_be_done(tmp_path, monkeypatch):
    """Told without --system, the commands for the same files; the texts lie ready below the site's folder."""
    site = Installation(tmp_path, tmp_path / "r.git", "https://www.example.org", "caddy")
    (tmp_path / "system").mkdir()
    units.write(site)
    told = "\n".join(line for step in system.steps(site) for line in step.told())
    for name in ("service", "timer"):
        assert f"install -D -m 644 {tmp_path}/system/cairn-www.example.org.{name} /etc/systemd/system/" in told
    assert "systemctl enable --now cairn-www.example.org.timer" in told
