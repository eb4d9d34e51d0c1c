"""The bodies of posts as they arrive: as long as they may be, and together in a bounded part of the memory."""

from __future__ import annotations

from starlette.requests import Request

# A form that is too long is still read up to here, and shown again with all that was typed.
LARGEST_SHOWN_BYTES = 2 * 1024 * 1024
# Of a body beyond that this much is read and thrown away, so that the visitor reads why instead of "connection reset".
DRAIN_LIMIT_BYTES = 8 * 1024 * 1024
SHORT_BYTES = 64 * 1024
MOST_LONG_BYTES = 48 * 1024 * 1024
"""What of each body is beyond SHORT_BYTES, all together, while they arrive: for short ones there is always room."""


class TooLarge(Exception):
    """A body beyond LARGEST_SHOWN_BYTES."""


class Crowded(Exception):
    """No room for one more long body."""


class Bodies:
    """Reads bodies, and knows how much of them is there."""

    def __init__(self) -> None:
        self._long_bytes = 0

    async def read(self, request: Request) -> bytes:
        """The body of a request. Raises TooLarge, Crowded and ClientDisconnect."""
        body, seen, long = bytearray(), 0, 0
        try:
            async for chunk in request.stream():
                seen += len(chunk)
                if seen > DRAIN_LIMIT_BYTES:
                    break
                if seen > LARGEST_SHOWN_BYTES:
                    continue
                body += chunk
                self._long_bytes -= long
                long = max(0, len(body) - SHORT_BYTES)
                self._long_bytes += long
                if long and self._long_bytes > MOST_LONG_BYTES:
                    raise Crowded
        finally:
            self._long_bytes -= long
        if seen > LARGEST_SHOWN_BYTES:
            raise TooLarge
        return bytes(body)
