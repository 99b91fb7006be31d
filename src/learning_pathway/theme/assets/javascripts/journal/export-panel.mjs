/** The journal's choice of modules and of files to take along. */
import { manuscript, TITLE } from "./journal-document.mjs";
import { gettext } from "../ui/messages.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./reflections.mjs").Chapter} Chapter */
/** @typedef {import("../store/store.mjs").Store} Store */

const PRIVATE = gettext("Files are made in your browser and saved on your device. What happens to them then is up to you.");

export class Takeaway {
  /** @type {Chapter[]} what there is to take */
  chapters = [];
  /** @type {Set<string>} ids of the chapters that stay behind */
  #left = new Set();

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
      element("h2", { id: "take-it-with-you" }, gettext("Take it with you")),
      element("fieldset", {}, element("legend", {}, gettext("What to take")), this.choices),
      element(
        "div",
        { class: "lp-takeaway__files", role: "group", "aria-label": gettext("Ways to take it") },
        this.#button(gettext("Word"), ({ saveWord }) => saveWord("journal", TITLE, this.#blocks())),
        this.#button(gettext("Markdown"), ({ saveMarkdown }) => saveMarkdown("journal", this.#blocks())),
        this.#button("JSON", ({ saveJson }) => saveJson(this.store, this.#keys, this.outline?.aliases ?? {})),
        this.#button(gettext("Print or PDF"), () => print()),
      ),
      this.words,
      element("p", { class: "lp-small" }, PRIVATE),
    );
  }

  /**
   * @param {Chapter[]} chapters
   * @param {HTMLElement} list where they stand on the page: what stays behind is not printed either
   */
  offer(chapters, list) {
    const mark = () => {
      for (const section of list.children) {
        section.classList.toggle("lp-left-out", this.#left.has(section.getAttribute("data-chapter") ?? ""));
      }
    };
    this.choices.replaceChildren(...chapters.map((chapter) => this.#choice(chapter, mark)));
    mark();
  }

  get #chosen() {
    return this.chapters.filter(({ id }) => !this.#left.has(id));
  }

  #blocks() {
    return manuscript(this.#chosen, this.outline?.title ?? "");
  }

  /**
   * @param {Chapter} chapter
   * @param {() => void} mark
   */
  #choice({ id, title, reflections }, mark) {
    const box = /** @type {HTMLInputElement} */ (element("input", { type: "checkbox" }));
    box.checked = !this.#left.has(id);
    box.addEventListener("change", () => {
      if (box.checked) this.#left.delete(id);
      else this.#left.add(id);
      mark();
    });
    const number = element("span", { class: "lp-small" }, ` (${reflections.length})`);
    return element("label", { class: "lp-takeaway__choice" }, box, element("span", {}, title, number));
  }

  /**
   * @param {string} words
   * @param {(files: typeof import("./export.mjs")) => unknown} act
   */
  #button(words, act) {
    const button = element("button", { type: "button", class: "lp-button lp-button--quiet" }, words);
    button.addEventListener("click", async () => {
      if (!this.#chosen.length) return void (this.words.textContent = gettext("Choose at least one module first."));
      this.words.textContent = "";
      await act(await import("./export.mjs"));
    });
    return button;
  }

  get #keys() {
    return new Set(this.#chosen.flatMap(({ reflections }) => reflections.map(({ key }) => key)));
  }
}
