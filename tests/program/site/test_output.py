"""Replacing a folder as a whole: no one's files are deleted, and a writer that is killed costs nothing."""

from __future__ import annotations

import errno
import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from casetable import case_table
from learning_pathway import output
from learning_pathway.output import OutputError, OutputFolder, write_whole
from learning_pathway.process import MEANINGS, explain, sentence
from tree import files

#: Writes one edition after another into the folder, as long as it lives. Each has other files than the one before.
WRITER = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from learning_pathway import output
if sys.argv[2] == "two steps":
    output.exchange = lambda one, other: False
target = Path(sys.argv[1])
folder = output.OutputFolder(target, kind="a site", sources=[], is_ours=lambda found: (found / "ours").is_file())
number = int(sys.argv[3])
while True:
    number += 1
    with folder.replacing() as fresh:
        (fresh / "ours").write_text(str(number))
        for place in range(number % 7 + 3):
            (fresh / f"folder-{place}").mkdir()
            (fresh / f"folder-{place}" / "file").write_text(str(number))
    print(number, flush=True)
"""


def folder(target: Path, *sources: Path) -> OutputFolder:
    return OutputFolder(target, kind="a site", sources=sources, is_ours=lambda found: (found / "ours").is_file())


def write(target: Path, text: str = "new") -> None:
    with folder(target).replacing() as fresh:
        (fresh / "ours").write_text(text)


def beside(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir() if path.name not in {target.name, ".site.lock"})


def is_whole(site: Path) -> bool:
    """Whether every file of the edition is there, and none of another."""
    number = int((site / "ours").read_text())
    expected = {"ours", *(f"folder-{place}/file" for place in range(number % 7 + 3))}
    found = files(site)
    return found.keys() == expected and set(found.values()) == {str(number).encode()}


@pytest.mark.long
@pytest.mark.skipif(sys.platform == "win32", reason="kills processes as POSIX does")
@pytest.mark.parametrize("way", ["exchange", "two steps"])
def test_killed_while_folders_change_places_the_old_or_the_new_one_is_there(
    tmp_path: Path, way: str, full: bool
) -> None:
    """200 writers in full (10 as a sample), each killed after its first folder, followed by one that fails."""
    site, chance, number = tmp_path / "site", random.Random(3), 0
    for _ in range(200 if full else 10):
        command = [sys.executable, "-c", WRITER, str(site), way, str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout is not None
            number = int(writer.stdout.readline())
            time.sleep(chance.uniform(0, 0.02))
            writer.send_signal(signal.SIGKILL)
        if way == "exchange":
            assert is_whole(site)
        with pytest.raises(RuntimeError), folder(site).replacing():
            raise RuntimeError
        assert is_whole(site)
        assert int((site / "ours").read_text()) >= number
        assert beside(site) == []


def test_killed_between_two_steps_the_next_writer_brings_the_old_folder_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    write(site, "old")
    monkeypatch.setattr(output, "exchange", lambda one, other: False)
    rename, steps = Path.rename, list[Path]()

    def killed(path: Path, target: Path) -> Path:
        steps.append(path)
        if len(steps) > 1:
            raise KeyboardInterrupt
        return rename(path, target)

    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as patched:
        patched.setattr(Path, "rename", killed)
        write(site)
    assert not site.exists(), "the second step and the way back were both stopped"
    with pytest.raises(RuntimeError), folder(site).replacing():
        raise RuntimeError
    assert (site / "ours").read_text() == "old"
    assert beside(site) == []


def test_an_empty_folder_in_its_place_does_not_hide_the_old_one(tmp_path: Path) -> None:
    write(tmp_path / "site", "old")
    (tmp_path / "site").rename(tmp_path / ".site.previous")
    (tmp_path / "site").mkdir()
    with pytest.raises(RuntimeError), folder(tmp_path / "site").replacing():
        raise RuntimeError
    assert (tmp_path / "site" / "ours").read_text() == "old"


def test_an_old_folder_that_was_not_deleted_never_comes_back(tmp_path: Path) -> None:
    write(tmp_path / "site", "new")
    (tmp_path / ".site.previous").mkdir()
    with pytest.raises(RuntimeError), folder(tmp_path / "site").replacing():
        raise RuntimeError
    assert (tmp_path / "site" / "ours").read_text() == "new"
    assert beside(tmp_path / "site") == []


@pytest.mark.parametrize("exchanges", [True, False])
def test_a_folder_keeps_its_permissions_and_a_new_one_can_be_read(
    tmp_path: Path, exchanges: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not exchanges:
        monkeypatch.setattr(output, "exchange", lambda one, other: False)
    write(tmp_path / "site")
    assert (tmp_path / "site").stat().st_mode & 0o555 == 0o555
    (tmp_path / "site").chmod(0o750)
    write(tmp_path / "site", "newer")
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o750
    assert files(tmp_path / "site") == {"ours": b"newer"}
    assert beside(tmp_path / "site") == []


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "site").symlink_to("elsewhere/site")
    for text in ("first", "second"):
        write(tmp_path / "site", text)
        assert (tmp_path / "site").is_symlink()
        assert (tmp_path / "elsewhere" / "site" / "ours").read_text() == text


@pytest.mark.parametrize(
    "name", ["thesis.docx", "ours/thesis.docx", ".git/config", ".env", "nested/deep/file", "index.html"]
)
def test_a_folder_with_other_files_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    precious = tmp_path / "site" / name
    precious.parent.mkdir(parents=True)
    precious.write_text("years of work")
    with pytest.raises(OutputError, match="Choose a new or an empty folder"):
        write(tmp_path / "site")
    assert precious.read_text() == "years of work"
    assert beside(tmp_path / "site") == []


def test_a_site_in_which_somebody_keeps_a_repository_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "site")
    (tmp_path / "site" / ".git").mkdir()
    with pytest.raises(OutputError, match=r"holds \.git, which is not part of a site"):
        write(tmp_path / "site")


def test_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "site").write_text("a file")
    with pytest.raises(OutputError, match="is a file"):
        write(tmp_path / "site")
    assert (tmp_path / "site").read_text() == "a file"


@pytest.mark.parametrize(
    "name", ["", "..", "/", "docs", "docs/site", "docs/../docs/x", "link", "link/site", "resources"]
)
def test_a_folder_that_holds_a_source_or_lies_in_one_is_refused(tmp_path: Path, name: str) -> None:
    project = tmp_path / "project"
    (project / "docs").mkdir(parents=True)
    (project / "docs" / "about.md").write_text("# About")
    (project / "link").symlink_to("docs")
    found = OutputFolder(
        project / name, kind="a site", sources=[project / "docs", project / "resources"], is_ours=lambda _: True
    )
    with pytest.raises(OutputError, match="which is needed"), found.replacing():
        pass
    assert files(project / "docs") == {"about.md": b"# About"}
    assert sorted(path.name for path in project.iterdir()) == ["docs", "link"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is always a mount point on Linux")
def test_a_mount_point_is_refused_with_a_way_out(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match=r"^/proc is a mount point.* such as /proc/site\.$"),
        folder(Path("/proc")).replacing(),
    ):
        pass


def test_only_what_is_named_like_ours_is_deleted(tmp_path: Path) -> None:
    for name in (".site.notes.part", ".site.1234567.part", ".other.12345678.part", "site.12345678.part", ".sitex"):
        (tmp_path / name).mkdir()
    (tmp_path / ".site.0123abcd.part" / "half").mkdir(parents=True)
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").touch()
    (tmp_path / ".site.deadbeef.part").symlink_to(outside)
    before = beside(tmp_path / "site")
    write(tmp_path / "site")
    assert set(before) - set(beside(tmp_path / "site")) == {".site.0123abcd.part"}
    assert (outside / "kept").exists()


@case_table("number", sorted(MEANINGS))
def test_every_known_error_is_a_sentence_that_names_the_file_and_what_to_do(number: int) -> None:
    told = sentence(OSError(number, os.strerror(number), "site/index.html"))
    assert "(site/index.html). " in told
    assert told.endswith(".")
    assert "Errno" not in told


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (OSError(errno.EPROTO, "Protocol error", "x"), "Protocol error (x)."),
        (OSError("libpango is missing"), "libpango is missing"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full. Free some space, then try again."),
        (OSError(errno.EACCES, "Permission denied", b"caf\xe9"), "There is no permission (caf\ufffd). Check"),
    ],
)
def test_an_error_without_a_name_or_a_meaning_is_said_as_it_is(error: OSError, said: str) -> None:
    assert sentence(error).startswith(said)


def test_a_fault_of_the_project_is_named_by_its_own_file_and_line(tmp_path: Path) -> None:
    hook = tmp_path / "hooks" / "mine.py"
    hook.parent.mkdir()
    hook.write_text("import json\n\ndef on_config():\n    return json.loads('no')\n")
    with pytest.raises(ValueError) as failed:
        exec(compile(hook.read_text(), str(hook), "exec"), found := {})
        found["on_config"]()
    assert explain(failed.value, tmp_path).startswith("hooks/mine.py:4: JSONDecodeError: Expecting value")
    with pytest.raises(SyntaxError) as failed:
        compile("a = (\n", str(hook), "exec")
    assert explain(failed.value, tmp_path) == "hooks/mine.py:1: '(' was never closed"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as reader:
        read = reader.submit(pipe.read_bytes)
        write_whole(pipe, b"all of it")
        assert read.result(timeout=10) == b"all of it"
    assert pipe.is_fifo()
