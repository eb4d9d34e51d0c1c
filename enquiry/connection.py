"""An SMTP connection that waits no longer than it is told to, and that another thread can end."""

from __future__ import annotations

import select
import smtplib
import socket
import ssl
import time
from contextlib import suppress
from ipaddress import ip_address

MOST_BYTES_OF_A_REPLY = 64 * 1024


class Connection(smtplib.SMTP):
    """One connection. A wait ends after `verb_s` or at `deadline` (monotonic), however slowly the answer drips."""

    def __init__(self, hello: str, host: str, trust: ssl.SSLContext | None) -> None:
        """`hello` is the name that we give ourselves; with `trust` it is encrypted from the first byte."""
        super().__init__(local_hostname=hello)
        self._host = host  # whose certificate STARTTLS asks for
        self._trust = trust
        self._socket: socket.socket | None = None
        self._is_shut = False
        self.verb_s = self.deadline = 0.0

    @property
    def is_private(self) -> bool:
        """Whether nobody between here and the relay can read along."""
        if isinstance(self.sock, ssl.SSLSocket):
            return True
        return self.sock is not None and is_this_machine(self.sock.getpeername()[0])

    def shut(self) -> None:
        """Ends every wait of another thread on this connection at once."""
        self._is_shut = True
        if (open_socket := self._socket) is not None:
            with suppress(OSError):  # it was not connected, or is no more
                # Not SSLSocket.shutdown, which takes the TLS state away from the thread that uses it.
                socket.socket.shutdown(open_socket, socket.SHUT_RDWR)

    def has_spoken(self) -> bool:
        """Whether something came from the relay that nobody asked for, or it has hung up."""
        if not self.sock or (isinstance(self.file, Lines) and self.file.is_ahead):
            return True
        waiting = select.poll()
        waiting.register(self.sock, select.POLLIN)
        return bool(waiting.poll(0))

    def send_all(self, text: bytes) -> tuple[int, bytes]:
        """Sends what is not answered; the 0 stands for the answer."""
        self.send(text)
        return 0, b""

    def encrypt(self, trust: ssl.SSLContext) -> tuple[int, bytes]:
        """STARTTLS, with a certificate that `trust` believes."""
        reply = self.starttls(context=trust)
        self._socket = self.sock
        return reply

    def send(self, s: bytes | str) -> None:  # type: ignore[override]
        if self.sock:
            self.sock.settimeout(self._rest_of_time())
        super().send(s)

    def getreply(self) -> tuple[int, bytes]:
        if not self.sock:
            raise smtplib.SMTPServerDisconnected("the connection has ended")
        if not isinstance(self.file, Lines):
            self.file = Lines(self.sock)
        self.file.until = time.monotonic() + self._rest_of_time()
        self.file.room = MOST_BYTES_OF_A_REPLY
        return super().getreply()

    def _get_socket(self, host: str, port: int, timeout: object) -> socket.socket:
        """A connection to the first of the relay's addresses that answers."""
        fault: OSError = OSError("the relay has no address")
        for family, kind, protocol, _, address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM):
            connection = self._socket = socket.socket(family, kind, protocol)
            try:
                connection.settimeout(self._rest_of_time())
                connection.connect(address)
                # The last dot goes by itself; with Nagle's algorithm it waits for a delayed ACK, 40 ms a letter.
                connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                if self._trust is not None:
                    connection = self._socket = self._trust.wrap_socket(connection, server_hostname=host)
                return connection
            except OSError as error:
                connection.close()
                fault = error
        raise fault

    def _rest_of_time(self) -> float:
        rest_s = min(self.verb_s, self.deadline - time.monotonic())
        if rest_s <= 0 or self._is_shut:
            raise TimeoutError
        return rest_s


class Lines:
    """The lines that come from a relay, until a time and up to a size that no reply has; in place of a file."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection, self._read = connection, b""
        self.until, self.room = 0.0, 0

    @property
    def is_ahead(self) -> bool:
        """Whether more came than was read: an answer to nothing that was asked."""
        return bool(self._read)

    def readline(self, most: int) -> bytes:
        """The next line with its end, or `most` bytes of it; what there was of it when the relay hung up."""
        while b"\n" not in self._read and len(self._read) < most:
            if (rest_s := self.until - time.monotonic()) <= 0:
                raise TimeoutError
            self._connection.settimeout(rest_s)
            if not (more := self._connection.recv(4096)):
                break
            self.room -= len(more)
            if self.room < 0:
                raise OSError("a reply without end")
            self._read += more
        end = min(self._read.find(b"\n") + 1 or len(self._read), most)
        line, self._read = self._read[:end], self._read[end:]
        return line

    def close(self) -> None:
        """As a file has it; the connection is closed by whoever opened it."""


def is_this_machine(address: str) -> bool:
    """Whether what is sent to this address of IPv4 or IPv6 stays on this machine."""
    return ip_address(address.partition("%")[0]).is_loopback
