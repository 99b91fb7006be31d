/** Everything that this site keeps on this device: each name, what it is for and how much room it takes. */
import { dayInWords } from "./dates.mjs";
import { ownName } from "./database.mjs";
import { ownCaches, ownKeys, ownWorkers } from "./forgetting.mjs";
import { readOutline, titleOf } from "./outline.mjs";
import { WORDS } from "./progress.mjs";
import { prefix } from "./storage.mjs";

/** @typedef {{ name: string, meaning: string, bytes: number }} Item */
/** @typedef {{ title: string, where: string, items: Item[] }} Shelf */
/** @typedef {import("./store.mjs").Store} Store */

/** @type {Record<string, string>} */
const SECTIONS = {
  progress: "How far you are with each step",
  answers: "What you wrote",
  saved: "Your saved list",
  settings: "Your settings",
};

/** @type {Record<string, string>} */
const SETTINGS = {
  lastModule: "The module that you marked a step in last, to go on from there",
  timesHidden: "Whether estimated times are hidden",
  plan: "Your study plan: when you begin, and at what pace",
};

/** Keys of local storage, without their prefix. @type {Record<string, string>} */
const KEYS = {
  scheme: "Your choice of light or dark colours",
  times: "That you hide estimated times, so that pages leave them out at once",
  drafts: "Your last words, until the database has them",
};

/** @param {Store} store @returns {Promise<Shelf[]>} those that hold something */
export async function takeStock(store) {
  const shelves = [...(await database(store)), ...webStorage(), await offlineCaches(), await workers()];
  return shelves.filter(({ items }) => items.length);
}

/** @param {Store} store @returns {Promise<Shelf[]>} */
async function database(store) {
  const rows = store.rows();
  if (!rows.length || store.status !== "saved") return [];
  const outline = await readOutline().catch(() => undefined);
  const where = `database ${ownName()}`;
  const shelves = Object.entries(SECTIONS).map(([section, title]) => ({
    title,
    where,
    items: rows
      .filter((row) => row.section === section)
      .map((row) => ({ name: row.key, meaning: meaning(row, outline && titleOf(outline, row.key)), bytes: size(row) })),
  }));
  const device = { name: "device", meaning: "A random name for this device, which tells nothing about it", bytes: size(rows[0].by) };
  return [...shelves, { title: "What keeps devices apart", where, items: [device] }];
}

/**
 * @param {import("./records.mjs").Row} row
 * @param {string} [title]
 */
function meaning({ section, key, value, at, when }, title) {
  const what = section === "settings" ? SETTINGS[key] ?? "A setting of one of this site’s tools" : title || value?.title || "No longer in this pathway";
  const day = dayInWords(when ?? at);
  if (value === undefined) return `${what}: removed on ${day}`;
  return section === "progress" ? `${what}: ${WORDS[value]?.toLowerCase()}, ${day}` : `${what}, ${day}`;
}

/** @returns {Shelf[]} */
function webStorage() {
  return /** @type {const} */ (["localStorage", "sessionStorage"]).map((name) => {
    try {
      const storage = globalThis[name];
      const items = ownKeys(storage).map((key) => ({
        name: key,
        meaning: (key.startsWith(prefix) && KEYS[key.slice(prefix.length)]) || "Kept by the theme of this site",
        bytes: size(key) + size(storage.getItem(key) ?? ""),
      }));
      return { title: "Kept by the pages themselves", where: name, items };
    } catch {
      return { title: "", where: name, items: [] };
    }
  });
}

/** @returns {Promise<Shelf>} */
async function offlineCaches() {
  const names = await ownCaches().catch(() => []);
  const items = await Promise.all(
    names.map(async (name) => {
      const cache = await caches.open(name);
      const answers = await cache.matchAll();
      const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
      const bytes = sizes.reduce((sum, one) => sum + one, 0);
      return { name, meaning: `${answers.length} pages and files, to be read without a network`, bytes };
    }),
  );
  return { title: "Pages for reading offline", where: "cache", items };
}

/** @returns {Promise<Shelf>} */
async function workers() {
  const found = await ownWorkers().catch(() => []);
  const items = found.map(({ scope }) => ({ name: scope, meaning: "Shows those pages when there is no network", bytes: 0 }));
  return { title: "The helper for reading offline", where: "service worker", items };
}

/** @param {unknown} value @returns {number} bytes that it takes, written down */
function size(value) {
  return new Blob([typeof value === "string" ? value : JSON.stringify(value)]).size;
}

/** @param {number} bytes */
export function bytesInWords(bytes) {
  if (bytes < 1000) return `${bytes} bytes`;
  return bytes < 1_000_000 ? `${(bytes / 1000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
