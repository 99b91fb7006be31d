/**
 * The way back from a record to the results that it was found in. Nothing is stored for it: the browser says which page
 * a visit came from, and where pages are swapped in place, this module is still in memory.
 */
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";

/** @type {string | undefined} the library's address when it was last looked at */
let last;

/** Notes the results that are shown now. */
export function remember() {
  last = location.href;
}

/** @returns {URL | undefined} the library, as it was when someone went from there to this page */
function cameFrom() {
  const address = last ?? document.referrer;
  if (!address) return undefined;
  const library = new URL("library/", home);
  const from = new URL(address);
  return from.origin === library.origin && from.pathname.startsWith(library.pathname) ? from : undefined;
}

/** @param {HTMLElement} record */
export function start(record) {
  if (record.dataset.lpCame) return;
  record.dataset.lpCame = "looked";
  const from = cameFrom();
  if (!from) return;
  const library = new URL("library/", home);
  const searched = from.pathname === library.pathname && from.search;
  const links = [element("a", { href: from.href }, searched ? gettext("Back to results") : gettext("Back to the list"))];
  if (searched) links.push(element("a", { href: library.href }, gettext("Start over")));
  record.before(element("p", { class: "lp-back" }, ...links.flatMap((link) => [link, " "])));
}
