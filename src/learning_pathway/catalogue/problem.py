"""A problem of the catalogue: where it is, what is wrong, and what to write instead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Problem", "Severity"]


class Severity(StrEnum):
    """How much a problem matters. Only an error keeps the site from being built."""

    ERROR = "error"
    WARNING = "warning"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to fix. Problems sort by place: file, line, column."""

    file: str
    """Path of the file, relative to the project's folder, with forward slashes."""
    line: int
    """Line of the key or value at fault, from 1."""
    column: int
    """Column, in characters, from 1."""
    code: str
    """Stable name of the rule: see `learning_pathway.catalogue.codes.Code`."""
    severity: Severity
    id: str
    """Id of the entry (`module/section` for a section and its steps); empty where there is none."""
    message: str
    """What is wrong, in plain English."""
    remedy: str
    """What to write instead."""
    source: str = ""
    """The line at fault, as it is written; empty where the problem is about a whole file."""
    corrected: str = ""
    """The line as it should be; empty where that cannot be worked out."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.severity}: {self.message} {self.remedy} [{self.code}]"
