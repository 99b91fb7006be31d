"""What came back from a URL: redirects, response and page. Facts only, no verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

__all__ = [
    "Fetch",
    "FetchedLink",
    "FinalResponse",
    "PageMetadata",
    "Redirect",
    "Trouble",
    "VideoStatus",
    "WebPage",
]


class Trouble(StrEnum):
    """Why no usable answer came."""

    NO_SUCH_NAME = "no-such-name"
    NAME_TEMPORARY = "name-temporary"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    CONNECT_TIMEOUT = "connect-timeout"
    SILENT = "silent"
    RESET = "reset"
    TLS_EXPIRED = "tls-expired"
    TLS_WRONG_HOST = "tls-wrong-host"
    TLS_SELF_SIGNED = "tls-self-signed"
    TLS_INCOMPLETE = "tls-incomplete"
    TLS_OTHER = "tls-other"
    MALFORMED = "malformed"
    GARBLED = "garbled"
    TRUNCATED = "truncated"
    LOOP = "loop"
    TOO_MANY_REDIRECTS = "too-many-redirects"
    NOWHERE = "redirect-nowhere"
    UNSAFE = "unsafe"
    BAD_ADDRESS = "bad-address"
    ROBOTS = "robots"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Redirect:
    """One step of a redirect chain."""

    url: str
    """Where the step began."""
    status: int
    """HTTP status of the answer there."""
    to: str
    """Where it led."""
    how: str = "http"
    """`http`, `meta` (a refresh in the page) or `script` (a recognised pattern; never executed)."""
    permanent: bool = False
    """Whether the move was said to be for good: by its status (RFC 9110, 15.4.2 and 15.4.9), or by a page that says so
    in words or calls the new address its canonical one."""


@dataclass(frozen=True, slots=True)
class WebPage:
    """What an HTML page says of itself, and its text."""

    title: str = ""
    headings: tuple[str, ...] = ()
    """Texts of the first h1 and h2 elements, h1 first."""
    names: tuple[str, ...] = ()
    """Other titles that it gives itself: Open Graph, citation and Dublin Core metadata, JSON-LD headlines."""
    creators: tuple[str, ...] = ()
    """Authors and publishers that its metadata names."""
    language: str = ""
    canonical: str = ""
    description: str = ""
    text: str = ""
    """Visible text, without scripts, styles and navigation, cut at a limit."""
    words: int = 0
    """Words of the visible text, navigation and the texts of links left out: what there is to read."""
    all_words: int = 0
    """Words of the visible text, navigation counted."""
    links: int = 0
    outer_links: int = 0
    """Links that lead to other hosts."""
    password_field: bool = False
    search_field: bool = False
    scripts: int = 0
    frames: tuple[str, ...] = ()
    script_sources: tuple[str, ...] = ()
    """Where its scripts come from."""
    fallback: str = ""
    """What it says to those without scripts or frames, cut at a limit."""
    free: bool | None = None
    """What `isAccessibleForFree` says; None where it is not said."""
    noindex: bool = False
    generator: str = ""
    refresh: str = ""
    """Where a meta refresh leads, if it is short and outside `noscript`."""
    script_target: str = ""
    """Where a recognised script redirect leads."""
    anchors: frozenset[str] = frozenset()
    """Ids and names; gathered only where a fragment must be found."""
    shell: bool = False
    """An empty page that scripts fill in: nothing can be told from its text."""
    media: bool = False
    """Whether it holds a player: video or audio elements, or a player in a frame."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What an HTML page says of itself to programs, as it is written."""

    title: str = ""
    language: str = ""
    metas: tuple[tuple[str, str], ...] = ()
    """Names in small letters (`name`, `property` or `itemprop`) with their contents, in the page's order."""
    linked_data: tuple[str, ...] = ()
    """Blocks of JSON-LD."""
    oembed: str = ""
    """Address of an oEmbed description."""

    def all(self, *names: str) -> list[str]:
        """Return every content under the first of these names that there is."""
        for name in names:
            found = [content for key, content in self.metas if key == name]
            if found:
                return found
        return []

    def first(self, *names: str) -> str:
        """Return the first content under the first of these names that there is; empty for none."""
        return next(iter(self.all(*names)), "")


@dataclass(frozen=True, slots=True)
class FinalResponse:
    """The last answer of a chain."""

    url: str
    status: int
    kind: str = ""
    """Media type as the server declares it, without parameters."""
    real_kind: str = ""
    """Media type as the first bytes show it; empty if they tell nothing."""
    headers: dict[str, str] = field(default_factory=dict)
    """Headers, names in small letters; only those that are of use."""
    page: WebPage | None = None
    size: int = 0
    """Bytes that were read."""
    whole: bool = True
    """Whether the body was read to its end."""
    cut: str = ""
    """Why it was not: `limit`, `slow`, `truncated`, `encoding` or `foreign`."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """One try, from the address to where the chain ended."""

    redirects: tuple[Redirect, ...] = ()
    answer: FinalResponse | None = None
    trouble: Trouble | None = None
    detail: str = ""
    """The trouble in words."""

    @property
    def ended_at(self) -> str | None:
        """Where the chain ended, or None if nothing answered."""
        return self.answer.url if self.answer else (self.redirects[-1].to if self.redirects else None)


@dataclass(frozen=True, slots=True)
class VideoStatus:
    """What a video service says of a video."""

    service: str
    oembed_status: int | None = None
    """Status of its oEmbed answer; None if none came."""
    oembed_title: str | None = None
    """Title in the answer; None if the body was not the JSON of oEmbed."""
    oembed_creator: str = ""
    picture: bool | None = None
    """Whether the service still has a picture of it; None if that could not be told."""


@dataclass(frozen=True, slots=True)
class FetchedLink:
    """All that was seen at one address in one check."""

    url: str
    fetches: tuple[Fetch, ...]
    """In the order in which they were made; the second is a second opinion on a fresh connection."""
    video: VideoStatus | None = None
    certificate_ends_in: int | None = None
    """Days until the certificate of the last host ends; None if it has none or has plenty of time."""
    control: WebPage | None = None
    """What the host shows for an address that cannot exist, where judging needed it."""

    @property
    def last(self) -> Fetch:
        """The fetch that counts: the last one."""
        return self.fetches[-1]
