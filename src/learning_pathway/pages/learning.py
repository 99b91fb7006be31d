"""The pages that show a learner what they keep on their own device. The words are ours, the rest comes from a script."""

from __future__ import annotations

from collections.abc import Iterator

from .page import Page, page
from .rendering import render
from .site import Site

__all__ = ["LEARNING_PAGE", "learning_pages"]

LEARNING_PAGE = "my/index.md"


def learning_pages(site: Site) -> Iterator[Page]:
    """The overview: progress, the portable file, what is stored, and how to delete it."""
    body = render("learning.md", LEARNING_PAGE)
    yield page(
        LEARNING_PAGE,
        body,
        title="Your learning",
        source=site.source("pathway", "pathway"),
        description="What you have done and written, kept on your own device: take it along, or delete it.",
    )
