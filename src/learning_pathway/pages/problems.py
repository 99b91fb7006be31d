"""Pages that show an editor what to mend, while the site is being previewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from ..catalogue import Problem
from .page import Page, page
from .rendering import render

__all__ = ["problem_pages"]


def problem_pages(problems: Sequence[Problem], published: Path) -> Iterator[Page]:
    """The list of problems, at the home page and at every address that is published now."""
    body = render("problems.md", "index.md", problems=problems)
    for path in sorted({"index.md", *paths_in(published)}):
        yield page(path, body, title="The catalogue needs mending", source="resources.yaml", hide=["navigation", "toc"])


def paths_in(published: Path) -> Iterator[str]:
    """The generated pages of a built site, as paths of documents."""
    for kind in ("modules", "routes", "themes", "library", "resources", "tips"):
        for found in (published / kind).rglob("index.html"):
            folder = found.parent.relative_to(published).as_posix()
            yield f"{folder}/index.md"
