/** The "Continue" link of the home page and of "Your learning": the next step, and what was done last. */
import { gettext, fillPlaceholders } from "../ui/messages.mjs";
import { stepTitle, fetchOutline, stepsOf, titleOf } from "./learner-index.mjs";
import { stateOf } from "./progress.mjs";
import { compare } from "../store/records.mjs";
import { openStore } from "../store/store.mjs";
import { formatDay } from "../ui/dates.mjs";
import { element } from "../ui/dom.mjs";
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
  const words = document.querySelector(".lp-resume");
  const link = words?.parentElement?.querySelector("a");
  if (!(words instanceof HTMLElement) || !link) return;
  const last = lastTouched(store);
  const outline = last ? await fetchOutline().catch(() => undefined) : undefined;
  const next = outline && nextOpenStep(store, outline);
  words.dataset.lpWords ??= words.textContent ?? "";
  link.dataset.lpWords ??= link.textContent ?? "";
  link.dataset.lpHref ??= link.href;
  link.textContent = next ? gettext("Continue") : link.dataset.lpWords;
  link.href = next ? addressOf(next) : link.dataset.lpHref;
  if (next) words.replaceChildren(...fillPlaceholders(gettext("Next: %(step)s"), { step: stepTitle(outline, next.key) }), ...lastTime(outline, last, next.key));
  else words.textContent = words.dataset.lpWords;
}

/**
 * What the learner did last, and when; only when, where it is what comes next.
 * @param {Outline} outline
 * @param {[string, import("../store/records.mjs").Entry] | undefined} last
 * @param {string} next
 */
function lastTime(outline, last, next) {
  if (!last || !titleOf(outline, last[0])) return [];
  const [key, { at, when = at }] = last;
  const day = formatDay(when);
  if (key === next) return [element("span", { class: "lp-resume__last" }, gettext("Last time: %(day)s", { day }))];
  const words = fillPlaceholders(gettext("Last time, on %(day)s: %(step)s"), { day, step: stepTitle(outline, key) });
  return [element("span", { class: "lp-resume__last" }, ...words)];
}

/** @param {{ module: Module, key: string }} place */
function addressOf({ module, key }) {
  return new URL(`${module.path}#${key.replace(":", "--")}`, home).href;
}

/**
 * @param {Store} store
 * @returns {[string, import("../store/records.mjs").Entry] | undefined} key and entry of the step that was used last
 */
function lastTouched(store) {
  const entries = [...store.entries("progress"), ...store.entries("answers")];
  return entries.sort(([, one], [, other]) => compare(other, one))[0];
}

/**
 * The step that was used last, if it is open; else the next open step of its module, else the first open step of the
 * following modules.
 * @param {Store} store
 * @param {Outline} outline
 * @returns {{ module: Module, key: string } | undefined} undefined if no step is open
 */
export function nextOpenStep(store, outline) {
  const last = lastTouched(store)?.[0];
  const holding = outline.modules.filter((module) => last && stepsOf(module).includes(last));
  const module = holding.find(({ id }) => id === store.get("settings", "lastModule")) ?? holding[0];
  const index = module ? outline.modules.indexOf(module) : 0;
  const rotated = [...outline.modules.slice(index), ...outline.modules.slice(0, index)];
  for (const [turn, one] of rotated.entries()) {
    const steps = stepsOf(one);
    const from = turn === 0 && last ? Math.max(0, steps.indexOf(last)) : 0;
    const open = [...steps.slice(from), ...steps.slice(0, from)].find((key) => ["", "doing"].includes(stateOf(store, key)));
    if (open) return { module: one, key: open };
  }
  return undefined;
}
