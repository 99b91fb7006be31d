"""A suggestion as a draft of a resource."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from typing import Any

from ..catalogue import ReadResult
from ..catalogue.files import find, text_of
from ..catalogue.raw import RawCatalogue, RawEntry
from ..catalogue.vocabulary import EntryKind, ResourceType, Status
from ..catalogue.yaml.document import FileProblem
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.writer import insert
from ..formats.csv_reader import read_cell
from ..formats.model import Record, Source
from ..formats.text import plain, shown
from .add import AddError, the_address
from .duplicates import KnownResources
from .intake import Intake, Outcome
from .plan import make_plan, propose, taken

__all__ = ["bare_address", "drafted", "has_tags"]

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
        return Intake(Outcome.REFUSED, f"The address can't be published: {error}. Ask for another.")
    facts.update(given)
    drafts = list(_drafts(reading))
    if known := _known_draft(facts, drafts, despite):
        return known
    if not facts.get("title") and not facts.get("supplied_title"):
        ways = "give it with --set 'title=…'"
        if facts.get("url"):
            ways = f"read it from its page with `pathway add {shown(facts['url'], 200)}`, or {ways}"
        return Intake(Outcome.REFUSED, f"It has no title: {ways}.", remarks=tuple(remarks))
    has_type = bool(facts.get("type"))
    record = Record(1, "", facts if has_type else {**facts, "type": ResourceType.WEB_PAGE.value})
    plan = make_plan(Source("text", (record,)), reading, today, despite)
    for _, match in plan.duplicates:
        place = reading.locations.of("resource", match.id)
        message = f"The catalogue has it already: `{match.id}` {match.why}."
        message += "" if match.certain else f" If it is another resource, use --despite {match.id}."
        return Intake(Outcome.KNOWN, message, match.id, *((place.file, place.line) if place else ("", 0)))
    for refusal in plan.refused:
        return Intake(Outcome.REFUSED, f"The check refuses it: {refusal.reason}", remarks=tuple(remarks))
    (addition,) = plan.additions
    used = taken(reading.catalogue, reading.published) | {draft.id or "" for draft in drafts}
    entry = addition.entry | {"id": propose("", addition.record.facts, used), "status": Status.DRAFT.value}
    for name in ("added", *(() if has_type else ("type",))):
        entry.pop(name, None)
    remarks += [f"Left out: {each}" for each in addition.record.unmapped]
    remarks += [] if has_type else ["It doesn't say what it is; the draft has no `type` yet."]
    entry["note"] = _note(answers, today)
    return Intake(
        Outcome.CHANGE,
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
        facts["url"] = the_address(bare_address(answers["url"]))
    if title := plain(answers.get("title", "")):
        is_long = len(title) > _LONGEST_TITLE
        facts["title"] = f"{title[:_LONGEST_TITLE].rstrip()}…" if is_long else title
        remarks += [f"Left out of `title`: what follows the first {_LONGEST_TITLE} characters."] if is_long else []
    for name in _FIELDS:
        value = read_cell(name, answers[name]) if name in answers else None
        if value:
            facts[name] = value
        elif name in answers:
            remarks.append(f"Not understood as `{name}`: {shown(answers[name], 60)}")
    if why := _paragraphs(answers.get("why", "")):
        facts["why"] = why
    remarks += [f"Left out of `{name}`: what looks like HTML." for name in ("title", "why") if has_tags(answers, name)]
    return facts, remarks


def has_tags(answers: Mapping[str, str], name: str) -> bool:
    """Whether an answer holds what `plain` takes for HTML."""
    return plain(answers.get(name, "")).count("<") < unescape(answers.get(name, "")).count("<")


def _paragraphs(typed: str) -> str:
    """A text of several paragraphs, with the items of lists in lines of their own."""
    blocks = ([plain(line) for line in block.split("\n")] for block in re.split(r"\n\s*\n", typed))
    joined = (re.sub(r"\n(?!(?:[-*]|[0-9]{1,3}[.)]) )", " ", "\n".join(filter(None, lines))) for lines in blocks)
    return "\n\n".join(filter(None, joined))


def bare_address(typed: str) -> str:
    """An address as people paste it: in angle brackets, as a link of Markdown, or without its beginning."""
    typed = typed.strip().strip("<>").strip()
    if link := re.fullmatch(r"\[[^\[\]]{0,500}\]\((\S{1,2000})\)", typed):
        typed = link[1]
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
    id_, line = draft.id or "", draft.document.at_value(draft.path).line
    if not match.certain and id_ in despite:
        return None
    name = f"`{id_}`" if id_ else f"{draft.document.file}, line {line},"
    message = f"There is a draft of it already: {name} {match.why}."
    message += "" if match.certain else f" If it is another resource, use --despite {id_}." if id_ else ""
    return Intake(Outcome.KNOWN, message, id_, draft.document.file, line)
