"""A plain visit to a page in Chromium, with everything recorded that it asks for and writes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, Page

__all__ = ["Visit", "visit"]

#: Links that the pointer rests on; what fetched a page at that would do so at any of them.
LINKS = 3

#: Patched before any script of the page runs; what Chromium itself reports of storage is recorded as well.
RECORDER = """
(() => {
  const writes = (window.__writes = []);
  const note = (kind, what) => writes.push(`${kind} ${what}`);
  const wrap = (owner, name, kind) => {
    const original = owner[name];
    owner[name] = function (...given) {
      note(kind, `${name} ${String(given[0])}`);
      return original.apply(this, given);
    };
  };
  addEventListener('securitypolicyviolation', ({ violatedDirective }) => note('refused', violatedDirective));
  for (const name of ['setItem', 'removeItem', 'clear']) wrap(Storage.prototype, name, 'storage');
  wrap(IDBFactory.prototype, 'open', 'database');
  if (window.CacheStorage) wrap(CacheStorage.prototype, 'open', 'cache');
  if (window.CookieStore) wrap(CookieStore.prototype, 'set', 'cookie');
  if (navigator.serviceWorker) wrap(ServiceWorkerContainer.prototype, 'register', 'worker');
  const cookie = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  Object.defineProperty(Document.prototype, 'cookie', {
    get() { return cookie.get.call(this); },
    set(value) { note('cookie', value); cookie.set.call(this, value); },
  });
})();
"""
LEFT_BEHIND = """async () => {
  const found = {
    localStorage: Object.keys(localStorage), sessionStorage: Object.keys(sessionStorage),
    caches: await caches.keys(), databases: (await indexedDB.databases()).map(({ name }) => name),
    workers: (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => scope),
  };
  return Object.fromEntries(Object.entries(found).filter(([, keys]) => keys.length));
}"""


@dataclass
class Visit:
    """What a visit left in the records.

    Attributes:
        requests: every address that was asked for.
        writes: every write to storage, even one that was undone again, and what the page's policy refused.
        left_behind: what is stored when the visitor leaves, by kind.
        errors: what the console, the scripts and the network complained of.
    """

    requests: list[str] = field(default_factory=list)
    writes: list[str] = field(default_factory=list)
    left_behind: dict[str, list[str]] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)


def visit(
    browser: Browser, address: str, act: str | None = None, look: Callable[[Page], None] | None = None, **settings: Any
) -> Visit:
    """Open `address`, read to the end, rest the pointer on links, and leave.

    `act` is run first, if given: it may do what the page's policy forbids. `look` is called last. `settings` are those
    of the browser's context.
    """
    seen = Visit()
    context = browser.new_context(bypass_csp=act is not None, **settings)
    context.on("request", lambda request: seen.requests.append(request.url))
    context.add_init_script(RECORDER)
    page = context.new_page()
    watch_storage(page, seen)
    page.on("pageerror", lambda error: seen.errors.append(f"script: {error}"))
    page.on(
        "console", lambda message: seen.errors.append(message.text) if message.type in {"error", "warning"} else None
    )
    page.on(
        "response", lambda answer: seen.errors.append(f"{answer.status} {answer.url}") if answer.status > 399 else None
    )
    page.goto(address, wait_until="networkidle")
    if act:
        page.evaluate(act)
    page.mouse.wheel(0, 100_000)
    for link in page.locator("main a[href]:visible").all()[:LINKS]:
        link.hover()
    page.wait_for_load_state("networkidle")
    if look:
        look(page)
    seen.writes += page.evaluate("window.__writes")
    seen.left_behind = page.evaluate(LEFT_BEHIND)
    if cookies := [str(cookie["name"]) for cookie in context.cookies()]:
        seen.left_behind["cookies"] = cookies
    context.close()
    # The missing page is asked for on purpose; the browser reports its status in two ways.
    seen.errors = [error for error in seen.errors if not ("404" in error and missing_on_purpose(error, address))]
    return seen


def watch_storage(page: Page, seen: Visit) -> None:
    """Let Chromium itself report writes to storage: property assignments go past patched functions."""
    session = page.context.new_cdp_session(page)
    session.send("DOMStorage.enable")

    def note(event: dict[str, Any]) -> None:
        kind = "local" if event["storageId"]["isLocalStorage"] else "session"
        seen.writes.append(f"{kind} {event.get('key', '')}")

    for name in ("Added", "Updated", "Removed"):
        session.on(f"DOMStorage.domStorageItem{name}", note)
    session.on("DOMStorage.domStorageItemsCleared", note)


def missing_on_purpose(error: str, address: str) -> bool:
    return error == f"404 {address}" or error.startswith("Failed to load resource")
