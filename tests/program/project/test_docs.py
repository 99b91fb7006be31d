"""The documentation is complete and true: every command, option, script and setting is in it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import yaml

from casetable import case_table
from learning_pathway.catalogue.model import Pathway
from learning_pathway.catalogue.types import ResourceType
from learning_pathway.cli import main

SCRIPTS = (
    "setup",
    "serve",
    "build",
    "check",
    "test",
    "links",
    "stage",
    "handbook",
    "bench",
    "lighthouse",
    "lock",
    "draw",
    "generate",
    "messages",
)


def documentation(root: Path) -> str:
    pages = [*root.glob("*.md"), *(root / "docs").rglob("*.md")]
    return "\n".join(page.read_text(encoding="utf-8") for page in pages)


def commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that can be called, with its full name."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for part in command.list_commands(context):
            child = command.get_command(context, part)
            assert child is not None
            yield from commands(child, f"{name} {part}")


COMMANDS = dict(commands(main, "pathway"))


@case_table("name", COMMANDS)
def test_every_command_is_in_the_guide_to_commands(root: Path, name: str) -> None:
    assert name in (root / "docs" / "guides" / "commands.md").read_text(encoding="utf-8")


@case_table("name", COMMANDS)
def test_every_option_is_in_the_guide_to_commands(root: Path, name: str) -> None:
    guide = (root / "docs" / "guides" / "commands.md").read_text(encoding="utf-8")
    options = [
        max(parameter.opts, key=len)
        for parameter in COMMANDS[name].params
        if isinstance(parameter, click.Option) and not parameter.hidden
    ]
    assert [option for option in options if not re.search(rf"[` ]{option}[` ]", guide)] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_value_of_an_option_is_in_the_part_about_its_command(root: Path, name: str) -> None:
    guide = (root / "docs" / "guides" / "commands.md").read_text(encoding="utf-8")
    parts = [part for part in guide.split("\n### ") if re.search(rf"`{name}\b", part.partition("\n")[0])]
    values = [
        str(value)
        for parameter in COMMANDS[name].params
        if isinstance(parameter.type, click.Choice)
        for value in parameter.type.choices
    ]
    assert [value for value in values if not re.search(rf"(?<![\w-]){value}(?![\w-])", "".join(parts))] == []


def test_every_command_that_is_named_can_be_called(root: Path) -> None:
    starter = (root / "src" / "learning_pathway" / "starter").rglob("*")
    pages = [root / "README.md", root / "CONTRIBUTING.md", *(root / "docs").rglob("*.md")]
    pages += [path for path in starter if path.suffix in {".md", ".yml", ".yaml"}]
    named = re.findall(
        r"(?:`(?:\.venv/bin/)?|^ *(?:- |run: |\.venv/bin/)?)pathway ((?:[a-z-]+(?: |\b))+)",
        "\n".join(page.read_text(encoding="utf-8") for page in pages),
        re.MULTILINE,
    )
    assert len(named) > 100
    first = {words.split()[0] for words in named if not words.startswith("-")}
    assert {word for word in first if f"pathway {word}" not in COMMANDS} == set()


@case_table("name", COMMANDS)
def test_every_command_says_what_it_does(name: str) -> None:
    assert COMMANDS[name].help


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_and_its_options_are_in_the_guide_to_commands(root: Path, script: str) -> None:
    guide = (root / "docs" / "guides" / "commands.md").read_text(encoding="utf-8")
    row = next(line for line in guide.splitlines() if line.startswith(f"| `./scripts/{script}`"))
    if script in {"setup", "links"}:
        return
    run = subprocess.run([sys.executable, str(root / "scripts" / script), "--help"], capture_output=True, text=True)
    options = set(re.findall(r"(?<![\w-])--[a-z-]+", run.stdout)) - {"--help"}
    assert {option for option in options if option not in row} == set()


@pytest.mark.parametrize("script", SCRIPTS)
def test_every_script_begins_with_nothing_but_python(root: Path, script: str) -> None:
    """Without any package, as in a fresh clone."""
    command = [sys.executable, "-S", str(root / "scripts" / script), "--help"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("usage:")


def test_the_first_screen_of_the_readme_has_both_commands_and_a_picture(root: Path) -> None:
    screen = "\n".join((root / "README.md").read_text(encoding="utf-8").splitlines()[:45])
    assert "./scripts/serve" in screen
    assert "./scripts/test" in screen
    assert re.search(r"docs/assets/[\w-]+\.(png|webp|jpg)", screen)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md"])
def test_links_of_the_papers_lead_to_files_that_exist(root: Path, page: str) -> None:
    text = (root / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)|(?:src|srcset|href)=\"([^\"#]+)\"", text)
    local = [part for target in targets for part in target if part and not part.startswith("http")]
    assert [target for target in local if not (root / target).exists()] == []


def test_every_setting_is_documented(root: Path) -> None:
    text = documentation(root)
    assert [name for name in Pathway.model_fields if f"`{name}`" not in text] == []


def test_the_form_for_a_resource_offers_the_types_of_the_catalogue(root: Path) -> None:
    form = yaml.safe_load((root / ".github" / "ISSUE_TEMPLATE" / "resource.yml").read_text(encoding="utf-8"))
    options = next(part["attributes"]["options"] for part in form["body"] if part.get("id") == "type")
    assert options[1:] == [kind.value for kind in ResourceType]


def test_nothing_is_left_to_be_done_later(root: Path) -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    texts = [root / name for name in files if name.endswith((".py", ".md", ".yml", ".yaml", ".html", ".css", ".js"))]
    mark = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX)\b")
    found = [str(path) for path in texts if path.is_file() and mark.search(path.read_text("utf-8", "replace"))]
    assert found == []


def test_nothing_names_the_computer_that_it_was_written_on(root: Path) -> None:
    files = subprocess.run(
        ["git", "ls-files"], cwd=root, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    places = [place for place in (str(root), str(Path.home())) if len(place) > 6]
    found = [
        name
        for name in files
        if (root / name).is_file() and any(place.encode() in (root / name).read_bytes() for place in places)
    ]
    assert found == []


@pytest.mark.engine
def test_the_guides_are_a_site_of_their_own_and_no_part_of_the_learners_site(root: Path, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "mkdocs", "build", "-q", "--strict", "-f", "guides.yml", "-d", tmp_path]
    done = subprocess.run(list(map(str, command)), cwd=root, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    names = {path.stem for path in (root / "docs" / "guides").glob("*.md")}
    assert {path.parent.name for path in tmp_path.glob("*/index.html")} == names
    settings = (root / "mkdocs.yml").read_text(encoding="utf-8")
    assert "exclude_docs: /guides/" in settings
