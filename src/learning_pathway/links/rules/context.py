"""Input for link rules: response, catalogue entry, last good baseline; and how sure a verdict is."""

from __future__ import annotations

import re
from datetime import date
from functools import cached_property
from typing import Final
from urllib.parse import urlsplit

from ...web.model import Fetch, FetchedLink, FinalResponse, WebPage, WebSettings, frozen_dataclass
from ...web.urls import host_of, path_of, registered_name
from ..state.model import Baseline
from ..target import Target
from ..text import Likeness, content_words, fingerprint, folded, likeness, segments
from ..verdicts import Verdict
from .identity import ASTRAY, OTHER_BUSINESS, REGRET, WITHDRAWN, Identity, TitleMatch, identify
from .notices import TO_READ

__all__ = [
    "UNDATED",
    "Finding",
    "RuleContext",
    "confidence_of",
    "describe_page",
    "has_only_a_title",
    "is_doubtful",
    "is_root",
    "language_of",
]

_DOCUMENTS: Final = {
    "pdf": "PDF", "doc": "Word document", "docx": "Word document", "odt": "text document", "ppt": "slide deck",
    "pptx": "slide deck", "odp": "slide deck", "xls": "spreadsheet", "xlsx": "spreadsheet", "ods": "spreadsheet",
    "csv": "table", "zip": "archive", "epub": "e-book", "mp3": "sound file", "m4a": "sound file", "ogg": "sound file",
    "wav": "sound file", "mp4": "video file", "webm": "video file", "mov": "video file", "rtf": "text document",
}  # fmt: skip
_INDEX: Final = (
    "index.html",
    "index.htm",
    "index.php",
    "default.aspx",
    "default.asp",
    "index.asp",
    "index.aspx",
    "home",
    "home.html",
    "home.aspx",
)
LONG: Final = 250
"""Words from which on a page has something to read, whatever phrases it has."""
_LEAST, _FEW = 4, 30
"""Words beside its title by which a page may be a notice: fewer say nothing, more may be what there is to read."""
_OF_AN_END: Final = re.compile(
    r"\b(?:not|stopped|finished|ended|destroyed|wiped|restored?|left|any ?more|mis fin|nicht|keine?|niet|geen|ikke|"
    r"inte|nie|nid|wedi|fue|ha sido|nie jest)\b"
)
"""What a notice may say, and much else: it only asks someone to look."""
SHORT: Final = 120
"""Words up to which a page is likely to say one thing only."""


@frozen_dataclass
class Finding:
    """What one rule found."""

    verdict: Verdict
    confidence: float
    evidence: tuple[str, ...]
    certain: bool = False
    """Whether it needs no persistence to be believed."""
    new_url: str | None = None
    """Where the resource has moved for good."""
    sure_after: int | None = None
    """Days after which it is believed if it lasts; None for as long as the settings say."""
    doubtful: bool = False
    """Whether someone should look once, although nothing speaks against the page."""
    identified: bool = False
    """Whether the page has the resource's title."""


def hollow(confidence: float, *evidence: str) -> Finding:
    """Make the finding that an address answers without the resource."""
    return Finding(Verdict.HOLLOW, confidence, evidence)


class RuleContext:
    """One fetch, seen with the catalogue's eyes. What every rule asks for is there from the start."""

    def __init__(
        self,
        fetched: FetchedLink,
        fetch: Fetch,
        target: Target,
        settings: WebSettings,
        baseline: Baseline | None = None,
    ) -> None:
        """Compare a page with the catalogue's entry and with what the page was before.

        Args:
            fetched: all that was seen at the address.
            fetch: the fetch to judge. Its answer has a 2xx status, or one that is read like it.
            target: what the catalogue knows of the resource.
            settings: the settings of the check.
            baseline: what the page looked like when it was last known to be the resource.
        """
        if fetch.answer is None:
            raise ValueError("a rule context needs an answer")
        self.fetched, self.fetch, self.target, self.settings, self.baseline = fetched, fetch, target, settings, baseline
        self.answer: Final[FinalResponse] = fetch.answer
        page = fetch.answer.page
        self.page: Final[WebPage | None] = page
        self.words: Final = page.words if page else 0
        """Words of the page's text, its navigation left out."""
        self.titles: Final = _titles(page) if page else []
        """What the page calls itself, bare: its title and the title's segments, its main headings."""
        self.opening: Final = folded(page.text[:2_500]) if page else ""
        """The beginning of the page's text, bare."""
        self.body: Final = folded(page.main) if page and page.main else self.opening
        """The text of the page's main part, if that is marked and short, else the beginning of all of it; bare."""
        self.body_words: Final = len(self.body.split()) - page.main_links if page and page.main else self.words
        self.identity: Final[Identity] = identify(page, target)
        """How well the page fits the catalogue's title and creators."""
        self.wanted: Final = folded(" ".join(target.titles))
        """The resource's titles, bare."""
        self.meant: Final = self.wanted if self.identity.found else ""
        """The same, where the page shows a title or a part of one: their words tell of no trouble."""
        self.likeness: Final = _likeness(page, baseline)
        """How much of the baseline's text the page has."""
        alike = self.likeness.text
        self.same_as_baseline: Final = (
            alike is not None and baseline is not None and baseline.words >= 8 and alike >= 0.4
        )
        """Whether the text is the one that was last known to be the resource's."""
        match = self.identity.match
        self.is_the_resource: Final = (
            self.same_as_baseline or match is TitleMatch.STRONG or (match is TitleMatch.FAIR and self.words >= SHORT)
        )
        """Whether the page is known to be the resource, by its title or by its text."""

    @cached_property
    def replaced(self) -> bool:
        """Whether text and title both speak against the page, though its title begins as the resource's does.

        A title alone that has grown, or a text alone that was rewritten, is what creators do to their own resources.
        """
        page, baseline, alike = self.page, self.baseline, self.likeness
        if page is None or baseline is None or alike.text is None or baseline.words < SHORT // 2:
            return False
        known = content_words(" ".join((baseline.title, *self.target.titles, *self.target.creators)))
        grown = set(content_words(page.title)) - set(known)
        return alike.text < 0.15 and (alike.bones is None or alike.bones < 0.4) and len(grown) >= 3

    @cached_property
    def wanted_names(self) -> str:
        """The resource's titles and creators, bare."""
        return folded(" ".join((*self.target.titles, *self.target.creators)))

    @cached_property
    def names_a_person(self) -> bool:
        """Whether the text names a person among the resource's creators, as no wall before it would."""
        persons = {folded(creator).removesuffix("s") for creator in self.target.creators if " " not in creator}
        return not persons.isdisjoint(word.removesuffix("s") for word in self.opening.split())

    @property
    def final_url(self) -> str:
        """Where the chain ended."""
        return self.answer.url

    @property
    def redirected(self) -> bool:
        """Whether the chain led anywhere but to the address itself."""
        return bool(self.fetch.redirects)

    @cached_property
    def on_another_site(self) -> bool:
        """Whether the chain ended at a name that someone else may have registered. Identifiers lead there by design."""
        asked = self.target.url
        if not self.redirected or host_of(asked) in self.settings.services.resolvers:
            return False
        return registered_name(asked) != registered_name(self.final_url)

    @cached_property
    def kept_its_name(self) -> bool:
        """Whether another site has a page of its own under the last step of the address, and that step is the title's.

        A publisher who moves keeps it; someone who buys a name shows one page for every address, which a control tells.
        """
        asked, reached = (folded(_last_step(url)) for url in (self.target.url, self.final_url))
        words = set(asked.split())
        return (
            self.on_another_site
            and asked == reached
            and any(len(words & set(content_words(title))) >= 2 for title in self.target.titles)
        )

    @cached_property
    def expected_document(self) -> str | None:
        """What kind of file the address promises, in words; None if it promises a page or nothing."""
        last = path_of(self.target.url).rstrip("/").rpartition("/")[2].lower()
        by_name = _DOCUMENTS.get(last.rpartition(".")[2]) if "." in last else None
        if by_name is None and self.baseline is not None and self.baseline.kind == "application/pdf":
            return "PDF"
        return by_name


def _titles(page: WebPage) -> list[str]:
    named = [*segments(page.title), *page.headings[:2], *page.names[:2]]
    return [text for text in (folded(name) for name in dict.fromkeys(named)) if text]


def _likeness(page: WebPage | None, baseline: Baseline | None) -> Likeness:
    if baseline is None or page is None or not baseline.fingerprint:
        return _UNLIKE
    return likeness(baseline.fingerprint, fingerprint(page.text))


_UNLIKE: Final = Likeness(None, None)


def _last_step(url: str) -> str:
    """Return the last step of an address's path, without the ending of a file."""
    return path_of(url).rstrip("/").rpartition("/")[2].partition(".")[0]


def is_root(url: str) -> bool:
    """Tell whether an address is that of a site's home page, in whatever language or spelling."""
    parts = urlsplit(url)
    steps = [step.lower() for step in parts.path.split("/") if step]
    if parts.query and not steps:
        return not any(key in parts.query.lower() for key in ("p=", "id=", "page", "article", "doc"))
    if steps and steps[-1] in _INDEX:
        steps.pop()
    return not steps or (len(steps) == 1 and (len(steps[0]) == 2 or (len(steps[0]) == 5 and steps[0][2] in "-_")))


def language_of(tag: str) -> str:
    """Return the language of a tag such as `en-GB`, without its region."""
    return tag.lower().replace("_", "-").partition("-")[0]


UNDATED: Final = date.min
"""The day of a page's description where none is given: the record that takes it over has one."""


def describe_page(fetch: Fetch, on: date = UNDATED) -> Baseline | None:
    """Describe the page as it is on a day; None if none came."""
    answer = fetch.answer
    if answer is None or not 200 <= answer.status < 300:
        return None
    page = answer.page
    return Baseline(
        on=on,
        title=page.title[:300] if page else "",
        language=page.language if page else "",
        kind=(answer.real_kind or answer.kind)[:100],
        words=page.words if page else 0,
        fingerprint=fingerprint(page.text) if page and page.words >= 8 else "",
    )


def confidence_of(context: RuleContext) -> tuple[float, str]:
    """Return how sure it is that a page is the resource, and why."""
    if context.same_as_baseline:
        return 0.97, "the text is the one that was known before"
    if context.identity.match is TitleMatch.STRONG:
        return 0.97, context.identity.evidence
    if context.identity.match is TitleMatch.FAIR:
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
    return (0.6 if context.identity.match is TitleMatch.UNKNOWN else 0.4), reason


def is_doubtful(context: RuleContext) -> bool:
    """Tell whether a link that opens was never seen to be the resource, or has lost what it had to read."""
    if context.page is None or context.target.id.partition("/")[2]:
        return False
    if context.baseline is None:
        return context.identity.match in (TitleMatch.NONE, TitleMatch.CREATOR) or has_only_a_title(context)
    shrunk = context.words < context.baseline.words // 2 and not context.same_as_baseline
    return shrunk and has_only_a_title(context, as_of_an_end=False)


def has_only_a_title(context: RuleContext, *, as_of_an_end: bool = True) -> bool:
    """Tell whether a page has the resource's title, a few words, and nothing to read, to open or to hear.

    Args:
        context: the page, with what is known of it.
        as_of_an_end: whether the words must be such as a notice of an end may have.
    """
    page = context.page
    if page is None or not context.identity.found or page.shell or page.media or page.frames or page.password_field:
        return False
    text, linked = folded(page.main), page.main_links
    if not text and context.words > _FEW * 2:
        return False
    if not text:
        text, linked = context.opening, len(context.opening.split()) - context.words
    for title in sorted({folded(each) for each in (*context.target.titles, page.title, *page.headings)}, key=len):
        text = text.replace(title, " ")
    if not _LEAST <= len(text.split()) <= _FEW or linked > 1 or page.hidden_words > _FEW or TO_READ.search(text):
        return False
    return (
        not as_of_an_end
        or _OF_AN_END.search(text) is not None
        or any(table.search(text) for table in (REGRET, ASTRAY, OTHER_BUSINESS, WITHDRAWN))
    )
