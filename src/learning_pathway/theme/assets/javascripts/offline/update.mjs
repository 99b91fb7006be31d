/**
 * Offers an update of the offline copy when a new version is ready. Until someone accepts it, every page comes from the
 * old version, so that versions never mix.
 */
import { siteWorkers } from "../store/site-data.mjs";
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";

let isWatching = false;

/** Does nothing on pages from the network. */
export async function watchForUpdates() {
  if (isWatching || navigator.serviceWorker.controller?.scriptURL !== new URL("offline.js", home).href) return;
  isWatching = true;
  // A new version is active, and this page belongs to the old one.
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  const [registration] = await siteWorkers();
  if (!registration) return;
  const checkWaiting = () => registration.waiting && showNotice(registration.waiting);
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", checkWaiting));
  registration.installing?.addEventListener("statechange", checkWaiting);
  checkWaiting();
}

/** @param {ServiceWorker} waiting */
function showNotice(waiting) {
  document.querySelector(".lp-update")?.remove();
  const words = element("p", { role: "status" });
  const use = element("button", { type: "button", class: "lp-button" }, gettext("Use it now"));
  const later = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Later"));
  const notice = element("section", { class: "lp-update", "aria-label": gettext("News about this site") }, words, use, later);
  use.addEventListener("click", () => waiting.postMessage("take over"));
  later.addEventListener("click", () => notice.remove());
  document.querySelector(".lp-footer")?.before(notice);
  // Set after the element is on the page, so that screen readers announce it.
  setTimeout(() => (words.textContent = gettext("A newer version of this site is on your device, ready to use.")), 100);
}
