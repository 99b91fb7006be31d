"""The desk shows the pages that a change is about, each as it is and as it would be, before anything is written."""

from __future__ import annotations

from pathlib import Path

import pytest
from aiohttp import web

from deskproject import Desk, fields_of
from learning_pathway.desk.server import Handlers
from learning_pathway.preview.overlay import OWN
from learning_pathway.preview.refresh import MOST_PROPOSED, Preview, Watched, page_at
from learning_pathway.preview.state import PreviewedProject, SiteState, read_state
from siteproject import MOMENT, small_repository

pytestmark = pytest.mark.engine

ORIGIN = "http://127.0.0.1:8000"


class Site:
    """A desk with the preview of its project."""

    def __init__(self, folder: Path) -> None:
        root = small_repository(folder / "project")
        (written := folder / "written").mkdir()
        self.folder, self.desk, self.preview = folder, Desk(root), Preview(root, written)
        self.preview.state = self.read()
        self.desk.handlers = Handlers(self.desk.workbench, self.preview, ORIGIN)

    def read(self) -> SiteState:
        """The site as the files are now, read anew."""
        (folder := self.folder / f"read-{len(list(self.folder.iterdir()))}").mkdir()
        root = self.desk.root
        return read_state(PreviewedProject(root), Watched(root).stamps(), folder, lambda _: None)

    def files(self) -> dict[str, bytes]:
        """Every file of the project."""
        return {str(path): path.read_bytes() for path in self.desk.root.rglob("*") if path.is_file()}

    def proposed(self, answer: web.Response) -> tuple[str, SiteState]:
        """Where the pages are as they would be, and the site that they belong to."""
        name, state = list(self.preview.proposed.items())[-1]
        assert name in (answer.text or "")
        return f"{ORIGIN}{OWN}proposed/{name}/", state


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", MOMENT)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")
    return Site(tmp_path)


def pages(state: SiteState) -> dict[str, bytes | None]:
    """Every page of a site by its address."""
    return {path: page_at(state, path) for path in state.addresses()}


@pytest.mark.parametrize(
    ("path", "fields", "new"),
    [
        ("/entry/resource/known", {"title": "Another <title>"}, set()),
        pytest.param("/entry/theme/trust", {"title": "Trust & co"}, set(), marks=pytest.mark.full_only),
        ("/new/resource", {"type": "book", "title": "Fresh", "themes": "Power", "id": "fresh"}, {"resources/fresh/"}),
    ],
)
def test_the_pages_that_differ_are_those_that_saving_changes(
    site: Site, path: str, fields: dict[str, str], new: set[str]
) -> None:
    files, before = site.files(), pages(site.read())
    answer = site.desk.send(path, **fields, do="pages")
    text = answer.text or ""
    there, state = site.proposed(answer)
    assert site.files() == files, "nothing is written"
    assert not (site.preview.root / "site").exists()

    assert site.desk.ask("POST", path, {**fields_of(text), "do": "save"}).status == 303
    after = pages(site.read())
    assert pages(state) == after
    changed = {page for page in {*before, *after} if before.get(page) != after.get(page)}
    assert changed
    for page in {*before, *after}:
        assert (f'href="{there}{page}"' in text) == (page in changed), page
        assert (f'href="{ORIGIN}/{page}"' in text.partition("Pages that change")[2]) == (page in changed - new), page
    assert new <= changed
    assert "Another <title>" not in text


def test_looking_at_pages_ends_in_time_and_begins_with_the_entrys_own(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("learning_pathway.preview.refresh.PATIENCE", -1)
    answer = site.desk.send("/entry/resource/known", title="Another", do="pages")
    text, count = answer.text or "", len(site.preview.state.addresses() if site.preview.state else ())
    there, _ = site.proposed(answer)
    assert text.count(there) == 1
    assert f'href="{there}resources/known/"' in text
    assert f"{count - 1} more pages were not looked at" in text


def test_only_the_last_few_sites_are_kept(site: Site) -> None:
    names = []
    for number in range(MOST_PROPOSED + 2):
        site.desk.send("/entry/resource/known", title=f"Title {number}", do="pages")
        names.append(list(site.preview.proposed)[-1])
    assert list(site.preview.proposed) == names[-MOST_PROPOSED:]


def test_what_keeps_the_pages_from_being_told_is_said(site: Site) -> None:
    def said() -> str:
        answer = site.desk.send("/entry/resource/known", title="Another", do="pages")
        assert answer.status == 200
        return answer.text or ""

    settings = site.desk.root / "mkdocs.yml"
    good = settings.read_text(encoding="utf-8")
    settings.write_text(f"{good}\nno_such: [", encoding="utf-8")
    assert 'role="alert"' in said()
    state, site.preview.state = site.preview.state, None
    assert "The preview is not ready." in said()
    site.preview.state = state
    catalogue = site.desk.root / "resources.yaml"
    with catalogue.open("a", encoding="utf-8") as file:
        file.write("retired:\n  - {id: gone, kind: nothing}\n")
    settings.write_text(good, encoding="utf-8")
    assert "while the catalogue has errors" in said()


def test_a_form_without_changes_has_no_pages_to_show(site: Site) -> None:
    site.desk.send("/entry/resource/known", do="pages")
    assert site.preview.proposed == {}
