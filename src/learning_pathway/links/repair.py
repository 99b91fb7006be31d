"""New addresses and archived copies: find the copies, and write both into the catalogue.

Archives are asked by an address that is a setting: the Wayback Machine's availability service
(https://archive.org/help/wayback_api.php), its CDX index, and a Memento TimeGate (RFC 7089).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from email.utils import format_datetime, parsedate_to_datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import quote, urlencode

from ..catalogue.addresses import refusal, written
from ..catalogue.fields import RESOURCE_KEYS
from ..catalogue.reader import ReadResult
from ..catalogue.yaml.anchors import value_at
from ..catalogue.yaml.document import Path as DataPath
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.patch import Patch
from ..catalogue.yaml.tree import Data, EditError
from ..web.client import Client, open_page
from ..web.model import Fetch, FetchedLink, Services, WebSettings
from ..web.response import RequestError, Response
from ..web.urls import request_url
from .fetch import answer_of
from .rules.context import RuleContext
from .rules.judge import judge
from .state.model import Baseline, LinkState
from .target import Target, targets_of
from .verdicts import Verdict

__all__ = ["ArchivedCopy", "archived_copies", "find_copy", "is_copy_of", "keeps_links", "plan", "request_copies"]

_REDIRECTS: Final = 4
_SAVED: Final = range(200, 400)


@dataclass(frozen=True, slots=True)
class ArchivedCopy:
    """A copy of a page in an archive."""

    url: str
    on: date
    """Day on which the archive took it."""


async def find_copies(
    client: Client, links: Iterable[tuple[Target, LinkState]]
) -> AsyncIterator[tuple[LinkState, ArchivedCopy]]:
    """Look for a copy of each link's resource, nearest to the day on which it was last seen there."""
    for target, record in links:
        copy = await find_copy(
            client,
            record.url,
            near=record.last_good,
            before=record.first_failed,
            shows=partial(is_copy_of, target, record.baseline, client.settings),
        )
        if copy is not None:
            yield record, copy


async def archived_copies(client: Client, lost: Iterable[tuple[Target, LinkState]]) -> dict[str, str]:
    """Return addresses of the copies that `find_copies` finds, by link id, and close the client."""
    async with client:
        return {record.id: copy.url async for record, copy in find_copies(client, lost)}


def is_copy_of(
    target: Target, baseline: Baseline | None, settings: WebSettings, address: str, response: Response
) -> bool:
    """Tell whether an archive's answer shows the resource itself: by its title, by its text, or by its kind of file."""
    fetch = Fetch(answer=answer_of(response, address))
    fetched = FetchedLink(address, (fetch,))
    copied = replace(target, url=address)
    if judge(fetched, copied, baseline, settings).verdict not in (Verdict.OK, Verdict.MOVED):
        return False
    context = RuleContext(fetched, fetch, copied, settings, baseline)
    if context.page is not None:
        return context.is_the_resource
    kind = context.answer.real_kind
    expected = RuleContext(fetched, fetch, target, settings, baseline).expected_document
    known = baseline is not None and baseline.kind == kind
    return bool(kind) and (known or (expected == "PDF" and kind == "application/pdf"))


async def find_copy(
    client: Client,
    url: str,
    *,
    near: date | None = None,
    before: date | None = None,
    shows: Callable[[str, Response], bool] = lambda _address, _response: True,
) -> ArchivedCopy | None:
    """Look for an archived copy of a page.

    Args:
        client: sends the requests.
        url: the page.
        near: the day that the copy should be nearest to; the last day before the trouble if None.
        before: the day on which trouble began. A copy taken since then may show the trouble, so it comes last.
        shows: tells whether what opens is the resource.

    Returns:
        A copy that opens and is the resource, or None if no service offers one.
    """
    wanted = near or before or datetime.now(UTC).date()
    offers = {
        *await _from_availability(client, url, wanted),
        *await _from_cdx(client, url, wanted),
        *await _from_timegate(client, url, wanted),
    }
    ranked = sorted(
        offers, key=lambda copy: (before is not None and copy.on >= before, abs((copy.on - wanted).days), copy.url)
    )
    for copy in ranked:
        opened = await _opened(client, copy.url) if refusal(copy.url) is None else None
        if opened is not None and shows(*opened):
            return copy
    return None


async def request_copies(client: Client, records: Iterable[LinkState]) -> AsyncIterator[tuple[LinkState, bool]]:
    """Ask the archive to take a copy of each page, and tell whether it agreed."""
    template = client.settings.services.archive_save
    for record in records:
        answer = await _get(client, _filled(template, record.url)) if template else None
        yield record, answer is not None and answer.status in _SAVED


async def _from_availability(client: Client, url: str, wanted: date) -> list[ArchivedCopy]:
    service = client.settings.services.wayback_available
    data = await _json(client, service, {"url": url, "timestamp": f"{wanted:%Y%m%d}"})
    snapshots = data.get("archived_snapshots") if isinstance(data, dict) else None
    closest = snapshots.get("closest") if isinstance(snapshots, dict) else None
    if not isinstance(closest, dict) or not closest.get("available") or str(closest.get("status", "200")) != "200":
        return []
    address = str(closest.get("url", ""))
    if service.startswith("https:") and address.startswith("http:"):
        # The service still gives addresses in the clear, and the archive answers to both.
        address = f"https:{address.removeprefix('http:')}"
    return _copies([(address, str(closest.get("timestamp", "")))])


async def _from_cdx(client: Client, url: str, wanted: date) -> list[ArchivedCopy]:
    services = client.settings.services
    query = {
        "url": url,
        "output": "json",
        "fl": "timestamp,original",
        "filter": "statuscode:200",
        "sort": "closest",
        "closest": f"{wanted:%Y%m%d}",
        "limit": "5",
    }
    rows = await _json(client, services.wayback_cdx, query)
    if not isinstance(rows, list):
        return []
    pairs = [row for row in rows[1:6] if isinstance(row, list) and len(row) == 2]
    return _copies([(_replayed(services, str(stamp), str(original)), str(stamp)) for stamp, original in pairs])


def _replayed(services: Services, stamp: str, original: str) -> str:
    """Write the address of a copy: RFC 7089 leaves it open, and the Wayback Machine puts the time before the page."""
    return services.memento_timegate.replace("{url}", f"{stamp}/{original}") if stamp.isdigit() else ""


async def _from_timegate(client: Client, url: str, wanted: date) -> list[ArchivedCopy]:
    template = client.settings.services.memento_timegate
    if not template:
        return []
    moment = datetime.combine(wanted, time(12), UTC)
    found = await _opened(client, _filled(template, url), {"Accept-Datetime": format_datetime(moment, usegmt=True)})
    if found is None:
        return []
    address, answer = found
    try:
        taken = parsedate_to_datetime(answer.headers.get("memento-datetime", ""))
    except (ValueError, TypeError, OverflowError):
        # Without the header it is no memento (RFC 7089, 2.1.1).
        return []
    return [ArchivedCopy(address, taken.date())]


def _filled(template: str, url: str) -> str:
    """Put a page's address into a service's: as it is into a path, encoded into a query."""
    before, _, after = template.partition("{url}")
    written = quote(url, safe="") if "?" in before else (request_url(url) or url)
    return before + written + after


def _copies(found: Iterable[tuple[str, str]]) -> list[ArchivedCopy]:
    copies = []
    for address, stamp in found:
        try:
            taken = datetime.strptime(stamp[:8], "%Y%m%d").replace(tzinfo=UTC).date()
        except ValueError:
            continue
        if address.startswith(("http://", "https://")):
            copies.append(ArchivedCopy(address, taken))
    return copies


async def _json(client: Client, service: str, query: dict[str, str]) -> Any:
    if not service:
        return None
    answer = await _get(client, f"{service}{'&' if '?' in service else '?'}{urlencode(query)}")
    if answer is None or answer.status != 200:
        return None
    try:
        return json.loads(answer.body.content)
    except (ValueError, RecursionError):
        return None


async def _opened(client: Client, url: str, headers: dict[str, str] | None = None) -> tuple[str, Response] | None:
    """Follow an address to a page that answers with 200; None if it leads nowhere."""
    try:
        address, answer = await open_page(client, url, headers, redirects=_REDIRECTS)
    except RequestError:
        return None
    return (address, answer) if answer.status == 200 else None


async def _get(client: Client, url: str) -> Response | None:
    wire = request_url(url)
    try:
        return await client.ask(wire, fresh=True) if wire else None
    except RequestError:
        return None


_ALTERNATIVE = "alternatives-"


def plan(
    root: Path,
    targets: Iterable[Target],
    links: Mapping[str, LinkState],
    copies: Mapping[str, str] = MappingProxyType({}),
) -> tuple[list[Patch], list[str]]:
    """Return what to change, without changing it.

    Only a permanent move to a page that was seen to be the same resource is repaired.

    Args:
        root: the project's folder.
        targets: the links of the catalogue.
        links: what is known of them.
        copies: archived copies to offer as `archived_url`, by link id.

    Returns:
        The patches, one for each file, and the ids of links whose place in the text could not be told for sure.

    Raises:
        EditError: a file is no text in UTF-8.
        OSError: a file cannot be read.
    """
    wanted: dict[str, list[tuple[Target, str, bool]]] = defaultdict(list)
    for target in targets:
        record = links.get(target.id)
        if record is not None and record.url == target.url and record.verdict is Verdict.MOVED and record.new_url:
            wanted[target.file].append((target, record.new_url, False))
        if target.id in copies and not target.archived and target.is_main:
            wanted[target.file].append((target, copies[target.id], True))
    patches: list[Patch] = []
    left: list[str] = []
    for file in sorted(wanted):
        spelt = ((target, _spelt(address), is_copy) for target, address, is_copy in wanted[file])
        safe = [each for each in spelt if refusal(each[1]) is None]
        patch, unclear = _patch(root, file, safe)
        patches += [patch] if patch.changed else []
        left += unclear
    return patches, left


def _spelt(address: str) -> str:
    """Return an address as it may be written: with escapes, where a server sent what no address can hold."""
    return address if refusal(address) is None else request_url(address) or address


def _patch(root: Path, file: str, wanted: Sequence[tuple[Target, str, bool]]) -> tuple[Patch, list[str]]:
    """The change to one file, and the ids of links that it leaves out because their place is not certain."""
    before = (root / file).read_bytes().decode("utf-8")
    editor = Editor(file, before)
    changes: dict[DataPath, tuple[str, str]] = {}
    left: list[str] = []
    for target, address, is_copy in wanted:
        path = _path_of(editor.data, target)
        if path is None:
            left.append(target.id)
        else:
            changes[(*path[:2], "archived_url") if is_copy else path] = (target.id, address)
    made = _make(editor, {path: address for path, (_, address) in changes.items()})
    left += [id_ for path, (id_, _) in changes.items() if path not in made]
    return Patch(file, before, editor.text, tuple(changes[path][0] for path in made)), left


def _make(editor: Editor, changes: Mapping[DataPath, str]) -> list[DataPath]:
    """Make changes, all at once or else each that can be made; returns the paths of those that were."""
    try:
        editor.set_all(changes, order=RESOURCE_KEYS, shared=Shared.HERE)
    except EditError:
        middle, items = len(changes) // 2, list(changes.items())
        return [path for half in (items[:middle], items[middle:]) if middle for path in _make(editor, dict(half))]
    return list(changes)


def _path_of(data: Data, target: Target) -> DataPath | None:
    """The path to a link's address in a file; None unless there is exactly one entry with its id, and that address."""
    name, _, field = target.id.partition("/")
    entries = data.get("resources") or ()
    places = [
        place for place, entry in enumerate(entries) if isinstance(entry, dict) and _text(entry.get("id")) == name
    ]
    if len(places) != 1:
        return None
    inner: DataPath = (field.replace("-", "_"),) if field else ("url",)
    if field.startswith(_ALTERNATIVE):
        inner = ("alternatives", int(field.removeprefix(_ALTERNATIVE)) - 1, "url")
    path = ("resources", places[0], *inner)
    try:
        address = _text(value_at(data, path))
    except EditError:
        return None
    return path if address is not None and target.url in (address, written(address)) else None


def _text(value: Data) -> str | None:
    return value.strip() if isinstance(value, str) else None


def keeps_links(patches: Sequence[Patch]) -> Callable[[ReadResult], str | None]:
    """A test for those who write the patches: every link that they change is in the catalogue afterwards."""
    repaired = {id_ for patch in patches for id_ in patch.changed}

    def sound(reading: ReadResult) -> str | None:
        assert reading.catalogue is not None, "a catalogue with errors never comes here"  # noqa: S101
        ids = {target.id for target in targets_of(reading.catalogue)}
        return None if repaired <= ids else "an entry would be lost by the repair"

    return sound
