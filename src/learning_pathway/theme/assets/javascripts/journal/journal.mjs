/** The journal page: read, search, edit and export all answers, in the order of the pathway. */
import { announcer, home, reportLoadFailure } from "../ui/page.mjs";
import { showClearingNotice } from "../store/notices.mjs";
import { entryView } from "./entry.mjs";
import { gettext, locale, ngettext } from "../ui/messages.mjs";
import { fetchOutline } from "../progress/learner-index.mjs";
import { collectReflections } from "./reflections.mjs";
import { openStore } from "../store/store.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {import("./reflections.mjs").Chapter} Chapter */
/** @typedef {import("./reflections.mjs").Reflection} Reflection */
/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../store/store.mjs").Store} Store */

const EMPTY = gettext("You have not written anything on this device yet. Each task in the modules has a space for your answer, and your answers appear here.");
const UNSORTED = gettext("The list of modules did not load, so your answers are in the order you wrote them.");
const UNSAVED = gettext("This browser is not saving what you write. Save a copy before you leave this page.");

/** @param {HTMLElement} container */
export async function start(container) {
  if (container.dataset.lpJournal === "open") return;
  container.dataset.lpJournal = "open";
  const store = await openStore();
  const outline = await fetchOutline().catch(() => undefined);
  new Journal(container, store, outline).show();
}

class Journal {
  /** @type {Map<string, { signature: string, article: HTMLElement }>} */
  #entries = new Map();
  /** @type {typeof import("./editing.mjs").entryEditor | undefined} */
  #entryEditor;
  /** @type {Set<string>} keys of the answers that are being edited */
  #open = new Set();
  /** @type {import("./export-panel.mjs").ExportPanel | undefined} */
  #exportPanel;
  /** @type {Chapter[]} */
  #chapters = [];
  #structure = "";
  #timer = 0;

  /**
   * @param {HTMLElement} container
   * @param {Store} store
   * @param {Outline | undefined} outline
   */
  constructor(container, store, outline) {
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
    this.problem = element("p", { class: "lp-note lp-journal__trouble", hidden: "" });
    this.list = element("div", { class: "lp-journal__chapters" });
    this.announce = announcer(this.count, 300);
    container.replaceChildren(this.problem, this.search, this.count, this.next, this.list);
    this.#listen(container);
  }

  /** @param {HTMLElement} container */
  #listen(container) {
    this.search.addEventListener("submit", (event) => event.preventDefault());
    let typing = 0;
    this.field.addEventListener("input", () => {
      clearTimeout(typing);
      typing = setTimeout(() => this.announce(this.#filter()), 150);
    });
    const unsubscribe = this.store.subscribe(() => {
      if (!container.isConnected) return unsubscribe();
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.show(), 100);
    });
  }

  /** Render the stored answers; unchanged parts and the cursor stay. */
  show() {
    this.#chapters = collectReflections(this.#answers(), this.outline);
    const structure = JSON.stringify(this.#chapters.map(({ id, reflections }) => [id, reflections.map(({ key }) => key)]));
    const reflections = this.#chapters.flatMap((chapter) => chapter.reflections);
    for (const one of reflections) this.#update(one);
    if (structure !== this.#structure) this.#arrange();
    this.#structure = structure;
    this.search.hidden = !reflections.length;
    void this.#showExport(reflections.length > 0).catch(() => reportLoadFailure());
    this.next.hidden = reflections.length > 0;
    const text = this.#filter();
    if (this.count.textContent !== text) this.count.textContent = text;
    this.#showProblem();
    if (reflections.length) showClearingNotice(this.store, this.count);
  }

  /** @param {boolean} any whether there is something to export: the controls are loaded when there first is */
  async #showExport(any) {
    if (any && !this.#exportPanel) {
      const { ExportPanel } = await import("./export-panel.mjs");
      this.#exportPanel ??= new ExportPanel(this.store, this.outline);
      this.#exportPanel.update(this.#chapters, this.list);
      this.list.after(this.#exportPanel.place);
    }
    if (!this.#exportPanel) return;
    this.#exportPanel.chapters = this.#chapters;
    this.#exportPanel.place.hidden = !this.#chapters.some(({ reflections }) => reflections.length);
  }

  /** The stored answers, and those being edited even if they are empty. */
  #answers() {
    const answers = this.store.entries("answers");
    for (const key of this.#open) {
      const known = this.#find(key)?.versions[0];
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
    const article = this.#open.has(key) && this.#entryEditor
      ? this.#entryEditor(reflection, this.store, (focus) => void this.#toggle(key, false, focus))
      : entryView(reflection, () => void this.#toggle(key, true));
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
    this.#exportPanel?.update(this.#chapters, this.list);
    if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true });
  }

  /**
   * @param {string} key
   * @param {boolean} open
   * @param {(target: HTMLElement | null | undefined) => void} [focus]
   */
  async #toggle(key, open, focus = focusLater()) {
    this.#entryEditor ??= (await import("./editing.mjs")).entryEditor;
    if (open) this.#open.add(key);
    else this.#open.delete(key);
    this.show();
    const article = this.#entries.get(key)?.article;
    focus(article?.isConnected ? article.querySelector(open ? "textarea" : "button") : this.field);
  }

  /** @returns {string} the number of matching answers, as text */
  #filter() {
    const words = fold(this.field.value).split(/\s+/).filter(Boolean);
    let all = 0;
    let shown = 0;
    for (const chapter of this.#chapters) {
      const section = this.list.querySelector(`[data-chapter="${CSS.escape(chapter.id)}"]`);
      let anyShown = false;
      for (const reflection of chapter.reflections) {
        const text = fold([chapter.title, reflection.title, reflection.promptNow, ...reflection.versions.flatMap(({ prompt, text }) => [prompt, text])].join("\n"));
        const isMatch = this.#open.has(reflection.key) || words.every((word) => text.includes(word));
        this.#entries.get(reflection.key)?.article.classList.toggle("lp-filtered", !isMatch);
        all += 1;
        shown += Number(isMatch);
        anyShown ||= isMatch;
      }
      section?.classList.toggle("lp-filtered", !anyShown);
    }
    if (!all) return EMPTY;
    if (!words.length) return ngettext("%(number)s answer in your journal.", "%(number)s answers in your journal.", all);
    if (!shown) return gettext("Nothing fits. Try fewer words.");
    if (all === 1) return gettext("1 of 1 answer fits.");
    return ngettext("%(number)s of %(all)s answers fits.", "%(number)s of %(all)s answers fit.", shown, { all: all.toLocaleString(locale) });
  }

  #showProblem() {
    const text = this.store.status === "unsaved" || this.store.reason ? UNSAVED : this.outline ? "" : UNSORTED;
    this.problem.hidden = !text;
    if (this.problem.textContent !== text) this.problem.textContent = text;
  }
}

/**
 * @param {string} text
 * @returns {string} the text without accents and capitals, and with one kind of apostrophe, for comparison
 */
export function fold(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .replace(/[’‘]/g, "'")
    .toLowerCase();
}
