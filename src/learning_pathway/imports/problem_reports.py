"""A report of a problem as a note in the entry that it is about, and as its new address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from ..catalogue import ReadResult
from ..catalogue.did_you_mean import nearest
from ..formats.model import Record
from ..formats.text import plain, shown
from .add import AddError, the_address
from .duplicates import KnownResources
from .imported import Change, Update, update_patches
from .intake import Intake, Outcome
from .suggestions import bare_address, has_tags

__all__ = ["noted"]

#: Characters of a page, of a problem and of a note.
_LONGEST_PAGE, _LONGEST_PROBLEM, _LONGEST_NOTE = 200, 600, 4_000
_TYPED = ("problem", "reader")
_ITEM = re.compile(r"(?:(resource|task):)?([a-z0-9]+(?:-[a-z0-9]+)*)")
_RECORD_PAGE = re.compile(r"resources/([a-z0-9-]+)(?:/|$)")


def noted(answers: Mapping[str, str], reading: ReadResult, today: date) -> Intake:
    """A note for editors in the entry that a report is about, and its new address."""
    kind, id_ = _item(answers)
    if not id_:
        message = "It names no item, so there is nothing to change by itself."
        page = f" The page is {shown(answers['page'], _LONGEST_PAGE)}." if "page" in answers else ""
        return Intake(Outcome.LOCATED, message + page, remarks=_said(answers))
    assert reading.catalogue is not None  # noqa: S101 - only a sound catalogue comes here
    entries = reading.catalogue.tasks if kind == "task" else reading.catalogue.resources
    now = {old: entry.id for entry in entries for old in (*entry.formerly, entry.id)}
    if id_ not in now:
        meant = nearest(id_, list(now))
        hint = f" Did they mean `{meant}`?" if meant else ""
        return Intake(Outcome.REFUSED, f"The catalogue has no {kind} `{id_}`.{hint} Correct the line `item:`.")
    id_ = now[id_]
    place = reading.locations.of(kind, id_)
    where = (place.file, place.line) if place else ("", 0)
    if kind == "task":
        message = f"It is about the task `{id_}` ({where[0]}, line {where[1]}). Tasks have no note, so nothing changes."
        return Intake(Outcome.LOCATED, message, id_, *where, _said(answers))
    return _with_note(answers, reading, today, id_, where)


def _item(answers: Mapping[str, str]) -> tuple[str, str]:
    """Kind and id of the item of a report; empty where it names none."""
    if item := _ITEM.fullmatch(answers.get("item", "").strip().casefold()[:200]):
        return item[1] or "resource", item[2]
    record = _RECORD_PAGE.search(answers.get("page", "")[:2_000])
    return ("resource", record[1]) if record else ("", "")


def _with_note(
    answers: Mapping[str, str], reading: ReadResult, today: date, id_: str, where: tuple[str, int]
) -> Intake:
    assert reading.catalogue is not None  # noqa: S101 - only a sound catalogue comes here
    resource = next(each for each in reading.catalogue.resources if each.id == id_)
    changes, remarks = list[Change](), list[str]()
    if "new-link" in answers:
        try:
            url = the_address(bare_address(answers["new-link"]))
        except AddError as error:
            return Intake(Outcome.REFUSED, f"The new address can't be published: {error}.", id_, *where)
        match = KnownResources(reading.catalogue).find({"url": url})
        if match is not None and match.id != id_:
            return Intake(Outcome.REFUSED, f"The new address is that of `{match.id}` already.", id_, *where)
        if url != resource.url:
            changes.append(Change("url", resource.url, url, is_made=True))
        else:
            remarks.append("The new address is the one that it has.")
    if _words(answers).endswith("…"):
        remarks.append(f"Left out: what they say after {_LONGEST_PROBLEM} characters.")
    remarks += [f"Left out of `{name}`: what looks like HTML." for name in _TYPED if has_tags(answers, name)]
    if words := _words(answers):
        if resource.note and words in resource.note:
            if not changes:
                return Intake(Outcome.KNOWN, f"The note of `{id_}` says so already.", id_, *where)
        else:
            note = " ".join(filter(None, (resource.note, f"Reported on {today.isoformat()}: {words}")))
            if len(note) > _LONGEST_NOTE:
                return Intake(Outcome.REFUSED, f"The note of `{id_}` is full; clear it first.", id_, *where)
            changes.append(Change("note", resource.note, note, is_made=True))
    if not changes:
        return Intake(Outcome.KNOWN, f"`{id_}` is as they say already.", id_, *where, tuple(remarks))
    update = Update(id_, Record(1), tuple(changes))
    named = " and ".join({"url": "a new address", "note": "a note"}[change.field] for change in changes)
    patches = tuple(update_patches(reading.root, reading, [update]))
    return Intake(Outcome.CHANGE, f"For `{id_}`: {named}.", id_, *where, tuple(remarks), patches)


def _said(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What a report says, where no note keeps it."""
    return (f"They say: {words}",) if (words := _words(answers)) else ()


def _words(answers: Mapping[str, str]) -> str:
    """What a report says, in a line."""
    problem, reader = (plain(answers.get(key, "")) for key in ("problem", "reader"))
    words = " ".join(filter(None, (problem, f"Read with: {reader}" if reader else "")))
    return words if len(words) <= _LONGEST_PROBLEM else f"{words[:_LONGEST_PROBLEM].rstrip()}…"
