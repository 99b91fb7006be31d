"""Pages in use: menus and dialogs open, lists filled, errors shown. Accessible in every state, on phone and desktop."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from axes import faults_in_light_and_dark
from kinds import KINDS
from layout import small_targets
from toolstates import STATES, bring_about

pytestmark = pytest.mark.browser

SIZES = {"phone": (390, 844), "desktop": (1280, 900)}
STOPS = 70
"""Presses of the tabulator key on a page: past the menu, and well into the page."""

_VISIBLE_FOCUS = """() => {
  const one = document.activeElement;
  if (one === document.body) return 'body';
  const box = one.getBoundingClientRect();
  const shares = [0.1, 0.5, 0.9];
  const points = shares.flatMap((x) => shares.map((y) => [box.left + x * box.width, box.top + y * box.height]));
  // Of a link that breaks in a line, only the pieces are its own.
  for (const part of one.getClientRects()) points.push([(part.left + part.right) / 2, (part.top + part.bottom) / 2]);
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (one.contains(top) || top.contains(one));
  });
  const marked = (each, part) => {
    const style = each && getComputedStyle(each, part);
    return style && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  };
  // Chromium marks the part of a date or time that has the focus, within the field.
  const drawn = one.matches('[type=date], [type=time]') ||
    marked(one) || marked(one, '::before') || marked(one, '::after') || marked(one.parentElement);
  return seen && drawn ? '' : `${seen ? 'not marked' : 'hidden'}: ${one.outerHTML.slice(0, 100)}`;
}"""

_MASKED = """() => [...document.body.querySelectorAll('*')].flatMap((one) => {
  if (!one.checkVisibility() || one.closest('svg')) return [];
  return [null, '::before', '::after'].filter((part) => {
    const style = getComputedStyle(one, part);
    const mask = style.maskImage ?? style.webkitMaskImage;
    if (style.display === 'none' || (part && style.content === 'none')) return false;
    const drawn = part && style.content === '""' && style.backgroundImage.includes('gradient');
    return ((mask && mask !== 'none') || drawn) && style.forcedColorAdjust !== 'none';
  }).map((part) => `${one.className}${part ?? ''}`);
})"""


@pytest.fixture(params=SIZES)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    width, height = SIZES[request.param]
    context = browser.new_context(viewport={"width": width, "height": height})
    yield context.new_page()
    context.close()


@pytest.mark.matrix
@pytest.mark.parametrize(
    "state", [pytest.param(state, marks=[] if state == "menu open" else pytest.mark.full_only) for state in STATES]
)
def test_axe_finds_nothing_in_a_page_in_use(page: Page, site_address: str, state: str) -> None:
    """The sample has an open menu; tests of the tools themselves have axe look at them always."""
    bring_about(state, page, site_address, KINDS)
    assert faults_in_light_and_dark(page) == ""
    assert small_targets(page) == []


@pytest.mark.matrix
@pytest.mark.parametrize("kind", KINDS)
def test_what_has_the_focus_is_seen(page: Page, site_address: str, kind: str) -> None:
    """It lies under nothing, within the window, and is marked (WCAG 2.4.7, 2.4.11)."""
    page.goto(site_address + KINDS[kind])
    page.wait_for_timeout(300)
    hidden = []
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        found = page.evaluate(_VISIBLE_FOCUS)
        if found == "body":
            break
        if found:
            hidden.append(found)
    assert hidden == []


@pytest.mark.matrix
@pytest.mark.parametrize("kind", KINDS)
def test_icons_are_seen_in_forced_colours(page: Page, site_address: str, kind: str) -> None:
    """An icon is a mask over a colour; where a device forces its own colours, it would vanish."""
    page.emulate_media(forced_colors="active")
    page.goto(site_address + KINDS[kind])
    page.wait_for_timeout(300)
    assert sorted(set(page.evaluate(_MASKED))) == []


@pytest.mark.matrix
@pytest.mark.parametrize("state", ["module in use", "saved list", "library with filters", "about to delete everything"])
def test_icons_of_tools_are_seen_in_forced_colours_and_nothing_moves(page: Page, site_address: str, state: str) -> None:
    page.emulate_media(forced_colors="active")
    bring_about(state, page, site_address, KINDS)
    assert sorted(set(page.evaluate(_MASKED))) == []
    assert page.evaluate("document.getAnimations().filter((one) => one.playState === 'running').length") == 0
