"""Programs of Node.js, installed from a lock of their own into the project's cache."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

__all__ = ["NodeError", "install"]


class NodeError(Exception):
    """npm is missing or could not install; the message says which."""


def install(source: Path, cache: Path) -> Path:
    """Copy the folder `source` to `cache`, install what its lock names, and return the copy. Raises `NodeError`.

    Another process may ask for the same meanwhile: it waits.
    """
    from filelock import FileLock  # a script has begun without the environment, and entered it since

    npm = shutil.which("npm")
    if npm is None:
        raise NodeError("Node.js with npm is not installed.")
    cache.mkdir(exist_ok=True)
    with FileLock(cache / f"{source.name}.lock"):
        return _install(npm, source, cache / source.name)


def _install(npm: str, source: Path, folder: Path) -> Path:
    shutil.copytree(source, folder, dirs_exist_ok=True)
    lock = (source / "package-lock.json").read_bytes()
    installed = folder / "node_modules" / "installed-lock.json"
    if not (installed.exists() and installed.read_bytes() == lock):
        command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        run = subprocess.run(command, cwd=folder, check=False, capture_output=True, text=True)
        if run.returncode != 0:
            raise NodeError(f"npm could not install {source.name} from the internet: {run.stderr[-2000:]}")
        temporary = installed.with_name("installed-lock.json.new")
        temporary.write_bytes(lock)
        temporary.replace(installed)
    return folder
