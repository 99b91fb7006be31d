"""Backup files that must not be loaded, each with its reason, and awkward ones that must; read without a browser.

That a refused file changes nothing on the page, whichever way it is loaded, is in `test_hostile_files`.
"""

from __future__ import annotations

import copy
import gzip
import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from backup import ANOTHER, READ, TASK, Json, entry, tower, whole, with_text
from backupreader import Reading, read_backups

pytestmark = pytest.mark.engine

#: Where a file may hold a date.
DATES: tuple[Callable[[Json, str], Any], ...] = (
    lambda fields, date: fields["progress"][READ].update(at=date),
    lambda fields, date: fields["saved"][READ].update(when=date),
    lambda fields, date: fields["progress"][READ].update(joined={"resource:former": date}),
    lambda fields, date: fields["answers"][TASK].update(seen={ANOTHER: date}),
    lambda fields, date: fields["answers"][TASK]["others"][0].update(at=date),
)
NO_DATES = (
    *("2026-02-31T07:00:00.000Z", "2026-02-29T07:00:00.000Z", "2026-04-31T07:00:00.000Z"),
    *("0000-01-01T00:00:00.000Z", "0001-01-01T00:00:00.000Z", "1969-12-31T23:59:59.999Z"),
    *("2026-11-22T07:00:00Z", "2026-11-22T07:00:00.000+01:00", "2026-11-22 07:00:00.000Z", "2026-11-22"),
    *("2016-12-31T23:59:60.000Z", "2026-11-22T24:00:00.000Z", "+010000-01-01T00:00:00.000Z", "", "yesterday"),
)
TOO_LATE = ("9999-12-31T23:59:59.999Z", "2999-01-01T00:00:00.000Z", "2031-05-05T12:00:00.000Z")
LONG = "x" * 100_001
DAMAGED = "This file is damaged, so nothing was loaded. "
#: One thing wrong in a file of the present version, which the schema must find too.
WRONG: dict[str, Callable[[Json], Any]] = {
    "no fields": lambda file: file.pop("fields"),
    "a part missing": lambda file: file["fields"].pop("saved"),
    "a part of the wrong kind": lambda file: file["fields"].update(progress=[]),
    "a part too many": lambda file: file["fields"].update(secrets={}),
    "a name too many": lambda file: file.update(extra=1),
    "no moment of export": lambda file: file.pop("exported"),
    "a spoilt moment of export": lambda file: file.update(exported="yesterday"),
    "no pathway": lambda file: file.pop("pathway"),
    "a spoilt pathway": lambda file: file.update(pathway={"title": 1, "address": ""}),
    "a spoilt device": lambda file: file.update(device="__proto__"),
    "an unknown state": lambda file: file["fields"]["progress"][READ].update(value="finished"),
    "a key of the wrong kind": lambda file: file["fields"]["progress"].update({"__proto__": entry("done")}),
    "a key with a path in it": lambda file: file["fields"]["progress"].update({"resource:../x": entry("done")}),
    "an endless key": lambda file: file["fields"]["progress"].update({"resource:" + "x" * 200: entry("done")}),
    "an answer to a resource": lambda file: file["fields"]["answers"].update({READ: entry({"text": "", "prompt": ""})}),
    "an answer without text": lambda file: file["fields"]["answers"][TASK]["value"].pop("text"),
    "an answer that is no text": lambda file: file["fields"]["answers"][TASK]["value"].update(text=["x"]),
    "an entry that is nothing": lambda file: file["fields"]["progress"].update({READ: None}),
    "an entry without a moment": lambda file: file["fields"]["progress"][READ].pop("at"),
    "a moment that is a number": lambda file: file["fields"]["progress"][READ].update(at=1795332300000),
    "a moment that never was": lambda file: file["fields"]["progress"][READ].update(at="2026-13-45T00:00:00.000Z"),
    "an entry without a device": lambda file: file["fields"]["progress"][READ].pop("by"),
    "another text without a value": lambda file: file["fields"]["answers"][TASK]["others"][0].pop("value"),
    "others that are no list": lambda file: file["fields"]["answers"][TASK].update(others={}),
    "others of progress": lambda file: file["fields"]["progress"][READ].update(others=[]),
    "spoilt memories": lambda file: file["fields"]["answers"][TASK].update(seen={"a": 1}),
    "an order that is no number": lambda file: file["fields"]["saved"][READ]["value"].update(place="first"),
    "a saved work that is only a number": lambda file: file["fields"]["saved"][READ].update(value=1),
    "a saved work without a title": lambda file: file["fields"]["saved"][READ]["value"].pop("title"),
    "makers that are no text": lambda file: file["fields"]["saved"][READ]["value"].update(makers=["x"]),
    "a setting with a strange name": lambda file: file["fields"]["settings"].update({"a b": entry(1)}),
}
#: Longer than anyone writes: the schema sets no limits.
TOO_LONG: dict[str, Callable[[Json], Any]] = {
    "a prompt": lambda file: file["fields"]["answers"][TASK]["value"].update(prompt=LONG),
    "more of an answer": lambda file: file["fields"]["answers"][TASK]["value"].update(more=LONG),
    "a title": lambda file: file["fields"]["saved"][READ]["value"].update(title=LONG),
    "a place": lambda file: file["fields"]["saved"][READ]["value"].update(place=1e300),
    "a setting": lambda file: file["fields"]["settings"]["timesHidden"].update(value=[LONG]),
}
NOT_JSON = "not readable as JSON"
FOREIGN = "not a file that a learning pathway exported"
NO_VERSION = "does not say its version"
NEWER = "made by a newer edition of the site"


def spoilt(spoil: Callable[[Json], Any]) -> Json:
    """A whole file with one thing spoilt."""
    file = copy.deepcopy(whole())
    spoil(file)
    return file


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("my-learning.json", json.dumps(whole()))
    return file.getvalue()


def with_version(version: Any, **more: Any) -> bytes:
    return json.dumps({**whole(), "version": version, **more}).encode()


#: Files of another kind, by what they are: their content, and why they are refused.
OTHER_KINDS = {
    "gzip": (gzip.compress(json.dumps(whole()).encode()), "compressed"),
    "zip": (zipped(), "compressed"),
    "a page of a log-in": (b"<!doctype html><title>Sign in</title>", "web page"),
    "a picture in XML": (b"  <svg/>", "web page"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\xff", NOT_JSON),
    "an encoding of old": (json.dumps(whole(), ensure_ascii=False).replace("More", "Café").encode("cp1252"), NOT_JSON),
    "empty": (b"", NOT_JSON),
    "blank": (b" \n ", NOT_JSON),
    "cut off": (json.dumps(whole())[:-40].encode(), NOT_JSON),
    "a tower of brackets": (b"[" * 100_000, NOT_JSON),
    "nothing": (b"null", FOREIGN),
    "a list": (b"[]", FOREIGN),
    "another program's": (b'{"bookmarks": []}', FOREIGN),
    "the next version": (with_version(4), NEWER),
    "a version far ahead": (with_version(999), NEWER),
    "a version below": (with_version(-1), NO_VERSION),
    "half a version": (with_version(3.5), NO_VERSION),
    "a version in words": (with_version("2"), NO_VERSION),
    "an old version that is not": (with_version(1, fields={"progress": {READ: {}}}), "not built like one"),
}


def of_another_shape() -> Iterator[tuple[str, bytes, str]]:
    """Files that are nested too deeply, or have names that are reserved or come twice."""
    for height in (40, 5_000, 200_000):
        for bricks in ("lists", "objects"):
            content = with_text(whole(), '"value": true', f'"value": {tower(height, bricks)}')
            yield f"nested: {height} {bricks}", content.encode(), "file is damaged"
    for place in ('"text": "From the file"', '"place": 1', '"text": "More"'):
        content = with_text(whole(), place, f'{place}, "more": {tower(5_000, "lists")}')
        yield f"nested: after {place}", content.encode(), "nested too deeply"
    for name in ("__proto__", "constructor", "\\u005f_proto__"):
        for place, put in {
            '"value": true': f'"value": {{"{name}": {{"text": "x"}}}}',
            '"timesHidden": {': f'"{name}": {{}}, "timesHidden": {{',
        }.items():
            yield f"{name} at {place}", with_text(whole(), place, put).encode(), "does not belong there"
    for name in (TASK, TASK.replace("task", "t\\u0061sk")):
        first = json.dumps(entry({"text": "The first", "prompt": ""}))
        content = with_text(whole(), '"answers": {', f'"answers": {{"{name}": {first}, ')
        # JSON keeps the last of them: the first one's words would be gone without a word.
        yield f"twice: {name}", content.encode(), "two things called"


def with_wrong_dates() -> Iterator[tuple[str, bytes, str]]:
    """Files with dates that are none, and those of the future."""
    for date in NO_DATES:
        for place, put in enumerate(DATES):
            file = spoilt(lambda file, put=put, date=date: put(file["fields"], date))
            yield f"date {place}: {date}", json.dumps(file).encode(), "has a wrong date"
    for date in TOO_LATE:
        for place, put in enumerate(DATES):
            if place != 1:  # what a wrong clock said, kept to be shown: nothing is ordered by it
                file = spoilt(lambda file, put=put, date=date: put(file["fields"], date))
                reason = f"is dated {date[:10]}, which is in the future"
                yield f"date {place}: {date}", json.dumps(file).encode(), reason


def refused() -> Iterator[tuple[str, bytes, str]]:
    """Every file that must be refused: its name, its content and the reason."""
    yield from of_another_shape()
    yield from with_wrong_dates()
    for name, spoil in WRONG.items():
        yield name, json.dumps(spoilt(spoil)).encode(), DAMAGED
    for name, spoil in TOO_LONG.items():
        yield f"too long: {name}", json.dumps(spoilt(spoil)).encode(), "is damaged"
    for name, (content, reason) in OTHER_KINDS.items():
        yield name, content, reason


REFUSED = {name: (content, reason) for name, content, reason in refused()}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-be", "utf-16-le")
SAVED_ANEW = json.dumps(whole(), ensure_ascii=False).replace("More", "Mehr – für 🙂")


@pytest.fixture(scope="module")
def readings(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Reading]:
    """What the scripts say of each file that must be refused."""
    files = [content for content, _ in REFUSED.values()]
    return dict(zip(REFUSED, read_backups(files, tmp_path_factory.mktemp("refused")), strict=True))


@pytest.fixture(scope="module")
def schema(root: Path) -> Draft202012Validator:
    content = json.loads((root / "schema" / "learner-file.schema.json").read_text(encoding="utf-8"))
    return Draft202012Validator(content, format_checker=Draft202012Validator.FORMAT_CHECKER)


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_is_refused_with_its_reason(readings: dict[str, Reading], name: str) -> None:
    reading = readings[name]
    assert REFUSED[name][1] in reading.reason
    assert not reading.spoilt


@pytest.mark.parametrize("name", WRONG)
def test_page_and_schema_agree_on_what_is_damaged(
    readings: dict[str, Reading], schema: Draft202012Validator, name: str
) -> None:
    assert not schema.is_valid(spoilt(WRONG[name]))
    assert readings[name].reason.startswith(DAMAGED)


def test_the_schema_knows_the_days_of_the_calendar(schema: Draft202012Validator) -> None:
    assert schema.is_valid(whole())
    for date in NO_DATES:
        for put in DATES:
            file = spoilt(lambda file, put=put, date=date: put(file["fields"], date))
            assert date.startswith("2026-02-29") or not schema.is_valid(file), date


def test_a_file_that_an_editor_has_saved_anew_is_loaded(tmp_path: Path) -> None:
    files = [SAVED_ANEW.encode(encoding) for encoding in ENCODINGS]
    for encoding, reading in zip(ENCODINGS, read_backups(files, tmp_path), strict=True):
        assert reading.reason == "", encoding
        [row] = [row for row in reading.rows if row["section"] == "answers"]
        assert row["others"][0]["value"]["text"] == "Mehr – für 🙂", encoding


def test_two_objects_may_hold_equal_names_and_words_may_look_like_json(tmp_path: Path) -> None:
    file = whole()
    text = '{"a": [1, {"a": 2}], "a\\": "__proto__": "\\\\"}'
    file["fields"]["answers"][TASK]["value"].update(text=text, earlier=['"', "\\", "{[", text])
    [reading] = read_backups([json.dumps(file).encode()], tmp_path)
    assert reading.reason == ""
    [row] = [row for row in reading.rows if row["section"] == "answers"]
    assert row["value"]["text"] == text
