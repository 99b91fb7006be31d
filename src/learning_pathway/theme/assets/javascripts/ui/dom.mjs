/** Sets blocks of text on the page, as elements made one by one: nothing that a learner typed is ever read as HTML. */
import { placed } from "./messages.mjs";

/** @typedef {import("../journal/markdown.mjs").Block} Block */
/** @typedef {import("../journal/markdown.mjs").Run} Run */

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * A name of which one part is seen: the rest is for those who cannot see what it stands beside.
 * @param {string} name a message with `%(seen)s` in it
 * @param {Node | string} seen
 * @param {Record<string, Node | string>} [nodes] in place of what else it names
 * @returns {(Node | string)[]}
 */
export function withHidden(name, seen, nodes = {}) {
  const [before, after] = name.split("%(seen)s").map((text) => (text ? [element("span", { class: "lp-hidden" }, ...placed(text, nodes))] : []));
  return [...before, seen, ...(after ?? [])];
}

/**
 * @param {Block[]} blocks
 * @param {number} [under] level of the heading that they stand under: their own begin below it
 * @returns {HTMLElement[]}
 */
export function typeset(blocks, under = 0) {
  return blocks.map((block) => {
    if (block.kind === "heading") return element(`h${Math.min(6, under + block.level)}`, {}, ...inline(block.runs));
    if (block.kind === "list") {
      const items = block.items.map((item) => element("li", {}, ...inline(item)));
      return element(block.ordered ? "ol" : "ul", block.ordered ? { start: String(block.start) } : {}, ...items);
    }
    const paragraph = element("p", block.look ? { class: `lp-set--${block.look}` } : {}, ...inline(block.runs));
    return block.look === "quote" || block.look === "prompt" ? element("blockquote", {}, paragraph) : paragraph;
  });
}

/**
 * @param {Run[]} runs
 * @returns {Node[]}
 */
function inline(runs) {
  return runs.map(({ text, bold, italic, lang, dir }) => {
    const lines = document.createDocumentFragment();
    plainText(text).split("\n").forEach((line, place) => lines.append(...(place ? [document.createElement("br")] : []), line));
    const slanted = italic ? element("em", {}, lines) : lines;
    const words = bold ? element("strong", {}, slanted) : slanted;
    return lang || dir ? element("span", { ...(lang && { lang }), ...(dir && { dir }) }, words) : words;
  });
}

/** Characters that text from other programs brings along, and that files and pages cannot hold. */

/** Line breaks of Word (U+000B), printers, old systems, XML and Unicode; and the separators of records (U+001C to U+001F). */
const LINE_BREAKS = /\r\n?|[\v\f\x1c-\x1f\x85\u2028\u2029]/g;

/** Other controls, halves of a character and what is no character at all: no XML may hold most of them. */
const UNWRITABLE = /[\0-\x08\x0e-\x1b\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * @param {string} text
 * @returns {string} it with one kind of line break, `\n`, and without characters that no one can see or write
 */
export function plainText(text) {
  return text.replace(LINE_BREAKS, "\n").replace(UNWRITABLE, "");
}
