"""Another engine builds from then on; the one before is kept, and no other."""

from __future__ import annotations

import os

import pytest

from publisher.renewing import OlderEngine
from publisher.upgrading import Uncommitted, upgrade
from tests.installing import LOCK, adopt, commit, git, install, make_clone


@pytest.fixture
def clone(tmp_path_factory):
    return make_clone(tmp_path_factory.mktemp("upgraded"))


def replace(installed, clone, **options):
    said: list[str] = []
    upgrade(installed, clone, said.append, **options)
    return said


def test_a_newer_engine_takes_the_place_of_the_one_before(place, clone):
    installed, _ = install(place, clone)
    first = git(clone, "rev-parse", "HEAD")
    second = commit(clone, Makefile="publish: # 2\n")
    said = replace(installed, clone)
    assert (installed.engine / "Makefile").read_text() == "publish: # 2\n"
    assert f"Engine: {second[:10]}, in the place of {first[:10]}." in said
    assert f"upgrade --older --site {installed.site} --from {clone}" in said[-1]
    third = commit(clone, Makefile="publish: # 3\n")
    replace(installed, clone)
    assert {path.name for path in installed.engines.iterdir()} == {*(second, third, f"{second}.json", f"{third}.json")}


def test_an_older_engine_only_by_ones_own_word(place, clone):
    first = git(clone, "rev-parse", "HEAD")
    commit(clone, Makefile="publish: # 2\n")
    installed, _ = install(place, clone)
    git(clone, "checkout", "--quiet", first)
    with pytest.raises(OlderEngine, match="older than the engine that is installed"):
        replace(installed, clone)
    with pytest.raises(OlderEngine):
        install(place, clone)
    assert (installed.engine / "Makefile").read_text() == "publish: # 2\n"
    replace(installed, clone, may_be_older=True)
    assert (installed.engine / "Makefile").read_text() == "publish:\n"


def test_uncommitted_changes_are_refused(place, clone):
    installed, _ = install(place, clone)
    (clone / "content/musings/two").write_text("what a coach writes is nobody's business here")
    replace(installed, clone)
    (clone / "Makefile").write_text("publish: # mine\n")
    with pytest.raises(Uncommitted, match=r"that are not committed: Makefile\. Commit them, or put them away"):
        replace(installed, clone)


def test_an_environment_goes_with_the_last_engine_that_needs_it(tmp_path, clone):
    other = "# nothing, otherwise\n"
    (tmp_path / "site/environments").mkdir(parents=True)
    adopt(tmp_path / "site/environments", LOCK)
    installed, _ = install(tmp_path, clone)
    adopt(installed.environments, other)  # an install before it would take it away
    first = installed.site / os.readlink(installed.environment)
    commit(clone, **{"requirements.lock": other})
    replace(installed, clone)
    second = installed.site / os.readlink(installed.environment)
    assert first.exists() and second.exists() and first != second
    commit(clone, Makefile="publish: # 3\n")
    replace(installed, clone)
    assert installed.site / os.readlink(installed.environment) == second and not first.exists()
