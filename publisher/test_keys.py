"""Who may push: a public key is taken as ssh-keygen writes it, and everything else is named for what it is."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest

from publisher.keys import ONLY_GIT, NoKey, add, read_keys


@pytest.fixture(scope="module")
def keys(tmp_path_factory):
    """Texts of real keys, by kind; `private` is the other half of the first."""
    if not shutil.which("ssh-keygen"):
        pytest.skip("ssh-keygen is not on this machine; Debian's package `openssh-client` has it")
    folder = tmp_path_factory.mktemp("keys")
    for kind in ("ed25519", "rsa", "ecdsa"):
        make = ["ssh-keygen", "-q", "-t", kind, "-N", "", "-C", "ada@laptop", "-f", folder / kind]
        subprocess.run(make, check=True)
    return {path.stem: path.read_text() for path in folder.glob("*.pub")} | {
        "private": (folder / "ed25519").read_text()
    }


@pytest.mark.parametrize("kind", ["ed25519", "rsa", "ecdsa"])
def test_a_public_key_is_read(keys, kind):
    [key] = read_keys(f"# Ada's\n\n{keys[kind]}")
    assert key.comment == "ada@laptop" and key.line("") == keys[kind].strip()


def test_what_is_no_public_key_is_refused_in_words(keys):
    whole = keys["ed25519"]
    for text, fault in {
        keys["private"]: "That is the private key, which never leaves the machine",
        "": "There is no key in that file",
        "hello\n": "is no public key as OpenSSH writes it",
        whole.replace(" ada@laptop", "")[:60]: "is no public key as OpenSSH writes it",
        whole.replace("ssh-ed25519", "ssh-rsa", 1): "is no public key as OpenSSH writes it",
        f'command="sh" {whole}': "is no public key as OpenSSH writes it",
        whole + "hello": "is no public key as OpenSSH writes it",
    }.items():
        with pytest.raises(NoKey) as refused:
            read_keys(text)
        assert fault in str(refused.value)


def test_a_key_is_added_once_and_what_stands_there_stays(keys, tmp_path):
    file = tmp_path / ".ssh/authorized_keys"
    file.parent.mkdir(mode=0o700)
    file.write_text(f"{keys['rsa'].strip()} # no line end")
    assert add(file, read_keys(keys["ed25519"]), "restrict") == ["ada@laptop may publish from now on."]
    assert add(file, read_keys(keys["ed25519"] + keys["rsa"]), "restrict") == ["ada@laptop may publish already."] * 2
    assert file.read_text() == f"{keys['rsa'].strip()} # no line end\nrestrict {keys['ed25519']}"


def test_the_first_key_makes_a_file_for_its_owner_alone(keys, tmp_path):
    file = tmp_path / "home/.ssh/authorized_keys"
    file.parent.parent.mkdir()
    add(file, read_keys(keys["ed25519"]), ONLY_GIT)
    assert oct(file.stat().st_mode & 0o777) == "0o600" and oct(file.parent.stat().st_mode & 0o777) == "0o700"


def test_ssh_understands_each_line_that_is_written(keys, tmp_path):
    for options in ("restrict", ONLY_GIT):
        file = tmp_path / f"{len(options)}/.ssh/authorized_keys"
        os.makedirs(file.parent.parent)
        add(file, read_keys(keys["ed25519"]), options)
        listed = subprocess.run(["ssh-keygen", "-l", "-f", file], capture_output=True, text=True, check=True).stdout
        assert "ada@laptop (ED25519)" in listed
