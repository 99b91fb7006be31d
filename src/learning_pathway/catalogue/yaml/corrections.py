"""Lines that break YAML, as they should be. A suggestion counts only if the file can be read with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from unicodedata import name as unicode_name

from .. import model
from ..problems import Code
from .document import quoted

__all__ = [
    "DASHES",
    "SPACES",
    "Suggestion",
    "character_name",
    "has_two_keys",
    "plain_characters",
    "suggestions",
    "without_width",
]


def _entries(entry: type[model.Entry]) -> Iterator[type[model.Entry]]:
    for inner in entry.__subclasses__():
        yield inner
        yield from _entries(inner)


#: Spaces that YAML takes for letters, and characters without any width.
SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_WIDTHLESS = "\u00ad\u200b-\u200f\u2060-\u2064\ufeff"
#: What word processors write for the dash before a list item.
DASHES = "\u2010-\u2015\u2022\u2023\u2043\u2212\u25aa\u25cf\u25e6\u00b7*\uf0b7"
_LEADING = re.compile(f"[ \\t{SPACES}{_WIDTHLESS}]*(?:-[ \\t{SPACES}{_WIDTHLESS}]+)*")
_ODD = re.compile(f"[{SPACES}{_WIDTHLESS}]")
_AFTER_KEY = re.compile(f"(^[^:#]*?:)([ {SPACES}{_WIDTHLESS}]+)")
_MARK = re.compile(f"([ ]*)([{DASHES}])[ \\t{SPACES}]+(?=\\S)")
_QUOTE = "Put the whole text in double quotes."
_LINE = re.compile(
    r"(?P<start> *(?:- +)*)(?:(?P<key>[^\s:#\"'\[\]{},][^:#\"'\[\]{}]*?):)?(?:[ \t]*(?P<value>\S.*?))?[ \t]*$"
)
#: Every key that the model has, and those whose values are lists.
_KEYS = frozenset(name for entry in _entries(model.Entry) for name in entry.model_fields)
_LIST_KEYS = frozenset(
    name
    for entry in _entries(model.Entry)
    for name, field in entry.model_fields.items()
    if "tuple" in str(field.annotation)
)
_KEY = r" *(?:- +)*[\w-]+:"
_VERBS = frozenset({"read", "watch", "listen", "task"})
#: Keys of the catalogue that no entry has.
_TOP_KEYS = ("resources:", "tasks:", "routes:", "tips:", "calls:", "retired:")
_CHARACTERS: Mapping[str, str] = MappingProxyType(
    {
        "\u00a0": "a no-break space",
        "\u202f": "a narrow no-break space",
        "\u3000": "an ideographic space",
        "\u00ad": "a soft hyphen",
        "\u200b": "a zero-width space",
        "\ufeff": "a byte-order mark",
        "\u2013": "an en dash",
        "\u2014": "an em dash",
        "\u2022": "a bullet",
        "*": "a star",
    }
)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line as it was probably meant."""

    number: int
    """Its number, from 1."""
    line: str
    message: str = ""
    """What is wrong; empty where what the parser says is as good."""
    remedy: str = ""
    column: int = 0
    """Where the fault is, from 1; 0 where the parser knows best."""
    code: Code = Code.YAML_SYNTAX


def character_name(character: str) -> str:
    """A character in words, with its number."""
    words = _CHARACTERS.get(character) or f"the character {unicode_name(character, 'without a name').lower()}"
    return f"{words} (U+{ord(character):04X})"


def suggestions(lines: Sequence[str], numbers: Sequence[int]) -> Iterator[Suggestion]:
    """Suggestions for some lines of a file, those that say most about what happened first.

    Args:
        lines: the file's lines.
        numbers: the lines that may be at fault, from 1, the likeliest first.
    """
    for corrections in (_CERTAIN, _LIKELY):
        for number in numbers:
            line = lines[number - 1].rstrip("\r")
            for correct in corrections:
                yield from (each for each in correct(lines, number, line) if each.line != line)


def plain_characters(line: str, number: int) -> Suggestion | None:
    """The line with plain spaces and hyphens where YAML needs them; None where it has no others there."""
    found = (*_list_marks((), number, line), *_odd_spaces((), number, line))
    return next((each for each in found if each.line != line), None)


def _odd_spaces(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """Odd characters where YAML wants plain spaces: before a value, not inside."""
    found = _LEADING.match(line)
    end = found.end() if found is not None else 0
    start = _made_plain(line[:end])
    rest = _AFTER_KEY.sub(lambda match: f"{match[1]}{_made_plain(match[2]) or ' '}", line[end:])
    key = re.match(r"[^\s:]+:", rest)
    if key is not None:
        rest = without_width(key[0]) + rest[key.end() :]
    elif (word := re.match(f"([^\\s:{SPACES}]+)[{SPACES}]+(?=:)", rest)) is not None:
        rest = word[1] + rest[word.end() :]
    first = next((place for place, each in enumerate(line) if _ODD.match(each)), None)
    if first is not None and start + rest != line:
        message = f"There is {character_name(line[first])} here, where YAML needs plain spaces or nothing at all."
        remedy = "Delete it and type a plain space."
        spaced = re.sub(r"^((?:- +)*[\w-]+):(?=[^\s/])", r"\1: ", rest)
        for each in dict.fromkeys((rest, spaced)):
            yield Suggestion(number, start + each, message, remedy, first + 1, Code.ODD_CHARACTER)


def without_width(text: str) -> str:
    """The text without characters that take up no room."""
    return re.sub(f"[{_WIDTHLESS}]", "", text)


def _made_plain(text: str) -> str:
    return without_width(re.sub(f"[{SPACES}]", " ", text))


def _list_marks(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    if (found := _MARK.match(line)) is not None:
        message = f"This line begins with {character_name(found[2])}, and a list item begins with a hyphen."
        remedy = "Type a plain hyphen and a space."
        yield Suggestion(
            number, f"{found[1]}- {line[found.end() :]}", message, remedy, len(found[1]) + 1, Code.ODD_CHARACTER
        )


def _two_marks(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """Two hyphens before one key."""
    if (found := re.fullmatch(r"( *)- +- +([\w-]+:(?: .*)?)", line)) is not None:
        message = "Two hyphens begin a list inside a list, and an item begins with one."
        yield Suggestion(number, f"{found[1]}- {found[2]}", message, "Delete one of them.", len(found[1]) + 1)


def _commas(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """A line as JSON has it, with a comma at its end."""
    if (
        found := re.fullmatch(r"""( *(?:- +)*["']?[\w-]+["']?: +(?:"[^"]*"|'[^']*'|[\w.-]+)) *, *""", line)
    ) is not None:
        message = "A comma ends this line, as in JSON; here the end of the line ends a value."
        yield Suggestion(number, found[1], message, "Delete the comma.", len(line.rstrip()))


def _linked_addresses(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """An address as Markdown links to it."""
    found = re.fullmatch(r"( *(?:- +)*\w*url: +)\[[^\[\]]*\] ?\((https?://[^()\s]+)\)", line.rstrip())
    if found is not None:
        message = "This is a link of Markdown, and only its address belongs here."
        yield Suggestion(number, found[1] + found[2], message, "Write the address alone.", len(found[1]) + 1)


def _tight_marks(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """A hyphen right before a key."""
    if (found := re.fullmatch(r"( *)-(\w[\w-]*:(?: .*)?)", line)) is not None:
        message = "This line begins with a hyphen without a space, so it is no list item."
        remedy = "Write a space after the hyphen."
        yield Suggestion(number, f"{found[1]}- {found[2]}", message, remedy, len(found[1]) + 1)


def _foreign_comments(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """A comment as other languages begin it."""
    if (found := re.fullmatch(r"( *)(//+|<!--|/\*+|--+|;+)\s*(.*?)\s*(?:-->|\*/)?", line)) is not None:
        message = f"A comment begins with `#` here, not with `{found[2][:10]}`."
        yield Suggestion(number, f"{found[1]}# {found[3]}", message, "Write `#` and a space.", len(found[1]) + 1)


def _long_texts(lines: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """The first line of a text that a `|` announces, no further in than its key."""
    above = next((each for each in reversed(lines[: number - 1]) if each.strip()), "")
    found = re.match(r"( *(?:- +)*)[\w-]+:\s+[|>][+-]?\s*(?:#.*)?$", above)
    if found is not None and len(line) - len(line.lstrip(" ")) <= len(found[1]):
        message = "The line above announces a long text, and this is no further in than its key."
        remedy = "Indent every line of the text by two spaces more than the key."
        yield Suggestion(number, f"{' ' * (len(found[1]) + 2)}{line.strip()}", message, remedy)


def _tabs(lines: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    start = re.match(r"[ \t]*", line)
    if start is None or "\t" not in start[0]:
        return
    message = "There is a tab here; YAML allows only spaces before a value."
    for width in dict.fromkeys((*_indentations(lines, number), 2 * start[0].count("\t"))):
        corrected = " " * width + line[start.end() :]
        yield Suggestion(number, corrected, message, "Replace it by spaces.", start[0].index("\t") + 1)


def _lost_comments(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    """A `#` in brackets, behind which the rest of the list is lost."""
    found = re.search(r"([\[{,:]\s*)([^\[\]{},:\"'#]*#[^\[\]{},]*?)(\s*(?:[\]}]+|,.*)?)$", line)
    if found is not None:
        corrected = line[: found.end(1)] + quoted(found[2]) + found[3]
        message = "The text from this `#` on is lost, with the bracket that closes the list."
        place = line.index("#", found.start(2)) + 1
        yield Suggestion(number, corrected, message, "Put the value in double quotes.", place, Code.LOST_TEXT)


def _missing_colons(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    message = "This line has no colon with a space after its key."
    tight = re.fullmatch(r"( *(?:- +)*[\w-]+):(?!//)(\S.*)", line)
    loose = re.fullmatch(r"( *(?:- +)*)([a-z_]+) +(?!:)(\S.*)", line)
    alone = re.fullmatch(r"( *(?:- +)*)([a-z_]+) *", line)
    equal = re.fullmatch(r"( *(?:- +)*)([a-z_]+) *(?:=>?|:=|->) *(\S.*)", line)
    if equal is not None and equal[2] in _KEYS:
        loose = equal
    parts = [f"{tight[1]}: {tight[2]}"] if tight is not None else []
    if loose is not None and loose[2] in _KEYS:
        is_plain = "#" not in loose[3] and ": " not in loose[3]
        parts += [f"{loose[1]}{loose[2]}: {rest}" for rest in ([loose[3]] if is_plain else []) + [quoted(loose[3])]]
    if alone is not None and alone[2] in _KEYS:
        parts.append(f"{alone[1]}{alone[2]}:")
    yield from (
        Suggestion(number, part, message, "Write `key: value`.", len(line) - len(line.lstrip()) + 1) for part in parts
    )


def _quotes(_: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    found = _LINE.match(line)
    if found is None or not found["value"] or line.startswith("%"):
        return
    start = found["start"] + (f"{found['key']}: " if found["key"] else "")
    value = found["value"]
    plain = re.sub(r"^[|>][+-]?\s+(?=[^\d\s])|^[\"'](?=[^\"']*$)", "", value)
    has_quotes = len(value) > 2 and value[0] == value[-1] and value[0] in "\"'"
    # `"a" and "b"` has quotes of its own; `"say "a" to b"` has them all around.
    inner = value[1:-1] if has_quotes and not re.match(r"(.)[^\"']*[^\s\"']\1[\s,.;:]", value) else None
    if inner is not None and value[0] == '"' and "\\" in inner:
        yield Suggestion(number, start + quoted(inner.replace('\\"', '"')))
    if inner is not None:
        yield Suggestion(number, start + quoted(inner.replace('\\"', '"')))
    elif value[0] in "\"'":
        yield Suggestion(number, f"{start}{value}{value[0]}")
        if re.match(r"'\w+'\w", value):
            yield Suggestion(number, start + quoted(value[1:]))
    if value[0] in "[{" and (closed := _closed(value)) is not None:
        message = "A bracket opens here and is not closed as it should be."
        remedy = "Close it after the last item, or put the whole text in double quotes."
        yield Suggestion(number, start + closed, message, remedy, found.start("value") + 1)
        return
    if has_two_keys(value):
        return  # each needs a line of its own
    if value.startswith("- ") and found["key"] in _LIST_KEYS:
        yield Suggestion(number, f"{start}[{quoted(value[2:].strip())}]")
    if value[0] in "[{":
        inside = re.sub(r"(?<=: )[^{}\[\]\"',]*: [^{}\[\]\"',]*", lambda match: quoted(match[0].strip()), value)
        yield Suggestion(number, start + inside)
        if not re.search(r"[\]}]\s*[^\]}\s,]", value):
            return
    if not re.fullmatch(r"\*[\w-]+", value):  # else it repeats a value that has this name
        message = _why_quotes(value)
        yield Suggestion(number, start + quoted(plain), message, _QUOTE if message else "")


def has_two_keys(value: str) -> str | None:
    """The second key in a value such as `report, type: book`; None where there is none that the model has."""
    found = re.search(r"""^[^\[{"'].*?[,;] *([a-z_]+):(?:\s|$)""", value)
    return found[1] if found is not None and found[1] in _KEYS else None


def _why_quotes(value: str) -> str:
    """Why a text needs quotes around it; empty where the parser knows best."""
    if value[0] in "[{":
        return "Text goes on after a closing bracket."
    if value.startswith("? "):
        return "A value cannot begin with `?` and a space."
    if value.startswith("- "):
        return "A hyphen and a space begin an item of a list, not a text."
    has_colon = value[0] not in "\"'" and re.search(r":(?:\s|$)", value)
    return "There is a colon followed by a space inside a text." if has_colon else ""


def _closed(value: str) -> str | None:
    """A list or entry in brackets with those that are missing; None where none is, or it is only a bracket."""
    plain = re.sub(r"\"[^\"]*\"|'[^']*'", lambda match: "x" * len(match[0]), value)
    open_, parts = "", []
    for place, character in enumerate(plain):
        if character in "[{":
            open_ += {"[": "]", "{": "}"}[character]
        while character in "]}" and open_ and open_[-1] != character:
            parts.append(open_[-1])
            open_ = open_[:-1]
        if character in "]}":
            open_ = open_[:-1]
        parts.append(value[place])
    closed = "".join(parts).rstrip(", ") + open_[::-1]
    return closed if closed != value and len(value) > 1 else None


def _indents(lines: Sequence[str], number: int, line: str) -> Iterator[Suggestion]:
    has_key = re.match(r" *(?:- +)*[\w-]+:(?:\s|$)", line) is not None
    message = "" if has_key else "This line does not begin where the lines around it do, so it belongs to none of them."
    remedy = "" if has_key else "Indent it like the text that it belongs to."
    indentation = len(line) - len(line.lstrip(" "))
    if line.strip().startswith(_TOP_KEYS):
        yield Suggestion(number, line.strip(), "", "Begin it at the left edge, without spaces.")
    if line.strip().partition(":")[0] in _VERBS:
        yield Suggestion(number, f"{' ' * indentation}- {line.strip()}")
    for width in _indentations(lines, number):
        if has_key and width < indentation and not line.lstrip().startswith("- "):
            message, remedy = "This line is indented further than the one above.", "Indent it exactly like that one."
            yield Suggestion(number, " " * width + line.lstrip(" \t"), message, remedy, indentation + 1)
        yield Suggestion(number, " " * width + line.lstrip(" \t"), message, remedy)
        yield Suggestion(number, f"{' ' * width}- {line.strip()}", message, remedy)


def _indentations(lines: Sequence[str], number: int) -> Iterator[int]:
    """Where the neighbours of a line begin, and their keys where they are list items."""
    above = next((each for each in reversed(lines[: number - 1]) if each.strip()), "")
    below = next((each for each in lines[number:] if each.strip()), "")
    if above.rstrip().endswith(":"):
        yield len(re.match(r" *(?:- +)*", above)[0]) + 2  # type: ignore[index]  # it matches nothing too
    if re.match(_KEY, above) and not re.match(_KEY, lines[number - 1]):  # a text goes on further in than its key
        yield len(above) - len(above.lstrip(" ")) + 2
    for each in (above, below):
        start = re.match(r" *(?:- +)*", each)
        if start is not None and each.strip():
            yield from dict.fromkeys((start.end(), len(each) - len(each.lstrip(" "))))


_Correction = Callable[[Sequence[str], int, str], Iterator[Suggestion]]
#: Those that name a cause, and those that are worth trying.
_CERTAIN: tuple[_Correction, ...] = (
    *(_odd_spaces, _list_marks, _two_marks, _tight_marks, _commas, _foreign_comments),
    *(_linked_addresses, _tabs, _long_texts, _lost_comments, _missing_colons),
)
_LIKELY: tuple[_Correction, ...] = (_quotes, _indents)
