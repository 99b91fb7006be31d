/** The end of a module: what is done, the answers for Word, and a reset. Loaded once something of the module is done. */
import { gettext } from "../ui/messages.mjs";
import { fetchOutline } from "./learner-index.mjs";
import { countStates, formatCounts, isStarted } from "./progress.mjs";
import { resetButton } from "./reset.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {Store} store
 * @param {Element} container
 * @param {string[]} keys of the module's steps
 */
export function showModuleEnd(store, container, keys) {
  const { text, word, update } = endOf(store, container, keys);
  const sum = countStates(store, keys);
  text.textContent = isStarted(sum) ? gettext("%(progress)s in this module.", { progress: formatCounts(sum) }) : "";
  word.hidden = ![...store.entries("answers").keys()].some((key) => keys.includes(key));
  update();
}

/** @type {WeakMap<Element, { text: HTMLElement, word: HTMLElement, update: () => void }>} */
const ends = new WeakMap();

/**
 * @param {Store} store
 * @param {Element} container
 * @param {string[]} keys
 */
function endOf(store, container, keys) {
  const known = ends.get(container);
  if (known) return known;
  const { button, update } = resetButton(store, () => keys, gettext("Reset this module"));
  const end = { text: element("p"), word: wordButton(store, container.getAttribute("data-module") ?? ""), update };
  container.append(end.text, end.word, button);
  ends.set(container, end);
  return end;
}

/**
 * A button that saves the answers of a module as a file for Word.
 * @param {Store} store
 * @param {string} module
 */
function wordButton(store, module) {
  const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, gettext("Save your answers for Word"));
  button.addEventListener("click", async () => {
    const [{ downloadWord }, { journalDocument, TITLE }, { collectReflections }] = await Promise.all([
      import("../journal/export.mjs"),
      import("../journal/journal-document.mjs"),
      import("../journal/reflections.mjs"),
    ]);
    const outline = await fetchOutline().catch(() => undefined);
    const chapters = collectReflections(store.entries("answers"), outline);
    const own = chapters.filter(({ id }) => id === module);
    await downloadWord(module, TITLE, journalDocument(own.length ? own : chapters, outline?.title ?? ""));
  });
  return button;
}
