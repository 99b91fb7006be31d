"""A static web server on loopback that serves a folder as a real host would: gzip, caching, a 404 page."""

from __future__ import annotations

import gzip
import mimetypes
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

__all__ = ["serve_folder"]

COMPRESSED = ("text/", "application/json", "application/javascript", "application/xml", "image/svg+xml")


@contextmanager
def serve_folder(folder: Path, base: str = "/", headers: Mapping[str, str] | None = None) -> Iterator[str]:
    """Serve `folder` under the path `base` on a free loopback port, and give the address of its root.

    Paths that leave the folder or lie outside `base` answer 404, with the site's own page for that. `headers` are
    added to every answer.
    """
    server = Server(("127.0.0.1", 0), _handler(folder.resolve(), base, dict(headers or {})))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}{base}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Server(ThreadingHTTPServer):
    """A server that does not mind when a browser leaves before it has heard everything."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Report every fault but that one."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def _handler(folder: Path, base: str, headers: dict[str, str]) -> type[BaseHTTPRequestHandler]:
    # Many visitors ask for the same files.
    compress = lru_cache(maxsize=1000)(lambda body: gzip.compress(body, compresslevel=6, mtime=0))

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        # Head and body are two writes: without this the second waits 40 ms for the first to be acknowledged.
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def end_headers(self) -> None:
            for name, value in headers.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *_: object) -> None:
            """Stay quiet: the tests say what went wrong."""

        def _answer(self, with_body: bool) -> None:
            path = unquote(urlsplit(self.path).path)
            file = _file_for(folder, path.removeprefix(base)) if path.startswith(base) else None
            if file is not None and file.is_dir():
                # As GitHub Pages does: a folder without its slash is redirected to the one with it.
                self.send_response(301)
                self.send_header("Location", path + "/")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            status = 200 if file else 404
            body = (file or folder / "404.html").read_bytes() if file or (folder / "404.html").is_file() else b""
            kind = mimetypes.guess_type((file or Path("404.html")).name)[0] or "application/octet-stream"
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
            self.send_header("Cache-Control", "max-age=600")
            if "gzip" in self.headers.get("Accept-Encoding", "") and kind.startswith(COMPRESSED):
                body = compress(body)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Vary", "Accept-Encoding")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    return Handler


def _file_for(folder: Path, path: str) -> Path | None:
    """The file (or folder, where the slash is missing) that `path` names below `folder`, or None."""
    target = (folder / path.lstrip("/")).resolve()
    if not target.is_relative_to(folder):
        return None
    if path.endswith("/") or not path:
        target /= "index.html"
        return target if target.is_file() else None
    if target.is_dir():
        return target if (target / "index.html").is_file() else None
    return target if target.is_file() else None
