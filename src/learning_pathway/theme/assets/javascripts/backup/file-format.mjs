/** Validation of the backup file: its structure and its limits. */
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { STEPS } from "./migrations.mjs";
import { latestAllowed } from "../store/memory.mjs";
import { isTimestamp } from "./timestamps.mjs";

export const FORMAT = "learning-pathway-learner";
export const VERSION = 3;

/** An import failed; the message is for the learner. */
export class ImportError extends Error {}

const STEP = /^(resource|task):[a-z0-9]+(-[a-z0-9]+)*$/;
const TASK = /^task:[a-z0-9]+(-[a-z0-9]+)*$/;
const SETTING = /^[a-z][A-Za-z0-9]{0,59}$/;
const NAME = /^[a-z0-9]{8,40}$/;
const MAX_KEY_LENGTH = 200;
const MAX_OTHERS = 1000;
/** More than a hundred learners produce; a file of this size loads in seconds. */
const MAX_ENTRIES = 200_000;
/** Limits in characters: an answer, a title or name, and a setting as JSON. */
const MAX_LENGTH = { text: 10_000_000, words: 100_000, setting: 100_000 };

/** @typedef {Record<string, any>} Json */

/** @type {Record<string, { key: RegExp, value: (value: any) => boolean }>} the valid keys and values of each section */
const SECTIONS = {
  progress: { key: STEP, value: (value) => ["doing", "done", "skipped"].includes(value) },
  answers: { key: TASK, value: isAnswer },
  saved: { key: STEP, value: isSaved },
  settings: { key: SETTING, value: (value) => JSON.stringify(value).length <= MAX_LENGTH.setting },
};

/**
 * @param {unknown} content
 * @param {{ version: number, steps: Record<number, (content: Json) => Json> }} [target]
 * @returns {Json} the content in the current version
 * @throws {ImportError} if it is not a backup file, or from a newer version
 */
export function migrate(content, { version, steps } = { version: VERSION, steps: STEPS }) {
  if (!isObject(content) || content.format !== FORMAT) {
    throw new ImportError(gettext("This is not a file that a learning pathway exported. Nothing was loaded."));
  }
  if (!Number.isInteger(content.version) || content.version < 1) {
    throw new ImportError(gettext("This file is damaged: it does not say its version. Nothing was loaded."));
  }
  if (content.version > version) {
    throw new ImportError(
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
      throw new ImportError(
        gettext("This file is damaged: it says version %(version)s, but is not built like one. Nothing was loaded.", { version: from }),
      );
    }
  }
  return migrated;
}

/**
 * @param {Json} content in the current version
 * @returns {string} the first validation error; empty if the file is valid
 */
export function findError(content) {
  const unknown = unknownName(content, ["format", "version", "exported", "pathway", "device", "fields"]);
  if (unknown) return gettext("It has something called “%(name)s” that does not belong there.", { name: unknown });
  if (!isTimestamp(content.exported)) return gettext("It does not say when it was exported.");
  const { pathway, device, fields } = content;
  if (!isObject(pathway) || !isShortText(pathway.title) || !isShortText(pathway.address)) return gettext("It does not say of which pathway it is.");
  if (unknownName(pathway, ["title", "address"])) return gettext("What it says of its pathway has a part that does not belong there.");
  if (device !== undefined && !isName(device)) return gettext("Its device ID is damaged.");
  if (!isObject(fields) || unknownName(fields, Object.keys(SECTIONS))) return gettext("Its entries are not in order.");
  const missing = Object.keys(SECTIONS).find((section) => !isObject(fields[section]));
  if (missing) return gettext("The part “%(part)s” is missing.", { part: missing });
  refuseTooMany(fields);
  return firstError(Object.entries(SECTIONS), ([section, format]) =>
    firstError(Object.entries(fields[section]), ([key, entry]) => entryError(section, format, key, entry)),
  );
}

/**
 * @param {Json} fields
 * @throws {ImportError}
 */
function refuseTooMany(fields) {
  const all = Object.values(fields).reduce((sum, section) => sum + Object.keys(section).length, 0);
  if (all <= MAX_ENTRIES) return;
  throw new ImportError(
    ngettext(
      "This file has %(number)s entry; at most %(most)s can be loaded. Nothing was loaded.",
      "This file has %(number)s entries; at most %(most)s can be loaded. Nothing was loaded.",
      all,
      { most: MAX_ENTRIES.toLocaleString(locale) },
    ),
  );
}

/**
 * @template T
 * @param {T[]} items
 * @param {(item: T) => string} errorOf
 * @returns {string} the first error
 */
function firstError(items, errorOf) {
  for (const item of items) {
    const error = errorOf(item);
    if (error) return error;
  }
  return "";
}

/**
 * @param {string} section
 * @param {{ key: RegExp, value: (value: any) => boolean }} format
 * @param {string} key
 * @param {any} entry
 * @returns {string}
 */
function entryError(section, format, key, entry) {
  if (!format.key.test(key) || key.length > MAX_KEY_LENGTH) {
    return gettext("The part “%(part)s” has a damaged key, “%(key)s”.", { part: section, key: key.slice(0, 60) });
  }
  if (!isEntry(entry, section, format.value)) return gettext("The entry “%(key)s” in “%(part)s” is damaged.", { key, part: section });
  return dateError({ key, part: section }, [entry, ...(entry.others ?? [])]);
}

/**
 * @param {{ key: string, part: string }} where
 * @param {Json[]} versions of an entry
 * @returns {string}
 * @throws {ImportError} if a date is in the future: such an entry would win over everything written until then
 */
function dateError(where, versions) {
  return firstError(versions, ({ at, when = at, seen = {}, joined = {} }) => {
    const ordering = [at, ...Object.values(seen), ...Object.values(joined)];
    const wrong = [when, ...ordering].find((date) => !isTimestamp(date));
    if (wrong !== undefined) {
      return gettext("The entry “%(key)s” in “%(part)s” has a wrong date, “%(date)s”.", { ...where, date: wrong.slice(0, 60) });
    }
    const end = latestAllowed();
    return firstError(ordering, (date) => {
      if (Date.parse(date) <= end) return "";
      throw new ImportError(
        gettext(
          "The entry “%(key)s” in “%(part)s” is dated %(date)s, which is in the future. Nothing was loaded. Check the date on this device and on the one that saved the file, then save the file again.",
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
        others.length <= MAX_OTHERS &&
        others.every((other) => isVersion(other, isValue, true, []))))
  );
}

/**
 * @param {unknown} entry
 * @param {(value: any) => boolean} isValue
 * @param {boolean} needsValue false for an entry, which has no value when it was removed
 * @param {string[]} more additional property names
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
  return isObject(value) && isText(value.text, MAX_LENGTH.text) && isShortText(value.prompt) && isSmall(value, ["text", "prompt"]);
}

/** @param {unknown} value */
function isSaved(value) {
  if (!isObject(value) || !isShortText(value.title) || !isSmall(value, ["title"])) return false;
  const { place, makers } = value;
  return Number.isFinite(place) && Math.abs(place) <= Number.MAX_SAFE_INTEGER && (makers === undefined || isShortText(makers));
}

/**
 * @param {Json} value
 * @param {string[]} except properties with a limit of their own
 * @returns {boolean} whether the other properties stay within the limit
 */
function isSmall(value, except) {
  const more = Object.entries(value).filter(([name]) => !except.includes(name));
  return !more.length || JSON.stringify(more).length <= MAX_LENGTH.words;
}

/**
 * @param {unknown} map
 * @param {RegExp} name
 */
function isNamed(map, name) {
  return isObject(map) && Object.entries(map).every(([key, moment]) => name.test(key) && isText(moment));
}

/** @param {unknown} value @returns {value is Json} */
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * @param {unknown} value
 * @param {number} [longest]
 */
function isText(value, longest = MAX_LENGTH.words) {
  return typeof value === "string" && value.length <= longest;
}

/** @param {unknown} value */
const isShortText = (value) => isText(value);

/** @param {unknown} value */
function isName(value) {
  return typeof value === "string" && NAME.test(value);
}

/**
 * @param {Json} map
 * @param {string[]} known
 */
function unknownName(map, known) {
  return Object.keys(map).find((name) => !known.includes(name));
}
