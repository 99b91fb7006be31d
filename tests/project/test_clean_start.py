"""The README's way to a pathway of one's own works as written, and leaves nothing of this one behind."""

from __future__ import annotations

import re
import subprocess
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from siteproject import ROOT, copy_repository, program, run

if TYPE_CHECKING:
    from conftest import Once

pytestmark = pytest.mark.engine

READABLE = {".html", ".json", ".md", ".txt", ".xml", ".ris", ".bib", ".csv"}


def steps() -> str:
    """The part of the README about a pathway of one's own."""
    return (ROOT / "README.md").read_text(encoding="utf-8").partition("## Make it yours")[2].partition("\n## ")[0]


def block(language: str) -> str:
    """The one block of code in a language in that part."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", steps(), re.DOTALL)
    return textwrap.dedent("    " + found.lstrip(" ")) if language == "console" else textwrap.dedent(found)


@pytest.fixture(scope="module")
def own(once: Once) -> Path:
    """A copy of the project after those steps, and its site."""

    def make(folder: Path) -> None:
        project = copy_repository(folder / "project")
        (project / "link-health.json").write_text('{"format": "link-health", "version": 1, "links": {}}')
        subprocess.run(block("console"), shell=True, check=True, cwd=project)
        (project / "resources.yaml").write_text(block("yaml"), encoding="utf-8")
        for name in ("about", "contribute"):
            (project / "docs" / f"{name}.md").write_text("# Ours\n\nBread for beginners.\n", encoding="utf-8")
        built = run([project / "scripts" / "build"])
        assert built.returncode == 0, built.stdout + built.stderr

    return once("clean-start", make) / "project"


def test_the_check_finds_nothing_wrong(own: Path) -> None:
    checked = run([program("pathway"), "check", own, "--format", "json"])
    assert checked.returncode == 0, checked.stdout
    assert "error" not in checked.stdout
    assert "warning" not in checked.stdout


def test_the_list_of_published_addresses_begins_anew(own: Path) -> None:
    assert not (own / "published-ids.txt").exists()
    recorded = run([program("pathway"), "record-ids", own])
    assert recorded.returncode == 0, recorded.stderr
    text = (own / "published-ids.txt").read_text(encoding="utf-8")
    (own / "published-ids.txt").unlink()
    assert "module:first-loaf\n" in text
    assert [name for name in identities() if f":{name}\n" in text] == []


def test_the_site_holds_no_title_id_or_word_of_the_original(own: Path) -> None:
    names = {*identities(), "Collaborative", "collaborative leadership", "One Team Gov"}
    assert len(names) > 250
    site = own / "site"
    found = {
        (path.relative_to(site).as_posix(), name)
        for path in site.rglob("*")
        if path.suffix in READABLE
        for name in names & words(path.read_text(encoding="utf-8"), names)
    }
    assert sorted(found) == []
    assert "Your first loaf" in (site / "index.html").read_text(encoding="utf-8")


def test_what_is_left_of_the_original_is_named_by_the_steps(own: Path) -> None:
    told = steps()
    pictures = [path for path in (own / "site").rglob("*") if path.suffix in {".png", ".svg", ".jpg", ".webp"}]
    ours = [path for path in pictures if "images" not in path.parts]
    assert ours == [], "only those that the steps name"
    for name in (
        "kinds.json",
        "./scripts/draw",
        "mark.svg",
        "favicon.png",
        "touch-icon.png",
        "docs/about.md",
        "docs/contribute.md",
    ):
        assert name in told


def words(text: str, names: set[str]) -> set[str]:
    return {name for name in names if name in text}


def identities() -> set[str]:
    """The titles and ids of the original that are no everyday words."""
    files = [ROOT / "resources.yaml", *sorted((ROOT / "resources").glob("*.yaml"))]
    return {name for path in files for name in named(yaml.safe_load(path.read_text(encoding="utf-8")))}


def named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        title, id_ = str(value.get("title", "")), str(value.get("id", ""))
        yield from ([title] if len(title) > 14 else []) + ([id_] if id_.count("-") > 1 else [])
        for part in value.values():
            yield from named(part)
    elif isinstance(value, list):
        for part in value:
            yield from named(part)
