/** The page of the saved list: to put in order, to thin out, to print and to take along as references. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { sayMayBeCleared } from "../backup/clearing-notice.mjs";
import { stopped } from "../ui/dates.mjs";
import { letDrag } from "./dragging.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { readOutline } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { trouble } from "../progress/progress.mjs";
import { References } from "./references.mjs";
import { drop, move, savedList } from "./saved.mjs";
import { bookOf, Row } from "./row.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/store.mjs").Store} Store */

const EMPTY = gettext("Nothing is on your list yet. “Save for later” stands beside every work in the modules, in the library and on its own page.");
const UNREACHED = gettext("The list of works could not be fetched: titles stand here as they were when you saved them.");

/** @param {HTMLElement} place */
export async function start(place) {
  if (place.dataset.lpSaved === "open") return;
  place.dataset.lpSaved = "open";
  const store = await openStore();
  const outline = await readOutline().catch(() => undefined);
  new Shelf(place, store, outline).show();
}

class Shelf {
  /** @type {Map<string, Row>} */
  #rows = new Map();
  /** @type {Set<string>} keys of works that were taken off while the page was open: each can be put back */
  #dropped = new Set();
  #announce = announcer(liveRegion());

  /**
   * @param {HTMLElement} place
   * @param {Store} store
   * @param {Outline | undefined} outline
   */
  constructor(place, store, outline) {
    this.store = store;
    this.outline = outline;
    this.trouble = element("p", { class: "lp-trouble", hidden: "" });
    this.count = element("p", { class: "lp-saved__count" });
    this.list = element("ol", { class: "lp-saved__list" });
    this.references = new References(/** @type {HTMLElement} */ (document.querySelector("[data-lp-references]")), outline);
    const note = element("p", { class: "lp-note" }, UNREACHED);
    place.replaceChildren(this.trouble, ...(outline ? [] : [note]), this.count, this.list);
    letDrag(this.list, (key, to) => this.#move(key, to));
    const forget = store.subscribe(() => (place.isConnected ? this.show() : forget()));
  }

  show() {
    const items = savedList(this.store);
    const saved = new Set(items.map(({ key }) => key));
    for (const key of saved) this.#dropped.delete(key);
    for (const [key, row] of this.#rows) if (!saved.has(key) && !this.#dropped.has(key)) this.#remove(key, row);
    const books = items.map((item) => bookOf(item, this.outline));
    books.forEach((book, place) => this.#row(book.key).show(book, place, books.length));
    this.#arrange([...saved]);
    this.#showCount(items.length);
    this.references.offer(books);
    this.#showTrouble();
    if (items.length) sayMayBeCleared(this.store, this.count);
  }

  /** @param {string} key */
  #row(key) {
    const known = this.#rows.get(key);
    if (known) return known;
    const row = new Row(key, { move: (by) => this.#step(key, by), drop: () => this.#drop(key) });
    this.#rows.set(key, row);
    return row;
  }

  /**
   * Rows stand in the order of the list; one that was just taken off keeps its place, with the way back.
   * @param {string[]} keys
   */
  #arrange(keys) {
    const order = keys.map((key) => /** @type {Row} */ (this.#rows.get(key)).line);
    [...this.list.children].forEach((line, place) => {
      if (this.#dropped.has(line.getAttribute("data-key") ?? "")) order.splice(place, 0, /** @type {HTMLElement} */ (line));
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
  #remove(key, row) {
    row.line.remove();
    this.#rows.delete(key);
  }

  /**
   * @param {string} key
   * @param {number} by
   */
  #step(key, by) {
    const place = savedList(this.store).findIndex((item) => item.key === key);
    return this.#move(key, place + by);
  }

  /**
   * @param {string} key
   * @param {number} to
   */
  async #move(key, to) {
    const all = savedList(this.store).length;
    if (to < 0 || to >= all) return;
    await move(this.store, key, to);
    const told = gettext("%(title)s: now %(place)s of %(all)s.", { title: this.#rows.get(key)?.title, place: to + 1, all });
    this.#announce(`${told} ${trouble(this.store)}`.trim());
  }

  /** @param {string} key */
  async #drop(key) {
    const row = this.#row(key);
    this.#dropped.add(key);
    const putBack = await drop(this.store, key);
    const undo = row.showDropped(async () => {
      await putBack();
      row.focus();
      this.#announce(stopped(gettext("Back on your list: %(title)s", { title: row.title })));
    });
    undo.focus();
    this.#announce(`${stopped(gettext("Taken off your list: %(title)s", { title: row.title }))} ${trouble(this.store)}`.trim());
  }

  /** @param {number} number */
  #showCount(number) {
    const library = element("a", { href: new URL("library/", home).href }, gettext("Look through the library"));
    this.count.replaceChildren(...(number ? [ngettext("%(number)s work, in your order.", "%(number)s works, in your order.", number)] : [EMPTY, " ", library]));
  }

  #showTrouble() {
    const words = trouble(this.store);
    this.trouble.hidden = !words;
    if (!words || this.trouble.textContent?.startsWith(words)) return;
    const file = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
    file.addEventListener("click", async () => (await import("../backup/save.mjs")).saveFile(this.store));
    this.trouble.replaceChildren(words, " ", file);
  }
}
