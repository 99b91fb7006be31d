"""Finished HTML set aside while an engine makes HTML of the Markdown around it.

A page's cards are HTML already. Python-Markdown would read every tag of them only to leave them as they are: more than
half the time of a build. So an adapter may hand it one short stand-in for each run of HTML, and put the runs back.
"""

from __future__ import annotations

import re

__all__ = ["fold", "unfold"]

_HEADING = re.compile(r"^(#{1,6} .+)$", re.MULTILINE)
_OPENING = re.compile(r"<(?!(?:area|br|col|hr|img|input|link|meta|source|track|wbr)\b)[a-z][^>]*(?<!/)>")
_STAND_IN = '<div data-set-aside="{}"></div>'
_STOOD_IN = re.compile(r'<div data-set-aside="(\d+)"></div>')


def fold(markdown: str) -> tuple[str, tuple[str, ...]]:
    """Put a stand-in in place of each run of HTML between Markdown headings.

    Only a page that is nothing but headings and whole elements is folded. Text inside an element that looks like a
    heading leaves that element open, so it is never taken for one.

    Returns:
        the shorter Markdown, and the runs; the page as it was and no runs, where it cannot be folded.
    """
    parts = _HEADING.split(markdown)
    runs = tuple(run for part in parts[::2] if (run := part.strip()))
    if "markdown=" in markdown or _STOOD_IN.search(markdown) or not all(map(is_whole, runs)):
        return markdown, ()
    numbers = iter(range(len(runs)))
    lines = (
        part if index % 2 else _STAND_IN.format(next(numbers))
        for index, part in enumerate(parts)
        if index % 2 or part.strip()
    )
    return "\n\n".join(lines) + "\n", runs


def unfold(html: str, runs: tuple[str, ...]) -> str:
    """Put the runs back into what an engine made of the shorter Markdown."""
    return _STOOD_IN.sub(lambda match: runs[int(match[1])], html) if runs else html


def is_whole(run: str) -> bool:
    """Whether every element of `run` is closed within it, and nothing stands outside of elements at its ends."""
    return run.startswith("<") and run.endswith(">") and len(_OPENING.findall(run)) == run.count("</")
