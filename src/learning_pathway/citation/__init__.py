"""References to resources, in the styles that learners are asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from ..catalogue.dates import PartialDate
from ..catalogue.model import Resource
from ..locale import msgid
from .model import CitedResource
from .reference import Reference
from .styles import apa, harvard

__all__ = ["STYLES", "Reference", "Style", "cite"]


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style.

    Attributes:
        label: its name, for people; a message of the interface.
        write: makes the reference to a resource, with the letter that tells it from others of the same year.
        names: the creators as a reference prints them.
        printed_date: the date as far as a reference prints it.
    """

    label: str
    write: Callable[[Resource, str], Reference]
    names: Callable[[CitedResource], str]
    printed_date: Callable[[CitedResource], PartialDate | None]


#: The styles, by the name that `cite` takes.
STYLES = {
    "apa": Style(msgid("APA (7th edition)"), apa.apa, apa.names, apa.printed_date),
    "harvard": Style(msgid("Harvard (Cite Them Right)"), harvard.harvard, harvard.names, harvard.printed_date),
}


@lru_cache(maxsize=1_024)
def cite(resource: Resource, style: str = "apa", letter: str = "") -> Reference:
    """The reference-list entry of `resource`.

    Args:
        resource: what is cited.
        style: a name in `STYLES`.
        letter: what follows the year where a list holds several by the same creators (`bibliography.letters`).

    Raises:
        ValueError: there is no such style.
    """
    try:
        write = STYLES[style].write
    except KeyError:
        raise ValueError(f"no citation style {style!r}; there are: {', '.join(STYLES)}") from None
    return write(resource, letter)
