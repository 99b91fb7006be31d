/**
 * The works of the library as data: what they can be narrowed down by, and in what order they can stand. One file for
 * all of them, fetched when someone begins to search.
 */
import { readData } from "../ui/page.mjs";

/** @typedef {{ name: string, term: string, values: [id: string, label: string][], of: (number | number[])[] }} Facet */
/**
 * @typedef {{ works: number, facets: Facet[], added: (number | null)[], year: (number | null)[],
 *   minutes: (number | null)[], words?: [title: string, people: string, rest: string][], cards?: number }} Works
 */
/** @typedef {Map<string, Set<string>>} Chosen for each facet's name, the ids of the values that were chosen */
/** @typedef {Map<number, number>} Matches places of works, and how well each fits the words */

/** @returns {Promise<Works>} */
export async function fetchWorks() {
  const works = await readData("library/works.json");
  if (works.format !== "learning-pathway-library" || works.version !== 1) throw new Error("The library is of another version.");
  return works;
}

/**
 * The works that fit, and for each value how many would fit if it were chosen (too). Values of one facet widen what is
 * found, values of several narrow it: so a facet is counted as if nothing in it were chosen.
 * @param {Works} works
 * @param {Chosen} chosen
 * @param {Matches} [matches] where there are none, every work fits
 * @returns {{ found: number[], counts: Map<string, number[]> }}
 */
export function narrow(works, chosen, matches) {
  const columns = works.facets.map((facet) => ({ of: facet.of, wanted: wantedOf(facet, chosen) }));
  const counts = columns.map((_, place) => new Array(works.facets[place].values.length).fill(0));
  /** @type {number[]} */
  const found = [];
  for (let work = 0; work < works.works; work += 1) {
    if (matches && !matches.has(work)) continue;
    let misses = 0;
    let missed = -1;
    for (let place = 0; place < columns.length && misses < 2; place += 1) {
      const { of, wanted } = columns[place];
      if (wanted && !has(of[work], wanted)) {
        misses += 1;
        missed = place;
      }
    }
    if (misses === 0) {
      found.push(work);
      columns.forEach(({ of }, place) => count(counts[place], of[work]));
    } else if (misses === 1) count(counts[missed], columns[missed].of[work]);
  }
  return { found, counts: new Map(works.facets.map(({ name }, place) => [name, counts[place]])) };
}

/**
 * @param {Facet} facet
 * @param {Chosen} chosen
 * @returns {boolean[] | undefined} for each value whether it was chosen; nothing where none was
 */
function wantedOf(facet, chosen) {
  const ids = chosen.get(facet.name);
  return ids?.size ? facet.values.map(([id]) => ids.has(id)) : undefined;
}

/**
 * @param {number | number[]} values
 * @param {boolean[]} wanted
 */
function has(values, wanted) {
  return typeof values === "number" ? wanted[values] : values.some((value) => wanted[value]);
}

/**
 * @param {number[]} counts
 * @param {number | number[]} values
 */
function count(counts, values) {
  if (typeof values === "number") counts[values] += 1;
  else for (const value of values) counts[value] += 1;
}

/**
 * @param {Works} works its works stand in order of title
 * @param {number[]} found
 * @param {string} sort
 * @param {Matches} [matches]
 */
export function ordered(works, found, sort, matches) {
  const last = Number.MAX_SAFE_INTEGER;
  /** @type {Record<string, (work: number) => number>} what stands first has the lowest number; unknown ones come last */
  const keys = {
    title: (work) => work,
    added: (work) => -(works.added[work] ?? -last),
    year: (work) => -(works.year[work] ?? -last),
    time: (work) => works.minutes[work] ?? last,
  };
  const key = Object.hasOwn(keys, sort) ? keys[sort] : matches ? (/** @type {number} */ work) => -(matches.get(work) ?? 0) : keys.title;
  return found.sort((one, other) => key(one) - key(other) || one - other);
}
