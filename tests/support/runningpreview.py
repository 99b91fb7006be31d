"""A preview of a project in a process of its own, and what it answers and prints."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest

from siteproject import MOMENT, program

__all__ = ["RunningPreview", "previews"]

#: Seconds until a preview that does not change is taken for broken, and until a request is taken to hang.
PATIENCE, HANGS = 90, 20


@dataclass
class RunningPreview:
    """A running preview of a project, and what it has printed."""

    project: Path
    address: str
    process: subprocess.Popen[bytes]
    log: Path
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str = "modules/", **headers: str) -> tuple[int, str]:
        """Status and text of a page; status 0 while nothing listens. A request that hangs is a failure."""
        began = time.monotonic()
        request = Request(
            self.address + path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        try:
            with urlopen(request, timeout=HANGS) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except (URLError, ConnectionError):
            assert time.monotonic() - began < HANGS - 1, "the request hangs"
            return 0, ""

    def wait_for(self, status: int, words: str = "", path: str = "modules/", *, without: str = "\0") -> str:
        """The page as soon as it has this status and these words, and has lost those that it is to be without."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            found, text = self.get(path)
            if found == status and words in text and without not in text:
                return text
            time.sleep(0.05)
        pytest.fail(f"no {status} with {words!r}; the last is {found}: {text[-3000:]}\n{self.printed()}")

    def printed(self) -> str:
        """What the terminal shows, without its colours."""
        return re.sub(r"\x1b\[\d*m", "", self.log.read_text(encoding="utf-8"))


def free_port() -> int:
    """A port that nothing listens to."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def previews(
    project: Path, log: Path, base: str = "/", options: Sequence[str] = ()
) -> Iterator[Callable[[], RunningPreview]]:
    """Starts previews of the project, by its script where it has one; they are stopped in the end."""
    running: list[RunningPreview] = []

    def begin() -> RunningPreview:
        port = free_port()
        script = project / "scripts" / "serve"
        command = [script] if script.exists() else [program("pathway"), "serve", "--path", project]
        variables = {**os.environ, "SOURCE_DATE_EPOCH": MOMENT}
        with log.open("wb") as file:
            parts = [str(part) for part in (*command, *options, "--port", port)]
            process = subprocess.Popen(parts, stdout=file, stderr=file, env=variables, start_new_session=True)
        running.append(RunningPreview(project, f"http://127.0.0.1:{port}{base}", process, log))
        return running[-1]

    yield begin
    for preview in running:
        if preview.process.poll() is None:
            os.killpg(preview.process.pid, signal.SIGKILL)
            preview.process.wait()
