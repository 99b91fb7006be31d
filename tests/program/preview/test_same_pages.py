"""A page on demand has the bytes of a full build: every page and file, also after many edits."""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from learning_pathway.preview.refresh import Watched
from learning_pathway.preview.state import PreviewedProject, SiteState, read_state
from learning_pathway.site.files.offline import LIST_PATH, SUMMARY_PATH
from siteproject import MOMENT, mkdocs, small_repository
from smallcatalogue import CATALOGUE

pytestmark = pytest.mark.engine

#: What only a finished site has: the lists of what to keep offline, and a compressed copy of the sitemap.
NOT_SHOWN = {LIST_PATH, SUMMARY_PATH, "sitemap.xml.gz"}
#: Settings that add every kind of page and file to the small catalogue, and entries that have moved or gone.
MORE = CATALOGUE.replace(
    "  repository: https://forge.example/team/pathway\n",
    "  repository: https://forge.example/team/pathway\n"
    "  site_url: https://pathway.example/small/\n"
    "  library_page_size: 10\n"
    "  packages: [epub]\n",
).replace("{id: known, type", "{id: known, formerly: [was-known], added: 2024-04-01, type").replace(
    "tasks:\n",
    "".join(f"  - {{id: more-{n}, type: book, title: More {n}, themes: [power]}}\n" for n in range(12)) + "tasks:\n",
) + ("retired:\n  - {id: gone, kind: resource, reason: It went., replacement: known}\n")


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The preview runs in this process, and is dated to the same moment as the build."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


class Reader:
    """Reads states of a project as the preview does, keeping what it has parsed."""

    def __init__(self, root: Path, folder: Path) -> None:
        folder.mkdir()
        self.project, self.watched, self.folder = PreviewedProject(root), Watched(root), folder

    def read(self) -> SiteState:
        """The site as it is now."""
        return read_state(self.project, self.watched.stamps(), self.folder, self.watched.add)


def shown(state: SiteState, path: str) -> bytes | None:
    """What the preview has for a file of a built site."""
    folder, _, name = path.rpartition("/")
    address = (f"{folder}/" if folder else "") if name == "index.html" else path
    for found in state.find(address):
        while found.read_some():
            pass
        if (made := found.make()) is not None:
            return made
    return None


def files_of(site: Path) -> Iterator[str]:
    """Every file of a built site."""
    return (path.relative_to(site).as_posix() for path in sorted(site.rglob("*")) if path.is_file())


def assert_same(state: SiteState, site: Path, *, only: Callable[[str], bool] = lambda _: True) -> int:
    """Hold every file of a built site against the preview; return how many there were."""
    names = [name for name in files_of(site) if name not in NOT_SHOWN and only(name)]
    different = [name for name in names if shown(state, name) != (site / name).read_bytes()]
    assert different == []
    return len(names)


def build(project: Path, site: Path) -> Path:
    """Build the project anew."""
    shutil.rmtree(site, ignore_errors=True)
    done = mkdocs(project, site)
    assert done.returncode == 0, done.stdout + done.stderr
    return site


def small(target: Path, catalogue: str) -> Path:
    """A small project."""
    project = small_repository(target)
    (project / "resources.yaml").write_text(catalogue, encoding="utf-8")
    return project


@pytest.mark.matrix
@pytest.mark.parametrize("directories", [True, False], ids=["folders", "files"])
def test_every_page_and_file_is_that_of_a_full_build(tmp_path: Path, directories: bool) -> None:
    project = small(tmp_path / "project", MORE)
    if not directories:
        settings = project / "mkdocs.yml"
        text = settings.read_text(encoding="utf-8")
        settings.write_text(text.replace("use_directory_urls: true", "use_directory_urls: false"), encoding="utf-8")
        assert settings.read_text(encoding="utf-8") != text
    (project / "docs" / "resources").mkdir()
    (project / "docs" / "resources" / "notes.md").write_text(
        "---\nsearch: {exclude: true}\n---\n\nSee [about](../about.md).\n", "utf-8"
    )
    (project / "docs" / "picture.png").write_bytes(b"\x89PNG")
    site = build(project, tmp_path / "site")
    assert assert_same(Reader(project, tmp_path / "folder").read(), site) > 90


def test_no_page_outside_a_build_is_shown(tmp_path: Path) -> None:
    project = small(tmp_path / "project", MORE)
    state = Reader(project, tmp_path / "folder").read()
    for path in ("nothing/", "resources/", "../mkdocs.yml", "hooks/pathway.py", "modules/first", "resources/gone.ris"):
        assert shown(state, path) is None, path


#: What a random edit does: a field, a new entry, one less, another id, a theme, a step, the settings.
def with_title(text: str, dice: random.Random) -> str:
    titles = list(re.finditer(r"title: ([A-Z][\w ]*)", text))
    found = dice.choice(titles)
    return f"{text[: found.start()]}title: Title {dice.randrange(1000)}{text[found.end() :]}"


def with_entry(text: str, dice: random.Random) -> str:
    name, theme = f"new-{dice.randrange(10**9)}", dice.choice(["trust", "power"])
    kind = dice.choice(["book", "video", "report"])
    entry = (
        f"  - {{id: {name}, type: {kind}, title: New {name}, themes: [{theme}], minutes: {dice.randrange(1, 90)}}}\n"
    )
    return text.replace("tasks:\n", f"{entry}tasks:\n", 1)


def without_entry(text: str, dice: random.Random) -> str:
    lines = [line for line in text.splitlines(keepends=True) if "{id: new-" in line]
    return text.replace(dice.choice(lines), "", 1) if lines else text


def renamed(text: str, dice: random.Random) -> str:
    found = re.search(r"\{id: (new-\d+), type", text)
    if found is None:
        return text
    return text.replace(found[0], f"{{id: other-{dice.randrange(10**9)}, formerly: [{found[1]}], type", 1)


def with_summary(text: str, dice: random.Random) -> str:
    words = " ".join(dice.choices(["trust", "<b>&", "éß", "*stars*", "“quotes”", "plain"], k=6))
    return re.sub(r"(\{id: known, )(?:summary: '[^']*', )?", lambda m: f"{m[1]}summary: '{words}', ", text, count=1)


def with_other_theme(text: str, dice: random.Random) -> str:
    return re.sub(r"(\{id: power, title: )[^}]*", rf"\g<1>Power {dice.randrange(99)}", text)


def with_steps_swapped(text: str, dice: random.Random) -> str:
    pair = ("{read: known}, {read: paged}", "{read: paged}, {read: known}")
    before, after = pair if pair[0] in text else pair[::-1]
    return text.replace(before, after, 1)


def with_page_size(text: str, dice: random.Random) -> str:
    return re.sub(r"library_page_size: \d+", f"library_page_size: {dice.randrange(10, 30)}", text)


EDITS = (
    with_title,
    with_entry,
    with_entry,
    without_entry,
    renamed,
    with_summary,
    with_other_theme,
    with_steps_swapped,
    with_page_size,
)


@pytest.mark.long
def test_pages_stay_those_of_a_full_build_after_random_edits(tmp_path: Path, full: bool) -> None:
    """With --full 300 edits and a comparison with a build after every thirtieth; else 20, compared after the last."""
    count, every = (300, 30) if full else (20, 20)
    project = small(tmp_path / "project", MORE)
    reader = Reader(project, tmp_path / "folder")
    dice = random.Random(7)
    text, path = MORE, project / "resources.yaml"
    for number in range(1, count + 1):
        text = dice.choice(EDITS)(text, dice)
        path.write_text(text, encoding="utf-8")
        if dice.random() < 0.2:
            (project / "docs" / "privacy.md").write_text(f"# Privacy\n\nText {number}.\n", encoding="utf-8")
        state = reader.read()
        for address in ("", "library/", "resources/known/", "modules/first/", "privacy/"):
            assert any(found.make() for found in state.find(address)), address
        if number % every == 0:
            assert_same(state, build(project, tmp_path / "site"))
    assert os.environ["SOURCE_DATE_EPOCH"] == MOMENT


def test_what_was_parsed_is_kept_and_what_changed_is_not(tmp_path: Path) -> None:
    project = small(tmp_path / "project", CATALOGUE)
    (project / "resources").mkdir()
    more = project / "resources" / "more.yaml"
    more.write_text("resources:\n  - {id: other, type: book, title: Another}\n", encoding="utf-8")
    reader = Reader(project, tmp_path / "folder")
    reader.read()
    before = dict(reader.project._loaded)
    more.write_text("resources:\n  - {id: other, type: book, title: Renamed}\n", encoding="utf-8")
    state = reader.read()
    after = reader.project._loaded
    assert after["resources.yaml"][1] is before["resources.yaml"][1]
    assert after["resources/more.yaml"][1] is not before["resources/more.yaml"][1]
    assert b"Renamed" in (shown(state, "resources/other/index.html") or b"")
    more.unlink()
    assert shown(reader.read(), "resources/other/index.html") is None
    assert reader.project._loaded.keys() == {"resources.yaml"}
