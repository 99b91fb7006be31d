"""The plain text of e-mails, of HTML, and of what mail programs and people make of a text's lines."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Collection, Iterable, Iterator
from email.message import EmailMessage
from html import unescape
from itertools import islice
from textwrap import dedent

from ..catalogue.contribution_forms import bare_name
from ..formats.text import FileError

__all__ = ["has_tags", "mail_texts", "text_of_html", "undecorated", "unquoted", "without"]

#: Parts of an e-mail that are looked at.
_MOST_PARTS = 100
#: What ends a line of HTML.
_BLOCK = re.compile(r"(?i)<(?:br|/?(?:p|div|li|ul|ol|tr|h[1-6]|blockquote|table|body|html))\b[^<>]{0,2000}>")
_CELL = re.compile(r"(?i)<t[dh]\b[^<>]{0,2000}>")
_BOLD = re.compile(r"(?i)<(/?)(?:b|strong)(?:\s[^<>]{0,2000})?>")
_LINK = re.compile(
    r"(?is)<a\s[^<>]{0,1000}?href\s{0,9}=\s{0,9}[\"']?(https?://[^\"'<>\s]{1,2000})[^<>]{0,1000}>(.{0,1000}?)</a\s{0,9}>"
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
#: Marks around bold words while HTML becomes text; nothing that is read has them.
_BEGIN, _END = "\x02", "\x03"
_CONTROLS = re.compile("[\x80-\x9f]")


def mail_texts(data: bytes) -> list[str]:
    """The texts of an e-mail, plain ones first, with those of messages that it forwards.

    Raises:
        FileError: it is damaged.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in islice(message.walk(), _MOST_PARTS) if part.get_content_maintype() == "text"]
        parts.sort(key=lambda part: part.get_content_subtype() != "plain")
        return [_text_of_part(part) for part in parts if isinstance(part, EmailMessage)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise FileError("the e-mail is damaged; copy its text into a file, and give that") from None


def _text_of_part(part: EmailMessage) -> str:
    content = str(part.get_content())
    if _CONTROLS.search(content):  # Windows-1252 that is called Latin-1, as browsers read it
        content = _CONTROLS.sub(lambda found: found[0].encode("latin-1").decode("cp1252", "replace"), content)
    return content


def has_tags(text: str) -> bool:
    """Whether a text holds tags of HTML."""
    return _TAG.search(text) is not None


def without(text: str, opening: str, closing: str) -> str:
    """A text without its parts from one mark to another, in any case of letters; a part that never ends stays."""
    kept, place, low = list[str](), 0, text.lower()
    if len(low) != len(text):  # a letter that becomes two
        low = text
    while (begin := low.find(opening, place)) >= 0 and (end := low.find(closing, begin)) >= 0:
        kept.append(text[place:begin])
        place = end + len(closing)
    return "".join([*kept, text[place:]])


def text_of_html(text: str, known: Collection[str]) -> str:
    """What a browser would show of HTML, a line for each block; scripts and styles left out.

    Args:
        text: the HTML.
        known: names, as `bare_name` gives them, that get a colon where they are bold or a cell of their own.
    """
    for name in ("head", "script", "style"):
        text = without(text, f"<{name}", f"</{name}>")
    if _BLOCK.search(text):
        text = _BLOCK.sub("\n", " ".join(text.split()))
    text = _CELL.sub("\t", _LINK.sub(_link, text))
    text = _BOLD.sub(lambda found: _END if found[1] else _BEGIN, text)
    text = unescape(_TAG.sub("", text))
    return "\n".join(_line_of_html(line, known) for line in text.split("\n"))


def _link(found: re.Match[str]) -> str:
    """The words of a link, with its address where they don't show it."""
    words = _TAG.sub("", found[2])
    return words if "://" in words or "www." in words else f"{words} ({found[1]})"


def _line_of_html(line: str, known: Collection[str]) -> str:
    line = line.strip()
    bold = re.match(rf"{_BEGIN}([^{_BEGIN}{_END}]{{1,80}}?)\s{{0,9}}(:?)\s{{0,9}}{_END}\s{{0,9}}(:?)", line)
    if bold and bare_name(bold[1]) in known and (bold[2] or bold[3] or line[bold.end() :].strip()):
        line = f"{bold[1]}: {line[bold.end() :].lstrip()}"
    return _named(line.translate({ord(_BEGIN): None, ord(_END): None}).strip(), "\t", known)


def _named(line: str, separator: str, known: Collection[str]) -> str:
    """A line with a colon between a known name and its value, where it has a separator."""
    name, found, rest = line.partition(separator)
    is_name = found and bare_name(name) in known
    return f"{name.rstrip(': ')}: {rest.strip()}" if is_name else line


def unquoted(lines: list[str]) -> list[str]:
    """Lines of a reply or a forwarded text without the marks of a quotation."""
    return dedent("\n".join(re.sub(r"^(?:[>|] ?){1,9}", "", line) for line in lines)).split("\n")


def undecorated(lines: list[str], known: Collection[str], headings: Iterable[Collection[str]]) -> list[str]:
    """Lines without lists and bold names, with colons for tabs and dashes, and with headings for names alone.

    Args:
        lines: the lines.
        known: names, as `bare_name` gives them.
        headings: groups of names; where all of a group are alone in a line, each name that is alone is a heading.
    """
    plain = [_undecorated(line, known) for line in lines]
    alone = set(map(bare_name, plain))
    return list(_with_headings(plain, known)) if any(map(alone.issuperset, headings)) else plain


def _undecorated(line: str, known: Collection[str]) -> str:
    line = re.sub(r"^[ \t]{0,9}(?:[-*+•]|[0-9]{1,2}[.)])[ \t]{1,9}", "", line)
    bold = re.match(r"(\*\*?|__?)([^*_]{1,80}?)[ \t]{0,9}(:?)\1[ \t]{0,9}(:?)", line)
    if bold and not line[bold.end() :].strip():
        return bold[2]
    if bold:
        return f"{bold[2]}: {line[bold.end() :].lstrip()}"
    for separator in ("\t", " - ", " \u2013 ", " \u2014 "):
        line = _named(line, separator, known)
    return line


def _with_headings(lines: list[str], known: Collection[str]) -> Iterator[str]:
    for line in lines:
        yield f"### {line.strip()}" if bare_name(line) in known else line
