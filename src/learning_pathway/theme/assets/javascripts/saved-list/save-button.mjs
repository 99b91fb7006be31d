/** Puts a work on the saved list, or takes it off again, and says so. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { trouble } from "../progress/progress.mjs";
import { drop, save, savedList } from "./saved.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {Store} store
 * @param {HTMLElement} button of the work
 */
export async function toggle(store, button) {
  const work = /** @type {HTMLElement | null} */ (button.closest("[data-key]"));
  const key = work?.dataset.key;
  if (!work || !key) return;
  const saved = store.get("saved", key) !== undefined;
  const { title, makers } = knownOf(work);
  if (saved) await drop(store, key);
  else await save(store, key, { title, ...(makers ? { makers } : {}) });
  showTrouble(store, button);
  const number = savedList(store).length;
  const done = saved ? gettext("No longer saved: %(title)s.", { title }) : gettext("Saved: %(title)s.", { title });
  const list = number
    ? ngettext("%(number)s work on your list.", "%(number)s works on your list.", number)
    : gettext("Your list is empty.");
  announcer(liveRegion())(`${done} ${list} ${trouble(store)}`.trim());
}

/**
 * What the page says of a work, kept with it: the pathway may drop it one day.
 * @param {HTMLElement} work
 */
function knownOf(work) {
  const words = (/** @type {Element | null} */ place) => (place?.textContent ?? "").replace(/\s+/g, " ").trim();
  const title = work.querySelector(".lp-step__title, .lp-result__title") ?? document.querySelector("h1");
  const makers = work.querySelector(".lp-step__maker, .lp-result__maker, .lp-record__maker")?.cloneNode(true);
  if (makers instanceof Element) makers.querySelector(".lp-step__publication")?.remove();
  return { title: words(title), makers: words(makers instanceof Element ? makers : null) };
}

/**
 * @param {Store} store
 * @param {HTMLElement} button
 */
function showTrouble(store, button) {
  const said = button.closest("[data-key]")?.querySelector(".lp-trouble:not([hidden])"); // beside the progress
  const words = said ? "" : trouble(store);
  const place = button.parentElement;
  place?.querySelector(".lp-save__trouble")?.remove();
  // The notice beside the first button would say what is not so.
  for (const notice of document.querySelectorAll(".lp-keeps")) /** @type {HTMLElement} */ (notice).hidden = trouble(store) !== "";
  if (!words) return;
  const file = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
  file.addEventListener("click", async () => (await import("../backup/save.mjs")).saveFile(store));
  place?.append(element("span", { class: "lp-save__trouble" }, words, " ", file));
}
