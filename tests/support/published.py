"""Where a published site keeps its scripts and their data: a folder that changes with every version of them."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.request import urlopen

from learning_pathway.site.frontend import VERSION_PATH

__all__ = ["folder_of", "script"]


def folder_of(site: Path) -> str:
    """The folder of the site's scripts, style sheets and data, relative to its root."""
    return str(json.loads((site / VERSION_PATH).read_text(encoding="utf-8"))["assets"])


def script(address: str, name: str) -> str:
    """The address of one script of the site that is served at `address`."""
    with urlopen(address + VERSION_PATH, timeout=10) as answer:
        return f"{address}{json.load(answer)['assets']}/javascripts/{name}"
