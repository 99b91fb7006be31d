"""Fix problems that have one certain fix: only the form of what is written changes, or what has no effect goes."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Mapping

from ..catalogue import Problem, ReadResult
from ..catalogue.problems import Code
from ..catalogue.yaml.document import PathIndex, Position
from ..catalogue.yaml.edit import Editor, Shared
from ..catalogue.yaml.loader import load
from ..catalogue.yaml.patch import Patch, preview, text_before
from ..catalogue.yaml.tree import EditError
from .project import Change, Project

__all__ = ["fix", "no_more_errors"]

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
