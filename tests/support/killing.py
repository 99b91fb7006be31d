"""Processes that are killed in the middle of their work."""

from __future__ import annotations

import multiprocessing
import os
import random
import signal
from collections.abc import Callable
from multiprocessing.synchronize import Event
from pathlib import Path

__all__ = ["kill_at_a_moment"]


def kill_at_a_moment(
    processes: multiprocessing.context.ForkServerContext,
    work: Callable[[Path, Event], None],
    root: Path,
    chance: random.Random,
) -> None:
    """Begin work that never ends by itself, and `kill -9` it within 0.4 s of the event that says that it has begun."""
    begun = processes.Event()
    process = processes.Process(target=work, args=(root, begun))
    process.start()
    assert begun.wait(60)
    process.join(chance.random() * 0.4)
    assert process.pid is not None
    assert process.exitcode is None
    os.kill(process.pid, signal.SIGKILL)
    process.join(20)
