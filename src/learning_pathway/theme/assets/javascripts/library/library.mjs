/**
 * Searches, filters and sorts the library. Without it the page lists every resource of a small library, or links to the
 * lists of a large one. The data is fetched when someone starts to search.
 */
import { announcer, liveRegion, notifyPageChange, reportLoadFailure } from "../ui/page.mjs";
import { cardsFromFiles, cardsOnPage } from "./cards.mjs";
import { addValues, setSelected, selectedValues, facetNames, showChips, showCounts } from "./facets.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { PAGE_SIZE, parseQuery, toQueryString } from "./query.mjs";
import { rememberResults } from "./results-link.mjs";
import { element, focusLater } from "../ui/dom.mjs";
import { fetchResources, filterResources, sortResources } from "./resources.mjs";

/** @typedef {import("./resources.mjs").ResourceTable} ResourceTable */
/** @typedef {import("./resources.mjs").Matches} Matches */
/** @typedef {import("./query.mjs").Query} Query */

/** Milliseconds without a keystroke before the search, and before the count is announced. */
const TYPING = 150;
const REST = 600;

/**
 * @param {number} found
 * @param {number} all
 */
function countText(found, all) {
  if (found === all) return ngettext("%(number)s result", "%(number)s results", all);
  if (!found) return gettext("No results. Remove a filter or try fewer words.");
  return ngettext("%(found)s of %(number)s result", "%(found)s of %(number)s results", all, { found: found.toLocaleString(locale) });
}

/** @param {HTMLElement} library */
export function start(library) {
  const form = library.querySelector("form");
  const list = library.querySelector(".lp-results");
  const chips = library.querySelector(".lp-chips");
  const count = library.querySelector(".lp-library__count");
  if (!form || library.dataset.lpLibrary) return;
  if (!(list instanceof HTMLElement && chips instanceof HTMLElement && count instanceof HTMLElement)) return;
  library.dataset.lpLibrary = "ready";
  const fields = form.elements;
  const words = /** @type {HTMLInputElement} */ (fields.namedItem("q"));
  const sort = /** @type {HTMLSelectElement} */ (fields.namedItem("sort"));
  const more = /** @type {HTMLElement} */ (library.querySelector(".lp-library__more"));
  const listings = /** @type {HTMLElement | null} */ (library.querySelector(".lp-library__shelves"));
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  const announce = announcer(liveRegion(), REST, true);
  /** Shown at once; announced when typing stops. */
  const showCount = (/** @type {string} */ sentence, /** @type {string} */ more = "") => {
    count.textContent = sentence;
    announce(`${sentence} ${more}`.trim());
  };
  const hint = element("p", { class: "lp-search__hint", hidden: "" });
  count.after(hint);
  const names = facetNames(form);
  const findMatches = createSearch();
  /** @type {Promise<{ works: ResourceTable, cards: (places: number[]) => Promise<HTMLElement[]> }> | undefined} */
  let loading;
  let shown = PAGE_SIZE;
  let asked = 0;

  const load = () => {
    loading ??= fetchResources().then((works) => ({ works, cards: listings ? cardsFromFiles(works.cards ?? 1) : cardsOnPage(items) }));
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };

  /** @returns {Query} */
  const query = () => ({ words: words.value.trim(), sort: sort.value, chosen: selectedValues(form), shown });

  const show = async () => {
    const request = (asked += 1);
    const now = query();
    const isFiltered = Boolean(toQueryString({ ...now, shown: PAGE_SIZE }));
    try {
      const [{ works, cards }, { matches, explained = "", meant, failed }] = await Promise.all([load(), findMatches(now.words)]);
      const { found, counts } = filterResources(works, now.chosen, matches);
      const limit = listings ? now.shown : found.length;
      const isIdle = Boolean(listings) && !isFiltered;
      const visible = isIdle ? [] : await cards(sortResources(works, found, now.sort, matches).slice(0, limit));
      const suggestion = explained || meant ? await import("../search/suggestion.mjs") : undefined;
      if (request !== asked) return;
      showCounts(form, works, counts);
      list.replaceChildren(...visible);
      dispatchEvent(new Event("lp-listed")); // buttons on new cards update their state
      list.hidden = !visible.length;
      more.hidden = isIdle || found.length <= limit;
      if (listings) listings.hidden = !isIdle;
      hint.hidden = !suggestion;
      hint.replaceChildren();
      suggestion?.showHint(hint, explained, meant, searchFor);
      count.dataset.found = String(found.length);
      showCount(failed ?? countText(found.length, works.works), hint.textContent ?? "");
      if (listings && visible.length) notifyPageChange();
    } catch {
      if (request === asked) {
        showCount(
          listings
            ? gettext("The library could not be searched. Please try again. Its lists are complete without.")
            : gettext("The library could not be searched. Please try again."),
        );
      }
    }
    if (request === asked) showChips(chips, form, isFiltered, { drop: removeFilter, clear: clearFilters });
  };

  /** @param {boolean} step whether to add an entry to the browser history */
  const updateAddress = (step) => {
    const address = toQueryString(query()) || location.pathname;
    if (step) history.pushState(null, "", address);
    else history.replaceState(history.state, "", address);
    rememberResults();
    void show();
  };

  const removeFilter = (/** @type {HTMLInputElement} */ box) => {
    box.checked = false;
    shown = PAGE_SIZE;
    updateAddress(true);
  };
  const clearFilters = () => {
    form.reset();
    setSelected(form, new Map());
    shown = PAGE_SIZE;
    updateAddress(true);
    words.focus();
  };

  const searchFor = (/** @type {string} */ asked) => {
    words.value = asked;
    words.focus();
    updateAddress(true);
  };

  const restoreQuery = async () => {
    const restored = parseQuery(location.search, names);
    words.value = restored.words;
    sort.value = restored.sort;
    if (sort.selectedIndex < 0) sort.value = "";
    shown = restored.shown;
    if (restored.chosen.size) {
      const opened = await load().catch(() => undefined);
      for (const facet of opened?.works.facets ?? []) addValues(form, facet, (id) => restored.chosen.get(facet.name)?.has(id) ?? false);
    }
    setSelected(form, restored.chosen);
    rememberResults();
    await show();
  };

  let timer = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    shown = PAGE_SIZE;
    if (event.target === words) timer = setTimeout(() => updateAddress(false), TYPING);
    else updateAddress(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    updateAddress(false);
  });
  form.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest(".lp-facet__all");
    if (!button) return;
    const focus = focusLater();
    const { works } = await load();
    const facet = works.facets.find(({ name }) => name === button.closest(".lp-facet")?.getAttribute("data-facet"));
    const first = facet && addValues(form, facet, () => true);
    button.remove();
    focus(first);
    void show();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    const focus = focusLater();
    shown += PAGE_SIZE;
    history.replaceState(history.state, "", toQueryString(query()));
    await show();
    focus(list.children[before]?.querySelector("a"));
  });
  const onPopState = () => {
    if (library.isConnected) void restoreQuery();
    else removeEventListener("popstate", onPopState);
  };
  addEventListener("popstate", onPopState);

  form.querySelector(".lp-filters__open")?.addEventListener("click", async () => (await import("./sheet.mjs")).openSheet(form, count));
  if (location.search) void restoreQuery();
  else if (toQueryString(query())) updateAddress(false); // typed or chosen before this script arrived
}

/**
 * @returns {(text: string) => Promise<{ matches?: Matches, explained?: string, meant?: string, failed?: string }>}
 *   the resources that the site's search finds
 */
function createSearch() {
  /** @type {{ words: string, matches?: Matches, explained: string, meant?: string } | undefined} the last result: ticking a checkbox repeats the same query */
  let last;
  return async (message) => {
    if (!message) return {};
    if (last?.words === message) return last;
    try {
      const [{ search }, { explanation }] = await Promise.all([import("../search/engine.mjs"), import("../search/suggestion.mjs")]);
      const answer = await search(message, { works: true });
      last = { words: message, matches: answer.asked ? answer.scores : undefined, explained: explanation(answer), meant: answer.meant };
      return last;
    } catch {
      reportLoadFailure();
      return { failed: gettext("Search isn’t available at the moment. Filters still work.") };
    }
  };
}
