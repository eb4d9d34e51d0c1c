"""What has failed is tried again at once, then ever more seldom, and at last each hour."""

from __future__ import annotations

import json
import time

import pytest

from publisher import patience
from publisher.errors import PublisherError
from publisher.installation import Installation


@pytest.fixture
def place(tmp_path):
    return Installation(tmp_path, tmp_path / "site.git", "https://example.org")


def may_try(place, attempt="a push", after_s=0.0):
    """Whether it may be tried so long after the last failure."""
    file = place.site / "failed"
    known = json.loads(file.read_text())
    file.write_text(json.dumps({ref: {**each, "at": time.time() - after_s} for ref, each in known.items()}))
    try:
        patience.check(place, attempt)
    except PublisherError:
        return False
    return True


def test_the_first_failure_is_tried_again_with_the_next_tick_and_later_ones_after_longer(place):
    patience.check(place, "a push")
    patience.note_failure(place, "a push")
    assert may_try(place)
    for wait_s in (120, 240, 480, 960, 1920, 3600, 3600):
        patience.note_failure(place, "a push")
        assert not may_try(place, after_s=wait_s - 5) and may_try(place, after_s=wait_s + 5), wait_s


def test_something_else_is_tried_at_once(place):
    for _ in range(4):
        patience.note_failure(place, "a push")
    assert not may_try(place) and may_try(place, "another push")
    patience.forget(place)
    patience.check(place, "a push")
