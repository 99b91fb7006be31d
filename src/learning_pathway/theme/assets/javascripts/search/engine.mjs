/**
 * The search engine of the search page and the library.
 *
 * A document must contain every word, in any of its forms. If none does, the documents with the rarest words are found,
 * and the result is marked as partial. An unknown word is tried as a prefix, then as two words written as one; else it
 * is left out, with a suggested correction.
 */
import { isDense } from "./analysis.mjs";
import { openIndex, OutdatedError } from "./index.mjs";
import { completions, correction, halves } from "./spelling.mjs";

/** @typedef {import("./index.mjs").SearchIndex} SearchIndex */
/** @typedef {import("./index.mjs").Postings} Postings */
/** @typedef {import("./analysis.mjs").Word} Word */
/** @typedef {{ typed: string, word: Word, phrase: number }} QueryWord a word of the query, with the number of its phrase or 0 */
/** @typedef {{ word: string, meant?: string }} Unknown */
/**
 * @typedef {{ places: number[], scores: Postings, partial: boolean, loose: boolean, unknown: Unknown[], asked: number,
 *   limited: boolean, meant?: string, terms: Set<string>, index: SearchIndex }} Answer `places` document numbers, best first; `partial` and `loose` whether they have only some of the words, or not the phrase; `unknown` words; `asked` number of words searched for; `limited` whether words were ignored; `meant` the corrected query; `terms` to highlight
 */

/** Limit of words in a query. */
const MAX_WORDS = 20;
const MAX_LENGTH = 300;

/** @type {Promise<SearchIndex> | undefined} */
let indexRequest;

/** @returns {Promise<SearchIndex>} */
function loadIndex() {
  indexRequest ??= openIndex();
  indexRequest.catch(() => (indexRequest = undefined));
  return indexRequest;
}

/**
 * @param {string} query
 * @param {{ works?: boolean }} [scope] whether to search only resources
 * @returns {Promise<Answer>}
 * @throws {Error} if the index cannot be fetched
 */
export async function search(query, scope = {}) {
  try {
    return await runQuery(await loadIndex(), query, scope);
  } catch (error) {
    indexRequest = undefined;
    if (!(error instanceof OutdatedError)) throw error;
    return runQuery(await loadIndex(), query, scope);
  }
}

/**
 * @param {SearchIndex} index
 * @param {string} query
 * @param {{ works?: boolean }} scope
 * @returns {Promise<Answer>}
 */
async function runQuery(index, query, { works = false }) {
  const all = wordsOf(index, query);
  const asked = all.slice(0, MAX_WORDS);
  /** @type {Set<string>} */
  const terms = new Set();
  const postings = await Promise.all(asked.map((one) => findWord(index, one, terms)));
  await joinAdjacent(index, asked, postings, terms);
  const limit = works ? index.header.works : Infinity;
  /** @type {Unknown[]} */
  const unknown = [];
  for (const [place, { typed }] of asked.entries()) {
    if (!postings[place].size) postings[place] = await approximate(index, typed, terms, unknown);
  }
  const known = postings.filter((map) => map.size);
  const scores = known.map((map) => ({ map, rarity: Math.log(1 + index.header.documents / map.size) }));
  const found = scoreDocuments(scores, limit);
  const phraseMatches = await withPhrases(index, asked, found.whole);
  const loose = phraseMatches !== undefined && !phraseMatches.size && found.whole.size > 0;
  const chosen = phraseMatches?.size ? phraseMatches : found.whole.size ? found.whole : found.some;
  return {
    places: [...chosen.keys()].sort((one, other) => (chosen.get(other) ?? 0) - (chosen.get(one) ?? 0) || one - other),
    scores: chosen,
    partial: !found.whole.size && found.some.size > 0 && known.length > 1,
    loose,
    unknown,
    asked: asked.length,
    limited: query.length > MAX_LENGTH || all.length > asked.length,
    meant: unknown.some(({ meant }) => meant) ? correctQuery(query, unknown) : undefined,
    terms,
    index,
  };
}

/**
 * @param {SearchIndex} index
 * @param {string} query
 * @returns {QueryWord[]} its words; symbols only if there is nothing else
 */
function wordsOf(index, query) {
  const text = query.slice(0, MAX_LENGTH);
  const all = text.split(/["“”„«»]/).flatMap((part, place) =>
    index.analyser.words(part).map((word) => ({ typed: part.slice(word.start, word.end), word, phrase: place % 2 ? place : 0 })),
  );
  const separate = all.filter(({ word }) => !all.some((other) => other.word !== word && contains(other, word)));
  const letters = separate.filter(({ typed, word }) => word.reading.whole.length || /[\p{L}\p{N}]/u.test(typed));
  return letters.length ? letters : separate;
}

/**
 * @param {QueryWord} other
 * @param {Word} word
 * @returns {boolean} whether a word is part of another, such as the R of `R & D`
 */
function contains({ typed, word: other }, word) {
  return typed.includes(" ") && other.start <= word.start && other.end >= word.end;
}

/**
 * @param {SearchIndex} index
 * @param {QueryWord} asked
 * @param {Set<string>} terms
 * @returns {Promise<Postings>} documents with a word, whole or in its parts
 */
async function findWord(index, { word: { reading } }, terms) {
  const whole = await anyOf(index, reading.whole, terms);
  if (reading.symbol && whole.size) return whole;
  const parts = await Promise.all(reading.parts.map((keys) => anyOf(index, keys, terms)));
  return union([whole, parts.reduce((found, part) => intersection(found, part))]);
}

/**
 * @param {SearchIndex} index
 * @param {string[]} keys
 * @param {Set<string>} terms
 */
async function anyOf(index, keys, terms) {
  for (const key of keys) terms.add(key);
  return union(await Promise.all(keys.map((key) => index.postings(key))));
}

/**
 * @param {Postings[]} postings
 * @returns {Postings} the union
 */
function union(postings) {
  const [largest, ...others] = postings.filter(({ size }) => size).sort((one, other) => other.size - one.size);
  const found = new Map(largest ?? []);
  for (const map of others) for (const [place, weight] of map) found.set(place, Math.max(weight, found.get(place) ?? 0));
  return found;
}

/**
 * @param {Postings} one
 * @param {Postings} other
 * @returns {Postings} the intersection
 */
function intersection(one, other) {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  const found = new Map();
  for (const [place, weight] of few) if (many.has(place)) found.set(place, Math.min(weight, many.get(place) ?? 0));
  return found;
}

/**
 * Two adjacent words also match documents that write them as one.
 * @param {SearchIndex} index
 * @param {QueryWord[]} asked
 * @param {Postings[]} postings
 * @param {Set<string>} terms
 */
async function joinAdjacent(index, asked, postings, terms) {
  await Promise.all(
    asked.slice(1).map(async ({ typed }, place) => {
      const before = asked[place].typed;
      if (isDense(before + typed)) return;
      const joined = await anyOf(index, index.analyser.keys(before + typed), terms);
      if (!joined.size) return;
      postings[place] = union([postings[place], joined]);
      postings[place + 1] = union([postings[place + 1], joined]);
    }),
  );
}

/**
 * @param {SearchIndex} index
 * @param {string} typed a word that is not in the index
 * @param {Set<string>} terms
 * @param {Unknown[]} unknown the list to append to if nothing matches
 * @returns {Promise<Postings>}
 */
async function approximate(index, typed, terms, unknown) {
  const words = await index.words();
  const keys = completions(words, typed).flatMap((word) => index.analyser.keys(word));
  if (keys.length) return anyOf(index, [...new Set(keys)], terms);
  const pair = halves(words, typed);
  if (pair) {
    const [one, other] = await Promise.all(pair.map((half) => anyOf(index, index.analyser.keys(half), terms)));
    const found = intersection(one, other);
    if (found.size) return found;
  }
  unknown.push({ word: typed, meant: correction(words, typed) });
  return new Map();
}

/**
 * @param {{ map: Postings, rarity: number }[]} words
 * @param {number} limit
 * @returns {{ whole: Postings, some: Postings }} scores of the documents with all words, and of those with the rarest words; rare words count more
 */
function scoreDocuments(words, limit) {
  const scores = new Map();
  const rarities = new Map();
  for (const { map, rarity } of words) {
    for (const [place, weight] of map) {
      if (place >= limit) continue;
      scores.set(place, (scores.get(place) ?? 0) + rarity * weight);
      rarities.set(place, (rarities.get(place) ?? 0) + rarity);
    }
  }
  const all = words.reduce((sum, { rarity }) => sum + rarity, 0);
  const most = [...rarities.values()].reduce((one, other) => Math.max(one, other), 0);
  const keep = (/** @type {number} */ least) => new Map([...scores].filter(([place]) => rarities.get(place) >= least - 1e-9));
  return { whole: keep(all), some: keep(Math.min(most, all / 2)) };
}

/**
 * @param {SearchIndex} index
 * @param {QueryWord[]} asked
 * @param {Postings} found
 * @returns {Promise<Postings | undefined>} documents with each exact phrase; undefined if the query has none
 */
async function withPhrases(index, asked, found) {
  const numbers = [...new Set(asked.map(({ phrase }) => phrase))].filter(Boolean);
  const phrases = numbers.map((number) => asked.filter(({ phrase }) => phrase === number).flatMap(({ word }) => word.reading.parts));
  const long = phrases.filter((parts) => parts.length > 1);
  if (!long.length) return undefined;
  let left = found;
  for (const parts of long) {
    const places = await Promise.all(parts.map((keys) => Promise.all(keys.map((key) => index.positions(key)))));
    const at = (/** @type {number} */ part, /** @type {number} */ document) =>
      new Set(places[part].flatMap((map) => map.get(document) ?? []));
    left = new Map(
      [...left].filter(([document]) => {
        const rest = parts.map((_, part) => at(part, document));
        return [...rest[0]].some((position) => rest.every((set, part) => set.has(position + part)));
      }),
    );
  }
  return left;
}

/**
 * @param {string} query
 * @param {Unknown[]} unknown
 * @returns {string} the query with unknown words corrected
 */
function correctQuery(query, unknown) {
  return unknown.reduce((text, { word, meant }) => (meant ? text.replace(word, () => meant) : text), query.trim());
}
