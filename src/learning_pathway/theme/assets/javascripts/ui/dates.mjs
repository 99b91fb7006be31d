/** Days, moments and lengths of time in words, and the ends of sentences. */
import { gettext, locale, ngettext } from "./messages.mjs";

export { dayInWords, momentInWords } from "./messages.mjs";

/** @returns {string} today, for the name of a file */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {string} words to end with a full stop, unless they end a sentence by themselves */
export const stopped = (words) => (!words || /[.?!…⋯‥։؝؞؟۔܀܁܂߹࠷࠹࠽࠾।॥၊။።፧፨᙮᜵᜶។៕᠃᠉᥄᥅᪨᪩᪪᪫᭎᭏᭚᭛᭞᭟᭽᭾᭿᰻᰼᱾᱿‼‽⁇⁈⁉⳹⳺⳻⸮⸼⹓⹔。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫︒︕︖︙﹒﹖﹗！．？｡][’”»]*$/u.test(words) ? words : `${words}.`);

/** Sums and estimates below two hours are rounded to so many minutes; longer ones to half an hour. */
const STEP = 5;
const HALF_HOUR = 30;
const LONG = 120;

/**
 * What some steps take together, as the pages say it; empty where nothing is known. What is not known is never counted
 * as zero.
 * @param {{ minutes: number | null, estimated?: boolean, typical?: boolean }[]} steps
 */
export function timeInWords(steps) {
  const minutes = steps.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
  if (!minutes) return "";
  if (steps.some((step) => step.minutes === null)) return gettext("more than %(time)s", { time: inHalfHours(rounded(minutes, false)) });
  if (!steps.some(({ estimated }) => estimated)) return inHours(minutes);
  const time = inHalfHours(rounded(minutes));
  if (steps.length > 1) return gettext("about %(time)s, partly estimated", { time });
  return steps[0].typical ? gettext("about %(time)s, estimated", { time }) : gettext("about %(time)s", { time: inHours(minutes) });
}

/**
 * @param {number} minutes
 * @param {boolean} [up] whether to the nearest, not down
 */
function rounded(minutes, up = true) {
  const unit = minutes < LONG ? STEP : HALF_HOUR;
  return Math.max(unit, Math.floor((minutes + (up ? Math.floor(unit / 2) : 0)) / unit) * unit);
}

/** @param {number} all in minutes, half an hour of which is a ½ */
function inHalfHours(all) {
  if (all < 2 * HALF_HOUR || all % (2 * HALF_HOUR) !== HALF_HOUR) return inHours(all);
  return gettext("%(hours)s½ hours", { hours: Math.floor(all / (2 * HALF_HOUR)).toLocaleString(locale) });
}

/** @param {number} all in minutes */
function inHours(all) {
  const [whole, rest] = [Math.floor(all / 60), all % 60];
  const hours = ngettext("%(number)s hour", "%(number)s hours", whole);
  const minutes = ngettext("%(number)s minute", "%(number)s minutes", rest);
  if (whole && rest) return gettext("%(hours)s %(minutes)s", { hours, minutes });
  return whole ? hours : minutes;
}
