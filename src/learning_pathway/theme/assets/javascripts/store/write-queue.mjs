/** Queue of changes to save: visible at once, saved in batches, retried after a failure. */
import { fieldId, latestAllowed } from "./memory.mjs";
import { write } from "./records.mjs";

/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {import("./records.mjs").Section} Section */
/**
 * @typedef {object} FieldChange a change of one field
 * @property {Section} section
 * @property {string} key
 * @property {unknown} value undefined removes the field
 * @property {number} [base] `at` of the version that the learner saw, if not the current one (0: none); a text they did not see is kept in `others`
 * @property {number} [when] date of the change, if not now: an undo keeps the original date
 * @property {{ at: number, by: string }} [drop] a version in `others` to delete
 */
/** @typedef {import("./records.mjs").Stamp} Stamp */
/**
 * @typedef {FieldChange & { bases: Stamp[], at: number, by: string, restored?: boolean }} PendingWrite with the versions
 *   that it replaces; `restored` if it comes from a page that closed
 */

/** Milliseconds that `at` may be ahead of the clock before `when` is stored too. */
const MAX_CLOCK_LEAD = 1000;

export class WriteQueue {
  /** @type {Map<string, PendingWrite>} */
  #pending = new Map();
  /** @type {Map<string, Stamp>} by field, the last write of this page, which its next write replaces */
  #lastWritten = new Map();
  #cache;

  /** @param {import("./memory.mjs").EntryCache} cache */
  constructor(cache) {
    this.#cache = cache;
  }

  /**
   * Queue a change and apply it to the cache.
   * @param {FieldChange} change
   * @param {string} by id of the writing session
   */
  add(change, by) {
    const key = this.#cache.currentKey(change.key);
    const id = fieldId(change.section, key);
    const known = this.#cache.record(change.section, key);
    const earlier = this.#pending.get(id);
    const bases = [...baseStamp(known, change.base), ...(earlier ? [{ at: earlier.at, by: earlier.by }, ...earlier.bases] : [])];
    const now = Date.now();
    const at = Math.max(now, this.#cache.newest + 1);
    const when = change.when ?? (at - now > MAX_CLOCK_LEAD ? now : undefined);
    const pending = { ...change, key, bases, at, by, when };
    this.#pending.set(id, pending);
    this.#cache.put(this.row(pending, this.#cache.row(change.section, key)));
  }

  /**
   * Queue a change of a page that closed before it was saved, unless it was saved after all or is outdated.
   * @param {PendingWrite} change
   */
  restore(change) {
    const key = this.#cache.currentKey(change.key);
    const known = this.#cache.record(change.section, key);
    if (known && isOutdated(change, known)) return;
    const versions = known ? [known, ...(known.others ?? [])] : [];
    const replaced = versions.filter(({ at, by }) => by === change.by || at === change.base);
    const bases = [...change.bases, ...replaced.map(({ at, by }) => ({ at, by }))];
    const pending = { ...change, key, bases, at: Math.min(change.at, latestAllowed()), restored: true };
    this.#pending.set(fieldId(change.section, key), pending);
    this.#cache.put(this.row(pending, this.#cache.row(change.section, key)));
  }

  /** @returns {PendingWrite[]} the pending changes of this page, without restored ones */
  get unsaved() {
    return [...this.#pending.values()].filter(({ restored }) => !restored);
  }

  /** @returns {Map<string, PendingWrite>} the pending changes */
  batch() {
    return new Map(this.#pending);
  }

  /** @param {Row} row */
  hasPending(row) {
    return this.#pending.has(fieldId(row.section, row.key));
  }

  /** Whether pending changes include answers. */
  get hasPendingAnswers() {
    return [...this.#pending.values()].some(({ section }) => section === "answers");
  }

  /**
   * @param {PendingWrite} pending
   * @param {Row | undefined} stored
   * @returns {Row} the row to store
   */
  row({ section, key, value, bases, drop, at, by, when, restored }, stored) {
    const written = { value, at: Math.max(at, (stored?.at ?? 0) + 1), by, when };
    const last = this.#lastWritten.get(fieldId(section, key));
    const allBases = last && !restored ? [...bases, last] : bases;
    return { section, key, ...write(written, this.#cache.joined(section, key, stored), allBases, drop) };
  }

  /**
   * @param {Row} row a saved row
   * @param {Map<string, PendingWrite>} batch of the save
   */
  confirm(row, batch) {
    const id = fieldId(row.section, row.key);
    if (!batch.get(id)?.restored) this.#lastWritten.set(id, { at: row.at, by: row.by });
    this.#cache.newest = Math.max(this.#cache.newest, row.at);
    if (this.#pending.get(id) !== batch.get(id)) return; // a newer change is pending
    this.#pending.delete(id);
    this.#cache.put(row);
  }

  clear() {
    this.#pending.clear();
    this.#lastWritten.clear();
  }
}

/**
 * @param {import("./records.mjs").Entry | undefined} known the entry in the cache
 * @param {number} [base] `at` of one of its versions; by default the main one
 * @returns {Stamp[]} the stamp of that version; empty if unknown
 */
function baseStamp(known, base = known?.at) {
  if (!known) return [];
  return [known, ...(known.others ?? [])].filter(({ at }) => at === base).slice(0, 1).map(({ at, by }) => ({ at, by }));
}

/**
 * @param {PendingWrite} change of a page that closed
 * @param {import("./records.mjs").Entry} known
 * @returns {boolean} whether it is stored, or a newer value is; a text is outdated only if it is stored
 */
function isOutdated({ value, at }, known) {
  const text = /** @type {{ text?: string } | undefined} */ (value)?.text;
  if (text === undefined) return known.at >= at;
  return [known, ...(known.others ?? [])].some((version) => version.value?.text === text);
}
