"""Programs of Node.js, installed from a lock of their own into the project's cache."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
from pathlib import Path

__all__ = ["NodeError", "install"]


class NodeError(Exception):
    """npm is missing or could not install; the message says which."""


def install(source: Path, cache: Path) -> Path:
    """Copy the folder `source` to `cache`, install what its lock names, and return the copy. Raises `NodeError`.

    Only one process may install at a time; where all is there already, nothing is written.
    """
    npm = shutil.which("npm")
    if npm is None:
        raise NodeError("Node.js with npm is not installed.")
    folder = cache / source.name
    shutil.copytree(source, folder, dirs_exist_ok=True, copy_function=_copy_changed)
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


def _copy_changed(source: str, target: str) -> str:
    same = Path(target).is_file() and filecmp.cmp(source, target, shallow=False)
    return target if same else str(shutil.copy2(source, target))
