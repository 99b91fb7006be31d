/**
 * The search page: asks Pagefind where the library is large, else Material's search worker, and shows what it finds as a
 * plain list. The index is fetched when somebody searches, not on every page.
 */
import { announcer } from "./announce.mjs";
import { sayLost } from "./page.mjs";

/** @typedef {{ all: number, first: (most: number) => Promise<HTMLElement[]> }} Found how many pages, and the best of them */
/** @typedef {(query: string) => Promise<Found>} Engine */

const MOST_RESULTS = 40;

/**
 * @param {number} found
 * @param {string} query
 */
function inWords(found, query) {
  if (!found) return `Nothing found for “${query}”. Try a shorter or simpler word.`;
  const more = found > MOST_RESULTS ? ` The first ${MOST_RESULTS} are shown.` : "";
  return `${found} ${found === 1 ? "page" : "pages"} found for “${query}”.${more}`;
}

/** @param {HTMLElement} form */
export function start(form) {
  const field = form.querySelector("input");
  const status = document.querySelector(".lp-search__count");
  const list = document.querySelector(".lp-search__results");
  if (!field || !list || !(status instanceof HTMLElement) || form.dataset.lpSearch) return;
  form.dataset.lpSearch = "ready";
  const announce = announcer(status, 250);
  /** @returns {Promise<Engine>} */
  const engine = async () =>
    form.dataset.engine === "pagefind" ? (await import("./sitesearch.mjs")).sitesearch() : (await import("./lunr.mjs")).lunr();
  /** @type {Promise<Engine> | undefined} */
  let search;
  let asked = "";

  const look = async () => {
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    history.replaceState(history.state, "", query ? `?${new URLSearchParams({ q: query })}` : location.pathname);
    if (!query) {
      list.replaceChildren();
      announce("");
      return;
    }
    try {
      const found = await (await (search ??= engine()))(query);
      const results = await found.first(MOST_RESULTS);
      if (query !== asked) return;
      list.replaceChildren(...results);
      announce(inWords(found.all, query));
    } catch {
      search = undefined;
      sayLost();
      asked = "";
      announce("The search index could not be fetched. Please try again, or browse the library.");
    }
  };

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void look();
  });
  field.value = new URLSearchParams(location.search).get("q") ?? "";
  if (field.value) void look();
  else field.focus();
}
