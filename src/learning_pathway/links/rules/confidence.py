"""How sure a verdict of a page that was read is, and why."""

from __future__ import annotations

from .context import RuleContext
from .identity import Match

__all__ = ["confidence_of", "is_doubtful"]


def confidence_of(context: RuleContext) -> tuple[float, str]:
    """Return how sure it is that a page is the resource, and why."""
    if context.same_as_baseline:
        return 0.97, "the text is the one that was known before"
    if context.identity.match is Match.STRONG:
        return 0.97, context.identity.evidence
    if context.identity.match is Match.FAIR:
        return 0.85, context.identity.evidence
    if context.page is None:
        kind = context.answer.real_kind or context.answer.kind or "a file of unknown kind"
        expected = bool(context.expected_document) and not kind.startswith("text/")
        return (0.85 if expected else 0.7), f"it sends {kind}"
    if context.page.shell:
        return 0.5, "scripts fill the page in, so what it shows could not be read"
    reason = context.identity.evidence
    if context.baseline is None:
        reason += "; no earlier state of the page is known either"
    return (0.6 if context.identity.match is Match.UNKNOWN else 0.4), reason


def is_doubtful(context: RuleContext) -> bool:
    """Tell whether a link that opens was never seen to be the resource, and nothing on the page says that it is."""
    return (
        context.page is not None
        and context.baseline is None
        and context.identity.match in (Match.NONE, Match.CREATOR)
        and not context.target.id.partition("/")[2]
    )
