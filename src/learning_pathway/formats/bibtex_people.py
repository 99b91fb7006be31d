"""People in BibTeX and BibLaTeX: authors with their roles, translators, and all that `editor` stands for."""

from __future__ import annotations

import re
from collections.abc import Mapping

from pybtex.bibtex.utils import split_name_list
from pybtex.database import Person

from ..catalogue.vocabulary import PersonRole
from .latex import text_of
from .model import Record
from .names import Facts, from_parts, inverted, known, organisation

__all__ = ["read_people"]

#: What someone named as an editor did who is none.
_EDITORS = frozenset({"", "editor", "compiler", "collaborator", "continuator", "redactor", "reviser"})
_EDITOR_ROLES = {
    "director": PersonRole.AUTHOR,
    "producer": None,
    "host": PersonRole.HOST,
    "guest": PersonRole.GUEST,
    "speaker": PersonRole.SPEAKER,
    "interviewer": PersonRole.INTERVIEWER,
    "translator": PersonRole.TRANSLATOR,
}


def read_people(fields: Mapping[str, str], said: Mapping[str, str], record: Record) -> None:
    """Add the authors and editors of an entry; whoever is neither is left out, with what they did."""
    roles = dict(re.findall(r"(\d{1,4})\s*=\s*\"?([a-z]+)", said.get("author+an", "")))
    authors: list[Facts] = []
    for place, name in enumerate(_names(fields.get("author", "")), start=1):
        role = roles.get(str(place), "author")
        if role == "publisher":  # the publisher in the author's place is no author
            continue
        person = _person(name, PersonRole(role) if role in set(PersonRole) else PersonRole.AUTHOR)
        account = re.search(rf'(?:^|;)\s*{place}\s*=\s*"([^"]+)"', said.get("author+an:account", ""))
        if person is not None and account:
            person["account"] = account[1]
        if name == "others":
            record.leave("author", "and others", "further authors are not named")
        elif person is not None:
            authors.append(person)
    authors += known(_person(name, PersonRole.TRANSLATOR) for name in _names(fields.get("translator", "")))
    record.facts["authors"], record.facts["editors"] = authors, []
    for letter in ("", "a", "b", "c"):
        _editors(fields.get(f"editor{letter}", ""), said.get(f"editor{letter}type", said.get("editortype", "")), record)


def _editors(value: str, kind: str, record: Record) -> None:
    """People under `editor` in BibLaTeX: `editortype` says what they did."""
    for name in _names(value):
        role = _EDITOR_ROLES.get(kind)
        if name == "others":
            record.leave("editor", "and others", "further editors are not named")
        elif kind in _EDITORS:
            record.facts["editors"] += known([_person(name)])
        elif role is not None:
            record.facts["authors"] += known([_person(name, role)])
        else:
            record.leave(kind, text_of(name))


def _names(value: str) -> list[str]:
    """The names in a field; one whose braces do not match is kept whole."""
    value = " ".join(value.split())
    return [name for name in split_name_list(value)[:2_000] if name] if value else []


def _person(name: str, role: PersonRole = PersonRole.AUTHOR) -> Facts | None:
    if re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", name) and not _is_single(name):
        return organisation(text_of(name), role)
    named = dict(re.findall(r"\b(family|given|prefix|suffix)\s*=\s*\"?([^,\"=]+)\"?", name))
    if "family" in named:
        family = " ".join(filter(None, (named.get("prefix", "").strip(), named["family"].strip())))
        return from_parts(text_of(family), text_of(named.get("given", "")), text_of(named.get("suffix", "")), role)
    if name.count(",") > 2:
        return inverted(text_of(name), role)
    parts = Person(name)
    family, given, suffix = (
        text_of(" ".join(words))
        for words in (
            [*parts.prelast_names, *parts.last_names],
            [*parts.first_names, *parts.middle_names],
            parts.lineage_names,
        )
    )
    return from_parts(family, given, suffix, role)


def _is_single(name: str) -> bool:
    """Whether braces hold one name of a person: `{{Plato}}`."""
    return name.startswith("{{") and name.endswith("}}")
