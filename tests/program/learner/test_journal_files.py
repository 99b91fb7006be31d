"""What a learner takes along: Word, Markdown and JSON, each read back by a program that is not ours."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from playwright.sync_api import Browser

from journalling import ANSWER, fill_journal, take

pytestmark = pytest.mark.browser

#: The buttons of the files.
KINDS = ("Word", "Markdown", "JSON")

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


@dataclass(frozen=True)
class Taken:
    """What the journal page gives: the files of two answers in two modules, and those of the second module alone."""

    word: Path
    markdown: Path
    json: Path
    of_one_module: list[Path]


@pytest.fixture(scope="module")
def taken(browser: Browser, site_address: str, tmp_path_factory: pytest.TempPathFactory, refusals: list[str]) -> Taken:
    refusals.clear()
    context = browser.new_context(locale="en-GB")
    context.set_default_timeout(10_000)
    page = fill_journal(context.new_page(), site_address)
    whole, part = (tmp_path_factory.mktemp(name) for name in ("whole", "part"))
    files = [take(page, kind, whole) for kind in KINDS]
    page.get_by_role("checkbox", name=re.compile("impact")).uncheck()
    of_one_module = [take(page, kind, part) for kind in KINDS]
    context.close()
    assert refusals == []
    return Taken(*files, of_one_module)


def test_the_word_file_is_read_by_python_docx(taken: Taken) -> None:
    file = taken.word
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


def test_the_word_file_says_its_title_and_language(taken: Taken) -> None:
    document = docx.Document(str(taken.word))
    assert document.core_properties.title == "Reflection journal"
    assert document.core_properties.language == "en-GB"
    assert languages(document) == {"en-GB"}


def languages(document: Document) -> set[str]:
    space = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return {str(one.get(f"{space}val")) for one in document.styles.element.iter(f"{space}lang")}


def test_ordered_lists_begin_where_they_begin(taken: Taken) -> None:
    with zipfile.ZipFile(taken.word) as parts:
        assert parts.testzip() is None
        assert '<w:startOverride w:val="3"/>' in parts.read("word/numbering.xml").decode()


def test_the_markdown_file_holds_the_words_in_order(taken: Taken) -> None:
    text = taken.markdown.read_text(encoding="utf-8")
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


def test_the_markdown_file_means_the_same_to_another_reader(taken: Taken) -> None:
    """Markdown-It reads it as CommonMark says: nothing typed as plain text becomes markup, and nothing is lost."""
    from markdown_it import MarkdownIt

    html = MarkdownIt("commonmark", {"html": True}).render(taken.markdown.read_text("utf-8"))
    assert "<strong>every Tuesday</strong>" in html
    assert "in person.<br />" in html
    assert '<ol start="3">' in html
    assert "&lt;b&gt;" in html
    assert "5 * 3 * 2 and file_name_here, 100% *literally*, 1. and # and" in html


def test_the_json_file_is_a_learner_file_with_answers_alone(taken: Taken, root: Path) -> None:
    import jsonschema

    content: dict[str, Any] = json.loads(taken.json.read_text(encoding="utf-8"))
    schema = json.loads((root / "schema" / "learner-file.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(content, schema)
    assert {name for name, held in content["fields"].items() if held} == {"answers"}
    value = content["fields"]["answers"]["task:who-do-you-collaborate-with"]["value"]
    assert value["text"].startswith(ANSWER)
    assert value["prompt"].startswith("Think of the last time")


def test_only_the_chosen_modules_are_taken(taken: Taken) -> None:
    word, markdown, learner_file = taken.of_one_module
    words = "\n".join(one.text for one in docx.Document(str(word)).paragraphs)
    answers = json.loads(learner_file.read_text(encoding="utf-8"))["fields"]["answers"]
    for text in (words, markdown.read_text(encoding="utf-8"), json.dumps(answers)):
        assert "From the other module" in text
        assert "every Tuesday" not in text
