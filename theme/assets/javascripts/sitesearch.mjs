/** Searching the whole site by Pagefind, where the library is too large for an index that is fetched at once. */
import { marked } from "./excerpt.mjs";
import { pagefind } from "./fulltext.mjs";

/** @typedef {import("./fulltext.mjs").Fragment} Fragment */

/** @returns {Promise<import("./search.mjs").Engine>} */
export async function sitesearch() {
  const program = await pagefind();
  return async (query) => {
    const { results } = await program.search(query);
    const first = async (/** @type {number} */ most) =>
      (await Promise.all(results.slice(0, most).map((found) => found.data()))).map(result);
    return { all: results.length, first };
  };
}

/** @param {Fragment} found */
function result(found) {
  const item = document.createElement("li");
  item.className = "lp-search__result";
  const link = item.appendChild(document.createElement("h2")).appendChild(document.createElement("a"));
  link.href = found.url;
  link.textContent = found.meta.title;
  const best = found.sub_results.find(({ url }) => url.includes("#"));
  if (best) {
    const part = item.appendChild(document.createElement("p")).appendChild(document.createElement("a"));
    part.className = "lp-search__part";
    part.href = best.url;
    part.textContent = best.title;
  }
  item.appendChild(document.createElement("p")).append(marked((best ?? found).excerpt));
  return item;
}
