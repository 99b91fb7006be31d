/**
 * Downloads the site for offline reading, and removes it. The service worker (`offline.js` at the root of the site) is
 * registered only here, when someone presses the button.
 */
import { announcer, home, liveRegion } from "../ui/page.mjs";
import { siteCaches, siteWorkers } from "../store/site-data.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {{ version: string, files: number, pages: number, bytes: number }} Summary */
/** @typedef {{ offline: string, whole?: boolean, done?: number, all?: number, failed?: "full" | "fetch" }} WorkerMessage */

const worker = new URL("offline.js", home);
/** @type {Record<string, string>} */
const FAILURES = {
  full: gettext("There is not enough room on this device. Nothing was kept; make some room and try again."),
  fetch: gettext("Some pages did not load, so nothing was saved. Try again in a few minutes."),
  refused: gettext("Your browser did not allow it; a private window seldom does. Nothing was kept."),
};

/** @param {HTMLElement} container */
export async function start(container) {
  if (container.childElementCount) return;
  liveRegion();
  const show = () => void render(container);
  addEventListener("storage", show); // all data was deleted, here or in another tab
  await render(container);
}

/**
 * @param {HTMLElement} container
 * @param {string} [problem]
 */
async function render(container, problem) {
  if (!("serviceWorker" in navigator)) {
    return showMessage(container, gettext("This browser cannot keep a site for reading offline, or this address is not a secure one (https)."));
  }
  if (await isDownloaded()) return renderDownloaded(container);
  const summary = await readSummary();
  if (!summary) return showMessage(container, gettext("You can’t save the site right now. Check your connection, then try again."));
  const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Make available offline"));
  button.addEventListener("click", () => void download(container, summary));
  const text = ngettext(
    "Saves %(number)s page on this device (about %(size)s), and updates it when you are online. Videos, recordings and other sites still need the internet.",
    "Saves %(number)s pages on this device (about %(size)s), and updates them when you are online. Videos, recordings and other sites still need the internet.",
    summary.pages,
    { size: megabytes(summary.bytes) },
  );
  container.replaceChildren(element("p", {}, text), ...(problem ? [element("p", { class: "lp-trouble" }, problem)] : []), element("p", {}, button));
}

/** @param {HTMLElement} container */
function renderDownloaded(container) {
  const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Remove from this device"));
  button.addEventListener("click", async () => {
    const focus = focusLater();
    await remove();
    await render(container);
    announceResult(container, focus, gettext("Removed. The pages are no longer kept on this device."));
  });
  const text = gettext("This site is on your device: you can read every page of it without the internet.");
  container.replaceChildren(element("p", { class: "lp-offline__kept" }, text), element("p", {}, button));
}

/**
 * @param {HTMLElement} container
 * @param {Summary} summary
 */
async function download(container, summary) {
  const bar = /** @type {HTMLProgressElement} */ (element("progress", { max: String(summary.files), value: "0", "aria-label": gettext("Fetching pages") }));
  const line = element("p", { tabindex: "-1" }, gettext("Fetching the pages …"));
  container.replaceChildren(line, bar);
  line.focus();
  const focus = focusLater();
  let failed = "";
  try {
    await fetchAll((done, all) => Object.assign(bar, { value: done, max: all }));
    await navigator.serviceWorker.ready; // downloaded does not mean active yet
  } catch (error) {
    failed = error === "full" || error === "fetch" ? error : "refused";
  }
  if (failed) await remove();
  await render(container, FAILURES[failed]);
  announceResult(container, focus, FAILURES[failed] || gettext("Done. You can now read this site without the internet."));
}

/**
 * Register the worker and wait until it has every page.
 * @param {(done: number, all: number) => void} progress
 * @returns {Promise<void>}
 * @throws the reason from the worker, or the error of the registration
 */
function fetchAll(progress) {
  return new Promise((resolve, reject) => {
    /** @param {MessageEvent<WorkerMessage>} event */
    const receive = ({ data: { whole, done, all, failed } }) => {
      if (done && all) progress(done, all);
      if (whole || failed) navigator.serviceWorker.removeEventListener("message", receive);
      if (whole) resolve();
      if (failed) reject(failed);
    };
    navigator.serviceWorker.addEventListener("message", receive);
    navigator.serviceWorker.startMessages();
    navigator.serviceWorker.register(worker, { scope: home.pathname, updateViaCache: "none" }).then((registration) => {
      // If an earlier worker still serves this page, the browser may reuse it without installing it again.
      registration.active?.postMessage("fill");
      registration.installing?.addEventListener("statechange", (event) => {
        // The worker's message with the reason may come just after this event.
        if (/** @type {ServiceWorker} */ (event.target).state === "redundant") setTimeout(reject, 1000, "fetch");
      });
    }, reject);
  });
}

/** @returns {Promise<boolean>} whether every page is on this device */
async function isDownloaded() {
  const [workers, names] = await Promise.all([siteWorkers(), siteCaches()]).catch(() => [[], []]);
  if (!workers.some(({ active }) => active)) return false;
  const lists = await Promise.all(names.map((cacheName) => caches.match(new URL("assets/pathway/kept.json", home), { cacheName })));
  return lists.some(Boolean);
}

async function remove() {
  await Promise.all((await siteWorkers()).map((registration) => registration.unregister()));
  await Promise.all((await siteCaches()).map((name) => caches.delete(name)));
}

/** @returns {Promise<Summary | undefined>} */
async function readSummary() {
  try {
    const answer = await fetch(new URL("assets/pathway/offline.json", home), { cache: "no-cache" });
    return answer.ok ? await answer.json() : undefined;
  } catch {
    return undefined;
  }
}

/**
 * @param {HTMLElement} container
 * @param {string} text
 */
function showMessage(container, text) {
  container.replaceChildren(element("p", {}, text));
}

/**
 * Announce the result and focus the button.
 * @param {HTMLElement} container
 * @param {(target: HTMLElement | null) => void} focus
 * @param {string} text
 */
function announceResult(container, focus, text) {
  dispatchEvent(new Event("lp-kept")); // a list of stored data on this page must update
  announcer(liveRegion(), 100)(text);
  focus(container.querySelector("button"));
}

/** @param {number} bytes */
function megabytes(bytes) {
  return new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 }).format(bytes / 1_000_000);
}
