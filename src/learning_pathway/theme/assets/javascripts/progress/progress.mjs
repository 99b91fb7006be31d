/** Progress: the state of a step, and counts of steps by state. */
import { gettext, ngettext } from "../ui/messages.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("../store/records.mjs").Entry} Entry */
/** @typedef {"" | "doing" | "done" | "skipped"} State "" is "to do", the initial state */

/** @type {[state: State, words: string][]} */
export const STATES = [
  ["", gettext("To do")],
  ["doing", gettext("Doing")],
  ["done", gettext("Done")],
  ["skipped", gettext("Skipped")],
];

/** @type {Record<string, string>} */
export const STATE_LABELS = Object.fromEntries(STATES);

/** The states within a sentence. @type {Record<string, string>} */
export const STATE_IN_SENTENCE = {
  "": gettext("to do"),
  doing: gettext("doing"),
  done: gettext("done"),
  skipped: gettext("skipped"),
};

/**
 * @param {Store} store
 * @param {string} key
 * @returns {State}
 */
export function stateOf(store, key) {
  const value = store.get("progress", key);
  return Object.hasOwn(STATE_LABELS, value) ? value : "";
}

/**
 * @param {Store} store
 * @param {Iterable<string>} keys duplicates count once
 */
export function countStates(store, keys) {
  const states = [...new Set(keys)].map((key) => stateOf(store, key));
  const of = (/** @type {State} */ state) => states.filter((one) => one === state).length;
  return { all: states.length, doing: of("doing"), done: of("done"), skipped: of("skipped") };
}

/**
 * @param {ReturnType<typeof countStates>} tally
 * @param {boolean} [inSentence] whether it is part of a sentence
 */
export function formatCounts({ all, done, skipped }, inSentence = false) {
  if (all === done && inSentence) return ngettext("all %(number)s step done", "all %(number)s steps done", all);
  if (all === done) return ngettext("All %(number)s step done", "All %(number)s steps done", all);
  if (!skipped) return ngettext("%(done)s of %(number)s step done", "%(done)s of %(number)s steps done", all, { done });
  return ngettext(
    "%(done)s of %(number)s step done, %(skipped)s skipped",
    "%(done)s of %(number)s steps done, %(skipped)s skipped",
    all,
    { done, skipped },
  );
}

/** @param {ReturnType<typeof countStates>} tally */
export const isStarted = ({ doing, done, skipped }) => doing + done + skipped > 0;

/**
 * Set the state of several steps in one change.
 * @param {Store} store
 * @param {string[]} keys
 * @param {State} state
 * @param {string} [module] current module, to resume from
 * @returns {{ saved: Promise<void>, undo: () => Promise<void> }} `saved` resolves when the change is on disk; `undo` restores the former states and dates, even before that
 */
export function setState(store, keys, state, module) {
  const section = /** @type {const} */ ("progress");
  const before = keys.map((key) => ({ key, record: store.record(section, key) }));
  /** @type {import("../store/write-queue.mjs").FieldChange[]} */
  const changes = keys.map((key) => ({ section, key, value: state || undefined }));
  if (module && state) changes.push({ section: "settings", key: "lastModule", value: module });
  const saved = store.change(changes);
  const undo = () =>
    store.change(before.map(({ key, record }) => ({ section, key, value: record?.value, when: record?.when ?? record?.at })));
  return { saved, undo };
}
