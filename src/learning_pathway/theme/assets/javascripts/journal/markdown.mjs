/**
 * Parses and writes simple Markdown: paragraphs, headings, lists, quotations, **bold** and *italic*. A line break stays
 * a line break, and everything else stays as typed.
 *
 * Not a library: the page, the Word file and the Markdown file must show the same few elements, without the raw HTML,
 * tables and images of a full parser (12 kB).
 */

import { plainText } from "../ui/dom.mjs";

/** @typedef {{ text: string, bold?: boolean, italic?: boolean, lang?: string, dir?: string }} Run `lang` and `dir` if they differ from the page's */
/** @typedef {{ kind: "heading", level: number, runs: Run[] }} Heading level 1 is the title of the document */
/** @typedef {{ kind: "paragraph", runs: Run[], look?: "quote" | "prompt" | "note" }} Paragraph */
/** @typedef {{ kind: "list", ordered: boolean, start: number, items: Run[][] }} List */
/** @typedef {Heading | Paragraph | List} Block */

const HEADING = /^(#{1,6})\s+(\S.*?)\s*#*$/;
const BULLET = /^\s{0,8}[-*+•]\s+(\S.*)$/;
const NUMBER = /^\s{0,8}(\d{1,9})[.)]\s+(\S.*)$/;
const QUOTE = /^\s{0,3}>\s?(.*)$/;

/**
 * Emphasis opens before a word and closes after one; `_` not inside a word, as in file_names. The bounded length keeps
 * parsing linear for a text of asterisks only. A `_` after a letter is matched first as plain text, since browsers of
 * 2022 have no look-behind.
 */
const EMPHASIS =
  /[\p{L}\p{N}]_|\\([\\*_#>`[\]<&+.)~=\n-])|(\*\*|__)(?=\S)([^\n]{0,599}?\S)\2|(\*|_)(?=[^\s*_])([^\n]{0,599}?\S)\4(?![\p{L}\p{N}])/gu;

/**
 * @param {string} text
 * @returns {Block[]}
 */
export function read(text) {
  /** @type {Block[]} */
  const blocks = [];
  for (const chunk of plainText(text).split(/\n[^\S\n]*\n/)) readChunk(chunk, blocks);
  return blocks;
}

/**
 * @param {string} chunk lines without a blank line
 * @param {Block[]} blocks the list to append to
 */
function readChunk(chunk, blocks) {
  /** @type {{ kind: string, lines: string[], number: number }[]} */
  const parts = [];
  for (const line of chunk.split("\n")) {
    if (!line.trim()) continue;
    const { kind, words, number } = lineOf(line);
    const last = parts.at(-1);
    if (last && kind === last.kind && kind !== "heading") last.lines.push(words);
    else if (last && kind === "paragraph" && /^\s/.test(line) && isList(last.kind)) last.lines.push(`${last.lines.pop()}\n${words}`);
    else parts.push({ kind, lines: [words], number });
  }
  for (const part of parts) blocks.push(blockOf(part));
}

/**
 * @param {string} line
 * @returns {{ kind: string, words: string, number: number }}
 */
function lineOf(line) {
  const heading = HEADING.exec(line);
  if (heading) return { kind: "heading", words: heading[2], number: heading[1].length };
  const bullet = BULLET.exec(line);
  if (bullet) return { kind: "bullets", words: bullet[1], number: 1 };
  const number = NUMBER.exec(line);
  if (number) return { kind: "numbers", words: number[2], number: Number(number[1]) };
  const quote = QUOTE.exec(line);
  if (quote) return { kind: "quote", words: quote[1], number: 0 };
  return { kind: "paragraph", words: line.trim(), number: 0 };
}

/** @param {string} kind */
const isList = (kind) => kind === "bullets" || kind === "numbers";

/**
 * @param {{ kind: string, lines: string[], number: number }} part
 * @returns {Block}
 */
function blockOf({ kind, lines, number }) {
  if (kind === "heading") return { kind, level: number, runs: runs(lines[0]) };
  if (isList(kind)) return { kind: "list", ordered: kind === "numbers", start: number, items: lines.map((line) => runs(line)) };
  return { kind: "paragraph", runs: runs(lines.join("\n")), ...(kind === "quote" ? { look: "quote" } : {}) };
}

/**
 * @param {string} text
 * @param {{ bold?: boolean, italic?: boolean }} [around] formatting of the surrounding text
 * @returns {Run[]}
 */
export function runs(text, around = {}) {
  /** @type {Run[]} */
  const found = [];
  const add = (/** @type {string} */ message) => {
    const last = found.at(-1);
    if (last && !last.bold === !around.bold && !last.italic === !around.italic) last.text += message;
    else if (message) found.push({ text: message, ...around });
  };
  let end = 0;
  for (const match of text.matchAll(EMPHASIS)) {
    add(text.slice(end, match.index));
    end = match.index + match[0].length;
    if (match[1]) add(match[1]);
    else if (!match[2] && !match[4]) add(match[0]);
    else if (match[3]) found.push(...runs(match[3], { ...around, bold: true }));
    else found.push(...runs(match[5], { ...around, italic: true }));
  }
  add(text.slice(end));
  return found;
}

/**
 * @param {Block[]} blocks
 * @returns {string} Markdown that any parser reads as these blocks
 */
export function write(blocks) {
  return `${blocks.map(written).join("\n\n")}\n`;
}

/** @param {Block} block */
function written(block) {
  if (block.kind === "heading") return `${"#".repeat(block.level)} ${inline(block.runs).replaceAll("\\\n", " ")}`;
  if (block.kind === "paragraph") {
    const text = safeStart(inline(block.runs));
    return block.look && block.look !== "note" ? text.replace(/^/gm, "> ") : text;
  }
  return block.items
    .map((item, index) => {
      const mark = block.ordered ? `${block.start + index}. ` : "- ";
      return mark + safeStart(inline(item)).replaceAll("\n", `\n${" ".repeat(mark.length)}`);
    })
    .join("\n");
}

/** @param {Run[]} parts */
function inline(parts) {
  return parts
    .map(({ text, bold, italic }) => {
      const mark = (bold ? "**" : "") + (italic ? "*" : "");
      const plain = plainText(text);
      const [, before, words, after] = /^(\s*)([^]*?)(\s*)$/.exec(plain) ?? ["", "", plain, ""];
      const safe = words.replace(/[\\*_`[\]<&]/g, "\\$&").replaceAll("\n", "\\\n");
      return words ? before + mark + safe + [...mark].reverse().join("") + after : plain;
    })
    .join("");
}

/**
 * @param {string} text
 * @returns {string} the text with headings, lists and quotations at the start of a line escaped
 */
function safeStart(text) {
  return text.replace(/^(\s*)([#>+~-]|=+$)/gm, "$1\\$2").replace(/^(\s*\d+)([.)])/gm, "$1\\$2");
}
