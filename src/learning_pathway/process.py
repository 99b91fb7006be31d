"""Run a program that ends when this one does, however this one ends."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

__all__ = ["end_with_parent", "interrupted_by_signals", "run"]

#: Of Linux, from `linux/prctl.h`.
_PR_SET_PDEATHSIG = 1


def run(command: Sequence[str | Path], cwd: Path, variables: Mapping[str, str]) -> int:
    """Run `command` to its end in the folder `cwd`, and return its exit code.

    Raises:
        KeyboardInterrupt: this program was asked to end; the other one has ended.
    """
    parent = os.getpid()
    linux = sys.platform == "linux"
    with subprocess.Popen(  # noqa: S603 - without a shell
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **variables},
        preexec_fn=(lambda: end_with_parent(parent)) if linux else None,
    ) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


def end_with_parent(parent: int) -> None:
    """Let the kernel end this process when `parent`, the process that started it, has ended. Linux only."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:  # it ended before
        os._exit(1)


@contextmanager
def interrupted_by_signals() -> Iterator[None]:
    """Let a request to end, or a terminal that closes, interrupt the block as Ctrl+C does, so that it clears up."""
    numbers = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = {number: signal.signal(number, signal.default_int_handler) for number in numbers}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
