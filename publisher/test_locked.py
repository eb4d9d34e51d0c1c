"""A server installs what a lock names exactly, and nothing that a lock could say besides."""

import pytest

from publisher.errors import PublisherError
from publisher.locked import requirements
from tests.building import ROOT

HASH = "--hash=sha256:" + "a" * 64
OTHER = "--hash=sha256:" + "b" * 64


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/requirements.lock"])
def test_our_own_locks_pass_whole(lock):
    text = (ROOT / lock).read_bytes()
    made = requirements(text)
    packages = [line for line in text.split(b"\n") if line[:1].isalnum()]
    assert made.count("--hash=") == text.count(b"--hash=") > 100 and made.count("\n") == len(packages) > 30


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        (f"name==1.0 {HASH}\n", f"name==1.0 {HASH}\n"),
        (f"name==1.0 \\\n    {HASH} \\\n    {OTHER}\n    # via pelican\n", f"name==1.0 {HASH} {OTHER}\n"),
        (f"# made by make lock\n\nname[a,b]==1!2.0rc1+x.1 {HASH}  # why\r\n", f"name[a,b]==1!2.0rc1+x.1 {HASH}\n"),
        (
            f"c==2 ; implementation_name != 'PyPy' and (python_version < '3.15' or sys_platform == \"x\") {HASH}\n",
            f"c==2 ; implementation_name != 'PyPy' and (python_version < '3.15' or sys_platform == \"x\") {HASH}\n",
        ),
        ("", ""),
    ],
)
def test_versions_hashes_markers_and_comments_are_understood(lock, wanted):
    assert requirements(lock.encode()) == wanted


@pytest.mark.parametrize(
    "line",
    [
        f"--index-url https://packages.example {HASH}",
        "--extra-index-url=https://packages.example",
        "-r /etc/passwd",
        "-e .",
        "--find-links /tmp",
        "--trusted-host packages.example",
        "--pre",
        "./a.whl",
        f"name @ https://packages.example/a.whl {HASH}",
        f"git+https://packages.example/a.git {HASH}",
        f"name>=1 {HASH}",
        f"name==1.* {HASH}",
        f"name=={'${HOME}'} {HASH}",
        f"name==1 {HASH} --global-option=x",
        f"name==1 ; python_version < '4' --pre {HASH}",
        f"name==1 ; python_version < '4 --pre' {HASH}",
        f"name==1 ; os_name == '${'{X}'}' {HASH}",
        "name==1 --hash=md5:" + "a" * 32,
        "name==1 --hash=sha256:" + "a" * 63,
        f"name==1\x0b--pre {HASH}",
        f"n\u00e4me==1 {HASH}",
        "name==1 \xff",
    ],
)
def test_anything_else_is_refused_with_its_line(line):
    lock = f"good==1 {HASH}\n{line}\n".encode("latin-1" if "\xff" in line else "utf-8")
    with pytest.raises(PublisherError, match=r"names what a server does not install[\s\S]*\n  line 2: "):
        requirements(lock)


def test_a_version_without_a_hash_is_refused_and_many_are_summed_up():
    with pytest.raises(PublisherError, match="line 1: one==1 has no hash"):
        requirements(f"one==1\ntwo==2 {HASH}\n".encode())
    with pytest.raises(PublisherError, match=r"line 10: -x10\n  and 15 more$"):
        requirements("".join(f"-x{number}\n" for number in range(1, 26)).encode())
    with pytest.raises(PublisherError, match="more than 1,000,000 bytes"):
        requirements(b"#" * 1_000_001)


def test_a_hash_that_belongs_to_nothing_is_refused():
    with pytest.raises(PublisherError, match="line 1"):
        requirements(f"{HASH}\n".encode())
