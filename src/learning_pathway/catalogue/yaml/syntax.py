"""Syntax errors of YAML, in words for people who do not program."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from itertools import islice
from typing import NamedTuple

import yaml

from ..messages import shown
from ..problems import Code
from .corrections import Suggestion, has_two_keys, suggestions
from .document import FileProblem, Position, position_at
from .nodes import TooDeepError, compose

__all__ = ["explain"]


#: Characters of the longest file in which corrected lines are tried.
_LONGEST_TRIED = 1_000_000
#: Corrected lines that are tried, and lines after the first that may be at fault.
_MOST_TRIED = 60
_MOST_LINES = 10
#: Lines that are searched for a bracket.
_MOST_SEARCHED = 500


class _Explanation(NamedTuple):
    """A pattern for PyYAML's message (of both its parsers), and our message."""

    pattern: re.Pattern[str]
    message: str
    remedy: str
    at_start: bool = False
    """Whether the fault is where the broken value begins, not where the parser noticed."""


def _explanation(pattern: str, message: str, remedy: str, *, at_start: bool = False) -> _Explanation:
    return _Explanation(re.compile(pattern), message, remedy, at_start)


_INDENT = "Give it the same indentation as its neighbours."
_QUOTE = "Put the whole text in double quotes."
_EXPLANATIONS = (
    _explanation(
        "mapping values are not allowed",
        "There is a colon followed by a space inside a text, or this line is indented further than the one above.",
        "Put the whole text in double quotes, or indent the line like its neighbours.",
    ),
    _explanation(
        "quoted scalar.*unexpected (end of stream|document separator)",
        "A quotation mark opens here and never closes.",
        "Add the closing quotation mark at the end of the text.",
        at_start=True,
    ),
    _explanation(
        "unknown escape character|hexdecimal|hexadecimal|escape sequence of",
        "A backslash inside double quotes begins a code, and this one is not known.",
        "Write two backslashes, or use single quotes.",
    ),
    _explanation(
        "duplicate anchor",
        "The anchor (`&name`) here has the same name as one above it.",
        "Give it another name, or put the text in double quotes.",
    ),
    _explanation(
        "flow sequence",
        "A square bracket opens here and the list after it is not closed as it should be.",
        "Put commas between the items and `]` after the last; put texts with commas or colons in double quotes.",
        at_start=True,
    ),
    _explanation(
        "flow mapping",
        "A curly bracket opens here and what follows is not closed as it should be.",
        "Put commas between the parts and `}` after the last; put texts with commas or colons in double quotes.",
        at_start=True,
    ),
    _explanation(
        "(block sequence|sequence) entries are not allowed",
        "A list begins here in the middle of a line.",
        "Begin each item in a line of its own, indented by two spaces more than its key.",
    ),
    _explanation(
        "block collection",
        "This line is indented so that it belongs to nothing above it.",
        "Indent it exactly like the other lines of its entry; begin it with `- ` if it is a new item.",
    ),
    _explanation(
        "block scalar",
        "After `|` or `>` the text begins in the next line.",
        "Move the text to the next line and indent it, or put it in double quotes.",
    ),
    _explanation(
        "simple key|could not find expected ':'",
        "This line has no colon with a space after its key.",
        "Write `key: value`.",
        at_start=True,
    ),
    _explanation("expected '?<?document start", "This line is indented less than the lines above it.", _INDENT),
    _explanation(
        "block mapping", "This does not belong here: it is no `key: value` in line with those above.", _INDENT
    ),
    _explanation("node content", "A value is expected here, and there is a bracket or mark instead.", _QUOTE),
    _explanation("anchor|alias|tag", "`&`, `*` and `!` at the beginning of a value have a special meaning.", _QUOTE),
    _explanation(
        "directive|incompatible YAML",
        "A line that begins with `%` is an instruction to the parser, and not one for ours.",
        "Delete the line.",
    ),
)
_UNEXPECTED = {
    "\t": ("There is a tab here; YAML allows only spaces before a value.", "Replace it by spaces."),
    "@": ("A value cannot begin with `@`.", _QUOTE),
    "`": ("A value cannot begin with a backtick.", _QUOTE),
    "%": ("A value cannot begin with `%`.", _QUOTE),
}


def explain(error: yaml.YAMLError, text: str) -> FileProblem:
    """The problem of a file that is no YAML, in plain words, with the corrected line if one is found."""
    problem = _cause(error, text)
    place: yaml.Mark | None = getattr(error, "problem_mark", None)
    if place is None or len(text) > _LONGEST_TRIED:
        return problem
    lines = text.split("\n")
    numbers = _suspects(lines, problem.position.line, place.line + 1)
    for suggestion in islice(suggestions(lines, numbers), _MOST_TRIED):
        number = suggestion.number
        end = "\r" if lines[number - 1].endswith("\r") else ""
        tried = "\n".join((*lines[: number - 1], suggestion.line + end, *lines[number:]))
        if _first_fault(tried) > max(problem.position.line, number):
            message, remedy = suggestion.message or problem.message, suggestion.remedy or problem.remedy
            return FileProblem(
                suggestion.code, _position_of(suggestion, problem, lines), message, remedy, suggestion.line
            )
    return problem


def _position_of(suggestion: Suggestion, problem: FileProblem, lines: Sequence[str]) -> Position:
    """Where the fault is: as the suggestion says, else as the parser says, else where the line begins."""
    line = lines[suggestion.number - 1]
    if suggestion.column:
        return Position(suggestion.number, suggestion.column)
    return (
        problem.position
        if suggestion.number == problem.position.line
        else Position(suggestion.number, len(line) - len(line.lstrip()) + 1)
    )


def _suspects(lines: Sequence[str], reported: int, noticed: int) -> list[int]:
    """The numbers of lines that may be at fault: the one that is reported, those above it, those after it."""
    above = (number for number in range(min(reported - 1, len(lines)), 0, -1) if lines[number - 1].strip())
    after = range(reported + 1, min(noticed, reported + _MOST_LINES) + 1)
    return [number for number in dict.fromkeys((reported, *islice(above, 2), *after)) if 0 < number <= len(lines)]


def _first_fault(text: str) -> int:
    """The line of the first fault in a text; beyond all lines where there is none."""
    try:
        compose(text)
    except TooDeepError:
        return 0
    except yaml.YAMLError as error:
        return _cause(error, text).position.line
    return sys.maxsize


def _cause(error: yaml.YAMLError, text: str) -> FileProblem:
    """What the parser says, in plain words."""
    problem = str(getattr(error, "problem", None) or error)
    words = f"{getattr(error, 'context', None) or ''} {problem}"
    place: yaml.Mark | None = getattr(error, "problem_mark", None)
    position = position_at(place)
    character = text[place.index : place.index + 1] if place is not None else ""
    if "cannot start any token" in words or character == "\t":
        message, remedy = _UNEXPECTED.get(character, ("A value cannot begin like this.", _QUOTE))
        return FileProblem(Code.YAML_SYNTAX, position, message, remedy)
    if place is not None and _follows_quote(text, place.index) and "block mapping" in words:
        message = "Text goes on after a closing quotation mark."
        return FileProblem(
            Code.YAML_SYNTAX, position, message, 'Put the whole text in double quotes, and write `\\"` for each inside.'
        )
    if "mapping values" in words and place is not None and (second := has_two_keys(_value_at(text, place))) is not None:
        message = f"`{second}` begins in the middle of a line; each key has a line of its own."
        return FileProblem(Code.YAML_SYNTAX, position, message, f"Begin a new line before `{second}:`.")
    if "undefined alias" in words and place is not None:
        name = shown(re.split(r"[\s,\[\]{}]", text[place.index + 1 : place.index + 100])[0])
        message = f"`*{name}` repeats a value that is called `&{name}`, and none above it in this file is."
        remedy = "Write the value itself; one in another file does not count. Put a text with a star in double quotes."
        return FileProblem(Code.YAML_SYNTAX, position, message, remedy)
    start = _open_bracket(text, place) if "node content" in words else None
    if start is not None and (not character.strip() or (character == "-" and start.line < position.line)):
        message = "A bracket opens here and never closes."
        remedy = "Close it after the last item, or put the whole text in double quotes."
        return FileProblem(Code.YAML_SYNTAX, start, message, remedy)
    for explanation in _EXPLANATIONS:
        if explanation.pattern.search(words):
            start = getattr(error, "context_mark", None)
            return FileProblem(
                Code.YAML_SYNTAX,
                position_at(start) if explanation.at_start and start is not None else position,
                explanation.message,
                explanation.remedy,
            )
    return FileProblem(
        Code.YAML_SYNTAX, position, "The file cannot be read from here on.", "Check quotation marks and indentation."
    )


def _value_at(text: str, place: yaml.Mark) -> str:
    """The value of the first key in a line."""
    line = text[place.index - place.column :].partition("\n")[0]
    return re.sub(r"^ *(?:- +)*[\w-]+: +", "", line)


def _open_bracket(text: str, place: yaml.Mark | None) -> Position | None:
    """Where the last bracket opens that no line before a place closes, comments aside."""
    lines = [re.sub(r"(?:^|\s)#.*", "", line) for line in text[: place.index if place is not None else 0].split("\n")]
    for number in range(len(lines), max(len(lines) - _MOST_SEARCHED, 0), -1):
        line = lines[number - 1]
        if sum(map(line.count, "[{")) > sum(map(line.count, "]}")):
            return Position(number, min(line.find(each) for each in "[{" if each in line) + 1)
    return None


def _follows_quote(text: str, index: int) -> bool:
    return text[max(0, index - 200) : index].rstrip(" ").endswith(("'", '"'))
