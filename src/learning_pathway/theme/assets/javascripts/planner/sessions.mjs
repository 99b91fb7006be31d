/** What fits into a sitting, from where the learner is. Pure: no browser, no clock; time that no one stated is not guessed. */
import { stepsOf } from "../progress/learner-index.mjs";
import { compare } from "../store/records.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../progress/learner-index.mjs").Module} Module */
/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {{ module: Module, key: string, minutes: number | null, estimated: boolean, typical?: boolean }} Place a step, and where it serves */
/**
 * @typedef {object} Sitting
 * @property {Place[]} steps of known length, in order; together they fit
 * @property {Place[]} others where nothing fits in the module that the learner is in: what else fits, each on its own
 * @property {Place[]} unknown what might be done as well; no one has stated how long it takes
 * @property {Place | undefined} tooLong the first step of known length that was passed over
 */

/** Steps without a stated length that are named beside a sitting. */
const MOST_UNKNOWN = 3;
const MOST_OTHERS = 10;

/**
 * @param {Outline} outline
 * @param {string} scope `all`, `module:ID` or `route:ID`
 * @returns {Module[]} in order; none where the scope is not of this pathway
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
 * @returns {Place[]} their steps in order; what serves in several of them comes once, where it is met first
 */
export function placesIn(outline, modules) {
  /** @type {Set<string>} */
  const met = new Set();
  return modules.flatMap((module) =>
    stepsOf(module).flatMap((key) => {
      if (met.has(key)) return [];
      met.add(key);
      const { minutes = null, estimated = false, typical = false } = outline.steps[key] ?? {};
      const part = module.minutes?.[key];
      return [part ? { module, key, minutes: part, estimated: true } : { module, key, minutes, estimated, typical }];
    }),
  );
}

/**
 * @param {Place[]} places
 * @param {Store} store
 * @returns {Place[]} the open ones: from the step that was marked or written on last to the end, then from the beginning
 */
export function openPlaces(places, store) {
  const touched = [...store.entries("progress"), ...store.entries("answers")].sort(([, one], [, other]) => compare(other, one));
  const keys = new Map(places.map(({ key }, number) => [key, number]));
  const from = keys.get(touched.find(([key]) => keys.has(key))?.[0] ?? "") ?? 0;
  const isOpen = (/** @type {Place} */ { key }) => !["done", "skipped"].includes(store.get("progress", key));
  return [...places.slice(from), ...places.slice(0, from)].filter(isOpen);
}

/**
 * Steps of known length, in order, as long as they fit. A sitting stays in one module, and goes on to the next only
 * where nothing of known length in the first is left open. A step without a length never ends the search.
 * @param {Place[]} open
 * @param {number} minutes
 * @returns {Sitting}
 */
export function fill(open, minutes) {
  /** @type {Sitting} */
  const found = { steps: [], others: [], unknown: [], tooLong: undefined };
  let left = minutes;
  for (const module of new Set(open.map((place) => place.module))) {
    let allTaken = true;
    for (const place of open.filter((one) => one.module === module)) {
      if (place.minutes === null) {
        found.unknown.push(place);
      } else if (place.minutes > left) {
        found.tooLong ??= place;
        allTaken = false;
      } else {
        found.steps.push(place);
        left -= place.minutes;
      }
    }
    if (found.steps.length && !allTaken) break;
  }
  if (found.steps.length && found.steps[0].module !== open[0].module) found.others = othersThatFit(open, found.steps, minutes);
  found.unknown.splice(MOST_UNKNOWN);
  return found;
}

/**
 * @param {Place[]} open
 * @param {Place[]} taken
 * @param {number} minutes
 */
function othersThatFit(open, taken, minutes) {
  const fits = (/** @type {Place} */ place) => place.minutes !== null && place.minutes <= minutes && !taken.includes(place);
  return open.filter(fits).slice(0, MOST_OTHERS);
}
