/** The answer field: it grows with its text and saves it on this device while someone types. */
import { announcer, home, liveRegion } from "../ui/page.mjs";
import { element, isSameText, plainText } from "../ui/dom.mjs";
import { showClearingNotice } from "../store/notices.mjs";
import { gettext } from "../ui/messages.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {{ text: string, prompt: string, title?: string, earlier?: string[] }} Answer earlier: former wordings of the prompt */
/** @typedef {{ key: string, prompt: string, title: string, invitation: string, describedBy?: string }} Task */

/** Milliseconds between a keystroke and the save. */
const SAVE_DELAY = 200;
/** Milliseconds without a keystroke before "saved" is announced to screen readers. */
const ANNOUNCE_DELAY = 1500;

const PRIVACY_NOTICE = gettext(
  "Your answer stays in this browser, on this device. Others who use this device could read it.",
);
const SAVED_MESSAGE = gettext("Saved on this device.");
const STORAGE_REFUSED = gettext("This browser will not save your answer. It stays here until you leave this page.");
const STORAGE_FULL = gettext("There is no room left to save your answer. It stays here until you leave this page.");

/** Label of the field, by the mode of the task. */
/** @type {Record<string, string>} */
const INVITATIONS = {
  alone: gettext("What comes to mind?"),
  pairs: gettext("What came up between the two of you?"),
  group: gettext("What came up in the group?"),
};

/** @param {string | undefined} mode */
export const invitation = (mode) => INVITATIONS[mode ?? ""] ?? INVITATIONS.alone;

/** @type {Set<AnswerField>} every answer field of the page */
const answerFields = new Set();
let count = 0;

/** One answer field with its status line and other versions. */
export class AnswerField {
  /** `at` of the stored text that the field shows. */
  #base = 0;
  #changed = false;
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
    this.wrapper = element("div", { class: "lp-answer__paper" }, this.field);
    this.notice = element("p", { class: "lp-answer__notice", id: `${id}-notice`, hidden: "" }, PRIVACY_NOTICE);
    this.state = element("div", { class: "lp-answer__state" });
    this.versions = element("div", { class: "lp-answer__versions", hidden: "" });
    this.label = element("label", { for: id, class: "lp-answer__label" }, task.invitation);
    this.announce = announcer(liveRegion(), ANNOUNCE_DELAY);
    this.#describe();
    this.#listen();
    this.#load();
    answerFields.add(this);
  }

  get parts() {
    return [this.label, this.wrapper, this.notice, this.state, this.versions];
  }

  get record() {
    return this.store.record("answers", this.task.key);
  }

  /** @returns {Answer} the answer to store */
  get value() {
    const known = /** @type {Partial<Answer> | undefined} */ (this.record?.value);
    const { prompt, title } = this.task;
    const before = known?.text && known.prompt && !isSameText(known.prompt, prompt) ? [known.prompt] : [];
    const earlier = [...new Set([...(known?.earlier ?? []), ...before])];
    return { text: plainText(this.field.value), prompt, title, ...(earlier.length ? { earlier } : {}) };
  }

  /**
   * Save now.
   * @param {{ at: number, by: string }} [drop] another version to delete
   */
  async save(drop) {
    clearTimeout(this.#timer);
    this.#timer = 0;
    if (!this.#changed && !drop) return;
    this.#changed = false;
    const { value } = this;
    const empty = !value.text.trim();
    if (empty && !this.record) return void delete this.wrapper.dataset.state;
    const { key } = this.task;
    const saving = this.store.change([{ section: "answers", key, value: empty ? undefined : value, base: this.#base, drop }]);
    this.#base = this.record?.at ?? 0;
    await saving;
    const isSaved = this.store.status === "saved";
    if (!this.#changed) {
      this.#base = this.record?.at ?? 0;
      this.wrapper.dataset.state = isSaved ? "saved" : "unsaved";
    }
    this.#showStatus();
    this.announce(isSaved ? SAVED_MESSAGE : this.state.textContent ?? "");
  }

  /** Show the stored text, unless someone is typing. */
  refresh() {
    const writing = document.activeElement === this.field && document.hasFocus();
    if (!this.#changed && (!writing || !this.record)) this.#load();
    else this.#showStatus();
  }

  /** @param {string} text to add at the end */
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
    if (this.wrapper.isConnected && !this.#collapsed) this.grow();
    this.#showStatus();
  }

  #describe() {
    const by = [this.task.describedBy, this.record ? undefined : this.notice.id].filter(Boolean).join(" ");
    if (by) this.field.setAttribute("aria-describedby", by);
    else this.field.removeAttribute("aria-describedby");
  }

  #listen() {
    this.field.addEventListener("input", () => {
      this.#changed = true;
      this.wrapper.dataset.state = "saving";
      this.grow();
      this.#timer ||= setTimeout(() => void this.save(), SAVE_DELAY);
    });
    this.field.addEventListener("focus", () => {
      this.grow();
      if (!this.record) this.notice.hidden = false;
      this.#showStatus();
    });
    this.field.addEventListener("blur", () => {
      void this.save();
      this.refresh();
    });
    const unsubscribe = this.store.subscribe(({ fields }) => {
      if (!this.field.isConnected) {
        void this.save();
        answerFields.delete(this);
        unsubscribe();
      } else if (!fields.length || fields.some(([section, key]) => section === "answers" && key === this.task.key)) {
        this.refresh();
      }
    });
  }

  /** Fit the height to the text. */
  grow() {
    this.#collapsed = false;
    this.wrapper.dataset.text = `${this.field.value}\n`;
  }

  /**
   * Fit the height once the field is off screen, so that stored text does not shift the page while it loads. Until
   * then, or until someone types, a long text scrolls within the reserved height.
   */
  growOffScreen() {
    if (!this.field.value) return;
    this.#collapsed = true;
    const observer = new IntersectionObserver(([{ isIntersecting, boundingClientRect: { top } }]) => {
      if (!this.#collapsed) return observer.disconnect();
      if (isIntersecting || (top < 0 && !CSS.supports("overflow-anchor: auto"))) return;
      this.grow();
      observer.disconnect();
    });
    observer.observe(this.wrapper);
  }

  #showStatus() {
    const { record, store } = this;
    const { status, reason } = store;
    const hasProblem = status === "unsaved" || reason;
    if (record) this.notice.hidden = true;
    this.#describe();
    this.state.classList.toggle("lp-answer__state--unsaved", Boolean(hasProblem));
    if (hasProblem && (this.field.value || document.activeElement === this.field)) this.#showUnsaved(reason);
    else if (record?.value === undefined && !record?.others) this.state.replaceChildren();
    else if (this.wrapper.dataset.state !== "saving") this.#showSaved();
    if (record?.value !== undefined) showClearingNotice(store, this.state);
    if (record?.others || this.versions.childElementCount) {
      void import("./versions.mjs").then(({ showVersions }) => showVersions(this));
    }
  }

  /** @param {string} reason */
  #showUnsaved(reason) {
    if (this.state.querySelector("button")) return;
    const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
    const files = import("./export.mjs"); // load now: there may be no connection later
    button.addEventListener("click", async () => (await files).downloadAnswers(this.store));
    this.state.replaceChildren(element("span", {}, reason === "full" ? STORAGE_FULL : STORAGE_REFUSED), " ", button);
  }

  #showSaved() {
    if (this.state.querySelector(".lp-answer__saved")) return;
    const saved = element("span", { class: "lp-answer__saved" }, SAVED_MESSAGE);
    const link = element("a", { href: new URL("my/journal/", home).href }, gettext("Your journal"));
    const here = location.pathname === new URL(link.getAttribute("href") ?? "").pathname;
    this.state.replaceChildren(saved, ...(here ? [] : [" ", link]));
  }
}

/** Save every field; what the database may not confirm in time goes to localStorage, since the page may close. */
function saveFields() {
  for (const answerField of answerFields) {
    void answerField.save();
    answerField.store.storePending();
  }
}

document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && saveFields());
addEventListener("pagehide", saveFields);
