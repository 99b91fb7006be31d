"""Fifty hosts on the loopback interface, each answering every request after 50 ms with a small page."""

from __future__ import annotations

import asyncio
import sys

DELAY = 0.05
TEXT = "People who work across organisations learn to share power, time and credit with one another. " * 12


def body(path: str) -> bytes:
    """The page at a path; its title carries the path, as a catalogue would."""
    title = f"Page {path.rpartition('/')[2]}"
    return (
        f"<!doctype html><html lang=en><head><title>{title}</title></head>"
        f"<body><h1>{title}</h1><p>{TEXT}</p></body></html>"
    ).encode()


class Host(asyncio.Protocol):
    """One connection of one host."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to answer."""
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        """Answer each request a little later."""
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, self.buffer = self.buffer.split(b"\r\n\r\n", 1)
            method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
            asyncio.get_running_loop().call_later(DELAY, self.answer, method, path)

    def answer(self, method: str, path: str) -> None:
        """Send the page, or 404 for robots.txt."""
        if self.transport.is_closing():
            return
        there = path != "/robots.txt"
        content = body(path) if there else b""
        head = (
            f"HTTP/1.1 {200 if there else 404} X\r\nContent-Type: text/html\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        assert isinstance(self.transport, asyncio.Transport)
        self.transport.write(head.encode() + (content if method != "HEAD" else b""))


async def serve(hosts: int) -> None:
    """Serve until the process is ended; print the port first."""
    loop = asyncio.get_running_loop()
    first = await loop.create_server(Host, "127.0.1.1", 0, backlog=1_000)
    port = first.sockets[0].getsockname()[1]
    for number in range(2, hosts + 1):
        await loop.create_server(Host, f"127.0.1.{number}", port, backlog=1_000)
    print(port, flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(serve(int(sys.argv[1])))
