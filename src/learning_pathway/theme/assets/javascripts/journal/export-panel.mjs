/** Export controls of the journal: modules and file formats. */
import { journalDocument, TITLE } from "./journal-document.mjs";
import { gettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./reflections.mjs").Chapter} Chapter */
/** @typedef {import("../store/store.mjs").Store} Store */

export class ExportPanel {
  /** @type {Chapter[]} the answers that can be exported */
  chapters = [];
  /** @type {Set<string>} ids of the excluded chapters */
  #excluded = new Set();

  /**
   * @param {Store} store
   * @param {Outline | undefined} outline
   */
  constructor(store, outline) {
    this.store = store;
    this.outline = outline;
    this.choices = element("div", { class: "lp-takeaway__choices" });
    this.words = element("p", { class: "lp-takeaway__words lp-small", role: "status" });
    this.place = element(
      "section",
      { class: "lp-takeaway", "aria-labelledby": "take-it-with-you", hidden: "" },
      element("h2", { id: "take-it-with-you" }, gettext("Export your answers")),
      element("fieldset", {}, element("legend", {}, gettext("What to export")), this.choices),
      element(
        "div",
        { class: "lp-takeaway__files", role: "group", "aria-label": gettext("File types") },
        this.#button(gettext("Word"), ({ downloadWord }) => downloadWord("journal", TITLE, this.#blocks())),
        this.#button(gettext("Markdown"), ({ downloadMarkdown }) => downloadMarkdown("journal", this.#blocks())),
        this.#button("JSON", ({ downloadJson }) => downloadJson(this.store, this.#keys, this.outline?.aliases ?? {})),
        this.#button(gettext("Print or PDF"), () => print()),
      ),
      this.words,
    );
  }

  /**
   * @param {Chapter[]} chapters
   * @param {HTMLElement} list the chapters on the page; excluded ones are not printed
   */
  update(chapters, list) {
    const markExcluded = () => {
      for (const section of list.children) {
        section.classList.toggle("lp-left-out", this.#excluded.has(section.getAttribute("data-chapter") ?? ""));
      }
    };
    this.choices.replaceChildren(...chapters.map((chapter) => this.#choice(chapter, markExcluded)));
    markExcluded();
  }

  get #chosen() {
    return this.chapters.filter(({ id }) => !this.#excluded.has(id));
  }

  #blocks() {
    return journalDocument(this.#chosen, this.outline?.title ?? "");
  }

  /**
   * @param {Chapter} chapter
   * @param {() => void} markExcluded
   */
  #choice({ id, title, reflections }, markExcluded) {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    box.checked = !this.#excluded.has(id);
    box.addEventListener("change", () => {
      if (box.checked) this.#excluded.delete(id);
      else this.#excluded.add(id);
      markExcluded();
    });
    const number = element("span", { class: "lp-small" }, ` (${reflections.length})`);
    return element("label", { class: "lp-takeaway__choice" }, box, element("span", {}, title, number));
  }

  /**
   * @param {string} text
   * @param {(files: typeof import("./export.mjs")) => unknown} onPress
   */
  #button(text, onPress) {
    const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, text);
    button.addEventListener("click", async () => {
      if (!this.#chosen.length) return void (this.words.textContent = gettext("Choose at least one module first."));
      this.words.textContent = "";
      await onPress(await import("./export.mjs"));
    });
    return button;
  }

  get #keys() {
    return new Set(this.#chosen.flatMap(({ reflections }) => reflections.map(({ key }) => key)));
  }
}
