"""Good sites, each spoilt in one place: every mistake is told, where it is; in the good ones there is nothing to tell.

In `make test` once for each kind of mistake, in `make soak` four times: more than five hundred.
"""

from __future__ import annotations

import importlib
import shutil
from collections.abc import Callable

import pytest

from plugins import load_rooms
from plugins.proofreading.codes import CODES
from plugins.proofreading.mistakes import Mistake
from tests.long import SEED, count, done
from tests.seeding import Site, good_site, proofread_site
from tests.slips import SLIPS

Proofread = Callable[[Site], list[Mistake]]

ECHOES = {
    "part-gap": "a musing that cannot be read is missing from its series",
    "link-to-draft": "what was linked to is out of sight now",
    "date-to-come": "what is linked to is scheduled",
    "alt-missing": "the entry that had the words names another photo",
    "business-incomplete": "the mail address was the business's too",
}
"""What is told beside a slip, and why it is true as well."""


@pytest.fixture(scope="module")
def proofread(tmp_path_factory: pytest.TempPathFactory) -> Proofread:
    """`proofread(site)`: its mistakes, seen in a folder that held nothing before."""
    for name in load_rooms():
        importlib.import_module(name).register()
    folder = tmp_path_factory.mktemp("seeded")

    def read(site: Site) -> list[Mistake]:
        try:
            return proofread_site(site, folder / "site", folder / "cache")
        finally:
            shutil.rmtree(folder / "site")

    return read


def test_a_good_site_has_nothing_that_is_told(proofread: Proofread) -> None:
    """A coach who is told of mistakes that are none stops reading what is told."""
    for number in range(count(25, 500)):
        assert [(each.code, each.place) for each in proofread(good_site(f"{SEED} good {number}"))] == []
        done("good sites of which nothing is told")


@pytest.mark.parametrize("slip", SLIPS)
def test_a_mistake_is_told_with_its_file_and_its_line(slip: str, proofread: Proofread) -> None:
    """A mistake that is not told is public; one that is told in the wrong place sends the coach looking."""
    for number in range(count(1, 4)):
        site = good_site(f"{SEED} {slip} {number}")
        told = SLIPS[slip](site)
        found = proofread(site)
        places = [(mistake.code, mistake.file, mistake.line) for mistake in found]
        assert told in places, f"seed {SEED}, {slip}, number {number}: {told} is not told, but {places}"
        assert {mistake.code for mistake in found} <= {told.code, *ECHOES}
        done("seeded mistakes, each told where it is")


def test_the_slips_are_of_many_kinds() -> None:
    """Half of all the mistakes that Cairn knows must be among them, each with a code that it knows."""
    codes = {SLIPS[slip](good_site(f"{SEED} {slip} 0")).code for slip in SLIPS}
    assert codes <= set(CODES)
    assert len(codes) > len(CODES) / 2
