"""Text from other programs: their line breaks stay line breaks, and what no file can hold never spoils one."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import docx
import pytest
from playwright.sync_api import Browser, Page, expect

from backup import READ, TASK, entry, learner_file, take_in
from journalling import take
from marking import open_mine
from writing import RECORD, answer, open_journal, open_module, saved

pytestmark = pytest.mark.browser

#: Word's line break, form feed, record separators, next line, line and paragraph separators, and the usual ones.
BREAKS = ("\v", "\f", "\x1c", "\x1d", "\x1e", "\x1f", "\x85", "\u2028", "\u2029", "\r\n", "\r", "\n")
#: Controls, halves of a character and no characters: as JSON writes them, since Python's UTF-8 refuses some.
DROPPED = ("\\u0000", "\\u0001", "\\u0008", "\\u000e", "\\u001b", "\\u007f", "\\u009f", "\\ufffe", "\\uffff")
HALVES = ("\\ud83d", "\\ude42")
LINES = [f"line {number}" for number in range(len(BREAKS) + 1)]
TEXT = "".join(line + end for line, end in zip(LINES, (*BREAKS, ""), strict=True))
SPOILT = "x".join((*DROPPED, *HALVES))
WHOLE = "🙂 stays"
FORBIDDEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


def spoilt_json() -> str:
    """A learner's file with all of it: in answers, prompts and titles, also of what has left the pathway."""
    words = {"text": f"{TEXT}\n\nSPOILT {WHOLE}", "prompt": "Why\vnow?SPOILT", "title": "A\vtitleSPOILT"}
    file = learner_file(
        answers={TASK: entry(words), "task:gone-one": entry(words)},
        progress={READ: entry("done"), TASK: entry("done")},
        saved={"resource:gone-two": entry({"place": 1, "title": "Gone\vtwoSPOILT", "makers": "A\u2028maker"})},
    )
    return json.dumps(file).replace("SPOILT", SPOILT)


@pytest.fixture
def page(browser: Browser, site_address: str) -> Iterator[Page]:
    context = browser.new_context(locale="en-GB", accept_downloads=True)
    context.set_default_timeout(15_000)
    page = context.new_page()
    assert "added" in take_in(open_mine(page, site_address), spoilt_json())
    yield page
    context.close()


def holds_every_line(text: str) -> None:
    assert re.findall(r"line \d+", text) == LINES
    assert not re.search(r"line \d+line", text), "no words are joined"
    assert FORBIDDEN.search(text) is None, repr(FORBIDDEN.search(text))
    assert "x" * (len(DROPPED) + len(HALVES) - 1) in text, "what cannot be written is left out, and nothing else"
    assert WHOLE in text


def of_word(file: Path) -> str:
    with zipfile.ZipFile(file) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))  # whole XML, in every part
    return "\n".join(one.text for one in docx.Document(str(file)).paragraphs)


def test_every_line_break_is_one_in_every_file_and_on_every_page(page: Page, site_address: str, tmp_path: Path) -> None:
    open_journal(page, site_address)
    holds_every_line(page.locator(".lp-entry__text").first.inner_text())
    assert page.locator(".lp-entry__text").first.locator("br").count() >= len(BREAKS)
    word = of_word(take(page, "Word", tmp_path))
    holds_every_line(word[: word.index("A\ntitle")])
    holds_every_line(word[word.index("A\ntitle") :])
    markdown = take(page, "Markdown", tmp_path).read_text(encoding="utf-8")
    head, _, tail = markdown.partition("### A")
    holds_every_line(head)
    holds_every_line(tail)
    page.emulate_media(media="print")
    holds_every_line(page.locator(".lp-entry__text").first.inner_text())


def test_the_learning_record_holds_every_line(page: Page, site_address: str, tmp_path: Path) -> None:
    page.goto(site_address + RECORD)
    page.get_by_label("Your name").fill("Jo\u2028March\ufffe")
    page.get_by_label("Include what I wrote").check()
    record = page.locator(".lp-testimony")
    expect(record).to_contain_text("line 3")
    for text in (
        record.inner_text(),
        of_word(take(page, "Word", tmp_path)),
        take(page, "Markdown", tmp_path).read_text(encoding="utf-8"),
    ):
        assert FORBIDDEN.search(text) is None
        assert not re.search(r"line \d+line", text)
        assert not re.search(r"Jo ?March", text.replace("Jo\\\nMarch", ""))


def test_the_backup_file_is_json_that_every_program_reads(page: Page, site_address: str, tmp_path: Path) -> None:
    open_journal(page, site_address)
    raw = take(page, "JSON", tmp_path).read_bytes()
    text = json.loads(raw.decode("utf-8"))["fields"]["answers"][TASK]["value"]["text"]
    assert text.startswith(TEXT), "a backup gives back what it was given"


def test_words_that_are_pasted_are_kept_with_line_breaks(browser: Browser, site_address: str) -> None:
    context = browser.new_context()
    page = open_module(context.new_page(), site_address)
    field = answer(page)
    field.focus()
    for piece in ("First\vsecond", "\u2028third", "\U0001f642"):
        page.evaluate("(text) => document.execCommand('insertText', false, text)", piece)
    saved(page)
    page.locator("h1").click()
    expect(field).to_have_value("First\nsecond\nthird\U0001f642")
    context.close()


def test_a_resource_that_is_gone_is_told_on_one_line(page: Page, site_address: str, tmp_path: Path) -> None:
    page.goto(site_address + "my/saved/")
    expect(page.locator(".lp-saved__item")).to_contain_text("Gone two")
    for name in ("text", "markdown"):
        with page.expect_download() as download:
            page.locator(f"[data-format={name}]").click()
        text = Path(download.value.path()).read_text(encoding="utf-8")
        assert "A maker. Gone two" in text
        assert FORBIDDEN.search(text) is None


def test_a_calendar_file_keeps_to_its_form(page: Page, site_address: str) -> None:
    page.goto(site_address + "about/")
    begin = "async (text) => { const tool = await import(new URL("
    end = "'planner/calendar.mjs', document.querySelector('[type=module]').src)); return tool.escaped(%s); }"
    assert page.evaluate(begin + end % "text", TEXT) == "\\n".join(LINES)
    found = page.evaluate(begin + end % f'"a{SPOILT}b,"')
    assert found == "a" + "x" * (len(DROPPED) + len(HALVES) - 1) + "b\\,"
