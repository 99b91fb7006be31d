"""What all views share, and the plainest of them."""

from __future__ import annotations

from dataclasses import dataclass

from ...catalogue.model import Theme
from ..page import link
from ..site import Site

__all__ = ["ThemeView", "View"]


@dataclass(frozen=True)
class View:
    """Something of the site, seen from the page at `here`."""

    site: Site
    here: str

    def to(self, path: str) -> str:
        """A relative link to another page."""
        return link(self.here, path)


@dataclass(frozen=True)
class ThemeView(View):
    """A theme."""

    theme: Theme

    @property
    def title(self) -> str:
        """Its name."""
        return self.theme.title

    @property
    def href(self) -> str:
        """Its page."""
        return self.to(f"themes/{self.theme.id}.md")
