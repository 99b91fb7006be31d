"""References in the Harvard style of Cite Them Right, the one that most UK universities ask for."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import chain

from ..catalogue.dates import PartialDate
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole, ResourceType, Verb
from .elements import (
    MONTHS,
    SEASONS,
    article_number,
    dashed,
    edition,
    harvard_list,
    inverted,
    numbered_genre,
    stated_number,
    straight,
    volumes,
)
from .model import (
    CitedResource,
    cited_resource,
    is_same_people,
    is_told_by_season,
    law_number,
    same_name,
    site_of_video,
    without_stop,
)
from .reference import Phrase, Reference, Run, clean, plain, sentences

__all__ = ["harvard", "names", "printed_date"]

#: Words in single quotation marks, which become double ones inside a title that has single ones around it.
_INNER = re.compile(r"(?<!\w)[‘'](?=\S)((?:[^‘’'“”]|(?<=\w)[’'](?=\w))+)(?<=\S)[’'](?!\w)")  # noqa: RUF001 - meant
_POST = re.compile(r"\b(?:posts?|tweets?|status update|toot|thread|reel|story)\b", re.IGNORECASE)
_PAPER = re.compile(r"(?:C|Cd|Cmd|Cmnd|Cm|CP|HC|HL)\.? ?\d")
_IN_BOOKS = {Form.CHAPTER, Form.PAPER}


def _is_always_quoted(kind: ResourceType) -> bool:
    """Whether titles of a type are in quotation marks even where nothing is known that holds them."""
    return kind.form in _IN_BOOKS or kind is ResourceType.JOURNAL_ARTICLE


def _is_post(cited: CitedResource) -> bool:
    """Whether a page is a post on a social network, which its medium says and the publisher names: `Tweet`, `Post`."""
    medium = cited.resource.medium or ""
    is_genre = re.fullmatch(r"(?:\w+ ){0,2}(?:post|tweet|toot)", cited.resource.genre or "", re.IGNORECASE) is not None
    network = cited.publisher or cited.container
    return (
        cited.resource.type is ResourceType.WEB_PAGE
        and bool(network)
        and (is_genre or _POST.search(medium) is not None)
    )


def _is_shared(cited: CitedResource) -> bool:
    """Whether a video alone is on YouTube or the like: cited with its day, without the name of the site."""
    site = site_of_video(cited.resource)
    return not cited.part and bool(site) and cited.publisher == site


def _is_laid_before_parliament(cited: CitedResource) -> bool:
    """Whether the number of a report is that of a command or parliamentary paper: `Cm 7881`, `HC 125 2003-04`."""
    kind, number = cited.resource.type, clean(cited.resource.number or "")
    return kind is ResourceType.REPORT and _PAPER.match(number) is not None


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


def _title(cited: CitedResource) -> Phrase:
    """What stands alone in italics, a part in quotation marks, a supplied title in its brackets."""
    if cited.supplied:
        return cited.heading(italic=False, continued=True)
    translated = f" [{clean(cited.resource.translated_title)}]" if cited.resource.translated_title else ""
    if cited.part or _is_post(cited) or _is_always_quoted(cited.resource.type):
        heading = (
            replace(run, text=_INNER.sub("“\\1”", run.text)) for run in cited.heading(italic=False, continued=True)
        )
        return Run("\N{LEFT SINGLE QUOTATION MARK}"), *heading, Run(f"’{translated}{_medium(cited)}")
    paper = f" ({dashed(cited.resource.number or '')})" if _is_laid_before_parliament(cited) else ""
    return (*cited.heading(italic=True, continued=True), Run(translated + paper + _medium(cited)))


def _medium(cited: CitedResource) -> str:
    """What the resource is, in brackets after its title; a page or a part only if the record says it."""
    kind, stated = cited.resource.type, clean(cited.resource.medium or "")
    if _is_shared(cited):
        return f" [{stated}]" if stated else ""
    if kind is ResourceType.THESIS or cited.role is PersonRole.DIRECTOR or _is_post(cited):
        return ""
    if cited.part and kind.form is Form.RECORDING:  # after its series
        return ""
    is_stated = cited.part or kind.form in {Form.SITE, Form.PAPER} or numbered_genre(cited.resource)
    medium = stated if is_stated else cited.medium
    return f" [{medium}]" if medium and not cited.supplied else ""


def _container(cited: CitedResource) -> Phrase:
    """What holds the resource: `in A. Editor (ed.) *Book*`, `*Journal*`, `*Series* [Podcast]`, or the conference."""
    kind = cited.resource.type
    if _is_post(cited):
        day = _day(cited.published, year=False) if cited.published else ""
        return (Run(f"[{cited.publisher or cited.container}] {day}".rstrip()),)
    if not cited.part and kind.form is Form.PAPER:
        event, place = without_stop(dashed(cited.resource.conference or "")), clean(cited.resource.place or "")
        where = f", {place}" if event and place and place.casefold() not in event.casefold() else ""
        return Run(event, italic=True), Run(where)
    if kind.form is Form.SITE and any(
        same_name(creator.organisation or "", cited.container) for creator in cited.creators
    ):
        return ()
    editors: Phrase = ()
    if cited.editors and kind.form in _IN_BOOKS:
        editors = (Run("in "), *_labelled(cited.editors, family_first=False, editors=True))
    if not cited.part and kind.form is not Form.SITE:
        return editors
    series = _episode(cited) if cited.part and kind.row.series else ""
    return (*editors, Run(" " if editors else ""), Run(cited.within, italic=True), Run(series))


def _episode(cited: CitedResource) -> str:
    """What follows a series: `, Series 1, episode 2`, if the record says both, and `[Podcast]` or what it is."""
    stated = clean(cited.resource.medium or cited.resource.genre or "")
    number = clean(cited.resource.number or "")
    medium = cited.resource.type.row.series if not stated or "podcast" in stated.casefold() else stated
    return (f", {number}" if re.search(r"[^\W\d]{2}.*\d.*[^\W\d]{2}", number) else "") + f" [{medium}]"


def names(cited: CitedResource) -> str:
    """The creators that the reference begins with; empty where it begins with the title, as that of a film does."""
    is_first = cited.creators and cited.role is not PersonRole.DIRECTOR
    return plain(_people(cited.creators, family_first=True)) if is_first else ""


def printed_date(cited: CitedResource) -> PartialDate | None:
    """The years of the reference, which stand after the names; None for "no date" and "in press"."""
    return PartialDate(cited.published.year) if cited.published else None


def _year(cited: CitedResource, letter: str) -> str:
    if cited.published:
        return f"({cited.published.years}{letter})"
    unknown = "in press" if cited.resource.in_press else "no date"
    return f"({unknown} {letter})" if letter else f"({unknown})"


def _opening(cited: CitedResource, letter: str) -> Phrase:
    """Creator, year, title and what holds it. With no creator the title comes first; in a periodical, its name does."""
    year = _year(cited, letter)
    title, container = _title(cited), _container(cited)
    if names(cited):
        creator = _labelled(cited.creators, family_first=True, editors=cited.role is PersonRole.EDITOR)
        first: Phrase = (*creator, Run(f" {year} "), *title)
        return (*first, Run(" " if _is_post(cited) else ", "), *container) if plain(container) else first
    if cited.part and cited.resource.type.form is Form.PERIODICAL and not cited.resource.type.row.publisher_holds:
        return (*container, Run(f" {year} "), *title)
    first = (*title, Run(f" {year}"))
    return (*first, Run(" "), *container) if plain(container) else first


def _directors(cited: CitedResource) -> Phrase:
    """`Directed by A. Maker [Film]`, which follows the year of a film."""
    if cited.role is not PersonRole.DIRECTOR:
        return ()
    medium = f" [{cited.medium}]" if not cited.part else ""  # an episode's stands after its series
    return Run("Directed by "), *_people(cited.creators, family_first=False), Run(medium)


def _facts(cited: CitedResource) -> list[Phrase]:
    """Edition, volume, other creators, number and publisher: each a sentence."""
    resource, kind = cited.resource, cited.resource.type
    if (cited.part and kind.form is Form.PERIODICAL) or _is_post(cited):
        return []
    facts: list[Phrase] = [_directors(cited), (Run(edition(resource.edition or "", "edn")),)]
    if kind is ResourceType.THESIS:
        genre = clean(resource.genre or "Thesis")
        facts.append((Run(f"{genre[0].upper()}{genre[1:]}"),))
    if resource.volume and (not cited.part or kind.form is Form.CHAPTER or (kind.form is Form.PAPER and cited.editors)):
        whole = re.fullmatch(r"1–([2-9]|[1-9]\d)", dashed(resource.volume))
        facts.append((Run(f"{whole[1]} vols" if whole else volumes(resource.volume)),))
    both = kind.form not in _IN_BOOKS and is_same_people(cited.editors, cited.translators)
    if cited.editors and kind.form not in _IN_BOOKS:
        facts.append(
            (Run(f"Edited {'and translated ' if both else ''}by "), *_people(cited.editors, family_first=False))
        )
    if cited.translators and not both:
        facts.append((Run("Translated by "), *_people(cited.translators, family_first=False)))
    book_series = cited.container if kind is ResourceType.BOOK else ""
    if kind.form is not Form.RECORDING and not book_series and not _is_laid_before_parliament(cited):
        facts.append((Run(stated_number(resource, "" if cited.part else cited.container)),))
    publisher = cited.publisher or (
        "" if kind.form in {Form.SITE, Form.PERIODICAL} else clean(resource.publisher or "")
    )
    publisher = "" if _is_shared(cited) else publisher
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
    dash = " – " if day.day or day.end.day else "–"
    return f"{_day(day.start, year=False)}{dash}{_day(day.end, year=year)}"


def _details(cited: CitedResource) -> str:
    """Volume and issue, day and month, pages."""
    resource, kind = cited.resource, cited.resource.type
    details = []
    serial = kind.form is Form.PAPER and not cited.editors
    if cited.part and (kind.form is Form.PERIODICAL or serial):
        volume, issue = dashed(resource.volume or ""), dashed(resource.issue or "")
        if volume and not issue and kind is ResourceType.JOURNAL_ARTICLE and cited.published and cited.published.season:
            issue = _day(cited.published, year=False)
        details.append(f"{volume}({issue})" if issue else volume)
    with_day = is_told_by_season(cited) or (
        kind.form is (Form.PERIODICAL if cited.part else Form.PAPER) and kind.row.exact_date
    )
    if with_day and cited.published and not (kind.form is Form.PAPER and _names_its_days(cited)):
        details.append(_day(cited.published, year=False))
    if cited.part and (number := article_number(resource)):
        details.append(f"{'Article' if cited.pages.startswith('Article') else 'article'} {number}")
    elif cited.part and cited.pages:
        numbered = re.match(r"[A-Za-z]?\d|[ivxlc]+(?:–|$)", cited.pages)
        label = ("pp. " if re.search("[–,]", cited.pages) else "p. ") if numbered else ""
        details.append(f"{label}{cited.pages}")
    return ", ".join(detail for detail in details if detail)


def _names_its_days(cited: CitedResource) -> bool:
    """Whether the name of a conference ends with its days: `…, Leith, 4-5 May 2021`."""
    return (
        re.search(rf"\d (?:{'|'.join(MONTHS[1:])})(?: \d{{4}})?$", clean(cited.resource.conference or "")) is not None
    )


def _is_dated(cited: CitedResource) -> bool:
    """Whether day and month stand in a sentence of their own: of episodes, videos on YouTube and press releases."""
    is_episode = cited.part and cited.resource.type.verb is Verb.LISTEN
    is_release = clean(cited.resource.medium or "").casefold() == "press release"
    return is_episode or _is_shared(cited) or (is_release and not cited.part)


def _location(cited: CitedResource) -> Phrase:
    if not cited.address:
        return ()
    accessed = cited.resource.accessed
    read = f" (Accessed: {_day(accessed, year=True)})" if accessed and not cited.resource.doi else ""
    return Run("Available at: "), Run(cited.address, href=cited.address), Run(f"{read}.")


def harvard(resource: Resource, letter: str = "") -> Reference:
    """The reference-list entry of `resource` in Harvard (Cite Them Right); `letter` follows the year."""
    cited = cited_resource(resource)
    if (number := law_number(cited)) is not None:
        law = sentences((Run(cited.printed, italic=True), Run(f", {number}" if number else "")))
        return Reference((*law, *((Run(" "), *_location(cited)) if cited.address else ())))
    day = (Run(_day(cited.published, year=False)),) if cited.published and _is_dated(cited) else ()
    facts = sentences(*_facts(cited), *(() if cited.part else (day,)))
    opening, location = _opening(cited, letter), _location(cited)
    body = sentences(opening, facts)
    if not names(cited) and not plain(_container(cited)) and (facts or location):
        body = (*opening, Run(" "), *facts) if facts else opening  # `Medicine in old age (1985) 2nd edn.`
    details = _details(cited)
    if details:
        open_end = body[:-1] if body[-1] == Run(".") else body
        body = sentences((*open_end, Run(f", {details}")))
    if cited.part:
        body = sentences(body, day)
    if resource.original_published:
        body = sentences(body, (Run(f"First published {resource.original_published.years}"),))
    return Reference(tuple(chain(body, (Run(" "),), location)) if location else body)
