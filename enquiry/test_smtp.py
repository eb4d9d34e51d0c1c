"""One letter and one relay, over real sockets: what arrives, and what is known when it does not."""

from __future__ import annotations

import random
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from enquiry.connection import is_this_machine
from enquiry.relays import read_relay
from enquiry.smtp import PATIENCE, Patience, Refused, Smtp
from tests.relaying import Relay, make_certificate, relaying

HASTY = Patience(verb_s=0.2)  # for a relay that hangs; where a letter is to arrive, a busy machine takes its time
HASTY_AT_LAST = Patience(answer_s=0.2)


def a_letter(text: str = "May we talk?\n") -> EmailMessage:
    letter = EmailMessage(policy=SMTP)
    letter["From"] = letter["To"] = "coach@example.org"
    letter["Subject"] = "Enquiry K7QM-42TD"
    letter["Message-ID"] = "<K7QM-42TD.notify@example.org>"
    letter.set_content(text)
    return letter


def send(smtp: Smtp, letter: EmailMessage | None = None, before_last_dot: Callable[[], None] = lambda: None) -> None:
    smtp.send("site@example.org", "coach@example.org", letter or a_letter(), before_last_dot)


OPENED: list[Smtp] = []


@pytest.fixture(autouse=True)
def every_connection_ends() -> Iterator[None]:
    yield
    while OPENED:
        smtp = OPENED.pop()
        smtp.cut()
        smtp.rest()


def to(
    relay: Relay, patience: Patience = PATIENCE, trust: ssl.SSLContext | None = None, *, start: str = "smtp://"
) -> Smtp:
    OPENED.append(Smtp(read_relay(f"{start}127.0.0.1:{relay.port}"), "example.org", trust=trust, patience=patience))
    return OPENED[-1]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trust(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate)


@pytest.fixture
def relay() -> Iterator[Relay]:
    with relaying() as running:
        yield running


@pytest.mark.parametrize(
    "text",
    [
        "One line.\n",
        ".\n..\n. begins with a dot\n\n.\n",
        "before\r\n.\r\nafter\r\nMAIL FROM:<everyone@example.net>\r\n",
        "x" * 3000 + "\n" + "long words " * 600 + "\n",
        "Zoë läuft über die Brücke – 走ろう 🏔️\n",
        "Ümlaut " * 500 + "\n.\n",
    ],
)
def test_a_letter_arrives_whole(relay: Relay, text: str) -> None:
    send(to(relay), a_letter(text))
    [taken] = relay.taken
    assert (taken.sender, taken.recipients) == ("site@example.org", ("coach@example.org",))
    assert taken.letter.get_content().replace("\r\n", "\n") == text.replace("\r\n", "\n")
    assert taken.content.isascii()
    assert taken.content.count(b"\n") == taken.content.count(b"\r") == taken.content.count(b"\r\n")
    assert max(map(len, taken.content.splitlines())) < 998


def test_no_nul_is_sent(relay: Relay) -> None:
    send(to(relay), a_letter("May\0 we talk?\n"))
    [taken] = relay.taken
    assert taken.letter.get_content() == "May we talk?\r\n"


def test_the_null_sender_is_sent_as_such(relay: Relay) -> None:
    to(relay).send("", "ada@example.com", a_letter(), lambda: None)
    [taken] = relay.taken
    assert (taken.sender, taken.recipients) == ("<>", ("ada@example.com",))


def test_an_address_that_would_be_a_verb_is_not_sent(relay: Relay) -> None:
    with pytest.raises(Refused) as told:
        to(relay).send("", "ada@example.com>\r\nRCPT TO:<everyone@example.net", a_letter(), lambda: None)
    assert (told.value.is_known, relay.taken, "RCPT" in relay.seen) == (True, [], False)


def test_it_is_noted_right_before_the_last_dot(relay: Relay) -> None:
    noted: list[bool] = []
    send(to(relay), before_last_dot=lambda: noted.append("DATA" in relay.seen and "dot" not in relay.seen))
    assert noted == [True]


@pytest.mark.parametrize("verb", ["greeting", "EHLO", "MAIL", "RCPT", "DATA", "dot"])
@pytest.mark.parametrize("answer", ["421 closing", "451 later", "552 too much", "550 no", "535 who are you?"])
def test_a_refusal_at_any_verb_is_known(relay: Relay, verb: str, answer: str) -> None:
    relay.faults[verb] = [answer]
    smtp = to(relay)
    with pytest.raises(Refused) as told:
        send(smtp)
    refused = told.value
    assert (refused.is_known, refused.code, refused.is_for_good) == (True, int(answer[:3]), answer[0] == "5")
    assert str(refused) == f"{'connect' if verb == 'greeting' else verb} was answered {answer[:3]}"
    send(smtp)  # and the next letter leaves, on the same connection or on another
    assert len(relay.taken) == (2 if verb == "dot" else 1)


@pytest.mark.parametrize("verb", ["greeting", "EHLO", "MAIL", "RCPT", "DATA"])
@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_silence_before_the_last_dot_is_known(relay: Relay, verb: str, fault: str) -> None:
    relay.faults[verb] = [fault]
    noted: list[str] = []
    with pytest.raises(Refused) as told:
        send(to(relay, HASTY), before_last_dot=lambda: noted.append("dot"))
    assert (told.value.is_known, told.value.code, noted, relay.taken) == (True, None, [], [])


def test_an_answer_that_came_before_the_last_dot_is_none_to_it() -> None:
    """As from a relay that is a reply ahead: taken for the dot's, a letter would be "sent" that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection:
                for reply in (b"220 hello", b"250 you", b"250 from", b"250 to", b"354 go on\r\n250 taken"):
                    connection.sendall(reply + b"\r\n")
                    connection.recv(1000)
                while connection.recv(1000):
                    pass

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(Refused) as refused:
            send(to(Relay(port=server.getsockname()[1])))
        assert (refused.value.at, refused.value.is_known) == ("DATA", True)
        thread.join(10)


def test_a_relay_that_hangs_up_on_the_body_is_known(relay: Relay) -> None:
    relay.faults["body"] = ["drop"]

    def wait_for_it() -> None:
        assert relay.lost.wait(10)

    with pytest.raises(Refused) as told:
        send(to(relay), before_last_dot=wait_for_it)
    assert (told.value.is_known, relay.taken) == (True, [])


@pytest.mark.parametrize("fault", ["hang", "drop", "taken, and no code", "100 odd"])
def test_silence_after_the_last_dot_is_not_known(relay: Relay, fault: str) -> None:
    relay.faults["dot"] = [fault]
    noted: list[str] = []
    with pytest.raises(Refused) as told:
        send(to(relay, HASTY_AT_LAST), before_last_dot=lambda: noted.append("dot"))
    assert (told.value.is_known, told.value.is_for_good, noted, len(relay.taken)) == (False, False, ["dot"], 1)


def test_nobody_at_the_address_is_known() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    with pytest.raises(Refused, match="no connection could be made") as told:
        send(to(Relay(port=port)))
    assert told.value.is_known


def test_a_relay_that_drips_is_waited_for_no_longer() -> None:
    """Each byte is an answer to the last wait, and none ends the letter: only a limit on the whole verb does."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                try:
                    while not ended.wait(0.02):
                        connection.sendall(b"2")
                except OSError:
                    ended.set()

        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(Refused):
            send(to(Relay(port=server.getsockname()[1]), HASTY))
        assert ended.wait(10)
        thread.join()


def test_a_reply_without_end_is_not_read_to_its_end() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:

        def pour() -> None:
            connection, _ = server.accept()
            try:
                while True:
                    connection.sendall(b"220-welcome\r\n" * 1000)
            except OSError:
                connection.close()

        thread = threading.Thread(target=pour)
        thread.start()
        with pytest.raises(Refused):
            send(to(Relay(port=server.getsockname()[1])))
        thread.join(10)
        assert not thread.is_alive()


GOOD_REPLIES = [b"250 yes\r\n", b"250-one\r\n250 AUTH PLAIN\r\n", b"354 go on\r\n", b"421 bye\r\n", b"550 no\r\n"]
ODD_REPLIES = [
    b"250-",
    b"250",
    b"2\r\n",
    b"\r\n",
    b"",
    b"\xff\x00\xfe\r\n",
    b"999 what?\r\n",
    b"-50 minus\r\n",
    b"+1 plus\r\n",
]
ODD_REPLIES += [
    b"250 \xc3\x28\r\n",
    b"250 one\r\n250 two\r\n354 three\r\n",
    b"x" * 9000 + b"\r\n",
    b"\xd9\xa2\xd9\xa5\r\n",
]
REPLIES = GOOD_REPLIES * 4 + ODD_REPLIES


@pytest.mark.parametrize("seed", range(60))
def test_whatever_a_relay_says_all_is_known_unless_the_dot_has_gone(seed: int) -> None:
    """A relay that answers at random, and hangs up in the end."""
    chance = random.Random(seed)
    got = bytearray()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer() -> None:
            connection, _ = server.accept()
            with connection, suppress(OSError):
                connection.sendall(chance.choice([b"220 hello\r\n"] * 9 + REPLIES))
                for _ in range(chance.randrange(12)):
                    if not (asked := connection.recv(65536)):
                        break
                    got.extend(asked)
                    good = b"354 go on\r\n" if asked.startswith(b"DATA") else b"250 yes\r\n"
                    connection.sendall(chance.choice([good] * 60 + REPLIES))

        thread = threading.Thread(target=answer)
        thread.start()
        noted: list[str] = []
        refused = None
        smtp = to(Relay(port=server.getsockname()[1]), Patience(verb_s=0.1, answer_s=0.1))
        try:
            send(smtp, before_last_dot=lambda: noted.append("dot"))
        except Refused as error:
            refused = error
        smtp.cut()
        smtp.rest()
        thread.join(10)
        assert not thread.is_alive()
    if got.endswith(b"\r\n.\r\n") or refused is None or not refused.is_known:
        assert noted == ["dot"]
    else:
        assert b"\r\n.\r\n" not in got


def test_a_fault_before_the_last_dot_sends_no_letter(relay: Relay) -> None:
    def cannot_note() -> None:
        raise RuntimeError("the disk is full")

    smtp = to(relay)
    with pytest.raises(RuntimeError):
        send(smtp, before_last_dot=cannot_note)
    assert relay.taken == []
    send(smtp)
    assert len(relay.taken) == 1


def test_letters_that_follow_one_another_share_a_connection_and_do_without_a_lost_one(relay: Relay) -> None:
    smtp = to(relay, Patience(idle_s=0))
    for _ in range(3):
        send(smtp)
    assert relay.connections == 1
    relay.faults["RSET"] = ["drop"]
    send(smtp)
    assert relay.connections == 2
    relay.faults["MAIL"] = ["421 enough for one connection"]
    send(smtp)
    assert (relay.connections, len(relay.taken)) == (3, 5)
    relay.lost.clear()
    smtp.rest()
    assert relay.lost.wait(10)
    assert relay.seen[-1] == "QUIT"


@pytest.mark.parametrize("fault", ["hang", "drop", "500 no", "421 no"])
def test_a_relay_that_does_not_let_go_costs_nothing(relay: Relay, fault: str) -> None:
    smtp = to(relay, Patience(bye_s=0.2, idle_s=0))
    relay.faults["QUIT"] = [fault]
    send(smtp)
    smtp.rest()
    send(smtp)
    assert len(relay.taken) == 2


def test_a_connection_in_use_is_not_ended_for_being_idle(relay: Relay) -> None:
    smtp = to(relay)
    send(smtp)
    smtp.rest()
    send(smtp)
    assert "QUIT" not in relay.seen


def try_in_a_thread(smtp: Smtp) -> tuple[threading.Thread, list[Refused]]:
    told: list[Refused] = []

    def try_it() -> None:
        with pytest.raises(Refused) as refused:
            send(smtp)
        told.append(refused.value)

    thread = threading.Thread(target=try_it)
    thread.start()
    return thread, told


def test_a_letter_is_cut_off_before_its_last_dot_and_never_after() -> None:
    with relaying(Relay(faults={"RCPT": ["hang"]})) as relay:
        smtp = to(relay)
        thread, told = try_in_a_thread(smtp)
        assert relay.at_fault.wait(10)
        assert smtp.cut()  # and no lock is waited for
        thread.join(10)
        assert [(refused.is_known, refused.at) for refused in told] == [(True, "stop")]
        with pytest.raises(Refused, match="the service is ending"):
            send(smtp)
        assert relay.taken == []
    with relaying(Relay(faults={"dot": ["hang"]})) as relay:
        smtp = to(relay, Patience(answer_s=0.5))
        thread, told = try_in_a_thread(smtp)
        assert relay.at_fault.wait(10)
        assert not smtp.cut()
        thread.join(10)
        assert [refused.is_known for refused in told] == [False]
        assert len(relay.taken) == 1


def test_encryption_is_used_where_it_is_offered(certificate: Path, trust: ssl.SSLContext) -> None:
    with relaying(certificate=certificate, password="pässword", needs_tls=True) as relay:
        send(to(relay, trust=trust, start="smtp://co%40ch:p%C3%A4ssword@"))
    assert len(relay.taken) == 1
    assert relay.signed_in == [(b"co@ch", "pässword".encode())]
    assert relay.seen[:5] == ["greeting", "EHLO", "STARTTLS", "EHLO", "AUTH"]


def test_encryption_from_the_start(certificate: Path, trust: ssl.SSLContext) -> None:
    with relaying(certificate=certificate, is_tls=True, password="password") as relay:
        send(to(relay, trust=trust, start="smtps://coach:password@"))
    assert (len(relay.taken), "STARTTLS" in relay.seen) == (1, False)


@pytest.mark.parametrize("start", ["smtp://", "smtps://"])
def test_a_letter_and_a_password_are_not_sent_to_who_cannot_show_a_certificate(certificate: Path, start: str) -> None:
    with (
        relaying(certificate=certificate, is_tls=start == "smtps://", password="password") as relay,
        pytest.raises(Refused, match="certificate is not to be trusted") as told,
    ):
        send(to(relay, start=f"{start}coach:password@"))
    assert (told.value.is_known, relay.taken, relay.signed_in) == (True, [], [])


def test_a_certificate_of_somebody_else_is_none(tmp_path: Path) -> None:
    other = make_certificate(tmp_path, "DNS:relay.example")
    with relaying(certificate=other) as relay, pytest.raises(Refused, match="certificate is not to be trusted"):
        send(to(relay, trust=ssl.create_default_context(cafile=other)))
    assert relay.taken == []


@pytest.mark.parametrize("fault", ["hang", "drop", "454 not now"])
def test_encryption_that_fails_is_not_done_without(certificate: Path, trust: ssl.SSLContext, fault: str) -> None:
    with (
        relaying(Relay(faults={"STARTTLS": [fault]}), certificate=certificate) as relay,
        pytest.raises(Refused) as told,
    ):
        send(to(relay, HASTY if fault == "hang" else PATIENCE, trust))
    assert (told.value.is_known, relay.taken) == (True, [])


@pytest.mark.parametrize("fault", ["hang", "drop"])
def test_silence_is_judged_alike_when_it_is_encrypted(certificate: Path, trust: ssl.SSLContext, fault: str) -> None:
    for verb in ("RCPT", "dot"):
        with (
            relaying(Relay(faults={verb: [fault]}), certificate=certificate) as relay,
            pytest.raises(Refused) as told,
        ):
            send(to(relay, HASTY if verb == "RCPT" else HASTY_AT_LAST, trust))
        assert told.value.is_known == (verb == "RCPT")


@pytest.mark.parametrize("fault", ["535 who are you?", "454 not now", "421 closing", "hang", "drop"])
def test_a_relay_that_does_not_let_us_in_is_known(fault: str) -> None:
    with relaying(Relay(faults={"AUTH": [fault]}), password="password") as relay, pytest.raises(Refused) as told:
        send(to(relay, HASTY if fault == "hang" else PATIENCE, start="smtp://coach:password@"))
    assert (told.value.is_known, told.value.is_of_relay, relay.taken) == (True, True, [])


def test_a_wrong_password_is_told() -> None:
    with relaying(password="password") as relay, pytest.raises(Refused, match="AUTH was answered 535"):
        send(to(relay, start="smtp://coach:old@"))


def test_a_handshake_that_is_not_answered_has_an_end(trust: ssl.SSLContext) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(Refused) as told:
        send(to(Relay(port=silent.getsockname()[1]), HASTY, trust, start="smtps://"))
    assert told.value.is_known


def test_a_password_is_not_sent_in_the_clear_to_another_machine() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        try:
            asking.connect(("192.0.2.1", 9))  # sends nothing; the system says which address it would send from
        except OSError:
            pytest.skip("this machine has no address but its own loopback")
        address = asking.getsockname()[0]
    with relaying(password="password", host=address) as relay:
        smtp = Smtp(read_relay(f"smtp://coach:password@{address}:{relay.port}"), "example.org", patience=HASTY)
        with pytest.raises(Refused, match="the relay offers no encryption, and the password is sent in no other way"):
            send(smtp)
    assert (relay.signed_in, relay.taken, "AUTH" in relay.seen) == ([], [], False)


@pytest.mark.parametrize(
    ("address", "is_own"),
    [("127.0.0.1", True), ("127.8.8.8", True), ("::1", True), ("10.0.0.1", False), ("fe80::1%eth0", False)],
)
def test_what_is_this_machine(address: str, is_own: bool) -> None:
    assert is_this_machine(address) == is_own
