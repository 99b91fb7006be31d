/** The library query in the address, so that it can be shared and Back undoes each step. */

/** @typedef {import("./resources.mjs").Selection} Selection */
/** @typedef {{ words: string, sort: string, chosen: Selection, shown: number }} Query */

/** Number of resources that a large library shows at once. */
export const PAGE_SIZE = 20;
const MAX_LENGTH = 300;
const MAX_SHOWN = 500;

/**
 * @param {string} search query string of an address
 * @param {string[]} names of the facets
 * @returns {Query}
 */
export function parseQuery(search, names) {
  const parameters = new URLSearchParams(search);
  const chosen = new Map(names.map((name) => [name, new Set(parameters.getAll(name).filter(Boolean))]));
  const shown = Number(parameters.get("show"));
  return {
    words: (parameters.get("q") ?? "").trim().slice(0, MAX_LENGTH),
    sort: parameters.get("sort") ?? "",
    chosen: new Map([...chosen].filter(([, values]) => values.size)),
    shown: shown > PAGE_SIZE && shown <= MAX_SHOWN ? shown : PAGE_SIZE,
  };
}

/**
 * @param {Query} query
 * @returns {string} the query string; empty if nothing is selected
 */
export function toQueryString({ words, sort, chosen, shown }) {
  const parameters = new URLSearchParams();
  if (words) parameters.set("q", words);
  for (const [name, values] of chosen) for (const value of values) parameters.append(name, value);
  if (sort) parameters.set("sort", sort);
  if (shown > PAGE_SIZE) parameters.set("show", String(shown));
  const parts = String(parameters);
  return parts && `?${parts}`;
}
