/** Searching the site by Material's worker, which takes the whole index at once. */
import { marked } from "./excerpt.mjs";
import { home } from "./page.mjs";

/** @typedef {{ location: string, title: string, text: string }} Hit one place: the page itself, or a part of it */

const EXCERPT = 220;

/** @returns {Promise<import("./search.mjs").Engine>} */
export async function lunr() {
  const config = JSON.parse(document.getElementById("__config")?.textContent ?? "{}");
  const answer = await fetch(new URL("search/search_index.json", home));
  if (!answer.ok) throw new Error(`The index answered ${answer.status}.`);
  const index = await answer.json();
  const worker = new Worker(new URL(config.search, location.href));
  /** @param {object} message */
  const ask = (message) =>
    new Promise((resolve, reject) => {
      worker.onmessage = (event) => resolve(event.data.data);
      worker.onerror = reject;
      worker.postMessage(message);
    });
  await ask({ type: 0, data: { config: index.config, docs: index.docs, options: { suggest: false } } });
  let last = Promise.resolve();
  return async (query) => {
    // The worker answers in order and without names: one question at a time.
    const found = last.then(async () => /** @type {Hit[][]} */ ((await ask({ type: 2, data: query })).items));
    last = found.then(() => undefined, () => undefined);
    const hits = await found;
    return { all: hits.length, first: async (most) => hits.slice(0, most).map(result) };
  };
}

/**
 * @param {Hit[]} hits the page and its parts, best first
 */
function result(hits) {
  const page = hits.find((hit) => !hit.location.includes("#")) ?? hits[0];
  const best = hits.find((hit) => hit.text.includes("<mark")) ?? page;
  const item = document.createElement("li");
  item.className = "lp-search__result";
  const link = item.appendChild(document.createElement("h2")).appendChild(document.createElement("a"));
  link.href = new URL(page.location, home).href;
  link.append(marked(page.title));
  if (best !== page && best.title !== page.title) {
    const part = item.appendChild(document.createElement("p")).appendChild(document.createElement("a"));
    part.className = "lp-search__part";
    part.href = new URL(best.location, home).href;
    part.append(marked(best.title));
  }
  if (best.text) item.appendChild(document.createElement("p")).append(marked(best.text, EXCERPT));
  return item;
}
