"""Problems as a person, a script or a forge wants to read them: one module for each form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from ..problem import Problem
from .data import write_github, write_json, write_sarif
from .text import write_text

__all__ = ["FORMATS"]

#: Name of each form, and what writes it.
FORMATS: Mapping[str, Callable[[Sequence[Problem]], str]] = MappingProxyType(
    {"text": write_text, "json": write_json, "github": write_github, "sarif": write_sarif}
)
