/** Sets blocks of text on the page, as elements made one by one: nothing that a learner typed is ever read as HTML. */

import { plainText } from "./characters.mjs";
import { placed } from "./messages.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */
/** @typedef {import("./markdown.mjs").Run} Run */

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
