"""Rules for pages that answer 200 without the resource: not found, under maintenance, never begun, nothing of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from ...catalogue.types import ResourceType
from ...web.urls import host_of, path_of
from ..text import content_words, folded, segments, words
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, hollow, is_root, language_of
from .identity import (
    ANYWHERE,
    ASTRAY,
    BODY_NOT_FOUND,
    CONSENT_WORDS,
    DEFAULT_PAGE,
    FAULT,
    FILLER,
    HIJACK,
    MAINTENANCE,
    NOT_FOUND,
    ORDINARY,
    OTHER_BUSINESS,
    REGRET,
    SUSPENDED,
    TRADE,
    TitleMatch,
)
from .wrong_target import is_bare_wall

__all__ = ["empty", "no_match", "no_trace", "not_found", "not_found_by_name", "placeholder", "server_error"]

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
    if context.page is None or context.same_as_baseline or context.identity.found or context.words > SHORT * 2:
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
    said = next((text for text in named if is_not_found_title(text) and not _is_meant(text, context.wanted)), None)
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
    if context.page is None or context.same_as_baseline or context.identity.found or context.words > SHORT * 2:
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


_UNSPACED: Final = (
    (re.compile(r"[\u3400-\u9fff\uac00-\ud7af]+"), 2),
    (re.compile(r"[\u30a1-\u30fa\u0e00-\u0e7f]+"), 3),
)
"""Runs of characters of scripts without spaces, and how many of them in a row tell a word."""
_EXCUSES: Final = frozenset({"sorry", "cannot", "cant", "could not", "couldnt", "error"})
"""Ordinary words that are said to a reader: one beside another of regret says that a page is gone."""
_ROOT: Final = 6
"""Letters by which a word is told in another form."""
_LEAST: Final = 3
"""Words from which on a page says anything."""
_ENOUGH, _ENOUGH_OF_MORE = 2, 3
"""Signs that a page without a trace of the resource is not it, if it has few words and if it has more."""
_LETTERS: Final = re.compile(r"[A-Za-z]{3}")
_STILL_TO_COME: Final = re.compile(
    r"\b(?:loading|please wait|javascript|your browser|laden|wird geladen|chargement|cargando|caricamento)\b"
)
"""What a page says whose scripts have still to write it; a notice about cookies is another sign of that."""
_WORDS: Final = (ASTRAY, OTHER_BUSINESS, REGRET, HIJACK, TRADE)
_HOMES: Final = frozenset(
    {
        "home", "homepage", "home page", "welcome", "startseite", "willkommen", "accueil", "bienvenue", "inicio",
        "bienvenidos", "benvenuti", "hafan", "croeso", "strona glowna", "hem", "forside", "etusivu",
    }
)  # fmt: skip
"""What home pages call themselves."""
_MONEY: Final = re.compile(
    r"[$€£¥₹]\s?\d|\d\s?(?:[$€£¥%]|percent\b|usd\b|eur\b|gbp\b|zł)|\b24/7\b|\bfrom \d"
    r"|\d (?:a|per) (?:day|week|month|year|night)\b",
    re.IGNORECASE,
)


def no_match(context: RuleContext) -> Finding | None:
    """Find a few words of regret on a page without a trace of the resource."""
    if context.body_words > SHORT // 2 or not _is_bare(context):
        return None
    told = {found[0] for found in REGRET.finditer(context.body)}
    said = next((found[0] for text in context.titles if (found := REGRET.search(text))), None)
    if said is None and (not told <= ORDINARY or (len(told) > 1 and not told.isdisjoint(_EXCUSES))):
        said = max(told - ORDINARY or told, key=len)
    if said is None:
        return None
    evidence = (f"a short page that says “{said}”", context.identity.evidence)
    if context.target.type in (ResourceType.VIDEO, ResourceType.AUDIO):
        return Finding(Verdict.REMOVED_VIDEO, 0.7, (*evidence, "it shows no player"))
    return hollow(0.65, *evidence)


def no_trace(context: RuleContext) -> Finding | None:
    """Find a short page without a trace of the resource, for those who are lost or late, or are to buy something."""
    if not _is_bare(context) or is_root(context.target.url) or context.kept_its_name:
        return None
    page, target = context.page, context.target
    if page is None or context.words < _LEAST or not _tells(target.titles, target.creators):
        return None
    if page.scripts and (_STILL_TO_COME.search(context.opening) or len(set(_consent(context))) > 1):
        return None
    signs = [*_signs_of_its_making(context), *_signs_in_its_words(context)]
    enough = _ENOUGH if context.body_words <= SHORT // 2 else _ENOUGH_OF_MORE
    if sum(weight for weight, _ in signs) < enough or all(said.strip("“”") in ORDINARY for _, said in signs):
        return None
    if is_bare_wall(context):
        return Finding(Verdict.BLOCKED, 0.5, ("a few words about the request, and nothing else",))
    shown = next(iter(page.headings), page.title)
    return Finding(
        Verdict.DRIFTED,
        0.55,
        (
            f"a short page that calls itself “{shown[:160]}”, without a trace of the resource",
            f"signs of another page: {', '.join(said for _, said in signs[:4])}",
            context.identity.evidence,
        ),
    )


def _consent(context: RuleContext) -> Iterator[str]:
    yield from (found[0] for found in CONSENT_WORDS.finditer(context.opening))


def _signs_in_its_words(context: RuleContext) -> Iterator[tuple[int, str]]:
    """List what a page without a trace of the resource says to those who are lost, late or to buy something."""
    page = context.page
    if page is None:
        return
    text = " ".join((*context.titles, context.body))
    trades = context.target.type in (ResourceType.COURSE, ResourceType.BOOK)  # they have a price and a way to get them
    sums = [] if trades else list(_MONEY.finditer(f"{page.title} {page.text[:2_500]}"))[:2]
    tables = [table for table in _WORDS if not (trades and table is OTHER_BUSINESS)]
    said = dict.fromkeys(found[0] for table in tables for found in table.finditer(text))
    yield from ((1, f"“{phrase}”") for phrase in said)
    yield from ((1, f"“{found[0].strip()}”") for found in sums)


def _signs_of_its_making(context: RuleContext) -> Iterator[tuple[int, str]]:
    """List what shows, in any language, that a page is not about the resource, and how much each counts."""
    page = context.page
    if page is None:
        return
    if page.noindex:
        yield 1, "it asks search engines to leave it out"
    if page.canonical and is_root(page.canonical) and not is_root(context.final_url):
        yield 1, "it calls the home page its address"
    if not _HOMES.isdisjoint(context.titles):
        yield 2, "it calls itself a home page"
    if context.redirected and _file_name(context.target.url) != _file_name(context.final_url):
        yield 1, "the address leads elsewhere"
    if _names_its_site(context):
        return
    theirs, ours = (language_of(tag) for tag in (page.language, context.target.language or ""))
    if theirs and ours and theirs != ours:
        # A language alone may be that of a translation, though hardly one with other letters.
        yield 1 if _LETTERS.search(page.title) else 2, f"its language is {theirs}, not {ours}"
    site = set(map(folded, context.target.creators))
    heading = next((heading for heading in page.headings[:2] if folded(heading) not in site), "")
    if heading and page.title and set(content_words(heading)).isdisjoint(content_words(page.title)):
        yield 2, "its heading has no word of its title"


def _file_name(url: str) -> str:
    return path_of(url).rstrip("/").rpartition("/")[2]


def _names_its_site(context: RuleContext) -> bool:
    """Tell whether a page names the resource's creators in its text, though the whole site is called by them."""
    page = context.page
    if page is None or not page.headings:
        return False
    _, _, text = context.opening.partition(folded(page.headings[0]))
    return any(name and name in text for name in map(folded, context.target.creators))


def _is_bare(context: RuleContext) -> bool:
    """Tell whether a short page that is all there to read has nothing of the resource, and never had."""
    page = context.page
    if page is None or context.identity.found or context.words > SHORT:
        return False
    if page.shell or page.media or page.frames or page.password_field or context.same_as_baseline:
        return False
    if context.baseline is not None and page.title and folded(context.baseline.title) == folded(page.title):
        return False
    return context.identity.match is not TitleMatch.UNKNOWN and not _has_a_trace(context)


def _has_a_trace(context: RuleContext) -> bool:
    """Tell whether a page has a telling word of a title, or names a creator. A site's own name is on all its pages."""
    page = context.page
    if page is None:
        return False
    here = f" {' '.join(context.titles)} {context.opening} {folded(' '.join(page.creators))} "
    run_together = here.replace(" ", "")
    for title in context.target.titles:
        if any(f" {piece}" in here or (len(piece) >= _ROOT and piece in run_together) for piece in _telling(title)):
            return True
    named = f" {' '.join(context.titles)} "
    if any(f" {word} " in named for word in folded(path_of(context.target.url)).split() if len(word) > 3):
        return True
    site = set(_site_names(context))
    return any(f" {name} " in here for creator in context.target.creators if (name := folded(creator)) not in site)


def _tells(titles: tuple[str, ...], creators: tuple[str, ...]) -> bool:
    """Tell whether the catalogue knows enough of a resource to miss it."""
    return bool(creators) or any(len(content_words(title)) > 1 for title in titles)


def _telling(title: str) -> Iterator[str]:
    """List what of a title would hardly be on another page: its longer words, or a few characters in a row."""
    meaning = [word for word in content_words(title) if len(word) > 2]
    yield from (word[:_ROOT] for word in [word for word in meaning if word not in ANYWHERE] or meaning)
    for script, length in _UNSPACED:
        for run in script.findall(title):
            every = words(run)
            yield from (" ".join(every[start : start + length]) for start in range(len(every) - length + 1))


def _site_names(context: RuleContext) -> Iterator[str]:
    """List what the whole site is called: by its pages' titles, or by its host."""
    host = host_of(context.final_url).replace(".", "").replace("-", "")
    yield from (folded(segment) for segment in segments(context.page.title if context.page else ""))
    yield from (
        name for creator in context.target.creators if (name := folded(creator)) and name.replace(" ", "") in host
    )
