"""A traceback tells a coach where and what, and nothing else."""

from pathlib import Path

from publisher.condensing import condensed

SAID = """\
Building.
Traceback (most recent call last):
  File "/packages/pelican/settings.py", line 22, in load_source
    spec.loader.exec_module(mod)
  File "/site/source/pelicanconf.py", line 78, in <module>
    open("/etc/passwd").read()
    ^^^^^^^^^^^^^^^^^^^
  File "/packages/other.py", line 3, in read
FileNotFoundError: No such file

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "/packages/other.py", line 3, in read
ValueError: odd
After.""".splitlines()


def test_the_place_in_the_engine_and_the_error_are_left():
    assert list(condensed(SAID, Path("/site/source"))) == [
        "Building.",
        "pelicanconf.py, line 78",
        "    FileNotFoundError: No such file",
        "",
        "During handling of the above exception, another exception occurred:",
        "",
        "ValueError: odd",
        "After.",
    ]
