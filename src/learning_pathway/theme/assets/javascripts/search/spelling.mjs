/** Words that someone began to type, or typed wrongly, put right by the words that the site holds. */
import { fold } from "./analysis.mjs";

/** @typedef {[word: string, common: number]} Known */

/** A beginning has at least so many letters; a longer word may have more errors. */
const SHORTEST = 3;
const MOST_COMPLETIONS = 16;

/**
 * @param {Known[]} words
 * @param {string} typed
 * @returns {string[]} the commonest words that begin with it
 */
export function completions(words, typed) {
  const beginning = fold(typed);
  if (beginning.length < SHORTEST) return [];
  return words
    .filter(([word]) => word.length > typed.length && fold(word).startsWith(beginning))
    .sort(([one, common], [other, commoner]) => commoner - common || one.length - other.length || (one < other ? -1 : 1))
    .slice(0, MOST_COMPLETIONS)
    .map(([word]) => word);
}

/**
 * @param {Known[]} words
 * @param {string} typed
 * @returns {string[] | undefined} two words that are written as one here, the commonest such pair
 */
export function halves(words, typed) {
  const whole = fold(typed);
  const known = new Map(words.map(([word, common]) => [fold(word), common]));
  let best = 0;
  let found;
  for (let place = 2; place <= whole.length - 2; place += 1) {
    const [one, other] = [whole.slice(0, place), whole.slice(place)];
    const common = Math.min(known.get(one) ?? 0, known.get(other) ?? 0);
    if (common > best) {
      best = common;
      found = [one, other];
    }
  }
  return found;
}

/**
 * @param {Known[]} words
 * @param {string} typed
 * @returns {string | undefined} the word that was most likely meant
 */
export function correction(words, typed) {
  const wrong = fold(typed);
  const most = wrong.length < 3 ? 0 : wrong.length < 6 ? 1 : 2;
  let best = Infinity;
  let found;
  for (const [word, common] of words) {
    if (Math.abs(word.length - wrong.length) > most + 1) continue;
    const right = fold(word);
    if (right.length < 3) continue;
    const errors = distance(wrong, right, most);
    if (errors > most || !errors) continue;
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
 * @param {number} most
 * @returns {number} letters to add, leave out, change or swap with their neighbour; more than `most` where it takes more
 */
function distance(one, other, most) {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  let before = /** @type {number[]} */ ([]);
  let row = Array.from({ length: other.length + 1 }, (_, place) => place);
  for (let i = 1; i <= one.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= other.length; j += 1) {
      const same = one[i - 1] === other[j - 1] ? 0 : 1;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same);
      if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    if (Math.min(...next) > most) return most + 1;
    [before, row] = [row, next];
  }
  return row[other.length];
}
