"""Problems as workflow commands of GitHub Actions, which show them beside the changed lines.

https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections.abc import Sequence

from ..problem import Problem, Severity
from .excerpt import visible
from .text import counts

__all__ = ["write_github"]

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def write_github(problems: Sequence[Problem]) -> str:
    """One command in each line, and the counts in the last."""
    return "\n".join([*(_command(problem) for problem in problems), counts(problems)]) + "\n"


def _command(problem: Problem) -> str:
    title = f"{problem.code}: {problem.id}" if problem.id else problem.code
    properties = {"file": problem.file, "line": problem.line, "col": problem.column, "title": title}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {listed}::{_data(_words(problem))}"


def _words(problem: Problem) -> str:
    """What is wrong and what to do, and the line as it should be in a line of its own."""
    corrected = f"\n{visible(problem.corrected.strip())}" if problem.corrected else ""
    return f"{problem.message} {problem.remedy}{corrected}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
