/**
 * The backup file: all of a learner's data as one JSON document. Documented in `docs/guides/learner-file.md`; its
 * schema is `schema/learner-file.schema.json`.
 */
import { parse, textOf } from "./file-text.mjs";
import { findError, FORMAT, migrate, ImportError, VERSION } from "./file-format.mjs";
import { fieldId } from "../store/memory.mjs";
import { mapTimestamps, toTimestamp } from "./timestamps.mjs";
import { gettext } from "../ui/messages.mjs";
import { currentKey, fetchOutline } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { compare, merge, SECTIONS } from "../store/records.mjs";

/** @typedef {import("../store/records.mjs").Entry} Entry */
/** @typedef {import("../store/records.mjs").Row} Row */
/** @typedef {import("../store/records.mjs").Section} Section */

/**
 * @param {Row[]} rows
 * @param {string} device
 */
export async function createBackup(rows, device) {
  /** @type {Record<string, Record<string, object>>} */
  const fields = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
  const sorted = [...rows].sort((one, other) => (one.key < other.key ? -1 : 1));
  for (const { section, key, ...entry } of sorted) fields[section][key] = mapTimestamps(entry, toTimestamp);
  const title = await fetchOutline().then(({ title }) => title, () => "");
  return {
    format: FORMAT,
    version: VERSION,
    exported: new Date().toISOString(),
    pathway: { title, address: home.href },
    ...(device ? { device } : {}),
    fields,
  };
}

/**
 * @param {string | Blob} file
 * @returns {Promise<Row[]>}
 * @throws {ImportError} if it is not a complete backup file of this pathway
 */
export async function readBackup(file) {
  const content = migrate(parse(await textOf(file)));
  const error = findError(content);
  if (error) throw new ImportError(gettext("This file is damaged, so nothing was loaded. %(fault)s", { fault: error }));
  const rows = SECTIONS.flatMap((section) =>
    Object.entries(/** @type {Record<string, Entry>} */ (content.fields[section])).map(([key, entry]) => ({
      section,
      key,
      .../** @type {Entry} */ (mapTimestamps(entry, Date.parse)),
    })),
  );
  await refuseOtherPathway(rows, content.pathway.title);
  return rows;
}

/**
 * Refuses a file from another pathway: none of its entries would match a step here.
 * @param {Row[]} rows
 * @param {string} title
 */
async function refuseOtherPathway(rows, title) {
  const keys = rows.filter(({ section }) => section !== "settings").map(({ key }) => key);
  const outline = await fetchOutline().catch(() => undefined);
  if (!outline || !keys.length) return;
  const { steps, retired = {}, aliases } = outline;
  if (keys.some((key) => [steps, retired].some((known) => Object.hasOwn(known, currentKey(aliases, key))))) return;
  throw new ImportError(
    title
      ? gettext("This file comes from another pathway, “%(pathway)s”: none of its steps is known here. Nothing was loaded.", { pathway: title })
      : gettext("This file comes from another pathway: none of its steps is known here. Nothing was loaded."),
  );
}

/**
 * @param {Row[]} rows the stored rows
 * @param {Row[]} found the rows of the file
 * @param {boolean} replace
 * @returns {Row[]} the rows to store
 */
export function applyImport(rows, found, replace) {
  if (replace) return found;
  const all = new Map(rows.map((row) => [fieldId(row.section, row.key), row]));
  for (const row of found) {
    const name = fieldId(row.section, row.key);
    const here = all.get(name);
    const both = { .../** @type {Entry} */ (merge(here, row)), section: row.section, key: row.key };
    all.set(name, here && isSame(here, both) ? here : both);
  }
  return [...all.values()];
}

/**
 * @param {Row} one
 * @param {Row} other
 * @returns {boolean} whether the stored row can stay; a false negative only costs a write
 */
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {Row[]} rows the rows stored now
 * @param {Row[]} before the rows before the import
 * @param {Row[]} after the rows after the import
 * @returns {Row[]} the rows before the import, plus everything written since
 */
export function undoImport(rows, before, after) {
  const imported = new Map(after.map((row) => [fieldId(row.section, row.key), row]));
  const since = rows.filter((row) => {
    const then = imported.get(fieldId(row.section, row.key));
    return !then || compare(row, then);
  });
  const all = new Map([...before, ...since].map((row) => [fieldId(row.section, row.key), row]));
  return [...all.values()];
}

/**
 * @param {Row[]} before
 * @param {Row[]} after
 * @param {Row[]} found the rows of the file
 */
export function importCounts(before, after, found) {
  const known = new Map(before.map((row) => [fieldId(row.section, row.key), row]));
  const now = new Map(after.map((row) => [fieldId(row.section, row.key), row]));
  const counts = { added: 0, changed: 0, kept: 0, beside: 0 };
  for (const { section, key } of found) {
    const earlier = known.get(fieldId(section, key));
    const current = /** @type {Row} */ (now.get(fieldId(section, key)));
    if (earlier && current.others && current.others.length > (earlier.others?.length ?? 0)) counts.beside += 1;
    if (!earlier) counts.added += 1;
    else if (compare(earlier, current)) counts.changed += 1;
    else counts.kept += 1;
  }
  return counts;
}

/**
 * @param {unknown} error
 * @returns {string} a message that says why the import failed
 */
export function importError(error) {
  if (error instanceof ImportError) return error.message;
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return gettext("There is no room left for it on this device. Nothing was loaded.");
  }
  if (error instanceof DOMException && error.name !== "DataCloneError") {
    return gettext("Your browser does not let this site keep anything, so nothing was loaded.");
  }
  return gettext("Your browser cannot keep what this file holds. Nothing was loaded, and everything on this device is as it was.");
}
