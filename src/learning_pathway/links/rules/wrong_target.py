"""Rules for addresses that show another page or site than the resource."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from ...web.urls import host_of, path_of
from ..text import fingerprint, folded, likeness, words
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, is_root
from .identity import CONSENT_OR_PAY, MOVED_NOTICE, SHELVES, TitleMatch

__all__ = [
    "is_bare_wall",
    "moved_notice",
    "other_page",
    "other_site",
    "same_page_for_everything",
    "suspicious",
    "wrong_kind",
]

_SHORTEST_FILE: Final = "file.pdf"
_ERROR_PATH: Final = re.compile(
    # A whole step of a path, or a value of a query, that says nothing but that something is wrong.
    r"(?:^|[/=])(?:(?:the|https?|pages?|site|file|content|custom|generic|default|status|code|system|our)[-_. ]?)*+"
    r"(?:404|410|errors?|err|not[-_. ]?found|missing|gone|unavailable|fehler|erreur|expired|removed|sorry|oops)"
    r"(?:[-_. ]?(?:404|410|500|pages?|errors?|not|found|missing|unavailable|code|view|index|default))*+"
    r"(?:\.[a-z]{2,5})?(?:[/?&#]|$)|aspxerrorpath=",
    re.IGNORECASE,
)
_SEARCH: Final = re.compile(r"(?:^|/)(?:search|suche|recherche|buscar|zoeken|find|results)(?:[/.]|$)", re.IGNORECASE)
_LIST: Final = re.compile(
    r"(?:^|[/=:?])(?:_pages|(?:special:)?all-?pages|page-?list|list-?of-?pages|title-?index|site-?map)(?:[/.&?]|$)",
    re.IGNORECASE,
)
_SEARCH_KEY: Final = re.compile(r"(?:^|&)(?:q|s|query|search|keywords?)=", re.IGNORECASE)


def other_page(context: RuleContext) -> Finding | None:
    """Find a redirect to another page than the resource: a home page, the section above, a search or an error page."""
    if not context.redirected or context.page is None or context.same_as_baseline:
        return None
    asked, reached = context.target.url, context.final_url
    if context.identity.match is TitleMatch.STRONG and _earns_its_title(context):
        return None
    place = _place(asked, reached)
    if place is None:
        return None
    sure = context.identity.match in (TitleMatch.NONE, TitleMatch.CREATOR)
    return Finding(
        Verdict.HOLLOW,
        0.9 if sure else 0.7,
        (f"the address leads to {place}: {reached[:200]}", context.identity.evidence),
    )


def _earns_its_title(context: RuleContext) -> bool:
    """Tell whether a title that fits is the page's own, not that of the whole site or of a list of links."""
    if context.page is None:
        return False
    own = [context.page.title, *context.page.headings[:1], *context.page.names]
    meant = {folded(title) for title in context.target.titles}
    return any(
        folded(name) == title or folded(name).startswith(f"{title} ") for name in own for title in meant
    ) or not is_root(context.final_url)


def _place(asked: str, reached: str) -> str | None:
    """Say what kind of other place a redirect reached; None if it may well be the resource."""
    before, after = urlsplit(asked), urlsplit(reached)
    if _ERROR_PATH.search(f"{after.path}?{after.query}") and not _ERROR_PATH.search(f"{before.path}?{before.query}"):
        return "an error page"
    searched = _SEARCH.search(after.path) or (_SEARCH_KEY.search(after.query) and len(_steps(after.path)) <= 1)
    if searched and not _SEARCH.search(before.path) and not _SEARCH_KEY.search(before.query):
        return "a search page"
    if _LIST.search(f"{after.path}?{after.query}") and not _LIST.search(f"{before.path}?{before.query}"):
        return "a list of pages"
    if is_root(asked):
        return None
    if is_root(reached):
        return "a home page"
    if _is_listing(after.path, before.path):
        return "a listing"
    above, below = _steps(after.path), _steps(before.path)
    if (
        host_of(asked).removeprefix("www.") == host_of(reached).removeprefix("www.")
        and len(above) < len(below)
        and below[: len(above)] == above
        and not after.query
    ):
        return "a section above it"
    return None


def _is_listing(after: str, before: str) -> bool:
    """Tell whether a path names a shelf of a site rather than a resource on it."""
    above, below = _steps(after), _steps(before)
    return bool(above) and len(above) <= 2 and above[-1] in SHELVES and above[-1] != (below[-1] if below else "")


def _steps(path: str) -> list[str]:
    return [step.lower() for step in path.split("/") if step]


def moved_notice(context: RuleContext) -> Finding | None:
    """Find a page that only says that the resource has moved, and leads nowhere by itself."""
    page = context.page
    if page is None or context.same_as_baseline or context.words > SHORT or page.shell or page.media:
        return None
    for text in (*context.titles, context.opening):
        found = MOVED_NOTICE.search(text)
        if found:
            return Finding(Verdict.MOVED, 0.6, (f"a short page says “{found[0]}” and leads nowhere by itself",))
    return None


def wrong_kind(context: RuleContext) -> Finding | None:
    """Find a page, a picture or a program's message where the address promises a document."""
    answer, page = context.answer, context.page
    kind = answer.real_kind or answer.kind
    if kind in ("application/json", "application/problem+json", "text/json") and not path_of(
        context.target.url
    ).endswith(".json"):
        return (
            Finding(Verdict.HOLLOW, 0.75, ("the server sends data for programs instead of a page",))
            if page is None
            else None
        )
    expected = context.expected_document
    if expected is None:
        return None
    if kind.startswith("image/") and "image" not in (context.baseline.kind if context.baseline else ""):
        return Finding(Verdict.HOLLOW, 0.85, (f"the address promises a {expected} and sends a picture",))
    if page is None or context.is_the_resource or context.identity.match is TitleMatch.FAIR or page.media:
        return None
    file = path_of(context.target.url).rstrip("/").rpartition("/")[2]
    if len(file) > len(_SHORTEST_FILE) and any(folded(unquote(file)) in text for text in context.titles):
        return None  # a host of files shows the file in a page of its own, which bears the file's name
    if page.shell or any(".pdf" in frame.lower() or "viewer" in frame.lower() for frame in page.frames):
        return None
    return Finding(
        Verdict.HOLLOW,
        0.85 if context.target.titles else 0.7,
        (f"the address promises a {expected} and shows a web page", context.identity.evidence),
    )


def other_site(context: RuleContext) -> Finding | None:
    """Find a redirect to a name that someone else may have registered, to a page without a trace of the resource.

    It is called trouble: a reader who is sent there finds something else, and no later check would tell. Where the last
    step of the address is still the title's, there is a trace, and someone should look once.
    """
    page = context.page
    if page is None or page.shell or not context.on_another_site or context.same_as_baseline or context.kept_its_name:
        return None
    identity = context.identity
    if identity.match is not TitleMatch.NONE or (identity.coverage or 0) > 0.4 or context.words < SHORT // 4:
        return None
    return Finding(
        Verdict.DRIFTED,
        0.7 if any(redirect.permanent for redirect in context.fetch.redirects) else 0.6,
        (f"the address leads to another site, which calls itself “{page.title[:160]}”", identity.evidence),
    )


def suspicious(context: RuleContext) -> bool:
    """Tell whether a page deserves a comparison with what its host shows for an address that cannot exist."""
    if context.page is None or context.is_the_resource or context.page.shell or is_root(context.final_url):
        return False
    return context.answer.status == 200 and not (context.identity.found and context.words > LONG)


def same_page_for_everything(context: RuleContext) -> Finding | None:
    """Find a page that its host shows for any address, existing or not (Bar-Yossef 2004, doi:10.1145/988672.988716)."""
    page, other = context.page, context.fetched.control
    if page is None or other is None or context.is_the_resource or is_root(context.target.url):
        return None
    alike = likeness(fingerprint(page.text), fingerprint(other.text)).text
    same_title = folded(page.title) == folded(other.title)
    if (alike is not None and alike >= 0.85 and same_title) or (
        words(page.text) == words(other.text) and page.words > 3
    ):
        wall = CONSENT_OR_PAY.search(context.opening) if context.words <= LONG else None
        if wall:
            # A wall is the same at every address, too.
            return Finding(Verdict.BLOCKED, 0.6, (f"the host asks for consent or a payment first: “{wall[0]}”",))
        if is_bare_wall(context):
            return Finding(Verdict.BLOCKED, 0.5, ("the host answers every address with a few words about the request",))
        return Finding(
            Verdict.HOLLOW,
            0.85,
            ("the host shows the very same page for an address that cannot exist", context.identity.evidence),
        )
    return None


def is_bare_wall(context: RuleContext) -> bool:
    """Tell whether a page says a few words about whoever asks for it: one without links, or in its title."""
    page = context.page
    if page is None or context.words > SHORT // 3:
        return False
    if any(_WALL_NAME.search(text) for text in context.titles):
        return True
    return not page.links and _BARE_WALL.search(context.opening) is not None


_WALL_NAME: Final = re.compile(
    r"\b(?:human|robots?|bots?|firewall|filter|filtered|too fast|slow down|before you enter|verify|verification)\b"
)
_BARE_WALL: Final = re.compile(
    r"\b(?:your (?:browser|request|connection|network|ip)|requests?|robots?|bots?|human|verif\w+|proceed|to continue|"
    r"not allowed|forbidden|access from|firewall|blocked|webmaster|browser|"
    r"too fast|bit fast|slow down|reload|filter|policy|accept the terms|i accept|before you enter)\b"
)
"""What a page without links says of whoever asks for it."""
