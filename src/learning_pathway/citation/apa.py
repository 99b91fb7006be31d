"""References in the style of the Publication Manual of the American Psychological Association, 7th edition.

Numbers such as "9.16" name the manual's sections. One table says for each form of publication how its
source is written; everything else follows from the facts of the resource.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ..catalogue.dates import PartialDate
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole, ResourceType
from .elements import (
    MONTHS,
    SEASONS,
    apa_list,
    apa_names,
    article_number,
    dashed,
    edition,
    numbered_genre,
    report_number,
    stated_number,
    straight,
    volumes,
)
from .model import (
    CitedResource,
    cited_resource,
    is_preprint,
    is_same_people,
    is_told_by_season,
    law_number,
    same_name,
    without_stop,
)
from .reference import Phrase, Reference, Run, clean, plain, sentences
from .title_case import sentence_case

__all__ = ["apa", "names", "printed_date"]

_LABELS = {
    PersonRole.EDITOR: ("Ed.", "Eds."),
    PersonRole.DIRECTOR: ("Director", "Directors"),
    PersonRole.HOST: ("Host", "Hosts"),
    PersonRole.GUEST: ("Guest", "Guests"),
}

#: What is on an album.
_SONG = re.compile(r"(?:song|track)\b", re.IGNORECASE)


def _day(date: PartialDate, letter: str, *, exact: bool) -> str:
    """`2020, May 3`, `2020, Winter`, or the year alone (9.14); spans as `2019–2020` or `2017, July 12–15`."""
    if not exact or not (date.month or date.season):
        return date.years + letter
    first, year = _month_and_day(date), f"{date.year}{letter}"
    if not date.end:
        return f"{year}, {first}" + (" – present" if date.until else "")
    if date.end.year != date.year:
        return f"{year}, {first} – {date.end.year}, {_month_and_day(date.end)}"
    if date.day and date.end.day and date.end.month == date.month:
        return f"{year}, {first}–{date.end.day}"
    return f"{year}, {first}–{_month_and_day(date.end)}"


def _month_and_day(date: PartialDate) -> str:
    """`May 3`, `May` or `Winter`."""
    if date.season:
        return SEASONS[date.season]
    return f"{MONTHS[date.month]} {date.day}" if date.day else MONTHS[date.month]


def _is_exact(cited: CitedResource) -> bool:
    """Whether the reference prints month and day, or a season (9.14)."""
    kind = cited.resource.type
    if is_preprint(cited.resource):
        return False
    if kind is ResourceType.CHAPTER and cited.address and not (cited.editors or cited.publisher or cited.pages):
        return True  # an entry of an encyclopedia that changes, on its day (10.3)
    return (kind.row.exact_date and not (kind.form is Form.PAPER and cited.part)) or is_told_by_season(cited)


def printed_date(cited: CitedResource) -> PartialDate | None:
    """The date as far as the reference prints it; None for "n.d." and "in press"."""
    if cited.published is None or _is_exact(cited):
        return cited.published
    return PartialDate(cited.published.year)


def _date(cited: CitedResource, letter: str) -> Phrase:
    if cited.published:
        return (Run(f"({_day(cited.published, letter, exact=_is_exact(cited))})"),)
    unknown = "in press" if cited.resource.in_press else "n.d."
    return (Run(f"({unknown}-{letter})" if letter else f"({unknown})"),)


def _label(role: PersonRole, people: tuple[Person, ...]) -> str:
    one, many = _LABELS.get(role, ("", ""))
    return many if len(people) > 1 else one


def names(cited: CitedResource) -> str:
    """The creators as the reference prints them, without what they did; empty where none is known."""
    helpers = [person for person in cited.creators if person.role is PersonRole.WITH]
    if not 0 < len(helpers) < len(cited.creators):
        return apa_names(cited.creators)
    others = [person for person in cited.creators if person not in helpers]
    return f"{apa_names(others)} (with {apa_names(helpers)})"


def _creator(cited: CitedResource) -> Phrase:
    label, written = _label(cited.role, cited.creators), names(cited)
    return (Run(f"{written} ({label})" if label and written else written),)


def _upright(people: tuple[Person, ...]) -> str:
    return apa_list([straight(person) for person in people], inverted=False)


def _translated(cited: CitedResource) -> str:
    """A translated title in brackets (9.38), in sentence case where it is plainly English."""
    title = clean(cited.resource.translated_title or "")
    if re.search(r"\b(?:[Tt]he|and|for|from|of|to|with)\b", title):
        title = sentence_case(title)
    return f" [{without_stop(title)}]" if title else ""


def _identifier(cited: CitedResource) -> str:
    """Text in parentheses after the title of what stands alone: other creators; edition, volume, number (9.19)."""
    people, facts = [], []
    if cited.editors and not cited.part:
        both = " & Trans." if is_same_people(cited.editors, cited.translators) else ""
        people.append(f"{_upright(cited.editors)}, {_label(PersonRole.EDITOR, cited.editors)}{both}")
    if cited.translators and not (people and is_same_people(cited.editors, cited.translators)):
        people.append(f"{_upright(cited.translators)}, Trans.")
    if cited.resource.type.form is Form.RECORDING:
        facts.append(report_number(clean(cited.resource.number or cited.resource.issue or "")))
    elif cited.resource.type is ResourceType.WEB_PAGE:
        number = clean(cited.resource.number or "") if cited.resource.medium else ""
        inside_facts = (report_number(number), edition(cited.resource.edition or "", "ed."))
        facts.append("; ".join(filter(None, inside_facts)))
    elif not cited.part:
        facts.append(edition(cited.resource.edition or "", "ed."))
        facts.append(volumes(cited.resource.volume or ""))
        in_series = cited.resource.type is ResourceType.BOOK and cited.container
        facts.append("" if in_series else stated_number(cited.resource, cited.container))
        facts.append(clean(cited.resource.accession_number or "") if _is_in_archive(cited) else "")
    inside = "; ".join(part for part in (*people, ", ".join(fact for fact in facts if fact)) if part)
    return f" ({inside})" if inside else ""


def _periodical(cited: CitedResource) -> Phrase:
    """`*Journal*, *5*(3), 401–423` (9.25); the publisher of a magazine-like article that names no magazine."""
    if not cited.part:
        is_named = cited.resource.type is ResourceType.ARTICLE or is_preprint(cited.resource)
        return (Run(cited.publisher),) if is_named else ()
    runs = [Run(cited.container, italic=True)]
    if cited.resource.volume or cited.resource.issue:
        runs.append(Run(", "))
    if cited.resource.volume:
        runs.append(Run(dashed(cited.resource.volume), italic=True))
    if cited.resource.issue:
        runs.append(Run(f"({dashed(cited.resource.issue)})"))
    if number := article_number(cited.resource):
        runs.append(Run(f", Article {number}"))
    elif cited.pages:
        runs.append(Run(f", {cited.pages}"))
    return sentences(tuple(runs), (Run(cited.medium),)) if _is_ahead_of_print(cited) else tuple(runs)


def _is_ahead_of_print(cited: CitedResource) -> bool:
    """Whether an article is out before its issue, which is said after its journal (9.14)."""
    is_article = cited.part and cited.resource.type.form is Form.PERIODICAL
    return is_article and cited.medium.casefold() == "advance online publication"


def _book_part(cited: CitedResource) -> Phrase:
    """`In A. Editor (Ed.), *Book* (2nd ed., pp. 3–13). Publisher` (9.28)."""
    if not cited.container:
        return (Run(cited.publisher),)
    editors = f"{_upright(cited.editors)} ({_label(PersonRole.EDITOR, cited.editors)}), " if cited.editors else ""
    facts = [edition(cited.resource.edition or "", "ed.")]
    facts.append(volumes(cited.resource.volume or ""))
    facts.append(f"{'pp.' if re.search('[–,]', cited.pages) else 'p.'} {cited.pages}" if cited.pages else "")
    inside = ", ".join(fact for fact in facts if fact)
    book = (Run(f"In {editors}"), Run(cited.container, italic=True), Run(f" ({inside})" if inside else ""))
    return sentences(book, (Run(cited.publisher),))


def _proceedings(cited: CitedResource) -> Phrase:
    """Edited proceedings are a book, others a serial (10.5); a paper that was only read names its conference."""
    if cited.part:
        return _book_part(cited) if cited.editors else _periodical(cited)
    event, place = without_stop(dashed(cited.resource.conference or "")), clean(cited.resource.place or "")
    where = f", {place}" if event and place and place.casefold() not in event.casefold() else ""
    return (Run(event + where),)


def _recording(cited: CitedResource) -> Phrase:
    """`In *Series*. Publisher`, or `On *Album*` (10.12, 10.13)."""
    within = "On" if _SONG.match(cited.resource.medium or "") else "In"
    series = (Run(f"{within} "), Run(cited.container, italic=True)) if cited.part else ()
    return sentences(series, (Run(cited.publisher),))


def _site(cited: CitedResource) -> Phrase:
    """Publisher and site, without a site that its creator is already named after (9.32)."""
    creator_is_site = any(same_name(person.organisation or "", cited.container) for person in cited.creators)
    return sentences((Run(cited.publisher),), () if creator_is_site else (Run(cited.container),))


def _whole(cited: CitedResource) -> Phrase:
    """The publisher; of a thesis, the database or archive that holds it, since its bracket names the university."""
    if cited.resource.type is ResourceType.THESIS and not cited.medium.startswith("Unpublished"):
        return (Run(clean(cited.resource.database or cited.resource.container or "")),)
    if _is_in_archive(cited):
        return (Run(clean(cited.resource.database or "")),)
    return (Run(cited.publisher),)


def _is_in_archive(cited: CitedResource) -> bool:
    """Whether a database such as ERIC is all that published a report, under its own number (10.8)."""
    resource = cited.resource
    is_alone = resource.type is ResourceType.REPORT and not resource.publisher and not cited.container
    return is_alone and bool(resource.database and resource.accession_number)


#: How the source of each form is written.
_SOURCES: Mapping[Form, Callable[[CitedResource], Phrase]] = {
    Form.PERIODICAL: _periodical,
    Form.CHAPTER: _book_part,
    Form.PAPER: _proceedings,
    Form.MONOGRAPH: _whole,
    Form.RECORDING: _recording,
    Form.SITE: _site,
}


def _location(cited: CitedResource) -> Phrase:
    """The address, with no full stop after it (9.35), and the day of retrieval where pages change (9.16)."""
    if not cited.address:
        return ()
    link = Run(cited.address, href=cited.address)
    if cited.retrieved and not cited.resource.doi and cited.resource.accessed:
        read = cited.resource.accessed
        return Run(f"Retrieved {MONTHS[read.month]} {read.day}, {read.year}, from "), link
    return (link,)


def apa(resource: Resource, letter: str = "") -> Reference:
    """The reference-list entry of `resource` in APA 7; `letter` tells it from others of the same year (8.19).

    Where no creator is known the title moves to the front (9.12), and with it what belongs to the title element: its
    parentheses and the bracket that describes the resource (9.18, 9.21), as in the manual's entries for the classics.
    """
    cited = cited_resource(resource)
    if (number := law_number(cited)) is not None:
        law = sentences((Run(cited.printed), Run(f", {number}" if number else "")))
        return Reference((*law, *((Run(" "), Run(cited.address, href=cited.address)) if cited.address else ())))
    medium = clean(resource.medium or "") if numbered_genre(resource) else cited.medium
    medium = "" if is_preprint(resource) or _is_ahead_of_print(cited) else medium
    bracket = Run(f" [{medium}]" if medium else "")
    title = (*cited.heading(italic=not cited.part), Run(_translated(cited)), Run(_identifier(cited)), bracket)
    creator, date = _creator(cited), _date(cited, letter)
    opening = sentences(creator, date, title, inside=True) if cited.creators else sentences(title, date, inside=True)
    body = sentences(opening, _SOURCES[cited.resource.type.form](cited))
    first = resource.original_published
    original = f"(Original work published {first.years})" if first else ""
    following = (phrase for phrase in (_location(cited), (Run(original),)) if plain(phrase))
    return Reference((*body, *(run for phrase in following for run in (Run(" "), *phrase))))
