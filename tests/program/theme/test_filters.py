"""The filters of the library: no value is out of sight."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

pytestmark = pytest.mark.browser


@pytest.mark.parametrize(("width", "height"), [(390, 844), (1280, 900), (320, 568)])
def test_every_value_of_a_filter_is_seen_and_reached(
    browser: Browser, site_address: str, width: int, height: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(site_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_attached()
    sheet = page.locator(".lp-filters__open")
    if sheet.is_visible():
        sheet.click()
    page.evaluate("document.querySelectorAll('.lp-filters details').forEach((one) => one.setAttribute('open', ''))")
    buttons = page.locator(".lp-facet__all:visible")
    for left in range(buttons.count() - 1, -1, -1):
        buttons.first.click()
        expect(buttons).to_have_count(left)
    page.wait_for_timeout(300)
    values = page.locator(".lp-facet .lp-tick")
    assert values.count() > 30
    unseen = values.evaluate_all(
        """all => all.filter((one) => {
          one.scrollIntoView({ block: 'center' });
          const list = one.closest('ul'), box = one.getBoundingClientRect(), room = list.getBoundingClientRect();
          const top = document.elementFromPoint((box.left + box.right) / 2, (box.top + box.bottom) / 2);
          return list.scrollHeight > list.clientHeight + 1 || box.bottom > room.bottom + 1 || !one.contains(top);
        }).map((one) => one.innerText)"""
    )
    page.context.close()
    assert unseen == []
