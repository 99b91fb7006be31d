/** Excerpts with highlighted search terms. */
import { fold, isDense } from "./analysis.mjs";

/** @typedef {import("./analysis.mjs").Word} Word */
/** @typedef {{ words: (text: string) => Word[] }} Analyser */

const LENGTH = 240;
/** Characters to show before the first match. */
const CONTEXT = 60;

/**
 * @param {Analyser} analyser
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {DocumentFragment} the text with matching words highlighted
 */
export function highlight(analyser, text, terms) {
  return fragment(text, findMatches(analyser, text, terms), 0, text.length);
}

/**
 * @param {Analyser} analyser
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {DocumentFragment} the part of the text with the most matches
 */
export function excerpt(analyser, text, terms) {
  const found = findMatches(analyser, text, terms);
  const from = excerptStart(text, found);
  const end = excerptEnd(text, from);
  const part = fragment(text, found, from, end);
  if (from) part.prepend("… ");
  if (end < text.length) part.append(" …");
  return part;
}

/**
 * @param {string} text
 * @param {[number, number][]} found
 * @returns {number} start of the excerpt
 */
function excerptStart(text, found) {
  if (text.length <= LENGTH || !found.length) return 0;
  const counts = found.map(([from]) => found.filter(([other, end]) => other >= from && end <= from + LENGTH - CONTEXT).length);
  const best = found[counts.indexOf(Math.max(...counts))][0];
  if (best <= CONTEXT) return 0;
  const line = text.lastIndexOf("\n", best) + 1;
  if (line && best - line <= CONTEXT) return line;
  return text.indexOf(" ", best - CONTEXT) + 1 || best;
}

/**
 * @param {string} text
 * @param {number} from
 * @returns {number} end of the excerpt: between two words, and not just after a line has begun
 */
export function excerptEnd(text, from) {
  if (from + LENGTH >= text.length) return text.length;
  const end = Math.max(text.lastIndexOf(" ", from + LENGTH), from + LENGTH / 2);
  const line = text.lastIndexOf("\n", end);
  return line > from + LENGTH / 2 && end - line < CONTEXT ? line : end;
}

/**
 * @param {Analyser} analyser
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {[number, number][]} start and end of each match
 */
function findMatches(analyser, text, terms) {
  return analyser.words(text).flatMap(({ start: from, end, reading }) => {
    const keys = [...reading.whole, ...reading.parts.flat()];
    const word = text.slice(from, end);
    if (isDense(word)) return denseMatches(word, from, terms);
    return keys.some((key) => terms.has(key)) ? [/** @type {[number, number]} */ ([from, end])] : [];
  });
}

/**
 * @param {string} word in a script without spaces between words
 * @param {number} from
 * @param {Set<string>} terms
 * @returns {[number, number][]} start and end of each match
 */
function denseMatches(word, from, terms) {
  /** @type {[number, number][]} */
  const found = [];
  const characters = [...word];
  let index = from;
  characters.forEach((character, number) => {
    const pair = character + (characters[number + 1] ?? "");
    const last = found[found.length - 1];
    const end = index + (terms.has(fold(pair)) ? pair.length : terms.has(fold(character)) ? character.length : 0);
    if (end > index && last && last[1] >= index) last[1] = Math.max(last[1], end);
    else if (end > index) found.push([index, end]);
    index += character.length;
  });
  return found;
}

/**
 * @param {string} text
 * @param {[number, number][]} found
 * @param {number} from
 * @param {number} end
 */
function fragment(text, found, from, end) {
  const out = document.createDocumentFragment();
  let index = from;
  for (const [first, last] of found) {
    if (first < index || last > end) continue;
    out.append(text.slice(index, first));
    out.appendChild(document.createElement("mark")).textContent = text.slice(first, last);
    index = last;
  }
  out.append(text.slice(index, end));
  return out;
}
