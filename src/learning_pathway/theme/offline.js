/**
 * The service worker: downloads the whole site when a learner asks for it, and serves it from the cache. Its address, at
 * the root of the site, decides which pages it may serve.
 *
 * A version is cached completely or not at all. Every file is checked against its hash from the build, so that a
 * deployment in progress cannot mix versions. The next version waits until the learner accepts it or no page is open.
 * Requests never write to the cache, and other origins are ignored.
 */
"use strict";

importScripts("assets/pathway/precache.js");

/**
 * @typedef {{ precache: { version: string, files: Record<string, string>, recalled: string[] } }} Precache hashes of the
 *   files by path, and ids of answers that were taken back
 */

const worker = /** @type {ServiceWorkerGlobalScope & Precache} */ (/** @type {unknown} */ (self));
const { version, files, recalled } = worker.precache;
const base = new URL("./", worker.location.href);
const family = `learning-pathway:${base.pathname.replaceAll(":", "%3A")}:offline:`;
const cacheName = family + version;
/** Address of the list of files, which marks a cache as complete. */
const listAddress = new URL("assets/pathway/kept.json", base).href;
const CONCURRENT_REQUESTS = 6;

worker.addEventListener("install", (event) => event.waitUntil(deleteRecalled().catch(() => undefined).then(download)));
worker.addEventListener("activate", (event) => event.waitUntil(activate()));
worker.addEventListener("message", (event) => {
  if (event.data === "take over") void worker.skipWaiting();
  if (event.data === "fill") event.waitUntil(download().catch(() => undefined));
});
worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== base.origin || !address.pathname.startsWith(base.pathname)) return;
  const path = listedPath(address.pathname.slice(base.pathname.length));
  if (path !== undefined) event.respondWith(cachedResponse(request, path));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(unavailablePage));
});

/** Delete every page of earlier versions that shows an answer that was taken back: its own, and those that link to it. */
async function deleteRecalled() {
  const links = recalled.map((id) => `voices/${id}/`);
  for (const name of links.length ? await earlierCaches() : []) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (!response?.headers.get("Content-Type")?.startsWith("text/html")) continue;
      const text = await response.text();
      const shows = (/** @type {string} */ link) => request.url.includes(`/${link}`) || text.includes(link);
      if (links.some(shows)) await cache.delete(request);
    }
  }
}

/** Cache every file of this version; unchanged files are copied from an earlier version. */
async function download() {
  if (await readList(cacheName)) return notify({ whole: true });
  const failures = await putAll(Object.entries(files));
  if (!failures.length) {
    await (await caches.open(cacheName)).put(listAddress, new Response(JSON.stringify(files)));
    return notify({ whole: true });
  }
  await caches.delete(cacheName);
  const full = failures.some((error) => error instanceof DOMException && error.name === "QuotaExceededError");
  await notify({ failed: full ? "full" : "fetch" });
  throw failures[0];
}

/**
 * Cache files concurrently, until the first failure.
 * @param {[path: string, integrity: string][]} pending
 * @returns {Promise<unknown[]>} the errors
 */
async function putAll(pending) {
  const all = pending.length;
  const earlier = await earlierLists();
  const cache = await caches.open(cacheName);
  /** @type {unknown[]} */
  const failures = [];
  const run = async () => {
    for (let next = pending.shift(); next; next = pending.shift()) {
      const [path, integrity] = next;
      const address = new URL(path, base).href;
      await cache.put(address, (await unchanged(earlier, path, integrity)) ?? (await fetchFile(address, integrity)));
      await notify({ done: all - pending.length, all });
    }
  };
  const stop = (/** @type {unknown} */ error) => {
    pending.length = 0;
    failures.push(error);
  };
  await Promise.all(Array.from({ length: CONCURRENT_REQUESTS }, () => run().catch(stop)));
  return failures;
}

/**
 * @param {string} address
 * @param {string} integrity
 */
async function fetchFile(address, integrity) {
  const response = await fetch(address, { integrity, cache: "no-cache", credentials: "same-origin" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  // Browsers refuse redirected responses for navigation requests.
  return response.redirected ? new Response(response.body, { headers: response.headers }) : response;
}

/**
 * @param {[string, Record<string, string>][]} earlier
 * @param {string} path
 * @param {string} integrity
 */
async function unchanged(earlier, path, integrity) {
  for (const [name, listed] of earlier) {
    const found = listed[path] === integrity && (await caches.match(new URL(path, base).href, { cacheName: name }));
    if (found) return found;
  }
  return undefined;
}

/** @returns {Promise<[string, Record<string, string>][]>} complete earlier versions and their files */
async function earlierLists() {
  /** @type {[string, Record<string, string>][]} */
  const found = [];
  for (const name of await earlierCaches()) {
    const listed = await readList(name);
    if (listed) found.push([name, listed]);
  }
  return found;
}

/** @param {string} name */
async function readList(name) {
  const found = await caches.match(listAddress, { cacheName: name });
  return found?.json();
}

async function earlierCaches() {
  return (await caches.keys()).filter((name) => name.startsWith(family) && name !== cacheName);
}

async function activate() {
  await download().catch(() => undefined); // another version may have deleted the cache
  for (const name of await earlierCaches()) await caches.delete(name);
  await worker.clients.claim();
}

/**
 * @param {string} path requested path
 * @returns {string | undefined} the path in the list of files
 */
function listedPath(path) {
  const names = [path, path.replace(/(^|\/)index\.html$/, "$1"), `${path}/`, `${path}.html`];
  return names.find((name) => Object.hasOwn(files, name));
}

/**
 * @param {Request} request
 * @param {string} path
 */
async function cachedResponse(request, path) {
  const address = new URL(path, base);
  const found = await caches.match(address.href, { cacheName });
  if (!found) {
    // the cache was deleted while this page was open, or the page shows what was taken back
    return fetch(request).catch((error) => (request.mode === "navigate" ? unavailablePage() : Promise.reject(error)));
  }
  if (request.mode !== "navigate" || new URL(request.url).pathname === address.pathname) return found;
  address.search = new URL(request.url).search;
  return Response.redirect(address.href, 302); // relative links need the exact address
}

/** The response for a page that is not cached, when there is no connection; the build writes its text as HTML. */
async function unavailablePage() {
  const listed = (/** @type {string} */ end) => Object.keys(files).find((name) => name.endsWith(end)) ?? "";
  const content = await caches.match(new URL(listed("/not-kept.json"), base).href, { cacheName });
  if (!content) return Response.error();
  const { language, direction, title, words, home } = await content.json();
  const body = `<!doctype html><html lang="${language}" dir="${direction}"><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'self'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width">
<title>${title}</title><link rel="stylesheet" href="${base.pathname}${listed("/stylesheets/pathway.css")}">
<main class="lp-page"><article class="lp-article"><h1>${title}</h1>
<p class="lp-lead">${words}</p>
<p><a href="${base.pathname}">${home}</a></p></article></main></html>`;
  return new Response(body, { status: 503, headers: { "Content-Type": "text/html; charset=utf-8" } });
}

/** @param {object} message for all pages of this site */
async function notify(message) {
  const pages = await worker.clients.matchAll({ includeUncontrolled: true, type: "window" });
  for (const page of pages) if (page.url.startsWith(base.href)) page.postMessage({ offline: version, ...message });
}
