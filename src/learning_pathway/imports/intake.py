"""What becomes of a suggestion or a problem report: a change of the catalogue, or the reason why there is none."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from html import unescape
from typing import Any

from ..catalogue.addresses import untracked, unwrapped
from ..catalogue.did_you_mean import nearest
from ..catalogue.files import find, text_of
from ..catalogue.problems import Code
from ..catalogue.raw import RawCatalogue, RawEntry
from ..catalogue.reader import ReadResult
from ..catalogue.types import EntryKind, ResourceType, Status
from ..catalogue.yaml.document import FileProblem
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import Patch
from ..formats.csv_reader import read_cell
from ..formats.model import Record, Source
from ..formats.text import plain, shown
from .add import AddError, insert, the_address
from .matching import FieldChange, KnownResources, Update
from .plan import make_plan, propose, taken, update_patches

__all__ = ["Intake", "IntakeOutcome", "drafted", "entry_is_lost", "noted"]


class IntakeOutcome(StrEnum):
    """What became of it."""

    CHANGE = "change"
    """There is a change to make."""
    KNOWN = "known"
    """The catalogue has it already."""
    LOCATED = "located"
    """There is nothing to change by itself; the place to look at is named."""
    EMPTY = "empty"
    """No one has filled it in."""
    REFUSED = "refused"
    """It cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What becomes of a contribution.

    Attributes:
        outcome: the kind of result.
        message: it in a sentence or two, for an editor.
        id: the entry that it is about; empty for none.
        file: where that entry is written, or will be; empty for none.
        line: its line, from 1; 0 where there is none yet.
        remarks: what was left out, or is still to be settled.
        patches: the change.
    """

    outcome: IntakeOutcome
    message: str
    id: str = ""
    file: str = ""
    line: int = 0
    remarks: tuple[str, ...] = ()
    patches: tuple[Patch, ...] = ()


def entry_is_lost(intake: Intake, reading: ReadResult) -> str | None:
    """What is wrong with a changed catalogue; None where the entry is in it, as a draft or as a resource."""
    is_draft = any(each.code == Code.DRAFT.value and each.id == intake.id for each in reading.problems)
    there = {resource.id for resource in reading.catalogue.resources} if reading.catalogue is not None else set()
    return None if is_draft or intake.id in there else "the entry would be lost"


#: Fields of a suggestion, beside its address, title and reason.
_FIELDS = ("type", "authors", "published")
#: Characters of a title, and of a page.
_LONGEST_TITLE, _LONGEST_PAGE = 500, 200


def drafted(
    answers: Mapping[str, str],
    given: Mapping[str, Any],
    reading: ReadResult,
    today: date,
    file: str,
    despite: Collection[str],
) -> Intake:
    """A draft of the suggested resource."""
    try:
        facts, remarks = _facts(answers)
    except AddError as error:
        return Intake(IntakeOutcome.REFUSED, f"The address can't be published: {error}. Ask for another.")
    facts.update(given)
    drafts = list(_drafts(reading))
    if known := _known_draft(facts, drafts, despite):
        return known
    if not facts.get("title") and not facts.get("supplied_title"):
        ways = "give it with --set 'title=…'"
        if facts.get("url"):
            ways = f"read it from its page with `pathway add {shown(facts['url'], 200)}`, or {ways}"
        return Intake(IntakeOutcome.REFUSED, f"It has no title: {ways}.", remarks=tuple(remarks))
    has_type = bool(facts.get("type"))
    record = Record(1, "", facts if has_type else {**facts, "type": ResourceType.WEB_PAGE.value})
    plan = make_plan(Source("text", (record,)), reading, today, despite)
    for _, match in plan.duplicates:
        place = reading.locations.of("resource", match.id)
        message = f"The catalogue has it already: `{match.id}` {match.why}."
        message += "" if match.certain else f" If it is another resource, use --despite {match.id}."
        return Intake(IntakeOutcome.KNOWN, message, match.id, *((place.file, place.line) if place else ("", 0)))
    for refusal in plan.refused:
        return Intake(IntakeOutcome.REFUSED, f"The check refuses it: {refusal.reason}", remarks=tuple(remarks))
    (addition,) = plan.additions
    used = taken(reading.catalogue, reading.published) | {draft.id or "" for draft in drafts}
    entry = addition.entry | {"id": propose("", addition.record.facts, used), "status": Status.DRAFT.value}
    for name in ("added", *(() if has_type else ("type",))):
        entry.pop(name, None)
    remarks += [f"Left out: {each}" for each in addition.record.unmapped]
    remarks += [] if has_type else ["It doesn't say what it is; the draft has no `type` yet."]
    entry["note"] = _note(answers, today)
    return Intake(
        IntakeOutcome.CHANGE,
        f"A draft of it, `{entry['id']}`, for {file}: delete its line `status: draft` to publish it.",
        str(entry["id"]),
        file,
        remarks=tuple(remarks),
        patches=(insert(reading.root, file, [entry]),),
    )


def _facts(answers: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """What a suggestion says of its resource, and what could not be understood."""
    facts, remarks = dict[str, Any](), list[str]()
    if "url" in answers:
        address, *others = _addresses(answers["url"])
        facts["url"] = the_address(address)
        remarks += [f"Left out of `url`: {shown(other, 200)}" for other in others]
    if title := _unquoted(plain(answers.get("title", ""))):
        is_long = len(title) > _LONGEST_TITLE
        facts["title"] = f"{title[:_LONGEST_TITLE].rstrip()}…" if is_long else title
        remarks += [f"Left out of `title`: what follows the first {_LONGEST_TITLE} characters."] if is_long else []
    for name in _FIELDS:
        value = read_cell(name, _unquoted(answers[name])) if name in answers else None
        if value:
            facts[name] = value
        elif name in answers:
            remarks.append(f"Not understood as `{name}`: {shown(answers[name], 60)}")
    if why := _paragraphs(answers.get("why", "")):
        facts["why"] = why
    remarks += [f"Left out of `{name}`: what looks like HTML." for name in ("title", "why") if _has_tags(answers, name)]
    return facts, remarks


def _has_tags(answers: Mapping[str, str], name: str) -> bool:
    """Whether an answer holds what `plain` takes for HTML."""
    return plain(answers.get(name, "")).count("<") < unescape(answers.get(name, "")).count("<")


def _paragraphs(typed: str) -> str:
    """A text of several paragraphs, with the items of lists in lines of their own."""
    blocks = ([plain(line) for line in block.split("\n")] for block in re.split(r"\n\s*\n", typed))
    joined = (re.sub(r"\n(?!(?:[-*]|[0-9]{1,3}[.)]) )", " ", "\n".join(filter(None, lines))) for lines in blocks)
    return "\n\n".join(filter(None, joined))


#: Signs that people and mail programs put around a whole answer.
_QUOTES = {'"': '"', "'": "'", "\u201c": "\u201d", "\u2018": "\u2019", "\u201e": "\u201c", "\u00ab": "\u00bb"}


def _unquoted(text: str) -> str:
    """A text without quotation marks around the whole of it."""
    inner = text[1:-1]
    closing = _QUOTES.get(text[:1])
    if closing is None or len(text) < 3 or not text.endswith(closing) or text[0] in inner or closing in inner:
        return text
    return inner.strip()


def _addresses(typed: str) -> list[str]:
    """The addresses in an answer, without what tells who follows them; what was typed where none can be told."""
    bare = _bare_address(typed)
    if len(bare.split()) > 1:
        found = (_bare_address(each) for each in re.findall(r"https?://[^\s<>\"]{1,2000}", typed))
        every = list(dict.fromkeys(each.rstrip(")") if "(" not in each else each for each in found)) or [bare]
    else:
        every = [bare]
    return [untracked(unwrapped(each) or each) for each in every]


def _bare_address(typed: str) -> str:
    """An address as people paste it: in angle brackets, as a link of Markdown, or without its beginning."""
    typed = typed.strip()
    if twice := re.fullmatch(r"(\S{1,2000}?)\s{0,9}<(?:\1/?|mailto:\S{1,2000})>", typed):  # as Outlook copies a link
        typed = twice[1]
    typed = typed.strip("<>\"'\u201c\u201d\u2018\u2019").strip()
    if link := re.fullmatch(r"\[[^\[\]]{0,500}\]\((\S{1,2000})\)", typed):
        typed = link[1]
    if typed.startswith("(") and typed.endswith(")"):
        typed = typed[1:-1].strip()
    typed = typed.rstrip(".,;")  # the end of a sentence
    return f"https://{typed}" if re.match(r"(?:[a-z0-9-]+\.){1,9}[a-z]{2,20}(?:/|$)", typed, re.IGNORECASE) else typed


def _note(answers: Mapping[str, str], today: date) -> str:
    page = answers.get("page", "")
    page = page if len(page) <= _LONGEST_PAGE and re.fullmatch(r"(?:https?://)?[\w./#?=&%~:+-]+", page) else ""
    words = [f"Suggested by a reader on {today.isoformat()}", f" from {page}" if page else ""]
    owns = ", who made it or works for those who did" if answers.get("own") == "yes" else ""
    return "".join([*words, owns, "."])


def _drafts(reading: ReadResult) -> Iterator[RawEntry]:
    """The resources of the catalogue that are drafts, which its typed data doesn't hold."""
    project = find(reading.root)
    for path in project.files:
        text = text_of(path, project.root)
        if Status.DRAFT not in text:
            continue
        try:
            document = load(project.name(path), text).document
        except FileProblem:
            continue
        drafts = RawCatalogue((document,)).drafts if document is not None else []
        yield from (draft for draft in drafts if draft.kind is EntryKind.RESOURCE)


def _known_draft(facts: Mapping[str, Any], drafts: Sequence[RawEntry], despite: Collection[str]) -> Intake | None:
    known = KnownResources(None)
    for place, draft in enumerate(drafts):
        texts = {name: draft.text(name) for name in ("url", "archived_url", "doi", "isbn", "title", "published")}
        year = texts.pop("published") or ""
        dated = {"published": year} if re.match("[0-9]{4}", year) else {}
        known.add(str(place), {name: value for name, value in texts.items() if value} | dated)
    match = known.find(facts)
    if match is None:
        return None
    draft = drafts[int(match.id)]
    id_ = draft.id or ""
    if not match.certain and id_ in despite:
        return None
    name = f"`{id_}`" if id_ else f"{draft.written_at},"
    message = f"There is a draft of it already: {name} {match.why}."
    message += "" if match.certain else f" If it is another resource, use --despite {id_}." if id_ else ""
    return Intake(IntakeOutcome.KNOWN, message, id_, draft.document.file, draft.line)


#: Characters of a problem, and of a note.
_LONGEST_PROBLEM, _LONGEST_NOTE = 600, 4_000
_TYPED = ("problem", "reader")
_ITEM = re.compile(r"(?:(resource|task):)?([a-z0-9]+(?:-[a-z0-9]+)*)")
_RECORD_PAGE = re.compile(r"resources/([a-z0-9-]+)(?:/|$)")


def noted(answers: Mapping[str, str], reading: ReadResult, today: date) -> Intake:
    """A note for editors in the entry that a report is about, and its new address."""
    kind, id_ = _item(answers)
    if not id_:
        message = "It names no item, so there is nothing to change by itself."
        page = f" The page is {shown(answers['page'], _LONGEST_PAGE)}." if "page" in answers else ""
        return Intake(IntakeOutcome.LOCATED, message + page, remarks=_said(answers))
    assert reading.catalogue is not None  # noqa: S101 - only a sound catalogue comes here
    entries = reading.catalogue.tasks if kind == "task" else reading.catalogue.resources
    now = {old: entry.id for entry in entries for old in (*entry.formerly, entry.id)}
    if id_ not in now:
        meant = nearest(id_, list(now))
        hint = f" Did they mean `{meant}`?" if meant else ""
        return Intake(IntakeOutcome.REFUSED, f"The catalogue has no {kind} `{id_}`.{hint} Correct the line `item:`.")
    id_ = now[id_]
    place = reading.locations.of(kind, id_)
    where = (place.file, place.line) if place else ("", 0)
    if kind == "task":
        message = f"It is about the task `{id_}` ({where[0]}, line {where[1]}). Tasks have no note, so nothing changes."
        return Intake(IntakeOutcome.LOCATED, message, id_, *where, _said(answers))
    return _with_note(answers, reading, today, id_, where)


def _item(answers: Mapping[str, str]) -> tuple[str, str]:
    """Kind and id of the item of a report; empty where it names none."""
    if item := _ITEM.fullmatch(answers.get("item", "").strip().casefold()[:200]):
        return item[1] or "resource", item[2]
    pages = (answers.get(key, "")[:2_000] for key in ("item", "page"))
    record = next((found for page in pages if (found := _RECORD_PAGE.search(page))), None)
    return ("resource", record[1]) if record else ("", "")


def _with_note(
    answers: Mapping[str, str], reading: ReadResult, today: date, id_: str, where: tuple[str, int]
) -> Intake:
    assert reading.catalogue is not None  # noqa: S101 - only a sound catalogue comes here
    resource = next(each for each in reading.catalogue.resources if each.id == id_)
    changes, remarks = list[FieldChange](), list[str]()
    if "new-link" in answers:
        try:
            url = the_address(_addresses(answers["new-link"])[0])
        except AddError as error:
            return Intake(IntakeOutcome.REFUSED, f"The new address can't be published: {error}.", id_, *where)
        match = KnownResources(reading.catalogue).find({"url": url})
        if match is not None and match.id != id_:
            return Intake(IntakeOutcome.REFUSED, f"The new address is that of `{match.id}` already.", id_, *where)
        if url != resource.url:
            changes.append(FieldChange("url", resource.url, url, is_made=True))
        else:
            remarks.append("The new address is the one that it has.")
    if _words(answers).endswith("…"):
        remarks.append(f"Left out: what they say after {_LONGEST_PROBLEM} characters.")
    remarks += [f"Left out of `{name}`: what looks like HTML." for name in _TYPED if _has_tags(answers, name)]
    if words := _words(answers):
        if resource.note and words in resource.note:
            if not changes:
                return Intake(IntakeOutcome.KNOWN, f"The note of `{id_}` says so already.", id_, *where)
        else:
            note = " ".join(filter(None, (resource.note, f"Reported on {today.isoformat()}: {words}")))
            if len(note) > _LONGEST_NOTE:
                return Intake(IntakeOutcome.REFUSED, f"The note of `{id_}` is full; clear it first.", id_, *where)
            changes.append(FieldChange("note", resource.note, note, is_made=True))
    if not changes:
        return Intake(IntakeOutcome.KNOWN, f"`{id_}` is as they say already.", id_, *where, tuple(remarks))
    update = Update(id_, Record(1), tuple(changes))
    named = " and ".join({"url": "a new address", "note": "a note"}[change.field] for change in changes)
    patches = tuple(update_patches(reading.root, reading, [update]))
    return Intake(IntakeOutcome.CHANGE, f"For `{id_}`: {named}.", id_, *where, tuple(remarks), patches)


def _said(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What a report says, where no note keeps it."""
    return (f"They say: {words}",) if (words := _words(answers)) else ()


def _words(answers: Mapping[str, str]) -> str:
    """What a report says, in a line."""
    problem, reader = (plain(answers.get(key, "")) for key in ("problem", "reader"))
    words = " ".join(filter(None, (problem, f"Read with: {reader}" if reader else "")))
    return words if len(words) <= _LONGEST_PROBLEM else f"{words[:_LONGEST_PROBLEM].rstrip()}…"
