/**
 * Changes that the database had not confirmed when a page closed. The browser does not wait for IndexedDB then, and may
 * drop a write that has started, but localStorage is synchronous. The next page of the site restores them. Every page
 * has a key of its own, since several may close at once.
 */
import { keys, read, remove, write } from "./local-storage.mjs";

/** @typedef {import("./records.mjs").Stamp} Stamp */
/** @typedef {import("./write-queue.mjs").PendingWrite} PendingWrite */

/** Prefix of the keys; earlier releases used it as their only key, for answers. */
export const PREFIX = "drafts";

const ownKey = `${PREFIX}.${Math.random().toString(36).slice(2, 12)}`;
let isStored = false;

/**
 * Store the unconfirmed changes of this page, in place of those stored before.
 * @param {PendingWrite[]} pending
 * @returns {boolean} whether they are stored
 */
export function storePending(pending) {
  if (!pending.length) return clearPending();
  const isWritten = write(ownKey, pending);
  isStored ||= isWritten;
  return isWritten;
}

/**
 * Update what this page has stored, if anything.
 * @param {PendingWrite[]} pending
 */
export function updatePending(pending) {
  if (isStored) storePending(pending);
}

/** @returns {boolean} true */
function clearPending() {
  if (isStored) remove(ownKey);
  isStored = false;
  return true;
}

/**
 * Save the changes of pages that closed before they were saved, in the order of writing.
 * @param {import("./write-queue.mjs").WriteQueue} queue
 * @param {() => Promise<boolean>} save returns whether everything in the queue was saved
 */
export async function restorePending(queue, save) {
  const stored = keys().filter((key) => key.startsWith(PREFIX) && key !== ownKey);
  const pages = stored.map((key) => ({ key, changes: readPending(key) })).filter(({ changes }) => changes.length);
  const last = (/** @type {PendingWrite[]} */ changes) => Math.max(...changes.map(({ at }) => at));
  for (const { key, changes } of pages.sort((one, other) => last(one.changes) - last(other.changes))) {
    for (const change of changes) queue.restore(change);
    if (await save()) remove(key);
  }
}

/**
 * @param {string} key
 * @returns {PendingWrite[]} the valid changes under a key
 */
function readPending(key) {
  const stored = read(key);
  return Array.isArray(stored) ? stored.map(currentForm).filter(isPendingWrite) : [];
}

/** @param {any} change as stored; earlier releases stored `{ key, value, base }` of an answer */
function currentForm(change) {
  if (change?.section || !change?.key) return change;
  const { key, value, base } = change;
  return { section: "answers", key, value: value?.text?.trim() ? value : undefined, base, bases: [], at: Date.now(), by: ownKey };
}

/** @param {any} change @returns {change is PendingWrite} */
function isPendingWrite(change) {
  const isStamp = (/** @type {any} */ stamp) => Number.isFinite(stamp?.at) && typeof stamp?.by === "string";
  const { section, key, value, bases } = change ?? {};
  const isText = section !== "answers" || value === undefined || typeof value?.text === "string";
  return typeof section === "string" && typeof key === "string" && isText && isStamp(change) && Array.isArray(bases) && bases.every(isStamp);
}
