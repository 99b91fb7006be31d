"""What axe finds on a page as it stands, in words; nothing where all is well."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["RULES", "faults"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def faults(page: Page) -> str:
    """One paragraph for each rule that the page breaks."""
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    assert len(found["passes"]) > 10, "axe looked at next to nothing"
    return "\n".join(
        f"{violation['id']}: {violation['help']}\n"
        + json.dumps([node["html"] for node in violation["nodes"]], indent=1)
        for violation in found["violations"]
    )
