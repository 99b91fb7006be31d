/** What the interface says, in the language of the page. Messages are English; a build puts a translation of them here. */

/** @type {Record<string, string | Record<string, string>>} by message; forms of plurals by CLDR's categories of number */
const messages = {};

/** The language of the page; the theme says "en" where the pathway says "en-GB". */
export const language = globalThis.document?.documentElement.lang.replace(/^(en)?$/, "en-GB") || "en-GB";

const plural = new Intl.PluralRules(language);

/**
 * @param {string} text
 * @param {Record<string, unknown>} values in place of `%(name)s`
 */
const filled = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => String(values[name] ?? place));

/**
 * @template T
 * @param {string} text a message with places that are still open
 * @param {Record<string, T>} things for those places
 * @returns {(T | string)[]} its parts, in order
 */
export function placed(text, things) {
  /** @type {(T | string)[]} */
  const parts = [];
  text.split(/%\((\w+)\)s/).forEach((part, place) => {
    const next = place % 2 ? things[part] ?? `%(${part})s` : part;
    if (typeof next === "string" && typeof parts[parts.length - 1] === "string") parts[parts.length - 1] += next;
    else if (next !== "") parts.push(next);
  });
  return parts;
}

/**
 * @param {string} message
 * @param {Record<string, unknown>} [values]
 */
export const gettext = (message, values = {}) => filled(String(messages[message] ?? message), values);

/**
 * @param {string} one
 * @param {string} many
 * @param {number} number which `%(number)s` stands for
 * @param {Record<string, unknown>} [values]
 */
export function ngettext(one, many, number, values = {}) {
  const forms = /** @type {Record<string, string>} */ (messages[one] ?? { one, other: many });
  return filled(forms[plural.select(number)] ?? forms.other, { number: number.toLocaleString(language), ...values });
}

/** @param {string} message in a table, to be translated where it is used */
export const msgid = (message) => message;

/** @param {Iterable<string>} items `A, B and C` */
export const allOf = (items) => new Intl.ListFormat(language, { type: "conjunction" }).format(items);

/** @param {Iterable<string>} items `A, B, C` */
export const listed = (items) => new Intl.ListFormat(language, { type: "unit" }).format(items);
