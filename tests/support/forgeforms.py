"""The forms for suggestions and problem reports, as files for GitHub and GitLab: `./scripts/generate` writes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from learning_pathway.catalogue.contribution_forms import FORMS, ContributionForm, FormQuestion, as_text

_NOTE = "Made by `./scripts/generate` from the questions in `catalogue/contribution_forms.py`."
_NOTE_OF_A_PROJECT = "From `pathway new`; `pathway intake` reads what people send."
#: The choice that stands for no answer.
_OPEN = "Not sure"


def forge_forms(*, is_starter: bool = False) -> dict[str, str]:
    """The text of each file, by its path in a repository."""
    note = _NOTE_OF_A_PROJECT if is_starter else _NOTE
    files: dict[str, str] = {".github/ISSUE_TEMPLATE/config.yml": "blank_issues_enabled: true\n"}
    for form in FORMS.values():
        files[f".github/ISSUE_TEMPLATE/{form.file}.yml"] = _issue_form(form, note)
        files[f".gitlab/issue_templates/{form.file}.md"] = _issue_template(form, note)
    return files


def _issue_form(form: ContributionForm, note: str) -> str:
    content = {
        "name": form.title,
        "description": form.lead,
        "title": form.subject,
        "labels": [form.file],
        "body": [
            {"type": "markdown", "attributes": {"value": f"Thank you. {form.lead}"}},
            *(_part(question) for question in _written(form)),
        ],
    }
    return f"# {note}\n{yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=110)}"


def _written(form: ContributionForm) -> Iterator[FormQuestion]:
    """The questions that a form shows: of those that a page answers, only where someone may know the answer."""
    return (question for question in form.questions if not question.is_given or question.help)


def _part(question: FormQuestion) -> dict[str, Any]:
    attributes: dict[str, Any] = {"label": question.label}
    if question.help:
        attributes["description"] = question.help
    if question.placeholder:
        attributes["placeholder"] = question.placeholder
    if question.choices:
        attributes["options"] = [_OPEN, *(name for name, _ in question.choices)]
        attributes["default"] = 0
    kind = "dropdown" if question.choices else "textarea" if question.is_long else "input"
    part: dict[str, Any] = {"type": kind, "id": question.key, "attributes": attributes}
    return part | ({"validations": {"required": True}} if question.is_required else {})


def _issue_template(form: ContributionForm, note: str) -> str:
    helps = [f"{question.key}: {_words(question)}" for question in _written(form)]
    return (
        "\n".join([f"<!-- {note}", "Write behind the colons; what you don't know may stay empty.", "", *helps, "-->"])
        + f"\n\n{as_text(form, {})}page:\n"
        + ("item:\n" if "item" in form.keys else "")
    )


def _words(question: FormQuestion) -> str:
    """The question with its help and its choices, as sentences."""
    label = question.label if question.label.endswith("?") else f"{question.label}."
    names = f"One of {', '.join(name for name, _ in question.choices)}." if question.choices else ""
    return " ".join(filter(None, (label, question.help, names)))
