"""What a PDF says of itself: title, authors, language and number of pages."""

from __future__ import annotations

import io
import logging
import re
from typing import Any

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from ..formats.names import known
from ..formats.text import doi, language, plain
from .page_metadata import Metadata
from .page_people import people_in

__all__ = ["read_pdf"]

PDF = "metadata of the PDF"
#: Titles that programs give a file by themselves: its name, the program's, or none.
_NO_TITLE = re.compile(
    r"(?:microsoft (?:word|powerpoint|excel) ?- ?.*|untitled\W*\w*|document\d*|(?:slide|page|layout) ?\d+|powerpoint "
    r"presentation|.*\.(?:pdf|docx?|indd|qxd|pptx?|tex|dvi|odt|rtf)|[\w-]*\d{4,}[\w-]*)",
    re.IGNORECASE,
)
#: Users of a program, who need not be authors.
_NO_AUTHOR = re.compile(r"(?:admin(?:istrator)?|user|owner|author|unknown|default|\w*\d+\w*|\w{1,12})", re.IGNORECASE)


def read_pdf(content: bytes, metadata: Metadata) -> bool:
    """Add what the metadata of a PDF say, and tell whether they could be read."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # whatever is wrong with a file of others
    try:
        reader = PdfReader(io.BytesIO(content))
        information: Any = reader.metadata or {}
        root: Any = reader.trailer["/Root"]
        spoken, pages = str(root.get("/Lang") or ""), len(reader.pages)
        said = {name: plain(str(information.get(f"/{name}") or "")[:2_000]) for name in ("Title", "Author", "Subject")}
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, RecursionError):
        return False
    if not _NO_TITLE.fullmatch(said["Title"]):
        metadata.add("title", said["Title"], PDF)
    if not _NO_AUTHOR.fullmatch(said["Author"]):
        metadata.add("authors", known(people_in(said["Author"])), PDF)
    metadata.add("language", language(plain(spoken)), PDF)
    metadata.add("page_count", pages, PDF)
    metadata.add("doi", doi(said["Subject"]), PDF)
    metadata.add("type", "report", "being a PDF")
    return True
