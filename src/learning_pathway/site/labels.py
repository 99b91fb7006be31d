"""Labels of the catalogue's fixed vocabularies, of languages, dates and link states."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton

from ..catalogue.dates import PartialDate
from ..catalogue.model import Resource
from ..catalogue.vocabulary import Access, Captions, Level, Mode, PersonRole, TipSourceKind, Verb
from ..links.labels import CalmLine, calm_line
from ..links.state.file import LinkRecord

__all__ = [
    "ACCESS",
    "CAPTIONS",
    "LEVEL",
    "MODE",
    "ROLE",
    "STYLE",
    "TIP_SOURCE",
    "VERB",
    "LinkState",
    "count",
    "day_in_words",
    "language_name",
    "link_state",
    "partial_date_in_words",
    "people_in_words",
]

VERB = {Verb.READ: "Read", Verb.WATCH: "Watch", Verb.LISTEN: "Listen", Verb.TASK: "Task"}

ACCESS = {
    Access.FREE: "Free to open",
    Access.SIGN_IN: "Needs a sign-in",
    Access.PAYWALLED: "Behind a paywall",
    Access.UNKNOWN: "Access not known",
}

LEVEL = {Level.STARTER: "Starter", Level.INTERMEDIATE: "Intermediate", Level.ADVANCED: "Advanced"}

CAPTIONS = {
    Captions.NONE: "No captions",
    Captions.AUTOMATIC: "Automatic captions",
    Captions.EDITED: "Captions by a person",
    Captions.UNKNOWN: "Captions not known",
}

#: Citation styles, as `citation.STYLES` names them.
STYLE = {"apa": "APA (7th edition)", "harvard": "Harvard (Cite Them Right)"}

MODE = {Mode.ALONE: "On your own", Mode.PAIRS: "In pairs", Mode.GROUP: "In a group"}

ROLE = {
    PersonRole.AUTHOR: "",
    PersonRole.EDITOR: "editor",
    PersonRole.TRANSLATOR: "translator",
    PersonRole.SPEAKER: "speaker",
    PersonRole.HOST: "host",
    PersonRole.GUEST: "guest",
    PersonRole.INTERVIEWER: "interviewer",
    PersonRole.INTERVIEWEE: "interviewee",
}

TIP_SOURCE = {
    TipSourceKind.PHASE: "From a phase of the work",
    TipSourceKind.EVENT: "From an event",
    TipSourceKind.QUESTION: "From a question",
    TipSourceKind.REPORT: "From reports",
}


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun: ``1 step``, ``6 steps``, ``1,204 resources``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


@lru_cache(maxsize=32)
def locale_of(language: str) -> Locale:
    """The locale of a BCP 47 tag, British English where there is none."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en", "GB")


@lru_cache(maxsize=256)
def language_name(tag: str, language: str) -> str:
    """The name of the language `tag`, in `language`; the tag itself where it has no name there."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(locale_of(language))
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag


@lru_cache(maxsize=4096)
def day_in_words(day: date, language: str) -> str:
    """``22 May 2023``."""
    return format_date(day, "long", locale=locale_of(language))


@lru_cache(maxsize=4096)
def partial_date_in_words(when: PartialDate, language: str) -> str:
    """``2009``, ``September 2022`` or ``22 May 2023``, as much as is known."""
    if when.day:
        return day_in_words(when.first_day, language)
    if when.month:
        return format_skeleton("yMMMM", when.first_day, locale=locale_of(language))
    return str(when.year)


def people_in_words(names: list[str], most: int = 4) -> str:
    """Names in a row: ``A``, ``A and B``, ``A, B and C``, ``A, B, C and 5 others``."""
    if len(names) > most:
        names = [*names[: most - 1], count(len(names) - most + 1, "other")]
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


LinkState = CalmLine


def link_state(resource: Resource, record: LinkRecord | None, language: str) -> LinkState:
    """The sentence for a resource, given what the link checks found, with dates as the site's language writes them."""
    if resource.url is None:
        return LinkState("none", "No public copy is known.")
    # An entry that found another address belongs to a link that has since been fixed.
    if record is None or record.url != resource.url:
        return LinkState("unchecked", "Link not checked yet.")
    return calm_line(record, lambda day: day_in_words(day, language))
