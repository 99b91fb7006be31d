/** Chooses the steps that fit into a session. Pure functions; unknown times are not guessed. */
import { stepsOf } from "../progress/learner-index.mjs";
import { compare } from "../store/records.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../progress/learner-index.mjs").Module} Module */
/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {{ module: Module, key: string, minutes: number | null, estimated: boolean, typical?: boolean }} ModuleStep a step, and where it serves */
/**
 * @typedef {object} Session
 * @property {ModuleStep[]} steps steps of known length that fit together, in order
 * @property {ModuleStep[]} others if nothing fits in the current module: steps elsewhere that fit, each on its own
 * @property {ModuleStep[]} unknown steps of unknown length
 * @property {ModuleStep | undefined} tooLong the first step that is too long
 */

/** Number of steps of unknown length to suggest. */
const MAX_UNKNOWN = 3;
const MAX_OTHERS = 10;

/**
 * @param {Outline} outline
 * @param {string} scope `all`, `module:ID` or `route:ID`
 * @returns {Module[]} in order; empty if the scope is unknown
 */
export function modulesIn(outline, scope) {
  if (scope === "all") return outline.modules;
  const [kind, id] = scope.split(":");
  if (kind === "module") return outline.modules.filter((module) => module.id === id);
  const route = outline.routes.find((one) => one.id === id);
  return (route?.modules ?? []).flatMap((name) => outline.modules.filter((module) => module.id === name));
}

/**
 * @param {Outline} outline
 * @param {Module[]} modules
 * @returns {ModuleStep[]} their steps in order, each once
 */
export function stepsIn(outline, modules) {
  /** @type {Set<string>} */
  const seen = new Set();
  return modules.flatMap((module) =>
    stepsOf(module).flatMap((key) => {
      if (seen.has(key)) return [];
      seen.add(key);
      const { minutes = null, estimated = false, typical = false } = outline.steps[key] ?? {};
      const part = module.minutes?.[key];
      return [part ? { module, key, minutes: part, estimated: true } : { module, key, minutes, estimated, typical }];
    }),
  );
}

/**
 * @param {ModuleStep[]} steps
 * @param {Store} store
 * @returns {ModuleStep[]} the steps that are not done or skipped, starting with the one used last
 */
export function openSteps(steps, store) {
  const lastUsed = [...store.entries("progress"), ...store.entries("answers")].sort(([, one], [, other]) => compare(other, one));
  const keys = new Map(steps.map(({ key }, number) => [key, number]));
  const from = keys.get(lastUsed.find(([key]) => keys.has(key))?.[0] ?? "") ?? 0;
  const isOpen = (/** @type {ModuleStep} */ { key }) => !["done", "skipped"].includes(store.get("progress", key));
  return [...steps.slice(from), ...steps.slice(0, from)].filter(isOpen);
}

/**
 * Choose steps of known length, in order, as long as they fit. A session stays in one module and continues in the next
 * only if every step of known length in the first fits. Steps of unknown length are skipped.
 * @param {ModuleStep[]} open
 * @param {number} minutes
 * @returns {Session}
 */
export function fillSession(open, minutes) {
  /** @type {Session} */
  const found = { steps: [], others: [], unknown: [], tooLong: undefined };
  let left = minutes;
  for (const module of new Set(open.map((place) => place.module))) {
    let allFit = true;
    for (const place of open.filter((one) => one.module === module)) {
      if (place.minutes === null) {
        found.unknown.push(place);
      } else if (place.minutes > left) {
        found.tooLong ??= place;
        allFit = false;
      } else {
        found.steps.push(place);
        left -= place.minutes;
      }
    }
    if (found.steps.length && !allFit) break;
  }
  if (found.steps.length && found.steps[0].module !== open[0].module) found.others = othersThatFit(open, found.steps, minutes);
  found.unknown.splice(MAX_UNKNOWN);
  return found;
}

/**
 * @param {ModuleStep[]} open
 * @param {ModuleStep[]} chosen
 * @param {number} minutes
 */
function othersThatFit(open, chosen, minutes) {
  const fits = (/** @type {ModuleStep} */ place) => place.minutes !== null && place.minutes <= minutes && !chosen.includes(place);
  return open.filter(fits).slice(0, MAX_OTHERS);
}
