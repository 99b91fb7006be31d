"""References in the style of the Publication Manual of the American Psychological Association, 7th edition.

Numbers such as "9.16" name the manual's sections. One table says for each form of publication how its
source is written; everything else follows from the facts of the work.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from ...catalogue.dates import PartialDate
from ...catalogue.model import Person, Resource
from ...catalogue.types import Form
from ...catalogue.vocabulary import PersonRole, ResourceType
from ..model import Work, dashed, is_article_number, same_name, without_stop, work_of
from ..names import apa_list, apa_names, straight
from ..reference import Phrase, Reference, Run, clean, plain, sentences
from . import MONTHS, SEASONS, edition, report_number, volumes

__all__ = ["apa", "names", "printed_date"]

_LABELS = {
    PersonRole.EDITOR: ("Ed.", "Eds."),
    PersonRole.HOST: ("Host", "Hosts"),
    PersonRole.GUEST: ("Guest", "Guests"),
}


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


def _is_exact(work: Work) -> bool:
    """Whether the reference prints month and day (9.14)."""
    kind = work.resource.type
    return kind.row.exact_date and not (kind.form is Form.PAPER and work.part)


def printed_date(work: Work) -> PartialDate | None:
    """The date as far as the reference prints it; None for "n.d." and "in press"."""
    if work.published is None or _is_exact(work):
        return work.published
    return PartialDate(work.published.year)


def _date(work: Work, letter: str) -> Phrase:
    if work.published:
        return (Run(f"({_day(work.published, letter, exact=_is_exact(work))})"),)
    unknown = "in press" if work.resource.in_press else "n.d."
    return (Run(f"({unknown}-{letter})" if letter else f"({unknown})"),)


def _label(role: PersonRole, people: tuple[Person, ...]) -> str:
    one, many = _LABELS.get(role, ("", ""))
    return many if len(people) > 1 else one


def names(work: Work) -> str:
    """The creators as the reference prints them, without what they did; empty where none is known."""
    helpers = [person for person in work.creators if person.role is PersonRole.WITH]
    if not 0 < len(helpers) < len(work.creators):
        return apa_names(work.creators)
    others = [person for person in work.creators if person not in helpers]
    return f"{apa_names(others)} (with {apa_names(helpers)})"


def _creator(work: Work) -> Phrase:
    label, written = _label(work.role, work.creators), names(work)
    return (Run(f"{written} ({label})" if label and written else written),)


def _upright(people: tuple[Person, ...]) -> str:
    return apa_list([straight(person) for person in people], inverted=False)


def _identifier(work: Work) -> str:
    """Text in parentheses after a whole work's title: other creators; edition, volume, number (9.19)."""
    people, facts = [], []
    if work.editors and not work.part:
        people.append(f"{_upright(work.editors)}, {_label(PersonRole.EDITOR, work.editors)}")
    if work.translators:
        people.append(f"{_upright(work.translators)}, Trans.")
    if work.resource.type.form is Form.RECORDING:
        facts.append(report_number(clean(work.resource.number or work.resource.issue or "")))
    elif not work.part and work.resource.type is not ResourceType.WEB_PAGE:
        facts.append(edition(work.resource.edition or "", "ed.", revised="Rev."))
        facts.append(volumes(work.resource.volume or ""))
        in_series = work.resource.type is ResourceType.BOOK and work.container
        facts.append("" if in_series else report_number(clean(work.resource.number or ""), work.container))
    inside = "; ".join(part for part in (*people, ", ".join(fact for fact in facts if fact)) if part)
    return f" ({inside})" if inside else ""


def _periodical(work: Work) -> Phrase:
    """`*Journal*, *5*(3), 401–423` (9.25); the publisher of a magazine-like article that names no magazine."""
    if not work.part:
        return (Run(work.publisher),) if work.resource.type is ResourceType.ARTICLE else ()
    runs = [Run(work.container, italic=True)]
    if work.resource.volume or work.resource.issue:
        runs.append(Run(", "))
    if work.resource.volume:
        runs.append(Run(dashed(work.resource.volume), italic=True))
    if work.resource.issue:
        runs.append(Run(f"({dashed(work.resource.issue)})"))
    if work.pages:
        runs.append(Run(f", {'Article ' if is_article_number(work.pages) else ''}{work.pages}"))
    return tuple(runs)


def _book_part(work: Work) -> Phrase:
    """`In A. Editor (Ed.), *Book* (2nd ed., pp. 3–13). Publisher` (9.28)."""
    if not work.container:
        return (Run(work.publisher),)
    editors = f"{_upright(work.editors)} ({_label(PersonRole.EDITOR, work.editors)}), " if work.editors else ""
    facts = [edition(work.resource.edition or "", "ed.", revised="Rev.")]
    facts.append(volumes(work.resource.volume or ""))
    facts.append(f"{'pp.' if re.search('[–,]', work.pages) else 'p.'} {work.pages}" if work.pages else "")
    inside = ", ".join(fact for fact in facts if fact)
    book = (Run(f"In {editors}"), Run(work.container, italic=True), Run(f" ({inside})" if inside else ""))
    return sentences(book, (Run(work.publisher),))


def _proceedings(work: Work) -> Phrase:
    """Edited proceedings are a book, others a serial (10.5); a paper that was only read names its conference."""
    if work.part:
        return _book_part(work) if work.editors else _periodical(work)
    event, place = without_stop(dashed(work.resource.conference or "")), clean(work.resource.place or "")
    where = f", {place}" if event and place and place.casefold() not in event.casefold() else ""
    return (Run(event + where),)


def _recording(work: Work) -> Phrase:
    """`In *Series*. Publisher` (10.12, 10.13)."""
    series = (Run("In "), Run(work.container, italic=True)) if work.part else ()
    return sentences(series, (Run(work.publisher),))


def _site(work: Work) -> Phrase:
    """Publisher and site, without a site that its creator is already named after (9.32)."""
    creator_is_site = any(same_name(person.organisation or "", work.container) for person in work.creators)
    return sentences((Run(work.publisher),), () if creator_is_site else (Run(work.container),))


def _whole(work: Work) -> Phrase:
    """The publisher; of a thesis, the database or archive that holds it, since its bracket names the university."""
    if work.resource.type is ResourceType.THESIS and not work.medium.startswith("Unpublished"):
        return (Run(clean(work.resource.database or work.resource.container or "")),)
    return (Run(work.publisher),)


#: How the source of each form is written.
_SOURCES: Mapping[Form, Callable[[Work], Phrase]] = {
    Form.PERIODICAL: _periodical,
    Form.CHAPTER: _book_part,
    Form.PAPER: _proceedings,
    Form.MONOGRAPH: _whole,
    Form.RECORDING: _recording,
    Form.SITE: _site,
}


def _location(work: Work) -> Phrase:
    """The address, with no full stop after it (9.35), and the day of retrieval where pages change (9.16)."""
    if not work.address:
        return ()
    link = Run(work.address, href=work.address)
    if work.retrieved and not work.resource.doi and work.resource.accessed:
        read = work.resource.accessed
        return Run(f"Retrieved {MONTHS[read.month]} {read.day}, {read.year}, from "), link
    return (link,)


def apa(resource: Resource, letter: str = "") -> Reference:
    """The reference-list entry of `resource` in APA 7; `letter` tells it from others of the same year (8.19).

    Where no creator is known the title moves to the front (9.12), and with it what belongs to the title element: its
    parentheses and the bracket that describes the work (9.18, 9.21), as in the manual's entries for the classics.
    """
    work = work_of(resource)
    bracket = tuple(Run(f" [{words}]") for words in (clean(resource.translated_title or ""), work.medium) if words)
    title = (*work.heading(italic=not work.part), Run(_identifier(work)), *bracket)
    creator, date = _creator(work), _date(work, letter)
    opening = sentences(creator, date, title, inside=True) if work.creators else sentences(title, date, inside=True)
    body = sentences(opening, _SOURCES[work.resource.type.form](work))
    first = resource.original_published
    original = f"(Original work published {first.years})" if first else ""
    following = (phrase for phrase in (_location(work), (Run(original),)) if plain(phrase))
    return Reference((*body, *(run for phrase in following for run in (Run(" "), *phrase))))
