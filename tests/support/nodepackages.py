"""Programs of Node.js that a test needs: installed once, even where several test processes ask for them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from filelock import FileLock

import nodetools

__all__ = ["install"]


def install(source: Path, cache: Path, *, required: bool, reason: str) -> Path:
    """The folder below `cache` that holds the scripts of the folder `source`, and what its lock names.

    Without npm the test is skipped for `reason`; where it is required, and in CI, it fails.
    """
    cache.mkdir(exist_ok=True)
    try:
        with FileLock(cache / f"{source.name}.lock"):
            return nodetools.install(source, cache)
    except nodetools.NodeError as error:
        if required or os.environ.get("CI") or "could not" in str(error):
            pytest.fail(f"{reason} {error}")
        pytest.skip(f"{reason} {error}")
