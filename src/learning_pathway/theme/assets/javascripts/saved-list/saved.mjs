/** The saved list in the store: one entry for each resource, in the learner's order. */

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("../store/write-queue.mjs").FieldChange} FieldChange */
/**
 * @typedef {object} Saved the stored value
 * @property {number} place sort key; a fraction between two others, so that a move changes one entry
 * @property {string} title title at the time of saving
 * @property {string} [makers]
 */
/** @typedef {Saved & { key: string, at: number, when: number }} Item */

const section = "saved";

/**
 * @param {Store} store
 * @returns {Item[]} in the learner's order; equal sort keys are in the order of saving
 */
export function savedList(store) {
  const entries = [...store.entries(section)].filter(([, { value }]) => Number.isFinite(value?.place));
  const items = entries.map(([key, { value, at, when = at }]) => ({ ...value, key, at, when }));
  return items.sort((one, other) => one.place - other.place || one.at - other.at || (one.key < other.key ? -1 : 1));
}

/**
 * Add a resource to the end of the list.
 * @param {Store} store
 * @param {string} key
 * @param {{ title: string, makers?: string }} known
 */
export function addSaved(store, key, known) {
  const last = savedList(store).at(-1)?.place ?? 0;
  return store.change([{ section, key, value: { ...known, place: Math.floor(last) + 1 } }]);
}

/**
 * Remove a resource from the list.
 * @param {Store} store
 * @param {string} key
 * @returns {Promise<() => Promise<void>>} restores it with its position and date
 */
export async function removeSaved(store, key) {
  const { value, at, when = at } = store.record(section, key) ?? { at: 0 };
  await store.remove(section, key);
  return () => store.change([{ section, key, value, when }]);
}

/**
 * @param {Store} store
 * @param {string} key
 * @param {number} to the new index
 */
export async function moveSaved(store, key, to) {
  const items = savedList(store);
  const item = items.find((one) => one.key === key);
  if (!item) return;
  const order = items.filter((one) => one !== item);
  const target = Math.min(Math.max(to, 0), order.length);
  const after = order[target]?.place ?? (order.at(-1)?.place ?? 0) + 2;
  const before = order[target - 1]?.place ?? after - 2;
  const between = (before + after) / 2;
  if (before < between && between < after) return store.change([withPlace(store, item, between)]);
  order.splice(target, 0, item); // no number is left between the two: renumber the list
  return store.change(order.map((one, index) => withPlace(store, one, index + 1)));
}

/**
 * @param {Store} store
 * @param {Item} item
 * @param {number} index
 * @returns {FieldChange}
 */
function withPlace(store, { key, when }, index) {
  return { section, key, value: { ...store.get(section, key), place: index }, when };
}
