"""Ask the web about one resource: its DOI's record, its page, its PDF, and its oEmbed description."""

from __future__ import annotations

import io
import json
import logging
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..formats import dates
from ..formats.csl_reader import record_of
from ..formats.names import known, people_in
from ..formats.text import doi, language, plain, shown
from ..links.rules.identity import CHALLENGE, DEFAULT_PAGE, MAINTENANCE, SUSPENDED
from ..links.rules.soft404 import is_not_found_title
from ..links.text import folded
from ..web.client import Client, open_page
from ..web.content import decode, is_html, real_kind
from ..web.marks import PageMetadata
from ..web.model import Trouble, WebPage
from ..web.page import read_metadata, read_page
from ..web.response import RequestError, Response
from ..web.urls import resolve, video_of
from .linked_data import microdata, read_schema
from .page_metadata import Metadata, read_open_graph, read_page_tags, repaired

__all__ = ["LookupResult", "look_up", "look_up_at", "read_pdf"]

CSL_TYPE = "application/vnd.citationstyles.csl+json"
#: What a DOI's record says that an editor writes in words of their own, or that was not asked for.
_NOT_TAKEN = frozenset({"summary", "why", "themes", "url", "library_catalogue"})
_NO_WAY = frozenset({Trouble.NO_SUCH_NAME, Trouble.NAME_TEMPORARY, Trouble.UNREACHABLE})
_OEMBED_TYPES = {"video": "video"}


@dataclass(slots=True)
class LookupResult:
    """What came of asking."""

    metadata: Metadata = field(default_factory=Metadata)
    remarks: list[str] = field(default_factory=list)
    """What an editor should know of the answers, in sentences."""
    trouble: str = ""
    """Why nothing could be read, in a sentence; empty where something was."""


async def look_up_at(client: Client, url: str) -> LookupResult:
    """Ask about the work at an address, as `look_up` does, with a client that is closed afterwards."""
    async with client:
        return await look_up(client, url)


async def look_up(client: Client, url: str) -> LookupResult:
    """Ask about the work at an address, or about the one that has a DOI.

    Nothing is raised: what did not answer is in `trouble` or `remarks`.
    """
    result = LookupResult()
    number = doi(url) if "doi.org/" in url.lower() or url.lower().startswith(("doi:", "10.")) else None
    if number is not None:
        result.metadata.add("doi", number, "the address")
        if await _ask_for_doi(client, number, result):
            return result
        url = url if "://" in url else f"https://doi.org/{number}"
    try:
        address, answer = await open_page(client, url)
    except RequestError as failure:
        result.trouble = await _in_words(client, failure)
    else:
        if answer.status == 200:
            if answer.body.cut:
                result.remarks.append(f"Only the first {len(answer.body.content):,} bytes of the page were read.")
            await _read(client, address, answer, result)
            return result
        result.trouble = f"The page could not be read: the server answered with {answer.status}."
    if video_of(url, client.settings.services) is not None:  # its service may know it all the same
        await _ask_for_oembed(client, url, PageMetadata(), result)
    return result


async def _in_words(client: Client, failure: RequestError) -> str:
    """Why a page could not be read; where no name at all can be found, that there is no network."""
    names = client.settings.probing.control_hosts
    if failure.trouble in _NO_WAY and names and not any([await client.finds(name) for name in names]):
        return "There seems to be no network here: not even " + ", ".join(names) + " can be found."
    return f"The page could not be read: {shown(failure.detail, 300)}."


async def _read(client: Client, address: str, answer: Response, result: LookupResult) -> None:
    declared, _, parameters = answer.headers.get("content-type", "").partition(";")
    kind = real_kind(answer.body.content)
    if kind == "application/pdf" and read_pdf(answer.body.content, result.metadata):
        number = result.metadata.best().get("doi")
        if number is not None:
            await _ask_for_doi(client, str(number.value), result)
        return
    if not is_html(declared.strip().lower(), kind):
        what = kind or declared.strip() or "no page of HTML"
        result.remarks.append(f"It is {shown(what, 60)}, which says nothing of itself that is read here.")
        return
    html = decode(answer.body.content, parameters.partition("charset=")[2].strip("\"' "))
    page, seen = repaired(read_metadata(html)), read_page(html, address)
    page = replace(page, title=_without_site(page, seen))
    found = Metadata()
    if (said := _not_found(page, seen)) is not None:
        result.remarks.append(f"The page says “{shown(said)}”: it may not be the resource. Its titles are not offered.")
        metas = tuple((name, text) for name, text in page.metas if not name.endswith("title"))
        page = replace(page, title="", metas=metas)
    read_page_tags(page, found)
    read_schema(page, found, microdata(html))
    if said is not None:
        found.facts = [fact for fact in found.facts if fact.field != "title"]
    number = found.best().get("doi")
    if number is not None:
        await _ask_for_doi(client, str(number.value), result)
    result.metadata.facts += found.facts
    await _ask_for_oembed(client, address, page, result)
    read_open_graph(page, result.metadata)
    result.metadata.add("type", "web-page", "being a page of the web")


def _without_site(page: PageMetadata, seen: WebPage) -> str:
    """The title of a page without the name of the site, or of who wrote it, after its first heading."""
    heading = next(iter(seen.headings), "")
    after = re.fullmatch(r"\s+[|–—·»-]\s+(.+)", page.title.removeprefix(heading)) if heading else None
    names = {
        page.first(name) for name in ("og:site_name", "application-name", "author", "dc.creator", "article:author")
    }
    return heading if after and after[1] in names else page.title


#: What pages are called that ask who someone is.
_SIGN_IN = re.compile(
    r"(?:please )?(?:sign|log) ?(?:in|on)\b|anmelden|anmeldung|mewngofnodi|(?:se )?connecter|connexion|identification|"
    r"iniciar sesion|inloggen|accedi\b|logg (?:inn?|pa)\b"
)
#: Words above which a page has more than a form to sign in.
_FEW_WORDS = 150


def _not_found(page: PageMetadata, seen: WebPage) -> str | None:
    """The words with which a page says that it is not what is at its address; None where it says no such thing."""
    heading = next(iter(seen.headings), "")
    if heading and is_not_found_title(folded(heading)):
        return heading
    if seen.password_field and seen.words < _FEW_WORDS and _SIGN_IN.match(folded(page.title)):
        return page.title
    for title in (page.title, page.first("og:title"), page.first("citation_title")):
        for part in re.split(r"\s+[|–—·»:-]\s+", title):
            if part and (is_not_found_title(folded(part)) or _is_in_the_way(folded(part))):
                return part
    return None


def _is_in_the_way(title: str) -> bool:
    """Whether a title is that of a page that stands before others: a check for robots, maintenance, no site yet."""
    found = (phrases.search(title) for phrases in (CHALLENGE, MAINTENANCE, SUSPENDED, DEFAULT_PAGE))
    return any(phrase and len(title.split()) <= len(phrase[0].split()) + 1 for phrase in found)


async def _ask_for_doi(client: Client, number: str, result: LookupResult) -> bool:
    """Add what the record of a DOI says, and tell whether there is one."""
    template = client.settings.services.doi_metadata
    if not template:
        return False
    data = await _json(client, template.replace("{doi}", quote(number, safe="/")), {"Accept": CSL_TYPE})
    if isinstance(data, list) and data:
        data = data[0]
    if not isinstance(data, dict) or not data.get("title"):
        result.remarks.append(f"No record of the DOI {shown(number)} was found.")
        return False
    record = record_of({key: value for key, value in data.items() if key != "custom"})
    for name, value in record.facts.items():
        if name not in _NOT_TAKEN:
            result.metadata.add(name, value, "the record of its DOI")
    return True


async def _ask_for_oembed(client: Client, address: str, page: PageMetadata, result: LookupResult) -> None:
    services = client.settings.services
    known = video_of(address, services)
    if known is not None:
        service = services.youtube_oembed if known[0] == "youtube" else services.vimeo_oembed
        query = urlencode({"url": address, "format": "json"})
        where = f"{service}{'&' if '?' in service else '?'}{query}" if service else ""
    else:
        where = resolve(address, page.oembed) if page.oembed else ""
    data = await _json(client, where) if where else None
    if not isinstance(data, dict) or not isinstance(data.get("type"), str):
        return
    said, metadata = "oEmbed", result.metadata
    metadata.add("type", _OEMBED_TYPES.get(data["type"]), said)
    metadata.add("title", plain(str(data.get("title") or "")[:2_000]), said)
    metadata.add("publisher", plain(str(data.get("author_name") or "")[:500]), said)
    length = data.get("duration")
    if isinstance(length, int) and not isinstance(length, bool):
        metadata.add("minutes", dates.minutes(f"PT{length}S") if 0 < length < 10_000_000 else None, said)


async def _json(client: Client, url: str, headers: dict[str, str] | None = None) -> Any:
    """The JSON that an address answers with; None where it does not, or not with all of it."""
    try:
        _, answer = await open_page(client, url, headers)
        return json.loads(answer.body.content) if answer.status == 200 and not answer.body.cut else None
    except (RequestError, ValueError, RecursionError):
        return None


PDF = "metadata of the PDF"
#: Titles that programs give a file by themselves: its name, the program's, or none.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) ?- ?.*|untitled\W*\w*|document\d*|(?:slide|page|layout) ?\d+|powerpoint "
    r"presentation|.*\.(?:pdf|docx?|indd|qxd|pptx?|tex|dvi|odt|rtf)|[\w-]*\d{4,}[\w-]*)",
    re.IGNORECASE,
)
#: Users of a program, who need not be authors.
_NO_AUTHOR = re.compile(r"(?:admin(?:istrator)?|user|owner|author|unknown|default|\w*\d+\w*|\w{1,12})", re.IGNORECASE)


#: What reading a file of others may end in.
_PDF_ERRORS = (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError)


#: Where PRISM's properties are, in its several versions.
_PRISM = [
    f"http://prismstandard.org/namespaces/basic/{version}/" for version in ("3.0", "2.2", "2.1", "2.0", "1.2", "1.0")
]


def _xmp(reader: PdfReader) -> dict[str, list[str]]:
    """What the XMP packet of a PDF says; nothing where there is none, or it is damaged."""
    try:
        packet = reader.xmp_metadata
        if packet is None:
            return {}
        numbers = [node for space in _PRISM for node in packet.get_element("", space, "doi")]
        said = {
            "title": list((packet.dc_title or {}).values()),
            "people": packet.dc_creator,
            "publisher": packet.dc_publisher,
            "doi": [packet.dc_identifier, *(child.nodeValue for node in numbers for child in node.childNodes)],
        }
    except _PDF_ERRORS:
        return {}
    return {
        name: [plain(str(value)[:2_000]) for value in (values or [])[:100] if value] for name, values in said.items()
    }


def read_pdf(content: bytes, metadata: Metadata) -> bool:
    """Add what the metadata of a PDF say, and tell whether they could be read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # whatever is wrong with a file of others
    try:
        reader = PdfReader(io.BytesIO(content))
        information: Any = reader.metadata or {}
        root: Any = reader.trailer["/Root"]
        spoken, pages = str(root.get("/Lang") or ""), len(reader.pages)
        said = {name: plain(str(information.get(f"/{name}") or "")[:2_000]) for name in ("Title", "Author", "Subject")}
        packet = _xmp(reader)
    except _PDF_ERRORS:
        return False
    for words in (*packet.get("title", [])[:1], said["Title"]):
        if not _NO_TITLE.fullmatch(words):
            metadata.add("title", words, PDF)
    for names in (packet.get("people", []), [said["Author"]]):
        named = (name for name in names if not _NO_AUTHOR.fullmatch(name))
        metadata.add("authors", known(person for name in named for person in people_in(name)), PDF)
    metadata.add("language", language(plain(spoken)), PDF)
    metadata.add("page_count", pages, PDF)
    metadata.add("publisher", next(iter(packet.get("publisher", [])), ""), PDF)
    metadata.add("doi", next(filter(None, map(doi, (*packet.get("doi", []), said["Subject"]))), None), PDF)
    metadata.add("type", "report", "being a PDF")
    return True
