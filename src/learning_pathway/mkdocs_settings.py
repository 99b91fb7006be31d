"""What is wrong with `mkdocs.yml` where MkDocs says nothing: doubled keys, missing files, two addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils.yaml import get_yaml_loader, yaml_load

from .catalogue.files import FOLDER, ROOT_FILE
from .catalogue.problems import Code
from .catalogue.yaml.loader import load

__all__ = ["address_conflict", "documents_refusal", "doubled_settings", "known_language", "missing_files"]

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def known_language(config: MkDocsConfig) -> str:
    """The language of Material that is nearest to the one in `mkdocs.yml`: `en` for `en-GB`, and where it has none."""
    wanted = str(config.theme.get("language"))
    folders = [Path(folder) / "partials" / "languages" for folder in config.theme.dirs]
    names = [name for name in (wanted, wanted.partition("-")[0]) if re.fullmatch("[A-Za-z-]+", name)]
    return next((name for name in names if any((folder / f"{name}.html").is_file() for folder in folders)), "en")


def documents_refusal(config: MkDocsConfig) -> str | None:
    """Why the documents can't be in their folder; None where no file of the catalogue would be published with them."""
    documents = Path(config.docs_dir).resolve()
    if documents != Path(config.config_file_path).parent.resolve() / FOLDER and not (documents / ROOT_FILE).exists():
        return None
    return (
        f"`docs_dir` in mkdocs.yml is {documents}, where the catalogue is: its files and their notes for editors would "
        "be published. Move the documents to a folder of their own, such as `docs`."
    )


def doubled_settings(config: MkDocsConfig) -> Iterator[str]:
    """One sentence for each key that is there twice: MkDocs takes the last one and drops the others."""
    path = Path(config.config_file_path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, ValueError):  # MkDocs has read it, perhaps in another encoding
        return
    for problem in load(path.name, text).problems:
        if problem.code is Code.DUPLICATE_KEY:
            yield f"{path.name}:{problem.position.line}: {problem.message} MkDocs reads only the last. {problem.remedy}"


def address_conflict(config: MkDocsConfig, site_url: str | None) -> str | None:
    """What to do where `mkdocs.yml` and the catalogue, with this `site_url`, put the site at two addresses."""
    stated = config.site_url
    if not stated or not site_url or stated.rstrip("/") == site_url.rstrip("/"):
        return None
    return f"mkdocs.yml puts the pathway at {stated}, resources.yaml at {site_url}: delete one `site_url`."


def missing_files(config: MkDocsConfig) -> Iterator[str]:
    """One sentence for each file or page that the settings name, and that the finished site does not have."""
    folders = [Path(config.site_dir), Path(config.docs_dir), *map(Path, config.theme.dirs)]
    for setting, name in named_files(config):
        path = unquote(re.split(r"[?#]", name, maxsplit=1)[0])
        if path.startswith("/") or _SCHEME.match(path):
            continue
        if not any((folder / path).exists() for folder in folders):
            yield f"mkdocs.yml: `{setting}` names `{name}`, which is not in the site. Check the name, or add the file."


def named_files(config: MkDocsConfig) -> Iterator[tuple[str, str]]:
    """The files and pages of the site that an editor named, each after its setting. Plugins name others."""
    with Path(config.config_file_path).open("rb") as file:
        written: dict[str, Any] = yaml_load(file, get_yaml_loader(config=config))
    theme = written.get("theme")
    for key in ("logo", "favicon"):
        if isinstance(theme, dict) and isinstance(theme.get(key), str):
            yield f"theme.{key}", theme[key]
    for key in ("extra_css", "extra_javascript"):
        for item in written.get(key) or ():
            name = item.get("path") if isinstance(item, dict) else item
            if isinstance(name, str):
                yield key, name
    if isinstance(written.get("extra"), dict) and written["extra"].get("footer"):
        yield from (("extra.footer", link["path"]) for link in config.extra["footer"])
