"""What a citation needs from a resource, read once for every style: makers, date, site, address, pages."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..catalogue.model import Person, Resource
from ..catalogue.partialdate import PartialDate
from ..catalogue.vocabulary import PersonRole, ResourceType
from .reference import clean

__all__ = ["Work", "is_english", "pages", "same_name", "work_of"]

_Roles = tuple[frozenset[PersonRole], ...]
_AUTHORS = frozenset({PersonRole.AUTHOR, PersonRole.SPEAKER})
_HOST, _GUEST = frozenset({PersonRole.HOST}), frozenset({PersonRole.GUEST})
_INTERVIEWER, _INTERVIEWEE = frozenset({PersonRole.INTERVIEWER}), frozenset({PersonRole.INTERVIEWEE})

#: Who stands in the author's place: the first group that has a member (APA 7, 9.7, 9.10 and table 10.12).
#: A printed interview belongs to its interviewer, a recorded one to the person interviewed; a podcast to its host.
_WRITTEN: _Roles = (_AUTHORS, _INTERVIEWER, _INTERVIEWEE, _HOST, _GUEST)
_WATCHED: _Roles = (_AUTHORS, _INTERVIEWEE, _HOST, _GUEST, _INTERVIEWER)
_HEARD: _Roles = (_HOST, _AUTHORS, _INTERVIEWEE, _GUEST, _INTERVIEWER)
_MAKERS = {ResourceType.VIDEO: _WATCHED, ResourceType.AUDIO: _HEARD}

#: Sites that carry other people's uploads: the channel is the maker, the site the publisher (APA 7, 10.12).
_PLATFORMS = {"youtube.com": "YouTube", "youtu.be": "YouTube", "youtube-nocookie.com": "YouTube", "vimeo.com": "Vimeo"}

_RANGE = re.compile(r"(?<![\w-])([A-Za-z]*)(\d+)\s*(?:-{1,3}|–|—|‐|‑|to)\s*([A-Za-z]*)(\d+)(?![\w-])")


@dataclass(frozen=True, slots=True)
class Work:
    """A resource as citations see it.

    Attributes:
        makers: who stands in the author's place; may be empty.
        role: what the makers did.
        editors: editors who are not the makers.
        translators: translators.
        published: the date to print, or None for "no date".
        publisher: who published it, or the site, empty where unknown or equal to the maker (APA 7, 9.24).
        container: what holds it, empty where unknown.
        address: where to find it: its DOI as a link, or the address of the work; None where no public copy is known.
        retrieved: whether a style may print the day on which it was read (APA 7, 9.16).
        pages: its pages in the container, with en dashes.
    """

    makers: tuple[Person, ...]
    role: PersonRole
    editors: tuple[Person, ...]
    translators: tuple[Person, ...]
    published: PartialDate | None
    publisher: str
    container: str
    address: str | None
    retrieved: bool
    pages: str


def is_english(resource: Resource) -> bool:
    """Whether the work is in English, as far as is known."""
    return (resource.language or "en").lower().split("-")[0] == "en"


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same organisation: case, `The`, `&` and final stops apart."""

    def key(name: str) -> str:
        folded = clean(name).casefold().replace("&", "and").replace("’", "'").rstrip(".")
        return folded.removeprefix("the ")

    return bool(one) and key(one) == key(other)


def pages(span: str) -> str:
    """Pages with en dashes and whole numbers: `p274-82` is `274–282` (APA 7, 6.6 and 9.25)."""

    def written(match: re.Match[str]) -> str:
        letters, first, more_letters, last = match.groups()
        if len(last) < len(first) and letters == more_letters:
            last = first[: len(first) - len(last)] + last
        return f"{letters}{first}–{more_letters}{last}"

    return _RANGE.sub(written, re.sub(r"^(?:pp?\.?|pages?)\s*(?=[\dA-Za-z]*\d)", "", clean(span), flags=re.IGNORECASE))


def _platform(resource: Resource) -> str:
    if resource.type is not ResourceType.VIDEO or not resource.url:
        return ""
    host = (urlsplit(resource.url).hostname or "").removeprefix("www.").removeprefix("m.")
    return _PLATFORMS.get(host, "")


def _date(resource: Resource) -> PartialDate | None:
    """The date of the version that a reader meets: a web page's last change comes first (APA 7, 9.15)."""
    if resource.type is ResourceType.WEB_PAGE:
        return resource.updated or resource.published
    return resource.published or resource.updated


def _address(resource: Resource) -> str | None:
    if resource.doi:
        return f"https://doi.org/{clean(resource.doi)}"
    return resource.url or resource.archived_url


def work_of(resource: Resource) -> Work:
    """Read `resource` as citations see it."""
    credited = [person for person in resource.authors if person.role is not PersonRole.TRANSLATOR]
    editors = tuple(p for p in (*resource.editors, *credited) if p in resource.editors or p.role is PersonRole.EDITOR)
    makers: tuple[Person, ...] = ()
    role = PersonRole.AUTHOR
    for roles in _MAKERS.get(resource.type, _WRITTEN):
        makers = tuple(person for person in credited if person.role in roles)
        if makers:
            role = PersonRole.AUTHOR if roles is _AUTHORS else makers[0].role
            break
    if not makers and editors and resource.type not in {ResourceType.CHAPTER, ResourceType.CONFERENCE_PAPER}:
        makers, editors, role = editors, (), PersonRole.EDITOR
    publisher, container = clean(resource.publisher or ""), clean(resource.container or "")
    platform = _platform(resource)
    if platform and same_name(container, platform):
        container = ""
    if publisher and not makers and (resource.type is ResourceType.WEB_PAGE or platform):
        makers = (Person(organisation=publisher),)
        publisher = ""
    if platform:
        publisher = publisher or platform
    if any(same_name(maker.organisation or "", publisher) for maker in makers):
        publisher = ""
    published = _date(resource)
    return Work(
        makers=makers,
        role=role,
        editors=editors,
        translators=tuple(person for person in resource.authors if person.role is PersonRole.TRANSLATOR),
        published=published,
        publisher=publisher,
        container=container,
        address=_address(resource),
        retrieved=resource.type is ResourceType.WEB_PAGE and published is None and not resource.archived_url,
        pages=pages(resource.pages or ""),
    )
