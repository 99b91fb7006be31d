/** The journal as blocks of text, from which the Markdown and the Word file are made. */
import { plainText } from "../ui/dom.mjs";
import { momentInWords, dayInWords, stopped } from "../ui/dates.mjs";
import { read } from "./markdown.mjs";
import { gettext } from "../ui/messages.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */
/** @typedef {import("./reflections.mjs").Chapter} Chapter */
/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("./reflections.mjs").Writing} Writing */

export const TITLE = gettext("Reflection journal");
export const NOW = gettext("The question today:");
export const BEGUN = gettext("Begun when the question was:");
export const BESIDE = gettext("Another version of the same answer, from another tab or another device:");

/**
 * @param {Chapter[]} chapters
 * @param {string} pathway its title
 * @returns {Block[]}
 */
export function manuscript(chapters, pathway) {
  const told = [pathway, gettext("Saved on %(day)s", { day: dayInWords(Date.now()) })].filter(Boolean).map(stopped).join(" ");
  return [heading(1, TITLE), note(told), ...chapters.flatMap((chapter) => chapterOf(chapter, 2))];
}

/**
 * @param {Chapter} chapter
 * @param {number} level of its heading
 * @returns {Block[]}
 */
export function chapterOf({ title, reflections }, level) {
  return [heading(level, title), ...reflections.flatMap((reflection) => reflectionOf(reflection, level + 1))];
}

/**
 * @param {Reflection} reflection
 * @param {number} level
 * @returns {Block[]}
 */
function reflectionOf({ title, promptNow, writings }, level) {
  const [answer, ...others] = writings;
  return [
    heading(level, title),
    ...promptOf(answer),
    ...(promptNow ? [note(NOW), ...plain(promptNow)] : []),
    ...(answer ? textOf(answer, level) : []),
    ...others.flatMap((other) => [note(BESIDE), ...textOf(other, level)]),
  ];
}

/**
 * @param {Writing | undefined} answer
 * @returns {Block[]}
 */
function promptOf(answer) {
  if (!answer) return [];
  return [...plain(answer.prompt), ...answer.earlier.flatMap((prompt) => [note(BEGUN), ...plain(prompt)])];
}

/**
 * @param {Writing} writing
 * @param {number} level of the heading that it stands under
 * @returns {Block[]}
 */
function textOf({ text, when }, level) {
  const blocks = read(text).map((block) =>
    block.kind === "heading" ? { ...block, level: Math.min(6, level + block.level) } : block,
  );
  return [...blocks, note(gettext("Written on %(time)s.", { time: momentInWords(when) }))];
}

/**
 * @param {string} prompt plain paragraphs, items of lists on lines of their own
 * @returns {Block[]}
 */
export function plain(prompt) {
  return plainText(prompt)
    .split(/\n\s*\n/)
    .filter((part) => part.trim())
    .map((part) => ({ kind: "paragraph", look: "prompt", runs: [{ text: part.trim().replace(/[^\S\n]+/g, " ").replace(/ ?\n(?! ?(?:•|\d+\.) )/g, " ") }] }));
}

/**
 * @param {number} level
 * @param {string} text
 * @returns {Block}
 */
export const heading = (level, text) => ({ kind: "heading", level, runs: [{ text }] });

/**
 * @param {string} text
 * @returns {Block}
 */
export const note = (text) => ({ kind: "paragraph", look: "note", runs: [{ text }] });
