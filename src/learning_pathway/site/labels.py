"""Labels of the catalogue's fixed vocabularies, of languages, dates and link states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from babel import Locale, UnknownLocaleError

from ..catalogue.dates import PartialDate
from ..catalogue.model import Person, Resource
from ..catalogue.types import Access, Captions, Level, Mode, PersonRole, TipSourceKind, Verb
from ..formats.registry import FORMATS
from ..links.state.file import LinkState
from ..links.verdicts import Verdict
from ..locale import ENGLISH, Translations, locale_of, msgid
from .context import Site

__all__ = [
    "ACCESS",
    "ACCESS_IN_SENTENCE",
    "CAPTIONS",
    "LEVEL",
    "LEVEL_IN_SENTENCE",
    "MODE",
    "MODE_IN_SENTENCE",
    "OFFERED",
    "RECORD_FORMATS",
    "ROLE",
    "TIP_SOURCE",
    "VERB",
    "Download",
    "LinkStatus",
    "credited",
    "download",
    "language_name",
    "link_state",
    "link_status",
    "named",
    "names_for_card",
    "partial_date_in_words",
    "people_in_words",
    "reference_downloads",
]

VERB = {Verb.READ: msgid("Read"), Verb.WATCH: msgid("Watch"), Verb.LISTEN: msgid("Listen"), Verb.TASK: msgid("Task")}

ACCESS = {
    Access.FREE: msgid("Free to open"),
    Access.SIGN_IN: msgid("Needs a sign-in"),
    Access.PAYWALLED: msgid("Behind a paywall"),
    Access.UNKNOWN: msgid("Access not known"),
}

LEVEL = {Level.STARTER: msgid("Starter"), Level.INTERMEDIATE: msgid("Intermediate"), Level.ADVANCED: msgid("Advanced")}

#: The same within a sentence.
ACCESS_IN_SENTENCE = {
    Access.FREE: msgid("free to open"),
    Access.SIGN_IN: msgid("needs a sign-in"),
    Access.PAYWALLED: msgid("behind a paywall"),
    Access.UNKNOWN: msgid("access not known"),
}
LEVEL_IN_SENTENCE = {
    Level.STARTER: msgid("starter"),
    Level.INTERMEDIATE: msgid("intermediate"),
    Level.ADVANCED: msgid("advanced"),
}
MODE_IN_SENTENCE = {
    Mode.ALONE: msgid("on your own"),
    Mode.PAIRS: msgid("in pairs"),
    Mode.GROUP: msgid("in a group"),
}

CAPTIONS = {
    Captions.NONE: msgid("No captions"),
    Captions.AUTOMATIC: msgid("Automatic captions"),
    Captions.EDITED: msgid("Captions by a person"),
    Captions.UNKNOWN: msgid("Captions not known"),
}

MODE = {Mode.ALONE: msgid("On your own"), Mode.PAIRS: msgid("In pairs"), Mode.GROUP: msgid("In a group")}

#: What someone did, beside their name; what someone who did it is called, and what several are.
ROLE = {
    PersonRole.AUTHOR: ("", msgid("Author"), msgid("Authors")),
    PersonRole.WITH: (msgid("with"), msgid("With"), msgid("With")),
    PersonRole.EDITOR: (msgid("editor"), msgid("Editor"), msgid("Editors")),
    PersonRole.TRANSLATOR: (msgid("translator"), msgid("Translator"), msgid("Translators")),
    PersonRole.DIRECTOR: (msgid("director"), msgid("Director"), msgid("Directors")),
    PersonRole.SPEAKER: (msgid("speaker"), msgid("Speaker"), msgid("Speakers")),
    PersonRole.HOST: (msgid("host"), msgid("Host"), msgid("Hosts")),
    PersonRole.GUEST: (msgid("guest"), msgid("Guest"), msgid("Guests")),
    PersonRole.INTERVIEWER: (msgid("interviewer"), msgid("Interviewer"), msgid("Interviewers")),
    PersonRole.INTERVIEWEE: (msgid("interviewee"), msgid("Interviewee"), msgid("Interviewees")),
}

#: A year's seasons, by their number.
SEASONS = {
    1: msgid("spring %(year)s"),
    2: msgid("summer %(year)s"),
    3: msgid("autumn %(year)s"),
    4: msgid("winter %(year)s"),
}

TIP_SOURCE = {
    TipSourceKind.PHASE: msgid("From a phase of the work"),
    TipSourceKind.EVENT: msgid("From an event"),
    TipSourceKind.QUESTION: msgid("From a question"),
    TipSourceKind.REPORT: msgid("From reports"),
}


@lru_cache(maxsize=256)
def language_name(tag: str, language: str) -> str:
    """The name of the language `tag`, in `language`; the tag itself where it has no name there."""
    try:
        name = Locale.parse(tag, sep="-").get_display_name(locale_of(language))
    except (UnknownLocaleError, ValueError):
        return tag
    return name or tag


def partial_date_in_words(when: PartialDate, translations: Translations) -> str:
    """``2009``, ``winter 2011``, ``September 2022``, ``22 May 2023`` or a span, as much as is known."""
    if when.until:
        start = partial_date_in_words(when.start, translations)
        if when.end is None:
            return translations.gettext("%(start)s to the present", start=start)
        end = partial_date_in_words(when.end, translations)
        return translations.gettext("%(start)s to %(end)s", start=start, end=end)
    if when.season:
        return translations.gettext(SEASONS[when.season], year=when.year)
    if when.day:
        return translations.day(when.first_day)
    return translations.month(when.first_day) if when.month else str(when.year)


def named(person: Person) -> str:
    """A person's name, with their account if the record has one."""
    return f"{person.name} [{person.account}]" if person.account else person.name


def credited(person: Person, translations: Translations) -> str:
    """A person's name, with what they did if that was not writing."""
    role = ROLE[person.role][0]
    if not role:
        return named(person)
    return translations.gettext("%(person)s (%(role)s)", person=named(person), role=translations.gettext(role))


#: Roles of people who are seen or heard: a card says "Watch" or "Listen" already.
_HEARD = frozenset({PersonRole.SPEAKER, PersonRole.HOST, PersonRole.GUEST, PersonRole.INTERVIEWEE})


def names_for_card(persons: Sequence[Person], translations: Translations) -> list[str]:
    """Names of people, with what they did only where they did different things or were not heard."""
    roles = {person.role for person in persons}
    is_plain = len(roles) == 1 and roles <= _HEARD
    return [named(person) if is_plain else credited(person, translations) for person in persons]


def people_in_words(names: list[str], translations: Translations, most: int = 4) -> str:
    """Names in a row: ``A``, ``A and B``, ``A, B and C``, ``A, B, C and 5 others``."""
    if len(names) > most:
        others = len(names) - most + 1
        names = [*names[: most - 1], translations.ngettext("%(number)s other", "%(number)s others", others)]
    return translations.all_of(names)


_GONE: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.UNWELL, Verdict.REMOVED_VIDEO})
"""Verdicts that, once they have lasted, leave a learner with nothing at the address."""


@dataclass(frozen=True, slots=True)
class LinkStatus:
    """What to tell a learner about a link."""

    tone: str
    """`fine`, `unknown`, `changed`, `unchecked`, or `none` for a resource without an address."""
    words: str
    """The sentence."""
    is_gone: bool = False
    """Whether there is nothing at the address any more, so that something else should be offered."""
    is_trouble: bool = False
    """Whether something is wrong, or may be: all that a learner needs to hear of."""


def link_state(resource: Resource, record: LinkState | None, translations: Translations) -> LinkStatus:
    """The sentence for a resource, given what the link checks found."""
    if resource.url is None:
        return LinkStatus("none", translations.gettext("No public copy is known."))
    # An entry that found another address belongs to a link that has since been fixed.
    if record is None or record.url != resource.url:
        return LinkStatus("unchecked", translations.gettext("Link not checked yet."))
    return link_status(record, translations)


def link_status(record: LinkState, translations: Translations = ENGLISH) -> LinkStatus:
    """Say in one or two sentences what is known about a link. The text is plain: escape it before it goes into a page.

    A learner is told that a page has gone only when that has lasted (`LinkState.alarm`); until then, that we could not
    confirm the link, and when the resource was last seen.

    Args:
        record: what is known of the link.
        translations: the language to say it in.
    """
    t = translations
    if record.checked_on is None or record.verdict is Verdict.NOT_CHECKED:
        return LinkStatus("unchecked", t.gettext("Link not checked yet."))
    day = t.day(record.checked_on)
    if record.verdict in _GONE and record.alarm:
        return LinkStatus("changed", _gone(record, t), is_gone=True, is_trouble=True)
    if record.vouched and record.seen_by_person and record.first_failed is None:
        day_seen = t.day(record.seen_by_person)
        return LinkStatus("fine", t.gettext("A person opened this link on %(day)s.", day=day_seen))
    checked = t.gettext("Checked on %(day)s.", day=day)
    found = f"{t.gettext(record.verdict.meaning.learner)} {checked}"
    match record.verdict:
        case Verdict.OK | Verdict.MOVED:
            return LinkStatus("fine", t.gettext("Link checked and fine on %(day)s.", day=day))
        case Verdict.BLOCKED if record.seen_by_person:
            seen = t.gettext("A person opened it on %(day)s.", day=t.day(record.seen_by_person))
            return LinkStatus("unknown", f"{found} {seen}")
        case Verdict.BLOCKED | Verdict.UNWELL:
            return LinkStatus("unknown", found, is_trouble=record.verdict is Verdict.UNWELL)
    if record.alarm:
        return LinkStatus("changed", found, is_trouble=True)
    told = t.gettext("We could not confirm this link on %(day)s. We will check again.", day=day)
    if record.last_good:
        seen = t.gettext("The resource was last seen there on %(day)s.", day=t.day(record.last_good))
        told = f"{told} {seen}"
    return LinkStatus("unknown", told, is_trouble=True)


def _gone(record: LinkState, t: Translations) -> str:
    """That there is nothing at the address any more, and since when."""
    is_video = record.verdict is Verdict.REMOVED_VIDEO
    if record.last_good is not None:
        day = t.day(record.last_good)
        if is_video:
            return t.gettext("This video has gone: it was last there on %(day)s.", day=day)
        return t.gettext("This page has gone: it was last there on %(day)s.", day=day)
    if record.first_failed is not None:
        day = t.day(record.first_failed)
        if is_video:
            return t.gettext("This video has gone: it has not been found since %(day)s.", day=day)
        return t.gettext("This page has gone: it has not been found since %(day)s.", day=day)
    if is_video:
        return t.gettext("This video has gone: it cannot be found.")
    return t.gettext("This page has gone: it cannot be found.")


#: The formats that pages offer, by their names in `FORMATS`, in the order of a page.
OFFERED = ("ris", "bibtex", "csl-json", "csv")
#: Those of one resource: a table of one row is of no use.
RECORD_FORMATS = ("ris", "bibtex", "csl-json")


@dataclass(frozen=True, slots=True)
class Download:
    """A file as a page offers it.

    Attributes:
        href: relative to its page.
        label: the name of its format.
        use: what reads that format.
        media_type: its MIME type.
    """

    href: str
    label: str
    use: str
    media_type: str


def reference_downloads(site: Site, stem: str, names: Sequence[str] = OFFERED) -> list[Download]:
    """The downloads called `stem` in a page's folder; `names` are their formats."""
    chosen = ((FORMATS[name], stem + FORMATS[name].suffix) for name in names)
    return [download(site, href, form.label, form.use, form.media_type) for form, href in chosen]


def download(site: Site, href: str, label: str, use: str, media_type: str) -> Download:
    """A file, in the language of the interface."""
    gettext = site.translations.gettext
    return Download(href, gettext(label), gettext(use), media_type.partition(";")[0])
