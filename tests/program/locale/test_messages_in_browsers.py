"""Messages in scripts: the same words, plurals, days and lists as in Python, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from learning_pathway.locale import translations_for
from learning_pathway.site.frontend import messages_in, read_frontend
from siteserver import serve_folder
from tools import messages

pytestmark = pytest.mark.browser

NUMBERS = [*range(25), 100, 102, 1_204]
DAYS = [date(2023, 5, 22), date(2024, 1, 1), date(1999, 12, 31)]


@pytest.fixture(scope="module", params=["en-GB", "cy", "en-XA"])
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def address(language: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page in the language, with the script that a build makes for it."""
    folder = tmp_path_factory.mktemp(language)
    files = dict(read_frontend(messages.THEME, translations=translations_for(language)).files)
    for name, data in files.items():
        path = folder / "assets" / "version" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "index.html").write_text(f'<!doctype html><html lang="{language}"><title>x</title>', encoding="utf-8")
    with serve_folder(folder) as address:
        yield address


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    context = browser.new_context(timezone_id="UTC")
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


#: Scripts bring their own messages with them: here, those that the tests ask for.
CALL = """async ([name, values]) => {
  const script = (name) => import(`./assets/version/javascripts/${name}.mjs`);
  await script('progress/progress-control');
  await script('journal/journal-document');
  await script('progress/learning-record-document');
  return { ...(await script('ui/messages')), ...(await script('ui/dates')) }[name](...values);
}"""


def call(page: Page, name: str, *arguments: Any) -> Any:
    return page.evaluate(CALL, [name, list(arguments)])


def test_messages_and_plurals_are_those_of_python(page: Page, language: str) -> None:
    told = translations_for(language)
    assert call(page, "gettext", "Undo") == told.gettext("Undo")
    assert call(page, "gettext", "Saved on %(day)s", {"day": "$& <b>"}) == told.gettext(
        "Saved on %(day)s", day="$& <b>"
    )
    assert call(page, "gettext", "no message") == told.gettext("no message") or language == "en-XA"
    for number in NUMBERS:
        said = call(page, "ngettext", "%(number)s step", "%(number)s steps", number)
        assert said == told.ngettext("%(number)s step", "%(number)s steps", number)


def test_days_and_lists_are_those_of_python(page: Page, language: str) -> None:
    """Chromium itself does not know Welsh. It takes a pseudo-language for English of the United States."""
    told = translations_for(language)
    if language == "en-XA":
        assert call(page, "formatDay", 0) == "January 1, 1970"
        return
    for day in DAYS:
        moment = datetime(day.year, day.month, day.day, 9, 5, tzinfo=UTC).timestamp() * 1000
        assert call(page, "formatDay", moment) == told.day(day)
        assert "09:05" in call(page, "formatDateTime", moment)
        assert told.day(day) in call(page, "formatDateTime", moment)
        assert str(day.year) in call(page, "formatWeekday", day.isoformat())
    letters = ([], ["A"], ["A", "B"], ["A", "B", "C"], ["A", "B", "C", "D"])
    for items in (*letters, ["Z", "“Ŵyl”"], ["a(c) d", "8 munud"], ["a", "b a(c) d", "10 munud"]):
        assert call(page, "formatAnd", items) == told.all_of(items)
        assert call(page, "formatList", items) == told.listed(items)


def test_a_welsh_week_begins_with_a_monday_in_welsh(page: Page, language: str) -> None:
    if language == "cy":
        assert call(page, "formatWeekday", "2024-01-01") == "Llun 1 Ionawr 2024"
        assert call(page, "formatWeekday", "2023-12-31") == "Sul 31 Rhagfyr 2023"


def test_places_keep_what_is_put_into_them(page: Page, language: str) -> None:
    assert call(page, "fillPlaceholders", "%(a)s of %(b)s.", {"a": 1, "b": "%(a)s"}) == [1, " of %(a)s."]
    assert call(page, "fillPlaceholders", "%(missing)s x", {}) == ["%(missing)s x"]
    assert call(page, "fillPlaceholders", "", {}) == []


def test_english_pages_carry_no_messages(tmp_path: Path) -> None:
    files = dict(read_frontend(messages.THEME, translations=translations_for("en-GB")).files)
    scripts = [data for name, data in files.items() if name.endswith(".mjs")]
    assert [data for data in scripts if b"addMessages({" in data] == []
    assert any(b"const formats = {};" in data for data in scripts)


def test_each_script_brings_its_own_messages_and_no_others() -> None:
    """So that a page fetches the messages of its own tools, and those of a part that it fetches later come with it."""
    translations = translations_for("en-XA")
    files = dict(read_frontend(messages.THEME, translations=translations).files)
    told = 0
    for name, data in files.items():
        if not name.endswith(".mjs") or "/vendor/" in name:
            continue
        text = data.decode("utf-8")
        found = [json.loads(one) for one in re.findall(r"^addMessages\((\{.*\})\);$", text, re.MULTILINE)]
        assert len(found) <= 1, name
        worded = (
            message for message, _ in messages_in(text) if re.search(r"[a-zA-Z]{2}", re.sub(r"%\(\w+\)s", "", message))
        )
        theirs = set(worded)
        assert set(found[0] if found else {}) == theirs, name
        told += len(theirs)
    assert told > 250
