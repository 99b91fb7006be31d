/** The saved list page: sort, remove, print and export references. */
import { announcer, home, liveRegion } from "../ui/page.mjs";
import { showClearingNotice, storageProblem } from "../store/notices.mjs";
import { withFullStop } from "../ui/dates.mjs";
import { enableDragging } from "./dragging.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { fetchOutline } from "../progress/learner-index.mjs";
import { ReferencePanel } from "./references.mjs";
import { removeSaved, moveSaved, savedList } from "./saved.mjs";
import { savedResource, Row } from "./row.mjs";
import { openStore } from "../store/store.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/store.mjs").Store} Store */

const EMPTY = gettext("Your list is empty. To add to it, choose “Save for later” on any reading, video or podcast.");
const OUTLINE_UNAVAILABLE = gettext("The list of resources did not load. These are the titles from when you saved them.");

/** @param {HTMLElement} container */
export async function start(container) {
  if (container.dataset.lpSaved === "open") return;
  container.dataset.lpSaved = "open";
  const store = await openStore();
  const outline = await fetchOutline().catch(() => undefined);
  new SavedList(container, store, outline).show();
}

class SavedList {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Set<string>} keys of resources removed on this page, which can be restored */
  #removed = new Set();
  #announce = announcer(liveRegion());

  /**
   * @param {HTMLElement} container
   * @param {Store} store
   * @param {Outline | undefined} outline
   */
  constructor(container, store, outline) {
    this.store = store;
    this.outline = outline;
    this.problem = element("p", { class: "lp-trouble", hidden: "" });
    this.count = element("p", { class: "lp-saved__count" });
    this.list = element("ol", { class: "lp-saved__list" });
    this.references = new ReferencePanel(/** @type {HTMLElement} */ (document.querySelector("[data-lp-references]")), outline);
    const note = element("p", { class: "lp-note" }, OUTLINE_UNAVAILABLE);
    container.replaceChildren(this.problem, ...(outline ? [] : [note]), this.count, this.list);
    enableDragging(this.list, (key, to) => this.#move(key, to));
    const unsubscribe = store.subscribe(() => (container.isConnected ? this.show() : unsubscribe()));
  }

  show() {
    const items = savedList(this.store);
    const saved = new Set(items.map(({ key }) => key));
    for (const key of saved) this.#removed.delete(key);
    for (const [key, row] of this.#rows) if (!saved.has(key) && !this.#removed.has(key)) this.#deleteRow(key, row);
    const resources = items.map((item) => savedResource(item, this.outline));
    resources.forEach((resource, index) => this.#row(resource.key).show(resource, index, resources.length));
    this.#arrange([...saved]);
    this.#showCount(items.length);
    this.references.update(resources);
    this.#showProblem();
    if (items.length) showClearingNotice(this.store, this.count);
  }

  /** @param {string} key */
  #row(key) {
    const known = this.#rows.get(key);
    if (known) return known;
    const row = new Row(key, { move: (by) => this.#step(key, by), drop: () => this.#removeItem(key) });
    this.#rows.set(key, row);
    return row;
  }

  /**
   * Arrange the rows; removed ones keep their position, with an undo button.
   * @param {string[]} keys
   */
  #arrange(keys) {
    const order = keys.map((key) => /** @type {Row} */ (this.#rows.get(key)).line);
    [...this.list.children].forEach((line, index) => {
      if (this.#removed.has(line.getAttribute("data-key") ?? "")) order.splice(index, 0, /** @type {HTMLElement} */ (line));
    });
    if (order.every((line, place) => this.list.children[place] === line) && order.length === this.list.childElementCount) return;
    const focused = document.activeElement;
    this.list.replaceChildren(...order);
    if (focused instanceof HTMLElement && this.list.contains(focused)) focused.focus();
  }

  /**
   * @param {string} key
   * @param {Row} row
   */
  #deleteRow(key, row) {
    row.line.remove();
    this.#rows.delete(key);
  }

  /**
   * @param {string} key
   * @param {number} by
   */
  #step(key, by) {
    const index = savedList(this.store).findIndex((item) => item.key === key);
    return this.#move(key, index + by);
  }

  /**
   * @param {string} key
   * @param {number} to
   */
  async #move(key, to) {
    const all = savedList(this.store).length;
    if (to < 0 || to >= all) return;
    await moveSaved(this.store, key, to);
    const position = gettext("%(title)s: now %(place)s of %(all)s.", { title: this.#rows.get(key)?.title, place: to + 1, all });
    this.#announce(`${position} ${storageProblem(this.store)}`.trim());
  }

  /** @param {string} key */
  async #removeItem(key) {
    const row = this.#row(key);
    this.#removed.add(key);
    const focus = focusLater();
    const restore = await removeSaved(this.store, key);
    const undo = row.showRemoved(async () => {
      const focusAgain = focusLater();
      await restore();
      focusAgain(row.removeButton);
      this.#announce(withFullStop(gettext("Back on your list: %(title)s", { title: row.title })));
    });
    focus(undo);
    this.#announce(`${withFullStop(gettext("Taken off your list: %(title)s", { title: row.title }))} ${storageProblem(this.store)}`.trim());
  }

  /** @param {number} number */
  #showCount(number) {
    const library = element("a", { href: new URL("library/", home).href }, gettext("Browse the library"));
    this.count.replaceChildren(...(number ? [ngettext("%(number)s resource, in your order.", "%(number)s resources, in your order.", number)] : [EMPTY, " ", library]));
  }

  #showProblem() {
    const text = storageProblem(this.store);
    this.problem.hidden = !text;
    if (!text || this.problem.textContent?.startsWith(text)) return;
    const file = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
    file.addEventListener("click", async () => (await import("../backup/download.mjs")).downloadBackup(this.store));
    this.problem.replaceChildren(text, " ", file);
  }
}
