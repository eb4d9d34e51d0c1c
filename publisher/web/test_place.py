"""Where a site is served: what a web server can be told of, and what is refused in words."""

from __future__ import annotations

import pytest

from publisher.errors import PublisherError
from publisher.installation import Installation
from publisher.web import CONFIGURATIONS, write
from publisher.web.place import place_of


def installed(tmp_path, address="https://smallsteps.example", web="nginx", **more):
    return Installation(tmp_path / "site", tmp_path / "site.git", address, web, **more)


@pytest.mark.parametrize(
    ("address", "origin", "is_here"),
    [
        ("https://smallsteps.example", "https://smallsteps.example", False),
        ("https://smallsteps.example:8443/sub", "https://smallsteps.example:8443", False),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080", True),
        ("http://localhost:8080/sub", "http://localhost:8080", True),
        ("http://[::1]:8080", "http://[::1]:8080", True),
    ],
)
def test_an_address_says_where_to_listen_and_who_can_reach_it(tmp_path, address, origin, is_here):
    place = place_of(installed(tmp_path, address))
    assert (place.origin, place.is_here) == (origin, is_here)


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("http://smallsteps.example", "would be read by everybody on the way"),
        ("ftp://smallsteps.example", "no address that a web server can be told of"),
        ("https://", "no address that a web server can be told of"),
        ("https://smallsteps.example/a{b}", "no address that a web server can be told of"),
        ("https://smallsteps.example/../x", "no address that a web server can be told of"),
    ],
)
def test_an_address_that_cannot_be_served_is_refused_in_words(tmp_path, address, words):
    with pytest.raises(PublisherError, match=words):
        place_of(installed(tmp_path, address))


@pytest.mark.parametrize("name", ['a"b', "a;b", "a{b}", "a$b", "a\nb"])
def test_a_folder_that_would_be_read_as_configuration_is_refused(tmp_path, name):
    with pytest.raises(PublisherError, match="cannot be told of"):
        place_of(installed(tmp_path / name))
    with pytest.raises(PublisherError, match="cannot be told of"):
        place_of(installed(tmp_path, certificate=f"/{name}"))


def test_two_sites_on_one_machine_share_no_name(tmp_path):
    names = {place_of(installed(tmp_path, address)).name for address in ("https://a.example", "https://a.example/sub")}
    assert len(names) == 2


def test_a_configuration_is_written_for_the_web_server_that_was_chosen(tmp_path):
    for web, (name, configuration) in CONFIGURATIONS.items():
        installation = installed(tmp_path / web, "https://smallsteps.example/a/b", web)
        write(installation)
        write(installation)  # as `upgrade` does
        assert (installation.web_folder / name).read_text() == configuration(installation)
        installation.current.mkdir()
        assert (installation.web_folder / "root/a/b").resolve() == installation.current
    nothing = installed(tmp_path, web="none")
    write(nothing)
    assert not nothing.web_folder.exists()
