/** The hint above search results: words left out, and "Did you mean". */
import { formatList } from "../ui/dates.mjs";
import { gettext, fillPlaceholders } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./engine.mjs").Answer} Answer */

/**
 * @param {Answer} answer
 * @returns {string} how the results differ from the query; empty if they do not
 */
export function explanation({ places, partial, loose, unknown, limited }) {
  if (!places.length) return "";
  const missing = unknown.length
    ? gettext("No results for %(words)s. These are for the other words.", { words: formatList(unknown.map(({ word }) => `“${word}”`)) })
    : "";
  const some = partial ? gettext("No result has all these words. These have some of them.") : "";
  const apart = loose ? gettext("No result has this exact phrase. These have its words.") : "";
  return [missing, some, apart, limited ? gettext("Only the first words were used.") : ""].filter(Boolean).join(" ");
}

/**
 * @param {HTMLElement} hint the element to fill
 * @param {string} text
 * @param {string | undefined} meant
 * @param {(query: string) => void} onSearch
 */
export function showHint(hint, text, meant, onSearch) {
  hint.hidden = !text && !meant;
  const question = meant ? fillPlaceholders(gettext("Did you mean %(words)s?"), { words: button(meant, () => onSearch(meant)) }) : [];
  hint.replaceChildren(text, ...(text && meant ? [" "] : []), ...question);
}

/**
 * @param {string} text
 * @param {() => void} onPress
 */
export function button(text, onPress) {
  const created = element("button", { class: "lp-link-button", type: "button" }, text);
  created.addEventListener("click", onPress);
  return created;
}
