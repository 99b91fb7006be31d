"""Chromium for the browser tests: found where it usually is, or installed.

`PATHWAY_CHROMIUM` names it where it is somewhere else. The headless shell is Chromium without its windows: a page opens
in it in a third of the time, so most tests use it where it is installed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import system

__all__ = ["ADVICE", "SHELL_VARIABLE", "VARIABLE", "find", "find_shell", "install", "install_shell"]

VARIABLE = "PATHWAY_CHROMIUM"
SHELL_VARIABLE = "PATHWAY_CHROMIUM_SHELL"
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
SHELL_NAMES = ("chromium-headless-shell", "chrome-headless-shell")
MAC_APPLICATIONS = ("Chromium", "Google Chrome", "Microsoft Edge")
WINDOWS_PROGRAMS = (r"Chromium\Application\chrome.exe", r"Google\Chrome\Application\chrome.exe")
PACKAGES = dict.fromkeys(("apt-get", "dnf", "pacman", "zypper", "apk", "brew"), ("chromium",))
SHELL_PACKAGES = {"apt-get": ("chromium-headless-shell",)}


def find() -> Path | None:
    """Give the path of a Chromium, Chrome or Edge on this computer, or None."""
    return next((path for path in _places() if path.is_file()), None)


def find_shell() -> Path | None:
    """Give the path of a headless shell, or None: also where a browser is named, which is then used for everything."""
    named = os.environ.get(SHELL_VARIABLE)
    if named or os.environ.get(VARIABLE):
        return Path(named) if named and Path(named).is_file() else None
    return next((Path(found) for name in SHELL_NAMES if (found := shutil.which(name))), None)


def install_shell() -> Path | None:
    """Install the headless shell with the package managers that have it and give its path, or None where that fails."""
    if any(shutil.which(manager) for manager in SHELL_PACKAGES):
        system.install(SHELL_PACKAGES)
    return find_shell()


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
