"""The answer sheet, and the take-back code of its receipt, of which only the hash is kept.

A sheet is a letter that anyone can read, and below a line the same as data. The data is JSON, where white space means
nothing: a mail program that wraps long lines does no harm, because a line end within a text is always its own.
`words_sha256` tells whether anything else has changed.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, ValidationError, field_validator

from ..catalogue.files import not_text_reason
from ..catalogue.values import Count, Day, Entry, Flag, Id, Language
from ..catalogue.yaml.document import character_problems
from .model import Kind, NoticeRead, Scope, Sha256, ShownAs, VoiceId
from .words import words_of

__all__ = [
    "ALPHABET",
    "FORMAT",
    "MARK",
    "MAXIMUM",
    "Sheet",
    "SheetConsent",
    "SheetError",
    "code_hash",
    "find_code",
    "is_code",
    "read_sheet",
    "words_hash",
]

#: Crockford's base 32: no I, L, O or U, which people misread.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 20  # of 5 bits: 100 bits
_MISREAD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_CODE = re.compile(
    rf"(?<![0-9A-Z])(?:[{ALPHABET}ILO]{{4}}[-\u2010-\u2015 ]){{4}}[{ALPHABET}ILO]{{4}}(?![0-9A-Z])", re.IGNORECASE
)
FORMAT = "learning-pathway-answer/1"
#: The line above the data.
MARK = "---- Please leave everything below this line as it is ----"
#: Programs turn hyphens into dashes, and make a line bold.
_MARK = re.compile(
    r"^(?P<quoted>[> \t]*)[ \xa0*_\u2010-\u2015-]*"
    + r"[\s>]+".join(MARK.strip("- ").split())
    + r"[\s>*_\u2010-\u2015-]*?$",
    re.MULTILINE,
)
MAXIMUM = 64 * 1024
#: How a mail begins that was saved as a file, and the packet that Outlook makes of attachments (`winmail.dat`).
_MAIL = re.compile(r"(?:[A-Za-z][\w-]{1,40}:[ \t].*\n(?:[ \t].*\n){0,50}){2,200}\n")
_TNEF = b"\x78\x9f\x3e\x22"
_LONGEST_NAME = 120
_ASK = "Please ask for the file again, as an attachment."


def _plain(code: str) -> str:
    return re.sub(r"[^0-9A-Z]", "", code.upper()).translate(_MISREAD)


def is_code(text: str) -> bool:
    """Whether a text is a take-back code, however it is grouped."""
    plain = _plain(text)
    return len(plain) == _LENGTH and set(plain) <= set(ALPHABET) and len(text) < 3 * _LENGTH


def code_hash(code: str) -> str:
    """SHA-256 of a code, without its hyphens, as `sha256:` and hexadecimal digits."""
    return "sha256:" + hashlib.sha256(_plain(code).encode("ascii")).hexdigest()


def find_code(text: str) -> str | None:
    """The first take-back code in a text, such as a receipt that was sent by mistake; None where there is none."""
    found = _CODE.search(text)
    return found[0] if found else None


def is_hash_of(code: str, kept: str | None) -> bool:
    """Whether a kept hash is that of a code; the comparison takes the same time either way."""
    wanted = code_hash(code).removeprefix("sha256:")
    return hmac.compare_digest(wanted, (kept or "").removeprefix("sha256:"))


class SheetError(Exception):
    """A sheet that cannot be filed; the message says why, and what to do."""


class SheetConsent(Entry):
    """What one person chose."""

    record: Annotated[str, StringConstraints(pattern=r"^[0-9a-f-]{8,64}$")]
    notice: NoticeRead
    take_back: Annotated[str, StringConstraints(pattern=r"^sha256:[0-9a-f]{64}$")]
    shown_as: ShownAs
    scope: Scope
    translate: Flag = False
    take_away: Flag = False
    valid_until: Day | None = None
    adult: Flag = False


class SheetMedia(Entry):
    """The recording that goes with the sheet."""

    sha256: Sha256
    seconds: Annotated[int, Field(ge=1, le=36_000)]


class Sheet(Entry):
    """The data of an answer sheet."""

    format: Literal["learning-pathway-answer/1"]
    id: VoiceId
    call: Id
    made: Day
    kind: Kind
    language: Language
    people_recorded: Count = 1
    words: Annotated[str, StringConstraints(max_length=40_000)] = ""
    words_sha256: Sha256
    media: SheetMedia | None = None
    consent: Annotated[tuple[SheetConsent, ...], Field(min_length=1, max_length=50)]

    @field_validator("words")
    @classmethod
    def _with_plain_line_ends(cls, words: str) -> str:
        return re.sub(r"[ \t]+", " ", words.replace("\r\n", "\n")).strip()


def words_hash(words: str) -> str:
    """SHA-256 of a text without regard to white space, in hexadecimal digits."""
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()


def read_sheet(data: bytes) -> Sheet:
    """Read an answer sheet as it came.

    Raises:
        SheetError: it is none, it was changed on its way, or it lacks something.
    """
    if len(data) > MAXIMUM:
        raise SheetError(f"The file is larger than {MAXIMUM // 1024} kB: no answer sheet is. {_ASK}")
    if not data.strip():
        raise SheetError(f"The file is empty. {_ASK}")
    if data.startswith(_TNEF):
        raise SheetError(
            "This is an attachment that only Outlook can open. Please ask for the file again, from a webmail."
        )
    what = not_text_reason(data)
    if what is not None:
        raise SheetError(f"This is {what}, not an answer sheet. {_ASK}")
    if b"\x00" in data:
        raise SheetError(f"The file is not plain text in UTF-8. {_ASK}")
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError:
        raise SheetError(f"The file is not plain text in UTF-8. {_ASK}") from None
    return _checked(_data(_block(text)))


def _data(block: str) -> dict[str, Any]:
    """The data of a sheet: JSON whose line ends are white space, wherever they are."""
    reader = json.JSONDecoder(object_pairs_hook=_without_twins)
    start = len(block) - len(block.lstrip())
    try:
        content, end = reader.raw_decode(re.sub(r"\s", " ", block), start)
    except json.JSONDecodeError as error:
        raise SheetError(f"{_line(block, error.pos)} was changed on its way. {_ASK}") from None
    except (ValueError, RecursionError):
        raise SheetError(f"The data below the line of hyphens cannot be read. {_ASK}") from None
    rest = block[end:].lstrip()
    if rest:
        place = _line(block, len(block) - len(rest))
        raise SheetError(
            f"Something follows the data, from {place[0].lower()}{place[1:]}, such as a signature. "
            "Delete it in a copy of the file, and give that."
        )
    for text in _texts(content):
        odd = next(iter(character_problems(text)), None)
        if odd is not None:
            raise SheetError(f"In one of its texts: {odd.message} {_ASK}")
    return content if isinstance(content, dict) else {}


def _line(block: str, place: int) -> str:
    line = block.count("\n", 0, place) + 1
    return f"Line {line} below the line of hyphens"


def _texts(content: Any) -> Iterator[str]:
    """Every text in the data, as it is once its escapes are resolved."""
    waiting = [content]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            waiting += [*value.keys(), *value.values()] if isinstance(value, dict) else value


def _without_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    data = dict(pairs)
    if len(data) != len(pairs):
        raise ValueError("a key comes twice")
    return data


def _block(text: str) -> str:
    """The data below the line, without the signs of a quoted mail."""
    odd = next(iter(character_problems(text)), None)
    if odd is not None:
        raise SheetError(f"Line {odd.position.line}: {odd.message} {_ASK}")
    marks = list(_MARK.finditer(text))
    if not marks:
        if find_code(text):
            raise SheetError(
                "This is a receipt, which its owner should keep. Its code was not read. To take the answer back, "
                "use `pathway voices take-back` with the code."
            )
        if _MAIL.match(text):
            raise SheetError("This is a whole mail. Save the files that are attached to it, and give those.")
        raise SheetError(f"The line `{MARK}` is not in the file, so it is no answer sheet. {_ASK}")
    blocks = [_unquoted(text[mark.end() + 1 :], mark["quoted"]) for mark in marks]
    if sum(block.lstrip().startswith("{") for block in blocks) > 1:
        raise SheetError("There are several answer sheets in it. Save each as a file of its own.")
    return blocks[-1]


def _unquoted(block: str, quoted: str) -> str:
    """The data without the signs of a quoted mail; a line that was wrapped after it was quoted has none."""
    if ">" not in quoted:
        return block
    return "\n".join(re.sub(r"^(?:[ \t]*>)+ ?", "", line) for line in block.split("\n"))


def _checked(content: dict[str, Any]) -> Sheet:
    if content.get("format") != FORMAT:
        raise SheetError(f"The data is not in the format `{FORMAT}`. {_ASK}")
    try:
        sheet = Sheet.model_validate(content)
    except ValidationError as error:
        details = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in details["loc"])
        what = "is missing" if details["type"] == "missing" else "is not as it should be"
        raise SheetError(f"`{where}` {what}. {_ASK}") from None
    if words_hash(sheet.words) != sheet.words_sha256.removeprefix("sha256:"):
        raise SheetError(f"The words were changed on their way. {_ASK}")
    if not all(consent.adult for consent in sheet.consent):
        raise SheetError(
            "Someone in it has not said that they are 18 or over, so we cannot keep it. Delete the message, and write "
            "back: “Thank you for your answer. We can only take answers from adults, so we have deleted it.”"
        )
    if sheet.kind is Kind.TEXT and not words_of(sheet.words):
        raise SheetError(f"There are no words in it. {_ASK}")
    if (sheet.media is None) is not (sheet.kind is Kind.TEXT):
        raise SheetError(f"It does not say which recording belongs to it, or names one beside a written answer. {_ASK}")
    if any(consent.shown_as.mode.rank and not consent.shown_as.text for consent in sheet.consent):
        raise SheetError(f"It does not say which name or kind of work to show. {_ASK}")
    if any(len(name) > _LONGEST_NAME or "\n" in name for name in (each.shown_as.text or "" for each in sheet.consent)):
        raise SheetError(
            f"A name or kind of work in it is longer than {_LONGEST_NAME} letters, or has several lines. {_ASK}"
        )
    for names in ([each.record for each in sheet.consent], [each.take_back for each in sheet.consent]):
        if len(set(names)) < len(names):
            raise SheetError(f"Two people in it have the same record or take-back code. {_ASK}")
    if any(consent.valid_until is not None and consent.valid_until < sheet.made for consent in sheet.consent):
        raise SheetError(f"The end date is before the day on which it was made. {_ASK}")
    return sheet
