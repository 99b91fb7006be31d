"""What is based on excerpts of answers, and what may be shown of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from ..catalogue.calls import EXCERPT_PATTERN
from .collection import Voice, Voices
from .model import Excerpt

__all__ = ["Basis", "BasisState", "bases"]


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
