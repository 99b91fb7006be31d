/**
 * The outline of the pathway (modules, routes, steps), fetched once per page when a tool needs it. The browser
 * revalidates it.
 */
import { fetchData } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";
import { gettext } from "../ui/messages.mjs";

/** @typedef {{ verb: string, title: string, makers?: string, prompt?: string, mode?: string, themes?: string[], minutes: number | null, estimated?: boolean, typical?: boolean, path?: string, lang?: string, dir?: string }} Step */
/** @typedef {{ id: string, title: string, path: string, minutes?: Record<string, number>, optional?: string[], sections: { id: string, title: string, steps: string[] }[] }} Module */
/** @typedef {{ id: string, title: string, path: string, modules: string[] }} Route */
/** @typedef {{ format: string, version: number, title: string, language: string, aliases: Record<string, string>, modules: Module[], routes: Route[], themes?: { id: string, title: string }[], steps: Record<string, Step>, retired?: Record<string, { reason: string, replacement?: string }> }} Outline */

/** Characters of a title: two lines on a phone, the height that pages reserve. */
const MAX_TITLE_LENGTH = 75;

/** What a step asks for, by its `verb`. @type {Record<string, string>} */
export const STEP_VERBS = { read: gettext("Read"), watch: gettext("Watch"), listen: gettext("Listen"), task: gettext("Task") };

/** @type {Promise<Outline> | undefined} */
let outlineRequest;

/**
 * @returns {Promise<Outline>}
 * @throws {Error} if it cannot be fetched; the next call tries again
 */
export function fetchOutline() {
  outlineRequest ??= fetchData("outline.json").catch((error) => {
    outlineRequest = undefined;
    throw error;
  });
  return outlineRequest;
}

/**
 * The table of renamed keys only, which is small: pages need it whenever something is stored.
 * @returns {Promise<Record<string, string>>} former keys and their replacements; empty if it cannot be fetched
 */
export async function fetchAliases() {
  try {
    return (await fetchData("aliases.json")).aliases;
  } catch {
    return {};
  }
}

/**
 * @param {Module} module
 * @returns {string[]} the keys of its steps, in order, each once
 */
export function stepsOf(module) {
  return [...new Set(module.sections.flatMap((section) => section.steps))];
}

/**
 * @param {Outline} outline
 * @param {Route} route
 * @returns {string[]} the keys of its steps, in order, each once
 */
export function stepsOfRoute(outline, route) {
  return [...new Set(route.modules.flatMap((id) => outline.modules.filter((one) => one.id === id).flatMap(stepsOf)))];
}

/**
 * @param {Record<string, string>} aliases former keys and their replacements
 * @param {string} key
 * @returns {string} the current key
 */
export function currentKey(aliases, key) {
  let current = key;
  for (let hops = 0; Object.hasOwn(aliases, current) && hops < 100; hops += 1) current = aliases[current];
  return current;
}

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {string} the title of a step; empty if it is no longer in the pathway
 */
export function titleOf(outline, key) {
  const { title, prompt = "" } = outline.steps[key] ?? {};
  return title || truncate(prompt);
}

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {HTMLElement | string} the title of a step, marked with its language and direction
 */
export function stepTitle(outline, key) {
  return withLanguage(titleOf(outline, key), outline.steps[key]);
}

/**
 * @param {string} title
 * @param {{ lang?: string, dir?: string }} [language]
 * @returns {HTMLElement | string}
 */
export function withLanguage(title, { lang, dir } = {}) {
  if (!lang && !dir) return title;
  return element("span", { ...(lang && { lang }), ...(dir && { dir }) }, title);
}

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {string} the title for plain text, wrapped in bidi isolates if it has its own direction
 */
export function isolatedTitle(outline, key) {
  const { dir } = outline.steps[key] ?? {};
  const isolate = { rtl: "\u2067", ltr: "\u2066", auto: "\u2068" }[dir ?? ""];
  return isolate ? `${isolate}${titleOf(outline, key)}\u2069` : titleOf(outline, key);
}

/** @param {string} text */
export function truncate(text) {
  return text.length > MAX_TITLE_LENGTH ? `${text.slice(0, MAX_TITLE_LENGTH).trimEnd()}…` : text;
}
