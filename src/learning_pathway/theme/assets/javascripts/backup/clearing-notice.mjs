/** Where Safari may delete what someone wrote, one line says so, with the way to save it. */
import { gettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * Safari, and every browser on an iPhone or iPad, deletes what scripts have stored after seven days of use without a
 * visit; not for a site that was added to the Home Screen or Dock. Told by what only WebKit has, not by a name.
 * @returns {boolean}
 */
export function mayBeCleared() {
  return "GestureEvent" in globalThis && !("standalone" in navigator && navigator.standalone) && !matchMedia("(display-mode: standalone)").matches;
}

/**
 * Shows the line, once a page, after what holds something; nothing where it does not apply.
 * @param {Store} store
 * @param {HTMLElement} after
 */
export function sayMayBeCleared(store, after) {
  if (!mayBeCleared() || store.status !== "saved" || document.querySelector(".lp-clearing")) return;
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save a backup file"));
  button.addEventListener("click", async () => (await import("./save.mjs")).saveFile(store));
  after.after(element("p", { class: "lp-clearing lp-small" }, gettext("Safari may delete what you keep here after seven days without a visit."), " ", button));
}
