"""Copies of the pathway that the program's tests run on, and the site engines that build them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from filelock import FileLock

import environment
from imported import run_imported
from learning_pathway.site.frontend import theme_folder
from smallcatalogue import CATALOGUE

__all__ = [
    "PATHWAY",
    "Built",
    "copy_project",
    "copy_repository",
    "engine",
    "mkdocs",
    "pathway",
    "program",
    "run",
    "small_repository",
    "stage",
    "variables_of_builds",
    "with_own_theme",
]

ROOT = Path(__file__).resolve().parents[2]
#: A small pathway with modules, routes, tips and themes. The project's own may change without a change here.
PATHWAY = ROOT / "tests" / "program" / "pathway"
#: 1 May 2024: any moment will do, as long as it is the same one.
MOMENT = "1714521600"

#: Programs of engines whose packages are named otherwise.
ENGINE_PROGRAMS = {"mkdocs-ng": "mkdocs"}

Built = subprocess.CompletedProcess[str]


def copy_project(target: Path) -> Path:
    """Copy what a build reads into the folder `target`, which must not exist yet."""
    shutil.copytree(PATHWAY, target)
    for part in ("hooks", "schema"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def with_own_theme(project: Path) -> Path:
    """Give a project a copy of the theme in `theme/`, and return that folder."""
    settings = project / "mkdocs.yml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("  name: material\n", "  name: material\n  custom_dir: theme\n"), encoding="utf-8")
    return shutil.copytree(theme_folder(), project / "theme", ignore=shutil.ignore_patterns("README.md"))


def copy_repository(target: Path) -> Path:
    """Copy the project with its scripts into the folder `target`; they use the packages that the tests run with."""
    copy_project(target)
    for part in ("scripts", "requirements", "tools"):
        shutil.copytree(ROOT / part, target / part, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("README.md", "pyproject.toml", ".gitignore"):
        shutil.copy(ROOT / name, target)
    (target / ".venv").mkdir()
    for path in (ROOT / ".venv").iterdir():
        if path.is_dir():
            (target / ".venv" / path.name).symlink_to(path, target_is_directory=True)
    shutil.copy(ROOT / ".venv" / "pyvenv.cfg", target / ".venv")
    made = environment.Environment(target / ".venv", target / "requirements" / "project.txt", project=True)
    (target / ".venv" / "installed.json").write_text(json.dumps(made._wanted()), encoding="utf-8")
    return target


def small_repository(target: Path) -> Path:
    """Copy the project with its scripts into the folder `target`, with a small catalogue in place of its own."""
    copy_repository(target)
    shutil.rmtree(target / "resources")
    (target / "docs" / "contribute.md").write_text("# Contribute\n", encoding="utf-8")  # else it links to them
    (target / "published-ids.txt").unlink()
    (target / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    return target


def program(name: str) -> Path:
    """A program of the environment that the tests run in."""
    return Path(sys.executable).with_name(name + (".exe" if os.name == "nt" else ""))


def run(command: list[str | Path], variables: Mapping[str, str] | None = None, cwd: Path | None = None) -> Built:
    """Run `command` to its end, with the moment of the build fixed and what `variables` adds."""
    parts = [str(part) for part in command]
    return subprocess.run(parts, capture_output=True, text=True, env=variables_of_builds(variables), cwd=cwd)


def variables_of_builds(more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables of this process, with the moment of a build fixed, and what `more` adds."""
    return {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SOURCE_DATE_EPOCH": MOMENT, **(more or {})}


def mkdocs(project: Path, site: Path, variables: Mapping[str, str] | None = None) -> Built:
    """Build `project` into `site` with MkDocs, strictly, and in one process: other workers need the processors.

    With `variables` it is a process from scratch: some count only when Python begins.
    """
    words = ["build", "--strict", "--config-file", project / "mkdocs.yml", "--site-dir", site]
    if variables:
        return run([sys.executable, "-m", "mkdocs", *words], {"PATHWAY_PROCESSES": "1", **variables})
    return run_imported("mkdocs", words, variables_of_builds({"PATHWAY_PROCESSES": "1"}))


def stage(project: Path, target: Path) -> Built:
    """Write `project` as plain Markdown into `target`."""
    return pathway("stage", project, "--target", target)


def pathway(*arguments: str | Path) -> Built:
    """Run a `pathway` command to its end."""
    return run_imported("pathway", arguments, variables_of_builds())


def engine(name: str) -> Path:
    """The program of another site engine, in an environment of its own that the lock of its name fills."""
    environment.CACHE.mkdir(exist_ok=True)
    with FileLock(environment.CACHE / f"{name}.lock"):  # another worker may be filling it
        return environment.beside(name).command(ENGINE_PROGRAMS.get(name, name))
