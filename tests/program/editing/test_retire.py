"""`pathway retire`: the entry goes, a line says why, and what mentioned it names its replacement or nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from learning_pathway.catalogue import read
from learning_pathway.catalogue.model import Catalogue
from smallproject import run, texts

BETTER = "  - {id: better, type: report, title: A better report}\n"


@pytest.fixture
def project(project: Path) -> Path:
    """The small project, published, with a report that could replace the first."""
    file = project / "resources" / "more.yaml"
    file.write_text(file.read_text().replace("tips:\n", f"{BETTER}tips:\n"))
    (project / "mkdocs.yml").write_text("site_name: Small\n")
    assert run("record-ids", "--path", project).exit_code == 0
    return project


def catalogue(root: Path) -> Catalogue:
    result = read(root)
    assert result.catalogue is not None, result.problems
    return result.catalogue


def test_what_mentions_it_names_its_replacement(project: Path) -> None:
    result = run("retire", "report", "--replaced-by", "better", "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    found = catalogue(project)
    assert "report" not in {resource.id for resource in found.resources}
    retired = {each.id: each for each in found.retired}
    assert (retired["report"].replacement, retired["report"].reason) == ("better", "Replaced by “A better report”.")
    assert retired["gone"].replacement == "better"
    together = "".join(texts(project).values())
    mentions, own, retired_line = 10, ["id", "title"], ["reason", "replacement"]
    assert together.count("better") == mentions + len(own) + len(retired_line)
    assert "Mentions that follow: " in result.stdout
    assert "`first/one` (read)" in result.stdout


@pytest.mark.parametrize("option", [[], ["--archive"]])
def test_introductions_of_its_steps_are_to_be_read_again(project: Path, option: list[str]) -> None:
    file = project / "resources.yaml"
    file.write_text(file.read_text().replace("[{read: report}]", "[{read: report, introduction: It is short.}]"))
    result = run("retire", "report", "--replaced-by", "better", *option, "--yes", "--path", project)
    assert "Read these introductions, written for `report`: `second/one` (read)." in result.stderr


def test_without_a_replacement_mentions_go(project: Path) -> None:
    result = run("retire", "trust", "--kind", "theme", "--reason", "It says little.", "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    found = catalogue(project)
    assert [theme.id for theme in found.themes] == ["power"]
    assert found.themes[0].rests_on == ()
    assert found.tasks[0].rests_on == ("listen",)
    assert (found.retired[2].id, found.retired[2].kind, found.retired[2].reason) == (
        "trust",
        "theme",
        "It says little.",
    )
    assert "themes:" not in (project / "resources" / "more.yaml").read_text().partition("talk")[0]
    assert "Mentions that go: " in result.stdout


def test_a_mention_beside_the_replacement_goes(project: Path) -> None:
    file = project / "resources" / "more.yaml"
    file.write_text(file.read_text().replace("related: [report]", "related: [report, better]").replace(
        "title: A better report", "title: A better report, related: [report, talk]"
    ))  # fmt: skip
    assert run("retire", "report", "--replaced-by", "better", "--yes", "--path", project).exit_code == 0
    found = {resource.id: resource for resource in catalogue(project).resources}
    assert (found["talk"].related, found["better"].related) == (("better",), ("talk",))


def test_former_ids_and_inner_tips_are_retired_too(project: Path) -> None:
    assert run("rename", "advice", "counsel", "--yes", "--path", project).exit_code == 0
    assert run("record-ids", "--path", project).exit_code == 0
    result = run("retire", "counsel", "--reason", "It is old.", "--yes", "--path", project)
    assert "`think` (rests_on)" in result.stdout or result.exit_code == 2
    assert result.exit_code == 2  # a task is based on one of its tips
    (project / "resources.yaml").write_text((project / "resources.yaml").read_text().replace(", listen]", "]"))
    assert run("retire", "counsel", "--reason", "It is old.", "--yes", "--path", project).exit_code == 0
    retired = {(each.kind, each.id) for each in catalogue(project).retired}
    assert {("tip-list", "counsel"), ("tip-list", "advice"), ("tip", "listen")} <= retired


def test_a_draft_that_was_never_published_leaves_no_line(project: Path) -> None:
    result = run("retire", "soon", "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    assert "never published" in result.stdout
    assert "soon" not in (project / "resources" / "more.yaml").read_text().replace("# soon", "")


def test_comments_of_the_entry_go_and_others_stay(project: Path) -> None:
    file = project / "resources" / "more.yaml"
    text = file.read_text().replace("  - id: talk", "  # about the talk\n  - id: talk")
    file.write_text(text.replace(BETTER, f"  # the best\n{BETTER}"))
    top = (project / "resources.yaml").read_text()
    (project / "resources.yaml").write_text(top.replace("{listen: talk}", "{read: better}"))
    assert run("retire", "talk", "--reason", "It is gone.", "--yes", "--path", project).exit_code == 0
    assert "about the talk" not in file.read_text()
    assert "  # the best\n" in file.read_text()


def test_an_archived_resource_keeps_its_page(project: Path) -> None:
    result = run("retire", "report", "--archive", "--replaced-by", "better", "--yes", "--path", project)
    assert result.exit_code == 0, result.output
    found = catalogue(project)
    old = next(each for each in found.resources if each.id == "report")
    assert (old.status, old.replaced_by) == ("archived", "better")
    assert [step.target for step in found.modules[0].sections[0].steps] == ["better", "think"]
    assert "archived-step" not in {each.code for each in read(project).problems}


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (
            ["report", "--reason", "Gone."],
            "`first/one` (read), `second/one` (read) leads to `report`; say what replaces",
        ),
        (["report", "--replaced-by", "talk"], "can't lead to `talk`, which is of type audio"),
        (["report", "--replaced-by", "report"], "can't replace itself"),
        (["report", "--replaced-by", "soon"], "is draft, so it can't replace"),
        (["report", "--replaced-by", "old"], "is archived, so it can't replace"),
        (["report", "--replaced-by", "think"], "There is no resource `think`"),
        (["report", "--replaced-by", "bettre"], "did you mean `better`?"),
        (["power"], "Say why it goes"),
        (["power", "--reason", " "], "Say why it goes"),
        (["gone"], "is retired"),
        (["second/one", "--reason", "Gone."], "would not be valid"),
        (["second", "--reason", "Gone."], None),
        (["old", "--archive"], "archived already"),
        (["trust", "--archive"], "There is no resource `trust`"),
        (["report", "--archive"], "would lead to an archived resource; say what replaces it"),
        (["talk", "--archive", "--reason", "x"], "takes no reason"),
    ],
)
def test_it_refuses_with_the_reason(project: Path, arguments: list[str], why: str | None) -> None:
    before = texts(project)
    result = run("retire", *arguments, "--yes", "--path", project)
    if why is None:
        assert result.exit_code == 0, result.output
        return
    assert (result.exit_code, texts(project)) == (2, before), result.output
    assert why in result.stderr
    assert "othing was written" in result.stderr


def test_a_reason_is_asked_for_in_another_language(project: Path) -> None:
    top = (project / "resources.yaml").read_text()
    (project / "resources.yaml").write_text(top.replace("title: Small,", "title: Small, language: cy,"))
    result = run("retire", "report", "--replaced-by", "better", "--yes", "--path", project)
    assert (result.exit_code, "--reason" in result.stderr) == (2, True)


@pytest.mark.parametrize("kind", ["resource", "theme"])
def test_what_others_share_of_a_retired_entry_stays_with_them(tmp_path: Path, kind: str) -> None:
    (tmp_path / "resources.yaml").write_text(
        "themes:\n  - {id: a, title: &name Name}\n  - {id: b, title: *name}\n"
        "resources:\n"
        "  - id: a\n    type: book\n    title: A\n    themes: &themes [b]\n"
        "    authors: &people\n      - &ida {family: Gray}\n"
        "  - {id: b, type: book, title: B, themes: *themes, authors: *people}\n"
        "  - {id: c, type: book, title: C, authors: [*ida]}\n"
    )
    done = run("retire", "a", "--kind", kind, "--replaced-by", "b", "--yes", "--path", tmp_path)
    assert done.exit_code == 0, done.output
    catalogue = read(tmp_path).catalogue
    assert catalogue is not None
    left = {each.id: (each.themes, [person.family for person in each.authors]) for each in catalogue.resources}
    assert {theme.title for theme in catalogue.themes} == {"Name"}
    assert (left["b"], left["c"]) == ((("b",), ["Gray"]), ((), ["Gray"]))
