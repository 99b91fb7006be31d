/** What a learner has written, in the order of the pathway: the store's answers and the outline, brought together. */
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { sameWords } from "./prompts.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/records.mjs").Entry} Entry */
/**
 * @typedef {object} Writing one text
 * @property {string} text
 * @property {string} prompt as it was when this was written; empty where no one kept it
 * @property {string[]} earlier wordings of the prompt that the text was begun under
 * @property {number} when milliseconds since 1970
 * @property {number} at
 * @property {string} by
 */
/**
 * @typedef {object} Reflection
 * @property {string} key
 * @property {string} title
 * @property {string} mode alone, pairs or group
 * @property {string} href the task on its page; empty where it stands on none
 * @property {string} promptNow the prompt of today, where it differs from the one that was answered
 * @property {Writing[]} writings the answer, then what else is kept of it
 */
/** @typedef {{ id: string, title: string, reflections: Reflection[] }} Chapter answers of one module */

const UNTITLED = gettext("Take a moment");
/** Ids of the chapters that are no modules: no module id holds a space. */
const OUTSIDE = { id: "outside modules", title: gettext("Tasks outside the modules") };
const GONE = { id: "gone tasks", title: gettext("Tasks that have left the pathway") };
const UNSORTED = { id: "all answers", title: gettext("Your answers") };

/**
 * @param {Map<string, Entry>} answers by key
 * @param {Outline | undefined} outline without one, the answers stand in the order of writing
 * @returns {Chapter[]} those that hold something
 */
export function gather(answers, outline) {
  const places = outline ? placesOf(outline) : new Map();
  const ranks = new Map([...places.keys()].map((key, rank) => [key, rank]));
  const rank = (/** @type {string} */ key) => ranks.get(key) ?? ranks.size;
  const keys = [...answers.keys()].sort((one, other) => rank(one) - rank(other) || moment(answers, one) - moment(answers, other));
  /** @type {Map<string, Chapter>} */
  const chapters = new Map();
  for (const key of keys) {
    const place = places.get(key) ?? (!outline ? UNSORTED : outline.steps[key] ? OUTSIDE : GONE);
    /** @type {Chapter} */
    const chapter = chapters.get(place.id) ?? { id: place.id, title: place.title, reflections: [] };
    chapters.set(place.id, chapter);
    chapter.reflections.push(reflection(key, /** @type {Entry} */ (answers.get(key)), outline, place.path));
  }
  const last = [OUTSIDE.id, GONE.id];
  return [...chapters.values()].sort((one, other) => last.indexOf(one.id) - last.indexOf(other.id));
}

/**
 * @param {Outline} outline
 * @returns {Map<string, { id: string, title: string, path: string }>} for each step, the first module that it serves in
 */
export function placesOf(outline) {
  const places = new Map();
  for (const { id, title, path, sections } of outline.modules) {
    for (const key of sections.flatMap(({ steps }) => steps)) if (!places.has(key)) places.set(key, { id, title, path });
  }
  return places;
}

/**
 * @param {Map<string, Entry>} answers
 * @param {string} key
 */
function moment(answers, key) {
  const { when, at } = /** @type {Entry} */ (answers.get(key));
  return when ?? at;
}

/**
 * @param {string} key
 * @param {Entry} entry
 * @param {Outline | undefined} outline
 * @param {string | undefined} path
 * @returns {Reflection}
 */
function reflection(key, entry, outline, path) {
  const step = outline?.steps[key];
  const writings = [entry, ...(entry.others ?? [])].flatMap((version) => writing(version) ?? []);
  const prompt = writings[0]?.prompt ?? "";
  return {
    key,
    title: step?.title || String(entry.value?.title || entry.others?.[0]?.value?.title || UNTITLED),
    mode: step?.mode ?? "alone",
    href: path ? new URL(`${path}#${key.replace(":", "--")}`, home).href : "",
    promptNow: step?.prompt && !sameWords(step.prompt, prompt) ? step.prompt.trim() : "",
    writings,
  };
}

/**
 * @param {import("../store/records.mjs").Version} version
 * @returns {Writing | undefined}
 */
function writing({ value, at, by, when }) {
  if (!value || typeof value.text !== "string") return undefined;
  const earlier = Array.isArray(value.earlier) ? value.earlier.map(String) : [];
  return { text: value.text, prompt: String(value.prompt ?? "").trim(), earlier, when: when ?? at, at, by };
}
