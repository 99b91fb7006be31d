/**
 * What is kept of one field, and how two sides of it become one. Pure: no browser, no clock.
 *
 * The newest wins, field by field; `by` decides between equals, so that every device comes to the same end. Of an
 * answer, a text that the winner's writer had not seen is kept beside it. What was seen is told by `seen`: for each
 * device, the newest of its writings that went into this field.
 */

/** @typedef {"progress" | "answers" | "saved" | "settings"} Section */
/** @typedef {{ text: string, prompt: string } & Record<string, unknown>} Answer */
/** @typedef {Answer & { at: number, by: string, when?: number }} Version a text, when it was written and by which device */
/**
 * @typedef {object} Entry
 * @property {unknown} [value] absent where the field was removed: a removal too is newer or older than something
 * @property {number} at moment of the writing, in milliseconds since 1970, made to grow; it orders, `when` dates
 * @property {string} by device that wrote it
 * @property {number} [when] the clock's own time, where `at` had to run ahead of it
 * @property {Record<string, number>} [seen] answers: what of each device went into it
 * @property {Version[]} [others] answers: texts that were written elsewhere at the same time
 * @property {Record<string, number>} [joined] former keys whose entries went into this one, and when those were written
 */
/** @typedef {Entry & { section: string, key: string }} Row an entry as the database holds it */

/** @type {readonly Section[]} */
export const SECTIONS = ["progress", "answers", "saved", "settings"];

/**
 * @param {{ at: number, by: string }} one
 * @param {{ at: number, by: string }} other
 * @returns {number} above nought where `one` is newer
 */
export function compare(one, other) {
  return one.at - other.at || (one.by < other.by ? -1 : one.by > other.by ? 1 : 0);
}

/**
 * @param {Entry | undefined} one
 * @param {Entry | undefined} other
 * @returns {Entry | undefined} both in one; what either side has not seen of the other's texts is kept
 */
export function merge(one, other) {
  if (!one || !other) return one ?? other;
  const [newer, older] = compare(one, other) >= 0 ? [one, other] : [other, one];
  const joined = { ...older.joined, ...newer.joined };
  for (const key of Object.keys(joined)) joined[key] = Math.max(older.joined?.[key] ?? 0, newer.joined?.[key] ?? 0);
  const memory = Object.keys(joined).length ? { joined } : {};
  if (!isAnswer(newer) && !isAnswer(older)) return { ...newer, ...memory };
  const kept = [...versions(newer), ...versions(older)].filter(
    (version) => (holds(newer, version) || !hasSeen(newer, version)) && (holds(older, version) || !hasSeen(older, version)),
  );
  return { ...entry(newer, beside(newer, kept), latest([newer, older])), ...memory };
}

/**
 * What a writing makes of what is stored.
 * @param {Entry} written value, time and device of the writing
 * @param {Entry | undefined} stored
 * @param {number[]} bases `at` of what the writer had before their eyes; whatever else is stored is kept beside it
 * @param {{ at: number, by: string }} [drop] a text that the writer wants to keep no longer
 * @returns {Entry}
 */
export function write(written, stored, bases, drop) {
  if (!stored || (!isAnswer(written) && !isAnswer(stored))) return written;
  const kept = versions(stored).filter(
    ({ at, by }) =>
      !(bases.includes(at) && (at === stored.at || by === written.by)) && !(at === drop?.at && by === drop.by),
  );
  return { ...entry(written, beside(written, kept), latest([stored, written])), ...joinedOf(stored) };
}

/**
 * One entry out of those of a key and of the keys that it had before. They were fields of their own, so that no text of
 * one has seen the other's: all are kept, except where a later writing has taken a former key's entry in.
 * @param {Entry | undefined} present
 * @param {[key: string, entry: Entry][]} formers
 * @returns {Entry | undefined}
 */
export function join(present, formers) {
  let joined = present;
  for (const [key, former] of formers) {
    if ((present?.joined?.[key] ?? -1) >= former.at) continue;
    const both = joined ? [joined, former].sort((one, other) => compare(other, one)) : [former];
    const texts = both.flatMap(versions).filter((version) => version !== both[0]);
    joined = both.some(isAnswer) ? entry(both[0], beside(both[0], texts), latest(both)) : both[0];
    joined = { ...joined, joined: { ...present?.joined, ...joined.joined, [key]: former.at } };
  }
  return joined;
}

/** @param {Entry} one */
function joinedOf({ joined }) {
  return joined ? { joined } : {};
}

/**
 * @param {Entry} main
 * @param {Version[]} others
 * @param {Record<string, number>} seen
 * @returns {Entry}
 */
export function entry(main, others, seen) {
  const { value, at, by, when } = main;
  return {
    ...(value === undefined ? {} : { value }),
    at,
    by,
    ...(when === undefined ? {} : { when }),
    ...(others.length ? { others } : {}),
    seen,
  };
}

/** @param {Entry} one */
function isAnswer(one) {
  return Boolean(one.seen || one.others || textOf(one) !== undefined);
}

/**
 * @param {Entry} one
 * @returns {string | undefined}
 */
function textOf(one) {
  const value = /** @type {Partial<Answer> | undefined} */ (one.value);
  return typeof value === "object" && value ? value.text : undefined;
}

/**
 * @param {Entry} one
 * @returns {Version[]} its own text first
 */
function versions({ value, at, by, when, others = [] }) {
  if (value === undefined) return others;
  return [{ .../** @type {Answer} */ (value), at, by, ...(when === undefined ? {} : { when }) }, ...others];
}

/**
 * @param {Entry} one
 * @param {Version} version
 */
function holds(one, version) {
  return versions(one).some((own) => own.at === version.at && own.by === version.by);
}

/**
 * @param {Entry} one
 * @param {Version} version
 */
function hasSeen(one, version) {
  return (latest([one])[version.by] ?? -1) >= version.at;
}

/**
 * @param {({ at: number, by: string, seen?: Record<string, number>, others?: Version[] })[]} entries
 * @returns {Record<string, number>} for each device, its newest writing among them
 */
function latest(entries) {
  /** @type {Record<string, number>} */
  const seen = {};
  const note = (/** @type {string} */ by, /** @type {number} */ at) => (seen[by] = Math.max(seen[by] ?? 0, at));
  for (const { at, by, seen: before = {}, others = [] } of entries) {
    note(by, at);
    for (const other of others) note(other.by, other.at);
    for (const [device, moment] of Object.entries(before)) note(device, moment);
  }
  return seen;
}

/**
 * @param {Entry} main
 * @param {Version[]} found
 * @returns {Version[]} the texts that differ from the main one, each once, newest first
 */
function beside(main, found) {
  const said = new Set([textOf(main), "", undefined]);
  return found
    .sort((one, other) => compare(other, one))
    .filter(({ text }) => !said.has(text) && said.add(text));
}
