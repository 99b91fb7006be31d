/** Translation of interface messages. The build inserts the translations of the page's language. */

/** @type {Record<string, string | Record<string, string>>} by message; plural forms by CLDR category */
const messages = {};

/** The language of the page; "en" means "en-GB". */
export const language = globalThis.document?.documentElement.lang.replace(/^(en)?$/, "en-GB") || "en-GB";

const plural = new Intl.PluralRules(language);

/**
 * @param {string} text
 * @param {Record<string, unknown>} values replacements for `%(name)s`
 */
const formatMessage = (text, values) => text.replace(/%\((\w+)\)s/g, (place, name) => String(values[name] ?? place));

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

/**
 * Date and list formats for a language that the browser does not support.
 * @type {Record<string, string> | undefined}
 */
const fallbackFormats = isSupported() ? undefined : /** @type {Record<string, string> | undefined} */ (messages[""]);

function isSupported() {
  const { locale } = new Intl.DateTimeFormat(language).resolvedOptions();
  return locale.split("-")[0] === language.split("-")[0];
}

/** The locale for formats of the browser. */
export const locale = isSupported() ? language : "en-GB";

/**
 * @param {number} moment milliseconds since 1970
 * @param {Intl.DateTimeFormatOptions} [zone]
 */
export function formatDay(moment, zone = {}) {
  if (!fallbackFormats) return new Intl.DateTimeFormat(locale, { dateStyle: "long", ...zone }).format(moment);
  const parts = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "numeric", year: "numeric", ...zone }).formatToParts(moment);
  const { day, month, year } = Object.fromEntries(parts.map(({ type, value }) => [type, Number(value)]));
  return formatMessage(fallbackFormats.day, { day, month: fallbackFormats[`month ${month}`], year });
}

/** @param {number} moment milliseconds since 1970 */
export function formatDateTime(moment) {
  if (!fallbackFormats) return new Intl.DateTimeFormat(locale, { dateStyle: "long", timeStyle: "short" }).format(moment);
  const time = new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(moment);
  return formatMessage(fallbackFormats.moment, { day: formatDay(moment), time });
}

/** @param {string} day YYYY-MM-DD; the result includes the weekday */
export function formatWeekday(day) {
  const moment = Date.parse(`${day}T00:00Z`);
  if (fallbackFormats) return `${fallbackFormats[`weekday ${new Date(moment).getUTCDay()}`]} ${formatDay(moment, { timeZone: "UTC" })}`;
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric", month: "long", year: "numeric" }).format(moment);
}

/** @param {string} day YYYY-MM-DD, within a week of today: "Thu 3" */
export function formatShortDay(day) {
  const moment = Date.parse(`${day}T00:00Z`);
  if (fallbackFormats) return `${fallbackFormats[`weekday ${new Date(moment).getUTCDay()}`]} ${Number(day.slice(-2))}`;
  return new Intl.DateTimeFormat(locale, { timeZone: "UTC", weekday: "short", day: "numeric" }).format(moment);
}

/** @param {string[]} items `A, B and C` */
export function formatAnd(items) {
  if (!fallbackFormats) return new Intl.ListFormat(locale, { type: "conjunction" }).format(items);
  const last = items.length - 1;
  return items.reduce((before, after, index) => {
    const pattern = last === 1 ? "2" : index === last ? "end" : index === 1 ? "start" : "middle";
    return formatMessage(fallbackFormats[pattern], { before, after });
  });
}

/** @param {string[]} items `A, B, C` */
export const formatList = (items) =>
  fallbackFormats
    ? items.reduce((before, after) => formatMessage(fallbackFormats.middle, { before, after }))
    : new Intl.ListFormat(locale, { type: "unit" }).format(items);
