"""Serve the preview on this computer: a page when someone asks for it, and word when a page has changed."""

from __future__ import annotations

import asyncio
import logging
import mimetypes
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

from aiohttp import web

from .overlay import FILES, OWN, digest, faults_of, insert, own_file, page, page_link, with_edit_links
from .refresh import Preview, ProgramChangedError
from .state import FoundKind, SiteState

__all__ = [
    "HOST",
    "Beside",
    "PortTakenError",
    "free_port",
    "serve",
]

HOST = "127.0.0.1"
USUAL = range(8000, 8020)


class PortTakenError(Exception):
    """No port is free. The message says which were tried."""


def free_port(wanted: int | None) -> int:
    """Return `wanted` if it is free; where none was asked for, the first free usual one. Raises `PortTakenError`."""
    if wanted is None:
        found = next(filter(_is_free, USUAL), None)
        if found is None:
            raise PortTakenError(f"Ports {USUAL[0]} to {USUAL[-1]} are all in use. Choose another with --port.")
        return found
    if _is_free(wanted):
        return wanted
    after = range(max(wanted + 1, 1024), min(wanted + 1000, 65_536))
    other = next(filter(_is_free, [*after, *USUAL]), None)
    advice = f"Choose another, such as  --port {other}" if other else "Choose another with --port."
    raise PortTakenError(f"Port {wanted} is in use, or this system keeps it for itself. {advice}")


def _is_free(port: int) -> bool:
    """Whether the port can be listened to, and no one does."""
    with socket.socket() as probe:
        if probe.connect_ex((HOST, port)) == 0:
            return False
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


Value = TypeVar("Value")

#: Seconds after which a request for news is answered with none: what is between may drop longer ones.
PATIENCE = 25
HEADERS = {"X-Content-Type-Options": "nosniff", "Cross-Origin-Resource-Policy": "same-origin"}
FRESH = {**HEADERS, "Cache-Control": "no-store"}
#: Types that Python does not know everywhere.
TYPES = {
    ".mjs": "text/javascript",
    ".js": "text/javascript",
    ".json": "application/json",
    ".webmanifest": "application/manifest+json",
    ".woff2": "font/woff2",
    ".svg": "image/svg+xml",
    ".xml": "application/xml",
}
HTML = "text/html; charset=utf-8"
#: Where sites with unsaved changes are, below the preview's own addresses.
PROPOSED = "proposed/"


#: What is served beside the preview, at this port; gives its address.
Beside = Callable[[Preview, int], AbstractAsyncContextManager[str]]


def serve(root: Path, port: int, beside: Beside | None = None) -> None:
    """Serve the project in the folder `root` at `port`, until someone stops it, and what is to be served beside it.

    Raises:
        OSError: the port cannot be used.
    """
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    with tempfile.TemporaryDirectory(prefix="pathway-preview-") as folder:
        changed = asyncio.run(serve_from(Path(folder), root, port, beside))
    if changed:
        os.execv(sys.executable, sys.orig_argv)  # noqa: S606 - this program, as it was started


async def serve_from(folder: Path, root: Path, port: int, beside: Beside | None) -> bool:
    """Serve the project; plugins write into `folder`. Whether the program itself has changed, and must start anew."""
    preview = Preview(root, folder)
    runner = web.ServerRunner(web.Server(PreviewRequests(preview, port).answer, logger=quiet()), shutdown_timeout=0.1)
    await runner.setup()
    following = asyncio.create_task(preview.follow())
    stop_at_signals(following)
    try:
        await web.TCPSite(runner, HOST, port).start()
        print(f"Open  http://{HOST}:{port}/  in a browser; Ctrl+C stops the preview.", flush=True)  # noqa: T201
        async with beside(preview, port) if beside else nullcontext("") as preview.desk:
            await following
    except ProgramChangedError:
        return True
    except asyncio.CancelledError:
        return False
    finally:
        following.cancel()
        await runner.cleanup()
    return False


def quiet() -> logging.Logger:
    """A log that prints nothing: that a browser sends nonsense is no news for an editor."""
    log = logging.getLogger("learning_pathway.preview.requests")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    return log


def stop_at_signals(task: asyncio.Task[None]) -> None:
    """End the task when someone asks this process to end. Elsewhere than on POSIX, an interrupt ends the loop."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        with suppress(NotImplementedError, AttributeError):
            asyncio.get_running_loop().add_signal_handler(getattr(signal, name), task.cancel)


class PreviewRequests:
    """Answers the requests of browsers."""

    def __init__(self, preview: Preview, port: int) -> None:
        """Take the preview, and the port that it is served at."""
        self.preview = preview
        names = ("127.0.0.1", "localhost", "[::1]")
        self.hosts = {f"{name}:{port}" for name in names} | (set(names) if port == 80 else set())
        # MkDocs makes one page at a time; a long list of files beside the pages must not keep a page waiting.
        self.threads = {kind: ThreadPoolExecutor(1, f"preview-{kind}") for kind in ("page", "asset")}

    async def answer(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        if request.headers.get("Host", "").lower() not in self.hosts:
            # Another site could else read the preview, by a name of its own that leads to this computer.
            return refused(403, "This is a preview. Open it at the address that the terminal shows.")
        if request.method not in ("GET", "HEAD"):
            return refused(405, "A preview can only be read.", {"Allow": "GET, HEAD"})
        if request.path.startswith(OWN):
            return await self.own(request)
        state = self.preview.state
        if state is None:
            return self.no_site()
        if not request.path.startswith(state.mount):
            if request.path in ("/", state.mount.rstrip("/")):
                return web.Response(status=302, headers={**FRESH, "Location": state.mount})
            return refused(404, "There is nothing outside the site.")
        return await self.of_site(state, request)

    async def own(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer a request for the preview's own files, or for news."""
        name = request.path.removeprefix(OWN)
        if name.startswith(PROPOSED):
            return await self.proposed(name.removeprefix(PROPOSED))
        if name == "wait":
            return web.json_response(await self.news(request), headers=FRESH)
        if name not in FILES:
            return refused(404, "There is no such file.")
        return web.Response(body=own_file(name), content_type=FILES[name], charset="utf-8", headers=FRESH)

    async def proposed(self, name: str) -> web.Response:
        """A page or file of a site with changes that are not saved."""
        key, _, path = name.partition("/")
        state = self.preview.proposed.get(key)
        if state is None:
            return refused(404, "This is no longer kept. Look at the change again.")
        if (made := await self.page_of(state, path)) is not None:
            return web.Response(body=made[0], status=made[1], headers={**FRESH, "Content-Type": HTML})
        data = await self.file_of(state, path)
        if data is None:
            return refused(404, "There is no such page.")
        return web.Response(body=data, headers={**FRESH, "Content-Type": type_of(path)})

    async def news(self, request: web.BaseRequest) -> dict[str, str]:
        """What the page is and which problems there are, as soon as one is not what the browser has."""
        path, had, faults = (request.query.get(name, "") for name in ("path", "page", "faults"))
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            seen = self.preview.version
            told = {"page": await self.hash_of(path), "faults": digest(self.preview.shown)}
            if told["faults"] != faults:
                return {**told, "overlay": self.preview.shown}
            left = deadline - asyncio.get_running_loop().time()
            if told["page"] != had or left <= 0:
                return told
            await self.preview.after(seen, left)

    async def hash_of(self, path: str) -> str:
        """What tells the page at `path` from what it was before; a name of its own where there is none."""
        state = self.preview.state
        if state is None:
            return "none"
        body, status = await self.page_of(state, path.removeprefix(state.mount)) or (b"", 404)
        return digest(body + str(status).encode())

    async def page_of(self, state: SiteState, path: str) -> tuple[bytes, int] | None:
        """The page at `path` and its status: the site's own, or one that says why it cannot be made; None for none."""
        for found in state.find(path):
            if found.kind is FoundKind.PAGE:
                return await self.run("page", lambda make=found.make: self.made(make))  # type: ignore[misc]
        return None

    def made(self, make: Callable[[], bytes | None]) -> tuple[bytes, int]:
        """A page and its status."""
        try:
            return make() or b"", 200
        except Exception as error:
            faults = faults_of(error, self.preview.root)
            self.preview.tell(faults)
            return page("This page cannot be made", "\n".join(fault.line for fault in faults)), 500

    async def run(self, kind: str, work: Callable[[], Value]) -> Value:
        """Do some work in the thread of its kind."""
        return await asyncio.get_running_loop().run_in_executor(self.threads[kind], work)

    def no_site(self) -> web.Response:
        """What to show where there is no site yet."""
        if self.preview.faults:
            return self.shown(page("The site cannot be built", "It appears when this is fixed."), 500, "none")
        return self.shown(page("The preview is starting", "The page appears when it is ready."), 503, "none")

    def shown(self, html: bytes, status: int, name: str, path: str = "") -> web.Response:
        """A page with what the preview adds to it."""
        edit = page_link(path, self.preview.desk) if self.preview.desk else ""
        body = insert(html, self.preview.shown, name, edit)
        return web.Response(body=body, status=status, headers={**FRESH, "Content-Type": HTML})

    async def of_site(self, state: SiteState, request: web.BaseRequest) -> web.Response:
        """Answer with what is at an address within the site."""
        path = request.path.removeprefix(state.mount)
        if (made := await self.page_of(state, path)) is not None:
            body, status = made
            name = digest(body + str(status).encode())
            if self.preview.desk and status == 200:
                body = with_edit_links(body, path, self.preview.desk)
            return self.shown(body, status, name, path)
        try:
            data = await self.file_of(state, path)
        except Exception as error:
            faults = faults_of(error, self.preview.root)
            self.preview.tell(faults)
            return refused(500, "\n".join(fault.line for fault in faults))
        if data is not None:
            return file(request, path, data)
        if path and not path.endswith("/") and (state.is_page(f"{path}/") or await self.file_of(state, f"{path}/")):
            return web.Response(status=302, headers={**FRESH, "Location": quote(f"{request.path}/")})
        missing = await self.run("page", state.missing)
        return self.shown(missing or page("Not found", "There is no page at this address."), 404, digest(b"404"))

    async def file_of(self, state: SiteState, path: str) -> bytes | None:
        """The file at `path`; None where there is none."""
        for found in state.find(path):
            while await self.run("page", found.read_some):
                await asyncio.sleep(0)
            kind = "asset" if found.kind in (FoundKind.ASSET, FoundKind.FILE) else "page"
            if (data := await self.run(kind, found.make)) is not None:
                return data
        return None


def file(request: web.BaseRequest, path: str, data: bytes) -> web.Response:
    """A file, which a browser may keep as long as it asks whether it is still the same."""
    name = f'"{digest(data)}"'
    headers = {**HEADERS, "Cache-Control": "no-cache", "ETag": name}
    if request.headers.get("If-None-Match") == name:
        return web.Response(status=304, headers=headers)
    return web.Response(body=data, headers={**headers, "Content-Type": type_of(path)})


def type_of(path: str) -> str:
    """The type of the file at `path`."""
    if not path or path.endswith(("/", ".html")):
        return HTML
    suffix = f".{path.rpartition('.')[2]}"
    found = TYPES.get(suffix) or mimetypes.guess_type(path)[0] or "application/octet-stream"
    return f"{found}; charset=utf-8" if found.startswith("text/") else found


def refused(status: int, words: str, headers: dict[str, str] | None = None) -> web.Response:
    """A sentence in place of what was asked for."""
    return web.Response(text=f"{words}\n", status=status, headers={**FRESH, **(headers or {})})
