"""Settings for requests: how politely hosts are asked, how long to wait, and which outside services are used.

Every outside service is a setting, so that another one, or a test server, can take its place.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from .. import __version__

__all__ = ["Politeness", "Probing", "Services", "SettingsGroup", "WebSettings"]


class SettingsGroup(BaseModel):
    """What all groups of settings share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


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
    control_hosts: tuple[str, ...] = Field(
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

    youtube_hosts: tuple[str, ...] = Field(
        (
            "youtube.com",
            "www.youtube.com",
            "m.youtube.com",
            "music.youtube.com",
            "youtu.be",
            "www.youtube-nocookie.com",
        ),
        description="Hosts whose videos the YouTube services know.",
    )
    youtube_oembed: str = Field("https://www.youtube.com/oembed", description="oEmbed service of YouTube.")
    youtube_thumbnail: str = Field(
        "https://i.ytimg.com/vi/{id}/mqdefault.jpg", description="Picture of a YouTube video."
    )
    vimeo_hosts: tuple[str, ...] = Field(
        ("vimeo.com", "www.vimeo.com", "player.vimeo.com"), description="Hosts of Vimeo."
    )
    vimeo_oembed: str = Field("https://vimeo.com/api/oembed.json", description="oEmbed service of Vimeo.")
    doi_metadata: str = Field(
        "https://doi.org/{doi}",
        description="Where the facts of a DOI are asked for as CSL-JSON; doi.org hands on to Crossref, DataCite and "
        "others.",
    )
    wayback_available: str = Field("https://archive.org/wayback/available", description="Wayback availability service.")
    wayback_cdx: str = Field("https://web.archive.org/cdx/search/cdx", description="Wayback CDX index.")
    memento_timegate: str = Field("https://web.archive.org/web/{url}", description="Memento TimeGate (RFC 7089).")
    archive_save: str = Field("https://web.archive.org/save/{url}", description="Where a page is asked to be archived.")
    resolvers: tuple[str, ...] = Field(
        (
            "doi.org",
            "dx.doi.org",
            "hdl.handle.net",
            "purl.org",
            "w3id.org",
            "n2t.net",
            "urn.kb.se",
            "nbn-resolving.org",
            "ark.org",
        ),
        description="Hosts of permanent identifiers: their redirects are how they work, and are never repaired.",
    )


class WebSettings(SettingsGroup):
    """Settings for every request."""

    politeness: Politeness = Field(default_factory=Politeness)
    probing: Probing = Field(default_factory=Probing)
    services: Services = Field(default_factory=Services)
