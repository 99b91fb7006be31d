/** One resource in the saved list. */
import { element, plainText, withHiddenText } from "../ui/dom.mjs";
import { gettext, fillPlaceholders } from "../ui/messages.mjs";
import { STEP_VERBS, titleOf, truncate, withLanguage } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./saved.mjs").Item} Item */
/** @typedef {{ lang?: string, dir?: string }} TextLanguage */
/**
 * @typedef {object} SavedResource a saved resource with its current details
 * @property {string} key
 * @property {string} title
 * @property {string} makers
 * @property {string} verb empty if it is no longer in the pathway
 * @property {string} href address of its page; empty if there is none
 * @property {boolean} gone whether it is no longer in the pathway
 * @property {string} reason why it was removed
 * @property {{ title: string, href: string, language: TextLanguage } | undefined} instead
 * @property {TextLanguage} language language of the title, if not that of the page
 */

/**
 * @param {Item} item
 * @param {Outline | undefined} outline
 * @returns {SavedResource} with the details of the pathway, or those saved with it
 */
export function savedResource({ key, title, makers = "" }, outline) {
  const step = outline?.steps[key];
  const { reason = "", replacement = "" } = outline?.retired?.[key] ?? {};
  const other = outline?.steps[replacement];
  return {
    key,
    title: step?.title || (outline && titleOf(outline, key)) || singleLine(title) || key.replace(/^\w+:/, "").replaceAll("-", " "),
    makers: step ? step.makers ?? "" : singleLine(makers),
    verb: step?.verb ?? "",
    href: hrefOf(step?.path),
    gone: Boolean(outline && !step),
    reason,
    instead: other?.path ? { title: other.title, href: hrefOf(other.path), language: languageOf(other) } : undefined,
    language: step ? languageOf(step) : { dir: "auto" },
  };
}

/** @param {string} details from a file, perhaps */
const singleLine = (details) => plainText(details).replace(/\s+/g, " ").trim();


/** @param {TextLanguage} step @returns {TextLanguage} */
const languageOf = ({ lang, dir }) => ({ ...(lang && { lang }), ...(dir && { dir }) });

/** @param {string | undefined} path */
const hrefOf = (path) => (path ? new URL(path, home).href : "");

export class Row {
  title = "";
  /** @type {TextLanguage} */
  #language = {};
  #shown = "";

  /**
   * @param {string} key
   * @param {{ move: (by: number) => unknown, drop: () => unknown }} acts
   */
  constructor(key, { move, drop: remove }) {
    this.line = element("li", { class: "lp-saved__item", "data-key": key });
    this.upButton = button("up", gettext("Move up"), () => move(-1));
    this.downButton = button("down", gettext("Move down"), () => move(1));
    this.removeButton = button("off", gettext("Remove"), remove);
    this.handle = element("span", { class: "lp-saved__handle", draggable: "true", "aria-hidden": "true", title: gettext("Drag to another place") });
    this.number = element("span", { class: "lp-saved__number", "aria-hidden": "true" });
    this.actions = element("div", { class: "lp-saved__acts", role: "group" }, this.upButton, this.downButton, this.removeButton);
  }

  /**
   * @param {SavedResource} resource
   * @param {number} index counted from zero
   * @param {number} all
   */
  show(resource, index, all) {
    this.title = truncate(resource.title);
    this.#language = resource.language;
    this.number.textContent = String(index + 1);
    // Not `disabled`: the button must keep the focus when a resource reaches an end.
    this.upButton.setAttribute("aria-disabled", String(index === 0));
    this.downButton.setAttribute("aria-disabled", String(index === all - 1));
    const shown = JSON.stringify(resource);
    if (this.#shown === shown) return;
    this.#shown = shown;
    this.line.classList.remove("lp-saved__item--off");
    const title = `lp-saved-${resource.key.replace(":", "-")}`;
    this.actions.setAttribute("aria-labelledby", title);
    this.line.replaceChildren(this.handle, this.number, details(resource, title), this.actions);
  }

  /**
   * @param {() => unknown} onPress restores it
   * @returns {HTMLElement} the button
   */
  showRemoved(onPress) {
    this.#shown = "";
    this.line.classList.add("lp-saved__item--off");
    const undo = element("button", { type: "button", class: "lp-link-button" }, ...withHiddenText(gettext("%(seen)s: %(name)s"), gettext("Put it back"), { name: withLanguage(this.title, this.#language) }));
    undo.addEventListener("click", onPress);
    this.line.replaceChildren(element("p", {}, ...fillPlaceholders(gettext("Taken off: %(title)s"), { title: element("em", {}, withLanguage(this.title, this.#language)) })), undo);
    return undo;
  }
}

/**
 * @param {SavedResource} resource
 * @param {string} id of the title
 */
function details({ title, makers, verb, href, gone, reason, instead, language }, id) {
  const shown = withLanguage(title, language);
  const name = element("h2", { class: "lp-saved__title", id }, href ? element("a", { href }, shown) : shown);
  const lead = verb ? [element("p", { class: `lp-saved__verb lp-result__verb--${verb}` }, STEP_VERBS[verb] ?? "")] : [];
  const by = makers ? [element("p", { class: "lp-saved__maker" }, makers)] : [];
  const link = instead && element("a", { href: instead.href }, withLanguage(instead.title, instead.language));
  const other = link ? [" ", ...fillPlaceholders(gettext("Instead, there is %(title)s."), { title: link })] : [];
  const why = [gettext("No longer in this pathway."), reason].filter(Boolean).join(" ");
  const left = gone ? [element("p", { class: "lp-note" }, why, ...other)] : [];
  return element("div", { class: "lp-saved__words" }, ...lead, name, ...by, ...left, element("p", { class: "lp-saved__reference" }));
}

/**
 * @param {string} variant
 * @param {string} label
 * @param {() => unknown} onPress
 */
function button(variant, label, onPress) {
  const made = element("button", { type: "button", class: `lp-saved__act lp-saved__act--${variant}` }, element("span", {}, label));
  made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && void onPress());
  return made;
}
