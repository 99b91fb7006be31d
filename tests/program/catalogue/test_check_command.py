"""`pathway check` as people, scripts and forges call it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from jsonschema import Draft202012Validator

from brokencatalogues import BROKEN
from generated import write_catalogue
from learning_pathway.catalogue.problems import Code, Problem, Severity
from learning_pathway.catalogue.reports import FORMATS, VERSION
from learning_pathway.cli import main

SOUND = "pathway: {title: T, summary: S, site_url: 'https://example.org', organisation: O, contact: a@example.org, repository: 'https://example.org/r'}\n"  # fmt: skip  # noqa: E501
RESOURCE = "resources:\n  - {id: a, type: report, title: A, summary: S, why: W}\n"
MODULE = (
    "modules:\n  - {id: m, title: M, summary: S, sections: [{id: s, title: S, steps: [{read: a}, {task: t}]}]}\n"
    "tasks:\n  - {id: t, prompt: What helps?}\n"
)


def check(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["check", *map(str, arguments), "--today", "2025-06-30"])


def write(folder: Path, text: str) -> Path:
    (folder / "resources.yaml").write_text(text, encoding="utf-8")
    return folder


def test_a_sound_catalogue_passes_and_says_so(tmp_path: Path) -> None:
    result = check(write(tmp_path, SOUND + RESOURCE + MODULE), "--strict")
    assert (result.exit_code, result.output) == (0, "No problems found.\n")


def test_an_error_fails(tmp_path: Path) -> None:
    result = check(write(tmp_path, SOUND + RESOURCE.replace("report", "raport") + MODULE))
    assert result.exit_code == 1
    assert f"{tmp_path.as_posix()}/resources.yaml:3:19" in result.output
    assert "Write `report`." in result.output
    assert result.output.endswith("1 error.\n")


def test_a_warning_fails_only_a_strict_check(tmp_path: Path) -> None:
    write(tmp_path, SOUND + RESOURCE + MODULE + "themes:\n  - {id: t, title: T, summary: S}\n")
    assert check(tmp_path).exit_code == 0
    assert check(tmp_path, "--strict").exit_code == 1
    assert check(tmp_path).output.endswith("1 warning.\n")


def test_advice_never_fails(tmp_path: Path) -> None:
    write(tmp_path, RESOURCE + MODULE)
    result = check(tmp_path, "--strict")
    assert result.exit_code == 0
    assert result.output.endswith("5 pieces of advice.\n")


@pytest.mark.parametrize(
    "arguments", [["nowhere"], [".", "--today", "yesterday"], [".", "--format", "xml"], ["a", "b"]]
)
def test_what_cannot_run_exits_with_two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    monkeypatch.chdir(write(tmp_path, SOUND))
    result = CliRunner().invoke(main, ["check", *arguments])
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_a_folder_without_a_catalogue_exits_with_two(tmp_path: Path) -> None:
    result = check(tmp_path, "--format", "json")
    assert result.exit_code == 2
    assert json.loads(result.output)[0]["code"] == "no-catalogue"


def test_without_a_path_it_checks_where_one_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, "resources: [{}]\n"))
    (problem, *_) = json.loads(check("--format", "json").output)
    assert problem["file"] == "resources.yaml"


def test_today_decides_what_is_the_future(tmp_path: Path) -> None:
    write(tmp_path, SOUND + RESOURCE.replace("why: W", "why: W, accessed: 2030-01-01") + MODULE)
    arguments = ["check", str(tmp_path), "--today"]
    assert CliRunner().invoke(main, [*arguments, "2029-12-30"]).exit_code == 1
    assert CliRunner().invoke(main, [*arguments, "2030-01-01"]).exit_code == 0


def test_alike_advice_is_told_once(tmp_path: Path) -> None:
    entries = "".join(f"  - {{id: r{n}, type: report, title: T{n}, summary: S, why: W}}\n" for n in range(40))
    output = check(write(tmp_path, SOUND + "resources:\n" + entries)).output
    assert output.count("learners meet it only in the library") == 1
    assert "… and 35 more" in output
    assert output.endswith("40 pieces of advice.\n")


def test_json_is_a_list_as_its_schema_says(root: Path) -> None:
    schema = json.loads((root / "schema" / f"problems-{VERSION}.schema.json").read_text(encoding="utf-8"))
    assert schema["$id"].endswith(f":{VERSION}")
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema)
    for case in BROKEN.iterdir():
        if case.is_dir():
            problems = json.loads(check(case, "--format", "json").output)
            assert problems
            assert list(validator.iter_errors(problems)) == []


def test_json_of_nothing_is_an_empty_list(tmp_path: Path) -> None:
    assert json.loads(check(write(tmp_path, SOUND + RESOURCE + MODULE), "--format", "json").output) == []


ODD = Problem(
    "a,b:c%/ü.yaml", 3, 7, Code.BAD_ID.value, Severity.WARNING, "x:y,z", "100 % sure\r\nof it.", "Write\n`::`."
)


def test_a_file_name_keeps_to_its_line(tmp_path: Path) -> None:
    (write(tmp_path, SOUND + RESOURCE + MODULE) / "resources").mkdir()
    name = "\n::error::injected \x1b[2J.yaml"
    try:
        (tmp_path / "resources" / name).write_text("bogus: 1\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system allows no such name")
    output = check(tmp_path).output
    assert r"resources/\n::error::injected \x1b[2J.yaml:1:1" in output
    assert "\n::error::" not in output and "\x1b" not in output


def test_annotations_escape_what_would_end_them() -> None:
    line, count = FORMATS["github"]([ODD]).splitlines()
    assert line == (
        "::warning file=a%2Cb%3Ac%25/ü.yaml,line=3,col=7,title=bad-id%3A x%3Ay%2Cz"
        "::100 %25 sure%0D%0Aof it. Write%0A`::`."
    )
    assert count == "1 warning."


def test_annotations_have_one_line_for_each_problem() -> None:
    output = check(BROKEN / "many-kinds-together", "--format", "github").output
    levels = re.findall(r"^::(error|warning|notice) file=\S+,line=\d+,col=\d+,title=[^:]+::\S.*$", output, re.MULTILINE)
    assert len(levels) == len(json.loads(check(BROKEN / "many-kinds-together", "--format", "json").output))


def test_sarif_names_every_rule_and_place() -> None:
    log = json.loads(check(BROKEN / "many-kinds-together", "--format", "sarif").output)
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [code.value for code in Code]
    assert run["results"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in {"error", "warning", "note"}
        assert result["message"]["text"]
        (location,) = result["locations"]
        region = location["physicalLocation"]["region"]
        assert region["startLine"] >= 1
        assert region["startColumn"] >= 1


def test_sarif_writes_file_names_as_addresses() -> None:
    (result,) = json.loads(FORMATS["sarif"]([ODD]))["runs"][0]["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location["uri"] == "a%2Cb%3Ac%25/%C3%BC.yaml"


@pytest.mark.parametrize(
    "form", [pytest.param(form, marks=[] if form == "text" else pytest.mark.long) for form in FORMATS]
)
def test_every_form_works_where_the_terminal_knows_only_ascii(tmp_path: Path, form: str) -> None:
    write(tmp_path, "resources:\n  - {id: Größe, type: 'ﬁlm ♥'}\n")
    run = subprocess.run(
        [Path(sys.executable).with_name("pathway"), "check", tmp_path, "--format", form],
        env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
    )
    assert run.returncode == 1
    assert run.stderr == b""
    assert run.stdout.isascii()


def test_the_generated_catalogue_of_the_bench_has_no_error(tmp_path: Path) -> None:
    write_catalogue(tmp_path, 200)
    result = check(tmp_path, "--strict")
    assert result.exit_code == 0
