/** Chooses the steps that fit into a session. Pure functions; unknown times are not guessed. */
import { stepsOf } from "../progress/learner-index.mjs";
import { compare } from "../store/records.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../progress/learner-index.mjs").Module} Module */
/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {{ module: Module, key: string, minutes: number | null, estimated: boolean, typical?: boolean, mode?: string, themes?: string[], needs?: string[] }} ModuleStep a step, where it serves, and the keys of what a task is about */
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
 * @param {string} scope `all`, `module:ID`, `route:ID` or `theme:ID`
 * @returns {Module[]} in order; empty if the scope is unknown
 */
export function modulesIn(outline, scope) {
  const [kind, id] = scope.split(":");
  if (kind === "all" || kind === "theme") return outline.modules;
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
  return modules.flatMap((module) => {
    const needs = readingsBefore(outline, module);
    return stepsOf(module).flatMap((key) => {
      if (seen.has(key)) return [];
      seen.add(key);
      const { minutes = null, estimated = false, typical = false, mode, themes } = outline.steps[key] ?? {};
      const part = module.minutes?.[key];
      const time = part ? { minutes: part, estimated: true } : { minutes, estimated, typical };
      return [{ module, key, ...time, mode, themes, needs: mode ? needs.get(key) : [] }];
    });
  });
}

/**
 * @param {Outline} outline
 * @param {Module} module
 * @returns {Map<string, string[]>} for each step, what its section asks to read, watch or listen to before it
 */
function readingsBefore(outline, module) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  for (const { steps } of module.sections) {
    /** @type {string[]} */
    const readings = [];
    for (const key of steps) {
      if (!found.has(key)) found.set(key, [...readings]);
      if (!outline.steps[key]?.mode && !module.optional?.includes(key)) readings.push(key);
    }
  }
  return found;
}

/**
 * @param {string} scope
 * @param {string} company `alone`, `others`, or empty for both
 * @returns {(step: ModuleStep) => boolean} whether a step is about the scope, for a person alone or for people together
 */
export function wantedSteps(scope, company) {
  const theme = scope.startsWith("theme:") ? scope.slice("theme:".length) : "";
  return ({ mode, themes }) => {
    const isForOthers = mode === "pairs" || mode === "group";
    return (!theme || (themes ?? []).includes(theme)) && (!company || isForOthers === (company === "others"));
  };
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
  const isOpen = (/** @type {string} */ key) => !["done", "skipped"].includes(store.get("progress", key));
  const hasBegun = (/** @type {string} */ key) => store.get("progress", key) === "doing" || Boolean(store.get("answers", key));
  return [...steps.slice(from), ...steps.slice(0, from)].flatMap((step) => {
    if (!isOpen(step.key)) return [];
    return [step.needs?.length ? { ...step, needs: hasBegun(step.key) ? [] : step.needs.filter(isOpen) } : step];
  });
}

/**
 * Choose steps of known length, in order, as long as they fit; a task only with what it is about. A session stays in one
 * module and continues in the next only if every step of known length in the first fits. Steps of unknown length are
 * skipped.
 * @param {ModuleStep[]} open
 * @param {number} minutes
 * @param {(step: ModuleStep) => boolean} [isWanted]
 * @param {boolean} [staysInModule] false if the subject runs through the modules
 * @returns {Session}
 */
export function fillSession(open, minutes, isWanted = () => true, staysInModule = true) {
  /** @type {Session} */
  const found = { steps: [], others: [], unknown: [], tooLong: undefined };
  const wanted = open.filter(isWanted);
  let left = minutes;
  for (const module of new Set(wanted.map((step) => step.module))) {
    let allFit = true;
    for (const step of wanted.filter((one) => one.module === module && !found.steps.includes(one))) {
      const group = withReadings(open, step, found.steps);
      const length = group.every((one) => one.minutes !== null) ? group.reduce((sum, one) => sum + (one.minutes ?? 0), 0) : null;
      if (step.minutes === null) {
        found.unknown.push(step);
      } else if (length !== null && length <= left) {
        found.steps.push(...group);
        left -= length;
      } else if (length !== null) {
        found.tooLong ??= step;
        allFit = false;
      }
    }
    if (staysInModule && found.steps.length && !allFit) break;
  }
  if (found.steps.length && found.steps[0].module !== open[0].module) found.others = othersThatFit(wanted, found.steps, minutes);
  found.unknown.splice(MAX_UNKNOWN);
  return found;
}

/**
 * @param {ModuleStep[]} open
 * @param {ModuleStep} step
 * @param {ModuleStep[]} chosen
 * @returns {ModuleStep[]} the step, after what it is about and what is not chosen yet
 */
function withReadings(open, step, chosen) {
  const readings = (step.needs ?? []).flatMap((key) => open.filter((one) => one.key === key && !chosen.includes(one)));
  return [...readings, step];
}

/**
 * @param {ModuleStep[]} steps
 * @param {ModuleStep[]} chosen
 * @param {number} minutes
 * @returns {ModuleStep[]} what else fits into the time by itself, and needs nothing before it
 */
export function othersThatFit(steps, chosen, minutes) {
  const fits = (/** @type {ModuleStep} */ step) => step.minutes !== null && step.minutes <= minutes && !step.needs?.length && !chosen.includes(step);
  return steps.filter(fits).slice(0, MAX_OTHERS);
}
