/**
 * The search page: asks Material's search worker, and shows what it finds as a plain list. The index is fetched when
 * somebody searches, not on every page.
 */
import { announcer } from "./announce.mjs";
import { home } from "./page.mjs";

/** @typedef {{ location: string, title: string, text: string }} Hit one place: the page itself, or a part of it */

const MOST_RESULTS = 40;
const EXCERPT = 220;

/** @returns {Promise<(query: string) => Promise<Hit[][]>>} */
async function engine() {
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
  return (query) => {
    // The worker answers in order and without names: one question at a time.
    const found = last.then(async () => (await ask({ type: 2, data: query })).items);
    last = found.then(() => undefined, () => undefined);
    return found;
  };
}

/**
 * The text of some HTML, with what was found marked. The HTML comes from an index of page content: it is parsed
 * where nothing runs, and only its text and its marks are taken over.
 * @param {string} html
 * @param {number} most characters
 */
function marked(html, most = Infinity) {
  const parsed = new DOMParser().parseFromString(html, "text/html").body;
  const parts = textParts(parsed);
  const first = parts.findIndex((part) => part.hit);
  const before = first > 0 ? parts.slice(0, first).map((part) => part.text).join("") : "";
  let skip = before.length > most / 2 ? before.indexOf(" ", before.length - most / 3) + 1 : 0;
  const out = document.createDocumentFragment();
  if (skip) out.append("… ");
  let room = most;
  for (const { text, hit } of parts) {
    const rest = text.slice(Math.min(skip, text.length)).slice(0, room);
    skip = Math.max(0, skip - text.length);
    room -= rest.length;
    if (!rest) continue;
    if (hit) out.appendChild(document.createElement("mark")).textContent = rest;
    else out.append(rest);
    if (room <= 0) {
      out.append(" …");
      break;
    }
  }
  return out;
}

/**
 * @param {Node} node
 * @param {boolean} [hit]
 * @returns {{ text: string, hit: boolean }[]}
 */
function textParts(node, hit = false) {
  if (node.nodeType === Node.TEXT_NODE) return [{ text: (node.textContent ?? "").replace(/\s+/g, " "), hit }];
  const parts = [...node.childNodes].flatMap((child) => textParts(child, hit || child.nodeName === "MARK"));
  return /^(P|LI|DIV|H[1-6]|DT|DD|TR)$/.test(node.nodeName) ? [...parts, { text: " ", hit: false }] : parts;
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
  /** @type {ReturnType<typeof engine> | undefined} */
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
      if (query !== asked) return;
      list.replaceChildren(...found.slice(0, MOST_RESULTS).map(result));
      announce(inWords(found.length, query));
    } catch {
      search = undefined;
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
