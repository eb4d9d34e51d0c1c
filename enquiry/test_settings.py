"""What the service is told by its environment."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import fields, replace
from pathlib import Path

import pytest

from enquiry.relays import Relay
from enquiry.settings import READERS, SECRET, Settings, SettingsFault, _attribute, read_file


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
            "ENQUIRY_SECRET": "s" * 32,
            "ENQUIRY_WORDS": "/srv/words.txt",
            "ENQUIRY_MAX_PER_MINUTE": "60",
            "ENQUIRY_PROXIES": "10.0.0.1, 2001:DB8::1",
            "ENQUIRY_SMTP": "smtps://site:s3cret@mail.example.org",
            "ENQUIRY_SMTP_SECOND": "smtp://127.0.0.1",
            "ENQUIRY_SENDER": "site@bücher.example",
            "ENQUIRY_ACKNOWLEDGE": "on",
            "ENQUIRY_REPLY_WITHIN": "two working days",
            "ENQUIRY_ALARM_HOURS": "6",
            "ENQUIRY_KEEP_MONTHS": "6",
            "ENQUIRY_KEEP_HELD_DAYS": "14",
            "ENQUIRY_BACKUPS": "/srv/copies",
        }
    )
    assert settings == Settings(
        recipient="coach@example.org",
        database="sqlite:////srv/enquiries.db",
        site=Path("/srv/site"),
        address="https://example.org/sub",
        bind=("::1", 80),
        secret="s" * 32,
        words=Path("/srv/words.txt"),
        max_per_minute=60,
        proxies=("10.0.0.1", "2001:db8::1"),
        smtp=Relay("mail.example.org", 465, "site", "s3cret", True),
        smtp_second=Relay("127.0.0.1", 25),
        sender="site@xn--bcher-kva.example",
        acknowledge=True,
        reply_within="two working days",
        alarm_hours=6,
        keep_months=6,
        keep_held_days=14,
        backups=Path("/srv/copies"),
    )
    assert (settings.from_address, replace(settings, sender="").from_address) == (settings.sender, settings.recipient)
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
        "ENQUIRY_DATABASE=…: write sqlite:/// and a file's path, like sqlite:///var/enquiries.db, or the address of a"
        " PostgreSQL.",
        "ENQUIRY_RECIPIENT is not set: the address that enquiries go to, like coach@example.org.",
        "ENQUIRY_SMPT: the service has no such setting. Did you mean ENQUIRY_SMTP?",
    )


def test_settings_come_from_a_file_too(tmp_path: Path) -> None:
    file = tmp_path / "enquiry.env"
    file.write_text('# Mine\n\nENQUIRY_RECIPIENT=coach@example.org\nENQUIRY_ADDRESS="https://example.org"\n')
    assert read_file(file) == {"ENQUIRY_RECIPIENT": "coach@example.org", "ENQUIRY_ADDRESS": "https://example.org"}
    file.write_text("ENQUIRY_RECIPIENT = coach@example.org\nnonsense\n")
    with pytest.raises(SettingsFault, match=r":1: write NAME=value.*\n.*:2: write NAME=value"):
        read_file(file)
    with pytest.raises(SettingsFault, match="cannot be read"):
        read_file(tmp_path / "none.env")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ENQUIRY_RECIPIENT", "zoë@example.org"),
        ("ENQUIRY_SENDER", "the website"),
        ("ENQUIRY_ACKNOWLEDGE", "yes"),
        ("ENQUIRY_REPLY_WITHIN", "two days\r\nBcc: everyone@example.net"),
        ("ENQUIRY_REPLY_WITHIN", "a long time " * 10),
        ("ENQUIRY_ALARM_HOURS", "0"),
        ("ENQUIRY_ALARM_HOURS", "-1"),
        ("ENQUIRY_SMTP_SECOND", "smtp://127.0.0.1"),
    ],
)
def test_what_is_wrong_with_the_mail_is_told_before_the_first_letter(name: str, text: str) -> None:
    with pytest.raises(SettingsFault, match=name):
        Settings.from_environment({"ENQUIRY_RECIPIENT": "coach@example.org", name: text})


def test_the_manual_has_every_setting_and_no_other() -> None:
    manual = (Path(__file__).parent.parent / "docs/contact.md").read_text("utf-8")
    rows = re.findall(r"^\| `(ENQUIRY_\w+)` \|", manual, re.MULTILINE)
    assert sorted(rows) == sorted(READERS)


def test_what_may_hold_a_password_is_never_shown() -> None:
    for name in SECRET:
        with pytest.raises(SettingsFault) as told:
            Settings.from_environment({"ENQUIRY_RECIPIENT": "coach@example.org", name: "hunter2"})
        assert "hunter2" not in str(told.value)


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
