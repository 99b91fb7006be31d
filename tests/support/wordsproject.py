"""A project whose words are hard to find."""

from __future__ import annotations

import shutil
from pathlib import Path

from siteproject import copy_project

__all__ = ["write_project"]

FILES = Path(__file__).parents[1] / "program" / "search" / "files"


def write_project(folder: Path) -> Path:
    """A project with the words of `files`, and nothing of this pathway's own."""
    project = copy_project(folder)
    shutil.rmtree(project / "resources")
    shutil.rmtree(project / "docs")
    for name in ("link-health.json", "published-ids.txt"):
        (project / name).unlink(missing_ok=True)
    shutil.copy(FILES / "words.yaml", project / "resources.yaml")
    (project / "docs" / "guides").mkdir(parents=True)
    shutil.copy(FILES / "about.md", project / "docs")
    shutil.copy(FILES / "hidden.md", project / "docs" / "guides")
    for name in ("contribute", "accessibility", "privacy"):
        (project / "docs" / f"{name}.md").write_text(f"# {name.title()}\n\nA page on trust.\n", encoding="utf-8")
    return project
