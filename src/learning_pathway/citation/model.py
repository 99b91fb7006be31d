"""What a citation needs from a resource, read once for every style."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlsplit

from ..catalogue.dates import PartialDate
from ..catalogue.model import Person, Resource
from ..catalogue.types import Form, PersonRole, ResourceType, Verb
from .elements import pages
from .reference import Phrase, Run, clean
from .title_case import continued, sentence_case

__all__ = [
    "CitedResource",
    "cited_resource",
    "is_preprint",
    "is_same_people",
    "is_told_by_season",
    "law_number",
    "same_name",
    "site_of_video",
    "without_stop",
]

_Roles = tuple[frozenset[PersonRole], ...]
_AUTHORS = frozenset({PersonRole.AUTHOR, PersonRole.SPEAKER, PersonRole.WITH})
_HOST, _GUEST = frozenset({PersonRole.HOST}), frozenset({PersonRole.GUEST})
_DIRECTOR = frozenset({PersonRole.DIRECTOR})
_INTERVIEWER, _INTERVIEWEE = frozenset({PersonRole.INTERVIEWER}), frozenset({PersonRole.INTERVIEWEE})

#: Who stands in the author's place: the first group that has a member (APA 7, 9.7, 9.10 and table 10.12).
#: A printed interview belongs to its interviewer, a recorded one to the person interviewed; a podcast to its host,
#: and a film to its director.
_WRITTEN: _Roles = (_AUTHORS, _INTERVIEWER, _INTERVIEWEE, _HOST, _GUEST, _DIRECTOR)
_WATCHED: _Roles = (_DIRECTOR, _AUTHORS, _INTERVIEWEE, _HOST, _GUEST, _INTERVIEWER)
_HEARD: _Roles = (_HOST, _AUTHORS, _INTERVIEWEE, _GUEST, _INTERVIEWER, _DIRECTOR)
_CREATORS = {Verb.WATCH: _WATCHED, Verb.LISTEN: _HEARD}

#: What is part of nothing, though it may be in a series or on a site.
_WHOLES = {Form.MONOGRAPH, Form.SITE}
#: What is part of something that has a title of its own, in sentence case.
_IN_TITLES = {Form.CHAPTER, Form.RECORDING}

_PODCAST = re.compile(r"(?:audio )?podcast(?: episode)?", re.IGNORECASE)
#: The short title of an Act or of regulations, which ends with its year.
_LAW = re.compile(
    r"[A-Z][^:?!]* (?:Act|Code|Measure|Order|Regulations|Rules)(?: \([^()]*\))?,? (?P<year>1[2-9]\d\d|20\d\d)"
)
_LAW_NUMBER = re.compile(
    r"(?:c(?:h|hapter)?\.?|asp|anaw|asc|nawm|nia|S\.?S?\.?R?\.?[IO]\.?|W\.?S\.?I\.?)\s*\d", re.IGNORECASE
)

#: Sites that carry other people's uploads: the channel is the creator, the site the publisher (APA 7, 10.12).
_PLATFORMS = {"youtube.com": "YouTube", "youtu.be": "YouTube", "youtube-nocookie.com": "YouTube", "vimeo.com": "Vimeo"}


@dataclass(frozen=True, slots=True)
class CitedResource:
    """A resource as citations see it. Texts are clean, and empty where unknown.

    Attributes:
        resource: the record itself, for facts that every style takes as they are.
        title: the title in sentence case, without a closing full stop; a supplied one in square brackets.
        continued: the same with a small letter after a colon.
        printed: the title as printed, for records that software reads; a supplied one in square brackets.
        supplied: whether the title is not the resource's own.
        part: whether the resource is part of a greater one, which `container` names.
        lang: language of the title (BCP 47) where it is not English, else None.
        creators: the creators that a reference begins with; may be empty.
        recorded_creators: the same, but the people that the record names where `creators` is the channel of a video.
        role: what the creators did.
        editors: editors who are not the creators.
        translators: translators.
        published: the date to print, or None for "no date".
        publisher: who published it, or the site; empty where equal to the creator (APA 7, 9.24).
        container: what holds it.
        within: the same with a small letter after a colon, if its title is in sentence case.
        address: its DOI as a link, else the address of the resource; None where no public copy is known.
        retrieved: whether a style may print the day on which it was read (APA 7, 9.16).
        pages: its pages in the container, with en dashes.
        medium: the description that stands in square brackets after the title.
    """

    resource: Resource
    title: str
    continued: str
    printed: str
    supplied: bool
    part: bool
    lang: str | None
    creators: tuple[Person, ...]
    recorded_creators: tuple[Person, ...]
    role: PersonRole
    editors: tuple[Person, ...]
    translators: tuple[Person, ...]
    published: PartialDate | None
    publisher: str
    container: str
    within: str
    address: str | None
    retrieved: bool
    pages: str
    medium: str

    def heading(self, *, italic: bool, continued: bool = False) -> Phrase:
        """The title as a phrase; one that was supplied stays roman (APA 7, 9.22)."""
        title = self.continued if continued else self.title
        return (Run(title, italic=italic and not self.supplied, lang=self.lang, whole=True),)


def same_name(one: str, other: str) -> bool:
    """Whether two names mean the same organisation: case, `The`, `&` and final stops apart."""

    def key(name: str) -> str:
        folded = clean(name).casefold().replace("&", "and").replace("’", "'").rstrip(".")
        return folded.removeprefix("the ")

    return bool(one) and key(one) == key(other)


def is_same_people(some: tuple[Person, ...], others: tuple[Person, ...]) -> bool:
    """Whether people are the same, whatever they did."""
    return bool(some) and [person.name for person in some] == [person.name for person in others]


def without_stop(text: str) -> str:
    """A title without the full stop that closes it; ellipses and abbreviations (`U.K.`) keep theirs."""
    return text[:-1] if re.search(r"(?<!\.)(?<!\.\w)\.$", text) else text


def is_told_by_season(cited: CitedResource) -> bool:
    """Whether only its season tells the issue of a journal, which has no number."""
    resource, date = cited.resource, cited.published
    is_numbered = bool(resource.volume or resource.issue)
    return resource.type is ResourceType.JOURNAL_ARTICLE and bool(date and date.season) and not is_numbered


def is_preprint(resource: Resource) -> bool:
    """Whether the record says that it is a preprint, which a repository publishes and no journal holds."""
    return "preprint" in {clean(words or "").casefold() for words in (resource.medium, resource.genre)}


def law_number(cited: CitedResource) -> str | None:
    """The number of a law (`c. 15`, `SI 2009/2163`), perhaps empty; None for what is no law.

    A law is cited by its short title, which ends with its year. No one wrote it; its record has its number, its
    address on legislation.gov.uk, or at least no publisher that wrote a page about it.
    """
    resource, number = cited.resource, clean(cited.resource.number or "")
    title = _LAW.fullmatch(cited.printed)
    if cited.supplied or resource.authors or resource.editors or not title:
        return None
    if resource.published and f"{resource.published.year}" != title["year"]:
        return None
    is_official = (urlsplit(resource.url or "").hostname or "").endswith("legislation.gov.uk")
    if _LAW_NUMBER.match(number):
        return number
    return number if is_official or not (resource.publisher or resource.container) else None


def site_of_video(resource: Resource) -> str:
    """The site for videos that a video is on, by its address; empty for any other."""
    if resource.type.verb is not Verb.WATCH or not resource.url:
        return ""
    host = (urlsplit(resource.url).hostname or "").removeprefix("www.").removeprefix("m.")
    return _PLATFORMS.get(host, "")


def _date(resource: Resource) -> PartialDate | None:
    """The date of the version that a reader meets: a web page's last change comes first (APA 7, 9.15)."""
    if resource.type is ResourceType.WEB_PAGE:
        return resource.updated or resource.published
    return resource.published or resource.updated


def _is_changing(resource: Resource) -> bool:
    """Whether a resource without a date may change: a page, a course, an entry of a dictionary (APA 7, 9.16)."""
    return resource.type.form is Form.SITE or (resource.type.form is Form.CHAPTER and not resource.pages)


def _address(resource: Resource) -> str | None:
    if resource.doi:
        return f"https://doi.org/{clean(resource.doi)}"
    return clean(resource.url or resource.archived_url or "") or None


def _creators(resource: Resource, editors: tuple[Person, ...]) -> tuple[tuple[Person, ...], PersonRole]:
    """Who stands in the author's place, and what they did. Editors of the whole do not stand for a part's author."""
    for roles in _CREATORS.get(resource.type.verb, _WRITTEN):
        creators = tuple(person for person in resource.authors if person.role in roles)
        if creators:
            # What is on YouTube has an account, and no director.
            uploaded = roles is _DIRECTOR and site_of_video(resource)
            return creators, PersonRole.AUTHOR if roles is _AUTHORS or uploaded else creators[0].role
    if not editors or resource.type.form in {Form.CHAPTER, Form.PAPER}:
        return (), PersonRole.AUTHOR
    return editors, PersonRole.EDITOR


def _medium(resource: Resource, *, part: bool) -> str:
    """What APA's bracket says (9.21); a supplied title is a description already."""
    if resource.title is None:
        return ""
    if resource.type is ResourceType.THESIS:
        return _thesis(resource)
    stated = clean(resource.medium or resource.genre or "")
    if stated and not (resource.type.verb is Verb.LISTEN and _PODCAST.fullmatch(stated)):
        return stated
    if resource.type is ResourceType.COURSE and resource.url:
        return "Online course"
    if resource.type.form is Form.PAPER and not part and resource.published and resource.published.until:
        return "Conference session"  # on the days of the conference, not on one of its own
    is_series = resource.published.until if resource.published else stated and not resource.number
    if resource.type.verb is Verb.LISTEN and not part and is_series:
        return "Audio podcast"  # a whole series, over several years or without a date
    medium = resource.type.row.medium
    return medium.part if part else medium.alone


def _thesis(resource: Resource) -> str:
    """`Doctoral dissertation, University of X`; one that nothing holds is unpublished (APA 7, 10.6)."""
    genre, university = clean(resource.genre or "Thesis"), clean(resource.publisher or "")
    if re.match("unpublished ", genre, re.IGNORECASE):
        return f"U{genre[1:]}"
    if not (resource.url or resource.doi or resource.database or resource.container or resource.archived_url):
        return f"Unpublished {genre if re.match('[^ ]*[A-Z]', genre[1:]) else genre[:1].lower() + genre[1:]}"
    return ", ".join(part for part in (genre, university) if part)


def _sources(resource: Resource, creators: tuple[Person, ...]) -> tuple[tuple[Person, ...], str, str]:
    """Creators, publisher and container, after what is said twice is said once (APA 7, 9.24 and 9.32)."""
    publisher, container = clean(resource.publisher or ""), clean(resource.container or "")
    platform = site_of_video(resource)
    if platform and same_name(container, platform):
        container = ""
    if platform and publisher and creators and not same_name(publisher, platform):
        if not any(person.organisation or person.account for person in creators):
            creators = (Person(organisation=publisher),)  # the channel, whoever speaks (APA 7, 10.12)
        publisher = ""
    if is_preprint(resource) and not resource.volume:
        publisher, container = container or publisher, ""
    # An unnamed member of the publishing group wrote it: the group is the author (APA 7, 9.11 and 10.16).
    page_of_group = resource.type.form is Form.SITE or (resource.type is ResourceType.ARTICLE and not container)
    if publisher and not creators and (page_of_group or platform) and not is_preprint(resource):
        creators = (Person(organisation=publisher),)
    if any(same_name(creator.organisation or "", publisher) for creator in creators):
        publisher = ""
    publisher = publisher or platform
    if resource.type.row.publisher_holds and not container:
        publisher, container = "", publisher
    if same_name(container, publisher) and resource.type.form is not Form.MONOGRAPH:
        publisher = ""
    if resource.type.form is Form.MONOGRAPH and not publisher and not resource.publisher and not resource.number:
        publisher, container = container, ""  # no series, but the site that holds it
    return creators, publisher, container


@lru_cache(maxsize=1_024)
def cited_resource(resource: Resource) -> CitedResource:
    """Read `resource` as citations see it. Remembered, since each style and format of one resource asks for it."""
    english = (resource.language or "en").lower().split("-")[0] == "en"
    editors = (*resource.editors, *(p for p in resource.authors if p.role is PersonRole.EDITOR))
    recorded, role = _creators(resource, editors)
    creators, publisher, container = _sources(resource, recorded)
    names = (*(person.name for person in (*resource.authors, *resource.editors)), publisher, resource.conference or "")
    part = bool(container) and resource.type.form not in _WHOLES
    within = container
    if part and english and resource.type.form in _IN_TITLES:
        container, within = sentence_case(container, names), sentence_case(container, names, subtitle_raised=False)
    if resource.title is None:
        title = small = f"[{without_stop(clean(resource.supplied_title or resource.id))}]"
    elif resource.title_sentence or not english:
        title = small = clean(resource.title_sentence or resource.title)
        small = continued(title) if english else title
    else:
        title = sentence_case(resource.title, names)
        small = sentence_case(resource.title, names, subtitle_raised=False)
    published = _date(resource)
    return CitedResource(
        resource=resource,
        title=without_stop(title),
        continued=without_stop(small),
        printed=clean(resource.title) if resource.title else title,
        supplied=resource.title is None,
        part=part,
        lang=None if english or resource.title is None else resource.language,
        creators=creators,
        recorded_creators=recorded or creators,
        role=role,
        editors=() if role is PersonRole.EDITOR else editors,
        translators=tuple(person for person in resource.authors if person.role is PersonRole.TRANSLATOR),
        published=published,
        publisher=publisher,
        container=without_stop(container),
        within=without_stop(within),
        address=_address(resource),
        retrieved=_is_changing(resource) and published is None and not resource.archived_url,
        pages=pages(resource.pages or ""),
        medium=_medium(resource, part=part),
    )
