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
  return filled(forms[plural.select(number)] ?? forms.other, { number: number.toLocaleString(locale), ...values });
}

/** @param {string} message in a table, to be translated where it is used */
export const msgid = (message) => message;

/**
 * How the language writes days and lists, where the browser does not know it: it would write them as in the United States.
 * @type {Record<string, string> | undefined}
 */
const own = isKnown() ? undefined : /** @type {Record<string, string> | undefined} */ (messages[""]);

function isKnown() {
  const { locale } = new Intl.DateTimeFormat(language).resolvedOptions();
  return locale.split("-")[0] === language.split("-")[0];
}

/** For what the browser is to write in a language that it knows. */
export const locale = isKnown() ? language : "en-GB";

/**
 * @param {number} moment milliseconds since 1970
 * @param {Intl.DateTimeFormatOptions} [zone]
 */
export function dayInWords(moment, zone = {}) {
  if (!own) return new Intl.DateTimeFormat(locale, { dateStyle: "long", ...zone }).format(moment);
  const parts = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "numeric", year: "numeric", ...zone }).formatToParts(moment);
  const { day, month, year } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return filled(own.day, { day, month: own[`month ${month}`], year });
}

/** @param {number} moment milliseconds since 1970 */
export function momentInWords(moment) {
  if (!own) return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(moment);
  const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(moment);
  return filled(own.moment, { day: dayInWords(moment), time });
}

/** @param {string} day YYYY-MM-DD, with the name of its weekday */
export function weekdayInWords(day) {
  const moment = Date.parse(`${day}T00:00Z`);
  if (own) return `${own[`weekday ${new Date(moment).getUTCDay()}`]} ${dayInWords(moment, { timeZone: "UTC" })}`;
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "long", year: "numeric" }).format(moment);
}

/** @param {string[]} items `A, B and C` */
export function allOf(items) {
  if (!own) return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
  const last = items.length - 1;
  return items.reduce((before, after, place) => {
    const pattern = last === 1 ? "2" : place === last ? "end" : place === 1 ? "start" : "middle";
    return filled(own[pattern], { before, after });
  });
}

/** @param {string[]} items `A, B, C` */
export const listed = (items) =>
  own
    ? items.reduce((before, after) => filled(own.middle, { before, after }))
    : new Intl.ListFormat(locale, { type: "unit" }).format(items);
