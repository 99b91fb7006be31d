"""References to resources, in the styles that learners are asked for."""

from __future__ import annotations

from functools import lru_cache

from ..catalogue.model import Resource
from .reference import Reference
from .styles.apa import apa
from .styles.harvard import harvard

__all__ = ["STYLES", "Reference", "cite"]

#: The styles, by the name that `cite` takes.
STYLES = {"apa": apa, "harvard": harvard}


@lru_cache(maxsize=1_024)
def cite(resource: Resource, style: str = "apa") -> Reference:
    """The reference-list entry of `resource`.

    Args:
        resource: the work.
        style: a name in `STYLES`.

    Raises:
        ValueError: there is no such style.
    """
    try:
        write = STYLES[style]
    except KeyError:
        raise ValueError(f"no citation style {style!r}; there are: {', '.join(STYLES)}") from None
    return write(resource)
