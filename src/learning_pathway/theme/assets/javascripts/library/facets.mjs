/** The facets of the library: boxes to tick with live counts, and chips for what is ticked. */
import { gettext, locale } from "../ui/messages.mjs";
import { element, withHidden } from "../ui/dom.mjs";

/** @typedef {import("./resources.mjs").Works} Works */
/** @typedef {import("./resources.mjs").Facet} Facet */
/** @typedef {import("./resources.mjs").Chosen} Chosen */

/**
 * @param {ParentNode} form
 * @returns {HTMLInputElement[]}
 */
const boxes = (form) => [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".lp-facet input"))];

/**
 * @param {ParentNode} form
 * @returns {string[]} names of the facets
 */
export function namesOf(form) {
  return [...form.querySelectorAll(".lp-facet")].map((facet) => /** @type {HTMLElement} */ (facet).dataset.facet ?? "");
}

/**
 * @param {ParentNode} form
 * @returns {Chosen}
 */
export function chosenIn(form) {
  /** @type {Chosen} */
  const chosen = new Map();
  for (const { checked, name, value } of boxes(form)) {
    if (checked) chosen.set(name, (chosen.get(name) ?? new Set()).add(value));
  }
  return chosen;
}

/**
 * Ticks what was chosen, in groups that show it.
 * @param {ParentNode} form
 * @param {Chosen} chosen
 */
export function choose(form, chosen) {
  for (const box of boxes(form)) {
    box.checked = chosen.get(box.name)?.has(box.value) ?? false;
    if (box.checked) box.closest(".lp-facet")?.setAttribute("open", "");
  }
}

/**
 * Brings the values that the page itself leaves out: all of them, or only those that were chosen.
 * @param {ParentNode} form
 * @param {Facet} facet
 * @param {(id: string) => boolean} wanted
 * @returns {HTMLInputElement | undefined} the first that came
 */
export function bring(form, facet, wanted) {
  const list = form.querySelector(`.lp-facet[data-facet="${facet.name}"] ul`);
  const there = new Set(boxes(form).filter(({ name }) => name === facet.name).map(({ value }) => value));
  const missing = facet.values.filter(([id]) => !there.has(id) && wanted(id));
  list?.append(...missing.map(([id, label]) => choice(facet.name, id, label)));
  const first = boxes(form).find(({ name, value }) => name === facet.name && value === missing[0]?.[0]);
  return first;
}

/**
 * @param {string} name
 * @param {string} value
 * @param {string} label
 */
function choice(name, value, label) {
  const box = element("input", { type: "checkbox", name, value });
  return element("li", {}, element("label", { class: "lp-tick" }, box, element("span", {}, label), " ", element("span", { class: "lp-tick__count" })));
}

/**
 * @param {ParentNode} form
 * @param {Works} works
 * @param {Map<string, number[]>} counts
 */
export function showCounts(form, works, counts) {
  const places = new Map(works.facets.map(({ name, values }) => [name, new Map(values.map(([id], place) => [id, place]))]));
  for (const box of boxes(form)) {
    const number = counts.get(box.name)?.[places.get(box.name)?.get(box.value) ?? -1] ?? 0;
    const label = box.closest(".lp-tick");
    const count = label?.querySelector(".lp-tick__count");
    if (count) count.textContent = number.toLocaleString(locale);
    label?.classList.toggle("lp-tick--none", !number && !box.checked);
  }
}

/**
 * A chip for each chosen value; the last one takes all of them away.
 * @param {HTMLElement} list
 * @param {ParentNode} form
 * @param {boolean} asked whether anything is asked at all
 * @param {{ drop: (box: HTMLInputElement) => void, clear: () => void }} act
 */
export function showChips(list, form, asked, act) {
  const focused = [...list.querySelectorAll("button")].indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
  const chips = boxes(form)
    .filter(({ checked }) => checked)
    .map((box) => {
      const term = box.closest(".lp-facet")?.querySelector("legend")?.textContent ?? "";
      const words = box.nextElementSibling?.textContent ?? box.value;
      const button = element("button", { class: "lp-chip", type: "button" }, ...withHidden(gettext("Remove %(facet)s: %(seen)s"), words, { facet: term }));
      button.addEventListener("click", () => act.drop(box));
      return element("li", {}, button);
    });
  const over = element("button", { class: "lp-link-button", type: "button" }, gettext("Start over"));
  over.addEventListener("click", act.clear);
  list.replaceChildren(...(asked ? [...chips, element("li", {}, over)] : []));
  list.hidden = !asked;
  const buttons = list.querySelectorAll("button");
  if (focused >= 0 && buttons.length) buttons[Math.min(focused, buttons.length - 1)].focus();
}
