/**
 * Drafts: text that the database had not confirmed when a page closed. The browser does not wait for IndexedDB then,
 * and may drop a write that has started, but localStorage is synchronous. The next page restores the drafts into the
 * database.
 */
import { remove, read, write } from "../store/local-storage.mjs";

const KEY = "drafts";

/**
 * @typedef {object} Draft
 * @property {string} key
 * @property {{ text: string, prompt: string }} value
 * @property {number} base `at` of the stored text that it replaces
 * @property {number} [saving] `at` of the version that was being saved; replaced too, if that save succeeded
 */

/** @param {Draft[]} drafts */
export function storeDrafts(drafts) {
  if (drafts.length) write(KEY, drafts);
}

/** Delete the drafts: their text is in the database. */
export function clearDrafts() {
  if (read(KEY)) remove(KEY);
}

/** @param {import("../store/store.mjs").Store} store */
export async function restoreDrafts(store) {
  const drafts = read(KEY);
  if (!Array.isArray(drafts)) return;
  const changes = drafts
    .filter(({ key, value }) => typeof key === "string" && typeof value?.text === "string" && !isStored(store, key, value.text))
    .map(({ key, value, base, saving }) => ({
      section: /** @type {const} */ ("answers"),
      key,
      value: value.text.trim() ? value : undefined,
      base: saving && store.record("answers", key)?.at === saving ? saving : base,
    }));
  if (changes.length) await store.change(changes);
  if (store.status !== "unsaved") clearDrafts();
}

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {string} key
 * @param {string} text
 */
function isStored(store, key, text) {
  const record = store.record("answers", key);
  if (!text.trim() && !record) return true;
  return [record, ...(record?.others ?? [])].some((version) => version?.value?.text === text);
}
