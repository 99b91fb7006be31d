/** The learning record: what was done, when and for how long, as the learner says; to print or to save. */
import { takeOver } from "../journal/drafts.mjs";
import { gatherDone } from "./done.mjs";
import { gettext } from "../ui/messages.mjs";
import { readOutline } from "./learner-index.mjs";
import { home } from "../ui/page.mjs";
import { gather } from "../journal/reflections.mjs";
import { openStore } from "../store/store.mjs";
import { saveMarkdown, saveWord } from "../journal/export.mjs";
import { testimony, TITLE } from "./learning-record-document.mjs";
import { element, typeset } from "../ui/dom.mjs";

/** @typedef {import("./learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/store.mjs").Store} Store */

const EMPTY = gettext("Nothing is marked as done on this device yet. Once you mark a step as done, it is listed here with its date.");
const UNREACHED = gettext("The list of modules could not be fetched, so the record cannot be made just now. Please load the page again.");

/** @param {HTMLElement} place */
export async function start(place) {
  if (place.dataset.lpRecord === "open") return;
  place.dataset.lpRecord = "open";
  const store = await openStore();
  await takeOver(store);
  try {
    new LearningRecord(place, store, await readOutline()).show();
  } catch {
    place.replaceChildren(element("p", { class: "lp-note" }, UNREACHED));
  }
}

class LearningRecord {
  /**
   * @param {HTMLElement} place
   * @param {Store} store
   * @param {Outline} outline
   */
  constructor(place, store, outline) {
    this.store = store;
    this.outline = outline;
    this.name = input("text", { autocomplete: "name", maxlength: "120", id: "lp-record-name" });
    this.times = input("checkbox", { checked: "" });
    this.reflections = input("checkbox", {});
    this.paper = element("div", { class: "lp-testimony" });
    this.form = this.#form();
    this.empty = element("p", { class: "lp-testimony__empty" });
    place.replaceChildren(this.form, this.empty, this.paper);
    this.form.addEventListener("input", () => this.show());
    const forget = store.subscribe(() => (place.isConnected ? this.show() : forget()));
  }

  show() {
    const parts = gatherDone(this.store.entries("progress"), this.outline);
    this.form.hidden = this.paper.hidden = !parts.length;
    this.empty.hidden = Boolean(parts.length);
    this.empty.replaceChildren(EMPTY, " ", element("a", { href: new URL("modules/", home).href }, gettext("Choose a module")));
    this.paper.replaceChildren(...(parts.length ? typeset(this.#blocks(), 1) : []));
  }

  #blocks() {
    return testimony(gatherDone(this.store.entries("progress"), this.outline), {
      pathway: this.outline.title,
      name: this.name.value.trim(),
      times: this.times.checked,
      reflections: this.reflections.checked ? gather(this.store.entries("answers"), this.outline) : [],
    });
  }

  #form() {
    const form = element(
      "form",
      { class: "lp-testimony__form", "aria-label": gettext("What the record shows") },
      element(
        "p",
        { class: "lp-testimony__field" },
        element("label", { for: "lp-record-name" }, gettext("Your name, if you want it on the record")),
        this.name,
        element("span", { class: "lp-small" }, gettext("It is not stored: only what you print or save will hold it.")),
      ),
      choice(this.times, gettext("Show how long things take")),
      choice(this.reflections, gettext("Include what I wrote in my journal")),
      element(
        "p",
        { class: "lp-takeaway__files" },
        button(gettext("Word"), () => saveWord("learning-record", TITLE, this.#blocks())),
        button(gettext("Markdown"), () => saveMarkdown("learning-record", this.#blocks())),
        button(gettext("Print or PDF"), () => print()),
      ),
    );
    form.addEventListener("submit", (event) => event.preventDefault());
    return form;
  }
}

/**
 * @param {string} type
 * @param {Record<string, string>} attributes
 */
function input(type, attributes) {
  return /** @type {HTMLInputElement} */ (element("input", { type, ...attributes }));
}

/**
 * @param {HTMLInputElement} box
 * @param {string} words
 */
function choice(box, words) {
  return element("p", {}, element("label", { class: "lp-takeaway__choice" }, box, element("span", {}, words)));
}

/**
 * @param {string} words
 * @param {() => unknown} act
 */
function button(words, act) {
  const made = element("button", { type: "button", class: "lp-button lp-button--quiet" }, words);
  made.addEventListener("click", () => void act());
  return made;
}
