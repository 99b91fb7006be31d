/** The stored answers in the order of the pathway. */
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { isSameText } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/records.mjs").Entry} Entry */
/**
 * @typedef {object} AnswerVersion one version of an answer
 * @property {string} text
 * @property {string} prompt the prompt at the time of writing; empty if unknown
 * @property {string[]} earlier former wordings of the prompt
 * @property {number} when milliseconds since 1970
 * @property {number} at
 * @property {string} by
 */
/**
 * @typedef {object} Reflection
 * @property {string} key
 * @property {string} title
 * @property {string} mode alone, pairs or group
 * @property {string} href address of the task; empty if it is on no page
 * @property {string} promptNow the current prompt, if it differs from the one that was answered
 * @property {AnswerVersion[]} versions the answer, then its other versions
 */
/** @typedef {{ id: string, title: string, reflections: Reflection[] }} Chapter answers of one module */

const UNTITLED = gettext("Take a moment");
/** Chapters that are not modules. Module ids have no spaces. */
const OUTSIDE_MODULES = { id: "outside modules", title: gettext("Tasks outside the modules") };
const RETIRED = { id: "gone tasks", title: gettext("Tasks that have left the pathway") };
const UNSORTED = { id: "all answers", title: gettext("Your answers") };

/**
 * @param {Map<string, Entry>} answers by key
 * @param {Outline | undefined} outline without one, answers are in the order of writing
 * @returns {Chapter[]} the chapters that are not empty
 */
export function collectReflections(answers, outline) {
  const places = outline ? modulesByStep(outline) : new Map();
  const ranks = new Map([...places.keys()].map((key, rank) => [key, rank]));
  const rank = (/** @type {string} */ key) => ranks.get(key) ?? ranks.size;
  const keys = [...answers.keys()].sort((one, other) => rank(one) - rank(other) || writtenAt(answers, one) - writtenAt(answers, other));
  /** @type {Map<string, Chapter>} */
  const chapters = new Map();
  for (const key of keys) {
    const place = places.get(key) ?? (!outline ? UNSORTED : outline.steps[key] ? OUTSIDE_MODULES : RETIRED);
    /** @type {Chapter} */
    const chapter = chapters.get(place.id) ?? { id: place.id, title: place.title, reflections: [] };
    chapters.set(place.id, chapter);
    chapter.reflections.push(reflection(key, /** @type {Entry} */ (answers.get(key)), outline, place.path));
  }
  const last = [OUTSIDE_MODULES.id, RETIRED.id];
  return [...chapters.values()].sort((one, other) => last.indexOf(one.id) - last.indexOf(other.id));
}

/**
 * @param {Outline} outline
 * @returns {Map<string, { id: string, title: string, path: string }>} the first module of each step
 */
export function modulesByStep(outline) {
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
function writtenAt(answers, key) {
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
  const versions = [entry, ...(entry.others ?? [])].flatMap((version) => answerVersion(version) ?? []);
  const prompt = versions[0]?.prompt ?? "";
  return {
    key,
    title: step?.title || String(entry.value?.title || entry.others?.[0]?.value?.title || UNTITLED),
    mode: step?.mode ?? "alone",
    href: path ? new URL(`${path}#${key.replace(":", "--")}`, home).href : "",
    promptNow: step?.prompt && !isSameText(step.prompt, prompt) ? step.prompt.trim() : "",
    versions,
  };
}

/**
 * @param {import("../store/records.mjs").Version} version
 * @returns {AnswerVersion | undefined}
 */
function answerVersion({ value, at, by, when }) {
  if (!value || typeof value.text !== "string") return undefined;
  const earlier = Array.isArray(value.earlier) ? value.earlier.map(String) : [];
  return { text: value.text, prompt: String(value.prompt ?? "").trim(), earlier, when: when ?? at, at, by };
}
