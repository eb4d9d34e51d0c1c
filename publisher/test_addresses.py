"""An address is taken when a site can be read there, and kept in one way of writing it."""

import pytest

from publisher.addresses import UnsoundAddress, sound_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://www.example.org", "https://www.example.org"),
        (" https://WWW.Example.org/ ", "https://www.example.org"),
        ("https://example.org/coaching/", "https://example.org/coaching"),
        ("https://example.org//a//b", "https://example.org/a/b"),
        ("https://example.org:8443", "https://example.org:8443"),
        ("https://café.example", "https://xn--caf-dma.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/sub", "http://127.0.0.1:8000/sub"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_an_address_is_kept_in_one_way_of_writing_it(typed, kept):
    assert sound_address(typed) == kept
    assert sound_address(kept) == kept


@pytest.mark.parametrize(
    ("typed", "fault"),
    [
        ("", "an address begins with https://"),
        ("www.example.org", "an address begins with https://"),
        ("ftp://example.org", "an address begins with https://"),
        ("https://", "an address begins with https://"),
        ("https:///sub", "an address begins with https://"),
        ("http://example.org", "without https:// everybody on the way can read"),
        ("https://example.org/?a=b", "a site has no ? and no #"),
        ("https://example.org#top", "a site has no ? and no #"),
        ("https://you:word@example.org", "a site has no user and no password"),
        ("https://example.org:99999", "that is no address"),
        ("https://exa mple.org", "no name that a host can have"),
        ("https://-a.example", "no name that a host can have"),
        ("https://a..example", "no name that a host can have"),
        ("https://a{b}.example", "no name that a host can have"),
        ("https://intranet", "a name that only this network knows"),
        ("https://example.org/a b", "letters, digits and"),
        ("https://example.org/../etc", "letters, digits and"),
        ("https://example.org/a;b", "letters, digits and"),
        ("https://example.org/$uri", "letters, digits and"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(typed, fault):
    with pytest.raises(UnsoundAddress, match="--address") as refused:
        sound_address(typed)
    assert fault in str(refused.value)
