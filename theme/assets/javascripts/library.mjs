/**
 * Filters the library's list by words, type, theme and level. The list itself is plain HTML and complete; this only
 * hides what does not fit. The filters stand in the address, so that a filtered list can be shared and gone back to.
 */
import { announcer } from "./announce.mjs";
import { fold } from "./fold.mjs";

/** @typedef {{ item: HTMLElement, words: string, type: string, level: string, themes: string[] }} Entry */

/**
 * @param {HTMLElement} item
 * @returns {Entry}
 */
function entry(item) {
  const { type = "", level = "", themes = "" } = item.dataset;
  return { item, words: fold(item.textContent ?? ""), type, level, themes: themes.split(" ") };
}

/**
 * @param {Entry} entry
 * @param {URLSearchParams} asked
 */
function fits(entry, asked) {
  const wanted = (/** @type {string} */ name) => asked.get(name) ?? "";
  return (
    fold(wanted("q")).split(/\s+/).every((word) => entry.words.includes(word)) &&
    (!wanted("type") || entry.type === wanted("type")) &&
    (!wanted("level") || entry.level === wanted("level")) &&
    (!wanted("theme") || entry.themes.includes(wanted("theme")))
  );
}

/** @param {HTMLFormElement} form */
function asked(form) {
  const answers = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim()) answers.set(name, value.trim());
  }
  return answers;
}

/** @param {HTMLFormElement} form */
function fillFromAddress(form) {
  for (const [name, value] of new URLSearchParams(location.search)) {
    const field = form.elements.namedItem(name);
    if (field instanceof HTMLInputElement) field.value = value;
    if (field instanceof HTMLSelectElement && [...field.options].some((one) => one.value === value)) field.value = value;
  }
}

/**
 * @param {number} shown
 * @param {number} all
 */
function inWords(shown, all) {
  if (shown === all) return `All ${all} works are shown.`;
  if (!shown) return "Nothing fits. Try fewer words, or clear a filter.";
  return `${shown} of ${all} works ${shown === 1 ? "fits" : "fit"}.`;
}

/** @param {HTMLElement} library */
export function start(library) {
  const form = library.querySelector("form");
  const status = library.querySelector("[role=status]");
  if (!form || !(status instanceof HTMLElement) || library.dataset.lpLibrary) return;
  library.dataset.lpLibrary = "ready";
  const entries = [...library.querySelectorAll(".lp-result")].map((item) => entry(/** @type {HTMLElement} */ (item)));
  const announce = announcer(status);

  const filter = () => {
    const answers = asked(form);
    let shown = 0;
    for (const one of entries) {
      one.item.hidden = !fits(one, answers);
      if (!one.item.hidden) shown += 1;
    }
    announce(inWords(shown, entries.length));
    history.replaceState(history.state, "", answers.size ? `?${answers}` : location.pathname);
  };

  form.addEventListener("input", filter);
  form.addEventListener("reset", () => setTimeout(filter));
  form.addEventListener("submit", (event) => event.preventDefault());
  fillFromAddress(form);
  if (asked(form).size) filter();
  else status.textContent = inWords(entries.length, entries.length);
}
