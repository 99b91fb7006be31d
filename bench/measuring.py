"""Time and memory of a program that is run once."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Cost", "measure", "profile"]

UNIT = 1 if sys.platform == "darwin" else 1024  # what ru_maxrss counts in, in bytes


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds on the clock, seconds of processor time, and bytes of memory at its peak."""

    seconds: float
    processor: float
    memory: int


def measure(command: tuple[str, ...]) -> Cost:
    """Run `command` to its end and measure it; where the system does not tell memory, that is zero.

    Raises:
        SystemExit: it failed; with what it printed.
    """
    with tempfile.TemporaryFile() as output:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL)
        processor, memory = wait(process)
        seconds = time.perf_counter() - started
        if process.returncode:
            output.seek(0)
            raise SystemExit(f"{' '.join(command)}\n{output.read().decode(errors='replace')}")
    return Cost(seconds, processor, memory)


def wait(process: subprocess.Popen[bytes]) -> tuple[float, int]:
    """Wait for the end of `process`; its seconds of processor time, and its bytes of memory at their peak."""
    if not hasattr(os, "wait4"):  # Windows
        process.wait()
        return 0.0, 0
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * UNIT


def profile(command: tuple[str, ...], folder: Path, lines: int = 15) -> str:
    """Where a Python program spends its time: the functions with the most time of their own.

    Args:
        command: `python -m MODULE …`.
        folder: where to put the profile.
        lines: how many functions to name.
    """
    python, *rest = command
    saved = folder / "profile"
    measure((python, "-m", "cProfile", "-o", str(saved), *rest))
    show = f"import pstats; pstats.Stats({str(saved)!r}).strip_dirs().sort_stats('tottime').print_stats({lines})"
    return subprocess.run([python, "-c", show], capture_output=True, text=True, check=True).stdout
