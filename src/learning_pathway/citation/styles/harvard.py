"""References in the Harvard style of Cite Them Right, the one that most UK universities ask for."""

from __future__ import annotations

import re
from datetime import date
from itertools import chain

from ...catalogue.dates import PartialDate
from ...catalogue.model import Person, Resource
from ...catalogue.types import Form, Verb
from ...catalogue.vocabulary import PersonRole, ResourceType
from ..model import Work, dashed, same_name, without_stop, work_of
from ..names import harvard_list, inverted, straight
from ..reference import Phrase, Reference, Run, clean, plain, sentences
from . import MONTHS, SEASONS, edition, report_number, volumes

__all__ = ["harvard", "names", "printed_date"]

_IN_BOOKS = {Form.CHAPTER, Form.PAPER}


def _is_always_quoted(kind: ResourceType) -> bool:
    """Whether titles of a type are in quotation marks even where nothing is known that holds them."""
    return kind.form in _IN_BOOKS or kind is ResourceType.JOURNAL_ARTICLE


def _people(people: tuple[Person, ...], *, family_first: bool) -> Phrase:
    """Up to three people; of four or more the first and others."""
    helpers = tuple(person for person in people if person.role is PersonRole.WITH)
    if 0 < len(helpers) < len(people):
        first = tuple(person for person in people if person not in helpers)
        parts = (_people(group, family_first=family_first) for group in (first, helpers))
        return (*next(parts), Run(" with "), *next(parts))
    names = [(inverted if family_first else straight)(person, gap="") for person in people]
    if len(names) > 3:
        return Run(f"{names[0]} "), Run("et al.", italic=True)
    return (Run(harvard_list(names)),)


def _labelled(people: tuple[Person, ...], *, family_first: bool, editors: bool) -> Phrase:
    label = (" (eds)" if len(people) > 1 else " (ed.)") if editors and people else ""
    return (*_people(people, family_first=family_first), Run(label))


def _title(work: Work) -> Phrase:
    """A whole work in italics, a part in quotation marks, a supplied title in its brackets."""
    if work.supplied:
        return work.heading(italic=False, continued=True)
    if work.part or _is_always_quoted(work.resource.type):
        return Run("\N{LEFT SINGLE QUOTATION MARK}"), *work.heading(italic=False, continued=True), Run("’")
    translated = f" [{clean(work.resource.translated_title)}]" if work.resource.translated_title else ""
    said_later = work.resource.type.form is Form.SITE or work.resource.type is ResourceType.THESIS
    medium = f" [{work.medium}]" if work.medium and not said_later else ""
    return (*work.heading(italic=True, continued=True), Run(translated + medium))


def _container(work: Work) -> Phrase:
    """What holds the work: `in A. Editor (ed.) *Book*`, `*Journal*`, `*Series* [Podcast]`, or the conference."""
    kind = work.resource.type
    if not work.part and kind.form is Form.PAPER:
        event, place = without_stop(dashed(work.resource.conference or "")), clean(work.resource.place or "")
        where = f", {place}" if event and place and place.casefold() not in event.casefold() else ""
        return Run(event, italic=True), Run(where)
    if kind.form is Form.SITE and any(
        same_name(creator.organisation or "", work.container) for creator in work.creators
    ):
        return ()
    if not work.part and kind.form is not Form.SITE:
        return ()
    medium = f" [{kind.row.series}]" if work.part and kind.row.series else ""
    editors: Phrase = ()
    if work.editors and kind.form in _IN_BOOKS:
        editors = (Run("in "), *_labelled(work.editors, family_first=False, editors=True), Run(" "))
    return (*editors, Run(work.container, italic=True), Run(medium))


def names(work: Work) -> str:
    """The creators as the reference prints them, without what they did; empty where none is known."""
    return plain(_people(work.creators, family_first=True)) if work.creators else ""


def printed_date(work: Work) -> PartialDate | None:
    """The years of the reference, which stand after the names; None for "no date" and "in press"."""
    return PartialDate(work.published.year) if work.published else None


def _year(work: Work, letter: str) -> str:
    if work.published:
        return f"({work.published.years}{letter})"
    unknown = "in press" if work.resource.in_press else "no date"
    return f"({unknown} {letter})" if letter else f"({unknown})"


def _opening(work: Work, letter: str) -> Phrase:
    """Creator, year, title and what holds it. With no creator the title comes first; in a periodical, its name does."""
    year = _year(work, letter)
    title, container = _title(work), _container(work)
    if work.creators:
        creator = _labelled(work.creators, family_first=True, editors=work.role is PersonRole.EDITOR)
        first: Phrase = (*creator, Run(f" {year} "), *title)
        return (*first, Run(", "), *container) if plain(container) else first
    if work.part and work.resource.type.form is Form.PERIODICAL and not work.resource.type.row.publisher_holds:
        return (*container, Run(f" {year} "), *title)
    first = (*title, Run(f" {year}"))
    return (*first, Run(" "), *container) if plain(container) else first


def _facts(work: Work) -> list[Phrase]:
    """Edition, volume, other creators, number and publisher: each a sentence."""
    resource, kind = work.resource, work.resource.type
    if work.part and kind.form is Form.PERIODICAL:
        return []
    facts: list[Phrase] = [(Run(edition(resource.edition or "", "edn", revised="Rev.")),)]
    if kind is ResourceType.THESIS:
        facts.append((Run(clean(resource.genre or "Thesis")),))
    if resource.volume and not work.part:
        facts.append((Run(volumes(resource.volume)),))
    if work.editors and kind.form not in _IN_BOOKS:
        facts.append((Run("Edited by "), *_people(work.editors, family_first=False)))
    if work.translators:
        facts.append((Run("Translated by "), *_people(work.translators, family_first=False)))
    book_series = work.container if kind is ResourceType.BOOK else ""
    if kind.form is not Form.RECORDING and not book_series:
        facts.append((Run(report_number(clean(resource.number or ""), "" if work.part else work.container)),))
    publisher = work.publisher or ("" if kind.form in {Form.SITE, Form.PERIODICAL} else clean(resource.publisher or ""))
    if publisher and resource.place and not resource.conference:
        publisher = f"{clean(resource.place)}: {publisher}"
    if book_series:
        publisher += f" ({', '.join(part for part in (book_series, clean(resource.number or '')) if part)})"
    facts.append((Run(publisher.strip()),))
    return facts


def _day(day: PartialDate | date, *, year: bool) -> str:
    """`10 May`, `Autumn` or `12–15 July`, perhaps with the year."""
    parts = (str(day.day) if day.day else "", MONTHS[day.month], str(day.year) if year else "")
    if isinstance(day, PartialDate) and day.season:
        return {3: "Autumn"}.get(day.season, SEASONS[day.season])
    if not isinstance(day, PartialDate) or not day.end or day.end.year != day.year or not day.month:
        return " ".join(part for part in parts if part)
    if day.day and day.end.month == day.month:
        return f"{day.day}–{_day(day.end, year=year)}"
    return f"{_day(day.start, year=False)} – {_day(day.end, year=year)}"


def _details(work: Work) -> str:
    """Volume and issue, day and month, pages."""
    resource, kind = work.resource, work.resource.type
    details = []
    serial = kind.form is Form.PAPER and not work.editors
    if work.part and (kind.form is Form.PERIODICAL or serial):
        volume, issue = dashed(resource.volume or ""), dashed(resource.issue or "")
        details.append(f"{volume}({issue})" if issue else volume)
    with_day = kind.form is (Form.PERIODICAL if work.part else Form.PAPER) and kind.row.exact_date
    if with_day and work.published:
        details.append(_day(work.published, year=False))
    if work.part and work.pages:
        numbered = re.match(r"[A-Za-z]?\d", work.pages)
        label = ("pp. " if re.search("[–,]", work.pages) else "p. ") if numbered else ""
        details.append(f"{label}{work.pages}")
    return ", ".join(detail for detail in details if detail)


def _location(work: Work) -> Phrase:
    if not work.address:
        return ()
    accessed = work.resource.accessed
    read = f" (Accessed: {_day(accessed, year=True)})" if accessed and not work.resource.doi else ""
    return Run("Available at: "), Run(work.address, href=work.address), Run(f"{read}.")


def harvard(resource: Resource, letter: str = "") -> Reference:
    """The reference-list entry of `resource` in Harvard (Cite Them Right); `letter` follows the year."""
    work = work_of(resource)
    body = sentences(_opening(work, letter), *_facts(work))
    details = _details(work)
    if details:
        open_end = body[:-1] if body[-1] == Run(".") else body
        body = sentences((*open_end, Run(f", {details}")))
    if work.part and resource.type.verb is Verb.LISTEN and work.published and work.published.month:
        body = sentences(body, (Run(_day(work.published, year=False)),))
    if resource.original_published:
        body = sentences(body, (Run(f"First published {resource.original_published.years}"),))
    location = _location(work)
    return Reference(tuple(chain(body, (Run(" "),), location)) if location else body)
