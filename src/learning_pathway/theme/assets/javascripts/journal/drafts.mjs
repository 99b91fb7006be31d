/**
 * The last words before a page closes. A closing page does not wait for the database, which may also drop a write that
 * has begun, but it waits for localStorage: words that the database has not confirmed go there, and the next page of
 * the site that opens moves them into the database.
 */
import { forget, read, write } from "../store/local-storage.mjs";

const NAME = "drafts";

/**
 * @typedef {object} Draft
 * @property {string} key
 * @property {{ text: string, prompt: string }} value
 * @property {number} base `at` of the stored text that it replaces
 * @property {number} [saving] `at` of an earlier state of it that the database was writing: replaced too, if it arrived
 */

/** @param {Draft[]} drafts */
export function layDown(drafts) {
  if (drafts.length) write(NAME, drafts);
}

/** The page has lived on, and its words have reached the database. */
export function clear() {
  if (read(NAME)) forget(NAME);
}

/** @param {import("../store/store.mjs").Store} store */
export async function takeOver(store) {
  const drafts = read(NAME);
  if (!Array.isArray(drafts)) return;
  const wishes = drafts
    .filter(({ key, value }) => typeof key === "string" && typeof value?.text === "string" && !keeps(store, key, value.text))
    .map(({ key, value, base, saving }) => ({
      section: /** @type {const} */ ("answers"),
      key,
      value: value.text.trim() ? value : undefined,
      base: saving && store.record("answers", key)?.at === saving ? saving : base,
    }));
  if (wishes.length) await store.change(wishes);
  if (store.status !== "unsaved") clear();
}

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {string} key
 * @param {string} text
 */
function keeps(store, key, text) {
  const record = store.record("answers", key);
  if (!text.trim() && !record) return true;
  return [record, ...(record?.others ?? [])].some((version) => version?.value?.text === text);
}
