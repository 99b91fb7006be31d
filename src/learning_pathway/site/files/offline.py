"""Files for reading offline: the web app manifest, and the list of what a browser keeps, each with its hash."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import translate
from hashlib import sha256
from html import escape
from pathlib import Path
from urllib.parse import quote

from ...catalogue.text import direction
from ...output import write_whole
from ...voices.collection import read_recalled, recalled_text
from ..context import Site
from ..document import Asset
from .feeds import xml_text

__all__ = [
    "LIST_PATH",
    "MANIFEST_PATH",
    "SUMMARY_PATH",
    "WORKER",
    "KeptFile",
    "Precache",
    "PrecacheError",
    "not_kept",
    "precache",
    "webmanifest_files",
    "write_precache",
]


MANIFEST_PATH = "manifest.webmanifest"
NOT_KEPT_PATH = "assets/pathway/not-kept.json"
#: Characters that fit below an icon on a phone, more or less.
_SHORT = 16
#: The theme's paper (`tokens.css`); browsers show it before the first page.
_PAPER = "#faf7f2"
_ICONS = (
    ("icon-192.png", "192x192", "any"),
    ("icon-512.png", "512x512", "any"),
    ("icon-mask.png", "512x512", "maskable"),
)


def webmanifest_files(site: Site) -> Iterator[Asset]:
    """The manifest of the pathway, in its own words."""
    pathway = site.catalogue.pathway
    content = {
        "name": xml_text(pathway.title),
        "short_name": short_name(pathway.title, _SHORT),
        "lang": pathway.language,
        "dir": direction(pathway.language),
        "start_url": "./",
        "scope": "./",
        "display": "standalone",
        "display_override": ["minimal-ui", "standalone"],
        "background_color": _PAPER,
        "theme_color": _PAPER,
        "icons": [
            {"src": f"assets/images/{name}", "sizes": sizes, "type": "image/png", "purpose": purpose}
            for name, sizes, purpose in _ICONS
        ],
    }
    yield Asset(MANIFEST_PATH, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def not_kept(site: Site) -> Asset:
    """The message of the service worker, as HTML, for a page that is not on the device when there is no network."""
    gettext = site.translations.gettext
    content = {
        "language": escape(site.language),
        "direction": direction(site.language),
        "title": gettext("Not on this device"),
        "words": gettext("You are offline, and this page is not saved on this device."),
        "home": gettext("Go to the home page"),
    }
    return Asset(NOT_KEPT_PATH, json.dumps(content, ensure_ascii=False, indent=2) + "\n")


def recalled_file(site: Site) -> Iterator[Asset]:
    """The public list of answers that were taken back; none where there are none."""
    if site.voices.recalled:
        yield Asset(RECALLED_PATH, recalled_text(site.voices.recalled.values()))


def short_name(text: str, most: int) -> str:
    """At most so many characters of `text`: whole words as long as there is one that fits."""
    text = xml_text(text)
    if len(text) <= most:
        return text
    return text[: most + 1].rpartition(" ")[0] or text[:most]


#: Read by the service worker, and by no page.
LIST_PATH = "assets/pathway/precache.js"
#: Read by the page that offers it: how much it is.
SUMMARY_PATH = "assets/pathway/offline.json"
#: The service worker itself; its folder decides which pages it may serve.
WORKER = "offline.js"
#: The public list of answers that were taken back.
RECALLED_PATH = "voices/recalled.txt"
#: Not for reading: what the browser fetches by itself, files for other software, maps for programmers, and downloads
#: that would weigh too much.
LEFT_OUT = (
    *(LIST_PATH, SUMMARY_PATH, WORKER, "404.html", "sitemap.xml", "robots.txt", ".*", "*/.*"),
    *("*.ris", "*.bib", "*.csl.json", "*.csv", "api/*", "feed.*", "*/feed.*", "feeds.opml"),
    # Search of the site engine, which no page uses.
    *("search/search_index.json", "search.json", "assets/javascripts/lunr/*", "assets/javascripts/workers/search.*"),
    *("assets/images/social/*", "llms.txt"),
    *("*.map", "*.gz", "*.zip", "*.pdf", "*.epub", "*.imscc", "*.docx", "*.mp3", "*.mp4", "*.webm"),
    *("*.m4a", "*.mov", "*.ogg", "*.opus", "*.vtt", "*.wav", RECALLED_PATH),
)
#: Marks words of an answer whose giver did not allow copies that cannot be called back: such a page is left out.
ONLINE_ONLY = b"data-lp-online"
_LEFT_OUT = re.compile("|".join(map(translate, LEFT_OUT)))
#: Characters that browsers leave as they are in the path of an address.
PLAIN = "/!$&'()*+,;=:@~"


class PrecacheError(Exception):
    """The folder holds no finished site; the message says so."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One file of the site.

    Attributes:
        address: relative to the site's home, as a browser asks for it: a page is its folder with a slash.
        integrity: SHA-256 in the form of https://www.w3.org/TR/SRI/, which browsers check by themselves.
        size: in bytes.
    """

    address: str
    integrity: str
    size: int


@dataclass(frozen=True, slots=True)
class Precache:
    """Every file to keep, sorted by address."""

    files: tuple[KeptFile, ...]
    recalled: tuple[str, ...] = ()
    """Ids of answers that were taken back: the service worker deletes earlier pages that show them."""

    @property
    def version(self) -> str:
        """A name for exactly these files."""
        listed = "\n".join(f"{file.address} {file.integrity}" for file in self.files)
        return sha256(listed.encode()).hexdigest()[:16]

    @property
    def script(self) -> str:
        """The list as the service worker reads it."""
        lines = ",\n".join(f"{json.dumps(file.address)}:{json.dumps(file.integrity)}" for file in self.files)
        recalled = json.dumps(self.recalled)
        return f'self.precache={{"version":"{self.version}","recalled":{recalled},"files":{{\n{lines}\n}}}};\n'

    @property
    def summary(self) -> str:
        """How many files and bytes they are, as JSON."""
        total = sum(file.size for file in self.files)
        pages = sum(file.address.endswith("/") or not file.address for file in self.files)
        content = {"version": self.version, "files": len(self.files), "pages": pages, "bytes": total}
        return json.dumps(content, separators=(",", ":")) + "\n"


def write_precache(site: Path) -> Precache:
    """List the files of the finished site in the folder `site`, and write the list into it.

    Raises:
        PrecacheError: the folder holds no site, or none with a service worker.
        OSError: a file could not be read or written.
    """
    found = precache(site)
    for path, text in ((LIST_PATH, found.script), (SUMMARY_PATH, found.summary)):
        (site / path).parent.mkdir(parents=True, exist_ok=True)
        write_whole(site / path, text.encode())
    return found


def precache(site: Path) -> Precache:
    """Every file of the finished site in the folder `site` that is needed offline.

    Raises:
        PrecacheError: the folder holds no site, or none with a service worker.
        OSError: a file could not be read.
    """
    for needed in ("index.html", WORKER):
        if not (site / needed).is_file():
            raise PrecacheError(f"{site} is not a finished site: it has no {needed}.")
    files = sorted(kept_files(site), key=lambda file: file.address)
    return Precache(tuple(files), tuple(read_recalled(site / RECALLED_PATH)))


def kept_files(site: Path) -> Iterator[KeptFile]:
    """The files, in no particular order."""
    for path in site.rglob("*"):
        name = path.relative_to(site).as_posix()
        if _LEFT_OUT.match(name) or not path.is_file():
            continue
        content = path.read_bytes()
        if name.endswith(".html") and ONLINE_ONLY in content:
            continue
        digest = b64encode(sha256(content).digest()).decode("ascii")
        yield KeptFile(address_of(name), f"sha256-{digest}", len(content))


def address_of(name: str) -> str:
    """The address that a browser requests for a file: ``modules/trust/index.html`` as ``modules/trust/``."""
    folder, slash, last = name.rpartition("/")
    return quote(folder + slash if last == "index.html" else name, safe=PLAIN)
