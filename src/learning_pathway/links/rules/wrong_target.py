"""Rules for redirects that lead to another page than the resource."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from ...web.urls import host_of, path_of
from ..text import fingerprint, folded, likeness, words
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, is_root
from .identity import Match
from .phrases import CONSENT_OR_PAY, SHELVES

__all__ = [
    "other_page",
    "other_site",
    "same_page_for_everything",
    "suspicious",
    "wrong_kind",
]

_ERROR_PATH: Final = re.compile(
    r"(?:^|[/_.=-])(?:404|410|error|errors|not-?found|page-?not-?found|notfound|missing|gone|unavailable|fehler|erreur|expired|removed|sorry)(?:[/_.-]|$)",
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
    if context.identity.match is Match.STRONG and _earns_its_title(context):
        return None
    place = _place(asked, reached)
    if place is None:
        return None
    sure = context.identity.match in (Match.NONE, Match.CREATOR)
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
    if page is None or context.is_the_work or context.identity.match is Match.FAIR or page.media:
        return None
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
    if identity.match is not Match.NONE or (identity.coverage or 0) > 0.4 or context.words < SHORT // 4:
        return None
    return Finding(
        Verdict.DRIFTED,
        0.7 if any(redirect.permanent for redirect in context.fetch.redirects) else 0.6,
        (f"the address leads to another site, which calls itself “{page.title[:160]}”", identity.evidence),
    )


def suspicious(context: RuleContext) -> bool:
    """Tell whether a page deserves a comparison with what its host shows for an address that cannot exist."""
    if context.page is None or is_root(context.final_url) or context.page.shell or context.is_the_work:
        return False
    return context.answer.status == 200 and not (context.identity.found and context.words > LONG)


def same_page_for_everything(context: RuleContext) -> Finding | None:
    """Find a page that its host shows for any address, existing or not (Bar-Yossef 2004, doi:10.1145/988672.988716)."""
    page, other = context.page, context.fetched.control
    if page is None or other is None or context.is_the_work or is_root(context.target.url):
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
        return Finding(
            Verdict.HOLLOW,
            0.85,
            ("the host shows the very same page for an address that cannot exist", context.identity.evidence),
        )
    return None
