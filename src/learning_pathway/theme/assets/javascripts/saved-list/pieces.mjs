/**
 * Reference files for selected resources. The site publishes the text of each resource in each format, several
 * resources per file; here they are joined as in `learning_pathway/formats/registry.py`.
 */
import { fetchData } from "../ui/page.mjs";

/** @typedef {{ suffix: string, mediaType: string, head: string, between: string, tail: string, empty: string }} Format */
/** @typedef {{ parts: number, formats: Record<string, Format> }} Index */
/** @typedef {{ suffix: string, mediaType: string, text: string, missing: string[] }} ReferenceFile */
/**
 * Where a letter goes if a list holds several references of the same creators and year (the same `group`).
 * @typedef {{ group: string, order: string, before: string, text: number, markdown: number }} Letter
 */

/**
 * @param {string} name of the format
 * @param {string[]} keys of the resources, in order
 * @param {(key: string) => string | undefined} [fallback] text for a resource that the site no longer has, if any
 * @returns {Promise<ReferenceFile>} `missing`: keys of resources that are not in the file
 * @throws {Error} if the files cannot be fetched
 */
export async function composeFile(name, keys, fallback = () => undefined) {
  const { format, found } = await fetchPieces(name, keys);
  const { head, between, tail, empty, suffix, mediaType } = format;
  const texts = keys.map((key) => found.get(key) ?? fallback(key));
  const pieces = texts.filter((piece) => piece !== undefined);
  const missing = keys.filter((_, index) => texts[index] === undefined);
  return { suffix, mediaType, text: pieces.length ? head + pieces.join(between) + tail : empty, missing };
}

/**
 * @param {string} name of the format
 * @param {string[]} keys of the resources
 * @returns {Promise<{ format: Format, found: Map<string, string> }>} text by key, without unknown resources
 * @throws {Error} if they cannot be fetched
 */
export async function fetchPieces(name, keys) {
  /** @type {Index} */
  const { parts, formats } = await fetchPart("index.json");
  const numbers = [...new Set(keys.map((key) => partOf(key.replace(/^\w+:/, ""), parts)))];
  const answers = await Promise.all(numbers.map((part) => fetchPart(`${part}.json`)));
  if (answers.some((answer) => answer.parts !== parts)) throw new Error("The site has changed in between.");
  const all = answers.flatMap(({ works }) => Object.entries(works)).map(([id, pieces]) => [`resource:${id}`, pieces]);
  const found = new Map(all.map(([key, pieces]) => [key, pieces[name]]));
  if (name === "text" || name === "markdown") {
    const listed = new Set(keys);
    addLetters(found, new Map(all.filter(([key]) => listed.has(key)).map(([key, { letter }]) => [key, letter])), name);
  }
  return { format: formats[name], found };
}

/**
 * Tell references of the same creators and year apart: 2020a, 2020b.
 * @param {Map<string, string>} texts of the references; changed in place
 * @param {Map<string, Letter>} letters of the resources in the list
 * @param {"text" | "markdown"} name of the format
 */
export function addLetters(texts, letters, name) {
  /** @type {Map<string, [string, Letter][]>} */
  const groups = new Map();
  for (const entry of letters) groups.set(entry[1].group, [...(groups.get(entry[1].group) ?? []), entry]);
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    group.sort(([one, { order: first }], [other, { order: second }]) => (first + one < second + other ? -1 : 1));
    for (const [number, [key, letter]] of group.entries()) {
      const text = texts.get(key) ?? "";
      texts.set(key, text.slice(0, letter[name]) + letter.before + letterOf(number) + text.slice(letter[name]));
    }
  }
}

/**
 * @param {number} number
 * @returns {string} `a` for 0, `z` for 25, `aa` for 26
 */
const letterOf = (number) => (number > 25 ? letterOf(Math.floor(number / 26) - 1) : "") + String.fromCharCode(97 + (number % 26));

/**
 * @param {string} id
 * @param {number} parts
 * @returns {number} number of the file with a resource: 32-bit FNV-1a of its id (`part_of` in `learning_pathway/site/files/downloads.py`)
 */
export function partOf(id, parts) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % parts;
}

/** @param {string} name */
const fetchPart = (name) => fetchData(`pieces/${name}`);
