"""LibreOffice for the full tests of Word files: found where it usually is, or installed.

`PATHWAY_SOFFICE` names it where it is somewhere else.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import system

__all__ = ["ADVICE", "VARIABLE", "find", "install"]

VARIABLE = "PATHWAY_SOFFICE"
ADVICE = f"""\
The full tests open a Word file with LibreOffice Writer, and it was not found. Install it as you usually install
programs (on Debian and Ubuntu: apt-get install libreoffice-writer), let ./scripts/test --full --yes do that, or name it
with {VARIABLE}=/path/to/soffice."""

PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.com",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
)
PACKAGES = {
    **dict.fromkeys(("apt-get", "dnf", "zypper", "apk"), ("libreoffice-writer",)),
    "pacman": ("libreoffice-fresh",),
    "brew": ("libreoffice",),
}


def find() -> Path | None:
    """Give the path of LibreOffice on this computer, or None."""
    return next((path for path in _places() if path.is_file()), None)


def install() -> Path | None:
    """Install LibreOffice Writer with the system's package manager and give its path, or None where that fails."""
    return find() if system.install(PACKAGES) else None


def _places() -> Iterator[Path]:
    if named := os.environ.get(VARIABLE):
        yield Path(named)
        return
    yield from (Path(found) for name in ("soffice", "libreoffice") if (found := shutil.which(name)))
    yield from map(Path, PLACES)
