"""Chromium for the browser tests: found where it usually is, or installed.

`PATHWAY_CHROMIUM` names it where it is somewhere else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import system

__all__ = ["ADVICE", "VARIABLE", "find", "install"]

VARIABLE = "PATHWAY_CHROMIUM"
ADVICE = f"""\
The browser tests need Chromium, Chrome or Edge, and none was found. Any one of these helps:
  - install Chromium or Google Chrome as you usually install programs, and run the tests again;
  - ./scripts/test --yes          installs it with your system's package manager;
  - {VARIABLE}=/path/to/chromium ./scripts/test     where it is in an unusual place;
  - .venv/bin/pytest -m "not browser"     runs only the tests that need no browser."""

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "microsoft-edge",
    "msedge",
)
MAC_APPLICATIONS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = (r"Chromium\Application\chrome.exe", r"Google\Chrome\Application\chrome.exe")
PACKAGES = dict.fromkeys(("apt-get", "dnf", "pacman", "zypper", "apk", "brew"), "chromium")


def find() -> Path | None:
    """Give the path of a Chromium, Chrome or Edge on this computer, or None."""
    return next((path for path in _places() if path.is_file()), None)


def install(with_system: bool) -> Path | None:
    """Install Chromium and give its path, or None where that fails.

    `with_system` allows the system's package manager, which changes more than this project's folder;
    without it, or where it fails, Playwright downloads a browser of its own.
    """
    if with_system:
        system.install(PACKAGES)
    found = find()
    if found is None:
        system.call([sys.executable, "-m", "playwright", "install", "chromium"])
        found = find()
    return found


def _places() -> Iterator[Path]:
    if named := os.environ.get(VARIABLE):
        yield Path(named)
        return
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    for root in (Path("/"), Path.home()):
        yield from (root / "Applications" / f"{name}.app/Contents/MacOS" / name for name in MAC_APPLICATIONS)
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if folder := os.environ.get(variable):
            yield from (Path(folder) / program for program in WINDOWS_PROGRAMS)
    yield from _playwrights_own()


def _playwrights_own() -> Iterator[Path]:
    # Asked in another process: Playwright's own event loop would get in the way of the caller's.
    show = (
        "from playwright.sync_api import sync_playwright as start\n"
        "with start() as playwright: print(playwright.chromium.executable_path)"
    )
    answer = subprocess.run([sys.executable, "-c", show], capture_output=True, text=True, check=False)
    if answer.returncode == 0:
        yield Path(answer.stdout.strip())
