/** Finding words in the works of a small library, whose text stands in one file. */
import { fold } from "./fold.mjs";

/** What a word in the title counts, against one among people and one in what is said about the work. */
const WEIGHTS = [9, 4, 1];
/** What a word at the beginning of a word counts, against one in its middle. */
const AT_BEGINNING = 2;

/**
 * @param {[title: string, people: string, rest: string][]} texts
 * @returns {(query: string) => Promise<Map<number, number>>} every word must be in a work, in any place
 */
export function wordsOf(texts) {
  const folded = texts.map((parts) => parts.map((part) => ` ${fold(part).replace(/[^\p{L}\p{N}']+/gu, " ")}`));
  return async (query) => {
    const words = fold(query).split(/[^\p{L}\p{N}']+/u).filter(Boolean);
    const found = new Map();
    folded.forEach((parts, place) => {
      const scores = words.map((word) => score(parts, word));
      if (scores.every(Boolean)) found.set(place, scores.reduce((sum, one) => sum + one, 0));
    });
    return found;
  };
}

/**
 * @param {string[]} parts
 * @param {string} word
 */
function score(parts, word) {
  return parts.reduce((sum, part, place) => {
    if (!part.includes(word)) return sum;
    return sum + WEIGHTS[place] * (part.includes(` ${word}`) ? AT_BEGINNING : 1);
  }, 0);
}
