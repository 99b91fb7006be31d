"""A project whose catalogue holds one text in every field."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import yaml

from hostiletext import catalogue
from siteproject import copy_project

__all__ = ["project"]

#: Switched on in the site under test: those of the site itself, and others that adopters like.
EXTENSIONS = [
    *("admonition", "attr_list", "tables", "toc", "md_in_html", "def_list", "footnotes", "abbr", "smarty"),
    *("pymdownx.superfences", "pymdownx.snippets", "pymdownx.critic", "pymdownx.details", "pymdownx.keys"),
]


def project(folder: Path, text: str) -> Path:
    """A project whose catalogue has `text` in every field."""
    made = copy_project(folder / "project")
    shutil.rmtree(made / "resources")
    for name in ("published-ids.txt", "link-health.json"):
        (made / name).unlink(missing_ok=True)
    (made / "resources.yaml").write_text(json.dumps(catalogue(text), ensure_ascii=False), encoding="utf-8")
    settings = yaml.safe_load((made / "mkdocs.yml").read_text(encoding="utf-8"))
    (made / "mkdocs.yml").write_text(yaml.safe_dump(settings | {"markdown_extensions": EXTENSIONS}), encoding="utf-8")
    return made
