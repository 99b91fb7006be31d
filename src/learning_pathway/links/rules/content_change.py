"""Rules for pages that have changed: recordings gone, other content, missing fragments."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import unquote

from ...catalogue.types import ResourceType
from ...web.model import VideoStatus, WebPage
from ...web.urls import fragment_of, host_of, video_of
from ..text import folded, is_in_language
from ..verdicts import Verdict
from .context import LONG, SHORT, Finding, RuleContext, is_root, language_of
from .identity import VIDEO_GONE, TitleMatch

__all__ = ["FROM_ELSEWHERE", "IN_PART", "drifted", "fragment_missing", "judge_video", "video_gone"]

_ROUTE: Final = re.compile(r"^(?:!|/|\?|\.|~)|[=/&]")
_OF_OTHERS: Final = re.compile(
    r"^(?:ixzz|axzz|sthash\.|google_vignette$|_$|at_|st_|rss|vsc[=.]|fbclid|utm_)", re.IGNORECASE
)
"""Parts that services for sharing, counting and advertising add to an address."""
_COMMENT: Final = re.compile(r"^(?:li-)?(?:comments?|disqus|respond|reply|discussion)(?:[-_].*|\d*)$", re.IGNORECASE)
_COMMENTS: Final = re.compile(r"disqus|comment|discourse|hyvor|giscus|utteranc|isso|remark42", re.IGNORECASE)
_LINES: Final = re.compile(r"^L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?$")
_NUMBERS: Final = re.compile(r"^(?:\d+ )+(?=\D)")
_FILE: Final = re.compile(r"\b(?:pdf|download|epub)\b")
"""What a page says that has its text in a file now."""
_SHRUNK: Final = 0.25
_UNLIKE: Final = 0.08
_LITTLE_ALIKE: Final = 0.25
"""Below it, what two texts share may be no more than the frame that a site puts around all its pages."""
_BONES_ALIKE: Final = 0.3


def drifted(context: RuleContext) -> Finding | None:
    """Find a page that is no longer what was catalogued. A page retitled or translated is still the resource."""
    page, baseline = context.page, context.baseline
    if page is None or page.shell or context.same_as_baseline:
        return None
    if baseline is None:
        return _unlike_the_catalogue(context)
    alike, bones = context.likeness.text, context.likeness.bones
    if context.identity.other_edition:
        return Finding(Verdict.DRIFTED, 0.8, (context.identity.evidence, f"it was another on {baseline.on}"))
    # What is folded up now may have been open then.
    shrunk = context.words + page.hidden_words < baseline.words * _SHRUNK and (alike is None or alike < _LITTLE_ALIKE)
    into_a_file = context.identity.match is TitleMatch.STRONG and _FILE.search(context.opening) is not None
    if baseline.words >= SHORT and shrunk and not page.media and not into_a_file:
        return Finding(
            Verdict.DRIFTED,
            0.7,
            (
                f"the page had {baseline.words} words on {baseline.on} and has {context.words} now",
                context.identity.evidence,
            ),
        )
    if alike is None or (context.identity.found and not context.replaced):
        return None
    if alike >= _UNLIKE and not (context.replaced or _lost_its_title(context, alike)):
        return None
    translated = (
        language_of(page.language) != language_of(baseline.language) and bones is not None and bones >= _BONES_ALIKE
    )
    if translated or (
        context.identity.match is TitleMatch.UNKNOWN
        and folded(page.title) == folded(baseline.title)
        and folded(page.title)
    ):
        return None
    if bones is not None and bones >= 0.5:
        return None
    evidence = [f"the text has next to nothing in common with what was there on {baseline.on}"]
    if page.title and baseline.title and folded(page.title) != folded(baseline.title):
        evidence.append(f"its title was “{baseline.title[:120]}” and is “{page.title[:120]}”")
    if baseline.language and page.language and language_of(page.language) != language_of(baseline.language):
        evidence.append(f"its language was {baseline.language} and is {page.language}")
    evidence.append(context.identity.evidence)
    return Finding(Verdict.DRIFTED, 0.9 if context.identity.match is TitleMatch.NONE else 0.75, tuple(evidence))


def _lost_its_title(context: RuleContext, alike: float) -> bool:
    """Tell whether a page is another, though its site's frame around it is the same: its title went with its text.

    What a home page shows changes from week to week; it is not judged by this.
    """
    page, baseline = context.page, context.baseline
    return (
        page is not None
        and baseline is not None
        and alike < _LITTLE_ALIKE
        and folded(page.title) != folded(baseline.title)
        and language_of(page.language) == language_of(baseline.language)
        and not is_root(context.target.url)
    )


def _unlike_the_catalogue(context: RuleContext) -> Finding | None:
    """Compare with the catalogue, where no earlier page is known: only a page that matches nothing counts."""
    identity, page = context.identity, context.page
    if page is not None and identity.other_edition:
        return Finding(Verdict.DRIFTED, 0.7, (identity.evidence, "no earlier state of the page is known"))
    if page is None or identity.match is not TitleMatch.NONE or identity.coverage is None or context.words < SHORT:
        return None
    if identity.coverage > 0.2 or not context.target.language or context.kept_its_name:
        return None
    theirs, ours = language_of(page.language), language_of(context.target.language)
    spoken = is_in_language(page.text, ours)
    if spoken is None and theirs != ours:
        return None
    evidence = [f"the page calls itself “{page.title[:160]}”", identity.evidence]
    if spoken is False:
        evidence.append(f"it is not in the resource's language ({ours})")
    return Finding(
        Verdict.DRIFTED, 0.55 if spoken is False else 0.6, (*evidence, "no earlier state of the page is known")
    )


def fragment_missing(context: RuleContext) -> Finding | None:
    """Find a # that points to no part of the page (HTML Standard, 7.4.6.4)."""
    page = context.page
    written = fragment_of(context.final_url)
    if page is None or page.shell or not written or not fragment_of(context.target.url):
        return None  # a part that only a redirect names is none that the catalogue points to
    name, marked, text = written.partition(":~:")
    if marked:
        missing = _missing_text(text, page.text) if context.answer.whole else None
        if missing:
            return Finding(Verdict.FRAGMENT_MISSING, 0.7, (f"the words “{missing[:160]}” are no longer on the page",))
        return None
    if not name or name.lower() == "top" or any(kind.search(name) for kind in (_ROUTE, _LINES, _OF_OTHERS)):
        return None
    if not context.answer.whole:
        return None
    wanted = {name, unquote(name)}
    if wanted & page.anchors or any(f"user-content-{each}" in page.anchors for each in wanted):
        return None
    if (
        page.scripts > 1
        and context.words < SHORT
        and not (page.headings and context.identity.match is TitleMatch.STRONG)
    ):
        # Scripts make the page's sections from data, so that its source says nothing about them.
        return None
    if page.scripts and _may_be_made(unquote(name), page):
        return None
    confidence = 0.9 if page.scripts < 3 else 0.75
    return Finding(Verdict.FRAGMENT_MISSING, confidence, (f"the page has no element called “{unquote(name)[:160]}”",))


def _may_be_made(name: str, page: WebPage) -> bool:
    """Tell whether a page's scripts make the part: of a heading, for a link of the page's own, or with the comments."""
    if _COMMENT.match(name) and any(_COMMENTS.search(each) for each in (*page.script_sources, *page.anchors)):
        return True
    wanted = _unnumbered(name)
    return name.isdecimal() or (bool(wanted) and any(_unnumbered(part) == wanted for part in page.parts))


def _unnumbered(name: str) -> str:
    return _NUMBERS.sub("", folded(name))


def _missing_text(directives: str, text: str) -> str | None:
    """Return the words of a text fragment that are not on the page (WICG, URL Fragment Text Directives)."""
    here = f" {folded(text)} "
    for directive in directives.split("&"):
        key, _, value = directive.partition("=")
        if key != "text":
            continue
        parts = [part for part in value.split(",") if part and not part.endswith("-") and not part.startswith("-")]
        for part in parts[:2]:
            words = unquote(part)
            if f" {folded(words)} " not in here and folded(words) not in here:
                return words
    return None


_OF_A_LIST: Final = re.compile(r"\[(?:private|deleted) (?:video|track|episode)\]", re.IGNORECASE)
"""How a list of recordings shows one that is gone."""
FROM_ELSEWHERE: Final = re.compile(
    r" from (?:television|tv|cinemas?|theatres?|the (?:air|schedules?|shops?)|print|sale|shops|schools|libraries)\b"
)
"""What follows “withdrawn” or “removed” where it was not from the web."""
IN_PART: Final = re.compile(
    r" (?:for|as an?|to) (?:free )?(?:download|purchase|buy|rent)"
    r"| (?:without|unless|until|because|while|if|when) (?:\w+ ){0,4}?"
    r"(?:javascript|scripts?|cookies|browser|flash|player)\b"
    r"| (?:for|to) (?:users|people|viewers) in| (?:in|from|outside) (?:your|this|the|of|certain|some)?"
    r"(?: \w+)? ?(?:country|countries|region|regions|location|area|territory|uk|us|eu)\b"
)
"""What follows “no longer available” where the recording is there, if not in this form, not from here or not yet."""


def video_gone(context: RuleContext) -> Finding | None:
    """Find a page, of whatever service, that says that its video or recording is gone.

    What it says of cookies, of signing in or of its other videos matters less.
    """
    page = context.page
    if page is None or not _is_recording(context):
        return None
    for text in context.titles:
        found = _gone_phrase(context, text)
        own = len(text.split()) <= len(found.split()) + 5
        if found and own and not (context.same_as_baseline or page.media):
            return Finding(Verdict.REMOVED_VIDEO, 0.85, (f"the page says “{found}”",))
    found = "" if _OF_A_LIST.search(page.text[:2_500]) else _gone_phrase(context, context.opening[:1_500])
    if found and not page.media and context.words <= LONG:
        return Finding(Verdict.REMOVED_VIDEO, 0.8, (f"the page says “{found}” and shows no player",))
    return None


def _gone_phrase(context: RuleContext, text: str) -> str:
    """Return what a bare text says of a recording that is gone; not of its download, nor of another country."""
    found = next(
        (
            each
            for each in VIDEO_GONE.finditer(text)
            if not (IN_PART.match(text, each.end()) or FROM_ELSEWHERE.match(text, each.end()))
        ),
        None,
    )
    return found[0] if found and found[0] not in context.wanted else ""


def _is_recording(context: RuleContext) -> bool:
    if context.target.type in (ResourceType.VIDEO, ResourceType.AUDIO):
        return True
    services, host = context.settings.services, host_of(context.target.url)
    if host not in services.youtube_hosts and host not in services.vimeo_hosts:
        return False
    return video_of(context.target.url, services) is not None


def judge_video(signals: VideoStatus) -> Finding | None:
    """Judge a video by what its service said; None if that settles nothing and its page must be looked at."""
    name = {"youtube": "YouTube", "vimeo": "Vimeo"}.get(signals.service, signals.service)
    status, picture = signals.oembed_status, signals.picture
    if status == 200 and signals.oembed_title is not None:
        return Finding(Verdict.OK, 0.98, (f"{name} knows the video as “{signals.oembed_title[:160]}”",))
    if signals.service == "vimeo":
        return None
    if status == 401:
        return Finding(Verdict.OK, 0.9, (f"{name} has the video; its creator does not let other sites embed it",))
    if status in (400, 403, 404):
        what = "is private" if status == 403 else "does not exist"
        if picture is False:
            evidence = (f"{name} says that the video {what} ({status})", "its picture is gone too")
            return Finding(Verdict.REMOVED_VIDEO, 0.97, evidence, certain=True)
        if picture is None:
            return Finding(Verdict.REMOVED_VIDEO, 0.8, (f"{name} says that the video {what} ({status})",))
        evidence = (f"{name} says that the video {what} ({status})", "but still shows its picture")
        if status == 404:
            return Finding(Verdict.REMOVED_VIDEO, 0.7, evidence)
        return Finding(Verdict.BLOCKED, 0.6, evidence)
    if picture is False:
        said = "gave no answer that could be used" if status is None else f"answered {status} and no more"
        return Finding(Verdict.REMOVED_VIDEO, 0.7, (f"{name} {said} about the video", "and has no picture of it"))
    if picture is True:
        return Finding(Verdict.OK, 0.6, (f"{name} did not answer about the video, but shows its picture",))
    return None
