"""The order of the rules: from what came back to one verdict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Final

from ...web.model import Fetch, FetchedLink, WebSettings
from ...web.urls import host_of
from ..state.model import Baseline, CheckResult
from ..target import Target
from ..text import folded
from ..verdicts import Urgency, Verdict
from . import access, content_change, new_owner, paywall, soft404, withdrawal, wrong_target
from .access import judge_status, judge_trouble
from .content_change import judge_video
from .context import SHORT, UNDATED, Finding, RuleContext, confidence_of, describe_page, has_only_a_title, is_doubtful
from .identity import NOT_FOUND, TitleMatch
from .soft404 import no_match, no_trace

__all__ = ["Judge", "judge"]

_RULES: Final[tuple[Callable[[RuleContext], Finding | None], ...]] = (
    access.challenge,
    soft404.empty,
    content_change.video_gone,
    soft404.not_found_by_name,
    access.consent,
    paywall.login,
    new_owner.parked,
    access.place,
    soft404.not_found,
    access.choice,
    soft404.server_error,
    soft404.placeholder,
    new_owner.hijacked,
    new_owner.on_sale,
    withdrawal.withdrawn,
    wrong_target.other_page,
    wrong_target.same_page_for_everything,
    wrong_target.moved_notice,
    no_match,
    wrong_target.wrong_kind,
    wrong_target.other_site,
    new_owner.other_trade,
    paywall.gated,
    content_change.drifted,
    no_trace,
    content_change.fragment_missing,
)


class Judge:
    """Judges what is seen at one target's address, and no fetch of it twice."""

    def __init__(self, target: Target, baseline: Baseline | None, settings: WebSettings, day: date = UNDATED) -> None:
        """Start without having seen anything.

        Args:
            target: what the catalogue knows of the resource.
            baseline: what the page looked like when it was last known to be the resource, or when a person approved it.
            settings: the settings of the check.
            day: the day of the check.
        """
        self.target = target
        self.baseline = baseline
        self.settings = settings
        self.day = day
        self._findings: dict[int, tuple[Fetch, Finding]] = {}
        self._contexts: dict[int, tuple[Fetch, RuleContext]] = {}

    def result(self, fetched: FetchedLink) -> CheckResult:
        """Judge what was seen at the address."""
        if fetched.video is not None and (finding := judge_video(fetched.video)) is not None:
            return _result(finding, self.target.url if finding.verdict is Verdict.OK else None)
        findings = [(self._finding(fetched, each), each) for each in fetched.fetches]
        if not findings:
            return _result(
                Finding(Verdict.UNWELL, 0.5, ("the service of the video gave no answer that could be used",)), None
            )
        finding, fetch = min(findings, key=lambda pair: pair[0].verdict.meaning.harshness)
        if len({each.verdict for each, _ in findings}) > 1 and finding.verdict.meaning.urgency is not Urgency.FINE:
            finding = replace(finding, confidence=min(finding.confidence, 0.7), certain=False)
        finding = _with_video_page(finding, fetched)
        if fetched.certificate_ends_in is not None:
            finding = replace(finding, evidence=(*finding.evidence, _certificate(fetched.certificate_ends_in)))
        seen = describe_page(fetch, self.day) if finding.verdict in (Verdict.OK, Verdict.MOVED) else None
        return _result(finding, fetch.ended_at, seen)

    def looks_bad(self, fetched: FetchedLink) -> bool:
        """Tell whether what came last would be called trouble, so that a second opinion is due."""
        return self._finding(fetched, fetched.last).verdict.meaning.urgency is Urgency.TROUBLE

    def needs_control(self, fetched: FetchedLink) -> bool:
        """Tell whether a comparison with an address that cannot exist would help."""
        fetch = fetched.last
        if fetch.answer is None or fetch.trouble is not None or fetch.answer.page is None:
            return False
        if judge_status(fetch.answer.status, "") is not None:
            return False
        if not wrong_target.suspicious(self._context(fetched, fetch)):
            return False
        return self._finding(fetched, fetch).verdict in (Verdict.OK, Verdict.MOVED, Verdict.DRIFTED)

    def _context(self, fetched: FetchedLink, fetch: Fetch) -> RuleContext:
        """Return the rules' input for a fetch, the same as before unless there is now a control."""
        if fetched.control is not None:
            return RuleContext(fetched, fetch, self.target, self.settings, self.baseline)
        if id(fetch) not in self._contexts:
            context = RuleContext(fetched, fetch, self.target, self.settings, self.baseline)
            self._contexts[id(fetch)] = fetch, context
        return self._contexts[id(fetch)][1]

    def _finding(self, fetched: FetchedLink, fetch: Fetch) -> Finding:
        """Judge a fetch, unless it was judged before. A control, or a second trouble, may change what it is."""
        if fetched.control is not None or fetch.trouble is not None:
            return self._judge_fetch(fetched, fetch)
        if id(fetch) not in self._findings:
            self._findings[id(fetch)] = fetch, self._judge_fetch(fetched, fetch)
        return self._findings[id(fetch)][1]

    def _judge_fetch(self, fetched: FetchedLink, fetch: Fetch) -> Finding:
        if fetch.answer is None or fetch.trouble is not None:
            return judge_trouble(fetch, fetched)
        answer = fetch.answer
        if answer.status == 304 and self.baseline is None:
            return Finding(
                Verdict.UNWELL, 0.6, ("the server says that nothing has changed (304), though nothing was known",)
            )
        if answer.status == 304:
            return Finding(Verdict.OK, 0.95, ("the server says that nothing has changed since the last check (304)",))
        context = self._context(fetched, fetch)
        refused = judge_status(answer.status, host_of(answer.url))
        if refused is not None:
            return _refused(context, refused)
        return next((finding for rule in _RULES if (finding := rule(context)) is not None), None) or _fine(context)


def judge(fetched: FetchedLink, target: Target, baseline: Baseline | None, settings: WebSettings) -> CheckResult:
    """Judge what was seen at an address, with nothing judged before."""
    return Judge(target, baseline, settings).result(fetched)


def _refused(context: RuleContext, finding: Finding) -> Finding:
    """Look twice at a status that says no: a wall may answer 404 or 503, and a full page may come with a 404."""
    if finding.verdict in (Verdict.BROKEN, Verdict.UNWELL) and not finding.certain:
        wall = access.challenge(context) or (access.place(context) if finding.verdict is Verdict.BROKEN else None)
        if wall is not None:
            return wall
        if (
            finding.verdict is Verdict.BROKEN
            and context.identity.match is TitleMatch.STRONG
            and context.words > SHORT * 2
        ):
            return Finding(
                Verdict.OK, 0.6, (*finding.evidence, "and yet shows the resource", context.identity.evidence)
            )
    if context.answer.status == 404 and _is_an_application(context):
        evidence = (
            *finding.evidence,
            "but sends an application, which scripts fill in: it may show the page all the same",
        )
        return Finding(Verdict.BLOCKED, 0.5, evidence)
    if context.answer.status == 402:
        return paywall.payment(context)
    if finding.verdict is Verdict.BROKEN and context.answer.status not in (404, 410):
        return access.refusal(context) or finding
    return finding


def _is_an_application(context: RuleContext) -> bool:
    """Tell whether a host of files may have sent its one page for an address that only scripts know."""
    page = context.page
    return (
        page is not None
        and page.shell
        and context.baseline is None
        and context.expected_document is None
        and not any(NOT_FOUND.search(text) for text in (*context.titles, context.opening, folded(page.fallback)))
    )


def _fine(context: RuleContext) -> Finding:
    """Judge a page that no rule objects to: fine, or moved for good."""
    confidence, reason = confidence_of(context)
    evidence = [f"{host_of(context.final_url)} answers {context.answer.status}", reason]
    if context.answer.cut in ("slow", "truncated", "encoding", "foreign"):
        evidence.append(_cut(context.answer.cut))
        confidence = min(confidence, 0.7)
        if context.answer.cut in ("truncated", "encoding"):
            return Finding(Verdict.UNWELL, 0.6 if context.is_the_resource else 0.5, tuple(evidence))
    new, doubtful = _moved_to(context), is_doubtful(context)
    identified = context.identity.found and not (doubtful or has_only_a_title(context))
    if doubtful and context.identity.found:
        confidence = min(confidence, 0.6)
        evidence.append("beside its title, the page has a few words and nothing to open")
    if new is None or (doubtful and context.on_another_site):
        if doubtful:
            evidence.append("open it once to make sure that it is the resource")
        return Finding(Verdict.OK, confidence, tuple(evidence), doubtful=doubtful, identified=identified)
    known = context.same_as_baseline or context.identity.match is TitleMatch.STRONG
    reported = "the server says that the address has changed for good"
    return Finding(
        Verdict.MOVED,
        min(confidence, 0.95),
        (reported, *evidence[1:]),
        new_url=new if known else None,
        doubtful=doubtful,
        identified=identified,
    )


def _moved_to(context: RuleContext) -> str | None:
    """Return where the unbroken run of permanent redirects from the address leads; None if there is none."""
    if host_of(context.target.url) in context.settings.services.resolvers:
        return None
    new = None
    for redirect in context.fetch.redirects:
        if not redirect.permanent:
            break
        new = redirect.to
    return new


def _cut(cut: str) -> str:
    return {
        "slow": "the page came so slowly that it was not read to its end",
        "truncated": "the connection broke before the page had come to its end",
        "encoding": "the page is packed wrongly, so that it cannot be unpacked",
        "foreign": "the page is packed in a way that is not known here, so that it was not read",
    }[cut]


def _certificate(days: int) -> str:
    return "the host's certificate ends today" if days == 0 else f"the host's certificate ends within {days} days"


def _with_video_page(finding: Finding, fetched: FetchedLink) -> Finding:
    """Weigh a video's page with what the service said."""
    video = fetched.video
    if video is None or video.oembed_status != 404 or finding.verdict in (Verdict.OK, Verdict.MOVED):
        return finding
    gone_too = finding.verdict in (Verdict.BROKEN, Verdict.REMOVED_VIDEO, Verdict.HOLLOW)
    service = {"youtube": "YouTube", "vimeo": "Vimeo"}.get(video.service, video.service)
    evidence = (f"{service} says that the video does not exist (404)", *finding.evidence)
    return Finding(Verdict.REMOVED_VIDEO, 0.95 if gone_too else 0.8, evidence, certain=gone_too)


def _result(finding: Finding, final_url: str | None, seen: Baseline | None = None) -> CheckResult:
    return CheckResult(
        finding.verdict,
        round(finding.confidence, 2),
        tuple(_writable(" ".join(line.split()))[:600] for line in finding.evidence[:20] if line),
        None if final_url is None else _writable(final_url),
        finding.certain,
        None if finding.new_url is None else _writable(finding.new_url),
        finding.sure_after,
        finding.doubtful,
        finding.identified,
        seen,
    )


def _writable(text: str) -> str:
    """Replace what no file can hold: halves of characters, which escapes in a page's data can make."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")
