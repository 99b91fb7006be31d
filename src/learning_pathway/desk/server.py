"""Serve the desk on this computer, at a port of its own beside the preview, to the one browser that may use it."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager

from aiohttp import web

from ..failure import explain
from ..preview.refresh import Preview
from ..preview.server import HOST, PortTakenError, quiet
from .handlers import Handlers, Work
from .requests import Asked, html, missing, see_other, sent_with, stopped
from .workbench import Reach, Workbench

__all__ = [
    "Guard",
    "desk_beside",
    "headers",
]

#: Ports that the desk takes, the first that is free.
PORTS = range(8100, 8200)
#: Requests that can wait for servers at the same time, and one more.
_THREADS = 16


@asynccontextmanager
async def desk_beside(preview: Preview, preview_port: int, reach: Reach | None = None) -> AsyncIterator[str]:
    """Serve the desk while the block runs; gives its origin. The one-time link goes to the terminal.

    Args:
        preview: the preview.
        preview_port: its port.
        reach: where the desk may go on the network; to public hosts alone where it is None.

    Raises:
        PortTakenError: no port is free.
        JournalError: a change that was interrupted cannot be finished.
    """
    workbench = await asyncio.to_thread(Workbench, preview.root, reach)
    for name in workbench.finished:
        preview.say(f"Finished a change that was interrupted: {name}.")
    runner, guard = await started(workbench, preview, preview_port)
    say_link(guard)
    try:
        yield guard.origin
    finally:
        await runner.cleanup()


async def started(workbench: Workbench, preview: Preview, preview_port: int) -> tuple[web.ServerRunner, Guard]:
    """The running server, at the first port that is free."""
    for port in PORTS:
        guard = Guard(HOST, port)
        requests = Requests(workbench, guard, preview, f"http://{HOST}:{preview_port}")
        runner = web.ServerRunner(web.Server(requests.answer, logger=quiet()), shutdown_timeout=0.1)
        await runner.setup()
        try:
            await web.TCPSite(runner, HOST, port, reuse_address=False).start()
        except OSError:
            await runner.cleanup()
            continue
        return runner, guard
    raise PortTakenError(f"Ports {PORTS[0]} to {PORTS[-1]} are all in use.")


def say_link(guard: Guard) -> None:
    """Print the link that opens the desk."""
    print(f"Edit  {guard.link}  (this link works once)", flush=True)  # noqa: T201 - it must not go anywhere else


class Requests:
    """Answers the requests that the guard lets through, one at a time but for those that wait for a server."""

    def __init__(self, workbench: Workbench, guard: Guard, preview: Preview, preview_origin: str) -> None:
        """Take the project, the guard, and the preview with its origin."""
        self.guard, self.root = guard, workbench.root
        self.handlers = Handlers(workbench, preview, preview_origin)
        self.headers = headers(preview_origin)
        self.turn, self.threads = workbench.turn, ThreadPoolExecutor(_THREADS, "desk")

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        response = await self.answered(request)
        response.headers.update(self.headers)
        return response

    async def answered(self, request: web.BaseRequest) -> web.StreamResponse:
        """The answer, without the headers that every answer has."""
        refusal = self.guard.refusal(request.method, request.path, request.headers, request.cookies)
        if refusal:
            return html("refused.html", status=403, words=refusal)
        if request.path == "/open":
            return self.opened(request)
        first, _, rest = request.path.removeprefix("/").partition("/")
        work = self.handlers.find(request.method, first, rest)
        if work is None:
            return missing()
        try:
            fields, upload = await sent_with(request)
            asked = Asked(first, rest, dict(request.query), fields, upload)
            return await asyncio.get_running_loop().run_in_executor(self.threads, self.worked, work, asked)
        except web.HTTPException as refused:
            return html("refused.html", status=refused.status, words=refused.text or "")

    def worked(self, work: Work, asked: Asked) -> web.Response:
        """The answer to a request, when its turn has come."""
        with self.turn:
            try:
                return work(asked)
            except Exception as error:
                return stopped(explain(error, self.root), asked)

    def opened(self, request: web.BaseRequest) -> web.StreamResponse:
        """Give the browser that followed the link its cookie."""
        value = self.guard.open(request.query.get("key", ""))
        if value is None:
            return html("refused.html", status=403, words="This link has been used. The terminal shows a new one.")
        say_link(self.guard)
        response = see_other("/")
        response.set_cookie(self.guard.cookie, value, httponly=True, samesite="Strict", path="/")
        return response


class Guard:
    """What tells the editor's browser from everything else that can reach the port."""

    def __init__(self, host: str, port: int) -> None:
        """`host` and `port` are those that the desk listens at."""
        self.netloc = f"{host}:{port}"
        self.origin = f"http://{self.netloc}"
        #: Cookies are shared by all ports of a host, so the name says whose it is.
        self.cookie = f"pathway-desk-{port}"
        self._session = secrets.token_urlsafe(32)
        self._link = secrets.token_urlsafe(24)

    @property
    def link(self) -> str:
        """The link that opens the desk, once."""
        return f"{self.origin}/open?key={self._link}"

    def open(self, key: str) -> str | None:
        """The cookie's value for the key of the link, which is of no more use then; None for any other key."""
        if not secrets.compare_digest(key.encode(), self._link.encode()):
            return None
        self._link = secrets.token_urlsafe(24)
        return self._session

    def refusal(self, method: str, path: str, sent: Mapping[str, str], cookies: Mapping[str, str]) -> str:
        """Why a request is not answered; empty where it is."""
        if sent.get("Host", "").lower() != self.netloc:
            return "Open the desk at the address that the terminal shows."
        site = sent.get("Sec-Fetch-Site", "none" if method != "POST" else "")
        if method not in ("GET", "HEAD", "POST"):
            return "The desk answers no such request."
        if method == "POST" and (sent.get("Origin") != self.origin or site != "same-origin"):
            return "A form of another page cannot change the catalogue."
        if site == "same-site" and (sent.get("Sec-Fetch-Mode"), sent.get("Sec-Fetch-Dest")) != ("navigate", "document"):
            return "Only a link can lead here from another page."
        if site not in ("same-origin", "same-site", "none"):
            return "Only a page of this computer can lead here. Use the link in the terminal."
        if path == "/open" and method == "GET":
            return ""
        if not secrets.compare_digest(cookies.get(self.cookie, "").encode(), self._session.encode()):
            return (
                "Open the desk with the link in the terminal. Each link works once; a new one follows when it is used."
                + (_AGAIN if method == "POST" else "")
            )
        return ""


#: What to do with a form that was sent after the desk was started again.
_AGAIN = " Nothing was saved: once the desk is open, go back to this page in your browser, and send the form again."


def headers(preview: str) -> dict[str, str]:
    """The headers of every answer; `preview` is the preview's origin, the only other one that a page may show."""
    policy = (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        f"form-action 'self'; base-uri 'none'; frame-ancestors 'none'; frame-src {preview}"
    )
    return {
        "Content-Security-Policy": policy,
        "X-Frame-Options": "DENY",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "no-store",
    }
