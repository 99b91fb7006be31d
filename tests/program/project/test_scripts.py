"""The launchers: what they promise to someone who has just cloned the project."""

from __future__ import annotations

import io
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

import chromium
import environment
import office
import programs
import system
from learning_pathway.preview import server

VERBS = (
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
POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has no permission to execute")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_explains_itself(root: Path, verb: str) -> None:
    run = subprocess.run([sys.executable, str(root / "scripts" / verb), "--help"], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("usage: ")


def test_there_is_no_other_verb(root: Path) -> None:
    assert {path.name for path in (root / "scripts").iterdir() if path.is_file() and not path.suffix} == set(VERBS)


@POSIX
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_can_be_called_by_its_name(root: Path, verb: str) -> None:
    script = root / "scripts" / verb
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env python3\n")


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> environment.Environment:
    folder = tmp_path_factory.mktemp("environments")
    lock = folder / "lock.txt"
    lock.write_text("# nothing\n", encoding="utf-8")
    made = environment.Environment(folder / "venv", lock)
    assert not made.is_current()
    made.make()
    return made


def test_an_environment_that_is_up_to_date_is_left_alone(empty_environment: environment.Environment) -> None:
    assert empty_environment.is_current()


def test_a_changed_lock_makes_an_environment_stale(empty_environment: environment.Environment, tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    lock.write_text("# something else\n", encoding="utf-8")
    assert not environment.Environment(empty_environment.folder, lock).is_current()


def test_an_environment_that_was_moved_is_stale(empty_environment: environment.Environment, tmp_path: Path) -> None:
    elsewhere = tmp_path / "venv"
    elsewhere.symlink_to(empty_environment.folder, target_is_directory=True)
    assert not environment.Environment(elsewhere, empty_environment.lock).is_current()


def test_packages_that_are_not_in_the_lock_by_hash_are_refused(
    empty_environment: environment.Environment, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    wheel = tmp_path / "something-1.0-py3-none-any.whl"
    with ZipFile(wheel, "w") as file:
        for name, text in {
            "METADATA": "Metadata-Version: 2.1\nName: something\nVersion: 1.0\n",
            "WHEEL": "Wheel-Version: 1.0\nGenerator: a test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "",
        }.items():
            file.writestr(f"something-1.0.dist-info/{name}", text)
    lock = tmp_path / "lock.txt"
    lock.write_text(f"something @ {wheel.as_uri()}\n", encoding="utf-8")
    with pytest.raises(environment.SetupError, match="could not be installed"):
        environment.Environment(empty_environment.folder, lock).make()
    assert "hash" in capfd.readouterr().err.lower()


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse() -> environment.Environment:
        raise PermissionError(13, "Permission denied", "/project/.venv")

    monkeypatch.setattr(environment, "prepare", refuse)
    with pytest.raises(SystemExit) as ended:
        environment.ready()
    assert ended.value.code == "The environment in .venv could not be prepared: Permission denied (/project/.venv)."


def test_an_older_python_is_told_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    with pytest.raises(environment.SetupError, match=r"Python 3\.11 or later is needed"):
        environment._interpreter()


def test_an_older_python_finds_a_newer_one_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(environment.shutil, "which", lambda name: sys.executable if name == "python3.11" else None)
    assert environment._interpreter() == sys.executable


def test_a_python_without_venv_is_told_which_package_has_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(environment, "_quiet", lambda command: False)
    lock = tmp_path / "lock.txt"
    lock.touch()
    with pytest.raises(environment.SetupError, match="apt install python3-venv"):
        environment.Environment(tmp_path / "venv", lock).make()


def test_a_port_in_use_is_refused_when_it_was_asked_for() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(server.PortTakenError, match=rf"^Port {port} is in use.* --port \d+$") as told:
            server.free_port(port)
    named = int(str(told.value).rpartition(" ")[2])
    assert server.free_port(named) == named


def test_a_port_that_is_held_but_does_not_answer_is_refused() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        with pytest.raises(server.PortTakenError):
            server.free_port(held.getsockname()[1])


def test_where_every_usual_port_is_taken_one_sentence_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr(server, "USUAL", range(port, port + 1))
        with pytest.raises(server.PortTakenError, match=r"all in use\. Choose another with --port\.$"):
            server.free_port(None)


def test_a_named_chromium_is_used_and_no_other(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "my-chromium"
    own.touch()
    monkeypatch.setenv(chromium.VARIABLE, str(own))
    assert chromium.find() == own
    monkeypatch.setenv(chromium.VARIABLE, str(tmp_path / "absent"))
    assert chromium.find() is None


def test_a_chromium_on_the_path_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv(chromium.VARIABLE, raising=False)
    own = tmp_path / ("chromium.exe" if os.name == "nt" else "chromium")
    own.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find() == own


def test_a_headless_shell_on_the_path_is_found_unless_a_browser_is_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for variable in (chromium.VARIABLE, chromium.SHELL_VARIABLE):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert chromium.find_shell() is None
    own = tmp_path / ("chromium-headless-shell.exe" if os.name == "nt" else "chromium-headless-shell")
    own.touch(mode=0o755)
    assert chromium.find_shell() == own
    monkeypatch.setenv(chromium.VARIABLE, str(tmp_path / "my-chromium"))
    assert chromium.find_shell() is None, "the named browser runs every test"
    monkeypatch.setenv(chromium.SHELL_VARIABLE, str(own))
    assert chromium.find_shell() == own
    monkeypatch.setenv(chromium.SHELL_VARIABLE, str(tmp_path / "absent"))
    assert chromium.find_shell() is None


def test_without_a_package_manager_that_has_the_headless_shell_none_is_called(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(chromium.SHELL_VARIABLE, raising=False)
    monkeypatch.setattr(system, "call", lambda command: pytest.fail(f"called {command}"))
    assert chromium.install_shell() is None


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for a package manager is a shell script")
@pytest.mark.parametrize(
    ("packages", "names"),
    [
        (chromium.PACKAGES, "chromium"),
        (office.PACKAGES, "libreoffice-writer"),
        (programs.FFMPEG.packages, "ffmpeg"),
        (programs.HUNSPELL.packages, "hunspell hunspell-en-gb"),
    ],
)
def test_a_package_manager_is_told_the_right_package(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, packages: Mapping[str, tuple[str, ...]], names: str
) -> None:
    told = tmp_path / "told"
    manager = tmp_path / "apt-get"
    manager.write_text(f'#!/bin/sh\necho "$@" >>{told}\n', encoding="utf-8")
    manager.chmod(0o755)
    for name in ("sudo", "sh"):
        (tmp_path / name).symlink_to("/usr/bin/env" if name == "sudo" else "/bin/sh")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert system.install(packages)
    assert told.read_text(encoding="utf-8").splitlines() == [
        "update --quiet",
        f"install --yes --no-install-recommends {names}",
    ]
    assert {*packages, "brew"} == set(system.MANAGERS), "`brew --cask` is for programs with windows"


def test_nothing_is_installed_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    assert not system.may_install("LibreOffice", "Tests", agreed=False), "no one sits there to be asked"
    assert system.may_install("LibreOffice", "Tests", agreed=True)
    monkeypatch.setenv("CI", "1")
    assert system.may_install("LibreOffice", "Tests", agreed=False)
