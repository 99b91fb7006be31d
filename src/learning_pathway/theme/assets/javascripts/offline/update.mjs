/**
 * For learners who keep the site on their device: tells when a newer version of it waits, and changes to it when they
 * say so. Until then every page comes from the version that they have, so that old and new are never mixed.
 */
import { ownWorkers } from "../store/site-data.mjs";
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";

let watching = false;

/** Does nothing on pages that come from the network. */
export async function watch() {
  if (watching || navigator.serviceWorker.controller?.scriptURL !== new URL("offline.js", home).href) return;
  watching = true;
  // Another version has taken over: what this page shows, and the scripts that it may still fetch, are the old one's.
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  const [registration] = await ownWorkers();
  if (!registration) return;
  const look = () => registration.waiting && offer(registration.waiting);
  registration.addEventListener("updatefound", () => registration.installing?.addEventListener("statechange", look));
  registration.installing?.addEventListener("statechange", look);
  look();
}

/** @param {ServiceWorker} waiting */
function offer(waiting) {
  document.querySelector(".lp-update")?.remove();
  const words = element("p", { role: "status" });
  const use = element("button", { type: "button", class: "lp-button" }, gettext("Use it now"));
  const later = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Later"));
  const notice = element("section", { class: "lp-update", "aria-label": gettext("News about this site") }, words, use, later);
  use.addEventListener("click", () => waiting.postMessage("take over"));
  later.addEventListener("click", () => notice.remove());
  document.querySelector(".lp-footer")?.before(notice);
  // Said after it stands there, so that a screen reader hears it.
  setTimeout(() => (words.textContent = gettext("A newer version of this site is on your device, ready to use.")), 100);
}
