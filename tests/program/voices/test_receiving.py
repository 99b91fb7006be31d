"""Filing an answer sheet: as it was saved, as mail programs change it, and what is refused."""

from __future__ import annotations

import base64
import html
import json
import quopri
import textwrap
import time
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from learning_pathway.catalogue.model import Call
from learning_pathway.voices.collection import Recalled
from learning_pathway.voices.permission import permitted
from learning_pathway.voices.receive import Received, receive
from learning_pathway.voices.sheet import FORMAT, MARK, MAXIMUM, SheetError, code_hash, read_sheet, words_hash
from learning_pathway.voices.store import read_store
from voiceanswers import CONDITIONS, NOTICE, NOTICE_HASH, ROLE

TODAY = date(2027, 2, 10)
CODE = "H4TN-0W8E-R2MB-51XQ-J9CD"
WORDS = (
    "Once the director had said it out loud, we stopped asking. “Just go”, she said: no one’s in charge; so we are.\n\n"
    "It also let people off thinking, and I would do that part in another way next time: # slower & with <more> care."
)
CALL = Call.model_validate(
    {
        "id": "what-helps-2027",
        "question": "What helped you?",
        "opens": "2027-01-11",
        "closes": "2027-03-31",
        "formats": ["text", "audio"],
        "shown_as": [ROLE, "Charity"],
        "send_to": "voices@example.org",
    }
)


def person(**changes: Any) -> dict[str, Any]:
    choices = {
        "record": "3f0c5d1e-1111-4222-8333-444455556666",
        "notice": {"id": NOTICE, "sha256": NOTICE_HASH},
        "take_back": code_hash(CODE),
        "shown_as": {"mode": "role", "text": ROLE},
        "scope": "quote",
        "translate": True,
        "take_away": False,
        "valid_until": "2029-02-03",
        "adult": True,
    }
    return {**choices, **changes}


def data(**changes: Any) -> dict[str, Any]:
    words = changes.get("words", WORDS)
    content = {
        "format": FORMAT,
        "id": "v-7kq2m9",
        "call": CALL.id,
        "made": "2027-02-03",
        "kind": "text",
        "language": "en-GB",
        "people_recorded": 1,
        "words": words,
        "words_sha256": words_hash(words),
        "consent": [person()],
    }
    return {key: value for key, value in {**content, **changes}.items() if value is not None}


def named(text: str) -> dict[str, str]:
    return {"mode": "name", "text": text}


def as_ascii(**changes: Any) -> str:
    """A sheet whose data has escapes in place of all that is not ASCII."""
    return f"An answer\n\n{MARK}\n{json.dumps(data(**changes))}\n"


def sheet(**changes: Any) -> str:
    return "\n".join(["An answer to “What helped you?”", "", WORDS, "", MARK, as_json(data(**changes)), ""])


def as_json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=1)


def filed(tmp_path: Path, text: str | bytes, **given: Any) -> Received:
    found = read_sheet(text if isinstance(text, bytes) else text.encode())
    store = given.pop("store", None) or read_store(tmp_path)
    return receive(found, {CALL.id: CALL}, store, given.pop("recalled", {}), {NOTICE: NOTICE_HASH}, TODAY)


def wrapped(text: str, width: int = 72) -> str:
    return "\n".join(
        "\n".join(textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False))
        for line in text.split("\n")
    )


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


AS_MAIL_CHANGES_IT = {
    "as it was saved": sheet(),
    "line ends of Windows": sheet().replace("\n", "\r\n"),
    "lines wrapped": wrapped(sheet()),
    "lines wrapped very short": wrapped(sheet(), 40),
    "quoted": "\n".join(f"> {line}" for line in sheet().split("\n")),
    "quoted twice and wrapped": "\n".join(f">> {line}" for line in wrapped(sheet(), 60).split("\n")),
    "a byte-order mark": "\ufeff" + sheet(),
    "with a greeting before it": "Hello,\nhere it is.\n\n" + sheet(),
    "spaces at the ends of lines": sheet().replace("\n", "  \n"),
    "hard spaces between key and value": sheet().replace('"kind": "text"', '"kind":\xa0"text"'),
    "hard spaces everywhere": sheet().replace(" ", "\xa0"),
    "line ends of old Macs": sheet().replace("\n", "\r"),
    "quoted below a line that says who wrote": "On 3 February, Ada wrote:\n" + quoted(sheet()),
    "quoted, then wrapped": wrapped(quoted(sheet()), 60),
    "hyphens made dashes": sheet().replace("----", "\u2014\u2014"),
    "one dash": sheet().replace("----", "\u2013"),
    "the line in bold": sheet().replace(MARK, f"*{MARK}*"),
    "the line without hyphens": sheet().replace(MARK, MARK.strip("- ")),
    "the line of hyphens also in the letter": f"{MARK}\n\n{sheet()}",
}


@pytest.mark.parametrize("how", AS_MAIL_CHANGES_IT)
def test_a_sheet_is_read_however_a_mail_program_wraps_it(tmp_path: Path, how: str) -> None:
    assert filed(tmp_path, AS_MAIL_CHANGES_IT[how]).id == "v-7kq2m9"
    answer = read_store(tmp_path).answers["v-7kq2m9"]
    assert answer.words == WORDS + "\n"
    assert answer.is_intact
    assert answer.record.received == "2027-02"


def test_an_answer_of_several_people_is_filed_with_each_consent(tmp_path: Path) -> None:
    second = person(record="a91e0000-1111", take_back=code_hash("0000-1111-2222-3333-4444"), scope="listen")
    done = filed(tmp_path, sheet(people_recorded=2, consent=[person(), second]))
    answer = read_store(tmp_path).answers["v-7kq2m9"]
    assert [each.events[-1].scope.value for each in answer.record.consent] == ["quote", "listen"]
    assert answer.is_intact
    assert done.choices[1].startswith("Person 2: Listen only")


@pytest.mark.parametrize("words", ["x" * 39_999, "a." * 19_999, "é " * 10_000, "1 2 " * 9_000, "(at) " * 7_000])
def test_long_words_take_little_time(tmp_path: Path, words: str) -> None:
    began = time.process_time()
    filed(tmp_path, sheet(words=words.strip()))
    assert time.process_time() - began < 2


def test_contact_details_at_the_end_of_a_long_line_are_found(tmp_path: Path) -> None:
    done = filed(tmp_path, sheet(words=f"{'and so on ' * 1_500}write to jo@example.org"))
    assert any("holds an email address" in note for note in done.notes)


def test_nothing_is_shown_before_an_editor_has_checked_it(tmp_path: Path) -> None:
    done = filed(tmp_path, sheet())
    record = read_store(tmp_path).answers["v-7kq2m9"].record
    assert not permitted(record, TODAY, CONDITIONS).counted
    assert permitted(record, TODAY, CONDITIONS).received
    checked = record.model_copy(update={"checked": record_checked()})
    assert permitted(checked, TODAY, CONDITIONS).quote
    assert done.choices == (
        "Quote me: short pieces may be shown on the site. Shown as: Local government. Translation allowed. "
        "No downloads. Until 03 February 2029.",
    )
    assert any("checked:" in note for note in done.notes)


def record_checked() -> Any:
    from learning_pathway.voices.model import Checked

    return Checked.model_validate({"on": "2027-02-10", "by": "editor"})


REFUSED: dict[str, tuple[bytes | str, str]] = {
    "larger than the limit": (sheet() + " " * MAXIMUM, "is larger than 64 kB"),
    "a Word document": (b"PK\x03\x04word/document.xml", "Word document"),
    "a page": ("<!doctype html><p>Hello</p>", "a page of the web"),
    "UTF-16": (sheet().encode("utf-16"), "UTF-8"),
    "a letter without data": ("Dear all,\nthis is what helped me.", "it is no answer sheet"),
    "a receipt": (f"Keep this.\nTake-back code      {CODE}\n", "This is a receipt"),
    "smart quotes": (sheet().replace('"text"', "“text”"), "was changed on its way"),
    "other words": (sheet().replace("stopped", "started"), "The words were changed"),
    "one word less": (sheet().replace("stopped asking. “Just go”, she said", "she said"), "The words were changed"),
    "YAML that grows": (f"{MARK}\na: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "was changed on its way"),
    "YAML that calls": (f"{MARK}\na: !!python/object/apply:os.system [ls]\n", "was changed on its way"),
    "too deep": (f"{MARK}\n" + "[" * 60_000, "cannot be read"),
    "a list": (f"{MARK}\n[1, 2]", "not in the format"),
    "a huge number": (f'{MARK}\n{{"format": {"9" * 60_000}}}', "cannot be read"),
    "a key twice": (sheet().replace('"kind"', '"id": "v-p3x8ra", "kind"'), "cannot be read"),
    "more after the data": (sheet() + 'x: "y"', "Something follows the data, from line 31"),
    "a signature": (sheet() + "\n-- \nAda Gray\nada@example.org\n", "such as a signature"),
    "the footer of a company": (sheet() + "\n________\nThis message is confidential.", "Delete it in a copy"),
    "an answer below a quoted sheet": (quoted(sheet()) + "\n\nThank you!", "Something follows the data"),
    "two sheets": (sheet() + sheet(id="v-p3x8ra", words="Other words."), "several answer sheets"),
    "two sheets that are quoted": (quoted(sheet()) + "\n" + sheet(id="v-p3x8ra"), "several answer sheets"),
    "entities": (html.escape(sheet()), "was changed on its way"),
    "entities in place of quotation marks": (sheet().replace('"', "&quot;"), "was changed on its way"),
    "a page of a mail": (f"<html><body>{html.escape(sheet())}</body></html>", "a page of the web"),
    "straight quotation marks": (sheet().replace("’", "'"), "The words were changed"),
    "quoted-printable": (quopri.encodestring(sheet().encode()), "was changed on its way"),
    "base 64": (base64.encodebytes(sheet().encode()), "it is no answer sheet"),
    "RTF": ("{\\rtf1 " + sheet() + "}", "an RTF document"),
    "an old Word file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + sheet().encode(), "an old Word"),
    "a PDF": (b"%PDF-1.7\n" + sheet().encode(), "a PDF"),
    "UTF-16 without a mark": (sheet().encode("utf-16-le"), "not plain text in UTF-8"),
    "windows-1252": (sheet().encode("cp1252"), "not plain text in UTF-8"),
    "a byte-order mark in the middle": (sheet().replace('"kind"', '\ufeff"kind"'), "U+FEFF"),
    "separators of lines": (sheet().replace("\n", "\u2028"), "U+2028"),
    "marks of direction in a name": (sheet(consent=[person(shown_as=named("Ada \u202eyarG"))]), "U+202E"),
    "signs of no width in a name": (sheet(consent=[person(shown_as=named("Ada\u200b Gray"))]), "U+200B"),
    "marks of direction as escapes": (as_ascii(words="Once \u202ethe director\u202c"), "In one of its texts"),
    "a null byte as an escape": (as_ascii(words="Once the \x00 director"), "In one of its texts"),
    "half a character": (sheet().replace("Once the", "\\ud800Once the"), "`words` is not as it should be"),
    "a name that is missing": (sheet(consent=[person(shown_as={"mode": "name"})]), "which name"),
    "a kind of work that is missing": (sheet(consent=[person(shown_as={"mode": "role"})]), "which name"),
    "no number": (sheet().replace('"people_recorded": 1', '"people_recorded": NaN'), "people_recorded"),
    "too many people": (sheet(people_recorded=10**9), "people_recorded"),
    "no day": (sheet(made="2027-02-30"), "made"),
    "one digit of the hash": (sheet(words_sha256=("0" * 64)), "The words were changed"),
    "a path as a notice": (sheet(consent=[person(notice={"id": "../../etc/1", "sha256": "0" * 64})]), "notice"),
    "two people with one record": (sheet(people_recorded=2, consent=[person(), person()]), "the same record"),
    "two people with one code": (sheet(consent=[person(), person(record="a91e0000-1111")]), "take-back code"),
    "made in time to come": (sheet(made="2027-02-12"), "which is to come"),
    "made before the call opened": (sheet(made="2026-12-01"), "before the call opened"),
    "ten megabytes": (sheet() + "x" * 10_000_000, "larger than 64 kB"),
    "a key that no one knows": (sheet(surname="Gray"), "surname"),
    "marks of direction": (sheet(words="Once \u202ethe director\u202c"), ""),
    "a null byte": (sheet().replace("director", "direc\x00tor"), ""),
    "no adult": (sheet(consent=[person(adult=False)]), "18 or over"),
    "one of two is no adult": (sheet(people_recorded=2, consent=[person(), person(adult=False)]), "18 or over"),
    "age left out": (sheet(consent=[{k: v for k, v in person().items() if k != "adult"}]), "18 or over"),
    "no consent": (sheet(consent=[]), "consent"),
    "a plain code": (sheet(consent=[person(take_back=CODE)]), "take_back"),
    "an id that is a path": (sheet(id="../../etc"), "id"),
    "no words": (sheet(words="…"), "no words"),
    "another call": (sheet(call="another-call"), "which this pathway does not have"),
    "made after closing": (sheet(made="2027-04-01"), "after the call had closed"),
    "a form that is not asked for": (sheet(kind="video", media={"sha256": "0" * 64, "seconds": 60}), "text, audio"),
    "another version": (sheet().replace("answer/1", "answer/9"), "not in the format"),
    "nothing": (b"", "The file is empty"),
    "spaces and line ends": (" \n\r\n\t", "The file is empty"),
    "attachments as Outlook packs them": (b"\x78\x9f\x3e\x22" + b"\x00" * 90, "only Outlook can open"),
    "a whole mail": (
        b"From: Ada <ada@example.org>\nSubject: Answer\nMIME-Version: 1.0\n\n" + base64.encodebytes(sheet().encode()),
        "This is a whole mail",
    ),
    "a whole mail with folded headers": (
        "Received: from a\n\tby b\n\tfor c\r\nFrom: a@example.org\n\nHere it is.\n",
        "This is a whole mail",
    ),
    "a letter that begins like a mail": ("Question: what helped?\nWe talked.\n", "it is no answer sheet"),
    "a very long name": (sheet(consent=[person(shown_as=named("A" * 121))]), "longer than 120"),
    "a name of several lines": (sheet(consent=[person(shown_as=named("Ada\n\n# Gray"))]), "several lines"),
    "a kind of work of several lines": (
        sheet(consent=[person(shown_as={"mode": "role", "text": "Local\ngovernment"})]),
        "several lines",
    ),
    "an end before the beginning": (sheet(consent=[person(valid_until="2027-01-01")]), "end date"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_each_refusal_says_why_and_leaves_nothing(tmp_path: Path, what: str) -> None:
    text, message = REFUSED[what]
    with pytest.raises(SheetError, match=r"\.$|”$|\.”$") as error:
        filed(tmp_path, text)
    assert message in str(error.value)
    assert CODE not in str(error.value)
    assert not list(tmp_path.iterdir())


def test_the_same_answer_is_filed_once(tmp_path: Path) -> None:
    filed(tmp_path, sheet())
    before = (tmp_path / "v-7kq2m9/voice.yaml").read_bytes()
    with pytest.raises(SheetError, match="filed already"):
        filed(tmp_path, sheet())
    with pytest.raises(SheetError, match="Its words are those of v-7kq2m9"):
        filed(tmp_path, sheet(id="v-p3x8ra", words=WORDS.replace("Once", "After")))
    assert [path.name for path in tmp_path.iterdir()] == ["v-7kq2m9"]
    assert (tmp_path / "v-7kq2m9/voice.yaml").read_bytes() == before


def test_a_code_is_for_one_answer(tmp_path: Path) -> None:
    filed(tmp_path, sheet())
    other = "A quite different answer, whose words no one has sent before, with a code that someone has copied."
    with pytest.raises(SheetError, match="Its take-back code is that of v-7kq2m9"):
        filed(tmp_path, sheet(id="v-p3x8ra", words=other))
    second = [person(take_back=code_hash("1" * 20)), person(record="a91e0000-1111")]
    with pytest.raises(SheetError, match="Its take-back code is that of v-7kq2m9"):
        filed(tmp_path, sheet(id="v-p3x8ra", words=other, people_recorded=2, consent=second))
    assert filed(tmp_path, sheet(id="v-p3x8ra", words=other, consent=second[:1])).id == "v-p3x8ra"


def test_what_was_taken_back_is_not_filed_again(tmp_path: Path) -> None:
    with pytest.raises(SheetError, match="was taken back"):
        filed(tmp_path, sheet(), recalled={"v-7kq2m9": Recalled("v-7kq2m9", "2027-02")})


def test_what_an_editor_has_to_look_at_is_named(tmp_path: Path) -> None:
    words = "Write to jo@example.org, or\ncall 07700 900123. " + "And so on and so forth. " * 120
    odd = person(notice={"id": NOTICE, "sha256": "0" * 64}, shown_as={"mode": "role", "text": "Chief Constable"})
    done = filed(tmp_path, sheet(words=words, people_recorded=3, consent=[odd]))
    notes = "\n".join(done.notes)
    for expected in (
        "2 of 3 people have not agreed",
        "Line 1 of the words holds an email address",
        "Line 2 of the words holds a phone number",
        "words; the call asks for at most 600",
        "The notice what-helps-2027/2",
        "“Chief Constable” is no kind of work",
    ):
        assert expected in notes
    assert "jo@example.org" not in notes


def test_a_write_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space"):
        filed(tmp_path, sheet())
    assert not list(tmp_path.iterdir())
