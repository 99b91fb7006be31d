"""What is kept, and where: nothing before the learner acts, then all of it listed, and all of it deleted."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from axes import faults
from marking import choice, expect_state, mark, open_mine, open_steps, state
from profiles import keep_nothing, running
from quota import fill_the_quota, limit_the_quota
from siteserver import serve_folder

pytestmark = pytest.mark.browser

READ = "resource:pumble-collaborative-leadership"
TASK = "task:who-do-you-collaborate-with"

EVERYTHING = """async () => ({
  local: Object.keys(localStorage).sort(), session: Object.keys(sessionStorage),
  databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
  caches: (await caches.keys()).sort(),
  workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname).sort(),
})"""
NOTHING = {"local": [], "session": [], "databases": [], "caches": [], "workers": []}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(accept_downloads=True)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.mark.matrix
@pytest.mark.parametrize("path", ["", "modules/collaborative-impact-leadership/", "my/", "my/journal/", "library/"])
def test_looking_stores_nothing(page: Page, site_address: str, path: str) -> None:
    """Not even where tools are opened and their buttons focused."""
    page.goto(site_address + path, wait_until="networkidle")
    for _ in range(30):
        page.keyboard.press("Tab")
    assert page.evaluate(EVERYTHING) == NOTHING
    assert page.context.cookies() == []


def test_the_first_mark_stores_one_database_of_this_base_path(page: Page, site_address: str) -> None:
    mark(open_steps(page, site_address), READ, "Done")
    assert page.evaluate(EVERYTHING) == {**NOTHING, "databases": ["learning-pathway:/"]}
    assert page.context.cookies() == []


def test_every_stored_key_is_listed_with_its_meaning_and_size(page: Page, site_address: str) -> None:
    open_mine(page, site_address)
    expect(page.locator("[data-lp-mine=stored]")).to_have_text("Nothing: this site keeps nothing on this device.")
    open_steps(page, site_address)
    mark(page, READ, "Done")
    page.evaluate("localStorage.setItem('/.lp.scheme', '\"dark\"'); localStorage.setItem('/.__palette', '{}')")
    open_mine(page, site_address)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    rows = {
        row.locator("th").inner_text(): [cell.inner_text() for cell in row.locator("td").all()]
        for row in page.locator("[data-lp-mine=stored] tbody tr").all()
    }
    stored = page.evaluate("""async () => {
      const store = await (await import(
        new URL('store/store.mjs', document.querySelector('[type=module]').src))).openStore();
      return [...store.rows().map(({ key }) => key), ...Object.keys(localStorage)];
    }""")
    assert set(rows) == {*stored, "device"}
    assert "Collaborative Leadership: Creating a Team-Centric Mindset: done" in rows[READ][0]
    assert rows["/.lp.scheme"] == ["Your choice of light or dark colours", "17 bytes"]
    for meaning, size in rows.values():
        number, unit = size.split()
        assert meaning
        assert float(number) > 0
        assert unit in {"bytes", "kB"}


@pytest.mark.parametrize("name", ["journal", "plan", "record", "saved"])
def test_a_page_says_at_most_once_that_things_stay_on_the_device(site: Path, name: str) -> None:
    """Above its foot, which says so on every page."""
    text = (site / "my" / name / "index.html").read_text(encoding="utf-8")
    article = text.partition("<article")[2].partition("</article>")[0]
    assert "<h1" in article
    assert article.count("device") <= 1


def test_everything_is_deleted_and_nothing_of_another_path(browser: Browser, site: Path, tmp_path: Path) -> None:
    """Two copies of the site on one origin, as on github.io: a deletion in one leaves the other whole."""
    for name in ("one", "one/two"):
        shutil.copytree(site, tmp_path / name, dirs_exist_ok=True)
    (tmp_path / "worker.js").write_text("", encoding="utf-8")
    for name in ("one", "one/two"):
        shutil.copy(tmp_path / "worker.js", tmp_path / name)
    with serve_folder(tmp_path) as address:
        context = browser.new_context()
        page = context.new_page()
        for path in ("/one/", "/one/two/"):
            open_steps(page, address + path.removeprefix("/"))
            mark(page, READ, "Done")
            page.evaluate(
                """async (path) => {
                  localStorage.setItem(`${path}.lp.scheme`, '"dark"');
                  localStorage.setItem(`${path}.__palette`, '{}');
                  sessionStorage.setItem(`${path}.__tabs`, '{}');
                  await caches.open(`learning-pathway:${path}:offline-1`);
                  await navigator.serviceWorker.register(`${path}worker.js`);
                }""",
                path,
            )
        page.evaluate("localStorage.setItem('another program', '1'); caches.open('another program')")
        before = page.evaluate(EVERYTHING)
        assert all(len(kind) >= 2 for kind in before.values()), before
        open_mine(page, address + "one/")
        page.get_by_role("button", name="Delete everything on this device").click()
        dialog = page.get_by_role("dialog", name="Delete everything?")
        expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
        assert "your progress on 1 step" in dialog.inner_text()
        assert not faults(page)
        dialog.get_by_role("button", name="Delete everything", exact=True).click()
        expect(page.get_by_text("Everything is deleted.")).to_be_focused()
        expect(page.locator("[data-lp-mine=stored]")).to_have_text("Nothing: this site keeps nothing on this device.")
        after = page.evaluate(EVERYTHING)
        mine = ("/one/.lp.scheme", "/one/.__palette", "/one/.__tabs", "learning-pathway:/one/", "/one/")
        assert after == {
            kind: [name for name in names if name not in (*mine, "learning-pathway:/one/:offline-1")]
            for kind, names in before.items()
        }
        assert state(open_steps(page, address + "one/"), READ) == "To do"
        assert state(open_steps(page, address + "one/two/"), READ) == "Done"
        context.close()


IN_THE_DATABASE = """async () => {
  const database = await new Promise((resolve) => {
    const request = indexedDB.open('learning-pathway:/');
    request.onsuccess = () => resolve(request.result);
  });
  const rows = await new Promise((resolve) => {
    const request = database.transaction('fields').objectStore('fields').getAll();
    request.onsuccess = () => resolve(request.result);
  });
  database.close();
  return rows;
}"""
#: What a learner may have done, by what the database then holds of it.
DEEDS = {
    "progress": "store.set('progress', 'resource:pumble-collaborative-leadership', 'done')",
    "answers": "store.set('answers', 'task:who-do-you-collaborate-with', {text: 'Words', prompt: ''})",
    "saved": "store.set('saved', 'resource:ted-heffernan', {place: 1, title: 'A resource'})",
    "settings": "store.set('settings', 'timesHidden', true)",
    "removed": "store.set('progress', 'task:why-you-collaborate', 'done').then(() => "
    "store.remove('progress', 'task:why-you-collaborate'))",
    "drafts": "localStorage.setItem('/.lp.drafts', '[]')",
    "scheme": "localStorage.setItem('/.lp.scheme', '\"dark\"')",
    "pages": "caches.open('learning-pathway:/:offline-1')",
}
WORDS = {
    "progress": "your progress on 1 step",
    "answers": "1 answer",
    "saved": "1 saved resource",
    "removed": "1 note of what you removed or reset",
    "drafts": "what you wrote last",
    "pages": "the pages for reading offline",
}


def said_to_be_deleted(page: Page) -> str:
    page.get_by_role("button", name="Delete everything on this device").click()
    words = page.get_by_role("dialog", name="Delete everything?").locator("p").first.inner_text()
    page.get_by_role("dialog").get_by_role("button", name="Keep it").click()
    return words


@pytest.mark.matrix
@pytest.mark.parametrize(
    "deeds",
    [
        (),
        *((deed,) for deed in DEEDS),
        ("removed", "settings"),
        ("progress", "answers", "saved"),
        ("answers", "removed", "drafts", "scheme", "pages"),
        tuple(DEEDS),
    ],
    ids=lambda deeds: " ".join(deeds) or "nothing",
)
def test_what_is_said_to_be_deleted_is_what_is_stored(page: Page, site_address: str, deeds: tuple[str, ...]) -> None:
    open_mine(page, site_address)
    for deed in deeds:
        page.evaluate(
            f"""async () => {{
              const {{ openStore }} = await import(
                new URL('store/store.mjs', document.querySelector('[type=module]').src));
              const store = await openStore();
              await {DEEDS[deed]};
            }}"""
        )
    page.reload()
    said = said_to_be_deleted(open_mine(page, site_address))
    if not deeds:
        assert said == "This site keeps nothing on this device."
        return
    for deed, words in WORDS.items():
        assert (words in said) == (deed in deeds), (deed, said)
    settings = sum(deed in deeds for deed in ("settings", "scheme"))
    assert (f"{settings} setting" in said) == bool(settings)
    rows = page.evaluate(IN_THE_DATABASE) if page.evaluate("indexedDB.databases()") else []
    assert len(rows) == sum(deed in deeds for deed in ("progress", "answers", "saved", "settings", "removed"))
    assert ("the device ID" in said) == bool(rows)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    listed = page.locator("[data-lp-mine=stored] tbody th").all_inner_texts()
    assert len(listed) == len(deeds) + bool(rows)


def test_a_reset_leaves_notes_and_the_page_says_so(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    for key in (READ, TASK):
        mark(page, key, "Done")
    open_mine(page, site_address)
    page.get_by_role("button", name="Reset all progress").click()
    expect(page.get_by_role("button", name="Undo the reset").last).to_be_visible()
    said = said_to_be_deleted(page)
    assert "2 notes of what you removed or reset" in said
    assert "your progress" not in said
    assert len([row for row in page.evaluate(IN_THE_DATABASE) if "value" not in row]) == 2


def test_what_could_not_be_saved_does_not_hide_what_is_stored(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    limit_the_quota(page, site_address)
    mark(page, READ, "Done")
    open_mine(page, site_address)
    fill_the_quota(page)
    page.evaluate(
        """async (text) => {
          const { openStore } = await import(new URL('store/store.mjs', document.querySelector('[type=module]').src));
          const store = await openStore();
          await store.set('answers', 'task:who-do-you-collaborate-with', { text, prompt: '' });
          if (store.status !== 'unsaved') throw new Error(store.status);
        }""",
        "x" * 10_000,
    )
    assert "your progress on 1 step" in said_to_be_deleted(page)
    expect(page.locator("[data-lp-mine=stored]")).to_contain_text("How far you are with each step")


def test_deleting_can_be_thought_better_of(page: Page, site_address: str) -> None:
    mark(open_steps(page, site_address), READ, "Done")
    open_mine(page, site_address)
    page.get_by_role("button", name="Delete everything on this device").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert state(open_steps(page, site_address), READ) == "Done"


def test_the_page_warns_of_shared_devices(page: Page, site_address: str) -> None:
    open_mine(page, site_address)
    expect(page.locator("#shared")).to_be_visible()
    expect(page.get_by_text("Anyone who uses this browser can read what you keep here.")).to_be_visible()


def check_that_it_works_without_saving(page: Page, site: str, reason: str) -> None:
    """Marking works, the page says that it cannot keep it, and the file holds what was marked."""
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    choice(page, TASK, "Done").click()
    expect_state(page, TASK, "Done")
    trouble = page.locator(f"[data-key='{TASK}'] .lp-trouble")
    expect(trouble).to_contain_text(reason)
    expect(page.locator(".lp-keeps")).to_be_hidden()  # it would say what is not so
    expect(page.locator(".lp-live")).to_contain_text(reason)
    expect(page.locator(".lp-meta--module li").first).to_contain_text("1 of")
    assert not faults(page)
    with page.expect_download() as download:
        trouble.get_by_role("button", name="Save it as a file").click()
    file = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert file["fields"]["progress"][TASK]["value"] == "done"
    assert errors == []


def test_storage_that_the_browser_refuses_costs_the_memory_and_not_the_page(
    browser: Browser, site_address: str, tmp_path: Path
) -> None:
    keep_nothing(tmp_path)
    with running(browser, tmp_path) as chromium:
        page = open_steps(chromium.context.pages[0], site_address)
        with pytest.raises(Exception, match="denied"):
            page.evaluate("localStorage")
        refused = "This browser does not let the site keep anything."
        expect(page.locator(f"[data-key='{READ}'] .lp-trouble")).to_contain_text(refused)
        check_that_it_works_without_saving(page, site_address, refused)
        open_mine(page, site_address)
        expect(page.locator("[data-lp-mine=trouble]")).to_contain_text(refused)
        assert not faults(page)


def test_a_full_device_costs_the_memory_and_not_the_page(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    limit_the_quota(page, site_address)
    fill_the_quota(page)
    check_that_it_works_without_saving(page, site_address, "There is no room left on this device")


def test_what_waited_for_room_is_kept_once_there_is_some(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    limit_the_quota(page, site_address)
    mark(page, READ, "Done")
    fill_the_quota(page)
    choice(page, TASK, "Done").click()
    expect(page.locator(".lp-trouble:visible").first).to_contain_text("There is no room left")
    page.evaluate("new Promise((resolve) => { indexedDB.deleteDatabase('filler').onsuccess = resolve; })")
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", {"origin": site_address.rstrip("/")})
    choice(page, READ, "Doing").click()
    expect(page.locator(".lp-trouble:visible")).to_have_count(0)
    open_steps(page, site_address)
    assert (state(page, READ), state(page, TASK)) == ("Doing", "Done")


@pytest.mark.full_only
def test_a_file_that_finds_no_room_is_refused_and_changes_nothing(page: Page, site_address: str) -> None:
    open_steps(page, site_address)
    limit_the_quota(page, site_address)
    mark(page, READ, "Done")
    open_mine(page, site_address)
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my file", exact=True).click()
    file = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    file["fields"]["progress"][TASK] = file["fields"]["progress"][READ]
    fill_the_quota(page)
    page.locator("#lp-file").set_input_files(
        {"name": "file.json", "mimeType": "application/json", "buffer": json.dumps(file).encode()}
    )
    page.get_by_role("button", name="Load this file").click()
    expect(page.locator(".lp-outcome")).to_contain_text("There is no room left")
    open_steps(page, site_address)
    assert (state(page, READ), state(page, TASK)) == ("Done", "To do")


def test_forced_colours_tell_the_pressed_button(browser: Browser, site_address: str) -> None:
    context = browser.new_context(forced_colors="active")
    page = open_steps(context.new_page(), site_address)
    mark(page, READ, "Done")
    done, doing = (
        choice(page, READ, words).evaluate("(one) => getComputedStyle(one).backgroundColor")
        for words in ("Done", "Doing")
    )
    assert done != doing
    context.close()
