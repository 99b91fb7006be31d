"""A resource, as cards, lists and records show it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup, escape

from ..catalogue.addresses import doi_address, host, refusal, written
from ..catalogue.dates import Duration
from ..catalogue.model import Resource, Theme
from ..catalogue.text import Direction, attributes, direction, is_right_to_left, isolated
from ..catalogue.types import Access, Captions, Status, SummarySource, Verb
from ..formats.coins import coins
from ..links.state.file import LinkState
from ..links.verdicts import Urgency
from .context import Site
from .document import link
from .labels import (
    ACCESS,
    ACCESS_IN_SENTENCE,
    CAPTIONS,
    LEVEL,
    LEVEL_IN_SENTENCE,
    VERB,
    LinkStatus,
    link_state,
    names_for_card,
    people_in_words,
)
from .players import Player, player_at

__all__ = [
    "ResourceView",
    "ThemeView",
    "View",
    "player_of",
]

#: Other modules that a card names at most.
MOST_MODULES = 3


@dataclass(frozen=True)
class View:
    """An entry of the site as the page at `here` shows it."""

    site: Site
    here: str

    def to(self, path: str) -> str:
        """A relative link to another page."""
        return link(self.here, path)

    def in_words(self, duration: Duration) -> str:
        """How long something takes."""
        return duration.in_words(self.site.translations)


@dataclass(frozen=True)
class ThemeView(View):
    """A theme."""

    theme: Theme

    @property
    def title(self) -> str:
        """Its name."""
        return self.theme.title

    @property
    def href(self) -> str:
        """Its page."""
        return self.to(f"themes/{self.theme.id}.md")


@dataclass(frozen=True)
class ResourceView(View):
    """A resource, as cards and lists show it."""

    resource: Resource

    @property
    def title(self) -> str:
        """The title to show."""
        return self.resource.heading

    @property
    def href(self) -> str:
        """Its record page."""
        return self.to(f"resources/{self.resource.id}.md")

    def once(self, *part: object, caller: Callable[[], Markup]) -> Markup:
        """The HTML of a part that differs between pages in nothing but the link to the record; made once per link."""
        key = (self.resource.id, self.href, *part)
        made = self.site.rendered.get(key)
        if made is None:
            made = self.site.rendered[key] = caller()
        return made

    @property
    def coins(self) -> Markup:
        """What a reference manager reads of it; for pages that list several resources."""
        made, key = self.site.rendered, ("coins", self.resource.id)  # it is in listings of its type, themes and year
        if key not in made:
            made[key] = Markup(coins(self.resource))  # noqa: S704 - `coins` escapes
        return made[key]

    @property
    def verb(self) -> Verb:
        """Its verb."""
        return self.resource.type.verb

    @property
    def verb_word(self) -> str:
        """READ, WATCH or LISTEN, as a word."""
        return self.site.translations.gettext(VERB[self.verb])

    @property
    def open_words(self) -> str:
        """The text of the link to it."""
        t, site = self.site.translations, self.host
        match self.verb:
            case Verb.WATCH:
                return t.gettext("Watch it on %(site)s", site=site)
            case Verb.LISTEN:
                return t.gettext("Listen to it on %(site)s", site=site)
        if self.is_pdf:
            return t.gettext("Read it on %(site)s (PDF)", site=site)
        return t.gettext("Read it on %(site)s", site=site)

    @property
    def type_word(self) -> str:
        """Its type in words."""
        return self.site.translations.gettext(self.resource.type.label)

    @property
    def creators(self) -> str:
        """Its creators, else its publisher; empty where neither is known."""
        persons, t = self.resource.authors or self.resource.editors, self.site.translations
        return people_in_words([isolated(name) for name in names_for_card(persons, t)], t) or isolated(
            self.resource.publisher or self.resource.container or ""
        )

    @property
    def publication(self) -> str:
        """Its container or publisher and its date, without what `creators` says already."""
        place = isolated(self.resource.container or self.resource.publisher or "")
        year = str(self.resource.published.year) if self.resource.published else ""
        return self.site.translations.listed(part for part in (place if place != self.creators else "", year) if part)

    @property
    def language(self) -> str | None:
        """Its language, where that is not the site's."""
        return self.attributes.get("lang")

    @property
    def direction(self) -> Direction | None:
        """The direction of its title, where that is not the site's."""
        way = self.attributes.get("dir")
        return direction(self.resource.language) if way and self.resource.language else None

    @cached_property
    def attributes(self) -> dict[str, str]:
        """The `lang` and `dir` of an element that holds its title; none where they are the site's."""
        known = self.resource.language if self.resource.title else None
        if not self.resource.title and not is_right_to_left(self.title):
            return {}
        return attributes(known, self.title, self.site.catalogue.pathway.language)

    @property
    def attrs(self) -> Markup:
        """The same as attributes for a start tag, with a space in front."""
        pairs = [f' {name}="{escape(value)}"' for name, value in self.attributes.items()]
        return Markup("".join(pairs))  # noqa: S704 - names are ours, values are escaped

    @property
    def is_publishers_summary(self) -> bool:
        """Whether its summary is in the publisher's words."""
        return self.resource.summary_source is SummarySource.PUBLISHER

    @property
    def host(self) -> str:
        """The name of the site that it is on; empty where no address is known."""
        return host(self.resource.url).removeprefix("www.") if self.resource.url else ""

    @property
    def doi_link(self) -> str:
        """Where its DOI leads, for a resource whose own address is not known; empty where that helps no one."""
        return doi_address(self.resource.doi) if self.resource.doi and not self.resource.url else ""

    @property
    def printed_address(self) -> str | None:
        """Where to find it, for paper: its own address, or the copy that takes its place; None where none is known."""
        resource = self.resource
        if resource.url and not (self.link_state.is_gone and self.archived_copy):
            return resource.url
        copies = (self.archived_copy, self.doi_link, *(copy.url for copy in resource.alternatives))
        return next(filter(None, copies), None)

    @property
    def is_pdf(self) -> bool:
        """Whether the address leads straight to a PDF file."""
        return bool(self.resource.url and self.resource.url.lower().partition("?")[0].endswith(".pdf"))

    @property
    def time(self) -> str:
        """How long it takes, in words; empty where that is not known."""
        return self.in_words(self.site.durations["resource", self.resource.id])

    @property
    def minutes(self) -> int | None:
        """How many minutes it takes, if known."""
        length = self.site.durations["resource", self.resource.id]
        return length.minutes if length.is_known else None

    @property
    def level(self) -> str:
        """Its level in words; empty where no one has said."""
        return self.site.translations.gettext(LEVEL[self.resource.level]) if self.resource.level else ""

    @property
    def level_in_sentence(self) -> str:
        """The same within a sentence."""
        level = self.resource.level
        return self.site.translations.gettext(LEVEL_IN_SENTENCE[level]) if level else ""

    @property
    def access(self) -> str:
        """Its access in words; empty where that is not known."""
        access = self.resource.access
        return self.site.translations.gettext(ACCESS[access]) if access is not Access.UNKNOWN else ""

    @property
    def access_in_sentence(self) -> str:
        """The same within a sentence."""
        access = self.resource.access
        return self.site.translations.gettext(ACCESS_IN_SENTENCE[access]) if access is not Access.UNKNOWN else ""

    @property
    def is_restricted(self) -> bool:
        """Whether someone may be unable to open it: it needs a sign-in, or payment."""
        return self.resource.access in {Access.SIGN_IN, Access.PAYWALLED}

    @property
    def captions(self) -> str:
        """What is known of the captions of a video; empty where nothing is."""
        captions = self.resource.captions
        if self.verb is not Verb.WATCH or captions in (None, Captions.UNKNOWN):
            return ""
        return self.site.translations.gettext(CAPTIONS[captions])

    @cached_property
    def player(self) -> Player | None:
        """Its player; None where only a link can lead to it."""
        return player_of(self.resource, self.health)

    @property
    def archived(self) -> bool:
        """Whether the pathway no longer recommends it."""
        return self.resource.status is Status.ARCHIVED

    @property
    def tip_lists(self) -> Iterator[tuple[str, str]]:
        """Title and link of each list of tips that were drawn from it."""
        for tips in self.site.tip_lists_by_resource.get(self.resource.id, ()):
            yield tips.title, self.to(f"tips/index.md#{tips.id}")

    @property
    def other_modules(self) -> Iterator[tuple[str, str]]:
        """Titles of the first other modules that use it, and links to the steps there. Its record names them all."""
        named: set[str] = set()
        for use in self.site.uses.get(("resource", self.resource.id), ()):
            if use.module.id in named or self.here == f"modules/{use.module.id}.md":
                continue
            named.add(use.module.id)
            yield use.module.title, self.to(use.path)
            if len(named) == MOST_MODULES:
                return

    @cached_property
    def themes(self) -> tuple[ThemeView, ...]:
        """Its themes."""
        return tuple(ThemeView(self.site, self.here, self.site.themes[name]) for name in self.resource.themes)

    @cached_property
    def health(self) -> LinkState | None:
        """What the link checks found."""
        return self.site.health.of(self.resource.id)

    @cached_property
    def link_state(self) -> LinkStatus:
        """The state of its link, as learners see it."""
        return link_state(self.resource, self.health, self.site.translations)

    @property
    def archived_copy(self) -> str | None:
        """An archived copy: the one in the catalogue, else one that was found when the resource was gone."""
        found = self.health.archived_url if self.health and self.link_state.is_gone else None
        return self.resource.archived_url or (written(found) if found and refusal(found) is None else None)

    @cached_property
    def instead(self) -> tuple[ResourceView, ...]:
        """Other resources on the same themes, if this one is gone."""
        if not self.link_state.is_gone:
            return ()
        return tuple(ResourceView(self.site, self.here, other) for other in self.site.alternatives_to(self.resource))


def player_of(resource: Resource, record: LinkState | None) -> Player | None:
    """The player of a resource: for its own address, else for another copy's.

    Args:
        resource: what the learner is to watch or to hear.
        record: what the link checks found; an address known to be dead is not offered.

    Returns:
        The player, or None for what is read, and for what only its own site can show.
    """
    verb = resource.type.verb
    if verb not in (Verb.WATCH, Verb.LISTEN):
        return None
    found = (player_at(address) for address in addresses(resource, record))
    wanted = ("frame", "video") if verb is Verb.WATCH else ("audio",)
    return next((player for player in found if player is not None and player.kind in wanted), None)


def addresses(resource: Resource, record: LinkState | None) -> Iterator[str]:
    """Addresses of a resource, its own first, without one that the link checks found dead for good."""
    if resource.url and not is_dead(resource.url, record):
        yield resource.url
    yield from (copy.url for copy in resource.alternatives)


def is_dead(url: str, record: LinkState | None) -> bool:
    """Whether the link checks found again and again that the resource is not at its address."""
    if record is None or record.url != url:
        return False
    return record.verdict.meaning.urgency is Urgency.TROUBLE and bool(record.alarm)
