"""What people write amiss in settings, options and state files: refused with what to write, and nothing is lost."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from learning_pathway.cli import main
from learning_pathway.links.settings import SettingsError, read_settings
from learning_pathway.links.state.file import read_health, write_health
from learning_pathway.links.state.model import LinkState
from learning_pathway.links.verdicts import Verdict
from links.test_check import page, pins, project, says, serving

DAY = date(2026, 3, 2)
TOKEN = {"TOKEN": "secret", "GITHUB_API_URL": "http://127.0.0.1:9", "GITHUB_REPOSITORY": "a/b"}


def go(*words: str) -> Result:
    done = CliRunner().invoke(main, ["links", *words], prog_name="pathway", env=TOKEN)
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A project with one link, which is never reached."""
    return project(tmp_path, {"good": ("A good read", "http://good.example.org:9/a")})


def state_with(folder: Path, *ids: str) -> Path:
    records = [LinkState(id_, f"https://example.org/{id_}", Verdict.OK, 0.9, ("seen",), checked_on=DAY) for id_ in ids]
    write_health(folder / "link-health.json", records, swept_on=DAY)
    return folder / "link-health.json"


@pytest.mark.parametrize(
    ("written", "line", "said"),
    [
        ("politeness:\n  connections: yes", 2, "politeness.connections: write a number or a text, not yes or no"),
        ("politeness:\n  gap: 1\n  gap: 2", 3, "`gap` is written twice"),
        ("politeness: 3", 1, "politeness: write settings, each as `name: value`"),
        ("politenes:\n  gap: 1", 1, "politenes: there is no such setting; did you mean `politeness`?"),
        ("alarms:\n  day: 3", 2, "alarms.day: there is no such setting; did you mean `days`?"),
        ("a: 1\nprobing:\n  control_hosts: example.org", 3, "probing.control_hosts: write a list"),
        ("probing:\n  control_hosts: [1]", 2, "probing.control_hosts.0: write a text"),
        ("probing:\n  control_hosts: ['https://example.org']", 2, "write a host's name, such as example.org"),
        ('probing:\n  contact: "a\\r\\nX-Evil: 1"', 2, "probing.contact: write it on one line"),
        ("forge:\n  api: https://me:pw@example.org", 2, "forge.api: write an address without a password"),
        ("forge:\n  project: ../../other", 2, "forge.project: write it as owner/name"),
        ("forge:\n  label: a,b", 2, "forge.label: write one label, without a comma"),
        ("services:\n  youtube_oembed: 'javascript:1'", 2, "services.youtube_oembed: write an address that begins"),
        ("services:\n  memento_timegate: https://example.org/", 2, "write an address with {url} in it"),
        ("exceptions:\n  - {link: a, reason: b c, until: 2026-02-30}", 2, "until: there is no such day"),
        ("exceptions:\n  - {link: a, reason: b c, until: 20260301}", 2, "until: write a day as YYYY-MM-DD"),
        ("exceptions:\n  - good", 2, "exceptions.0: write settings, each as `name: value`"),
        ("? [a, b]\n: 1", 1, "not YAML"),
        ("- gap", 1, "settings: write settings, each as `name: value`"),
    ],
)
def test_a_setting_that_cannot_be_comes_with_its_line_and_what_to_write(
    folder: Path, written: str, line: int, said: str
) -> None:
    (folder / "link-settings.yaml").write_text(written + "\n", encoding="utf-8")
    with pytest.raises(SettingsError) as refused:
        read_settings(folder / "link-settings.yaml")
    assert f"link-settings.yaml:{line}: " in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.parametrize("command", ["check", "issue", "repair"])
def test_every_command_refuses_a_setting_that_cannot_be(folder: Path, command: str) -> None:
    (folder / "link-settings.yaml").write_text("politeness: {gap: fast}\n", encoding="utf-8")
    done = go(command, str(folder))
    assert (done.exit_code, "link-settings.yaml:1: politeness.gap" in done.output) == (2, True)


@pytest.mark.parametrize(("raw", "line"), [(b"\xff\xfea\x00", 1), (b"politeness:\n  gap: 1 # \xe9\n", 2)])
def test_settings_in_another_encoding_are_refused(folder: Path, raw: bytes, line: int) -> None:
    (folder / "link-settings.yaml").write_bytes(raw)
    done = go("check", str(folder))
    assert (done.exit_code, f"link-settings.yaml:{line}: not UTF-8" in done.output) == (2, True)


def test_hosts_are_compared_in_small_letters(folder: Path) -> None:
    (folder / "link-settings.yaml").write_text("services: {resolvers: [DOI.org], wayback_cdx: ''}\n", encoding="utf-8")
    services = read_settings(folder / "link-settings.yaml").services
    assert (services.resolvers, services.wayback_cdx) == (("doi.org",), "")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("*.intern", "give the option once for each host or network"),
        ("10.0.0.0/8,172.16.0.0/12", "give the option once for each host or network"),
        ("192.168.1.1-5", "neither a host's name"),
        (".", "neither a host's name"),
        ("8.8.8.8", "needs no permission"),
        ("http://localhost:80/", "write the host alone, without scheme, port or path: `localhost`"),
    ],
)
def test_a_host_that_cannot_be_allowed_comes_with_what_to_write(folder: Path, entry: str, said: str) -> None:
    done = go("check", str(folder), f"--allow-host={entry}")
    assert (done.exit_code, said in done.output) == (2, True)


@pytest.mark.parametrize(
    ("command", "now"),
    [
        ("check", "0001-01-01"),
        ("check", "9999-12-31"),
        ("check", ""),
        ("seen", "9999-12-31"),
        ("approve", "9999-12-31"),
        ("repair", "yesterday"),
        ("issue", "2026-13-01"),
    ],
)
def test_a_time_that_no_check_can_have_is_refused(folder: Path, command: str, now: str) -> None:
    before = state_with(folder, "good").read_bytes()
    done = go(command, *(["good"] if command in ("seen", "approve") else []), str(folder), "--now", now)
    assert (done.exit_code, "time" in done.output) == (2, True)
    assert (folder / "link-health.json").read_bytes() == before


@pytest.mark.parametrize("option", ["--state", "--report", "--settings"])
def test_an_empty_path_is_refused(folder: Path, option: str) -> None:
    done = go("check", str(folder), option, "")
    assert (done.exit_code, "the path is empty" in done.output) == (2, True)


def test_a_folder_in_place_of_the_state_stays_where_it_is(folder: Path) -> None:
    assert go("check", str(folder), "--state", str(folder)).exit_code == 2
    (folder / "link-health.json").mkdir()
    done = go("check", str(folder))
    assert (done.exit_code, "A folder is where a file should be" in done.output) == (2, True)
    assert (folder / "link-health.json").is_dir()
    assert (folder / "resources.yaml").exists()


def test_a_file_without_certificates_is_named(folder: Path) -> None:
    done = go("check", str(folder), "--ca", str(folder / "resources.yaml"))
    assert (done.exit_code, "resources.yaml holds no certificates in PEM" in done.output) == (2, True)


@pytest.mark.parametrize("command", ["seen", "approve"])
def test_a_link_that_is_not_known_comes_with_the_nearest(folder: Path, command: str) -> None:
    state_with(folder, "good")
    done = go(command, "Goood", str(folder))
    assert (done.exit_code, "Did you mean `good`?" in done.output) == (2, True)
    assert go("seen", "good", str(folder / "nowhere")).output.strip().endswith("nowhere`.")


@pytest.mark.parametrize("command", ["seen", "issue", "repair"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<<<<<<< HEAD\n{}\n=======\n{}\n>>>>>>> other\n", "marks of a merge"),
        (b'{\n"format": "link-health",\n<<<<<<< HEAD\n', "marks of a merge"),
        (b'{"format": "link-health", "version": 2, "links": {}}', "Update this program"),
        (b'{"format": "link-health", "version": 0, "links": {}}', "has version 0"),
        (b'{"format": "link-health", ', "not JSON"),
    ],
)
def test_a_state_that_cannot_be_read_is_left_alone_and_comes_with_what_to_do(
    folder: Path, command: str, content: bytes, said: str
) -> None:
    state = folder / "link-health.json"
    state.write_bytes(content)
    done = go(command, *(["good"] if command == "seen" else []), str(folder))
    assert done.exit_code == 2
    assert said in done.output
    assert "run `pathway links check`, which keeps this one under another name" in done.output
    assert state.read_bytes() == content


def test_a_time_in_the_past_takes_nothing_back(folder: Path) -> None:
    state_with(folder, "good")
    assert go("seen", "good", str(folder), "--now", "2026-03-05").exit_code == 0
    assert go("seen", "good", str(folder), "--now", "2020-01-01").exit_code == 0
    assert read_health(folder / "link-health.json").links["good"].seen_by_person == date(2026, 3, 5)


@pytest.mark.parametrize(("others", "copies"), [(30, 1), (3, 0)])
def test_a_state_of_another_project_is_copied_before_its_links_go(tmp_path: Path, others: int, copies: int) -> None:
    """A few links that have left the catalogue are an ordinary day."""
    with serving({"good.example.org": says(200, page("A good read"))}) as server:
        folder = project(tmp_path, {"good": ("A good read", f"http://good.example.org:{server.port}/a")})
        before = state_with(folder, *(f"other-{number}" for number in range(others))).read_bytes()
        done = go("check", str(folder), "--now", "2026-03-03", *pins(server))
    assert done.exit_code == 0
    assert len(list(folder.glob("link-health.copy-*.json"))) == copies
    assert ("is it of another project?" in " ".join(done.output.split())) is bool(copies)
    if copies:
        assert (folder / "link-health.copy-1.json").read_bytes() == before
    assert set(read_health(folder / "link-health.json").links) == {"good"}
