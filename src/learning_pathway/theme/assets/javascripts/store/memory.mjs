/** In-memory copy of the stored entries. Rows have the keys they were stored with; reads use the current keys. */
import { currentKey } from "../progress/learner-index.mjs";
import { compare, join } from "./records.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */

/**
 * @param {string} section
 * @param {string} key
 */
export const fieldId = (section, key) => `${section} ${key}`;

export class EntryCache {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Map<string, string[]>} former keys by current key */
  #formerKeys = new Map();
  /** @type {Record<string, string>} */
  #aliases = {};
  /** The latest `at` of all rows; the next write gets a later one. */
  newest = 0;

  /** @param {Record<string, string>} aliases former keys and their replacements */
  setAliases(aliases) {
    this.#aliases = aliases;
    this.#formerKeys.clear();
    for (const former of Object.keys(aliases)) {
      const current = currentKey(aliases, former);
      this.#formerKeys.set(current, [...(this.#formerKeys.get(current) ?? []), former]);
    }
  }

  /** @param {string} key */
  currentKey(key) {
    return currentKey(this.#aliases, key);
  }

  get size() {
    return this.#rows.size;
  }

  /** @returns {Row[]} all rows, including removed ones */
  rows() {
    return [...this.#rows.values()];
  }

  /**
   * @param {string} section
   * @param {string} key
   */
  row(section, key) {
    return this.#rows.get(fieldId(section, key));
  }

  /** @param {Row} row */
  put(row) {
    this.#rows.set(fieldId(row.section, row.key), row);
    this.newest = Math.max(this.newest, row.at);
  }

  /**
   * @param {Row} row
   * @returns {boolean} whether it was newer
   */
  putNewer(row) {
    const known = this.row(row.section, row.key);
    if (known && compare(row, known) <= 0) return false;
    this.put(row);
    return true;
  }

  /** @param {Row[]} rows */
  replace(rows) {
    this.#rows.clear();
    for (const row of rows) this.put(row);
  }

  /**
   * @param {string} section
   * @param {string} key
   * @param {Entry | undefined} stored the entry under the current key
   * @returns {Entry | undefined} the entry joined with those under its former keys
   */
  joined(section, key, stored) {
    const formerKeys = this.#formerKeys.get(key);
    if (!formerKeys) return stored;
    const entries = formerKeys.flatMap((former) => {
      const row = this.row(section, former);
      return row ? [/** @type {[string, Entry]} */ ([former, row])] : [];
    });
    return join(stored, entries);
  }

  /**
   * @param {string} section
   * @param {string} key current or former
   * @returns {Entry | undefined}
   */
  record(section, key) {
    const current = this.currentKey(key);
    return this.joined(section, current, this.row(section, current));
  }

  /**
   * @param {string} section
   * @returns {Map<string, Entry>} by current key, without removed ones
   */
  entries(section) {
    const keys = new Set(this.rows().filter((row) => row.section === section).map((row) => this.currentKey(row.key)));
    /** @type {Map<string, Entry>} */
    const found = new Map();
    for (const key of keys) {
      const record = this.record(section, key);
      if (record && (record.value !== undefined || record.others)) found.set(key, record);
    }
    return found;
  }
}

/** Timestamps: milliseconds since 1970, never in the future. */

/** @typedef {import("./records.mjs").Version} Version */

const DAY = 86_400_000;

/** This code is newer than that: an earlier clock is wrong. */
const EARLIEST_CLOCK = Date.UTC(2027, 0, 1);

/** @returns {number} the latest acceptable time; clocks of two devices may be a day apart */
export const latestAllowed = () => Math.max(Date.now(), EARLIEST_CLOCK) + DAY;

/**
 * @template From, To
 * @param {Record<string, From>} map
 * @param {(time: From) => To} convert
 */
export function mapValues(map, convert) {
  return Object.fromEntries(Object.entries(map).map(([name, time]) => [name, convert(time)]));
}

/**
 * Move timestamps from a clock that was ahead to the present: they would win over all later writes, and other devices
 * would refuse them. The order stays, and `when` keeps the original time.
 * @param {Row[]} rows
 * @returns {Row[]} the same list if nothing is in the future
 */
export function clampFutureTimestamps(rows) {
  const end = latestAllowed();
  /** @type {Set<number>} */
  const ahead = new Set();
  for (const { at, seen = {}, joined = {}, others = [] } of rows) {
    const times = [at, ...Object.values(seen), ...Object.values(joined), ...others.map((other) => other.at)];
    for (const time of times) if (time > end) ahead.add(time);
  }
  if (!ahead.size) return rows;
  const first = end - DAY - ahead.size;
  const clamped = new Map([...ahead].sort((one, other) => one - other).map((time, index) => [time, first + index]));
  const clamp = (/** @type {number} */ time) => clamped.get(time) ?? time;
  const version = (/** @type {Version} */ { at, when, ...rest }) => ({ ...rest, at: clamp(at), when: at > end ? when ?? at : when });
  return rows.map(({ seen, joined, others, ...row }) => ({
    ...row,
    ...version(row),
    ...(seen ? { seen: mapValues(seen, clamp) } : {}),
    ...(joined ? { joined: mapValues(joined, clamp) } : {}),
    ...(others ? { others: others.map(version) } : {}),
  }));
}
