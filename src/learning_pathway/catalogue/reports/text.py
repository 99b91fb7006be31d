"""Problems in words, for someone at a terminal, with the line and a caret."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from unicodedata import combining, east_asian_width

import click

from ..problem import Problem, Severity

__all__ = [
    "excerpt",
    "visible",
    "write_text",
]

#: Columns that a line takes up at most.
WIDTH = 100


def excerpt(problem: Problem) -> list[str]:
    """The line with its number, the caret, and the line as it should be; nothing for a whole file."""
    if not problem.source.strip():
        return []
    gutter = len(str(problem.line))
    before, after = problem.source[: problem.column - 1], problem.source[problem.column - 1 :]
    left, right = _cropped(before, after)
    shown = [f"{problem.line} | {left}{right}", f"{'':{gutter}} | {'':{_width(left)}}^"]
    if problem.corrected:
        shown.append(f"{'':{gutter}} > {_cut(visible(problem.corrected), WIDTH * 4)}")
    return shown


def visible(text: str) -> str:
    """A text in which every character can be seen: invisible ones as codes, tabs as four spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(_shown(character) for character in text.replace("\t", "    "))


def _shown(character: str) -> str:
    if character == " " or (character.isprintable() and not _is_hidden(character)):
        return character
    return f"\\u{ord(character):04x}" if ord(character) < 0x10000 else f"\\U{ord(character):08x}"


def _is_hidden(character: str) -> bool:
    return re.match("[\u00a0\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u00ad\ufeff]", character) is not None


def _cropped(before: str, after: str) -> tuple[str, str]:
    """The visible text on both sides of a place, shortened to the width."""
    left = _cut(visible(before[-WIDTH * 2 :])[::-1], WIDTH * 2 // 3)[::-1] if before else ""
    if len(before) > WIDTH * 2 and not left.startswith("…"):
        left = f"…{left}"
    return left, _cut(visible(after[: WIDTH * 2]), WIDTH - _width(left))


def _cut(text: str, width: int) -> str:
    """A text up to a number of columns, with an ellipsis for what is left out."""
    columns = list(_columns(text))
    if sum(columns) <= width:
        return text
    place = used = 0
    while used + columns[place] < width:
        used += columns[place]
        place += 1
    return f"{text[:place]}…"


def _columns(text: str) -> Iterator[int]:
    return (0 if combining(each) else 2 if east_asian_width(each) in "WF" else 1 for each in text)


def _width(text: str) -> int:
    return sum(_columns(text))


_HEADINGS = {
    Severity.ERROR: ("Errors: the site cannot be built until these are fixed", "red"),
    Severity.WARNING: ("Warnings: the site can be built, but something looks wrong", "yellow"),
    Severity.ADVICE: ("Advice: nothing is wrong, and these would make the pathway better", "cyan"),
}
#: Places that are shown of one kind of advice: hundreds would hide what matters.
_ADVICE_SHOWN = 5


def write_text(problems: Sequence[Problem]) -> str:
    """The problems as text with colours (for `click.echo`, which leaves colours out where none are shown)."""
    lines: list[str] = []
    for severity, (heading, colour) in _HEADINGS.items():
        of_severity = [problem for problem in problems if problem.severity is severity]
        if of_severity:
            lines += [click.style(heading, fg=colour, bold=True), ""]
            lines += _advice(of_severity) if severity is Severity.ADVICE else _each(of_severity, colour)
    return "\n".join([*lines, counts(problems)]) + "\n"


def counts(problems: Sequence[Problem]) -> str:
    """How many problems of each severity there are, in one sentence."""
    numbers = {severity: sum(problem.severity is severity for problem in problems) for severity in Severity}
    errors, warnings, advice = (numbers[severity] for severity in Severity)
    parts = [
        _number(errors, "error"),
        _number(warnings, "warning"),
        _number(advice, "piece of advice", "pieces of advice"),
    ]
    found = [part for part in parts if part]
    return f"{' and '.join(', '.join(found).rsplit(', ', 1))}." if found else "No problems found."


def _each(problems: Sequence[Problem], colour: str) -> Iterator[str]:
    for problem in problems:
        place = click.style(_place(problem), bold=True)
        yield f"  {place}  {problem.id}".rstrip()
        yield f"    {problem.message}"
        yield from (f"    {line}" for line in excerpt(problem))
        yield f"    {click.style('Fix:', fg=colour)} {problem.remedy}  [{problem.code}]"
        yield ""


def _advice(problems: Sequence[Problem]) -> Iterator[str]:
    by_code = sorted(problems, key=lambda problem: problem.code)
    for code, group in groupby(by_code, key=lambda problem: problem.code):
        alike = list(group)
        yield f"  {click.style(code, bold=True)} ({len(alike):,})"
        words = {f"{problem.message} {problem.remedy}" for problem in alike}
        if len(words) == 1:
            yield f"    {words.pop()}"
        for problem in alike[:_ADVICE_SHOWN]:
            yield f"    {_place(problem)}  {problem.id}".rstrip()
            yield from (f"      {line}" for line in excerpt(problem))
            if words:
                yield f"      {problem.message} {problem.remedy}"
        if len(alike) > _ADVICE_SHOWN:
            yield f"    … and {len(alike) - _ADVICE_SHOWN:,} more; `--format json` lists them all."
        yield ""


def _place(problem: Problem) -> str:
    """Where it is, in one line: a file may have a name that would begin another, or colour the terminal."""
    name = "".join(each if each.isprintable() else ascii(each)[1:-1] for each in problem.file)
    return f"{name}:{problem.line}:{problem.column}"


def _number(count: int, one: str, many: str | None = None) -> str:
    return "" if not count else f"{count:,} {one if count == 1 else many or one + 's'}"
