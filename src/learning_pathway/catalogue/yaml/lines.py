"""Lines of a file as they should be."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from yaml import Node

from ..problem import Problem

__all__ = ["MAXIMUM_LINE", "line_at", "quoted", "replaced", "spliced", "with_sources"]


#: Characters of the longest line that is shown corrected.
MAXIMUM_LINE = 400


#: Characters of a line that a problem carries along.
MAXIMUM_SOURCE = 10_000


_BREAK = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")


#: What a double-quoted text cannot hold as it is.
_ESCAPES = str.maketrans({'"': '\\"', "\\": "\\\\", "\t": "\\t", "\n": "\\n"})


def quoted(text: str) -> str:
    """A text in quotes that hold it whole, whatever is in it."""
    if ('"' in text or "\\" in text) and "'" not in text and text.isprintable():
        return f"'{text}'"
    return f'"{text.translate(_ESCAPES)}"'


def line_at(text: str, index: int) -> tuple[int, int]:
    """Where the line around a character begins and ends, without its break."""
    start = max(text.rfind("\n", 0, index), text.rfind("\r", 0, index)) + 1
    found = _BREAK.search(text, index)
    return start, found.start() if found is not None else len(text)


def spliced(text: str, start: int, end: int, words: str) -> str:
    """The line around a span with other words in its place; empty where the span leaves its line, or for a long one."""
    first, last = line_at(text, start)
    line = text[first:start] + words + text[end:last]
    return line if end <= last and len(line) <= MAXIMUM_LINE else ""


def replaced(text: str, node: Node, words: str) -> str:
    """The line around a value or key with other words in its place; empty where it goes over several lines."""
    return spliced(text, node.start_mark.index, node.end_mark.index, words)


def with_sources(problems: Iterable[Problem], texts: Mapping[str, str]) -> Iterator[Problem]:
    """The problems with the lines that they are about.

    Args:
        problems: problems of any files.
        texts: the text of each file that could be read, by its name.
    """
    lines: dict[str, list[str]] = {}
    for problem in problems:
        if problem.file not in lines:
            lines[problem.file] = re.split(r"\r\n|[\r\n]", texts.get(problem.file, ""))
        of_file = lines[problem.file]
        source = of_file[problem.line - 1] if problem.line <= len(of_file) else ""
        corrected = problem.corrected if problem.corrected != source else ""
        yield replace(problem, source=source[:MAXIMUM_SOURCE], corrected=corrected)
