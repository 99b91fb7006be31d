/** The journal page: all that was written, in the order of the pathway; to read, search, edit and take along. */
import { announcer } from "../ui/page.mjs";
import { sayMayBeCleared } from "../backup/clearing-notice.mjs";
import { takeOver } from "./drafts.mjs";
import { reading } from "./entry.mjs";
import { fold } from "./fold.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { readOutline } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { gather } from "./reflections.mjs";
import { openStore } from "../store/store.mjs";
import { Takeaway } from "./export-panel.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("./reflections.mjs").Chapter} Chapter */
/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/store.mjs").Store} Store */

const EMPTY = gettext("Nothing is written on this device yet. Every task in the modules has a space for your words, and what you write there comes together here.");
const UNSORTED = gettext("The list of modules could not be fetched: your answers stand in the order in which you wrote them.");
const UNSAVED = gettext("This browser is not keeping what you write. Save a copy before you leave this page.");

/** @param {HTMLElement} place */
export async function start(place) {
  if (place.dataset.lpJournal === "open") return;
  place.dataset.lpJournal = "open";
  const store = await openStore();
  await takeOver(store);
  const outline = await readOutline().catch(() => undefined);
  new Journal(place, store, outline).show();
}

class Journal {
  /** @type {Map<string, { signature: string, article: HTMLElement }>} */
  #entries = new Map();
  /** @type {typeof import("./editing.mjs").editing | undefined} */
  #editing;
  /** @type {Set<string>} keys of the answers that are being written on */
  #open = new Set();
  /** @type {Chapter[]} */
  #chapters = [];
  #shape = "";
  #timer = 0;

  /**
   * @param {HTMLElement} place
   * @param {Store} store
   * @param {Outline | undefined} outline
   */
  constructor(place, store, outline) {
    this.store = store;
    this.outline = outline;
    this.field = /** @type {HTMLInputElement} */ (element("input", { id: "lp-journal-find", type: "search", autocomplete: "off" }));
    this.count = element("p", { class: "lp-journal__count", role: "status" });
    this.search = element(
      "form",
      { class: "lp-journal__search", role: "search", "aria-label": gettext("Search your journal") },
      element("label", { for: "lp-journal-find" }, gettext("Search what you wrote")),
      this.field,
    );
    this.next = element("p", { class: "lp-more", hidden: "" }, element("a", { href: new URL("modules/", home).href }, gettext("Choose a module")));
    this.trouble = element("p", { class: "lp-note lp-journal__trouble", hidden: "" });
    this.list = element("div", { class: "lp-journal__chapters" });
    this.takeaway = new Takeaway(store, outline);
    this.announce = announcer(this.count, 300);
    place.replaceChildren(this.trouble, this.search, this.count, this.next, this.list, this.takeaway.place);
    this.#listen(place);
  }

  /** @param {HTMLElement} place */
  #listen(place) {
    this.search.addEventListener("submit", (event) => event.preventDefault());
    let typing = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.announce(this.#filter()), 150);
    });
    const forget = this.store.subscribe(() => {
      if (!place.isConnected) return forget();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.show(), 100);
    });
  }

  /** Shows what the store holds now. What has not changed stays as it is, and so does the place of the cursor. */
  show() {
    this.#chapters = gather(this.#answers(), this.outline);
    const shape = JSON.stringify(this.#chapters.map(({ id, reflections }) => [id, reflections.map(({ key }) => key)]));
    const reflections = this.#chapters.flatMap((chapter) => chapter.reflections);
    this.takeaway.chapters = this.#chapters;
    for (const one of reflections) this.#update(one);
    if (shape !== this.#shape) this.#arrange();
    this.#shape = shape;
    this.search.hidden = this.takeaway.place.hidden = !reflections.length;
    this.next.hidden = reflections.length > 0;
    const words = this.#filter();
    if (this.count.textContent !== words) this.count.textContent = words;
    this.#showTrouble();
    if (reflections.length) sayMayBeCleared(this.store, this.count);
  }

  /** The store's answers, and those that are open for writing even when they are empty. */
  #answers() {
    const answers = this.store.entries("answers");
    for (const key of this.#open) {
      const known = this.#find(key)?.writings[0];
      if (!answers.has(key)) answers.set(key, { value: { ...known, text: "" }, at: known?.at ?? 0, by: known?.by ?? "" });
    }
    return answers;
  }

  /** @param {string} key */
  #find(key) {
    return this.#chapters.flatMap(({ reflections }) => reflections).find((one) => one.key === key);
  }

  /** @param {Reflection} reflection */
  #update(reflection) {
    const { key } = reflection;
    const known = this.#entries.get(key);
    const signature = this.#open.has(key) ? "open" : JSON.stringify(reflection);
    if (known?.signature === signature) return;
    const article = this.#open.has(key) && this.#editing
      ? this.#editing(reflection, this.store, () => void this.#toggle(key, false))
      : reading(reflection, () => void this.#toggle(key, true));
    known?.article.replaceWith(article);
    this.#entries.set(key, { signature, article });
  }

  #arrange() {
    const focused = document.activeElement;
    this.list.replaceChildren(
      ...this.#chapters.map(({ id, title, reflections }) =>
        element(
          "section",
          { class: "lp-journal__chapter", "data-chapter": id },
          element("h2", {}, title),
          ...reflections.map(({ key }) => this.#entries.get(key)?.article ?? ""),
        ),
      ),
    );
    this.takeaway.offer(this.#chapters, this.list);
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  /**
   * @param {string} key
   * @param {boolean} open
   */
  async #toggle(key, open) {
    this.#editing ??= (await import("./editing.mjs")).editing;
    if (open) this.#open.add(key);
    else this.#open.delete(key);
    this.show();
    const article = this.#entries.get(key)?.article;
    const next = article?.isConnected ? article.querySelector(open ? "textarea" : "button") : this.field;
    if (next instanceof HTMLElement) next.focus();
  }

  /** @returns {string} how many answers fit what is looked for, in words */
  #filter() {
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    let all = 0;
    let shown = 0;
    for (const chapter of this.#chapters) {
      const section = this.list.querySelector(`[data-chapter="${CSS.escape(chapter.id)}"]`);
      let any = false;
      for (const reflection of chapter.reflections) {
        const text = fold([chapter.title, reflection.title, reflection.promptNow, ...reflection.writings.flatMap(({ prompt, text }) => [prompt, text])].join("\n"));
        const fits = this.#open.has(reflection.key) || words.every((word) => text.includes(word));
        this.#entries.get(reflection.key)?.article.classList.toggle("lp-filtered", !fits);
        all += 1;
        shown += Number(fits);
        any ||= fits;
      }
      section?.classList.toggle("lp-filtered", !any);
    }
    if (!all) return EMPTY;
    if (!words.length) return ngettext("%(number)s answer in your journal.", "%(number)s answers in your journal.", all);
    if (!shown) return gettext("Nothing fits. Try fewer words.");
    if (all === 1) return gettext("1 of 1 answer fits.");
    return ngettext("%(number)s of %(all)s answers fits.", "%(number)s of %(all)s answers fit.", shown, { all: all.toLocaleString(locale) });
  }

  #showTrouble() {
    const words = this.store.status === "unsaved" || this.store.reason ? UNSAVED : this.outline ? "" : UNSORTED;
    this.trouble.hidden = !words;
    if (this.trouble.textContent !== words) this.trouble.textContent = words;
  }
}
