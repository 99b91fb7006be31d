"""From an answer to what rests on it, and from a theme, step or tip to the answers that it rests on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ..catalogue.model import Catalogue
from .basis import bases
from .collection import Voices

__all__ = ["Link", "links", "resting", "trace"]


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
