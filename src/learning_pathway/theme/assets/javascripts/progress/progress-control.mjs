/** The control of each step: "Mark as done", and behind it the other states. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext } from "../ui/messages.mjs";
import { withLanguage, truncate } from "./learner-index.mjs";
import { STATE_IN_SENTENCE, STATE_LABELS, setState, STATES, stateOf, countStates, formatCounts } from "./progress.mjs";
import { storageProblem } from "../store/notices.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./progress.mjs").State} State */

const MARK_DONE = gettext("Mark as done");
const UNTITLED = gettext("Take a moment");

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
  const group = buttonGroup(step);
  const undo = element("button", { type: "button", class: "lp-undo", hidden: "" }, gettext("Undo"));
  container.append(group, undo, element("p", { class: "lp-trouble", hidden: "" }));
  /** @type {() => Promise<void>} */
  let restore;
  group.addEventListener("click", async (event) => {
    const button = /** @type {HTMLElement} */ (event.target).closest("button");
    if (button?.matches(".lp-choices__more")) return toggleOthers(group, button);
    const pressed = button?.dataset.state;
    if (pressed === undefined) return;
    const before = stateOf(store, keyOf(step));
    const state = pressed === "done" && before === "done" ? "" : pressed;
    if (state === before) return;
    undo.hidden = state !== "";
    const marked = setState(store, [keyOf(step)], /** @type {State} */ (state), moduleOf(step));
    restore = marked.undo; // before the save ends: the next press may come first
    await marked.saved;
    announceState(store, step);
  });
  undo.addEventListener("click", async () => {
    undo.hidden = true;
    group.querySelector("button")?.focus(); // before the save ends: someone may type on meanwhile
    await restore();
    announceState(store, step);
  });
  // An answer was begun.
  step.addEventListener("lp-begun", (event) => {
    restore = /** @type {CustomEvent<{ undo: () => Promise<void> }>} */ (event).detail.undo;
    undo.hidden = false;
  });
}

/** @param {HTMLElement} step */
function buttonGroup(step) {
  const others = gettext("Other states");
  const more = element("button", { type: "button", class: "lp-choices__more", "aria-expanded": "false", title: others }, element("span", { class: "lp-hidden" }, others, ": ", name(step)));
  const [done, ...rest] = [...STATES]
    .sort(([one], [other]) => Number(other === "done") - Number(one === "done"))
    .map(([state, text]) => element("button", { type: "button", class: `lp-choice lp-choice--${state || "todo"}`, "data-state": state }, text, element("span", { class: "lp-hidden" }, ": ", name(step))));
  return element("div", { class: "lp-choices", role: "group", "aria-label": gettext("Your progress") }, done, more, ...rest);
}

/**
 * @param {HTMLElement} group
 * @param {HTMLElement} button
 */
function toggleOthers(group, button) {
  button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") === "false"));
  showState(group, group.closest("[data-key]")?.getAttribute("data-progress") ?? "");
}

/**
 * @param {HTMLElement} group
 * @param {string} now
 */
function showState(group, now) {
  const open = group.querySelector(".lp-choices__more")?.getAttribute("aria-expanded") === "true";
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (group.querySelectorAll(".lp-choice"))) {
    const pressed = button.dataset.state === now;
    button.setAttribute("aria-pressed", String(pressed));
    const words = /** @type {Text} */ (button.firstChild);
    if (button.dataset.state === "done") words.data = pressed ? STATE_LABELS.done : MARK_DONE;
    else button.hidden = !open && !(pressed && now); // "doing" and "skipped" are seen while they apply
  }
}

/** @param {Store} store */
function showAll(store) {
  for (const group of document.querySelectorAll(".lp-choices")) {
    const step = /** @type {HTMLElement} */ (group.closest("[data-key]"));
    const now = stateOf(store, keyOf(step));
    step.dataset.progress = now;
    showState(/** @type {HTMLElement} */ (group), now);
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

/**
 * @param {HTMLElement} step
 * @returns {string} its title; the start of the question of a task that has none
 */
function titleText(step) {
  const title = titleOf(step)?.textContent?.trim() ?? "";
  const prompt = step.querySelector(".lp-task__prompt")?.textContent?.trim();
  return prompt && title === UNTITLED ? truncate(prompt) : title;
}

/**
 * @param {HTMLElement} step
 * @returns {Node | string} its title, in the title's own language
 */
function name(step) {
  const foreign = /** @type {HTMLElement | null | undefined} */ (titleOf(step)?.closest("[lang]:not(html)") ?? titleOf(step)?.querySelector("[lang]"));
  return withLanguage(titleText(step), { lang: foreign?.lang, dir: foreign?.dir });
}

/** @param {HTMLElement} step */
const titleOf = (step) => step.querySelector(".lp-step__title") ?? document.querySelector("h1");
