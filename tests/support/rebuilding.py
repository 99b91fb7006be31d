"""One project, published edition after edition, as an editor's changes make it."""

from __future__ import annotations

from pathlib import Path

from siteproject import copy_project, mkdocs

__all__ = ["bare_project", "edition"]


def bare_project(folder: Path) -> Path:
    """A copy of this project without its catalogue, in `folder`."""
    project = copy_project(folder)
    for left_over in (project / "resources").glob("*.yaml"):
        left_over.unlink()
    (project / "published-ids.txt").unlink(missing_ok=True)  # of the real catalogue
    (project / "docs" / "contribute.md").write_text("# Contribute\n", encoding="utf-8")
    return project


def edition(project: Path, published: Path, catalogue: str) -> None:
    """Write the catalogue into the project, and build it into the folder `published`."""
    (project / "resources.yaml").write_text(catalogue, encoding="utf-8")
    built = mkdocs(project, published)
    assert built.returncode == 0, built.stderr
