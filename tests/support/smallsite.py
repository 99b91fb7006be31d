"""The words of the small site that the theme is tried on."""

from __future__ import annotations

import json
from html import escape

import pytest

__all__ = ["BASE", "FOLLOWS_NO_LINK", "HOSTILE", "PAGES"]

#: A title that ends the element it stands in and begins a script, if any template lets it.
HOSTILE = "</title></a></h1><script>window.broken=1</script><img src=x onerror=window.broken=1>\"'&"
BASE = "/pathway/"
#: For tests that follow no link: the first page of a visit is alike where later ones are swapped in place.
FOLLOWS_NO_LINK = pytest.mark.parametrize(
    "small_site", ["whole pages", pytest.param("swapped pages", marks=pytest.mark.full_only)], indirect=True
)

PAGES = {
    "index.md": "# Home\n\nWelcome.\n",
    "hostile.md": "---\n"
    f"title: {json.dumps(escape(HOSTILE))}\n"
    f"description: {json.dumps(escape(HOSTILE))}\n"
    "---\n\n"
    f"# {escape(HOSTILE)} {{#top}}\n\nAubergines grow here.\n\n"
    f"## {escape(HOSTILE)} aubergine {{#one}}\n\nOne aubergine.\n\n## Two {{#two}}\n\nTwo.\n",
    "plain.md": "# Plain\n\nA page about turnips & leeks.\n",
    "code.md": "# Code\n\n```yaml\nkey: value  # remark\n```\n\nWords.\n",
}
