/** The form of the portable file: what a whole one looks like, and what it may hold at most. */
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { STEPS } from "./migrations.mjs";
import { isDate, latest } from "../store/memory.mjs";

export const FORMAT = "learning-pathway-learner";
export const VERSION = 3;

/** Why a file is not taken in, in words for the learner. */
export class Refusal extends Error {}

const STEP = /^(resource|task):[a-z0-9]+(-[a-z0-9]+)*$/;
const TASK = /^task:[a-z0-9]+(-[a-z0-9]+)*$/;
const SETTING = /^[a-z][A-Za-z0-9]{0,59}$/;
const NAME = /^[a-z0-9]{8,40}$/;
const LONGEST_KEY = 200;
const MOST_OTHERS = 1000;
/** More than a hundred learners mark and write; each of these is loaded in seconds. */
const MOST_ENTRIES = 200_000;
/** Characters of a text, of a title or name, and of a setting as JSON. */
const LONGEST = { text: 10_000_000, words: 100_000, setting: 100_000 };

/** @typedef {Record<string, any>} Json */

/** @type {Record<string, { key: RegExp, value: (value: any) => boolean }>} what each section may hold */
const SECTIONS = {
  progress: { key: STEP, value: (value) => ["doing", "done", "skipped"].includes(value) },
  answers: { key: TASK, value: isAnswer },
  saved: { key: STEP, value: isSaved },
  settings: { key: SETTING, value: (value) => JSON.stringify(value).length <= LONGEST.setting },
};

/**
 * @param {unknown} content
 * @param {{ version: number, steps: Record<number, (content: Json) => Json> }} [target]
 * @returns {Json} the same in the present version
 * @throws {Refusal} where it is not a learner file, or a newer one
 */
export function migrate(content, { version, steps } = { version: VERSION, steps: STEPS }) {
  if (!isObject(content) || content.format !== FORMAT) {
    throw new Refusal(gettext("This is not a file that a learning pathway exported. Nothing was taken from it."));
  }
  if (!Number.isInteger(content.version) || content.version < 1) {
    throw new Refusal(gettext("This file is damaged: it does not say its version. Nothing was taken from it."));
  }
  if (content.version > version) {
    throw new Refusal(
      gettext(
        "This file has version %(has)s, made by a newer edition of the site; this page knows versions up to %(known)s. Load the page again, then try once more.",
        { has: content.version, known: version },
      ),
    );
  }
  let migrated = content;
  for (let from = content.version; from < version; from += 1) {
    try {
      migrated = { ...steps[from](migrated), version: from + 1 };
    } catch {
      throw new Refusal(
        gettext("This file is damaged: it says version %(version)s, but is not built like one. Nothing was taken from it.", { version: from }),
      );
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
  if (strange) return gettext("It has something called “%(name)s” that does not belong there.", { name: strange });
  if (!isDate(content.exported)) return gettext("It does not say when it was exported.");
  const { pathway, device, fields } = content;
  if (!isObject(pathway) || !isWords(pathway.title) || !isWords(pathway.address)) return gettext("It does not say of which pathway it is.");
  if (unknownName(pathway, ["title", "address"])) return gettext("What it says of its pathway has a part that does not belong there.");
  if (device !== undefined && !isName(device)) return gettext("The name of its device is spoilt.");
  if (!isObject(fields) || unknownName(fields, Object.keys(SECTIONS))) return gettext("Its entries are not in order.");
  const missing = Object.keys(SECTIONS).find((section) => !isObject(fields[section]));
  if (missing) return gettext("The part “%(part)s” is missing.", { part: missing });
  refuseTooMany(fields);
  return first(Object.entries(SECTIONS), ([section, form]) =>
    first(Object.entries(fields[section]), ([key, entry]) => faultOfEntry(section, form, key, entry)),
  );
}

/**
 * @param {Json} fields
 * @throws {Refusal}
 */
function refuseTooMany(fields) {
  const all = Object.values(fields).reduce((sum, section) => sum + Object.keys(section).length, 0);
  if (all <= MOST_ENTRIES) return;
  throw new Refusal(
    ngettext(
      "This file has %(number)s entry; at most %(most)s can be loaded. Nothing was taken from it.",
      "This file has %(number)s entries; at most %(most)s can be loaded. Nothing was taken from it.",
      all,
      { most: MOST_ENTRIES.toLocaleString(locale) },
    ),
  );
}

/**
 * @template T
 * @param {T[]} things
 * @param {(thing: T) => string} faultOf
 * @returns {string} the first fault
 */
function first(things, faultOf) {
  for (const thing of things) {
    const fault = faultOf(thing);
    if (fault) return fault;
  }
  return "";
}

/**
 * @param {string} section
 * @param {{ key: RegExp, value: (value: any) => boolean }} form
 * @param {string} key
 * @param {any} entry
 * @returns {string}
 */
function faultOfEntry(section, form, key, entry) {
  if (!form.key.test(key) || key.length > LONGEST_KEY) {
    return gettext("The part “%(part)s” has a spoilt key, “%(key)s”.", { part: section, key: key.slice(0, 60) });
  }
  if (!isEntry(entry, section, form.value)) return gettext("The entry “%(key)s” in “%(part)s” is spoilt.", { key, part: section });
  return faultOfDates({ key, part: section }, [entry, ...(entry.others ?? [])]);
}

/**
 * @param {{ key: string, part: string }} where
 * @param {Json[]} versions of an entry
 * @returns {string}
 * @throws {Refusal} where one is dated in the future: nothing written until then would ever win over it
 */
function faultOfDates(where, versions) {
  return first(versions, ({ at, when = at, seen = {}, joined = {} }) => {
    const ordering = [at, ...Object.values(seen), ...Object.values(joined)];
    const wrong = [when, ...ordering].find((date) => !isDate(date));
    if (wrong !== undefined) {
      return gettext("The entry “%(key)s” in “%(part)s” has a wrong date, “%(date)s”.", { ...where, date: wrong.slice(0, 60) });
    }
    const end = latest();
    return first(ordering, (date) => {
      if (Date.parse(date) <= end) return "";
      throw new Refusal(
        gettext(
          "The entry “%(key)s” in “%(part)s” is dated %(date)s, which is in the future. Nothing was taken from this file. Check the date on this device and on the one that saved the file, then save the file again.",
          { ...where, date: date.slice(0, 10) },
        ),
      );
    });
  });
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
    (seen === undefined || isNamed(seen, NAME)) &&
    (joined === undefined || isNamed(joined, STEP)) &&
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
    isText(entry.at) &&
    isName(entry.by) &&
    (entry.when === undefined || isText(entry.when))
  );
}

/** @param {unknown} value */
function isAnswer(value) {
  return isObject(value) && isText(value.text, LONGEST.text) && isWords(value.prompt) && isSmall(value, ["text", "prompt"]);
}

/** @param {unknown} value */
function isSaved(value) {
  if (!isObject(value) || !isWords(value.title) || !isSmall(value, ["title"])) return false;
  const { place, makers } = value;
  return Number.isFinite(place) && Math.abs(place) <= Number.MAX_SAFE_INTEGER && (makers === undefined || isWords(makers));
}

/**
 * @param {Json} value
 * @param {string[]} but names of parts that have a limit of their own
 * @returns {boolean} whether the others, which tools may have added, are small
 */
function isSmall(value, but) {
  const more = Object.entries(value).filter(([name]) => !but.includes(name));
  return !more.length || JSON.stringify(more).length <= LONGEST.words;
}

/**
 * @param {unknown} held
 * @param {RegExp} name
 */
function isNamed(held, name) {
  return isObject(held) && Object.entries(held).every(([key, moment]) => name.test(key) && isText(moment));
}

/** @param {unknown} value @returns {value is Json} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @param {number} [longest]
 */
function isText(value, longest = LONGEST.words) {
  return typeof value === "string" && value.length <= longest;
}

/** @param {unknown} value */
const isWords = (value) => isText(value);

/** @param {unknown} value */
function isName(value) {
  return typeof value === "string" && NAME.test(value);
}

/**
 * @param {Json} held
 * @param {string[]} known
 */
function unknownName(held, known) {
  return Object.keys(held).find((name) => !known.includes(name));
}
