"""The nearest valid key, id or word to what an editor typed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

__all__ = [
    "as_id",
    "choice",
    "key_meant",
    "misspelt",
    "nearest",
    "word_meant",
]

#: What people call our fields elsewhere; the first that the entry has is meant.
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "abstract": ("summary",),
    "address": ("url",),
    "author": ("authors",),
    "by": ("authors",),
    "caption": ("captions",),
    "creator": ("authors",),
    "creators": ("authors",),
    "date": ("published",),
    "date_accessed": ("accessed",),
    "date_added": ("added",),
    "date_published": ("published",),
    "desc": ("summary",),
    "description": ("summary",),
    "difficulty": ("level",),
    "duration": ("minutes",),
    "editor": ("editors",),
    "first_name": ("given",),
    "goals": ("outcomes",),
    "group": ("organisation",),
    "href": ("url",),
    "intro": ("introduction", "summary"),
    "journal": ("container",),
    "keywords": ("themes",),
    "kind": ("type",),
    "label": ("title",),
    "lang": ("language",),
    "last_name": ("family",),
    "learning_outcomes": ("outcomes",),
    "length": ("minutes",),
    "license": ("licence",),
    "link": ("url",),
    "listen_to": ("listen",),
    "name": ("title",),
    "notes": ("note", "facilitator_note"),
    "number_of_pages": ("page_count",),
    "objectives": ("outcomes",),
    "organization": ("organisation",),
    "previous_ids": ("formerly",),
    "question": ("prompt",),
    "questions": ("prompt",),
    "rationale": ("why",),
    "reason": ("why",),
    "requires": ("prerequisites",),
    "retrieved": ("accessed",),
    "reviewed": ("reviewed_on",),
    "site": ("site_url",),
    "source": ("publisher",),
    "subjects": ("themes",),
    "surname": ("family",),
    "tag": ("themes",),
    "tags": ("themes",),
    "text": ("prompt", "summary"),
    "theme": ("themes",),
    "time": ("minutes",),
    "topics": ("themes",),
    "uri": ("url",),
    "video": ("watch",),
    "website": ("url", "site_url"),
    "words": ("word_count",),
    "year": ("published",),
}
#: What people call our words elsewhere.
_OTHER_WORDS: dict[str, tuple[str, ...]] = {
    "audio-book": ("audio",),
    "beginner": ("starter",),
    "blog-post": ("blog",),
    "book-chapter": ("chapter",),
    "conference": ("conference-paper", "event"),
    "easy": ("starter",),
    "expert": ("advanced",),
    "film": ("video",),
    "codeberg": ("forgejo",),
    "gitea": ("forgejo",),
    "interview": ("question",),
    "meeting": ("event",),
    "survey": ("question",),
    "workshop": ("event",),
    "group-work": ("group",),
    "hard": ("advanced",),
    "individual": ("alone",),
    "introductory": ("starter",),
    "journal": ("journal-article",),
    "login": ("sign-in",),
    "manual": ("edited",),
    "medium": ("intermediate",),
    "no": ("none",),
    "open": ("free",),
    "open-access": ("free",),
    "paid": ("paywalled",),
    "pair": ("pairs",),
    "paper": ("journal-article",),
    "paywall": ("paywalled",),
    "podcast": ("audio",),
    "presentation": ("video",),
    "public": ("free",),
    "registration": ("sign-in",),
    "retired": ("archived",),
    "solo": ("alone",),
    "subscription": ("paywalled",),
    "talk": ("video",),
    "hidden": ("draft",),
    "thesis": ("report",),
    "unpublished": ("draft",),
    "wip": ("draft",),
    "tool": ("toolkit",),
    "website": ("web-page",),
}
#: Letters that do not come apart into a plain one and a mark.
_LETTERS = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
_CLOSE_ENOUGH = 72.0
"""Score of `rapidfuzz.fuzz.ratio`, 0 to 100."""


def nearest(typed: str, valid: Collection[str]) -> str | None:
    """The valid word that is closest to what was typed, or None where none is close."""
    from rapidfuzz import fuzz, process  # slow to import, and needed only when something is wrong

    folded = _folded(typed)
    if folded in valid:
        return folded
    # Sorted, unless they come in an order of their own: of two words that are equally near, the same is always chosen.
    words = list(valid) if isinstance(valid, Mapping | Sequence) else sorted(valid)
    found = process.extractOne(folded[:200], words, scorer=fuzz.ratio, score_cutoff=_CLOSE_ENOUGH)
    return str(found[0]) if found is not None else None


def key_meant(typed: str, known: Collection[str]) -> str | None:
    """The key that was meant by an unknown one, or None where that is unclear."""
    folded = _folded(typed).replace("-", "_")
    if folded in known:
        return folded
    for other in _OTHER_NAMES.get(folded, ()):
        if other in known:
            return other
    return nearest(folded, known)


def word_meant(typed: str, known: Collection[str]) -> str | None:
    """The fixed word that was meant by another one, or None."""
    folded = _folded(typed).replace("_", "-")
    if folded in known:
        return folded
    for other in _OTHER_WORDS.get(folded, ()):
        if other in known:
            return other
    return nearest(folded, known)


def misspelt(written: Iterable[str], known: Collection[str]) -> dict[str, str]:
    """For each unknown key of an entry that has a likely meaning: the key that was meant."""
    unknown = [key for key in written if key not in known]
    return {key: meant for key in unknown if (meant := key_meant(key, known)) is not None}


def as_id(text: str) -> str:
    """Make an id of a title or of a mistyped id; empty where no letter or digit is left."""
    parts = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    plain = "".join(part for part in parts if not unicodedata.combining(part) and part not in "'\u2019")
    words = re.findall(r"[a-z0-9]+", plain)
    name = "-".join(words)
    while len(name) > 60 and "-" in name:
        name = name.rpartition("-")[0]
    return name[:80]


def choice(words: Iterable[str]) -> str:
    """Words as a choice: "`a`, `b` or `c`"."""
    quoted = [f"`{word}`" for word in words]
    return " or ".join(part for part in (", ".join(quoted[:-1]), *quoted[-1:]) if part)


def _folded(typed: str) -> str:
    return re.sub(r"\s+", "-", typed.strip().lower())
