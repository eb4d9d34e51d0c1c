"""Where a workflow publishes the site, and for which address it builds it."""

from pathlib import Path

import pytest

from desk.hosted import Run, plan
from plugins.proofreading import site_toml
from tests.building import SMALL_SITE

PAGES = "https://ada.github.io/walks"
HERE = {"GITHUB_SERVER_URL": "https://github.com", "GITHUB_REPOSITORY": "ada/walks", "GITHUB_REF": "refs/heads/main"}


@pytest.fixture
def planned(tmp_path: Path):
    """What is planned for a site.toml and a run: the address, whether it is published, what is said by its codes."""

    def of(provider="formspree", address="https://smallsteps.example", host="", pages=PAGES, **variables):
        words = SMALL_SITE["site.toml"].replace("https://smallsteps.example", f'{address}"\nhost = "{host}')
        words = words.replace("[contact_form]\n", f'[contact_form]\nprovider = "{provider}"\nform_id = "mqkzrwpe"\n')
        file = tmp_path / "site.toml"
        file.write_text(words.replace('host = ""\n', ""))
        run = Run.from_environment({**HERE, "GITHUB_EVENT_NAME": "push", "PAGES_ADDRESS": pages, **variables})
        done = plan(run, site_toml.load(file)[0], file)
        return done.address, done.publishes, [mistake.code for mistake in done.said]

    return of


def test_a_site_is_built_for_the_address_that_pages_tells(planned) -> None:
    """A project's site lives below its name, and a domain of one's own is known to Pages alone."""
    assert planned() == (PAGES, True, [])
    assert planned(address=PAGES, pages=f"{PAGES}/") == (PAGES, True, [])
    assert planned(address="https://ada.coach", pages="http://ada.coach/") == ("https://ada.coach", True, [])


def test_another_address_in_site_toml_is_told(planned) -> None:
    """Only the demonstration's is not: nobody took it for their own."""
    assert planned(address="https://ada.coach") == (PAGES, True, ["address-other"])


def test_only_main_is_published_and_a_pull_request_never(planned) -> None:
    assert planned(GITHUB_EVENT_NAME="schedule")[1] is True
    assert planned(GITHUB_EVENT_NAME="workflow_dispatch")[1] is True
    assert planned(GITHUB_EVENT_NAME="pull_request", GITHUB_REF="refs/pull/7/merge") == (PAGES, False, [])
    assert planned(GITHUB_EVENT_NAME="pull_request")[1] is False
    assert planned(GITHUB_EVENT_NAME="workflow_dispatch", GITHUB_REF="refs/heads/try")[1] is False


def test_with_pages_off_who_pushes_is_told_what_to_switch_on_and_the_clock_keeps_silent(planned) -> None:
    """A red run every morning for a site that nobody wanted published would only teach to look away."""
    own = "https://smallsteps.example"
    assert planned(pages="") == (own, False, ["pages-off"])
    assert planned(pages="", GITHUB_EVENT_NAME="schedule") == (own, False, [])
    assert planned(pages="", GITHUB_EVENT_NAME="pull_request") == (own, False, [])


@pytest.mark.parametrize("host, address", [("netlify", "https://ada.coach"), ("", "https://ada.pages.dev")])
def test_who_is_published_elsewhere_is_checked_here(planned, host: str, address: str) -> None:
    assert planned(host=host, address=address) == (address, False, ["published-elsewhere"])
    assert planned(host=host, address=address, pages="") == (address, False, ["published-elsewhere"])


def test_behind_a_domain_of_ones_own_a_form_that_nobody_receives_is_still_seen(planned) -> None:
    """The address does not show that Pages serves it, and `make check` could not know."""
    own = "https://ada.coach"
    assert planned(provider="self", address=own, pages=own) == (own, True, ["form-nowhere"])
    assert planned(provider="formspree", address=own, pages=own) == (own, True, [])
    assert planned(provider="self", address=PAGES) == (PAGES, True, []), "make check says it, once"


def test_an_address_that_is_none_is_handed_to_nobody(planned) -> None:
    assert planned(address="https://ada.coach/ x", host="netlify")[0] == ""
    assert planned(address="https://ada.coach\\npublishes=true", host="netlify")[0] == ""


def test_a_stop_ends_the_run_and_a_remark_does_not(tmp_path: Path) -> None:
    file = tmp_path / "site.toml"
    file.write_text(SMALL_SITE["site.toml"])
    settings = site_toml.load(file)[0]
    run = Run("push", "refs/heads/main", "https://github.com/ada/walks", "")
    stopped = plan(run, settings, file)
    assert stopped.stops and stopped.outputs == "address=https://smallsteps.example\npublishes=false\n"
    assert "https://github.com/ada/walks/settings/pages" in stopped.said[0].fix
