/** The progress buttons of each step: to do, doing, done, skipped. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, fillPlaceholders } from "../ui/messages.mjs";
import { withLanguage, truncate } from "./learner-index.mjs";
import { STATE_IN_SENTENCE, setState, STATES, stateOf, countStates, formatCounts } from "./progress.mjs";
import { storageProblem } from "../store/notices.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./progress.mjs").State} State */

/** Add the controls that are missing. */
export async function start() {
  liveRegion();
  const store = await openStore();
  for (const container of document.querySelectorAll(".lp-progress:empty")) addControl(store, /** @type {HTMLElement} */ (container));
  unsubscribe ||= store.subscribe(() => showAll(store));
  showAll(store);
}

/** @type {(() => void) | undefined} */
let unsubscribe;

/**
 * @param {Store} store
 * @param {HTMLElement} container
 */
function addControl(store, container) {
  const step = container.closest("[data-key]");
  if (!(step instanceof HTMLElement)) return;
  const buttons = STATES.map(([state, words]) =>
    element("button", { type: "button", class: `lp-choice lp-choice--${state || "todo"}`, "data-state": state, "data-words": words }, words),
  );
  const group = element("div", { class: "lp-choices", role: "group", "aria-label": gettext("Your progress: %(name)s", { name: titleText(step) }) }, ...buttons);
  const foreignTitle = titleOf(step)?.closest("[lang]:not(html)") ?? titleOf(step)?.querySelector("[lang]");
  if (foreignTitle) labelInLanguage(group, `${keyOf(step).replace(":", "-")}-progress`, /** @type {HTMLElement} */ (foreignTitle));
  const undo = element("button", { type: "button", class: "lp-undo", hidden: "" }, gettext("Undo"));
  container.append(group, undo, element("p", { class: "lp-trouble", hidden: "" }));
  /** @type {() => Promise<void>} */
  let restore;
  group.addEventListener("click", async (event) => {
    const state = /** @type {HTMLElement} */ (event.target).closest("button")?.dataset.state;
    if (state === undefined) return;
    const before = stateOf(store, keyOf(step));
    if (state === before) return;
    undo.hidden = state !== "";
    const marked = setState(store, [keyOf(step)], /** @type {State} */ (state), moduleOf(step));
    restore = marked.undo; // before the save ends: the next press may come first
    await marked.saved;
    announceState(store, step);
  });
  undo.addEventListener("click", async () => {
    undo.hidden = true;
    await restore();
    announceState(store, step);
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
  showProblem(store);
}

/**
 * Show a storage problem at the first control and at every one that was used.
 * @param {Store} store
 */
function showProblem(store) {
  const text = storageProblem(store);
  for (const notice of document.querySelectorAll(".lp-keeps")) /** @type {HTMLElement} */ (notice).hidden = text !== "";
  [...document.querySelectorAll(".lp-trouble")].forEach((container, number) => {
    const wanted = text && (number === 0 || container.closest("[data-key]")?.getAttribute("data-progress"));
    /** @type {HTMLElement} */ (container).hidden = !wanted;
    if (!wanted || container.textContent?.startsWith(text)) return;
    const save = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
    save.addEventListener("click", async () => (await import("../backup/download.mjs")).downloadBackup(store));
    container.replaceChildren(text, " ", save);
  });
}

/**
 * @param {Store} store
 * @param {HTMLElement} step
 */
function announceState(store, step) {
  const keys = [...document.querySelectorAll(".lp-step")].map((one) => keyOf(/** @type {HTMLElement} */ (one)));
  const stateText = gettext("%(name)s: %(state)s.", { name: titleText(step), state: STATE_IN_SENTENCE[stateOf(store, keyOf(step))] });
  const sum = keys.length ? gettext("%(progress)s in this module.", { progress: formatCounts(countStates(store, keys)) }) : "";
  announcer(liveRegion())([stateText, sum, storageProblem(store)].filter(Boolean).join(" "));
}

/** @param {HTMLElement} step */
const keyOf = (step) => step.dataset.key ?? "";

/** @param {HTMLElement} step */
const moduleOf = (step) =>
  step.matches(".lp-step") ? document.querySelector(".lp-meta--module")?.getAttribute("data-module") ?? undefined : undefined;

/** @param {HTMLElement} step */
function titleText(step) {
  const prompt = step.querySelector(".lp-task__prompt")?.textContent?.trim();
  return prompt ? truncate(prompt) : titleOf(step)?.textContent?.trim() ?? "";
}

/** @param {HTMLElement} step */
const titleOf = (step) => step.querySelector(".lp-step__title") ?? document.querySelector("h1");

/**
 * Label a group with a title in another language: an attribute has no language of its own, a hidden element has.
 * @param {HTMLElement} group
 * @param {string} id
 * @param {HTMLElement} title
 */
function labelInLanguage(group, id, title) {
  const name = withLanguage(title.textContent?.trim() ?? "", { lang: title.lang, dir: title.dir });
  group.append(element("span", { id, hidden: "" }, ...fillPlaceholders(gettext("Your progress: %(name)s"), { name })));
  group.removeAttribute("aria-label");
  group.setAttribute("aria-labelledby", id);
}
