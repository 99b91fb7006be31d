/** Timestamps of entries as ISO dates, as backup files have them; the store has milliseconds since 1970. */
import { mapValues } from "../store/memory.mjs";

/** The last date with a four-digit year. */
const MAX_TIMESTAMP = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const TIMESTAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/**
 * @param {unknown} date
 * @returns {boolean} whether it is a valid ISO timestamp, 1970 or later
 */
export function isTimestamp(date) {
  if (typeof date !== "string" || !TIMESTAMP.test(date)) return false;
  const time = Date.parse(date);
  return time >= 0 && new Date(time).toISOString() === date; // 31 February would become 3 March
}

/** @param {number} time an invalid one must not prevent the export */
export function toTimestamp(time) {
  return new Date(Math.max(0, Math.min(time, MAX_TIMESTAMP)) || 0).toISOString();
}

/**
 * Convert every timestamp of an entry.
 * @template From, To
 * @param {Record<string, any>} entry
 * @param {(time: From) => To} convert
 * @returns {Record<string, any>}
 */
export function mapTimestamps(entry, convert) {
  /** @type {Record<string, any>} */
  const converted = { ...entry, at: convert(entry.at) };
  if (entry.when !== undefined) converted.when = convert(entry.when);
  if (entry.seen) converted.seen = mapValues(entry.seen, convert);
  if (entry.joined) converted.joined = mapValues(entry.joined, convert);
  if (entry.others) converted.others = entry.others.map((/** @type {object} */ other) => mapTimestamps(other, convert));
  return converted;
}
