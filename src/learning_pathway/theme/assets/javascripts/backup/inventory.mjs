/** Lists everything that this site stores on this device: name, purpose and size. */
import { formatAnd, formatDay } from "../ui/dates.mjs";
import { scopedName } from "../store/database.mjs";
import { siteCaches, siteKeys, siteWorkers } from "../store/site-data.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { fetchOutline, titleOf } from "../progress/learner-index.mjs";
import { STATE_IN_SENTENCE } from "../progress/progress.mjs";
import { prefix } from "../store/local-storage.mjs";
import { PREFIX } from "../store/pending-changes.mjs";

/** @typedef {{ name: string, meaning: string, bytes: number }} Item */
/**
 * @typedef {object} StorageGroup
 * @property {string} title
 * @property {string} where
 * @property {Record<string, number>} counts number of items of each kind; see `describeContents`
 * @property {number} bytes
 * @property {(() => Item)[]} items computed when they are shown
 */
/** @typedef {import("../store/records.mjs").Row} Row */
/** @typedef {import("../store/store.mjs").Store} Store */

/** @type {Record<string, string>} */
const SECTIONS = {
  progress: gettext("How far you are with each step"),
  answers: gettext("What you wrote"),
  saved: gettext("Your saved list"),
  settings: gettext("Your settings"),
};

/** @type {Record<string, string>} */
const SETTINGS = {
  lastModule: gettext("The module that you marked a step in last, to go on from there"),
  timesHidden: gettext("Not used any more: whether times were hidden"),
  plan: gettext("Your study plan: when you begin, and at what pace"),
};

/** Local storage keys, without the prefix. @type {Record<string, string>} */
const KEYS = {
  scheme: gettext("Your choice of light or dark colours"),
  times: gettext("Not used any more: whether times were hidden"),
  drafts: gettext("What you wrote last, until it is saved"),
};

/** @param {Store} store @returns {Promise<StorageGroup[]>} the groups that are not empty */
export async function listStorage(store) {
  const groups = [...(await databaseGroups(store)), ...webStorageGroups(), await cacheGroup(), await workerGroup()];
  return groups.filter(({ items }) => items.length);
}

/** @type {[kind: string, words: (number: number) => string][]} */
const KINDS = [
  ["progress", (number) => ngettext("your progress on %(number)s step", "your progress on %(number)s steps", number)],
  ["answers", (number) => ngettext("%(number)s answer", "%(number)s answers", number)],
  ["drafts", () => gettext("what you wrote last")],
  ["saved", (number) => ngettext("%(number)s saved resource", "%(number)s saved resources", number)],
  ["settings", (number) => ngettext("%(number)s setting", "%(number)s settings", number)],
  ["removed", (number) => ngettext("%(number)s note of what you removed or reset", "%(number)s notes of what you removed or reset", number)],
  ["device", () => gettext("the device ID")],
  ["pages", () => gettext("the pages for reading offline")],
];

/**
 * @param {StorageGroup[]} groups
 * @returns {string} a summary of the contents; empty if there are none
 */
export function describeContents(groups) {
  const parts = KINDS.flatMap(([kind, words]) => {
    const number = groups.reduce((sum, { counts }) => sum + (counts[kind] ?? 0), 0);
    return number ? [words(number)] : [];
  });
  return formatAnd(parts);
}

/** @param {Store} store @returns {Promise<StorageGroup[]>} what is in the database, not what this page has in memory */
async function databaseGroups(store) {
  const { rows, device } = await store.readStored();
  const where = gettext("In the database %(name)s of this browser", { name: scopedName() });
  const outline = rows.length ? await fetchOutline().catch(() => undefined) : undefined;
  const groups = Object.entries(SECTIONS).map(([section, title]) => {
    const sectionRows = rows.filter((row) => row.section === section);
    const removed = sectionRows.filter(({ value, others }) => value === undefined && !others).length;
    return {
      title,
      where,
      counts: { [section]: sectionRows.length - removed, removed },
      bytes: sizeOf(sectionRows),
      items: sectionRows.map((row) => () => ({ name: row.key, meaning: meaning(row, outline && titleOf(outline, row.key)), bytes: size(row) })),
    };
  });
  const item = { name: "device", meaning: gettext("A random name for this device, which tells nothing about it"), bytes: size(device) };
  return [...groups, storageGroup(gettext("Device ID"), where, device ? [item] : [], "device")];
}

/**
 * @param {string} title
 * @param {string} where
 * @param {Item[]} items
 * @param {string} [kind]
 * @returns {StorageGroup}
 */
function storageGroup(title, where, items, kind = "") {
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  return { title, where, counts: { [kind]: items.length }, bytes, items: items.map((item) => () => item) };
}

/**
 * @param {Row} row
 * @param {string} [title]
 */
function meaning({ section, key, value, others, at, when }, title) {
  const what = section === "settings" ? SETTINGS[key] ?? gettext("A setting of one of this site’s tools") : title || value?.title || gettext("No longer in this pathway");
  const day = formatDay(when ?? at);
  if (value === undefined && others) {
    return ngettext("%(what)s: %(number)s other version", "%(what)s: %(number)s other versions", others.length, { what });
  }
  if (value === undefined) return gettext("%(what)s: removed on %(day)s", { what, day });
  if (section === "progress") return gettext("%(what)s: %(state)s, %(day)s", { what, state: STATE_IN_SENTENCE[value], day });
  return gettext("%(what)s, %(day)s", { what, day });
}

/** Where each web storage is. */
const WEB_STORAGE = /** @type {const} */ ({
  localStorage: gettext("In what this browser keeps"),
  sessionStorage: gettext("In what this browser keeps until you close the tab"),
});

/** @returns {StorageGroup[]} */
function webStorageGroups() {
  return /** @type {const} */ (["localStorage", "sessionStorage"]).map((name) => {
    const where = WEB_STORAGE[name];
    const title = gettext("Kept by the pages themselves");
    try {
      const storage = globalThis[name];
      const items = siteKeys(storage).map((key) => ({
        name: key,
        meaning: (key.startsWith(prefix) && KEYS[key.slice(prefix.length).split(".")[0]]) || gettext("Kept by the theme of this site"),
        bytes: size(key) + size(storage.getItem(key) ?? ""),
      }));
      const drafts = items.filter((item) => item.name.startsWith(prefix + PREFIX)).length;
      return { ...storageGroup(title, where, items), counts: { drafts, settings: items.length - drafts } };
    } catch {
      return storageGroup(title, where, []);
    }
  });
}

/** @returns {Promise<StorageGroup>} */
async function cacheGroup() {
  const names = await siteCaches().catch(() => []);
  const items = await Promise.all(
    names.map(async (name) => {
      const cache = await caches.open(name);
      const answers = await cache.matchAll();
      const sizes = await Promise.all(answers.map(async (answer) => (await answer.blob()).size));
      const bytes = sizes.reduce((sum, one) => sum + one, 0);
      return { name, meaning: ngettext("%(number)s page or file, to be read without a network", "%(number)s pages and files, to be read without a network", answers.length), bytes };
    }),
  );
  return storageGroup(gettext("Pages for reading offline"), gettext("In the cache of this browser"), items, "pages");
}

/** @returns {Promise<StorageGroup>} */
async function workerGroup() {
  const found = await siteWorkers().catch(() => []);
  const items = found.map(({ scope }) => ({ name: scope, meaning: gettext("Shows those pages when there is no network"), bytes: 0 }));
  return storageGroup(gettext("The program for reading offline"), gettext("In a service worker of this browser"), items, "pages");
}

/** @param {unknown} value @returns {number} its size as text, in bytes */
const size = (value) => sizeOf([value]);

/** @param {unknown[]} values */
function sizeOf(values) {
  return new Blob(values.map((value) => (typeof value === "string" ? value : JSON.stringify(value)))).size;
}

/** @param {number} bytes */
export function formatBytes(bytes) {
  const written = (/** @type {string} */ unit, /** @type {number} */ number) =>
    new Intl.NumberFormat(locale, { style: "unit", unit, minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(number);
  if (bytes < 1000) return ngettext("%(number)s byte", "%(number)s bytes", bytes);
  return bytes < 1_000_000 ? written("kilobyte", bytes / 1000) : written("megabyte", bytes / 1_000_000);
}
