"""Rules for pages that answer 200 without the resource: not found, under maintenance, never begun."""

from __future__ import annotations

import re
from typing import Final

from ...web.urls import host_of
from ..text import folded, segments
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, hollow, is_root
from .identity import BODY_NOT_FOUND, DEFAULT_PAGE, FAULT, FILLER, MAINTENANCE, NOT_FOUND, SUSPENDED, TitleMatch

__all__ = ["empty", "not_found", "not_found_by_name", "placeholder", "server_error"]

_PLACEHOLDER_WORDS: Final = 25
_LISTING: Final = "index of "
_CODE_IN_TITLE: Final = re.compile(r"(?:^| )(?:404|410)(?: |$)")


def empty(context: RuleContext) -> Finding | None:
    """Find an answer without content."""
    answer = context.answer
    if context.page is not None and context.page.blank and not answer.cut:
        return hollow(0.7, "the page is blank: it has no word, no picture and no script")
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
    named = [folded(name) for name in (*segments(page.title), *page.headings[:1])]
    if not any(NOT_FOUND.search(name) for name in named):
        return None
    meant = folded(" ".join(context.target.titles))
    said = next((text for text in named if is_not_found_title(text) and not _is_meant(text, meant)), None)
    if said is None:
        return None
    return hollow(0.88, f"the page calls itself “{said}”, although it repeats the resource's title")


def not_found(context: RuleContext) -> Finding | None:
    """Find a page that says “not found” with a status that says “fine”."""
    if context.page is None or context.is_the_resource:
        return None
    if context.page.missing and context.words <= LONG:
        return hollow(0.88, f"the page marks itself as not found: `{context.page.missing}`", context.identity.evidence)
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
