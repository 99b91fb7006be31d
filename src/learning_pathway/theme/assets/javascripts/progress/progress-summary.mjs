/**
 * Progress on cards and pages of modules and routes, and in lists of resources. It replaces existing text, so that
 * nothing moves.
 */
import { gettext } from "../ui/messages.mjs";
import { fetchOutline, stepsOf, stepsOfRoute } from "./learner-index.mjs";
import { isStarted, stateOf, countStates, formatCounts, STATE_LABELS } from "./progress.mjs";
import { reportLoadFailure } from "../ui/page.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./learner-index.mjs").Outline} Outline */

/** @type {(() => void) | undefined} */
let unsubscribe;

/** Phones. The same as in `walk.css`. */
const NARROW = "(max-width: 47.99em)";

export async function start() {
  const walked = document.querySelector("[data-lp-walk]");
  if (walked instanceof HTMLElement) startWalk(walked);
  const store = await openStore();
  unsubscribe ||= store.subscribe(() => void show(store));
  await show(store);
}

/**
 * Load what folds a module, where it is to be folded.
 * @param {HTMLElement} module
 */
function startWalk(module) {
  const narrow = matchMedia(NARROW);
  const load = () => narrow.matches && void import("./walk.mjs").then((tool) => tool.start(module, narrow), () => reportLoadFailure());
  narrow.addEventListener("change", load);
  load();
}

/** @param {Store} store */
async function show(store) {
  showResourceStates(store);
  const module = document.querySelector(".lp-meta--module[data-module]");
  if (module) showCounts(store, module, stepsHere());
  showSections(store);
  const end = document.querySelector(".lp-progress-end");
  if (end && (end.hasChildNodes() || isStarted(countStates(store, stepsHere())))) void import("./module-end.mjs").then((tool) => tool.showModuleEnd(store, end, stepsHere()));
  await showCards(store);
}

/**
 * Progress of each section of a module, and of all of it beside the page.
 * @param {Store} store
 */
function showSections(store) {
  for (const section of document.querySelectorAll(".lp-section")) {
    const size = section.querySelector(".lp-section__steps");
    const sum = countStates(store, stepsHere(section));
    if (!(size instanceof HTMLElement)) continue;
    size.dataset.lpTallied ??= size.textContent ?? "";
    size.textContent = sum.done || sum.skipped ? formatCounts(sum) : size.dataset.lpTallied;
  }
  const contents = document.querySelector("[data-lp-walk]") && document.querySelector(".lp-toc");
  if (!contents) return;
  const place = contents.querySelector(".lp-toc__sum") ?? contents.appendChild(element("p", { class: "lp-toc__sum" }));
  const sum = countStates(store, stepsHere());
  place.textContent = formatCounts(sum);
  /** @type {HTMLElement} */ (place).style.setProperty("--lp-done", `${sum.all ? (100 * sum.done) / sum.all : 0}%`);
}

/**
 * @param {ParentNode} [part]
 * @returns {string[]} keys of the steps on this page, or in a part of it
 */
function stepsHere(part = document) {
  return [...part.querySelectorAll(".lp-step[data-key]")].map((step) => step.getAttribute("data-key") ?? "");
}

/** @param {Store} store */
async function showCards(store) {
  const places = [...document.querySelectorAll(".lp-card[data-module], .lp-row[data-module], .lp-card[data-route], .lp-meta--module[data-route]")];
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
  const line = container.matches("ul") ? container.firstElementChild : container.querySelector(".lp-card__meta > li, .lp-row__sum");
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
    const word = card.querySelector(".lp-result__state") ?? (state && element("li", { class: "lp-result__state" }));
    if (!word) continue;
    if (!word.isConnected) card.querySelector(".lp-meta")?.append(word);
    word.textContent = state ? STATE_LABELS[state] : "";
    word.setAttribute("data-state", state);
  }
}
