"""Whole pages as content systems make them: heads, banners, menus, lists beside the text, forms and footers."""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import Any

from links.laboratory.case import prose

__all__ = ["frame"]

FOLDER = Path(__file__).with_name("frames")


def frame(row: dict[str, Any]) -> str:
    """Return the page of a row, in the frame that it names."""
    site, language = row.get("site", "Sandpiper Trust"), row.get("language", "en")
    words = prose(row["name"], row.get("words", 0), language if language in ("en", "de", "fr", "cy") else "en")
    data = json.dumps({"@context": "https://schema.org", "@graph": [{"@type": "WebSite", "name": site}]})
    return (
        (FOLDER / f"{row['frame']}.html")
        .read_text(encoding="utf-8")
        .format(
            lang=language,
            title=escape(row["title"]),
            heading=escape(row.get("heading", row["title"])),
            site=escape(site),
            data=data,
            head=row.get("head", ""),
            main=row.get("main", "") + (f"<p>{words}</p>" if words else ""),
        )
    )
