"""The state of a resource's link in calm words: never a red alarm, never a dead end without an offer."""

from __future__ import annotations

from ..catalogue.model import Resource
from ..links.labels import CalmLine, calm_line
from ..links.state.file import LinkRecord
from .words import day_in_words

__all__ = ["LinkState", "link_state"]

LinkState = CalmLine


def link_state(resource: Resource, record: LinkRecord | None, language: str) -> LinkState:
    """The sentence for a resource, given what the link checks found, with dates as the site's language writes them."""
    if resource.url is None:
        return LinkState("none", "No public copy is known.")
    # An entry that found another address belongs to a link that has since been fixed.
    if record is None or record.url != resource.url:
        return LinkState("unchecked", "Link not checked yet.")
    return calm_line(record, lambda day: day_in_words(day, language))
