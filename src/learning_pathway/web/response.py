"""One request and its response, with the body read within limits of size and time."""

from __future__ import annotations

import asyncio
import errno
import ssl
import zlib
from collections.abc import Mapping
from contextlib import nullcontext
from http.cookies import SimpleCookie
from typing import Final

import aiohttp
from yarl import URL

from .guard import GuardedResolver, NameUnknownError, NameUnsureError, UnsafeAddressError
from .model import Probing, Trouble, frozen_dataclass

__all__ = [
    "Body",
    "RequestError",
    "Response",
    "ask",
    "read_body",
    "request_error_of",
]

KEPT_HEADERS: Final = frozenset({
    "content-type", "content-length", "content-disposition", "location", "refresh", "retry-after", "etag",
    "last-modified", "server", "link", "x-robots-tag", "content-language", "www-authenticate", "cf-mitigated",
    "x-amzn-waf-action", "x-datadome", "sunset",
    "memento-datetime", "date",
})  # fmt: skip

_NOT_HTTP: Final = ("Bad status line", "Got more than", "Too many headers")
"""How aiohttp's message begins where no browser could read the answer either."""


@frozen_dataclass
class Response:
    """An answer to one request."""

    url: str
    status: int
    headers: dict[str, str]
    body: Body
    cookies: SimpleCookie
    certificate_end: str = ""
    """`notAfter` of the server's certificate, as OpenSSL prints it; empty without TLS."""


class RequestError(Exception):
    """No answer came."""

    def __init__(self, trouble: Trouble, detail: str) -> None:
        super().__init__(detail)
        self.trouble = trouble
        self.detail = detail


async def ask(
    session: aiohttp.ClientSession,
    resolver: GuardedResolver,
    url: URL,
    *,
    headers: dict[str, str],
    probing: Probing,
    limit: int,
) -> Response:
    """Send one GET request, and read the answer within bounds. Redirects are not followed.

    Raises:
        RequestError: no answer came, or the guard refused.
    """
    try:
        resolver.admit(url.host or "", url.port or 0)
        async with (
            asyncio.timeout(probing.connect_seconds + probing.answer_seconds + probing.body_seconds),
            session.get(url, headers=headers, allow_redirects=False) as response,
        ):
            certificate_end = _certificate_end(response)
            try:
                body = await read_body(response, limit=limit, seconds=probing.body_seconds)
            finally:
                if not response.content.at_eof():
                    response.close()
            return Response(
                url=str(url),
                status=response.status,
                headers=_kept(response.headers),
                body=body,
                cookies=response.cookies,
                certificate_end=certificate_end,
            )
    except (aiohttp.ClientError, OSError, ValueError, TimeoutError, ssl.SSLError) as error:
        raise request_error_of(error, url.host or "") from error


def _kept(headers: Mapping[str, str]) -> dict[str, str]:
    """Return the headers that are of use, the first of each name."""
    kept: dict[str, str] = {}
    for written, value in headers.items():
        name = written.lower()
        if name in KEPT_HEADERS and name not in kept:
            kept[name] = _clean(name, value)
    return kept


def _clean(name: str, value: str) -> str:
    """Return a header's value without what cannot be written as text. Bytes that are no UTF-8 are read as Latin-1."""
    if name == "location":
        return value  # `resolve` writes its bytes as a browser sends them
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        value = value.encode("utf-8", "surrogateescape").decode("latin-1")
    return value if value.isprintable() else "".join(each if each.isprintable() else " " for each in value)


def _certificate_end(response: aiohttp.ClientResponse) -> str:
    transport = response.connection.transport if response.connection else None
    certificate = transport.get_extra_info("peercert") if transport else None
    return str(certificate.get("notAfter", "")) if certificate else ""


def request_error_of(error: BaseException, host: str) -> RequestError:
    """Turn what the library raised into one word for the trouble, and a sentence."""
    for cause in _causes(error):
        found = _failure_of_cause(cause, host)
        if found is not None:
            return found
    return RequestError(Trouble.RESET, f"the connection to {host} failed: {error or type(error).__name__}")


def _causes(error: BaseException) -> list[BaseException]:
    """The error and all that led to it, the innermost last."""
    seen: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting and len(seen) < 30:
        cause = waiting.pop(0)
        if cause is None or cause in seen:
            continue
        seen.append(cause)
        waiting += [cause.__cause__, getattr(cause, "os_error", None), getattr(cause, "certificate_error", None)]
        waiting += list(getattr(cause, "exceptions", ()))
    return seen


def _failure_of_cause(cause: BaseException, host: str) -> RequestError | None:
    return _failure_of_name(cause, host) or _failure_of_exchange(cause, host) or _failure_of_connection(cause, host)


def _failure_of_name(cause: BaseException, host: str) -> RequestError | None:
    """Tell what went wrong before there was a connection: the name, the guard, the certificate."""
    match cause:
        case UnsafeAddressError():
            return RequestError(Trouble.UNSAFE, f"the guard refused: {cause}")
        case NameUnknownError():
            return RequestError(Trouble.NO_SUCH_NAME, f"there is no host called {host}")
        case NameUnsureError():
            return RequestError(Trouble.NAME_TEMPORARY, f"the name {host} could not be looked up just now")
        # aiohttp wraps it in an error of the same class that knows no code.
        case ssl.SSLCertVerificationError() if hasattr(cause, "verify_code"):
            return _certificate_failure(cause, host)
        case ssl.SSLError() if hasattr(cause, "reason"):
            return RequestError(Trouble.TLS_OTHER, f"no secure connection to {host}: {cause.reason or cause}")
    return None


def _failure_of_exchange(cause: BaseException, host: str) -> RequestError | None:
    """Tell what went wrong with the request or its answer."""
    match cause:
        case aiohttp.ConnectionTimeoutError():
            return RequestError(Trouble.CONNECT_TIMEOUT, f"{host} did not accept a connection in time")
        case aiohttp.SocketTimeoutError() | TimeoutError():
            return RequestError(Trouble.SILENT, f"{host} accepted the request and did not answer in time")
        case aiohttp.InvalidURL():
            return RequestError(Trouble.BAD_ADDRESS, "the address cannot be read")
        case aiohttp.ClientResponseError() if not cause.message.startswith(_NOT_HTTP):
            what = cause.message.partition(":")[0]
            return RequestError(
                Trouble.GARBLED, f"{host} answers in a form that a browser may read and this check cannot: {what}"
            )
        case aiohttp.ClientResponseError():
            return RequestError(Trouble.MALFORMED, f"{host} sent an answer that is not HTTP: {cause.message}")
        case aiohttp.ServerDisconnectedError():
            return RequestError(Trouble.RESET, f"{host} closed the connection without an answer")
    return None


def _failure_of_connection(cause: BaseException, host: str) -> RequestError | None:
    """Tell what the operating system says of the connection."""
    match cause:
        case ConnectionRefusedError():
            return RequestError(Trouble.REFUSED, f"{host} refused the connection")
        case ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return RequestError(Trouble.RESET, f"{host} cut the connection")
        case OSError() if cause.errno in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
            return RequestError(Trouble.UNREACHABLE, f"no way leads to {host}")
        case OSError() if cause.errno == errno.ECONNREFUSED:
            return RequestError(Trouble.REFUSED, f"{host} refused the connection")
    return None


def _certificate_failure(error: ssl.SSLCertVerificationError, host: str) -> RequestError:
    """Tell broken certificates apart by OpenSSL's verification codes (X509_V_ERR_*)."""
    if error.verify_code == 10:
        return RequestError(Trouble.TLS_EXPIRED, f"the certificate of {host} has expired")
    if error.verify_code in (62, 64):
        return RequestError(Trouble.TLS_WRONG_HOST, f"the certificate is for another host than {host}")
    if error.verify_code in (18, 19):
        return RequestError(Trouble.TLS_SELF_SIGNED, f"{host} signed its own certificate")
    if error.verify_code in (20, 21):
        return RequestError(
            Trouble.TLS_INCOMPLETE, f"the certificate of {host} does not lead to an authority that is trusted"
        )
    return RequestError(Trouble.TLS_OTHER, f"the certificate of {host} cannot be trusted: {error.verify_message}")


_PIECE = 65_536
_FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})
"""Encodings that exist (IANA, HTTP Content Coding Registry), and were not asked for."""


@frozen_dataclass
class Body:
    """What was read of a body."""

    content: bytes
    """The content, unpacked."""
    cut: str = ""
    """Why the rest is missing; empty if nothing is.

    `limit`, `slow`, `truncated`, `encoding` (packed wrongly) or `foreign` (packed in a way that is not known here).
    """


class _Encoding:
    """Undoes one content encoding, never giving more than it is asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._unpack = zlib.decompressobj(zlib.MAX_WBITS | 32) if name in ("gzip", "x-gzip", "deflate") else None
        self._started = False

    @property
    def known(self) -> bool:
        # Browsers show what is said to be packed in a way that does not exist, such as "utf-8", as it is.
        return self._unpack is not None or not (self.name in _FOREIGN or "," in self.name)

    @property
    def ended(self) -> bool:
        """Whether everything that was packed has come."""
        return self._unpack is None or self._unpack.eof or not self._started

    def feed(self, piece: bytes, room: int) -> bytes:
        if self._unpack is None:
            return piece[:room]
        try:
            content = self._unpack.decompress(piece, room)
        except zlib.error:
            if self.name != "deflate" or self._started:
                raise
            # Some servers send deflate without the zlib wrapper that RFC 9110, 8.4.1.2 asks for.
            self._unpack = zlib.decompressobj(-zlib.MAX_WBITS)
            content = self._unpack.decompress(piece, room)
        self._started = True
        return content


async def read_body(response: aiohttp.ClientResponse, *, limit: int, seconds: float) -> Body:
    """Read a body.

    Args:
        response: the answer, its headers already read, with automatic unpacking off.
        limit: bytes to read at most, counted packed and unpacked.
        seconds: the longest time to read.
    """
    encoding = _Encoding(response.headers.get("Content-Encoding", "").strip().lower())
    content = bytearray()
    received = 0
    try:
        # What is here to its end needs no time limit, and setting one costs more than reading it.
        async with nullcontext() if response.content.is_eof() else asyncio.timeout(seconds):
            while piece := await response.content.read(_PIECE):
                received += len(piece)
                if encoding.known:
                    content += encoding.feed(piece, limit - len(content))
                if len(content) >= limit or received >= limit:
                    return Body(bytes(content), "limit")
    except TimeoutError:
        return Body(bytes(content), "slow")
    except zlib.error:
        return Body(bytes(content), "encoding")
    except (aiohttp.ClientError, ConnectionError, OSError):
        return Body(bytes(content), "truncated")
    if not encoding.known:
        return Body(b"", "foreign")
    return Body(bytes(content), "" if encoding.ended else "truncated")
