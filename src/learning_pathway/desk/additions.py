"""Pages that add resources from elsewhere: one by its address, or many from a file of another program."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from aiohttp import web

from ..catalogue.addresses import normalise
from ..catalogue.model import Catalogue
from ..catalogue.reader import ReadResult
from ..catalogue.types import EntryKind
from ..catalogue.yaml.tree import EditError
from ..formats.model import Source
from ..formats.text import FileError, shown
from ..imports.add import NEW_FILE, AddError, fields_missing, found_fields, source_of, the_address
from ..imports.matching import KnownResources, Match, read_imported
from ..imports.plan import Plan, import_change, keeps_entries, make_plan
from ..imports.readers import FORMATS, read_data
from ..imports.report import described
from ..imports.web_lookup import LookupResult, look_up_at
from ..links.settings import SettingsError
from .controls import controls_for
from .entries import Entries
from .forms import as_texts
from .requests import MAXIMUM_UPLOAD, TOO_LARGE, Asked, html
from .workbench import Proposal, Workbench

__all__ = ["Additions", "ShowForm"]

#: Shows the form of a new resource: its boxes, its id, and what stands above it.
ShowForm = Callable[[Mapping[str, str], str, Mapping[str, Any]], web.Response]

#: Seconds that a look at an address may take in all.
_PATIENCE = 60
#: Files that are kept until someone agrees to their import.
_MOST_FILES = 2
#: Rows of each list of a plan that are shown.
MOST_ROWS = 200
_UNSOUND = "The catalogue has errors, so it isn't certain what is in it already. The first page lists what to fix."


@dataclass(frozen=True, slots=True)
class ImportedFile:
    """A file that was sent, and how it is to be read."""

    name: str
    data: bytes
    format: str | None
    themes_from_keywords: bool


class Additions:
    """Looks up addresses and reads files, and shows what would come of them."""

    def __init__(self, workbench: Workbench, show_form: ShowForm) -> None:
        """Take the project, and what shows the form of a new resource."""
        self.workbench, self.show_form = workbench, show_form
        self._files: dict[str, ImportedFile] = {}

    def show_add(self, asked: Asked) -> web.Response:
        """The page that asks for an address."""
        return self._add_page(asked.query.get("url", ""))

    def add(self, asked: Asked) -> web.Response:
        """Look up an address, and show what was found above the form of a new resource."""
        typed, despite = asked.fields.get("url", "").strip(), asked.fields.get("despite", "")
        reading, entries = self.workbench.reading(), self.workbench.entries()
        if reading.catalogue is None:
            return self._add_page(typed, error=_UNSOUND)
        if not typed:
            return self._add_page(typed, error="Type or paste an address.")
        try:
            address = the_address(typed)
        except AddError as error:
            return self._add_page(typed, error=str(error))
        if match := known_by_address(reading, entries, address):
            return self._add_page(typed, match=match, entries=entries)
        result = LookupResult()
        if asked.fields.get("do") != "form":
            with self.workbench.others_go_on():
                result = self._looked_up(address, reading.catalogue)
            reading, entries = self.workbench.reading(), self.workbench.entries()
        if result.trouble and not result.metadata.facts:
            return self._add_page(typed, error=result.trouble)
        if reading.catalogue is None:
            return self._add_page(typed, error=_UNSOUND)
        source = source_of(address, {}, result.metadata)
        record, today = source.records[0], date.today()
        plan = make_plan(source, reading, today, (despite,) if despite else ())
        if plan.duplicates:
            return self._add_page(typed, match=plan.duplicates[0][1], entries=entries)
        facts = {"added": today.isoformat(), **record.facts}
        said = [line for line in (result.trouble, *result.remarks) if line]
        above = {
            "address": address,
            "found": [(label_of(each.field), each) for each in found_fields(result.metadata, {})],
            "missing": [label_of(name) for name in fields_missing(result.metadata, {})],
            "remarks": [*said, *(f"Left out: {part}" for part in record.unmapped)],
        }
        name = plan.additions[0].id if plan.additions else ""
        return self.show_form(texts_of(facts, entries), name, above)

    def _looked_up(self, address: str, catalogue: Catalogue) -> LookupResult:
        try:
            work = look_up_at(self.workbench.client(catalogue), address)
            return asyncio.run(asyncio.wait_for(work, _PATIENCE))
        except TimeoutError:
            return LookupResult(trouble=f"There was no answer within {_PATIENCE} seconds.")
        except (SettingsError, OSError) as error:
            return LookupResult(trouble=str(error))

    def _add_page(
        self, typed: str, *, error: str = "", match: Match | None = None, entries: Entries | None = None
    ) -> web.Response:
        title = entries.title(EntryKind.RESOURCE, match.id) if match is not None and entries is not None else ""
        status = 409 if error or match else 200
        return html("add.html", status=status, typed=typed, error=error, match=match, title=title)

    def show_import(self, _: Asked) -> web.Response:
        """The page that asks for a file."""
        return self._import_page()

    def import_file(self, asked: Asked) -> web.Response:
        """Read a file, and show what an import would do with each record."""
        try:
            name, file = self._file_of(asked)
            reading = self.workbench.reading()
            if reading.catalogue is None:
                raise FileError(_UNSOUND)
            source = read_data(file.data, Path(file.name), file.format)
            despite = [key.removeprefix("despite.") for key in asked.fields if key.startswith("despite.")]
            return self._plan_page(name, file, source, reading, despite)
        except (FileError, EditError) as error:
            return self._import_page(str(error))

    def _file_of(self, asked: Asked) -> tuple[str, ImportedFile]:
        """The file that was sent now, or before, with the name that it is kept under.

        Raises:
            FileError: there is none, or it is too large.
        """
        upload, kept = asked.upload, self._files.get(asked.fields.get("file", ""))
        if upload is None and kept is not None:
            return asked.fields["file"], kept
        if upload is None:
            again = "The file is no longer kept. " if asked.fields.get("file") else ""
            raise FileError(f"{again}Choose a file.")
        if upload.is_cut:
            raise FileError(TOO_LARGE)
        if not upload.data.strip():
            raise FileError("The file is empty.")
        form = asked.fields.get("format", "")
        name = shown(PurePosixPath(upload.name.replace("\\", "/")).name, 100) or "file"
        file = ImportedFile(name, upload.data, form if form in FORMATS else None, bool(asked.fields.get("themes")))
        key = secrets.token_urlsafe(12)
        self._files = {**dict([*self._files.items()][1 - _MOST_FILES :]), key: file}
        return key, file

    def _plan_page(
        self, name: str, file: ImportedFile, source: Source, reading: ReadResult, despite: list[str]
    ) -> web.Response:
        imported, entries = read_imported(self.workbench.root), self.workbench.entries()
        plan = make_plan(
            source,
            reading,
            date.today(),
            despite,
            imported=imported,
            themes_from_keywords=file.themes_from_keywords,
        )
        change = import_change(plan, reading, imported, NEW_FILE, file.name)
        seen = ""
        if plan.changes:
            seen = self.workbench.hold(Proposal(change, "/import", keeps_entries(change)))
        return html(
            "import_plan.html",
            name=name,
            file=file.name,
            plan=plan,
            label=FORMATS[source.format].label,
            program=source.program,
            outcome=self.workbench.outcome(change),
            change=change,
            seen=seen,
            despite=despite,
            titles=entries.titles.get(EntryKind.RESOURCE, {}),
            left_out=left_out(plan),
            described=described,
            cell=as_shown,
            label_of=label_of,
            most=MOST_ROWS,
        )

    def _import_page(self, error: str = "") -> web.Response:
        formats = [(name, reader.label) for name, reader in FORMATS.items()]
        most = MAXIMUM_UPLOAD // 1_000_000
        return html("import.html", status=409 if error else 200, error=error, formats=formats, most=most)


def known_by_address(reading: ReadResult, entries: Entries, address: str) -> Match | None:
    """The resource or draft that has this address; None where none has."""
    match = KnownResources(reading.catalogue).find({"url": address})
    if match is not None:
        return match
    place = normalise(address)
    for key, entry in entries.of_kind(EntryKind.RESOURCE):
        url = entry.text("url")
        if url and normalise(url) == place:
            what = "is a draft that has" if entry.text("status") == "draft" else "has"
            return Match(key, f"{what} the same address", certain=True)
    return None


def texts_of(facts: Mapping[str, Any], entries: Entries) -> dict[str, str]:
    """The boxes of a new resource's form with these facts in them."""
    texts: dict[str, str] = {}
    for control in controls_for(EntryKind.RESOURCE):
        texts |= as_texts(control, written(facts.get(control.name)), entries.titles)
    return texts


def written(value: Any) -> Any:
    """A value as a file holds it: texts in lists and mappings."""
    if isinstance(value, Mapping):
        return {name: written(part) for name, part in value.items() if part is not None}
    if isinstance(value, list | tuple):
        return [written(part) for part in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if value is None else str(value)


def as_shown(value: Any) -> str:
    """A value in a few words."""
    return shown(value, 100) if value not in (None, "", [], ()) else "empty"


def label_of(name: str) -> str:
    """What a form calls a field of a resource."""
    labels = {control.name: control.label for control in controls_for(EntryKind.RESOURCE)}
    return labels.get(name, name.replace("_", " ").capitalize())


def left_out(plan: Plan) -> list[tuple[str, list[str]]]:
    """What each record says that is not kept, but for keywords, files and remarks of databases, which are many."""
    records = [*((each.id, each.record) for each in plan.additions), *((each.id, each.record) for each in plan.updates)]
    rows = ((id_, [str(part) for part in record.left_out if part.group == "other"][:20]) for id_, record in records)
    return [(id_, parts) for id_, parts in rows if parts]
