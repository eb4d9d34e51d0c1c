"""A step does the same whether it is taken or typed, and leaves the machine as it was when it fails."""

from __future__ import annotations

import subprocess

import pytest

from publisher.machine import Line, Step, StepFailed, Write


@pytest.fixture
def steps(tmp_path):
    """Two folders, in which the same step is to be taken and to be typed; they hold what was there before."""

    def step(folder, *commands):
        (folder / "etc").mkdir(parents=True)
        (folder / "etc/main").write_text("first")
        (folder / "copy").write_text("new\n")
        files = (Write(folder / "etc/sites/ours", "new\n", folder / "copy"), Line(folder / "etc/main", "import it's"))
        return Step("It is there", files, tuple((*command, str(folder / "ran")) for command in commands))

    return step


def tree(folder):
    return {
        str(path.relative_to(folder)): (path.read_text(), oct(path.stat().st_mode & 0o777))
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_what_is_told_does_the_same_as_what_is_done(steps, tmp_path):
    taken, typed = steps(tmp_path / "taken", ("touch",)), steps(tmp_path / "typed", ("touch",))
    (tmp_path / "typed/etc/main").write_text("first\n")  # a shell adds to a last line that has no end
    for _ in range(2):
        taken.do()
        subprocess.run(["sh", "-e"], input="\n".join(typed.told()), text=True, check=True)
    assert tree(tmp_path / "taken") == tree(tmp_path / "typed")
    assert (tmp_path / "taken/etc/main").read_text() == "first\nimport it's\n"
    assert taken.is_done and typed.is_done


def test_a_step_that_fails_leaves_what_was_there(steps, tmp_path):
    step = steps(tmp_path / "failed", ("touch",), ("cat", "/nowhere"))
    before = tree(tmp_path / "failed")
    with pytest.raises(StepFailed, match=r"`cat /nowhere .*` failed: cat: /nowhere: No such file"):
        step.do()
    (tmp_path / "failed/ran").unlink()
    assert tree(tmp_path / "failed") == before and not step.is_done


def test_a_program_that_is_missing_is_named(tmp_path):
    with pytest.raises(StepFailed, match="cairn-none is not on this machine"):
        Step("Nothing", (), (("cairn-none",),)).do()
