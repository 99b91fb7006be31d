"""What axe finds on a page as it stands, in words; nothing where all is well."""

from __future__ import annotations

import json
from typing import Literal

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

__all__ = ["RULES", "faults", "faults_in_light_and_dark", "use_colours"]

#: Of style sheets axe would fetch and read each anew; of the rules below none asks for that.
PRELOAD = {"assets": ["media"]}
#: Rules that ask what colours are; the others ask for elements, names, and places.
COLOURS = ["color-contrast", "link-in-text-block"]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


#: Where every element is, whether it is seen, and what its pseudo-elements say.
_LAYOUT = """() => JSON.stringify([...document.querySelectorAll('*')].map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect(), { display, visibility } = getComputedStyle(one);
  const added = ['::before', '::after'].map((part) => getComputedStyle(one, part).content);
  return [x, y, width, height, display, visibility, one.checkVisibility({ opacityProperty: true }), ...added];
}))"""


def faults(page: Page) -> str:
    """One paragraph for each rule that the page breaks."""
    return _faults(page, RULES, 10)


def _faults(page: Page, rules: list[str] | dict[str, object], at_least: int) -> str:
    """The same for these rules, more than `at_least` of which the page must give a chance to be broken."""
    page.wait_for_load_state()  # a page without its style sheets has faults of its own
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    # Without a selector for each node, which takes axe longer than some rules; the node's HTML says what it is.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": PRELOAD, "selectors": False}
    found = page.evaluate(
        "async (options) => { const { passes, violations } = await axe.run(options);"
        " return { passes: passes.length, violations }; }",
        options,
    )
    assert found["passes"] + len(found["violations"]) > at_least, "axe looked at next to nothing"
    return "\n".join(
        f"{violation['id']}: {violation['help']}\n"
        + json.dumps([node["html"] for node in violation["nodes"]], indent=1)
        for violation in found["violations"]
    )


def faults_in_light_and_dark(page: Page) -> str:
    """The same for both sets of colours, on the page as it stands: as at dusk.

    Where dark colours move and hide nothing, only the rules about colours can find anything new.
    """
    use_colours(page, "light")
    found, layout = faults(page), page.evaluate(_LAYOUT)
    use_colours(page, "dark")
    if page.evaluate(_LAYOUT) == layout:
        return "\n".join(filter(None, [found, _faults(page, {"type": "rule", "values": COLOURS}, 0)]))
    return "\n".join(filter(None, [found, faults(page)]))


def use_colours(page: Page, scheme: Literal["light", "dark"]) -> None:
    """Let the device prefer light or dark colours, and make sure that the page follows."""
    page.emulate_media(color_scheme=scheme)
    assert is_dark(page) == (scheme == "dark"), f"the page does not follow a device that prefers {scheme} colours"


def is_dark(page: Page) -> bool:
    """Whether the page really is dark: light letters on a darker ground."""
    colours = page.evaluate("[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]")
    letters, ground = (sum(int(part) for part in colour.strip("rgba()").split(",")[:3]) for colour in colours)
    return bool(letters > ground)
