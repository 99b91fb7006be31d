"""Validation messages: what is wrong with a key or a value, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from yaml import MappingNode, Node, ScalarNode

from . import values
from .dates import PartialDate, date_meant, dates_meant, span_meant
from .did_you_mean import (
    as_id,
    choice,
    doi_meant,
    interval_meant,
    isbn_meant,
    issn_meant,
    key_meant,
    language_meant,
    minutes_meant,
    number_meant,
    page_range_meant,
    truth_meant,
    word_meant,
)
from .problems import Code
from .raw import INNER, LISTS, MODELS, RawCatalogue, RawEntry, RuleProblem, misplaced, misspelt
from .types import EntryKind
from .values import NOTICE_PATTERN
from .yaml.document import Document, EmptyKey, Path, quoted, spliced
from .yaml.document import quoted as _quoted

__all__ = [
    "PATTERNS",
    "bad_value",
    "cut_sentences",
    "is_bare",
    "missing_key",
    "shown",
    "subject_of",
    "unknown_key",
]


def path_meant(text: str) -> str | None:
    """The path that a text may mean: `/Our Learning/` means `our-learning`."""
    parts = [as_id(part) for part in text.split("/") if part.strip()]
    return "/".join(part for part in parts if part) or None


#: For each pattern of the model that is not an id's: the code, what is wrong, what may be meant, what to write.
PATTERNS: Mapping[str, tuple[Code, str, Callable[[str], str | None], str]] = {
    values.LANGUAGE_PATTERN: (
        *(Code.BAD_LANGUAGE, "is no language code", language_meant),
        "Write a code such as `en`, `en-GB`, `cy` or `gd`.",
    ),
    NOTICE_PATTERN: (
        *(Code.BAD_ID, "is no notice: it is named by the call and a number", lambda _: None),
        "Write it as in `what-helps-2027/1`.",
    ),
    values.SITE_PATH_PATTERN: (
        *(Code.BAD_ID, "cannot be a path: paths have small letters, digits, single hyphens and slashes", path_meant),
        "Write a path such as `learning`.",
    ),
    values.DOI_PATTERN: (
        *(Code.BAD_DOI, "does not have the form of a DOI", doi_meant),
        "Write the part that begins with `10.`, as in `10.1234/abc`.",
    ),
    values.ISSN_PATTERN: (
        *(Code.BAD_ISSN, "does not have the form of an ISSN", issn_meant),
        "Write eight digits with a hyphen, as in `1234-5679`.",
    ),
    values.ISBN_PATTERN: (
        *(Code.BAD_ISBN, "does not have the form of an ISBN", isbn_meant),
        "Write ten or thirteen digits, with or without hyphens.",
    ),
    values.INTERVAL_PATTERN: (
        *(Code.BAD_INTERVAL, "is no length of time", interval_meant),
        "Write a number and a unit, as in `6 months`.",
    ),
    values.PAGE_RANGE_PATTERN: (
        *(Code.BAD_NUMBER, "is no range of pages", page_range_meant),
        "Write the first and the last page, as in `12-20`.",
    ),
}
_NUMBERS = {"int_parsing", "int_type", "int_from_float", "int_parsing_size", "greater_than_equal", "less_than_equal"}


def unknown_key(owner: RawEntry, path: Path, known: set[str]) -> RuleProblem | None:
    """A key that the model does not have; None where it goes with another that says that the entry is misplaced.

    `known` are the keys that the model has there.
    """
    key = str(path[-1])
    elsewhere = misplaced(owner) if len(path) == len(owner.path) + 1 else None
    if elsewhere is not None and (key == elsewhere[0] or key in MODELS[elsewhere[1]].model_fields):
        return _misplaced(owner, path, *elsewhere) if key == elsewhere[0] else None
    meant = key_meant(key, known)
    if meant is not None:
        remedy = f"Write `{meant}`."
    elif key in LISTS and owner.path:
        remedy = f"Begin `{key}:` at the left edge; what is below it moves to the left as well."
    elif owner.kind is EntryKind.RESOURCE and len(path) == len(owner.path) + 1:
        remedy = "Delete it, or move the remark into `note`, which is never published."
    else:
        remedy = f"Delete it. The keys that belong here are {_listed(sorted(known))}."
    message = f"The key `{shown(key)}` is not known here."
    return RuleProblem(Code.UNKNOWN_KEY, owner, message, remedy, path, at_key=True, instead=meant)


def _misplaced(owner: RawEntry, path: Path, key: str, kind: EntryKind) -> RuleProblem:
    """The problem of a key that only entries of another kind have."""
    message = f"`{key}` is for a {kind.words}, and this is a {owner.kind.words}."
    if INNER.get(owner.kind, ("", None))[1] is kind:
        around = INNER[owner.kind][0]
        remedy = f"Write `{around}:`, and below it `- id: …` and `title: …`, with `{key}` and its lines further in."
    else:
        place = next((name for name, each in LISTS.items() if each is kind), INNER[EntryKind.MODULE][0])
        remedy = f"If it is one, move the whole entry below `{place}:`; if not, delete `{key}`."
    return RuleProblem(Code.UNKNOWN_KEY, owner, message, remedy, path, at_key=True)


def missing_key(owner: RawEntry, path: Path, entry: Any, known: set[str]) -> RuleProblem | None:
    """A key that the model needs; None where it is misspelt, or the entry misplaced, which is reported already."""
    key = str(path[-1])
    if isinstance(entry, dict) and key in misspelt(entry, known).values():
        return None
    if len(path) == len(owner.path) + 1 and misplaced(owner) is not None:
        return None
    suggested = owner.suggested_id if key == "id" else ""
    remedy = f"Add `{key}: {suggested}`." if suggested else f"Add a line that begins with `{key}:`."
    if owner.document.key_node(path) is not None:
        remedy = f"Write `{key}: {suggested}`." if suggested else f"Write it after `{key}:`, in the same line."
    what = owner.kind.words if len(path) == len(owner.path) + 1 else "entry"
    return RuleProblem(Code.MISSING_KEY, owner, f"This {what} needs a value for `{key}`.", remedy, path, at_key=True)


def bad_value(owner: RawEntry, path: Path, text: str, kind: str, context: Mapping[str, Any]) -> RuleProblem | None:
    """A text that the model refuses; None for a mention of an id, which the rule for references judges.

    Args:
        owner: the entry that holds it.
        path: where it is.
        text: what the editor typed.
        kind: pydantic's name of the error.
        context: pydantic's facts about it.
    """
    subject, quoted = subject_of(path), f"`{shown(text)}`"
    if kind == "string_pattern_mismatch":
        return _bad_form(owner, path, text, context["pattern"])
    if kind in ("enum", "literal_error"):
        words = re.findall(r"'([^']*)'", str(context["expected"]))
        meant = word_meant(text, words)
        remedy = f"Write `{meant}`." if meant else f"Write {choice(words)}."
        remedy += f" The words to choose from are {_listed(words)}." if meant else ""
        return RuleProblem(Code.UNKNOWN_VALUE, owner, f"{subject} cannot be {quoted}.", remedy, path, instead=meant)
    if kind in _NUMBERS:
        number = _number(kind, path, text)
        remedy = f"Write `{number}`." if number else _number_remedy(kind, context)
        return RuleProblem(Code.BAD_NUMBER, owner, f"{subject} cannot be {quoted}.", remedy, path, instead=number)
    if kind in ("day", "partial_date"):
        return _bad_date(owner, path, text, needs_day=kind == "day")
    if kind.startswith("bool"):
        remedy = f"Write `{truth_meant(text)}`." if truth_meant(text) else "Write `true` or `false`."
        return RuleProblem(
            Code.BAD_FLAG, owner, f"{subject} cannot be {quoted}.", remedy, path, instead=truth_meant(text)
        )
    if kind == "string_too_long":
        message = f"{subject} has {len(text):,} characters; at most {context['max_length']:,} are allowed."
        return RuleProblem(Code.TOO_LONG, owner, message, "Shorten it.", path)
    if kind == "string_too_short":
        return RuleProblem(
            Code.EMPTY_VALUE, owner, f"{subject} holds nothing.", "Write something or delete the line.", path
        )
    return RuleProblem(
        Code.WRONG_SHAPE, owner, f"{subject} cannot be {quoted}.", "Compare it with the list of fields.", path
    )


def _bad_form(owner: RawEntry, path: Path, text: str, pattern: str) -> RuleProblem | None:
    if pattern not in PATTERNS:
        return _bad_id(owner, path, text)
    code, wrong, meaning, otherwise = PATTERNS[pattern]
    meant = meaning(text)
    remedy = f"Write `{meant}`." if meant else otherwise
    return RuleProblem(code, owner, f"`{shown(text)}` {wrong}.", remedy, path, instead=as_yaml(meant))


def _bad_id(owner: RawEntry, path: Path, text: str) -> RuleProblem | None:
    field = next(part for part in reversed(path) if isinstance(part, str))
    if field not in ("id", "formerly"):
        return None
    suggested = as_id(text)
    remedy = f"Write `{suggested}`." if suggested else "Use small letters, digits and hyphens."
    message = f"`{shown(text)}` cannot be an id: ids have small letters, digits and single hyphens."
    return RuleProblem(Code.BAD_ID, owner, message, remedy, path, instead=suggested or None)


def _bad_date(owner: RawEntry, path: Path, text: str, *, needs_day: bool) -> RuleProblem:
    message = f"{subject_of(path)} is `{shown(text)}`, which is not a date in the form that is read here."
    if re.fullmatch(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?", text):
        message = f"{subject_of(path)} is `{shown(text)}`, and there is no such day or month."
    meant = [each for each in dates_meant(text) if each.day or not needs_day]
    first = date_meant(text) if meant == [date_meant(text)] else None
    if not needs_day and (span := span_meant(text)) is not None:
        first = span
        if "/" in text and not str(span).startswith(text.partition("/")[0]):
            message = f"{subject_of(path)} is `{shown(text)}`, which ends before it begins."
    if first is not None:
        remedy = f"Write `{first}`, if that is the date you mean."
    elif meant:
        remedy = f"Write {choice(f'{each}` for `{_spoken(each)}' for each in meant)}."
    elif needs_day:
        remedy = "Write year, month and day, as in `2024-05-17`."
    else:
        remedy = "Write `2024-05-17`, or `2024-05` or `2024` where no more is known."
    return RuleProblem(Code.BAD_DATE, owner, message, remedy, path, instead=str(first) if first is not None else None)


def _spoken(day: PartialDate) -> str:
    return f"{day.day} {day.first_day:%B} {day.year}"


def _number(kind: str, path: Path, text: str) -> str | None:
    """The number that was meant; None for one beyond its limits, or none."""
    if kind in ("greater_than_equal", "less_than_equal"):
        return None
    meant = minutes_meant(text) if path[-1] == "minutes" else number_meant(text)
    return str(meant) if meant else None


def _number_remedy(kind: str, context: Mapping[str, Any]) -> str:
    if kind == "greater_than_equal":
        return f"Write a whole number of at least {context['ge']:,}, or leave the field out."
    if kind == "less_than_equal":
        return f"Write a whole number of at most {context['le']:,}."
    return "Write a whole number in digits, without a unit."


def subject_of(path: Path) -> str:
    """The name of the value at a path, for a message."""
    if not path:
        return "This"
    if isinstance(path[-1], str):
        return f"`{shown(path[-1])}`"
    field = next((part for part in reversed(path) if isinstance(part, str)), "")
    return f"Item {path[-1] + 1} of `{field}`"


def as_yaml(text: str | None) -> str | None:
    """A value as it can be written anywhere, in brackets as well; None for none."""
    if text is None or re.fullmatch(r"[\w./~][\w./~?=&%+@-]*(?: [\w./-]+)*|https?://[\w./~?=&%+:@-]+", text):
        return text
    return _quoted(text)


def _listed(words: list[str]) -> str:
    return ", ".join(f"`{word}`" for word in words)


def shown(text: str) -> str:
    """A value short enough, and plain enough, to show in a message."""
    plain = " ".join(text[:200].split()).replace("`", "'")
    return plain if len(plain) <= 60 else plain[:60] + "…"


def is_bare(document: Document, empty_keys: EmptyKey) -> bool:
    """Whether a key is in braces without even a colon."""
    between = document.text[empty_keys.key.end_mark.index : empty_keys.value.start_mark.index]
    is_written = empty_keys.value.end_mark.index > empty_keys.value.start_mark.index
    return bool(empty_keys.mapping.flow_style) and ":" not in between and not is_written


def cut_sentences(
    raw: RawCatalogue, document: Document, bare: list[tuple[EmptyKey, Path]], known: set[str]
) -> Iterator[RuleProblem]:
    """One problem for each run of keys without a colon, at its first.

    Args:
        raw: the catalogue.
        document: the file that holds the keys.
        bare: the keys, with their paths.
        known: those of them that the model knows.
    """
    keys = {id(each.key) for each, _ in bare}
    for each, path in bare:
        pairs: list[tuple[Node, Node]] = each.mapping.value
        place = next(number for number, (key, _) in enumerate(pairs) if key is each.key)
        if place and id(pairs[place - 1][0]) in keys:
            continue  # goes on from the one before
        last = place
        while last + 1 < len(pairs) and id(pairs[last + 1][0]) in keys:
            last += 1
        yield _cut_sentence(raw, document, path, each.mapping, place, last, is_known=each.key.value in known)


def _cut_sentence(
    raw: RawCatalogue, document: Document, path: Path, mapping: MappingNode, first: int, last: int, *, is_known: bool
) -> RuleProblem:
    owner = raw.owner(document, path)
    pairs: list[tuple[Node, Node]] = mapping.value
    rest = document.text[pairs[first][0].start_mark.index : pairs[last][0].end_mark.index]
    value = pairs[first - 1][1] if first else None
    if is_known or not isinstance(value, ScalarNode) or not value.value or value.style:
        message = f"`{shown(rest)}` is in braces without a colon and a value, so it is never shown."
        remedy = "Write `key: value`, or put the sentence that it belongs to in double quotes."
        return RuleProblem(Code.LOST_TEXT, owner, message, remedy, path, at_key=True)
    name = shown(pairs[first - 1][0].value)
    begin, end = value.start_mark.index, pairs[last][0].end_mark.index
    corrected = spliced(document.text, begin, end, quoted(document.text[begin:end]))
    message = f"Inside braces, a comma ends the value of `{name}`, so the text from `{shown(rest)}` on is lost."
    remedy = f"Put the sentence in double quotes: {name}: {quoted(shown(document.text[begin:end]))}."
    return RuleProblem(Code.UNKNOWN_KEY, owner, message, remedy, path, at_key=True, corrected=corrected)
