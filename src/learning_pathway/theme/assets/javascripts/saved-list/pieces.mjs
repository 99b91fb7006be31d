/**
 * Files of references for works of the learner's choice. The site publishes what each format says of each work, in parts
 * of a few works; a file is their pieces joined, as the build itself joins them (`learning_pathway/formats/registry.py`).
 */
import { readData } from "../ui/page.mjs";

/** @typedef {{ suffix: string, mediaType: string, head: string, between: string, tail: string, empty: string }} Format */
/** @typedef {{ parts: number, formats: Record<string, Format> }} Index */
/** @typedef {{ suffix: string, mediaType: string, text: string, missing: string[] }} Composed */

/**
 * @param {string} name of the format
 * @param {string[]} keys of the works, in order
 * @param {(key: string) => string | undefined} [instead] a piece for a work that the site knows no more, where one can be told
 * @returns {Promise<Composed>} `missing`: keys of works that the file does without
 * @throws {Error} where the pieces cannot be fetched
 */
export async function compose(name, keys, instead = () => undefined) {
  const { format, found } = await piecesOf(name, keys);
  const { head, between, tail, empty, suffix, mediaType } = format;
  const told = keys.map((key) => found.get(key) ?? instead(key));
  const pieces = told.filter((piece) => piece !== undefined);
  const missing = keys.filter((_, place) => told[place] === undefined);
  return { suffix, mediaType, text: pieces.length ? head + pieces.join(between) + tail : empty, missing };
}

/**
 * @param {string} name of the format
 * @param {string[]} keys of the works
 * @returns {Promise<{ format: Format, found: Map<string, string> }>} pieces by key, without those that the site does not know
 * @throws {Error} where they cannot be fetched
 */
export async function piecesOf(name, keys) {
  /** @type {Index} */
  const { parts, formats } = await ask("index.json");
  const wanted = [...new Set(keys.map((key) => partOf(key.replace(/^\w+:/, ""), parts)))];
  const answers = await Promise.all(wanted.map((part) => ask(`${part}.json`)));
  if (answers.some((answer) => answer.parts !== parts)) throw new Error("The site has changed in between.");
  const all = answers.flatMap(({ works }) => Object.entries(works));
  return { format: formats[name], found: new Map(all.map(([id, pieces]) => [`resource:${id}`, pieces[name]])) };
}

/**
 * @param {string} id
 * @param {number} parts
 * @returns {number} which part holds a work: FNV-1a of its id, 32 bits (`part_of` in `learning_pathway/site/files/references.py`)
 */
export function partOf(id, parts) {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(id)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash % parts;
}

/** @param {string} name */
const ask = (name) => readData(`pieces/${name}`);
