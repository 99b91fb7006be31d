"""The colour switch: three choices, kept only when asked for, right from the first paint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from smallsite import FOLLOWS_NO_LINK
from waiting import until

pytestmark = [pytest.mark.browser, pytest.mark.engine]

STORED = "() => ({ ...localStorage })"
SCHEME = "document.documentElement.dataset.lpScheme ?? 'device'"
DARK = "getComputedStyle(document.documentElement).colorScheme === 'dark'"


def choose(page: Page, name: str) -> None:
    page.get_by_role("radio", name=name).check()


@FOLLOWS_NO_LINK
@pytest.mark.parametrize("device", ["light", "dark"])
def test_without_scripts_colours_follow_the_device(
    open_context: Callable[..., Page], small_address: str, device: str
) -> None:
    page = open_context(color_scheme=device, java_script_enabled=False)
    page.goto(small_address)
    ground = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
    assert ground == ("rgb(250, 247, 242)" if device == "light" else "rgb(22, 28, 26)")
    expect(page.locator(".lp-scheme")).to_be_hidden()


@pytest.mark.parametrize(
    "small_site", [pytest.param("whole pages", marks=pytest.mark.full_only), "swapped pages"], indirect=True
)
def test_a_plain_visit_stores_nothing(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context()
    for path in ("", "plain/", "code/"):
        page.goto(small_address + path, wait_until="networkidle")
        assert page.evaluate(STORED) == {}
        assert page.evaluate("sessionStorage.length") == 0
    expect(page.get_by_role("radio", name="Colours as on your device")).to_be_checked()


def test_a_choice_holds_on_every_page_and_goes_when_taken_back(
    open_context: Callable[..., Page], small_address: str
) -> None:
    page = open_context(color_scheme="light")
    page.goto(small_address)
    choose(page, "Dark colours")
    assert page.evaluate(DARK)
    assert page.evaluate(STORED) == {"/pathway/.lp.scheme": '"dark"'}
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Plain").click()
    expect(page.locator("h1")).to_have_text("Plain")
    assert page.evaluate(DARK)
    page.reload()
    assert page.evaluate(DARK)
    expect(page.get_by_role("radio", name="Dark colours")).to_be_checked()
    choose(page, "Colours as on your device")
    assert not page.evaluate(DARK)
    assert page.evaluate(STORED) == {}


@FOLLOWS_NO_LINK
def test_light_can_be_chosen_on_a_dark_device(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(color_scheme="dark")
    page.goto(small_address)
    assert page.evaluate(DARK)
    choose(page, "Light colours")
    assert not page.evaluate(DARK)


@FOLLOWS_NO_LINK
def test_a_kept_choice_is_worn_before_the_body_is_there(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(color_scheme="light")
    page.goto(small_address)
    choose(page, "Dark colours")
    page.add_init_script(
        """new MutationObserver((_, seen) => {
          if (!document.body) return;
          window.atFirst = document.documentElement.dataset.lpScheme;
          seen.disconnect();
        }).observe(document, { childList: true, subtree: true });"""
    )
    page.reload()
    assert page.evaluate("window.atFirst") == "dark"


@FOLLOWS_NO_LINK
def test_the_switch_works_for_one_page_where_storage_is_refused(
    open_context: Callable[..., Page], small_address: str
) -> None:
    page = open_context(color_scheme="light")
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError'); } });"
    )
    page.goto(small_address)
    choose(page, "Dark colours")
    assert page.evaluate(DARK)
    assert errors == []


@FOLLOWS_NO_LINK
def test_nonsense_in_storage_changes_nothing(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(color_scheme="light")
    page.goto(small_address)
    for nonsense in ("not json", '"purple"', '{"dark": 1}', "7"):
        page.evaluate("value => localStorage.setItem('/pathway/.lp.scheme', value)", nonsense)
        page.reload()
        assert page.evaluate(SCHEME) == "device"
        expect(page.get_by_role("radio", name="Colours as on your device")).to_be_checked()


@FOLLOWS_NO_LINK
def test_a_choice_reaches_other_open_tabs(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(color_scheme="light")
    page.goto(small_address)
    other = page.context.new_page()
    other.goto(small_address + "plain/")
    choose(page, "Dark colours")
    until(other, DARK)
    expect(other.get_by_role("radio", name="Dark colours")).to_be_checked()


@FOLLOWS_NO_LINK
def test_the_switch_is_worked_with_the_keyboard(open_context: Callable[..., Page], small_address: str) -> None:
    page = open_context(color_scheme="light")
    page.goto(small_address)
    page.get_by_role("radio", name="Colours as on your device").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Dark colours")).to_be_focused()
    assert page.evaluate(DARK)
