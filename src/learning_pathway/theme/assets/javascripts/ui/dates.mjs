/** Formats dates and durations as text. */
import { gettext, locale, ngettext } from "./messages.mjs";

export { formatDay, formatDateTime } from "./messages.mjs";

/** @returns {string} today as YYYY-MM-DD, for file names */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {string} text gets a full stop, unless it ends with punctuation */
export const withFullStop = (text) => (!text || /[.?!…⋯‥։؝؞؟۔܀܁܂߹࠷࠹࠽࠾।॥၊။።፧፨᙮᜵᜶។៕᠃᠉᥄᥅᪨᪩᪪᪫᭎᭏᭚᭛᭞᭟᭽᭾᭿᰻᰼᱾᱿‼‽⁇⁈⁉⳹⳺⳻⸮⸼⹓⹔。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫︒︕︖︙﹒﹖﹗！．？｡][’”»]*$/u.test(text) ? text : `${text}.`);

/** Minutes that totals and estimates below two hours are rounded to; longer ones to half an hour. */
const STEP = 5;
const HALF_HOUR = 30;
const LONG = 120;

/**
 * Total duration of steps as text; empty if none is known. Unknown durations are never counted as zero.
 * @param {{ minutes: number | null, estimated?: boolean, typical?: boolean }[]} steps
 */
export function formatDuration(steps) {
  const minutes = steps.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
  if (!minutes) return "";
  if (steps.some((step) => step.minutes === null)) return gettext("more than %(time)s", { time: formatHalfHours(roundMinutes(minutes, false)) });
  if (!steps.some(({ estimated }) => estimated)) return formatHours(minutes);
  const time = formatHalfHours(roundMinutes(minutes));
  if (steps.length > 1) return gettext("about %(time)s, partly estimated", { time });
  return steps[0].typical ? gettext("about %(time)s, estimated", { time }) : gettext("about %(time)s", { time: formatHours(minutes) });
}

/**
 * @param {number} minutes
 * @param {boolean} [nearest] whether to round to the nearest unit instead of down
 */
function roundMinutes(minutes, nearest = true) {
  const unit = minutes < LONG ? STEP : HALF_HOUR;
  return Math.max(unit, Math.floor((minutes + (nearest ? Math.floor(unit / 2) : 0)) / unit) * unit);
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
