"""The preview with a fault in the project: browser and terminal show it over the last good site; no process stays."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from runningpreview import RunningPreview, previews
from siteproject import program, small_repository, with_own_theme

pytestmark = [
    pytest.mark.engine,
    pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc"),
]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with templates of its own, none of which has a fault."""
    project = small_repository(tmp_path / "project")
    with_own_theme(project)
    return project


@pytest.fixture
def start(project: Path, tmp_path: Path) -> Iterator[Callable[[], RunningPreview]]:
    """Starts a preview of the project."""
    with previews(project, tmp_path / "log") as begin:
        yield begin


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningPreview, Path]]:
    """A preview of a project that runs through one fault after another, and a good copy of the project."""
    folder = tmp_path_factory.mktemp("preview")
    project = small_repository(folder / "project")
    with_own_theme(project)
    good = shutil.copytree(project, folder / "good", symlinks=True)
    with previews(project, folder / "log") as begin:
        yield begin(), good


@pytest.fixture
def preview(shared: tuple[RunningPreview, Path]) -> Iterator[RunningPreview]:
    """The preview while it has no fault; in the end the project is as it was."""
    running, good = shared
    running.wait_for(200, without='<details class="lp-preview"')
    yield running
    repair(running.project, good)


def restore(good: str, file: str) -> None:
    """Make one file what it was, at once, if it is not: a preview never sees it half written."""
    if not Path(file).exists() or Path(file).read_bytes() != Path(good).read_bytes():
        new = Path(file).parent / f".{Path(file).name}.new"
        shutil.copy(good, new)
        new.replace(file)


def repair(project: Path, good: Path) -> None:
    """Make the project what it was."""
    for part in ("docs", "theme"):
        shutil.copytree(good / part, project / part, dirs_exist_ok=True, copy_function=restore)
    for name in ("mkdocs.yml", "resources.yaml"):
        restore(str(good / name), str(project / name))
    (project / "docs" / "llms.txt").unlink(missing_ok=True)


def change(path: str, make: Callable[[str], str]) -> Callable[[Path], None]:
    """A change of one file of a project."""

    def applied(project: Path) -> None:
        file = project / path
        file.write_text(make(file.read_text(encoding="utf-8")), encoding="utf-8")

    return applied


def write(path: str, text: str) -> Callable[[Path], None]:
    """A file of the project's own."""

    def applied(project: Path) -> None:
        (project / path).write_text(text, encoding="utf-8")

    return applied


#: What breaks a project, and what is then said of it.
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "a page's Jinja": (change("docs/about.md", lambda text: text + "{% if foo %}\n"), "docs/about.md:"),
    "a setting that is none": (change("docs/about.md", lambda text: text + "\n{{ nothing }}\n"), "docs/about.md:"),
    "front matter": (change("docs/about.md", lambda text: "---\ntitle: [\n" + text[4:]), "docs/about.md:"),
    "front matter without an end": (change("docs/privacy.md", lambda text: text.replace("---\n\n", "", 1)), "no end"),
    "settings that are no YAML": (change("mkdocs.yml", lambda text: text + "\nextra: [\n"), "mkdocs.yml"),
    "an unknown plugin": (change("mkdocs.yml", lambda text: text + "\nplugins: [serach]\n"), "serach"),
    "a base that is not there": (change("mkdocs.yml", lambda text: f"INHERIT: nowhere.yml\n{text}"), "nowhere.yml"),
    "no settings at all": (lambda project: (project / "mkdocs.yml").unlink(), "mkdocs.yml"),
    # At once: a preview that sees the folder half deleted shows the pages that are left, as it should.
    "no documents": (lambda project: shutil.move(project / "docs", project.parent / "elsewhere"), "docs"),
    "a template": (write("theme/main.html", "{% if %}"), "theme/main.html:"),
    "a template that fails": (
        write("theme/main.html", "{{ no.thing }}"),
        "theme/main.html:1: UndefinedError",
    ),
    "a page with the name of ours": (
        lambda project: (project / "docs" / "llms.txt").write_text("mine") and None,
        "docs/llms.txt would hide",
    ),
}


@pytest.mark.matrix
@pytest.mark.parametrize("kind", FAULTS)
def test_a_fault_is_shown_over_the_last_good_site_and_goes_when_it_is_fixed(
    preview: RunningPreview, shared: tuple[RunningPreview, Path], kind: str
) -> None:
    breaks, said = FAULTS[kind]
    before = len(preview.printed())
    breaks(preview.project)
    for path in ("modules/", "", "about/", "resources/known/"):
        page = preview.wait_for(200, said, path)
        assert "Traceback" not in page
        assert 'class="lp-footer"' in page
    style = re.search(r'href="\.\./(assets/[^"]*/pathway\.css)"', preview.get()[1])
    assert style
    assert preview.get(style[1])[0] == 200
    assert said in preview.printed()[before:]
    assert "Traceback" not in preview.printed()
    repair(preview.project, shared[1])
    preview.wait_for(200, 'class="lp-footer"', without='<details class="lp-preview"')


def test_no_request_waits_for_a_fault(preview: RunningPreview, full: bool) -> None:
    FAULTS["a template that fails"][0](preview.project)
    slowest, deadline = 0.0, time.monotonic() + (3 if full else 1)
    while time.monotonic() < deadline:
        began = time.monotonic()
        assert preview.get()[0] == 200
        slowest = max(slowest, time.monotonic() - began)
    assert slowest < 2


@pytest.mark.full_only
@pytest.mark.matrix
@pytest.mark.parametrize("kind", ["settings that are no YAML", "a page's Jinja", "a template"])
def test_a_preview_starts_with_a_fault_and_recovers(
    start: Callable[[], RunningPreview], project: Path, kind: str
) -> None:
    breaks, said = FAULTS[kind]
    good = shutil.copytree(project, project.parent / "good", symlinks=True)
    breaks(project)
    preview = start()
    preview.wait_for(500, said)
    repair(project, good)
    preview.wait_for(200)


def test_a_fault_in_the_hook_is_a_page_with_its_line(start: Callable[[], RunningPreview], project: Path) -> None:
    hook = project / "hooks" / "pathway.py"
    good = hook.read_text(encoding="utf-8")
    hook.write_text(f"{good}\nif\n", encoding="utf-8")
    preview = start()
    line = good.count("\n") + 2
    preview.wait_for(500, f"hooks/pathway.py:{line}: invalid syntax")
    hook.write_text(good, encoding="utf-8")
    preview.wait_for(200)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: Small pathway", "tittle: Small pathway"),
        ("type: report", "type: reprot"),
        ("read: known", "read: unknown-work"),
    ],
)
def test_the_terminal_prints_what_is_wrong_with_the_catalogue_and_nothing_else(
    preview: RunningPreview, before: str, after: str
) -> None:
    seen = len(preview.printed())
    root = preview.project / "resources.yaml"
    text = root.read_text(encoding="utf-8")
    line = text[: text.index(before)].count("\n") + 1
    root.write_text(text.replace(before, after, 1), encoding="utf-8")
    page = preview.wait_for(200, f"resources.yaml:{line}:")
    assert 'class="lp-footer"' in page  # of the last good site
    assert page.count("<li>\n<p><code>resources.yaml") == 1
    printed = preview.printed()[seen:]
    assert re.search(rf"^resources\.yaml:{line}:\d+: ", printed, re.MULTILINE), printed
    assert "advice" not in printed
    assert "WARNING" not in printed


def test_what_a_fault_holds_stays_text(start: Callable[[], RunningPreview], project: Path) -> None:
    (project / "docs" / "about.md").write_text("---\nsettings: true\n---\n\n{{ '<script>alert(1)</script>' + 1 }}\n")
    text = start().wait_for(500, "docs/about.md:5")
    assert "<script>alert" not in text


def descendants(process: int) -> set[int]:
    """The living processes of the group of `process`, and their children's children."""
    found = set()
    for path in Path("/proc").glob("[0-9]*"):
        try:
            state, _, group, *_ = (path / "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if int(group) == process and state != "Z":
            found.add(int(path.name))
    return found


@pytest.mark.matrix
@pytest.mark.parametrize("name", ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"])
@pytest.mark.parametrize("moment", ["at once", "while it serves"])
def test_however_the_outer_process_ends_nothing_is_left(
    start: Callable[[], RunningPreview], name: str, moment: str
) -> None:
    preview = start()
    if moment == "while it serves":
        preview.wait_for(200)
    else:
        while len(descendants(preview.process.pid)) < 2:
            time.sleep(0.005)
    # A terminal interrupts all of its processes; the other signals reach the outer one alone.
    (os.killpg if name == "SIGINT" else os.kill)(preview.process.pid, getattr(signal, name))
    preview.process.wait(20)
    deadline = time.monotonic() + 10
    while (left := descendants(preview.process.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert left == set()
    assert preview.get()[0] == 0
    assert "Traceback" not in preview.printed()


def test_a_port_in_use_is_one_sentence_with_another_port(project: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        of_package = [program("pathway"), "serve", "--path", project, "--port", port]
        for command in ([project / "scripts" / "serve", "--port", port], of_package):
            run = subprocess.run([str(part) for part in command], cwd=project, capture_output=True, text=True)
            assert run.returncode == 1
            assert run.stdout == ""
            assert run.stderr.startswith(f"Error: Port {port} ")
            assert "--port" in run.stderr
            assert run.stderr.count("\n") == 1
