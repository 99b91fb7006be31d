"""What is asked of the web, and what came back: settings, redirects, response and page. No verdict."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, TypeVar, dataclass_transform

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationInfo, field_validator

from .. import __version__

__all__ = [
    "Fetch",
    "FetchedLink",
    "FinalResponse",
    "Politeness",
    "Probing",
    "Redirect",
    "Services",
    "SettingsGroup",
    "Trouble",
    "VideoStatus",
    "WebPage",
    "WebSettings",
    "frozen_dataclass",
]

Class = TypeVar("Class")


@dataclass_transform(frozen_default=True)
def frozen_dataclass(cls: type[Class]) -> type[Class]:
    """Return a dataclass that type checkers hold frozen.

    `frozen=True` checks it at run time too, and makes an object in three times the time: a link check makes a dozen of
    them for each link.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)


class SettingsGroup(BaseModel):
    """What all groups of settings share."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @field_validator("*", mode="before")
    @classmethod
    def _no_truth_for_a_number(cls, value: Any, info: ValidationInfo) -> Any:
        """Refuse `yes` where a number is wanted, which would be read as 1."""
        if isinstance(value, bool) and cls.model_fields[info.field_name or ""].annotation is not bool:
            raise ValueError("write a number or a text, not yes or no")
        return value


Host = Annotated[str, StringConstraints(strip_whitespace=True, to_lower=True, pattern=r"^[^\s/:@]+$")]
"""Name of a host."""


def _service(*names: str) -> StringConstraints:
    """Return what an address of a service must look like, with the names that it holds in braces; or empty."""
    holes = "".join(rf"\S*\{{{name}\}}" for name in names)
    return StringConstraints(pattern=rf"^(?:https?://{holes}\S*)?$")


URL = Annotated[str, _service()]


class Politeness(SettingsGroup):
    """How gently each host is asked."""

    connections: Annotated[int, Field(ge=1, le=100)] = Field(2, description="Requests to one host at the same time.")
    gap: Annotated[float, Field(ge=0, le=600)] = Field(1.0, description="Seconds between two requests to one host.")
    hosts: Annotated[int, Field(ge=1, le=1_000)] = Field(64, description="Hosts that are asked at the same time.")
    longest_wait: Annotated[float, Field(ge=0, le=3_600)] = Field(
        120.0, description="Seconds that a host's `Retry-After` is obeyed at most; beyond it, the host is left alone."
    )
    robots: bool = Field(False, description="Whether a host's robots.txt may forbid the check.")


class Probing(SettingsGroup):
    """How an address is asked, and when the wait is over."""

    contact: str | None = Field(
        None,
        max_length=300,
        pattern=r"^[^\x00-\x1f\x7f]*$",
        description="A page or address at which the check's owner can be reached; part of the user agent. "
        "Left out, it is the pathway's `site_url` or `repository`.",
    )
    connect_seconds: Annotated[float, Field(gt=0, le=300)] = Field(10.0, description="Longest wait for a connection.")
    answer_seconds: Annotated[float, Field(gt=0, le=300)] = Field(20.0, description="Longest silence of a server.")
    body_seconds: Annotated[float, Field(gt=0, le=600)] = Field(
        30.0, description="Longest time spent reading one answer."
    )
    body_bytes: Annotated[int, Field(ge=10_000, le=50_000_000)] = Field(
        1_000_000, description="Bytes read of one answer."
    )
    fragment_bytes: Annotated[int, Field(ge=10_000, le=50_000_000)] = Field(
        5_000_000, description="Bytes read of one answer where a fragment must be found."
    )
    redirects: Annotated[int, Field(ge=0, le=30)] = Field(
        20, description="Redirects followed: as many as browsers follow."
    )
    second_opinion_after: Annotated[float, Field(ge=0, le=600)] = Field(
        2.0, description="Seconds before a failed request is tried once more, on a fresh connection."
    )
    certificate_days: Annotated[int, Field(ge=0, le=365)] = Field(
        14, description="A certificate that ends within so many days is mentioned."
    )
    control_hosts: tuple[Host, ...] = Field(
        ("example.org", "www.iana.org", "www.wikipedia.org"),
        max_length=10,
        description="Names that are looked up when nothing answers, to tell a dead network from dead links.",
    )

    @property
    def name(self) -> str:
        """The check's name, which a robots.txt may address."""
        return "LearningPathway"

    @property
    def user_agent(self) -> str:
        """One honest name. Names holding 'link', 'check' or 'bot' are refused by some hosts, so it has none of them."""
        contact = f"; +{self.contact}" if self.contact else ""
        return f"Mozilla/5.0 (compatible; {self.name}/{__version__}{contact})"


class Services(SettingsGroup):
    """Addresses of outside services. An empty address switches the service off."""

    youtube_hosts: tuple[Host, ...] = Field(
        ("youtube.com", "www.youtube.com", "m.youtube.com", "music.youtube.com", "youtu.be",
         "www.youtube-nocookie.com"),
        description="Hosts whose videos the YouTube services know.",
    )  # fmt: skip
    youtube_oembed: URL = Field("https://www.youtube.com/oembed", description="oEmbed service of YouTube.")
    youtube_thumbnail: Annotated[str, _service("id")] = Field(
        "https://i.ytimg.com/vi/{id}/mqdefault.jpg", description="Picture of a YouTube video."
    )
    vimeo_hosts: tuple[Host, ...] = Field(
        ("vimeo.com", "www.vimeo.com", "player.vimeo.com"), description="Hosts of Vimeo."
    )
    vimeo_oembed: URL = Field("https://vimeo.com/api/oembed.json", description="oEmbed service of Vimeo.")
    doi_metadata: Annotated[str, _service("doi")] = Field(
        "https://doi.org/{doi}",
        description="Where the facts of a DOI are asked for as CSL-JSON; doi.org hands on to Crossref, DataCite and "
        "others.",
    )
    wayback_available: URL = Field("https://archive.org/wayback/available", description="Wayback availability service.")
    wayback_cdx: URL = Field("https://web.archive.org/cdx/search/cdx", description="Wayback CDX index.")
    memento_timegate: Annotated[str, _service("url")] = Field(
        "https://web.archive.org/web/{url}", description="Memento TimeGate (RFC 7089)."
    )
    archive_save: Annotated[str, _service("url")] = Field(
        "https://web.archive.org/save/{url}", description="Where a page is asked to be archived."
    )
    resolvers: tuple[Host, ...] = Field(
        ("doi.org", "dx.doi.org", "hdl.handle.net", "purl.org", "w3id.org", "n2t.net", "urn.kb.se", "nbn-resolving.org",
         "ark.org"),
        description="Hosts of permanent identifiers: their redirects are how they work, and are never repaired.",
    )  # fmt: skip


class WebSettings(SettingsGroup):
    """Settings for every request."""

    politeness: Politeness = Field(default_factory=Politeness)
    probing: Probing = Field(default_factory=Probing)
    services: Services = Field(default_factory=Services)


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


@frozen_dataclass
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


@frozen_dataclass
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
    main: str = ""
    """The text of its main part, where that is marked as such and short."""
    main_links: int = 0
    """Words of the links in it."""
    words: int = 0
    """Words of the visible text, navigation and the texts of links left out: what there is to read."""
    hidden_words: int = 0
    """Words that show only when something is opened."""
    all_words: int = 0
    """Words of the visible text, navigation counted."""
    links: int = 0
    password_field: bool = False
    scripts: int = 0
    frames: tuple[str, ...] = ()
    script_sources: tuple[str, ...] = ()
    """Where its scripts come from."""
    fallback: str = ""
    """What it says to those without scripts or frames, cut at a limit."""
    free: bool | None = None
    """What `isAccessibleForFree` says; None where it is not said."""
    noindex: bool = False
    missing: str = ""
    """The mark by which it tells programs that it is a not-found page; looked for on pages of few words."""
    generator: str = ""
    refresh: str = ""
    """Where a meta refresh leads, if it is short and outside `noscript`."""
    script_target: str = ""
    """Where a recognised script redirect leads."""
    anchors: frozenset[str] = frozenset()
    """Ids and names; gathered only where a fragment must be found."""
    parts: frozenset[str] = frozenset()
    """What scripts may make an id of: headings without one, the page's links to itself. Gathered as `anchors` are."""
    shell: bool = False
    """An empty page that scripts fill in: nothing can be told from its text."""
    only_banner: bool = False
    """Whether it shows a banner about cookies, and nothing to read."""
    blank: bool = False
    """Whether it shows nothing at all: no word, no picture, no script."""
    media: bool = False
    """Whether it holds a player: video or audio elements, or a player in a frame."""


@frozen_dataclass
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


@frozen_dataclass
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


@frozen_dataclass
class VideoStatus:
    """What a video service says of a video."""

    service: str
    oembed_status: int | None = None
    """Status of its oEmbed answer; None if none came."""
    oembed_title: str | None = None
    """Title in the answer; None if the body was not the JSON of oEmbed."""
    picture: bool | None = None
    """Whether the service still has a picture of it; None if that could not be told."""


@frozen_dataclass
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
