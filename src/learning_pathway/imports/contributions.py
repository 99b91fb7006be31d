"""Read what people sent (a text, an issue, an e-mail), all of it untrusted, and make a checked change of it."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from email.message import EmailMessage
from html import unescape
from itertools import islice
from pathlib import Path
from textwrap import dedent
from typing import Any

from ..catalogue import ReadResult, Severity
from ..catalogue.contribution_forms import FORMS, REPORT, SUGGESTION, VERSION, Form
from ..catalogue.yaml.loader import visible_text
from ..catalogue.yaml.patch import preview
from ..formats.text import FileError, decoded, shown
from .intake import Intake, Outcome, drafted, entry_is_lost, noted

__all__ = ["LARGEST", "Contribution", "read_contribution", "read_text", "take_in"]

#: Bytes of the largest file: a hundred times what anyone types into the form.
LARGEST = 500_000
#: What forges and forms write where no one answered.
_NOTHING = frozenset({"_no response_", "no response", "not sure", "n/a", "none", "https://", "http://", "-", "?"})
_HEADING = re.compile(r"#{1,6}[ \t]+(\S.*)")
_LABELS = {
    form.name: {question.label.casefold(): question.key for question in form.questions} for form in FORMS.values()
}
#: The line that says which form a text is of.
_VERSION_LINE = re.compile(rf"({'|'.join(FORMS)})[ \t]{{0,9}}:[ \t]{{0,9}}[0-9]{{1,9}}[ \t]{{0,9}}$", re.IGNORECASE)
#: Parts of an e-mail that are looked at.
_MOST_PARTS = 100
#: What ends a line of HTML.
_BLOCK = re.compile(r"(?i)<(?:br|/?(?:p|div|li|ul|ol|tr|h[1-6]|blockquote|table|body|html))\b[^<>]{0,2000}>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>")
#: Keys by which a text tells its form where it has lost its last line.
_TELLING = {REPORT.name: ("problem",), SUGGESTION.name: ("why", "url", "title")}


@dataclass(frozen=True, slots=True)
class Contribution:
    """What someone sent.

    Attributes:
        form: which form it is.
        answers: by key; without what no one answered.
        remarks: what was left out of it, in sentences.
    """

    form: Form
    answers: Mapping[str, str]
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no question has an answer but those that the page gives."""
        return not any(question.key in self.answers for question in self.form.asked)


def read_contribution(path: Path) -> Contribution:
    """Read a file: an e-mail where its name ends in `.eml`, else a text.

    Raises:
        FileError: it cannot be read, or is no suggestion and no report.
        OSError: it cannot be opened.
    """
    if not path.is_file():
        raise FileError(f"{path} is not a file")
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise FileError(
            f"{path.name} is larger than {LARGEST // 1000} kB, so it is no text of the form; "
            "save an e-mail without its attachments"
        )
    if path.suffix.lower() == ".eml":
        return _read_mail(data)
    text, assumed = decoded(data)
    found = read_text(text)
    return replace(found, remarks=(assumed, *found.remarks)) if assumed else found


def _read_mail(data: bytes) -> Contribution:
    """Read an e-mail: the first of its texts that is of a form, plain ones first, also in a message that it forwards.

    Raises:
        FileError: it is damaged, or no suggestion and no report.
    """
    try:
        message = email.message_from_bytes(data, policy=email.policy.default)
        parts = [part for part in islice(message.walk(), _MOST_PARTS) if part.get_content_maintype() == "text"]
        parts.sort(key=lambda part: part.get_content_subtype() != "plain")
        texts = [_text_of_part(part) for part in parts if isinstance(part, EmailMessage)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise FileError("the e-mail is damaged; copy its text into a file, and give that") from None
    refused: FileError | None = None
    for text in filter(str.strip, texts):
        try:
            return read_text(text)
        except FileError as error:
            refused = refused or error
    raise refused or FileError("the e-mail has no text; copy its words into a text file, and give that")


def _text_of_part(part: EmailMessage) -> str:
    content = str(part.get_content())
    return _text_of_html(content) if part.get_content_subtype() == "html" else content


def read_text(text: str) -> Contribution:
    """Read a text.

    Raises:
        FileError: it is no suggestion and no report, of a later version, or says a thing twice.
    """
    text = _without(text.replace("\r\n", "\n").replace("\r", "\n"), "<!--", "-->")  # templates hold comments of HTML
    lines = [line for line in text.split("\n") if not line.startswith("```")]
    form = _form(lines)
    if form is None:  # a reply or a forwarded text is quoted
        lines = dedent("\n".join(re.sub(r"^(?:[>|] ?){1,9}", "", line) for line in lines)).split("\n")
        form = _form(lines)
    if form is None and _TAG.search(text):
        lines = _text_of_html(text).split("\n")
        form = _form(lines)
    if form is None:  # a mail program or a person has made a list of it, or the names bold
        lines = [_undecorated(line) for line in lines]
        form = _form(lines)
    if form is None:
        raise FileError(
            "this is no suggestion and no report of a problem: there is no line that begins with `title:`, `url:`, "
            "`why:` or `problem:`, and no heading of the forms"
        )
    found = _headed(lines, form) if _is_headed(lines, form) else _keyed(lines, form)
    return _contribution(form, found)


def _without(text: str, opening: str, closing: str) -> str:
    """A text without its parts from one mark to another, in any case of letters; a part that never ends stays."""
    kept, place, low = list[str](), 0, text.lower()
    if len(low) != len(text):  # a letter that becomes two
        low = text
    while (begin := low.find(opening, place)) >= 0 and (end := low.find(closing, begin)) >= 0:
        kept.append(text[place:begin])
        place = end + len(closing)
    return "".join([*kept, text[place:]])


def _text_of_html(text: str) -> str:
    """What a browser would show of HTML, a line for each block; scripts and styles left out."""
    for name in ("head", "script", "style"):
        text = _without(text, f"<{name}", f"</{name}>")
    if _BLOCK.search(text):
        text = _BLOCK.sub("\n", " ".join(text.split()))
    text = unescape(_TAG.sub("", text))
    return "\n".join(line.strip() for line in text.split("\n"))


def _undecorated(line: str) -> str:
    """A line without the sign of a list, and without those that make its first words bold."""
    line = re.sub(r"^[ \t]{0,9}(?:[-*+•][ \t]{1,9})", "", line)
    bold = re.match(r"(\*\*|__)([^*_]{1,80}?)[ \t]{0,9}(:?)\1[ \t]{0,9}(:?)", line)
    return f"{bold[2]}: {line[bold.end() :].lstrip()}" if bold else line


def _form(lines: list[str]) -> Form | None:
    """The form that a text is of: as its last line says, else as its keys or headings do."""
    named = {match[1].casefold() for line in lines if (match := _VERSION_LINE.match(line))}
    if named:
        return next(form for name, form in FORMS.items() if name in named)
    begun = {match[1].casefold() for line in lines if (match := re.match(r"([A-Za-z-]{1,20})\s{0,9}[:\uff1a]", line))}
    for form in FORMS.values():
        if _is_headed(lines, form):
            return form
    return next((FORMS[name] for name, keys in _TELLING.items() if not begun.isdisjoint(keys)), None)


def _is_headed(lines: list[str], form: Form) -> bool:
    """Whether a text has the questions as headings, as issues have them that were made by a form."""
    own = {question.label.casefold() for question in form.asked if question.is_required}
    return any((match := _HEADING.match(line)) and match[1].strip().casefold() in own for line in lines)


def _headed(lines: list[str], form: Form) -> Iterator[tuple[str, list[str]]]:
    """The answer below each heading."""
    labels = _LABELS[form.name]
    current: tuple[str, list[str]] | None = None
    for line in lines:
        heading = _HEADING.match(line)
        key = labels.get(heading[1].strip().casefold()) if heading else None
        if key is not None:
            if current:
                yield current
            current = key, []
        elif current:
            current[1].append(line)
    if current:
        yield current


def _keyed(lines: list[str], form: Form) -> Iterator[tuple[str, list[str]]]:
    """The answer behind each key, with the lines up to the next key. An indented line is never one."""
    labels = {question.label.casefold(): question.key for question in form.asked}
    keys = labels | {key.casefold(): key for key in form.keys}
    longest = max(map(len, keys))
    current: tuple[str, list[str]] | None = None
    for line in lines:
        name, colon, rest = line[:400].replace("\uff1a", ":", 1).partition(":")
        key = keys.get(name.rstrip().casefold()) if colon and len(name) <= longest else None
        if key == form.name and not _VERSION_LINE.match(line):  # words that someone wrote
            key = None
        if key is not None:
            if current:
                yield current
            current = key, [line[len(name) + 1 :] if len(line) > 400 else rest]
        elif line == "-- ":  # the signature of an e-mail
            break
        elif current and current[0] not in (form.name, "page"):
            current[1].append(line)
    if current:
        yield current


def _contribution(form: Form, found: Iterator[tuple[str, list[str]]]) -> Contribution:
    answers, hidden = dict[str, str](), 0
    for key, lines in found:
        typed = "\n".join(line.strip() for line in lines).strip()
        value = "\n".join(visible_text(line) for line in typed.split("\n")).strip()
        hidden += len(typed) - len(value)
        if not value or value.casefold() in _NOTHING:
            continue
        if answers.setdefault(key, value) != value:
            more = ", or give each suggestion a file of its own" if key in ("title", "url") else ""
            raise FileError(f"`{key}` is there twice: {shown(answers[key], 60)} and {shown(value, 60)}; keep one{more}")
    version = answers.pop(form.name, str(VERSION))
    if version != str(VERSION):
        raise FileError(
            f"this is a {form.name} of version {shown(version, 20)}; this program reads version {VERSION}. Update it"
        )
    if "own" in answers:  # issue forms write it as they show it
        answers["own"] = answers["own"].casefold()
    remark = f"Left out: {hidden:,} invisible character{'s' if hidden != 1 else ''}."
    return Contribution(form, answers, (remark,) if hidden > 0 else ())


def take_in(
    contribution: Contribution,
    reading: ReadResult,
    today: date,
    *,
    file: str,
    given: Mapping[str, Any] | None = None,
    despite: Collection[str] = (),
) -> Intake:
    """Work out what becomes of a contribution. Nothing is written.

    Args:
        contribution: what was sent.
        reading: the catalogue as it is.
        today: the present day.
        file: the file that new entries go to.
        given: what an editor knows of a suggested resource, by field; it goes before what was sent.
        despite: ids of resources that a suggestion may look like.

    Raises:
        EditError: a file leaves no place for the change.
        OSError: a file cannot be read.
    """
    if contribution.is_empty and not given:
        wanted = "what is wrong" if contribution.form is REPORT else "a title, and who it would help"
        found = Intake(Outcome.EMPTY, f"No one has filled in this {contribution.form.name}. Ask for {wanted}.")
    elif contribution.form is REPORT:
        found = noted(contribution.answers, reading, today)
    else:
        found = drafted(contribution.answers, given or {}, reading, today, file, despite)
    return replace(_checked(found, reading), remarks=(*contribution.remarks, *found.remarks))


def _checked(intake: Intake, reading: ReadResult) -> Intake:
    """The same where the changed catalogue passes the check, else a refusal."""
    if not intake.patches:
        return intake
    changed = preview(reading.root, intake.patches)
    reason = next((each.message for each in changed.problems if each.severity is Severity.ERROR), None)
    if reason is None and entry_is_lost(intake, changed) is None:
        return intake
    return replace(intake, outcome=Outcome.REFUSED, message=f"The check refuses it: {reason or 'it'}", patches=())
