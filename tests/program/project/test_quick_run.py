"""A quick run tries a fifth of all random examples; a choice by markers leaves out no test that was asked for."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BROWSER = "tests/program/browser/test_reflow.py"
BROWSER_AND_ENGINE = "tests/program/search/test_search.py"
PLAIN = "tests/program/locale/test_messages.py"


@pytest.mark.matrix
@pytest.mark.engine
@pytest.mark.parametrize(
    ("choice", "file", "collected"),
    [
        ("not browser and not engine", BROWSER, False),
        ("not browser", BROWSER, False),
        ("not engine", BROWSER_AND_ENGINE, False),
        ("not browser", BROWSER_AND_ENGINE, False),
        ("browser and engine", BROWSER_AND_ENGINE, True),
        ("not browser", PLAIN, True),
        ("not engine", BROWSER, True),
        ("browser", BROWSER, True),
        ("not engine or browser", BROWSER, True),
        ("not (engine or long)", BROWSER, True),
    ],
)
def test_a_file_is_left_out_only_where_all_its_tests_are(root: Path, choice: str, file: str, collected: bool) -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "-m", choice, file]
    variables = {key: value for key, value in os.environ.items() if key != "PYTEST_ADDOPTS"}
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, env=variables)
    assert done.returncode == (0 if collected else 5), done.stdout
    assert (f"{file}::" in done.stdout) is collected


def test_the_number_of_random_examples_follows_the_profile(root: Path) -> None:
    files = sorted((root / "tests").rglob("test_*.py"))
    numbers = {file.name: re.findall(r"max_examples=\d+\s*[,)]", file.read_text(encoding="utf-8")) for file in files}
    assert {name: found for name, found in numbers.items() if found} == {}
