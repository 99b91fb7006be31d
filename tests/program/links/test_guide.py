"""The guide to link health says what the code does: every verdict, every setting, every option."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from learning_pathway.cli.links import links_command
from learning_pathway.links import MEANINGS
from learning_pathway.links.settings import Settings


@pytest.fixture(scope="module")
def guide(root: Path) -> str:
    return (root / "docs" / "guides" / "link-health.md").read_text(encoding="utf-8")


def settings_rows() -> Iterator[str]:
    for group, field in Settings.model_fields.items():
        model = field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            for name, inner in model.model_fields.items():
                default = json.dumps(inner.get_default(call_default_factory=True), ensure_ascii=False)
                yield f"| `{group}.{name}` | `{default}` | {inner.description} |"
        else:
            yield f"| `{group}` | | {field.description} |"


def test_every_verdict_is_explained_in_the_words_of_the_table(guide: str) -> None:
    for verdict, meaning in MEANINGS.items():
        assert f"| `{verdict.value}` | {meaning.learner} | {meaning.maintainer} | {meaning.remedy} |" in guide


def test_every_setting_is_in_the_guide_with_its_default(guide: str) -> None:
    assert [row for row in settings_rows() if row not in guide] == []


def test_every_command_and_option_is_in_the_guide(guide: str) -> None:
    for name, each in links_command.commands.items():
        assert f"pathway links {name}" in guide or name == "check"
        for parameter in each.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert f"`{option}" in guide or f" {option} " in guide or f"{option}`" in guide, option
