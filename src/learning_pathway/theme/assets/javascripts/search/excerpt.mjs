/** What was found, in its surroundings and marked. */
import { fold, isDense } from "./analysis.mjs";

/** @typedef {import("./analysis.mjs").Word} Word */
/** @typedef {{ words: (text: string) => Word[] }} Analyser */

const LENGTH = 240;
/** Characters that are shown before the first word that was found. */
const BEFORE = 60;

/**
 * @param {Analyser} analyser
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {DocumentFragment} the text, with the words that have one of these terms marked
 */
export function marked(analyser, text, terms) {
  return fragment(text, hits(analyser, text, terms), 0, text.length);
}

/**
 * @param {Analyser} analyser
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {DocumentFragment} the part of the text that holds most of the terms
 */
export function excerpt(analyser, text, terms) {
  const found = hits(analyser, text, terms);
  const from = start(text, found);
  const end = from + LENGTH >= text.length ? text.length : Math.max(text.lastIndexOf(" ", from + LENGTH), from + LENGTH / 2);
  const part = fragment(text, found, from, end);
  if (from) part.prepend("… ");
  if (end < text.length) part.append(" …");
  return part;
}

/**
 * @param {string} text
 * @param {[number, number][]} found
 * @returns {number} where the excerpt begins
 */
function start(text, found) {
  if (text.length <= LENGTH || !found.length) return 0;
  const counts = found.map(([from]) => found.filter(([other, end]) => other >= from && end <= from + LENGTH - BEFORE).length);
  const best = found[counts.indexOf(Math.max(...counts))][0];
  if (best <= BEFORE) return 0;
  const line = text.lastIndexOf("\n", best) + 1;
  if (line && best - line <= BEFORE) return line;
  return text.indexOf(" ", best - BEFORE) + 1 || best;
}

/**
 * @param {Analyser} analyser
 * @param {string} text
 * @param {Set<string>} terms
 * @returns {[number, number][]} where words with one of the terms begin and end
 */
function hits(analyser, text, terms) {
  return analyser.words(text).flatMap(({ start: from, end, reading }) => {
    const keys = [...reading.whole, ...reading.parts.flat()];
    const word = text.slice(from, end);
    if (isDense(word)) return denseHits(word, from, terms);
    return keys.some((key) => terms.has(key)) ? [/** @type {[number, number]} */ ([from, end])] : [];
  });
}

/**
 * @param {string} word in a script that puts no spaces between words
 * @param {number} from
 * @param {Set<string>} terms
 * @returns {[number, number][]} the characters of the terms in it
 */
function denseHits(word, from, terms) {
  /** @type {[number, number][]} */
  const found = [];
  const characters = [...word];
  let place = from;
  characters.forEach((character, number) => {
    const pair = character + (characters[number + 1] ?? "");
    const last = found[found.length - 1];
    const end = place + (terms.has(fold(pair)) ? pair.length : terms.has(fold(character)) ? character.length : 0);
    if (end > place && last && last[1] >= place) last[1] = Math.max(last[1], end);
    else if (end > place) found.push([place, end]);
    place += character.length;
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
  let place = from;
  for (const [first, last] of found) {
    if (first < place || last > end) continue;
    out.append(text.slice(place, first));
    out.appendChild(document.createElement("mark")).textContent = text.slice(first, last);
    place = last;
  }
  out.append(text.slice(place, end));
  return out;
}
