/** Finding words in a large library, by Pagefind: its program and its index are this site's own files. */
import { home } from "./page.mjs";

/** @typedef {{ id: string, score: number, data: () => Promise<Fragment> }} Found */
/**
 * @typedef {{ url: string, excerpt: string, meta: Record<string, string>,
 *   sub_results: { title: string, url: string, excerpt: string }[] }} Fragment
 */
/**
 * @typedef {{ options(settings: object): Promise<void>, init(): Promise<void>,
 *   search(query: string): Promise<{ results: Found[] }> }} Pagefind
 */

/** @type {Promise<Pagefind> | undefined} */
let opening;

/** @returns {Promise<Pagefind>} */
export function pagefind() {
  opening ??= open().catch((error) => {
    opening = undefined;
    throw error;
  });
  return opening;
}

async function open() {
  const bundle = new URL("assets/pathway/pagefind/", home);
  /** @type {Pagefind} */
  const program = await import(new URL("pagefind.js", bundle).href);
  // Without a worker: handing thousands of results over to the page takes longer than finding them.
  await program.options({ basePath: bundle.pathname, baseUrl: home.pathname, noWorker: true });
  await program.init();
  return program;
}

/**
 * @returns {Promise<(query: string) => Promise<Map<number, number>>>} works by their place in the library, and how well
 *   each fits; other pages of the site are left out
 */
export async function fullText() {
  const [program, order] = await Promise.all([pagefind(), fetchOrder()]);
  const places = new Map(order.map((name, place) => [name, place]));
  return async (query) => {
    const { results } = await program.search(query);
    const found = new Map();
    for (const { id, score } of results) {
      const place = places.get(id.slice(id.indexOf("_") + 1));
      if (place !== undefined) found.set(place, score);
    }
    return found;
  };
}

/** @returns {Promise<string[]>} the names that Pagefind knows the works by, in the library's order */
async function fetchOrder() {
  const answer = await fetch(new URL("assets/pathway/library/fulltext.json", home));
  if (!answer.ok) throw new Error(`The list of works answered ${answer.status}.`);
  return answer.json();
}
