/** On the home page: the way back to where the learner left off. */
import { gettext, placed } from "../ui/messages.mjs";
import { namedStep, readOutline, stepsOf } from "./learner-index.mjs";
import { stateOf } from "./progress.mjs";
import { compare } from "../store/records.mjs";
import { openStore } from "../store/store.mjs";
import { home } from "../ui/page.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./learner-index.mjs").Outline} Outline */
/** @typedef {import("./learner-index.mjs").Module} Module */

/** @type {(() => void) | undefined} */
let following;

export async function start() {
  const store = await openStore();
  following ||= store.subscribe(({ source }) => source !== "saved" && void show(store));
  await show(store);
}

/** @param {Store} store */
async function show(store) {
  const place = document.querySelector(".lp-resume");
  if (!place) return;
  const outline = latest(store) ? await readOutline().catch(() => undefined) : undefined;
  const next = outline && placeToGoOn(store, outline);
  place.replaceChildren(...(next ? placed(gettext("Next: %(step)s"), { step: namedStep(outline, next.key) }) : []));
  turn(next && { words: gettext("Continue where you left off"), href: addressOf(next) });
}

/**
 * The first of the page's big links leads on; without anything to go on with, it leads where it led before.
 * @param {{ words: string, href: string }} [way]
 */
function turn(way) {
  const link = document.querySelector(".lp-hero .lp-actions a");
  if (!(link instanceof HTMLAnchorElement)) return;
  link.dataset.lpWords ??= link.textContent ?? "";
  link.dataset.lpHref ??= link.href;
  link.textContent = way?.words ?? link.dataset.lpWords;
  link.href = way?.href ?? link.dataset.lpHref;
}

/** @param {{ module: Module, key: string }} place */
function addressOf({ module, key }) {
  return new URL(`${module.path}#${key.replace(":", "--")}`, home).href;
}

/**
 * @param {Store} store
 * @returns {string | undefined} key of the step that was marked or written on last
 */
function latest(store) {
  const entries = [...store.entries("progress"), ...store.entries("answers")];
  return entries.sort(([, one], [, other]) => compare(other, one))[0]?.[0];
}

/**
 * The step that the learner was at, if it is not finished; else the next one of the same module that is open, else the
 * first open one of the modules that follow.
 * @param {Store} store
 * @param {Outline} outline
 * @returns {{ module: Module, key: string } | undefined} nothing, where nothing is open any more
 */
export function placeToGoOn(store, outline) {
  const last = latest(store);
  const holding = outline.modules.filter((module) => last && stepsOf(module).includes(last));
  const module = holding.find(({ id }) => id === store.get("settings", "lastModule")) ?? holding[0];
  const place = module ? outline.modules.indexOf(module) : 0;
  const ring = [...outline.modules.slice(place), ...outline.modules.slice(0, place)];
  for (const [turn, one] of ring.entries()) {
    const steps = stepsOf(one);
    const from = turn === 0 && last ? Math.max(0, steps.indexOf(last)) : 0;
    const open = [...steps.slice(from), ...steps.slice(0, from)].find((key) => ["", "doing"].includes(stateOf(store, key)));
    if (open) return { module: one, key: open };
  }
  return undefined;
}
