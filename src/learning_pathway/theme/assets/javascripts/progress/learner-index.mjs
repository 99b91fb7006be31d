/**
 * The pathway's outline, which the build carries as data: fetched from the site itself, once a page, when a tool needs
 * it. The browser asks whether it has changed: a page must not be read with the names of the edition before.
 */
import { readData } from "../ui/page.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {{ verb: string, title: string, makers?: string, prompt?: string, mode?: string, minutes: number | null, estimated?: boolean, typical?: boolean, path?: string, lang?: string, dir?: string }} Step */
/** @typedef {{ id: string, title: string, path: string, minutes?: Record<string, number>, sections: { id: string, title: string, steps: string[] }[] }} Module */
/** @typedef {{ id: string, title: string, path: string, modules: string[] }} Route */
/** @typedef {{ format: string, version: number, title: string, language: string, aliases: Record<string, string>, modules: Module[], routes: Route[], steps: Record<string, Step>, retired?: Record<string, { reason: string, replacement?: string }> }} Outline */

/** Characters of a title: two lines on a phone, for which pages keep room. */
const LONGEST = 75;

/** @type {Promise<Outline> | undefined} */
let asked;

/**
 * @returns {Promise<Outline>}
 * @throws {Error} where it cannot be fetched; the next call tries again
 */
export function readOutline() {
  asked ??= readData("outline.json").catch((error) => {
    asked = undefined;
    throw error;
  });
  return asked;
}

/**
 * The table of renamed keys alone, which is small: whoever has stored something needs it on every page.
 * @returns {Promise<Record<string, string>>} former keys and what took their place; empty where it cannot be fetched
 */
export async function readAliases() {
  try {
    return (await readData("aliases.json")).aliases;
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
 * @returns {string[]} the keys of its steps, in order; what serves in several modules counts once
 */
export function stepsOfRoute(outline, route) {
  return [...new Set(route.modules.flatMap((id) => outline.modules.filter((one) => one.id === id).flatMap(stepsOf)))];
}

/**
 * @param {Record<string, string>} aliases former keys and what took their place
 * @param {string} key
 * @returns {string} the key that it has today
 */
export function presentKey(aliases, key) {
  let present = key;
  for (let turns = 0; Object.hasOwn(aliases, present) && turns < 100; turns += 1) present = aliases[present];
  return present;
}

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {string} what to call a step; empty where it has left the pathway
 */
export function titleOf(outline, key) {
  const { title, prompt = "" } = outline.steps[key] ?? {};
  return title || shortened(prompt);
}

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {HTMLElement | string} what to call a step, in its language and direction where they are not the page's
 */
export function namedStep(outline, key) {
  return named(titleOf(outline, key), outline.steps[key]);
}

/**
 * @param {string} title
 * @param {{ lang?: string, dir?: string }} [tongue]
 * @returns {HTMLElement | string}
 */
export function named(title, { lang, dir } = {}) {
  if (!lang && !dir) return title;
  return element("span", { ...(lang && { lang }), ...(dir && { dir }) }, title);
}

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {string} the same for plain text: between isolates where its direction would move what is around it
 */
export function plainName(outline, key) {
  const { dir } = outline.steps[key] ?? {};
  const mark = { rtl: "\u2067", ltr: "\u2066", auto: "\u2068" }[dir ?? ""];
  return mark ? `${mark}${titleOf(outline, key)}\u2069` : titleOf(outline, key);
}

/** @param {string} words */
export function shortened(words) {
  return words.length > LONGEST ? `${words.slice(0, LONGEST).trimEnd()}…` : words;
}
