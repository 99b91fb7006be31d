"""Types of the theme's scripts: what `scripts/check` asks TypeScript, and what it finds."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

from learning_pathway.site.frontend import theme_folder
from nodepackages import install

REASON = "Node.js with npm is needed to check the types of the scripts."
SCRIPTS = "javascripts"


@pytest.fixture(scope="module")
def compiler(root: Path, full: bool) -> Path:
    folder = install(root / "tools" / "typescript", root / ".cache", required=full, reason=REASON)
    return folder / "node_modules" / "typescript" / "bin" / "tsc"


def faults(compiler: Path, root: Path, folder: Path, names: Iterable[str]) -> str:
    """What TypeScript says of scripts in `folder` and of what they import, with the settings of the project."""
    settings = json.loads((root / "tools" / "typescript" / "tsconfig.json").read_text(encoding="utf-8"))
    own = {
        "compilerOptions": settings["compilerOptions"],
        "include": [*(f"{SCRIPTS}/{name}" for name in names), f"{SCRIPTS}/**/*.d.ts", f"{SCRIPTS}/**/*.d.mts"],
    }
    (folder / "tsconfig.json").write_text(json.dumps(own), encoding="utf-8")
    command = ["node", str(compiler), "--project", str(folder / "tsconfig.json")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_a_mistake_in_a_script_is_found(compiler: Path, root: Path, tmp_path: Path) -> None:
    shutil.copytree(theme_folder() / "assets" / SCRIPTS, tmp_path / SCRIPTS)
    mistakes = {
        "planner/schedule.mjs": ("date.getUTCDay() || 7", "date.getUTCDay().length"),
        "store/store.mjs": ("this.#writeQueue.clear();", "this.#writeQueue.claer();"),
        "journal/docx.mjs": ("zipSync(", "zipAsync("),
    }
    for name, (right, wrong) in mistakes.items():
        path = tmp_path / SCRIPTS / name
        text = path.read_text(encoding="utf-8")
        assert right in text, name
        path.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    found = faults(compiler, root, tmp_path, mistakes)
    assert sorted({line.partition("(")[0] for line in found.splitlines() if ": error TS" in line}) == sorted(
        f"{SCRIPTS}/{name}" for name in mistakes
    )


def test_every_script_is_checked_with_strict_types(root: Path) -> None:
    settings = json.loads((root / "tools" / "typescript" / "tsconfig.json").read_text(encoding="utf-8"))
    assert settings["compilerOptions"]["strict"] is settings["compilerOptions"]["checkJs"] is True
    scripts = theme_folder() / "assets" / SCRIPTS
    unchecked = [path for path in scripts.rglob("*.mjs") if "@ts-nocheck" in path.read_text(encoding="utf-8")]
    assert unchecked == []
