/** What the page knows of the learner's entries: rows as they are stored, read under the keys of today. */
import { presentKey } from "./outline.mjs";
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
