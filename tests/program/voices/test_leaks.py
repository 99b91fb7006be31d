"""Six words in a row that nothing permits are found, however a file of the site packs, escapes or splits them."""

from __future__ import annotations

import base64
import bz2
import gzip
import html
import io
import json
import lzma
import quopri
import re
import sqlite3
import tarfile
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import quote, quote_plus

import pytest

from learning_pathway.voices.contents import variants
from learning_pathway.voices.leaks import Watch, find_leaks, watch
from learning_pathway.voices.permission import permitted
from learning_pathway.voices.store import read_store
from voiceanswers import CONDITIONS, consent, event, facts, write_answer

TODAY = date(2027, 3, 1)
#: Six words of the answer, and no more of it.
SIX = "we just went ahead together café"
DATA = SIX.encode()
NOTHING = "<html><head></head><body>Nothing of the kind, and quite a few words.</body></html>"


@pytest.fixture
def watched(tmp_path: Path) -> Watch:
    write_answer(tmp_path / "store", facts(consent(event("listen"))), f"The director said it; and {SIX}, in 2 years.\n")
    answers = read_store(tmp_path / "store").answers.values()
    return watch((each, permitted(each.record, TODAY, CONDITIONS)) for each in answers)


def page(body: str) -> str:
    return f"<html><head></head><body>{body}</body></html>"


def in_zip(name: str, content: str | bytes, comment: bytes = b"") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
        archive.comment = comment
    return made.getvalue()


def in_tar(content: bytes, mode: str) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:  # type: ignore[call-overload]
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return made.getvalue()


def in_database() -> bytes:
    with sqlite3.connect(":memory:") as database:
        database.execute("create table answers (words)")
        database.execute("insert into answers values (?)", (SIX,))
        return database.serialize()


def base64_of(content: str | bytes) -> str:
    return base64.b64encode(content.encode() if isinstance(content, str) else content).decode()


def each_as(pattern: str) -> str:
    return "".join(pattern.format(ord(character)) for character in SIX)


PACKED = {
    "zip in zip.zip": in_zip("in.zip", in_zip("a.txt", SIX)),
    "zip three times.zip": in_zip("b.zip", in_zip("a.zip", in_zip("a.txt", SIX))),
    "book in course.imscc": in_zip("book.epub", in_zip("EPUB/1.xhtml", f"<p>{SIX}</p>")),
    "letters apart.docx": in_zip(
        "word/document.xml", "".join(f"<w:r><w:t>{part}</w:t></w:r>" for part in re.findall("..?", SIX))
    ),
    "spaces as elements.odt": in_zip("content.xml", f"<text:p>{SIX.replace(' ', '<text:s/>')}</text:p>"),
    "behind a program.exe": b"MZ\x90" + in_zip("a.txt", SIX),
    "name in archive.zip": in_zip(f"{SIX.replace(' ', '_')}.txt", "x"),
    "comment of archive.zip": in_zip("a.txt", "x", DATA),
    "pressed twice.gz": gzip.compress(gzip.compress(DATA)),
    "two in one.gz": gzip.compress(b"Nothing ") + gzip.compress(DATA),
    "cut off.gz": gzip.compress((DATA + b" ") * 1_000)[:-12],
    "tape.tar": in_tar(DATA, "w"),
    "tape.tar.gz": in_tar(DATA, "w:gz"),
    "pressed.bz2": bz2.compress(DATA),
    "pressed.xz": lzma.compress(DATA),
    "pressed.zz": zlib.compress(DATA),
}
ENCODED = {
    "wide.txt": SIX.encode("utf-16"),
    "wide without a mark.txt": SIX.encode("utf-16-le"),
    "wide within a program.bin": b"\x00\x00\x01\xff" * 2_000 + SIX.encode("utf-16-be"),
    "very wide.txt": SIX.encode("utf-32"),
    "old.txt": SIX.encode("cp1252"),
    "decomposed.txt": unicodedata.normalize("NFD", SIX),
    "without accents.txt": SIX.replace("é", "e"),
    "program.wasm": b"\x00asm\x01\x00\x00\x00" + b"\x00\xff\xfe" * 9 + DATA + b"\x00",
    "picture.png": b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR" + bytes(17) + b"tEXtComment\x00" + DATA,
    "data.sqlite": in_database(),
    "late zero.txt": b"x " * 1_000 + b"\x00" + DATA,
    "letters as numbers.js": f'"{each_as(chr(92) + "x{:02x}")}"',
    "letters in braces.js": f'"{each_as(chr(92) + "u{{{:x}}}")}"',
    "letters.css": f'a::before {{ content: "{each_as(chr(92) + "{:x} ")}" }}',
    "data in data.json": json.dumps(json.dumps(json.dumps({"a": SIX}))),
    "field.json": json.dumps({"text": base64_of(f"x {SIX}")}),
    "twice.txt": base64_of(base64_of(f"x {SIX}")),
    "pressed in a field.txt": base64_of(gzip.compress(DATA)),
    "lines.eml": base64.encodebytes(f"Dear all, this is what was sent to us in 2027: {SIX}".encode()),
    "message.eml": quopri.encodestring(f"{'x' * 60} {SIX}".encode()),
    "address.html": page(f'<a href="mailto:?body={quote(quote(quote(SIX)))}">x</a>'),
    "form.html": page(f'<a href="?q={quote_plus(SIX)}&b=c">x</a>'),
    "source.html": page(f'<img src="data:text/plain;base64,{base64_of(SIX)}">'),
    "entities.html": page(each_as("&#{};")),
    "entities in entities.xml": html.escape(html.escape(SIX.replace("é", "&eacute;"))),
}
SPLIT = {
    "tags.html": page(SIX.replace("ahead", "ah<i>e</i>ad")),
    "sign in tag.html": page(SIX.replace("ahead", '<a title="1 > 2">ahead</a>')),
    "breaks.html": page(SIX.replace(" ", "<br>")),
    "may break.html": page(SIX.replace("ahead", "ah<wbr>ead").replace("together", "to&shy;gether")),
    "comment.html": page(SIX.replace("ahead", "<!-- not <b>these</b> words -->ahead")),
    "hard spaces.html": page(SIX.replace(" ", "&nbsp;")),
    "numbers.html": page("".join(f"<tr><td>{place}<td>{word}" for place, word in enumerate(SIX.split()))),
    "captions.srt": "1\n00:00:01,000 --> 00:00:02,000\nwe just went\n\n2\n00:00:02,000 --> 00:00:03,000\n"
    "ahead together café\n",
    "words.json": json.dumps([{"word": word, "start": 1.5} for word in SIX.split()]),
    "hyphens.txt": f"x {SIX.replace('together', 'to-' + chr(10) + 'gether')}",
    "quoted.eml": f"> {SIX.replace('together', 'to-' + chr(10) + '> gether')}",
    "unseen.txt": SIX.replace("ahead", "a\u200bhe\u2060ad"),
    "folded.ics": "BEGIN:VCALENDAR\r\nDESCRIPTION:we just went ahe\r\n ad together café",
    "stars.md": SIX.replace("ahead", "a**hea**d"),
    "quotation marks.txt": "“we” 'just' «went» \"ahead\", together: café",
    "capitals.txt": SIX.upper(),
    "wide letters.txt": "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in SIX),
    f"{SIX.replace(' ', '-')}.png": "x",
    "at an edge.txt": f"{'x ' * 1_999_990}{SIX}{' y' * 100}",
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(name, marks=pytest.mark.long if name == "at an edge.txt" else [])
        for name in (*PACKED, *ENCODED, *SPLIT)
    ],
)
def test_six_words_are_found_in_any_form(tmp_path: Path, watched: Watch, name: str) -> None:
    content = {**PACKED, **ENCODED, **SPLIT}[name]
    site = tmp_path / "site"
    site.mkdir()
    (site / "clean.html").write_text(NOTHING, encoding="utf-8")
    assert find_leaks([site], watched) == []
    (site / name).write_bytes(content.encode() if isinstance(content, str) else content)
    found = find_leaks([site], watched)
    assert {(leak.id, leak.what) for leak in found} == {("v-7kq2m9", "words")}
    assert all(SIX not in str(leak) for leak in found if not leak.file.startswith("we-"))


CLOSED: dict[str, Callable[[], bytes]] = {
    "7z.7z": lambda: b"7z\xbc\xaf\x27\x1c rest",
    "old.rar": lambda: b"Rar!\x1a\x07 rest",
    "page.html.br": lambda: b"\x0b\x02\x80rest",
    "page.html.zst": lambda: b"\x28\xb5\x2f\xfdrest",
    "locked.pdf": lambda: b"%PDF-1.7\nnothing of a PDF",
    "damaged.gz": lambda: b"\x1f\x8b\x08\x00damaged, and not to be read",
    "damaged.zip": lambda: in_zip("a.txt", SIX)[:40],
    "deep.zip": lambda: _deep(9),
}


def _deep(times: int) -> bytes:
    content = DATA
    for _ in range(times):
        content = in_zip("a.zip", content)
    return content


@pytest.mark.parametrize("name", CLOSED)
def test_what_cannot_be_searched_is_said_and_stops_a_deploy(tmp_path: Path, watched: Watch, name: str) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / name).write_bytes(CLOSED[name]())
    found = find_leaks([site], watched)
    assert [("cannot be searched" in leak.what or "too deeply" in leak.what) for leak in found] == [True]


def test_other_words_are_no_leak(tmp_path: Path, watched: Watch) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "five.html").write_text(page("we just went ahead together"), encoding="utf-8")
    (site / "parts.html").write_text(page("<p>we just went</p><p>then ahead together café</p>"), encoding="utf-8")
    (site / "noise.bin").write_bytes(bytes(range(256)) * 500)
    (site / "almost.zip.txt").write_bytes(b"x\x9c is how some files begin, and this is none of them")
    assert find_leaks([site], watched) == []


def test_a_text_has_few_variants() -> None:
    assert len(list(variants("Plain words, and no more."))) == 1
    assert len(list(variants("<p>Words</p>"))) <= 4
