"""The contenders: this project, and two engines that build the same pages from hand-written Markdown."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from mkdocs.utils.meta import get_data

from .catalogue import Size, write_catalogue
from .markdown import facts, to_markdown

__all__ = [
    "OURS",
    "PLAIN",
    "ZENSICAL",
    "Contender",
    "DifferenceError",
    "compare",
    "prepare",
    "write_by_hand",
    "write_project",
]

OURS, PLAIN, ZENSICAL = "this project", "plain MkDocs", "Zensical"
LOOKED_INTO = 500
SHORT_PAGES = ("about", "contribute", "accessibility", "privacy")


class DifferenceError(Exception):
    """Two contenders built different pages, so that their times say nothing."""


@dataclass(frozen=True)
class Contender:
    """Someone who builds the site.

    Attributes:
        name: how the table calls it.
        command: what builds the whole site.
        site: where the site is then.
        leftovers: what a cold build must not find.
    """

    name: str
    command: tuple[str, ...]
    site: Path
    leftovers: tuple[Path, ...] = field(default=())

    def clear(self) -> None:
        """Put away everything that an earlier build left behind.

        It goes with the folder of the whole run: after a deletion ext4 searches long for inodes that were not used
        just now, which would be measured with the next build, and most where most files are written.
        """
        for path in (self.site, *self.leftovers):
            if path.exists():
                path.rename(Path(tempfile.mkdtemp(prefix="cleared-", dir=path.parent)) / path.name)


def prepare(root: Path, folder: Path, size: Size, zensical: Path) -> dict[str, Contender]:
    """Write the projects of all contenders into `folder`.

    The hand-written pages are made from ours: the same pages, headings, links, navigation and settings.

    Args:
        root: this project.
        folder: where to work; what is there is removed.
        size: of the catalogue.
        zensical: the program.
    """
    shutil.rmtree(folder, ignore_errors=True)
    ours, plain = folder / "ours", folder / "plain"
    write_project(root, ours, size)
    staged = folder / "staged"
    run((str(Path(sys.executable).with_name("pathway")), "stage", str(ours), "--target", str(staged)))
    source = mkdocs(OURS, ours)
    run(source.command)
    write_by_hand(staged, source.site, plain)
    other = Contender(
        ZENSICAL,
        (str(zensical), "build", "--config-file", str(plain / "mkdocs.yml")),
        plain / "site",
        (plain / ".cache",),
    )
    return {contender.name: contender for contender in (source, mkdocs(PLAIN, plain), other)}


def write_project(root: Path, project: Path, size: Size) -> None:
    """A project like this one, with a made-up catalogue and short hand-written pages."""
    write_catalogue(project, size)
    shutil.copy(root / "mkdocs.yml", project)
    shutil.copytree(root / "hooks", project / "hooks", ignore=shutil.ignore_patterns("__pycache__"))
    docs = project / "docs"
    docs.mkdir()
    for name in SHORT_PAGES:
        (docs / f"{name}.md").write_text(f"# {name.capitalize()}\n\nA short page, written by hand.\n", encoding="utf-8")


def write_by_hand(staged: Path, site: Path, project: Path) -> None:
    """The same pages as plain Markdown, for stock Material, with the same navigation and a search of its own."""
    documents = {url_of(path.relative_to(staged / "docs")): path.relative_to(staged / "docs") for path in pages(staged)}
    names = {url: path.as_posix() for url, path in documents.items()}
    for url, path in documents.items():
        html = (site / url / "index.html").read_text(encoding="utf-8")
        target = project / "docs" / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(search_rule(staged / "docs" / path) + to_markdown(html, url, names), encoding="utf-8")
    settings = yaml.safe_load((staged / "mkdocs.yml").read_text(encoding="utf-8"))
    stock = {
        key: settings["theme"][key] for key in ("name", "language", "font", "features") if key in settings["theme"]
    }
    settings |= {"theme": stock, "docs_dir": "docs", "site_dir": "site", "strict": False, "plugins": ["search"]}
    for ours in ("hooks", "extra", "extra_css", "extra_javascript"):
        settings.pop(ours, None)
    (project / "mkdocs.yml").write_text(yaml.safe_dump(settings, sort_keys=False), encoding="utf-8")


def search_rule(document: Path) -> str:
    """Front matter that leaves a page out of the search, where that of `document` does so."""
    _, front = get_data(document.read_text(encoding="utf-8"))
    return f"---\n{yaml.safe_dump({'search': front['search']})}---\n\n" if "search" in front else ""


def compare(contenders: Mapping[str, Contender]) -> dict[str, int]:
    """Hold the built sites against ours: the same pages, and the same headings and numbers of links in them.

    Addresses are compared one by one; the insides of at most `LOOKED_INTO` pages, spread evenly over the site.

    Returns:
        how many pages a site has, and how many of them were looked into.

    Raises:
        DifferenceError: they differ.
    """
    ours = built(contenders[OURS].site)
    some = ours[:: -(-len(ours) // LOOKED_INTO)]
    for name, contender in contenders.items():
        theirs = built(contender.site)
        if ours != theirs:
            odd = sorted(set(ours) ^ set(theirs))
            raise DifferenceError(f"{name} has other pages than ours: {len(odd)} of them, such as {odd[:3]}")
        for page in some:
            mine, other = (facts((site / page).read_text("utf-8")) for site in (contenders[OURS].site, contender.site))
            if mine != other:
                raise DifferenceError(f"{name} has other headings or links in {page}: {mine} / {other}")
    return {"pages": len(ours), "looked into": len(some)}


def built(site: Path) -> list[str]:
    """Every page of a built site."""
    return sorted(path.relative_to(site).as_posix() for path in site.rglob("index.html"))


def mkdocs(name: str, project: Path) -> Contender:
    command = (sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(project / "mkdocs.yml"))
    return Contender(name, command, project / "site")


def pages(staged: Path) -> list[Path]:
    return sorted((staged / "docs").rglob("*.md"))


def url_of(document: Path) -> str:
    """The address of a document's page, relative to the site's root."""
    path = document.with_suffix("").as_posix()
    path = path.removesuffix("index")
    return path if path.endswith("/") or not path else f"{path}/"


def run(command: tuple[str, ...]) -> None:
    finished = subprocess.run(command, capture_output=True, text=True, check=False)
    if finished.returncode:
        raise SystemExit(f"{' '.join(command)}\n{finished.stdout}{finished.stderr}")
