"""How to hand changes on: the three steps of git, or a patch file to send."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

from ..catalogue.files import FOLDER, PUBLISHED_FILE, ROOT_FILE

__all__ = ["share_patch", "share_steps"]

#: What the desk changes.
_FILES = (ROOT_FILE, FOLDER, PUBLISHED_FILE)
_SECONDS = 20


def share_steps(root: Path) -> dict[str, Any]:
    """The files that differ from the last commit, and whether this is a git checkout."""
    names = _git(root, "status", "--porcelain", "--untracked-files=all", "--", *_FILES)
    lines = [] if names is None else names.decode("utf-8", "replace").splitlines()
    return {"is_git": names is not None, "files": [line[3:] for line in lines], "paths": " ".join(_FILES[:2])}


def share_patch(root: Path) -> bytes:
    """The changes since the last commit as a patch; empty where there is no git."""
    tracked = _git(root, "diff", "HEAD", "--", *_FILES) or b""
    listed = _git(root, "ls-files", "--others", "--exclude-standard", "--", *_FILES) or b""
    new = (_git(root, "diff", "--no-index", "--", "/dev/null", name) for name in listed.decode().splitlines())
    return tracked + b"".join(part or b"" for part in new)


def _git(root: Path, *arguments: str) -> bytes | None:
    """What git prints; None where there is no git, or no checkout."""
    program = shutil.which("git")
    if program is None:
        return None
    command = [program, "-C", str(root), "-c", "core.quotepath=off", *arguments]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603 - no shell
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode in (0, 1) and not done.stderr.startswith(b"fatal") else None
