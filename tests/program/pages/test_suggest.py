"""The page to suggest a resource, its text, and the same questions in the forms of the forges."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml

from casetable import case_table
from forgeforms import forge_forms
from learning_pathway.catalogue.contribution_forms import FORMS, REPORT, SUGGESTION, as_text
from learning_pathway.catalogue.fields import FIELDS
from learning_pathway.catalogue.model import Pathway
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.imports.contributions import read_text
from learning_pathway.locale import translations_for
from learning_pathway.new_project import starter_folder
from learning_pathway.site.sharing import new_issue
from smallcatalogue import CATALOGUE, Open

PATH = "suggest/index.md"
REPOSITORY = "  repository: https://forge.example/team/pathway\n"


def page(open_catalogue: Open, settings: str) -> str:
    edition = open_catalogue(CATALOGUE.replace(REPOSITORY, settings))
    (found,) = (each for each in edition.pages() if each.path == PATH)
    return found.text


def test_every_question_has_a_labelled_control(pages: Mapping[str, str]) -> None:
    html = pages[PATH]
    for question in SUGGESTION.asked:
        assert f'<label for="lp-suggest-{question.key}">' in html
        assert f'id="lp-suggest-{question.key}" name="{question.key}"' in html
    assert html.count(" required") == sum(question.is_required for question in SUGGESTION.asked)
    listed = re.findall(r'<option value="([a-z-]+)">', html)
    assert listed[: len(ResourceType)] == [kind.value for kind in ResourceType]


def test_questions_about_fields_are_called_as_the_fields_are() -> None:
    fields = [question for question in SUGGESTION.asked if question.key in FIELDS]
    assert len(fields) >= 6
    own = {"why"}  # asked of people who suggest something, not of editors
    assert [question.label for question in fields if question.key not in own] == [
        FIELDS[question.key].label for question in fields if question.key not in own
    ]


@pytest.mark.parametrize(
    ("settings", "mail", "issue"),
    [
        ("  contact: help@example.org\n", "mailto:help@example.org?subject=Resource", ""),
        (REPOSITORY, "", "https://forge.example/team/pathway/issues/new?title=Resource"),
        (
            f"{REPOSITORY}  forge: gitlab\n  contact: help@example.org\n",
            "mailto:help@example.org?subject=Resource",
            "https://forge.example/team/pathway/-/issues/new?issue%5Btitle%5D=Resource",
        ),
        ("", "", ""),
        ("  contact: https://example.org/write\n", "", ""),
    ],
)
def test_without_scripts_the_text_can_be_sent_or_copied(
    open_catalogue: Open, settings: str, mail: str, issue: str
) -> None:
    html = unescape(page(open_catalogue, settings))
    links = dict(re.findall(r'data-way="(mail|issue)" href="([^"]*)"', html))
    wanted = {way: start for way, start in (("mail", mail), ("issue", issue)) if start}
    assert {way: link[: len(wanted.get(way, ""))] for way, link in links.items()} == wanted
    for link in links.values():
        (text,) = (each[0] for name, each in parse_qs(urlsplit(link).query).items() if "body" in name or "desc" in name)
        assert text.replace("\r\n", "\n") == as_text(SUGGESTION, {}, str)
    assert as_text(SUGGESTION, {}, str) in html.replace("\n  ", "\n")
    assert ("names no address" in html) == (not settings)
    assert ('<a href="https://example.org/write">' in html) == ("/write" in settings)


def test_the_page_asks_no_other_site_for_anything(pages: Mapping[str, str]) -> None:
    assert re.findall(r"<(?:script|img|iframe|link|form)\b[^>]*(?:src|action|href)=", pages[PATH]) == []


def test_a_text_has_one_key_a_line_and_indents_what_follows() -> None:
    answers = {"title": "One", "why": "Because.\ntitle: forged\n\nEnd", "page": "https://example.org/"}
    assert as_text(SUGGESTION, answers).splitlines() == [
        *("title: One", "url:", "type:", "authors:", "published:"),
        *("why: Because.", "  title: forged", "  ", "  End", "own:", "suggestion: 1", "page: https://example.org/"),
    ]


def test_a_text_for_people_names_the_questions_by_their_labels(pages: Mapping[str, str]) -> None:
    shown = unescape(pages[PATH].partition("<code>")[2].partition("</code>")[0])
    names = [line.partition(":")[0].strip() for line in shown.strip().splitlines()]
    labels = [question.label.rstrip("?") for question in SUGGESTION.asked]
    assert names == [*labels, "suggestion"]
    for question, label in zip(SUGGESTION.asked, labels, strict=True):
        assert f'name="{question.key}" data-name="{label}"' in unescape(pages[PATH])


@case_table("language", ["en", "cy", "en-XA", "ar-XB"])
@case_table("form", FORMS.values(), ids=list(FORMS))
def test_intake_reads_the_labels_of_every_language(form: object, language: str) -> None:
    answers = {question.key: f"{question.key}: 1?\ntitle: x" for question in form.asked}  # type: ignore[attr-defined]
    text = as_text(form, answers | {"page": "https://example.org/"}, translations_for(language).gettext)  # type: ignore[arg-type]
    found = read_text(text, language)
    assert found.form is form
    assert found.answers == answers | {"page": "https://example.org/"}
    without_version = "".join(line for line in text.splitlines(True) if not line.endswith(": 1\n"))
    assert read_text(without_version, language).answers == found.answers


def test_the_forms_of_the_forges_are_those_that_the_program_writes(root: Path) -> None:
    for name, text in forge_forms().items():
        assert (root / name).read_text(encoding="utf-8") == text, f"{name}: run ./scripts/generate"
    for name, text in forge_forms(is_starter=True).items():
        assert (starter_folder() / f"dot-{name[1:]}").read_text(encoding="utf-8") == text, "run ./scripts/generate"
    made = {path.name for path in (root / ".github" / "ISSUE_TEMPLATE").iterdir()}
    assert made == {Path(name).name for name in forge_forms() if name.startswith(".github")}


@pytest.mark.parametrize("form", FORMS.values(), ids=list(FORMS))
def test_an_issue_form_asks_the_same_questions(form: object) -> None:
    text = forge_forms()[f".github/ISSUE_TEMPLATE/{form.file}.yml"]  # type: ignore[attr-defined]
    parts = [part for part in yaml.safe_load(text)["body"] if part["type"] != "markdown"]
    asked = {question.key: question.label for question in form.asked}  # type: ignore[attr-defined]
    found = {part["id"]: part["attributes"]["label"] for part in parts}
    assert asked.items() <= found.items()
    assert len(set(found.values())) == len(found), "labels tell the answers apart"
    assert {"page"} <= found.keys()


def test_an_issue_is_prefilled_from_the_page_that_people_came_from() -> None:
    pathway = Pathway.model_validate({"repository": "https://github.com/team/pathway.git"})
    answers = {
        "problem": "",
        "item": "resource:a&b",
        "page": "https://example.org/?x=1&y={body}",
        "title": "{title} #1",
    }
    link = new_issue(pathway, REPORT, "Problem: {body}", "problem:\n", answers)
    query = parse_qs(urlsplit(link).query)
    assert query["template"] == ["problem.yml"]
    assert (query["item"], query["page"]) == (["resource:a&b"], ["https://example.org/?x=1&y={body}"])
    assert query["body"] == ["problem:\n"]
