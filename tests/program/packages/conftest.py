"""The catalogue of the tests, and what is made of it, once for all tests of packages."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.site.build import Build, open_build
from learning_pathway.site.context import Site
from learning_pathway.site.files.downloads import export_file


@pytest.fixture(scope="session")
def edition(pathway: Path) -> Build:
    return open_build(pathway)


@pytest.fixture(scope="session")
def catalogue_site(edition: Build) -> Site:
    assert edition.site is not None
    return edition.site


@pytest.fixture(scope="session")
def packages(catalogue_site: Site, edition: Build) -> dict[str, bytes]:
    """The whole pathway in every kind of package."""
    kinds = ("common-cartridge", "scorm12", "epub")
    return {kind: export_file(catalogue_site, kind, time=edition.time) for kind in kinds}
