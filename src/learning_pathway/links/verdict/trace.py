"""The rule for pages without any trace of the work, whatever words they have for it."""

from __future__ import annotations

from ...catalogue.vocabulary import ResourceType
from ..plaintext import bare, content_words
from ..verdicts import Verdict
from .identity import Match
from .phrases import REGRET
from .scene import SHORT, Finding, Scene

__all__ = ["no_trace"]


def no_trace(scene: Scene) -> Finding | None:
    """Find a few words of regret on a page that bears no trace of the work: no word of its title, none of its makers.

    What the words are exactly does not matter: who has nothing to show has a thousand ways to say so.
    """
    page = scene.page
    if page is None or scene.words > SHORT // 2 or page.shell or page.media or page.frames or page.password_field:
        return None
    if scene.same_as_baseline or scene.identity.match is not Match.NONE or _has_a_word_of_the_title(scene):
        return None
    if scene.baseline is not None and page.title and bare(scene.baseline.title) == bare(page.title):
        return None
    found = next((found for text in (*scene.titles, scene.opening) if (found := REGRET.search(text))), None)
    if found is None:
        return None
    evidence = (f"a short page that says “{found[0]}”", scene.identity.evidence)
    if scene.target.type in (ResourceType.VIDEO, ResourceType.AUDIO):
        return Finding(Verdict.REMOVED_VIDEO, 0.7, (*evidence, "it shows no player"))
    return Finding(Verdict.HOLLOW, 0.65, evidence)


def _has_a_word_of_the_title(scene: Scene) -> bool:
    everything = f" {' '.join(scene.titles)} {scene.opening}"
    words = {word for title in scene.target.titles for word in content_words(title) if len(word) > 2}
    return any(f" {word}" in everything for word in words)
