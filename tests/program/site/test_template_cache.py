"""Compiled templates are kept between commands; what cannot be kept or read is compiled anew."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest
from jinja2 import BytecodeCache, DictLoader, Environment

from learning_pathway.site.rendering import compiled_templates


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files, in which compiled code is kept."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    return tmp_path


def said(cache: BytecodeCache, source: str = "{{ 1 + 1 }}") -> tuple[str, bool]:
    """What the template says, and whether it had to be compiled."""
    environment = Environment(loader=DictLoader({"page.html": source}), autoescape=True, bytecode_cache=cache)
    compiled: list[str] = []
    plain = environment.compile

    def compile_and_tell(*args: object, **options: object) -> object:
        compiled.append(source)
        return plain(*args, **options)  # type: ignore[call-overload]

    environment.compile = compile_and_tell  # type: ignore[method-assign,assignment]
    return environment.get_template("page.html").render(), bool(compiled)


def test_a_template_is_compiled_once(folder: Path) -> None:
    assert said(compiled_templates()) == ("2", True)
    assert said(compiled_templates()) == ("2", False)


def test_a_changed_template_is_compiled_again(folder: Path) -> None:
    said(compiled_templates())
    assert said(compiled_templates(), "{{ 2 + 2 }}") == ("4", True)


@pytest.mark.parametrize("damage", [0, 8, 20, 60], ids=["empty", "in its mark", "in its sum", "in its code"])
def test_a_damaged_one_is_compiled_again(folder: Path, damage: int) -> None:
    said(compiled_templates())
    (kept,) = folder.rglob("*.cache")
    kept.write_bytes(kept.read_bytes()[:damage])
    assert said(compiled_templates())[0] == "2"
    kept.write_bytes(b"\0" * 100)
    assert said(compiled_templates()) == ("2", True)


def test_where_nothing_can_be_kept_nothing_fails(folder: Path) -> None:
    cache = compiled_templates()
    (kept,) = folder.iterdir()
    kept.rmdir()
    kept.write_text("a file in its place", encoding="utf-8")
    assert said(cache) == ("2", True)
    assert kept_in_memory(compiled_templates())


def test_python_without_compiled_files_keeps_templates_in_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert kept_in_memory(compiled_templates())
    assert list(folder.iterdir()) == []


def kept_in_memory(cache: BytecodeCache) -> bool:
    """Whether a cache keeps a template for as long as it is held itself, and no longer."""
    return [said(cache), said(cache), said(compiled_templates())] == [("2", True), ("2", False), ("2", True)]
