/**
 * The resources of the library as a table of facet and sort values, in one file that is fetched when someone starts to
 * search.
 */
import { fetchData } from "../ui/page.mjs";

/** @typedef {{ name: string, term: string, values: [id: string, label: string][], of: (number | number[])[] }} Facet */
/**
 * @typedef {{ works: number, facets: Facet[], title: number[], added: (number | null)[], year: (number | null)[],
 *   minutes: (number | null)[], words?: [title: string, people: string, rest: string][], cards?: number }} ResourceTable
 */
/** @typedef {Map<string, Set<string>>} Selection by facet name, the ids of the selected values */
/** @typedef {Map<number, number>} Matches by row, how well a resource matches the query */

/** @returns {Promise<ResourceTable>} */
export async function fetchResources() {
  const table = await fetchData("library/resources.json");
  if (table.format !== "learning-pathway-library" || table.version !== 1) throw new Error("The library is of another version.");
  return table;
}

/**
 * Filter the resources, and count for each value how many results it would give. Values of one facet widen the results
 * and values of several facets narrow them, so each facet is counted as if nothing in it were selected.
 * @param {ResourceTable} table
 * @param {Selection} selection
 * @param {Matches} [matches] without it, every resource matches
 * @returns {{ found: number[], counts: Map<string, number[]> }}
 */
export function filterResources(table, selection, matches) {
  const columns = table.facets.map((facet) => ({ of: facet.of, wanted: wantedValues(facet, selection) }));
  const counts = columns.map((_, index) => new Array(table.facets[index].values.length).fill(0));
  /** @type {number[]} */
  const found = [];
  for (let row = 0; row < table.works; row += 1) {
    if (matches && !matches.has(row)) continue;
    let misses = 0;
    let missed = -1;
    for (let place = 0; place < columns.length && misses < 2; place += 1) {
      const { of, wanted } = columns[place];
      if (wanted && !matchesAny(of[row], wanted)) {
        misses += 1;
        missed = place;
      }
    }
    if (misses === 0) {
      found.push(row);
      columns.forEach(({ of }, place) => addCounts(counts[place], of[row]));
    } else if (misses === 1) addCounts(counts[missed], columns[missed].of[row]);
  }
  return { found, counts: new Map(table.facets.map(({ name }, place) => [name, counts[place]])) };
}

/**
 * @param {Facet} facet
 * @param {Selection} selection
 * @returns {boolean[] | undefined} for each value whether it is selected; undefined if none is
 */
function wantedValues(facet, selection) {
  const ids = selection.get(facet.name);
  return ids?.size ? facet.values.map(([id]) => ids.has(id)) : undefined;
}

/**
 * @param {number | number[]} values
 * @param {boolean[]} wanted
 */
function matchesAny(values, wanted) {
  return typeof values === "number" ? wanted[values] : values.some((value) => wanted[value]);
}

/**
 * @param {number[]} counts
 * @param {number | number[]} values
 */
function addCounts(counts, values) {
  if (typeof values === "number") counts[values] += 1;
  else for (const value of values) counts[value] += 1;
}

/**
 * @param {ResourceTable} table the most useful first
 * @param {number[]} found
 * @param {string} sort
 * @param {Matches} [matches]
 */
export function sortResources(table, found, sort, matches) {
  const last = Number.MAX_SAFE_INTEGER;
  /** @type {Record<string, (row: number) => number>} sort keys, lowest first; unknown values come last */
  const keys = {
    title: (row) => table.title[row],
    added: (row) => -(table.added[row] ?? -last),
    year: (row) => -(table.year[row] ?? -last),
    time: (row) => table.minutes[row] ?? last,
  };
  const key = Object.hasOwn(keys, sort) ? keys[sort] : matches ? (/** @type {number} */ row) => -(matches.get(row) ?? 0) : (/** @type {number} */ row) => row;
  return found.sort((one, other) => key(one) - key(other) || one - other);
}
