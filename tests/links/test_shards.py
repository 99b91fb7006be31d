"""A run in several parts comes to the same as a run in one."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from learning_pathway.cli.links import command
from learning_pathway.links.shard import Shard, shard_of
from learning_pathway.links.target import Target
from links.test_check import page, pins, project, says, serving

LINKS = [Target(f"link-{n}", f"https://host-{n % 60}.example.org/{n}") for n in range(600)]


@pytest.mark.parametrize("parts", [1, 2, 8])
def test_every_link_falls_into_exactly_one_part(parts: int) -> None:
    shards = [shard_of(LINKS, Shard(number, parts)) for number in range(1, parts + 1)]
    assert sorted(target.id for shard in shards for target in shard) == sorted(target.id for target in LINKS)
    assert all(shards)


def test_the_links_of_a_host_stay_together() -> None:
    homes: dict[str, set[int]] = {}
    for number in range(1, 9):
        for target in shard_of(LINKS, Shard(number, 8)):
            homes.setdefault(target.url.split("/")[2], set()).add(number)
    assert all(len(found) == 1 for found in homes.values())


@pytest.mark.parametrize("written", ["0/8", "9/8", "3", "a/b", "-1/2", "1/0"])
def test_what_is_no_part_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match="third of eight"):
        Shard.parse(written)


def test_parts_merged_are_the_state_of_a_whole_run(tmp_path: Path) -> None:
    names = [f"h{number}" for number in range(8)]
    sites = {f"{name}.example.org": says(200, page(f"The {name} one")) for name in names}
    sites["h3.example.org"] = says(410)
    run = CliRunner()
    with serving(sites) as server:
        project(tmp_path, {name: (f"The {name} one", f"http://{name}.example.org:{server.port}/") for name in names})
        state = tmp_path / "link-health.json"
        check = ["check", str(tmp_path), *pins(server), "--now"]
        run.invoke(command, [*check, "2026-03-02"])
        parts = [tmp_path / f"part-{number}.json" for number in (1, 2)]
        for number, part in enumerate(parts, start=1):
            shutil.copy(state, part)
            done = run.invoke(command, [*check, "2026-03-09", "--shard", f"{number}/2", "--state", str(part)])
            assert done.exit_code in (0, 1), done.output
        whole = tmp_path / "whole.json"
        shutil.copy(state, whole)
        run.invoke(command, [*check, "2026-03-09", "--state", str(whole)])
    merge = ["merge", *map(str, parts), "--path", str(tmp_path), "--now", "2026-03-09"]
    done = run.invoke(command, merge)
    assert done.exit_code == 1, done.output
    assert "8 links, 8 checked" in done.output
    assert state.read_text() == whole.read_text()


def test_a_missing_part_stops_the_merging(tmp_path: Path) -> None:
    project(tmp_path, {"a": ("A", "https://a.example.org/")})
    done = CliRunner().invoke(command, ["merge", str(tmp_path / "none.json"), "--path", str(tmp_path)])
    assert (done.exit_code, (tmp_path / "link-health.json").exists()) == (2, False)
    (tmp_path / "bad.json").write_text("{")
    done = CliRunner().invoke(command, ["merge", str(tmp_path / "bad.json"), "--path", str(tmp_path)])
    assert (done.exit_code, (tmp_path / "link-health.json").exists()) == (2, False)
