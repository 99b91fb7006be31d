"""Excerpts of answers: add one, tell what may be shown of it, and trace what rests on it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import Any

from ..catalogue.model import Catalogue
from ..catalogue.values import EXCERPT_PATTERN
from ..catalogue.yaml.edit import Editor
from ..output import replacing
from .collection import Voice, Voices
from .model import LONGEST_EXCERPT, Excerpt, Stance
from .store import RECORD, Answer
from .words import contact_details, find_exact, spoken_between

__all__ = [
    "Basis",
    "BasisState",
    "CodingError",
    "Link",
    "add_excerpt",
    "bases",
    "links",
    "resting",
    "trace",
]

#: Characters of the words before and after an excerpt that are noted with it.
_CONTEXT = 32
_ORDER = ("n", "exact", "prefix", "suffix", "t", "code", "stance", "coder", "memo")


class CodingError(Exception):
    """Words that cannot be coded; the message says why, without repeating them."""


def add_excerpt(
    answer: Answer, exact: str, code: str, *, stance: Stance = Stance.SUPPORTS, coder: str = "", memo: str = ""
) -> Excerpt:
    """Add an excerpt to the record of an answer.

    Args:
        answer: the answer.
        exact: its words, as they are; white space may differ.
        code: id of the theme.
        stance: whether the words support the statement of the theme.
        coder: who codes, such as `a`.
        memo: a note for the editors.

    Raises:
        CodingError: the words are not in the answer, or more than once, or are too many.
        EditError: the record cannot be changed for sure.
        OSError: it cannot be written.
    """
    if not exact.strip():
        raise CodingError("Give the words that stand for the theme.")
    place = find_exact(answer.words, exact)
    if place is None:
        twice = "twice" if " ".join(exact.split()) in " ".join(answer.words.split()) else "not"
        remedy = "Give more words, so that one place is meant." if twice == "twice" else "Copy them from its file."
        raise CodingError(f"The words are {twice} in {answer.record.id}. {remedy}")
    start, end = place
    words = answer.words[start:end]
    if len(words.split()) > LONGEST_EXCERPT:
        raise CodingError(f"An excerpt has at most {LONGEST_EXCERPT} words. Choose the sentence that matters.")
    if any(contact_details(words)):
        raise CodingError("The words hold contact details. Take those out of the answer first.")
    twin = next((each for each in answer.record.excerpts if (each.exact, each.code) == (words, code)), None)
    if twin is not None:
        raise CodingError(f"These words are excerpt {twin.n} already.")
    facts: dict[str, Any] = {
        "n": max((each.n for each in answer.record.excerpts), default=0) + 1,
        "exact": words,
        "prefix": answer.words[max(0, start - _CONTEXT) : start].strip(),
        "suffix": answer.words[end : end + _CONTEXT].strip(),
        "t": spoken_between(answer.folder / answer.words_file, start, end)
        if answer.words_file.endswith(".vtt")
        else "",
        "code": code,
        "stance": stance.value,
        "coder": coder,
        "memo": memo,
    }
    facts = {key: value for key, value in facts.items() if value != ""}
    excerpt = Excerpt.model_validate(facts)
    editor = Editor(RECORD, (answer.folder / RECORD).read_text(encoding="utf-8"))
    editor.insert(("excerpts", len(answer.record.excerpts)), {key: facts[key] for key in _ORDER if key in facts})
    with replacing(answer.folder / RECORD) as file:
        file.write(editor.text)
    return excerpt


class BasisState(Enum):
    """What may be shown of an excerpt that something is based on."""

    QUOTED = "quoted"
    NOT_QUOTABLE = "one answer that its giver asked us not to quote"
    BEING_READ_AGAIN = "the answer was taken back; what it led to is being read again"
    NOT_AT_HAND = "answers are not part of this copy"
    SAMPLE = "a sample, which only a preview shows"


@dataclass(frozen=True, slots=True)
class Basis:
    """An excerpt that something is based on."""

    reference: str
    state: BasisState
    voice: Voice | None = None
    excerpt: Excerpt | None = None


def bases(references: tuple[str, ...], voices: Voices) -> Iterator[Basis]:
    """The excerpts among what `rests_on` names, each with what may be shown of it."""
    for reference in references:
        if re.fullmatch(EXCERPT_PATTERN, reference):
            yield _basis(reference, voices)


def _basis(reference: str, voices: Voices) -> Basis:
    id_, _, number = reference.partition("/")
    if id_ in voices.recalled:
        return Basis(reference, BasisState.BEING_READ_AGAIN)
    if id_ in voices.sample_ids and not voices.shows_samples:
        return Basis(reference, BasisState.SAMPLE)
    voice = voices.voices.get(id_)
    if voice is None and voices.store is None:
        return Basis(reference, BasisState.NOT_AT_HAND)
    excerpts = voice.answer.record.excerpts if voice else ()
    excerpt = next((each for each in excerpts if each.n == int(number)), None)
    if voice is None or excerpt is None or not voice.permission.counted:
        return Basis(reference, BasisState.BEING_READ_AGAIN)
    state = BasisState.QUOTED if voice.permission.quote else BasisState.NOT_QUOTABLE
    return Basis(reference, state, voice, excerpt)


@dataclass(frozen=True, slots=True, order=True)
class Link:
    """One entry that rests on another entry, a call or an excerpt."""

    entry: str
    """Kind and id, such as `theme:permission` or `step:module/section/target`."""
    basis: str
    """Kind and id, such as `excerpt:v-7kq2m9/1`."""
    how: str = ""
    """The stance of an excerpt; what may be shown of it."""


def links(catalogue: Catalogue, voices: Voices) -> Iterator[Link]:
    """Every link of a pathway, those of the store included."""
    kinds = _kinds(catalogue)
    for entry, references in resting(catalogue):
        states = {basis.reference: basis.state.name.lower().replace("_", " ") for basis in bases(references, voices)}
        for reference in references:
            is_excerpt = reference in states
            yield Link(
                entry,
                f"excerpt:{reference}" if is_excerpt else kinds.get(reference, reference),
                states.get(reference, ""),
            )
    for tips in catalogue.tips:
        for source in tips.sources:
            for tip in source.tips:
                if source.call:
                    yield Link(f"tip:{tip.id}", f"call:{source.call}")
    for voice in voices.voices.values():
        for excerpt in voice.answer.record.excerpts:
            yield Link(f"theme:{excerpt.code}", f"excerpt:{voice.id}/{excerpt.n}", excerpt.stance.value)
        yield Link(f"voice:{voice.id}", f"call:{voice.answer.record.call}")


def trace(name: str, catalogue: Catalogue, voices: Voices) -> tuple[list[Link], list[Link]]:
    """What an entry or answer rests on, and what rests on it, directly and through others.

    Args:
        name: an id: of a theme, tip, task, step's target, call, answer or excerpt.
        catalogue: the catalogue.
        voices: the answers.
    """
    found = list(links(catalogue, voices))
    down = _reached(name, found, lambda link: (link.entry, link.basis))
    up = _reached(name, found, lambda link: (link.basis, link.entry))
    return sorted(down), sorted(up)


def _reached(name: str, found: list[Link], ends: Callable[[Link], tuple[str, str]]) -> list[Link]:
    """The links that lead on from a name, in one direction."""
    waiting, seen, reached = [name], set[str](), list[Link]()
    while waiting:
        now = waiting.pop()
        for link in found:
            start, end = ends(link)
            if _means(now, start) and link not in reached:
                reached.append(link)
                if end not in seen:
                    seen.add(end)
                    waiting.append(end)
    return reached


def _means(name: str, end: str) -> bool:
    """Whether a name, with or without its kind, is that end of a link; an answer's id means its excerpts too."""
    id_ = end.partition(":")[2]
    return name in (end, id_) or (id_.startswith("v-") and id_.partition("/")[0] == name.removeprefix("voice:"))


def _kinds(catalogue: Catalogue) -> dict[str, str]:
    """What each id that `rests_on` may name is, as kind and id."""
    tips = (tip for list_ in catalogue.tips for source in list_.sources for tip in source.tips)
    return {
        **{call.id: f"call:{call.id}" for call in catalogue.calls},
        **{tip.id: f"tip:{tip.id}" for tip in tips},
        **{theme.id: f"theme:{theme.id}" for theme in catalogue.themes},
    }


def resting(catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each entry that may rest on something, as kind and id, and what it names."""
    for theme in catalogue.themes:
        yield f"theme:{theme.id}", theme.rests_on
    for task in catalogue.tasks:
        yield f"task:{task.id}", task.rests_on
    for module in catalogue.modules:
        for section in module.sections:
            for step in section.steps:
                yield f"step:{module.id}/{section.id}/{step.target}", step.rests_on
    for list_ in catalogue.tips:
        for source in list_.sources:
            for tip in source.tips:
                yield f"tip:{tip.id}", tip.rests_on
