"""Suggesting a resource: what people type becomes a plain text, an e-mail and an issue, and nothing is stored."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from axes import faults_in_light_and_dark

pytestmark = pytest.mark.browser


def test_a_suggestion_becomes_a_text_an_e_mail_and_an_issue(browser: Browser, site_address: str) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, permissions=["clipboard-read", "clipboard-write"]
    )
    page = context.new_page()
    page.goto(f"{site_address}library/")
    page.get_by_role("main").get_by_role("link", name="Suggest a resource").click()
    page.locator("form[data-lp-ready]").evaluate(
        """(form) => {
          form.dataset.mail = "help@example.org";
          form.dataset.issue = "https://example.org/new?title={title}&body={body}&template=resource.yml";
          for (const way of ["mail", "issue"])
            form.insertAdjacentHTML("afterend", `<a data-way="${way}" href="#">${way}</a>`);
        }"""
    )
    copy = page.get_by_role("button", name="Copy the text")
    copy.click()
    expect(page.get_by_label("Title", exact=False).first).to_be_focused()  # it is asked for first
    page.get_by_label("Title").fill("Trust & <b>power</b> {body}")
    page.get_by_label("Type").select_option("report")
    page.get_by_label("Who would it help").fill("People who\n\ntitle: forged\nstart.")
    copy.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    lines = [
        *("Title: Trust & <b>power</b> {body}", "Address:", "Type: report", "Author:", "Published:"),
        *("Who would it help, and how: People who", "  title: forged", "  start.", "Is it yours:", "suggestion: 1"),
        f"Page: {site_address}library/",
    ]
    assert page.evaluate("navigator.clipboard.readText()").splitlines() == lines
    assert page.locator(".lp-suggest__text").inner_text().splitlines() == lines
    mail, issue = (page.locator(f"[data-way={way}]").get_attribute("href") or "" for way in ("mail", "issue"))
    assert mail.startswith("mailto:help@example.org?subject=Resource%3A%20Trust%20%26%20%3Cb%3E")
    assert "%20how%3A%20People%20who%0D%0A%20%20title%3A%20forged%0D%0A" in mail
    assert issue.startswith("https://example.org/new?title=Resource%3A%20Trust%20%26")
    assert "&template=resource.yml&title=Trust%20%26" in issue
    page.get_by_label("Who would it help").fill("協" * 1_500)
    expect(page.get_by_text("Your text is too long for a link")).to_be_visible()
    assert len(page.locator("[data-way=issue]").get_attribute("href") or "") < 1_000
    assert page.evaluate("localStorage.length + sessionStorage.length + document.cookie.length") == 0
    assert faults_in_light_and_dark(page) == ""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    context.close()
