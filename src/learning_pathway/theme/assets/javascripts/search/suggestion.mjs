/** What a search has to say beside its results: what it left out, and what was most likely meant. */
import { gettext, listed, placed } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./engine.mjs").Answer} Answer */

/**
 * @param {Answer} answer
 * @returns {string} how the results differ from what was asked for; empty where they do not
 */
export function explanation({ places, partial, loose, unknown, limited }) {
  if (!places.length) return "";
  const missing = unknown.length
    ? gettext("No results for %(words)s. These are for the other words.", { words: listed(unknown.map(({ word }) => `“${word}”`)) })
    : "";
  const some = partial ? gettext("No result has all these words. These have some of them.") : "";
  const apart = loose ? gettext("No result has this exact phrase. These have its words.") : "";
  return [missing, some, apart, limited ? gettext("Only the first words were used.") : ""].filter(Boolean).join(" ");
}

/**
 * @param {HTMLElement} hint where to show it
 * @param {string} words
 * @param {string | undefined} meant
 * @param {(query: string) => void} ask
 */
export function showHint(hint, words, meant, ask) {
  hint.hidden = !words && !meant;
  const question = meant ? placed(gettext("Did you mean %(words)s?"), { words: button(meant, () => ask(meant)) }) : [];
  hint.replaceChildren(words, ...(words && meant ? [" "] : []), ...question);
}

/**
 * @param {string} words
 * @param {() => void} act
 */
export function button(words, act) {
  const made = element("button", { class: "lp-link-button", type: "button" }, words);
  made.addEventListener("click", act);
  return made;
}
