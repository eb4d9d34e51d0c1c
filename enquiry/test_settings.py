"""What the service is told by its environment."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import pytest

from enquiry.settings import READERS, Settings, SettingsFault, _attribute


def test_one_setting_is_enough() -> None:
    settings = Settings.from_environment({"ENQUIRY_RECIPIENT": "coach@example.org", "PATH": "/bin"})
    assert settings == Settings(recipient="coach@example.org")
    assert settings.mail_folder == Path("var/mail")


def test_every_setting_is_read() -> None:
    settings = Settings.from_environment(
        {
            "ENQUIRY_RECIPIENT": "coach@example.org",
            "ENQUIRY_DATABASE": "sqlite:////srv/enquiries.db",
            "ENQUIRY_SITE": "/srv/site",
            "ENQUIRY_ADDRESS": "https://example.org/sub/",
            "ENQUIRY_BIND": "[::1]:80",
        }
    )
    assert settings == Settings(
        "coach@example.org",
        Path("/srv/enquiries.db"),
        Path("/srv/site"),
        "https://example.org/sub",
        ("::1", 80),
    )
    assert (settings.base, settings.mail_folder) == ("/sub", Path("/srv/mail"))


def test_every_field_has_a_variable() -> None:
    assert {_attribute(name) for name in READERS} == {field.name for field in fields(Settings)}


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(SettingsFault) as told:
        Settings.from_environment(
            {
                "ENQUIRY_BIND": "8025",
                "ENQUIRY_DATABASE": "enquiries.db",
                "ENQUIRY_ADDRESS": "example.org",
                "ENQUIRY_SMPT": "x",
            }
        )
    assert told.value.faults == (
        "ENQUIRY_ADDRESS=example.org: write the site's whole address, like https://example.org.",
        "ENQUIRY_BIND=8025: write a host and a port, like 127.0.0.1:8025.",
        "ENQUIRY_DATABASE=enquiries.db: write sqlite:/// and the path of a file, like sqlite:///var/enquiries.db.",
        "ENQUIRY_RECIPIENT is not set: the address that enquiries go to, like coach@example.org.",
        "ENQUIRY_SMPT: the service has no such setting.",
    )


@pytest.mark.parametrize("recipient", ["coach", "coach@", "@example.org", "a@b@c", "coach@example.org\nBcc: x@y.z", ""])
def test_a_recipient_that_is_no_address_is_told(recipient: str) -> None:
    with pytest.raises(SettingsFault, match="ENQUIRY_RECIPIENT"):
        Settings.from_environment({"ENQUIRY_RECIPIENT": recipient})


def serve(**environment: str) -> subprocess.Popen[str]:
    house = str(Path(__file__).parent.parent)
    clean = {name: text for name, text in os.environ.items() if not name.startswith("ENQUIRY_")}
    return subprocess.Popen(
        [sys.executable, "-m", "enquiry", "serve"],
        env=clean | environment | {"PYTHONPATH": house},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_command_tells_a_fault_in_a_sentence_and_ends_with_1() -> None:
    process = serve()
    output, errors = process.communicate(timeout=20)
    assert (process.returncode, output) == (1, "")
    assert errors == "ENQUIRY_RECIPIENT is not set: the address that enquiries go to, like coach@example.org.\n"


def test_the_command_serves_until_it_is_told_to_stop(tmp_path: Path) -> None:
    process = serve(
        ENQUIRY_RECIPIENT="coach@example.org",
        ENQUIRY_DATABASE=f"sqlite:///{tmp_path}/var/enquiries.db",
        ENQUIRY_BIND="127.0.0.1:0",
    )
    assert process.stdout is not None
    assert re.fullmatch(r"Enquiries are received at http://127\.0\.0\.1:\d+/contact/\n", process.stdout.readline())
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)
    assert process.returncode in (0, -signal.SIGTERM)
    assert (tmp_path / "var/enquiries.db").exists()
