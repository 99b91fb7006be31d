"""What axe finds on a page as it stands, in words; nothing where all is well."""

from __future__ import annotations

import json

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

__all__ = ["RULES", "faults", "faults_in_light_and_dark"]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
AXE = Axe()


def faults(page: Page) -> str:
    """One paragraph for each rule that the page breaks."""
    found = AXE.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    assert len(found["passes"]) > 10, "axe looked at next to nothing"
    return "\n".join(
        f"{violation['id']}: {violation['help']}\n"
        + json.dumps([node["html"] for node in violation["nodes"]], indent=1)
        for violation in found["violations"]
    )


def faults_in_light_and_dark(page: Page) -> str:
    """The same for both sets of colours, on the page as it stands: as at dusk."""
    found = []
    for scheme, dark in (("light", False), ("dark", True)):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        assert is_dark(page) == dark, f"the page does not follow a device that prefers {scheme} colours"
        found.append(faults(page))
    return "\n".join(paragraphs for paragraphs in found if paragraphs)


def is_dark(page: Page) -> bool:
    """Whether the page really is dark: light letters on a darker ground."""
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    letters, ground = (sum(int(part) for part in colour.strip("rgba()").split(",")[:3]) for colour in colours)
    return bool(letters > ground)
