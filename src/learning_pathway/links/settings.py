"""Settings of the link check: how politely it asks, how long it waits, and when it calls somebody.

Every outside service is a setting too, so that another one, or a stand-in, can take its place.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .. import __version__
from .exception import LeftAlone

__all__ = ["Alarms", "Forge", "Politeness", "Probing", "Services", "Settings", "SettingsError", "read_settings"]

FILE_NAME = "link-settings.yaml"
"""Name of the file that is read from the project's folder when no other is named."""

LARGEST = 1024 * 1024
"""Bytes of the largest settings file that is read."""


class SettingsError(Exception):
    """The settings cannot be used. The message names the file and the setting."""


class Group(BaseModel):
    """What all groups of settings share."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Politeness(Group):
    """How gently each host is asked."""

    connections: Annotated[int, Field(ge=1, le=100)] = Field(2, description="Requests to one host at the same time.")
    gap: Annotated[float, Field(ge=0, le=600)] = Field(1.0, description="Seconds between two requests to one host.")
    hosts: Annotated[int, Field(ge=1, le=1_000)] = Field(64, description="Hosts that are asked at the same time.")
    longest_wait: Annotated[float, Field(ge=0, le=3_600)] = Field(
        120.0, description="Seconds that a host's `Retry-After` is obeyed at most; beyond it, the host is left alone."
    )
    robots: bool = Field(False, description="Whether a host's robots.txt may forbid the check.")


class Probing(Group):
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
    redirects: Annotated[int, Field(ge=0, le=30)] = Field(10, description="Redirects followed.")
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


class Services(Group):
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


class Alarms(Group):
    """When trouble has lasted long enough to call somebody."""

    failures: Annotated[int, Field(ge=1, le=100)] = Field(
        4, description="Days with trouble, in a row, before an alarm."
    )
    days: Annotated[int, Field(ge=0, le=365)] = Field(
        7, description="Days that trouble must have lasted before an alarm."
    )
    unwell_days: Annotated[int, Field(ge=1, le=3_650)] = Field(
        21, description="Days after which a server that only fails is an alarm too."
    )
    incident_links: Annotated[int, Field(ge=2, le=1_000)] = Field(
        3, description="Failing links of one host that make one incident, if none of its links works."
    )


class Forge(Group):
    """Where the rolling issue is kept. What is not set is taken from the runner of GitHub or GitLab."""

    kind: Literal["github", "gitlab"] | None = Field(None, description="Software of the forge: `github` or `gitlab`.")
    api: str | None = Field(
        None, max_length=500, pattern="^https?://", description="Address of its API, such as `https://api.github.com`."
    )
    project: str | None = Field(None, max_length=300, description="The project there: `owner/name`.")
    label: str = Field(
        "link-health", min_length=1, max_length=50, description="Label that the issue carries, and is found by."
    )
    title: str = Field("Links that need a person", min_length=1, max_length=200, description="Title of the issue.")


class Settings(Group):
    """All settings of the link check."""

    politeness: Politeness = Field(default_factory=Politeness)
    probing: Probing = Field(default_factory=Probing)
    services: Services = Field(default_factory=Services)
    alarms: Alarms = Field(default_factory=Alarms)
    forge: Forge = Field(default_factory=Forge)
    exceptions: tuple[LeftAlone, ...] = Field(
        (),
        max_length=1_000,
        description="Links to leave alone, each with `link` (its id), `reason`, and `until` (a day, YYYY-MM-DD).",
    )


def read_settings(path: Path) -> Settings:
    """Read settings from a YAML (or JSON) file. An empty file means the defaults.

    Raises:
        SettingsError: the file cannot be read, is not YAML, or has a setting that does not exist or cannot be.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise SettingsError(f"{path}: larger than {LARGEST // 1024} KB")
        content: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise SettingsError(f"{path}: not YAML: {' '.join(str(error).split())}") from error
    try:
        return Settings.model_validate({} if content is None else content)
    except ValidationError as error:
        lines = [
            f"{path}: {'.'.join(str(part) for part in problem['loc']) or 'settings'}: {problem['msg']}"
            for problem in error.errors(include_url=False, include_input=False)[:10]
        ]
        raise SettingsError("\n".join(lines)) from error
