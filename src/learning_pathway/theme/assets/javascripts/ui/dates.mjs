/** Formats dates, durations and lists as text. */
import { formatMessage, gettext, isSupported, locale, ngettext } from "./messages.mjs";

/** @type {Record<string, string>} date and list formats of the language of the page, which the build inserts */
const formats = {};

/** The formats to use, in a language that the browser does not support. */
const fallbackFormats = isSupported() || !formats.day ? undefined : formats;

/** @returns {string} today as YYYY-MM-DD, for file names */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {string} text gets a full stop, unless it ends with punctuation */
export const withFullStop = (text) => (!text || /[.?!…⋯‥։؝؞؟۔܀܁܂߹࠷࠹࠽࠾।॥၊။።፧፨᙮᜵᜶។៕᠃᠉᥄᥅᪨᪩᪪᪫᭎᭏᭚᭛᭞᭟᭽᭾᭿᰻᰼᱾᱿‼‽⁇⁈⁉⳹⳺⳻⸮⸼⹓⹔。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫︒︕︖︙﹒﹖﹗！．？｡][’”»]*$/u.test(text) ? text : `${text}.`);

/** Minutes that shorter totals and estimates are rounded to; those from two hours on to half an hour. */
const STEP = 5;
const HALF_HOUR = 30;
const HOUR = 60;
const LONG = 120;

/**
 * Total duration of steps as text, as pages tell it; empty if none is known. Unknown durations are never counted as zero.
 * @param {{ minutes: number | null, estimated?: boolean, typical?: boolean }[]} steps
 */
export function formatDuration(steps) {
  const minutes = steps.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
  if (!minutes) return "";
  if (steps.some((step) => step.minutes === null)) return gettext("more than %(time)s", { time: formatHalfHours(roundMinutes(minutes, HOUR, false)) });
  if (!steps.some(({ estimated }) => estimated)) return formatHours(minutes);
  const time = formatHalfHours(roundMinutes(minutes));
  if (steps.length > 1) return gettext("about %(time)s, partly estimated", { time });
  if (steps[0].typical) return gettext("about %(time)s, estimated", { time });
  return gettext("about %(time)s", { time: minutes < HOUR ? formatHours(minutes) : time });
}

/**
 * @param {number} minutes
 * @param {number} [long] from how many minutes on the unit is half an hour
 * @param {boolean} [nearest] whether to round to the nearest unit instead of down
 */
function roundMinutes(minutes, long = LONG, nearest = true) {
  const unit = minutes < long ? STEP : HALF_HOUR;
  return Math.floor((minutes + (nearest ? Math.floor(unit / 2) : 0)) / unit) * unit || (nearest ? unit : minutes);
}

/** @param {number} total in minutes; half an hour is written as ½ */
function formatHalfHours(total) {
  if (total < 2 * HALF_HOUR || total % (2 * HALF_HOUR) !== HALF_HOUR) return formatHours(total);
  return gettext("%(hours)s½ hours", { hours: Math.floor(total / (2 * HALF_HOUR)).toLocaleString(locale) });
}

/** @param {number} total in minutes */
function formatHours(total) {
  const [whole, rest] = [Math.floor(total / 60), total % 60];
  const hours = ngettext("%(number)s hour", "%(number)s hours", whole);
  const minutes = ngettext("%(number)s minute", "%(number)s minutes", rest);
  if (whole && rest) return gettext("%(hours)s %(minutes)s", { hours, minutes });
  return whole ? hours : minutes;
}

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
  if (!items.length) return "";
  if (!fallbackFormats) return withWelshAnd(new Intl.ListFormat(locale, { type: "conjunction" }).format(items), items.at(-1));
  const last = items.length - 1;
  const text = items.reduce((before, after, index) => {
    const pattern = last === 1 ? "2" : index === last ? "end" : index === 1 ? "start" : "middle";
    return formatMessage(fallbackFormats[pattern], { before, after });
  });
  return withWelshAnd(text, items.at(-1));
}

/** The start of a Welsh word with a vowel, or of a number that is said with one, after punctuation. */
const VOWEL = /^[^\p{L}\d]*(?:[aeiouwyâêîôûŵŷ]|(?:1|11|8\d?)(?!\d))/iu;

/** @param {string} text @param {string} [last] @returns {string} a list with `a` or `ac` before its last item: CLDR writes `a(c)` */
function withWelshAnd(text, last = "") {
  const before = text.slice(0, text.length - last.length);
  return before.endsWith(" a(c) ") ? `${before.slice(0, -5)}${VOWEL.test(last) ? "ac" : "a"} ${last}` : text;
}

/** @param {string[]} items `A, B, C` */
export function formatList(items) {
  const formats = fallbackFormats;
  if (!formats) return new Intl.ListFormat(locale, { type: "unit" }).format(items);
  return items.length ? items.reduce((before, after) => formatMessage(formats.middle, { before, after })) : "";
}
