"""Code an answer: note which of its words stand for a theme, and where they are."""

from __future__ import annotations

from typing import Any

from ..catalogue.yaml.edit import Editor
from ..output import replacing
from .model import Excerpt, Stance
from .store import RECORD, Answer
from .transcript import spoken_between
from .words import contact_details, find_exact

__all__ = ["LONGEST", "CodingError", "add_excerpt", "is_in_words", "is_short"]

#: Characters of the words before and after an excerpt that are noted with it.
_CONTEXT = 32
#: Words of an excerpt: more is the answer itself.
LONGEST = 80
_ORDER = ("n", "exact", "prefix", "suffix", "t", "code", "stance", "coder", "memo")


class CodingError(Exception):
    """Words that cannot be coded; the message says why, without repeating them."""


def is_in_words(excerpt: Excerpt, answer: Answer) -> bool:
    """Whether the words of an excerpt are in the answer as it is now, at one place."""
    around = (excerpt.prefix, excerpt.exact, excerpt.suffix)
    return find_exact(answer.words, excerpt.exact) is not None or find_exact(answer.words, *around) is not None


def is_short(excerpt: Excerpt) -> bool:
    """Whether an excerpt is a piece of an answer, and not the answer itself."""
    return len(excerpt.exact.split()) <= LONGEST


def add_excerpt(
    answer: Answer, exact: str, code: str, *, stance: Stance = Stance.SUPPORTS, coder: str = "", memo: str = ""
) -> Excerpt:
    """Add an excerpt to the record of an answer.

    Args:
        answer: the answer.
        exact: its words, as they are; white space may differ.
        code: id of the theme.
        stance: where the words stand on the statement of the theme.
        coder: who codes, such as `a`.
        memo: a note for the editors.

    Raises:
        CodingError: the words are not in the answer, or more than once, or are too many.
        EditError: the record cannot be changed for sure.
        OSError: it cannot be written.
    """
    place = find_exact(answer.words, exact)
    if place is None:
        twice = "twice" if " ".join(exact.split()) in " ".join(answer.words.split()) else "not"
        remedy = "Give more words, so that one place is meant." if twice == "twice" else "Copy them from its file."
        raise CodingError(f"The words are {twice} in {answer.record.id}. {remedy}")
    start, end = place
    words = answer.words[start:end]
    if len(words.split()) > LONGEST:
        raise CodingError(f"An excerpt has at most {LONGEST} words. Choose the sentence that matters.")
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
