"""Full text of a large library, by Pagefind: an index that a browser fetches in small parts, only when it searches.

Pagefind (MIT) comes as a program inside a Python package, so that nobody has to install anything else. It reads a
folder of small documents that are made for it here, holding what is searched and nothing else: indexing takes a
fraction of the time that whole pages would, any site engine can have made the pages, and the same text gives the same
bytes. Its own filters are left alone: their files differ from build to build and, at ten thousand works, weigh half of
what a search may. Facets are columns of the library instead.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from importlib import import_module
from pathlib import Path
from typing import Any

from ..replacement import write_whole

__all__ = [
    "BUNDLE",
    "ORDER_PATH",
    "FullText",
    "FullTextError",
    "NoPagefindError",
    "Text",
    "index_documents",
    "program",
    "write_documents",
    "write_fulltext",
]

#: Where the index stands in the site.
BUNDLE = "assets/pathway/pagefind"
#: The names that Pagefind gives to the works, in the library's order.
ORDER_PATH = "assets/pathway/library/fulltext.json"
#: What MkDocs' own search plugin writes: the pages that may be searched, part by part.
SEARCH_INDEX = "search/search_index.json"
#: Parts of Pagefind that this site has no use for.
UNUSED = ("pagefind-*.js", "pagefind-*.css")
#: How long indexing may take, in seconds: a hundred thousand works need a few minutes.
PATIENCE = 1_800
NAME = re.compile(r"^[a-z-]+_([0-9a-f]+)\.pf_fragment$")
#: Before its JSON, each of Pagefind's files says whose it is.
SIGNATURE = b"pagefind_dcd"
TAGS = re.compile(r"<[^>]*>")


class FullTextError(Exception):
    """The index could not be made; the message says why."""


class NoPagefindError(FullTextError):
    """Pagefind is not installed."""


@dataclass(frozen=True, slots=True)
class Text:
    """What is searched of one page, by weight.

    Attributes:
        address: of the page, relative to the site's home.
        title: its titles.
        people: who made and published it.
        body: all the rest.
    """

    address: str
    title: str
    people: str
    body: str


@dataclass(frozen=True, slots=True)
class FullText:
    """What was made: how many works and other pages can be searched, and the size of the index in bytes."""

    works: int
    pages: int
    size: int


def program() -> Path:
    """Pagefind's program, as its Python package carries it.

    Raises:
        NoPagefindError: the package is not installed, or carries no program for this computer.
    """
    try:
        found = import_module("pagefind_bin").get_executable()
    except (ImportError, FileNotFoundError):
        raise NoPagefindError(
            "Pagefind is not installed, so that this site's words cannot be searched. "
            "Install it with:  pip install 'pagefind[bin]'"
        ) from None
    return Path(found)


def write_fulltext(site: Path, texts: Iterable[Text], language: str) -> FullText:
    """Make the index of the finished site in the folder `site`, in place of any that is there.

    Args:
        site: the folder.
        texts: the works, in the library's order.
        language: of the site, as a BCP 47 tag; it decides how words are taken apart.

    Raises:
        NoPagefindError: Pagefind is not installed.
        FullTextError: Pagefind failed.
        OSError: a file could not be read or written.
    """
    program()
    with tempfile.TemporaryDirectory(prefix="pathway-fulltext-") as work:
        documents = Path(work)
        return index_documents(site, documents, write_documents(documents, texts), language)


def write_documents(folder: Path, texts: Iterable[Text]) -> list[str]:
    """Write what Pagefind shall read of each work into `folder`; the works' addresses, in the order of `texts`."""
    return [write_document(folder, text.address, of_work(text)) for text in texts]


def index_documents(site: Path, documents: Path, works: Sequence[str], language: str) -> FullText:
    """Do as `write_fulltext` does, with what `write_documents` has written into the folder `documents` before.

    Args:
        site: the folder of the finished site.
        documents: the works' documents; those of other pages are added.
        works: their addresses, in the library's order.
        language: of the site.

    Raises:
        NoPagefindError: Pagefind is not installed.
        FullTextError: Pagefind failed.
        OSError: a file could not be read or written.
    """
    bundle = site / BUNDLE
    bundle.parent.mkdir(parents=True, exist_ok=True)
    # Beside its final place, so that it is moved there as a whole and not copied.
    with tempfile.TemporaryDirectory(prefix=".pagefind-", dir=bundle.parent) as work:
        fresh = Path(work) / "index"
        known = set(works)
        others = {address: parts for address, parts in searchable(site).items() if address not in known}
        for address, parts in others.items():
            write_document(documents, address, of_page(parts))
        run(program(), documents, fresh, language)
        names = fragment_names(fresh / "fragment")
        try:
            order = [names[address] for address in works]
        except KeyError as missing:
            raise FullTextError(f"Pagefind left out {missing}: its index cannot be used.") from None
        for pattern in UNUSED:
            for path in fresh.glob(pattern):
                path.unlink()
        shutil.rmtree(bundle, ignore_errors=True)
        fresh.rename(bundle)
    (site / ORDER_PATH).parent.mkdir(parents=True, exist_ok=True)
    write_whole(site / ORDER_PATH, (json.dumps(order, separators=(",", ":")) + "\n").encode())
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    return FullText(len(works), len(others), size + (site / ORDER_PATH).stat().st_size)


def run(pagefind: Path, documents: Path, target: Path, language: str) -> None:
    """Let Pagefind read the documents and write its index."""
    command = [pagefind, "--silent", "--site", documents, "--output-path", target]
    command += ["--force-language", language.partition("-")[0].lower()]
    # Its settings can come from variables of the environment, too: a build must not depend on them.
    variables = {key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")}
    try:
        finished = subprocess.run(  # noqa: S603 - Pagefind's own program, without a shell
            [str(part) for part in command],
            cwd=target.parent,
            env=variables,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise FullTextError(f"Pagefind could not make the index: {error}") from None
    if finished.returncode or not (target / "pagefind-entry.json").is_file():
        said = (finished.stderr or finished.stdout).strip()[-500:]
        raise FullTextError(f"Pagefind could not make the index: {said or 'it said nothing.'}")


def write_document(folder: Path, address: str, html: str) -> str:
    """Write what Pagefind shall read of the page at `address`, and give that address back."""
    path = folder / address / "index.html" if address.endswith("/") or not address else folder / address
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"<!doctype html><html><body data-pagefind-body>{html}</body></html>", encoding="utf-8")
    return address


def of_work(text: Text) -> str:
    """A work as Pagefind reads it: headings count most, then people, then the rest."""
    title, *earlier = text.title.split("\n")
    parts = [f"<h1>{escape(title)}</h1>"]
    parts += [f'<p data-pagefind-weight="3">{escape(words)}</p>' for words in (*earlier, text.people) if words]
    parts += [f"<p>{escape(line)}</p>" for line in text.body.split("\n") if line]
    return "".join(parts)


def searchable(site: Path) -> Mapping[str, list[tuple[str, str, str]]]:
    """The pages that MkDocs' search plugin holds: for each address, its parts as anchor, title and text."""
    try:
        docs: Any = json.loads((site / SEARCH_INDEX).read_text(encoding="utf-8"))["docs"]
        found: dict[str, list[tuple[str, str, str]]] = {}
        for doc in docs:
            address, _, anchor = str(doc["location"]).partition("#")
            found.setdefault(address, []).append((anchor, str(doc["title"]), str(doc["text"])))
    except (OSError, ValueError, KeyError, TypeError):
        return {}
    safe = re.compile(r"(?:[\w.-]+/)*(?:[\w.-]+\.html)?")
    return {address: parts for address, parts in found.items() if safe.fullmatch(address) and ".." not in address}


def of_page(parts: Iterable[tuple[str, str, str]]) -> str:
    """Another page as Pagefind reads it. Its text is HTML without anything that matters here: only words are kept."""
    html = []
    for anchor, title, text in parts:
        head = f'<h2 id="{escape(anchor)}">' if anchor else "<h1>"
        html.append(f"{head}{TAGS.sub('', title)}{head[:3].replace('<', '</')}><p>{TAGS.sub(' ', text)}</p>")
    return "".join(html)


def fragment_names(folder: Path) -> dict[str, str]:
    """For each address, the name that Pagefind knows it by."""
    names = {}
    for path in folder.iterdir():
        if (match := NAME.match(path.name)) is None:
            continue
        content = gzip.decompress(path.read_bytes())
        if not content.startswith(SIGNATURE):
            raise FullTextError(f"Pagefind's {path.name} is not of the form that this version understands.")
        names[json.loads(content[len(SIGNATURE) :])["url"].lstrip("/")] = match[1]
    return names
