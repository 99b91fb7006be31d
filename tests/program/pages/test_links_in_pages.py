"""Links in pages: only to addresses that a browser may follow, and within the site only to what is there."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from lxml.etree import Element
from lxml.html import document_fromstring
from mkdocs.utils.meta import get_data

from casetable import case_table
from hostiletext import catalogue
from learning_pathway.catalogue.addresses import href
from learning_pathway.catalogue.model import Catalogue, Text
from learning_pathway.catalogue.reader import SourceLocations
from learning_pathway.links.state.file import LinkStates
from learning_pathway.site.build import open_build
from learning_pathway.site.contents import page_builders
from learning_pathway.site.context import Site
from learning_pathway.site.document import address
from learning_pathway.site.frontend import theme_folder
from learning_pathway.site.rendering import FRAME_IDS

HOSTILE = [
    "javascript:alert(1)",
    "javascript://%0Aalert(1)//@x.example",
    " \x01jAvA\tscr\nipt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "blob:https://example.org/x",
    "//elsewhere.example/",
    "\\\\elsewhere.example",
    "/\t/elsewhere.example",
    "intent://x#Intent;end",
]


@case_table("hostile", HOSTILE)
def test_a_hostile_address_is_no_link(hostile: str) -> None:
    assert href(hostile) == ""


@case_table(
    "good",
    ["https://example.org/a:b?c=javascript:x", "HTTP://example.org", "mailto:a@b.example", "../a/#b", "#b", "./"],
)
def test_a_link_that_a_page_may_have_stays_as_it_is(good: str) -> None:
    assert href(good) == good


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_address_in_any_field_links_nowhere(hostile: str) -> None:
    """The catalogue's rules refuse such addresses; no page may depend on that."""
    content = catalogue("Word", only=Text)
    content["pathway"] |= {"repository": hostile, "site_url": hostile, "contact": hostile}
    for work in content["resources"]:
        for name in ("url", "catalogue_url", "archived_url", "transcript"):
            work[name] = hostile
        work["alternatives"] = [{"url": hostile, "label": "Copy"}]
        work["licence"] = hostile
    content["resources"][0]["doi"] = "10.1234/javascript:alert(1)"
    site = Site(Catalogue.model_validate(content), SourceLocations({}), LinkStates())
    for builder in page_builders(site):
        for page in builder():
            _, meta = get_data(page.text)
            for tag in document_fromstring(str(meta["body"])).iter(Element):
                for name in ("href", "src", "action", "data-src"):
                    value = tag.get(name)
                    assert value is None or href(str(value)) == value, f"{page.path}: {tag.tag} {name}"
                    assert value is None or escape(hostile) not in str(value) or str(value).startswith("https://")


def test_every_link_within_the_site_leads_to_a_page_and_to_a_part_that_is_there(pathway: Path) -> None:
    edition = open_build(pathway)
    data = {address(page.path): get_data(page.text)[1] for page in edition.pages()}
    trees = {here: document_fromstring(f"{meta['body']}{meta.get('contents')}") for here, meta in data.items()}
    anchors = {here: set(tree.xpath("//@id")) for here, tree in trees.items()}
    files = {asset.path for asset in edition.other_files()}
    hand_written = {f"{path.stem}/" for path in (pathway / "docs").glob("*.md")}
    links = [(here, str(link)) for here, tree in trees.items() for link in tree.xpath("//a/@href")]
    within = [(here, link) for here, link in links if urlsplit(link).scheme == ""]
    for here, link in within:
        there, fragment = urldefrag(urljoin(f"https://site.example/{here}", link))
        path = there.removeprefix("https://site.example/").partition("?")[0]
        assert path in anchors or path in files or path in hand_written, f"{here} links to {link}"
        assert not fragment or fragment in anchors[path], f"{here} links to {link}"
    assert len(within) > 1000


def test_no_page_has_one_id_twice_or_one_of_the_frame(pathway: Path) -> None:
    frame = "".join(path.read_text(encoding="utf-8") for path in (theme_folder()).rglob("*.html"))
    assert all(f'id="{name}"' in frame for name in FRAME_IDS)
    content = catalogue("Word")
    content["modules"][0]["sections"][0] |= {"id": "lp-main", "formerly": ["lp-toc", "content"]}
    content["modules"][0]["sections"].append({**content["modules"][0]["sections"][0], "id": "content", "formerly": []})
    content["tips"][0] |= {"id": "tip"}
    content["tips"][0]["sources"][0] |= {"id": "one", "formerly": ["lp-find"]}
    content["retired"].append({"id": "module/lp-menu", "kind": "section", "reason": "Gone."})
    for builder in page_builders(Site(Catalogue.model_validate(content), SourceLocations({}), LinkStates())):
        for page in builder():
            ids = document_fromstring(str(get_data(page.text)[1]["body"])).xpath("//@id")
            assert len(ids) == len(set(ids)), page.path
            assert not set(ids) & set(FRAME_IDS), page.path
