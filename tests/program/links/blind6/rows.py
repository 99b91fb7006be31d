"""Cases that are one page each, or one page behind a redirect, read from a file of rows."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from learning_pathway.catalogue.types import Access, ResourceType
from links.laboratory.case import Case, html, prose
from links.laboratory.server import Behaviour, Request, Wire

__all__ = ["case_of", "read_rows"]

TITLE = "Shared power, shared work"
PROSE = frozenset({"en", "de", "fr", "cy"})
ABSENT = html("Page not found", "Nothing here.")


def body_of(row: dict[str, Any]) -> bytes:
    """Return the page of a row: `whole` as it is written, or a page with navigation around its parts."""
    if "whole" in row:
        return str(row["whole"]).encode()
    language = row.get("language", "en")
    more = prose(row["name"], row.get("words", 0), language if language in PROSE else "en")
    parts = {key: row[key] for key in ("heading", "head", "body") if key in row}
    return html(row["title"], f"{row.get('text', '')} {more}".strip(), language=language, **parts)


def site_of(row: dict[str, Any], at: str) -> Behaviour:
    """Return a site that has the row's page at one address, or at every address."""
    body = body_of(row)
    headers = {str(name): str(value) for name, value in row.get("headers", {}).items()}

    async def behave(request: Request, wire: Wire) -> None:
        if row.get("everywhere") or request.target == at:
            await wire.reply(row.get("status", 200), body, headers)
        else:
            await wire.reply(404, ABSENT)

    return behave


def led_by(row: dict[str, Any], path: str) -> tuple[Behaviour, dict[str, Behaviour]]:
    """Return a site that redirects the link, or all that it is asked for, and the host that it leads to."""
    leads = row["leads"]
    place, label = leads["to"], leads.get("host")
    site = site_of(row, place.partition("#")[0])

    async def behave(request: Request, wire: Wire) -> None:
        if request.target == path or (leads.get("all") and (label or request.target != place.partition("#")[0])):
            port = request.headers["host"].rpartition(":")[2]
            where = f"http://{label}.example.net:{port}{place}" if label else place
            await wire.reply(leads.get("status", 301), b"", {"Location": where})
        else:
            await site(request, wire)

    return behave, ({label: site} if label else {})


def case_of(row: dict[str, Any]) -> Case:
    """Return the case of a row: what the site shows, and what the catalogue says."""
    truth, *also = row["truth"]
    path = row.get("path", "/reading/piece")
    asked = path.partition("#")[0]
    now, others = led_by(row, asked) if "leads" in row else (site_of(row, asked), {})
    return Case(
        row["name"],
        truth,
        now,
        tuple(also),
        before=site_of({**row, **row["before"]}, asked) if "before" in row else None,
        path=path,
        title=row.get("resource", TITLE),
        creators=tuple(row.get("creators", ("Sandpiper Trust",))),
        access=Access(row.get("access", "unknown")),
        type=ResourceType(row.get("type", "article")),
        language=row.get("spoken", "en"),
        others=others,
        why=row.get("why", ""),
    )


def read_rows(path: Path) -> list[Case]:
    """Read the cases of a file."""
    return [case_of(row) for row in yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)]
