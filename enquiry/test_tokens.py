"""What the service signs is known again, and nothing else is."""

from __future__ import annotations

import hmac
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enquiry.tokens import AHEAD_S, CONFIRMED_S, FRESH_S, Key, SecretFault, Signer, read_secret

NOW = 1_772_436_600.75
SIGNER = Signer(b"a secret of at least thirty-two bytes")
OTHER = Signer(b"another secret of thirty-two bytes, at least")


def test_a_token_says_when_it_was_given_out_and_no_two_are_the_same() -> None:
    token = SIGNER.read_token(SIGNER.token(NOW), NOW + 5)
    assert token is not None
    assert token.issued_at == int(NOW)
    assert len({SIGNER.token(NOW) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("later_s", "is_fresh"),
    [(0, True), (FRESH_S - 1, True), (FRESH_S, False), (-AHEAD_S + 1, True), (-AHEAD_S - 1, False)],
)
def test_a_token_is_fresh_for_a_day_and_survives_a_clock_that_is_a_minute_behind(
    later_s: float, is_fresh: bool
) -> None:
    assert (SIGNER.read_token(SIGNER.token(NOW), NOW + later_s) is not None) is is_fresh


def test_a_confirmation_carries_its_reference_for_a_week() -> None:
    confirmation = SIGNER.confirmation("K7QM-42TD", NOW)
    assert SIGNER.read_confirmation(confirmation, NOW + FRESH_S * 6) == "K7QM-42TD"
    assert SIGNER.read_confirmation(confirmation, NOW + CONFIRMED_S + 1) is None
    assert SIGNER.confirmation_age_s(confirmation, NOW + 7) == pytest.approx(7.75)
    assert SIGNER.confirmation_age_s("k.K7QM-42TD.x", NOW) is None


def forgeries(text: str) -> list[str]:
    seconds, what, signature = text.split(".")
    changed = [f"{text[:at]}{'A' if text[at] != 'A' else 'B'}{text[at + 1 :]}" for at in range(len(text))]
    return [
        *changed,
        f"0{seconds}.{what}.{signature}",
        f"{seconds}.{what}.",
        f"{seconds}.{what}",
        f"{text}A",
        f"{text}=",
        f" {text}",
        f"{text}\n",
        f"{text}\0",
        text.upper(),
        text.replace(".", "\uff0e"),
        f"{seconds}.{what}.\ud800{signature[1:]}",
        f"{seconds}.{what}.{'é' * 22}",
        "",
        ".",
        "..",
        "a" * 100_000,
        "1.2.3",
    ]


def test_no_forgery_is_read() -> None:
    token, confirmation = SIGNER.token(NOW), SIGNER.confirmation("K7QM-42TD", NOW)
    assert [text for text in forgeries(token) if SIGNER.read_token(text, NOW)] == []
    assert [text for text in forgeries(confirmation) if SIGNER.read_confirmation(text, NOW)] == []
    assert OTHER.read_token(token, NOW) is None
    assert OTHER.read_confirmation(confirmation, NOW) is None


def test_what_is_signed_for_one_purpose_passes_for_no_other() -> None:
    token, confirmation = SIGNER.token(NOW), SIGNER.confirmation("K7QM-42TD", NOW)
    assert SIGNER.read_confirmation(token, NOW) is None
    assert SIGNER.read_token(confirmation, NOW) is None
    seconds = token.partition(".")[0]
    for purpose in ("token", "confirmation", "block", "words", ""):
        signature = SIGNER.sign(purpose, f"{seconds}.abc")
        assert SIGNER.read_token(f"{seconds}.abc.{signature}", NOW) is None
        assert SIGNER.read_confirmation(f"{seconds}.abc.{signature}", NOW) is None
    signature = SIGNER.sign("not spam", "K7QM-42TD")
    assert SIGNER.is_signed("not spam", "K7QM-42TD", signature)
    assert not SIGNER.is_signed("handled", "K7QM-42TD", signature)
    assert not SIGNER.is_signed("not spam", "K7QM-42TE", signature)
    assert not SIGNER.is_signed("not spam", "K7QM-42TD", signature[:-1])
    assert not SIGNER.is_signed("not spam", "K7QM-42TD", "\ud800é")
    assert not OTHER.is_signed("not spam", "K7QM-42TD", signature)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("203.0.113.1", "203.0.113.254"),
        ("203.0.113.1", "::ffff:203.0.113.9"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff:ffff:ffff:ffff"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_addresses_of_one_block_are_one(one: str, other: str) -> None:
    assert SIGNER.block(one, NOW) == SIGNER.block(other, NOW) != ""


def test_other_blocks_other_days_and_other_secrets_have_other_digests() -> None:
    digests = {
        SIGNER.block("203.0.113.1", NOW),
        SIGNER.block("203.0.114.1", NOW),
        SIGNER.block("203.0.113.1", NOW + 86_400),
        SIGNER.block("2001:db8:1:2::1", NOW),
        SIGNER.block("2001:db8:1:3::1", NOW),
        SIGNER.block("::203.0.113.1", NOW),
        OTHER.block("203.0.113.1", NOW),
    }
    assert len(digests) == 7
    assert not any("203" in digest and "113" in digest for digest in digests)


@pytest.mark.parametrize("host", ["", "unknown", "203.0.113", "203.0.113.1:80", "_hidden", "\0", "1" * 1000, "[::1]"])
def test_what_is_no_address_has_no_block(host: str) -> None:
    assert SIGNER.block(host, NOW) == ""


def test_the_same_words_are_known_again_however_they_are_set() -> None:
    known = SIGNER.words("Buy the café, NOW!")
    for text in ("buy the cafe now", " BUY\nthe  Cafe\u0301 \uff0d now", "Buy, the\u200b café. Now?"):
        assert SIGNER.words(text) == known, text
    assert SIGNER.words("Buy the café tomorrow") != known
    assert OTHER.words("Buy the café, NOW!") != known
    assert SIGNER.words("בוקר טוב") != SIGNER.words("ערב טוב")
    assert SIGNER.words("👍") not in ("", SIGNER.words("👎"))
    assert SIGNER.words(" \n") == ""


def test_a_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "var/private/secret"
    secret = read_secret(path)
    assert len(bytes.fromhex(secret.decode())) == 32
    assert read_secret(path) == secret
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == stat.S_IMODE(path.parent.parent.stat().st_mode) == 0o700
    assert list(path.parent.iterdir()) == [path]


def test_processes_that_start_together_share_one_secret(tmp_path: Path) -> None:
    read: set[bytes] = set()
    threads = [threading.Thread(target=lambda: read.add(read_secret(tmp_path / "var/secret"))) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read) == 1
    assert [file.name for file in (tmp_path / "var").iterdir()] == ["secret"]


@pytest.mark.parametrize("mode", [0o644, 0o606, 0o660, 0o604, 0o620])
def test_a_secret_that_others_may_read_is_refused_in_a_sentence(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "secret"
    read_secret(path)
    path.chmod(mode)
    with pytest.raises(SecretFault) as told:
        read_secret(path)
    assert str(told.value) == f"{path}: others could read or change the secret. Close the file: chmod 600 {path}"


@pytest.mark.parametrize("mode", [0o400, 0o440, 0o640])
def test_a_secret_that_the_system_hands_over_is_read(tmp_path: Path, mode: int) -> None:
    """systemd's LoadCredential gives 440, and Debian's habit for a service's secret is 640."""
    path = tmp_path / "secret"
    secret = read_secret(path)
    path.chmod(mode)
    assert read_secret(path) == secret


@pytest.mark.parametrize("text", ["", "\n", "secret", "x" * 31 + "\n"])
def test_a_short_secret_is_refused_in_a_sentence(tmp_path: Path, text: str) -> None:
    path = tmp_path / "secret"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(SecretFault) as told:
        read_secret(path)
    assert str(told.value) == (
        f"{path}: the secret is shorter than 32 characters."
        " Remove the file, and the service makes a good one when it starts."
    )


def test_a_secret_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file, no folder")
    with pytest.raises(SecretFault, match="cannot be read or made there"):
        read_secret(tmp_path / "var/secret")


@given(secret=st.binary(min_size=1, max_size=64), text=st.binary(max_size=300))
def test_our_own_hmac_is_hmac(secret: bytes, text: bytes) -> None:
    assert Key(secret).digest(text) == hmac.digest(secret, text, "sha256")


@given(st.text(st.characters(codec="ascii"), max_size=200))
def test_plain_english_is_known_again_like_any_other_text(text: str) -> None:
    """An accent that makes no difference sends the same words the longer way."""
    assert SIGNER.words(text + " x") == SIGNER.words(text + " x\u0301")
