"""One search: the header's box and the library's box find the same, in every script, and say what they left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from axes import faults
from published import folder_of
from siteproject import engine, run, stage
from siteserver import serve_folder
from waiting import until
from wordsproject import write_project

pytestmark = [pytest.mark.browser, pytest.mark.engine]

#: Asks the engine itself; both boxes ask it, too.
ASK = """async ([query, works]) => {
  const here = document.querySelector('script[src*="pathway.mjs"]').src;
  const { search } = await import(new URL("search/engine.mjs", here).href);
  const answer = await search(query, { works });
  const found = await answer.index.documents(answer.places);
  return { ...answer, index: 0, scores: 0, terms: 0, titles: found.map(({ title }) => title),
    addresses: found.map(({ address }) => address) };
}"""


@pytest.fixture
def page(open_context: Callable[..., Page], words_address: str) -> Page:
    opened = open_context()
    opened.goto(words_address + "search/")
    expect(opened.locator("[data-lp-search=ready]")).to_be_visible()
    return opened


@pytest.fixture(scope="session")
def asked(browser: Browser, words_address: str) -> Page:
    """A page on which the engine is asked, and nothing else is done."""
    opened = browser.new_context().new_page()
    opened.goto(words_address + "search/")
    expect(opened.locator("[data-lp-search=ready]")).to_be_visible()
    return opened


def ask(page: Page, query: str, *, works: bool = False) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate(ASK, [query, works])
    return found


def titles(page: Page) -> list[str]:
    return page.locator(".lp-search__result h2").all_inner_texts()


def test_the_box_in_the_header_leads_to_results(open_context: Callable[..., Page], words_address: str) -> None:
    page = open_context(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(words_address, wait_until="networkidle")
    assert not [url for url in asked if "/search/" in url]
    page.get_by_role("searchbox", name="Search this site").fill("turnips")
    page.keyboard.press("Enter")
    expect(page.locator(".lp-search__count")).to_have_text("1 result for “turnips”")
    expect(page.locator(".lp-live")).to_have_text("1 result for “turnips”")
    page.locator(".lp-search__result a").click()
    expect(page).to_have_url(re.compile(r"/modules/first/#task--think$"))
    assert not [url for url in asked if not url.startswith(words_address)]


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("what's", "What’s next for neighbours’ groups?"),
        ("whats", "What’s next for neighbours’ groups?"),
        ("WHATʼS", "What’s next for neighbours’ groups?"),
        ("neighbour's", "What’s next for neighbours’ groups?"),
        ("neighbors", "What’s next for neighbours’ groups?"),
        ("toolkits", "What’s next for neighbours’ groups?"),
        ("conflicts", "It's all about conflict"),
        ("cooperative", "It's all about conflict"),
        ("co-operation", "It's all about conflict"),
        ("said", "It's all about conflict"),
        ("all about", "It's all about conflict"),
        ("gwyl", "Gŵyl y tŷ"),
        ("GŴYL", "Gŵyl y tŷ"),
        ("sian", "Gŵyl y tŷ"),
        ("wyn", "Gŵyl y tŷ"),
        ("obrien", "Building trust"),
        ("o’brien", "Building trust"),
        ("o brien", "Building trust"),
        ("R&D", "R&D in charities"),
        ("r & d", "R&D in charities"),
        ("c++", "R&D in charities"),
        ("AI", "R&D in charities"),
        ("UK", "R&D in charities"),
        ("USA", "R&D in charities"),
        ("2011", "R&D in charities"),
        ("信任", "建立信任"),
        ("信", "建立信任"),
        ("领导合作 合作", "建立信任"),
        ("信頼", "信頼を築くガイド"),
        ("ガイド", "信頼を築くガイド"),
        ("ｶﾞｲﾄﾞ", "信頼を築くガイド"),
        ("신뢰", "신뢰는 중요하다"),
        ("ไว้วางใจ", "ความไว้วางใจในทีม"),
        ("למה", "מנהיגות (part 1): לָמָּה?"),
        ("الثقة", "الثِّقَة والقيادة"),
        ("ηγεσια", "Ηγεσία και εμπιστοσύνη των ομάδων"),
        ("лидерство", "Доверие и лидерство"),
        ("istanbul", "İstanbul’da işbirliği"),
        ("ISBIRLIGI", "İstanbul’da işbirliği"),
        ("strassen", "Straßen und Maße"),
        ("organisation", "L’organisation, un cœur ﬁdèle"),
        ("coeur fidele", "L’organisation, un cœur ﬁdèle"),
        ("constructor", "constructor, __proto__ & toString 🚀"),
        ("__proto__", "constructor, __proto__ & toString 🚀"),
        ("toString", "constructor, __proto__ & toString 🚀"),
        ("🚀", "constructor, __proto__ & toString 🚀"),
        ("behavior", "constructor, __proto__ & toString 🚀"),
        ("taught children", "Trust at work"),
        ("kohlrabi", "About & more"),
    ],
)
def test_a_word_is_found_however_it_is_typed(asked: Page, query: str, first: str) -> None:
    found = ask(asked, query)
    assert first in found["titles"][:2], found
    works = ask(asked, query, works=True)
    assert (
        works["titles"]
        == [
            title
            for title, where in zip(found["titles"], found["addresses"], strict=True)
            if where.startswith("resources/")
        ]
        or found["partial"]
    )


@pytest.mark.parametrize(
    "query", ["save for later", "read it on", "salsify", "artichoke", "beetroot", "celery", "skip to"]
)
def test_buttons_labels_and_hidden_pages_are_never_found(asked: Page, query: str) -> None:
    found = ask(asked, query)
    texts = " ".join(found["titles"])
    assert not found["places"] or found["partial"] or found["unknown"], texts
    assert "Hidden" not in texts


def test_a_title_stands_above_a_summary_and_a_resource_above_a_list(asked: Page) -> None:
    found = ask(asked, "trust")["titles"]
    places = [found.index(title) for title in ("Building trust", "Trust at work", "Trust", "Privacy")]
    assert places == sorted(places)
    assert found.index("Boards") > found.index("Building trust")


@pytest.mark.parametrize("query", ["co production", "coproduction", "co-production", "Co‐Production", "CO–PRODUCTION"])
def test_a_hyphen_joins_parts_or_stands_apart(asked: Page, query: str) -> None:
    found = ask(asked, query)["titles"]
    assert set(found) == {"What’s next for neighbours’ groups?", "It's all about conflict"}


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("trsut", "trust"),
        ("conflcit", "conflict"),
        ("cooperaton", "cooperation"),
        ("bulding trust", "building trust"),
        ("gwyll", "gŵyl"),
        ("довеерие", "доверие"),
    ],
)
def test_a_typing_error_is_forgiven(page: Page, query: str, meant: str) -> None:
    page.get_by_role("searchbox", name="Search the whole site").fill(query)
    expect(page.locator(".lp-search__hint")).to_contain_text(f"Did you mean {meant}?")
    expect(page.locator(".lp-live")).to_contain_text(f"Did you mean {meant}?")
    page.get_by_role("button", name=meant).press("Enter")
    expect(page.locator(".lp-search__count")).to_contain_text(f"for “{meant}”")
    expect(page.locator(".lp-search__result").first).to_be_visible()
    expect(page.get_by_role("searchbox", name="Search the whole site")).to_be_focused()


def test_the_box_takes_the_focus_from_no_one_who_has_gone_on(
    open_context: Callable[..., Page], words_address: str
) -> None:
    page, held = open_context(), list[Route]()
    page.route("**/search/search.mjs", lambda route: held.append(route))
    page.goto(words_address + "search/", wait_until="commit")
    page.locator(".lp-brand").focus()
    until(page, lambda: held)
    held[0].continue_()
    expect(page.locator("[data-lp-search=ready]")).to_be_visible()
    expect(page.locator(".lp-brand")).to_be_focused()


def test_a_beginning_is_completed_while_someone_types(asked: Page) -> None:
    assert "It's all about conflict" in ask(asked, "cooperat")["titles"]
    assert "It's all about conflict" in ask(asked, "conf")["titles"]
    assert ask(asked, "ar")["titles"] == [], "two letters may be a whole word, such as AI"


def test_every_word_counts_and_what_was_left_out_is_said(page: Page) -> None:
    both = ask(page, "boards decisions")
    assert both["titles"][0] == "Building trust"
    assert not both["partial"]
    field = page.get_by_role("searchbox", name="Search the whole site")
    field.fill("rhubarb parsnips")
    expect(page.locator(".lp-search__hint")).to_have_text("No result has all these words. These have some of them.")
    expect(page.locator(".lp-search__result")).to_have_count(2)
    field.fill("rhubarb xyzzyq")
    expect(page.locator(".lp-search__hint")).to_have_text("No results for “xyzzyq”. These are for the other words.")
    expect(page.locator(".lp-search__result")).to_have_count(1)
    field.fill("xyzzyq")
    expect(page.locator(".lp-search__count")).to_have_text(
        "No results for “xyzzyq”. Check the spelling or try other words."
    )


def test_a_phrase_in_quotes_is_found_word_for_word(asked: Page) -> None:
    assert ask(asked, '"subject among many"')["titles"] == ["Boards"]
    assert ask(asked, "“one subject”")["titles"] == ["Boards"]
    assert ask(asked, '"many subject"')["loose"]
    assert ask(asked, '"建立信任"')["titles"] == ["建立信任"]
    assert "What’s next for neighbours’ groups?" in ask(asked, '"what\'s next"')["titles"]
    assert ask(asked, '"unclosed quote trust')["asked"] == 3


@pytest.mark.matrix
@pytest.mark.parametrize(
    "query",
    [
        *(
            "*",
            "+",
            "-",
            "title:",
            '"',
            '""',
            "~1",
            "</script>",
            "a" * 3000,
            "(",
            "[a-z",
            "\\",
            "%00",
            "\u202e",
            "´",
            "?q=",
        ),
        *(
            "$&",
            "word " * 200,
            "é" * 400,
            "信" * 400,
            "a-" * 150,
            "&" * 50,
            "\ud83d",
            "<img src=x onerror=window.broken=1>",
        ),
    ],
    ids=ascii,
)
def test_no_query_breaks_the_search(page: Page, query: str) -> None:
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    field = page.get_by_role("searchbox", name="Search the whole site")
    page.evaluate(
        "([field, text]) => { field.value = text; field.form.requestSubmit(); }", [field.element_handle(), query]
    )
    expect(page.locator(".lp-search__count")).not_to_be_empty()
    field.fill("turnips")
    expect(page.locator(".lp-search__count")).to_have_text("1 result for “turnips”")
    assert errors == []
    assert page.evaluate("window.broken") is None


def test_signs_alone_ask_for_a_word(page: Page) -> None:
    field = page.get_by_role("searchbox", name="Search the whole site")
    field.fill("…?!")
    expect(page.locator(".lp-search__count")).to_have_text("Type a word to search for.")
    assert "constructor, __proto__ & toString 🚀" in ask(page, "&")["titles"]


def test_a_long_query_says_that_it_was_cut(asked: Page) -> None:
    assert ask(asked, " ".join(["trust"] * 40))["limited"]
    assert not ask(asked, "trust at work")["limited"]


def test_an_excerpt_shows_the_resources_own_words_marked(page: Page) -> None:
    page.get_by_role("searchbox", name="Search the whole site").fill("behaviour script")
    result = page.locator(".lp-search__result").first
    expect(result.locator("h2")).to_have_text("constructor, __proto__ & toString 🚀")
    expect(result.locator(".lp-search__kind")).to_have_text("Web page")
    expect(result.locator(".lp-search__text")).to_have_text("<script>window.broken=1</script> <b>&amp;</b> behaviour")
    assert result.locator("mark").all_inner_texts() == ["script", "script", "behaviour"]
    assert page.evaluate("window.broken") is None


def test_a_result_in_another_language_says_so(page: Page) -> None:
    page.get_by_role("searchbox", name="Search the whole site").fill("למה")
    link = page.locator(".lp-search__result a").first
    expect(link).to_have_attribute("lang", "he")
    expect(link).to_have_attribute("dir", "auto")
    expect(link.locator("mark")).to_have_text("לָמָּה")


def test_the_query_stands_in_the_address_and_back_restores_the_place(
    open_context: Callable[..., Page], words_address: str
) -> None:
    page = open_context(viewport={"width": 390, "height": 500})
    page.goto(words_address + "search/?q=" + quote("trust"))
    expect(page.locator(".lp-search__result").nth(5)).to_be_visible()
    link = page.locator(".lp-search__result a").nth(5)
    link.scroll_into_view_if_needed()
    before = page.evaluate("scrollY")
    assert before > 200
    link.click()
    expect(page.locator(".lp-search__result")).to_have_count(0)
    page.go_back()
    expect(page.get_by_role("searchbox", name="Search the whole site")).to_have_value("trust")
    expect(page.locator(".lp-search__result").nth(5)).to_be_visible()
    page.wait_for_function("(before) => Math.abs(scrollY - before) < 60", arg=before)


def test_an_index_that_cannot_be_fetched_is_told_and_tried_again(page: Page) -> None:
    page.route("**/assets/*/search/**", lambda route: route.abort())
    page.get_by_role("searchbox", name="Search the whole site").fill("turnips")
    expect(page.locator(".lp-search__count")).to_contain_text("Search isn’t available at the moment")
    page.unroute("**/assets/*/search/**")
    page.get_by_role("button", name="Try again").press("Enter")
    expect(page.locator(".lp-search__count")).to_have_text("1 result for “turnips”")


def test_an_index_that_is_published_anew_meanwhile_is_opened_again(page: Page) -> None:
    """Files of an earlier version never meet those of a later one."""
    old = ask(page, "turnips")["titles"]
    seen: list[str] = []

    def stale(route: Route) -> None:
        seen.append(route.request.url)
        answer = route.fetch()
        text = answer.text()
        if len(seen) == 1:
            text = re.sub(r'"version":"\w+"', '"version":"another"', text, count=1)
        route.fulfill(response=answer, body=text)

    page.route("**/assets/*/search/terms-*.json*", stale)
    page.reload()
    expect(page.locator("[data-lp-search=ready]")).to_be_visible()
    assert ask(page, "turnips")["titles"] == old
    assert len(seen) == 2


def test_a_slow_network_is_told(page: Page) -> None:
    held: list[Route] = []
    page.route("**/assets/*/search/index.json", lambda route: held.append(route))
    page.get_by_role("searchbox", name="Search the whole site").fill("turnips")
    expect(page.locator(".lp-search__count")).to_have_text("Searching…")
    held[0].continue_()
    expect(page.locator(".lp-search__count")).to_have_text("1 result for “turnips”")


def test_the_library_finds_the_same_and_narrows_it_down(open_context: Callable[..., Page], words_address: str) -> None:
    page = open_context(viewport={"width": 1280, "height": 900})
    page.goto(words_address + "library/")
    expect(page.locator("[data-lp-library=ready]")).to_be_visible()
    field = page.get_by_label("Search", exact=True)
    field.fill("sian")
    expect(page.locator(".lp-library__count")).to_have_text("1 of 18 results")
    expect(page.locator(".lp-result:visible .lp-result__title")).to_have_text("Gŵyl y tŷ")
    field.fill("trsut")
    expect(page.locator(".lp-library__count")).to_have_text("No results. Remove a filter or try fewer words.")
    expect(page.locator(".lp-search__hint")).to_have_text("Did you mean trust?")
    expect(page.locator(".lp-live")).to_contain_text("Did you mean trust?")
    page.get_by_role("button", name="trust").press("Enter")
    expect(page.locator(".lp-result:visible .lp-result__title").first).to_have_text("Building trust")
    expect(page.locator(".lp-search__hint")).to_be_hidden()
    assert page.url.endswith("?q=trust")
    field.fill("…")
    expect(page.locator(".lp-library__count")).to_have_text("18 results")


@pytest.mark.matrix
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_the_search_page_has_no_fault_at_any_width(
    open_context: Callable[..., Page], words_address: str, width: int
) -> None:
    for settings in ({"color_scheme": "light"}, {"color_scheme": "dark"}):
        page = open_context(viewport={"width": width, "height": 800}, **settings)
        page.goto(words_address + "search/?q=trust+xyzzyq+bords")
        expect(page.locator(".lp-search__result").first).to_be_visible()
        assert not faults(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_scripts_the_page_says_so(open_context: Callable[..., Page], words_address: str) -> None:
    page = open_context(java_script_enabled=False)
    page.goto(words_address + "search/")
    expect(page.locator("#lp-main")).to_contain_text("Search needs JavaScript. Without it, you can browse the library.")
    expect(page.locator("#lp-main").get_by_role("searchbox")).to_have_count(0)


def test_the_former_address_leads_to_the_search(open_context: Callable[..., Page], words_address: str) -> None:
    page = open_context()
    page.goto(words_address + "search.html?q=gwyl")
    expect(page).to_have_url(words_address + "search/?q=gwyl")
    expect(page.locator(".lp-search__result h2")).to_have_text(["Gŵyl y tŷ"])


def test_it_runs_under_a_strict_policy_and_without_newer_functions(
    open_context: Callable[..., Page], words_site: Path
) -> None:
    """No WebAssembly, no code from text; nothing that Safari 15.4, Chrome 100 or Firefox 102 does not have."""
    policy = (
        "default-src 'self'; img-src 'self' data:; script-src 'self' 'unsafe-inline'; "
        "style-src 'self' 'unsafe-inline'; worker-src 'none'"
    )
    page = open_context()
    page.add_init_script(
        "delete URLSearchParams.prototype.size; delete Intl.Segmenter; delete window.DecompressionStream;"
        "delete Array.prototype.toSorted; delete Array.prototype.findLast; delete Object.groupBy;"
        "delete window.WebAssembly;"
        "for (const name of ['intersection', 'union', 'isSubsetOf']) delete Set.prototype[name];"
    )
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: broken.append(str(error)))
    with serve_folder(words_site, headers={"Content-Security-Policy": policy}) as address:
        page.goto(address + "search/?q=trsut+conflict")
        expect(page.locator(".lp-search__hint")).to_contain_text("Did you mean")
        page.goto(address + "library/?q=trust")
        expect(page.locator(".lp-library__count")).to_contain_text("of 18 results")
    assert broken == []


def test_it_stores_nothing(page: Page) -> None:
    page.get_by_role("searchbox", name="Search the whole site").fill("trust")
    expect(page.locator(".lp-search__result").first).to_be_visible()
    stored = page.evaluate("async () => [localStorage.length, sessionStorage.length, (await caches.keys()).length]")
    assert stored == [0, 0, 0]


def test_it_is_kept_for_reading_offline(words_site: Path) -> None:
    listed = (words_site / "assets" / "pathway" / "precache.js").read_text(encoding="utf-8")
    for name in ("index.json", "terms-0.json", "positions-0.json", "documents-0.json", "words-0.json", "stemmer.mjs"):
        assert f'{folder_of(words_site)}/search/{name}"' in listed
    assert '"search/"' in listed
    assert "lunr" not in listed


@pytest.mark.full_only
@pytest.mark.parametrize("width", [390, 1280])
def test_zensical_searches_on_phones_and_desktops(
    open_context: Callable[..., Page], once: Any, tmp_path: Path, width: int
) -> None:
    def build(folder: Path) -> None:
        project, staged = write_project(folder / "project"), folder / "staged"
        assert stage(project, staged).returncode == 0
        built = run([engine("zensical"), "build", "--config-file", staged / "mkdocs.yml"])
        assert built.returncode == 0, built.stdout + built.stderr

    site = once("words-zensical", build) / "staged" / "site"
    page = open_context(viewport={"width": width, "height": 800})
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    with serve_folder(site, "/below/") as address:
        page.goto(address)
        if width < 800:
            page.get_by_role("link", name="Search").click()
            page.get_by_role("searchbox", name="Search the whole site").fill("gwyl")
        else:
            page.get_by_role("searchbox", name="Search this site").fill("gwyl")
            page.keyboard.press("Enter")
        expect(page.locator(".lp-search__result h2")).to_have_text(["Gŵyl y tŷ"])
    assert broken == []
