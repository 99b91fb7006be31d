"""The project's own catalogue, and what is made of it, once for all tests of packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.pages.edition import Edition, open_edition
from learning_pathway.pages.site import Site
from learning_pathway.pages.takeaway import takeaway


@pytest.fixture(scope="session")
def edition(root: Path) -> Edition:
    return open_edition(root)


@pytest.fixture(scope="session")
def catalogue_site(edition: Edition) -> Site:
    assert edition.site is not None
    return edition.site


@pytest.fixture(scope="session")
def packages(catalogue_site: Site, edition: Edition) -> dict[str, bytes]:
    """The whole pathway in every kind of package."""
    kinds = ("common-cartridge", "scorm12", "gift", "epub")
    return {kind: takeaway(catalogue_site, kind, time=edition.time) for kind in kinds}
