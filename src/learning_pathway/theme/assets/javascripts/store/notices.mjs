/** Notices about storage: the browser refuses it, it is full, or Safari may clear it. */
import { gettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * Safari, and every browser on an iPhone or iPad, deletes script storage after seven days of use without a visit,
 * except for sites on the Home Screen or in the Dock. Detected by a feature of WebKit.
 * @returns {boolean}
 */
export function mayBeCleared() {
  return "GestureEvent" in globalThis && !("standalone" in navigator && navigator.standalone) && !matchMedia("(display-mode: standalone)").matches;
}

/**
 * Show the notice once per page, after an element, if it applies.
 * @param {Store} store
 * @param {HTMLElement} after
 */
export function showClearingNotice(store, after) {
  if (!mayBeCleared() || store.status !== "saved" || document.querySelector(".lp-clearing")) return;
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save a backup file"));
  button.addEventListener("click", async () => (await import("../backup/download.mjs")).downloadBackup(store));
  after.after(element("p", { class: "lp-clearing lp-small" }, gettext("Safari may delete what you keep here after seven days without a visit."), " ", button));
}

/** Messages by reason. @type {Record<string, string>} */
const STORAGE_PROBLEMS = {
  refused: gettext("This browser does not let the site keep anything. What you mark and save lasts until you leave the page."),
  full: gettext("There is no room left on this device to keep this. What you mark and save lasts until you leave the page."),
};

/**
 * @param {Store} store
 * @returns {string} the message; empty if there is no problem
 */
export function storageProblem(store) {
  return store.status === "unsaved" || store.reason ? STORAGE_PROBLEMS[store.reason || "refused"] : "";
}
