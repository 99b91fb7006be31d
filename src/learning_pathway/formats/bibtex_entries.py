"""Entries of a BibTeX or BibLaTeX file: abbreviations filled in, fields of `crossref` and `xdata` inherited."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pybtex.database.input.bibtex import LowLevelParser
from pybtex.scanner import PrematureEOF, PybtexSyntaxError

from ..citation.elements import MONTHS
from .model import MOST_RECORDS, Refused
from .text import shown

__all__ = ["BibEntry", "inherit", "read_entries"]

#: Where an entry begins.
_ENTRY = re.compile(r"^[ \t]*@[ \t]*[A-Za-z]+[ \t]*[{(]", re.MULTILINE)
_START = re.compile(r"@\s*[A-Za-z]+\s*[{(]")
_KEY = re.compile(r"@\s*[A-Za-z]+\s*[{(]\s*([^,\s{}()=]{1,80})")
#: Characters that one entry may have.
_LARGEST_ENTRY = 400_000
#: Faults after which the rest of a piece is not read.
_MOST_FAULTS = 20
#: How far an entry inherits through others.
_DEEPEST = 5
#: Facts of the whole that are not those of its parts.
_OF_THE_WHOLE = frozenset(
    {
        "abstract", "abstractsource", "annotation", "annote", "author+an", "crossref", "doi", "entryset",
        "entrysubtype", "eprint", "file", "ids", "keywords", "note", "pages", "pagetotal", "shorttitle", "sortkey",
        "title", "subtitle", "titleaddon", "url", "urldate", "xdata", "xref"
    }
)  # fmt: skip
#: What the title of a whole is to its part.
_TITLES = {
    "article": ("journaltitle", "journalsubtitle"),
    "suppperiodical": ("journaltitle", "journalsubtitle"),
    "book": ("maintitle", "mainsubtitle"),
    "collection": ("maintitle", "mainsubtitle"),
    "proceedings": ("maintitle", "mainsubtitle"),
}
_IN_BOOK = ("booktitle", "booksubtitle")


@dataclass(slots=True)
class BibEntry:
    """One entry as it is written."""

    kind: str
    key: str
    line: int
    fields: dict[str, str] = field(default_factory=dict)
    """Values by name in small letters, in LaTeX, without the braces or quotes around them."""
    lines: dict[str, int] = field(default_factory=dict)
    """The line on which each field begins."""
    remarks: list[tuple[str, str, str, int]] = field(default_factory=list)
    """What was not understood: field, value, reason, line."""


#: A space in the name of a field, as Scopus writes `funding_text 1`, or in a key: either ends an entry for pybtex.
_SPACED = re.compile(r"^[ \t]*[A-Za-z][\w:+./-]{0,40}(?:[ \xa0][\w-]{1,40}){1,3}(?=\s*=\s*[{\"\d])", re.MULTILINE)
_SPACED_KEY = re.compile(r"(?<=[{(])[^,\s{}()=\"#]+(?:[ \t]+[^,\s{}()=\"#]+)+(?=[ \t]*,)")
#: Where a key is missing, before the comma or before the first field; JabRef and Citavi leave it out.
_NO_KEY = re.compile(
    r"(@[ \t]*(?!string|preamble|comment)[A-Za-z]+\s*[{(])(?:\s*(?=,)|(?=\s*[A-Za-z][\w-]*\s*=))", re.IGNORECASE
)
#: The end of a value that no comma follows, before the next field.
_NO_COMMA = re.compile(r"([}\"])(?=[ \t]*\n[ \t]*[A-Za-z][\w-]*[ \t]*=[ \t]*[{\"\d])")
#: A name before a value, where the sign between them is missing.
_NO_SIGN = re.compile(r"^([ \t]*[A-Za-z][\w-]{1,40})[ \t]+(?=[{\"])", re.MULTILINE)
#: A line that someone took out of an entry, or a remark after a field, as LaTeX has them; BibTeX has none.
_COMMENT = re.compile(r"(?:^|(?<=,))[ \t]*%.*$", re.MULTILINE)
#: Characters that no file holds, in place of such a space (pybtex takes DEL for a letter) and of such a key.
_SPACE, _KEYLESS = "\x7f", "\ue011"


class _Parser(LowLevelParser):  # type: ignore[misc]
    """pybtex's, with the line of each field; an abbreviation that is not defined is kept as text."""

    def __init__(self, text: str, macros: dict[str, str]) -> None:
        self.errors: list[PybtexSyntaxError] = []
        self.undefined: list[tuple[str, str, str, int]] = []
        self.filled_in = 0
        self.begun: list[tuple[str, int]] = []
        super().__init__(text, macros=macros, handle_error=self.errors.append)

    def parse_field(self) -> None:
        self.eat_whitespace()
        line = self.lineno
        super().parse_field()
        if self.current_field_name:
            self.begun.append((self.current_field_name.lower(), line))

    def substitute_macro(self, name: str) -> str:
        found = self.macros.get(name.lower())
        self.filled_in += len(found or "")
        if found is not None and self.filled_in <= _LARGEST_ENTRY:
            return str(found)
        reason = (
            "an abbreviation that the file does not define" if found is None else "too long with what it stands for"
        )
        self.undefined.append((str(self.current_field_name or ""), name, f"{reason}; kept as it is", self.lineno))
        return name

    def parse_string(self, string_end: Any, level: int = 0, max_level: int = 100) -> Iterator[Any]:
        """The pieces of a value; a quotation mark after a backslash is an accent and ends nothing."""
        for part in super().parse_string(string_end, level, max_level):
            is_accent = part.value.endswith('\\"') and re.match(r"\{?[A-Za-z\\]", self.text[self.pos : self.pos + 2])
            if string_end is self.QUOTE and part.pattern is self.QUOTE and level == 0 and is_accent:
                yield part
                yield from self.parse_string(string_end, level, max_level)
                return
            yield part

    def parse_string_body(self, body_end: Any) -> None:
        super().parse_string_body(body_end)
        self.macros[self.current_field_name.lower()] = "".join(self.current_value)


def read_entries(text: str, refused: list[Refused]) -> list[BibEntry]:
    """Every entry that is whole, in the order of the file; what is damaged is added to `refused`, with its line."""
    macros = {name[:3].lower(): name for name in MONTHS[1:]}
    entries: list[BibEntry] = []
    for line, piece in _pieces(text):
        if len(piece) > _LARGEST_ENTRY:
            reason = f"An entry has more than {_LARGEST_ENTRY:,} characters, and was not read."
            refused.append(Refused(line, "", reason))
            continue
        for entry in _parsed_or_repaired(piece, line, macros, refused):
            if len(entries) >= 2 * MOST_RECORDS:
                return entries
            entries.append(entry)
    return entries


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    """The file cut where entries begin, so that one that never ends costs no other; each with its line."""
    starts = [0, *(match.start() for match in _ENTRY.finditer(text) if match.start()), len(text)]
    line = 1
    for start, end in pairwise(starts):
        piece = text[start:end]
        if "@" in piece:
            yield line, _understood(piece)
        line += piece.count("\n")


def _understood(piece: str) -> str:
    """A piece without what pybtex stumbles over; the numbers of its lines stay."""
    piece = _SPACED.sub(lambda found: re.sub(r"(?<=\S)[ \xa0](?=\S)", _SPACE, found[0]), piece)
    head, brace, rest = re.split(r"([{(])", piece, maxsplit=1) if re.search(r"[{(]", piece) else (piece, "", "")
    key = _SPACED_KEY.match(piece, len(head) + len(brace)) if brace else None
    if key is not None:
        rest = re.sub(r"[ \t]", _SPACE, key[0]) + rest[len(key[0]) :]
    found = _NO_KEY.match(head.lstrip() + brace + rest)
    if found is None:
        return head + brace + rest
    comma = "" if rest.lstrip().startswith(",") else ","
    return head + brace + _KEYLESS + comma + rest


def _parsed_or_repaired(piece: str, line: int, macros: dict[str, str], refused: list[Refused]) -> Iterator[BibEntry]:
    """The entries of a piece; where it is damaged, with signs that may be missing, and without commented lines."""
    faults, faults_left = list[Refused](), list[Refused]()
    entries = list(_parsed(piece, line, macros, faults))
    bare = _COMMENT.sub("", piece)
    if faults and (bare != piece or _NO_COMMA.search(piece) or _NO_SIGN.search(piece)):
        signed = _NO_SIGN.sub(r"\1 = ", bare)
        whole = _NO_COMMA.sub(r"\1,", signed)
        repaired = list(_parsed(whole, line, macros, faults_left))
        if repaired and not faults_left:
            remarks = repaired[0].remarks
            remarks += [
                ("line", found[0].strip(), "a comment", line + piece.count("\n", 0, found.start()))
                for found in _COMMENT.finditer(piece)
            ]
            remarks += [("=", "missing", "read as if it were there", line)] if signed != bare else []
            if whole != signed:
                remarks.append(("comma", "missing", "read as if it were there", line))
            entries, faults = repaired, []
    refused += faults
    yield from entries


def _parsed(piece: str, line: int, macros: dict[str, str], refused: list[Refused]) -> Iterator[BibEntry]:
    parser = _Parser(piece, macros)
    commands = iter(parser)
    while True:
        seen, told, begun = len(parser.errors), len(parser.undefined), len(parser.begun)
        try:
            command = next(commands, None)
        except RecursionError:
            refused.append(Refused(line, "", "It is nested too deeply."))
            return
        faults = [error for error in parser.errors[seen:] if _is_entry(piece, error)]
        refused += [_refusal(piece, error, line) for error in faults]
        if command is None or len(parser.errors) > _MOST_FAULTS:
            return
        kind, body = str(command[0]).lower(), command[1]
        if kind in ("string", "preamble") or faults or not body[0]:
            continue
        start = line + piece.count("\n", 0, parser.command_start)
        entry = BibEntry(kind, shown(body[0].replace(_SPACE, " ").replace(_KEYLESS, ""), 200), start)
        _fill(entry, body[1], dict(parser.begun[begun:]), line - 1)
        entry.remarks += [
            (name.lower(), macro, reason, line - 1 + where) for name, macro, reason, where in parser.undefined[told:]
        ]
        yield entry


def _fill(entry: BibEntry, fields: list[tuple[str, list[str]]], lines: Mapping[str, int], before: int) -> None:
    for written, parts in fields:
        name, value = written.lower().replace(_SPACE, " "), "".join(parts).strip().replace(_SPACE, " ")
        if name in entry.fields and entry.fields[name] != value:
            entry.remarks.append((name, entry.fields[name], "written twice; the last one was kept", entry.lines[name]))
        entry.fields[name] = value
        entry.lines[name] = before + lines.get(name, 1)


def _is_entry(piece: str, error: PybtexSyntaxError) -> bool:
    """Whether a fault is in an entry, and not at an @ in other text, such as an address of email."""
    start = error.error_context_info[0] if getattr(error, "error_context_info", None) else None
    return start is None or _START.match(piece, start) is not None


def _refusal(piece: str, error: PybtexSyntaxError, line: int) -> Refused:
    context = getattr(error, "error_context_info", None)
    start, where, _ = context or (0, 1, 0)
    name = _KEY.match(piece, start or 0)
    if isinstance(error, PrematureEOF):
        reason = "It is damaged: the end of file or of the entry comes before its last bracket."
    else:
        message = re.sub(r"^syntax error in line \d+: ", "", str(error))
        reason = f"It is damaged: {shown(message, 120)} in line {line - 1 + where}."
    return Refused(line + piece.count("\n", 0, start or 0), name[1] if name else "", reason)


def inherit(entries: list[BibEntry]) -> None:
    """Give each entry the fields of its `crossref` or `xdata` that it lacks."""
    by_key: dict[str, BibEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key.lower(), entry)
    for entry in entries:
        _inherit(entry, by_key, ())


def _inherit(entry: BibEntry, by_key: Mapping[str, BibEntry], seen: tuple[str, ...]) -> None:
    for link in ("xdata", "crossref"):
        for key in filter(None, re.split(r"\s*,\s*", entry.fields.pop(link, "").strip())):
            whole = by_key.get(key.lower())
            if whole is None or whole is entry or key in seen or len(seen) >= _DEEPEST:
                reason = "the file has no such entry" if whole is None else "entries that point at each other"
                entry.remarks.append((link, key, reason, entry.lines.get(link, entry.line)))
                continue
            _inherit(whole, by_key, (*seen, entry.key, key))
            for name, value in _offered(entry, whole, is_same=link == "xdata").items():
                if name not in entry.fields:
                    entry.fields[name] = value
                    entry.lines[name] = entry.lines.get(link, entry.line)


def _offered(part: BibEntry, whole: BibEntry, *, is_same: bool) -> dict[str, str]:
    """The fields that an entry can inherit: of `xdata` all, of a whole those that are true of its parts."""
    if is_same:
        return whole.fields
    offered = {name: value for name, value in whole.fields.items() if name not in _OF_THE_WHOLE}
    if {"date", "year"} & part.fields.keys():
        offered = {name: value for name, value in offered.items() if name not in ("date", "year", "month", "day")}
    makers = offered.pop("author", None)
    if makers and part.kind in ("inbook", "bookinbook", "suppbook"):
        offered.setdefault("bookauthor", makers)
    if makers and part.kind in ("inbook", "bookinbook", "suppbook", "book", "mvbook"):  # as BibLaTeX has it
        offered["author"] = makers
    for name, ours in zip(("title", "subtitle"), _TITLES.get(part.kind, _IN_BOOK), strict=True):
        if whole.fields.get(name) and _TITLES.get(part.kind, _IN_BOOK)[0] not in part.fields:
            offered[ours] = whole.fields[name]
    return offered
