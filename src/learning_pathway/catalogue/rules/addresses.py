"""Addresses are safe to follow, and no two resources lead to the same place."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..address import normalise, refusal, unwrapped
from ..codes import Code
from ..document import Path
from ..draft import Draft, Finding, Item, Kind

__all__ = ["check"]

_OF_RESOURCE = ("url", "catalogue_url", "archived_url", "transcript")
#: A site or a repository may live on an organisation's own network; a learner's link may not.
_OF_PATHWAY = ("site_url", "repository")
_FILE_ENDINGS = frozenset({"asp", "aspx", "doc", "docx", "htm", "html", "jpg", "md", "pdf", "php", "png", "txt", "vtt"})
_EMAIL = re.compile(r"[^@\s<>\"']+@[^@\s<>\"'.]+(\.[^@\s<>\"'.]+)+")


def check(draft: Draft) -> Iterator[Finding]:
    """Find unsafe addresses and places that are catalogued twice."""
    firsts: dict[str, Item] = {}
    for item in draft.each(Kind.RESOURCE):
        for path, url in _addresses(item):
            reason = refusal(url)
            if reason is not None:
                yield _refused(item, path, url, reason)
            elif (inner := unwrapped(url)) is not None:
                yield _refused(
                    item, path, inner, "goes through a mail filter or another service that sees who follows it"
                )
            elif path[-1] == "url" and path[:-1] == item.path:
                yield from _twice(firsts, item, url)
    yield from _settings(draft)
    yield from _works_twice(draft)


def _settings(draft: Draft) -> Iterator[Finding]:
    for item in draft.each(Kind.PATHWAY):
        for field in _OF_PATHWAY:
            setting = item.text(field)
            if setting and (reason := refusal(setting, private=True)) is not None:
                yield _refused(item, (*item.path, field), setting, reason)
        contact = item.text("contact")
        if contact and not _EMAIL.fullmatch(contact) and (reason := refusal(contact, private=True)) is not None:
            message = "This is neither an email address nor a page on the web."
            remedy = "Write an email address, or the address of a page that begins with `https://`."
            yield Finding(Code.UNSAFE_ADDRESS, item, message, remedy, (*item.path, "contact"))


def _addresses(item: Item) -> Iterator[tuple[Path, str]]:
    for field in _OF_RESOURCE:
        url = item.text(field)
        if url:
            yield (*item.path, field), url
    for path, alternative in item.mappings("alternatives"):
        url = alternative.get("url")
        if isinstance(url, str) and url.strip():
            yield (*path, "url"), url.strip()


def _refused(item: Item, path: Path, url: str, reason: str) -> Finding:
    meant = _meant(url)
    remedy = f"Write `{meant}`." if meant else "Give the public address of the page, beginning with `https://`."
    return Finding(Code.UNSAFE_ADDRESS, item, f"This address {reason}.", remedy, path)


def _meant(url: str) -> str | None:
    """The safe address that was meant by one without `https://`, with a password, in brackets or with spaces."""
    inside = re.search(r"[<(](https?://[^\s<>()]+)[>)]", url)
    if url.lower().startswith(("http://", "https://")) and "@" not in url:
        inside = re.fullmatch(r"(.*)", url.replace(" ", "%20"))
    if inside is not None:
        return inside[1] if len(inside[1]) < 200 and refusal(inside[1]) is None else None
    rest = re.sub(r"(?i)^(?:(?:https?:)?/{1,3}(?:[^/@\s]*@)?)?", "", url)
    is_address = re.match(r"(?:[\w-]+\.)+([a-z]{2,18})(?=[/?#:]|$)", rest)
    if is_address is None or is_address[1] in _FILE_ENDINGS:
        return None
    meant = f"https://{rest}"
    return meant if len(meant) < 200 and refusal(meant) is None else None


def _twice(firsts: dict[str, Item], item: Item, url: str) -> Iterator[Finding]:
    first = firsts.setdefault(normalise(url), item)
    if first is not item:
        message = f"This address leads to the same place as that of `{first.name}` ({_place(first)})."
        remedy = "Keep one of the two entries; a module may use it as often as it likes."
        yield Finding(Code.DUPLICATE_ADDRESS, item, message, remedy, (*item.path, "url"))


def _works_twice(draft: Draft) -> Iterator[Finding]:
    dois: dict[str, Item] = {}
    titles: dict[tuple[str, str], Item] = {}
    for item in draft.each(Kind.RESOURCE):
        doi = item.text("doi")
        first = dois.setdefault(doi.lower(), item) if doi else item
        if first is not item:
            message = f"`{first.name}` ({_place(first)}) has the same DOI."
            remedy = "Keep one entry, or mend the DOI."
            yield Finding(Code.DUPLICATE_DOI, item, message, remedy, (*item.path, "doi"))
            continue
        title = item.text("title")
        twin = titles.setdefault((_plain(title), _first_maker(item)), item) if title else item
        if twin is not item:
            message = f"`{twin.name}` ({_place(twin)}) has the same title and the same first maker."
            yield Finding(Code.SAME_TITLE, item, message, "Keep one if they are the same work.", (*item.path, "title"))


def _first_maker(item: Item) -> str:
    for _, person in item.mappings("authors"):
        name = person.get("family") or person.get("organisation")
        return _plain(name) if isinstance(name, str) else ""
    return _plain(item.text("publisher") or "")


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _place(item: Item) -> str:
    return f"{item.document.file}, line {item.document.at_value(item.path).line}"
