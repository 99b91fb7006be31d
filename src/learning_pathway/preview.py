"""A port for the preview, and the page that replaces every page while the site cannot be built."""

from __future__ import annotations

import logging
import socket
import sys
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from .failure import explain

__all__ = ["PortTakenError", "Preview", "free_port"]


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


Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

#: Where MkDocs' own pages ask whether there is a newer build, and where ours asks for the number of the latest fault.
POLLED, LATEST = "/livereload/", "/livereload/fault"
#: What MkDocs says last, when it has said why before.
ENDED = "Aborted with "
#: The page asks twice a second whether it is still the latest, and loads what has taken its place.
PAGE = """\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The site cannot be built</title>
<style>
body {{ margin: 0 auto; padding: 2rem 1rem; max-width: 50rem; color: #1f2d29; background: #fff }}
body {{ font: 1.125rem/1.5 system-ui, sans-serif }}
h1 {{ font-size: 1.75rem; line-height: 1.2 }}
pre {{ padding: 1rem; border-left: .25rem solid #b3261e; background: #f4f1ec }}
pre {{ white-space: pre-wrap; overflow-wrap: anywhere }}
@media (prefers-color-scheme: dark) {{
  body {{ color: #e8e4dc; background: #16201d }}
  pre {{ border-color: #ffb4ab; background: #24302c }}
}}
</style>
</head>
<body>
<main>
<h1>The site cannot be built</h1>
<p>Fix this and save the file. This page then shows the site again.</p>
<pre>{fault}</pre>
</main>
<script>
setInterval(async () => {{
  const answer = await fetch("{latest}", {{ cache: "no-store" }}).catch(() => null);
  if (answer && (await answer.text()) !== "{number}") location.reload();
}}, 500);
</script>
</body>
</html>
"""


class Preview:
    """Builds the site for a preview server, and answers for it while the last build has failed."""

    def __init__(self, build: Callable[[], object], answer: Application, root: Path) -> None:
        """Wrap `build`, which makes the site of the project in `root`, and `answer`, which serves it."""
        self._build, self._answer, self._root = build, answer, root
        self.fault: str | None = None
        self._number = 0

    def build(self) -> None:
        """Build the site. What stops it is kept for the browser and printed, and never raised."""
        said = _Errors()
        logging.getLogger("mkdocs").addHandler(said)
        try:
            self._build()
        except (Exception, SystemExit) as error:
            # The engine ends itself (SystemExit) with a word of its own after it has said why; all else is said here.
            word = str(error) if isinstance(error, SystemExit) else explain(error, self._root)
            if not (said.lines and word.startswith(ENDED)):
                said.lines.append(word)
                print(said.lines[-1], file=sys.stderr, flush=True)  # noqa: T201 - the terminal is where an editor looks
            self._number += 1
            self.fault = "\n".join(dict.fromkeys(said.lines))
        else:
            self.fault = None
        finally:
            logging.getLogger("mkdocs").removeHandler(said)

    def answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request: with the fault where there is one, else as the server does."""
        path, fault = environ.get("PATH_INFO", ""), self.fault
        if path == LATEST:
            start_response("200 OK", [("Content-Type", "text/plain"), ("Cache-Control", "no-store")])
            return [str(self._number if fault is not None else 0).encode()]
        if fault is None or path.startswith(POLLED):
            return self._answer(environ, start_response)
        text = PAGE.format(fault=escape(fault), number=self._number, latest=LATEST)
        headers = [("Content-Type", "text/html; charset=utf-8"), ("Cache-Control", "no-store")]
        start_response("500 Internal Server Error", headers)
        return [text.encode("utf-8", "replace")]


class _Errors(logging.Handler):
    """Keeps what the engine logs as errors."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())
