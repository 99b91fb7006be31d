"""Read what people sent (a text, an issue, an e-mail), all of it untrusted, and make a checked change of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from ..catalogue.contribution_forms import (
    FORMS,
    REPORT,
    SUGGESTION,
    VERSION,
    ContributionForm,
    bare_name,
    names_in_text,
)
from ..catalogue.problems import Severity
from ..catalogue.reader import ReadResult
from ..catalogue.yaml.document import visible_text
from ..catalogue.yaml.patch import preview
from ..formats.text import FileError, decoded, shown
from ..locale import translations_for
from .intake import Intake, IntakeOutcome, drafted, entry_is_lost, noted
from .readers import has_tags, mail_texts, text_of_html, undecorated, unquoted, without

__all__ = ["LARGEST", "Contribution", "read_contribution", "read_text", "take_in"]

#: Bytes of the largest file: a hundred times what anyone types into the form.
LARGEST = 500_000
#: What forges and forms write where no one answered.
_NOTHING = frozenset({"_no response_", "no response", "not sure", "n/a", "none", "https://", "http://", "-", "?"})
_HEADING = re.compile(r"#{1,6}[ \t]+(\S.*)")
#: The line that says which form a text is of.
_VERSION_LINE = re.compile(rf"({'|'.join(FORMS)})[ \t]{{0,9}}:[ \t]{{0,9}}[0-9]{{1,9}}[ \t]{{0,9}}$", re.IGNORECASE)
#: A short answer with an address below it, or in brackets behind it, and the characters of the longest.
_WITH_ADDRESS = re.compile(r"(?s)(.+?)\s*(?:\n(?:[^\n:]{1,20}:[ \t]*)?|(\())<?(https?://[^\s<>]+?)>?(?(2)\))\s*\Z")
_LONGEST = 2_000
#: What mail programs write below a text, and the line with which another one begins.
_SIGNATURE = re.compile(
    r"(?:Sent from (?:my |Outlook|Mail|Yahoo|Proton)|Get Outlook for |Envoyé de(?:puis)? mon |"
    r"Von meinem .{1,40} gesendet|Enviado desde mi |Inviato da |Anfonwyd o |-{2,9} ?Original Message ?-{2,9}|_{20,})",
    re.IGNORECASE,
)
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

    form: ContributionForm
    answers: Mapping[str, str]
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether no question has an answer but those that the page gives."""
        return not any(question.key in self.answers for question in self.form.asked)


def read_contribution(path: Path, language: str = "en") -> Contribution:
    """Read a file: an e-mail where its name ends in `.eml`, else a text.

    Args:
        path: the file.
        language: the pathway's language, in which its pages name the questions.

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
        return _read_mail(data, language)
    text, assumed = decoded(data)
    found = read_text(text, language)
    return replace(found, remarks=(assumed, *found.remarks)) if assumed else found


def _read_mail(data: bytes, language: str) -> Contribution:
    """Read an e-mail: the first of its texts that is of a form, plain ones first, also in a message that it forwards.

    Raises:
        FileError: it is damaged, or no suggestion and no report.
    """
    refused: FileError | None = None
    for text in filter(str.strip, mail_texts(data)):
        try:
            return read_text(text, language)
        except FileError as error:
            refused = refused or error
    raise refused or FileError("the e-mail has no text; copy its words into a text file, and give that")


def read_text(text: str, language: str = "en") -> Contribution:
    """Read a text; `language` is the pathway's.

    Raises:
        FileError: it is no suggestion and no report, of a later version, or says a thing twice.
    """
    text = without(text.replace("\r\n", "\n").replace("\r", "\n"), "<!--", "-->")  # templates hold comments of HTML
    named = {form.name: _names(form, language) for form in FORMS.values()}
    known = {name for names in named.values() for name in names}
    lines = [line for line in text.split("\n") if not line.startswith("```")]
    form = _form(lines, named)
    if form is None:  # a reply or a forwarded text is quoted
        lines = unquoted(lines)
        form = _form(lines, named)
    if form is None and has_tags(text):
        lines = text_of_html(text, known).split("\n")
        form = _form(lines, named)
    if form is None:  # a mail program or a person has changed how it looks
        asked = [{bare_name(each.label) for each in form.asked if each.is_required} for form in FORMS.values()]
        lines = undecorated(lines, known, asked)
        form = _form(lines, named)
    if form is None:
        raise FileError(
            "this is no suggestion and no report of a problem: there is no line that begins with `title:`, `url:`, "
            "`why:` or `problem:`, and no heading of the forms"
        )
    names = named[form.name]
    found = _headed(lines, names) if _is_headed(lines, form) else _keyed(lines, form, names)
    return _contribution(form, found)


def _names(form: ContributionForm, language: str) -> dict[str, str]:
    """The key of each question by what a text may call it, in English and in the pathway's language."""
    return names_in_text(form, str, translations_for(language).gettext)


def _form(lines: list[str], named: Mapping[str, Mapping[str, str]]) -> ContributionForm | None:
    """The form that a text is of: as its last line says, else as its keys or headings do."""
    versions = {match[1].casefold() for line in lines if (match := _VERSION_LINE.match(line))}
    if versions:
        return next(form for name, form in FORMS.items() if name in versions)
    begun = {
        bare_name(match[1]) for line in lines if (match := re.match(r"(?=\S)([^:\uff1a]{1,80}?)\s{0,9}[:\uff1a]", line))
    }
    for form in FORMS.values():
        if _is_headed(lines, form):
            return form
    for name, keys in _TELLING.items():
        if any(named[name].get(each) in keys for each in begun):
            return FORMS[name]
    return None


def _is_headed(lines: list[str], form: ContributionForm) -> bool:
    """Whether a text has the questions as headings, as issues have them that were made by a form."""
    own = {bare_name(question.label) for question in form.asked if question.is_required}
    return any((match := _HEADING.match(line)) and bare_name(match[1]) in own for line in lines)


def _headed(lines: list[str], names: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The answer below each heading."""
    current: tuple[str, list[str]] | None = None
    for line in lines:
        heading = _HEADING.match(line)
        key = names.get(bare_name(heading[1])) if heading else None
        if key is not None:
            if current:
                yield current
            current = key, []
        elif current:
            current[1].append(line)
    if current:
        yield current


def _keyed(lines: list[str], form: ContributionForm, names: Mapping[str, str]) -> Iterator[tuple[str, list[str]]]:
    """The answer behind each key, with the lines up to the next key. An indented line is never one."""
    longest = max(map(len, names))
    current: tuple[str, list[str]] | None = None
    for line in lines:
        name, colon, rest = line[:400].replace("\uff1a", ":", 1).partition(":")
        key = names.get(bare_name(name)) if colon and len(name) <= longest + 9 and not name[:1].isspace() else None
        if key == form.name and not _VERSION_LINE.match(line):  # words that someone wrote
            key = None
        if key is not None:
            if current:
                yield current
            current = key, [line[len(name) + 1 :] if len(line) > 400 else rest]
        elif current and (line == "-- " or _SIGNATURE.match(line) or (line == "--" and not current[1][-1].strip())):
            break
        elif current and current[0] not in (form.name, "page"):
            current[1].append(line)
    if current:
        yield current


def _contribution(form: ContributionForm, found: Iterator[tuple[str, list[str]]]) -> Contribution:
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
    if form is SUGGESTION:
        _take_address(answers)
    remark = f"Left out: {hidden:,} invisible character{'s' if hidden != 1 else ''}."
    return Contribution(form, answers, (remark,) if hidden > 0 else ())


def _take_address(answers: dict[str, str]) -> None:
    """Take an address that is below or behind a short answer out of it, as that of the resource where none is given."""
    for key in ("title", "type", "authors", "published"):
        found = _WITH_ADDRESS.match(answers.get(key, "")[: _LONGEST + 1])
        if found and len(answers[key]) <= _LONGEST and answers.get("url", found[3]) == found[3]:
            answers |= {key: found[1], "url": found[3]}


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
        found = Intake(IntakeOutcome.EMPTY, f"No one has filled in this {contribution.form.name}. Ask for {wanted}.")
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
    return replace(intake, outcome=IntakeOutcome.REFUSED, message=f"The check refuses it: {reason or 'it'}", patches=())
