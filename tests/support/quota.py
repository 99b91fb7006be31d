"""A device without room: the site's share of it filled up to the last byte."""

from __future__ import annotations

from playwright.sync_api import Page

__all__ = ["fill_the_quota", "limit_the_quota"]

FILL = """async () => {
  const database = await new Promise((resolve, reject) => {
    const request = indexedDB.open('filler');
    request.onupgradeneeded = () => request.result.createObjectStore('ballast', { autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const add = (size) => new Promise((resolve) => {
    const transaction = database.transaction('ballast', 'readwrite');
    transaction.oncomplete = () => resolve(true);
    transaction.onabort = () => resolve(false);
    transaction.objectStore('ballast').add(crypto.getRandomValues(new Uint8Array(size)));
  });
  let added = 0;
  for (const size of [60_000, 6_000, 600, 60, 6]) while (await add(size)) added += size;
  database.close();
  return added;
}"""


def limit_the_quota(page: Page, site: str) -> None:
    """Give the site little room, before it uses any: for half a minute Chromium goes by the room that it found."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": site.rstrip("/"), "quotaSize": 3_000_000})


def fill_the_quota(page: Page) -> None:
    """Let another program of the same origin use the little room up to the last byte."""
    assert 100_000 < page.evaluate(FILL) < 3_000_000
