"""The laboratory's server: it speaks raw HTTP/1.1, so that it can misbehave in every way that a real one can."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

Behaviour = Callable[["Request", "Wire"], Awaitable[None]]


@dataclass(frozen=True)
class Request:
    """What a client asked for."""

    method: str
    target: str
    headers: dict[str, str]
    secure: bool
    count: int
    """How often this host and path have been asked for, this time counted."""

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def query(self) -> str:
        return self.target.partition("?")[2]

    @property
    def host(self) -> str:
        return urlsplit(f"//{self.headers.get('host', '')}").hostname or ""


class Wire:
    """The server's end of a connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.keep = True

    async def send(self, data: bytes) -> None:
        self.writer.write(data)
        await self.writer.drain()

    async def reply(
        self,
        status: int,
        body: bytes = b"",
        headers: dict[str, str] | None = None,
        *,
        reason: str = "Reply",
        length: int | None = None,
    ) -> None:
        lines = [f"HTTP/1.1 {status} {reason}"]
        fields = {"Content-Type": "text/html; charset=utf-8", **(headers or {})}
        if status not in (204, 304):
            fields["Content-Length"] = str(len(body) if length is None else length)
        lines += [f"{name}: {value}" for name, value in fields.items()]
        await self.send("\r\n".join(lines).encode("utf-8", "surrogateescape") + b"\r\n\r\n" + body)

    def reset(self) -> None:
        """Cut the connection the hard way."""
        self.keep = False
        self.writer.transport.abort()


@dataclass
class Server:
    """Serves every host of the laboratory, in the clear and over TLS, on several loopback addresses."""

    sites: dict[str, Behaviour]
    addresses: int = 20
    certificates: dict[str, ssl.SSLContext] = field(default_factory=dict)
    default_certificate: ssl.SSLContext | None = None
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Hosts and targets, in the order in which they were asked for."""

    async def __aenter__(self) -> Self:
        self._counts: dict[tuple[str, str], int] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._servers: list[asyncio.Server] = []
        first = await asyncio.start_server(self._plain, "127.0.0.1", 0)
        self.port = first.sockets[0].getsockname()[1]
        self._servers.append(first)
        self.tls_port = 0
        if self.default_certificate is not None:
            context = self.default_certificate
            context.sni_callback = self._choose
            secure = await asyncio.start_server(self._secure, "127.0.0.1", 0, ssl=context)
            self.tls_port = secure.sockets[0].getsockname()[1]
            self._servers.append(secure)
        for number in range(2, self.addresses + 1):
            self._servers.append(await asyncio.start_server(self._plain, f"127.0.0.{number}", self.port))
            if self.default_certificate is not None:
                self._servers.append(
                    await asyncio.start_server(self._secure, f"127.0.0.{number}", self.tls_port, ssl=context)
                )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for server in self._servers:
            server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _choose(self, socket: ssl.SSLObject, name: str | None, _: ssl.SSLContext) -> None:
        if name in self.certificates:
            socket.context = self.certificates[name]

    def address_of(self, host: str) -> str:
        """The loopback address that a host of the laboratory lives at."""
        return f"127.0.0.{sum(host.encode()) % self.addresses + 1}"

    def pins(self) -> tuple[str, ...]:
        """What to give as `--resolve` so that every host is found."""
        ports = [port for port in (self.port, self.tls_port) if port]
        return tuple(f"{host}:{port}:{self.address_of(host)}" for host in self.sites for port in ports)

    def stop_listening(self) -> None:
        """Take no more connections, on any address."""
        for server in self._servers:
            server.close()

    async def _plain(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._serve(reader, writer, secure=False)

    async def _secure(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._serve(reader, writer, secure=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, secure: bool) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        wire = Wire(reader, writer)
        try:
            while wire.keep:
                request = await self._read(reader, secure)
                if request is None:
                    break
                await self.sites.get(request.host.rstrip("."), _nobody)(request, wire)
                if request.headers.get("connection", "").lower() == "close":
                    break
        except (ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, TimeoutError):
            pass
        except asyncio.CancelledError:
            # The laboratory closes; asyncio would report the end of a connection's task as a fault.
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _read(self, reader: asyncio.StreamReader, secure: bool) -> Request | None:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except (asyncio.IncompleteReadError, ConnectionError):
            return None
        first, *rest = head.decode("latin-1").split("\r\n")
        method, target, _ = first.split(" ", 2)
        headers = {}
        for line in rest:
            name, colon, value = line.partition(":")
            if colon:
                headers[name.strip().lower()] = value.strip()
        request = Request(method, target, headers, secure, 0)
        key = (request.host, target)
        self._counts[key] = self._counts.get(key, 0) + 1
        self.asked.append(key)
        return Request(method, target, headers, secure, self._counts[key])


async def _nobody(request: Request, wire: Wire) -> None:
    await wire.reply(421, b"<h1>Nobody of that name lives here</h1>")
