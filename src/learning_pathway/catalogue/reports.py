"""Problems for a person at a terminal, and as data: JSON, SARIF 2.1.0 and workflow commands of GitHub Actions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from json import dumps
from types import MappingProxyType
from typing import Any
from unicodedata import combining, east_asian_width
from urllib.parse import quote

import click

from .. import __version__
from .problems import Code, Problem, Severity, guide_address

__all__ = [
    "FORMATS",
    "KEYS",
    "VERSION",
    "excerpt",
    "visible",
    "visible_lines",
    "write_github",
    "write_json",
    "write_sarif",
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


def visible_lines(text: str) -> str:
    """A text of several lines in which every character can be seen."""
    return "\n".join(visible(line) for line in re.split(r"\r?\n", text))


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


def write_text(problems: Sequence[Problem], guides_url: str = "") -> str:
    """The problems as text with colours (for `click.echo`, which leaves colours out where none are shown)."""
    lines: list[str] = []
    for severity, (heading, colour) in _HEADINGS.items():
        of_severity = [problem for problem in problems if problem.severity is severity]
        if of_severity:
            lines += [click.style(heading, fg=colour, bold=True), ""]
            lines += _advice(of_severity) if severity is Severity.ADVICE else _each(of_severity, colour)
    if problems:
        where = f", or see {guide_address(guides_url, 'CODE')}" if guides_url else ""
        lines += [f"`pathway explain CODE` shows an example of each{where}.", ""]
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


_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "notice"}


def write_github(problems: Sequence[Problem], guides_url: str = "") -> str:
    """One command in each line, and the counts in the last."""
    return "\n".join([*(_command(problem, guides_url) for problem in problems), counts(problems)]) + "\n"


def _command(problem: Problem, guides_url: str) -> str:
    title = f"{problem.code}: {problem.id}" if problem.id else problem.code
    properties = {"file": problem.file, "line": problem.line, "col": problem.column, "title": title}
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[problem.severity]} {listed}::{_data(_words(problem, guides_url))}"


def _words(problem: Problem, guides_url: str) -> str:
    """What is wrong and what to do; the line as it should be and the address of a guide in lines of their own."""
    corrected = f"\n{visible(problem.corrected.strip())}" if problem.corrected else ""
    guide = f"\n{guide_address(guides_url, problem.code)}" if guides_url else ""
    return f"{problem.message} {problem.remedy}{corrected}{guide}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


VERSION = 1
"""Version of the form; it changes only when a script that reads the last one would have to change."""

KEYS = ("code", "severity", "file", "line", "column", "id", "message", "remedy", "source", "corrected")


def write_json(problems: Sequence[Problem], guides_url: str = "") -> str:  # noqa: ARG001 - as the others are called
    """The problems as a JSON list, one object in each line; an empty list where there are none."""
    rows = [_escaped(dumps({key: getattr(problem, key) for key in KEYS}, ensure_ascii=False)) for problem in problems]
    return "[\n" + ",\n".join(rows) + "\n]\n" if rows else "[]\n"


def _escaped(row: str) -> str:
    """JSON whose invisible characters are written as codes, so that it can be shown on a terminal."""
    if row.isprintable():
        return row
    return "".join(each if each.isprintable() else dumps(each)[1:-1] for each in row)


_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.ADVICE: "note"}


def write_sarif(problems: Sequence[Problem], guides_url: str = "") -> str:
    """A SARIF log with one run; its rules are the whole table of codes."""
    codes = {code.value: place for place, code in enumerate(Code)}
    driver = {"name": "pathway", "version": __version__, "rules": [_rule(code, guides_url) for code in Code]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, codes[problem.code]) for problem in problems],
    }
    log = {"$schema": "https://json.schemastore.org/sarif-2.1.0.json", "version": "2.1.0", "runs": [run]}
    return dumps(log, ensure_ascii=False, indent=2) + "\n"


def _rule(code: Code, guides_url: str) -> dict[str, Any]:
    return {
        "id": code.value,
        "shortDescription": {"text": code.meaning},
        "help": {"text": code.remedy},
        **({"helpUri": guide_address(guides_url, code.value)} if guides_url else {}),
        "defaultConfiguration": {"level": _LEVELS[code.severity]},
    }


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    address = {"uri": quote(problem.file, errors="surrogateescape")}
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": f"{problem.message} {problem.remedy}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": address,
                    "region": {
                        "startLine": problem.line,
                        "startColumn": problem.column,
                        **({"snippet": {"text": problem.source}} if problem.source else {}),
                    },
                },
                **({"logicalLocations": [{"fullyQualifiedName": problem.id}]} if problem.id else {}),
            }
        ],
        **({"fixes": [_fix(problem, address)]} if problem.corrected else {}),
    }


def _fix(problem: Problem, address: dict[str, str]) -> dict[str, Any]:
    """The replacement of the line."""
    region = {"startLine": problem.line, "startColumn": 1, "endColumn": len(problem.source) + 1}
    change = {"deletedRegion": region, "insertedContent": {"text": problem.corrected}}
    return {
        "description": {"text": problem.remedy},
        "artifactChanges": [{"artifactLocation": address, "replacements": [change]}],
    }


#: Name of each form, and what writes it.
FORMATS: Mapping[str, Callable[[Sequence[Problem], str], str]] = MappingProxyType(
    {"text": write_text, "json": write_json, "github": write_github, "sarif": write_sarif}
)
