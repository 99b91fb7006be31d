/** The learning record as blocks of text: what the learner says of their own learning, and that no one has checked it. */
import { count, dayInWords, timeInWords } from "./dates.mjs";
import { chapterOf, heading, note } from "./manuscript.mjs";

/** @typedef {import("./done.mjs").Done} Done */
/** @typedef {import("./done.mjs").Part} Part */
/** @typedef {import("./markdown.mjs").Block} Block */
/** @typedef {import("./markdown.mjs").Run} Run */
/** @typedef {{ pathway: string, name: string, times: boolean, reflections: import("./reflections.mjs").Chapter[] }} Wanted */

export const TITLE = "Learning record";
export const SELF_DECLARED =
  "Self-declared: the learner marked these steps as done. No one has checked or assessed them, and this is no certificate.";

/** @type {Record<string, string>} */
const VERBS = { read: "Read", watch: "Watched", listen: "Listened to", task: "Reflected on" };

/**
 * @param {Part[]} parts
 * @param {Wanted} wanted
 * @returns {Block[]}
 */
export function testimony(parts, { pathway, name, times, reflections }) {
  const all = parts.flatMap(({ done }) => done);
  return [
    heading(1, TITLE),
    paragraph([{ text: pathway, bold: true }, ...(name ? [{ text: `\n${name}` }] : [])]),
    note(SELF_DECLARED),
    paragraph([{ text: summary(all, times) }]),
    ...parts.flatMap((part) => partOf(part, times)),
    ...(reflections.length ? [heading(2, "From my journal"), ...reflections.flatMap((chapter) => chapterOf(chapter, 3))] : []),
    note(`Made on ${dayInWords(Date.now())}.`),
  ];
}

/**
 * @param {Done[]} all
 * @param {boolean} times
 */
function summary(all, times) {
  const days = all.map(({ when }) => when);
  const first = dayInWords(Math.min(...days));
  const last = dayInWords(Math.max(...days));
  const span = first === last ? `on ${first}` : `from ${first} to ${last}`;
  const time = times ? ` Time for these steps: ${timeInWords(all)}.` : "";
  return `${count(all.length, "step")} done, ${span}.${time}`;
}

/**
 * @param {Part} part
 * @param {boolean} times
 * @returns {Block[]}
 */
function partOf({ title, done, all }, times) {
  const told = [all ? `${done.length} of ${count(all, "step")}` : count(done.length, "step"), ...(times ? [timeInWords(done)] : [])];
  return [
    heading(2, title),
    note(`${told.join(", ")}.`),
    { kind: "list", ordered: false, start: 1, items: done.map((one) => item(one, times)) },
  ];
}

/**
 * @param {Done} done
 * @param {boolean} times
 * @returns {Run[]}
 */
function item(done, times) {
  const { verb, title, makers, when, lang, dir } = done;
  const facts = [...(makers ? [makers] : []), ...(times ? [timeInWords([done])] : []), dayInWords(when)];
  return [
    { text: verb ? `${VERBS[verb] ?? "Did"} ` : "" },
    { text: title, italic: verb !== "task", ...(lang && { lang }), ...(dir && { dir }) },
    { text: ` (${facts.join("; ")})` },
  ].filter(({ text }) => text);
}

/**
 * @param {Run[]} runs
 * @returns {Block}
 */
function paragraph(runs) {
  return { kind: "paragraph", runs };
}
