"""The project's own site by other engines, made once for all tests that compare them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from siteproject import copy_project, engine, mkdocs, pathway, run, stage

if TYPE_CHECKING:
    from conftest import Once


def build_with(name: str, staged: Path, site: Path) -> None:
    """Build a staged folder into `site` with an engine."""
    if name == "mkdocs":
        built = mkdocs(staged, site)
    elif name in ("properdocs", "mkdocs-ng"):
        built = run([engine(name), "build", "--config-file", staged / "mkdocs.yml", "--site-dir", site])
    else:  # Zensical writes beside its configuration, and takes no other folder on the command line.
        copy = shutil.copytree(staged, site.parent / f"{site.name}-source")
        settings = yaml.safe_load((copy / "mkdocs.yml").read_text(encoding="utf-8"))
        (copy / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"site_dir": "site"}), encoding="utf-8")
        built = run([engine(name), "build", "--config-file", copy / "mkdocs.yml"], cwd=copy)
        shutil.move(copy / "site", site)
    assert built.returncode == 0, built.stdout + built.stderr


@pytest.fixture(scope="session")
def moved(once: Once) -> Path:
    """The project's staged folder, moved away from a project that is there no more. Not to be written to."""

    def make(folder: Path) -> None:
        project = copy_project(folder / "project")
        done = stage(project, project / "build")
        assert done.returncode == 0, done.stdout + done.stderr
        (folder / "elsewhere").mkdir()
        (project / "build").rename(folder / "elsewhere" / "moved")
        shutil.rmtree(project)

    return once("moved", make) / "elsewhere" / "moved"


@pytest.fixture(scope="session")
def by_mkdocs(once: Once, moved: Path) -> Path:
    """The site that MkDocs makes of the moved folder. Not to be written to."""
    return once("by-mkdocs", lambda folder: build_with("mkdocs", moved, folder / "site")) / "site"


@pytest.fixture(scope="session")
def by_properdocs(once: Once, moved: Path) -> Path:
    """The site that ProperDocs makes of the moved folder. Not to be written to."""
    return once("by-properdocs", lambda folder: build_with("properdocs", moved, folder / "site")) / "site"


@pytest.fixture(scope="session")
def by_mkdocs_ng(once: Once, moved: Path) -> Path:
    """The site that mkdocs-ng makes of the moved folder. Not to be written to."""
    return once("by-mkdocs-ng", lambda folder: build_with("mkdocs-ng", moved, folder / "site")) / "site"


@pytest.fixture(scope="session")
def by_zensical(once: Once, moved: Path) -> Path:
    """The site that Zensical makes of the moved folder. Not to be written to."""
    return once("by-zensical", lambda folder: build_with("zensical", moved, folder / "site")) / "site"


@pytest.fixture(scope="session")
def kept_offline(request: pytest.FixtureRequest, once: Once) -> Callable[[str], Path]:
    """The site that an engine makes of the moved folder, ready to be kept offline. Not to be written to."""

    def list_files(name: str, folder: Path) -> None:
        site: Path = request.getfixturevalue(f"by_{name.replace('-', '_')}")
        listed = pathway("precache", shutil.copytree(site, folder / "site"))
        assert listed.returncode == 0, listed.stdout + listed.stderr

    return lambda name: once(f"{name}-offline", lambda folder: list_files(name, folder)) / "site"
