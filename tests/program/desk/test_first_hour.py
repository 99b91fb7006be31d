"""An editor's first hour at the desk in Chromium: what was meant is in the files, and nothing else."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from axes import faults, faults_in_light_and_dark
from desk.test_importing import RIS
from imports.test_adding import SWIFT, linked
from imports.test_adding import page as page_of
from links.laboratory.server import Server
from links.test_check import serving
from runningpreview import RunningPreview, previews
from siteproject import small_repository
from waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = [pytest.mark.engine, pytest.mark.browser]

CATALOGUE = """\
# Our pathway. Ask Ida before you change its name.
pathway:
  title: Small pathway
themes:
  - {id: trust, title: Trust}   # the first one
  - {id: power, title: Power}
resources:
  # Everyone begins with this one.
  - id: report
    type: report
    title: 'A report: the long one'
    published: 2011   # wrong?
    themes: [trust]
    minutes: 25

  - id: newer
    type: report
    title: A newer report
  - id: film
    type: video
    supplied_title: A film
    minutes: 7
tasks:
  - {id: think, prompt: Think about it, minutes: 10}
modules:
  - id: begin
    title: Begin
    sections:
      - id: one
        title: One
        steps:
          # first of all
          - read: report
          - task: think   # together
      - id: two
        title: Two
        steps:
          - watch: film
"""

#: What `git diff` shows after the hour, without the lines around.
MEANT = """\
-  - {id: trust, title: Trust}   # the first one
+  - {id: trust, title: Trust and confidence}   # the first one
-    published: 2011   # wrong?
+    published: 2012-03   # wrong?
+    status: archived
+    replaced_by: newer
+
+  - id: gray-sharing-power
+    type: video
+    title: Sharing power
+    authors:
+      - family: Gray
+        given: Ida
+    published: 2021-03-09
+    language: en
+    url: FILM
+    minutes: 8
+    added: TODAY
+
+  - id: a-book
+    type: book
+    title: A book
+    authors:
+      - family: Gray
+        given: Ida
+    published: 2020
+    note: "Ask: who owns it? # later"
+
+  - id: half-done
+    title: Half done
+    status: draft
-          - read: report
+          - read: newer
"""


FILM = {
    "@context": "https://schema.org",
    "@type": "VideoObject",
    "name": "Sharing power",
    "author": {"@type": "Person", "name": "Ida Gray"},
    "datePublished": "2021-03-09",
    "duration": "PT7M10S",
}


def meant(film: str) -> str:
    """What `git diff` shows after the hour, with the address of the film."""
    return MEANT.replace("FILM", film).replace("TODAY", date.today().isoformat())


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A server on this computer with the page of a film."""
    with serving({"film.example.org": page_of("A film", linked(FILM))}) as running:
        yield running


@pytest.fixture(scope="module")
def film(server: Server) -> str:
    """The address of the film."""
    return f"http://film.example.org:{server.port}/sharing"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, server: Server) -> Iterator[RunningPreview]:
    """A preview of a small project that is a git checkout."""
    folder = tmp_path_factory.mktemp("desk")
    project = small_repository(folder / "project")
    (project / "link-settings.yaml").write_text(SWIFT.replace("PORT", str(server.port)), encoding="utf-8")
    (project / "resources.yaml").write_text(CATALOGUE, encoding="utf-8")
    for arguments in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-qm", "All"],
    ):
        subprocess.run(["git", "-C", str(project), *arguments], check=True)
    options = ("--allow-host", "127.0.0.1", "--resolve", f"film.example.org:{server.port}:127.0.0.1")
    with previews(project, folder / "log", options=options) as begin:
        running = begin()
        running.wait_for(200, "Begin")
        yield running


def link(preview: RunningPreview) -> str:
    """The link to the desk that the terminal showed last."""
    return re.findall(r"http://\S+/open\?key=\S+", preview.printed())[-1]


def restore(preview: RunningPreview) -> None:
    """Put the project back as it was committed."""
    subprocess.run(["git", "-C", str(preview.project), "checkout", "-q", "--", "."], check=True)


@pytest.fixture(params=["desktop", "phone", "phone without scripts"])
def desk(browser: Browser, preview: RunningPreview, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The desk as its link opens it; the project is as it was in the end."""
    width = 1280 if request.param == "desktop" else 390
    context = browser.new_context(
        viewport={"width": width, "height": 844}, java_script_enabled="without" not in request.param
    )
    page, found = context.new_page(), list[str]()
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("console", lambda message: found.append(message.text) if "Content Security" in message.text else None)
    page.set_default_timeout(20_000)
    page.goto(link(preview))
    yield page
    context.close()
    restore(preview)
    assert found == []


def box(page: Page, label: str) -> Locator:
    """The box with this label."""
    return page.get_by_label(re.compile(rf"^{label}( \(needed\))?$"))


def choose(page: Page, name: str) -> None:
    """Follow a link, or press a button, to another page."""
    found = page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True))
    with page.expect_navigation():
        found.first.click()


def save(page: Page, *words: str) -> None:
    """Look at what will change, and save it."""
    choose(page, "Show what will change")
    for line in words:
        assert line in page.locator(".review").inner_text()
    choose(page, "Save")
    assert page.get_by_role("heading", level=1).inner_text() == "Saved"


def what_changed(preview: RunningPreview) -> str:
    """What `git diff` shows, without the lines around; no other file is there."""
    git = ["git", "-C", str(preview.project)]
    diff = subprocess.run([*git, "diff", "-U0"], capture_output=True, text=True, check=True).stdout
    status = subprocess.run([*git, "status", "--porcelain"], capture_output=True, text=True, check=True).stdout
    assert status == " M resources.yaml\n"
    lines = [line for line in diff.splitlines() if line[:1] in "+-" and line[:3] not in ("+++", "---")]
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.full_only
def test_an_editors_first_hour(desk: Page, preview: RunningPreview, film: str) -> None:
    """By mouse or finger; the same hour by keyboard runs always."""
    desk.get_by_label("Search all entries").fill("long one")
    choose(desk, "Search")
    choose(desk, "A report: the long one")
    box(desk, "Published").fill("2012-03")
    save(desk, "Published: 2011 → 2012-03")

    choose(desk, "Themes")
    choose(desk, "Trust")
    box(desk, "Title").fill("Trust and confidence")
    save(desk, "Title: “Trust” → “Trust and confidence”")

    choose(desk, "Desk")
    choose(desk, "By its address")
    desk.get_by_label("Address or DOI").fill(film)
    choose(desk, "Look it up")
    found = desk.get_by_role("region", name="What was found").inner_text()
    assert "Sharing power (JSON-LD)" in found
    save(desk, "Title: not set → “Sharing power”", "Time: not set → 8")

    choose(desk, "Resources")
    choose(desk, "Add a resource")
    box(desk, "Type").select_option("book")
    box(desk, "Title").fill("A book")
    box(desk, "Published").fill("2020")
    box(desk, "Family").first.fill("Gray")
    box(desk, "Given").first.fill("Ida")
    desk.get_by_text("more fields").click()
    box(desk, "Note").fill("Ask: who owns it? # later")
    save(desk, "Title: not set → “A book”")

    choose(desk, "Resources")
    choose(desk, "Add a resource")
    box(desk, "Title").fill("Half done")
    choose(desk, "Show what will change")
    assert "can't be saved yet" in desk.locator(".review").inner_text()
    choose(desk, "Keep it as a draft")
    choose(desk, "Save")

    choose(desk, "Modules")
    choose(desk, "Begin")
    choose(desk, "One")
    choose(desk, "Move up: Task: Think about it")
    assert desk.locator(".children > li").first.inner_text().startswith("Task: Think about it")

    choose(desk, "See what changed, or undo it")
    choose(desk, "Undo this")
    choose(desk, "Resources")
    choose(desk, "A report: the long one")
    choose(desk, "Retire it")
    desk.get_by_label("What to use instead").fill("A newer report [newer]")
    choose(desk, "Show what will change")
    choose(desk, "Save")

    choose(desk, "Share")
    assert "resources.yaml" in desk.locator("main").inner_text()
    assert what_changed(preview) == meant(film)


#: What has the focus: its name, whether the focus shows, and where it is.
FOCUSED = """() => {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const box = focused.getBoundingClientRect(), style = getComputedStyle(focused);
  const label = focused.getAttribute('aria-label') ?? focused.labels?.[0]?.innerText ?? focused.textContent;
  const place = window.lastFocus ? window.lastFocus.compareDocumentPosition(focused) : 0;
  const isAfter = !window.lastFocus?.isConnected || Boolean(place & Node.DOCUMENT_POSITION_FOLLOWING);
  window.lastFocus = focused;
  return {
    name: label.replace(/\\s+/g, ' ').trim(),
    shows: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
    inView: box.width > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isAfter,
  };
}"""


class Keys:
    """Someone who has a keyboard and no mouse. Wherever the focus goes, it shows, and never backwards."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.passed: list[str] = []
        """Names of what had the focus, for messages."""

    def focused(self) -> str:
        """The name of what has the focus; empty for nothing."""
        found = self.page.evaluate(FOCUSED)
        return str(found["name"]) if found else ""

    def tab(self, key: str = "Tab") -> str:
        """Go to the next thing, or the one before with Shift+Tab, and return its name."""
        self.page.keyboard.press(key)
        found = self.page.evaluate(FOCUSED)
        assert found, (self.page.url, self.passed)
        self.passed.append(found["name"])
        assert (found["shows"], found["inView"], found["isAfter"]) == (True, True, key == "Tab"), (self.page.url, found)
        return re.sub(r"^\d+ more", "More", found["name"])

    def to(self, name: str) -> None:
        """Press Tab until the focus is on what has this name."""
        self.passed.clear()
        while self.tab() not in (name, f"{name} (needed)"):
            assert len(self.passed) < 150, (name, self.passed)

    def back_to(self, name: str) -> None:
        """Press Shift+Tab until the focus is on what has this name."""
        self.passed.clear()
        while self.tab("Shift+Tab") != name:
            assert len(self.passed) < 150, (name, self.passed)

    def press(self, key: str = "Enter") -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def skip(self) -> None:
        """Go past the navigation."""
        assert self.tab() == "Skip to content"
        self.page.keyboard.press("Enter")

    def follow(self, *names: str, key: str = "Enter") -> None:
        """Go to one link or button after another, and use each."""
        for name in names:
            self.to(name)
            self.press(key)

    def write(self, name: str, text: str) -> None:
        """Type a text in place of what is in a box."""
        self.to(name)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def save(self) -> None:
        """Send the form with Enter in a box, look at what will change, and save it."""
        self.press()
        assert self.focused() == "What will change"
        self.follow("Save", key="Space")
        assert self.page.get_by_role("heading", level=1).inner_text() == "Saved"


@pytest.fixture
def keys(browser: Browser, preview: RunningPreview) -> Iterator[Keys]:
    """The desk as its link opens it, by keyboard; the project is as it was in the end."""
    page = browser.new_context(viewport={"width": 1280, "height": 700}).new_page()
    page.goto(link(preview))
    yield Keys(page)
    page.context.close()
    restore(preview)


def test_the_first_hour_by_keyboard_only(keys: Keys, preview: RunningPreview, film: str) -> None:
    page = keys.page
    keys.skip()
    keys.to("Search all entries")
    page.keyboard.type("long one")
    keys.press()
    keys.skip()
    keys.follow("A report: the long one")
    keys.skip()
    keys.write("Published", "2012-03")
    keys.save()

    keys.follow("Themes", "Trust")
    keys.skip()
    keys.write("Title", "Trust and confidence")
    keys.save()

    keys.follow("Desk", "By its address")
    keys.skip()
    keys.write("Address or DOI", film)
    keys.press()
    keys.skip()
    keys.to("Title")
    keys.save()

    keys.follow("Resources", "Add a resource")
    keys.skip()
    keys.to("Type")
    page.keyboard.type("book")
    keys.write("Title", "A book")
    keys.write("Family", "Gray")
    keys.write("Given", "Ida")
    keys.follow("Add another row to Author", key="Space")
    assert keys.tab() == "Family", "the focus is in the new row"
    keys.write("Published", "2020")
    keys.to("More fields")
    page.keyboard.press("Space")
    keys.write("Note", "Ask: who owns it? # later")
    keys.to("Show what will change")
    keys.save()

    keys.follow("Resources", "Add a resource")
    keys.skip()
    keys.write("Title", "Half done")
    keys.press()
    keys.follow("Keep it as a draft", "Save")

    keys.follow("Modules", "Begin", "One", "Move up: Task: Think about it")
    assert page.locator(".children > li").first.inner_text().startswith("Task: Think about it")
    assert keys.focused() == "Move down: Task: Think about it", "the focus is where the step is now"
    keys.back_to("See what changed, or undo it")
    keys.press()
    keys.follow("Undo this")
    keys.follow("Resources", "A report: the long one")
    keys.follow("Retire it")
    keys.skip()
    keys.write("What to use instead", "Nothing of ours")
    keys.press()
    assert "Nothing of ours" in keys.focused(), page.locator("main").inner_html()
    keys.write("What to use instead", "A newer report [newer]")
    keys.press()
    keys.follow("Save", "Share")
    assert what_changed(preview) == meant(film)


#: Pages that add resources from elsewhere.
ADDING = ("/add", "/import", "/links")


def test_axe_finds_nothing_and_no_page_is_too_wide(
    browser: Browser, preview: RunningPreview, film: str, full: bool
) -> None:
    """Axe looks at every fourth page, and mostly in light colours; in full at all of them in both."""
    look = faults_in_light_and_dark if full else faults
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(link(preview))
    origin = page.url.rstrip("/")
    wrong: dict[str, str] = {}
    looked_at = ("/", "/list/resource", "/entry/section/begin/one", "/diary", "/retire/resource/report", *ADDING)
    for path in (*looked_at, "/entry/pathway/pathway", "/new/call", "/share", "/rename/theme/trust", "/no-such"):
        page.goto(origin + path)
        found = faults(page) if path in looked_at[:: 1 if full else 4] else ""
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found += "too wide"
        if found:
            wrong[path] = found
    page.goto(f"{origin}/entry/resource/report")
    box(page, "Published").fill("one day")
    choose(page, "Show what will change")
    if found := faults_in_light_and_dark(page):
        wrong["review"] = found
    page.goto(f"{origin}/add")
    page.get_by_label("Address or DOI").fill(film)
    choose(page, "Look it up")
    if found := look(page):
        wrong["what was found"] = found
    page.goto(f"{origin}/import")
    page.get_by_label("File").set_input_files({"name": "list.ris", "mimeType": "text/plain", "buffer": RIS.encode()})
    choose(page, "Show what it would do")
    assert "3 to add" in page.locator("main").inner_text()
    if found := look(page):
        wrong["the plan"] = found
    page.goto(f"{origin}/import")
    page.get_by_label("File").set_input_files({"name": "big.ris", "mimeType": "text/plain", "buffer": b" " * 10**7})
    choose(page, "Show what it would do")
    assert "larger than 5 MB" in page.locator("main").inner_text()
    context.close()
    assert wrong == {}


def test_what_is_wrong_is_said_while_typing(browser: Browser, preview: RunningPreview) -> None:
    from playwright.sync_api import expect

    page = browser.new_context().new_page()
    page.goto(link(preview))
    page.goto(f"{page.url}entry/resource/report")
    box(page, "Published").fill("one day")
    expect(page.locator("#f-published-fault")).to_contain_text("one day")
    expect(box(page, "Published")).to_have_attribute("aria-invalid", "true")
    box(page, "Published").fill("2012")
    expect(page.locator("[data-live]")).to_contain_text("Published: 2011 → 2012")
    expect(page.locator("#f-published-fault")).to_be_hidden()
    page.context.close()


def test_the_browser_asks_before_it_leaves_what_is_not_saved(browser: Browser, preview: RunningPreview) -> None:
    page, asked = browser.new_context().new_page(), list[str]()
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(link(preview))
    origin = page.url.rstrip("/")

    def leave(*, is_asked: bool) -> None:
        before, asked[:] = page.url, []
        page.get_by_role("navigation").get_by_role("link", name="Themes").click(no_wait_after=True)
        if is_asked:
            until(page, lambda: asked)
            assert (asked, page.url) == (["beforeunload"], before)
        else:
            page.wait_for_url("**/list/theme")
            assert asked == []

    page.goto(f"{origin}/entry/resource/report")
    leave(is_asked=False)
    page.goto(f"{origin}/entry/resource/report")
    box(page, "Published").fill("2012")
    leave(is_asked=True)
    choose(page, "Show what will change")
    leave(is_asked=True)
    box(page, "Published").fill("2011")
    choose(page, "Show what will change")
    leave(is_asked=False)
    page.goto(f"{origin}/new/resource")
    box(page, "Title").fill("New")
    choose(page, "Show what will change")
    leave(is_asked=True)
    page.context.close()
    assert (preview.project / "resources.yaml").read_text(encoding="utf-8") == CATALOGUE


def test_the_preview_leads_to_the_form_and_the_form_back(browser: Browser, preview: RunningPreview) -> None:
    page = browser.new_context().new_page()
    page.goto(link(preview))
    page.goto(f"{preview.address}modules/begin/")
    page.get_by_role("link", name="Edit: A report: the long one").click()
    assert box(page, "Published").input_value() == "2011"
    choose(page, "See the page")
    choose(page, "Edit this page")
    assert page.get_by_role("heading", level=1).inner_text() == "A report: the long one"
    page.context.close()


@pytest.mark.refuses
def test_another_page_cannot_save_through_the_browser(browser: Browser, preview: RunningPreview) -> None:
    """A page of the preview, which has the cookie sent along, tries what a hostile script would."""
    page = browser.new_context().new_page()
    page.goto(link(preview))
    origin = page.url.rstrip("/")
    page.goto(preview.address)
    status = page.evaluate(
        """async (desk) => {
          const tried = [];
          for (const mode of ['no-cors', 'cors']) {
            try {
              const body = new URLSearchParams({ to: 'up' });
              const asked = { method: 'POST', mode, credentials: 'include', body };
              const answer = await fetch(`${desk}/move/step/begin/one/2`, asked);
              tried.push(answer.type === 'opaque' ? 'opaque' : await answer.text());
            } catch { tried.push('refused'); }
          }
          return tried;
        }""",
        origin,
    )
    assert set(status) <= {"opaque", "refused"}
    assert (preview.project / "resources.yaml").read_text(encoding="utf-8") == CATALOGUE
    page.context.close()
