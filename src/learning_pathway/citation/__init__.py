"""References to resources, in the styles that learners are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ..catalogue.model import Resource
from ..locale import msgid
from .reference import Reference
from .styles.apa import apa
from .styles.harvard import harvard

__all__ = ["STYLES", "Reference", "Style", "cite"]


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style.

    Attributes:
        label: its name, for people; a message of the interface.
        write: makes the reference to a resource.
    """

    label: str
    write: Callable[[Resource], Reference]


#: The styles, by the name that `cite` takes.
STYLES = {
    "apa": Style(msgid("APA (7th edition)"), apa),
    "harvard": Style(msgid("Harvard (Cite Them Right)"), harvard),
}


@lru_cache(maxsize=1_024)
def cite(resource: Resource, style: str = "apa") -> Reference:
    """The reference-list entry of `resource`.

    Args:
        resource: what is cited.
        style: a name in `STYLES`.

    Raises:
        ValueError: there is no such style.
    """
    try:
        write = STYLES[style].write
    except KeyError:
        raise ValueError(f"no citation style {style!r}; there are: {', '.join(STYLES)}") from None
    return write(resource)
