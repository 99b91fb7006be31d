/** Completions and corrections of words, from the words of the site. */
import { fold } from "./analysis.mjs";

/** @typedef {[word: string, common: number]} KnownWord */

/** Minimum letters of a prefix. */
const MIN_LETTERS = 3;
const MAX_COMPLETIONS = 16;

/**
 * @param {KnownWord[]} words
 * @param {string} typed
 * @returns {string[]} the most common words with that prefix
 */
export function completions(words, typed) {
  const beginning = fold(typed);
  if (beginning.length < MIN_LETTERS) return [];
  return words
    .filter(([word]) => word.length > typed.length && fold(word).startsWith(beginning))
    .sort(([one, common], [other, commoner]) => commoner - common || one.length - other.length || (one < other ? -1 : 1))
    .slice(0, MAX_COMPLETIONS)
    .map(([word]) => word);
}

/**
 * @param {KnownWord[]} words
 * @param {string} typed
 * @returns {string[] | undefined} the most common two words that together make the typed word
 */
export function halves(words, typed) {
  const whole = fold(typed);
  const known = new Map(words.map(([word, common]) => [fold(word), common]));
  let best = 0;
  let found;
  for (let index = 2; index <= whole.length - 2; index += 1) {
    const [one, other] = [whole.slice(0, index), whole.slice(index)];
    const common = Math.min(known.get(one) ?? 0, known.get(other) ?? 0);
    if (common > best) {
      best = common;
      found = [one, other];
    }
  }
  return found;
}

/**
 * @param {KnownWord[]} words
 * @param {string} typed
 * @returns {string | undefined} the most likely correction
 */
export function correction(words, typed) {
  const wrong = fold(typed);
  const limit = wrong.length < 3 ? 0 : wrong.length < 6 ? 1 : 2;
  let best = Infinity;
  let found;
  for (const [word, common] of words) {
    if (Math.abs(word.length - wrong.length) > limit + 1) continue;
    const right = fold(word);
    if (right.length < 3) continue;
    const errors = distance(wrong, right, limit);
    if (errors > limit || !errors) continue;
    const cost = errors * 40 + (right[0] === wrong[0] ? 0 : 20) + (36 - common);
    if (cost < best) {
      best = cost;
      found = word;
    }
  }
  return found;
}

/**
 * @param {string} one
 * @param {string} other
 * @param {number} limit
 * @returns {number} edit distance with transpositions; more than `limit` if it exceeds that
 */
function distance(one, other, limit) {
  if (Math.abs(one.length - other.length) > limit) return limit + 1;
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > limit) return limit + 1;
    [before, row] = [row, next];
  }
  return row[other.length];
}
