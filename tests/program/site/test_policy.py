"""The Content-Security-Policy of the pages: first in every page, strict, and complete without `'unsafe-inline'`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag
from playwright.sync_api import Browser, Page, expect

from learning_pathway.site.document import additions, hash_source, policies, policy
from waiting import until

FILM, SEARCH, LIBRARY, PLAIN = "resources/ted-heffernan/", "search/", "library/", "about/"
#: What can be written into a page in place of its words, and what it would do.
INJECTED = (
    "<img src=x onerror='window.broken=1'>",
    "<iframe srcdoc='<script>parent.broken=1</script>'></iframe>",
    "<a id=go href='javascript:window.broken=1'>go</a>",
    "<object data='data:text/html,<script>parent.broken=1</script>'></object>",
    "<svg onload='window.broken=1'></svg>",
)


def directives(text: str) -> dict[str, list[str]]:
    """A policy as a browser reads it: the first value of each directive counts."""
    found: dict[str, list[str]] = {}
    for part in text.split(";"):
        name, *values = part.split()
        found.setdefault(name, values)
    return found


def policy_of(page: Path) -> dict[str, list[str]]:
    """The policy of a published page; it must stand before anything that it could forbid."""
    head = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser").head
    assert head is not None
    first, second = [node for node in head.children if isinstance(node, Tag)][:2]
    assert first.get("charset") == "utf-8"
    assert second.get("http-equiv") == "Content-Security-Policy", page
    return directives(str(second["content"]))


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def test_every_page_has_a_strict_policy(site: Path) -> None:
    assert len(pages(site)) > 70
    for page in pages(site):
        found = policy_of(page)
        assert found["default-src"] in (["'self'"], ["'none'"]), page
        assert found["base-uri"] == ["'none'"], page
        assert found["form-action"] in (["'self'"], ["'none'"]), page
        assert "'unsafe-inline'" not in (*found["script-src"], *found.get("style-src", ())), page
        assert "'unsafe-eval'" not in found["script-src"], page


def test_every_inline_script_and_style_is_named_by_its_hash(site: Path) -> None:
    for page in pages(site):
        found, soup = policy_of(page), BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for node in soup.find_all("script"):
            if not node.get("src") and node.get("type") in (None, "module", "text/javascript"):
                assert hash_source(str(node.string)) in found["script-src"], page
        for node in soup.find_all("style"):
            assert hash_source(str(node.string)) in found["style-src"], page
        handlers = [name for node in soup.find_all(True) for name in node.attrs if name.startswith("on")]
        assert handlers == [], page
        assert soup.find(href=re.compile(r"^\s*javascript:", re.IGNORECASE)) is None, page


def test_only_pages_with_a_player_may_show_another_site(site: Path) -> None:
    assert policy_of(site / FILM / "index.html")["frame-src"] == ["https://www.youtube-nocookie.com"]
    for page in pages(site):
        if "data-lp-media" not in page.read_text(encoding="utf-8"):
            assert {"frame-src", "media-src"}.isdisjoint(policy_of(page)), page


def test_no_page_may_compile_webassembly(site: Path) -> None:
    assert not [page for page in pages(site) if "'wasm-unsafe-eval'" in policy_of(page)["script-src"]]


@pytest.mark.parametrize(
    ("kind", "host", "said"),
    [
        ("frame", "YouTube", "frame-src https://www.youtube-nocookie.com"),
        ("frame", "Vimeo", "frame-src https://player.vimeo.com"),
        ("audio", "media.example", "media-src 'self' https:"),
        ("video", "media.example", "media-src 'self' https:"),
        ("frame", "evil.example", ""),
    ],
)
def test_a_player_adds_what_it_needs_and_no_more(kind: str, host: str, said: str) -> None:
    body = f'<div class="lp-media" data-lp-media data-kind="{kind}" data-src="https://x/" data-host="{host}">'
    assert additions(body) == said
    assert additions(body * 2) == said
    assert additions(body.replace("data-lp-media", "")) == ""


def test_words_about_a_player_add_nothing() -> None:
    assert additions("<p>&lt;div class=&quot;lp-media&quot; data-lp-media data-kind=&quot;frame&quot;</p>") == ""


def test_the_recorder_may_play_what_was_recorded_and_pages_that_are_swapped_may_not() -> None:
    assert additions('<fieldset data-screen="record" data-lp-recorder hidden>') == "media-src 'self' blob:"
    assert additions("<p>&lt;fieldset data-screen=&quot;record&quot; data-lp-recorder </p>") == ""
    assert "blob:" not in "".join(policies(["x"]).values())


def test_a_recording_of_the_site_itself_adds_nothing() -> None:
    assert additions('<div class="lp-media" data-lp-media data-kind="audio" data-src="9f2c.m4a" data-host="">') == ""


def test_several_players_add_up() -> None:
    player = '<div class="lp-media" data-lp-media data-kind="frame" data-src="https://x/" data-host="{}">'
    assert additions(player.format("Vimeo") + player.format("YouTube")) == (
        "frame-src https://player.vimeo.com https://www.youtube-nocookie.com"
    )


def test_a_preview_may_run_what_its_server_writes_into_pages() -> None:
    script = directives(policies(["x"], preview=True)["page"])["script-src"]
    assert script == ["'self'", "'unsafe-inline'"], "a hash beside it would switch it off"
    assert directives(policy(["x"]))["script-src"] == ["'self'", hash_source("x")]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context()
    yield context.new_page()
    context.close()


@pytest.mark.browser
@pytest.mark.engine
def test_pages_that_are_swapped_in_place_break_no_policy(page: Page, swapped_address: str) -> None:
    """The policy of the first page holds for all that follow, a page with a film among them."""
    page.route("https://www.youtube-nocookie.com/**", lambda route: route.fulfill(body="A player"))
    page.goto(swapped_address)
    page.wait_for_load_state("networkidle")
    page.evaluate("window.stays = 1")
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Library").click()
    page.get_by_role("link", name="Dare to disagree").first.click()
    page.get_by_role("button", name="Play it here").click()
    expect(page.locator("iframe")).to_be_visible()
    assert page.evaluate("window.stays") == 1, "the page was swapped, not loaded"


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.refuses
@pytest.mark.parametrize("html", INJECTED)
@pytest.mark.parametrize("path", [PLAIN, FILM, LIBRARY])
def test_what_is_injected_does_not_run(
    page: Page, site_address: str, path: str, html: str, refusals: list[str]
) -> None:
    page.goto(site_address + path)
    page.evaluate("html => { document.querySelector('main').innerHTML = html }", html)
    if page.locator("#go").count():
        page.locator("#go").click()
    expect(page.locator("main > *")).to_have_count(1)
    page.wait_for_timeout(200)
    assert page.evaluate("window.broken") is None
    assert refusals or "srcdoc" in html or "object" in html


@pytest.mark.browser
@pytest.mark.refuses
@pytest.mark.parametrize(
    "act",
    [
        "fetch('https://example.invalid/').catch(() => {})",
        "new Function('return 1')",
        "new Image().src = 'https://example.invalid/x.png'",
        "document.head.innerHTML += '<base href=https://example.invalid/>'",
        "document.head.appendChild(document.createElement('script')).text = 'window.broken = 1'",
    ],
)
def test_other_sites_and_code_from_words_are_refused(page: Page, site_address: str, act: str) -> None:
    page.goto(site_address + PLAIN)
    watch = "window.refused = 0; addEventListener('securitypolicyviolation', () => window.refused++);"
    page.evaluate(f"() => {{ {watch} setTimeout(() => {{ try {{ {act} }} catch {{ window.refused++ }} }}) }}")
    until(page, "window.refused > 0")
    assert page.evaluate("window.broken") is None
