"""Each small broken catalogue gives exactly the problems that its golden file lists."""

from __future__ import annotations

import re

from brokencatalogues import BROKEN, EXPECTED, TODAY, cases, problems
from casetable import case_table
from learning_pathway.catalogue import read
from learning_pathway.catalogue.problems import Code

#: Their cases need a file larger than a repository should hold, or more files, or a file that is no file, or answers.
ELSEWHERE = {
    *(Code.UNREADABLE_FILE, Code.FILE_TOO_LARGE, Code.TOO_MANY_FILES, Code.TOO_MANY_PROBLEMS),
    *(Code.CALL_WITHOUT_NOTICE, Code.ANSWER, Code.ANSWER_WORDS, Code.ANSWER_ADVICE, Code.NO_VOICE_STORE),
}


@case_table("case", cases(BROKEN))
def test_a_broken_catalogue_gives_exactly_these_problems(case: str) -> None:
    assert problems(BROKEN / case) == (BROKEN / case / EXPECTED).read_text(encoding="utf-8")


def test_every_code_is_promised_by_some_broken_catalogue() -> None:
    promised = {
        word
        for case in cases(BROKEN)
        for word in re.findall(r"^\S.*?  \w+ ([a-z0-9-]+)", (BROKEN / case / EXPECTED).read_text("utf-8"), re.MULTILINE)
    }
    assert promised == {code.value for code in Code if code not in ELSEWHERE}


def test_no_word_of_the_libraries_below_reaches_an_editor() -> None:
    words = "".join((BROKEN / case / EXPECTED).read_text(encoding="utf-8") for case in cases(BROKEN))
    jargon = r"pydantic|validation error|_type\b|input should|scalar|<document|flow |NoneType|dict\b|\bstr\b|\bint\b"
    assert re.findall(jargon, re.sub(r"`[^`]*`", "", words), re.IGNORECASE) == []


@case_table("case", cases(BROKEN))
def test_a_catalogue_is_given_only_where_no_problem_is_an_error(case: str) -> None:
    reading = read(BROKEN / case, today=TODAY)
    assert (reading.catalogue is None) == any(problem.severity == "error" for problem in reading.problems)
