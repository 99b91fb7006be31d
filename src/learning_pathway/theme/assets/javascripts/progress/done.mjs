/** The completed steps in the order of the pathway. */
import { gettext } from "../ui/messages.mjs";
import { modulesByStep } from "../journal/reflections.mjs";

/** @typedef {import("./learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/records.mjs").Entry} Entry */
/** @typedef {{ key: string, verb: string, title: string, makers: string, minutes: number | null, estimated: boolean, typical?: boolean, when: number, known: boolean, lang?: string, dir?: string }} CompletedStep */
/** @typedef {{ id: string, title: string, done: CompletedStep[], all: number }} CompletedModule what was done of one module, and how many steps it has */

/** Ids with a space, which no module has. */
const OUTSIDE_MODULES = { id: "outside modules", title: gettext("Outside the modules") };
const RETIRED = { id: "gone steps", title: gettext("No longer in the pathway") };

/**
 * A step of several modules counts once, in the first of them.
 * @param {Map<string, Entry>} progress by key
 * @param {Outline} outline
 * @returns {CompletedModule[]} the modules with completed steps
 */
export function completedSteps(progress, outline) {
  const places = modulesByStep(outline);
  const finished = [...progress].filter(([, { value }]) => value === "done").map(([key, entry]) => completedStep(key, entry, outline));
  const positions = new Map([...places.keys()].map((key, rank) => [key, rank]));
  finished.sort((one, other) => (positions.get(one.key) ?? positions.size) - (positions.get(other.key) ?? positions.size) || one.when - other.when);
  /** @type {Map<string, CompletedModule>} */
  const parts = new Map();
  for (const one of finished) {
    const place = places.get(one.key) ?? (one.known ? OUTSIDE_MODULES : RETIRED);
    const part = parts.get(place.id) ?? { id: place.id, title: place.title, done: [], all: countSteps(places, place.id) };
    parts.set(place.id, part);
    part.done.push(one);
  }
  const last = [OUTSIDE_MODULES.id, RETIRED.id];
  return [...parts.values()].sort((one, other) => last.indexOf(one.id) - last.indexOf(other.id));
}

/**
 * @param {Map<string, { id: string }>} places
 * @param {string} module
 */
function countSteps(places, module) {
  return [...places.values()].filter(({ id }) => id === module).length;
}

/**
 * @param {string} key
 * @param {Entry} entry
 * @param {Outline} outline
 * @returns {CompletedStep}
 */
function completedStep(key, { at, when = at }, outline) {
  const step = outline.steps[key];
  if (!step) return { key, verb: "", title: titleFromKey(key), makers: "", minutes: null, estimated: false, when, known: false };
  const { verb, title, prompt = "", makers = "", minutes, estimated = false, typical, lang, dir } = step;
  return { key, verb, title: title || promptStart(prompt), makers, minutes, estimated, typical, when, known: true, lang, dir };
}

/**
 * @param {string} key of a step without a known title
 * @returns {string} its id as words
 */
function titleFromKey(key) {
  return key.replace(/^\w+:/, "").replaceAll("-", " ");
}

/** @param {string} prompt of a task without a title */
function promptStart(prompt) {
  const text = prompt.replace(/\s+/g, " ").trim();
  return text.length > 90 ? `${text.slice(0, 90).replace(/\s+\S*$/, "")} …` : text;
}
