/**
 * Searches the library: words, facets, order. The page is complete without it: a small library lists every work, a
 * large one leads to its listings. What is needed to search is fetched when someone begins to, and not before.
 */
import { announcer, liveRegion } from "../ui/page.mjs";
import { cardsElsewhere, cardsHere } from "./cards.mjs";
import { bring, choose, chosenIn, namesOf, showChips, showCounts } from "./facets.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { pageChanged, sayLost } from "../ui/page.mjs";
import { AT_ONCE, readQuery, written } from "./query.mjs";
import { remember } from "./results-link.mjs";
import { explanation, showHint } from "../search/suggestion.mjs";
import { element } from "../ui/dom.mjs";
import { fetchWorks, narrow, ordered } from "./resources.mjs";

/** @typedef {import("./resources.mjs").Works} Works */
/** @typedef {import("./resources.mjs").Matches} Matches */
/** @typedef {import("./query.mjs").Query} Query */

const WIDE = "(min-width: 60em)";
/** Milliseconds after which words that are being typed are looked for, and the count is spoken. */
const TYPING = 150;
const REST = 600;

/**
 * @param {number} found
 * @param {number} all
 */
function inWords(found, all) {
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
  const shelves = /** @type {HTMLElement | null} */ (library.querySelector(".lp-library__shelves"));
  const items = /** @type {HTMLElement[]} */ ([...list.children]);
  const announce = announcer(liveRegion(), REST, true);
  /** Seen at once; spoken when it stays so. */
  const say = (/** @type {string} */ sentence, /** @type {string} */ more = "") => {
    count.textContent = sentence;
    announce(`${sentence} ${more}`.trim());
  };
  const hint = element("p", { class: "lp-search__hint", hidden: "" });
  count.after(hint);
  const names = namesOf(form);
  const lookUp = finder();
  /** @type {Promise<{ works: Works, cards: (places: number[]) => Promise<HTMLElement[]> }> | undefined} */
  let opening;
  let shown = AT_ONCE;
  let asked = 0;

  const open = () => {
    opening ??= fetchWorks().then((works) => ({ works, cards: shelves ? cardsElsewhere(works.cards ?? 1) : cardsHere(items) }));
    opening.catch(() => {
      opening = undefined;
    });
    return opening;
  };

  /** @returns {Query} */
  const query = () => ({ words: words.value.trim(), sort: sort.value, chosen: chosenIn(form), shown });

  const show = async () => {
    const mine = (asked += 1);
    const now = query();
    const begun = Boolean(written({ ...now, shown: AT_ONCE }));
    try {
      const [{ works, cards }, { matches, explained = "", meant, failed }] = await Promise.all([open(), lookUp(now.words)]);
      const { found, counts } = narrow(works, now.chosen, matches);
      const most = shelves ? now.shown : found.length;
      const idle = Boolean(shelves) && !begun;
      const visible = idle ? [] : await cards(ordered(works, found, now.sort, matches).slice(0, most));
      if (mine !== asked) return;
      showCounts(form, works, counts);
      list.replaceChildren(...visible);
      dispatchEvent(new Event("lp-listed")); // buttons of cards that were away hear what has changed meanwhile
      list.hidden = !visible.length;
      more.hidden = idle || found.length <= most;
      if (shelves) shelves.hidden = !idle;
      showHint(hint, explained, meant, ask);
      say(failed ?? inWords(found.length, works.works), hint.textContent ?? "");
      if (shelves && visible.length) pageChanged();
    } catch {
      if (mine === asked) {
        say(
          shelves
            ? gettext("The library could not be searched. Please try again. Its lists are complete without.")
            : gettext("The library could not be searched. Please try again."),
        );
      }
    }
    if (mine === asked) showChips(chips, form, begun, { drop, clear });
  };

  /** @param {boolean} step whether Back shall come here again */
  const tell = (step) => {
    const address = written(query()) || location.pathname;
    if (step) history.pushState(null, "", address);
    else history.replaceState(history.state, "", address);
    remember();
    void show();
  };

  const drop = (/** @type {HTMLInputElement} */ box) => {
    box.checked = false;
    shown = AT_ONCE;
    tell(true);
  };
  const clear = () => {
    form.reset();
    choose(form, new Map());
    shown = AT_ONCE;
    tell(true);
    words.focus();
  };

  const ask = (/** @type {string} */ asked) => {
    words.value = asked;
    words.focus();
    tell(true);
  };

  const fill = async () => {
    const said = readQuery(location.search, names);
    words.value = said.words;
    sort.value = said.sort;
    if (sort.selectedIndex < 0) sort.value = "";
    shown = said.shown;
    if (said.chosen.size) {
      const opened = await open().catch(() => undefined);
      for (const facet of opened?.works.facets ?? []) bring(form, facet, (id) => said.chosen.get(facet.name)?.has(id) ?? false);
    }
    choose(form, said.chosen);
    remember();
    await show();
  };

  let timer = 0;
  form.addEventListener("input", (event) => {
    clearTimeout(timer);
    shown = AT_ONCE;
    if (event.target === words) timer = setTimeout(() => tell(false), TYPING);
    else tell(true);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    tell(false);
  });
  form.addEventListener("click", async (event) => {
    const button = event.target instanceof Element && event.target.closest(".lp-facet__all");
    if (!button) return;
    const { works } = await open();
    const facet = works.facets.find(({ name }) => name === button.closest(".lp-facet")?.getAttribute("data-facet"));
    const first = facet && bring(form, facet, () => true);
    button.remove();
    first?.focus();
    void show();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    shown += AT_ONCE;
    history.replaceState(history.state, "", written(query()));
    await show();
    list.children[before]?.querySelector("a")?.focus();
  });
  const back = () => {
    if (library.isConnected) void fill();
    else removeEventListener("popstate", back);
  };
  addEventListener("popstate", back);

  if (matchMedia(WIDE).matches) form.querySelector(".lp-filters__facets")?.setAttribute("open", "");
  if (location.search) void fill();
}

/**
 * @returns {(words: string) => Promise<{ matches?: Matches, explained?: string, meant?: string, failed?: string }>}
 *   resources that the site's search finds
 */
function finder() {
  /** @type {{ words: string, matches?: Matches, explained: string, meant?: string } | undefined} what was found last: ticking a box asks for the same words */
  let last;
  return async (words) => {
    if (!words) return {};
    if (last?.words === words) return last;
    try {
      const { search } = await import("../search/engine.mjs");
      const answer = await search(words, { works: true });
      last = { words, matches: answer.asked ? answer.scores : undefined, explained: explanation(answer), meant: answer.meant };
      return last;
    } catch {
      sayLost();
      return { failed: gettext("Search isn’t available at the moment. Filters still work.") };
    }
  };
}
