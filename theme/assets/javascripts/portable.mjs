/**
 * The portable file: everything that a learner has kept, as one JSON document that belongs to them. Described for
 * people in `docs/guides/learner-file.md` and for programs in `schema/learner-file.schema.json`.
 */
import { readOutline } from "./outline.mjs";
import { home } from "./page.mjs";
import { compare, merge, SECTIONS } from "./records.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */

export const FORMAT = "learning-pathway-learner";
export const VERSION = 1;

/**
 * @param {Row[]} rows
 * @param {string} device
 */
export async function write(rows, device) {
  /** @type {Record<string, Record<string, Entry>>} */
  const fields = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
  for (const { section, key, ...entry } of rows) fields[section][key] = entry;
  const title = await readOutline().then(({ title }) => title, () => "");
  const pathway = { title, address: home.href };
  return { format: FORMAT, version: VERSION, exported: new Date().toISOString(), pathway, device, fields };
}
