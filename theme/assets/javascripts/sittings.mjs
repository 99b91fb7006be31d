/** What fits into a sitting, from where the learner is. Pure: no browser, no clock; time that nobody stated is not guessed. */
import { stepsOf } from "./outline.mjs";
import { compare } from "./records.mjs";

/** @typedef {import("./outline.mjs").Outline} Outline */
/** @typedef {import("./outline.mjs").Module} Module */
/** @typedef {import("./store.mjs").Store} Store */
/** @typedef {{ module: Module, key: string, minutes: number | null, estimated: boolean }} Place a step, and where it serves */
/**
 * @typedef {object} Sitting
 * @property {Place[]} steps of known length, in order; together they fit
 * @property {Place[]} unknown what might be done as well; nobody has stated how long it takes
 * @property {Place | undefined} tooLong the first step of known length that was passed over
 */

/** Steps without a stated length that are named beside a sitting. */
const MOST_UNKNOWN = 3;

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
      const { minutes = null, estimated = false } = outline.steps[key] ?? {};
      return [{ module, key, minutes, estimated }];
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
 * where nothing of the first is left open.
 * @param {Place[]} open
 * @param {number} minutes
 * @returns {Sitting}
 */
export function fill(open, minutes) {
  /** @type {Sitting} */
  const found = { steps: [], unknown: [], tooLong: undefined };
  let left = minutes;
  for (const module of new Set(open.map((place) => place.module))) {
    let allTaken = true;
    for (const place of open.filter((one) => one.module === module)) {
      const taken = place.minutes !== null && place.minutes <= left;
      allTaken &&= taken;
      if (place.minutes === null) found.unknown.push(place);
      else if (!taken) found.tooLong ??= place;
      if (!taken || place.minutes === null) continue;
      found.steps.push(place);
      left -= place.minutes;
    }
    if (!allTaken && (found.steps.length || found.unknown.length)) break;
  }
  found.unknown.splice(MOST_UNKNOWN);
  return found;
}
