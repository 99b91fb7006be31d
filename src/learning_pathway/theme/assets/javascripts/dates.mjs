/** Days, moments, lengths of time and numbers in words, and the ends of sentences. */

/** @returns {string} language of the page; the theme says "en" where the pathway says "en-GB" */
export function language() {
  const { lang } = document.documentElement;
  return !lang || lang === "en" ? "en-GB" : lang;
}

/** @param {number} moment milliseconds since 1970 */
export const dayInWords = (moment) => new Intl.DateTimeFormat(language(), { dateStyle: "long" }).format(moment);

/** @param {number} moment milliseconds since 1970 */
export const momentInWords = (moment) =>
  new Intl.DateTimeFormat(language(), { dateStyle: "long", timeStyle: "short" }).format(moment);

/** @returns {string} today, for the name of a file */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/**
 * @param {number} number
 * @param {string} one
 * @param {string} [more] its plural, where that is not just an s
 */
export const count = (number, one, more = `${one}s`) => `${number} ${number === 1 ? one : more}`;

/** @param {string} words to end with a full stop, unless they end a sentence by themselves */
export const stopped = (words) => (!words || /[.?!…؟۔।॥。！？｡։።၊။][’”»]*$/.test(words) ? words : `${words}.`);

/**
 * What some steps take together, as the pages say it: an unknown length stays unknown and is never counted as zero.
 * @param {{ minutes: number | null, estimated?: boolean }[]} steps
 */
export function timeInWords(steps) {
  const known = steps.filter(({ minutes }) => minutes !== null);
  const unknown = steps.length - known.length;
  const missing = `${count(unknown, "step")} without a stated length`;
  const minutes = known.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
  if (!minutes) return steps.length === 1 ? "length not known" : missing;
  if (unknown) return `at least ${inHours(minutes)}; ${missing}`;
  return `${known.some(({ estimated }) => estimated) ? "about " : ""}${inHours(minutes)}`;
}

/** @param {number} minutes */
function inHours(minutes) {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  return [...(hours ? [count(hours, "hour")] : []), ...(rest || !hours ? [count(rest, "minute")] : [])].join(" ");
}
