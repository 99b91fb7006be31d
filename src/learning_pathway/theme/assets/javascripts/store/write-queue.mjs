/** Changes on their way to the disk: shown at once, written one batch after the other, tried again where they failed. */
import { nameOf } from "./memory.mjs";
import { write } from "./records.mjs";

/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {import("./records.mjs").Section} Section */
/**
 * @typedef {object} Wish one change of one field
 * @property {Section} section
 * @property {string} key
 * @property {unknown} value undefined removes
 * @property {number} [base] `at` of the text that the learner had before their eyes, where that may not be the present
 *   one (0: none); a text that they had not seen is kept in `others`
 * @property {number} [when] the moment that it dates from, where that is not now: what is undone keeps its date
 * @property {{ at: number, by: string }} [drop] one of the others, which the learner has seen and does not need
 */
/** @typedef {import("./records.mjs").Stamp} Stamp */
/** @typedef {Wish & { bases: Stamp[], at: number, by: string }} Pending */

/** How far the moment of a writing may run ahead of the clock before the clock's own time is kept too. */
const SLACK = 1000;

export class Wishes {
  /** @type {Map<string, Pending>} */
  #waiting = new Map();
  /** @type {Map<string, Stamp>} by field, the stamp of what this page wrote last: its next text replaces that */
  #own = new Map();
  #memory;

  /** @param {import("./memory.mjs").Memory} memory */
  constructor(memory) {
    this.#memory = memory;
  }

  /**
   * Notes a wish, and shows it in the memory.
   * @param {Wish} wish
   * @param {string} by name of the run of writing
   */
  add(wish, by) {
    const key = this.#memory.presentKey(wish.key);
    const name = nameOf(wish.section, key);
    const known = this.#memory.record(wish.section, key);
    const before = this.#waiting.get(name);
    const bases = [...stampOf(known, wish.base), ...(before ? [{ at: before.at, by: before.by }, ...before.bases] : [])];
    const now = Date.now();
    const at = Math.max(now, this.#memory.newest + 1);
    const when = wish.when ?? (at - now > SLACK ? now : undefined);
    const pending = { ...wish, key, bases, at, by, when };
    this.#waiting.set(name, pending);
    this.#memory.put(this.row(pending, this.#memory.row(wish.section, key)));
  }

  /** @returns {Map<string, Pending>} what waits now */
  batch() {
    return new Map(this.#waiting);
  }

  /** @param {Row} row */
  concern(row) {
    return this.#waiting.has(nameOf(row.section, row.key));
  }

  /** Whether words are among them, which no one can write again. */
  get holdWords() {
    return [...this.#waiting.values()].some(({ section }) => section === "answers");
  }

  /**
   * @param {Pending} pending
   * @param {Row | undefined} stored
   * @returns {Row} what to store instead
   */
  row({ section, key, value, bases, drop, at, by, when }, stored) {
    const written = { value, at: Math.max(at, (stored?.at ?? 0) + 1), by, when };
    const own = this.#own.get(nameOf(section, key));
    const replaced = own ? [...bases, own] : bases;
    return { section, key, ...write(written, this.#memory.joined(section, key, stored), replaced, drop) };
  }

  /**
   * @param {Row} row what has reached the disk
   * @param {Map<string, Pending>} batch that it came from
   */
  settle(row, batch) {
    const name = nameOf(row.section, row.key);
    this.#own.set(name, { at: row.at, by: row.by });
    this.#memory.newest = Math.max(this.#memory.newest, row.at);
    if (this.#waiting.get(name) !== batch.get(name)) return; // a newer wish waits already
    this.#waiting.delete(name);
    this.#memory.put(row);
  }

  clear() {
    this.#waiting.clear();
    this.#own.clear();
  }
}

/**
 * @param {import("./records.mjs").Entry | undefined} known what the page knows of the field
 * @param {number} [base] `at` of one of its texts; the present one where it is not given
 * @returns {Stamp[]} the stamp of that text; none where the page does not know it
 */
function stampOf(known, base = known?.at) {
  if (!known) return [];
  return [known, ...(known.others ?? [])].filter(({ at }) => at === base).slice(0, 1).map(({ at, by }) => ({ at, by }));
}
