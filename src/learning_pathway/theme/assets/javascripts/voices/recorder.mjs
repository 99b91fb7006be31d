/** The recorder of the take-part page: it records, or takes a file; nothing leaves the page. */
import { Capture, closeStream, openStream } from "./capture.mjs";
import { after, buttonsOf, Clock, fileName, fileProblem, inMinutes, levelName, STOP_AT, timeReached } from "./recording.mjs";

/** @typedef {import("./recording.mjs").Action} Action */
/** @typedef {import("./recording.mjs").Kind} Kind */
/** @typedef {import("./recording.mjs").State} State */

const LOOKS = 200;
/** A recording may be a little longer than the call says. */
const TOLERANCE = 1.2;
/** Looks in a row at which no one was heard, until it is said aloud. */
const QUIET_LOOKS = 15;

export class Recorder {
  /** @type {Kind} */
  kind = "audio";
  /** @type {File | undefined} */
  file;
  seconds = 0;
  isHeard = false;
  /** @type {State} */
  #state = "idle";
  #clock = new Clock();
  #looked = 0;
  #quiet = 0;
  /** @type {Blob[]} */
  #parts = [];
  /** @type {Capture | undefined} */
  #capture;
  /** @type {number | undefined} */
  #timer;
  #said = "";
  #why = "";
  #attempt = 0;
  #address = "";

  /**
   * @param {HTMLElement} screen
   * @param {Record<string, string>} words
   * @param {Record<Kind, number>} minutes
   */
  constructor(screen, words, minutes) {
    this.screen = screen;
    this.words = words;
    this.minutes = minutes;
    /** @type {Record<string, () => void>} */
    const presses = {
      record: () => void this.#record(),
      pause: () => this.#pause(),
      resume: () => this.#resume(),
      stop: () => this.#stop("stopped"),
      hear: () => this.#hear(),
      again: () => this.#begin(),
    };
    for (const [name, press] of Object.entries(presses)) this.#button(name).addEventListener("click", press);
    this.#picker.addEventListener("change", () => this.#choose());
    document.addEventListener("visibilitychange", () => document.hidden && this.#stop("stopped_hidden"));
    addEventListener("pagehide", () => this.#release());
  }

  /**
   * Record sound or film from now on.
   * @param {Kind} kind
   */
  use(kind) {
    this.kind = kind;
    this.#fill("[data-lp-record-title]", this.words[`record_${kind}`]);
    this.#fill("[data-lp-why]", this.words[`why_${kind}`]);
    this.#fill("[data-lp-limit]", inMinutes(this.#limit));
    this.#button("hear").textContent = this.words[kind === "audio" ? "hear" : "watch"] ?? "";
    this.#picker.accept = `${kind}/*`;
    this.#state = "ready";
    this.#begin();
    if ("MediaRecorder" in window && navigator.mediaDevices) return;
    this.#offerFile();
    this.#say("unsupported");
  }

  /** @returns {string} how long it is, in minutes */
  get length() {
    return inMinutes(this.seconds);
  }

  /** @returns {boolean} whether there is a recording, or the beginning of one */
  get hasRecording() {
    return Boolean(this.file) || this.#parts.length > 0;
  }

  get #limit() {
    return this.minutes[this.kind] * 60;
  }

  get #picker() {
    return /** @type {HTMLInputElement} */ (this.#find("[name=recording]"));
  }

  /**
   * @param {string} selector
   * @returns {HTMLElement}
   */
  #find(selector) {
    return /** @type {HTMLElement} */ (this.screen.querySelector(selector));
  }

  /** @param {string} name */
  #button(name) {
    return this.#find(`button[name="${name}"]`);
  }

  /**
   * @param {string} selector
   * @param {string} [text]
   */
  #fill(selector, text = "") {
    this.#find(selector).textContent = text;
  }

  /**
   * Tell it on the page and to screen readers.
   * @param {string} name of the message
   * @param {number} [seconds] that it tells
   */
  #say(name, seconds = this.seconds) {
    this.#said = name;
    const places = { length: inMinutes(seconds), limit: inMinutes(this.#limit) };
    const text = (this.words[name] ?? "").replace(/\{(\w+)\}/g, (all, place) => places[/** @type {"length"} */ (place)] ?? all);
    this.#fill("[role=status]", text);
  }

  /**
   * Go to the state after an action, and show what belongs to it. The focus stays with the buttons where it was there.
   * @param {Action} action
   */
  #go(action) {
    const hadFocus = this.#find(".lp-recorder").contains(document.activeElement);
    this.#state = after(this.#state, action);
    const shown = "MediaRecorder" in window ? buttonsOf(this.#state) : buttonsOf(this.#state).filter((name) => name !== "record");
    for (const button of this.screen.querySelectorAll(".lp-recorder__buttons button")) {
      if (button instanceof HTMLButtonElement) button.hidden = !shown.includes(button.name);
    }
    const isOn = this.#state === "recording" || this.#state === "paused";
    this.screen.dataset.state = this.#state;
    this.#find(".lp-recorder__level").hidden = this.#state !== "recording";
    this.#find(".lp-recorder__live").hidden = !(isOn && this.kind === "video");
    this.#find(".lp-recorder__file").hidden = this.#state !== "idle";
    this.#find("[data-lp-beside]").hidden = this.#state !== "ready";
    if (hadFocus && shown[0]) this.#button(shown[0]).focus();
  }

  /** @param {HTMLElement} target to focus, unless someone has gone on to another part of the page meanwhile */
  #focus(target) {
    const now = document.activeElement;
    if (!now || now === document.body || this.#find(".lp-recorder").contains(now)) target.focus();
  }

  /** Begin anew, without what was recorded. */
  #begin() {
    this.#release();
    this.#attempt += 1;
    URL.revokeObjectURL(this.#address);
    this.file = undefined;
    this.#hasHeard(false);
    this.seconds = this.#looked = this.#quiet = 0;
    this.#parts = [];
    this.#why = "";
    this.#clock = new Clock();
    this.#picker.value = "";
    this.#find("[data-lp-playback]").replaceChildren();
    this.#fill("[data-lp-clock]", "0:00");
    this.#say("");
    this.#go("again");
  }

  async #record() {
    this.#go("record");
    this.#say(`asking_${this.kind}`);
    const attempt = this.#attempt;
    /** @type {MediaStream | undefined} */
    let stream;
    try {
      stream = await openStream(this.kind);
      if (attempt !== this.#attempt) return closeStream(stream);
      this.#start(stream);
    } catch (error) {
      closeStream(stream);
      if (attempt === this.#attempt) this.#refuse(error);
    }
  }

  /** @param {unknown} error that the browser gave */
  #refuse(error) {
    this.#release();
    this.#go("refused");
    this.#offerFile();
    const isRefused = error instanceof DOMException && ["NotAllowedError", "SecurityError"].includes(error.name);
    this.#say(isRefused ? "not_allowed" : "no_device");
    this.#focus(this.#button("record"));
  }

  /** Open the part for those who can't record here. */
  #offerFile() {
    this.#find(".lp-recorder__file").setAttribute("open", "");
  }

  /** @param {MediaStream} stream to record */
  #start(stream) {
    const live = /** @type {HTMLVideoElement} */ (this.#find(".lp-recorder__live"));
    live.srcObject = this.kind === "video" ? stream : null;
    this.#capture = new Capture(stream, this.kind, {
      part: (part) => this.#keep(part),
      end: () => this.#finish(),
      lost: () => this.#stop("stopped_lost"),
    });
    this.#clock.run(performance.now());
    this.#timer = window.setInterval(() => this.#look(), LOOKS);
    this.#go("started");
    this.#say("recording");
    this.#focus(this.#button("stop"));
  }

  /** Look at time and level. */
  #look() {
    const seconds = this.#clock.seconds(performance.now());
    const reached = timeReached(this.#looked, seconds, this.#limit);
    this.#looked = seconds;
    this.#fill("[data-lp-clock]", inMinutes(seconds));
    if (this.#state === "recording") this.#measure();
    if (reached === "limit") this.#stop("stopped_limit");
    else if (reached === "last") this.#say("last");
  }

  #measure() {
    const loud = this.#capture?.loudness;
    if (loud === undefined) return;
    const name = levelName(loud);
    /** @type {HTMLMeterElement} */ (this.#find("meter")).value = loud;
    this.#fill("[data-lp-level]", this.words[name]);
    this.#quiet = name === "heard" ? 0 : this.#quiet + 1;
    if (this.#quiet === QUIET_LOOKS) this.#say(name);
    else if (!this.#quiet && (this.#said === "silent" || this.#said === "quiet")) this.#say("recording");
  }

  #pause() {
    this.#capture?.recorder.pause();
    this.#clock.pause(performance.now());
    this.#go("pause");
    this.#say("paused");
  }

  #resume() {
    this.#capture?.recorder.resume();
    this.#clock.run(performance.now());
    this.#go("resume");
    this.#say("recording");
  }

  /** @param {Blob} part */
  #keep(part) {
    this.#parts.push(part);
    if (this.#parts.reduce((sum, { size }) => sum + size, 0) > STOP_AT) this.#stop("stopped_limit");
  }

  /**
   * Stop, and keep what there is.
   * @param {string} why name of the message
   */
  #stop(why) {
    const recorder = this.#capture?.recorder;
    if (!recorder || recorder.state === "inactive") return;
    this.#end(why);
    recorder.stop();
  }

  /** @param {string} why name of the message */
  #end(why) {
    clearInterval(this.#timer);
    this.#clock.pause(performance.now());
    this.seconds = this.#clock.seconds(0);
    this.#why = why;
  }

  #finish() {
    if (!this.#why) this.#end("stopped_lost"); // the browser stopped by itself
    const type = this.#capture?.recorder.mimeType ?? "";
    this.#release();
    this.#fill("[data-lp-clock]", inMinutes(this.seconds));
    this.#take(new File(this.#parts, fileName("answer", type, this.kind), { type: type.split(";")[0] }));
    this.#go("stop");
    this.#say(this.file?.size ? this.#why : "file_empty");
  }

  #release() {
    clearInterval(this.#timer);
    this.#capture?.release();
    this.#capture = undefined;
  }

  /** Take a recording that someone has already. */
  #choose() {
    const chosen = this.#picker.files?.[0];
    if (!chosen) return;
    const problem = fileProblem(chosen, this.kind);
    if (problem) return this.#say(problem === "file_type" ? `file_type_${this.kind}` : problem);
    this.#take(new File([chosen], fileName("answer", chosen.type, this.kind), { type: chosen.type }));
    this.#go("file");
    this.#say("chosen");
    this.#button("hear").focus();
  }

  /** @param {File} file to send, once it was heard */
  #take(file) {
    this.file = file;
    const player = document.createElement(this.kind);
    Object.assign(player, { controls: true, preload: "metadata", playsInline: true });
    player.setAttribute("aria-label", this.words.yours ?? "");
    player.addEventListener("play", () => this.#hasHeard(true));
    player.addEventListener("loadedmetadata", () => this.#checkLength(player.duration));
    player.addEventListener("error", () => {
      this.#hasHeard(true);
      this.#say("file_unplayable");
    });
    URL.revokeObjectURL(this.#address);
    this.#address = player.src = URL.createObjectURL(file);
    this.#find("[data-lp-playback]").replaceChildren(player);
  }

  /** @param {number} seconds of a chosen file; browsers tell it after a moment, and not of each */
  #checkLength(seconds) {
    if (!Number.isFinite(seconds) || this.seconds) return;
    if (seconds > this.#limit * TOLERANCE) {
      this.#begin();
      this.#say("file_long", seconds);
      this.#focus(this.#picker);
      return;
    }
    this.seconds = seconds;
    this.#fill("[data-lp-clock]", inMinutes(seconds));
  }

  /** @param {boolean} isHeard whether the person has heard it, so that it is time to go on */
  #hasHeard(isHeard) {
    this.isHeard = isHeard;
    this.screen.toggleAttribute("data-heard", isHeard);
  }

  #hear() {
    const player = this.#find("[data-lp-playback] > *");
    if (!(player instanceof HTMLMediaElement)) return;
    player.currentTime = 0;
    player.play().catch(() => {});
  }
}
