"""The learner's backup file: made, saved and loaded as a person does it; and what the database then holds."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page, expect

__all__ = [
    "ANOTHER",
    "A_DEVICE",
    "READ",
    "TASK",
    "Json",
    "answer",
    "entry",
    "kept",
    "learner_file",
    "save",
    "take_in",
    "tower",
    "whole",
    "with_text",
]

READ = "resource:pumble-collaborative-leadership"
TASK = "task:who-do-you-collaborate-with"
A_DEVICE, ANOTHER = "a" * 16, "b" * 16

Json = dict[str, Any]


def save(page: Page) -> str:
    """Save the file with the page's own button, and read it."""
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my file", exact=True).click()
    assert download.value.suggested_filename.startswith("my-learning-")
    assert download.value.suggested_filename.endswith(".json")
    return Path(download.value.path()).read_text(encoding="utf-8")


def take_in(page: Page, text: str | bytes, how: str = "merge") -> str:
    """Load a file with the page's own form, and read what it says of it."""
    page.locator(f".lp-taking-in input[value={how}]").check()
    content = text if isinstance(text, bytes) else text.encode()
    page.locator("#lp-file").set_input_files({"name": "file.json", "mimeType": "application/json", "buffer": content})
    page.get_by_role("button", name="Load this file").click()
    outcome = page.locator(".lp-outcome")
    expect(outcome).to_be_focused()
    return outcome.inner_text()


def kept(page: Page) -> list[Json]:
    """Every row of the database itself."""
    return page.evaluate("""async () => {
      const one = (await indexedDB.databases()).find(({ name }) => name.startsWith('learning-pathway:'));
      if (!one) return [];
      const database = await new Promise((resolve) => {
        const request = indexedDB.open(one.name);
        request.onsuccess = () => resolve(request.result);
      });
      const rows = await new Promise((resolve) => {
        const request = database.transaction('fields').objectStore('fields').getAll();
        request.onsuccess = () => resolve(request.result);
      });
      database.close();
      return rows;
    }""")


def answer(page: Page, site: str, text: str, key: str = TASK) -> None:
    script = """async ([home, key, text]) => {
      const store = await (await import(
        new URL('store/store.mjs', document.querySelector('[type=module]').src))).openStore();
      await store.set('answers', key, { text, prompt: 'As it was' });
    }"""
    page.evaluate(script, [site, key, text])


def learner_file(**fields: Json) -> Json:
    """A whole file of the present version."""
    parts: Json = {"progress": {}, "answers": {}, "saved": {}, "settings": {}}
    return {
        "format": "learning-pathway-learner",
        "version": 3,
        "exported": "2026-11-22T08:00:00.000Z",
        "pathway": {"title": "Collaborative Leadership Pathway", "address": "https://pathway.example/"},
        "device": ANOTHER,
        "fields": {**parts, **fields},
    }


def entry(value: Any, at: str = "2026-11-22T07:00:00.000Z", by: str = ANOTHER, **more: Any) -> Json:
    return {"value": value, "at": at, "by": by, **more}


def whole() -> Json:
    """A file with something in each of its parts."""
    return learner_file(
        progress={READ: entry("done")},
        answers={TASK: entry({"text": "From the file", "prompt": ""}, others=[entry({"text": "More", "prompt": ""})])},
        saved={READ: entry({"place": 1, "title": "A resource"})},
        settings={"timesHidden": entry(True)},
    )


def tower(height: int, bricks: str) -> str:
    """JSON that is nested as deeply as that."""
    opening, closing = {"lists": ("[", "]"), "objects": ('{"a":', "}")}[bricks]
    return opening * height + "1" + closing * height


def with_text(file: Json, old: str, new: str) -> str:
    """The file as JSON, with one text put in place of another that comes once."""
    text = json.dumps(file)
    assert text.count(old) == 1
    return text.replace(old, new)
