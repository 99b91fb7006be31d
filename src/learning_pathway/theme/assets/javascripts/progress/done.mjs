/** What a learner has done, in the order of the pathway: the store's progress and the outline, brought together. */
import { gettext } from "../ui/messages.mjs";
import { placesOf } from "../journal/reflections.mjs";

/** @typedef {import("./learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/records.mjs").Entry} Entry */
/** @typedef {{ key: string, verb: string, title: string, makers: string, minutes: number | null, estimated: boolean, typical?: boolean, when: number, known: boolean, lang?: string, dir?: string }} Done */
/** @typedef {{ id: string, title: string, done: Done[], all: number }} Part what was done of one module, and how many steps it has */

/** Ids that no module has: they hold a space. */
const OUTSIDE = { id: "outside modules", title: gettext("Outside the modules") };
const GONE = { id: "gone steps", title: gettext("No longer in the pathway") };

/**
 * A step that serves in several modules stands in the first of them, and counts once.
 * @param {Map<string, Entry>} progress by key
 * @param {Outline} outline
 * @returns {Part[]} those in which something was done
 */
export function gatherDone(progress, outline) {
  const places = placesOf(outline);
  const finished = [...progress].filter(([, { value }]) => value === "done").map(([key, entry]) => doneOf(key, entry, outline));
  const ranks = new Map([...places.keys()].map((key, rank) => [key, rank]));
  finished.sort((one, other) => (ranks.get(one.key) ?? ranks.size) - (ranks.get(other.key) ?? ranks.size) || one.when - other.when);
  /** @type {Map<string, Part>} */
  const parts = new Map();
  for (const one of finished) {
    const place = places.get(one.key) ?? (one.known ? OUTSIDE : GONE);
    const part = parts.get(place.id) ?? { id: place.id, title: place.title, done: [], all: stepsIn(places, place.id) };
    parts.set(place.id, part);
    part.done.push(one);
  }
  const last = [OUTSIDE.id, GONE.id];
  return [...parts.values()].sort((one, other) => last.indexOf(one.id) - last.indexOf(other.id));
}

/**
 * @param {Map<string, { id: string }>} places
 * @param {string} module
 */
function stepsIn(places, module) {
  return [...places.values()].filter(({ id }) => id === module).length;
}

/**
 * @param {string} key
 * @param {Entry} entry
 * @param {Outline} outline
 * @returns {Done}
 */
function doneOf(key, { at, when = at }, outline) {
  const step = outline.steps[key];
  if (!step) return { key, verb: "", title: nameOf(key), makers: "", minutes: null, estimated: false, when, known: false };
  const { verb, title, prompt = "", makers = "", minutes, estimated = false, typical, lang, dir } = step;
  return { key, verb, title: title || opening(prompt), makers, minutes, estimated, typical, when, known: true, lang, dir };
}

/**
 * @param {string} key of what no one knows the title of any more
 * @returns {string} its id, to be read as words
 */
function nameOf(key) {
  return key.replace(/^\w+:/, "").replaceAll("-", " ");
}

/** @param {string} prompt of a task without a title */
function opening(prompt) {
  const words = prompt.replace(/\s+/g, " ").trim();
  return words.length > 90 ? `${words.slice(0, 90).replace(/\s+\S*$/, "")} …` : words;
}
