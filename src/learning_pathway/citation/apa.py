"""References in the style of the Publication Manual of the American Psychological Association, 7th edition.

Numbers such as "9.16" name the manual's sections. A table says for each type what is in italics, how exact the
date is, which description stands in brackets, and how the source is written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..catalogue.model import Resource
from ..catalogue.partialdate import PartialDate
from ..catalogue.vocabulary import PersonRole, ResourceType
from .casing import sentence_case
from .names import apa_list, inverted, straight
from .reference import Phrase, Reference, Run, clean, ends, plain, sentence
from .work import Work, is_english, same_name, work_of

__all__ = ["apa"]

_MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip
_LABELS = {
    PersonRole.EDITOR: ("Ed.", "Eds."),
    PersonRole.HOST: ("Host", "Hosts"),
    PersonRole.GUEST: ("Guest", "Guests"),
}


@dataclass(frozen=True, slots=True)
class _Form:
    """How works of one type are cited."""

    source: Callable[[Resource, Work], Phrase]
    exact_date: bool = False
    medium: str = ""
    medium_in_container: str = ""


def day(date: PartialDate, *, exact: bool = True) -> str:
    """`2020, May 3`, or the year alone."""
    text = str(date.year)
    if exact and date.month:
        text += f", {_MONTHS[date.month - 1]}"
        if date.day:
            text += f" {date.day}"
    return text


def ordinal(edition: str) -> str:
    """`2nd ed.` from `2`, `2nd` or `2nd edition`; `Rev. ed.` from `revised` (9.19)."""
    name = re.sub(r"\s*\b(edition|edn|ed)\b\.?$", "", clean(edition), flags=re.IGNORECASE) or clean(edition)
    if name.isdecimal():
        number = int(name)
        ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
        name = f"{number}{ending}"
    return f"{'Rev.' if name.casefold() == 'revised' else name} ed."


def _names(resource: Resource, work: Work) -> list[str]:
    return [clean(name) for name in (*(p.name for p in resource.authors), work.publisher, work.container) if name]


def _cased(text: str, resource: Resource, work: Work) -> str:
    return sentence_case(text, _names(resource, work)) if is_english(resource) else clean(text)


def _without_stop(text: str) -> str:
    """A title without the full stop that closes it; ellipses and abbreviations (`U.K.`) keep theirs."""
    return text[:-1] if re.search(r"(?<!\.)(?<!\.\w)\.$", text) else text


def _title(resource: Resource, work: Work) -> Phrase:
    """The title; a supplied one in square brackets, roman (9.22)."""
    lang = None if is_english(resource) else resource.language
    if resource.title is None:
        return (Run(f"[{_without_stop(clean(resource.supplied_title or resource.id))}]", lang=lang),)
    text = clean(resource.title_sentence) if resource.title_sentence else _cased(resource.title, resource, work)
    part = _part_of_whole(resource, work)
    return (Run(_without_stop(text), italic=not part, lang=lang),)


def _part_of_whole(resource: Resource, work: Work) -> bool:
    """Whether the work is part of a greater one, whose name then takes the italics (9.19)."""
    if resource.type in _PERIODICALS:
        return bool(_periodical_name(resource, work))
    if resource.type in {ResourceType.CHAPTER, ResourceType.CONFERENCE_PAPER, ResourceType.AUDIO, ResourceType.VIDEO}:
        return bool(work.container)
    return False


_PERIODICALS = {ResourceType.ARTICLE, ResourceType.BLOG, ResourceType.JOURNAL_ARTICLE}


def _periodical_name(resource: Resource, work: Work) -> str:
    return work.container or (work.publisher if resource.type is ResourceType.BLOG else "")


def _number(resource: Resource) -> str:
    """`Report No. 5` or `No. 30`; a number that already says what it is stays as it is."""
    number = (
        clean(resource.number or resource.issue or "") if resource.type in _RECORDINGS else clean(resource.number or "")
    )
    if not number or re.search(r"[^\W\d]{2,}.*\s", number):
        return number
    return f"No. {number}" if resource.type in _RECORDINGS else f"Report No. {number}"


_RECORDINGS = {ResourceType.VIDEO, ResourceType.AUDIO}
_IN_PARENTHESES = {ResourceType.REPORT, ResourceType.BOOK, ResourceType.TOOLKIT, ResourceType.COURSE, *_RECORDINGS}


def _identifier(resource: Resource, work: Work) -> str:
    """What stands in parentheses after the title: other makers; edition, volume, number (9.19)."""
    if resource.type not in _IN_PARENTHESES:
        return ""
    people = []
    if work.editors:
        people.append(
            f"{apa_list([straight(p) for p in work.editors], inverted=False)}, {_label(PersonRole.EDITOR, len(work.editors))}"
        )
    if work.translators:
        people.append(f"{apa_list([straight(p) for p in work.translators], inverted=False)}, Trans.")
    facts = []
    if resource.edition:
        facts.append(ordinal(resource.edition))
    if resource.volume and resource.type not in _RECORDINGS:
        facts.append(f"Vol. {clean(resource.volume)}")
    if _number(resource):
        facts.append(_number(resource))
    inside = "; ".join([*people, ", ".join(facts)] if facts else people)
    return f" ({inside})" if inside else ""


def _label(role: PersonRole, count: int) -> str:
    one, many = _LABELS.get(role, ("", ""))
    return many if count > 1 else one


def _maker(work: Work) -> str:
    label = _label(work.role, len(work.makers))
    return apa_list([inverted(person) for person in work.makers]) + (f" ({label})" if label and work.makers else "")


def _medium(resource: Resource, work: Work) -> str:
    form = _FORMS[resource.type]
    medium = form.medium_in_container if work.container and form.medium_in_container else form.medium
    if resource.type is ResourceType.COURSE and not resource.url:
        medium = "Course"
    if resource.type is ResourceType.CONFERENCE_PAPER and work.container:
        medium = ""
    return "" if resource.title is None else medium


def _dashed(number: str) -> str:
    return re.sub(r"(?<=\d)\s*-+\s*(?=\d)", "–", number)


def _periodical(resource: Resource, work: Work) -> Phrase:
    name = _periodical_name(resource, work)
    if not name:
        return (Run(work.publisher),) if resource.type is ResourceType.ARTICLE and work.publisher else ()
    runs: list[Run] = [Run(name, italic=True)]
    volume, issue = clean(resource.volume or ""), clean(resource.issue or "")
    if volume or issue:
        runs.append(Run(", "))
    if volume:
        runs.append(Run(_dashed(volume), italic=True))
    if issue:
        runs.append(Run(f"({_dashed(issue)})"))
    if work.pages:
        runs.append(Run(f", {work.pages}"))
    return tuple(runs)


def _book_part(resource: Resource, work: Work) -> Phrase:
    if not work.container:
        return sentence_list((Run(work.publisher),))
    lead = "In "
    if work.editors:
        lead += f"{apa_list([straight(p) for p in work.editors], inverted=False)} ({_label(PersonRole.EDITOR, len(work.editors))}), "
    keep = resource.type is ResourceType.CONFERENCE_PAPER
    name = work.container if keep else _cased(work.container, resource, work)
    facts = [ordinal(resource.edition)] if resource.edition else []
    if resource.volume:
        facts.append(f"Vol. {clean(resource.volume)}")
    if work.pages:
        facts.append(f"{'pp.' if re.search(r'[–,]', work.pages) else 'p.'} {work.pages}")
    inside = f" ({', '.join(facts)})" if facts else ""
    return sentence_list((Run(lead), Run(_without_stop(name), italic=True), Run(inside)), (Run(work.publisher),))


def _proceedings(resource: Resource, work: Work) -> Phrase:
    if work.container and work.editors:
        return _book_part(resource, work)
    if work.container:
        return _periodical(resource, work)
    event, place = clean(resource.conference or ""), clean(resource.place or "")
    where = f", {place}" if event and place and place.casefold() not in event.casefold() else ""
    return (Run(_without_stop(event) + where),)


def _whole(resource: Resource, work: Work) -> Phrase:
    return (Run(work.publisher or ("" if resource.type is ResourceType.BOOK else work.container)),)


def _recording(resource: Resource, work: Work) -> Phrase:
    if not work.container:
        return (Run(work.publisher),)
    series = (Run("In "), Run(_without_stop(_cased(work.container, resource, work)), italic=True))
    return series if same_name(work.container, work.publisher) else sentence_list(series, (Run(work.publisher),))


def _site(resource: Resource, work: Work) -> Phrase:
    parts = [name for name in (work.publisher, work.container) if name]
    if len(parts) == 2 and same_name(*parts):
        parts.pop()
    if parts and any(same_name(maker.organisation or "", parts[-1]) for maker in work.makers):
        parts.pop()
    return (Run(". ".join(parts)),)


_FORMS = {
    ResourceType.ARTICLE: _Form(_periodical, exact_date=True),
    ResourceType.BLOG: _Form(_periodical, exact_date=True),
    ResourceType.REPORT: _Form(_whole),
    ResourceType.JOURNAL_ARTICLE: _Form(_periodical),
    ResourceType.CONFERENCE_PAPER: _Form(_proceedings, exact_date=True, medium="Paper presentation"),
    ResourceType.CHAPTER: _Form(_book_part),
    ResourceType.BOOK: _Form(_whole),
    ResourceType.TOOLKIT: _Form(_whole),
    ResourceType.COURSE: _Form(_whole, medium="Online course"),
    ResourceType.VIDEO: _Form(_recording, exact_date=True, medium="Video"),
    ResourceType.AUDIO: _Form(_recording, True, "Audio recording", "Audio podcast episode"),
    ResourceType.WEB_PAGE: _Form(_site, exact_date=True),
}


def sentence_list(*phrases: Phrase) -> Phrase:
    """The phrases that say something, each closed as a sentence, with spaces between."""
    runs: list[Run] = []
    for phrase in phrases:
        if plain(phrase).strip():
            runs += [Run(" "), *sentence(phrase)] if runs else sentence(phrase)
    return tuple(runs)


def _date(resource: Resource, work: Work) -> str:
    exact = _FORMS[resource.type].exact_date
    if resource.type is ResourceType.CONFERENCE_PAPER and work.container:
        exact = False
    return f"({day(work.published, exact=exact)})" if work.published else "(n.d.)"


def _location(resource: Resource, work: Work) -> Phrase:
    if not work.address:
        return ()
    link = Run(work.address, href=work.address)
    if work.retrieved and resource.accessed:
        on = PartialDate(resource.accessed.year, resource.accessed.month, resource.accessed.day)
        return Run(f"Retrieved {_MONTHS[on.month - 1]} {on.day}, {on.year}, from "), link
    return (link,)


def apa(resource: Resource) -> Reference:
    """The reference-list entry of `resource` in APA 7."""
    work = work_of(resource)
    title = (*_title(resource, work), Run(_identifier(resource, work)))
    medium = _medium(resource, work)
    bracket = f"[{medium}]" if medium else ""
    maker, date = _maker(work), _date(resource, work)
    if maker:
        described = (*title, Run(f" {bracket}")) if bracket else title
        opening = sentence_list((Run(maker),), (Run(date),), described)
    else:
        opening = sentence_list(title, (Run(date),), (Run(bracket),))
    body = sentence_list(opening, _FORMS[resource.type].source(resource, work))
    location = _location(resource, work)
    return Reference((*body, Run(" "), *location) if location else body)
