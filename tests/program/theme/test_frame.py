"""Header, menu and titles: reachable without a mouse or scripts, and inert whatever a title holds."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from smallsite import FOLLOWS_NO_LINK, HOSTILE

pytestmark = [pytest.mark.browser, pytest.mark.engine]

PHONE = {"width": 390, "height": 844}


def test_on_a_phone_the_menu_opens_with_the_keyboard(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(viewport=PHONE)
    page.goto(small_address)
    button, menu = page.get_by_role("button", name="Menu"), page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_have_attribute("aria-expanded", "true")
    menu.get_by_role("link", name="Plain").press("Enter")
    expect(page.locator("h1")).to_have_text("Plain")


@FOLLOWS_NO_LINK
def test_without_scripts_the_menu_stands_open(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(viewport=PHONE, java_script_enabled=False)
    page.goto(small_address)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plain").click()
    expect(page.locator("h1")).to_have_text("Plain")
    expect(page.get_by_role("button", name="Menu")).to_be_hidden()


@FOLLOWS_NO_LINK
def test_the_first_tab_stop_skips_to_the_content(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context()
    page.goto(small_address + "plain/", wait_until="networkidle")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("#lp-main")).to_be_focused()


def test_the_navigation_says_where_one_is(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context()
    page.goto(small_address)
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plain").click()
    expect(page.locator(".lp-nav [aria-current=page]")).to_have_text("Plain")


@FOLLOWS_NO_LINK
def test_single_letters_do_nothing(open_context: Callable[..., Page], small_address: str) -> None:
    """WCAG 2.1.4: a shortcut of one letter gets in the way of people who speak to their computer."""
    page = open_context()
    for path in ("plain/", "code/"):
        page.goto(small_address + path, wait_until="networkidle")
        before = page.evaluate("[location.href, document.activeElement.tagName]")
        for key in ("p", "n", ",", ".", "f", "s", "/"):
            page.keyboard.press(key)
        assert page.evaluate("[location.href, document.activeElement.tagName]") == before


def test_a_hostile_title_stays_text_everywhere(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context()
    page.goto(small_address, wait_until="networkidle")
    page.get_by_role("navigation", name="Main").get_by_role("link", name=HOSTILE).click()
    expect(page.locator("h1")).to_have_text(HOSTILE)
    expect(page).to_have_title(f'{HOSTILE} · Small & <b>"safe"</b>')
    assert page.locator("meta[name=description]").get_attribute("content") == HOSTILE
    expect(page.get_by_role("navigation", name="On this page").get_by_role("link").first).to_have_text(
        f"{HOSTILE} aubergine"
    )
    assert page.evaluate("window.broken") is None
    assert page.locator("img[src=x]").count() == 0


@FOLLOWS_NO_LINK
def test_hand_written_pages_with_code_get_the_engines_own_styles(
    open_context: Callable[..., Page], small_address: str
) -> None:
    page = open_context(color_scheme="dark")
    page.goto(small_address + "plain/")
    assert page.locator("link[rel=stylesheet][href*='/main.']").count() == 0
    page.goto(small_address + "code/", wait_until="networkidle")
    assert page.locator("link[rel=stylesheet][href*='/main.']").count() == 1
    ground = page.locator("pre code").evaluate("code => getComputedStyle(code).backgroundColor")
    assert ground == "rgb(18, 23, 21)"
