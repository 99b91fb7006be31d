"""Rules for notices that stand where the resource was: withdrawn, removed, closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...catalogue.types import ResourceType
from ...web.urls import path_of
from ..text import folded
from ..verdicts import Verdict
from .content_change import FROM_ELSEWHERE, IN_PART
from .context import LONG, SHORT, Finding, RuleContext
from .identity import OTHER_EDITION, WITHDRAWN, WITHDRAWN_ANYWHERE, WITHDRAWN_ELSEWHERE
from .notices import A_PART, MORE, NOTICES, OTHER, STILL, THING, THIS_ELSEWHERE, TO_READ, WE_REMOVED

__all__ = ["withdrawn"]

_RECORDINGS: Final = re.compile(r"video|recording|podcast|episode|programme|broadcast|film|clip|talk|webinar|session")
_NOT_HERE: Final = re.compile(r"remov|delet|available|online|accessible|taken down|unpublished")
_OF_THIS, _OF_ANY_OF_THESE = (
    re.compile(
        r"^(?:please note|note|notice|important|update|sorry|unfortunately|we are sorry|as of|since)?(?: \w+){0,3}?"
        rf" ?(?:this|these|our) (?!{OTHER}\b)"
        rf"(?:\w+ ){{0,3}}?(?P<thing>{things})\b(?P<between>.*)"
    )
    for things in (THING, f"(?:{THING}|{MORE})")
)
"""Beginning of a sentence that is about the page's own resource."""
_OF_THE: Final = re.compile(
    rf"^(?:the (?!{OTHER}\b)(?:\w+ ){{0,2}}?{THING}|its content|it|{THING})(?: (?:you|that) (?:\w+ ){{1,5}})?\s*$"
)
_STATE: Final = re.compile(
    r"maintained|supported|published|offered|discontinued|superseded|retired|expired|ended|closed"
)
"""What is said of a thing that may still be there to read."""
_LEFT_ALONE: Final = re.compile(r"maintained|supported|superseded")
_KINDS: Final = re.compile(
    r"event|consultation|survey|form|webinar|quiz|image|photo|map|show|series|session|video|recording|podcast|episode|"
    r"issue|question|answer|exercise|poster|template|app|stream|broadcast|playlist|album|track|press release|course|"
    r"lesson|module|program|book|post|talk|lecture|film|clip|interview|leaflet|newsletter|chapter|dataset"
)
"""Things of one kind: where the resource isn't called one, it may be about another."""
_REPLACED: Final = re.compile(r"\b(?:and|been|now) (?:replaced|updated|restored|fixed|corrected)\b")
_PART: Final = re.compile(r"files?|links?|attachments?")
"""Things that a resource may have several of."""
_OF_A_SHOP: Final = re.compile(r"\b(?:isbn(?: ?1[03])?|hardback|hardcover|paperback|out of print)\b")
"""What a bookseller's page has, on which only the copies are gone."""
_FEW, _FEWER = 45, 25
"""Words up to which a page may be nothing but a notice, and up to which it is so under the resource's own title."""
_ALONE: Final = 8
"""Words beside a notice up to which it is all that a page says."""
_BETWEEN: Final = 7
"""Words between the resource and what is said of it."""
_OTHER_CLAUSE: Final = frozenset(
    {"after", "because", "before", "when", "where", "which", "while", "why", "how", "although", "if", "until"}
)
"""Words that begin another clause, which may be about something else."""
_VERSIONS: Final = frozenset({"version", "edition", "format", "copy", "form"})
"""Things that are another's than the page's where a word says which."""
_CONDITION: Final = frozenset({"if", "when", "unless", "whenever", "should", "where"})
"""Words before a thing by which nothing is said to be so."""
_A_THING: Final = re.compile(rf"\b(?:{THING}|tools?|services?|apps?)\b")
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
_COMMENTS: Final = re.compile(
    r"(?:\d+ |leave a |post a |reader )?(?:comments?|repl(?:y|ies)|responses|discussion)\b(?! on\b)"
)
_OTHERS: Final = re.compile(
    r"\b(?:most (?:read|viewed|cited|recent|popular)|recommended|you (?:may|might) also|more (?:from|like|in this)|"
    r"(?:related|similar) (?:articles?|content|posts?|reading|resources|publications)|trending|see also|"
    r"latest (?:news|articles))\b"
)
"""What stands above a list of other pages."""
_OF_OTHERS: Final = 6
"""Sentences after it that may be about them."""
_ROOT: Final = 6
"""Letters by which a word of a title is told to be about withdrawal itself."""


def withdrawn(context: RuleContext) -> Finding | None:
    """Find a notice shown instead of the resource, even under its own title; a page about a withdrawal is fine."""
    page = context.page
    if page is None or context.same_as_baseline or context.words > LONG or page.media or page.shell:
        return None
    said = _notice(context)
    if said is None and any(
        WITHDRAWN_ANYWHERE.search(text) or WE_REMOVED.search(text) for text in (*context.titles, context.opening)
    ):
        said = _withdrawn_name(context) or _withdrawn_sentence(context)
        said = None if said is not None and _STATE.search(said) and _has_more(said, context) else said
    if said is None or STILL.search(context.opening) or (context.identity.found and _OF_A_SHOP.search(context.opening)):
        return None
    if context.identity.found and any(TO_READ.search(each) for each in _sentences(context) if said not in each):
        return None  # a notice about a part, beside the resource
    return Finding(
        Verdict.HOLLOW,
        0.8,
        (f"a notice is shown instead of the resource: “{said}”", f"the page has {context.words} words"),
    )


def _has_more(said: str, context: RuleContext) -> bool:
    """Tell whether a page has more to read than a notice, so that what was retired or isn't maintained may be there."""
    main = context.page.main if context.page and context.identity.found else ""
    if context.words > SHORT // 2:
        return True
    return bool(main and _LEFT_ALONE.search(said)) and _words_beside(said, context, len(main.split())) > _FEWER // 2


def _withdrawn_name(context: RuleContext) -> str | None:
    """Return what a title or a main heading says of a withdrawal, beside the resource's own title or little else."""
    titles, meant = [folded(title) for title in context.target.titles], context.wanted
    for text in context.titles:
        found = WITHDRAWN.search(text) or WITHDRAWN_ELSEWHERE.search(text)
        if not found or found[0] in meant:
            continue
        rest = f"{text[: found.start()]} {text[found.end() :]}"
        for title in titles:
            rest = rest.replace(title, " ")
        if len(rest.split()) <= 5 or (
            context.words <= SHORT and _is_about_this(text[: found.start()], titles, context)
        ):
            return found[0]
    return None


def _withdrawn_sentence(context: RuleContext) -> str | None:
    """Return what a sentence near the beginning of a page says of the withdrawal of its own resource."""
    titles, meant = _names_of(context), context.wanted
    for place, sentence in enumerate(_sentences(context)):
        found = WITHDRAWN.search(sentence)
        before = _without(sentence[: found.start()], titles) if found else ""
        if found and (FROM_ELSEWHERE.match(sentence, found.end()) or (_STATE.search(found[0]) and not before)):
            continue
        if found and not _is_the_subject(found[0], meant):
            if place < _FIRST_SENTENCES and _names_this(sentence, found, titles, context):
                return found[0]
            label = len(sentence.split()) <= len(found[0].split()) + 1 and context.identity.found
            if context.words <= SHORT and not label and _is_about_this(sentence[: found.start()], titles, context):
                return found[0]
        found = WITHDRAWN_ELSEWHERE.search(sentence) or WE_REMOVED.search(sentence)
        if found and (OTHER_EDITION.search(sentence[: found.start()]) or A_PART.search(sentence[: found.start()])):
            continue
        if found and found[0] not in meant and context.words <= SHORT and _is_all_there_is(sentence, found, context):
            return found[0]
    return None


def _is_all_there_is(sentence: str, found: re.Match[str], context: RuleContext) -> bool:
    """Tell whether a notice says “this”, or is nearly all that a page has under the resource's title."""
    return (
        not context.identity.found
        or THIS_ELSEWHERE.search(sentence[: found.end()]) is not None
        or _words_beside(sentence, context) <= _ALONE
    )


def _words_beside(sentence: str, context: RuleContext, words: int | None = None) -> int:
    """Count a page's words, or those of its main part, but for a sentence and the resource's title."""
    title = len(context.target.titles[0].split()) if context.target.titles else 0
    return (context.words if words is None else words) - len(sentence.split()) - title


def _notice(context: RuleContext) -> str | None:
    """Return what a page of a few words says of the end of its resource, in whatever words."""
    main = context.page.main if context.page and context.identity.found else ""
    words = len(main.split()) if main else context.words
    if words > _FEW or (not main and len(context.opening.split()) > SHORT):
        return None
    titles, meant = _names_of(context), context.wanted
    for sentence in _sentences(context, main):
        bare = _without(sentence, titles)
        found = next((found for pattern in NOTICES if (found := re.search(pattern, bare))), None)
        thing = "" if found is None else found["thing"] or ""
        if found is None:
            continue
        alone = context.identity.found and _words_beside(bare, context, words) <= _ALONE
        if _KINDS.match(thing) and not alone and not _is_of_that_kind(thing, titles, context):
            continue
        if (
            not _CONDITION.isdisjoint(bare[: found.end("thing")].split())
            or _REPLACED.search(bare)
            or IN_PART.match(bare, found.end())
            or FROM_ELSEWHERE.search(bare)
            or (_PART.match(thing) and context.identity.found and bare != found[0])
        ):
            continue
        middle = found.end("thing") if thing else found.end()
        before, after = bare[found.start() : middle], bare[middle : found.end()]
        if not OTHER_EDITION.search(before.removesuffix(thing)) and not _is_the_subject(
            " ".join((after or before).split()[:4]), meant
        ):
            return found[0]
    return None


def _names_of(context: RuleContext) -> list[str]:
    """What the resource or its page is called, each name bare."""
    return [folded(title) for title in (*context.target.titles, context.page.title if context.page else "") if title]


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
    return context.words <= (_FEWER if context.identity.found else SHORT // 3) or _is_of_that_kind(
        thing, titles, context
    )


def _is_of_that_kind(thing: str, titles: list[str], context: RuleContext) -> bool:
    kind = thing.removesuffix("s")
    if _RECORDINGS.match(thing) and context.target.type in (ResourceType.VIDEO, ResourceType.AUDIO):
        return True
    return any(kind in name for name in (*titles, context.target.type.value, path_of(context.target.url).lower()))


def _sentences(context: RuleContext, text: str = "") -> Iterator[str]:
    """List the sentences of a page's beginning, bare, but for those about other pages and those of readers."""
    text = text or (context.page.text[:2_500] if context.page else "")
    left_out = 0
    for bare in (folded(sentence) for sentence in _SENTENCE.split(text)):
        if _COMMENTS.match(bare):
            return
        left_out = _OF_OTHERS if _OTHERS.search(bare) else left_out - 1
        if bare and left_out <= 0:
            yield bare


def _without(text: str, titles: list[str]) -> str:
    """Leave out what comes before the last mention of a title, since a text does not tell where a heading ends."""
    for title in titles:
        if title and title in text:
            text = text.rpartition(title)[2]
    return text.strip()


def _is_about_this(before: str, titles: list[str], context: RuleContext) -> bool:
    """Tell whether what comes before “withdrawn” in a sentence means the page's own resource."""
    rest = _without(before, titles)
    words = [word for word in rest.split() if word not in _BEFORE]
    if not words:
        return True
    if _OF_THE.search(" ".join(words)) is None or (len(words) > 2 and words[-1] in _VERSIONS):
        return False
    return not _KINDS.match(words[-1]) or _is_called(words[-1], titles, context)
