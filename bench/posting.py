"""A client as cheap as can be, for it shares the machine: many connections that each post one form after another.

    python -m bench.posting PORT SECONDS CONNECTIONS new|held

prints what it saw as JSON. Every post is another visitor's: their own words, network, and token of a minute ago.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from urllib.parse import urlencode

from enquiry.tokens import Signer

SECRET = "a secret of the benchmark's, which is known to both sides"
MOST_PER_S = 6_000

WORDS = (
    "I have been reading your musings on the train, and the one about the hill stayed with me for a week. At work I am"
    " asked to lead a team of people whom I know as friends, and I notice that I put off every talk that might hurt."
    " I would like to find out what it is that I am protecting. Could we speak for half an hour, perhaps on Monday"
    " morning? I am free before ten, and again after four. With thanks, and warm wishes from the coast."
)


def request(number: int, token: str, state: str) -> bytes:
    """One whole request."""
    person = f"visitor{number}"
    form = {
        "name": f"Ada Walker {number}",
        "email": f"{person}@example.com",
        "message": f"{WORDS} {person}",
        "phone": "0131 496 0000",
        "reply_by": "email",
        "topic": "Leading",
        "reading": "",
        "website": "https://example.net" if state == "held" else "",
        "key": f"{number:032x}",
        "token": token,
        "release": "r1",
    }
    body = urlencode(form).encode()
    head = (
        "POST /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
        "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0\r\n"
        "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\nAccept-Language: en-GB,en;q=0.5\r\n"
        "Accept-Encoding: gzip, deflate, br, zstd\r\nConnection: keep-alive\r\n"
        f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Visitor(asyncio.Protocol):
    """One connection: posts, waits for the whole answer, posts again, until the time is up."""

    def __init__(self, posts: Posts) -> None:
        self.posts = posts

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Called by asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.buffer = b""
        self.post()

    def post(self) -> None:
        """The next post, or the end."""
        if time.perf_counter() >= self.posts.until:
            self.transport.close()
            self.posts.ended(self)
            return
        body = self.posts.next()
        self.began = time.perf_counter()
        self.transport.write(body)

    def data_received(self, data: bytes) -> None:
        """Called by asyncio."""
        self.buffer += data
        head, end, body = self.buffer.partition(b"\r\n\r\n")
        if not end:
            return
        length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
        if len(body) < int(length):
            return
        self.buffer = b""
        self.posts.answered(head, time.perf_counter() - self.began)
        self.post()

    def connection_lost(self, exc: Exception | None) -> None:
        """Called by asyncio."""
        self.posts.ended(self)


class Posts:
    """What all connections do together."""

    def __init__(self, requests: list[bytes], connections: int, seconds: float) -> None:
        self._requests = iter(requests)
        self._visitors = connections
        self.times: list[float] = []
        self.others: list[str] = []
        self.until = time.perf_counter() + seconds
        self.done = asyncio.get_running_loop().create_future()
        self._open: set[Visitor] = set()

    def next(self) -> bytes:
        """The next request."""
        return next(self._requests)

    def answered(self, head: bytes, seconds: float) -> None:
        """Notes an answer; only a 303 counts."""
        self.times.append(seconds)
        if not head.startswith(b"HTTP/1.1 303"):
            self.others.append(head.partition(b"\r\n")[0].decode())

    def ended(self, visitor: Visitor) -> None:
        """Notes that a connection is done."""
        if visitor not in self._open:
            self._open.add(visitor)
            if len(self._open) == self._visitors:
                self.done.set_result(None)


async def post_all(port: int, requests: list[bytes], connections: int, seconds: float) -> dict[str, object]:
    """Posts for so long; returns the rate and the times in milliseconds."""
    loop = asyncio.get_running_loop()
    began = time.perf_counter()
    posts = Posts(requests, connections, seconds)
    for _ in range(connections):
        await loop.create_connection(lambda: Visitor(posts), "127.0.0.1", port)
    await posts.done
    took = time.perf_counter() - began
    times = sorted(posts.times)
    if posts.others:
        raise SystemExit(f"{len(posts.others)} of {len(times)} posts were answered {posts.others[0]}")
    at = {name: times[min(len(times) - 1, int(len(times) * share))] for name, share in (("p50", 0.5), ("p99", 0.99))}
    return {"posts": len(times), "per_s": round(len(times) / took)} | {
        f"{name}_ms": round(s * 1000, 2) for name, s in at.items()
    }


def main(port: int, seconds: float, connections: int, state: str) -> None:
    """Makes everything ready, posts, prints."""
    signer, opened = Signer(SECRET.encode()), time.time() - 60
    most = int(seconds * MOST_PER_S) + connections
    requests = [request(number, signer.token(opened), state) for number in range(most)]
    print(json.dumps(asyncio.run(post_all(port, requests, connections, seconds))))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
