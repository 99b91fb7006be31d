/** The learning record page: a list of completed steps to print or export. */
import { completedSteps } from "./done.mjs";
import { gettext } from "../ui/messages.mjs";
import { fetchOutline } from "./learner-index.mjs";
import { home } from "../ui/page.mjs";
import { collectReflections } from "../journal/reflections.mjs";
import { openStore } from "../store/store.mjs";
import { recordDocument, TITLE } from "./learning-record-document.mjs";
import { element, renderBlocks } from "../ui/dom.mjs";

/** @typedef {import("./learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/store.mjs").Store} Store */

const EMPTY = gettext("You have not marked a step as done on this device yet. Steps you mark as done are listed here with the date.");
const OUTLINE_UNAVAILABLE = gettext("The list of modules did not load, so we can’t make your record. Load the page again.");

const exporting = () => import("../journal/export.mjs");

/** @param {HTMLElement} container */
export async function start(container) {
  if (container.dataset.lpRecord === "open") return;
  container.dataset.lpRecord = "open";
  const store = await openStore();
  try {
    new LearningRecord(container, store, await fetchOutline()).show();
  } catch {
    container.replaceChildren(element("p", { class: "lp-note" }, OUTLINE_UNAVAILABLE));
  }
}

class LearningRecord {
  /**
   * @param {HTMLElement} container
   * @param {Store} store
   * @param {Outline} outline
   */
  constructor(container, store, outline) {
    this.store = store;
    this.outline = outline;
    this.name = input("text", { autocomplete: "name", maxlength: "120", id: "lp-record-name" });
    this.times = input("checkbox", { checked: "" });
    this.reflections = input("checkbox", {});
    this.preview = element("div", { class: "lp-testimony" });
    this.form = this.#form();
    this.empty = element("p", { class: "lp-testimony__empty" });
    container.replaceChildren(this.form, this.empty, this.preview);
    this.form.addEventListener("input", () => this.show());
    const unsubscribe = store.subscribe(() => (container.isConnected ? this.show() : unsubscribe()));
  }

  show() {
    const parts = completedSteps(this.store.entries("progress"), this.outline);
    this.form.hidden = this.preview.hidden = !parts.length;
    this.empty.hidden = Boolean(parts.length);
    this.empty.replaceChildren(EMPTY, " ", element("a", { href: new URL("modules/", home).href }, gettext("Choose a module")));
    this.preview.replaceChildren(...(parts.length ? renderBlocks(this.#blocks(), 1) : []));
  }

  #blocks() {
    return recordDocument(completedSteps(this.store.entries("progress"), this.outline), {
      pathway: this.outline.title,
      name: this.name.value.trim(),
      times: this.times.checked,
      reflections: this.reflections.checked ? collectReflections(this.store.entries("answers"), this.outline) : [],
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
      checkbox(this.times, gettext("Show how long things take")),
      checkbox(this.reflections, gettext("Include what I wrote in my journal")),
      element(
        "p",
        { class: "lp-takeaway__files" },
        button(gettext("Word"), async () => (await exporting()).downloadWord("learning-record", TITLE, this.#blocks())),
        button(gettext("Markdown"), async () => (await exporting()).downloadMarkdown("learning-record", this.#blocks())),
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
 * @param {string} text
 */
function checkbox(box, text) {
  return element("p", {}, element("label", { class: "lp-takeaway__choice" }, box, element("span", {}, text)));
}

/**
 * @param {string} text
 * @param {() => unknown} onPress
 */
function button(text, onPress) {
  const created = element("button", { type: "button", class: "lp-button lp-button--quiet" }, text);
  created.addEventListener("click", () => void onPress());
  return created;
}
