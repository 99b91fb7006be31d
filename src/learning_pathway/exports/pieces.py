"""Each resource's references and pieces of formats: made once, and joined into as many files as name the resource."""

from __future__ import annotations

from collections.abc import Sequence

from ..catalogue.model import Resource
from ..citation import Reference, cite
from .formats import FORMATS

__all__ = ["Pieces"]


class Pieces:
    """The pieces of one catalogue's resources. One resource serves in modules and themes; its piece is made once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._made: dict[tuple[str, str], str] = {}
        self._cited: dict[tuple[str, str], Reference] = {}

    def of(self, name: str, resource: Resource) -> str:
        """The piece of `resource` in the format `name`, a name in `FORMATS`."""
        key = name, resource.id
        if (piece := self._made.get(key)) is None:
            piece = self._made[key] = FORMATS[name].piece(resource)
        return piece

    def reference(self, style: str, resource: Resource) -> Reference:
        """The reference to `resource` in the style `style`, a name in `citation.STYLES`."""
        key = style, resource.id
        if (reference := self._cited.get(key)) is None:
            reference = self._cited[key] = cite(resource, style)
        return reference

    def file(self, name: str, resources: Sequence[Resource]) -> str:
        """The text of a file of `resources`, in their order, in the format `name`."""
        return FORMATS[name].joined([self.of(name, resource) for resource in resources])
