"""References to resources, alone and in lists, in the styles that learners are asked for."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ..catalogue.dates import PartialDate
from ..catalogue.did_you_mean import LETTERS
from ..catalogue.model import Person, Resource
from ..catalogue.problems import Code
from ..catalogue.raw import RawCatalogue, RawEntry, RuleProblem
from ..catalogue.types import EntryKind
from ..locale import msgid
from . import apa, harvard
from .elements import initials, name_parts, spoken
from .model import CitedResource, cited_resource
from .reference import Reference, clean
from .title_case import WORD, sentence_case, word_list

__all__ = [
    "STYLES",
    "Place",
    "Reference",
    "Style",
    "bibliography",
    "check_titles",
    "cite",
    "cite_together",
    "lost_capitals",
    "place_of",
]


@dataclass(frozen=True, slots=True)
class Style:
    """A citation style.

    Attributes:
        label: its name, for people; a message of the interface.
        write: makes the reference to a resource, with the letter that tells it from others of the same year.
        names: the creators as a reference prints them.
        printed_date: the date as far as a reference prints it.
        numbers_spoken: whether a list sorts a number as its words (APA 7, 9.49).
    """

    label: str
    write: Callable[[Resource, str], Reference]
    names: Callable[[CitedResource], str]
    printed_date: Callable[[CitedResource], PartialDate | None]
    numbers_spoken: bool


#: The styles, by the name that `cite` takes.
STYLES = {
    "apa": Style(msgid("APA (7th edition)"), apa.apa, apa.names, apa.printed_date, numbers_spoken=True),
    "harvard": Style(
        msgid("Harvard (Cite Them Right)"), harvard.harvard, harvard.names, harvard.printed_date, numbers_spoken=False
    ),
}


@lru_cache(maxsize=32_768)  # a large site's resources in each style: pages, files and the API ask for the same
def cite(resource: Resource, style: str = "apa", letter: str = "") -> Reference:
    """The reference-list entry of `resource`.

    Args:
        resource: what is cited.
        style: a name in `STYLES`.
        letter: what follows the year where a list holds several by the same creators (`cite_together`).

    Raises:
        ValueError: there is no such style.
    """
    try:
        write = STYLES[style].write
    except KeyError:
        raise ValueError(f"no citation style {style!r}; there are: {', '.join(STYLES)}") from None
    return write(resource, letter)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a reference in a list.

    Attributes:
        group: creators and year: the same for references that need letters.
        order: compares as the list is sorted: by creators, date and title.
    """

    group: str
    order: str


def place_of(resource: Resource, style: str = "apa") -> Place:
    """Where the reference to `resource` stands among others (APA 7, 9.44 to 9.49)."""
    cited = cited_resource(resource)
    date = STYLES[style].printed_date(cited)
    spoken_numbers = STYLES[style].numbers_spoken
    title = _sorted_by(_without_article(cited.title), spoken_numbers)
    names = STYLES[style].names(cited)
    creators = "\n".join(_name_order(person, spoken_numbers) for person in cited.creators) if names else title
    # "No date" comes before all years, "in press" after them; a year alone before the days of that year.
    years = "9999" if resource.in_press and not date else f"{date.year:04}" if date else "0000"
    day = f"{date.month or date.season * 3:02}{date.day:02}" if date else ""
    printed = cited.published.years if cited.published else years
    return Place(f"{names or cited.title} ({printed})", "\t".join((creators, years, day, title)))


def _without_article(title: str) -> str:
    return re.sub(r"^[\W_]*(?:a|an|the)\s+", "", title, flags=re.IGNORECASE)


def _sorted_by(text: str, spoken_numbers: bool = False) -> str:
    """A text as lists sort it: letter by letter, without accents, case and marks; perhaps with its number as words."""
    decomposed = unicodedata.normalize("NFKD", text.casefold()).translate(LETTERS)
    plain = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", ""))
    if spoken_numbers and words and words[0].isascii() and words[0].isdigit() and len(words[0]) < 5:
        words[0] = spoken(int(words[0]))
    return " ".join(words)


def _name_order(person: Person, spoken_numbers: bool) -> str:
    """What sorts a name: family name without spaces, initials, suffix (APA 7, 9.44); a group without its article."""
    if person.organisation:
        return _sorted_by(_without_article(person.organisation), spoken_numbers)
    family, given, suffix = name_parts(person)
    parts = (_sorted_by(family).replace(" ", ""), _sorted_by(initials(given)), _sorted_by(suffix))
    return "\v".join(part for part in parts if part)


def _letter(number: int) -> str:
    """`a` for 0, `z` for 25, `aa` for 26."""
    before, place = divmod(number, 26)
    return (_letter(before - 1) if before else "") + chr(ord("a") + place)


def _letters(resources: Iterable[Resource], style: str) -> dict[str, str]:
    """The letter after the year, by the id of a resource, for those that need one."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for resource in {resource.id: resource for resource in resources}.values():
        place = place_of(resource, style)
        groups[place.group].append((place.order, resource.id))
    several = (sorted(group) for group in groups.values() if len(group) > 1)
    return {name: _letter(number) for group in several for number, (_, name) in enumerate(group)}


def cite_together(resources: Sequence[Resource], style: str = "apa") -> list[Reference]:
    """The references of a list, in the order of `resources`: 2020a and 2020b where creators and year are the same."""
    letters = _letters(resources, style)
    return [cite(resource, style, letters.get(resource.id, "")) for resource in resources]


def bibliography(resources: Iterable[Resource], style: str = "apa") -> list[Reference]:
    """The references to `resources`, each once, in the order of a reference list."""
    once = {resource.id: resource for resource in resources}.values()
    return cite_together(sorted(once, key=lambda resource: place_of(resource, style).order), style)


def lost_capitals(title: str, names: Iterable[str] = ()) -> list[str]:
    """The words that `sentence_case` lowers and that may be names, such as `Urban`, each once.

    `names` is what the record knows, as there; a single word of it, such as `Collaborate`, may be a name here.
    """
    single = {clean(name) for name in names if " " not in clean(name)}
    lowered = sentence_case(title, names)
    pairs = zip(WORD.finditer(clean(title)), WORD.finditer(lowered), strict=True)
    lost = (re.sub(r"['’]s?$", "", before[0]) for before, after in pairs if before[0][:1] != after[0][:1])
    return list(dict.fromkeys(word for word in lost if word in single or word in word_list("words_and_names.txt")))


#: Words that a message names.
_MOST_NAMED = 8


def check_titles(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find words of titles that references print with a small letter and that may be names."""
    for entry in raw.each(EntryKind.RESOURCE):
        title, language = entry.text("title"), entry.text("language") or "en"
        if not title or "title_sentence" in entry.data or language.lower().partition("-")[0] != "en":
            continue
        names = list(_names(entry))
        if lost := lost_capitals(title, names):
            message = f"In references, this title lost a capital: {', '.join(lost[:_MOST_NAMED])}."
            remedy = f"Add `title_sentence` with the names as they should be: `{sentence_case(title, names)}`."
            yield RuleProblem(Code.LOST_CAPITAL, entry, message, remedy, (*entry.path, "title"))


def _names(entry: RawEntry) -> Iterator[str]:
    """The names that an entry states: people, organisations, its publisher, its conference."""
    for field in ("authors", "editors"):
        for _, person in entry.mappings(field):
            parts = [person.get("given"), person.get("family")]
            name = person.get("organisation") or " ".join(part for part in parts if isinstance(part, str))
            if isinstance(name, str):
                yield name
    yield from filter(None, (entry.text("publisher"), entry.text("conference")))
