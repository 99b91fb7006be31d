/** Answering a call: one question a screen, nothing chosen beforehand, and nothing sent or stored by the page. */
import { element, plainText } from "../ui/dom.mjs";
import { reportLoadFailure } from "../ui/page.mjs";
import { followHistory } from "./back-button.mjs";
import { codeHash, newCode, newId, sha256 } from "./code.mjs";
import { receiptButtons, waysToSend } from "./sending.mjs";
import { day, inWords, sheet } from "./sheet.mjs";

/** @typedef {import("./sheet.mjs").AnswerKind} AnswerKind */
/** @typedef {import("./sheet.mjs").Choices} Choices */
/** @typedef {import("./recorder.mjs").Recorder} Recorder */
/**
 * @typedef {import("./sheet.mjs").Call & { closes: string, words: Record<string, string>, formats: AnswerKind[], minutes: Record<"audio" | "video", number> }} PageData
 */

/** Screens that each person answers alone. */
const OF_PERSON = ["scope", "shown", "extras", "adult"];

/** Fields that belong to a radio button: writing in one chooses it. */
const WITH_TEXT = /** @type {const} */ ([
  ["role", "shown", "role"],
  ["name", "shown", "name"],
  ["date", "until", "other"],
]);
/** How a link says which way to answer. */
const WAYS = { "#write": "text", "#speak": "audio", "#film": "video" };

/**
 * Start the form, with a recorder where the call takes recordings.
 * @param {HTMLElement} container
 */
export async function start(container) {
  if (!(container instanceof HTMLFormElement) || container.dataset.lpReady !== undefined) return;
  container.dataset.lpReady = "";
  const screen = container.querySelector("[data-lp-recorder]");
  const recorders = screen && (await import("./recorder.mjs").catch(() => void reportLoadFailure()));
  new TakePart(container, screen instanceof HTMLElement ? recorders?.Recorder : undefined);
}

/** @returns {string} today in the person's own time zone, as YYYY-MM-DD */
function today() {
  return new Intl.DateTimeFormat("en-CA", { dateStyle: "short" }).format(new Date());
}

/** @returns {string} the same day in two years */
function inTwoYears() {
  const now = new Date();
  now.setFullYear(now.getFullYear() + 2);
  return new Intl.DateTimeFormat("en-CA", { dateStyle: "short" }).format(now);
}

class TakePart {
  /** @type {Choices[]} */
  #people = [];
  #screen = "answer";
  /** @type {AnswerKind} */
  #way = "text";
  /** @type {Recorder | undefined} */
  #recorder;
  #person = 0;
  #id = newId();
  #isSaved = false;

  /**
   * @param {HTMLFormElement} form
   * @param {typeof import("./recorder.mjs").Recorder} [makeRecorder] where the call takes recordings
   */
  constructor(form, makeRecorder) {
    this.form = form;
    this.makeRecorder = makeRecorder;
    this.call = /** @type {PageData} */ (JSON.parse(form.dataset.call ?? "{}"));
    this.call.address = new URL(this.call.address, location.href).href;
    this.call.noticeAddress = new URL(this.call.noticeAddress, location.href).href;
    if (today() > this.call.closes) this.#close();
    const date = form.querySelector("[data-lp-two-years]");
    if (date) date.textContent = day(inTwoYears());
    this.#control("back").addEventListener("click", () => this.#goBack());
    this.#control("words")?.addEventListener("input", () => this.#countWords());
    addEventListener("beforeunload", (event) => this.#hasAnswer && !this.#isSaved && event.preventDefault());
    for (const [name, group, value] of WITH_TEXT) {
      this.#control(name)?.addEventListener("input", () => this.#check(group, value));
    }
    this.#offerWays();
    this.#countWords(); // a browser fills in again what was there before the page was loaded again
    const wentOn = followHistory(() => this.#leaveScreen(), () => this.#continue());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (this.#continue()) wentOn();
    });
  }

  /**
   * Choose what someone has written something for.
   * @param {string} group of radio buttons
   * @param {string} value
   */
  #check(group, value) {
    const radio = this.form.querySelector(`input[name="${group}"][value="${value}"]`);
    if (radio instanceof HTMLInputElement) radio.checked = true;
  }

  /** Offer each form of answer that the call takes, and begin with the one that the link names. */
  #offerWays() {
    const { minutes, words } = this.call;
    const formats = this.makeRecorder ? this.call.formats : this.call.formats.filter((each) => each === "text");
    const screen = this.form.querySelector("[data-lp-recorder]");
    if (screen instanceof HTMLElement && this.makeRecorder) this.#recorder = new this.makeRecorder(screen, words, minutes);
    for (const button of this.form.querySelectorAll(".lp-take-part__ways button")) {
      if (button instanceof HTMLButtonElement) button.addEventListener("click", () => this.#answerBy(/** @type {AnswerKind} */ (button.value)));
    }
    const named = WAYS[/** @type {keyof typeof WAYS} */ (location.hash)] ?? "text";
    const way = formats.find((each) => each === named) ?? formats[0] ?? "text";
    this.#answerBy(/** @type {AnswerKind} */ (way), false);
  }

  /**
   * @param {AnswerKind} way
   * @param {boolean} [hasFocus] whether the focus moves to the heading
   */
  #answerBy(way, hasFocus = true) {
    this.#way = way;
    this.#say("");
    if (way !== "text") this.#recorder?.use(way);
    for (const button of this.form.querySelectorAll(".lp-take-part__ways button")) {
      if (button instanceof HTMLButtonElement) button.hidden = button.value === way || (button.value !== "text" && !this.#recorder);
    }
    this.#show(this.#first, hasFocus);
  }

  /** @returns {string} the screen on which the answer is given */
  get #first() {
    return this.#way === "text" ? "answer" : "record";
  }

  #close() {
    this.form.hidden = true;
    const notice = document.querySelector("[data-lp-closed]");
    if (notice instanceof HTMLElement) notice.hidden = false;
  }

  /** @returns {boolean} whether something would be lost, whichever way it was given */
  get #hasAnswer() {
    const texts = ["words", "transcript"].map((name) => this.#control(name)?.value.trim());
    return texts.some(Boolean) || this.#recorder?.hasRecording === true;
  }

  get #words() {
    return plainText(this.#control(this.#way === "text" ? "words" : "transcript").value).replaceAll("\ufeff", "").trim();
  }

  /**
   * @param {string} name
   * @returns {HTMLInputElement}
   */
  #control(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }

  /**
   * @param {string} name
   * @returns {string} what is chosen of a group of radio buttons; empty for nothing
   */
  #chosen(name) {
    const found = this.form.querySelector(`input[name="${name}"]:checked`);
    return found instanceof HTMLInputElement ? found.value : "";
  }

  #countWords() {
    const count = this.form.elements.namedItem("count");
    const written = this.#control("words")?.value.split(/\s+/).filter(Boolean) ?? [];
    if (count instanceof HTMLOutputElement) count.value = String(written.length);
  }

  /** @returns {string} what is missing on the screen, as the name of a message; empty for nothing */
  get #missing() {
    switch (this.#screen) {
      case "answer":
        return this.#words ? "" : "write_answer";
      case "record":
        return this.#missingOfRecording;
      case "scope":
        return this.#chosen("scope") ? "" : "choose";
      case "shown":
        if (!this.#chosen("shown")) return "choose";
        if (this.#chosen("shown") === "role" && !this.#control("role").value) return "choose_kind";
        return this.#chosen("shown") === "name" && !this.#control("name").value.trim() ? "write_name" : "";
      case "extras":
        if (!this.#chosen("until")) return "choose";
        return this.#chosen("until") === "other" && this.#control("date").value <= today() ? "pick_date" : "";
      default:
        return this.#screen === "adult" && !this.#control("adult").checked ? "tick" : "";
    }
  }

  /** @returns {string} the same for a recording: it is heard before anything is chosen */
  get #missingOfRecording() {
    if (!this.#recorder?.file?.size) return "record_first";
    if (!this.#recorder.isHeard) return "hear_first";
    return this.#words || this.#control("write_for_me").checked ? "" : "write_down";
  }

  /** @returns {boolean} whether nothing is missing on the screen, so that the next one comes */
  #continue() {
    const missing = this.#missing;
    this.#say(missing ? this.call.words[missing] ?? "" : "");
    if (missing || this.#screen === "receipt") return false;
    const place = OF_PERSON.indexOf(this.#screen);
    if (this.#screen === this.#first) {
      this.#control("adult").checked = false; // the answer may be another now
      if (this.#count > 1 || this.#people.length > 1) this.#people = [];
      this.#beginPerson(0);
    } else if (this.#screen === "check") void this.#makeReceipts();
    else if (place < OF_PERSON.length - 1) this.#show(OF_PERSON[place + 1] ?? "check");
    else this.#endPerson();
    return true;
  }

  /** Keep what the person has chosen, and ask the next one who has not chosen yet. */
  #endPerson() {
    this.#people[this.#person] = this.#choices;
    const next = Array.from({ length: this.#count }).findIndex((_, place) => !this.#people[place]);
    if (next < 0) this.#show("check");
    else this.#beginPerson(next);
  }

  /** @returns {boolean} whether there was a screen to go back to: what is sent already can't be changed */
  #leaveScreen() {
    if (this.#screen === this.#first || this.#isSaved) return false;
    this.#goBack();
    return true;
  }

  #goBack() {
    this.#say("");
    const place = OF_PERSON.indexOf(this.#screen);
    if (place > 0) return this.#show(OF_PERSON[place - 1] ?? this.#first);
    if (this.#screen === "receipt") return this.#show("check");
    this.#show(this.#screen === "check" ? "adult" : this.#first);
  }

  get #count() {
    return Math.min(20, Math.max(1, Math.trunc(Number(this.#control(this.#way === "text" ? "people" : "heard").value)) || 1));
  }

  /** @returns {Choices} what the present person has chosen */
  get #choices() {
    const shown = /** @type {Choices["shown"]} */ (this.#chosen("shown"));
    const texts = { anonymous: "", role: this.#control("role")?.value ?? "", name: this.#control("name").value.trim() };
    return {
      record: crypto.randomUUID(),
      code: newCode(),
      scope: /** @type {Choices["scope"]} */ (this.#chosen("scope")),
      shown,
      shownText: texts[shown],
      translate: this.#control("translate").checked,
      takeAway: this.#control("take_away").checked,
      until: this.#chosen("until") === "other" ? this.#control("date").value : inTwoYears(),
    };
  }

  /**
   * Ask the next person, with nothing chosen beforehand.
   * @param {number} number
   */
  #beginPerson(number) {
    this.#person = number;
    if (this.#count > 1 || !this.#people.length) this.#clear();
    this.#show("scope");
  }

  #clear() {
    const screens = OF_PERSON.map((name) => `[data-screen="${name}"] :is(input, select)`);
    for (const control of this.form.querySelectorAll(screens.join())) {
      if (control instanceof HTMLSelectElement) control.value = "";
      else if (control instanceof HTMLInputElement) {
        if (control.type === "radio" || control.type === "checkbox") control.checked = false;
        else control.value = "";
      }
    }
  }

  /**
   * Show one screen, and put the focus on its heading.
   * @param {string} name
   * @param {boolean} [hasFocus]
   */
  #show(name, hasFocus = true) {
    this.#screen = name;
    this.form.dataset.step = name === this.#first ? "first" : "later";
    const { words } = this.call;
    for (const screen of this.form.querySelectorAll("fieldset")) screen.hidden = screen.dataset.screen !== name;
    if (name === "adult") this.#fill("[data-lp-choices]", inWords(this.#choices, this.#way));
    if (name === "check") this.#summarise();
    this.#control("back").hidden = name === this.#first || name === "receipt";
    const ways = this.form.querySelector(".lp-take-part__ways");
    if (ways instanceof HTMLElement) ways.hidden = name !== this.#first;
    const next = this.#control("continue");
    next.hidden = name === "receipt";
    next.textContent = (name === "check" ? words.make : words.continue) ?? "";
    const legend = this.form.querySelector(`[data-screen="${name}"] legend`);
    if (!(legend instanceof HTMLElement)) return;
    if (OF_PERSON.includes(name) && this.#count > 1) {
      legend.dataset.person = `${words.person} ${this.#person + 1}`;
    }
    legend.tabIndex = -1;
    if (!hasFocus) return;
    scrollTo({ top: 0 });
    legend.focus({ preventScroll: true });
  }

  /** @param {string} words */
  #say(words) {
    this.#fill(".lp-take-part__error", words);
  }

  /**
   * @param {string} selector
   * @param {...(Node | string)} content
   */
  #fill(selector, ...content) {
    this.form.querySelector(selector)?.replaceChildren(...content);
  }

  /** Show everything on one screen, each part with a way to change it. */
  #summarise() {
    const { words } = this.call;
    const part = (/** @type {string} */ heading, /** @type {string} */ text, /** @type {() => void} */ change) => {
      const button = element("button", { type: "button", class: "lp-link-button" }, `${words.change}: ${heading}`);
      button.addEventListener("click", change);
      const lines = text.split("\n").filter((line) => line.trim()).map((line) => element("p", {}, line));
      return element("section", {}, element("h2", {}, heading), ...lines, button);
    };
    const people = this.#people.slice(0, this.#count).map((person, place) => {
      const heading = this.#count > 1 ? `${words.person} ${place + 1}` : words.scope ?? "";
      return part(heading, inWords(person, this.#way), () => this.#beginPerson(place));
    });
    const recorded = this.#recorder?.file && this.#way !== "text" ? `${words[`recorded_${this.#way}`]} ${this.#recorder.length}\n` : "";
    const said = this.#words || (recorded && words.write_for_me) || "";
    this.#fill("[data-lp-summary]", part(words.answer ?? "", recorded + said, () => this.#show(this.#first)), ...people);
  }

  async #makeReceipts() {
    const people = this.#people.slice(0, this.#count);
    const language = document.documentElement.lang || "en";
    const media = this.#media;
    const bytes = await media?.arrayBuffer().catch(() => undefined);
    if (media && !bytes) return this.#say(this.call.words.file_gone ?? "");
    const facts = media && bytes && { name: media.name, sha256: await sha256(bytes), seconds: Math.max(1, Math.ceil(this.#recorder?.seconds ?? 1)) };
    const answer = { id: this.#id, made: today(), kind: this.#way, media: facts, language, words: this.#words, people };
    const text = await sheet(this.call, answer, await Promise.all(people.map(({ code }) => codeHash(code))));
    const offer = () => {
      this.#fill("[data-lp-send]", ...waysToSend(this.call, this.#id, text, media, () => (this.#isSaved = true)));
      /** @type {HTMLElement} */ (this.form.querySelector("[data-lp-send]")).hidden = false;
    };
    this.#fill("[data-lp-receipts]", ...receiptButtons(this.call, answer, offer));
    this.#show("receipt");
  }

  /** @returns {File | undefined} the recording, under the name of the answer */
  get #media() {
    const file = this.#way === "text" ? undefined : this.#recorder?.file;
    return file && new File([file], `answer-${this.#id}.${file.name.split(".").pop()}`, { type: file.type });
  }
}
