/** Creates DOM elements and moves the focus. Text is never parsed as HTML. */
import { fillPlaceholders } from "./messages.mjs";

/** @typedef {import("../journal/markdown.mjs").Block} Block */
/** @typedef {import("../journal/markdown.mjs").Run} Run */

/**
 * @param {string} name
 * @param {Record<string, string>} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElement}
 */
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  created.append(...children);
  return created;
}

/**
 * A label with a visible part; the rest is for screen readers.
 * @param {string} name a message with `%(seen)s` in it
 * @param {Node | string} visible
 * @param {Record<string, Node | string>} [nodes] replacements for other placeholders
 * @returns {(Node | string)[]}
 */
export function withHiddenText(name, visible, nodes = {}) {
  const [before, after] = name.split("%(seen)s").map((text) => (text ? [element("span", { class: "lp-hidden" }, ...fillPlaceholders(text, nodes))] : []));
  return [...before, visible, ...(after ?? [])];
}

/**
 * @param {Block[]} blocks
 * @param {number} [parentLevel] level of the heading above
 * @returns {HTMLElement[]}
 */
export function renderBlocks(blocks, parentLevel = 0) {
  return blocks.map((block) => {
    if (block.kind === "heading") return element(`h${Math.min(6, parentLevel + block.level)}`, {}, ...inline(block.runs));
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
    plainText(text).split("\n").forEach((line, index) => lines.append(...(index ? [document.createElement("br")] : []), line));
    const emphasised = italic ? element("em", {}, lines) : lines;
    const words = bold ? element("strong", {}, emphasised) : emphasised;
    return lang || dir ? element("span", { ...(lang && { lang }), ...(dir && { dir }) }, words) : words;
  });
}

/**
 * Remember where the focus is before something that takes time.
 * @returns {(target: HTMLElement | null | undefined) => void} moves it, unless someone has gone on to another element
 */
export function focusLater() {
  const before = document.activeElement;
  return (target) => {
    if ([before, document.body, null].includes(document.activeElement)) target?.focus();
  };
}

/** Plain text from other programs. */

/** Line breaks of Word (U+000B), old systems, XML and Unicode, and record separators (U+001C to U+001F). */
const LINE_BREAKS = /\r\n?|[\v\f\x1c-\x1f\x85\u2028\u2029]/g;

/** Control characters, lone surrogates and noncharacters: most are invalid in XML. */
const UNWRITABLE = /[\0-\x08\x0e-\x1b\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * @param {string} text
 * @returns {string} the text with `\n` line breaks and without control characters
 */
export function plainText(text) {
  return text.replace(LINE_BREAKS, "\n").replace(UNWRITABLE, "");
}

/**
 * @param {string} one
 * @param {string} other
 * @returns {boolean} whether they are equal except for white space
 */
export function isSameText(one, other) {
  return one.replace(/\s+/g, " ").trim() === other.replace(/\s+/g, " ").trim();
}
