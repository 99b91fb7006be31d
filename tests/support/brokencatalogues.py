"""The small broken catalogues, and the problem list that each must give, as a text that people can read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from learning_pathway.catalogue import Problem, read
from learning_pathway.citation import check_titles

BROKEN = Path(__file__).parents[1] / "program" / "catalogue" / "broken"
#: The name of the file in each case that holds what is expected.
EXPECTED = "problems.txt"
TODAY = date(2025, 6, 30)


def cases(folder: Path) -> list[str]:
    """Names of the cases in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.is_dir())


def problems(case: Path) -> str:
    """What reading a case gives, as its golden file has it."""
    return "".join(_lines(read(case, today=TODAY, further_rules=[check_titles]).problems))


def _lines(found: Sequence[Problem]) -> Iterator[str]:
    for problem in found:
        name = f"  ({problem.id})" if problem.id else ""
        yield f"{problem.file}:{problem.line}:{problem.column}  {problem.severity} {problem.code}{name}\n"
        yield f"    {problem.message}\n    {problem.remedy}\n"
        if problem.corrected:
            yield f"    > {problem.corrected}\n"
