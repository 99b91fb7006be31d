"""The locks are complete, in step with what the project asks for, and name no address."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

LOCKS = ("project.txt", "properdocs.txt", "zensical.txt", "lychee.txt", "lock.txt")


def pins(lock: Path) -> dict[str, list[Requirement]]:
    found: dict[str, list[Requirement]] = {}
    for line in lock.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith((" ", "#")):
            requirement = Requirement(line.removesuffix("\\").strip())
            found.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return found


def wanted(root: Path) -> list[Requirement]:
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    texts = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(text for extra in project["project"]["optional-dependencies"].values() for text in extra),
        *(text for group in project["dependency-groups"].values() for text in group),
    ]
    return [Requirement(text) for text in texts]


def test_the_lock_holds_every_dependency_at_a_version_that_the_project_allows(root: Path) -> None:
    locked = pins(root / "requirements" / "project.txt")
    for requirement in wanted(root):
        versions = [
            Version(specifier.version)
            for pin in locked.get(canonicalize_name(requirement.name), [])
            for specifier in pin.specifier
        ]
        assert versions, f"{requirement.name} is not in the lock: run ./scripts/lock {requirement.name}"
        assert all(version in requirement.specifier for version in versions), requirement


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_exact_versions_with_hashes(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", text)
    packages = [entry for entry in entries if not entry.startswith("#")]
    assert packages
    assert [entry.split()[0] for entry in packages if "==" not in entry or "--hash=sha256:" not in entry] == []


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_registry_and_no_folder(root: Path, name: str) -> None:
    text = (root / "requirements" / name).read_text(encoding="utf-8")
    assert re.findall(r"https?://|file:|--index|--find-links|@ ", text) == []


def test_mkdocs_2_can_not_slip_in(root: Path) -> None:
    mkdocs = next(requirement for requirement in wanted(root) if requirement.name == "mkdocs")
    assert "2.0" not in mkdocs.specifier
    assert "1.6.1" in mkdocs.specifier
