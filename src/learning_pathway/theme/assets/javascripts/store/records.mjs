/**
 * Entries of learner data and how two copies are merged. Pure functions.
 *
 * The newest entry of a field wins; `by` and then the text break ties, so that every device gets the same result. For
 * answers, a text that the winning writer had not seen is kept in `others`. `seen` records for each writing session the
 * latest write that went into the field. A writing session has a random id and ends with the page, so that two browsers
 * with a copied profile count as two writers.
 */

/** @typedef {"progress" | "answers" | "saved" | "settings"} Section */
/** @typedef {{ text: string, prompt: string } & Record<string, unknown>} Answer */
/**
 * @typedef {object} Version one write
 * @property {any} [value] absent if the field was removed
 * @property {number} at time of the write in milliseconds since 1970, always increasing; for ordering, while `when` is the date
 * @property {string} by id of its writing session; of the device, in entries of earlier releases
 * @property {number} [when] clock time, if `at` had to be later
 */
/**
 * @typedef {object} History how an entry came about
 * @property {Record<string, number>} [seen] answers: latest write of each writing session that went into it
 * @property {Version[]} [others] answers: texts written concurrently, newest first
 * @property {Record<string, number>} [joined] former keys whose entries were merged, with their `at`
 */
/** @typedef {{ at: number, by: string }} Stamp identifies a write */
/** @typedef {Version & History} Entry */
/** @typedef {Entry & { section: string, key: string }} Row an entry as stored */

/** @type {readonly Section[]} */
export const SECTIONS = ["progress", "answers", "saved", "settings"];

/** Earlier releases used device ids, which a copied profile shares: each of their writes counts separately. */
const DEVICE = /^[0-9a-f]{16}$/;

/** Limit of `seen`: dropping one can only keep an extra text. */
const MAX_SEEN = 500;

/**
 * @param {Version} one
 * @param {Version} other
 * @returns {number} positive if `one` is newer; zero if they are the same write
 */
export function compare(one, other) {
  return one.at - other.at || compareText(one.by, other.by) || compareText(contentOf(one), contentOf(other));
}

/**
 * @param {string} one
 * @param {string} other
 */
const compareText = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** @param {Version} version */
const contentOf = (version) => textOf(version) ?? JSON.stringify(version.value) ?? "";

/**
 * @param {Entry | undefined} one
 * @param {Entry | undefined} other
 * @returns {Entry | undefined} the merged entry; texts that either side has not seen are kept
 */
export function merge(one, other) {
  if (!one || !other) return one ?? other;
  const [newer, older] = compare(one, other) >= 0 ? [one, other] : [other, one];
  const joined = maxByKey(newer.joined, older.joined);
  const history = Object.keys(joined).length ? { joined } : {};
  if (!isAnswer(newer) && !isAnswer(older)) return { ...newer, ...history };
  const isKept = (/** @type {Version} */ version) =>
    [newer, older].every((side) => hasVersion(side, version) || hasConflictingText(side, version) || !hasSeen(side, version));
  const others = distinctTexts(newer, [...versions(newer), ...versions(older)].filter(isKept));
  return entry(newer, { ...history, others, seen: seenBy(newer, older) });
}

/**
 * Apply a write to the stored entry.
 * @param {Version} written
 * @param {Entry | undefined} stored
 * @param {Stamp[]} bases versions that the writer saw, which are replaced; others are kept
 * @param {Stamp} [drop] a version to delete
 * @returns {Entry}
 */
export function write(written, stored, bases, drop) {
  if (!stored || (!isAnswer(written) && !isAnswer(stored))) return entry(written, {});
  const replacedStamps = drop ? [...bases, drop] : bases;
  const replaced = (/** @type {Version} */ version) => replacedStamps.some((stamp) => isSameStamp(version, stamp));
  const others = distinctTexts(written, versions(stored).filter((version) => !replaced(version)));
  const history = stored.joined ? { joined: stored.joined } : {};
  return entry(written, { ...history, others, seen: keepNewest(seenBy(stored, written), MAX_SEEN) });
}

/**
 * Join the entry of a key with those of its former keys. They were separate fields, so all texts are kept, unless a
 * later write already includes the entry of a former key.
 * @param {Entry | undefined} present
 * @param {[key: string, entry: Entry][]} formers
 * @returns {Entry | undefined}
 */
export function join(present, formers) {
  const unmerged = formers.filter(([key, former]) => (present?.joined?.[key] ?? -1) < former.at);
  if (!unmerged.length) return present;
  const all = unmerged.map(([, former]) => former);
  if (present) all.push(present);
  const [main] = all.sort((one, other) => compare(other, one));
  const joined = maxByKey(present?.joined, Object.fromEntries(unmerged.map(([key, former]) => [key, former.at])));
  if (!all.some(isAnswer)) return entry(main, { joined });
  return entry(main, { joined, others: distinctTexts(main, all.flatMap(versions)), seen: seenBy(...all) });
}

/**
 * @param {Version} main
 * @param {History} memory
 * @returns {Entry}
 */
function entry({ value, at, by, when }, { seen, others, joined }) {
  return {
    ...(value === undefined ? {} : { value }),
    at,
    by,
    ...(when === undefined ? {} : { when }),
    ...(others?.length ? { others } : {}),
    ...(seen ? { seen } : {}),
    ...(joined ? { joined } : {}),
  };
}

/** @param {Entry} one */
function isAnswer(one) {
  return Boolean(one.seen || one.others || textOf(one) !== undefined);
}

/**
 * @param {Version} one
 * @returns {string | undefined}
 */
function textOf({ value }) {
  return typeof value === "object" && value ? value.text : undefined;
}

/**
 * @param {Entry} one
 * @returns {Version[]} the main one first
 */
function versions({ value, at, by, when, others = [] }) {
  return value === undefined ? others : [entry({ value, at, by, when }, {}), ...others];
}

/**
 * @param {Entry} one
 * @param {Version} version
 */
function hasVersion(one, version) {
  return versions(one).some((own) => compare(own, version) === 0);
}

/**
 * @param {Entry} one
 * @param {Version} version that is not in the entry
 * @returns {boolean} whether it has another text with the same stamp, so that `seen` proves nothing
 */
function hasConflictingText(one, version) {
  return [one, ...versions(one)].some((own) => isSameStamp(own, version));
}

/**
 * @param {Stamp} one
 * @param {Stamp} other
 */
const isSameStamp = (one, other) => one.at === other.at && one.by === other.by;

/**
 * @param {Entry} one
 * @param {Version} version
 */
function hasSeen(one, version) {
  return (seenBy(one)[seenKey(version.by, version.at)] ?? -1) >= version.at;
}

/**
 * @param {Entry[]} entries
 * @returns {Record<string, number>} latest write by writing session
 */
function seenBy(...entries) {
  const stamps = entries.flatMap(({ at, by, seen = {}, others = [] }) => [
    [by, at],
    ...Object.entries(seen),
    ...others.map((other) => [other.by, other.at]),
  ]);
  return maxByKey(...stamps.map(([by, at]) => ({ [seenKey(String(by), Number(at))]: Number(at) })));
}

/**
 * @param {string} by
 * @param {number} at
 * @returns {string} key in `seen`: the writing session, or one key per write of a device
 */
const seenKey = (by, at) => (DEVICE.test(by) ? by + at.toString(36) : by);

/**
 * @param {Record<string, number>} seen
 * @param {number} limit
 */
function keepNewest(seen, limit) {
  const all = Object.entries(seen);
  if (all.length <= limit) return seen;
  return Object.fromEntries(all.sort(([, one], [, other]) => other - one).slice(0, limit));
}

/**
 * @param {(Record<string, number> | undefined)[]} maps
 * @returns {Record<string, number>} the maximum by key
 */
function maxByKey(...maps) {
  /** @type {Map<string, number>} */
  const highest = new Map();
  for (const [name, value] of maps.flatMap((one) => Object.entries(one ?? {}))) {
    highest.set(name, Math.max(highest.get(name) ?? 0, value));
  }
  return Object.fromEntries(highest);
}

/**
 * @param {Version} main
 * @param {Version[]} found
 * @returns {Version[]} versions with other texts than the main one, without duplicates, newest first
 */
function distinctTexts(main, found) {
  const seenTexts = new Set([textOf(main), "", undefined]);
  return [...found]
    .sort((one, other) => compare(other, one))
    .filter((version) => !seenTexts.has(textOf(version)) && seenTexts.add(textOf(version)));
}
