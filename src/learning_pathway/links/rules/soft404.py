"""Rules for pages that answer 200 without the resource: not found, under maintenance, withdrawn."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...catalogue.types import ResourceType
from ...web.urls import host_of, path_of
from ..text import folded, segments
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, hollow, is_root
from .identity import (
    BODY_NOT_FOUND,
    DEFAULT_PAGE,
    FAULT,
    FILLER,
    MAINTENANCE,
    NOT_FOUND,
    OTHER_EDITION,
    REGRET,
    SUSPENDED,
    WITHDRAWN,
    WITHDRAWN_ANYWHERE,
    WITHDRAWN_ELSEWHERE,
    TitleMatch,
)

__all__ = ["empty", "no_match", "not_found", "not_found_by_name", "placeholder", "server_error", "withdrawn"]

_PLACEHOLDER_WORDS: Final = 25
_LISTING: Final = "index of "
_CODE_IN_TITLE: Final = re.compile(r"(?:^| )(?:404|410)(?: |$)")


def empty(context: RuleContext) -> Finding | None:
    """Find an answer without content."""
    answer = context.answer
    if answer.size or answer.status == 304:
        return None
    if answer.status == 202:
        return Finding(
            Verdict.UNWELL, 0.6, ("the server has accepted the request and is not ready to answer it (202)",)
        )
    if answer.cut == "slow":
        return Finding(Verdict.UNWELL, 0.7, ("the server began to answer and sent nothing more",))
    if answer.cut == "truncated":
        return Finding(Verdict.UNWELL, 0.7, ("the connection broke before the page came",))
    if answer.cut in ("encoding", "foreign"):
        return None
    return Finding(Verdict.HOLLOW, 0.75, (f"the server answers {answer.status} and sends nothing at all",))


def server_error(context: RuleContext) -> Finding | None:
    """Find trouble of the server that comes as an ordinary page."""
    if context.page is None or context.is_the_resource or context.words > SHORT * 2:
        return None
    for phrases, what in ((MAINTENANCE, "is under maintenance"), (FAULT, "has trouble of its own")):
        for text in context.titles:
            found = phrases.search(text)
            if found and len(text.split()) <= len(found[0].split()) + 5:
                return _unwell(context, what, found[0], 0.85)
        found = phrases.search(context.opening)
        if found and found[0].isdigit():
            continue  # a number in a text is seldom a status
        if found and context.words <= SHORT // 2 and not NOT_FOUND.search(" ".join(context.titles)):
            return _unwell(context, what, found[0], 0.75)
    return None


def _unwell(context: RuleContext, what: str, said: str, confidence: float) -> Finding:
    return Finding(Verdict.UNWELL, confidence, (f"{host_of(context.final_url)} {what}: “{said}”",))


def not_found_by_name(context: RuleContext) -> Finding | None:
    """Find a page whose title or first heading says “not found”, though it repeats the resource's title elsewhere."""
    page = context.page
    if page is None or context.same_as_baseline or not context.is_the_resource or context.words > LONG:
        return None
    meant = folded(" ".join(context.target.titles))
    named = [folded(name) for name in (*segments(page.title), *page.headings[:1])]
    said = next((text for text in named if is_not_found_title(text) and not _is_meant(text, meant)), None)
    if said is None:
        return None
    return hollow(0.88, f"the page calls itself “{said}”, although it repeats the resource's title")


def not_found(context: RuleContext) -> Finding | None:
    """Find a page that says “not found” with a status that says “fine”."""
    if context.page is None or context.is_the_resource:
        return None
    said = [text for text in context.titles if is_not_found_title(text)]
    body = BODY_NOT_FOUND.search(context.opening) if context.words <= LONG else None
    if said and (context.words <= LONG or len(said) > 1 or context.page.noindex):
        evidence = [f"the page calls itself “{said[0]}” although its status says that all is well"]
        if body:
            evidence.append(f"its text says “{body[0]}”")
        return hollow(0.95 if body or len(said) > 1 else 0.88, *evidence, context.identity.evidence)
    if body and context.words <= SHORT:
        strong = (
            NOT_FOUND.search(context.opening) or _CODE_IN_TITLE.search(" ".join(context.titles)) or context.page.noindex
        )
        gone = len(list(BODY_NOT_FOUND.finditer(context.opening))) > 1
        if strong or gone or context.words <= 50:
            return hollow(
                0.85 if strong or gone else 0.7, f"a short page that says “{body[0]}”", context.identity.evidence
            )
    return None


def _is_meant(text: str, meant: str) -> bool:
    found = NOT_FOUND.search(text)
    return found is not None and found[0] in meant


def is_not_found_title(text: str) -> bool:
    """Tell whether a title or heading, bare, says “not found” and nothing else of meaning."""
    found = NOT_FOUND.search(text)
    if not found:
        return False
    rest = [word for word in f"{text[: found.start()]} {text[found.end() :]}".split() if word not in FILLER]
    again = NOT_FOUND.search(" ".join(rest))
    if again:
        rest = [word for word in " ".join(rest).replace(again[0], " ").split() if word not in FILLER]
    # A bare number may be part of a resource's name; words of a phrase are less likely to be.
    return len(rest) <= (0 if found[0] in ("404", "gone", "does not exist", "doesnt exist", "no longer exists") else 3)


def placeholder(context: RuleContext) -> Finding | None:
    """Find a site that was closed, or a server that shows what it shows before anything is put there."""
    if context.page is None or context.is_the_resource or context.words > SHORT * 2:
        return None
    if not is_root(context.final_url) and context.titles and context.titles[0].startswith(_LISTING):
        return None  # a folder of files may be what the link is about
    if context.identity.match >= TitleMatch.CREATOR and context.words > _PLACEHOLDER_WORDS:
        return None
    for phrases, what in ((SUSPENDED, "the site was closed"), (DEFAULT_PAGE, "the server shows its default page")):
        for text in context.titles:
            found = phrases.search(text)
            if found and len(text.split()) <= len(found[0].split()) + 5:
                return hollow(0.88, f"{what}: “{found[0]}”", context.identity.evidence)
        found = phrases.search(context.opening)
        if found and context.words <= SHORT // 2:
            return hollow(0.75, f"{what}: “{found[0]}”", context.identity.evidence)
    return None


def no_match(context: RuleContext) -> Finding | None:
    """Find a few words of regret on a page with no word of the resource's title and none of its creators.

    The exact words do not matter: there are a thousand ways to say that a page is gone.
    """
    page = context.page
    if page is None or context.words > SHORT // 2 or page.shell or page.media or page.frames or page.password_field:
        return None
    if (
        context.same_as_baseline
        or context.identity.match is not TitleMatch.NONE
        or context.has_a_word_of(*context.target.titles)
    ):
        return None
    if context.baseline is not None and page.title and folded(context.baseline.title) == folded(page.title):
        return None
    found = next((found for text in (*context.titles, context.opening) if (found := REGRET.search(text))), None)
    if found is None:
        return None
    evidence = (f"a short page that says “{found[0]}”", context.identity.evidence)
    if context.target.type in (ResourceType.VIDEO, ResourceType.AUDIO):
        return Finding(Verdict.REMOVED_VIDEO, 0.7, (*evidence, "it shows no player"))
    return Finding(Verdict.HOLLOW, 0.65, evidence)


_THING: Final = (
    r"(?:publication|report|document|resource|article|course|toolkit|tool kit|guide|guidance|page|content|paper|item|"
    r"event|edition|version|title|work|book|booklet|handbook|video|recording|site|website|material|file|programme|"
    r"program|webinar|post|study|briefing|brief|review|dataset|podcast|episode|lesson|module|manual|form|policy|"
    r"consultation|record|entry|piece|essay|story|press release|leaflet|framework|standard|statement|presentation|"
    r"slide|slideshow|slide deck|deck|talk|lecture|film|clip|chapter|thesis|preprint|manuscript|poster|infographic|"
    r"newsletter|template|worksheet|workbook|notebook|interview)s?"
)
_MORE: Final = (
    r"(?:project|app|show|series|session|issue|question|answer|map|image|photo|survey|exercise|quiz|speech|track|album|"
    r"playlist|repository|stream|broadcast|collection)s?"
)
"""Things that end or are withdrawn without their page: only when one is said not to be here is the resource gone."""
_NOT_HERE: Final = re.compile(r"remov|delet|available|online|accessible|taken down|unpublished")
_OF_THIS, _OF_ANY_OF_THESE = (
    re.compile(
        r"^(?:please note|note|notice|important|update|sorry|unfortunately|we are sorry|as of|since)?(?: \w+){0,3}?"
        r" ?(?:this|these|our) (?!(?:old|older|former|previous|earlier|last|other|paper|printed|print)\b)"
        rf"(?:\w+ ){{0,3}}?(?P<thing>{things})\b(?P<between>.*)"
    )
    for things in (_THING, f"(?:{_THING}|{_MORE})")
)
"""Beginning of a sentence that is about the page's own resource."""
_OF_THE: Final = re.compile(
    rf"^(?:the (?:\w+ ){{0,2}}?{_THING}|its content|it|{_THING})(?: (?:you|that) (?:\w+ ){{1,5}})?\s*$"
)
_WE_REMOVED: Final = re.compile(
    r"\bwe(?:ve| have| decided to| had to)? (?:retired?|withdraw|withdrawn|withdrew|removed?|deleted?|unpublished?)"
    rf" this (?!years?\b)(?:\w+ ){{0,2}}?{_THING}\b"
)
_STATE: Final = re.compile(
    r"maintained|supported|published|offered|discontinued|superseded|retired|expired|ended|closed"
)
"""What is said of a thing that may still be there to read."""
_KINDS: Final = re.compile(
    r"event|consultation|survey|form|webinar|quiz|image|photo|map|show|series|session|video|recording|podcast|episode|"
    r"issue|question|answer|exercise|poster|template|app|stream|broadcast|playlist|album|track|press release"
)
"""Things of one kind: where the resource isn't called one, it may be about another."""
_BETWEEN: Final = 7
"""Words between the resource and what is said of it."""
_OTHER_CLAUSE: Final = frozenset(
    {"after", "because", "before", "when", "where", "which", "while", "why", "how", "although", "if", "until"}
)
"""Words that begin another clause, which may be about something else."""
_A_THING: Final = re.compile(rf"\b{_THING}\b")
_FIRST_SENTENCES: Final = 12
_BEFORE: Final = frozenset(
    {
        "has",
        "have",
        "been",
        "was",
        "were",
        "is",
        "are",
        "now",
        "permanently",
        "since",
        "please",
        "note",
        "notice",
        "status",
        "and",
        "it",
    }
)
_SENTENCE: Final = re.compile(
    # A text does not tell where a heading or a line ends; a small word with a capital letter does.
    r"(?<=[.!?:;])\s+|\s[|•·–—-]\s|\s(?=(?:This|These|The|It|Our|Please|Sorry|We|Note|Notice) [a-z])"
)
_ROOT: Final = 6
"""Letters by which a word of a title is told to be about withdrawal itself."""


def withdrawn(context: RuleContext) -> Finding | None:
    """Find a notice shown instead of the resource, even under its own title; a page about a withdrawal is fine."""
    page = context.page
    if page is None or context.same_as_baseline or context.words > LONG or page.media or page.shell:
        return None
    if not any(
        WITHDRAWN_ANYWHERE.search(text) or _WE_REMOVED.search(text) for text in (*context.titles, context.opening)
    ):
        return None
    meant = folded(" ".join(context.target.titles))
    said = _withdrawn_name(context, meant) or _withdrawn_sentence(context, meant)
    if said is None or (_STATE.search(said) and context.words > SHORT // 2):
        return None
    return Finding(
        Verdict.HOLLOW,
        0.8,
        (f"a notice is shown instead of the resource: “{said}”", f"the page has {context.words} words"),
    )


def _withdrawn_name(context: RuleContext, meant: str) -> str | None:
    """Return what a title or a main heading says of a withdrawal, beside the resource's own title or little else."""
    titles = [folded(title) for title in context.target.titles]
    for text in context.titles:
        found = WITHDRAWN.search(text) or WITHDRAWN_ELSEWHERE.search(text)
        if not found or found[0] in meant:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        for title in titles:
            rest = rest.replace(title, " ")
        if len(rest.split()) <= 5 or (context.words <= SHORT and _is_about_this(text[: found.start()], titles)):
            return found[0]
    return None


def _withdrawn_sentence(context: RuleContext, meant: str) -> str | None:
    """Return what a sentence near the beginning of a page says of the withdrawal of its own resource."""
    titles = [folded(title) for title in (*context.target.titles, context.page.title if context.page else "") if title]
    for place, sentence in enumerate(_sentences(context)):
        found = WITHDRAWN.search(sentence)
        if found and not _is_the_subject(found[0], meant):
            if place < _FIRST_SENTENCES and _names_this(sentence, found, titles, context):
                return found[0]
            if context.words <= SHORT and _is_about_this(sentence[: found.start()], titles):
                return found[0]
        found = WITHDRAWN_ELSEWHERE.search(sentence) or _WE_REMOVED.search(sentence)
        if found and OTHER_EDITION.search(sentence[: found.start()]):
            continue
        if found and found[0] not in meant and context.words <= SHORT:
            return found[0]
    return None


def _is_the_subject(said: str, meant: str) -> bool:
    """Tell whether the resource is about withdrawals, so that its text speaks of them too."""
    roots = {word[:_ROOT] for word in said.split() if len(word) >= _ROOT} - {"longer", "availa"}
    return said in meant or any(word[:_ROOT] in roots for word in meant.split())


def _names_this(sentence: str, found: re.Match[str], titles: list[str], context: RuleContext) -> bool:
    """Tell whether the subject of “withdrawn”, a few words before it, is this resource."""
    start = _without(sentence[: found.start()], titles)
    about = _OF_ANY_OF_THESE if _NOT_HERE.search(found[0]) else _OF_THIS
    named = about.search(f"{start} {found[0]}".strip())
    if named is None or (_KINDS.match(named["thing"]) and not _is_called(named["thing"], titles, context)):
        return False
    between = named["between"].split()[: -len(found[0].split())]
    return len(between) <= _BETWEEN and _OTHER_CLAUSE.isdisjoint(between) and not _A_THING.search(" ".join(between))


def _is_called(thing: str, titles: list[str], context: RuleContext) -> bool:
    """Tell whether the resource is called by a word for its kind, or the page has little else to show."""
    kind = thing.removesuffix("s")
    known = (*titles, context.target.type.value, path_of(context.target.url).lower())
    return context.words <= SHORT // 3 or any(kind in name for name in known)


def _sentences(context: RuleContext) -> Iterator[str]:
    text = context.page.text[:2_500] if context.page else ""
    yield from (bare for sentence in _SENTENCE.split(text) if (bare := folded(sentence)))


def _without(text: str, titles: list[str]) -> str:
    """Leave out what comes before the last mention of a title, since a text does not tell where a heading ends."""
    for title in titles:
        if title and title in text:
            text = text.rpartition(title)[2]
    return text.strip()


def _is_about_this(before: str, titles: list[str]) -> bool:
    """Tell whether what comes before “withdrawn” in a sentence means the page's own resource."""
    rest = _without(before, titles)
    words = [word for word in rest.split() if word not in _BEFORE]
    if not words:
        return True
    rest = " ".join(words)
    return bool(_OF_THE.search(rest))
