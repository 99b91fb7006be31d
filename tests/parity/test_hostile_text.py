"""Hostile text in every field of a catalogue changes no element of any page, whichever engine builds the site."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from hostileproject import project
from hostiletext import HOSTILE, elements
from siteproject import engine, mkdocs, run, stage

pytestmark = pytest.mark.engine

EVERYTHING = "\n\n".join(HOSTILE)


def by_hook(made: Path) -> Path:
    built = mkdocs(made, made.parent / "site")
    assert built.returncode == 0, built.stdout + built.stderr
    return made.parent / "site"


def staged(made: Path) -> Path:
    done = stage(made, made.parent / "staged")
    assert done.returncode == 0, done.stdout + done.stderr
    return made.parent / "staged"


def by_stage(made: Path) -> Path:
    return by_hook(staged(made))


def by_properdocs(made: Path) -> Path:
    site = made.parent / "site"
    built = run([engine("properdocs"), "build", "--config-file", staged(made) / "mkdocs.yml", "--site-dir", site])
    assert built.returncode == 0, built.stdout + built.stderr
    return site


def by_zensical(made: Path) -> Path:
    folder = staged(made)
    settings = yaml.safe_load((folder / "mkdocs.yml").read_text(encoding="utf-8"))
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"site_dir": "site"}), encoding="utf-8")
    built = run([engine("zensical"), "build", "--config-file", folder / "mkdocs.yml"], cwd=folder)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder / "site"


@pytest.mark.parametrize("build", [by_hook, by_stage, by_properdocs, by_zensical])
def test_hostile_text_changes_no_element_of_any_page(tmp_path: Path, build: Callable[[Path], Path]) -> None:
    sites = [build(project(tmp_path / name, text)) for name, text in (("plain", "Word"), ("hostile", EVERYTHING))]
    plain, hostile = ({path.relative_to(site): path for path in site.rglob("index.html")} for site in sites)
    assert plain.keys() == hostile.keys()
    assert len(plain) > 25
    for name, path in hostile.items():
        ours, theirs = (elements(one.read_text(encoding="utf-8"), small_set=True) for one in (plain[name], path))
        assert theirs == ours, name
