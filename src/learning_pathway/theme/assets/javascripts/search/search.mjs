/** The search page: what the whole site has, as a plain list. The index is fetched when someone searches, not before. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { excerpt, marked } from "./excerpt.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { search } from "./engine.mjs";
import { button, explanation, showHint } from "./suggestion.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./engine.mjs").Answer} Answer */
/** @typedef {import("./index.mjs").Found} Found */

const AT_ONCE = 20;
const MOST_SHOWN = 500;
/** Milliseconds after which a word that is being typed is looked for, and the count is spoken. */
const TYPING = 200;
const REST = 600;

/**
 * @param {Answer} answer
 * @param {string} query
 * @returns {string} how much was found
 */
function inWords({ places, asked }, query) {
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
  /** Seen at once; spoken when it stays so. */
  const say = (/** @type {string} */ sentence, /** @type {string} */ question = "") => {
    status.textContent = sentence;
    announce(`${sentence} ${question}`.trim());
  };
  let asked = "";
  let shown = AT_ONCE;

  const address = (/** @type {string} */ query) => {
    const said = new URLSearchParams(query ? { q: query } : {});
    if (shown > AT_ONCE) said.set("show", String(shown));
    return query ? `?${said}` : location.pathname;
  };

  /** @param {string} query */
  const find = async (query) => {
    if (!query) {
      list.replaceChildren();
      hint.hidden = more.hidden = true;
      return say("");
    }
    const waiting = setTimeout(() => query === asked && say(gettext("Searching…")), REST);
    try {
      const answer = await search(query);
      const found = await answer.index.documents(answer.places.slice(0, shown));
      if (query !== asked) return;
      list.replaceChildren(...found.map((one) => result(one, answer)));
      more.hidden = answer.places.length <= shown;
      showHint(hint, explanation(answer), answer.meant, ask);
      say(inWords(answer, query), hint.hidden ? "" : (hint.textContent ?? ""));
    } catch {
      if (query !== asked) return;
      asked = "";
      list.replaceChildren();
      more.hidden = true;
      hint.replaceChildren(button(gettext("Try again"), () => ask(query)));
      hint.hidden = false;
      say(gettext("Search isn’t available at the moment. Check your connection."), gettext("Try again"));
    } finally {
      clearTimeout(waiting);
    }
  };

  const look = async () => {
    const query = field.value.trim();
    if (query === asked) return;
    asked = query;
    shown = AT_ONCE;
    history.replaceState({ ...history.state, lpScroll: 0 }, "", address(query));
    await find(query);
  };
  const ask = (/** @type {string} */ query) => {
    field.value = query;
    field.focus();
    void look();
  };
  const restore = async () => {
    const said = new URLSearchParams(location.search);
    const wanted = Number(said.get("show"));
    shown = wanted > AT_ONCE && wanted <= MOST_SHOWN ? wanted : AT_ONCE;
    field.value = asked = (said.get("q") ?? "").trim();
    await find(asked);
    if (history.state?.lpScroll) scrollTo(0, history.state.lpScroll);
  };

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, TYPING);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    void look();
  });
  more.addEventListener("click", async () => {
    const before = list.children.length;
    shown += AT_ONCE;
    history.replaceState(history.state, "", address(asked));
    await find(asked);
    list.children[before]?.querySelector("a")?.focus();
  });
  // Results come after the page: the browser cannot find the place again where someone left it.
  list.addEventListener("click", () => history.replaceState({ ...history.state, lpScroll: scrollY }, ""));
  if (location.search) void restore();
  else field.focus();
}

/**
 * @param {Found} found
 * @param {Answer} answer
 */
function result({ title, address, kind, byline, language, text }, { terms, index: { analyser } }) {
  const link = element("a", { href: new URL(address, home).href, dir: "auto" }, marked(analyser, title, terms));
  if (language) link.lang = language;
  const about = element("p", { class: "lp-search__kind" }, kind, ...(byline ? [" · ", element("bdi", {}, byline)] : []));
  const words = text ? [element("p", { class: "lp-search__text", dir: "auto" }, excerpt(analyser, text, terms))] : [];
  return element("li", { class: "lp-search__result" }, element("h2", {}, link), about, ...words);
}
