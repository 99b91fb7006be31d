"""A site with an open call, and a phone that counts how often it was tapped on the way to an answer."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Page

from siteproject import copy_project, mkdocs

__all__ = ["PHONE", "Phone", "build_with_call"]

PHONE = {"width": 390, "height": 844}


def build_with_call(folder: Path, call: str) -> None:
    """Build the pathway of the tests with the call `what-helps` and its notice, in `project` and `site`."""
    project = copy_project(folder / "project")
    with (project / "resources.yaml").open("a", encoding="utf-8") as file:
        file.write(call)
    (project / "notices/what-helps").mkdir(parents=True)
    (project / "notices/what-helps/1.md").write_text("We keep it for **two years**.\n", encoding="utf-8")
    built = mkdocs(project, folder / "site")
    assert built.returncode == 0, built.stdout + built.stderr


class Phone:
    """A page, and how often it was tapped."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.taps = 0

    def tap(self, role: str, name: str) -> None:
        self.taps += 1
        self.page.get_by_role(role, name=re.compile(f"^{name}")).click()  # type: ignore[arg-type]
