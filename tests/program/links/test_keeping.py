"""What a person does about links: repair what has moved, approve a page, say that they saw it."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from learning_pathway.catalogue import read
from learning_pathway.catalogue.yaml.patch import apply
from learning_pathway.catalogue.yaml.tree import EditError
from learning_pathway.cli.links import links_command
from learning_pathway.links import LinkState, Verdict, read_health
from learning_pathway.links.repair import keeps_links, plan
from learning_pathway.links.state.file import write_health
from learning_pathway.links.target import targets_of
from links.laboratory.case import page, prose
from links.laboratory.server import Request, Wire
from links.test_check import pins, serving

DAY = date(2026, 3, 2)
CATALOGUE = """\
# What we read
resources:
  - id: plain   # the first
    type: article
    title: Plain
    url: https://old.example.org/plain  # since 2019
  - {id: flow, type: article, title: Flow, url: "https://old.example.org/flow"}
  - id: many
    type: article
    title: Many
    note: it was at https://old.example.org/many
    url: 'https://old.example.org/many'
    alternatives:
      - {url: https://old.example.org/many, label: same}
  - id: twice
    type: article
    title: Twice
    note: |
      url: https://old.example.org/twice
    url: https://old.example.org/twice
  - {id: inner, type: article, title: I, url: 'https://old.example.org/inner', transcript:
    https://old.example.org/t, alternatives: [{label: a, url: https://old.example.org/inner}]}
  - {id: tight, type: book, title: T, url: http://old.example.org/t, alternatives: [{label: a, url: http://old.example.org/t}]}
  - id: longer
    type: article
    title: Longer
    url: https://old.example.org/plain/longer
"""


def moved(id_: str, new: str | None = None) -> LinkState:
    url = f"https://old.example.org/{'plain/longer' if id_ == 'longer' else id_}"
    return LinkState(id_, url, Verdict.MOVED, 0.95, ("moved",), new, new_url=new or f"https://new.example.org/{id_}")


def catalogue(folder: Path, text: str = CATALOGUE) -> Path:
    (folder / "resources.yaml").write_text(text, encoding="utf-8", newline="")
    return folder


def planned(root: Path, *records: LinkState):  # type: ignore[no-untyped-def]
    reading = read(root)
    assert reading.catalogue is not None, reading.problems
    return plan(root, targets_of(reading.catalogue, reading.locations), {record.id: record for record in records})


def test_only_the_address_changes(tmp_path: Path) -> None:
    root = catalogue(tmp_path, CATALOGUE.replace("\n", "\r\n"))
    patches, left = planned(root, *(moved(id_) for id_ in ("plain", "flow", "many")))
    apply(root, patches, keeps_links(patches))
    expected = (
        CATALOGUE.replace("https://old.example.org/plain  #", "https://new.example.org/plain  #")
        .replace('"https://old.example.org/flow"', '"https://new.example.org/flow"')
        .replace("'https://old.example.org/many'", "'https://new.example.org/many'")
    )
    assert left == []
    assert (root / "resources.yaml").read_bytes().decode() == expected.replace("\n", "\r\n")


def repaired(folder: Path, text: str, *records: LinkState) -> tuple[str, list[str]]:
    root = catalogue(folder, text)
    patches, left = planned(root, *records)
    apply(root, patches, keeps_links(patches))
    return (root / "resources.yaml").read_text(), left


OLD, NEW = "https://old.example.org/plain", "https://new.example.org/plain"
ENTRY = f"resources:\n  - id: plain\n    type: article\n    title: Plain\n    url: {OLD}\n"
INNER = "plain/alternatives-2"
#: A catalogue as it is, the link that has moved, and the lines that change.
PLACES = {
    "quoted key": (ENTRY.replace("url", '"url" '), "plain", {f'"url" : {OLD}': f'"url" : {NEW}'}),
    "key in single quotes": (ENTRY.replace("url", "'url'"), "plain", {OLD: NEW}),
    "quoted id": (ENTRY.replace("id: plain", "'id': \"plain\""), "plain", {OLD: NEW}),
    "next line": (ENTRY.replace(f" {OLD}", f"\n      {OLD}"), "plain", {OLD: NEW}),
    "next line, quoted": (ENTRY.replace(f" {OLD}", f"\n      '{OLD}' # see"), "plain", {OLD: NEW}),
    "folded": (ENTRY.replace(f" {OLD}", f" >-  # see\n      {OLD}"), "plain", {OLD: NEW}),
    "literal": (ENTRY.replace(f" {OLD}", f" |\n        {OLD}"), "plain", {f"|\n        {OLD}": f"|-\n        {NEW}"}),
    "id by its alias": (
        f"tasks:\n  - {{id: &p plain, prompt: x}}\n{ENTRY.replace('id: plain', 'id: *p')}",
        "plain",
        {OLD: NEW},
    ),
    "alternative": (
        f"{ENTRY}    alternatives:\n      - {{label: a, url: {OLD}}}\n      - label: b\n        url: {OLD}  # b\n",
        INNER,
        {f"{OLD}  # b": f"{NEW}  # b"},
    ),
    "alternative in braces": (
        f"{ENTRY}    alternatives: [{{url: x://, label: a}}, {{label: b, url: '{OLD}'}}]\n".replace("x://", f"{OLD}/a"),
        INNER,
        {f"'{OLD}'": f"'{NEW}'"},
    ),
    "dash in a line of its own": (ENTRY.replace("- id", "-\n    id"), "plain", {OLD: NEW}),
    "twice in braces": (
        f"resources:\n  - {{id: plain, type: book, title: T, url: {OLD}, alternatives: [{{label: a, url: {OLD}}}]}}\n",
        "plain",
        {f"url: {OLD}, alt": f"url: {NEW}, alt"},
    ),
}


@pytest.mark.parametrize("name", PLACES)
def test_an_address_is_found_however_it_is_written(tmp_path: Path, name: str) -> None:
    text, id_, changes = PLACES[name]
    expected = text
    for old, new in changes.items():
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert repaired(tmp_path, text, LinkState(id_, OLD, Verdict.MOVED, new_url=NEW)) == (expected, [])


SHARED = f"{ENTRY.replace(OLD, f'&u {OLD}')}    alternatives:\n      - {{label: a, url: *u}}\n"


def test_an_address_that_an_anchor_shares_changes_in_one_place_where_all_its_links_have_moved(tmp_path: Path) -> None:
    records = [LinkState(id_, OLD, Verdict.MOVED, new_url=NEW) for id_ in ("plain", "plain/alternatives-1")]
    assert repaired(tmp_path, SHARED, *records) == (SHARED.replace(OLD, NEW), [])


@pytest.mark.parametrize(
    ("id_", "changes"),
    [
        ("plain", {f"url: &u {OLD}": f"url: {NEW}", "url: *u": f"url: {OLD}"}),
        ("plain/alternatives-1", {"url: *u": f"url: {NEW}", f"url: &u {OLD}": f"url: {OLD}"}),
    ],
)
def test_of_links_with_a_shared_address_only_the_one_that_has_moved_changes(
    tmp_path: Path, id_: str, changes: dict[str, str]
) -> None:
    expected = SHARED
    for old, new in changes.items():
        expected = expected.replace(old, new)
    assert repaired(tmp_path, SHARED, LinkState(id_, OLD, Verdict.MOVED, new_url=NEW)) == (expected, [])


def test_where_the_place_is_not_clear_nothing_is_guessed(tmp_path: Path) -> None:
    """The entry was edited after the check, or is written in another file."""
    reading = read(catalogue(tmp_path))
    assert reading.catalogue is not None
    targets = list(targets_of(reading.catalogue, reading.locations))
    catalogue(
        tmp_path, CATALOGUE.replace("old.example.org/plain ", "other.example.org/plain ").replace("id: flow", "id: f")
    )
    records = {id_: moved(id_) for id_ in ("plain", "flow")}
    patches, left = plan(tmp_path, targets, records)
    assert ([patch.changed for patch in patches], sorted(left)) == ([], ["flow", "plain"])


def test_what_only_looks_like_a_key_is_left_alone(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    patches, _ = planned(root, moved("twice"))
    apply(root, patches, keeps_links(patches))
    text = (root / "resources.yaml").read_text()
    assert "      url: https://old.example.org/twice\n    url: https://new.example.org/twice\n" in text


def test_an_unsafe_new_address_is_never_written(tmp_path: Path) -> None:
    assert planned(catalogue(tmp_path), moved("plain", "http://127.0.0.1/")) == ([], [])


def test_a_new_address_that_a_server_did_not_escape_is_escaped(tmp_path: Path) -> None:
    (patch,), left = planned(catalogue(tmp_path), moved("plain", "https://new.example.org/new place/the <piece>.html"))
    assert "url: https://new.example.org/new%20place/the%20%3Cpiece%3E.html  # since 2019" in patch.after
    assert left == []


def test_a_file_changed_in_the_meantime_is_left_alone(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    patches, _ = planned(root, moved("plain"))
    catalogue(tmp_path, CATALOGUE + "# a new thought\n")
    with pytest.raises(EditError, match="in the meantime"):
        apply(root, patches, keeps_links(patches))
    assert (root / "resources.yaml").read_text().endswith("# a new thought\n")


def test_the_command_shows_the_change_and_makes_it_when_asked(tmp_path: Path) -> None:
    root = catalogue(tmp_path)
    write_health(root / "link-health.json", [moved("plain")], swept_on=DAY)
    shown = CliRunner().invoke(links_command, ["repair", str(root)])
    assert "-    url: https://old.example.org/plain  # since 2019" in shown.output
    assert "+    url: https://new.example.org/plain  # since 2019" in shown.output
    assert (root / "resources.yaml").read_text() == CATALOGUE
    assert CliRunner().invoke(links_command, ["repair", str(root), "--write"]).exit_code == 0
    assert "https://new.example.org/plain" in (root / "resources.yaml").read_text()
    assert "Nothing to repair" in CliRunner().invoke(links_command, ["repair", str(root)]).output


def test_a_person_who_saw_a_walled_page_is_remembered(tmp_path: Path) -> None:
    write_health(tmp_path / "link-health.json", [LinkState("a", "https://example.org/", Verdict.BLOCKED)], swept_on=DAY)
    assert CliRunner().invoke(links_command, ["seen", "a", str(tmp_path), "--now", "2026-03-04"]).exit_code == 0
    record = read_health(tmp_path / "link-health.json").links["a"]
    assert (record.seen_by_person, record.verdict) == (date(2026, 3, 4), Verdict.BLOCKED)
    assert CliRunner().invoke(links_command, ["seen", "b", str(tmp_path)]).exit_code == 2


def test_an_approved_page_is_the_work_from_then_on(tmp_path: Path) -> None:
    text = "resources:\n  - {id: a, type: article, title: Some other title, url: 'http://a.example.org:PORT/x'}\n"
    sites = {"a.example.org": page("Page not found: a poem", prose("poem", 60))}
    with serving(sites) as server:
        catalogue(tmp_path, text.replace("PORT", str(server.port)))
        options = [str(tmp_path), *pins(server)]
        check = ["check", *options, "--format", "json", "--now"]
        assert '"hollow"' in CliRunner().invoke(links_command, [*check, "2026-03-01"]).output
        approved = CliRunner().invoke(links_command, ["approve", "a", *options, "--now", "2026-03-02"])
        assert approved.exit_code == 0, approved.output
        assert '"ok"' in CliRunner().invoke(links_command, [*check, "2026-03-09"]).output
    record = read_health(tmp_path / "link-health.json").links["a"]
    assert record.baseline is not None
    assert record.baseline.approved


def test_a_link_can_be_approved_before_its_first_check_and_after_a_change_of_address(tmp_path: Path) -> None:
    text = "resources:\n  - {id: a, type: article, title: A title, url: 'http://a.example.org:PORT/PLACE'}\n"
    state = tmp_path / "elsewhere.json"
    with serving({"a.example.org": page("Quite another name", prose("poem", 60))}) as server:
        options = [str(tmp_path), *pins(server), "--state", str(state), "--now"]
        for place, day in (("x", "2026-03-02"), ("y", "2026-03-03")):
            catalogue(tmp_path, text.replace("PORT", str(server.port)).replace("PLACE", place))
            approved = CliRunner().invoke(links_command, ["approve", "a", *options, day])
            assert approved.exit_code == 0, approved.output
            record = read_health(state).links["a"]
            assert (record.url.rpartition("/")[2], record.verdict) == (place, Verdict.OK)
            assert [change.to for change in record.history] == [Verdict.OK]
        CliRunner().invoke(links_command, ["check", *options, "2026-03-09"])
        record = read_health(state).links["a"]
        assert record.baseline is not None
        assert (record.baseline.approved, record.baseline.on) == (True, date(2026, 3, 3))
        assert CliRunner().invoke(links_command, ["seen", "a", *options[:1], "--state", str(state)]).exit_code == 0
    assert read_health(state).links["a"].seen_by_person is not None


def test_the_site_is_the_contact_that_hosts_are_given(tmp_path: Path) -> None:
    named: list[str] = []

    async def listens(request: Request, wire: Wire) -> None:
        named.append(request.headers["user-agent"])
        await wire.reply(200, b"<title>A title</title>")

    text = (
        "pathway: {title: T, language: en, site_url: 'https://pathway.example.org/'}\n"
        "resources:\n  - {id: a, type: article, title: A title, url: 'http://a.example.org:PORT/'}\n"
    )
    with serving({"a.example.org": listens}) as server:
        catalogue(tmp_path, text.replace("PORT", str(server.port)))
        CliRunner().invoke(links_command, ["check", str(tmp_path), *pins(server)])
        (tmp_path / "link-settings.yaml").write_text("probing: {contact: 'https://example.org/about'}\n")
        CliRunner().invoke(links_command, ["check", str(tmp_path), *pins(server)])
    assert [name.partition("; +")[2] for name in named] == [
        "https://pathway.example.org/)",
        "https://example.org/about)",
    ]


def test_the_state_travels_on_a_branch_of_its_own(tmp_path: Path) -> None:
    def git(*words: str, at: Path) -> str:
        return subprocess.run(["git", *words], cwd=at, check=True, capture_output=True, text=True).stdout

    remote, one, two = (tmp_path / name for name in ("remote", "one", "two"))
    git("init", "--bare", "-q", str(remote), at=tmp_path)
    for clone in (one, two):
        git("clone", "-q", str(remote), str(clone), at=tmp_path)
    run = CliRunner()
    assert "no branch" in run.invoke(links_command, ["state", "fetch", str(one)]).output
    write_health(one / "link-health.json", [moved("plain")], swept_on=DAY)
    assert "Kept" in run.invoke(links_command, ["state", "keep", str(one)]).output
    assert "Nothing has changed" in run.invoke(links_command, ["state", "keep", str(one)]).output
    assert "Fetched" in run.invoke(links_command, ["state", "fetch", str(two)]).output
    assert (two / "link-health.json").read_bytes() == (one / "link-health.json").read_bytes()
    write_health(two / "link-health.json", [moved("flow")], swept_on=DAY)
    assert "Kept" in run.invoke(links_command, ["state", "keep", str(two)]).output
    assert git("rev-list", "--count", "link-health", at=remote).strip() == "2"
    assert git("ls-tree", "--name-only", "link-health", at=remote).split() == ["link-health.json"]
    assert run.invoke(links_command, ["state", "keep", str(one), "--remote", str(tmp_path / "none")]).exit_code == 2
