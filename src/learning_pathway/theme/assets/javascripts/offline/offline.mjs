/**
 * Making the site available offline, and taking that back. The service worker (`offline.js` at the root of the site)
 * is registered here and nowhere else: when the learner presses the button.
 */
import { announcer, liveRegion } from "../ui/page.mjs";
import { ownCaches, ownWorkers } from "../store/site-data.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {{ version: string, files: number, pages: number, bytes: number }} Summary */
/** @typedef {{ offline: string, whole?: boolean, done?: number, all?: number, failed?: "full" | "fetch" }} News */

const worker = new URL("offline.js", home);
const FAILED = {
  full: gettext("There is not enough room on this device. Nothing was kept; make some room and try again."),
  fetch: gettext("Not all pages could be fetched: the connection was lost, or the site was being brought up to date just then. Nothing was kept. Please try again in a few minutes."),
  refused: gettext("Your browser did not allow it; a private window seldom does. Nothing was kept."),
};

/** @param {HTMLElement} place */
export async function start(place) {
  if (place.childElementCount) return;
  liveRegion();
  const show = () => void draw(place);
  addEventListener("storage", show); // everything was deleted, here or in another tab
  await draw(place);
}

/**
 * @param {HTMLElement} place
 * @param {string} [trouble]
 */
async function draw(place, trouble) {
  if (!("serviceWorker" in navigator)) {
    return say(place, gettext("This browser cannot keep a site for reading offline, or this address is not a secure one (https)."));
  }
  if (await isKept()) return drawKept(place);
  const summary = await readSummary();
  if (!summary) return say(place, gettext("Reading offline is not prepared here, or you have no connection at the moment."));
  const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Make available offline"));
  button.addEventListener("click", () => void keep(place, summary));
  const words = ngettext(
    "Keeps %(number)s page on this device: about %(size)s. When you are online it fetches what has changed. Films, recordings and works on other sites still need the internet.",
    "Keeps %(number)s pages on this device: about %(size)s. When you are online it fetches what has changed. Films, recordings and works on other sites still need the internet.",
    summary.pages,
    { size: megabytes(summary.bytes) },
  );
  place.replaceChildren(element("p", {}, words), ...(trouble ? [element("p", { class: "lp-trouble" }, trouble)] : []), element("p", {}, button));
}

/** @param {HTMLElement} place */
function drawKept(place) {
  const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Remove from this device"));
  button.addEventListener("click", async () => {
    await remove();
    await draw(place);
    tell(place, gettext("Removed. The pages are no longer kept on this device."));
  });
  const words = gettext("This site is on your device: you can read every page of it without the internet.");
  place.replaceChildren(element("p", { class: "lp-offline__kept" }, words), element("p", {}, button));
}

/**
 * @param {HTMLElement} place
 * @param {Summary} summary
 */
async function keep(place, summary) {
  const bar = /** @type {HTMLProgressElement} */ (element("progress", { max: String(summary.files), value: "0", "aria-label": gettext("Fetching pages") }));
  const line = element("p", { tabindex: "-1" }, gettext("Fetching the pages …"));
  place.replaceChildren(line, bar);
  line.focus();
  /** @type {"" | keyof typeof FAILED} */
  let failed = "";
  try {
    await fetchAll((done, all) => Object.assign(bar, { value: done, max: all }));
    await navigator.serviceWorker.ready; // complete is not yet at work
  } catch (error) {
    failed = error === "full" || error === "fetch" ? error : "refused";
  }
  if (failed) await remove();
  await draw(place, failed ? FAILED[failed] : "");
  tell(place, failed ? FAILED[failed] : gettext("Done. You can now read this site without the internet."));
}

/**
 * Registers the worker and waits until it has every page.
 * @param {(done: number, all: number) => void} progress
 * @returns {Promise<void>}
 * @throws what the worker said, or whatever the browser threw when it refused to register
 */
function fetchAll(progress) {
  return new Promise((resolve, reject) => {
    /** @param {MessageEvent<News>} event */
    const hear = ({ data: { whole, done, all, failed } }) => {
      if (done && all) progress(done, all);
      if (whole || failed) navigator.serviceWorker.removeEventListener("message", hear);
      if (whole) resolve();
      if (failed) reject(failed);
    };
    navigator.serviceWorker.addEventListener("message", hear);
    navigator.serviceWorker.startMessages();
    navigator.serviceWorker.register(worker, { scope: home.pathname, updateViaCache: "none" }).then((registration) => {
      // Where an earlier worker still serves this page, the browser may take it up again without installing anew.
      registration.active?.postMessage("fill");
      registration.installing?.addEventListener("statechange", (event) => {
        // The worker's own word on what went wrong may come a moment after its end is known.
        if (/** @type {ServiceWorker} */ (event.target).state === "redundant") setTimeout(reject, 1000, "fetch");
      });
    }, reject);
  });
}

/** @returns {Promise<boolean>} whether every page is on this device */
async function isKept() {
  const [workers, names] = await Promise.all([ownWorkers(), ownCaches()]).catch(() => [[], []]);
  if (!workers.some(({ active }) => active)) return false;
  const lists = await Promise.all(names.map((cacheName) => caches.match(new URL("assets/pathway/kept.json", home), { cacheName })));
  return lists.some(Boolean);
}

async function remove() {
  await Promise.all((await ownWorkers()).map((registration) => registration.unregister()));
  await Promise.all((await ownCaches()).map((name) => caches.delete(name)));
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
 * @param {HTMLElement} place
 * @param {string} words
 */
function say(place, words) {
  place.replaceChildren(element("p", {}, words));
}

/**
 * Says how it ended, and puts the keyboard where it can go on.
 * @param {HTMLElement} place
 * @param {string} words
 */
function tell(place, words) {
  dispatchEvent(new Event("lp-kept")); // what is stored has changed, and a list of it may stand on this page
  announcer(liveRegion(), 100)(words);
  place.querySelector("button")?.focus();
}

/** @param {number} bytes */
function megabytes(bytes) {
  return new Intl.NumberFormat(locale, { style: "unit", unit: "megabyte", maximumFractionDigits: bytes < 10_000_000 ? 1 : 0 }).format(bytes / 1_000_000);
}
