"""How a browser can search the site from its address bar (OpenSearch 1.1, draft 6).

Source: github.com/dewitt/opensearch, "Opensearch description document": a short name has at most 16 characters, a long
one 48, a description 1,024. The address of the search must be whole, so that a site without a `site_url` has none.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ...exports import xml_text
from ..site import Site
from .asset import Asset

__all__ = ["OPENSEARCH_PATH", "opensearch_files"]

OPENSEARCH_PATH = "opensearch.xml"
_NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
_SHORT, _LONG, _DESCRIPTION = 16, 48, 1024


def opensearch_files(site: Site) -> Iterator[Asset]:
    """The description; nothing where the site does not know its own address."""
    pathway = site.catalogue.pathway
    if not pathway.site_url:
        return
    home = pathway.site_url.rstrip("/") + "/"
    root = etree.Element(f"{{{_NAMESPACE}}}OpenSearchDescription", nsmap={None: _NAMESPACE})

    def add(tag: str, text: str | None = None, **facts: str) -> None:
        etree.SubElement(root, f"{{{_NAMESPACE}}}{tag}", facts).text = text

    add("ShortName", cut(pathway.title, _SHORT))
    add("LongName", cut(pathway.title, _LONG))
    add("Description", cut(f"Search {pathway.title}", _DESCRIPTION))
    add("InputEncoding", "UTF-8")
    add("Language", pathway.language)
    add("Image", f"{home}assets/images/favicon.png", height="48", width="48", type="image/png")
    add(
        "Url", type="text/html", template=f"{home.replace('{', '%7B').replace('}', '%7D')}search.html?q={{searchTerms}}"
    )
    add("Url", type="application/opensearchdescription+xml", rel="self", template=home + OPENSEARCH_PATH)
    etree.indent(root)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    yield Asset(OPENSEARCH_PATH, text.decode("utf-8") + "\n")


def cut(text: str, most: int) -> str:
    """At most so many characters of `text`: whole words as long as there is one that fits."""
    text = xml_text(text)
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]
