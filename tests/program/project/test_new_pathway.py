"""A new pathway with nothing but the installed package works, and holds nothing of this repository's pathway."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from click.testing import CliRunner

from casetable import case_table
from crawling import crawl
from learning_pathway import __version__
from learning_pathway.catalogue import read
from learning_pathway.cli import main
from learning_pathway.new_project import NewProjectError, starter_folder, write_project
from pathwaysentences import sentences
from siteproject import ROOT
from siteserver import serve_folder
from tools.messages import found as found_messages

if TYPE_CHECKING:
    from conftest import Once

READABLE = {".html", ".json", ".md", ".txt", ".xml", ".ris", ".bib", ".csv", ".svg", ".webmanifest", ".yaml", ".yml"}
TITLES = ("Bread: a start", 'Say "yes" & <b>no</b>', "協働", "a\\b", "{{ title }}", "@TITLE@", "#1")


@dataclass
class Installed:
    """The program in an environment of its own, and a new pathway that it has written and built."""

    python: Path
    project: Path
    checked: subprocess.CompletedProcess[str]

    @property
    def site(self) -> Path:
        return self.project / "site"

    def pathway(self, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        return run_without_variables(self.python.with_name("pathway"), *arguments, cwd=self.project)


def run_without_variables(*command: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(list(map(str, command)), cwd=cwd, env={}, capture_output=True, text=True, check=False)


def install(folder: Path, *, full: bool) -> Path:
    """Install the wheel in an environment of its own, and return its Python.

    Without `full`, the packages that it needs are those of the tests' environment: nothing is fetched.
    """
    built = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder / "dist")]
    subprocess.run(built, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / "venv"], check=True)
    python = folder / "venv" / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    if full:
        subprocess.run([*pip, f"{wheel}[site]"], check=True)
        return python
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True)
    packages = next(Path(path) for path in sys.path if path.endswith("site-packages"))
    own = next((folder / "venv" / "lib").glob("python*/site-packages"))
    # The .pth files in that folder, such as that of the repository, do not count.
    (own / "others.pth").write_text(f"{packages}\n")
    return python


@pytest.fixture(scope="session")
def installed(once: Once, full: bool) -> Installed:
    """The wheel installed; `pathway new`, `check` and `build` run in another folder, without any variable."""

    def make(folder: Path) -> None:
        python = install(folder, full=full)
        pathway = python.with_name("pathway")
        where = run_without_variables(
            python, "-c", "import learning_pathway; print(learning_pathway.__file__)", cwd=folder
        )
        assert where.stdout.startswith(str(folder / "venv")), where.stdout + where.stderr
        for arguments in (["new", "own"], ["build", "--path", "own"]):
            done = run_without_variables(pathway, *arguments, cwd=folder)
            assert done.returncode == 0, done.stdout + done.stderr

    folder = once("new-pathway", make)
    python = folder / "venv" / "bin" / "python"
    checked = run_without_variables(python.with_name("pathway"), "check", "--format", "json", cwd=folder / "own")
    return Installed(python, folder / "own", checked)


def test_there_is_nothing_to_fix(installed: Installed) -> None:
    assert installed.checked.returncode == 0, installed.checked.stdout + installed.checked.stderr
    assert '"error"' not in installed.checked.stdout
    assert '"warning"' not in installed.checked.stdout


def test_it_is_small_and_complete(installed: Installed) -> None:
    catalogue = read(installed.project).catalogue
    assert catalogue
    assert (len(catalogue.modules), len(catalogue.resources), len(catalogue.tasks)) == (1, 3, 2)
    assert catalogue.routes
    assert catalogue.tips
    for page in ("", "modules", "library", "routes", "tips", "themes", "search", "about", "accessibility", "privacy"):
        assert (installed.site / page / "index.html").is_file(), page
    with serve_folder(installed.site) as address:
        found = crawl(address)
    assert found.dead == []
    assert f"{address}modules/" in found.seen


def test_a_project_is_a_few_files(installed: Installed) -> None:
    files = {path.relative_to(installed.project).as_posix() for path in installed.project.rglob("*") if path.is_file()}
    samples = {name for name in files if name.startswith("sample-answers/v-")}
    assert {name.rpartition("/")[2] for name in samples} == {"voice.yaml", "answer.txt", "answer.m4a", "answer.vtt"}
    left = {name for name in files - samples if not name.startswith("site/") and "__pycache__" not in name}
    assert left - {".site.lock"} == {
        *("mkdocs.yml", "resources.yaml", "requirements.txt", "README.md", ".gitignore", ".gitlab-ci.yml"),
        *("docs/about.md", "docs/accessibility.md", "docs/privacy.md", "hooks/pathway.py"),
        *(f".github/workflows/{name}.yml" for name in ("pages", "link-check", "changes", "intake")),
        *(f".github/ISSUE_TEMPLATE/{name}.yml" for name in ("config", "resource", "problem")),
        *(".gitlab/issue_templates/resource.md", ".gitlab/issue_templates/problem.md"),
        *(".vscode/extensions.json", ".vscode/pathway.code-snippets", "schema/resources.schema.json"),
        *("notices/what-made-a-page-easy/1.md", "sample-answers/README.md", "sample-answers/voices-recalled.txt"),
    }
    assert (installed.project / "hooks" / "pathway.py").read_bytes() == (ROOT / "hooks" / "pathway.py").read_bytes()
    assert len((installed.project / "hooks" / "pathway.py").read_text().splitlines()) == 3
    requirement = (installed.project / "requirements.txt").read_text()
    assert requirement == f"learning-pathway[site]=={__version__}\n", "upgrading is changing this line"


def test_nothing_of_this_repositorys_pathway_is_in_it(installed: Installed) -> None:
    words = sentences()
    assert len(words) > 100
    texts = {
        path: " ".join(unescape(path.read_text(encoding="utf-8")).split())
        for path in installed.project.rglob("*")
        if path.suffix in READABLE and "javascripts" not in path.parts
    }
    assert len(texts) > 40
    everything = "\n".join(texts.values())
    interface = "\n".join(text for message in found_messages() for text in message if text)
    words = {word for word in words if word not in interface}  # the program's own, in any pathway
    found = {word for word in words if word in everything and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", everything)}
    assert found == set()


def test_no_picture_of_this_repositorys_pathway_is_in_it(installed: Installed) -> None:
    own = {path.read_bytes() for path in (ROOT / "docs").rglob("*") if path.suffix in (".png", ".svg", ".jpg")}
    assert own
    assert [path for path in installed.project.rglob("*") if path.is_file() and path.read_bytes() in own] == []


def test_every_command_works_on_a_project_named_by_path(installed: Installed, tmp_path: Path) -> None:
    project = write(tmp_path / "own")
    for command in (
        ["check"],
        ["links", "check", "--help"],
        ["record-ids"],
        ["export", "--format", "bibtex"],
        ["links", "issue", "--help"],
    ):
        code, output = pathway(*command, "--path", project)
        assert code == 0, f"{command}: {output}"
    stage = ["stage", "--target", tmp_path / "staged", "--path", project]
    staged = run_without_variables(installed.python.with_name("pathway"), *stage, cwd=tmp_path)
    assert staged.returncode == 0, staged.stdout + staged.stderr
    twice = run_without_variables(
        installed.python.with_name("pathway"), "check", project, "--path", project, cwd=tmp_path
    )
    assert twice.returncode == 2
    assert "Give the project once" in twice.stderr


def write(folder: Path) -> Path:
    write_project(folder)
    return folder


def test_links_check_writes_what_it_finds(installed: Installed, tmp_path: Path) -> None:
    """The hosts of the catalogue are looked for on this computer, where nothing answers."""
    project = write(tmp_path / "own")
    hosts = [part for host in ("www.w3.org", "www.gov.uk") for part in ("--resolve", f"{host}:443:127.0.0.1")]
    command = ["links", "check", *hosts, "--allow-host", "127.0.0.1", "--report", "link-report"]
    done = run_without_variables(installed.python.with_name("pathway"), *command, cwd=project)
    assert done.returncode in (0, 1, 3), done.stderr
    assert len(json.loads((project / "link-health.json").read_text(encoding="utf-8"))["links"]) == 3
    assert (project / "link-report" / "report.md").is_file()


def test_serve_shows_it(installed: Installed) -> None:
    pathway = installed.python.with_name("pathway")
    process = subprocess.Popen(
        [str(pathway), "serve"], cwd=installed.project, env={}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    try:
        assert process.stdout
        address = ""
        for line in process.stdout:
            if found := re.search(rb"http://127\.0\.0\.1:\d+/", line):
                address = found[0].decode()
                break
        deadline = time.monotonic() + 60
        while True:
            try:
                with urlopen(address, timeout=20) as answer:
                    assert "Pages for everyone" in answer.read().decode()
                break
            except URLError:
                assert time.monotonic() < deadline
                time.sleep(0.2)
    finally:
        process.terminate()
        process.communicate(timeout=30)


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "sub"])
def test_a_folder_that_is_not_empty_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir() if name == "sub" else (tmp_path / name).write_text("mine")
    with pytest.raises(NewProjectError, match="is not empty"):
        write_project(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_repository_without_files_and_an_environment_are_kept(tmp_path: Path) -> None:
    for name in (".git", ".venv"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "own").write_text("mine")
    with pytest.raises(NewProjectError):
        write_project(tmp_path, "A", "nonsense-")
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", ".venv"]
    assert ".git" not in write_project(tmp_path)
    assert read(tmp_path).catalogue
    assert all((tmp_path / name / "own").read_text() == "mine" for name in (".git", ".venv"))


@pytest.mark.parametrize(("language", "remedy"), [("german", "`de`"), ("Deutsch", "`de`"), ("de_DE", "`de-DE`")])
def test_a_language_that_cannot_be_comes_with_one_that_can(tmp_path: Path, language: str, remedy: str) -> None:
    code, output = pathway("new", tmp_path / "own", "--language", language)
    assert code == 1
    assert f"is no language code. Write {remedy}." in output


def test_a_file_in_its_place_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own").write_text("mine")
    with pytest.raises(NewProjectError, match="is a file"):
        write_project(tmp_path / "own")


@pytest.mark.parametrize("title", TITLES)
def test_any_title_of_one_line_is_kept_as_it_is(tmp_path: Path, title: str) -> None:
    write_project(tmp_path / "deep" / "own", title, "cy")
    catalogue = read(tmp_path / "deep" / "own").catalogue
    assert catalogue
    assert (catalogue.pathway.title, catalogue.pathway.language) == (title, "cy")


@pytest.mark.parametrize(("title", "language"), [("", "en"), ("A", "nonsense-"), ("A", "en\nmodules: 1"), ("A", "")])
def test_a_title_or_a_language_that_cannot_be_is_refused_and_nothing_is_written(
    tmp_path: Path, title: str, language: str
) -> None:
    with pytest.raises(NewProjectError):
        write_project(tmp_path / "deep" / "own", title, language)
    assert list(tmp_path.iterdir()) == []


def pathway(*arguments: str | Path) -> tuple[int, str]:
    """The exit code of a command and what it prints."""
    done = CliRunner().invoke(main, list(map(str, arguments)))
    return done.exit_code, done.output


@case_table(
    ("typed", "meant"),
    [
        ("nwe", "new"),
        ("sevre", "serve"),
        ("biuld", "build"),
        ("chek", "check"),
        ("record-id", "record-ids"),
        ("linsk", "links"),
    ],
)
def test_a_command_with_a_slip_is_answered_with_the_command_that_was_meant(typed: str, meant: str) -> None:
    code, output = pathway(typed)
    assert code == 2
    assert re.search(rf"No such command '{typed}'\..*Did you mean.*'{meant}'", output), output


def test_a_new_pathway_needs_a_folder() -> None:
    done = CliRunner().invoke(main, ["new"], prog_name="pathway")
    assert done.exit_code == 2
    assert "Name the folder, as in `pathway new my-pathway`." in done.output


@pytest.mark.parametrize("name", ["own", "Fy llwybr é", "it's"])
def test_the_command_that_is_printed_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    code, output = pathway("new", name)
    assert code == 0, output
    (line,) = (line for line in output.splitlines() if line.startswith("  cd "))
    there = subprocess.run(f"{line} && pwd", shell=True, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert Path(there.stdout.strip()).name == name
    assert "inside the repository" not in output


def test_inside_another_repository_it_says_where_workflows_run(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    assert f"It is inside the repository {tmp_path}" in pathway("new", tmp_path / "deep" / "own")[1]
    assert read(tmp_path / "deep" / "own").catalogue


@pytest.mark.parametrize("command", ["build", "serve", "stage"])
def test_in_another_folder_a_command_says_where_the_project_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    write(tmp_path / "the one")
    for place, near in {".": "'the one'", "the one/docs": "..", "the one/sample-answers/v-4c9wfe": "../.."}.items():
        monkeypatch.chdir(tmp_path / place)
        before = sorted(tmp_path.rglob("*"))
        code, output = pathway(command)
        assert code == 2, output
        assert f"add --path {near}." in output
        assert "is no `resources.yaml`" not in output
        assert sorted(tmp_path.rglob("*")) == before, "nothing is written"
        assert f"add `--path {near}`" in pathway("check")[1]


def test_where_no_project_is_near_or_several_are_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "Go to the project's folder, or add --path PROJECT." in pathway("build")[1]
    for name in ("one", "two"):
        write(tmp_path / name)
    assert "add --path PROJECT." in pathway("build")[1]
    assert "Give the folder that holds `resources.yaml`" in pathway("check")[1]


def test_what_programs_leave_behind_is_ignored_by_git(installed: Installed) -> None:
    """After a check and a build."""
    project = installed.project
    subprocess.run(["git", "init", "--quiet"], cwd=project, check=True)
    listed = subprocess.run(
        ["git", "ls-files", "--others", "--exclude-standard"], cwd=project, capture_output=True, text=True, check=True
    )
    shutil.rmtree(project / ".git")
    left = [name for name in listed.stdout.splitlines() if re.search(r"__pycache__|\.lock|^site/|\.part", name)]
    assert listed.stdout
    assert left == []


def test_the_starter_names_only_addresses_of_two_public_bodies() -> None:
    addresses = re.findall(
        r"^ {4}url: (\S+)", (starter_folder() / "resources.yaml").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert len(addresses) == 3
    assert all(address.startswith(("https://www.w3.org/WAI/", "https://www.gov.uk/")) for address in addresses)
