/** What someone asks of the library, and how it stands in the address: it can be shared, and Back undoes each step. */

/** @typedef {import("./resources.mjs").Chosen} Chosen */
/** @typedef {{ words: string, sort: string, chosen: Chosen, shown: number }} Query */

/** How many works a large library shows at once. */
export const AT_ONCE = 20;
const LONGEST = 300;
const MOST_SHOWN = 500;

/**
 * @param {string} search of an address
 * @param {string[]} names of the facets
 * @returns {Query}
 */
export function readQuery(search, names) {
  const asked = new URLSearchParams(search);
  const chosen = new Map(names.map((name) => [name, new Set(asked.getAll(name).filter(Boolean))]));
  const shown = Number(asked.get("show"));
  return {
    words: (asked.get("q") ?? "").trim().slice(0, LONGEST),
    sort: asked.get("sort") ?? "",
    chosen: new Map([...chosen].filter(([, values]) => values.size)),
    shown: shown > AT_ONCE && shown <= MOST_SHOWN ? shown : AT_ONCE,
  };
}

/**
 * @param {Query} query
 * @returns {string} the part of the address that says it; empty where nothing is asked
 */
export function written({ words, sort, chosen, shown }) {
  const said = new URLSearchParams();
  if (words) said.set("q", words);
  for (const [name, values] of chosen) for (const value of values) said.append(name, value);
  if (sort) said.set("sort", sort);
  if (shown > AT_ONCE) said.set("show", String(shown));
  const parts = String(said);
  return parts && `?${parts}`;
}
