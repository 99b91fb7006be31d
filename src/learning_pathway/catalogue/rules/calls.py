"""What an open call must tell people, dates of calls that agree, and what entries rest on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ..calls import EXCERPT_PATTERN
from ..messages import shown
from ..problems import Code
from ..raw import RawCatalogue, RawEntry, RuleProblem
from ..vocabulary import EntryKind
from ..yaml.document import Path
from .entries import missing_reference
from .ids import BASED, BASES, IdIndex

__all__ = ["check_bases", "check_calls"]

#: What people must be told before they answer (ISO/IEC TS 27560; UK GDPR, article 13).
REQUIRED = ("controller", "lawful_basis", "notice", "storage", "send_to")


def check_calls(raw: RawCatalogue, today: date) -> Iterator[RuleProblem]:
    """Find open calls that lack what people must be told, and calls that close before they open."""
    for entry in raw.each(EntryKind.CALL):
        opens, closes = _day(entry, "opens"), _day(entry, "closes")
        if opens and closes and closes < opens:
            message = f"The call closes on {closes}, before it opens on {opens}."
            yield RuleProblem(Code.DATE_ORDER, entry, message, "Check both dates.", (*entry.path, "closes"))
        if closes and closes >= today:
            yield from _incomplete(entry)


def _incomplete(entry: RawEntry) -> Iterator[RuleProblem]:
    missing = [field for field in REQUIRED if field not in entry.data]
    if missing:
        quoted = [f"`{field}`" for field in missing]
        names = " and ".join(part for part in (", ".join(quoted[:-1]), quoted[-1]) if part)
        message = f"This call is open, and it lacks {names}, which people must be told before they answer."
        remedy = f"Add {names}, or let the call close in the past."
        yield RuleProblem(Code.CALL_INCOMPLETE, entry, message, remedy)
    elif str(entry.data.get("adults_only", "true")).lower() == "false":
        message = "This call is open to people under 18, whose answers are never shown."
        path = (*entry.path, "adults_only")
        yield RuleProblem(Code.CALL_INCOMPLETE, entry, message, "Delete `adults_only: false`.", path)
    elif "formats" in entry.data and "text" not in [form for _, form in entry.texts("formats")]:
        message = "This call is open, and no one can answer in writing, which some people need."
        path = (*entry.path, "formats")
        yield RuleProblem(Code.CALL_WITHOUT_TEXT, entry, message, "Add `text` to `formats`.", path)


def _day(entry: RawEntry, field: str) -> date | None:
    try:
        return date.fromisoformat(entry.text(field) or "")
    except ValueError:
        return None  # the model has said so


def check_bases(raw: RawCatalogue, id_index: IdIndex) -> Iterator[RuleProblem]:
    """Find what is based on something that is not there, or on itself."""
    for kind in BASED:
        for entry in raw.having(kind, "rests_on"):
            for path, name in entry.texts("rests_on"):
                if name and not re.fullmatch(EXCERPT_PATTERN, name):  # whose store may not be at hand
                    yield from _basis(id_index, entry, path, name)


def _basis(id_index: IdIndex, entry: RawEntry, path: Path, name: str) -> Iterator[RuleProblem]:
    present = [kind for kind in BASES if name in id_index.present[kind]]
    if present == [entry.kind] and name == entry.id:
        message = f"`{name}` is this {entry.kind.words} itself."
        yield RuleProblem(Code.SELF_REFERENCE, entry, message, "Take it out of `rests_on`.", path)
    if present:
        return
    for kind in BASES:
        if name in id_index.former[kind] or (kind, name) in id_index.drafts or (kind.value, name) in id_index.retired:
            yield missing_reference(id_index, entry, path, name, kind)
            return
    close = next((meant for kind in BASES if (meant := id_index.meant(name, kind)) is not None), None)
    remedy = f"Did you mean `{close}`?" if close else "Add an entry with this id, or take the mention out."
    message = f"There is no theme, tip or call `{shown(name)}`."
    yield RuleProblem(Code.UNKNOWN_REFERENCE, entry, message, remedy, path)
