/** How far a learner is: what can be said of a step, and how many steps of something are done. */
import { gettext, ngettext } from "../ui/messages.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("../store/records.mjs").Entry} Entry */
/** @typedef {"" | "doing" | "done" | "skipped"} State "" is to do, which is what a step is before anyone says otherwise */

/** @type {[state: State, words: string][]} */
export const STATES = [
  ["", gettext("To do")],
  ["doing", gettext("Doing")],
  ["done", gettext("Done")],
  ["skipped", gettext("Skipped")],
];

/** @type {Record<string, string>} */
export const WORDS = Object.fromEntries(STATES);

/** The same within a sentence. @type {Record<string, string>} */
export const IN_SENTENCE = {
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
  return Object.hasOwn(WORDS, value) ? value : "";
}

/**
 * @param {Store} store
 * @param {Iterable<string>} keys what serves several times counts once
 */
export function tally(store, keys) {
  const states = [...new Set(keys)].map((key) => stateOf(store, key));
  const of = (/** @type {State} */ state) => states.filter((one) => one === state).length;
  return { all: states.length, doing: of("doing"), done: of("done"), skipped: of("skipped") };
}

/**
 * @param {ReturnType<typeof tally>} tally
 * @param {boolean} [within] whether it stands within a sentence
 */
export function tallyInWords({ all, done, skipped }, within = false) {
  if (all === done && within) return ngettext("all %(number)s step done", "all %(number)s steps done", all);
  if (all === done) return ngettext("All %(number)s step done", "All %(number)s steps done", all);
  if (!skipped) return ngettext("%(done)s of %(number)s step done", "%(done)s of %(number)s steps done", all, { done });
  return ngettext(
    "%(done)s of %(number)s step done, %(skipped)s skipped",
    "%(done)s of %(number)s steps done, %(skipped)s skipped",
    all,
    { done, skipped },
  );
}

/** @param {ReturnType<typeof tally>} tally */
export const isBegun = ({ doing, done, skipped }) => doing + done + skipped > 0;

/**
 * Sets steps to a state, together and once.
 * @param {Store} store
 * @param {string[]} keys
 * @param {State} state
 * @param {string} [module] where the learner is, to go on from there another day
 * @returns {{ kept: Promise<void>, putBack: () => Promise<void> }} `kept` when it is on the disk; `putBack` undoes it, even
 *   before that: each step is again as it was, and dated so
 */
export function mark(store, keys, state, module) {
  const section = /** @type {const} */ ("progress");
  const before = keys.map((key) => ({ key, record: store.record(section, key) }));
  /** @type {import("../store/write-queue.mjs").Wish[]} */
  const wishes = keys.map((key) => ({ section, key, value: state || undefined }));
  if (module && state) wishes.push({ section: "settings", key: "lastModule", value: module });
  const kept = store.change(wishes);
  const putBack = () =>
    store.change(before.map(({ key, record }) => ({ section, key, value: record?.value, when: record?.when ?? record?.at })));
  return { kept, putBack };
}

/** What to say where nothing can be kept. @type {Record<string, string>} */
const TROUBLE = {
  refused: gettext("This browser does not let the site keep anything. What you mark and save lasts until you leave the page."),
  full: gettext("There is no room left on this device to keep this. What you mark and save lasts until you leave the page."),
};

/**
 * @param {Store} store
 * @returns {string} empty where all is well
 */
export function trouble(store) {
  return store.status === "unsaved" || store.reason ? TROUBLE[store.reason || "refused"] : "";
}
