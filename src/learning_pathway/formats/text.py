"""Text, titles, keywords and identifiers, as other software writes them."""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from babel.core import Locale, get_global

from ..catalogue.yaml.document import visible_text
from ..citation.reference import clean

__all__ = [
    "LARGEST",
    "FileError",
    "creators_in",
    "decoded",
    "doi",
    "is_nothing",
    "is_platform",
    "isbns",
    "issns",
    "keywords",
    "language",
    "own_title",
    "page_count",
    "pages_of",
    "plain",
    "shown",
    "text_in",
    "text_of",
    "volume_of",
]

_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<[!?][^<>]*>")
#: What could still begin a tag: text that was cut, or written so that taking a tag away makes another.
_OPENING = re.compile(r"<+(?=[A-Za-z/!?])")
_ROUNDS = 4


def plain(text: str) -> str:
    """What a reader of `text` would see, in one line.

    Tags go and their content stays; entities (`&amp;`) become characters, also where they were written twice.
    """
    for _ in range(_ROUNDS):
        before = text
        text = _TAG.sub("", clean(visible_text(unescape(text) if "&" in text else text)))
        if text == before and "<" not in text:
            return text
    return _OPENING.sub("", clean(visible_text(text)))


def shown(text: object, limit: int = 80) -> str:
    """A short form of something from outside, for a message on a terminal."""
    words = clean(visible_text(str(text)[: limit * 4]))
    return words if len(words) <= limit else f"{words[: limit - 1]}…"


#: What programs write where they know nothing.
_NOTHING = re.compile(r"(NA|N/A|NaN|nan|<?null>?|NULL|None|undefined)(?:-\1)?|0101-01-01T.*")  # of Calibre, a day


def is_nothing(text: str) -> bool:
    """Whether a value says that there is none, as the `NA` of R does."""
    return _NOTHING.fullmatch(text.strip()) is not None


#: Bytes of the largest file that is read. 20,000 records with abstracts take less.
LARGEST = 20_000_000


#: Bytes that Windows-1252 leaves open.
_OPEN = b"\x81\x8d\x8f\x90\x9d"


class FileError(Exception):
    """A file cannot be read at all. The message says why."""


def text_of(path: Path) -> tuple[str, str]:
    """The text of a file, and a sentence on what was assumed; empty where nothing was.

    Raises:
        FileError: there is no such file, or it is too large, or no text.
    """
    try:
        if not path.is_file():
            raise FileError(f"{path} is not a file")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FileError(f"{shown(path, 200)} cannot be opened: {str(reason).lower()}") from error
    if len(data) > LARGEST:
        raise FileError(f"{path} is larger than {LARGEST // 1_000_000} MB; export a part of the library at a time")
    return text_in(data, str(path))


def text_in(data: bytes, name: str) -> tuple[str, str]:
    """The text of a file of this name, and a sentence on what was assumed; empty where nothing was.

    Raises:
        FileError: it is no text.
    """
    text, assumed = decoded(data)
    remarks = [assumed] if assumed else []
    if 100 * len(_NO_TEXT.findall(text, 0, 10_000)) > len(text[:10_000]):
        raise FileError(f"{name} is no text; export it as CSL-JSON, BibTeX, RIS or CSV")
    if "\0" in text:
        text = text.replace("\0", "")
        remarks.append("Characters that are no text (NUL) were left out.")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if re.search(r"^content-transfer-encoding:\s*quoted-printable", text[:20_000], re.IGNORECASE | re.MULTILINE):
        text = decoded(quopri.decodestring(text.encode()))[0]
        remarks.append("Read as an e-mail in quoted-printable; its lines are counted after decoding.")
    if _WRONGLY_DECODED.search(text) and (repaired := _MOJIBAKE.sub(_repaired, text)) != text:
        text = repaired
        remarks.append("Some letters were decoded wrongly before (`Ã¼` for `ü`), and are repaired. Look at accents.")
    return text, " ".join(remarks)


#: Characters that programs' own files hold, and texts do not.
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x19]")
#: UTF-8 that was read as Windows-1252: its first byte, and those that follow.
_WRONGLY_DECODED = re.compile("Ã[\x80-\xbf]|â€[\x80-\xbf\u02dc\u2013-\u2122]")
_MOJIBAKE = re.compile("[ÂÃÄÅâ][\x80-\xbf\u0152-\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]{1,2}")


def _repaired(found: re.Match[str]) -> str:
    """The letter that was meant; what could be meant as it is stays."""
    try:
        return found[0].encode("cp1252").decode("utf-8")
    except UnicodeError:
        return found[0]


def decoded(data: bytes) -> tuple[str, str]:
    """Bytes as text, and a sentence on what was assumed.

    A byte-order mark decides. Without one, each line is UTF-8 if it can be; else Windows-1252, which older programs
    write, and which holds all of Latin-1's letters.
    """
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            said = "" if name == "utf-8" else f"Read as {name.upper()[:6]}, as its first bytes say."
            return data[len(mark) :].decode(name, "replace"), said
    if wide := _without_mark(data):
        return data.decode(wide, "replace"), f"Read as {wide.upper()[:6]}, which it is in although it does not say so."
    if _is_utf8(data):
        return data.decode(), ""
    if b"\r" in data and b"\n" not in data:
        return data.decode("mac_roman"), "Its lines end as on an old Mac, so that it is read as Mac Roman."
    lines = data.split(b"\n")
    other = [number for number, line in enumerate(lines, start=1) if not _is_utf8(line)]
    text = "\n".join(line.decode() if _is_utf8(line) else _western(line) for line in lines)
    return text, (
        f"{_which(other)} not written in UTF-8, and read as Windows-1252 instead. Look at accents and quotation marks."
    )


def _without_mark(data: bytes) -> str:
    """The encoding of a text in which every other byte is empty; nothing for any other."""
    start = data[:4_000]
    half = len(start) // 2
    for first, name in ((1, "utf-16-le"), (0, "utf-16-be")):
        if half > 8 and start[first::2].count(0) > half * 0.8 and start[1 - first :: 2].count(0) < half * 0.1:
            return name
    return ""


def _which(lines: list[int]) -> str:
    if len(lines) == 1:
        return f"Line {lines[0]} is"
    named = ", ".join(map(str, lines[:5]))
    return f"Lines {named}{f' and {len(lines) - 5:,} more' if len(lines) > 5 else ''} are"


def _is_utf8(line: bytes) -> bool:
    with suppress(UnicodeDecodeError):
        line.decode("utf-8")
        return True
    return False


def _western(line: bytes) -> str:
    """A line in Windows-1252; of the bytes that it leaves open, what they are in Latin-1."""
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        return "".join(bytes([byte]).decode("latin-1" if byte in _OPEN else "cp1252") for byte in line)


#: Sites that host other people's videos, and what their addresses hold.
_PLATFORMS = {"YouTube": "youtu", "Vimeo": "vimeo"}
#: Names of languages that LaTeX's babel gives, where they are not the English ones.
_LANGUAGES = {
    "american": "en-US", "australian": "en-AU", "british": "en-GB", "canadian": "en-CA", "gaelic": "gd",
    "ngerman": "de", "naustrian": "de-AT", "brazilian": "pt-BR", "brazil": "pt-BR", "mexican": "es-MX",
    "norsk": "nb", "magyar": "hu", "scottish": "gd", "ukenglish": "en-GB", "usenglish": "en-US",
    "francais": "fr", "greek": "el", "british english": "en-GB", "american english": "en-US",
}  # fmt: skip
#: Old DOIs may hold `<693::AID-…>`; what follows the sign in a tag, none does.
_DOI = re.compile(r"10\.[0-9]{4,9}/(?:[^\s<\"]|<(?![A-Za-z/!?]))+")
_ISBN = re.compile(r"(?<![0-9-])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9Xx](?![0-9-])")
#: What a number is called before it: `ISSN-1360-0000`, `ISBN-13: 978…`.
_NUMBER_NAME = re.compile(r"\b[ep]?IS[BS]N(?:-1[03](?!\d))?[-:\s]*", re.IGNORECASE)
_ISSN = re.compile(r"(?<![0-9-])[0-9]{4}-?[0-9]{3}[0-9Xx](?![0-9-])")


def language(text: str) -> str:
    """A language as the catalogue writes it: `english`, `eng` and `en_GB` are `en`, `en` and `en-GB`.

    The codes of three letters are those of ISO 639-2, `ger` as well as `deu`. The rest is as it is.
    """
    name = re.sub(r"^lang(?=[a-z]{4,}$)(?!uage)", "", text.strip().rstrip(".")).replace(
        "_", "-"
    )  # BibLaTeX: `langgerman`
    code, dash, rest = name.partition("-")
    short = get_global("language_aliases").get(code.lower()) if len(code) == 3 else None
    if short is not None and re.fullmatch("[a-z]{2,3}", short):
        return f"{short}{dash}{rest}"
    if name in Locale("en").languages:  # `ga` is Irish, and no short form of the language called Ga
        return name
    return _LANGUAGES.get(name.lower()) or _language_names().get(name.lower(), name)


#: Languages in which other software names languages, those first whose names win.
_NAMING = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "cy", "ga", "gd")
#: Further languages by their own names.
_OWN_NAMES = (
    "ar", "bg", "bn", "ca", "cs", "da", "el", "et", "eu", "fa", "fi", "gl", "he", "hi", "hr", "hu", "id", "is", "ja",
    "ko", "lt", "lv", "nb", "ro", "ru", "sk", "sl", "sr", "sv", "ta", "th", "tr", "uk", "ur", "vi", "zh"
)  # fmt: skip


@cache
def _language_names() -> dict[str, str]:
    """The codes of languages by their names in several languages, in small letters: `german`, `deutsch`, `allemand`."""
    names: dict[str, str] = {}
    for naming in _NAMING:
        for code, name in Locale(naming).languages.items():
            names.setdefault(name.lower(), code.replace("_", "-"))
    return names | {Locale(code).languages[code].lower(): code for code in _OWN_NAMES}


def own_title(title: str) -> dict[str, str]:
    """The title as published; one that is wholly in square brackets was supplied by someone."""
    title = plain(title)
    if not title:
        return {}
    if supplied := re.fullmatch(r"\[([^\[\]]*\S[^\[\]]*)\]", title):
        return {"supplied_title": supplied[1].strip()}
    return {"title": title}


def keywords(value: Any) -> list[str]:
    """Keywords of a list, or of a text with commas or semicolons between them."""
    parts = value if isinstance(value, list) else re.split(r";" if ";" in str(value or "") else r",", str(value or ""))
    return [word for part in parts[:200] if isinstance(part, str) and (word := plain(part))]


def is_platform(publisher: str, url: str) -> bool:
    """Whether a publisher is only the site of the address, which references name, and the catalogue does not."""
    return publisher in _PLATFORMS and _PLATFORMS[publisher] in url


def doi(text: str) -> str | None:
    """The DOI in a text such as `https://doi.org/10.1000/182` or `doi:10.1000/182`; None where there is none."""
    found = _DOI.search(unquote(text) if re.search(r"10\.\d{4,9}%2f", text, re.IGNORECASE) else text)
    return found[0].rstrip(".,;>") if found else None


def doi_alone(text: str) -> str:
    """A value that should be a DOI, without the address or `doi:` before it; else as it is."""
    return text if re.match(r"10\.\d+/", text) else doi(text) or text


#: How catalogues of libraries count pages: `VI, 235 S.`, `xii, 235 p. : ill.`, `1 online resource (235 pages)`.
_PAGE_COUNT = re.compile(
    r"(?<![\d.])(\d{1,5})\]?\s*(?:pp?|pgs?|pages?|S|Seiten|str|págs?|páginas|pagine|blz)\b", re.IGNORECASE
)
#: Words before pages: `S. 45–67`, `pp. 3-9`.
_PAGE_WORD = re.compile(r"^(?:pp?\.?|pgs?\.?|pages?|S\.|Seiten?|str\.|págs?\.|blz\.)\s*(?=[A-Za-z]?\d)", re.IGNORECASE)


def page_count(text: str) -> str | None:
    """How many pages a book has, of a number alone or of a library's description of it; None where it says none."""
    text = text.strip()
    counts = _PAGE_COUNT.findall(text)
    if after_roman := re.fullmatch(r"[ivxlc]+\s*[,+]\s*(\d{1,5})", text, re.IGNORECASE):  # `XX, 327`
        return after_roman[1]
    return text if re.fullmatch(r"\d{1,5}", text) else max(counts, key=int) if counts else None


def pages_of(text: str, *, is_exact: bool = False) -> str:
    """Pages with plain hyphens, without a word before them; the last of `475-82` in full, unless it is meant so."""
    if not is_exact and (extra := re.fullmatch(r"([\w-]+); ((?:discussion|quiz) .*)", text.strip())):
        return f"{pages_of(extra[1])}; {extra[2]}"
    found = re.sub(r"\s*[-\u2010-\u2015]+\s*", "-", _PAGE_WORD.sub("", text.strip()))
    found = re.sub(r"-(\w+)-\1$", r"-\1", found)  # the last page twice
    short = re.fullmatch(r"([A-Za-z]?)(\d{2,6})-\1?(\d{1,5})", found)
    if is_exact or short is None or len(short[3]) >= len(short[2]):
        return found
    last = short[2][: -len(short[3])] + short[3]
    return f"{short[1]}{short[2]}-{short[1]}{last}" if int(last) > int(short[2]) else found


def volume_of(text: str) -> tuple[str, str]:
    """A volume without the word for it, and the issue that ERIC writes after it: `v3 n1`, `v. 40`."""
    if found := re.fullmatch(r"v?(\d+)\s+n(\d+(?:-\d+)?)(?:\s+p.*)?", text):
        return found[1], found[2]
    if found := re.fullmatch(r"(\d+) (suppl(?:ement)?\.?(?: \w{1,5})?)", text, re.IGNORECASE):  # PubMed: `44 Suppl 2`
        return found[1], found[2]
    return re.sub(r"^v(?:ol)?\.\s*(?=\d)", "", text, flags=re.IGNORECASE), ""


def creators_in(title: str, people: Iterable[str]) -> str:
    """Who made a resource, as libraries end its title: `Trust / Ida Gray.`; empty where it names no one of `people`."""
    begun, _, said = title.rpartition(" / ")
    names = (name.split(",") for name in people if re.search(r",\s*\w", name))
    made = (
        rf"\b{re.escape(given.strip()[:1])}[\w.-]*(?: [\w.-]+){{0,2}} {re.escape(family.strip())}\b"
        for family, given, *_ in names
    )
    return said if begun and any(re.search(pattern, said[:300]) for pattern in made) else ""


def isbns(text: str) -> list[str]:
    """The ISBNs in a text that may hold several numbers."""
    return [match[0].strip() for match in _ISBN.finditer(_NUMBER_NAME.sub(" ", text))]


def issns(text: str) -> list[str]:
    """The ISSNs in a text that may hold several numbers."""
    return [match[0] for match in _ISSN.finditer(_NUMBER_NAME.sub(" ", text))]
