"""Random edits of messy files: only the bytes of the entry that is meant change, or none, and the reason is said."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from learning_pathway.catalogue.yaml.document import Path as DataPath
from learning_pathway.catalogue.yaml.edit import Editor
from learning_pathway.catalogue.yaml.layout import span_of
from learning_pathway.catalogue.yaml.tree import EditError
from messycatalogues import MESSY

#: Edits; `--full` makes five times as many.
SAMPLE = 200
RESOURCE, STEP = ("resources",), ("modules", 0, "sections", 0, "steps")
TEXTS = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n\t"), max_size=60),
    st.sampled_from(
        ["a: b", "- x", "#1 in trust", "it's", 'say "hi"', "no", "12:30", "2024-05-03", "*x", "@y", "é 🏊", "", " "]
    ),
)
EDITS = st.one_of(
    st.tuples(
        st.just("set"), st.integers(0, 2), st.sampled_from(["title", "summary", "note", "why", "minutes"]), TEXTS
    ),
    st.tuples(st.just("unset"), st.integers(0, 2), st.sampled_from(["title", "url", "summary", "related"]), st.none()),
    st.tuples(st.just("remove"), st.integers(0, 2), st.sampled_from(["resources", "steps"]), st.none()),
    st.tuples(st.just("insert"), st.integers(0, 3), st.sampled_from(["resources", "steps"]), TEXTS),
    st.tuples(st.just("move"), st.integers(0, 2), st.just("steps"), st.integers(0, 2)),
)


def without(editor: Editor, path: DataPath) -> str:
    """The text without an item of a list and the comments that belong to it, and without blank lines."""
    holder = editor.holder_at(path)
    text = editor.tree.text
    if holder.collection.flow:
        start, end = holder.value.begin, holder.value.end
    else:
        span = span_of(text, holder.collection, holder.place)
        start, end = span.start, span.end
    return without_blanks(text[:start] + text[end:])


def without_blanks(text: str) -> str:
    """The text without blank lines, what separates items in brackets, and anchors: one that is used no more goes."""
    lines = (re.sub(r",\s*|\s*&\w+", "", line).strip() for line in re.split(r"[\r\n]+", text))
    return "\n".join(line for line in lines if line)


def base(name: str) -> DataPath:
    return RESOURCE if name == "resources" else STEP


def edit(editor: Editor, kind: str, place: int, name: str, value: Any) -> tuple[str, str]:
    """Make an edit; returns what is around it before and after."""
    path: DataPath
    if kind in ("set", "unset"):
        path = (*RESOURCE, place)
        before = without(editor, path)
        if kind == "set":
            editor.set((*path, name), value, order=("id", "type", "title", "url", "summary", "why", "note"))
        else:
            editor.unset((*path, name))
        return before, without(editor, path)
    path = (*base(name), place)
    if kind == "remove":
        before = without(editor, path)
        editor.remove(path)
        return before, without_blanks(editor.tree.text)
    if kind == "insert":
        before = without_blanks(editor.tree.text)
        editor.insert(path, {"id": "new", "title": value} if name == "resources" else {"read": "new"})
        return before, without(editor, path)
    target = (*STEP, value)
    before = without(editor, path)
    editor.move(path, target)
    return before, without(editor, target)


def test_only_the_entry_that_is_meant_changes(full: bool) -> None:
    outcomes = Counter[str]()

    @settings(max_examples=SAMPLE * 5 if full else SAMPLE, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.sampled_from(sorted(MESSY)), EDITS)
    def check(name: str, wanted: tuple[str, int, str, Any]) -> None:
        editor = Editor(name, MESSY[name])
        try:
            before, after = edit(editor, *wanted)
        except EditError as error:
            assert editor.text == MESSY[name]
            assert len(str(error)) > 20
            outcomes["refused"] += 1
            return
        outcomes[wanted[0]] += 1
        assert after == before

    check()
    print(dict(outcomes))
    assert outcomes.total() >= SAMPLE
    assert outcomes["refused"] < outcomes.total() / 4
