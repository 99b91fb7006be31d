/** The filters of the library: checkboxes with live counts, and chips for the selection. */
import { gettext, locale } from "../ui/messages.mjs";
import { element, withHiddenText } from "../ui/dom.mjs";

/** @typedef {import("./resources.mjs").ResourceTable} ResourceTable */
/** @typedef {import("./resources.mjs").Facet} Facet */
/** @typedef {import("./resources.mjs").Selection} Selection */

/**
 * @param {ParentNode} form
 * @returns {HTMLInputElement[]}
 */
const boxes = (form) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".lp-facet input"))];

/**
 * @param {ParentNode} form
 * @returns {string[]} names of the facets
 */
export function facetNames(form) {
  return [...form.querySelectorAll(".lp-facet")].map((facet) => /** @type {HTMLElement} */ (facet).dataset.facet ?? "");
}

/**
 * @param {ParentNode} form
 * @returns {Selection}
 */
export function selectedValues(form) {
  /** @type {Selection} */
  const selection = new Map();
  for (const { checked, name, value } of boxes(form)) {
    if (checked) selection.set(name, (selection.get(name) ?? new Set()).add(value));
  }
  return selection;
}

/**
 * Tick the selected values and open their groups.
 * @param {ParentNode} form
 * @param {Selection} selection
 */
export function setSelected(form, selection) {
  for (const box of boxes(form)) {
    box.checked = selection.get(box.name)?.has(box.value) ?? false;
    if (box.checked) box.closest(".lp-facet")?.setAttribute("open", "");
  }
}

/**
 * Add the values that the page leaves out: all of them, or only the selected ones.
 * @param {ParentNode} form
 * @param {Facet} facet
 * @param {(id: string) => boolean} isWanted
 * @returns {HTMLInputElement | undefined} the first checkbox that was added
 */
export function addValues(form, facet, isWanted) {
  const list = form.querySelector(`.lp-facet[data-facet="${facet.name}"] ul`);
  const present = new Set(boxes(form).filter(({ name }) => name === facet.name).map(({ value }) => value));
  const missing = facet.values.filter(([id]) => !present.has(id) && isWanted(id));
  list?.append(...missing.map(([id, label]) => checkboxItem(facet.name, id, label)));
  const first = boxes(form).find(({ name, value }) => name === facet.name && value === missing[0]?.[0]);
  return first;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} label
 */
function checkboxItem(name, value, label) {
  const box = element("input", { type: "checkbox", name, value });
  return element("li", {}, element("label", { class: "lp-tick" }, box, element("span", {}, label), " ", element("span", { class: "lp-tick__count" })));
}

/**
 * @param {ParentNode} form
 * @param {ResourceTable} table
 * @param {Map<string, number[]>} counts
 */
export function showCounts(form, table, counts) {
  const valueIndexes = new Map(table.facets.map(({ name, values }) => [name, new Map(values.map(([id], index) => [id, index]))]));
  for (const box of boxes(form)) {
    const number = counts.get(box.name)?.[valueIndexes.get(box.name)?.get(box.value) ?? -1] ?? 0;
    const label = box.closest(".lp-tick");
    const count = label?.querySelector(".lp-tick__count");
    if (count) count.textContent = number.toLocaleString(locale);
    label?.classList.toggle("lp-tick--none", !number && !box.checked);
  }
}

/**
 * Show a chip for each selected value, and one that clears them all.
 * @param {HTMLElement} list
 * @param {ParentNode} form
 * @param {boolean} isFiltered whether there is a query or a selection
 * @param {{ drop: (box: HTMLInputElement) => void, clear: () => void }} actions
 */
export function showChips(list, form, isFiltered, actions) {
  const focused = [...list.querySelectorAll("button")].indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const chips = boxes(form)
    .filter(({ checked }) => checked)
    .map((box) => {
      const term = box.closest(".lp-facet")?.querySelector("legend")?.textContent ?? "";
      const text = box.nextElementSibling?.textContent ?? box.value;
      const button = element("button", { class: "lp-chip", type: "button" }, ...withHiddenText(gettext("Remove %(facet)s: %(seen)s"), text, { facet: term }));
      button.addEventListener("click", () => actions.drop(box));
      return element("li", {}, button);
    });
  const reset = element("button", { class: "lp-link-button", type: "button" }, gettext("Start over"));
  reset.addEventListener("click", actions.clear);
  list.replaceChildren(...(isFiltered ? [...chips, element("li", {}, reset)] : []));
  list.hidden = !isFiltered;
  const buttons = list.querySelectorAll("button");
  if (focused >= 0 && buttons.length) buttons[Math.min(focused, buttons.length - 1)].focus();
}
