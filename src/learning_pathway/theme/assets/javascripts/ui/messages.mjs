/**
 * Translation of interface messages. The build inserts the translations into each script that uses them, so that a page
 * loads only those of its tools.
 */

/** @type {Record<string, string | Record<string, string>>} by message; plural forms by CLDR category */
const messages = {};

/** @param {typeof messages} translations by message */
export const addMessages = (translations) => void Object.assign(messages, translations);

/** The language of the page; "en" means "en-GB". */
export const language = globalThis.document?.documentElement.lang.replace(/^(en)?$/, "en-GB") || "en-GB";

const plural = new Intl.PluralRules(language);

/**
 * @param {string} text
 * @param {Record<string, unknown>} values replacements for `%(name)s`
 */
export const formatMessage = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => String(values[name] ?? place));

/**
 * @template T
 * @param {string} text a message with placeholders
 * @param {Record<string, T>} replacements values by placeholder
 * @returns {(T | string)[]} its parts, in order
 */
export function fillPlaceholders(text, replacements) {
  /** @type {(T | string)[]} */
  const parts = [];
  text.split(/%\((\w+)\)s/).forEach((part, index) => {
    const next = index % 2 ? replacements[part] ?? `%(${part})s` : part;
    if (typeof next === "string" && typeof parts[parts.length - 1] === "string") parts[parts.length - 1] += next;
    else if (next !== "") parts.push(next);
  });
  return parts;
}

/**
 * @param {string} message
 * @param {Record<string, unknown>} [values]
 */
export const gettext = (message, values = {}) => formatMessage(String(messages[message] ?? message), values);

/**
 * @param {string} one
 * @param {string} many
 * @param {number} number value of `%(number)s`
 * @param {Record<string, unknown>} [values]
 */
export function ngettext(one, many, number, values = {}) {
  const forms = /** @type {Record<string, string>} */ (messages[one] ?? { one, other: many });
  return formatMessage(forms[plural.select(number)] ?? forms.other, { number: number.toLocaleString(locale), ...values });
}

/** @param {string} message marked for extraction; translate it where it is used */
export const msgid = (message) => message;

/** @returns {boolean} whether the browser can format dates, lists and numbers in the language of the page */
export function isSupported() {
  const { locale } = new Intl.DateTimeFormat(language).resolvedOptions();
  return locale.split("-")[0] === language.split("-")[0];
}

/** The locale for formats of the browser. */
export const locale = isSupported() ? language : "en-GB";
