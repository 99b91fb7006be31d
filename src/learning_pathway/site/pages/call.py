"""Calls: the list, a page for each, its notices, the pages of answers, and their recordings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from pathlib import PurePosixPath

from ...catalogue.dates import PartialDate
from ...catalogue.model import Call
from ...catalogue.text import RichText
from ...catalogue.values import AnswerForm
from ...locale import msgid
from ...voices.collection import Recalled, Voice, notice_hash
from ...voices.model import Kind
from ...voices.permission import CONSENT_LANGUAGE, CONSENT_WORDS, RECORDING_WORDS, Reason
from ...voices.store import published_files
from ..basis_view import basis_views
from ..context import Site
from ..document import BinaryAsset, Page, PageBody, PageBuilder, document, link, page
from ..head import breadcrumbs, head, page_url
from ..labels import partial_date_in_words
from ..module_view import Dependant, dependants_of
from ..rendering import render
from ..resource_view import ResourceView, ThemeView, View
from ..sharing import contact_link

__all__ = [
    "CALLS_PATH",
    "CallView",
    "Recording",
    "call_builders",
    "call_titles",
    "recording_files",
    "recording_of",
]

#: Digits of the SHA-256 in a name: a changed file has another.
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Recording:
    """The recording of an answer, as its page plays it.

    Attributes:
        kind: `audio` or `video`.
        name: its file, beside the page.
        captions: the file of its captions, beside the page; empty where there are none.
        minutes: how long it is, as `1:34`.
    """

    kind: str
    name: str
    captions: str
    minutes: str


def recording_of(voice: Voice) -> Recording | None:
    """The recording of an answer, where it may be shown."""
    found = list(_files(voice))
    if not found:
        return None
    record = voice.answer.record
    seconds = record.seconds or 0
    minutes = f"{seconds // 60}:{seconds % 60:02}" if seconds else ""
    return Recording(record.kind.value, found[0][0], found[1][0] if len(found) > 1 else "", minutes)


def recording_files(site: Site) -> Iterator[BinaryAsset]:
    """Each recording that may be shown, and its captions."""
    for voice in site.voices.voices.values():
        for name, data in _files(voice):
            yield BinaryAsset(f"voices/{voice.id}/{name}", data)


def _files(voice: Voice) -> Iterator[tuple[str, bytes]]:
    """Name and content of the recording, then of its captions."""
    if voice.permission.media:
        endings = (PurePosixPath(voice.answer.media_file).suffix, ".vtt")
        for ending, (hashed, data) in zip(endings, published_files(voice.answer).items(), strict=False):
            yield f"{hashed[:_DIGITS]}{ending}", data


CALLS_PATH = "calls/index.md"
_FORMS = {
    AnswerForm.TEXT: msgid("in writing"),
    AnswerForm.AUDIO: msgid("as a sound recording"),
    AnswerForm.VIDEO: msgid("as a short video"),
}

_WAYS = {
    AnswerForm.TEXT: ("#write", msgid("Write an answer")),
    AnswerForm.AUDIO: ("#speak", msgid("Speak")),
    AnswerForm.VIDEO: ("#film", msgid("Film")),
}


@dataclass(frozen=True)
class CallView(View):
    """A call, as its page and the list of calls show it."""

    call: Call

    @property
    def title(self) -> str:
        """A few words that name it, or its question."""
        return self.call.title or str(self.call.question)

    @property
    def href(self) -> str:
        """Its page."""
        return self.to(f"calls/{self.call.id}.md")

    @property
    def is_open(self) -> bool:
        """Whether answers are taken on the day of the build."""
        return self.site.voices.day is not None and self.call.is_open(self.site.voices.day)

    @property
    def takes_answers(self) -> bool:
        """Whether there is a form: the call is open, and its notice is there."""
        return self.is_open and self.call.notice in self.site.voices.notices

    @property
    def closes(self) -> str:
        """The last day, in words."""
        return partial_date_in_words(PartialDate.parse(self.call.closes.isoformat()), self.site.translations)

    @property
    def forms(self) -> list[str]:
        """How people could answer, in words."""
        return [self.site.translations.gettext(_FORMS[form]) for form in self.call.formats]

    @property
    def ways(self) -> list[tuple[str, str]]:
        """How people can answer: the part of the form to begin with, and what the button says."""
        forms = [form for form in _WAYS if form in self.call.formats]
        only = forms == [AnswerForm.TEXT]
        return [("" if only else _WAYS[form][0], self.site.translations.gettext(_WAYS[form][1])) for form in forms]

    @property
    def resource(self) -> ResourceView | None:
        """The resource that is the call itself, or tells of it."""
        return (
            ResourceView(self.site, self.here, self.site.resources[self.call.resource]) if self.call.resource else None
        )

    @property
    def answers(self) -> str:
        """How many answers there are, in words; empty where they are not at hand."""
        number, t = len(self.site.voices.of_call(self.call.id)), self.site.translations
        if not number:
            return ""
        if number < self.call.quorum:
            return t.ngettext(
                "There are fewer than %(number)s answers so far.",
                "There are fewer than %(number)s answers so far.",
                self.call.quorum,
            )
        return t.ngettext("There is %(number)s answer.", "There are %(number)s answers.", number)

    @property
    def has_samples(self) -> bool:
        """Whether answers that we made up are among those that are counted."""
        return any(each.answer.record.sample for each in self.site.voices.of_call(self.call.id))

    @property
    def held_back(self) -> str:
        """How many answers are not shown because not everyone in them agreed, in words; empty for none."""
        voices = [each for each in self.site.voices.voices.values() if each.answer.record.call == self.call.id]
        number = sum(Reason.NOT_EVERYONE in each.permission.reasons for each in voices)
        told = self.site.translations.ngettext(
            "%(number)s is held back: not everyone in it agreed.",
            "%(number)s are held back: not everyone in them agreed.",
            number,
        )
        return told if number else ""

    @cached_property
    def dependants(self) -> list[Dependant]:
        """What rests on it."""
        return dependants_of(self.site, self.here, self.call.id)


def call_titles(site: Site) -> dict[str, str]:
    """The path of the list of calls with its title; nothing where there are none."""
    return {CALLS_PATH: site.translations.gettext("Calls")} if site.catalogue.calls else {}


def call_builders(site: Site) -> Iterator[PageBuilder]:
    """What makes the list of calls and the page of each."""
    if not site.catalogue.calls:
        return
    yield PageBuilder((document(CALLS_PATH),), lambda: [_calls_page(site)])
    for call in site.catalogue.calls:
        yield PageBuilder((document(f"calls/{call.id}.md"),), partial(_call_pages, site, call))
        if CallView(site, CALLS_PATH, call).takes_answers:
            yield PageBuilder((document(f"calls/{call.id}/take-part.md"),), partial(_take_part_pages, site, call))
            yield PageBuilder((document(f"calls/{call.id}/notice.md"),), partial(_notice_pages, site, call))
    for voice in site.voices.voices.values():
        if voice.permission.counted:
            yield PageBuilder((document(f"voices/{voice.id}.md"),), partial(_voice_pages, site, voice))
    for recalled in site.voices.recalled.values():
        yield PageBuilder((document(f"voices/{recalled.id}.md"),), partial(_recalled_pages, site, recalled))


def _calls_page(site: Site) -> Page:
    views = [CallView(site, CALLS_PATH, call) for call in site.catalogue.calls]
    body = render("calls.html", CALLS_PATH, site.language, calls=views, edit=site.edit_link("pathway", "pathway"))
    gettext = site.translations.gettext
    title = gettext("Calls")
    steps = breadcrumbs(site, CALLS_PATH, (CALLS_PATH, title))
    return page(
        CALLS_PATH,
        body,
        title=title,
        source=site.source("pathway", "pathway"),
        description=site.translations.gettext(
            "Questions that many people were asked, and what became of their answers."
        ),
        hide=["toc"],
        **head("page", [steps]),
    )


def _call_pages(site: Site, call: Call) -> list[Page]:
    here = f"calls/{call.id}.md"
    view = CallView(site, here, call)
    body = render("call.html", here, site.language, view=view, call=call, edit=site.edit_link("call", call.id))
    calls = site.translations.gettext("Calls")
    made = page(
        here,
        body,
        title=view.title,
        source=site.source("call", call.id),
        description=str(call.question),
        hide=["toc"],
        **head("page", [breadcrumbs(site, here, (CALLS_PATH, calls), (here, view.title))]),
    )
    return [made]


def _take_part_pages(site: Site, call: Call) -> list[Page]:
    """The form of a call that is open: it makes files on the person's own device, and sends nothing."""
    here = f"calls/{call.id}/take-part.md"
    view = CallView(site, here, call)
    notice = link(here, f"calls/{call.id}/notice.md")
    controller = call.controller
    records = AnswerForm.AUDIO in call.formats or AnswerForm.VIDEO in call.formats
    words = {**CONSENT_WORDS, **(RECORDING_WORDS if records else {})}
    data = {
        "id": call.id,
        "question": str(call.question),
        "address": page_url(site, here, f"calls/{call.id}.md"),
        "closes": call.closes.isoformat(),
        "notice": call.notice,
        "noticeHash": f"sha256:{notice_hash(site.voices.notices[call.notice or ''])}",
        "noticeAddress": page_url(site, here, f"calls/{call.id}/notice.md"),
        "sendTo": (call.send_to or "").removeprefix("mailto:"),
        "controller": controller.name if controller else "",
        "contact": controller.contact if controller else "",
        "formats": [form.value for form in _WAYS if form in call.formats],
        "minutes": {"audio": call.longest.audio, "video": call.longest.video},
        "words": words,
    }
    body = render(
        "take-part.html",
        here,
        site.language,
        view=view,
        call=call,
        notice=notice,
        mail=contact_link(call.send_to) or "",
        words=words,
        records=records,
        consent_language=CONSENT_LANGUAGE,
        data=json.dumps(data, ensure_ascii=False),
    )
    return [_private_page(site, here, body, site.translations.gettext("Take part"))]


def _notice_pages(site: Site, call: Call) -> list[Page]:
    """The notice of an open call, as people read it before they agree."""
    here = f"calls/{call.id}/notice.md"
    text = site.voices.notices[call.notice or ""]
    body = render("notice.html", here, site.language, view=CallView(site, here, call), call=call, text=RichText(text))
    return [_private_page(site, here, body, site.translations.gettext("What happens to answers"))]


_KINDS = {
    Kind.TEXT: msgid("An answer in writing"),
    Kind.AUDIO: msgid("An answer in sound"),
    Kind.VIDEO: msgid("An answer on film"),
}


def _voice_pages(site: Site, voice: Voice) -> list[Page]:
    """The page of an answer: all of its words, those that are quoted, or none, and where they led."""
    here = f"voices/{voice.id}.md"
    record = voice.answer.record
    references = [f"{voice.id}/{excerpt.n}" for excerpt in record.excerpts]
    quotations = [view.quotation for view in basis_views(site, here, references) if view.quotation]
    is_shown = voice.permission.whole or bool(quotations)
    led = dict.fromkeys(each for name in references for each in dependants_of(site, here, name))
    call = next(call for call in site.catalogue.calls if call.id == record.call)
    title = site.translations.gettext(_KINDS[record.kind] if is_shown else msgid("An answer"))
    themes = [ThemeView(site, here, site.themes[name]) for name in dict.fromkeys(each.code for each in record.excerpts)]
    body = render(
        "voice.html",
        here,
        site.language,
        title=title,
        call=CallView(site, here, call),
        voice=voice,
        recording=recording_of(voice),
        name=voice.permission.name if is_shown else "",
        is_shown=is_shown,
        day=site.translations.day(voice.permission.until) if voice.permission.until else "",
        spoken=record.language if voice.permission.language and record.language != site.language else "",
        quotations=quotations,
        themes=themes,
        dependants=list(led),
    )
    return [_private_page(site, here, body, title)]


def _recalled_pages(site: Site, recalled: Recalled) -> list[Page]:
    """What is left of an answer that was taken back: that it was, and when."""
    here = f"voices/{recalled.id}.md"
    month = site.translations.month(date.fromisoformat(f"{recalled.month}-01"))
    body = render("recalled.html", here, site.language, month=month, sample=recalled.id in site.voices.sample_ids)
    return [_private_page(site, here, body, site.translations.gettext("This answer was taken back"))]


def _private_page(site: Site, here: str, body: PageBody, title: str) -> Page:
    """A page that no search engine or archive is to keep: it says nothing of the answer to programs."""
    return page(
        here,
        body,
        title=title,
        source=site.source("pathway", "pathway"),
        hide=["toc"],
        robots="noindex, noarchive",
        search={"exclude": True},
    )
