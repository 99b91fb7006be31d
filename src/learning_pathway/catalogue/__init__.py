"""What an editor writes, as typed data with positions and problems.

`read` takes a path and gives a `ReadResult`: the catalogue, every problem, and where each entry is written.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .problems import Problem, Severity
    from .reader import LoadedFiles, ReadResult, SourceLocation, SourceLocations, read

__all__ = ["LoadedFiles", "Problem", "ReadResult", "Severity", "SourceLocation", "SourceLocations", "read"]


def __getattr__(name: str) -> Any:
    """Import what is asked for: the check of links needs the types of resources, and no reader."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(".problems" if name in ("Problem", "Severity") else ".reader", __name__), name)
