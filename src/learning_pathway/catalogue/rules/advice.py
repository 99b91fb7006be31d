"""What a careful editor would still do, and what nothing uses. Nothing here stops a build."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel

from ...locale import coverage
from ..did_you_mean import as_id
from ..messages import shown
from ..model import Catalogue, Module, Pathway, Resource, Route, Theme
from ..problems import Code
from ..raw import DROPPED_KEYS, DROPPED_VALUES, MODELS, RawCatalogue, RawEntry, RuleProblem, dropped_values, misspelt
from ..text import RichText
from ..types import Captions, EntryKind, ResourceType, Status, SummarySource
from ..values import LANGUAGE_PATTERN
from .ids import BASED, REFERENCES, IdIndex
from .values import KEPT, LONG_TEXTS

__all__ = [
    "SETTINGS",
    "check_advice",
    "check_plain_words",
    "check_usage",
]

#: Settings whose absence leaves something out, and what.
SETTINGS = {
    "summary": "the sentence that says what the pathway is",
    "site_url": "canonical addresses, feeds and the sitemap, unless `mkdocs.yml` has it",
    "repository": "the links to edit a page",
    "organisation": "the name of the publisher",
    "contact": "a way to write to you",
}

#: The lists that make a site, if any of them holds something.
_CONTENT = ("resources", "tasks", "modules", "tips")
_ADVISED: dict[EntryKind, type[BaseModel]] = {
    EntryKind.RESOURCE: Resource,
    EntryKind.MODULE: Module,
    EntryKind.THEME: Theme,
    EntryKind.ROUTE: Route,
}
_FIELDS = {kind: frozenset(model.model_fields) for kind, model in _ADVISED.items()}


def check_advice(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find unset settings, missing words, unknown captions, and archived resources without a way on."""
    if not raw.documents:
        return
    if any(document.data for document in raw.documents) and (raw.complete or raw.entries[EntryKind.PATHWAY]):
        yield from _settings(raw)
    for entry in raw.each(EntryKind.PATHWAY):
        yield from _dropped(entry)
    has_others = any(
        key not in Catalogue.model_fields for document in raw.documents for key in document.data
    )  # reported already
    has_content = any(document.data.get(key) for document in raw.documents for key in _CONTENT)
    if raw.complete and not has_others and not has_content:
        top = raw.owner(raw.documents[0], ())
        message = "The catalogue holds no resources, tasks, modules or tips."
        yield RuleProblem(Code.EMPTY_CATALOGUE, top, message, "Add an entry under `resources:`.")
    for entry in raw.each(EntryKind.RESOURCE):
        yield from _resource(entry)
    for entry in raw.each(EntryKind.MODULE, EntryKind.THEME, EntryKind.ROUTE):
        if _lacks(entry, "summary"):
            yield _no_summary(entry)


def _settings(raw: RawCatalogue) -> Iterator[RuleProblem]:
    written = [document.data["pathway"] for document in raw.documents if "pathway" in document.data]
    if any(not isinstance(value, dict) for value in written):
        return  # the shape is wrong, which is reported already
    entry = next(iter(raw.entries[EntryKind.PATHWAY]), raw.owner(raw.documents[0], ()))
    settings = entry.data if entry.path else {}
    misspelt_names = misspelt(settings, frozenset(Pathway.model_fields)).values()
    for name, use in SETTINGS.items():
        if name not in settings and name not in misspelt_names:
            message = f"`{name}` is not set, so the site does without {use}."
            remedy = f"Add `{name}:` under `pathway`, if you have one."
            yield RuleProblem(Code.SETTING_UNSET, entry, message, remedy, entry.path, at_key=True)
    language = entry.text("language") if entry.path else None
    if language and re.fullmatch(LANGUAGE_PATTERN, language) and (share := coverage(language)) < 1:
        message = f"The interface is not in `{language}` but in English: screen readers would misread it."
        remedy = "Write an English `language`, such as `en-GB`, and give each resource in another language its own."
        if share:
            message = f"Not all of the interface is in `{language}` yet: screen readers misread what is in English."
            how = "the program's guide for maintainers tells how"
            remedy = f"Translate the rest: {how}. {remedy.replace('Write', 'Or write')}"
        yield RuleProblem(Code.INTERFACE_IN_ENGLISH, entry, message, remedy, (*entry.path, "language"))


def _dropped(entry: RawEntry) -> Iterator[RuleProblem]:
    for key, gone in DROPPED_KEYS.items():
        if key in entry.data:
            message = f"`{key}` has no effect any more: the site does without {gone}."
            yield RuleProblem(Code.SETTING_DROPPED, entry, message, "Delete the line.", (*entry.path, key), at_key=True)
    for key, place, value in dropped_values(entry.data):
        message = f"`{value}` has no effect any more: the site does without {DROPPED_VALUES[key][value]}."
        remedy = f"Delete `{value}` from `{key}`."
        yield RuleProblem(Code.SETTING_DROPPED, entry, message, remedy, (*entry.path, key, place))


def _resource(entry: RawEntry) -> Iterator[RuleProblem]:
    is_archived = entry.text("status") == Status.ARCHIVED
    if is_archived and "replaced_by" not in entry.data:
        message = "This resource is archived and does not say what to read instead."
        remedy = "Add `replaced_by` if there is something better."
        yield RuleProblem(
            Code.ARCHIVED_WITHOUT_REPLACEMENT, entry, message, remedy, (*entry.path, "status"), at_key=True
        )
    if not is_archived and "replaced_by" in entry.data:
        message = "This resource names its replacement and is still recommended."
        remedy = "Add `status: archived`, or delete `replaced_by`."
        yield RuleProblem(Code.REPLACED_BUT_ACTIVE, entry, message, remedy, (*entry.path, "replaced_by"), at_key=True)
    if is_archived:
        return
    if entry.text("type") == ResourceType.VIDEO and entry.text("captions") in (None, Captions.UNKNOWN):
        message = "No one has noted yet whether this video has captions."
        remedy = "Watch a minute of it and write `none`, `automatic` or `edited` under `captions`."
        path = (*entry.path, "captions") if "captions" in entry.data else None
        yield RuleProblem(Code.CAPTIONS_UNKNOWN, entry, message, remedy, path)
    if _lacks(entry, "summary"):
        yield _no_summary(entry)
    if _lacks(entry, "why"):
        message = "This resource does not say why it is worth a learner's time."
        yield RuleProblem(Code.MISSING_WHY, entry, message, "Add `why`: a sentence of your own.")


def _lacks(entry: RawEntry, field: str) -> bool:
    """Whether a field is not there, not even misspelt: that is reported already."""
    return field not in entry.data and field not in misspelt(entry.data, _FIELDS[entry.kind]).values()


def _no_summary(entry: RawEntry) -> RuleProblem:
    message = f"This {entry.kind.value} has no summary, so learners cannot tell what to expect."
    return RuleProblem(Code.MISSING_SUMMARY, entry, message, "Add `summary`: two or three sentences of your own.")


#: Words of a sentence from which on it is very long: plain English stops at 25.
LONGEST_SENTENCE = 40
#: Link texts that say nothing of where a link leads, in English and Welsh.
VAGUE = frozenset(
    {
        "click", "click here", "click here to read more", "click on this link", "details", "find out more",
        "follow this link", "full article", "go here", "here", "here's the link", "learn more", "link", "more",
        "more details", "more here", "more info", "more information", "on this page", "page", "read here", "read it",
        "read more", "read more here", "read on", "read this", "see here", "see more", "site", "source", "this",
        "this article", "this link", "this one", "this page", "this site", "this website", "url", "visit", "watch",
        "watch here", "web page", "webpage", "website", "yma", "cliciwch yma", "cliciwch", "darllen mwy",
        "darllenwch fwy", "dolen", "gweler yma", "gwefan", "mwy", "mwy o wybodaeth", "rhagor", "rhagor o wybodaeth",
        "y ddolen hon", "y dudalen hon",
    }
)  # fmt: skip
_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,80})\]\((?=https?://|mailto:)", re.IGNORECASE)
#: Ends of sentences, of paragraphs and of items.
_END = re.compile(r"[.!?…。\uff01\uff1f\u061f][\"'”’»)\]]*(?=\s)|\n\s*\n|\n(?=[ \t]*(?:•|\d{1,9}\.) )")
_QUESTION = re.compile("[?;\uff1f\u061f\u055e\u1367\u2e2e]")
_CAPITALS = re.compile("[A-Z\u00c0-\u00de\u0391-\u03a9\u0410-\u042f]{2}")
_CAPITAL = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
#: Letters of the longest of one, two, three, or more words in capitals in a row that are no abbreviations any more.
_SHOUTED = (8, 7, 5, 2)

#: What a check finds in a text: what is at fault, or None.
Find = Callable[[str], str | None]


def check_plain_words(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find the first place of each kind in each text that editors write themselves."""
    for entry in raw.each(*MODELS):
        for name in LONG_TEXTS[entry.kind]:
            if _is_quoted(entry, name):
                continue
            for path, written in entry.texts(name):
                for row in ROWS:
                    if (row.kind in (None, entry.kind) and row.field in (None, name)) and (found := row.find(written)):
                        message = row.message.format(name=name, found=shown(found))
                        yield RuleProblem(row.code, entry, message, row.remedy, path)


def _is_quoted(entry: RawEntry, name: str) -> bool:
    """Whether a text is in someone else's words."""
    return name == "summary" and entry.text("summary_source") == SummarySource.PUBLISHER


def vague_link(written: str) -> str | None:
    """The first link text that doesn't name its target."""
    if "](" not in written:
        return None
    return next((words for words in _LINK.findall(written) if _bare(words) in VAGUE), None)


def _bare(words: str) -> str:
    return " ".join(re.sub(r"[^\w\s']+|_", " ", words.replace("’", "'")).casefold().split())


@lru_cache(KEPT)
def long_sentence(written: str) -> str | None:
    """The first sentence that is very long: its number of words."""
    if written.count(" ") + written.count("\n") < LONGEST_SENTENCE:
        return None
    if max(_lengths(written)) <= LONGEST_SENTENCE:
        return None
    return next((str(count) for count in _lengths(str(RichText(written))) if count > LONGEST_SENTENCE), None)


def _lengths(text: str) -> list[int]:
    """The words of each sentence."""
    return [len(sentence.split()) for sentence in _END.split(text)]


@lru_cache(KEPT)
def capitals(written: str) -> str | None:
    """The first words in capitals that can't all be abbreviations."""
    if _CAPITALS.search(written) is None:
        return None
    text, run, end = _without_addresses(written), list[str](), 0
    for match in _CAPITAL.finditer(text):
        word = match[0]
        is_capital = word.isupper()
        if not is_capital or not text[end : match.start()].isspace():  # a comma is a sign of a list of abbreviations
            if _is_shouted(run):
                break
            run = []
        if is_capital and len(word) > 1:  # `I` and `A` only go on with a run
            run.append(word)
        end = match.end()
    return " ".join(run) if _is_shouted(run) else None


def _without_addresses(written: str) -> str:
    return re.sub(r"\S*(?://|@)\S*", " ", written) if "//" in written or "@" in written else written


def _is_shouted(run: list[str]) -> bool:
    return bool(run) and max(map(len, run)) >= _SHOUTED[min(len(run), len(_SHOUTED)) - 1]


def no_question(written: str) -> str | None:
    """The text, if it asks nothing."""
    return None if _QUESTION.search(written) else written


@dataclass(frozen=True, slots=True)
class AdviceRow:
    """One piece of advice: which code, for which kind of entry and field (None for all), and how it is found."""

    code: Code
    find: Find
    message: str
    remedy: str
    kind: EntryKind | None = None
    field: str | None = None


ROWS = (
    AdviceRow(
        Code.VAGUE_LINK,
        vague_link,
        "The link `{found}` in `{name}` does not say where it leads; read on its own, it means nothing.",
        "Name what is behind the link: `[the full report](https://…)`.",
    ),
    AdviceRow(
        Code.LONG_SENTENCE,
        long_sentence,
        "A sentence of `{name}` has {found} words, and is hard to follow.",
        f"Make two or three of it; {LONGEST_SENTENCE} words are the most, 25 are better.",
    ),
    AdviceRow(
        Code.CAPITALS,
        capitals,
        "`{found}` in `{name}` is in capitals, which are hard to read and sound like shouting.",
        "Write small letters; for stress, use `**strong emphasis**`.",
    ),
    AdviceRow(
        Code.TASK_WITHOUT_QUESTION,
        no_question,
        "This task asks no question, so learners cannot tell what to answer.",
        "End the prompt with a question.",
        EntryKind.TASK,
        "prompt",
    ),
)


def check_usage(raw: RawCatalogue, id_index: IdIndex) -> Iterator[RuleProblem]:
    """Find resources, tasks and themes that no other entry uses."""
    used = _used(raw, id_index)
    for entry in raw.each(EntryKind.RESOURCE):
        if _is_idle(entry, used[EntryKind.RESOURCE]) and entry.text("status") != Status.ARCHIVED:
            message = "No module or list of tips uses this resource; learners meet it only in the library."
            remedy = "Add a step for it, or leave it for those who search."
            yield RuleProblem(Code.UNUSED_RESOURCE, entry, message, remedy)
    for entry in raw.each(EntryKind.TASK):
        if _is_idle(entry, used[EntryKind.TASK]):
            message = "No module uses this task, so no learner will see it."
            remedy = f"Add a step `- task: {entry.name}`, or delete the task."
            yield RuleProblem(Code.UNUSED_TASK, entry, message, remedy)
    for entry in raw.each(EntryKind.THEME):
        if _is_idle(entry, used[EntryKind.THEME]):
            message = "Nothing carries this theme, so its page would be empty."
            yield RuleProblem(Code.UNUSED_THEME, entry, message, "Add it to the `themes` of an entry, or delete it.")


def _used(raw: RawCatalogue, id_index: IdIndex) -> dict[EntryKind, set[str]]:
    """The ids that are mentioned, and those that were meant by a mention that leads nowhere: one slip, one problem."""
    used: dict[EntryKind, set[str]] = {kind: set() for kind in EntryKind}
    for kind, field, target in REFERENCES:
        if kind is EntryKind.RESOURCE and target is EntryKind.RESOURCE:
            continue  # being related to another resource is no way in for a learner
        for entry in raw.having(kind, field):
            used[target].update(id_index.meant(name, target) or name for _, name in entry.texts(field))
    for entry in (entry for kind in BASED for entry in raw.having(kind, "rests_on")):
        used[EntryKind.THEME].update(name for _, name in entry.texts("rests_on"))
    return used


def _is_idle(entry: RawEntry, used: set[str]) -> bool:
    """Whether nothing mentions an entry by its id, or as its id should be."""
    return entry.id is not None and entry.id not in used and as_id(entry.id) not in used
