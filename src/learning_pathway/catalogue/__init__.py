"""What an editor writes, as typed data with positions and problems.

`read` takes a path and gives a `Reading`: the catalogue, every problem, and where each entry is written.
"""

from __future__ import annotations

from .problems import Problem, Severity
from .reader import LoadedFiles, ReadResult, SourceLocation, SourceLocations, read

__all__ = ["LoadedFiles", "Problem", "ReadResult", "Severity", "SourceLocation", "SourceLocations", "read"]
