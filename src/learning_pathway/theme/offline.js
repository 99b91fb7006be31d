/**
 * The service worker: keeps the whole site on the device, when a learner has asked for it, and serves it from there.
 * It stands at the root of the site because its place decides which pages it may serve.
 *
 * A version is kept whole or not at all: every file is checked against the hash that the build wrote, so that a site
 * which is being published at that moment cannot leave old and new mixed. The next version waits, complete, until the
 * learner wants it or no page is open. Requests never write to the cache, and other origins are none of its business.
 */
"use strict";

importScripts("assets/pathway/precache.js");

/** @type {{ version: string, files: Record<string, string> }} addresses, and the hashes of what stands there */
const { version, files } = self.precache;
const base = new URL("./", self.location.href);
const family = `learning-pathway:${base.pathname.replaceAll(":", "%3A")}:offline:`;
const own = family + version;
/** An address that no page asks for: what stands here lists a cache that is complete. */
const list = new URL("assets/pathway/kept.json", base).href;
const AT_ONCE = 6;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(takeOver()));
self.addEventListener("message", (event) => {
  if (event.data === "take over") void self.skipWaiting();
  if (event.data === "fill") event.waitUntil(fill().catch(() => undefined));
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== base.origin || !address.pathname.startsWith(base.pathname)) return;
  const path = nameOf(address.pathname.slice(base.pathname.length));
  if (path !== undefined) event.respondWith(kept(request, path));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(notKept));
});

/** Fetches every file of this version, or takes it from an earlier version where it is the same. */
async function fill() {
  if (await listOf(own)) return tell({ whole: true });
  const failures = await putAll(Object.entries(files));
  if (!failures.length) {
    await (await caches.open(own)).put(list, new Response(JSON.stringify(files)));
    return tell({ whole: true });
  }
  await caches.delete(own);
  const full = failures.some((error) => error instanceof DOMException && error.name === "QuotaExceededError");
  await tell({ failed: full ? "full" : "fetch" });
  throw failures[0];
}

/**
 * Several at once; the first failure ends it.
 * @param {[path: string, integrity: string][]} waiting
 * @returns {Promise<unknown[]>} what went wrong
 */
async function putAll(waiting) {
  const all = waiting.length;
  const earlier = await earlierLists();
  const cache = await caches.open(own);
  /** @type {unknown[]} */
  const failures = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const [path, integrity] = next;
      const address = new URL(path, base).href;
      await cache.put(address, (await known(earlier, path, integrity)) ?? (await fetched(address, integrity)));
      await tell({ done: all - waiting.length, all });
    }
  };
  const give = (/** @type {unknown} */ error) => {
    waiting.length = 0;
    failures.push(error);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, () => work().catch(give)));
  return failures;
}

/**
 * @param {string} address
 * @param {string} integrity
 */
async function fetched(address, integrity) {
  const answer = await fetch(address, { integrity, cache: "no-cache", credentials: "same-origin" });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  // A page that was reached by a redirect may not be shown under another address as it is.
  return answer.redirected ? new Response(answer.body, { headers: answer.headers }) : answer;
}

/**
 * @param {[string, Record<string, string>][]} earlier
 * @param {string} path
 * @param {string} integrity
 */
async function known(earlier, path, integrity) {
  for (const [cacheName, listed] of earlier) {
    const found = listed[path] === integrity && (await caches.match(new URL(path, base).href, { cacheName }));
    if (found) return found;
  }
  return undefined;
}

/** @returns {Promise<[string, Record<string, string>][]>} earlier versions that are complete, and what they hold */
async function earlierLists() {
  const found = [];
  for (const cacheName of await earlierCaches()) {
    const listed = await listOf(cacheName);
    if (listed) found.push([cacheName, listed]);
  }
  return found;
}

/** @param {string} cacheName */
async function listOf(cacheName) {
  const found = await caches.match(list, { cacheName });
  return found?.json();
}

async function earlierCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(family) && name !== own);
}

async function takeOver() {
  await fill().catch(() => undefined); // another version that came between may have cleared it away
  for (const name of await earlierCaches()) await caches.delete(name);
  await self.clients.claim();
}

/**
 * @param {string} path as it was asked for
 * @returns {string | undefined} as it is listed
 */
function nameOf(path) {
  const names = [path, path.replace(/(^|\/)index\.html$/, "$1"), `${path}/`, `${path}.html`];
  return names.find((name) => Object.hasOwn(files, name));
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function kept(request, path) {
  const address = new URL(path, base);
  const found = await caches.match(address.href, { cacheName: own });
  if (!found) return fetch(request); // it was removed from the device, and this page is still open
  if (request.mode !== "navigate" || new URL(request.url).pathname === address.pathname) return found;
  address.search = new URL(request.url).search;
  return Response.redirect(address.href, 302); // relative links need the page's own address
}

/** What to say of a page that is not kept, when there is no network; a build writes the words, which are HTML. */
async function notKept() {
  const named = (/** @type {string} */ end) => Object.keys(files).find((name) => name.endsWith(end)) ?? "";
  const told = await caches.match(new URL(named("/not-kept.json"), base).href, { cacheName: own });
  if (!told) return Response.error();
  const { language, direction, title, words, home } = await told.json();
  const body = `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="${base.pathname}${named("/stylesheets/pathway.css")}">
<main class="lp-page"><article class="lp-article"><h1>${title}</h1>
<p class="lp-lead">${words}</p>
<p><a href="${base.pathname}">${home}</a></p></article></main></html>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** @param {object} news for the pages of this site, whether or not they are served by this worker */
async function tell(news) {
  const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  for (const page of pages) if (page.url.startsWith(base.href)) page.postMessage({ offline: version, ...news });
}
