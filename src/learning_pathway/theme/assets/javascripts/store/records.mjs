/**
 * What is kept of one field, and how two sides of it become one. Pure: no browser, no clock.
 *
 * The newest wins, field by field; `by` decides between equals, and then the text, so that every device comes to the
 * same end. Of an answer, a text that the winner's writer had not seen is kept beside it. What was seen is told by
 * `seen`: for each run of writing, the newest of its writings that went into this field. A run is named at random and
 * lasts no longer than a page: two browsers with one copied profile are two writers.
 */

/** @typedef {"progress" | "answers" | "saved" | "settings"} Section */
/** @typedef {{ text: string, prompt: string } & Record<string, unknown>} Answer */
/**
 * @typedef {object} Version one writing
 * @property {any} [value] absent where the field was removed: a removal too is newer or older than something
 * @property {number} at moment of the writing, in milliseconds since 1970, made to grow; it orders, `when` dates
 * @property {string} by run of writing that it belongs to; one device, in entries of earlier editions
 * @property {number} [when] the clock's own time, where `at` had to run ahead of it
 */
/**
 * @typedef {object} Memory what an entry remembers of how it came about
 * @property {Record<string, number>} [seen] answers: what of each run went into it
 * @property {Version[]} [others] answers: texts that were written elsewhere at the same time, newest first
 * @property {Record<string, number>} [joined] former keys whose entries went into this one, and when those were written
 */
/** @typedef {{ at: number, by: string }} Stamp which writing it is */
/** @typedef {Version & Memory} Entry */
/** @typedef {Entry & { section: string, key: string }} Row an entry as the database holds it */

/** @type {readonly Section[]} */
export const SECTIONS = ["progress", "answers", "saved", "settings"];

/** Earlier editions named a device, and a copied profile has the name of the first: its writings count one by one. */
const DEVICE = /^[0-9a-f]{16}$/;

/** Runs of writing that an entry remembers: forgetting one can only keep a text too many. */
const MOST_SEEN = 500;

/**
 * @param {Version} one
 * @param {Version} other
 * @returns {number} above zero where `one` is newer; zero where they are the same writing
 */
export function compare(one, other) {
  return one.at - other.at || order(one.by, other.by) || order(contentOf(one), contentOf(other));
}

/**
 * @param {string} one
 * @param {string} other
 */
const order = (one, other) => (one < other ? -1 : one > other ? 1 : 0);

/** @param {Version} version */
const contentOf = (version) => textOf(version) ?? JSON.stringify(version.value) ?? "";

/**
 * @param {Entry | undefined} one
 * @param {Entry | undefined} other
 * @returns {Entry | undefined} both in one; what either side has not seen of the other's texts is kept
 */
export function merge(one, other) {
  if (!one || !other) return one ?? other;
  const [newer, older] = compare(one, other) >= 0 ? [one, other] : [other, one];
  const joined = higher(newer.joined, older.joined);
  const memory = Object.keys(joined).length ? { joined } : {};
  if (!isAnswer(newer) && !isAnswer(older)) return { ...newer, ...memory };
  const wanted = (/** @type {Version} */ version) =>
    [newer, older].every((side) => holds(side, version) || clashes(side, version) || !hasSeen(side, version));
  const others = beside(newer, [...versions(newer), ...versions(older)].filter(wanted));
  return entry(newer, { ...memory, others, seen: seenBy(newer, older) });
}

/**
 * What a writing makes of what is stored.
 * @param {Version} written
 * @param {Entry | undefined} stored
 * @param {Stamp[]} bases what the writer had before their eyes; whatever else is stored is kept beside it
 * @param {Stamp} [drop] a text that the writer wants to keep no longer
 * @returns {Entry}
 */
export function write(written, stored, bases, drop) {
  if (!stored || (!isAnswer(written) && !isAnswer(stored))) return entry(written, {});
  const unwanted = drop ? [...bases, drop] : bases;
  const replaced = (/** @type {Version} */ version) => unwanted.some((stamp) => isStamp(version, stamp));
  const others = beside(written, versions(stored).filter((version) => !replaced(version)));
  const memory = stored.joined ? { joined: stored.joined } : {};
  return entry(written, { ...memory, others, seen: newest(seenBy(stored, written), MOST_SEEN) });
}

/**
 * One entry out of those of a key and of the keys that it had before. They were fields of their own, so that no text of
 * one has seen the other's: all are kept, except where a later writing has taken a former key's entry in.
 * @param {Entry | undefined} present
 * @param {[key: string, entry: Entry][]} formers
 * @returns {Entry | undefined}
 */
export function join(present, formers) {
  const news = formers.filter(([key, former]) => (present?.joined?.[key] ?? -1) < former.at);
  if (!news.length) return present;
  const all = news.map(([, former]) => former);
  if (present) all.push(present);
  const [main] = all.sort((one, other) => compare(other, one));
  const joined = higher(present?.joined, Object.fromEntries(news.map(([key, former]) => [key, former.at])));
  if (!all.some(isAnswer)) return entry(main, { joined });
  return entry(main, { joined, others: beside(main, all.flatMap(versions)), seen: seenBy(...all) });
}

/**
 * @param {Version} main
 * @param {Memory} memory
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
 * @returns {Version[]} its own first
 */
function versions({ value, at, by, when, others = [] }) {
  return value === undefined ? others : [entry({ value, at, by, when }, {}), ...others];
}

/**
 * @param {Entry} one
 * @param {Version} version
 */
function holds(one, version) {
  return versions(one).some((own) => compare(own, version) === 0);
}

/**
 * @param {Entry} one
 * @param {Version} version that it does not hold
 * @returns {boolean} whether it has another text under the same stamp: to have seen that is not to have seen this
 */
function clashes(one, version) {
  return [one, ...versions(one)].some((own) => isStamp(own, version));
}

/**
 * @param {Stamp} one
 * @param {Stamp} other
 */
const isStamp = (one, other) => one.at === other.at && one.by === other.by;

/**
 * @param {Entry} one
 * @param {Version} version
 */
function hasSeen(one, version) {
  return (seenBy(one)[nameIn(version.by, version.at)] ?? -1) >= version.at;
}

/**
 * @param {Entry[]} entries
 * @returns {Record<string, number>} for each run, its newest writing that went into them
 */
function seenBy(...entries) {
  const stamps = entries.flatMap(({ at, by, seen = {}, others = [] }) => [
    [by, at],
    ...Object.entries(seen),
    ...others.map((other) => [other.by, other.at]),
  ]);
  return higher(...stamps.map(([by, at]) => ({ [nameIn(String(by), Number(at))]: Number(at) })));
}

/**
 * @param {string} by
 * @param {number} at
 * @returns {string} the run's name in `seen`; of a device, each writing has a name of its own
 */
const nameIn = (by, at) => (DEVICE.test(by) ? by + at.toString(36) : by);

/**
 * @param {Record<string, number>} seen
 * @param {number} most
 */
function newest(seen, most) {
  const all = Object.entries(seen);
  if (all.length <= most) return seen;
  return Object.fromEntries(all.sort(([, one], [, other]) => other - one).slice(0, most));
}

/**
 * @param {(Record<string, number> | undefined)[]} counts
 * @returns {Record<string, number>} of each name the highest
 */
function higher(...counts) {
  /** @type {Map<string, number>} */
  const highest = new Map();
  for (const [name, count] of counts.flatMap((one) => Object.entries(one ?? {}))) {
    highest.set(name, Math.max(highest.get(name) ?? 0, count));
  }
  return Object.fromEntries(highest);
}

/**
 * @param {Version} main
 * @param {Version[]} found
 * @returns {Version[]} those whose text differs from the main one, each text once, newest first
 */
function beside(main, found) {
  const said = new Set([textOf(main), "", undefined]);
  return [...found]
    .sort((one, other) => compare(other, one))
    .filter((version) => !said.has(textOf(version)) && said.add(textOf(version)));
}
