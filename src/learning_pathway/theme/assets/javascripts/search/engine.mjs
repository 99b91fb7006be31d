/**
 * One search for the whole site: the field in the header and that of the library ask it, and get the same answers.
 *
 * Every word must be in a document, in any of its forms; where none holds them all, those that hold the words that say
 * most are found, and the answer says so. A word that no one wrote is taken for the beginning of one, then for two words written as one;
 * else it is left out, with the word that was most likely meant.
 */
import { isDense } from "./analysis.mjs";
import { openIndex, OutdatedError } from "./index.mjs";
import { completions, correction, halves } from "./spelling.mjs";

/** @typedef {import("./index.mjs").SearchIndex} SearchIndex */
/** @typedef {import("./index.mjs").Postings} Postings */
/** @typedef {import("./analysis.mjs").Word} Word */
/** @typedef {{ typed: string, word: Word, phrase: number }} Asked a word of the query, and the number of its phrase or 0 */
/** @typedef {{ word: string, meant?: string }} Unknown */
/**
 * @typedef {{ places: number[], scores: Postings, partial: boolean, loose: boolean, unknown: Unknown[], asked: number,
 *   limited: boolean, meant?: string, terms: Set<string>, index: SearchIndex }} Answer `places` of documents, best first; whether they hold
 *   only some of the words, or not the phrase; what is unknown, how many words were looked for and whether they were
 *   not all; the query that was most likely meant; and the terms to mark
 */

/** Words of a query that are looked for. */
const MOST_WORDS = 20;
const LONGEST = 300;

/** @type {Promise<SearchIndex> | undefined} */
let opening;

/** @returns {Promise<SearchIndex>} */
function opened() {
  opening ??= openIndex();
  opening.catch(() => (opening = undefined));
  return opening;
}

/**
 * @param {string} query
 * @param {{ works?: boolean }} [scope] whether to look among the library's resources only
 * @returns {Promise<Answer>}
 * @throws {Error} where the index cannot be fetched
 */
export async function search(query, scope = {}) {
  try {
    return await answer(await opened(), query, scope);
  } catch (error) {
    opening = undefined;
    if (!(error instanceof OutdatedError)) throw error;
    return answer(await opened(), query, scope);
  }
}

/**
 * @param {SearchIndex} index
 * @param {string} query
 * @param {{ works?: boolean }} scope
 * @returns {Promise<Answer>}
 */
async function answer(index, query, { works = false }) {
  const all = wordsOf(index, query);
  const asked = all.slice(0, MOST_WORDS);
  /** @type {Set<string>} */
  const terms = new Set();
  const maps = await Promise.all(asked.map((one) => look(index, one, terms)));
  await joinNeighbours(index, query, asked, maps, terms);
  const limit = works ? index.head.works : Infinity;
  /** @type {Unknown[]} */
  const unknown = [];
  for (const [place, { typed }] of asked.entries()) {
    if (!maps[place].size) maps[place] = await approximate(index, typed, terms, unknown);
  }
  const known = maps.filter((map) => map.size);
  const scores = known.map((map) => ({ map, rarity: Math.log(1 + index.head.documents / map.size) }));
  const found = combined(scores, limit);
  const inPhrases = await withPhrases(index, asked, found.whole);
  const loose = inPhrases !== undefined && !inPhrases.size && found.whole.size > 0;
  const chosen = inPhrases?.size ? inPhrases : found.whole.size ? found.whole : found.some;
  return {
    places: [...chosen.keys()].sort((one, other) => (chosen.get(other) ?? 0) - (chosen.get(one) ?? 0) || one - other),
    scores: chosen,
    partial: !found.whole.size && found.some.size > 0 && known.length > 1,
    loose,
    unknown,
    asked: asked.length,
    limited: query.length > LONGEST || all.length > asked.length,
    meant: unknown.some(({ meant }) => meant) ? corrected(query, unknown) : undefined,
    terms,
    index,
  };
}

/**
 * @param {SearchIndex} index
 * @param {string} query
 * @returns {Asked[]} its words; symbols only where there is nothing else
 */
function wordsOf(index, query) {
  const text = query.slice(0, LONGEST);
  const all = text.split(/["“”„«»]/).flatMap((part, place) =>
    index.analyser.words(part).map((word) => ({ typed: part.slice(word.start, word.end), word, phrase: place % 2 ? place : 0 })),
  );
  const apart = all.filter(({ word }) => !all.some((other) => other.word !== word && covers(other, word)));
  const letters = apart.filter(({ typed, word }) => word.reading.whole.length || /[\p{L}\p{N}]/u.test(typed));
  return letters.length ? letters : apart;
}

/**
 * @param {Asked} other
 * @param {Word} word
 * @returns {boolean} whether a word is a part of another: the R of `R & D`
 */
function covers({ typed, word: other }, word) {
  return typed.includes(" ") && other.start <= word.start && other.end >= word.end;
}

/**
 * @param {SearchIndex} index
 * @param {Asked} asked
 * @param {Set<string>} terms
 * @returns {Promise<Postings>} documents that hold a word, as one or in its parts
 */
async function look(index, { word: { reading } }, terms) {
  const whole = await either(index, reading.whole, terms);
  if (reading.symbol && whole.size) return whole;
  const parts = await Promise.all(reading.parts.map((keys) => either(index, keys, terms)));
  return union([whole, parts.reduce((found, part) => both(found, part))]);
}

/**
 * @param {SearchIndex} index
 * @param {string[]} keys
 * @param {Set<string>} terms
 */
async function either(index, keys, terms) {
  for (const key of keys) terms.add(key);
  return union(await Promise.all(keys.map((key) => index.postings(key))));
}

/**
 * @param {Postings[]} maps
 * @returns {Postings} what is in any of them
 */
function union(maps) {
  const [largest, ...others] = maps.filter(({ size }) => size).sort((one, other) => other.size - one.size);
  const found = new Map(largest ?? []);
  for (const map of others) for (const [place, weight] of map) found.set(place, Math.max(weight, found.get(place) ?? 0));
  return found;
}

/**
 * @param {Postings} one
 * @param {Postings} other
 * @returns {Postings} what is in both
 */
function both(one, other) {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  const found = new Map();
  for (const [place, weight] of few) if (many.has(place)) found.set(place, Math.min(weight, many.get(place) ?? 0));
  return found;
}

/**
 * Two words that stand side by side are found where someone wrote them as one.
 * @param {SearchIndex} index
 * @param {string} query
 * @param {Asked[]} asked
 * @param {Postings[]} maps
 * @param {Set<string>} terms
 */
async function joinNeighbours(index, query, asked, maps, terms) {
  await Promise.all(
    asked.slice(1).map(async ({ typed }, place) => {
      const before = asked[place].typed;
      if (isDense(before + typed)) return;
      const joined = await either(index, index.analyser.keys(before + typed), terms);
      if (!joined.size) return;
      maps[place] = union([maps[place], joined]);
      maps[place + 1] = union([maps[place + 1], joined]);
    }),
  );
}

/**
 * @param {SearchIndex} index
 * @param {string} typed a word that no one wrote
 * @param {Set<string>} terms
 * @param {Unknown[]} unknown where it is noted if nothing comes near it
 * @returns {Promise<Postings>}
 */
async function approximate(index, typed, terms, unknown) {
  const words = await index.words();
  const keys = completions(words, typed).flatMap((word) => index.analyser.keys(word));
  if (keys.length) return either(index, [...new Set(keys)], terms);
  const pair = halves(words, typed);
  if (pair) {
    const [one, other] = await Promise.all(pair.map((half) => either(index, index.analyser.keys(half), terms)));
    const found = both(one, other);
    if (found.size) return found;
  }
  unknown.push({ word: typed, meant: correction(words, typed) });
  return new Map();
}

/**
 * @param {{ map: Postings, rarity: number }[]} words
 * @param {number} limit
 * @returns {{ whole: Postings, some: Postings }} what holds all words, and what holds those that say most, with scores: a
 *   rare word counts more than one that many documents hold
 */
function combined(words, limit) {
  const scores = new Map();
  const held = new Map();
  for (const { map, rarity } of words) {
    for (const [place, weight] of map) {
      if (place >= limit) continue;
      scores.set(place, (scores.get(place) ?? 0) + rarity * weight);
      held.set(place, (held.get(place) ?? 0) + rarity);
    }
  }
  const all = words.reduce((sum, { rarity }) => sum + rarity, 0);
  const most = [...held.values()].reduce((one, other) => Math.max(one, other), 0);
  const keep = (/** @type {number} */ least) => new Map([...scores].filter(([place]) => held.get(place) >= least - 1e-9));
  return { whole: keep(all), some: keep(Math.min(most, all / 2)) };
}

/**
 * @param {SearchIndex} index
 * @param {Asked[]} asked
 * @param {Postings} found
 * @returns {Promise<Postings | undefined>} what holds each phrase word for word; nothing where no phrase was asked for
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
 * @returns {string} the query with each unknown word put right
 */
function corrected(query, unknown) {
  return unknown.reduce((text, { word, meant }) => (meant ? text.replace(word, () => meant) : text), query.trim());
}
