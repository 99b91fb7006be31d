/** Answering a call: one question a screen, nothing chosen beforehand, and nothing sent or stored by the page. */
import { download } from "../backup/download.mjs";
import { element, plainText } from "../ui/dom.mjs";
import { codeHash, newCode, newId } from "./code.mjs";
import { day, inWords, receipt, sheet } from "./sheet.mjs";

/** @typedef {import("./sheet.mjs").Choices} Choices */
/** @typedef {import("./sheet.mjs").Call & { closes: string, words: Record<string, string> }} PageData */

/** Screens that each person answers alone. */
const OF_PERSON = ["scope", "shown", "extras", "adult"];

/** @param {HTMLElement} container */
export function start(container) {
  if (container instanceof HTMLFormElement && !container.dataset.lpReady) new TakePart(container);
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
  #person = 0;
  #id = newId();
  #isSaved = false;

  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    form.dataset.lpReady = "";
    this.call = /** @type {PageData} */ (JSON.parse(form.dataset.call ?? "{}"));
    this.call.address = new URL(this.call.address, location.href).href;
    this.call.noticeAddress = new URL(this.call.noticeAddress, location.href).href;
    if (today() > this.call.closes) this.#close();
    const date = form.querySelector("[data-lp-two-years]");
    if (date) date.textContent = day(inTwoYears());
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#continue();
    });
    this.#control("back").addEventListener("click", () => this.#goBack());
    this.#control("words").addEventListener("input", () => this.#countWords());
    addEventListener("beforeunload", (event) => this.#words && !this.#isSaved && event.preventDefault());
  }

  #close() {
    this.form.hidden = true;
    const notice = document.querySelector("[data-lp-closed]");
    if (notice instanceof HTMLElement) notice.hidden = false;
  }

  get #words() {
    return plainText(this.#control("words").value).replaceAll("\ufeff", "").trim();
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
    const count = this.#words.split(/\s+/).filter(Boolean).length;
    /** @type {HTMLOutputElement} */ (this.form.elements.namedItem("count")).value = String(count);
  }

  /** @returns {string} what is missing on the screen, as the name of a message; empty for nothing */
  get #missing() {
    switch (this.#screen) {
      case "answer":
        return this.#words ? "" : "write_answer";
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

  #continue() {
    const missing = this.#missing;
    this.#say(missing ? this.call.words[missing] ?? "" : "");
    if (missing) return;
    const place = OF_PERSON.indexOf(this.#screen);
    if (this.#screen === "answer") return this.#beginPerson(0);
    if (this.#screen === "check") return void this.#makeReceipts();
    if (place < OF_PERSON.length - 1) return this.#show(OF_PERSON[place + 1] ?? "check");
    this.#people[this.#person] = this.#choices;
    if (this.#person + 1 < this.#count) return this.#beginPerson(this.#person + 1);
    this.#show("check");
  }

  #goBack() {
    this.#say("");
    const place = OF_PERSON.indexOf(this.#screen);
    if (place > 0) return this.#show(OF_PERSON[place - 1] ?? "answer");
    this.#show(this.#screen === "check" ? "adult" : "answer");
  }

  get #count() {
    return Math.min(20, Math.max(1, Math.trunc(Number(this.#control("people").value)) || 1));
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
    for (const control of this.form.querySelectorAll("input, select")) {
      if (control instanceof HTMLSelectElement) control.value = "";
      else if (control instanceof HTMLInputElement && control.name !== "people") {
        if (control.type === "radio" || control.type === "checkbox") control.checked = false;
        else control.value = "";
      }
    }
  }

  /**
   * Show one screen, and put the focus on its heading.
   * @param {string} name
   */
  #show(name) {
    this.#screen = name;
    const { words } = this.call;
    for (const screen of this.form.querySelectorAll("fieldset")) screen.hidden = screen.dataset.screen !== name;
    if (name === "adult") this.#fill("[data-lp-choices]", inWords(this.#choices));
    if (name === "check") this.#summarise();
    this.#control("back").hidden = name === "answer" || name === "receipt";
    const next = this.#control("continue");
    next.hidden = name === "receipt";
    next.textContent = (name === "check" ? words.make : words.continue) ?? "";
    const legend = this.form.querySelector(`[data-screen="${name}"] legend`);
    if (!(legend instanceof HTMLElement)) return;
    if (OF_PERSON.includes(name) && this.#count > 1) {
      legend.dataset.person = `${words.person} ${this.#person + 1}`;
    }
    legend.tabIndex = -1;
    legend.focus();
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
      return part(heading, inWords(person), () => this.#beginPerson(place));
    });
    this.#fill("[data-lp-summary]", part(words.answer ?? "", this.#words, () => this.#show("answer")), ...people);
  }

  async #makeReceipts() {
    const people = this.#people.slice(0, this.#count);
    const { words } = this.call;
    const language = document.documentElement.lang || "en";
    const answer = { id: this.#id, made: today(), language, words: this.#words, people };
    const text = await sheet(this.call, answer, await Promise.all(people.map(({ code }) => codeHash(code))));
    const buttons = people.map((person, place) => {
      const number = people.length > 1 ? ` (${words.person} ${place + 1})` : "";
      const name = `receipt-${answer.id}${people.length > 1 ? `-${place + 1}` : ""}.txt`;
      const button = element("button", { type: "button", class: "lp-button" }, `${words.save_receipt}${number}`);
      button.addEventListener("click", () => {
        download(name, "text/plain", receipt(this.call, answer, person));
        this.#offerSending(text);
      });
      return element("p", {}, button);
    });
    this.#fill("[data-lp-receipts]", ...buttons);
    this.#show("receipt");
  }

  /**
   * Offer the ways to send the sheet; the receipt is saved already.
   * @param {string} text
   */
  #offerSending(text) {
    const { words } = this.call;
    this.#isSaved = true;
    const name = `answer-${this.#id}.txt`;
    const file = new File([text], name, { type: "text/plain" });
    const save = element("button", { type: "button", class: "lp-button lp-button--quiet" }, words.save_sheet ?? "");
    save.addEventListener("click", () => download(name, "text/plain", text));
    const subject = encodeURIComponent(`${this.call.id} ${this.#id}`);
    const address = `mailto:${this.call.sendTo}?subject=${subject}`;
    const mail = element("a", { class: "lp-button lp-button--quiet", href: address }, words.mail ?? "");
    const ways = [save, " ", mail];
    if (navigator.canShare?.({ files: [file] })) {
      const share = element("button", { type: "button", class: "lp-button" }, words.share ?? "");
      share.addEventListener("click", () => void navigator.share({ files: [file], title: name }).catch(() => {}));
      ways.unshift(share, " ");
    }
    const place = this.form.querySelector("[data-lp-send]");
    if (!(place instanceof HTMLElement)) return;
    place.hidden = false;
    place.replaceChildren(element("p", {}, ...ways), element("p", { class: "lp-small" }, words.mail_note ?? ""));
  }
}
