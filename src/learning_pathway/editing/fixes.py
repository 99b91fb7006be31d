"""Fixes of problems that have one certain fix, and of links that have moved, are gone, or were looked at by a person.

A fix of a problem changes only the form of what is written, or takes out what has no effect.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from ..catalogue.files import STATE_FILE
from ..catalogue.problems import Code, Problem
from ..catalogue.reader import ReadResult
from ..catalogue.yaml.document import PathIndex, Position
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import Patch, preview, text_before
from ..catalogue.yaml.tree import EditError
from ..links.repair import plan
from ..links.review import Approval, UnknownLinkError, proposed, seen
from ..links.state.file import LinkStates
from ..links.state.model import LinkState
from ..links.target import Target
from ..links.verdicts import Verdict
from .project import Change, Project

__all__ = [
    "approval_change",
    "fix",
    "healthy_links",
    "known_copies",
    "links_without_copies",
    "lost_links",
    "no_more_errors",
    "repair_change",
    "seen_change",
]

#: Rounds after which the rest is left to a person: each ends problems that may have hidden others.
_MOST_ROUNDS = 10
#: Changes that are named one by one.
_MOST_NAMED = 50
#: The key of a problem: it is the same one if all of them are.
_Key = tuple[str, str, str, int, str]


def fix(project: Project) -> Change:
    """Work out how the catalogue would be with everything fixed that has one certain fix. It may have errors.

    Raises:
        EditError: a file is not text.
        OSError: a file cannot be read.
    """
    before = {name: text for name in project.texts if (text := text_before(project.root / name)) is not None}
    texts, result = dict(before), project.result
    failed: set[_Key] = set()
    fixed: list[Problem] = []
    for _ in range(_MOST_ROUNDS):
        wanted = [each for each in _one_a_line(result) if each.file in texts and _key(each) not in failed]
        after, made = _fixed(texts, wanted)
        if not made:
            break
        found = preview(project.root, _patches(before, after))
        wrong = _wrong(made, found, result)
        if wrong:
            failed |= wrong
            continue
        texts, result = after, found
        fixed += made
    words = [f"{each.file}:{each.line}: {each.remedy}  [{each.code}]" for each in fixed[:_MOST_NAMED]]
    if len(fixed) > _MOST_NAMED:
        words.append(f"… and {len(fixed) - _MOST_NAMED:,} more.")
    title = (
        f"Fix {len(fixed):,} problem{'' if len(fixed) == 1 else 's'}." if fixed else "Nothing can be fixed for certain."
    )
    return Change((title, *words), tuple(_patches(before, texts)))


def no_more_errors(before: ReadResult) -> Callable[[ReadResult], str | None]:
    """A test for `journal.save`: fixes may reveal what was hidden, but every file that could be read still can."""
    unreadable = {each.file for each in before.problems if each.code == Code.YAML_SYNTAX.value}

    def sound(after: ReadResult) -> str | None:
        broken = {each.file for each in after.problems if each.code == Code.YAML_SYNTAX.value} - unreadable
        return f"{', '.join(sorted(broken))} could not be read any more" if broken else None

    return sound


def _one_a_line(result: ReadResult) -> list[Problem]:
    """The problems that have a certain fix, one for each line."""
    lines: dict[tuple[str, int], Problem] = {}
    for problem in result.problems:
        if _certain(problem):
            lines.setdefault((problem.file, problem.line), problem)
    return list(lines.values())


def _certain(problem: Problem) -> bool:
    if problem.code in _DELETED:
        return True
    test = _REPLACED.get(problem.code)
    return test is not None and bool(problem.corrected) and test(problem.source, problem.corrected)


def _same_letters(source: str, corrected: str) -> bool:
    """Whether only case, signs and spaces differ."""
    return _letters(source) == _letters(corrected)


def _letters(line: str) -> str:
    return "".join(each for each in unicodedata.normalize("NFKC", line).casefold() if each.isalnum())


def _same_digits(source: str, corrected: str) -> bool:
    """Whether only a unit, a sign or a word beside the number differs."""
    return re.sub(r"\D", "", source) == re.sub(r"\D", "", corrected)


def _is_no_iso_date(source: str, corrected: str) -> bool:  # noqa: ARG001 - as the others are called
    """Whether a date is in another form than ours; one in our form with impossible numbers is mistyped."""
    return re.search(r"\b\d{4}-\d{1,2}-\d{1,2}\b", source) is None


def _is_shorter(source: str, corrected: str) -> bool:
    """Whether a part was taken out of the line."""
    value = corrected.rpartition(": ")[2].strip("\"' ")
    return bool(value) and value in source


def _always(source: str, corrected: str) -> bool:  # noqa: ARG001 - as the others are called
    return True


def _begins_with_reserved(source: str, corrected: str) -> bool:
    """Whether a value begins with `@` or a backtick, with which no YAML value begins without quotes."""
    return re.match(r"\s*(?:- +)*(?:[^\s:#\"']+:\s+)?[@`]", source) is not None and _same_letters(source, corrected)


#: Codes whose corrected line is put in the line's place, and when.
_REPLACED: Mapping[str, Callable[[str, str], bool]] = {
    Code.UNKNOWN_KEY.value: _same_letters,
    Code.UNKNOWN_VALUE.value: _same_letters,
    Code.WRONG_SHAPE.value: _same_letters,
    Code.ODD_CHARACTER.value: _same_letters,
    Code.BAD_LANGUAGE.value: _same_letters,
    Code.YAML_SYNTAX.value: _begins_with_reserved,
    Code.BAD_NUMBER.value: _same_digits,
    Code.BAD_DATE.value: _is_no_iso_date,
    Code.BAD_DOI.value: _is_shorter,
    Code.BAD_FLAG.value: _always,
    Code.FORMER_REFERENCE.value: _always,
}
#: Codes of what has no effect, and is deleted.
_DELETED = frozenset({Code.REPEATED_REFERENCE.value, Code.NO_VALUE.value, Code.SETTING_DROPPED.value})


def _fixed(texts: Mapping[str, str], wanted: list[Problem]) -> tuple[dict[str, str], list[Problem]]:
    """The texts with the fixes, and the problems that these end. Lines are deleted only where none is replaced."""
    after, made = dict(texts), list[Problem]()
    by_file: dict[str, list[Problem]] = defaultdict(list)
    for problem in wanted:
        by_file[problem.file].append(problem)
    for file, problems in by_file.items():
        replaced = [each for each in problems if each.code not in _DELETED]
        if replaced:
            after[file] = _with_lines(texts[file], {each.line: each.corrected for each in replaced})
            made += replaced
        else:
            for problem in reversed(problems):
                text = _without(file, after[file], problem)
                if text is not None:
                    after[file] = text
                    made.append(problem)
    return after, made


def _with_lines(text: str, lines: Mapping[int, str]) -> str:
    """A text with other lines in the place of some, by number; line ends and byte-order mark stay."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    parts = re.split(r"(\r\n|[\r\n])", text.removeprefix("\ufeff"))
    for number, line in lines.items():
        if (number - 1) * 2 < len(parts):
            parts[(number - 1) * 2] = line
    return mark + "".join(parts)


def _without(file: str, text: str, problem: Problem) -> str | None:
    """A text without what a problem is about; None where that can't be done for sure."""
    try:
        editor = Editor(file, text)
        document = load(file, text.removeprefix("\ufeff")).document
        path = PathIndex(document).path_at(Position(problem.line, problem.column)) if document is not None else ()
        if path and isinstance(path[-1], int):
            editor.remove(path, shared=Shared.HERE)
        elif path:
            editor.unset(path, shared=Shared.HERE)
    except EditError:
        return None
    return editor.text if editor.text != text else None


#: Problems that a line must not get by a fix.
_SPOILT = frozenset(code.value for code in (Code.YAML_SYNTAX, Code.LOST_TEXT, Code.DUPLICATE_KEY, Code.ODD_KEY))


def _wrong(made: list[Problem], after: ReadResult, before: ReadResult) -> set[_Key]:
    """The fixes that did not end their problem, or spoilt their line."""
    known = {_key(each) for each in before.problems}
    still = {_key(each) for each in after.problems}
    spoilt = {(each.file, each.line) for each in after.problems if each.code in _SPOILT and _key(each) not in known}
    return {
        _key(each)
        for each in made
        if _key(each) in still or (each.code not in _DELETED and (each.file, each.line) in spoilt)
    }


def _key(problem: Problem) -> _Key:
    return (
        problem.file,
        problem.code,
        problem.id,
        problem.line if problem.code not in _DELETED else 0,
        problem.message,
    )


def _patches(before: Mapping[str, str], after: Mapping[str, str]) -> list[Patch]:
    return [Patch(name, before[name], text, ()) for name, text in after.items() if text != before[name]]


_GONE: Final = frozenset({Verdict.BROKEN, Verdict.HOLLOW, Verdict.DRIFTED, Verdict.REMOVED_VIDEO})
"""Verdicts that an archived copy is the answer to: not a paywall, a server that fails or a lost section."""


def seen_change(root: Path, id_: str, on: date) -> Change:
    """Work out the state of the links with one that a person opened and found the resource at.

    Raises:
        EditError: the state knows no such link, or its file is damaged.
        OSError: it cannot be read.
    """
    before = text_before(root / STATE_FILE)
    try:
        record, after = proposed(root / STATE_FILE, id_, lambda each: seen(each, on))
    except UnknownLinkError as error:
        raise EditError(str(error)) from None
    words = [f"Record that you opened the link `{id_}` and found the resource there."]
    if record.vouched:
        words.append("It raises no alarm until the check sees something else there.")
    return Change(tuple(words), (Patch(STATE_FILE, before, after, (id_,)),))


def approval_change(root: Path, id_: str, approval: Approval, on: date) -> Change:
    """Work out the state of the links with one whose page was approved as it is.

    Raises:
        EditError: the file of the state is damaged.
        OSError: it cannot be read.
    """
    before = text_before(root / STATE_FILE)
    new = LinkState.unchecked(id_, approval.url)
    try:
        _, after = proposed(root / STATE_FILE, id_, lambda each: approval.of(each, on), new=new)
    except UnknownLinkError as error:
        raise EditError(str(error)) from None
    return Change((f"Approve the page of the link `{id_}` as it is.",), (Patch(STATE_FILE, before, after, (id_,)),))


def lost_links(targets: Sequence[Target], health: LinkStates) -> list[tuple[Target, LinkState]]:
    """Resources that are gone for certain, and have no archived copy in the catalogue."""
    found = []
    for target in targets:
        record = health.of(target.id)
        gone = record is not None and record.alarm and record.verdict in _GONE
        if record and gone and record.url == target.url and target.is_main and not target.archived:
            found.append((target, record))
    return found


def healthy_links(targets: Sequence[Target], health: LinkStates) -> list[LinkState]:
    """Resources that are at their address, and have no archived copy in the catalogue."""
    return [
        record
        for target in targets
        if target.is_main and not target.archived
        if (record := health.of(target.id)) and record.verdict is Verdict.OK and record.url == target.url
    ]


def known_copies(targets: Sequence[Target], health: LinkStates) -> dict[str, str]:
    """The archived copies that are known of resources that are gone, by link id."""
    return {record.id: record.archived_url for _, record in lost_links(targets, health) if record.archived_url}


def links_without_copies(targets: Sequence[Target], health: LinkStates) -> list[tuple[Target, LinkState]]:
    """Resources that are gone, of which no archived copy is known: what archives can be asked for."""
    return [(target, record) for target, record in lost_links(targets, health) if not record.archived_url]


def repair_change(
    root: Path, targets: Sequence[Target], health: LinkStates, copies: Mapping[str, str]
) -> tuple[Change, list[str]]:
    """Work out the catalogue with the new addresses of what has moved, and archived copies of what is gone.

    Args:
        root: the project's folder.
        targets: the links to repair.
        health: what is known of them.
        copies: archived copies, by link id.

    Returns:
        The change, and the ids of links whose place in the file could not be told for sure.

    Raises:
        EditError: a file is no text in UTF-8.
        OSError: a file cannot be read.
    """
    patches, left = plan(root, targets, health.links, copies)
    ids = [id_ for patch in patches for id_ in patch.changed]
    words = [_repair_words(id_, health.links[id_], copies) for id_ in ids]
    return Change((f"Repair links: {', '.join(f'`{id_}`' for id_ in ids)}.", *words), tuple(patches)), left


def _repair_words(id_: str, record: LinkState, copies: Mapping[str, str]) -> str:
    if record.verdict is Verdict.MOVED and record.new_url:
        return f"`{id_}`: {record.url} → {record.new_url}"
    return f"`{id_}`: archived copy {copies[id_]}"
