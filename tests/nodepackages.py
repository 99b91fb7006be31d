"""Programs of Node.js that a test needs, installed from a lock of their own into the project's cache."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from filelock import FileLock

__all__ = ["install"]


def install(source: Path, cache: Path, *, required: bool, reason: str) -> Path:
    """The folder below `cache` that holds the scripts of the folder `source`, and what its lock names.

    Without npm the test is skipped for `reason`; where it is required, and in CI, it fails.
    """
    npm = shutil.which("npm")
    if npm is None:
        if required or os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    folder = cache / source.name
    lock = (source / "package-lock.json").read_bytes()
    installed = folder / "node_modules" / "installed-lock.json"
    cache.mkdir(exist_ok=True)
    with FileLock(cache / f"{source.name}.lock"):  # another worker may be installing it
        shutil.copytree(source, folder, dirs_exist_ok=True)
        if not (installed.exists() and installed.read_bytes() == lock):
            command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
            run = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
            if run.returncode != 0:
                pytest.fail(f"npm could not install {source.name}, once needed from the internet: {run.stderr[-2000:]}")
            installed.write_bytes(lock)
    return folder
