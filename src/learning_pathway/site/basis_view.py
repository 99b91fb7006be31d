"""What entries are based on, as pages show it: links, quotations that may be shown, and voices of themes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from ..catalogue.model import Catalogue, Theme
from ..locale import msgid
from ..packages.model import shortened
from ..voices.excerpts import Basis, BasisState, bases
from ..voices.model import Stance
from .context import Site
from .document import link

__all__ = [
    "BasisView",
    "Quotation",
    "StanceView",
    "basis_views",
    "is_early",
    "quotation",
    "stance_views",
]

#: Characters of a tip that stand for it.
_LONGEST = 70
#: What takes the place of a quotation that may not be shown.
NOTES = {
    BasisState.NOT_QUOTABLE: msgid("one answer that its giver asked us not to quote"),
    BasisState.BEING_READ_AGAIN: msgid("an answer that is no longer shown, so this is being read again"),
    BasisState.NOT_AT_HAND: msgid("an answer that is not part of this copy"),
}


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an answer that may be shown."""

    words: str
    by: str
    """A name or a kind of work; empty for none."""
    language: str
    """Its language, where that may be told and is not the page's."""
    until: str
    """The last day, as YYYY-MM-DD; empty where there is none."""
    day: str
    """The same in words."""
    href: str
    take_away: bool = False
    """Whether it may be in copies that cannot be called back."""
    translation: str = ""
    """The words in the language of the pages, where their giver allows it and someone has translated them."""
    sample: bool = False
    """Whether we made it up, to show how calls work."""


@dataclass(frozen=True, slots=True)
class BasisView:
    """One thing that an entry is based on: a link, a quotation or a note."""

    title: str
    href: str = ""
    quotation: Quotation | None = None
    dissent: str = ""
    """How many answers disagree with the theme that it is; empty for none."""


def basis_views(site: Site, here: str, references: Sequence[str]) -> list[BasisView]:
    """What `rests_on` names, in its order; each note once."""
    found: list[BasisView] = []
    excerpts = {basis.reference: basis for basis in bases(tuple(references), site.voices)}
    entries = _entries(site.catalogue)
    for reference in references:
        if reference in excerpts:
            if excerpts[reference].state is BasisState.SAMPLE:
                continue
            view = _excerpt(site, here, excerpts[reference])
        else:
            title, path, anchor = entries[reference]
            told = _dissent(site, site.themes[reference]) if reference in site.themes else ""
            view = BasisView(title, f"{link(here, path)}{anchor}", dissent=told)
        if view not in found:
            found.append(view)
    return found


def _dissent(site: Site, theme: Theme) -> str:
    """What is said beside a theme of those who disagree: how many, unless they are few; whether they may be quoted."""
    voices = [
        voice
        for voice in site.voices.of_theme(theme.id)
        if any(excerpt.stance is Stance.DISAGREES for excerpt in voice.excerpts(theme.id))
    ]
    if not voices:
        return ""
    t, number = site.translations, len(voices)
    quotable = any(voice.permission.quote for voice in voices)
    if is_early(site, theme):
        return t.gettext("some answers disagree")
    if quotable:
        return t.ngettext("%(number)s answer disagrees", "%(number)s answers disagree", number)
    return t.ngettext(
        "%(number)s answer disagrees, and may not be quoted",
        "%(number)s answers disagree, and may not be quoted",
        number,
    )


def _excerpt(site: Site, here: str, basis: Basis) -> BasisView:
    if basis.state is not BasisState.QUOTED or basis.voice is None or basis.excerpt is None:
        return BasisView(site.translations.gettext(NOTES[basis.state]))
    return BasisView("", "", quotation(site, here, basis))


def quotation(site: Site, here: str, basis: Basis) -> Quotation:
    """The words of an excerpt that may be quoted, and how their giver is shown."""
    voice, excerpt = basis.voice, basis.excerpt
    if voice is None or excerpt is None:
        raise ValueError(f"{basis.reference} may not be quoted")
    language = voice.answer.record.language if voice.permission.language else ""
    languages = (site.language, site.language.partition("-")[0])
    translations = excerpt.translations if voice.permission.translate else {}
    until = voice.permission.until
    return Quotation(
        excerpt.exact,
        voice.permission.name,
        language if language != site.language else "",
        until.isoformat() if until else "",
        site.translations.day(until) if until else "",
        link(here, f"voices/{voice.id}.md"),
        voice.permission.take_away,
        next((translations[name] for name in languages if name in translations), ""),
        voice.answer.record.sample,
    )


@dataclass(frozen=True, slots=True)
class StanceView:
    """Answers that take one stance on the statement of a theme."""

    words: str
    """How many they are, as a sentence; without the number where the theme is early."""
    quotations: tuple[Quotation, ...]
    note: str
    """What is said in place of those that may not be quoted; empty where all may."""


def stance_views(site: Site, here: str, theme: Theme) -> list[StanceView]:
    """What answers say of a theme's statement: those that disagree are shown beside those that agree."""
    t = site.translations
    told: Mapping[Stance, tuple[str, Callable[[int], str]]] = {
        Stance.SUPPORTS: (
            t.gettext("Answers that agree"),
            partial(t.ngettext, "%(number)s answer agrees", "%(number)s answers agree"),
        ),
        Stance.QUALIFIES: (
            t.gettext("Answers that limit it"),
            partial(t.ngettext, "%(number)s answer limits it", "%(number)s answers limit it"),
        ),
        Stance.DISAGREES: (
            t.gettext("Answers that disagree"),
            partial(t.ngettext, "%(number)s answer disagrees", "%(number)s answers disagree"),
        ),
    }
    early = is_early(site, theme)
    found: list[StanceView] = []
    for stance, number in site.voices.stances(theme.id).items():
        if not number:
            continue
        excerpts = [
            Basis(f"{voice.id}/{excerpt.n}", BasisState.QUOTED, voice, excerpt)
            for voice in site.voices.of_theme(theme.id)
            for excerpt in voice.excerpts(theme.id)
            if excerpt.stance is stance
        ]
        quotable = [basis for basis in excerpts if basis.voice and basis.voice.permission.quote]
        quotations = tuple(quotation(site, here, basis) for basis in quotable)
        hidden = number - len({basis.voice.id for basis in quotable if basis.voice})
        note = t.ngettext("%(number)s of them may not be quoted.", "%(number)s of them may not be quoted.", hidden)
        uncounted, counted = told[stance]
        if early:
            note = t.gettext("Some may not be quoted.")
        found.append(StanceView(uncounted if early else counted(number), quotations, note if hidden else ""))
    return found


def is_early(site: Site, theme: Theme) -> bool:
    """Whether fewer people than their call's minimum have spoken about a theme."""
    voices = site.voices.of_theme(theme.id)
    quorums = {call.id: call.quorum for call in site.catalogue.calls}
    return bool(voices) and len(voices) < max(quorums[voice.answer.record.call] for voice in voices)


def _entries(catalogue: Catalogue) -> Mapping[str, tuple[str, str, str]]:
    """Title, page and anchor of each call, tip and theme; of those with the same id, the last."""
    tips = (tip for list_ in catalogue.tips for source in list_.sources for tip in source.tips)
    return {
        **{call.id: (call.title or str(call.question), f"calls/{call.id}.md", "") for call in catalogue.calls},
        **{tip.id: (shortened(str(tip.text), _LONGEST), "tips/index.md", f"#tip--{tip.id}") for tip in tips},
        **{theme.id: (theme.title, f"themes/{theme.id}.md", "") for theme in catalogue.themes},
    }
