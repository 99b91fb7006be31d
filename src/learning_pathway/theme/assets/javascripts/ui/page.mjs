/** The current page and its site: events, data files and live regions. */

const folder = new URL("../../", import.meta.url).href;

/** Address of the home page. */
export const home = new URL(folder.slice(0, folder.lastIndexOf("/assets/") + 1));

/** @type {(() => void)[]} */
const pageListeners = [];

/** Start tools for elements that were added to the page, such as cards. */
export function notifyPageChange() {
  for (const listener of pageListeners) listener();
}

/**
 * Call `listener` for this page and, where pages are swapped without a reload (`navigation.instant`), for each
 * following one. It may be called twice for the same page.
 * @param {() => void} listener
 */
export function onEveryPage(listener) {
  pageListeners.push(listener);
  const pages = /** @type {{ document$?: { subscribe(next: () => void): unknown } }} */ (window).document$;
  if (pages) pages.subscribe(() => (isSameVersion() ? listener() : location.reload()));
  else listener();
}

/** @returns {boolean} whether the new page was built with these scripts */
function isSameVersion() {
  const sheets = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll("link[rel=stylesheet]")]);
  return sheets.some(({ href }) => href.startsWith(folder));
}

/**
 * Show at the top of the page that a file could not be loaded.
 * @param {"all" | "slow" | ""} [extent] "all": no tool works; "slow": it may still load
 */
export function reportLoadFailure(extent = "") {
  dispatchEvent(new CustomEvent("lp-lost", { detail: extent }));
}

/**
 * Fetch a data file of this version; the browser revalidates it.
 * @param {string} name
 * @returns {Promise<any>}
 * @throws {Error} if it cannot be fetched
 */
export async function fetchData(name) {
  const response = await fetch(new URL(name, folder), { cache: "no-cache" }).catch(() => undefined);
  if (response?.ok) return response.json();
  reportLoadFailure();
  throw new Error(`${name} ${response ? `answered ${response.status}` : "could not be fetched"}.`);
}

/** Announcements for screen readers. */

/**
 * @param {HTMLElement} container an element with `role="status"`
 * @param {number} [wait] milliseconds to wait for further messages
 * @param {boolean} [onlyIfUnchanged] whether to skip if another message was announced meanwhile
 * @returns {(text: string) => void}
 */
export function announcer(container, wait = 400, onlyIfUnchanged = false) {
  let timer = 0;
  return (text) => {
    clearTimeout(timer);
    const before = container.textContent;
    timer = setTimeout(() => {
      if (!onlyIfUnchanged || container.textContent === before) container.textContent = text;
    }, wait);
  };
}

/** @returns {HTMLElement} the live region of the page */
export function liveRegion() {
  const found = document.querySelector(".lp-live");
  if (found instanceof HTMLElement) return found;
  const region = document.body.appendChild(document.createElement("div"));
  region.className = "lp-live lp-hidden";
  region.setAttribute("role", "status");
  return region;
}

/**
 * Say something about a player, in a line below it.
 * @param {HTMLElement} container
 * @param {string} message empty to say nothing more
 */
export function showStatus(container, message) {
  let line = container.querySelector("[role=status]");
  if (!(line instanceof HTMLElement)) {
    if (!message) return;
    line = container.appendChild(document.createElement("p"));
    line.className = "lp-media__said";
    line.setAttribute("role", "status");
  }
  announcer(/** @type {HTMLElement} */ (line), 100)(message);
}
