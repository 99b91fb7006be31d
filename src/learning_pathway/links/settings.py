"""Settings of the link check, and links to ignore for a while."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from ..web.model import Politeness, Probing, Services, SettingsGroup, WebSettings

if TYPE_CHECKING:
    from ..catalogue.model import Pathway

__all__ = [
    "Alarms",
    "Forge",
    "IgnoredLink",
    "Politeness",
    "Probing",
    "Services",
    "Settings",
    "SettingsError",
    "active",
    "contact_of",
    "ignore_notes",
    "project_settings",
    "read_settings",
]


def _written_day(value: Any) -> Any:
    """Refuse numbers and times, which would be read as some day or other."""
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
        return value
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise ValueError("write a day as YYYY-MM-DD, such as 2026-03-31")


class IgnoredLink(BaseModel):
    """A link whose trouble calls no one until a day. It is checked all the same."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    link: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)] = Field(
        description="Id of the link."
    )
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=500)] = Field(
        description="Why it is ignored, in words."
    )
    until: Annotated[date, BeforeValidator(_written_day)] = Field(
        description="Last day on which it is ignored: YYYY-MM-DD."
    )


def active(exceptions: Iterable[IgnoredLink], today: date) -> dict[str, IgnoredLink]:
    """Return the exceptions that hold on a day, by link id."""
    return {each.link: each for each in exceptions if today <= each.until}


def ignore_notes(exceptions: Iterable[IgnoredLink], known: Collection[str], today: date) -> list[str]:
    """Say which exceptions have ended, and which are about no link of the catalogue.

    Args:
        exceptions: what the settings say.
        known: ids of the links that the catalogue has.
        today: the day of the run.
    """
    notes = []
    for each in exceptions:
        if each.link not in known:
            notes.append(
                f"An exception is about `{each.link}`, and there is no such link. Take it out of the settings."
            )
        elif today > each.until:
            notes.append(f"The exception for `{each.link}` ended on {each.until.isoformat()} ({each.reason}).")
    return notes


_TIMESTAMP: Final = "tag:yaml.org,2002:timestamp"
LARGEST = 1024 * 1024
"""Bytes of the largest settings file that is read."""


class SettingsError(Exception):
    """The settings cannot be used. The message names the file and the setting."""


class Alarms(SettingsGroup):
    """When trouble has lasted long enough to call someone."""

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
        3, description="Failing links of one host that make one incident, if none of its links work."
    )


class Forge(SettingsGroup):
    """Where the rolling issue is kept. What is not set is taken from the runner of GitHub or GitLab."""

    kind: Literal["github", "gitlab"] | None = Field(None, description="Software of the forge: `github` or `gitlab`.")
    api: str | None = Field(
        None,
        max_length=500,
        pattern=r"^https?://[^@\s]+$",
        description="Address of its API, such as `https://api.github.com`.",
    )
    project: str | None = Field(
        None,
        max_length=300,
        pattern=r"^(?:\d+|[\w-][\w.-]*(?:/[\w-][\w.-]*)+)$",
        description="The project there: `owner/name`.",
    )
    label: str = Field(
        "link-health",
        min_length=1,
        max_length=50,
        pattern=r"^[^,\n\r]+$",
        description="Label that the issue carries, and is found by.",
    )
    title: str = Field("Links that need a person", min_length=1, max_length=200, description="Title of the issue.")


class Settings(WebSettings):
    """All settings of the link check."""

    alarms: Alarms = Field(default_factory=Alarms)
    forge: Forge = Field(default_factory=Forge)
    exceptions: tuple[IgnoredLink, ...] = Field(
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
        root, content = _loaded(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"{path}: {error.strerror or error}") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"{path}:{line}: not YAML: {error.problem or error.context}") from error
    except UnicodeDecodeError as error:
        line = path.read_bytes()[: error.start].count(b"\n") + 1
        raise SettingsError(f"{path}:{line}: not UTF-8: save the file in that encoding") from error
    except (ValueError, TypeError, OverflowError, yaml.YAMLError, RecursionError) as error:
        raise SettingsError(f"{path}:1: not YAML: {' '.join(str(error).split())}") from error
    try:
        return Settings.model_validate({} if content is None else content)
    except ValidationError as error:
        lines = [
            f"{path}:{_line_of(root, problem['loc'])}: "
            f"{'.'.join(str(part) for part in problem['loc']) or 'settings'}: {_said(problem)}"
            for problem in error.errors(include_url=False, include_input=False)[:10]
        ]
        raise SettingsError("\n".join(lines)) from error


def contact_of(pathway: Pathway) -> str | None:
    """A page of the pathway, at which those who are asked can find out who asks."""
    return pathway.site_url or pathway.repository


def project_settings(root: Path, file: Path | None = None, contact: str | None = None) -> Settings:
    """Return the settings that were named, else those beside the catalogue, else the defaults.

    Args:
        root: the project's folder.
        file: the file that was named.
        contact: what to give as contact where the settings have none.

    Raises:
        SettingsError: they cannot be read.
    """
    from ..catalogue.files import LINK_SETTINGS_FILE  # with all that reads a catalogue, which a check does not need

    chosen = file or root / LINK_SETTINGS_FILE
    settings = Settings() if file is None and not chosen.exists() else read_settings(chosen)
    if contact is None or settings.probing.contact is not None:
        return settings
    return settings.model_copy(update={"probing": settings.probing.model_copy(update={"contact": contact[:300]})})


class _Loader(yaml.SafeLoader):
    """Reads dates as they are written, so that a day that does not exist is told of as any other mistake."""


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != _TIMESTAMP]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _as_written(_: yaml.SafeLoader, node: yaml.Node) -> str:
    return str(node.value)


def _without_doubles(loader: yaml.SafeLoader, node: yaml.MappingNode) -> Iterator[dict[Any, Any]]:
    """Refuse a name that is written twice, of which YAML would take the last without a word."""
    seen: set[str] = set()
    for key, _ in node.value:
        name = str(key.value)
        if isinstance(key, yaml.ScalarNode) and name in seen:
            raise yaml.MarkedYAMLError(problem=f"`{name}` is written twice", problem_mark=key.start_mark)
        seen.add(name)
    return loader.construct_yaml_map(node)


_Loader.add_constructor(_TIMESTAMP, _as_written)
_Loader.add_constructor("tag:yaml.org,2002:map", _without_doubles)


def _loaded(text: str) -> tuple[yaml.Node | None, Any]:
    """Return the nodes of a file, which know their lines, and what they mean."""
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        return root, None if root is None else loader.construct_document(root)
    finally:
        loader.dispose()


_PATTERNS: Final = {
    "api": "write an address without a password, such as https://api.github.com",
    "project": "write it as owner/name",
    "label": "write one label, without a comma",
    "contact": "write it on one line",
    "youtube_thumbnail": "write an address with {id} in it, or an empty text",
    "doi_metadata": "write an address with {doi} in it, or an empty text",
    "memento_timegate": "write an address with {url} in it, or an empty text",
    "archive_save": "write an address with {url} in it, or an empty text",
}
"""What to write, by setting."""


def _said(problem: ErrorDetails) -> str:
    """Say what is wrong with a setting, and what to write."""
    kind, place = problem["type"], problem["loc"]
    match kind:
        case "extra_forbidden":
            known = _names_at(place[:-1])
            near = get_close_matches(str(place[-1]), known, 1)
            return f"there is no such setting{f'; did you mean `{near[0]}`?' if near else ''}"
        case "tuple_type":
            return "write a list, such as [first, second]"
        case "string_type":
            return "write a text, in quotes if it looks like a number"
        case "model_type" | "model_attributes_type":
            return "write settings, each as `name: value`"
        case "value_error":
            return str(problem["ctx"]["error"])
        case "string_pattern_mismatch":
            word = "write a host's name, such as example.org" if isinstance(place[-1], int) else ""
            return word or _PATTERNS.get(str(place[-1]), "write an address that begins with https://, or an empty text")
        case _ if kind.startswith("date_"):
            return "there is no such day; write YYYY-MM-DD"
        case _:
            return problem["msg"]


def _names_at(place: tuple[int | str, ...]) -> list[str]:
    """List the settings of a group."""
    group: Any = Settings
    for part in place:
        group = IgnoredLink if isinstance(part, int) else group.model_fields[part].annotation
    return list(getattr(group, "model_fields", {}))


def _line_of(node: yaml.Node | None, place: tuple[int | str, ...]) -> int:
    """Return the line of a setting; of the nearest one around it where it is not written."""
    line = 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line
