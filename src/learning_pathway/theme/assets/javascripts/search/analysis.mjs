/**
 * Text analysis for search: words without case, accents, apostrophes, hyphens and endings. It must match
 * `learning_pathway/search/analysis.py`, which builds the index; a test compares the two.
 */

/**
 * @typedef {{ parts: string[][], whole: string[], symbol: boolean }} Reading index terms of a word: those of each part, those of the parts joined, and whether only the whole is meaningful (`R&D`, `C++`)
 */
/** @typedef {{ start: number, end: number, reading: Reading }} Word */
/** @typedef {{ spellings: [pattern: string, replacement: string][], forms: Record<string, string> }} Rules */

const MAX_LENGTH = 64;
const APOSTROPHES = "'’‘‛ʼʻʹ′＇`´ꞌ՚״׳";
const HYPHENS = "\\-‐‑‒–−－﹣";
const INVISIBLE =
  "\\u00ad\\u034f\\u061c\\u115f\\u1160\\u180e\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u2064\\u2066-\\u2069\\ufe00-\\ufe0f\\ufeff";
const DENSE =
  "\\u0e00-\\u0eff\\u0f00-\\u0fff\\u1000-\\u109f\\u1100-\\u11ff\\u1780-\\u17ff\\u3005-\\u3007\\u3040-\\u30ff\\u3130-\\u318f\\u31f0-\\u31ff" +
  "\\u3400-\\u4dbf\\u4e00-\\u9fff\\ua960-\\ua97f\\uac00-\\ud7ff\\uf900-\\ufaff\\uff65-\\uffdc\\u{20000}-\\u{3ffff}";

const accents =
  /[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]/g;
const letters = /[ßæœøđðłþħŧıςŋĸə]/g;
/** @type {Record<string, string>} */
const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", đ: "d", ð: "d", ł: "l", þ: "th", ħ: "h", ŧ: "t", ı: "i", ς: "σ", ŋ: "ng", ĸ: "k", ə: "e" };
const invisible = new RegExp(`[${INVISIBLE}]`, "gu");
const others = /[^\p{L}\p{N}\p{M}]/gu;
const runs = new RegExp(`[${DENSE}]+|[^${DENSE}]+`, "gu");
const dense = new RegExp(`[${DENSE}]`, "u");
const LETTERS_OF_A_WORD = `[\\p{L}\\p{N}]+(?:[\\p{M}${INVISIBLE}]+[\\p{L}\\p{N}]*)*`;
const JOINT = `[${APOSTROPHES}${HYPHENS}.&＆_]`;
const token = new RegExp(
  `${LETTERS_OF_A_WORD}(?:${JOINT}${LETTERS_OF_A_WORD})*(?:(?:\\+{1,2}|#)(?![\\p{L}\\p{N}]))?|[&＆$\\p{So}\\p{Sc}]`,
  "gu",
);
const joints = new RegExp(JOINT, "u");
const allJoints = new RegExp(JOINT, "gu");
const apostrophes = new RegExp(`[${APOSTROPHES}]`, "u");
const ampersand = /[&＆]/;
const ending = /^([^]*?)(\+{1,2}|#|)$/;

/**
 * @param {string} text
 * @returns {string} the text without capitals, accents and invisible characters
 */
export function fold(text) {
  const bare = text
    .replace(invisible, "")
    .normalize("NFKD")
    .replace(accents, "")
    .toLowerCase()
    .replace(letters, (letter) => LETTERS[letter]);
  return bare.replace(accents, "").normalize("NFC").replace(others, "");
}

/**
 * @param {string} text
 * @returns {boolean} whether it is in a script without spaces between words
 */
export const isDense = (text) => dense.test(text);

/** @param {string} text truncated to the length limit of a word */
const cut = (text) => (text.length > MAX_LENGTH ? [...text].slice(0, MAX_LENGTH).join("") : text);

/**
 * @param {Rules} rules spelling rules and word forms that the stemmer does not know
 * @param {(word: string) => string} [stem] without one, words stay as they are
 */
export function analyser(rules, stem = (word) => word) {
  const spellings = rules.spellings.map(([pattern, replacement]) => /** @type {const} */ ([new RegExp(pattern), replacement]));
  const forms = new Map(Object.entries(rules.forms));
  /** @type {Map<string, Reading>} */
  const known = new Map();

  /**
   * @param {string} part
   * @returns {string[]} its index terms: one, or two if an accent changes the stem
   */
  function keys(part) {
    const folded = cut(fold(part));
    if (!folded) return [];
    if (/\p{Nd}/u.test(folded)) return [folded];
    let plain = forms.get(folded) ?? folded;
    for (const [pattern, replacement] of spellings) plain = plain.replace(pattern, replacement);
    const own = cut(part.replace(invisible, "").normalize("NFC").toLowerCase());
    const first = fold(stem(plain)) || plain;
    const second = own === folded ? first : fold(stem(own)) || plain;
    return second === first ? [first] : [first, second];
  }

  /**
   * @param {string} piece
   * @returns {Reading}
   */
  function read(piece) {
    const visible = piece.replace(invisible, "");
    if ([...visible].length === 1 && !/[\p{L}\p{N}]/u.test(visible)) return { parts: [[visible.normalize("NFKC")]], whole: [], symbol: false };
    const [, base, symbol] = /** @type {RegExpExecArray} */ (ending.exec(visible));
    const all = base.split(joints);
    const long = apostrophes.test(base) ? all.filter((part) => [...part].length > 1) : all;
    /** @type {string[][]} */
    const parts = [];
    for (const run of (long.length ? long : all).flatMap((part) => part.match(runs) ?? [])) {
      if (isDense(run)) parts.push(...characterPairs([...fold(run)]));
      else {
        const found = keys(run);
        if (found.length) parts.push(found);
      }
    }
    return { parts, whole: symbol || all.length > 1 ? wholeOf(base, symbol) : [], symbol: Boolean(symbol) || ampersand.test(base) };
  }

  /**
   * @param {string} base
   * @param {string} symbol
   */
  function wholeOf(base, symbol) {
    const joined = base.replace(allJoints, "");
    if (symbol) return [cut(fold(joined)) + symbol];
    if (ampersand.test(base)) return [cut(base.split(ampersand).map(fold).join("&"))];
    return /^\p{Nd}+$/u.test(fold(joined)) ? [] : keys(joined);
  }

  /**
   * @param {string} text
   * @returns {Word[]}
   */
  function words(text) {
    const found = [];
    for (const match of text.matchAll(token)) {
      const [piece] = match;
      const reading = known.get(piece) ?? read(piece);
      known.set(piece, reading);
      if (reading.parts.length) found.push({ start: match.index ?? 0, end: (match.index ?? 0) + piece.length, reading });
    }
    for (let place = 1; place < found.length - 1; place += 1) {
      const [before, sign, after] = found.slice(place - 1, place + 2);
      if (!/^[&＆]$/.test(text.slice(sign.start, sign.end)) || !isLetter(text, before) || !isLetter(text, after)) continue;
      if (text.slice(before.end, sign.start) !== " " || text.slice(sign.end, after.start) !== " ") continue;
      const whole = [`${fold(text.slice(before.start, before.end))}&${fold(text.slice(after.start, after.end))}`];
      found[place] = { start: before.start, end: after.end, reading: { parts: sign.reading.parts, whole, symbol: true } };
    }
    return found;
  }

  return { words, keys };
}

/**
 * @param {string[]} characters
 * @returns {string[][]} each pair of neighbours; a single character alone
 */
function characterPairs(characters) {
  if (characters.length < 2) return characters.map((character) => [character]);
  return characters.slice(1).map((character, index) => [characters[index] + character]);
}

/**
 * @param {string} text
 * @param {Word} word
 */
function isLetter(text, { start, end }) {
  const letter = text.slice(start, end);
  return /^\p{L}$/u.test(letter) && !isDense(letter);
}
