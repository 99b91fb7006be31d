/**
 * The portable file: everything that a learner has kept, as one JSON document that belongs to them. Described for
 * people in `docs/guides/learner-file.md` and for programs in `schema/learner-file.schema.json`.
 */
import { parse, textOf } from "./file-text.mjs";
import { findFault, FORMAT, migrate, Refusal, VERSION } from "./file-format.mjs";
import { nameOf } from "../store/memory.mjs";
import { gettext } from "../ui/messages.mjs";
import { toDate, withMoments } from "../store/memory.mjs";
import { presentKey, readOutline } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { compare, merge, SECTIONS } from "../store/records.mjs";

/** @typedef {import("../store/records.mjs").Entry} Entry */
/** @typedef {import("../store/records.mjs").Row} Row */
/** @typedef {import("../store/records.mjs").Section} Section */

/**
 * @param {Row[]} rows
 * @param {string} device
 */
export async function write(rows, device) {
  /** @type {Record<string, Record<string, object>>} */
  const fields = Object.fromEntries(SECTIONS.map((section) => [section, {}]));
  const sorted = [...rows].sort((one, other) => (one.key < other.key ? -1 : 1));
  for (const { section, key, ...entry } of sorted) fields[section][key] = withMoments(entry, toDate);
  const title = await readOutline().then(({ title }) => title, () => "");
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
 * @throws {Refusal} where it is not a whole learner file of this pathway
 */
export async function read(file) {
  const content = migrate(parse(await textOf(file)));
  const fault = findFault(content);
  if (fault) throw new Refusal(gettext("This file is damaged, so nothing was taken from it. %(fault)s", { fault }));
  const rows = SECTIONS.flatMap((section) =>
    Object.entries(/** @type {Record<string, Entry>} */ (content.fields[section])).map(([key, entry]) => ({
      section,
      key,
      .../** @type {Entry} */ (withMoments(entry, Date.parse)),
    })),
  );
  await refuseForeign(rows, content.pathway.title);
  return rows;
}

/**
 * A file of another pathway would fill this one with entries that mean nothing here.
 * @param {Row[]} rows
 * @param {string} title
 */
async function refuseForeign(rows, title) {
  const keys = rows.filter(({ section }) => section !== "settings").map(({ key }) => key);
  const outline = await readOutline().catch(() => undefined);
  if (!outline || !keys.length) return;
  const { steps, retired = {}, aliases } = outline;
  if (keys.some((key) => [steps, retired].some((known) => Object.hasOwn(known, presentKey(aliases, key))))) return;
  throw new Refusal(
    title
      ? gettext("This file comes from another pathway, “%(pathway)s”: none of its steps is known here. Nothing was taken from it.", { pathway: title })
      : gettext("This file comes from another pathway: none of its steps is known here. Nothing was taken from it."),
  );
}

/**
 * @param {Row[]} rows what is here
 * @param {Row[]} found what the file holds
 * @param {boolean} replace
 * @returns {Row[]} what is to be here
 */
export function adopt(rows, found, replace) {
  if (replace) return found;
  const all = new Map(rows.map((row) => [nameOf(row.section, row.key), row]));
  for (const row of found) {
    const name = nameOf(row.section, row.key);
    const here = all.get(name);
    const both = { .../** @type {Entry} */ (merge(here, row)), section: row.section, key: row.key };
    all.set(name, here && isSame(here, both) ? here : both);
  }
  return [...all.values()];
}

/**
 * @param {Row} one
 * @param {Row} other
 * @returns {boolean} whether there is nothing to write; false is no harm
 */
const isSame = (one, other) => JSON.stringify(one) === JSON.stringify(other);

/**
 * @param {Row[]} rows what is here now
 * @param {Row[]} before what was here before a file was taken in
 * @param {Row[]} after what was here then
 * @returns {Row[]} as before, except for what has been written since
 */
export function withdraw(rows, before, after) {
  const taken = new Map(after.map((row) => [nameOf(row.section, row.key), row]));
  const since = rows.filter((row) => {
    const then = taken.get(nameOf(row.section, row.key));
    return !then || compare(row, then);
  });
  const all = new Map([...before, ...since].map((row) => [nameOf(row.section, row.key), row]));
  return [...all.values()];
}

/**
 * @param {Row[]} before
 * @param {Row[]} after
 * @param {Row[]} found what the file held
 */
export function report(before, after, found) {
  const known = new Map(before.map((row) => [nameOf(row.section, row.key), row]));
  const now = new Map(after.map((row) => [nameOf(row.section, row.key), row]));
  const counts = { added: 0, changed: 0, kept: 0, beside: 0 };
  for (const { section, key } of found) {
    const was = known.get(nameOf(section, key));
    const is = /** @type {Row} */ (now.get(nameOf(section, key)));
    if (was && is.others && is.others.length > (was.others?.length ?? 0)) counts.beside += 1;
    if (!was) counts.added += 1;
    else if (compare(was, is)) counts.changed += 1;
    else counts.kept += 1;
  }
  return counts;
}

/**
 * @param {unknown} error
 * @returns {string} why a file was not taken in
 */
export function refusal(error) {
  if (error instanceof Refusal) return error.message;
  if (error instanceof DOMException && error.name === "QuotaExceededError") {
    return gettext("There is no room left for it on this device. Nothing was taken from the file.");
  }
  if (error instanceof DOMException && error.name !== "DataCloneError") {
    return gettext("Your browser does not let this site keep anything, so nothing was taken from the file.");
  }
  return gettext("Your browser cannot keep what this file holds. Nothing was taken from it, and everything on this device is as it was.");
}
