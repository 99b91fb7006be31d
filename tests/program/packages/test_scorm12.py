"""The SCORM package, in real Chromium against scorm-again, a platform that no one here wrote."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from axes import faults
from hostilecourse import hostile_course
from learning_pathway.packages import PACKAGES
from learning_pathway.packages.model import PackageError
from learning_pathway.packages.scorm12 import MOST_STEPS, step_marks
from nodepackages import install
from siteserver import serve_folder

CP = "{http://www.imsproject.org/xsd/imscp_rootv1p1p2}"
ADL = "{http://www.adlnet.org/xsd/adlcp_rootv1p2}"
MODULE = "modules/trust-power-conflict.html"
#: SCORM 1.2 RTE, 3.4.4: the elements that the page may set, and the most characters of each.
TOLD = {
    "cmi.core.lesson_status": 255,
    "cmi.core.lesson_location": 255,
    "cmi.core.exit": 255,
    "cmi.core.session_time": 13,
    "cmi.suspend_data": 4096,
}
#: A platform that answers at once and remembers every call; `refuses` makes it take nothing any more.
RECORDER = """
window.calls = []; window.kept = KEPT; window.refuses = false;
const note = (name, ...given) => { window.calls.push([name, ...given]); };
window.API = {
  LMSInitialize: () => (note("LMSInitialize"), "true"),
  LMSGetValue: (name) => (note("LMSGetValue", name), window.kept[name] ?? ""),
  LMSSetValue: (name, value) => (note("LMSSetValue", name, value), window.refuses ? "false" : "true"),
  LMSCommit: () => (note("LMSCommit"), window.refuses ? "false" : "true"),
  LMSFinish: () => (note("LMSFinish"), "true"),
  LMSGetLastError: () => "0",
};
"""


@pytest.fixture(scope="module")
def unpacked(packages: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("scorm")
    zipfile.ZipFile(io.BytesIO(packages["scorm12"])).extractall(folder)
    return folder


@pytest.fixture(scope="module")
def address(unpacked: Path) -> Iterator[str]:
    with serve_folder(unpacked) as served:
        yield served


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context()
    made.set_default_timeout(15_000)
    yield made
    made.close()


def on_recorder(context: BrowserContext, address: str, kept: dict[str, str] | None = None) -> Page:
    """The module's page with a platform that remembers its calls, and has `kept` what it was told before."""
    page = context.new_page()
    page.add_init_script(RECORDER.replace("KEPT", json.dumps(kept or {})))
    page.goto(address + MODULE)
    return page


def last_values(page: Page) -> dict[str, str]:
    return {name: value for call, name, value in (c for c in page.evaluate("calls") if c[0] == "LMSSetValue")}


def test_the_manifest_declares_every_file_and_names_what_talks_to_the_platform(unpacked: Path) -> None:
    manifest = etree.parse(str(unpacked / "imsmanifest.xml")).getroot()
    assert [child.tag for child in manifest] == [f"{CP}{name}" for name in ("metadata", "organizations", "resources")]
    assert manifest.findtext(f"{CP}metadata/{CP}schema") == "ADL SCORM"
    assert manifest.findtext(f"{CP}metadata/{CP}schemaversion") == "1.2"
    organisations = manifest.find(f"{CP}organizations")
    assert organisations is not None
    assert [one.get("identifier") for one in organisations] == [organisations.get("default")]
    names = Counter(str(name) for name in manifest.xpath("//@identifier"))
    assert set(names.values()) == {1}
    assert all(re.fullmatch(r"[A-Za-z_][\w.\-]*", name) for name in names)
    assert {str(name) for name in manifest.xpath("//@identifierref")} <= names.keys()
    declared = {str(path) for path in manifest.xpath("//*[local-name()='file']/@href")} | {"imsmanifest.xml"}
    there = {path.relative_to(unpacked).as_posix() for path in unpacked.rglob("*") if path.is_file()}
    assert declared == there
    for resource in manifest.iter(f"{CP}resource"):
        kind = resource.get(f"{ADL}scormtype")
        talks = kind == "sco"
        assert resource.get("type") == "webcontent"
        assert talks is str(resource.get("href")).startswith("modules/")
        assert kind in {"sco", "asset"}


@pytest.mark.browser
def test_start_suspend_resume_and_complete_on_a_real_platform(
    context: BrowserContext, unpacked: Path, tmp_path: Path, root: Path, full: bool
) -> None:
    reason = "scorm-again is installed by npm, which was not found; another test plays the platform"
    source = install(Path(__file__).with_name("platform"), root / ".cache", required=full, reason=reason)
    shutil.copytree(unpacked, tmp_path / "at")
    shutil.copy(source / "platform.html", tmp_path / "at")
    shutil.copy(source / "node_modules" / "scorm-again" / "dist" / "scorm12.min.js", tmp_path / "at")
    failures: list[str] = []
    with serve_folder(tmp_path / "at") as address:
        page = context.new_page()
        page.on("pageerror", lambda error: failures.append(str(error)))
        platform = f"{address}platform.html?sco={MODULE}"

        def sit_down() -> FrameLocator:
            page.goto(platform)
            frame = page.frame_locator("iframe")
            expect(frame.locator("[data-progress]")).to_be_visible()
            return frame

        def leave() -> dict[str, Any]:
            page.goto(f"{address}scorm12.css")
            kept: dict[str, Any] = json.loads(page.evaluate("path => localStorage.getItem(path)", MODULE))
            return kept["cmi"]

        frame = sit_down()
        expect(frame.locator("[data-words]")).to_have_text("0 of 13 steps done")
        frame.get_by_role("checkbox").nth(0).focus()
        page.keyboard.press("Space")
        frame.get_by_role("checkbox").nth(3).focus()
        page.keyboard.press("Space")
        expect(frame.locator("[data-words]")).to_have_text("2 of 13 steps done")
        there = frame.locator("li.step").nth(3).get_attribute("id")
        cmi = leave()
        assert (cmi["core"]["lesson_status"], cmi["core"]["exit"]) == ("incomplete", "suspend")
        assert cmi["core"]["lesson_location"] == there
        assert re.fullmatch(r"\d\d:\d\d:\d\d(\.\d+)?", cmi["core"]["session_time"])

        frame = sit_down()
        expect(frame.locator("[data-words]")).to_have_text("2 of 13 steps done")
        assert [box.is_checked() for box in frame.get_by_role("checkbox").all()].count(True) == 2
        expect(frame.locator("[data-resume] a")).to_have_attribute("href", f"#{there}")
        needed = frame.locator("li.step:not([data-optional]) input").all()
        assert 0 < len(needed) < 13
        for box in needed:
            if not box.is_checked():
                box.focus()
                page.keyboard.press("Space")
        expect(frame.locator("[data-news]")).to_contain_text("complete")
        cmi = leave()
        assert (cmi["core"]["lesson_status"], cmi["core"]["exit"]) == ("completed", "")

        frame = sit_down()
        frame.get_by_role("checkbox").first.uncheck()
        assert leave()["core"]["lesson_status"] == "completed", "what a platform has as complete stays so"
        calls = json.loads(page.evaluate("localStorage.getItem('calls')"))
    assert [name for name, _, _ in calls].count("LMSInitialize") == 3
    assert [name for name, _, _ in calls].count("LMSFinish") == 3
    assert {error for _, _, error in calls} == {"0"}
    assert failures == []


@pytest.mark.browser
def test_the_platform_is_told_five_things_and_no_other_site_anything(context: BrowserContext, address: str) -> None:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    page = on_recorder(context, address)
    for box in page.get_by_role("checkbox").all():
        box.check()
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    calls = page.evaluate("calls")
    told = {name: value for call, name, value in (c for c in calls if c[0] == "LMSSetValue")}
    assert told.keys() == TOLD.keys()
    assert all(len(value) <= TOLD[name] for name, value in told.items())
    assert re.fullmatch(r"\d{4}:\d\d:\d\d\.\d\d", told["cmi.core.session_time"])
    assert (told["cmi.core.lesson_status"], told["cmi.core.exit"]) == ("completed", "")
    assert [call[0] for call in calls[-2:]] == ["LMSCommit", "LMSFinish"]
    assert all(url.startswith((address, "data:")) for url in asked)
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
    assert page.locator("input:not([type=checkbox]), textarea, form, [contenteditable]").count() == 0
    leading_out = page.locator("a[href^=http]")
    assert leading_out.count() > 10
    assert leading_out.count() == page.locator("a[href^=http][target=_blank][rel~=noopener]").count()


@pytest.mark.browser
def test_a_platform_is_found_in_the_window_that_opened_the_page_and_far_above(
    context: BrowserContext, address: str
) -> None:
    page = context.new_page()
    page.goto(f"{address}scorm12.css")
    page.evaluate(RECORDER.replace("const note", "window.note").replace("note(", "window.note(").replace("KEPT", "{}"))
    with page.expect_popup() as opened:
        page.evaluate("path => { window.open(path) }", address + MODULE)
    popup = opened.value
    popup.get_by_role("checkbox").first.check()
    assert "LMSInitialize" in [call[0] for call in page.evaluate("calls")]
    popup.close()
    page.evaluate("calls.length = 0")
    page.evaluate(
        """path => {
          let view = window;
          for (const name of ['outer', 'inner']) {
            view.document.body.innerHTML = `<iframe title="${name}"></iframe>`;
            view = view.frames[0];
          }
          view.document.body.innerHTML = `<iframe title="module" src="${path}"></iframe>`;
        }""",
        address + MODULE,
    )
    page.wait_for_function("calls.some(call => call[0] === 'LMSInitialize')")


@pytest.mark.browser
def test_a_newer_package_and_a_damaged_memory_lose_nothing(context: BrowserContext, address: str) -> None:
    page = on_recorder(context, address, {"cmi.suspend_data": "1:zzzzz", "cmi.core.lesson_location": "gone--step"})
    expect(page.locator("[data-words]")).to_have_text("0 of 13 steps done")
    expect(page.locator("[data-resume]")).to_be_hidden()
    page.get_by_role("checkbox").first.check()
    assert last_values(page)["cmi.suspend_data"].endswith("zzzzz"), "a step that has gone may come back"
    page = on_recorder(context, address, {"cmi.suspend_data": '{"of": "another package"}'})
    expect(page.locator("[data-words]")).to_have_text("0 of 13 steps done")


@pytest.mark.browser
def test_a_platform_that_takes_nothing_is_told_of_and_tried_again(context: BrowserContext, address: str) -> None:
    page = on_recorder(context, address)
    page.evaluate("refuses = true")
    page.get_by_role("checkbox").first.check()
    expect(page.get_by_role("alert")).to_contain_text("did not take that")
    page.evaluate("refuses = false")
    page.get_by_role("checkbox").nth(1).check()
    expect(page.locator("[data-news]")).to_be_empty()
    assert len(last_values(page)["cmi.suspend_data"]) == len("1:") + 2 * 5


@pytest.mark.browser
def test_the_page_is_whole_without_a_platform_and_without_scripts(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + MODULE)
    expect(page.get_by_role("alert")).to_contain_text("not connected to a learning platform")
    page.get_by_role("checkbox").first.check()
    expect(page.locator("[data-words]")).to_have_text("1 of 13 steps done")
    context.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address + MODULE)
    assert page.locator("li.step").count() == 13
    assert page.get_by_role("checkbox").count() == 0
    context.close()


@pytest.mark.matrix
@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_state(browser: Browser, address: str, scheme: Any) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 800})
    page = on_recorder(context, address, {"cmi.core.lesson_location": "task--whose-advice-is-it"})
    page.locator("summary").click()
    assert faults(page) == ""
    for box in page.get_by_role("checkbox").all():
        box.check()
    expect(page.get_by_role("alert")).to_contain_text("complete")
    assert faults(page) == ""
    for width in (320, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.goto(f"{address}extra/tips-partnership-programme.html")
    assert faults(page) == ""
    context.close()


def test_the_memory_holds_as_many_steps_as_it_must_and_more_are_refused() -> None:
    (module,) = hostile_course(steps=MOST_STEPS).modules
    marks = step_marks(module)
    assert len(set(marks.values())) == MOST_STEPS
    assert {len(mark) for mark in marks.values()} == {5}
    assert len("1:" + "".join(marks.values())) <= TOLD["cmi.suspend_data"]
    with pytest.raises(PackageError, match="Divide the module"):
        PACKAGES["scorm12"].write(hostile_course(steps=MOST_STEPS + 1), None)
    fewer = hostile_course(steps=5).modules[0]
    assert step_marks(fewer).items() <= marks.items(), "a mark depends on its step alone"


@pytest.mark.parametrize(
    "title", ["Trust {in} [four] <b>steps</b>", "\"Wicked\" & 'clumsy' {…}", "R&D &amp; 3 < 5", "x" * 200]
)
def test_titles_are_exact(title: str) -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGES["scorm12"].write(hostile_course(title), None))) as archive:
        manifest = etree.fromstring(archive.read("imsmanifest.xml"))
        page = html.fromstring(archive.read("modules/module.html").decode())
    assert {each.text for each in manifest.iter(f"{CP}title")} == {title}
    assert page.findtext(".//h1") == title


def test_hostile_words_stay_words() -> None:
    with zipfile.ZipFile(io.BytesIO(PACKAGES["scorm12"].write(hostile_course(), None))) as archive:
        etree.fromstring(archive.read("imsmanifest.xml"))
        page = html.fromstring(archive.read("modules/module.html"))
    assert [script.get("src") for script in page.iter("script")] == ["../scorm12.js"]
    assert page.xpath("//img | //@onerror") == []
    assert "]]> --> </script><script>alert(1)</script>" in page.text_content()
