"""People as pages and PDFs name them, in running text."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..catalogue.vocabulary import PersonRole
from ..formats.names import Facts, from_parts, inverted, known
from ..formats.text import plain

__all__ = ["all_people", "people_in", "person_named"]

_PARTICLES = frozenset("af al de del della der di du la le ten ter van von zu".split())  # noqa: SIM905 - reads better as text
#: Words that people are not called.
_OF_GROUPS = re.compile(
    r"\b(?:academy|agency|alliance|association|authority|blog|board|bureau|centre|center|charity|college|commission"
    r"|company|committee|council|department|editors?|faculty|federation|forum|foundation|fund|government|group|hub|inc"
    r"|initiative|institute|journal|limited|ltd|library|magazine|media|ministry|network|news|office|organi[sz]ation"
    r"|partnership|podcast|press|programme|project|school|services?|society|staff|team|trust|union|university|writer)\b",
    re.IGNORECASE,
)


def person_named(name: str, role: PersonRole = PersonRole.AUTHOR, *, person: bool = False) -> Facts | None:
    """A name as `Gray, Ida` or `Ida Gray`; what does not look like a person's is an organisation.

    Args:
        name: the name.
        role: what they did.
        person: whether it is known to be a person's.
    """
    name = plain(re.sub(r"^by\s+", "", name.strip(), flags=re.IGNORECASE))
    if re.match(r"(?:https?:)?//", name):
        return None
    words = name.split()
    if "," in name or not 1 < len(words) <= 5 or (not person and not _is_person(words)):
        return inverted(name, role) if "," in name or not person else from_parts(name, role=role)
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return from_parts(" ".join(words[start:]), " ".join(words[:start]), role=role)


def people_in(text: str, *, person: bool = False) -> list[Facts | None]:
    """The people in one text: `Ida Gray and Tom Lowe`, `Ida Gray, Tom Lowe`, `Gray, Ida; Lowe, Tom`.

    A text is only parted between whole names, so that `Gray, Ida` and `Department of Trade and Industry` stay one.
    """
    text = re.sub(r"^by\s+", "", plain(text), flags=re.IGNORECASE)
    parts = [part for part in re.split(r"\s*;\s*", text) if part]
    if len(parts) == 1:
        joined = re.split(r"\s*,?\s+(?:and|&|und|et|y)\s+|\s*,\s+|\s+/\s+|\s*\|\s*", text)
        if len(joined) > 1 and all(len(part.split()) > 1 and _is_person(part.split()) for part in joined):
            parts = joined
        else:
            inverted_names = re.split(r"\s+(?:and|&)\s+", text)
            if len(inverted_names) > 1 and all(re.fullmatch(r"[^,]+,[^,]+", part) for part in inverted_names):
                parts = inverted_names
    return [person_named(part, person=person) for part in parts[:100]]


def _is_person(words: list[str]) -> bool:
    name = " ".join(words)
    return (
        len(words) <= 4
        and all(word[:1].isupper() or word.lower() in _PARTICLES for word in words)
        and not any(word.isupper() and len(word) > 2 for word in words)
        and _OF_GROUPS.search(name) is None
    )


def all_people(texts: Iterable[str], *, by_name: bool = False) -> list[Facts]:
    """The people in several texts; `by_name` where each is known to be a person's unless it names a group."""
    return known(
        person for text in texts for person in people_in(text, person=by_name and _OF_GROUPS.search(text) is None)
    )
