"""Loading a file is all or nothing, whatever it holds and whatever happens in the middle; and it is quick."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from playwright.sync_api import Browser, BrowserContext, Page, expect

from backup import ANOTHER, READ, TASK, Json, answer, entry, kept, learner_file, save, take_in
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
        contexts.append(browser.new_context(reduced_motion="reduce", accept_downloads=True))
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


def whole() -> Json:
    return learner_file(
        progress={READ: entry("done")},
        answers={TASK: entry({"text": "From the file", "prompt": ""}, others=[entry({"text": "More", "prompt": ""})])},
        saved={READ: entry({"place": 1, "title": "A resource"})},
        settings={"timesHidden": entry(True)},
    )


def tower(height: int, bricks: str) -> str:
    opening, closing = {"lists": ("[", "]"), "objects": ('{"a":', "}")}[bricks]
    return opening * height + "1" + closing * height


def with_text(file: Json, old: str, new: str) -> str:
    text = json.dumps(file)
    assert text.count(old) == 1
    return text.replace(old, new)


def refused(page: Page, text: str | bytes, reason: str) -> None:
    """Neither way of loading it changes anything."""
    before = kept(page)
    for how in ("merge", "replace"):
        said = take_in(page, text, how)
        assert reason in said, said
        assert kept(page) == before, how


@pytest.mark.matrix
@pytest.mark.parametrize("bricks", ["lists", "objects"])
@pytest.mark.parametrize("height", [40, 5_000, 200_000])
def test_a_file_that_is_nested_too_deeply_is_refused_whole(mine: Page, bricks: str, height: int) -> None:
    refused(mine, with_text(whole(), '"value": true', f'"value": {tower(height, bricks)}'), "file is damaged")


def test_depth_is_refused_wherever_it_is(mine: Page) -> None:
    for place in ('"text": "From the file"', '"place": 1', '"text": "More"'):
        refused(mine, with_text(whole(), place, f'{place}, "more": {tower(5_000, "lists")}'), "nested too deeply")


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["__proto__", "constructor", "\\u005f_proto__"])
def test_a_name_that_scripts_take_for_their_own_is_refused(mine: Page, name: str) -> None:
    for place in ('"value": true', '"timesHidden": {'):
        spoilt = {
            '"value": true': f'"value": {{"{name}": {{"text": "x"}}}}',
            '"timesHidden": {': f'"{name}": {{}}, "timesHidden": {{',
        }[place]
        refused(mine, with_text(whole(), place, spoilt), "does not belong there")
    assert mine.evaluate("({}).text") is None


@pytest.mark.parametrize("name", [TASK, TASK.replace("task", "t\\u0061sk")])
def test_a_key_that_comes_twice_is_refused(mine: Page, name: str) -> None:
    """JSON keeps the last of them: the first one's words would be gone without a word."""
    twice = f'"answers": {{"{name}": {json.dumps(entry({"text": "The first", "prompt": ""}))}, '
    refused(mine, with_text(whole(), '"answers": {', twice), "two things called")


def test_two_objects_may_hold_equal_names_and_words_may_look_like_json(mine: Page) -> None:
    file = whole()
    text = '{"a": [1, {"a": 2}], "a\\": "__proto__": "\\\\"}'
    file["fields"]["answers"][TASK]["value"].update(text=text, earlier=['"', "\\", "{[", text])
    assert "added" in take_in(mine, json.dumps(file), "replace")
    assert next(row for row in kept(mine) if row["key"] == TASK)["value"]["text"] == text


@pytest.mark.matrix
@pytest.mark.parametrize(
    "date",
    [
        *("2026-02-31T07:00:00.000Z", "2026-02-29T07:00:00.000Z", "2026-04-31T07:00:00.000Z"),
        *("0000-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z"),
        *("2026-11-22T07:00:00Z", "2026-11-22T07:00:00.000+01:00", "2026-11-22 07:00:00.000Z", "2026-11-22"),
        *("2016-12-31T23:59:60.000Z", "2026-11-22T24:00:00.000Z", "+010000-01-01T00:00:00.000Z", "", "yesterday"),
    ],
)
def test_a_date_that_is_none_is_refused(mine: Page, root: Path, date: str) -> None:
    schema = json.loads((root / "schema" / "learner-file.schema.json").read_text(encoding="utf-8"))
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for spoil in DATES:
        file = whole()
        spoil(file["fields"], date)
        if not date.startswith("2026-02-29"):
            assert not validator.is_valid(file)
        refused(mine, json.dumps(file), "has a wrong date")


#: Where a file may hold a date.
DATES: tuple[Callable[[Json, str], Any], ...] = (
    lambda fields, date: fields["progress"][READ].update(at=date),
    lambda fields, date: fields["saved"][READ].update(when=date),
    lambda fields, date: fields["progress"][READ].update(joined={"resource:former": date}),
    lambda fields, date: fields["answers"][TASK].update(seen={ANOTHER: date}),
    lambda fields, date: fields["answers"][TASK]["others"][0].update(at=date),
)


@pytest.mark.matrix
@pytest.mark.parametrize("date", ["9999-12-31T23:59:59.999Z", "2999-01-01T00:00:00.000Z", "2031-05-05T12:00:00.000Z"])
def test_a_date_in_the_future_is_refused(mine: Page, date: str) -> None:
    """Whatever is written until then would lose against it."""
    for place, spoil in enumerate(DATES):
        file = whole()
        spoil(file["fields"], date)
        if place == 1:  # what a wrong clock said, kept to be shown: nothing is ordered by it
            continue
        refused(mine, json.dumps(file), f"is dated {date[:10]}, which is in the future")


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


def compressed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("my-learning.json", json.dumps(whole()))
    return file.getvalue()


@pytest.mark.matrix
@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(gzip.compress(json.dumps(whole()).encode()), "compressed", id="gzip"),
        pytest.param(compressed(), "compressed", id="zip"),
        pytest.param(b"<!doctype html><title>Sign in</title>", "web page", id="a page of a log-in"),
        pytest.param(b"  <svg/>", "web page", id="a picture in XML"),
        pytest.param(
            json.dumps(whole(), ensure_ascii=False).replace("More", "Café").encode("cp1252"),
            "not readable as JSON",
            id="an encoding of old",
        ),
        pytest.param(b" \n ", "not readable as JSON", id="blank"),
        pytest.param(b"[]", "not a file that a learning pathway exported", id="a list"),
        pytest.param(json.dumps({**whole(), "version": 999}).encode(), "newer edition", id="a version far ahead"),
        pytest.param(json.dumps({**whole(), "version": -1}).encode(), "does not say its version", id="a version below"),
        pytest.param(json.dumps({**whole(), "version": 3.5}).encode(), "does not say its version", id="half a version"),
    ],
)
def test_another_kind_of_file_is_refused_with_its_kind(mine: Page, content: bytes, reason: str) -> None:
    refused(mine, content, reason)


@pytest.mark.matrix
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le"])
def test_a_file_that_an_editor_has_saved_anew_is_loaded(mine: Page, encoding: str) -> None:
    text = json.dumps(whole(), ensure_ascii=False).replace("More", "Mehr – für 🙂")
    take_in(mine, text.encode(encoding), "replace")
    [row] = [row for row in kept(mine) if row["key"] == TASK]
    assert row["others"][0]["value"]["text"] == "Mehr – für 🙂"


def test_texts_and_settings_have_a_limit(mine: Page) -> None:
    long = "x" * 100_001
    for spoil in (
        lambda fields: fields["answers"][TASK]["value"].update(prompt=long),
        lambda fields: fields["answers"][TASK]["value"].update(more=long),
        lambda fields: fields["saved"][READ]["value"].update(title=long),
        lambda fields: fields["saved"][READ]["value"].update(place=1e300),
        lambda fields: fields["settings"]["timesHidden"].update(value=[long]),
    ):
        file = whole()
        spoil(file["fields"])
        refused(mine, json.dumps(file), "is damaged")


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
