"""Programs that tests need beside Python, installed with the system's own package manager where a person allows it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

__all__ = ["call", "install", "may_install"]

#: How each package manager installs packages, whose names come last. The first one that is there is used.
MANAGERS = {
    "apt-get": (["apt-get", "update", "--quiet"], ["apt-get", "install", "--yes", "--no-install-recommends"]),
    "dnf": (["dnf", "install", "--assumeyes"],),
    "pacman": (["pacman", "--sync", "--refresh", "--noconfirm"],),
    "zypper": (["zypper", "--non-interactive", "install"],),
    "apk": (["apk", "add"],),
    "brew": (["brew", "install", "--cask"],),
}


def may_install(program: str, why: str, *, agreed: bool) -> bool:
    """Whether the package manager may be used: in CI, by option (`agreed`), or because the person says so now."""
    if os.environ.get("CI") or agreed:
        return True
    if not sys.stdin.isatty():
        return False
    answer = input(f"{why} need {program}. Install it with your system's package manager? [y/N] ")
    return answer.strip().lower() in {"y", "yes"}


def install(packages: Mapping[str, Sequence[str]]) -> bool:
    """Install a program with the system's package manager.

    Args:
        packages: what the program's packages are called, by package manager.

    Returns:
        Whether the package manager says that it is installed.
    """
    manager = next((name for name in MANAGERS if shutil.which(name)), None)
    if manager is None or manager not in packages:
        print("No package manager that this script knows was found.", flush=True)
        return False
    *before, last = MANAGERS[manager]
    steps = [*before, [*last, *packages[manager]]]
    return all(call([*_privileges(manager), *step]) for step in steps)


def call(command: list[str]) -> bool:
    """Run a command that is shown first; whether it ended well."""
    print("—", " ".join(command), flush=True)
    variables = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, check=False, env=variables).returncode == 0


def _privileges(manager: str) -> list[str]:
    is_root = getattr(os, "geteuid", lambda: 0)() == 0
    return [] if is_root or manager == "brew" or not shutil.which("sudo") else ["sudo"]
