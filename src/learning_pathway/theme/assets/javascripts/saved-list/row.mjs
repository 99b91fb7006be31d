/** One work on the page of the saved list. */
import { plainText } from "../ui/dom.mjs";
import { gettext, placed } from "../ui/messages.mjs";
import { named, shortened, titleOf } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { element, withHidden } from "../ui/dom.mjs";
import { VERBS } from "../ui/verbs.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./saved.mjs").Item} Item */
/** @typedef {{ lang?: string, dir?: string }} Tongue */
/**
 * @typedef {object} Book a saved work as it can be shown now
 * @property {string} key
 * @property {string} title
 * @property {string} makers
 * @property {string} verb empty where it has left the pathway
 * @property {string} href its page; empty where there is none
 * @property {boolean} gone whether it has left the pathway
 * @property {string} reason why it has
 * @property {{ title: string, href: string, tongue: Tongue } | undefined} instead
 * @property {Tongue} tongue of the title, where it is not the page's
 */

/**
 * @param {Item} item
 * @param {Outline | undefined} outline
 * @returns {Book} as the pathway knows it today; where it does not, as it was when it was saved
 */
export function bookOf({ key, title, makers = "" }, outline) {
  const step = outline?.steps[key];
  const { reason = "", replacement = "" } = outline?.retired?.[key] ?? {};
  const other = outline?.steps[replacement];
  return {
    key,
    title: step?.title || (outline && titleOf(outline, key)) || onOneLine(title) || key.replace(/^\w+:/, "").replaceAll("-", " "),
    makers: step ? step.makers ?? "" : onOneLine(makers),
    verb: step?.verb ?? "",
    href: hrefOf(step?.path),
    gone: Boolean(outline && !step),
    reason,
    instead: other?.path ? { title: other.title, href: hrefOf(other.path), tongue: tongueOf(other) } : undefined,
    tongue: step ? tongueOf(step) : { dir: "auto" },
  };
}

/** @param {string} words from a file, perhaps */
const onOneLine = (words) => plainText(words).replace(/\s+/g, " ").trim();


/** @param {Tongue} step @returns {Tongue} */
const tongueOf = ({ lang, dir }) => ({ ...(lang && { lang }), ...(dir && { dir }) });

/** @param {string | undefined} path */
const hrefOf = (path) => (path ? new URL(path, home).href : "");

export class Row {
  title = "";
  /** @type {Tongue} */
  #tongue = {};
  #shown = "";

  /**
   * @param {string} key
   * @param {{ move: (by: number) => unknown, drop: () => unknown }} acts
   */
  constructor(key, { move, drop }) {
    this.line = element("li", { class: "lp-saved__work", "data-key": key });
    this.up = button("up", gettext("Move up"), () => move(-1));
    this.down = button("down", gettext("Move down"), () => move(1));
    this.off = button("off", gettext("Remove"), drop);
    this.handle = element("span", { class: "lp-saved__handle", draggable: "true", "aria-hidden": "true", title: gettext("Drag to another place") });
    this.number = element("span", { class: "lp-saved__number", "aria-hidden": "true" });
    this.acts = element("div", { class: "lp-saved__acts", role: "group" }, this.up, this.down, this.off);
  }

  /**
   * @param {Book} book
   * @param {number} place counted from zero
   * @param {number} all
   */
  show(book, place, all) {
    this.title = shortened(book.title);
    this.#tongue = book.tongue;
    this.number.textContent = String(place + 1);
    // Not `disabled`: whoever moves a work to an end must not lose their place on the page.
    this.up.setAttribute("aria-disabled", String(place === 0));
    this.down.setAttribute("aria-disabled", String(place === all - 1));
    const shown = JSON.stringify(book);
    if (this.#shown === shown) return;
    this.#shown = shown;
    this.line.classList.remove("lp-saved__work--off");
    const title = `lp-saved-${book.key.replace(":", "-")}`;
    this.acts.setAttribute("aria-labelledby", title);
    this.line.replaceChildren(this.handle, this.number, words(book, title), this.acts);
  }

  /**
   * @param {() => unknown} act puts it back
   * @returns {HTMLElement} the button that does
   */
  showDropped(act) {
    this.#shown = "";
    this.line.classList.add("lp-saved__work--off");
    const undo = element("button", { type: "button", class: "lp-link-button" }, ...withHidden(gettext("%(seen)s: %(name)s"), gettext("Put it back"), { name: named(this.title, this.#tongue) }));
    undo.addEventListener("click", act);
    this.line.replaceChildren(element("p", {}, ...placed(gettext("Taken off: %(title)s"), { title: element("em", {}, named(this.title, this.#tongue)) })), undo);
    return undo;
  }

  focus() {
    this.off.focus();
  }
}

/**
 * @param {Book} book
 * @param {string} id of the title
 */
function words({ title, makers, verb, href, gone, reason, instead, tongue }, id) {
  const shown = named(title, tongue);
  const name = element("h2", { class: "lp-saved__title", id }, href ? element("a", { href }, shown) : shown);
  const lead = verb ? [element("p", { class: `lp-saved__verb lp-result__verb--${verb}` }, VERBS[verb] ?? "")] : [];
  const by = makers ? [element("p", { class: "lp-saved__maker" }, makers)] : [];
  const link = instead && element("a", { href: instead.href }, named(instead.title, instead.tongue));
  const other = link ? [" ", ...placed(gettext("Instead, there is %(title)s."), { title: link })] : [];
  const why = [gettext("No longer in this pathway."), reason].filter(Boolean).join(" ");
  const left = gone ? [element("p", { class: "lp-note" }, why, ...other)] : [];
  return element("div", { class: "lp-saved__words" }, ...lead, name, ...by, ...left, element("p", { class: "lp-saved__reference" }));
}

/**
 * @param {string} look
 * @param {string} label
 * @param {() => unknown} act
 */
function button(look, label, act) {
  const made = element("button", { type: "button", class: `lp-saved__act lp-saved__act--${look}` }, element("span", {}, label));
  made.addEventListener("click", () => made.getAttribute("aria-disabled") !== "true" && void act());
  return made;
}
