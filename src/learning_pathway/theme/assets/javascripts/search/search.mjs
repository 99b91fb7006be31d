/** The search page. The index is fetched when someone searches. */
import { announcer, home, liveRegion } from "../ui/page.mjs";
import { excerpt, highlight } from "./excerpt.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { search } from "./engine.mjs";
import { button, explanation, showHint } from "./suggestion.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {import("./engine.mjs").Answer} Answer */
/** @typedef {import("./index.mjs").IndexedDocument} IndexedDocument */

const PAGE_SIZE = 20;
const MAX_SHOWN = 500;
/** Milliseconds without a keystroke before the search, and before the count is announced. */
const TYPING = 200;
const REST = 600;

/**
 * @param {Answer} answer
 * @param {string} query
 * @returns {string} the number of results, as text
 */
function countText({ places, asked }, query) {
  if (!asked) return gettext("Type a word to search for.");
  if (!places.length) return gettext("No results for “%(query)s”. Check the spelling or try other words.", { query });
  return ngettext("%(number)s result for “%(query)s”", "%(number)s results for “%(query)s”", places.length, { query });
}

/** @param {HTMLElement} form */
export function start(form) {
  const field = form.querySelector("input");
  const status = document.querySelector(".lp-search__count");
  const hint = document.querySelector(".lp-search__hint");
  const list = document.querySelector(".lp-search__results");
  const more = document.querySelector(".lp-search__more");
  if (!field || !list || form.dataset.lpSearch) return;
  if (!(status instanceof HTMLElement && hint instanceof HTMLElement && more instanceof HTMLElement)) return;
  form.dataset.lpSearch = "ready";
  const announce = announcer(liveRegion(), REST);
  /** Shown at once; announced when typing stops. */
  const showCount = (/** @type {string} */ sentence, /** @type {string} */ question = "") => {
    status.textContent = sentence;
    announce(`${sentence} ${question}`.trim());
  };
  let asked = "";
  let shown = PAGE_SIZE;

  const address = (/** @type {string} */ query) => {
    const parameters = new URLSearchParams(query ? { q: query } : {});
    if (shown > PAGE_SIZE) parameters.set("show", String(shown));
    return query ? `?${parameters}` : location.pathname;
  };

  /** @param {string} query */
  const find = async (query) => {
    if (!query) {
      list.replaceChildren();
      hint.hidden = more.hidden = true;
      return showCount("");
    }
    const waitTimer = setTimeout(() => query === asked && showCount(gettext("Searching…")), REST);
    try {
      const answer = await search(query);
      const found = await answer.index.documents(answer.places.slice(0, shown));
      if (query !== asked) return;
      list.replaceChildren(...found.map((one) => result(one, answer)));
      more.hidden = answer.places.length <= shown;
      showHint(hint, explanation(answer), answer.meant, searchFor);
      showCount(countText(answer, query), hint.hidden ? "" : (hint.textContent ?? ""));
    } catch {
      if (query !== asked) return;
      asked = "";
      list.replaceChildren();
      more.hidden = true;
      hint.replaceChildren(button(gettext("Try again"), () => searchFor(query)));
      hint.hidden = false;
      showCount(gettext("Search isn’t available at the moment. Check your connection."), gettext("Try again"));
    } finally {
      clearTimeout(waitTimer);
    }
  };

  const runSearch = async () => {
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    shown = PAGE_SIZE;
    history.replaceState({ ...history.state, lpScroll: 0 }, "", address(query));
    await find(query);
  };
  const searchFor = (/** @type {string} */ query) => {
    field.value = query;
    field.focus();
    void runSearch();
  };
  const restore = async () => {
    const parameters = new URLSearchParams(location.search);
    const wanted = Number(parameters.get("show"));
    shown = wanted > PAGE_SIZE && wanted <= MAX_SHOWN ? wanted : PAGE_SIZE;
    field.value = asked = (parameters.get("q") ?? "").trim();
    await find(asked);
    if (history.state?.lpScroll) scrollTo(0, history.state.lpScroll);
  };

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(runSearch, TYPING);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void runSearch();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    const focus = focusLater();
    shown += PAGE_SIZE;
    history.replaceState(history.state, "", address(asked));
    await find(asked);
    focus(list.children[before]?.querySelector("a"));
  });
  // Results load after the page, so the browser cannot restore the scroll position.
  list.addEventListener("click", () => history.replaceState({ ...history.state, lpScroll: scrollY }, ""));
  if (location.search) void restore();
  else if (field.value.trim()) void runSearch(); // typed before this script arrived
  else if (document.activeElement === document.body) field.focus({ preventScroll: true }); // no one has gone on meanwhile
}

/**
 * @param {IndexedDocument} found
 * @param {Answer} answer
 */
function result({ title, address, kind, byline, language, text }, { terms, index: { analyser } }) {
  const link = element("a", { href: new URL(address, home).href, dir: "auto" }, highlight(analyser, title, terms));
  if (language) link.lang = language;
  const about = element("p", { class: "lp-search__kind" }, kind, ...(byline ? [" · ", element("bdi", {}, byline)] : []));
  const words = text ? [element("p", { class: "lp-search__text" }, element("bdi", {}, excerpt(analyser, text, terms)))] : [];
  return element("li", { class: "lp-search__result" }, element("h2", {}, link), about, ...words);
}
