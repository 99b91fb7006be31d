"""What an editor meant: the nearest valid key, id or word, and the value behind another way of writing it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from urllib.parse import unquote

from .values import DOI_PATTERN, ISBN_PATTERN, ISSN_PATTERN

__all__ = [
    "as_id",
    "brackets_match",
    "choice",
    "doi_meant",
    "interval_meant",
    "isbn_meant",
    "issn_meant",
    "key_meant",
    "language_meant",
    "minutes_meant",
    "misspelt",
    "nearest",
    "number_meant",
    "page_range_meant",
    "truth_meant",
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
    "live": ("active",),
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
    "published": ("active",),
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


_LANGUAGES = {
    "arabic": "ar",
    "british english": "en-GB",
    "cymraeg": "cy",
    "dutch": "nl",
    "english": "en",
    "english (uk)": "en-GB",
    "french": "fr",
    "gaelic": "gd",
    "german": "de",
    "irish": "ga",
    "italian": "it",
    "polish": "pl",
    "portuguese": "pt",
    "scots": "sco",
    "scottish gaelic": "gd",
    "spanish": "es",
    "urdu": "ur",
    "welsh": "cy",
}
_INTERVALS = {
    "annually": "1 year",
    "every year": "1 year",
    "fortnightly": "2 weeks",
    "half-yearly": "6 months",
    "monthly": "1 month",
    "once a year": "1 year",
    "quarterly": "3 months",
    "twice a year": "6 months",
    "weekly": "1 week",
    "yearly": "1 year",
}


def doi_meant(text: str) -> str | None:
    """The DOI inside an address, braces or a sentence, without what belongs to those."""
    found = re.search(r"10\.[0-9]{4,9}(?:\.[0-9]+)*/.+", unquote(unquote(text)), re.DOTALL)
    if found is None:
        return None
    words = re.sub(r"[{}\x00-\x1f\x7f]", "", re.split(r"[?#]", found[0])[0]).split()
    joined = "".join(words) if len(words) == 2 and re.search(r"[0-9/]", words[1]) else (words or [""])[0]
    plain = re.sub(r"<(?![0-9]+::?[A-Za-z0-9.-]+>).*|[^!-~]|[\"'`|\\^]|(?<![A-Za-z0-9.-])>", "", joined)
    while plain and not _is_doi(plain):
        plain = plain[:-1]
    return plain or None


def _is_doi(text: str) -> bool:
    return re.fullmatch(DOI_PATTERN, text) is not None and brackets_match(text)


def brackets_match(text: str) -> bool:
    """Whether a text closes no more brackets than it opens."""
    return all(text.count(last) <= text.count(first) for first, last in ("()", "[]"))


def isbn_meant(text: str) -> str | None:
    """The ISBN in a text such as `ISBN: 978–0–306–40615–7`."""
    return _standard_number(text, r"^\W*isbn(?:[- ]?1[03])?", ISBN_PATTERN)


def issn_meant(text: str) -> str | None:
    """The ISSN in a text such as `ISSN 1234 5679 (online)`."""
    found = _standard_number(text, r"^\W*e?issn(?:[- ]?l)?", ISSN_PATTERN)
    return f"{found[:4]}-{found[-4:]}" if found is not None else None


def _standard_number(text: str, label: str, pattern: str) -> str | None:
    plain = re.sub(label, "", text.strip(), flags=re.IGNORECASE)
    plain = re.sub(r"\([^()]*\)", "", re.sub("[\u2010-\u2015\u2212]", "-", plain))
    plain = re.sub(r"[\s_.]+", "-", plain.strip(" :.;,#")).strip("-")
    for each in (plain, plain.replace("-", "")):
        if re.fullmatch(pattern, each):
            return each
    return None


def minutes_meant(text: str) -> int | None:
    """The whole minutes in a text such as `1h30`, `1:30`, `90 min`, `1½ hours` or `PT1H30M`; None for no length."""
    plain = re.sub(r"(?<=\d),(?=\d{3}\b)", "", text.strip().lower()).replace(",", ".")
    plain = re.sub(r"\band\b|^(?:about|approx\w*\.?|ca\.?|c\.|~)", " ", plain).strip()
    plain = plain.replace("half an hour", "30 min").replace("an hour", "1 hour").replace("½", ".5").replace(" .5", ".5")
    if found := re.fullmatch(r"(\d{1,3}):([0-5]\d)(?::([0-5]\d))?", plain):
        return int(found[1]) * 60 + int(found[2]) + (int(found[3] or 0) >= 30)
    found = re.fullmatch(
        r"(?:pt)?\s*(?:(\d+(?:\.\d+)?)\s*(?:hours?|hrs?|h|stunden?|std)\.?)?\s*"
        r"(?:(\d+(?:\.\d+)?)(?!\d)\s*(?:minutes?|minuten|mins?|m|'|\u2032|\u2019)?\.?)?\s*(?:(?<!\d)(\d+)\s*(?:seconds?|secs?|s)\.?)?",
        plain,
    )
    if found is None or not any(found.groups()):
        return None
    minutes = float(found[1] or 0) * 60 + float(found[2] or 0) + int(found[3] or 0) / 60
    return max(1, round(minutes)) if 0 < minutes <= 100_000 else None


def number_meant(text: str) -> int | None:
    """The whole number in a text such as `12 pp.` or `1,200`; None where there is none, or several."""
    numbers = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    if len(numbers) != 1 or re.search(r"h(?:ou)?rs?\b|\dh|-", text.lower()):
        return None
    whole, _, rest = numbers[0].partition(".")
    return int(whole.replace(",", "")[:12]) if not rest.strip("0") else None


def language_meant(text: str) -> str | None:
    """The language code that was meant by a name or a mistyped code."""
    plain = " ".join(text.lower().split())
    if plain in _LANGUAGES:
        return _LANGUAGES[plain]
    code = re.fullmatch(r"([a-z]{2,3})[_ ]([a-z]{2})", plain)
    return f"{code[1]}-{code[2].upper()}" if code else None


def interval_meant(text: str) -> str | None:
    """The interval that was meant by a word or an abbreviation."""
    plain = " ".join(text.lower().split())
    short = re.fullmatch(r"(?:every )?(\d{1,3}) ?(d|w|m|y|day|week|month|year|mo|yr)s?", plain)
    if short:
        unit = {"d": "day", "w": "week", "m": "month", "y": "year"}[short[2][0]]
        return f"1 {unit}" if int(short[1]) == 1 else f"{int(short[1])} {unit}s"
    return _INTERVALS.get(plain)


def truth_meant(text: str) -> str | None:
    """`true` or `false`, where a yes or a no was meant."""
    return {"yes": "true", "on": "true", "1": "true", "no": "false", "off": "false", "0": "false"}.get(text.lower())


def page_range_meant(text: str) -> str | None:
    """The pages that a text may mean: `pp. 12 to 20` means `12-20`."""
    plain = re.sub(r"^(?:pages?|pp?)\b\.?\s*", "", text.strip().lower())
    found = re.fullmatch(r"([1-9][0-9]{0,5})(?:\s*(?:[-\u2010-\u2015\u2212]+|to|until)\s*([1-9][0-9]{0,5}))?", plain)
    if not found:
        return None
    return f"{found[1]}-{found[2]}" if found[2] else found[1]
