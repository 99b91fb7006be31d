"""Without Pagefind a large site is still built and says what it lacks; in CI it is not."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from mkdocs.exceptions import PluginError


@pytest.fixture
def hook(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("pathway_hook", root / "hooks" / "pathway.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setitem(sys.modules, "pagefind_bin", None)
    return module


def test_people_are_told_and_get_their_site(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("CI", raising=False)
    assert hook.can_index() is False
    assert "Pagefind is not installed" in capsys.readouterr().err


def test_ci_stops(hook: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(PluginError, match="Pagefind is not installed"):
        hook.can_index()


def test_with_it_nothing_is_said(
    hook: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "pagefind_bin")
    assert hook.can_index() is True
    assert capsys.readouterr().err == ""
