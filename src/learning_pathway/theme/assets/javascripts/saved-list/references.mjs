/** The saved list as references: files in the site's own formats, and paper. */
import { stopped, today } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { named } from "../progress/learner-index.mjs";
import { sayLost } from "../ui/page.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./row.mjs").Book} Book */

const UNREACHED = gettext("The references could not be fetched. Check your connection, load the page again, and try once more.");

export class References {
  /** @type {Book[]} */
  #books = [];

  /**
   * @param {HTMLElement} place that holds a button for each format (`data-format`), and one that prints (`data-print`)
   * @param {Outline | undefined} outline
   */
  constructor(place, outline) {
    this.place = place;
    this.pathway = outline?.title ?? "";
    this.outcome = /** @type {HTMLElement} */ (place.querySelector("[role=status]"));
    place.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button");
      if (!(button instanceof HTMLElement)) return;
      const act = button.dataset.format ? this.#save(button.dataset.format) : this.#print();
      void act.catch(() => {
        this.outcome.textContent = UNREACHED;
        sayLost();
      });
    });
  }

  /** @param {Book[]} books what there is to take */
  offer(books) {
    this.#books = books;
    this.place.hidden = !books.length;
    this.outcome.textContent = "";
    void this.#fill();
  }

  /** @param {string} format */
  async #save(format) {
    const [{ compose }, { write }, { save }] = await Promise.all([
      import("./pieces.mjs"),
      import("../journal/markdown.mjs"),
      import("../journal/export.mjs"),
    ]);
    const books = new Map(this.#books.map((book) => [book.key, book]));
    const instead = (/** @type {string} */ key) => this.#told(format, /** @type {Book} */ (books.get(key)), write);
    const { suffix, mediaType, text, missing } = await compose(format, [...books.keys()], instead);
    save(`my-list-${today()}${suffix}`, mediaType, text);
    this.outcome.textContent = missing.length
      ? ngettext(
          "Saved. %(number)s work has left the pathway, and only the title is kept: this kind of file does without.",
          "Saved. %(number)s works have left the pathway, and only the title is kept: this kind of file does without.",
          missing.length,
        )
      : gettext("Saved.");
  }

  async #print() {
    await this.#fill();
    print();
  }

  /** Puts the full references there for paper, where they can be had; titles stand there in any case. */
  async #fill() {
    const keys = this.#books.map(({ key }) => key);
    const asked = import("./pieces.mjs").then(({ piecesOf }) => piecesOf("text", keys));
    const { found } = await asked.catch(() => ({ found: new Map() }));
    for (const { key, title, tongue } of this.#books) {
      const place = document.querySelector(`.lp-saved__work[data-key="${key}"] .lp-saved__reference`);
      const [before, ...after] = String(found.get(key) ?? "").split(title);
      place?.replaceChildren(before, ...(after.length ? [named(title, tongue), after.join(title)] : []));
    }
  }

  /**
   * What is known of a work that has left the pathway, in words for people; other programs are told nothing half.
   * @param {string} format
   * @param {Book} book
   * @param {typeof import("../journal/markdown.mjs").write} write
   */
  #told(format, { title, makers }, write) {
    const gone = this.pathway
      ? gettext("No longer in %(pathway)s.", { pathway: this.pathway })
      : gettext("No longer in this pathway.");
    const text = [stopped(makers), stopped(title), gone].filter(Boolean).join(" ");
    if (format === "text") return text;
    return format === "markdown" ? write([{ kind: "paragraph", runs: [{ text }] }]).trim() : undefined;
  }
}
