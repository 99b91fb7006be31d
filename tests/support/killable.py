"""A web server in a process of its own, which a test can kill as a power cut would."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import siteserver

__all__ = ["KillableServer", "killable_server"]

PROGRAM = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from siteserver import serve_folder
with serve_folder(Path(sys.argv[1]), sys.argv[2]) as address:
    print(address, flush=True)
    sys.stdin.read()
"""


@dataclass
class KillableServer:
    """The running server, and its address."""

    address: str
    process: subprocess.Popen[str]

    def kill(self) -> None:
        """End it at once, with every connection that is open."""
        self.process.kill()
        self.process.wait()


@contextmanager
def killable_server(folder: Path, base: str = "/") -> Iterator[KillableServer]:
    """Serve `folder` under the path `base` on a free loopback port."""
    command = [sys.executable, "-c", PROGRAM, str(folder), base, str(Path(siteserver.__file__).parent)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield KillableServer(process.stdout.readline().strip(), process)
        finally:
            process.kill()
