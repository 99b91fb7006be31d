"""Cases that are one page each, read from `rows.yaml`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from learning_pathway.catalogue.types import Access, ResourceType
from links.laboratory.case import Case, html, page, prose, replies

TITLE = "Shared power, shared work"
PROSE = frozenset({"en", "de", "fr", "cy"})


def case_of(row: dict[str, Any]) -> Case:
    """Make a case of a row: what the site shows, at the link or at every address, and what the catalogue says."""
    truth, *also = row["truth"]
    language = row.get("language", "en")
    more = prose(row["name"], row.get("words", 0), language if language in PROSE else "en")
    parts = {key: row[key] for key in ("heading", "head", "body") if key in row}
    shown = (row["title"], f"{row.get('text', '')} {more}".strip())
    return Case(
        row["name"],
        truth,
        replies(200, html(*shown, language=language, **parts))
        if row.get("everywhere")
        else page(*shown, language=language, **parts),
        tuple(also),
        path=row.get("path", "/reading/piece"),
        title=row.get("resource", TITLE),
        creators=tuple(row.get("creators", ("Sandpiper Trust",))),
        access=Access(row.get("access", "unknown")),
        type=ResourceType(row.get("type", "article")),
        language=row.get("spoken", "en"),
    )


CASES = [
    case_of(row) for row in yaml.load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
]
