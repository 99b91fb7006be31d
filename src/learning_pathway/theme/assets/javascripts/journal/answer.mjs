/** A space to write in: it grows with the words, and keeps them on this device while they are being written. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { plainText } from "../ui/dom.mjs";
import { sayMayBeCleared } from "../backup/clearing-notice.mjs";
import { clear, layDown } from "./drafts.mjs";
import { gettext } from "../ui/messages.mjs";
import { home } from "../ui/page.mjs";
import { sameWords } from "./prompts.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {{ text: string, prompt: string, title?: string, earlier?: string[] }} Answer earlier: wordings of the prompt that the text was begun under */
/** @typedef {{ key: string, prompt: string, title: string, invitation: string, describedBy?: string }} Task */

/** Milliseconds from a keystroke to the database. */
const WAIT = 200;
/** Screen readers hear that words were saved only when the writer pauses. */
const QUIET = 1500;

const NOTICE = gettext(
  "Your words are kept in this browser, on this device, and sent to no one. On a device that others use, they could read them.",
);
const SAVED = gettext("Saved on this device.");
const REFUSED = gettext("This browser will not keep your words. They stay here until you leave this page.");
const FULL = gettext("There is no room left to keep your words. They stay here until you leave this page.");

/** @type {Set<Answering>} every space of the page */
const spaces = new Set();
let count = 0;

/** One writing space, and what it knows of the answer that it shows. */
export class Answering {
  /** `at` of the text that stands in the field, as the store knows it. */
  #base = 0;
  #changed = false;
  /** Saves that the database has not confirmed, and `at` of the text that the first of them replaces. */
  #saving = 0;
  #replaced = 0;
  #timer = 0;
  #collapsed = false;

  /**
   * @param {Store} store
   * @param {Task} task
   */
  constructor(store, task) {
    this.store = store;
    this.task = task;
    count += 1;
    const id = `lp-answer-${count}`;
    this.field = /** @type {HTMLTextAreaElement} */ (
      element("textarea", { id, class: "lp-answer__field", rows: "3", autocomplete: "off" })
    );
    this.paper = element("div", { class: "lp-answer__paper" }, this.field);
    this.notice = element("p", { class: "lp-answer__notice", id: `${id}-notice`, hidden: "" }, NOTICE);
    this.state = element("div", { class: "lp-answer__state" });
    this.versions = element("div", { class: "lp-answer__versions", hidden: "" });
    this.label = element("label", { for: id, class: "lp-answer__label" }, task.invitation);
    this.announce = announcer(liveRegion(), QUIET);
    this.#describe();
    this.#listen();
    this.#load();
    spaces.add(this);
  }

  get parts() {
    return [this.label, this.paper, this.notice, this.state, this.versions];
  }

  get record() {
    return this.store.record("answers", this.task.key);
  }

  /** @returns {Answer} what the field holds, as the store keeps it */
  get value() {
    const known = /** @type {Partial<Answer> | undefined} */ (this.record?.value);
    const { prompt, title } = this.task;
    const before = known?.text && known.prompt && !sameWords(known.prompt, prompt) ? [known.prompt] : [];
    const earlier = [...new Set([...(known?.earlier ?? []), ...before])];
    return { text: plainText(this.field.value), prompt, title, ...(earlier.length ? { earlier } : {}) };
  }

  /** @returns {import("./drafts.mjs").Draft | undefined} words that the database has not confirmed */
  get draft() {
    const { value, task: { key } } = this;
    if (this.#saving) return { key, value, base: this.#replaced, saving: this.#base };
    return this.#changed ? { key, value, base: this.#base } : undefined;
  }

  /**
   * Hands the words to the store at once.
   * @param {{ at: number, by: string }} [drop] another version that is no longer needed
   */
  async save(drop) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#changed && !drop) return;
    this.#changed = false;
    const { value } = this;
    const empty = !value.text.trim();
    if (empty && !this.record) return void delete this.paper.dataset.state;
    const { key } = this.task;
    if (!this.#saving) this.#replaced = this.#base;
    this.#saving += 1;
    const saving = this.store.change([{ section: "answers", key, value: empty ? undefined : value, base: this.#base, drop }]);
    this.#base = this.record?.at ?? 0;
    await saving.finally(() => (this.#saving -= 1));
    const isSaved = this.store.status === "saved";
    if (isSaved) clear();
    if (!this.#changed) {
      this.#base = this.record?.at ?? 0;
      this.paper.dataset.state = isSaved ? "saved" : "unsaved";
    }
    this.#say();
    this.announce(isSaved ? SAVED : this.state.textContent ?? "");
  }

  /** Puts what the store knows into the field, unless someone is writing there. */
  refresh() {
    const writing = document.activeElement === this.field && document.hasFocus();
    if (!this.#changed && (!writing || !this.record)) this.#load();
    else this.#say();
  }

  /** @param {string} text words to add at the end */
  append(text) {
    const { value } = this.field;
    this.field.value = value.trim() ? `${value.trimEnd()}\n\n${text}` : text;
    this.#changed = true;
    this.grow();
  }

  #load() {
    const { record } = this;
    const text = String(/** @type {Partial<Answer> | undefined} */ (record?.value)?.text ?? "");
    this.#base = record?.at ?? 0;
    if (this.field.value !== text) this.field.value = text;
    if (this.paper.isConnected && !this.#collapsed) this.grow();
    this.#say();
  }

  #describe() {
    const by = [this.task.describedBy, this.record ? undefined : this.notice.id].filter(Boolean).join(" ");
    if (by) this.field.setAttribute("aria-describedby", by);
    else this.field.removeAttribute("aria-describedby");
  }

  #listen() {
    this.field.addEventListener("input", () => {
      this.#changed = true;
      this.paper.dataset.state = "saving";
      this.grow();
      this.#timer ||= setTimeout(() => void this.save(), WAIT);
    });
    this.field.addEventListener("focus", () => {
      this.grow();
      if (!this.record) this.notice.hidden = false;
      this.#say();
    });
    this.field.addEventListener("blur", () => {
      void this.save();
      this.refresh();
    });
    const forget = this.store.subscribe(({ fields }) => {
      if (!this.field.isConnected) {
        void this.save();
        spaces.delete(this);
        forget();
      } else if (!fields.length || fields.some(([section, key]) => section === "answers" && key === this.task.key)) {
        this.refresh();
      }
    });
  }

  /** Lets the paper be as high as its words. */
  grow() {
    this.#collapsed = false;
    this.paper.dataset.text = `${this.field.value}\n`;
  }

  /**
   * Grows once that moves nothing that is being looked at: words from an earlier day must not push the page about while
   * it loads. Until then, or until someone writes, a long text scrolls in the space that the page reserves.
   */
  growUnseen() {
    if (!this.field.value) return;
    this.#collapsed = true;
    const watching = new IntersectionObserver(([{ isIntersecting, boundingClientRect: { top } }]) => {
      if (!this.#collapsed) return watching.disconnect();
      if (isIntersecting || (top < 0 && !CSS.supports("overflow-anchor: auto"))) return;
      this.grow();
      watching.disconnect();
    });
    watching.observe(this.paper);
  }

  #say() {
    const { record, store } = this;
    const { status, reason } = store;
    const troubled = status === "unsaved" || reason;
    if (record) this.notice.hidden = true;
    this.#describe();
    this.state.classList.toggle("lp-answer__state--unsaved", Boolean(troubled));
    if (troubled && (this.field.value || document.activeElement === this.field)) this.#sayUnsaved(reason);
    else if (record?.value === undefined && !record?.others) this.state.replaceChildren();
    else if (this.paper.dataset.state !== "saving") this.#saySaved();
    if (record?.value !== undefined) sayMayBeCleared(store, this.state);
    if (record?.others || this.versions.childElementCount) {
      void import("./versions.mjs").then(({ showVersions }) => showVersions(this));
    }
  }

  /** @param {string} reason */
  #sayUnsaved(reason) {
    if (this.state.querySelector("button")) return;
    const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save them as a file"));
    const files = import("./export.mjs"); // fetched now: later there may be no connection either
    button.addEventListener("click", async () => (await files).saveAll(this.store));
    this.state.replaceChildren(element("span", {}, reason === "full" ? FULL : REFUSED), " ", button);
  }

  #saySaved() {
    if (this.state.querySelector(".lp-answer__saved")) return;
    const saved = element("span", { class: "lp-answer__saved" }, SAVED);
    const link = element("a", { href: new URL("my/journal/", home).href }, gettext("Your journal"));
    const here = location.pathname === new URL(link.getAttribute("href") ?? "").pathname;
    this.state.replaceChildren(saved, ...(here ? [] : [" ", link]));
  }
}

function saveAll() {
  for (const space of spaces) void space.save();
}

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveAll());
addEventListener("pagehide", () => {
  layDown([...spaces].flatMap((space) => space.draft ?? []));
  saveAll();
});
