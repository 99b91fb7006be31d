/**
 * How far the learner is, wherever steps are counted: on cards of modules and routes, on their own pages, in lists of
 * works. Words take the place of words that stand there already, so that nothing moves.
 */
import { gettext } from "../ui/messages.mjs";
import { readOutline, stepsOf, stepsOfRoute } from "./learner-index.mjs";
import { isBegun, stateOf, tally, tallyInWords, WORDS } from "./progress.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./learner-index.mjs").Outline} Outline */

const INVITATION = gettext("Mark the steps as you go, and this module keeps your place.");

/** @type {(() => void) | undefined} */
let following;

export async function start() {
  const store = await openStore();
  following ||= store.subscribe(() => void show(store));
  await show(store);
}

/** @param {Store} store */
async function show(store) {
  showWorks(store);
  const module = document.querySelector(".lp-meta--module[data-module]");
  if (module) showSum(store, module, stepsHere());
  const end = document.querySelector(".lp-progress-end");
  if (end) void showEnd(store, end);
  await showCards(store);
}

/** @returns {string[]} keys of the module's steps, from its own page */
function stepsHere() {
  return [...document.querySelectorAll(".lp-step[data-key]")].map((step) => step.getAttribute("data-key") ?? "");
}

/** @param {Store} store */
async function showCards(store) {
  const places = [...document.querySelectorAll(".lp-card[data-module], .lp-card[data-route], .lp-meta--module[data-route]")];
  const shown = document.querySelector("[data-lp-tallied]");
  if (!places.length || (!shown && !store.entries("progress").size)) return;
  const outline = await readOutline().catch(() => undefined);
  if (!outline) return;
  for (const place of places) showSum(store, place, keysOf(outline, /** @type {HTMLElement} */ (place).dataset));
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
 * @param {Element} place
 * @param {string[]} keys
 */
function showSum(store, place, keys) {
  const line = place.matches("ul") ? place.firstElementChild : place.querySelector(".lp-card__meta > li");
  if (!(line instanceof HTMLElement) || !(place instanceof HTMLElement)) return;
  const sum = tally(store, keys);
  line.dataset.lpTallied ??= line.textContent ?? "";
  const words = place.dataset.route
    ? gettext("%(route)s: %(progress)s", { route: line.dataset.lpTallied, progress: tallyInWords(sum, true) })
    : tallyInWords(sum);
  line.textContent = isBegun(sum) ? words : line.dataset.lpTallied;
  place.style.setProperty("--lp-done", `${sum.all ? Math.round((100 * sum.done) / sum.all) : 0}%`);
}

/** @param {Store} store */
function showWorks(store) {
  for (const work of document.querySelectorAll(".lp-result[data-key]")) {
    const state = stateOf(store, work.getAttribute("data-key") ?? "");
    const word = work.querySelector(".lp-result__state") ?? (state && element("p", { class: "lp-result__state" }));
    if (!word) continue;
    if (!word.isConnected) work.querySelector(".lp-result__verb")?.after(word);
    word.textContent = state ? WORDS[state] : "";
    word.setAttribute("data-state", state);
  }
}

/** @type {WeakMap<Element, { words: HTMLElement, update?: () => void }>} */
const ends = new WeakMap();

/**
 * The sum below a module's steps, and the way back where there is one.
 * @param {Store} store
 * @param {Element} place
 */
async function showEnd(store, place) {
  const end = ends.get(place) ?? { words: place.appendChild(element("p")) };
  ends.set(place, end);
  const sum = tally(store, stepsHere());
  end.words.textContent = isBegun(sum) ? gettext("%(progress)s in this module.", { progress: tallyInWords(sum) }) : INVITATION;
  end.update?.();
  if (end.update || !isBegun(sum)) return;
  end.update = () => {}; // only one comes, however many ask
  const { button, update } = (await import("./reset.mjs")).resetButton(store, stepsHere, gettext("Reset this module"));
  end.update = update;
  place.append(button);
}
