/** Exports of the saved list as reference files, and its references for print. */
import { withFullStop, today } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { withLanguage } from "../progress/learner-index.mjs";
import { reportLoadFailure } from "../ui/page.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./row.mjs").SavedResource} SavedResource */

const REFERENCES_UNAVAILABLE = gettext("The references did not load. Check your connection, load the page again, then try again.");

export class ReferencePanel {
  /** @type {SavedResource[]} */
  #resources = [];

  /**
   * @param {HTMLElement} container has a button for each format (`data-format`), and one that prints (`data-print`)
   * @param {Outline | undefined} outline
   */
  constructor(container, outline) {
    this.place = container;
    this.pathway = outline?.title ?? "";
    this.outcome = /** @type {HTMLElement} */ (container.querySelector("[role=status]"));
    container.addEventListener("click", ({ target }) => {
      const button = target instanceof Element && target.closest("button");
      if (!(button instanceof HTMLElement)) return;
      const action = button.dataset.format ? this.#save(button.dataset.format) : this.#print();
      void action.catch(() => {
        this.outcome.textContent = REFERENCES_UNAVAILABLE;
        reportLoadFailure();
      });
    });
  }

  /** @param {SavedResource[]} resources the resources of the list */
  update(resources) {
    this.#resources = resources;
    this.place.hidden = !resources.length;
    this.outcome.textContent = "";
    void this.#fillPrintReferences();
  }

  /** @param {string} format */
  async #save(format) {
    const [{ composeFile }, { write }, { download: save }] = await Promise.all([
      import("./pieces.mjs"),
      import("../journal/markdown.mjs"),
      import("../backup/download.mjs"),
    ]);
    const resources = new Map(this.#resources.map((resource) => [resource.key, resource]));
    const fallback = (/** @type {string} */ key) => this.#fallbackReference(format, /** @type {SavedResource} */ (resources.get(key)), write);
    const { suffix, mediaType, text, missing } = await composeFile(format, [...resources.keys()], fallback);
    save(`my-list-${today()}${suffix}`, mediaType, text);
    this.outcome.textContent = missing.length
      ? ngettext(
          "Saved. %(number)s resource is no longer in the pathway, so this file leaves it out.",
          "Saved. %(number)s resources are no longer in the pathway, so this file leaves them out.",
          missing.length,
        )
      : gettext("Saved.");
  }

  async #print() {
    await this.#fillPrintReferences();
    print();
  }

  /** Add the full references for print, if they can be fetched. */
  async #fillPrintReferences() {
    const keys = this.#resources.map(({ key }) => key);
    const asked = import("./pieces.mjs").then(({ fetchPieces }) => fetchPieces("text", keys));
    const { found } = await asked.catch(() => ({ found: new Map() }));
    for (const { key, title, language } of this.#resources) {
      const container = document.querySelector(`.lp-saved__item[data-key="${key}"] .lp-saved__reference`);
      const [before, ...after] = String(found.get(key) ?? "").split(title);
      container?.replaceChildren(before, ...(after.length ? [withLanguage(title, language), after.join(title)] : []));
    }
  }

  /**
   * Text for a resource that is no longer in the pathway; undefined in formats for other programs.
   * @param {string} format
   * @param {SavedResource} resource
   * @param {typeof import("../journal/markdown.mjs").write} write
   */
  #fallbackReference(format, { title, makers }, write) {
    const gone = this.pathway
      ? gettext("No longer in %(pathway)s.", { pathway: this.pathway })
      : gettext("No longer in this pathway.");
    const text = [withFullStop(makers), withFullStop(title), gone].filter(Boolean).join(" ");
    if (format === "text") return text;
    return format === "markdown" ? write([{ kind: "paragraph", runs: [{ text }] }]).trim() : undefined;
  }
}
