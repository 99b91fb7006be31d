"""The pages with the form of an entry: as it is, what would change, saved or refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from aiohttp import web

from ..catalogue.raw import RawEntry
from ..catalogue.rules.ids import LOCAL
from ..catalogue.types import EntryKind
from ..catalogue.yaml.patch import Patch
from ..catalogue.yaml.tree import EditError
from ..editing.project import Change, CheckedChange
from ..preview.refresh import PageChanges
from ..process import as_sentence
from .controls import Widget, in_form_words
from .edits import add_child, add_entry, edit_entry
from .entries import CHILDREN, KINDS, Entries, free_id, key_of, text_of_entry, version_of
from .entry_actions import PLACES
from .forms import EntryForm, form_of, new_form, rearranged
from .requests import Asked, Fields, entry_href, gone, html, missing, see_other
from .workbench import RefusedError, Workbench, digest_of, faults_by_box, kind_of

__all__ = ["EntryPages"]

PagesOf = Callable[[Sequence[Patch], RawEntry | None], PageChanges]

#: Names of fields that are no values of an entry.
_OWN = frozenset({"do", "version", "shown", "seen", "id", "to"})
#: What is said where the change is not the one that was shown.
_UNSEEN = (
    "The file or the form has changed since you looked, so nothing was saved. Look at the change again, then save."
)
#: Kinds whose entries have an id of their own.
_WITHOUT_ID = (EntryKind.STEP, EntryKind.PATHWAY)


class EntryPages:
    """Shows forms, and takes what comes back from them."""

    def __init__(self, workbench: Workbench, see: Callable[[RawEntry | None], str], pages_of: PagesOf) -> None:
        """`see` says where the preview shows an entry, `pages_of` which pages a change is about."""
        self.workbench, self.see, self.pages_of = workbench, see, pages_of

    def show(self, asked: Asked) -> web.Response:
        """The form of an entry as it is."""
        entries, entry, key = self.workbench.found(asked.rest)
        if entry is None:
            return missing()
        form = form_of(entries, entry, key, self.workbench.version(entries, entry))
        return self._page(entries, entry, form, saved=asked.query.get("saved", ""))

    def change(self, asked: Asked) -> web.Response:
        """Take a form: show what would change, save it, or only rearrange the form."""
        entries, entry, key = self.workbench.found(asked.rest)
        if entry is None:
            return gone(self.workbench, asked)
        form = sent_form(form_of(entries, entry, key, asked.fields.get("version", "")), asked.fields)
        now = version_of(text := text_of_entry(entries, entry))
        if now != form.version:
            return self._conflict(entries, entry, form, now, text)
        texts = rearranged(form.texts, asked.fields.get("do", ""))
        if texts is not None:
            return self._page(entries, entry, replace(form, texts=texts))
        try:
            planned, outcome, form = self._planned(entries, entry, form, asked.fields)
        except EditError as error:
            return self._page(entries, entry, form, error=as_sentence(str(error)), status=409)
        if asked.fields.get("do") == "save" and asked.has_seen(planned):
            try:
                number = self.workbench.save(planned)
            except EditError as error:
                return self._page(
                    entries, entry, form, planned=planned, outcome=outcome, error=as_sentence(str(error)), status=409
                )
            return see_other(f"/saved/{number}?kind={entry.kind}&key={key}")
        pages, why = self._pages(asked, planned, outcome, entry), unseen(asked, planned)
        return self._page(entries, entry, form, planned=planned, outcome=outcome, pages=pages, error=why)

    def _pages(
        self, asked: Asked, planned: Change, outcome: CheckedChange, entry: RawEntry | None
    ) -> PageChanges | None:
        """The pages that differ, where someone asks for them."""
        wanted = asked.fields.get("do") == "pages" and not outcome.stops and is_change(planned)
        return self.pages_of(planned.patches, entry) if wanted else None

    def check(self, asked: Asked) -> web.Response:
        """What would change and what is wrong, for the script that asks while someone types."""
        if asked.rest.startswith("new/"):
            return self._check_new(asked)
        entries, entry, key = self.workbench.found(asked.rest)
        if entry is None:
            return web.json_response({"error": "There is no such entry."})
        form = sent_form(form_of(entries, entry, key, asked.fields.get("version", "")), asked.fields)
        try:
            planned, outcome, _ = self._planned(entries, entry, form, {})
        except EditError as error:
            return web.json_response({"error": str(error)})
        boxes = faults_by_box((*outcome.new, *outcome.left), planned.patches, entry.kind.value, key)
        others = [in_form_words(problem.message) for problem in outcome.stops]
        return web.json_response({"words": planned.words[1:], "boxes": boxes, "stops": others})

    def _check_new(self, asked: Asked) -> web.Response:
        """What a new entry would be, and what is wrong with the fields that are filled in."""
        kind, parent, entries = self._place(asked.rest.removeprefix("new/"))
        if kind is None:
            return web.json_response({"error": "There is no such place."})
        form = sent_form(new_form(kind), {**asked.fields, "shown": "{}"})
        try:
            planned, name = new_plan(entries, kind, parent, form, asked.fields)
            found = self.workbench.outcome(planned).new
        except EditError as error:
            return web.json_response({"error": as_sentence(str(error))})
        boxes = faults_by_box(found, planned.patches, kind.value, new_key(kind, parent, name))
        filled = {box: words for box, words in boxes.items() if box and side(box, form.texts)}
        return web.json_response({"words": planned.words[1:], "boxes": filled, "stops": []})

    def show_new(self, asked: Asked) -> web.Response:
        """The form of an entry that is not there yet."""
        kind, parent, entries = self._place(asked.rest)
        if kind is None:
            return missing()
        return self._new_page(entries, kind, parent, new_form(kind))

    def show_filled(self, texts: Fields, name: str, above: Mapping[str, Any]) -> web.Response:
        """The form of a new resource with texts in its boxes, below what is known of them."""
        form = replace(new_form(EntryKind.RESOURCE), texts=texts)
        return self._new_page(self.workbench.entries(), form.kind, None, form, name=name, above=above)

    def add(self, asked: Asked) -> web.Response:
        """Take the form of a new entry: show what it would be, or save it."""
        kind, parent, entries = self._place(asked.rest)
        if kind is None:
            return gone(self.workbench, asked)
        form = sent_form(new_form(kind), {**asked.fields, "shown": "{}"})
        texts = rearranged(form.texts, asked.fields.get("do", ""))
        if texts is not None:
            return self._new_page(entries, kind, parent, replace(form, texts=texts), name=asked.fields.get("id", ""))
        if asked.fields.get("do") == "draft":
            form = replace(form, texts={**form.texts, "status": "draft"})
        name = asked.fields.get("id", "")
        try:
            planned, name = new_plan(entries, kind, parent, form, asked.fields)
            outcome = self.workbench.outcome(planned)
            if asked.fields.get("do") == "save" and asked.has_seen(planned):
                number = self.workbench.save(planned)
                where = (parent.kind, key_of(parent)) if parent is not None else (kind, name)
                return see_other(f"/saved/{number}?kind={where[0]}&key={where[1]}")
        except RefusedError as refused:
            return self._new_page(entries, kind, parent, form, name=name, planned=planned, outcome=refused.outcome)
        except EditError as error:
            return self._new_page(entries, kind, parent, form, name=name, error=as_sentence(str(error)))
        more = {"pages": self._pages(asked, planned, outcome, parent), "error": unseen(asked, planned)}
        return self._new_page(entries, kind, parent, form, name=name, planned=planned, outcome=outcome, **more)

    def _planned(
        self, entries: Entries, entry: RawEntry, form: EntryForm, fields: Fields
    ) -> tuple[Change, CheckedChange, EntryForm]:
        if fields.get("do") == "draft":
            form = replace(form, texts={**form.texts, "status": "draft"})
        planned = edit_entry(entries, entry, form.controls, form.touched(entries), form.key)
        return planned, self.workbench.outcome(planned), form

    def _conflict(self, entries: Entries, entry: RawEntry, form: EntryForm, now: str, text: str) -> web.Response:
        """The editor's changes beside the entry as it is now; the form holds both, for another look."""
        current = form_of(entries, entry, form.key, now)
        mine = form.touched(entries)
        kept = {control.name for control in form.controls if control.name in mine}

        def belongs(box: str) -> bool:
            return box.partition(".")[0] in kept

        texts = {box: words for box, words in current.texts.items() if not belongs(box)}
        texts |= {box: words for box, words in form.texts.items() if belongs(box)}
        both = replace(current, texts=texts)
        rows = [
            (
                control.label,
                side(control.name, form.shown),
                side(control.name, current.shown),
                side(control.name, form.texts),
            )
            for control in form.controls
            if control.name in kept or side(control.name, form.shown) != side(control.name, current.shown)
        ]
        return self._page(entries, entry, both, conflict=rows, text=text, status=409)

    def _page(
        self,
        entries: Entries,
        entry: RawEntry,
        form: EntryForm,
        *,
        planned: Change | None = None,
        outcome: CheckedChange | None = None,
        status: int = 200,
        **more: Any,
    ) -> web.Response:
        faults: Mapping[str, tuple[str, ...]] = {}
        if planned is not None and outcome is not None:
            found = (*outcome.new, *outcome.left)
            faults = faults_by_box(found, planned.patches, entry.kind.value, form.key)
        first, folded = form.boxes(entries, faults)
        elsewhere = entry.kind in PLACES and len(entries.titles[entry.kind]) > 1
        values = {
            "conflict": (), "text": "", "pages": None, "error": "", "saved": "", **more,
            "form": form, "first": first, "folded": folded, "entry": entry,
            "planned": planned, "outcome": outcome,
            "seen": digest_of(planned.patches) if planned is not None else "",
            "changes": planned is not None and is_change(planned),
            "children_rows": self._children(entries, entry), "elsewhere": elsewhere,
            "pickers": pickers(entries, form), "site": self.see(entry), "may_be_draft": may_be_draft(form),
            "title": entries.name(entry), "parents": parents(entries, entry),
        }  # fmt: skip
        return html("entry.html", status=status, **values)

    def _new_page(
        self, entries: Entries, kind: EntryKind, parent: RawEntry | None, form: EntryForm, **more: Any
    ) -> web.Response:
        planned: Change | None = more.get("planned")
        outcome: CheckedChange | None = more.get("outcome")
        faults: Mapping[str, tuple[str, ...]] = {}
        if planned is not None and outcome is not None:
            key = new_key(kind, parent, more.get("name", ""))
            faults = faults_by_box(outcome.new, planned.patches, kind.value, key)
        first, folded = form.boxes(entries, faults)
        values = {
            "name": "", "pages": None, "error": "", "planned": None, "outcome": None, "above": None, **more,
            "form": form, "first": first, "folded": folded, "kind": kind, "parent": parent,
            "parent_key": key_of(parent) if parent is not None else "",
            "parent_name": entries.name(parent) if parent is not None else "",
            "has_id": kind not in _WITHOUT_ID, "may_be_draft": may_be_draft(form),
            "seen": digest_of(planned.patches) if planned is not None else "",
            "changes": planned is not None, "pickers": pickers(entries, form),
        }  # fmt: skip
        return html("new.html", **values)

    def _children(self, entries: Entries, entry: RawEntry) -> list[tuple[str, str, str, str]]:
        """The entries inside another: kind, key, name and version of each."""
        return [
            (child.kind.value, key_of(child), entries.name(child), self.workbench.version(entries, child))
            for child in entry.children()
        ]

    def _place(self, rest: str) -> tuple[EntryKind | None, RawEntry | None, Entries]:
        """The kind of a new entry, and the entry that it goes into, where it goes into one."""
        name, _, around = rest.partition("/")
        entries, kind = self.workbench.entries(), kind_of(name)
        if kind in KINDS and not around:
            return kind, None, entries
        outer = next((each for each, (_, inner, _) in CHILDREN.items() if inner is kind), None)
        parent = entries.get(outer, around) if outer is not None else None
        return (kind, parent, entries) if parent is not None else (None, None, entries)


def new_plan(
    entries: Entries, kind: EntryKind, parent: RawEntry | None, form: EntryForm, fields: Fields
) -> tuple[Change, str]:
    """The change that adds the entry of a form, and its id: the one that was typed, else one made of its title.

    Raises:
        EditError: it cannot be done for sure.
    """
    values = form.touched(entries)
    name = fields.get("id", "").strip() or proposed_id(entries, kind, values)
    if parent is None:
        return add_entry(entries, kind, form.controls, values, name), name
    return add_child(entries, parent, form.controls, values, "" if kind in _WITHOUT_ID else name), name


def new_key(kind: EntryKind, parent: RawEntry | None, name: str) -> str:
    """What the desk would call a new entry."""
    if parent is not None and kind is EntryKind.STEP:
        return f"{parent.name}/{sum(1 for _ in parent.children()) + 1}"
    return f"{parent.id}/{name}" if parent is not None and kind in LOCAL else name


def is_change(planned: Change) -> bool:
    """Whether a change would change anything."""
    return any(patch.before != patch.after for patch in planned.patches)


def unseen(asked: Asked, planned: Change) -> str:
    """Why a form that was to be saved was not: it holds something else than what was shown."""
    is_other = asked.fields.get("do") == "save" and is_change(planned) and not asked.has_seen(planned)
    return _UNSEEN if is_other else ""


def sent_form(form: EntryForm, fields: Fields) -> EntryForm:
    """A form with the texts that came back."""
    texts = {name: text for name, text in fields.items() if name not in _OWN}
    try:
        shown = json.loads(fields.get("shown", ""))
    except (ValueError, RecursionError):
        shown = None
    if not isinstance(shown, dict) or not all(isinstance(text, str) for text in shown.values()):
        shown = form.shown
    return replace(form, texts=texts, shown=shown)


def side(name: str, texts: Fields) -> str:
    """The texts of one field, or of one box of it."""
    return "; ".join(text for box, text in texts.items() if (box == name or box.startswith(f"{name}.")) and text)


def proposed_id(entries: Entries, kind: EntryKind, values: Mapping[str, Any]) -> str:
    """An id made of what the editor typed."""
    titles = (values.get(key) for key in ("title", "supplied_title", "prompt", "question", "text"))
    return free_id(str(next((title for title in titles if title), "")), entries, kind)


def may_be_draft(form: EntryForm) -> bool:
    """Whether the entry can be kept unpublished."""
    return any(control.name == "status" and "draft" in control.choices for control in form.controls)


def pickers(entries: Entries, form: EntryForm) -> dict[str, list[str]]:
    """What each kind of reference can lead to, as `Title [id]`."""
    kinds = {
        part.refers
        for control in form.controls
        for part in (control, *control.parts)
        if part.refers is not None and part.widget is Widget.REFERENCE
    }
    return {kind.value: [f"{title} [{key}]" for key, title in entries.titles.get(kind, {}).items()] for kind in kinds}


def parents(entries: Entries, entry: RawEntry) -> list[tuple[str, str]]:
    """The entries around one, the outermost first: address and name."""
    found: list[tuple[str, str]] = []
    around = entry.parent
    while around is not None:
        found.insert(0, (entry_href(around.kind.value, key_of(around)), entries.name(around)))
        around = around.parent
    return found
