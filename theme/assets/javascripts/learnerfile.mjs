/** The form of the portable file: what a whole one looks like, and how older versions become the present one. */

export const FORMAT = "learning-pathway-learner";
export const VERSION = 3;

/** Why a file is not taken in, in words for the learner. */
export class Refusal extends Error {}

const STEP = /^(resource|task):[a-z0-9]+(-[a-z0-9]+)*$/;
const TASK = /^task:[a-z0-9]+(-[a-z0-9]+)*$/;
const SETTING = /^[a-z][A-Za-z0-9]{0,59}$/;
const DEVICE = /^[a-z0-9]{8,40}$/;
const MOMENT = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const LONGEST_KEY = 200;
const MOST_OTHERS = 1000;

/** @typedef {Record<string, any>} Json */

/** @type {Record<string, { key: RegExp, value: (value: any) => boolean }>} what each section may hold */
const SECTIONS = {
  progress: { key: STEP, value: (value) => ["doing", "done", "skipped"].includes(value) },
  answers: { key: TASK, value: isAnswer },
  saved: { key: STEP, value: isSaved },
  settings: { key: SETTING, value: () => true },
};

/** @type {Record<number, (content: Json) => Json>} from each older version to the next */
export const STEPS = { 1: datesInWords, 2: placesWithTitles };

/**
 * @param {unknown} content
 * @param {{ version: number, steps: Record<number, (content: Json) => Json> }} [target]
 * @returns {Json} the same in the present version
 * @throws {Refusal} where it is not a learner file, or a newer one
 */
export function migrate(content, { version, steps } = { version: VERSION, steps: STEPS }) {
  if (!isObject(content) || content.format !== FORMAT) {
    throw new Refusal("This is not a file that a learning pathway exported. Nothing was taken from it.");
  }
  if (!Number.isInteger(content.version) || content.version < 1) {
    throw new Refusal("This file is damaged: it does not say its version. Nothing was taken from it.");
  }
  if (content.version > version) {
    throw new Refusal(
      `This file has version ${content.version}, made by a newer edition of the site; this page knows versions up to ${version}. Load the page again, then try once more.`,
    );
  }
  let migrated = content;
  for (let from = content.version; from < version; from += 1) {
    try {
      migrated = { ...steps[from](migrated), version: from + 1 };
    } catch {
      throw new Refusal(`This file is damaged: it says version ${from}, but is not built like one. Nothing was taken from it.`);
    }
  }
  return migrated;
}

/**
 * @param {Json} content of the present version
 * @returns {string} where the file departs from its form, in words; empty where it is whole
 */
export function findFault(content) {
  const strange = unknownName(content, ["format", "version", "exported", "pathway", "device", "fields"]);
  if (strange) return `It has something called “${strange}” that does not belong there.`;
  if (!isMoment(content.exported)) return "It does not say when it was exported.";
  const { pathway, device, fields } = content;
  if (!isObject(pathway) || !isText(pathway.title) || !isText(pathway.address)) return "It does not say of which pathway it is.";
  if (unknownName(pathway, ["title", "address"])) return "What it says of its pathway has a part that does not belong there.";
  if (device !== undefined && !isDevice(device)) return "The name of its device is spoilt.";
  if (!isObject(fields) || unknownName(fields, Object.keys(SECTIONS))) return "Its entries are not in order.";
  for (const [section, form] of Object.entries(SECTIONS)) {
    if (!isObject(fields[section])) return `The part “${section}” is missing.`;
    for (const [key, entry] of Object.entries(fields[section])) {
      if (!form.key.test(key) || key.length > LONGEST_KEY) return `The part “${section}” has a spoilt key, “${key.slice(0, 60)}”.`;
      if (!isEntry(entry, section, form.value)) return `The entry “${key}” in “${section}” is spoilt.`;
    }
  }
  return "";
}

/**
 * @param {unknown} entry
 * @param {string} section
 * @param {(value: any) => boolean} isValue
 */
function isEntry(entry, section, isValue) {
  const { seen, others, joined } = /** @type {Json} */ (entry ?? {});
  const own = section === "answers" ? ["seen", "others", "joined"] : ["joined"];
  return (
    isVersion(entry, isValue, false, own) &&
    (seen === undefined || isMoments(seen, DEVICE)) &&
    (joined === undefined || isMoments(joined, STEP)) &&
    (others === undefined ||
      (Array.isArray(others) &&
        others.length <= MOST_OTHERS &&
        others.every((other) => isVersion(other, isValue, true, []))))
  );
}

/**
 * @param {unknown} entry
 * @param {(value: any) => boolean} isValue
 * @param {boolean} needsValue a removal has none
 * @param {string[]} more names that it may have too
 */
function isVersion(entry, isValue, needsValue, more) {
  if (!isObject(entry) || unknownName(entry, ["value", "at", "by", "when", ...more])) return false;
  const hasValue = Object.hasOwn(entry, "value");
  return (
    (hasValue ? isValue(entry.value) : !needsValue) &&
    isMoment(entry.at) &&
    isDevice(entry.by) &&
    (entry.when === undefined || isMoment(entry.when))
  );
}

/** @param {unknown} value */
function isAnswer(value) {
  return isObject(value) && isText(value.text) && isText(value.prompt);
}

/** @param {unknown} value */
function isSaved(value) {
  return isObject(value) && Number.isFinite(value.place) && isText(value.title) && (value.makers === undefined || isText(value.makers));
}

/**
 * @param {unknown} held
 * @param {RegExp} name
 */
function isMoments(held, name) {
  return isObject(held) && Object.entries(held).every(([key, moment]) => name.test(key) && isMoment(moment));
}

/** @param {unknown} value @returns {value is Json} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** @param {unknown} value */
function isText(value) {
  return typeof value === "string";
}

/** @param {unknown} value */
function isDevice(value) {
  return typeof value === "string" && DEVICE.test(value);
}

/** @param {unknown} value */
function isMoment(value) {
  return typeof value === "string" && MOMENT.test(value) && !Number.isNaN(Date.parse(value));
}

/**
 * @param {Json} held
 * @param {string[]} known
 */
function unknownName(held, known) {
  return Object.keys(held).find((name) => !known.includes(name));
}

/**
 * Version 1 wrote moments as milliseconds since 1970, which nobody can read.
 * @param {Json} content
 * @returns {Json}
 */
function datesInWords(content) {
  const date = (/** @type {number} */ moment) => new Date(moment).toISOString();
  const version = (/** @type {Json} */ { when, ...entry }) => ({
    ...entry,
    at: date(entry.at),
    ...(when === undefined ? {} : { when: date(when) }),
  });
  const dates = (/** @type {Json} */ held) => Object.fromEntries(Object.entries(held).map(([key, at]) => [key, date(at)]));
  const other = (/** @type {Json} */ { at, by, when, ...value }) => version({ value, at, by, when });
  const entry = (/** @type {Json} */ { others, seen, joined, ...rest }) => ({
    ...version(rest),
    ...(others ? { others: others.map(other) } : {}),
    ...(seen ? { seen: dates(seen) } : {}),
    ...(joined ? { joined: dates(joined) } : {}),
  });
  const section = (/** @type {Json} */ held) => Object.fromEntries(Object.entries(held).map(([key, one]) => [key, entry(one)]));
  return { ...content, fields: Object.fromEntries(Object.entries(content.fields).map(([name, held]) => [name, section(held)])) };
}

/**
 * Version 2 kept no title of what was set aside: a work that had left the pathway had no name.
 * @param {Json} content
 * @returns {Json}
 */
function placesWithTitles(content) {
  const entry = (/** @type {Json} */ one) => (Object.hasOwn(one, "value") ? { ...one, value: { place: one.value, title: "" } } : one);
  const saved = Object.fromEntries(Object.entries(content.fields.saved).map(([key, one]) => [key, entry(/** @type {Json} */ (one))]));
  return { ...content, fields: { ...content.fields, saved } };
}
