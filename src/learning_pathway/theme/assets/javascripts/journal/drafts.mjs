/**
 * The last words before a page goes. A closing tab waits for no database, but it does wait for localStorage: what the
 * database had not taken in yet is laid down there, and taken over by the next page of the site that is opened.
 */
import { forget, read, write } from "../store/local-storage.mjs";

const NAME = "drafts";

/** @typedef {{ key: string, value: { text: string, prompt: string }, base: number }} Draft */

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
    .map(({ key, value, base }) => ({ section: /** @type {const} */ ("answers"), key, value, base }));
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
  return [record, ...(record?.others ?? [])].some((version) => version?.value?.text === text);
}
