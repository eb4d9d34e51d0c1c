"""A mail server that takes every letter at once, or one that accepts connections and says nothing.

python -m bench.relay PORT takes|hangs
"""

from __future__ import annotations

import asyncio
import sys

ANSWERS = {b"EHLO": b"250 relay\r\n", b"DATA": b"354 go on\r\n", b"QUIT": b"221 bye\r\n"}


async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Takes letters from one client."""
    writer.write(b"220 relay\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        writer.write(ANSWERS.get(verb, b"250 ok\r\n"))
        if verb == b"DATA":
            await reader.readuntil(b"\r\n.\r\n")
            writer.write(b"250 taken\r\n")
        if verb == b"QUIT":
            break
    writer.close()


async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Says nothing, as long as the client waits."""
    while await reader.read(4096):
        pass
    writer.close()


async def main(port: int, manner: str) -> None:
    """Serves until it is ended."""
    server = await asyncio.start_server({"takes": take, "hangs": hang}[manner], "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
