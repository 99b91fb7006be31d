/** The "Continue where you left off" link of the home page. */
import { gettext, fillPlaceholders } from "../ui/messages.mjs";
import { stepTitle, fetchOutline, stepsOf } from "./learner-index.mjs";
import { stateOf } from "./progress.mjs";
import { compare } from "../store/records.mjs";
import { openStore } from "../store/store.mjs";
import { home } from "../ui/page.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./learner-index.mjs").Outline} Outline */
/** @typedef {import("./learner-index.mjs").Module} Module */

/** @type {(() => void) | undefined} */
let unsubscribe;

export async function start() {
  const store = await openStore();
  unsubscribe ||= store.subscribe(({ source }) => source !== "saved" && void show(store));
  await show(store);
}

/** @param {Store} store */
async function show(store) {
  const container = document.querySelector(".lp-resume");
  if (!container) return;
  const outline = lastTouched(store) ? await fetchOutline().catch(() => undefined) : undefined;
  const next = outline && nextOpenStep(store, outline);
  container.replaceChildren(...(next ? fillPlaceholders(gettext("Next: %(step)s"), { step: stepTitle(outline, next.key) }) : []));
  setMainLink(next && { words: gettext("Continue where you left off"), href: addressOf(next) });
}

/**
 * Point the main link of the page to a target, or back to its original one.
 * @param {{ words: string, href: string }} [target]
 */
function setMainLink(target) {
  const link = document.querySelector(".lp-hero .lp-actions a");
  if (!(link instanceof HTMLAnchorElement)) return;
  link.dataset.lpWords ??= link.textContent ?? "";
  link.dataset.lpHref ??= link.href;
  link.textContent = target?.words ?? link.dataset.lpWords;
  link.href = target?.href ?? link.dataset.lpHref;
}

/** @param {{ module: Module, key: string }} place */
function addressOf({ module, key }) {
  return new URL(`${module.path}#${key.replace(":", "--")}`, home).href;
}

/**
 * @param {Store} store
 * @returns {string | undefined} key of the step that was used last
 */
function lastTouched(store) {
  const entries = [...store.entries("progress"), ...store.entries("answers")];
  return entries.sort(([, one], [, other]) => compare(other, one))[0]?.[0];
}

/**
 * The step that was used last, if it is open; else the next open step of its module, else the first open step of the
 * following modules.
 * @param {Store} store
 * @param {Outline} outline
 * @returns {{ module: Module, key: string } | undefined} undefined if no step is open
 */
export function nextOpenStep(store, outline) {
  const last = lastTouched(store);
  const holding = outline.modules.filter((module) => last && stepsOf(module).includes(last));
  const module = holding.find(({ id }) => id === store.get("settings", "lastModule")) ?? holding[0];
  const index = module ? outline.modules.indexOf(module) : 0;
  const rotated = [...outline.modules.slice(index), ...outline.modules.slice(0, index)];
  for (const [setMainLink, one] of rotated.entries()) {
    const steps = stepsOf(one);
    const from = setMainLink === 0 && last ? Math.max(0, steps.indexOf(last)) : 0;
    const open = [...steps.slice(from), ...steps.slice(0, from)].find((key) => ["", "doing"].includes(stateOf(store, key)));
    if (open) return { module: one, key: open };
  }
  return undefined;
}
