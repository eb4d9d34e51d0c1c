"""Where the tests install, a small Cairn and a place where nothing is but packages of before; and ways to shut in."""

from __future__ import annotations

import pytest

from publisher.sandbox import WAYS, find
from tests.installing import LOCK, adopt, make_clone, site_with


@pytest.fixture(scope="module")
def clone(tmp_path_factory):
    return make_clone(tmp_path_factory.mktemp("cairn"))


@pytest.fixture(scope="module")
def environments(tmp_path_factory):
    """An environment that is there already."""
    return adopt(tmp_path_factory.mktemp("environments"), LOCK)


@pytest.fixture
def place(tmp_path, environments):
    """Where a repository and a site are to be: nothing is there but the environments of before."""
    site_with(environments, tmp_path / "site")
    return tmp_path


@pytest.fixture(params=WAYS)
def way(request):
    """Each way that works on this machine."""
    if WAYS.index(request.param) < WAYS.index(find()):
        pytest.skip(f"{request.param} does not work here")
    return request.param
