"""MkDocs, run as the project wants it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from environment import ROOT, prepare, run

__all__ = ["BuildError", "build", "serve"]


class BuildError(Exception):
    """The site cannot be built there. The message says why."""


def build(site_dir: Path) -> int:
    """Build the site into `site_dir` with strict semantics, whole or not at all; gives MkDocs' exit code.

    The new site is built beside the old one and takes its place only when it is complete.
    Raises `BuildError` when `site_dir` holds something that is not a built site.
    """
    site_dir = site_dir.resolve()
    if site_dir == ROOT or site_dir in ROOT.parents or _holds_other_things(site_dir):
        raise BuildError(f"{site_dir} holds other things than a built site. Choose a new or an empty folder.")
    partial, previous = (site_dir.with_name(f"{site_dir.name}.{state}") for state in ("partial", "previous"))
    site_dir.parent.mkdir(parents=True, exist_ok=True)
    shutil.rmtree(partial, ignore_errors=True)
    try:
        code = _mkdocs("build", "--strict", "--site-dir", partial)
        if code == 0:
            shutil.rmtree(previous, ignore_errors=True)
            if site_dir.exists():
                site_dir.rename(previous)
            partial.rename(site_dir)
    finally:
        shutil.rmtree(partial, ignore_errors=True)
    shutil.rmtree(previous, ignore_errors=True)
    return code


def serve(port: int) -> int:
    """Show the site on this computer alone, at `port`, and build it anew whenever a file changes."""
    return _mkdocs("serve", "--dev-addr", f"127.0.0.1:{port}")


def _holds_other_things(folder: Path) -> bool:
    if not folder.exists():
        return False
    if not folder.is_dir():
        return True
    names = {path.name for path in folder.iterdir()}
    return bool(names) and not {"404.html", "assets", "index.html"} <= names


def _mkdocs(*arguments: str | Path) -> int:
    # Material for MkDocs announces the end of its own life on every run; the version is pinned with that in mind.
    os.environ["NO_MKDOCS_2_WARNING"] = "1"
    os.chdir(ROOT)
    return run([prepare().python, "-m", "mkdocs", *arguments])
