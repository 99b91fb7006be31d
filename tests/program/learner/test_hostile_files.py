"""Loading a file is all or nothing, whatever it holds and whatever happens in the middle; and it is quick."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backup import READ, TASK, answer, entry, kept, learner_file, save, take_in, tower, whole, with_text
from marking import mark, open_folds, open_mine, open_steps, state
from profiles import keep_nothing, running
from quota import fill_the_quota, limit_the_quota

pytestmark = pytest.mark.browser

WORDS = "Words that are here already"
#: How many entries the store of the page holds.
COUNT = """async () => {
  const { openStore } = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
  return (await openStore()).rows().length;
}"""


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[[], BrowserContext]]:
    contexts: list[BrowserContext] = []

    def make() -> BrowserContext:
        contexts.append(browser.new_context(accept_downloads=True))
        return contexts[-1]

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def mine(new_context: Callable[[], BrowserContext], site_address: str) -> Page:
    """The learner's own page, with an answer that must not be lost."""
    page = open_mine(new_context().new_page(), site_address)
    answer(page, site_address, WORDS)
    return page


def refused(page: Page, text: str | bytes, reason: str) -> None:
    """Neither way of loading it changes anything."""
    before = kept(page)
    for how in ("merge", "replace"):
        said = take_in(page, text, how)
        assert reason in said, said
        assert kept(page) == before, how


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("my-learning.json", json.dumps(whole()))
    return file.getvalue()


def test_a_refused_file_changes_nothing_whichever_way_it_is_loaded(mine: Page, full: bool) -> None:
    """Every other kind, in full one of each; `test_refused_files` reads all that must be refused, without a browser."""
    deep = with_text(whole(), '"value": true', f'"value": {tower(200_000, "objects")}')
    reserved = with_text(whole(), '"value": true', '"value": {"\\u005f_proto__": {"text": "x"}}')
    twice = with_text(whole(), '"answers": {', f'"answers": {{"{TASK}": {json.dumps(entry("x"))}, ')
    dated, ahead = whole(), whole()
    dated["fields"]["progress"][READ].update(at="2026-02-31T07:00:00.000Z")
    ahead["fields"]["progress"][READ].update(at="2999-01-01T00:00:00.000Z")
    long = with_text(whole(), '"From the file", "prompt": ""', f'"From the file", "prompt": "{"x" * 100_001}"')
    files: tuple[tuple[str | bytes, str], ...] = (
        (deep, "file is damaged"),
        (reserved, "does not belong there"),
        (twice, "two things called"),
        (json.dumps(dated), "has a wrong date"),
        (json.dumps(ahead), "is dated 2999-01-01, which is in the future"),
        (long, "is damaged"),
        (zipped(), "compressed"),
        (b"<!doctype html><title>Sign in</title>", "web page"),
        (json.dumps(whole(), ensure_ascii=False).replace("More", "Café").encode("cp1252"), "not readable as JSON"),
        (json.dumps({**whole(), "version": 999}), "newer edition"),
    )
    for content, reason in files if full else files[::2]:
        refused(mine, content, reason)
    assert mine.evaluate("({}).text") is None


def test_a_file_that_an_editor_has_saved_anew_is_loaded(mine: Page) -> None:
    """Its words may look like JSON with a name that comes twice."""
    file = whole()
    text = '{"a": [1, {"a": 2}], "a\\": "__proto__": "\\\\"} – für 🙂'
    file["fields"]["answers"][TASK]["value"].update(text=text, earlier=['"', "\\", "{[", text])
    assert "added" in take_in(mine, json.dumps(file, ensure_ascii=False).encode("utf-16"), "replace")
    assert next(row for row in kept(mine) if row["key"] == TASK)["value"]["text"] == text


@pytest.mark.full_only
def test_a_clock_that_is_a_little_ahead_does_not_hold_up_later_edits(
    new_context: Callable[[], BrowserContext], site_address: str
) -> None:
    page = open_mine(new_context().new_page(), site_address)
    page.clock.install(time=datetime(2027, 3, 1, 12, tzinfo=UTC))
    page.reload()
    open_folds(page)
    ahead = (datetime(2027, 3, 2, 11, tzinfo=UTC)).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    assert "1 entry added" in take_in(page, json.dumps(learner_file(progress={READ: entry("doing", at=ahead)})))
    open_steps(page, site_address)
    assert state(page, READ) == "Doing"
    mark(page, READ, "Done")
    assert "added" not in take_in(
        open_mine(page, site_address), json.dumps(learner_file(progress={READ: entry("doing", at=ahead)}))
    )
    assert state(open_steps(page, site_address), READ) == "Done"


@pytest.mark.full_only
def test_what_a_clock_years_ahead_dated_is_brought_back_and_loads_elsewhere(
    new_context: Callable[[], BrowserContext], site_address: str
) -> None:
    context = new_context()
    page = context.new_page()
    page.clock.install(time=datetime(2035, 5, 5, 12, tzinfo=UTC))
    open_steps(page, site_address)
    mark(page, READ, "Doing")
    answer(page, site_address, "Dated 2035")
    page.close()
    page = context.new_page()
    page.clock.install(time=datetime(2027, 5, 5, 12, tzinfo=UTC))
    file = json.loads(save(open_mine(page, site_address)))
    for section in ("progress", "answers"):
        assert all("2027-05-0" in found["at"] for found in file["fields"][section].values())
    assert file["fields"]["answers"][TASK]["when"].startswith("2035-05-05"), "it is shown as it was"
    elsewhere = new_context().new_page()
    elsewhere.clock.install(time=datetime(2027, 5, 8, 12, tzinfo=UTC))
    open_steps(elsewhere, site_address)
    mark(elsewhere, READ, "Done")
    take_in(open_mine(elsewhere, site_address), json.dumps(file))
    assert state(open_steps(elsewhere, site_address), READ) == "Done", "the later mark stays"
    assert [row["value"]["text"] for row in kept(elsewhere) if row["section"] == "answers"] == ["Dated 2035"]


def many(number: int) -> str:
    marks = {f"resource:step-{place}": entry("done") for place in range(number - 2)}
    text = {"text": "Words of some length, as people write them. " * 3, "prompt": "Why?"}
    return json.dumps(learner_file(progress={**marks, READ: entry("done")}, answers={TASK: entry(text)}))


@pytest.mark.full_only
def test_a_hundred_thousand_entries_are_loaded_in_seconds(mine: Page, site_address: str) -> None:
    """From the press of the button to the report; five seconds are for a machine that does nothing else."""
    mine.evaluate("""() => {
      document.querySelector('.lp-taking-in').addEventListener('submit', () => (window.begun = performance.now()));
      document.querySelector('.lp-outcome').addEventListener('focus', () => (window.ended = performance.now()));
    }""")
    assert "99,999 entries added" in take_in(mine, many(100_000))
    assert mine.evaluate("ended - begun") < 15_000
    assert mine.evaluate(COUNT) == 100_000
    open_steps(mine, site_address)
    assert state(mine, READ) == "Done"
    mark(mine, READ, "Skipped")
    mark(mine, TASK, "Doing")
    open_steps(mine, site_address)
    assert (state(mine, READ), state(mine, TASK)) == ("Skipped", "Doing")
    file = json.loads(save(open_mine(mine, site_address)))
    assert len(file["fields"]["progress"]) == 100_000, "every step of the file, and the one that was marked since"
    assert file["fields"]["progress"][READ]["value"] == "skipped"
    assert file["fields"]["answers"][TASK]["others"][0]["value"]["text"].startswith("Words of some length")


@pytest.mark.full_only
def test_more_entries_than_can_be_loaded_are_refused_with_the_number(mine: Page) -> None:
    refused(mine, many(200_001), "200,001 entries; at most 200,000")


@pytest.mark.full_only
def test_a_large_file_in_place_of_everything_is_undone_whole(mine: Page) -> None:
    before = kept(mine)
    assert "2,999 entries added" in take_in(mine, many(3_000), "replace")
    mine.locator(".lp-outcome button").click()
    expect(mine.locator(".lp-outcome")).to_contain_text("Undone")
    assert kept(mine) == before


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("how", "call", "passes"), [("merge", "put", 2), ("replace", "put", 0), ("replace", "clear", 0)]
)
def test_a_step_that_fails_in_the_middle_leaves_everything_as_it_was(
    mine: Page, how: str, call: str, passes: int
) -> None:
    """The browser throws while the database writes: what it was asked for before that must not be written either."""
    before = kept(mine)
    heard = other_page(mine)
    mine.evaluate(
        """([call, passes]) => {
          const owner = IDBObjectStore.prototype;
          const original = owner[call];
          owner[call] = function (...given) {
            if (this.name === 'fields' && passes-- <= 0) throw new RangeError('Out of memory');
            return original.apply(this, given);
          };
        }""",
        [call, passes],
    )
    file = whole()
    file["fields"]["answers"] = {}
    assert "everything on this device is as it was" in take_in(mine, json.dumps(file), how)
    assert kept(mine) == before
    assert heard.evaluate("heard") == [], "another page is told of what has happened, and of nothing else"


def other_page(mine: Page) -> Page:
    """Another page of the same browser, which notes what it is told."""
    other = mine.context.new_page()
    other.goto(mine.url)
    other.evaluate("""() => {
      window.heard = [];
      new BroadcastChannel('learning-pathway:/').onmessage = ({ data }) => window.heard.push(data);
    }""")
    return other


def test_a_device_that_is_full_in_the_middle_keeps_what_it_had(
    new_context: Callable[[], BrowserContext], site_address: str
) -> None:
    page = open_steps(new_context().new_page(), site_address)
    limit_the_quota(page, site_address)
    mark(page, READ, "Done")
    open_mine(page, site_address)
    before = kept(page)
    assert before
    file = whole()
    for number in range(40):
        file["fields"]["answers"][f"task:long-{number}"] = entry({"text": "x" * 100_000, "prompt": ""})
    fill_the_quota(page)
    for how in ("merge", "replace"):
        assert "no room left" in take_in(page, json.dumps(file), how)
        assert kept(page) == before


@pytest.mark.matrix
@pytest.mark.parametrize("wait", [20, 150, 600])
def test_a_browser_that_is_killed_in_the_middle_has_all_or_nothing(
    browser: Browser, site_address: str, tmp_path: Path, wait: int
) -> None:
    with running(browser, tmp_path) as chromium:
        page = open_mine(chromium.context.pages[0], site_address)
        answer(page, site_address, WORDS)
        page.evaluate(
            """([text, wait]) => {
              import(
                new URL('store/store.mjs', document.querySelector('[type=module]').src)).then(async ({ openStore }) => {
                void (await openStore()).importFile(text, { replace: true });
              });
              return new Promise((resolve) => setTimeout(resolve, wait));
            }""",
            [many(20_000), wait],
        )
        chromium.kill()
    with running(browser, tmp_path) as chromium:
        page = open_mine(chromium.context.pages[0], site_address)
        rows = page.evaluate(COUNT)
        assert rows in {1, 20_000}
        if rows == 1:
            assert kept(page)[0]["value"]["text"] == WORDS


def test_what_another_tab_writes_while_a_file_is_loaded_is_kept(mine: Page, site_address: str) -> None:
    other = open_mine(mine.context.new_page(), site_address)
    write = """async ([text, replace, other]) => {
      const store = await (await import(
        new URL('store/store.mjs', document.querySelector('[type=module]').src))).openStore();
      const key = 'task:why-you-collaborate';
      const all = other
        ? [1, 2, 3, 4].map((n) => store.set('answers', key, { text: `Other ${n}`, prompt: '' }))
        : [store.importFile(text, { replace })];
      return (await Promise.all(all)).length;
    }"""
    mine.evaluate(f"(given) => {{ window.done = ({write})(given); }}", [many(5_000), False, False])
    assert other.evaluate(write, ["", False, True]) == 4
    mine.evaluate("window.done")
    fresh = open_mine(mine.context.new_page(), site_address)
    found = fresh.evaluate(
        """async () => {
          const { openStore } = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
          const store = await openStore();
          return [store.get('answers', 'task:why-you-collaborate').text, store.entries('progress').size];
        }"""
    )
    assert found == ["Other 4", 4_999]


@pytest.mark.full_only
def test_a_browser_that_keeps_nothing_says_so(browser: Browser, site_address: str, tmp_path: Path) -> None:
    keep_nothing(tmp_path)
    with running(browser, tmp_path) as chromium:
        page = chromium.context.pages[0]
        page.goto(site_address + "my/")
        open_folds(page)
        expect(page.locator("#lp-file")).to_be_visible()
        assert "does not let this site keep anything" in take_in(page, json.dumps(whole()), "replace")


@pytest.mark.matrix
@pytest.mark.parametrize("plan", ["soon", {"days": "often"}, {"for": 1, "start": [], "time": {}, "days": []}, [None]])
def test_a_plan_that_is_none_leaves_the_planner_at_work(mine: Page, site_address: str, plan: Any) -> None:
    file = whole()
    file["fields"]["settings"].update(plan=entry(plan), lastModule=entry([plan]))
    take_in(mine, json.dumps(file))
    errors: list[str] = []
    mine.on("pageerror", lambda error: errors.append(str(error)))
    mine.goto(site_address + "my/plan/")
    mine.locator(".lp-plan--ready form button").first.click()
    expect(mine.locator(".lp-plan__sum")).to_be_visible()
    mine.goto(site_address)
    assert errors == []
