/** The journal as blocks of text, for the Markdown and Word exports. */
import { plainText } from "../ui/dom.mjs";
import { formatDateTime, formatDay, withFullStop } from "../ui/dates.mjs";
import { read } from "./markdown.mjs";
import { gettext } from "../ui/messages.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */
/** @typedef {import("./reflections.mjs").Chapter} Chapter */
/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("./reflections.mjs").AnswerVersion} AnswerVersion */

export const TITLE = gettext("Reflection journal");
export const CURRENT_PROMPT = gettext("The question today:");
export const EARLIER_PROMPT = gettext("Begun when the question was:");
export const OTHER_VERSION = gettext("Another version of the same answer, from another tab or another device:");

/**
 * @param {Chapter[]} chapters
 * @param {string} pathway title of the pathway
 * @returns {Block[]}
 */
export function journalDocument(chapters, pathway) {
  const summary = [pathway, gettext("Saved on %(day)s", { day: formatDay(Date.now()) })].filter(Boolean).map(withFullStop).join(" ");
  return [heading(1, TITLE), note(summary), ...chapters.flatMap((chapter) => chapterBlocks(chapter, 2))];
}

/**
 * @param {Chapter} chapter
 * @param {number} level of its heading
 * @returns {Block[]}
 */
export function chapterBlocks({ title, reflections }, level) {
  return [heading(level, title), ...reflections.flatMap((reflection) => reflectionBlocks(reflection, level + 1))];
}

/**
 * @param {Reflection} reflection
 * @param {number} level
 * @returns {Block[]}
 */
function reflectionBlocks({ title, promptNow, versions: writings }, level) {
  const [answer, ...others] = writings;
  return [
    heading(level, title),
    ...promptsOf(answer),
    ...(promptNow ? [note(CURRENT_PROMPT), ...promptBlocks(promptNow)] : []),
    ...(answer ? answerBlocks(answer, level) : []),
    ...others.flatMap((other) => [note(OTHER_VERSION), ...answerBlocks(other, level)]),
  ];
}

/**
 * @param {AnswerVersion | undefined} answer
 * @returns {Block[]}
 */
function promptsOf(answer) {
  if (!answer) return [];
  return [...promptBlocks(answer.prompt), ...answer.earlier.flatMap((prompt) => [note(EARLIER_PROMPT), ...promptBlocks(prompt)])];
}

/**
 * @param {AnswerVersion} writing
 * @param {number} level of the heading above
 * @returns {Block[]}
 */
function answerBlocks({ text, when }, level) {
  const blocks = read(text).map((block) =>
    block.kind === "heading" ? { ...block, level: Math.min(6, level + block.level) } : block,
  );
  return [...blocks, note(gettext("Written on %(time)s.", { time: formatDateTime(when) }))];
}

/**
 * @param {string} prompt plain text with paragraphs and list items
 * @returns {Block[]}
 */
export function promptBlocks(prompt) {
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
