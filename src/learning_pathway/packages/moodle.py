"""Texts and addresses written so that Moodle's importer keeps them, and every other platform reads the same.

Moodle (4.5, `backup/cc/`) is the strictest of those that we know, and the least careful. It decodes what is escaped
twice over, so that `&lt;b>` in a page becomes a tag; it puts titles of headings into HTML as they are; it takes HTML of
discussion topics for Latin-1; its names have 255 characters; and it replaces addresses that it does not like.
"""

from __future__ import annotations

import re
from html import unescape

from ada_url import URL

from .model import shortened, well_formed

__all__ = [
    "address_for",
    "course_name",
    "heading_for",
    "html_for",
    "name_for",
]

#: The longest name of a section or an activity in Moodle's database, and of a course in older versions.
_LONGEST_NAME, _LONGEST_COURSE_NAME = 255, 250
#: How many bytes of a course's name, without spaces, become its short name.
_SHORT_NAME = 94
#: What looks like a tag, and what only begins like one. `3 < 5` stays as it is.
_LIKE_TAG, _TAG_START = re.compile(r"<(?=\S)([^<>]*)>"), re.compile(r"<(?=\S)")
_UNESCAPED = str.maketrans({"<": "\u2039", ">": "\u203a", '"': "\u201d", "&": "\uff06"})
#: A quotation mark that opens: at the beginning, or after a space or another opening mark.
_OPENING_QUOTE = re.compile(r"(?:^|(?<=[\s(\[{\u2039\u2018/–—-]))\"(?=\S)")
_ENTITY = re.compile(r"&(#?\w{1,31};)")
_AND = re.compile(r"(?<=\s)&(?=\s)")

_TAG = re.compile(r"(<[^>]*>)")
#: Where escaped text would become a tag, a comment or an entity once it has been decoded.
_WOULD_COME_ALIVE = re.compile(r"&lt;(?=[A-Za-z/!?])|&amp;(?=#?\w{1,31};)")
#: Joins two characters and is not seen (Unicode 23.2): no tag and no entity begins with it.
_WORD_JOINER = "\u2060"

#: What must be encoded in an address (RFC 2396, appendix A), and a per cent sign that begins no code.
_NOT_PLAIN = re.compile(r"[^A-Za-z0-9_.!~*'()\-%;/?:@&=+$,#]|%(?![0-9A-Fa-f]{2})")
#: Hosts that it takes: no underscores, no IPv6.
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)*[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
#: Paths that it does not take, though the web does: the addresses of web archives hold two slashes together.
_SPOILT_PATH = re.compile(r"//|;;|;/|;$")


def name_for(title: str) -> str:
    """The name of an activity: short enough, and exact but for what looks like a tag or an entity."""
    text = _ENTITY.sub(lambda found: found[0] if unescape(found[0]) == found[0] else f"\uff06{found[1]}", title)
    text = _TAG_START.sub("\u2039", _LIKE_TAG.sub("\u2039\\1\u203a", text))
    return shortened(text, _LONGEST_NAME)


def heading_for(title: str, language: str) -> str:
    """The name of a section or a heading, which stays text where it is taken for HTML, even within an attribute."""
    english = language.split("-")[0] == "en"
    text = _OPENING_QUOTE.sub("\u201c", _AND.sub("and", title) if english else title)
    return name_for(text.translate(_UNESCAPED))


def course_name(title: str, language: str) -> str:
    """The name of a course, shortened where its short name, which is cut at a byte, would end within a character."""
    most = _LONGEST_COURSE_NAME
    while True:
        name = shortened(heading_for(title, language), most)
        try:
            name.replace(" ", "").encode()[:_SHORT_NAME].decode()
        except UnicodeDecodeError:
            most = min(most, len(name)) - 1
        else:
            return name


def html_for(html: str) -> str:
    """HTML whose text stays text however often it is decoded, in ASCII."""
    parts = _TAG.split(well_formed(html))
    kept = (
        part if place % 2 else _WOULD_COME_ALIVE.sub(lambda found: found[0] + _WORD_JOINER, part)
        for place, part in enumerate(parts)
    )
    return "".join(kept).encode("ascii", "xmlcharrefreplace").decode("ascii")


def address_for(address: str) -> str | None:
    """The address with every character percent-encoded that is not ASCII, or not plain.

    International host names become punycode (https://url.spec.whatwg.org/#concept-domain-to-ascii). It is None where
    that is not enough: Moodle (`validateUrlSyntax`, after RFC 2396) would write `http://invalidurldetected/` instead.
    """
    try:
        url = URL(address)
    except ValueError:
        return None
    if url.protocol not in {"http:", "https:"} or url.username or not _HOST.fullmatch(url.hostname):
        return None
    if _SPOILT_PATH.search(url.pathname):
        return None
    href: str = url.href
    return _NOT_PLAIN.sub(lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode()), href)
