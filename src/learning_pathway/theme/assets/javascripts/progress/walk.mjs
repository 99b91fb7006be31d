/**
 * A module on a phone: one step is open at a time, with the question that follows a reading. The other sections are
 * folded, and a bar leads on. On a wider screen, without scripts and in print all is open.
 */
import { gettext } from "../ui/messages.mjs";
import { stateOf } from "./progress.mjs";
import { compare } from "../store/records.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {HTMLElement} place
 * @param {MediaQueryList} narrow whether the screen is a phone's
 */
export async function start(place, narrow) {
  if (place.dataset.lpWalk) return;
  place.dataset.lpWalk = "starting";
  const store = await openStore();
  const walk = new Walk(place, store);
  const fit = () => place.isConnected && walk.fold(narrow.matches);
  const follow = () => place.isConnected && walk.follow(document.getElementById(location.hash.slice(1)));
  narrow.addEventListener("change", fit);
  addEventListener("hashchange", follow);
  const target = document.getElementById(location.hash.slice(1));
  const [seen] = scrollY ? (target?.getClientRects() ?? []) : [];
  fit();
  if (seen) walk.reveal(target);
  else walk.follow(target);
  place.dataset.lpWalk = "ready";
  if (seen && target) scrollBy(0, target.getBoundingClientRect().top - seen.top); // nothing moves for those who read on meanwhile
}

class Walk {
  /**
   * @param {HTMLElement} place
   * @param {Store} store
   */
  constructor(place, store) {
    this.place = place;
    this.store = store;
    this.steps = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".lp-step")]);
    this.sections = /** @type {HTMLElement[]} */ ([...place.querySelectorAll(".lp-section:not(.lp-section--end)")]);
    this.keys = this.steps.map(({ dataset }) => dataset.key ?? "");
    /** Place of the open step; -1 where none is. */
    this.at = this.begin();
    /** Whether the question after the open reading is open, too. */
    this.withQuestion = true;
    this.bar = this.makeBar();
    place.append(this.bar);
    this.say();
  }

  /** The step to begin with: where the learner was last, or the next that is open; the first on a first visit. */
  begin() {
    const { keys, store } = this;
    const touched = [...store.entries("progress"), ...store.entries("answers")]
      .filter(([key]) => keys.includes(key))
      .sort(([, one], [, other]) => compare(other, one));
    const from = keys.indexOf(touched[0]?.[0] ?? keys[0]);
    const open = [...keys.keys()].filter((number) => ["", "doing"].includes(stateOf(store, keys[number])));
    return open.find((number) => number >= from) ?? open[0] ?? -1;
  }

  /** @param {boolean} narrow */
  fold(narrow) {
    const heads = [
      ...this.sections.map((one) => /** @type {const} */ ([one, one.querySelector("h2"), () => this.turn(one)])),
      ...this.steps.map((one, number) => /** @type {const} */ ([one, one.querySelector("h3"), () => this.toggle(number)])),
    ];
    for (const [, head, act] of heads) {
      const button = head?.querySelector("button");
      if (narrow && head && !button) head.append(toggleOf(head, act));
      if (!narrow && button) button.replaceWith(...button.childNodes);
    }
    document.documentElement.classList.toggle("lp-with-bar", narrow);
    this.show();
  }

  /**
   * Opens what the address leads to, and goes there.
   * @param {Element | null} target
   */
  follow(target) {
    this.reveal(target);
    if (target?.closest(".lp-step, .lp-section")) target.scrollIntoView({ block: "start" });
  }

  /** @param {Element | null} target */
  reveal(target) {
    const step = target?.closest(".lp-step");
    const section = target?.closest(".lp-section");
    if (step instanceof HTMLElement) {
      this.open(this.steps.indexOf(step));
    } else if (section instanceof HTMLElement && this.sections.includes(section)) {
      section.dataset.open = "";
      this.show();
    }
  }

  /** @param {number} number */
  open(number) {
    this.at = number;
    this.withQuestion = true;
    const section = this.steps[number]?.closest(".lp-section");
    if (section instanceof HTMLElement) section.dataset.open = "";
    this.show();
  }

  /** @param {number} number */
  toggle(number) {
    const head = this.steps[number];
    const { top } = head.getBoundingClientRect();
    if (number !== this.at && this.isOpen(number)) {
      this.withQuestion = false;
      this.show();
    } else this.open(this.at === number ? -1 : number);
    scrollBy(0, head.getBoundingClientRect().top - top); // the row that was pressed stays under the finger
  }

  /** @param {number} number @returns {boolean} whether a step is open: the one the learner is at, or its question */
  isOpen(number) {
    const { at, steps } = this;
    if (number === at) return true;
    const isQuestion = isTask(steps[number]) && steps[at]?.nextElementSibling === steps[number] && !isTask(steps[at]);
    return isQuestion && this.withQuestion;
  }

  /** @param {HTMLElement} section */
  turn(section) {
    if (section.dataset.open === undefined) section.dataset.open = "";
    else delete section.dataset.open;
    this.show();
  }

  /** @param {number} number the step to go to; beyond the last is the end of the module */
  go(number) {
    const step = this.steps[number];
    const target = step ?? this.place.querySelector(".lp-section--end");
    this.open(step ? number : -1);
    if (step?.id) history.replaceState(history.state, "", `#${step.id}`);
    const head = target?.querySelector("h3 button, h2") ?? target;
    if (!step) head?.setAttribute("tabindex", "-1");
    target?.scrollIntoView({ block: "start" });
    if (head instanceof HTMLElement) head.focus({ preventScroll: true });
  }

  /** Shows what is open. */
  show() {
    const section = this.steps[this.at]?.closest(".lp-section");
    if (section instanceof HTMLElement && !this.sections.some(({ dataset }) => dataset.open !== undefined)) section.dataset.open = "";
    for (const [number, { dataset }] of this.steps.entries()) {
      if (this.isOpen(number)) dataset.open = "";
      else delete dataset.open;
    }
    for (const button of this.place.querySelectorAll(".lp-toggle")) {
      const open = button.closest("h3") ? button.closest(".lp-step") : button.closest(".lp-section");
      button.setAttribute("aria-expanded", String(open instanceof HTMLElement && open.dataset.open !== undefined));
    }
    this.say();
  }

  makeBar() {
    const button = (/** @type {string} */ look, /** @type {string} */ words, /** @type {number} */ by) => {
      const made = element("button", { type: "button", class: `lp-bar__${look}` }, element("span", {}, words));
      made.addEventListener("click", () => this.go(this.at < 0 && by < 0 ? this.steps.length - 1 : this.at + by));
      return made;
    };
    return element(
      "nav",
      { class: "lp-bar", "aria-label": gettext("Steps of this module") },
      button("back", gettext("Back"), -1),
      element("p", { class: "lp-bar__place" }),
      button("on", gettext("Continue"), 1),
    );
  }

  /** Says in the bar where the learner is. */
  say() {
    const { at, steps } = this;
    const words = this.bar.querySelector(".lp-bar__place");
    const number = at < 0 ? steps.length : at + 1;
    if (words) words.textContent = at < 0 ? gettext("The end") : gettext("Step %(number)s of %(steps)s", { number, steps: steps.length });
    this.bar.style.setProperty("--lp-done", `${(100 * number) / steps.length}%`);
    const [back, on] = this.bar.querySelectorAll("button");
    back.disabled = at === 0;
    on.hidden = at < 0;
  }
}

/** @param {HTMLElement} step */
function isTask(step) {
  return step.querySelector(":scope > .lp-task") !== null;
}

/**
 * @param {HTMLElement} head a heading, whose words become a button
 * @param {() => void} act
 */
function toggleOf(head, act) {
  const button = element("button", { type: "button", class: "lp-toggle" }, ...head.childNodes);
  button.addEventListener("click", act);
  return button;
}
