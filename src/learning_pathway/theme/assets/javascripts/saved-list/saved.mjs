/** The saved list: works to come back to, in the learner's own order. Kept in the store, one entry for each work. */

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("../store/write-queue.mjs").Wish} Wish */
/**
 * @typedef {object} Saved what is kept of one
 * @property {number} place orders the list; between two others there is always room, so that a move changes one entry
 * @property {string} title as it was when the work was saved: it may leave the pathway one day
 * @property {string} [makers]
 */
/** @typedef {Saved & { key: string, at: number, when: number }} Item */

const section = "saved";

/**
 * @param {Store} store
 * @returns {Item[]} in the learner's order; of two that two devices put in one place, the earlier comes first
 */
export function savedList(store) {
  const entries = [...store.entries(section)].filter(([, { value }]) => Number.isFinite(value?.place));
  const items = entries.map(([key, { value, at, when = at }]) => ({ ...value, key, at, when }));
  return items.sort((one, other) => one.place - other.place || one.at - other.at || (one.key < other.key ? -1 : 1));
}

/**
 * Puts a work at the end of the list.
 * @param {Store} store
 * @param {string} key
 * @param {{ title: string, makers?: string }} known
 */
export function save(store, key, known) {
  const last = savedList(store).at(-1)?.place ?? 0;
  return store.change([{ section, key, value: { ...known, place: Math.floor(last) + 1 } }]);
}

/**
 * Takes a work off the list.
 * @param {Store} store
 * @param {string} key
 * @returns {Promise<() => Promise<void>>} puts it back where it was, and dated so
 */
export async function drop(store, key) {
  const { value, at, when = at } = store.record(section, key) ?? { at: 0 };
  await store.remove(section, key);
  return () => store.change([{ section, key, value, when }]);
}

/**
 * @param {Store} store
 * @param {string} key
 * @param {number} to where it shall stand, counted from zero
 */
export async function move(store, key, to) {
  const items = savedList(store);
  const item = items.find((one) => one.key === key);
  if (!item) return;
  const order = items.filter((one) => one !== item);
  const goal = Math.min(Math.max(to, 0), order.length);
  const after = order[goal]?.place ?? (order.at(-1)?.place ?? 0) + 2;
  const before = order[goal - 1]?.place ?? after - 2;
  const between = (before + after) / 2;
  if (before < between && between < after) return store.change([placed(store, item, between)]);
  order.splice(goal, 0, item); // no number is left between the two: all get whole ones
  return store.change(order.map((one, place) => placed(store, one, place + 1)));
}

/**
 * @param {Store} store
 * @param {Item} item
 * @param {number} place
 * @returns {Wish}
 */
function placed(store, { key, when }, place) {
  return { section, key, value: { ...store.get(section, key), place }, when };
}
