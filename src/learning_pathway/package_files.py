"""The folders of files that the package brings along."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

__all__ = ["starter_folder", "theme_folder"]


def theme_folder() -> Path:
    """The theme: templates, styles, scripts, fonts and pictures."""
    return Path(str(files(__package__) / "theme"))


def starter_folder() -> Path:
    """The files of a new pathway."""
    return Path(str(files(__package__) / "starter"))
