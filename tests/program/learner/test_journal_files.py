"""What a learner takes along: Word, Markdown and JSON, each read back by a program that is not ours."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from playwright.sync_api import Browser, Page

from journalling import ANSWER, fill_journal, take

pytestmark = pytest.mark.browser

#: The paragraphs of that answer as a reader sees them, with the style that each has in Word.
AS_PARAGRAPHS = [
    ("Heading 3", "What I saw"),
    ("Normal", "We meet every Tuesday, mostly in person.\nThe second line stays a line of its own."),
    ("List Bullet", "the council"),
    ("List Bullet", 'the health board & "friends" <b>'),
    ("List Number", "third comes first"),
    ("List Number", "then the fourth"),
    ("Quote", "They said: no."),
    ("Normal", "5 * 3 * 2 and file_name_here, 100% *literally*, 1. and # and 日本語 🙂 é"),
]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(reduced_motion="reduce", locale="en-GB")
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def journal(page: Page, site_address: str) -> Page:
    """The journal page with two answers, in two modules."""
    return fill_journal(page, site_address)


def test_the_word_file_is_read_by_python_docx(journal: Page, tmp_path: Path) -> None:
    file = take(journal, "Word", tmp_path)
    assert re.fullmatch(r"journal-\d{4}-\d\d-\d\d\.docx", file.name)
    document = docx.Document(str(file))
    paragraphs = [(str(one.style.name), one.text) for one in document.paragraphs if one.style]
    assert paragraphs[0] == ("Title", "Reflection journal")
    headings = [(style, text) for style, text in paragraphs if style.startswith("Heading")]
    assert headings[:3] == [
        ("Heading 1", "Collaborative impact leadership"),
        ("Heading 2", "Who do you collaborate with?"),
        ("Heading 3", "What I saw"),
    ]
    assert ("Heading 1", "Collaborative advantage and inertia") in headings
    start = paragraphs.index(AS_PARAGRAPHS[0])
    assert paragraphs[start : start + len(AS_PARAGRAPHS)] == AS_PARAGRAPHS
    assert paragraphs[start - 1][0] == "Prompt"
    assert paragraphs[start - 1][1].startswith("Think of the last time you tried")
    assert paragraphs[start + len(AS_PARAGRAPHS)][0] == "Note"
    first = document.paragraphs[start + 1]
    assert [(part.text, bool(part.bold), bool(part.italic)) for part in first.runs][:4] == [
        ("We meet ", False, False),
        ("every Tuesday", True, False),
        (", ", False, False),
        ("mostly", False, True),
    ]


def test_the_word_file_says_its_title_and_language(journal: Page, tmp_path: Path) -> None:
    document = docx.Document(str(take(journal, "Word", tmp_path)))
    assert document.core_properties.title == "Reflection journal"
    assert document.core_properties.language == "en-GB"
    assert languages(document) == {"en-GB"}


def languages(document: Document) -> set[str]:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return {str(one.get(f"{space}val")) for one in document.styles.element.iter(f"{space}lang")}


def test_ordered_lists_begin_where_they_begin(journal: Page, tmp_path: Path) -> None:
    with zipfile.ZipFile(take(journal, "Word", tmp_path)) as parts:
        assert parts.testzip() is None
        assert '<w:startOverride w:val="3"/>' in parts.read("word/numbering.xml").decode()


def test_the_markdown_file_holds_the_words_in_order(journal: Page, tmp_path: Path) -> None:
    file = take(journal, "Markdown", tmp_path)
    text = file.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.startswith("#")]
    assert lines[:4] == [
        "# Reflection journal",
        "## Collaborative impact leadership",
        "### Who do you collaborate with?",
        "#### What I saw",
    ]
    assert "> Think of the last time you tried" in text
    assert "We meet **every Tuesday**, *mostly* in person.\\\nThe second line stays" in text
    assert "- the council\n- the health board" in text
    assert "3. third comes first\n4. then the fourth" in text
    assert "> They said: no." in text


def test_the_markdown_file_means_the_same_to_another_reader(journal: Page, tmp_path: Path) -> None:
    """Markdown-It reads it as CommonMark says: nothing typed as plain text becomes markup, and nothing is lost."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True}).render(take(journal, "Markdown", tmp_path).read_text("utf-8"))
    assert "<strong>every Tuesday</strong>" in html
    assert "in person.<br />" in html
    assert '<ol start="3">' in html
    assert "&lt;b&gt;" in html
    assert "5 * 3 * 2 and file_name_here, 100% *literally*, 1. and # and" in html


def test_the_json_file_is_a_learner_file_with_answers_alone(journal: Page, root: Path, tmp_path: Path) -> None:
    import jsonschema

    content: dict[str, Any] = json.loads(take(journal, "JSON", tmp_path).read_text(encoding="utf-8"))
    schema = json.loads((root / "schema" / "learner-file.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(content, schema)
    assert {name for name, held in content["fields"].items() if held} == {"answers"}
    value = content["fields"]["answers"]["task:who-do-you-collaborate-with"]["value"]
    assert value["text"].startswith(ANSWER)
    assert value["prompt"].startswith("Think of the last time")


def test_only_the_chosen_modules_are_taken(journal: Page, tmp_path: Path) -> None:
    journal.get_by_role("checkbox", name=re.compile("impact")).uncheck()
    words = "\n".join(one.text for one in docx.Document(str(take(journal, "Word", tmp_path))).paragraphs)
    markdown = take(journal, "Markdown", tmp_path).read_text(encoding="utf-8")
    answers = json.loads(take(journal, "JSON", tmp_path).read_text(encoding="utf-8"))["fields"]["answers"]
    for text in (words, markdown, json.dumps(answers)):
        assert "From the other module" in text
        assert "every Tuesday" not in text
