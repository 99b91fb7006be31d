"""Small programs that tests run: found on the path, or installed. One row is one program."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

import system

__all__ = ["FFMPEG", "HUNSPELL", "PROGRAMS", "Program"]


@dataclass(frozen=True)
class Program:
    """A program, and the tests that need it."""

    name: str
    """What the program is called, with what belongs to it."""
    tests: str
    """The tests that need it; begins a sentence."""
    commands: tuple[tuple[str, ...], ...]
    """Commands that all succeed where the program is there."""
    packages: Mapping[str, tuple[str, ...]]
    """What its packages are called, by package manager."""

    def find(self) -> bool:
        """Whether the program is there."""
        return all(_succeeds(command) for command in self.commands)

    def install(self) -> bool:
        """Install it with the system's package manager; whether it is there then."""
        return self.find() if system.install(self.packages) else False

    @property
    def advice(self) -> str:
        """What to do where it was not found."""
        packages = " ".join(self.packages["apt-get"])
        return (
            f"{self.tests} need {self.name}, which was not found. Install it as you usually install programs\n"
            f"(on Debian and Ubuntu: apt-get install {packages}), or let ./scripts/test --yes do that."
        )


FFMPEG = Program(
    "ffmpeg with ffprobe",
    "The tests of recordings",
    (("ffmpeg", "-version"), ("ffprobe", "-version")),
    dict.fromkeys(("apt-get", "dnf", "pacman", "zypper", "apk"), ("ffmpeg",)),
)
HUNSPELL = Program(
    "Hunspell with its British dictionary",
    "The tests of spelling",
    (("hunspell", "-d", "en_GB", "-l"),),
    {
        "apt-get": ("hunspell", "hunspell-en-gb"),
        "dnf": ("hunspell", "hunspell-en-GB"),
        "pacman": ("hunspell", "hunspell-en_gb"),
        "zypper": ("hunspell", "myspell-en_GB"),
        "apk": ("hunspell", "hunspell-en-gb"),
    },
)
PROGRAMS = (FFMPEG, HUNSPELL)


def _succeeds(command: tuple[str, ...]) -> bool:
    if shutil.which(command[0]) is None:
        return False
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False).returncode == 0
