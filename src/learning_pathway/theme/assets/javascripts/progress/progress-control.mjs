/** The control beside each step: to do, doing, done or skipped, in one press. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, placed } from "../ui/messages.mjs";
import { named, shortened } from "./learner-index.mjs";
import { IN_SENTENCE, mark, STATES, stateOf, tally, tallyInWords, trouble } from "./progress.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./progress.mjs").State} State */

/** Mounts them all; a step that has its control keeps it. */
export async function start() {
  liveRegion();
  const store = await openStore();
  for (const place of document.querySelectorAll(".lp-progress:empty")) fill(store, /** @type {HTMLElement} */ (place));
  following ||= store.subscribe(() => showAll(store));
  showAll(store);
}

/** @type {(() => void) | undefined} */
let following;

/**
 * @param {Store} store
 * @param {HTMLElement} place
 */
function fill(store, place) {
  const step = place.closest("[data-key]");
  if (!(step instanceof HTMLElement)) return;
  const buttons = STATES.map(([state, words]) =>
    element("button", { type: "button", class: `lp-choice lp-choice--${state || "todo"}`, "data-state": state, "data-words": words }, words),
  );
  const group = element("div", { class: "lp-choices", role: "group", "aria-label": gettext("Your progress: %(name)s", { name: nameOf(step) }) }, ...buttons);
  const foreign = titleOf(step)?.closest("[lang]:not(html)") ?? titleOf(step)?.querySelector("[lang]");
  if (foreign) nameInItsLanguage(group, `${keyOf(step).replace(":", "-")}-progress`, /** @type {HTMLElement} */ (foreign));
  const undo = element("button", { type: "button", class: "lp-undo", hidden: "" }, gettext("Undo"));
  place.append(group, undo, element("p", { class: "lp-trouble", hidden: "" }));
  /** @type {() => Promise<void>} */
  let putBack;
  group.addEventListener("click", async (event) => {
    const state = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.state;
    if (state === undefined) return;
    const before = stateOf(store, keyOf(step));
    if (state === before) return;
    undo.hidden = state !== "";
    const marked = mark(store, [keyOf(step)], /** @type {State} */ (state), moduleOf(step));
    putBack = marked.putBack; // at once: the disk may be slower than the next press
    await marked.kept;
    tell(store, step);
  });
  undo.addEventListener("click", async () => {
    undo.hidden = true;
    await putBack();
    tell(store, step);
    /** @type {HTMLElement | null} */ (group.querySelector("[aria-pressed=true]"))?.focus();
  });
}

/** @param {Store} store */
function showAll(store) {
  for (const group of document.querySelectorAll(".lp-choices")) {
    const step = /** @type {HTMLElement} */ (group.closest("[data-key]"));
    const now = stateOf(store, keyOf(step));
    step.dataset.progress = now;
    for (const button of group.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.dataset.state === now));
    }
  }
  showTrouble(store);
}

/**
 * Says at the first control, and at every one that was used, that nothing can be kept.
 * @param {Store} store
 */
function showTrouble(store) {
  const words = trouble(store);
  for (const notice of document.querySelectorAll(".lp-keeps")) /** @type {HTMLElement} */ (notice).hidden = words !== "";
  [...document.querySelectorAll(".lp-trouble")].forEach((place, number) => {
    const wanted = words && (number === 0 || place.closest("[data-key]")?.getAttribute("data-progress"));
    /** @type {HTMLElement} */ (place).hidden = !wanted;
    if (!wanted || place.textContent?.startsWith(words)) return;
    const save = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
    save.addEventListener("click", async () => (await import("../backup/save.mjs")).saveFile(store));
    place.replaceChildren(words, " ", save);
  });
}

/**
 * @param {Store} store
 * @param {HTMLElement} step
 */
function tell(store, step) {
  const keys = [...document.querySelectorAll(".lp-step")].map((one) => keyOf(/** @type {HTMLElement} */ (one)));
  const told = gettext("%(name)s: %(state)s.", { name: nameOf(step), state: IN_SENTENCE[stateOf(store, keyOf(step))] });
  const sum = keys.length ? gettext("%(progress)s in this module.", { progress: tallyInWords(tally(store, keys)) }) : "";
  announcer(liveRegion())([told, sum, trouble(store)].filter(Boolean).join(" "));
}

/** @param {HTMLElement} step */
const keyOf = (step) => step.dataset.key ?? "";

/** @param {HTMLElement} step */
const moduleOf = (step) =>
  step.matches(".lp-step") ? document.querySelector(".lp-meta--module")?.getAttribute("data-module") ?? undefined : undefined;

/** @param {HTMLElement} step */
function nameOf(step) {
  const prompt = step.querySelector(".lp-task__prompt")?.textContent?.trim();
  return prompt ? shortened(prompt) : titleOf(step)?.textContent?.trim() ?? "";
}

/** @param {HTMLElement} step */
const titleOf = (step) => step.querySelector(".lp-step__title") ?? document.querySelector("h1");

/**
 * Names a group after a title in another language: an attribute can't hold a second one, but hidden words can.
 * @param {HTMLElement} group
 * @param {string} id
 * @param {HTMLElement} title
 */
function nameInItsLanguage(group, id, title) {
  const name = named(title.textContent?.trim() ?? "", { lang: title.lang, dir: title.dir });
  group.append(element("span", { id, hidden: "" }, ...placed(gettext("Your progress: %(name)s"), { name })));
  group.removeAttribute("aria-label");
  group.setAttribute("aria-labelledby", id);
}
