/** What the page knows of the learner's entries: rows as they are stored, read under the keys of today. */
import { presentKey } from "../progress/learner-index.mjs";
import { compare, join } from "./records.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */

/**
 * @param {string} section
 * @param {string} key
 */
export const nameOf = (section, key) => `${section} ${key}`;

export class Memory {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Map<string, string[]>} by present key, the keys that it had before */
  #formers = new Map();
  /** @type {Record<string, string>} */
  #aliases = {};
  /** The newest moment of all that was seen: what is written next is newer still. */
  newest = 0;

  /** @param {Record<string, string>} aliases former keys, and what took their place */
  rename(aliases) {
    this.#aliases = aliases;
    this.#formers.clear();
    for (const former of Object.keys(aliases)) {
      const present = presentKey(aliases, former);
      this.#formers.set(present, [...(this.#formers.get(present) ?? []), former]);
    }
  }

  /** @param {string} key */
  presentKey(key) {
    return presentKey(this.#aliases, key);
  }

  get size() {
    return this.#rows.size;
  }

  /** @returns {Row[]} everything, under the keys that it was stored by, removals included */
  rows() {
    return [...this.#rows.values()];
  }

  /**
   * @param {string} section
   * @param {string} key
   */
  row(section, key) {
    return this.#rows.get(nameOf(section, key));
  }

  /** @param {Row} row */
  put(row) {
    this.#rows.set(nameOf(row.section, row.key), row);
    this.newest = Math.max(this.newest, row.at);
  }

  /**
   * @param {Row} row
   * @returns {boolean} whether it was news
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
   * @param {Entry | undefined} stored the entry under the present key
   * @returns {Entry | undefined} it, together with what was kept under the keys that it had before
   */
  joined(section, key, stored) {
    const formers = this.#formers.get(key);
    if (!formers) return stored;
    const entries = formers.flatMap((former) => {
      const row = this.row(section, former);
      return row ? [/** @type {[string, Entry]} */ ([former, row])] : [];
    });
    return join(stored, entries);
  }

  /**
   * @param {string} section
   * @param {string} key today's, or one that it had before
   * @returns {Entry | undefined}
   */
  record(section, key) {
    const present = this.presentKey(key);
    return this.joined(section, present, this.row(section, present));
  }

  /**
   * @param {string} section
   * @returns {Map<string, Entry>} by the keys of today; what was removed is left out
   */
  entries(section) {
    const keys = new Set(this.rows().filter((row) => row.section === section).map((row) => this.presentKey(row.key)));
    /** @type {Map<string, Entry>} */
    const found = new Map();
    for (const key of keys) {
      const record = this.record(section, key);
      if (record && (record.value !== undefined || record.others)) found.set(key, record);
    }
    return found;
  }
}

/** Moments of entries: dates in a file, milliseconds since 1970 in the store, and never ahead of the clock. */

/** @typedef {import("./records.mjs").Version} Version */

const DAY = 86_400_000;

/** This edition was made later than that: a clock that says less is wrong, and proves nothing. */
const EARLIEST_NOW = Date.UTC(2027, 0, 1);

/** The last moment that a date of four-digit years can write. */
const LAST = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

const FORM = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** @returns {number} the last moment that is believed; clocks of two devices may be a day apart */
export const latest = () => Math.max(Date.now(), EARLIEST_NOW) + DAY;

/**
 * @param {unknown} date
 * @returns {boolean} whether it is a date in a file's form that is in the calendar, 1970 or later
 */
export function isDate(date) {
  if (typeof date !== "string" || !FORM.test(date)) return false;
  const moment = Date.parse(date);
  return moment >= 0 && new Date(moment).toISOString() === date; // 31 February would come back as 3 March
}

/** @param {number} moment a spoilt one must not keep the learner from their file */
export function toDate(moment) {
  return new Date(Math.max(0, Math.min(moment, LAST)) || 0).toISOString();
}

/**
 * An entry with each of its moments in another form; its value stays as it is.
 * @template From, To
 * @param {Record<string, any>} entry
 * @param {(moment: From) => To} turn
 * @returns {Record<string, any>}
 */
export function withMoments(entry, turn) {
  /** @type {Record<string, any>} */
  const turned = { ...entry, at: turn(entry.at) };
  if (entry.when !== undefined) turned.when = turn(entry.when);
  if (entry.seen) turned.seen = mapped(entry.seen, turn);
  if (entry.joined) turned.joined = mapped(entry.joined, turn);
  if (entry.others) turned.others = entry.others.map((/** @type {object} */ other) => withMoments(other, turn));
  return turned;
}

/**
 * @template From, To
 * @param {Record<string, From>} held
 * @param {(moment: From) => To} turn
 */
function mapped(held, turn) {
  return Object.fromEntries(Object.entries(held).map(([name, moment]) => [name, turn(moment)]));
}

/**
 * Brings back what was written while the clock ran ahead: it would win over everything written since, and no other
 * device would believe it. The order stays; `when` keeps what the clock said.
 * @param {Row[]} rows
 * @returns {Row[]} the same list where nothing is ahead
 */
export function bringBack(rows) {
  const end = latest();
  /** @type {Set<number>} */
  const ahead = new Set();
  for (const { at, seen = {}, joined = {}, others = [] } of rows) {
    const moments = [at, ...Object.values(seen), ...Object.values(joined), ...others.map((other) => other.at)];
    for (const moment of moments) if (moment > end) ahead.add(moment);
  }
  if (!ahead.size) return rows;
  const first = end - DAY - ahead.size;
  const places = new Map([...ahead].sort((one, other) => one - other).map((moment, place) => [moment, first + place]));
  const back = (/** @type {number} */ moment) => places.get(moment) ?? moment;
  const version = (/** @type {Version} */ { at, when, ...rest }) => ({ ...rest, at: back(at), when: at > end ? when ?? at : when });
  return rows.map(({ seen, joined, others, ...row }) => ({
    ...row,
    ...version(row),
    ...(seen ? { seen: mapped(seen, back) } : {}),
    ...(joined ? { joined: mapped(joined, back) } : {}),
    ...(others ? { others: others.map(version) } : {}),
  }));
}
