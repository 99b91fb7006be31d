"""Runs the tests of the theme's scripts that need no browser (`*.test.mjs`) with Node.js, once, and reports each."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Once

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.test.mjs"))
TEST = re.compile(r'^test\("((?:[^"\\]|\\.)+)"', re.MULTILINE)
TESTS = [(file.name, name) for file in FILES for name in TEST.findall(file.read_text(encoding="utf-8"))]
REASON = "Node.js is needed to test the scripts without a browser."


@pytest.fixture(scope="session")
def results(once: Once, full: bool) -> dict[tuple[str, str], str | None]:
    """For each test its error, or nothing where it passed."""
    node = shutil.which("node")
    if node is None:
        if full or os.environ.get("CI"):
            pytest.fail(REASON)
        pytest.skip(REASON)

    def run(folder: Path) -> None:
        amount = {"HISTORIES": "20000" if full else "1000"}
        reporter = f"--test-reporter={(FOLDER / 'reporter.mjs').as_uri()}"
        done = subprocess.run(
            [node, "--test", reporter, *map(str, FILES)],
            env={**os.environ, **amount, "TZ": "Europe/London"},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        (folder / "results.jsonl").write_text(done.stdout, encoding="utf-8")
        (folder / "errors.txt").write_text(done.stderr, encoding="utf-8")

    folder = once("script-tests", run)
    lines = (folder / "results.jsonl").read_text(encoding="utf-8").splitlines()
    assert lines, (folder / "errors.txt").read_text(encoding="utf-8")
    found = [json.loads(line) for line in lines]
    return {(Path(one["file"]).name, one["name"]): one.get("error") for one in found}


@pytest.mark.engine
@pytest.mark.parametrize(
    ("file", "name"), TESTS, ids=[f"{file.removesuffix('.test.mjs')}: {name}" for file, name in TESTS]
)
def test_script(results: dict[tuple[str, str], str | None], file: str, name: str) -> None:
    assert (file, name) in results, "it did not run"
    assert results[file, name] is None, results[file, name]


@pytest.mark.engine
def test_every_test_of_the_scripts_is_listed(results: dict[tuple[str, str], str | None]) -> None:
    """Each is written as `test("its name", …)` at the start of a line, and named once in its file."""
    assert len(TESTS) == len(set(TESTS)) > 60
    assert set(results) == set(TESTS)
