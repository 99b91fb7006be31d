"""The portable file: saved, loaded, merged, brought up to date; a damaged or foreign one changes nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults_in_light_and_dark
from backup import READ, TASK, answer, entry, kept, learner_file, save, take_in
from learning_pathway.site.frontend import theme_folder
from marking import choice, mark, open_mine, open_steps, state
from saving import open_saved, titles

pytestmark = pytest.mark.browser

FILES = Path(__file__).parent / "files"


@pytest.fixture(scope="session")
def schema(root: Path) -> Draft202012Validator:
    content = json.loads((root / "schema" / "learner-file.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(content)
    return Draft202012Validator(content, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[[], Page]]:
    """Pages on devices of their own."""
    contexts: list[BrowserContext] = []

    def make() -> Page:
        contexts.append(browser.new_context(accept_downloads=True))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def test_a_saved_file_keeps_to_its_schema_and_carries_everything_to_another_device(
    new_page: Callable[[], Page], site_address: str, schema: Draft202012Validator
) -> None:
    one = open_steps(new_page(), site_address)
    mark(one, READ, "Done")
    mark(one, TASK, "Doing")
    mark(one, TASK, "To do")
    answer(one, site_address, "The housing team –\n\nand “others” 🙂")
    text = save(open_mine(one, site_address))
    file = json.loads(text)
    schema.validate(file)
    assert file["fields"]["progress"][READ]["value"] == "done"
    assert "value" not in file["fields"]["progress"][TASK], "a removal is told too"
    assert file["pathway"] == {"title": "Collaborative Leadership Pathway", "address": site_address}

    two = open_mine(new_page(), site_address)
    assert "4 entries added" in take_in(two, text)
    assert {(row["section"], row["key"]): row for row in kept(two)} == {
        (row["section"], row["key"]): row for row in kept(one)
    }
    again = json.loads(save(two))
    assert again["fields"] == file["fields"]
    assert state(open_steps(two, site_address), READ) == "Done"


def test_an_empty_file_is_whole(new_page: Callable[[], Page], site_address: str, schema: Draft202012Validator) -> None:
    page = open_mine(new_page(), site_address)
    text = save(page)
    schema.validate(json.loads(text))
    assert "It was empty" in take_in(page, text)


@pytest.mark.full_only
def test_the_newer_of_each_entry_stays(new_page: Callable[[], Page], site_address: str) -> None:
    page = open_steps(new_page(), site_address)
    mark(page, READ, "Doing")
    file = learner_file(
        progress={
            READ: entry("done", at="2001-01-01T00:00:00.000Z"),
            TASK: entry("skipped", at="2001-01-01T00:00:00.000Z"),
        }
    )
    open_mine(page, site_address)
    assert take_in(page, json.dumps(file)).startswith("File loaded: 1 entry added, 1 entry left as it is here.")
    open_steps(page, site_address)
    assert (state(page, READ), state(page, TASK)) == ("Doing", "Skipped")


def test_where_both_sides_wrote_both_texts_are_kept_and_shown(new_page: Callable[[], Page], site_address: str) -> None:
    one, two = (open_mine(new_page(), site_address) for _ in range(2))
    answer(one, site_address, "Written at work")
    answer(two, site_address, "Written at home")
    ours, theirs = save(one), save(two)
    assert "1 answer had another text on each side" in take_in(one, theirs)
    take_in(two, ours)
    for page in (one, two):
        page.goto(site_address + "my/journal/")
        expect(page.get_by_text("Written at work").first).to_be_visible()
        expect(page.get_by_text("Written at home").first).to_be_visible()
    assert [{**row, "section": ""} for row in kept(one)] == [{**row, "section": ""} for row in kept(two)]


@pytest.mark.full_only
def test_carrying_one_text_back_and_forth_makes_no_second_one(new_page: Callable[[], Page], site_address: str) -> None:
    one, two = (open_mine(new_page(), site_address) for _ in range(2))
    answer(one, site_address, "Begun at work")
    take_in(two, save(one))
    answer(two, site_address, "Begun at work, ended at home")
    take_in(one, save(two))
    [row] = kept(one)
    assert row["value"]["text"] == "Begun at work, ended at home"
    assert "others" not in row


def test_a_file_is_put_in_place_of_everything_and_that_is_undone(
    new_page: Callable[[], Page], site_address: str
) -> None:
    page = open_steps(new_page(), site_address)
    mark(page, READ, "Done")
    open_mine(page, site_address)
    before = kept(page)
    take_in(page, json.dumps(learner_file(progress={TASK: entry("skipped")})), how="replace")
    assert [row["key"] for row in kept(page)] == [TASK]
    page.locator(".lp-outcome button").click()
    expect(page.locator(".lp-outcome")).to_contain_text("Undone")
    assert kept(page) == before


def test_an_undone_import_keeps_what_was_written_since(new_page: Callable[[], Page], site_address: str) -> None:
    page = open_mine(new_page(), site_address)
    take_in(page, json.dumps(learner_file(progress={READ: entry("done"), TASK: entry("done")})))
    store = (
        "(await (await import(new URL('store/store.mjs', document.querySelector('[type=module]').src))).openStore())"
    )
    page.evaluate(f"async (key) => {store}.set('progress', key, 'doing')", TASK)
    page.locator(".lp-outcome button").click()
    expect(page.locator(".lp-outcome")).to_contain_text("Undone")
    assert {row["key"]: row["value"] for row in kept(page)} == {TASK: "doing"}


def test_the_other_tab_hears_of_an_import(browser: Browser, site_address: str) -> None:
    context = browser.new_context()
    other = open_steps(context.new_page(), site_address)
    take_in(open_mine(context.new_page(), site_address), json.dumps(learner_file(progress={READ: entry("done")})))
    expect(choice(other, READ, "Done")).to_have_attribute("aria-pressed", "true")
    context.close()


@pytest.mark.parametrize(("version", "number"), [(1, 4), (2, 6)])
def test_every_version_ever_published_is_taken_in(
    new_page: Callable[[], Page], site_address: str, schema: Draft202012Validator, version: int, number: int
) -> None:
    page = open_mine(new_page(), site_address)
    text = (FILES / f"version-{version}.json").read_text(encoding="utf-8")
    assert f"{number} entries added" in take_in(page, text)
    file = json.loads(save(page))
    schema.validate(file)
    assert file["version"] == 3
    found = file["fields"]["answers"][TASK]
    assert found["value"]["text"] == "The housing team"
    assert [other["value"]["text"] for other in found["others"]] == ["The night shift"]
    assert found["at"] == "2026-11-22T07:28:20.000Z"
    assert file["fields"]["settings"]["timesHidden"]["value"] is True


def test_a_list_of_the_version_before_keeps_its_order_and_is_told_its_titles(
    new_page: Callable[[], Page], site_address: str
) -> None:
    page = open_mine(new_page(), site_address)
    take_in(page, (FILES / "version-2.json").read_text(encoding="utf-8"))
    assert titles(open_saved(page, site_address)) == [
        "Collaborative Leadership: Creating a Team-Centric Mindset",
        "How do we know we are doing good work?",
    ]


def test_the_files_of_older_versions_are_all_there() -> None:
    text = (theme_folder() / "assets/javascripts/backup/file-format.mjs").read_text(encoding="utf-8")
    found = re.search(r"export const VERSION = (\d+);", text)
    assert found
    assert {file.name for file in FILES.glob("*.json")} == {f"version-{n}.json" for n in range(1, int(found[1]))}


def test_a_former_key_finds_its_step(new_page: Callable[[], Page], site_address: str) -> None:
    """A file from before a rename: its entries are kept as they are, and read under the key of today."""
    page = new_page()
    page.route("**/aliases.json", lambda route: route.fulfill(json={"aliases": {"resource:once": READ}}))
    open_mine(page, site_address)
    file = learner_file(progress={"resource:once": entry("done"), READ: entry("doing", at="2001-01-01T00:00:00.000Z")})
    take_in(page, json.dumps(file))
    assert sorted(row["key"] for row in kept(page)) == sorted([READ, "resource:once"])
    assert state(open_steps(page, site_address), READ) == "Done"


def test_a_foreign_file_is_refused_with_its_reason_and_makes_no_database(
    new_page: Callable[[], Page], site_address: str
) -> None:
    """`test_refused_files` reads files of all kinds that must be refused, without a browser."""
    page = open_mine(new_page(), site_address)
    other = learner_file(progress={"resource:quite-another-thing": entry("done")})
    other["pathway"]["title"] = "Bee keeping"
    for content, reason in (
        (b"", "not readable as JSON"),
        (b'{"bookmarks": []}', "not a file that a learning pathway exported"),
        (json.dumps(other).encode(), "comes from another pathway, “Bee keeping”"),
    ):
        assert reason in take_in(page, content)
        assert page.evaluate("indexedDB.databases()") == [], "not even an empty database"


def test_words_in_a_file_are_never_markup(new_page: Callable[[], Page], site_address: str) -> None:
    page = new_page()
    hostile = '<img src=x onerror="window.hit = 1"><script>window.hit = 1</script>'
    file = learner_file(
        progress={READ: entry("done")},
        answers={
            TASK: entry(
                {"text": hostile, "prompt": hostile, "title": hostile},
                others=[entry({"text": hostile + "2", "prompt": hostile})],
            )
        },
        saved={
            READ: entry({"place": 1, "title": hostile, "makers": hostile}),
            "resource:gone": entry({"place": 2, "title": hostile}),
        },
        settings={"plan": entry(hostile), "lastModule": entry({"toString": hostile}), "timesHidden": entry(hostile)},
    )
    file["pathway"]["title"] = hostile
    take_in(open_mine(page, site_address), json.dumps(file))
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for path in ("my/", "my/journal/", "my/saved/", "", "modules/collaborative-impact-leadership/"):
        page.goto(site_address + path, wait_until="networkidle")
        assert page.evaluate("window.hit") is None
        assert page.locator("img[src=x]").count() == 0


@pytest.mark.full_only
def test_axe_finds_nothing_after_a_good_file_and_a_bad_one(browser: Browser, site_address: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = open_mine(context.new_page(), site_address)
    assert faults_in_light_and_dark(page) == ""
    take_in(page, "no file at all")
    assert faults_in_light_and_dark(page) == ""
    take_in(page, json.dumps(learner_file(progress={READ: entry("done")})))
    assert faults_in_light_and_dark(page) == ""
    context.close()
