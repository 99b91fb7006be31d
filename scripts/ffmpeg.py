"""ffmpeg for the tests of recordings: found on the path, or installed."""

from __future__ import annotations

import shutil

import system

__all__ = ["ADVICE", "find", "install"]

ADVICE = """\
The tests of recordings run ffmpeg and ffprobe, which were not found. Install them as you usually install programs (on
Debian and Ubuntu: apt-get install ffmpeg), or let ./scripts/test --yes do that."""
PROGRAMS = ("ffmpeg", "ffprobe")
PACKAGES = dict.fromkeys(("apt-get", "dnf", "pacman", "zypper", "apk"), "ffmpeg")


def find() -> bool:
    """Whether both programs are there."""
    return all(shutil.which(program) for program in PROGRAMS)


def install() -> bool:
    """Install them with the system's package manager; whether they are there then."""
    return find() if system.install(PACKAGES) else False
