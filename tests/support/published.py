"""A published site: served at the address that it was built for, and where it keeps its scripts and their data."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

from learning_pathway.site.frontend import VERSION_PATH
from siteserver import serve_folder

__all__ = ["SOMEWHERE", "folder_of", "script", "serve_at_its_address"]

#: The address that a site is built for until it has one.
SOMEWHERE = "http://somewhere.invalid/"


@contextmanager
def serve_at_its_address(site: Path, copy: Path, base: str = "/") -> Iterator[str]:
    """Serve a copy of a site that was built for the path `base` of `SOMEWHERE`, with its address in that place.

    Material's `navigation.instant` swaps only pages that the sitemap names.
    """
    built_for = SOMEWHERE + base.removeprefix("/")
    with serve_folder(copy, base) as address:
        shutil.copytree(site, copy)
        for path in (path for path in copy.rglob("*") if path.suffix in (".html", ".xml")):
            path.write_bytes(path.read_bytes().replace(built_for.encode(), address.encode()))
        yield address


def folder_of(site: Path) -> str:
    """The folder of the site's scripts, style sheets and data, relative to its root."""
    return str(json.loads((site / VERSION_PATH).read_text(encoding="utf-8"))["assets"])


def script(address: str, name: str) -> str:
    """The address of one script of the site that is served at `address`."""
    with urlopen(address + VERSION_PATH, timeout=10) as answer:
        return f"{address}{json.load(answer)['assets']}/javascripts/{name}"
