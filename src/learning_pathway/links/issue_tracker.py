"""Issues on GitHub and GitLab, through their APIs."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Self
from urllib.parse import quote

import aiohttp

from .settings import Forge

__all__ = [
    "Forge",
    "Issue",
    "Issues",
    "TrackerError",
    "found_forge",
]

_LARGEST: Final = 20 * 1024 * 1024
"""Bytes of the longest answer that is read."""
_TIMEOUT: Final = aiohttp.ClientTimeout(total=60)


class TrackerError(Exception):
    """The forge could not be asked, or refused. The message says what it said."""


def found_forge(forge: Forge) -> Forge:
    """Fill in what the settings leave out from what GitHub's and GitLab's own runners say of themselves.

    Raises:
        TrackerError: neither says where the issues are.
    """
    kind = forge.kind or ("gitlab" if "CI_API_V4_URL" in os.environ else "github")
    names = ("CI_API_V4_URL", "CI_PROJECT_PATH") if kind == "gitlab" else ("GITHUB_API_URL", "GITHUB_REPOSITORY")
    api, project = forge.api or os.environ.get(names[0]), forge.project or os.environ.get(names[1])
    if not api or not project:
        raise TrackerError("It is not known where the issues are: set `forge.api` and `forge.project` in the settings.")
    return forge.model_copy(update={"kind": kind, "api": api, "project": project})


@dataclass(frozen=True, slots=True)
class Issue:
    """An issue on the forge."""

    number: int
    body: str
    is_open: bool


class Issues:
    """The issues of one project that carry the link check's label. Use it as an asynchronous context manager."""

    def __init__(self, forge: Forge, token: str) -> None:
        """Take the forge's settings, in which `kind`, `api` and `project` must be given, and the right to write."""
        self._forge = forge
        self._is_gitlab = forge.kind == "gitlab"
        project = quote(forge.project or "", safe="" if self._is_gitlab else "/")
        kind = "projects" if self._is_gitlab else "repos"
        self._base = f"{(forge.api or '').rstrip('/')}/{kind}/{project}/issues"
        self._headers = {"Accept": "application/json", "User-Agent": "LearningPathway"}
        if self._is_gitlab:
            self._headers["PRIVATE-TOKEN"] = token
        else:
            self._headers["Authorization"] = f"Bearer {token}"

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(headers=self._headers, timeout=_TIMEOUT)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._session.close()

    async def find(self) -> list[Issue]:
        """List the issues with the label, open and closed, the newest first.

        Raises:
            TrackerError: the forge could not be asked.
        """
        label = quote(self._forge.label, safe="")
        order = "order_by=created_at&sort=desc" if self._is_gitlab else "sort=created&direction=desc"
        found = await self._ask("GET", f"{self._base}?labels={label}&state=all&per_page=100&{order}")
        if not isinstance(found, list):
            raise TrackerError("the forge did not answer with a list of issues")
        return [self._read(each) for each in found if isinstance(each, dict) and "pull_request" not in each]

    async def open(self, body: str) -> Issue:
        """Open an issue.

        Raises:
            TrackerError: the forge refused.
        """
        if self._is_gitlab:
            written = {"title": self._forge.title, "description": body, "labels": self._forge.label}
        else:
            written = {"title": self._forge.title, "body": body, "labels": [self._forge.label]}  # type: ignore[dict-item]
        return self._read(await self._ask("POST", self._base, written))

    async def write(self, number: int, body: str, *, is_open: bool | None = None) -> None:
        """Give an issue a new text, and open or close it unless `is_open` is None.

        Raises:
            TrackerError: the forge refused.
        """
        change = {"description" if self._is_gitlab else "body": body}
        if is_open is not None and self._is_gitlab:
            change["state_event"] = "reopen" if is_open else "close"
        elif is_open is not None:
            change["state"] = "open" if is_open else "closed"
        await self._ask("PUT" if self._is_gitlab else "PATCH", f"{self._base}/{number}", change)

    async def say(self, number: int, text: str) -> None:
        """Add a comment to an issue.

        Raises:
            TrackerError: the forge refused.
        """
        await self._ask("POST", f"{self._base}/{number}/{'notes' if self._is_gitlab else 'comments'}", {"body": text})

    def _read(self, written: Any) -> Issue:
        try:
            number = written["iid" if self._is_gitlab else "number"]
            body = written.get("description" if self._is_gitlab else "body") or ""
            return Issue(int(number), str(body), written["state"] in ("open", "opened"))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise TrackerError("the forge answered with something that is no issue") from error

    async def _ask(self, method: str, url: str, written: Any = None) -> Any:
        try:
            # Redirects are not followed: the token is for this address only.
            async with self._session.request(method, url, json=written, allow_redirects=False) as response:
                content = bytearray()
                async for piece in response.content.iter_chunked(65_536):
                    content += piece
                    if len(content) > _LARGEST:
                        raise TrackerError(f"the answer of {response.url.host} is too long")
                if not 200 <= response.status < 300:
                    said = bytes(content[:300]).decode("utf-8", "replace")
                    raise TrackerError(f"{method} {url.partition('?')[0]}: {response.status} {said}")
                return json.loads(content) if content else None
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise TrackerError(f"{url.partition('?')[0]} cannot be asked: {error}") from error
