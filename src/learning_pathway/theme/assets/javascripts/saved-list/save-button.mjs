/** Adds a resource to the saved list or removes it; loaded on demand. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { storageProblem } from "../store/notices.mjs";
import { removeSaved, addSaved, savedList } from "./saved.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {Store} store
 * @param {HTMLElement} button
 */
export async function toggle(store, button) {
  const card = /** @type {HTMLElement | null} */ (button.closest("[data-key]"));
  const key = card?.dataset.key;
  if (!card || !key) return;
  const saved = store.get("saved", key) !== undefined;
  const { title, makers } = detailsOf(card);
  if (saved) await removeSaved(store, key);
  else await addSaved(store, key, { title, ...(makers ? { makers } : {}) });
  showProblem(store, button);
  const number = savedList(store).length;
  const done = saved ? gettext("No longer saved: %(title)s.", { title }) : gettext("Saved: %(title)s.", { title });
  const list = number
    ? ngettext("%(number)s resource on your list.", "%(number)s resources on your list.", number)
    : gettext("Your list is empty.");
  announcer(liveRegion())(`${done} ${list} ${storageProblem(store)}`.trim());
}

/**
 * Details to save with a resource, in case it leaves the pathway.
 * @param {HTMLElement} card
 */
function detailsOf(card) {
  const words = (/** @type {Element | null} */ container) => (container?.textContent ?? "").replace(/\s+/g, " ").trim();
  const title = card.querySelector(".lp-step__title, .lp-result__title") ?? document.querySelector("h1");
  const makers = card.querySelector(".lp-step__maker, .lp-result__maker, .lp-record__maker")?.cloneNode(true);
  if (makers instanceof Element) makers.querySelector(".lp-step__publication")?.remove();
  return { title: words(title), makers: words(makers instanceof Element ? makers : null) };
}

/**
 * @param {Store} store
 * @param {HTMLElement} button
 */
function showProblem(store, button) {
  const shownNotice = button.closest("[data-key]")?.querySelector(".lp-trouble:not([hidden])"); // next to the progress buttons
  const text = shownNotice ? "" : storageProblem(store);
  const container = button.parentElement;
  container?.querySelector(".lp-save__trouble")?.remove();
  // The privacy notice does not apply while nothing is stored.
  for (const notice of document.querySelectorAll(".lp-keeps")) /** @type {HTMLElement} */ (notice).hidden = storageProblem(store) !== "";
  if (!text) return;
  const file = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
  file.addEventListener("click", async () => (await import("../backup/download.mjs")).downloadBackup(store));
  container?.append(element("span", { class: "lp-save__trouble" }, text, " ", file));
}
