/**
 * Progress on cards and pages of modules and routes, and in lists of resources. It replaces existing text, so that
 * nothing moves.
 */
import { gettext } from "../ui/messages.mjs";
import { fetchOutline, stepsOf, stepsOfRoute } from "./learner-index.mjs";
import { isStarted, stateOf, countStates, formatCounts, STATE_LABELS } from "./progress.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./learner-index.mjs").Outline} Outline */

const INVITATION = gettext("Mark the steps as you go, and this module keeps your place.");

/** @type {(() => void) | undefined} */
let unsubscribe;

export async function start() {
  const store = await openStore();
  unsubscribe ||= store.subscribe(() => void show(store));
  await show(store);
}

/** @param {Store} store */
async function show(store) {
  showResourceStates(store);
  const module = document.querySelector(".lp-meta--module[data-module]");
  if (module) showCounts(store, module, stepsHere());
  const end = document.querySelector(".lp-progress-end");
  if (end) void showModuleEnd(store, end);
  await showCards(store);
}

/** @returns {string[]} keys of the steps on this page */
function stepsHere() {
  return [...document.querySelectorAll(".lp-step[data-key]")].map((step) => step.getAttribute("data-key") ?? "");
}

/** @param {Store} store */
async function showCards(store) {
  const places = [...document.querySelectorAll(".lp-card[data-module], .lp-card[data-route], .lp-meta--module[data-route]")];
  const shown = document.querySelector("[data-lp-tallied]");
  if (!places.length || (!shown && !store.entries("progress").size)) return;
  const outline = await fetchOutline().catch(() => undefined);
  if (!outline) return;
  for (const container of places) showCounts(store, container, keysOf(outline, /** @type {HTMLElement} */ (container).dataset));
}

/**
 * @param {Outline} outline
 * @param {DOMStringMap} of
 */
function keysOf(outline, of) {
  const module = outline.modules.find(({ id }) => id === of.module);
  const route = outline.routes.find(({ id }) => id === of.route);
  return module ? stepsOf(module) : route ? stepsOfRoute(outline, route) : [];
}

/**
 * @param {Store} store
 * @param {Element} container
 * @param {string[]} keys
 */
function showCounts(store, container, keys) {
  const line = container.matches("ul") ? container.firstElementChild : container.querySelector(".lp-card__meta > li");
  if (!(line instanceof HTMLElement) || !(container instanceof HTMLElement)) return;
  const sum = countStates(store, keys);
  line.dataset.lpTallied ??= line.textContent ?? "";
  const text = container.dataset.route
    ? gettext("%(route)s: %(progress)s", { route: line.dataset.lpTallied, progress: formatCounts(sum, true) })
    : formatCounts(sum);
  line.textContent = isStarted(sum) ? text : line.dataset.lpTallied;
  container.style.setProperty("--lp-done", `${sum.all ? Math.round((100 * sum.done) / sum.all) : 0}%`);
}

/** @param {Store} store */
function showResourceStates(store) {
  for (const card of document.querySelectorAll(".lp-result[data-key]")) {
    const state = stateOf(store, card.getAttribute("data-key") ?? "");
    const word = card.querySelector(".lp-result__state") ?? (state && element("p", { class: "lp-result__state" }));
    if (!word) continue;
    if (!word.isConnected) card.querySelector(".lp-result__verb")?.after(word);
    word.textContent = state ? STATE_LABELS[state] : "";
    word.setAttribute("data-state", state);
  }
}

/** @type {WeakMap<Element, { words: HTMLElement, update?: () => void }>} */
const endElements = new WeakMap();

/**
 * Show the progress below a module's steps, with a reset button.
 * @param {Store} store
 * @param {Element} container
 */
async function showModuleEnd(store, container) {
  const end = endElements.get(container) ?? { words: container.appendChild(element("p")) };
  endElements.set(container, end);
  const sum = countStates(store, stepsHere());
  end.words.textContent = isStarted(sum) ? gettext("%(progress)s in this module.", { progress: formatCounts(sum) }) : INVITATION;
  end.update?.();
  if (end.update || !isStarted(sum)) return;
  end.update = () => {}; // only once, however often this runs
  const { button, update } = (await import("./reset.mjs")).resetButton(store, stepsHere, gettext("Reset this module"));
  end.update = update;
  container.append(button);
}
