"""Staging: the whole site as Markdown files in a folder, for any engine that reads `mkdocs.yml`."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from .edition import Edition, hides
from .frontend import PLAIN, read_frontend
from .navigation import footer
from .page import rivals
from .prose import asks_for_settings

__all__ = ["StageError", "stage"]

CONFIGURATION = "mkdocs.yml"
#: The folder of the theme, in the staged one.
THEME = "theme"


class StageError(Exception):
    """The site could not be staged; the message says why."""


def stage(root: Path, edition: Edition, target: Path) -> int:
    """Write `docs/` and `mkdocs.yml` into the folder `target`, and return the number of pages.

    Hand-written documents are copied, generated pages written beside them. The folder is made in full under another
    name first, so that a failure leaves the old one as it was.

    Args:
        root: the project, with its `mkdocs.yml` and `docs/`.
        edition: the catalogue, without problems.
        target: the folder to make; what was staged there before is replaced.

    Raises:
        StageError: the catalogue has problems, a page would hide another, or `target` holds something else.
        ProseError: a hand-written page asks for a setting that does not exist.
        OSError: a file could not be read or written.
    """
    if target.exists() and not (target / CONFIGURATION).is_file() and any(target.iterdir()):
        raise StageError(f"{target} holds something other than a staged site; name another folder or empty it.")
    configuration = yaml.safe_load((root / CONFIGURATION).read_text(encoding="utf-8"))
    theme = theme_of(configuration, root)
    edition = replace(edition, frontend=read_frontend(theme)) if theme else edition
    if edition.site is None:
        raise StageError(edition.problem_list)
    fresh = target.with_name(f".{target.name}.{os.getpid()}")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        pages = write_documents(root / "docs", edition, fresh / "docs")
        if theme:
            shutil.copytree(theme, fresh / THEME, ignore=lambda folder, names: unpublished(theme, folder, names))
        settled = settle(configuration, edition, root)
        (fresh / CONFIGURATION).write_text(
            yaml.safe_dump(settled, allow_unicode=True, sort_keys=False), encoding="utf-8"
        )
        shutil.rmtree(target, ignore_errors=True)
        fresh.replace(target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return pages


def write_documents(written: Path, edition: Edition, target: Path) -> int:
    """Copy the hand-written documents, filled in, and write the generated pages; return how many of both."""
    shutil.copytree(written, target)
    count = 0
    for path in sorted(target.rglob("*.md")):
        count += 1
        text = path.read_text(encoding="utf-8")
        if asks_for_settings(text):
            path.write_text(edition.fill(text, path.relative_to(target).as_posix()), encoding="utf-8", newline="\n")
    for page in edition.pages():
        write_file(target, page.path, page.text.encode(), page.source)
        count += 1
    for asset in edition.beside():
        if not gives_way(target, asset.path):
            write_file(target, asset.path, asset.data, "the catalogue")
    return count


def gives_way(target: Path, name: str) -> bool:
    """Whether `name` is a redirect at whose address somebody wrote a page, which stands before it."""
    folder, _, file = name.rpartition("/")
    return file == "index.html" and any((target / rival).exists() for rival in rivals(f"{folder}/index.md"))


def write_file(target: Path, name: str, data: bytes, source: str) -> None:
    """Write one generated file; none may take the place of one that somebody wrote."""
    for rival in rivals(name):
        if (target / rival).exists():
            raise StageError(hides(rival, source))
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def theme_of(configuration: dict[str, Any], root: Path) -> Path | None:
    """The folder of the theme, if the configuration names one that is there."""
    theme = configuration.get("theme")
    folder = root / theme["custom_dir"] if isinstance(theme, dict) and theme.get("custom_dir") else None
    return folder if folder and folder.is_dir() else None


def unpublished(theme: Path, folder: str, names: list[str]) -> set[str]:
    """Names in a folder of the theme that the staged one leaves out: notes, and what stands in the documents."""
    here = Path(folder).relative_to(theme)
    return {name for name in names if (here / name).as_posix() in PLAIN or name.endswith(".md")}


def settle(configuration: dict[str, Any], edition: Edition, root: Path) -> dict[str, Any]:
    """The configuration without hooks: what they would set is written out, and paths lead from the new folder."""
    settled = {key: value for key, value in configuration.items() if key not in ("hooks", "watch", "site_dir")}
    theme, extra = dict(settled.get("theme") or {}), configuration.get("extra") or {}
    if "custom_dir" in theme:
        theme["custom_dir"] = THEME
    settled |= {
        "site_name": edition.title,
        "docs_dir": "docs",
        "theme": theme,
        "nav": edition.navigation(configuration.get("nav") or []),
        "extra": {
            **extra,
            "pathway": edition.settings,
            "footer": footer(extra.get("footer"), root / "docs", configuration.get("use_directory_urls", True)),
        },
    }
    if edition.site_url and not settled.get("site_url"):
        settled["site_url"] = edition.site_url
    return settled
