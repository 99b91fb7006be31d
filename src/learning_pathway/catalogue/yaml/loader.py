"""Load a YAML file as a `Document`, with everything that is wrong with it as YAML, invisible characters included."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice

import yaml

from ..problems import Code
from .document import Document, FileProblem, Position
from .lost_text import lost_text
from .nodes import MAXIMUM_DEPTH, TooDeepError, ValueBuilder, compose
from .syntax import explain

__all__ = [
    "LoadedFile",
    "LoadedFiles",
    "character_problems",
    "escaped_character_problems",
    "load",
    "not_text_reason",
    "visible_text",
    "without_collector",
    "without_control_characters",
]


_CONTROL = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff"
_HIDDEN = "\u202a-\u202e\u2066-\u2069"
_STRAY = "\u00ad\u200b\u2060\ufeff"
_TAG = "\U000e0000-\U000e007f"
_FLAG = re.compile(f"\U0001f3f4[{_TAG}]+")
_CONTROLS = re.compile(f"[{_CONTROL}]")
_SUSPECT = re.compile(f"[{_CONTROL}{_HIDDEN}{_STRAY}{_TAG}]")
#: Half of a character: JSON can hold it, UTF-8 cannot.
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPE = re.compile(r"\\[0abvefxuUNLP]")
#: A damaged file could give as many problems as it has lines.
_MOST = 100


def character_problems(text: str) -> list[FileProblem]:
    """Find what should not be in a file's text, the first of each line, at most 100."""
    found: list[FileProblem] = []
    if _SUSPECT.search(text) is None:
        return found
    for number, line in enumerate(text.split("\n"), start=1):
        if (suspect := _first(line)) is not None and len(found) < _MOST:
            found.append(_problem(suspect[0], Position(number, suspect.start() + 1)))
    return found


def without_control_characters(text: str) -> str:
    """The text with spaces for control characters and one kind of line break, so that places stay true."""
    if "\r" in text:
        text = re.sub(r"\r(?!\n)", "\n", text)
    return _CONTROLS.sub(" ", text) if _CONTROLS.search(text) else text


def visible_text(text: str) -> str:
    """The text as it is seen: spaces for control characters, and nothing for what is invisible and unwanted."""
    if text.isascii() and text.isprintable():
        return text
    flags = [match.span() for match in _FLAG.finditer(text)]
    text = _SURROGATE.sub("\ufffd", without_control_characters(text))
    kept = (
        character
        for place, character in enumerate(text)
        if not _SUSPECT.match(character) or any(start <= place < end for start, end in flags)
    )
    return "".join(kept)


def escaped_character_problems(node: yaml.Node, text: str) -> Iterator[FileProblem]:
    r"""Find such characters where they are written as codes (`"\u202e"`), in the document below `node`."""
    if _ESCAPE.search(text) is None:
        return
    seen: set[int] = set()
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        if isinstance(each, yaml.MappingNode):
            waiting.extend(part for pair in each.value for part in pair)
        elif isinstance(each, yaml.SequenceNode):
            waiting.extend(each.value)
        elif isinstance(each, yaml.ScalarNode) and each.style == '"' and (suspect := _first(each.value)) is not None:
            start, end = each.start_mark, each.end_mark
            if suspect[0] not in text[start.index : end.index]:
                yield _problem(suspect[0], Position(start.line + 1, start.column + 1))


def _first(text: str) -> re.Match[str] | None:
    if text.isascii() and text.isprintable():
        return None
    return _SUSPECT.search(_FLAG.sub(lambda flag: "x" * len(flag[0]), text).removesuffix("\r"))


def _problem(character: str, position: Position) -> FileProblem:
    name = f"U+{ord(character):04X}"
    if _CONTROLS.match(character):
        message = f"There is a control character ({name}) here, which no text needs."
        return FileProblem(
            Code.CONTROL_CHARACTER, position, message, "Delete it. It often comes with text copied from a PDF."
        )
    if re.match(f"[{_STRAY}]", character):
        message = f"There is an invisible character ({name}) here, which spoils searching and copying."
        return FileProblem(Code.STRAY_CHARACTER, position, message, "Delete it, or type the word again.")
    message = f"There is an invisible character ({name}) here that can change what people see."
    return FileProblem(Code.HIDDEN_CHARACTER, position, message, "Delete it and type the words again.")


#: How files begin, as bytes, and what they are.
_BEGINNINGS = (
    (rb"\{\\rtf", "an RTF document of a word processor"),
    (rb"PK\x03\x04(?s:.{0,4000})word/", "a Word document (.docx)"),
    (rb"PK\x03\x04(?s:.{0,4000})xl/", "an Excel workbook (.xlsx)"),
    (rb"PK\x03\x04(?s:.{26})mimetypeapplication/vnd\.oasis", "an OpenDocument file, as LibreOffice saves it"),
    (rb"PK(?:\x03\x04|\x05\x06)", "a ZIP archive, or a document that is one inside, such as a .docx"),
    (rb"\xd0\xcf\x11\xe0", "an old Word or Excel file"),
    (rb"%PDF-", "a PDF document"),
    (rb"\x1f\x8b", "a gzip archive"),
    (rb"7z\xbc\xaf|BZh[1-9]|\xfd7zXZ|\x28\xb5\x2f\xfd|Rar!", "a packed archive"),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|RIFF(?s:.{4})WEBP", "a picture"),
    (rb"SQLite format 3", "a database"),
    (rb"\x7fELF|MZ\x90", "a program"),
    (rb"bplist00", "a property list, such as a web location"),
    (rb"version https://git-lfs", "a pointer of Git LFS, whose file was not fetched"),
    (
        rb"(?i)\s*(?:<!--(?s:.{0,500}?)-->\s*)?<(?:!doctype\s+html|html[\s>]|head[\s>]|body[\s>])",
        "a page of the web (HTML)",
    ),
    (rb"\s*<\?xml|\s*<(?:plist|svg|rss|feed)[\s>]", "an XML file"),
)
_PATTERNS = tuple((re.compile(pattern), words) for pattern, words in _BEGINNINGS)
#: So many zero bytes in a row are in no text: they are where a computer had no time to write.
_ZEROS = b"\x00" * 64


def not_text_reason(data: bytes) -> str | None:
    """What a file is that is no text, as the end of a sentence that begins "This is …"; None for what may be YAML."""
    start = data[:5_000].removeprefix(b"\xef\xbb\xbf")
    for pattern, words in _PATTERNS:
        if pattern.match(start):
            return words
    if _ZEROS in data:
        return "only half written: it holds zero bytes, as after a crash"
    return None


_SEPARATOR = re.compile(r"^(?:---|\.\.\.)(?=[ \t\r\n]|$)", re.MULTILINE)
#: What git writes between two versions; `|||||||` before what both came from.
_CONFLICT = re.compile(r"^(?:<{7,}|>{7,}|\|{7,}|={7,})(?=[ \t\r]|$).*", re.MULTILINE)
_MARKS = ("<" * 7, ">" * 7, "|" * 7, "=" * 7)
_INDENTED = re.compile(r"^[ \t]+(?:<{7}|>{7})(?=[ \t\r]|$).*", re.MULTILINE)
_MOST_MARKS = 1_000
_ALIAS = re.compile(r"\*\S")


@dataclass(frozen=True, slots=True)
class LoadedFile:
    """A file that was read: its document, or None where it has no readable one, and its problems."""

    document: Document | None
    problems: tuple[FileProblem, ...] = ()


#: The text and content of each file by its name, for a program that reads the catalogue again after every change.
LoadedFiles = dict[str, tuple[str, LoadedFile]]


@contextmanager
def without_collector() -> Iterator[None]:
    """Pause the cyclic garbage collector: walking a million new nodes again and again costs more than all the rest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def load(file: str, text: str, *, pure: bool = False) -> LoadedFile:
    """Read the text of one file.

    Args:
        file: its name, for the document.
        text: its text.
        pure: read with PyYAML's slow parser, as a machine without libyaml does.
    """
    odd = tuple(character_problems(text))
    text = without_control_characters(text)
    if any(sign in text for sign in _MARKS) and (conflicts := tuple(_conflicts(text))):
        return LoadedFile(None, conflicts)
    try:
        nodes = compose(text, pure=pure)
    except TooDeepError as error:
        message = f"Lists and mappings are nested more than {MAXIMUM_DEPTH} levels deep here."
        problem = FileProblem(
            Code.TOO_DEEP, _position(error.problem_mark), message, "Look for a run of brackets that never close."
        )
        return LoadedFile(None, (*odd, problem))
    except yaml.YAMLError as error:
        if conflicts := tuple(_conflicts(text, _INDENTED)):
            return LoadedFile(None, conflicts)
        place: yaml.Mark | None = getattr(error, "problem_mark", None)
        second = _separator(text, place.index) if place is not None else None
        return LoadedFile(None, (*odd, explain(error, text) if second is None else _second_document(text, second)))
    except RecursionError:
        problem = FileProblem(
            Code.TOO_DEEP, Position(1, 1), "The file is nested too deeply to be read.", "Look for a run of brackets."
        )
        return LoadedFile(None, (*odd, problem))
    if not nodes or nodes[0] is None:
        return LoadedFile(Document(file, {}, None, text), odd)
    if len(nodes) > 1 and nodes[1] is not None:
        start = nodes[1].start_mark.index
        second = _separator(text, start + 4)
        return LoadedFile(None, (*odd, _second_document(text, start if second is None else second)))
    return _build(file, nodes[0], odd + tuple(escaped_character_problems(nodes[0], text)), text)


def _conflicts(text: str, pattern: re.Pattern[str] = _CONFLICT) -> Iterator[FileProblem]:
    """A problem for each conflict that a merge has left, at its first line."""
    groups: list[list[tuple[str, int]]] = []
    for match in islice(pattern.finditer(text), _MOST_MARKS):
        sign = match[0].strip()[0]
        if sign == "<" or not groups or groups[-1][-1][0] == ">":
            groups.append([])
        groups[-1].append((sign, text.count("\n", 0, match.start()) + 1))
    for group in groups:
        (sign, first), (_, last) = group[0], group[-1]
        lines = f", in lines {first} to {last}" if last > first else ""
        message = f"`{sign * 7}` is left over from a merge of two versions that differ here{lines}."
        remedy = "Keep the lines that you want, and delete those that begin with `<<<<<<<`, `=======` and `>>>>>>>`."
        yield FileProblem(Code.MERGE_CONFLICT, Position(first, 1), message, remedy)


def _separator(text: str, end: int) -> int | None:
    """Where a line ends the first document before a place; None where nothing comes before such a line."""
    for match in _SEPARATOR.finditer(text, 0, end):
        if any(line.strip() and not line.startswith(("#", "%")) for line in text[: match.start()].split("\n")):
            return match.start()
    return None


def _second_document(text: str, index: int) -> FileProblem:
    message = "A second document begins here; one file holds one document."
    remedy = "Delete this line, or move what follows into a file of its own. If it is text, indent it."
    return FileProblem(Code.SEVERAL_DOCUMENTS, Position(text.count("\n", 0, index) + 1, 1), message, remedy)


def _build(file: str, node: yaml.Node, odd: tuple[FileProblem, ...], text: str) -> LoadedFile:
    builder = ValueBuilder(text, aliased=_ALIAS.search(text) is not None)
    try:
        data = builder.value(node)
    except FileProblem as problem:
        return LoadedFile(None, (*odd, *builder.problems, problem))
    found = (*odd, *builder.problems, *lost_text(text, node, builder.repeated))
    if data is None:
        data = {}
    elif not isinstance(data, dict):
        message = "The file holds a list or a text, where keys such as `resources:` are expected."
        remedy = "Begin with `resources:` in a line of its own, and write the entries below it, two spaces further in."
        return LoadedFile(None, (*found, FileProblem(Code.WRONG_SHAPE, _position(node.start_mark), message, remedy)))
    return LoadedFile(Document(file, data, node, text, tuple(builder.empty_keys)), found)


def _position(position: yaml.Mark | None) -> Position:
    return Position(1, 1) if position is None else Position(position.line + 1, position.column + 1)
