/** The page that is being read, and the site that it belongs to. */

const folder = new URL("../../", import.meta.url).href;

/** Address of the site's home: every stored key is named from here. */
export const home = new URL(folder.slice(0, folder.lastIndexOf("/assets/") + 1));

/** @type {(() => void)[]} */
const mounts = [];

/** Says that something came to this page that tools may have a part in, such as cards of works. */
export function pageChanged() {
  for (const mount of mounts) mount();
}

/**
 * Calls `mount` for this page and, where pages are swapped without a reload (`navigation.instant`), for each that
 * follows. `mount` must bear being called twice for the same page.
 * @param {() => void} mount
 */
export function onEveryPage(mount) {
  mounts.push(mount);
  const pages = /** @type {{ document$?: { subscribe(next: () => void): unknown } }} */ (window).document$;
  if (pages) pages.subscribe(() => (isOurs() ? mount() : location.reload()));
  else mount();
}

/** @returns {boolean} whether the page that was swapped in was made for the scripts that run here */
function isOurs() {
  const sheets = /** @type {HTMLLinkElement[]} */ ([...document.querySelectorAll("link[rel=stylesheet]")]);
  return sheets.some(({ href }) => href.startsWith(folder));
}

/**
 * Says, at the head of the page, that a tool does not work because a file did not come.
 * @param {"all" | "slow" | ""} [how] "all": none of them works; "slow": it may come yet
 */
export function sayLost(how = "") {
  dispatchEvent(new CustomEvent("lp-lost", { detail: how }));
}

/**
 * Data that the build wrote for the scripts of this version. The browser asks whether it has changed.
 * @param {string} name
 * @returns {Promise<any>}
 * @throws {Error} where it cannot be fetched
 */
export async function readData(name) {
  const answer = await fetch(new URL(name, folder), { cache: "no-cache" }).catch(() => undefined);
  if (answer?.ok) return answer.json();
  sayLost();
  throw new Error(`${name} ${answer ? `answered ${answer.status}` : "could not be fetched"}.`);
}

/** Telling screen readers what changed, without chatter. */

/**
 * @param {HTMLElement} place an element with `role="status"`
 * @param {number} [wait] milliseconds of quiet before it speaks
 * @param {boolean} [yields] whether it keeps silent where something else has spoken there meanwhile
 * @returns {(words: string) => void}
 */
export function announcer(place, wait = 400, yields = false) {
  let timer = 0;
  return (words) => {
    clearTimeout(timer);
    const before = place.textContent;
    timer = setTimeout(() => {
      if (!yields || place.textContent === before) place.textContent = words;
    }, wait);
  };
}

/** @returns {HTMLElement} the one place on the page that speaks to screen readers */
export function liveRegion() {
  const found = document.querySelector(".lp-live");
  if (found instanceof HTMLElement) return found;
  const made = document.body.appendChild(document.createElement("div"));
  made.className = "lp-live lp-hidden";
  made.setAttribute("role", "status");
  return made;
}
