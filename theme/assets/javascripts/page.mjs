/** The page that is being read, and the site that it belongs to. */

/** Address of the site's home: every stored key and every fetched file is named from here. */
export const home = new URL("../../", import.meta.url);

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
  if (pages) pages.subscribe(mount);
  else mount();
}
