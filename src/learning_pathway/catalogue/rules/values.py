"""Rules for single values: addresses, identifiers with their check digits, and Markdown in texts.

Addresses are safe to follow, and no two resources lead to the same place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from ..addresses import contact_refusal, lookalike, normalise, refusal, unwrapped
from ..did_you_mean import brackets_match, doi_meant
from ..messages import as_yaml, shown
from ..problems import Code
from ..raw import MODELS, RawCatalogue, RawEntry, RuleProblem
from ..text import RichText, without_accents
from ..types import EntryKind
from ..values import DOI_PATTERN, ISBN_PATTERN, ISSN_PATTERN, AddressUse
from ..yaml.document import Path

__all__ = [
    "KEPT",
    "LONG_TEXTS",
    "check_addresses",
    "check_identifiers",
    "check_markdown",
    "isbn_check_digit",
    "issn_check_digit",
]


_FILE_ENDINGS = frozenset({"asp", "aspx", "doc", "docx", "htm", "html", "jpg", "md", "pdf", "php", "png", "txt", "vtt"})
_SUBTITLE = re.compile(r"[:?!]\s|\s[-\u2013\u2014]\s")


def check_addresses(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find unsafe addresses and places that are catalogued twice."""
    firsts: dict[str, RawEntry] = {}
    for kind, plan in _PLANS.items():
        for entry in raw.each(kind):
            for path, url, use in _addresses(entry.path, entry.data, plan):
                if (problem := _unsafe(entry, path, url, use) or _lookalike(entry, path, url)) is not None:
                    yield problem
                elif kind is EntryKind.RESOURCE and path == (*entry.path, "url"):
                    yield from _twice(firsts, entry, url)
    yield from _works_twice(raw)


class _Plan(NamedTuple):
    """Where an entry has addresses: in which fields, and inside which others."""

    fields: Mapping[str, AddressUse]
    inner: Mapping[str, _Plan]


def _plan(entry: type[BaseModel]) -> _Plan:
    """The fields of a model that hold addresses, however deep, but not those of entries of another kind."""
    annotations = {name: (field.annotation, *field.metadata) for name, field in entry.model_fields.items()}
    uses = {name: use for name, parts in annotations.items() if (use := _use(parts)) is not None}
    inner: dict[str, _Plan] = {}
    for name, parts in annotations.items():
        below = [each for each in _models(parts) if each not in MODELS.values()]
        if below and any(plan := _plan(below[0])):
            inner[name] = plan
    return _Plan(uses, inner)


def _use(parts: Iterable[Any]) -> AddressUse | None:
    """The use of an address that an annotation names; the last one counts, which is the closest to the field."""
    found: AddressUse | None = None
    for part in parts:
        if isinstance(part, AddressUse):
            found = part
        else:
            found = _use((*get_args(part), *getattr(part, "__metadata__", ()))) or found
    return found


def _models(parts: Iterable[Any]) -> Iterator[type[BaseModel]]:
    for part in parts:
        if isinstance(part, type) and not get_args(part):
            yield from [part] if issubclass(part, BaseModel) else []
        else:
            yield from _models(get_args(part))


_PLANS: Mapping[EntryKind, _Plan] = MappingProxyType(
    {kind: plan for kind, entry in MODELS.items() if any(plan := _plan(entry))}
)


def _addresses(path: Path, data: Mapping[str, Any], plan: _Plan) -> Iterator[tuple[Path, str, AddressUse]]:
    for field, use in plan.fields.items():
        value = data.get(field)
        if isinstance(value, str) and value.strip():
            yield (*path, field), value.strip(), use
    for field, inner in plan.inner.items():
        value = data.get(field)
        parts = enumerate(value) if isinstance(value, list) else [(None, value)]
        for place, part in parts:
            if isinstance(part, dict):
                yield from _addresses((*path, field) if place is None else (*path, field, place), part, inner)


def _unsafe(entry: RawEntry, path: Path, url: str, use: AddressUse) -> RuleProblem | None:
    """Why an address must not be followed; None for a safe one."""
    if use is AddressUse.CONTACT:
        reason = contact_refusal(url)
        return _no_contact(entry, path, url, reason) if reason is not None else None
    if (reason := refusal(url, private=use is AddressUse.OWN)) is not None:
        return _refused(entry, path, url, reason)
    if use is AddressUse.PUBLIC and (inner := unwrapped(url)) is not None:
        return _refused(entry, path, inner, "goes through a mail filter or another service that sees who follows it")
    return None


def _lookalike(entry: RawEntry, path: Path, url: str) -> RuleProblem | None:
    """A warning of a host that looks like another; None for any other address."""
    if (found := lookalike(url)) is None:
        return None
    label, name = found
    message = f"`{shown(label)}` has letters that only look like Latin ones, so it isn't the host that it looks like."
    remedy = f"Open the page and copy its address. If the host is meant, write it as `{shown(name)}`."
    return RuleProblem(Code.LOOKALIKE_HOST, entry, message, remedy, path)


def _no_contact(entry: RawEntry, path: Path, url: str, reason: str) -> RuleProblem:
    found = re.search(r"[\w.+'-]+@(?:[\w-]+\.)+[^\W\d_]{2,}", url)
    meant = found[0] if found is not None and contact_refusal(found[0]) is None and "://" not in url else None
    remedy = "Write an email address, or the address of a page that begins with `https://`."
    remedy = f"Write `{meant}`." if meant is not None else remedy
    return RuleProblem(Code.UNSAFE_ADDRESS, entry, f"This {reason}.", remedy, path, instead=meant)


def _refused(entry: RawEntry, path: Path, url: str, reason: str) -> RuleProblem:
    meant = _meant(url)
    if re.search(r"\s\S*https?://", url):
        remedy = "Give one address here; `alternatives` takes others."
        return RuleProblem(Code.UNSAFE_ADDRESS, entry, f"This address {reason}.", remedy, path)
    remedy = f"Write `{meant}`." if meant else "Give the public address of the page, beginning with `https://`."
    return RuleProblem(Code.UNSAFE_ADDRESS, entry, f"This address {reason}.", remedy, path, instead=as_yaml(meant))


def _meant(url: str) -> str | None:
    """The safe address that was meant by one without `https://`, with a password, in brackets or with spaces."""
    url = url.strip("\"'\u2018\u2019\u201c\u201d\u00ab\u00bb")
    inside = re.search(r"[<(](https?://[^\s<>()]+)[>)]", url)
    if re.search(r"\s\S*https?://", url):
        return None  # there are two
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


def _twice(firsts: dict[str, RawEntry], entry: RawEntry, url: str) -> Iterator[RuleProblem]:
    first = firsts.setdefault(normalise(url), entry)
    if first is not entry:
        message = f"This address leads to the same place as that of `{first.name}` ({first.written_at})."
        remedy = "Keep one of the two entries; a module may use it as often as it likes."
        yield RuleProblem(Code.DUPLICATE_ADDRESS, entry, message, remedy, (*entry.path, "url"))


def _works_twice(raw: RawCatalogue) -> Iterator[RuleProblem]:
    dois: dict[str, RawEntry] = {}
    titles: dict[tuple[str, str], RawEntry] = {}
    mains: dict[tuple[str, str], RawEntry] = {}
    for entry in raw.each(EntryKind.RESOURCE):
        doi = (entry.text("doi") or _doi_of(entry.text("url") or "")).lower()
        first = dois.setdefault(doi, entry) if doi else entry
        if first is not entry:
            message = f"`{first.name}` ({first.written_at}) has the same DOI."
            field = "doi" if entry.text("doi") else "url"
            if field == "doi" or first.text("doi"):  # two addresses that are the same are reported already
                yield RuleProblem(
                    Code.DUPLICATE_DOI, entry, message, "Keep one entry, or fix the DOI.", (*entry.path, field)
                )
            continue
        title = entry.text("title")
        if title and (twin := _twin(entry, title, titles, mains)) is not None:
            message = f"`{twin.name}` ({twin.written_at}) has the same title and the same first creator."
            if _folded(twin.text("title") or "") != _folded(title):
                message = f"`{twin.name}` ({twin.written_at}) has almost the same title and the same first creator."
            yield RuleProblem(
                Code.SAME_TITLE, entry, message, "Keep one if they are the same resource.", (*entry.path, "title")
            )


def _twin(
    entry: RawEntry, title: str, titles: dict[tuple[str, str], RawEntry], mains: dict[tuple[str, str], RawEntry]
) -> RawEntry | None:
    """An earlier resource of the same creator with the same title, or one that lacks only the subtitle of the other."""
    creator, whole = _first_creator(entry), _folded(title)
    subtitle = _SUBTITLE.search(title)
    main = _folded(title[: subtitle.start()]) if subtitle is not None else whole
    twin = titles.get((whole, creator)) or (
        mains.get((whole, creator)) if main == whole else titles.get((main, creator))
    )
    titles.setdefault((whole, creator), entry)
    if main != whole:
        mains.setdefault((main, creator), entry)
    return twin if whole else None


def _doi_of(url: str) -> str:
    """The DOI that an address leads to; empty for any other address."""
    if "doi.org" not in url.lower():
        return ""
    plain = normalise(url)
    return plain.removeprefix("https://doi.org/") if plain.startswith("https://doi.org/10.") else ""


def _first_creator(entry: RawEntry) -> str:
    for _, person in entry.mappings("authors"):
        name = person.get("family") or person.get("organisation")
        return _folded(name) if isinstance(name, str) else ""
    return _folded(entry.text("publisher") or "")


@lru_cache(maxsize=1_024)
def _folded(text: str) -> str:
    """A text without case, accents, spaces and marks, so that hyphens joined or split make no difference."""
    return "".join(re.findall(r"[^\W_]+", without_accents(text).casefold()))


#: What shows as it is typed, and how to recognise it.
_FOREIGN = (
    ("a link to an address that is not https://, http:// or mailto:", re.compile(r"\[[^\]\n]+\]\([^)\n]+\)")),
    ("a heading", re.compile(r"^#{1,6} \S.*$", re.MULTILINE)),
    ("a quotation", re.compile(r"^> \S.*$", re.MULTILINE)),
    ("a block of code", re.compile(r"^(?:```|~~~).*$", re.MULTILINE)),
    ("code", re.compile(r"`[^`\n]+`")),
    ("a table", re.compile(r"^\|.*\|[ \t]*$", re.MULTILINE)),
    ("HTML", re.compile(r"</?[A-Za-z][^<>\n]*>")),
)
#: Looked for in what the editor typed: in plain text it is a link.
_PICTURE = re.compile(r"!\[[^\]\n]*\]\([^)\n]+\)")


def _holds_rich_text(annotation: Any) -> bool:
    return annotation is RichText or any(map(_holds_rich_text, get_args(annotation)))


#: Texts of which the findings are kept: a preview asks again after each change, and most texts stay as they are.
KEPT = 65_536

#: The long texts of each kind of entry.
LONG_TEXTS = {
    kind: [name for name, field in model.model_fields.items() if _holds_rich_text(field.annotation)]
    for kind, model in MODELS.items()
}


def check_markdown(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find the first such sign of each long text."""
    for entry in raw.each(*MODELS):
        for name in LONG_TEXTS[entry.kind]:
            yield from _text(entry, name)


def _text(entry: RawEntry, name: str) -> Iterator[RuleProblem]:
    for path, written in entry.texts(name):
        if found := foreign_sign(written):
            message = f"`{name}` holds {found[0]}, which shows as it is typed: `{shown(found[1])}`."
            remedy = "Write it in plain words, or with emphasis, lists and links: see “Long texts” in the guide."
            yield RuleProblem(Code.MARKDOWN_AS_TYPED, entry, message, remedy, path)


@lru_cache(KEPT)
def foreign_sign(written: str) -> tuple[str, str] | None:
    """The first sign of Markdown that a text does not know: what it is, and the sign."""
    if picture := _PICTURE.search(written):
        return "a picture", picture[0]
    text = str(RichText(written)) if written else ""
    return next(((what, match[0]) for what, form in _FOREIGN if (match := form.search(text))), None)


def check_identifiers(raw: RawCatalogue) -> Iterator[RuleProblem]:
    """Find DOIs with a bracket too many, and ISSNs and ISBNs whose last digit does not fit the others."""
    for entry in raw.each(EntryKind.RESOURCE):
        doi = entry.text("doi")
        if doi and re.fullmatch(DOI_PATTERN, doi) and not brackets_match(doi):
            meant = doi_meant(doi)
            message = f"`{shown(doi)}` closes a bracket that it does not open, so it is no DOI."
            remedy = f"Write `{meant}`." if meant else "Compare the DOI with the resource."
            yield RuleProblem(Code.BAD_DOI, entry, message, remedy, (*entry.path, "doi"), instead=as_yaml(meant))
        for field, pattern, check_digit in (
            ("issn", ISSN_PATTERN, issn_check_digit),
            ("isbn", ISBN_PATTERN, isbn_check_digit),
        ):
            written = entry.text(field)
            if written is None or not re.fullmatch(pattern, written):
                continue
            digits = re.sub("[ -]", "", written).upper()
            wanted = check_digit(digits[:-1])
            if wanted != digits[-1]:
                message = f"`{written}` cannot be right: after the other digits, the last would be {wanted}."
                remedy = f"Compare the {field.upper()} with the resource; one of its digits is mistyped."
                yield RuleProblem(Code.CHECK_DIGIT, entry, message, remedy, (*entry.path, field))


def issn_check_digit(digits: str) -> str:
    """The eighth character of an ISSN, from its first seven digits."""
    return _modulo_11(digits, 8)


def isbn_check_digit(digits: str) -> str:
    """The last character of an ISBN, from its first nine or twelve digits."""
    if len(digits) == 9:
        return _modulo_11(digits, 10)
    return str(-sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10)


def _modulo_11(digits: str, first_weight: int) -> str:
    rest = -sum(int(digit) * (first_weight - place) for place, digit in enumerate(digits)) % 11
    return "X" if rest == 10 else str(rest)
