"""Lighthouse's phone profile on the pages that people land on: accessibility, best practices and SEO, without a fault.

In `make test` two of them, in `make soak` all: what it asks of a page depends mostly on the frame that all pages share.
Its performance score is a time, so it is printed here and kept in `make bench`.
"""

from __future__ import annotations

from typing import Any

import pytest

from bench import pages as lighthouse
from tests import tools
from tests.building import Build
from tests.long import SOAK
from tests.saying import nothing
from tests.serving import serve


@pytest.fixture(scope="module")
def answers(site: Build) -> dict[str, Any]:
    """What Lighthouse said of a musing and the contact page; in `make soak` of home, a series and an album too."""
    tools.node_module("lighthouse/package.json")
    pages = lighthouse.landing_pages(site.output)
    asked = pages if SOAK else [pages[1], pages[-1]]
    with serve(site.output) as host:
        found = lighthouse.ask(host, asked, tools.node(), tools.NODE_MODULES, tools.chromium())
    print("\n" + lighthouse.table(found))
    assert len(found) == len(asked)
    return found


@pytest.mark.parametrize("category", ["accessibility", "best-practices", "seo"])
def test_every_landing_page_has_a_hundred(site: Build, answers: dict[str, Any], category: str) -> None:
    """A hundred, with two audits less where no script may connect.

    Lighthouse asks for robots.txt and llms.txt from inside the page. Where a reader is asked something or sees what
    they wrote, the policy forbids that.
    """
    for address, answer in answers.items():
        unasked = ("robots-txt:", "llms-txt:") if "connect-src 'none'" in site.page(address) else ()
        faults = [fault for fault in answer["failed"] if not (unasked and fault.startswith(unasked))]
        assert answer["scores"][category] == 100 or (category == "seo" and unasked and not faults), (address, faults)


def test_no_landing_page_shifts(answers: dict[str, Any]) -> None:
    """Lighthouse too sees nothing move."""
    shifts = {address: answer["times"]["cumulative-layout-shift"] for address, answer in answers.items()}
    nothing({address: shift for address, shift in shifts.items() if shift >= 0.005})
