/** What a recorder does when: types of files, states, time and level. No browser is needed to know it. */

/** @typedef {"audio" | "video"} Kind */
/** @typedef {"idle" | "asking" | "recording" | "paused" | "ready"} State */
/** @typedef {"record" | "started" | "refused" | "pause" | "resume" | "stop" | "again" | "file"} Action */

/** Bytes of a recording: the program that receives it takes no larger one. */
export const LARGEST = 60_000_000;
/** A little less, because the last part comes after the recorder was told to stop. */
export const STOP_AT = 55_000_000;
/** Seconds before the limit at which it is announced. */
const ANNOUNCED = 30;
/** Samples of a syllable, about. */
const SYLLABLE = 2_048;

/**
 * In the order of how many devices play it. Never plain `video/mp4`: Chromium then writes WebM's codecs into an MP4.
 * @type {Record<Kind, string[]>}
 */
const TYPES = {
  audio: ["audio/mp4;codecs=mp4a.40.2", "audio/webm;codecs=opus", "audio/ogg;codecs=opus"],
  video: ["video/mp4;codecs=avc1.42E01E,mp4a.40.2", "video/webm;codecs=vp8,opus"],
};

/** @type {Record<string, string>} */
const ENDINGS = {
  "audio/mp4": "m4a",
  "audio/x-m4a": "m4a",
  "audio/webm": "webm",
  "audio/ogg": "ogg",
  "audio/mpeg": "mp3",
  "audio/wav": "wav",
  "audio/x-wav": "wav",
  "video/mp4": "mp4",
  "video/webm": "webm",
  "video/quicktime": "mov",
  "video/3gpp": "3gp",
};

/** @type {Record<State, Partial<Record<Action, State>>>} */
const STEPS = {
  idle: { record: "asking", file: "ready" },
  asking: { started: "recording", refused: "idle" },
  recording: { pause: "paused", stop: "ready" },
  paused: { resume: "recording", stop: "ready" },
  ready: { again: "idle", file: "ready" },
};

/** @type {Record<State, string[]>} */
const BUTTONS = {
  idle: ["record"],
  asking: [],
  recording: ["stop", "pause"],
  paused: ["resume", "stop"],
  ready: ["hear", "again"],
};

/**
 * @param {State} state
 * @param {Action} action
 * @returns {State} the state after it; the same where the action does not belong to it
 */
export function after(state, action) {
  return STEPS[state][action] ?? state;
}

/**
 * @param {State} state
 * @returns {string[]} names of the buttons to show; the first one gets the focus
 */
export function buttonsOf(state) {
  return BUTTONS[state];
}

/**
 * @param {Kind} kind
 * @param {(type: string) => boolean} isSupported
 * @returns {string} the type to record; empty for the browser's own
 */
export function typeToRecord(kind, isSupported) {
  return TYPES[kind].find(isSupported) ?? "";
}

/**
 * @param {string} stem
 * @param {string} type of the file, with or without codecs
 * @param {Kind} kind
 * @returns {string} the name of such a file
 */
export function fileName(stem, type, kind) {
  const ending = ENDINGS[type.split(";")[0]?.trim().toLowerCase() ?? ""] ?? (kind === "audio" ? "m4a" : "mp4");
  return `${stem}.${ending}`;
}

/**
 * @param {{ size: number, type: string, name: string }} file that someone has chosen
 * @param {Kind} kind
 * @returns {"" | "file_empty" | "file_large" | "file_type"} what is wrong with it
 */
export function fileProblem({ size, type, name }, kind) {
  if (!size) return "file_empty";
  if (size > LARGEST) return "file_large";
  const ending = name.toLowerCase().split(".").pop() ?? "";
  const isKnown = Object.entries(ENDINGS).some(([each, known]) => known === ending && each.startsWith(kind));
  return type.startsWith(`${kind}/`) || (!type && isKnown) ? "" : "file_type";
}

/** Seconds that were recorded, without pauses. Times are those of `performance.now()`. */
export class Clock {
  #before = 0;
  /** @type {number | undefined} */
  #since;

  /** @param {number} now */
  run(now) {
    this.#since ??= now;
  }

  /** @param {number} now */
  pause(now) {
    this.#before = this.seconds(now);
    this.#since = undefined;
  }

  /**
   * @param {number} now
   * @returns {number}
   */
  seconds(now) {
    return this.#before + (this.#since === undefined ? 0 : Math.max(0, now - this.#since) / 1000);
  }
}

/**
 * @param {number} before seconds at the last look
 * @param {number} now seconds
 * @param {number} limit seconds
 * @returns {"" | "last" | "limit"} what has come to pass between: the last half minute, or the end
 */
export function timeReached(before, now, limit) {
  if (now >= limit) return "limit";
  const mark = limit - ANNOUNCED;
  return limit >= 2 * ANNOUNCED && before < mark && now >= mark ? "last" : "";
}

/**
 * @param {Float32Array} samples of sound, from -1 to 1
 * @returns {number} how loud the loudest syllable in them is, from 0 to 1: people pause between words
 */
export function loudness(samples) {
  let power = 0;
  for (let start = 0; start < samples.length; start += SYLLABLE) {
    const part = samples.subarray(start, start + SYLLABLE);
    power = Math.max(power, part.reduce((total, sample) => total + sample * sample, 0) / part.length);
  }
  const decibels = 10 * Math.log10(power + 1e-12);
  return Math.min(1, Math.max(0, (decibels + 60) / 50));
}

/**
 * @param {number} loud from 0 to 1
 * @returns {"silent" | "quiet" | "heard"} the same as the name of a message
 */
export function levelName(loud) {
  if (loud < 0.08) return "silent";
  return loud < 0.3 ? "quiet" : "heard";
}

/**
 * @param {number} seconds
 * @returns {string} as 1:05
 */
export function inMinutes(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
