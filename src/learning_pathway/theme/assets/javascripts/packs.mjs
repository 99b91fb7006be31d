/**
 * Rows in the object store: one record each, or, where a large file was loaded, packs of many. A browser takes a minute
 * for 100,000 records and less than a second for a hundred. A row that stands alone is newer than its like in a pack.
 */
import { nameOf } from "./memory.mjs";

/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {{ section: string, key: string, rows: Row[] }} Pack */

const PACK = "pack";
const PACKS = 128;
/** Rows that are written one by one. */
const MOST_ALONE = 2000;

/**
 * @param {(Row | Pack)[]} records everything in the object store
 * @returns {Row[]}
 */
export function unpacked(records) {
  if (!records.some(isPack)) return /** @type {Row[]} */ (records);
  const rows = [...records.filter(isPack).flatMap((pack) => pack.rows), ...records.filter((record) => !isPack(record))];
  return [...new Map(rows.map((row) => [nameOf(row.section, /** @type {Row} */ (row).key), /** @type {Row} */ (row)])).values()];
}

/**
 * Writes only what has changed: rows that are the same object stay as they are stored.
 * @param {IDBObjectStore} store
 * @param {Row[]} before
 * @param {Row[]} after
 */
export function writeRows(store, before, after) {
  const known = new Set(before);
  const names = new Set(after.map(({ section, key }) => nameOf(section, key)));
  const fresh = after.filter((row) => !known.has(row));
  const isWhole = before.every(({ section, key }) => names.has(nameOf(section, key)));
  if (isWhole && fresh.length <= MOST_ALONE) return fresh.forEach((row) => store.put(row));
  store.clear();
  for (const record of after.length > MOST_ALONE ? packed(after) : after) store.put(record);
}

/**
 * @param {string} section
 * @param {string} key
 * @returns {[string, string]} key of the record of the pack that would hold the row
 */
export const packOf = (section, key) => [PACK, String(placeOf(section, key))];

/**
 * @param {Pack | undefined} pack
 * @param {string} section
 * @param {string} key
 * @returns {Row | undefined}
 */
export const findIn = (pack, section, key) => pack?.rows.find((row) => row.section === section && row.key === key);

/** @param {Row | Pack} record @returns {record is Pack} */
const isPack = (record) => record.section === PACK;

/** @param {Row[]} rows @returns {Pack[]} */
function packed(rows) {
  /** @type {Map<number, Row[]>} */
  const packs = new Map();
  for (const row of rows) {
    const place = placeOf(row.section, row.key);
    const pack = packs.get(place);
    if (pack) pack.push(row);
    else packs.set(place, [row]);
  }
  return [...packs].map(([place, held]) => ({ section: PACK, key: String(place), rows: held }));
}

/**
 * @param {string} section
 * @param {string} key
 */
function placeOf(section, key) {
  let hash = 0;
  for (const character of nameOf(section, key)) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % PACKS;
}
