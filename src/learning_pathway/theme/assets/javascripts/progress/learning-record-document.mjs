/** The learning record as blocks of text. */
import { formatDay, formatDuration, formatList } from "../ui/dates.mjs";
import { chapterBlocks, heading, note } from "../journal/journal-document.mjs";
import { gettext, msgid, ngettext, fillPlaceholders } from "../ui/messages.mjs";

/** @typedef {import("./done.mjs").CompletedStep} CompletedStep */
/** @typedef {import("./done.mjs").CompletedModule} CompletedModule */
/** @typedef {import("../journal/markdown.mjs").Block} Block */
/** @typedef {import("../journal/markdown.mjs").Run} Run */
/** @typedef {{ pathway: string, name: string, times: boolean, reflections: import("../journal/reflections.mjs").Chapter[] }} RecordOptions */

export const TITLE = gettext("Learning record");
export const SELF_DECLARED = gettext(
  "This is the learner’s own record, not a certificate. No one has checked or assessed it.",
);

/** @type {Record<string, string>} */
const STEP_SENTENCES = {
  "": msgid("%(title)s (%(facts)s)"),
  read: msgid("Read %(title)s (%(facts)s)"),
  watch: msgid("Watched %(title)s (%(facts)s)"),
  listen: msgid("Listened to %(title)s (%(facts)s)"),
  task: msgid("Reflected on %(title)s (%(facts)s)"),
};

/**
 * @param {CompletedModule[]} parts
 * @param {RecordOptions} wanted
 * @returns {Block[]}
 */
export function recordDocument(parts, { pathway, name, times, reflections }) {
  const all = parts.flatMap(({ done }) => done);
  return [
    heading(1, TITLE),
    paragraph([{ text: pathway, bold: true }, ...(name ? [{ text: `\n${name}` }] : [])]),
    note(SELF_DECLARED),
    paragraph([{ text: summary(all, times) }]),
    ...parts.flatMap((part) => moduleBlocks(part, times)),
    ...(reflections.length ? [heading(2, gettext("From my journal")), ...reflections.flatMap((chapter) => chapterBlocks(chapter, 3))] : []),
    note(gettext("Made on %(day)s.", { day: formatDay(Date.now()) })),
  ];
}

/**
 * @param {CompletedStep[]} all
 * @param {boolean} times
 */
function summary(all, times) {
  const days = all.map(({ when }) => when);
  const first = formatDay(Math.min(...days));
  const last = formatDay(Math.max(...days));
  const sum =
    first === last
      ? ngettext("%(number)s step done, on %(day)s.", "%(number)s steps done, on %(day)s.", all.length, { day: first })
      : ngettext("%(number)s step done, from %(first)s to %(last)s.", "%(number)s steps done, from %(first)s to %(last)s.", all.length, { first, last });
  const time = times ? formatDuration(all) : "";
  return time ? `${sum} ${gettext("Time for these steps: %(time)s.", { time })}` : sum;
}

/**
 * @param {CompletedModule} part
 * @param {boolean} times
 * @returns {Block[]}
 */
function moduleBlocks({ title, done, all }, times) {
  const steps = all
    ? ngettext("%(done)s of %(number)s step", "%(done)s of %(number)s steps", all, { done: done.length })
    : ngettext("%(number)s step", "%(number)s steps", done.length);
  return [
    heading(2, title),
    note(gettext("%(facts)s.", { facts: formatList([steps, times ? formatDuration(done) : ""].filter(Boolean)) })),
    { kind: "list", ordered: false, start: 1, items: done.map((one) => item(one, times)) },
  ];
}

/**
 * @param {CompletedStep} done
 * @param {boolean} times
 * @returns {Run[]}
 */
function item(done, times) {
  const { verb, title, makers, when, lang, dir } = done;
  const facts = [makers, times ? formatDuration([done]) : "", formatDay(when)].filter(Boolean).join("; ");
  const name = { text: title, italic: verb !== "task", ...(lang && { lang }), ...(dir && { dir }) };
  return fillPlaceholders(gettext(STEP_SENTENCES[verb] ?? STEP_SENTENCES[""]), { facts, title: name }).map((run) => (typeof run === "string" ? { text: run } : run));
}

/**
 * @param {Run[]} runs
 * @returns {Block}
 */
function paragraph(runs) {
  return { kind: "paragraph", runs };
}
