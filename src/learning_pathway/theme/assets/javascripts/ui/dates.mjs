/** Days, moments and lengths of time in words, and the ends of sentences. */
import { gettext, ngettext } from "./messages.mjs";

export { dayInWords, momentInWords } from "./messages.mjs";

/** @returns {string} today, for the name of a file */
export function today() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** @param {string} words to end with a full stop, unless they end a sentence by themselves */
export const stopped = (words) => (!words || /[.?!…⋯‥։؝؞؟۔܀܁܂߹࠷࠹࠽࠾।॥၊။።፧፨᙮᜵᜶។៕᠃᠉᥄᥅᪨᪩᪪᪫᭎᭏᭚᭛᭞᭟᭽᭾᭿᰻᰼᱾᱿‼‽⁇⁈⁉⳹⳺⳻⸮⸼⹓⹔。꓿꘎꘏꛳꛷꡶꡷꣎꣏꤯꧈꧉꩝꩞꩟꫰꫱꯫︒︕︖︙﹒﹖﹗！．？｡][’”»]*$/u.test(words) ? words : `${words}.`);

/**
 * What some steps take together, as the pages say it: an unknown length stays unknown and is never counted as zero.
 * @param {{ minutes: number | null, estimated?: boolean }[]} steps
 */
export function timeInWords(steps) {
  const known = steps.filter(({ minutes }) => minutes !== null);
  const unknown = steps.length - known.length;
  const minutes = known.reduce((sum, step) => sum + (step.minutes ?? 0), 0);
  if (!minutes && steps.length === 1) return gettext("length not known");
  if (!minutes) {
    return ngettext("%(number)s step without a stated length", "%(number)s steps without a stated length", unknown);
  }
  const time = inHours(minutes);
  if (unknown) {
    return ngettext(
      "at least %(time)s; %(number)s step without a stated length",
      "at least %(time)s; %(number)s steps without a stated length",
      unknown,
      { time },
    );
  }
  return known.some(({ estimated }) => estimated) ? gettext("about %(time)s", { time }) : time;
}

/** @param {number} all in minutes */
function inHours(all) {
  const [whole, rest] = [Math.floor(all / 60), all % 60];
  const hours = ngettext("%(number)s hour", "%(number)s hours", whole);
  const minutes = ngettext("%(number)s minute", "%(number)s minutes", rest);
  if (whole && rest) return gettext("%(hours)s %(minutes)s", { hours, minutes });
  return whole ? hours : minutes;
}
