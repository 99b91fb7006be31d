/**
 * A link from a resource page back to the search results. Nothing is stored: it uses the referrer, or the variable
 * below where pages are swapped without a reload.
 */
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";

/** @type {string | undefined} the address of the last results */
let lastResults;

/** Remember the results that are shown now. */
export function rememberResults() {
  lastResults = location.href;
}

/** @returns {URL | undefined} the address of the results that led to this page */
function referringResults() {
  const address = lastResults ?? document.referrer;
  if (!address) return undefined;
  const library = new URL("library/", home);
  const from = new URL(address);
  return from.origin === library.origin && from.pathname.startsWith(library.pathname) ? from : undefined;
}

/** @param {HTMLElement} record */
export function start(record) {
  if (record.dataset.lpCame) return;
  record.dataset.lpCame = "looked";
  const from = referringResults();
  if (!from) return;
  const library = new URL("library/", home);
  const isSearch = from.pathname === library.pathname && from.search;
  const links = [element("a", { href: from.href }, isSearch ? gettext("Back to results") : gettext("Back to the list"))];
  if (isSearch) links.push(element("a", { href: library.href }, gettext("Start over")));
  record.before(element("p", { class: "lp-back" }, ...links.flatMap((link) => [link, " "])));
}
