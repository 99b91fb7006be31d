"""Pages that show an editor what to fix, while the site is being previewed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from ..catalogue import Problem
from ..catalogue.reports.text import excerpt
from .document import Page, page
from .rendering import render

__all__ = [
    "paths_in",
    "problem_pages",
]

#: Pages of problems at the most: no one waits for ten thousand of them.
MOST = 500


def problem_pages(problems: Sequence[Problem], published: Sequence[str]) -> Iterator[Page]:
    """The list of problems, at the home page and at the paths that were `published` before."""
    excerpts = ["\n".join(excerpt(problem)) for problem in problems]
    body = render("problems.html", "index.md", "en-GB", problems=problems, excerpts=excerpts)
    for path in sorted({"index.md", *published}):
        yield page(path, body, title="The catalogue needs fixing", source="resources.yaml", hide=["navigation", "toc"])


def paths_in(published: Path) -> Iterator[str]:
    """The generated pages of a built site, as paths of documents."""
    kinds = ("modules", "routes", "themes", "library", "tips", "resources")
    found = (file for kind in kinds for file in (published / kind).rglob("index.html"))
    for file in islice(found, MOST):
        yield f"{file.parent.relative_to(published).as_posix()}/index.md"
