"""A stand-in for another web site, on loopback: it answers everything with one small page and remembers who asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

__all__ = ["StandIn", "standing_in"]

PAGE = "<!doctype html><html lang=en><title>A player</title><main><h1>A player</h1><button>Pause</button></main>"


@dataclass
class StandIn:
    """The other site.

    Attributes:
        origin: its address, without a slash at the end.
        asked: what was asked of it: the path with its query, and the page that the browser named.
    """

    origin: str = ""
    asked: list[tuple[str, str | None]] = field(default_factory=list)


@contextmanager
def standing_in() -> Iterator[StandIn]:
    """Run the other site on a free port."""
    other = StandIn()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            other.asked.append((self.path, self.headers.get("Referer")))
            page = not self.path.endswith(".mp3")
            body = PAGE.encode() if page else b"no music"
            self.send_response(200 if page else 404)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Stay quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    other.origin = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield other
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
