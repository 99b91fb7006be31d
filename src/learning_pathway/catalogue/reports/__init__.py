"""Problems as a person, a script or a forge wants to read them: one module for each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ..problem import Problem
from . import github, json, sarif, text

__all__ = ["FORMATS"]

#: Name of each form, and what writes it.
FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = MappingProxyType(
    {"text": text.write, "json": json.write, "github": github.write, "sarif": sarif.write}
)
