"""Write the whole site as Markdown files into a folder, for any engine that reads `mkdocs.yml`.

The folder is complete: it holds the documents and the theme, names nothing outside itself, and can be moved.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import yaml
from pathspec import PathSpec

from ..output import OutputFolder, sources_of
from .build import Build, hidden_message
from .contents import footer
from .document import address, documents_for
from .frontend import PLAIN, theme_folder
from .pages.search import WrittenPage
from .rendering import asks_for_settings, check_front_matter

__all__ = ["CONFIGURATION", "Loader", "StageError", "Tagged", "settings_files", "stage"]


CONFIGURATION = "mkdocs.yml"
#: The folder of the theme, in the staged one.
THEME = "theme"
#: The first line of a staged configuration, by which the folder is known again.
MARK = "# Made by `pathway stage`. Change the project and stage it again: changes here are lost.\n"
#: Files of a project that are for its own people and their programs.
PRIVATE = (".*", "__pycache__", "*.py[co]", "*~", "*.orig", "*.rej", "*.bak", "Thumbs.db", "desktop.ini")
#: Notes on the theme for those who change it. Its licences go along.
READ_ME = "[Rr][Ee][Aa][Dd][Mm][Ee]*"
#: Settings that only the project itself has a use for.
OWN = ("hooks", "watch", "site_dir", "dev_addr")


class StageError(Exception):
    """The site could not be staged; the message says why."""


def stage(root: Path, build: Build, target: Path, waiting: Callable[[], None] = lambda: None) -> int:
    """Write `docs/`, `theme/` and `mkdocs.yml` into the folder `target`, and return the number of pages.

    Hand-written documents are copied, generated pages written next to them. The folder takes the place of the one that
    was staged before when it is complete, so that a failure leaves the old one as it was.

    Args:
        root: the project, with its `mkdocs.yml` and documents.
        build: the catalogue, without problems.
        target: the folder to make; what was staged there before is replaced.
        waiting: called once where another program writes the folder and has to end first.

    Raises:
        StageError: the catalogue has problems, a page would hide another, or the settings cannot be taken along.
        OutputError: `target` holds something else.
        VariableError: a hand-written page asks for a setting that does not exist.
        OSError: a file could not be read or written.
    """
    configuration = read_configuration(root / CONFIGURATION)
    documents = root / str(configuration.get("docs_dir") or "docs")
    own = theme_of(configuration, root)
    themes = [theme_folder(), *([own] if own else [])]
    build = build.with_theme(*themes)
    if build.site is None:
        raise StageError(build.problem_list)
    if build.pathway.path:
        raise StageError("the pathway is a part of a larger site (`path` in resources.yaml), which MkDocs builds.")
    sources = [*sources_of(root), documents, *([own] if own else [])]
    folder = OutputFolder(target, kind="a staged site", sources=sources, is_ours=is_staged)
    with folder.replacing(waiting) as fresh:
        directories = bool(configuration.get("use_directory_urls", True))
        excluded = excluded_documents(configuration, documents)
        pages = write_documents(documents, build, fresh / "docs", excluded, directories=directories)
        for theme in themes:  # a file of the project's own wins
            ignored = partial(unpublished, theme)
            shutil.copytree(theme, fresh / THEME, ignore=ignored, dirs_exist_ok=True)
        settled = standalone_settings(configuration, build, documents)
        text = yaml.dump(settled, Dumper=Dumper, allow_unicode=True, sort_keys=False)
        if str(root.resolve()) in text:
            raise StageError(f"{CONFIGURATION} names {root.resolve()}: write paths relative to that folder.")
        (fresh / CONFIGURATION).write_text(MARK + text, encoding="utf-8", newline="\n")
    return pages


def is_staged(folder: Path) -> bool:
    """Whether a folder was written by `stage`."""
    path = folder / CONFIGURATION
    return path.is_file() and path.read_bytes().startswith(MARK.encode())


class Tagged:
    """A value with a tag of the engine or a plugin (`!ENV`, `!!python/name:…`), which is passed on as written."""

    def __init__(self, node: yaml.Node) -> None:
        self.node = node


class Loader(yaml.SafeLoader):
    """Reads plain data, and keeps tagged values for the engine that knows them."""


class Dumper(yaml.SafeDumper):
    """Writes what `Loader` has read."""


for prefix in ("!", "tag:yaml.org,2002:python/"):
    Loader.add_multi_constructor(prefix, lambda _loader, _suffix, node: Tagged(node))
Dumper.add_representer(Tagged, lambda _dumper, value: value.node)


def read_configuration(path: Path) -> dict[str, Any]:
    """Read the settings of the site engine.

    Raises:
        StageError: they are no YAML, or no table of settings, or lead out of the project.
        OSError: the file cannot be read.
    """
    try:
        found = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506 - a subclass of the safe loader
    except (yaml.YAMLError, ValueError) as error:
        raise StageError(f"{CONFIGURATION} cannot be read: {error}") from None
    if not isinstance(found, dict):
        raise StageError(f"{CONFIGURATION} cannot be read: it holds no settings.")
    if "INHERIT" in found:
        raise StageError(
            f"{CONFIGURATION} takes settings from {found['INHERIT']} (INHERIT): write them into it instead."
        )
    return found


def settings_files(project: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """`mkdocs.yml` and the files that it takes settings from (`INHERIT`), with the settings in each."""
    path, seen = project / CONFIGURATION, set[Path]()
    while path not in seen:
        seen.add(path)
        try:
            found = yaml.load(path.read_text(encoding="utf-8-sig"), Loader)  # noqa: S506 - a subclass of the safe one
        except (OSError, ValueError, yaml.YAMLError):  # MkDocs says what is wrong
            found = None
        settings = found if isinstance(found, dict) else {}
        yield path, settings
        if not isinstance(base := settings.get("INHERIT"), str):
            return
        path = (path.parent / base).resolve()


def excluded_documents(configuration: dict[str, Any], documents: Path) -> frozenset[Path]:
    """Files that `exclude_docs` keeps out of the site, by the patterns of `.gitignore`."""
    patterns = str(configuration.get("exclude_docs") or "")
    names = PathSpec.from_lines("gitignore", patterns.splitlines()).match_tree_files(documents)
    return frozenset(documents / name for name in names)


def write_documents(written: Path, build: Build, target: Path, excluded: Collection[Path], *, directories: bool) -> int:
    """Copy the hand-written documents, filled in, and write the generated pages; return how many of both.

    `directories` says whether a page is published as a folder of its own.
    """
    private = shutil.ignore_patterns(*PRIVATE)
    shutil.copytree(
        written,
        target,
        ignore=lambda folder, names: {*private(folder, names), *(n for n in names if Path(folder, n) in excluded)},
    )
    count = 0
    searched: list[WrittenPage] = []
    for path in sorted(target.rglob("*.md")):
        count += 1
        text, name = path.read_text(encoding="utf-8"), path.relative_to(target).as_posix()
        check_front_matter(text, name)
        if found := build.written_page(text, name, published_at(name, directories=directories)):
            searched.append(found)
        if asks_for_settings(text):
            path.write_text(build.fill(text, name), encoding="utf-8", newline="\n")
    for page in build.pages():
        write_file(target, page.path, page.text.encode(), page.source)
        count += 1
    for asset in build.other_files(searched):
        if not is_replaced(target, asset.path):
            write_file(target, asset.path, asset.data, "the catalogue")
    return count


def published_at(name: str, *, directories: bool) -> str:
    """The address of the page of a hand-written document, relative to the site."""
    folder, _, last = name.rpartition("/")
    if last in ("index.md", "README.md"):
        return f"{folder}/" if folder else ""
    return address(name) if directories else name.removesuffix(".md") + ".html"


def is_replaced(target: Path, name: str) -> bool:
    """Whether `name` is a redirect at whose address someone wrote a page, which wins."""
    folder, _, file = name.rpartition("/")
    return file == "index.html" and any((target / rival).exists() for rival in documents_for(f"{folder}/index.md"))


def write_file(target: Path, name: str, data: bytes, source: str) -> None:
    """Write one generated file; none may take the place of one that someone wrote."""
    for rival in documents_for(name):
        if (target / rival).exists():
            raise StageError(hidden_message(rival, source))
    path = target / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def theme_of(configuration: dict[str, Any], root: Path) -> Path | None:
    """The project's own folder of templates, if the configuration names one that is there."""
    theme = configuration.get("theme")
    folder = root / theme["custom_dir"] if isinstance(theme, dict) and theme.get("custom_dir") else None
    return folder if folder and folder.is_dir() else None


def unpublished(theme: Path, folder: str, names: list[str]) -> set[str]:
    """Names in a folder of the theme that the staged one leaves out: notes, and what is in the documents."""
    here = Path(folder).relative_to(theme)
    private = shutil.ignore_patterns(READ_ME, *PRIVATE)(folder, names)
    return {name for name in names if name in private or (here / name).as_posix() in PLAIN}


def standalone_settings(configuration: dict[str, Any], build: Build, documents: Path) -> dict[str, Any]:
    """The configuration without hooks: what they would set is in it, and paths lead into the staged folder."""
    settled = {key: value for key, value in configuration.items() if key not in OWN}
    theme, extra = settled.get("theme") or {}, configuration.get("extra") or {}
    theme = (theme if isinstance(theme, dict) else {"name": theme or "mkdocs"}) | {"custom_dir": THEME}
    paths = (path for builder in build.page_builders() for path in builder.paths if "/" in path)
    generated = sorted({f"/{path.partition('/')[0]}/" for path in paths})
    settled |= {
        "site_name": build.title,
        "docs_dir": "docs",
        "theme": theme,
        "nav": build.navigation(configuration.get("nav") or []),
        "not_in_nav": "\n".join([str(settled.get("not_in_nav") or ""), *generated]),
        "extra": {
            **extra,
            "pathway": build.settings,
            "footer": footer(extra.get("footer"), documents, configuration.get("use_directory_urls", True)),
        },
    }
    if build.site_url and not settled.get("site_url"):
        settled["site_url"] = build.site_url
    return settled
