/**
 * The learner's database on this device: one IndexedDB database for each base path, so that sites which share an
 * origin stay apart. It is made by the first write and by nothing else. IndexedDB, because a browser may flush
 * localStorage seconds late and a killed one would lose words; "strict", so that a write is on the disk when it ends.
 */
import { nameOf } from "./memory.mjs";
import { home } from "../ui/page.mjs";

/** @typedef {import("./records.mjs").Row} Row */

const VERSION = 1;
const FIELDS = "fields";
const DEVICE = "device";

/**
 * A name that belongs to this base path alone; also for caches, channels and locks.
 * @param {string} [part] what of the site is named
 */
export function ownName(part = "") {
  const path = home.pathname.replaceAll(":", "%3A");
  return `learning-pathway:${path}${part ? `:${part}` : ""}`;
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function answer(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>} settles when the transaction is on the disk, or has failed as a whole
 */
function end(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("Aborted", "AbortError"));
  });
}

/** @param {IDBTransaction} transaction one that may have ended on its own */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has ended: there is nothing left to undo.
  }
}

/** @returns {Promise<boolean>} whether this device holds a database of this base path */
async function exists() {
  if (!indexedDB.databases) return true; // `open` finds out, and makes nothing
  return (await indexedDB.databases()).some((one) => one.name === ownName());
}

/**
 * @param {boolean} make whether to make the database where there is none
 * @returns {Promise<IDBDatabase | undefined>}
 */
function open(make) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(ownName(), VERSION);
    let refused = false;
    request.onupgradeneeded = () => {
      refused = !make;
      if (refused) return request.transaction?.abort();
      request.result.createObjectStore(FIELDS, { keyPath: ["section", "key"] });
      request.result.createObjectStore(DEVICE);
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      if (refused) resolve(undefined);
      else reject(request.error);
    };
  });
}

/** One page's connection. */
export class Database {
  /** @type {IDBDatabase | undefined} */
  #connection;

  /** @param {boolean} make */
  async #connect(make) {
    if (this.#connection) return this.#connection;
    const connection = await open(make);
    if (!connection) return undefined;
    // Another tab that deletes everything must not have to wait for this one.
    connection.onversionchange = () => this.close();
    connection.onclose = () => (this.#connection = undefined);
    this.#connection = connection;
    return connection;
  }

  /**
   * Everything that is stored. Makes nothing.
   * @returns {Promise<{ rows: Row[], device: string } | undefined>} undefined where there is no database
   */
  async read() {
    const connection = (await exists()) && (await this.#connect(false));
    if (!connection) return undefined;
    const transaction = connection.transaction([FIELDS, DEVICE]);
    const rows = answer(transaction.objectStore(FIELDS).getAll());
    const device = answer(transaction.objectStore(DEVICE).get("id"));
    return { rows: unpacked(await rows), device: (await device) ?? "" };
  }

  /**
   * Changes some fields in one transaction: all of them, or none.
   * @param {string} device name of this device, where the database is new; an older one stays
   * @param {[section: string, key: string][]} fields
   * @param {(stored: Row | undefined, section: string, key: string) => Row | undefined} change
   *   what to write in place of what is stored; undefined leaves it
   * @returns {Promise<{ rows: Row[], device: string }>} what was written
   */
  change(device, fields, change) {
    return this.#write(device, async (store, known) => {
      /** @type {Row[]} */
      const rows = [];
      for (const [section, key] of fields) {
        const alone = await answer(store.get([section, key]));
        const stored = alone ?? findIn(await answer(store.get(packOf(section, key))), section, key);
        const row = change(stored, section, key);
        if (!row) continue;
        store.put(row);
        rows.push(row);
      }
      return { rows, device: known };
    });
  }

  /**
   * Changes everything in one transaction, so that no other tab's writing can fall between reading and writing.
   * @param {string} device name of this device, where the database is new
   * @param {(rows: Row[]) => Row[]} change
   * @returns {Promise<{ before: Row[], after: Row[] }>}
   */
  rewrite(device, change) {
    return this.#write(device, async (store) => {
      const before = unpacked(await answer(store.getAll()));
      const after = change(before);
      writeRows(store, before, after);
      return { before, after };
    });
  }

  /**
   * @template T
   * @param {string} device
   * @param {(store: IDBObjectStore, device: string) => Promise<T>} work
   * @returns {Promise<T>} once it is on the disk
   */
  async #write(device, work) {
    const connection = await this.#connect(true);
    if (!connection) throw new DOMException("There is no database", "InvalidStateError");
    const transaction = connection.transaction([FIELDS, DEVICE], "readwrite", { durability: "strict" });
    const done = end(transaction);
    done.catch(() => {}); // awaited below; a request that fails first must not leave it unheard
    try {
      const devices = transaction.objectStore(DEVICE);
      const known = await answer(devices.get("id"));
      if (!known) devices.put(device, "id");
      const result = await work(transaction.objectStore(FIELDS), known ?? device);
      await done;
      return result;
    } catch (error) {
      abort(transaction); // a step that throws must not leave the steps before it to be committed
      await done.catch(() => {});
      throw transaction.error ?? error; // why the whole failed says more than why its last request did
    }
  }

  /** Empties the database, then removes it. A tab that holds it open keeps an empty one at most. */
  async remove() {
    const connection = (await exists()) && (await this.#connect(false));
    if (connection) {
      const transaction = connection.transaction([FIELDS, DEVICE], "readwrite", { durability: "strict" });
      const done = end(transaction);
      transaction.objectStore(FIELDS).clear();
      transaction.objectStore(DEVICE).clear();
      await done;
    }
    this.close();
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(ownName());
      request.onsuccess = resolve;
      request.onblocked = resolve;
      request.onerror = () => reject(request.error);
    });
  }

  close() {
    this.#connection?.close();
    this.#connection = undefined;
  }
}

/**
 * Rows in the object store: one record each, or, where a large file was loaded, packs of many. A browser takes a minute
 * for 100,000 records and less than a second for a hundred. A row that stands alone is newer than its like in a pack.
 */

/** @typedef {{ section: string, key: string, rows: Row[] }} Pack */

const PACK = "pack";
const PACKS = 128;
/** Rows that are written one by one. */
const MOST_ALONE = 2000;

/**
 * @param {(Row | Pack)[]} records everything in the object store
 * @returns {Row[]}
 */
export function unpacked(records) {
  if (!records.some(isPack)) return /** @type {Row[]} */ (records);
  const rows = [...records.filter(isPack).flatMap((pack) => pack.rows), ...records.filter((record) => !isPack(record))];
  return [...new Map(rows.map((row) => [nameOf(row.section, /** @type {Row} */ (row).key), /** @type {Row} */ (row)])).values()];
}

/**
 * Writes only what has changed: rows that are the same object stay as they are stored.
 * @param {IDBObjectStore} store
 * @param {Row[]} before
 * @param {Row[]} after
 */
export function writeRows(store, before, after) {
  const known = new Set(before);
  const names = new Set(after.map(({ section, key }) => nameOf(section, key)));
  const fresh = after.filter((row) => !known.has(row));
  const isWhole = before.every(({ section, key }) => names.has(nameOf(section, key)));
  if (isWhole && fresh.length <= MOST_ALONE) return fresh.forEach((row) => store.put(row));
  store.clear();
  for (const record of after.length > MOST_ALONE ? packed(after) : after) store.put(record);
}

/**
 * @param {string} section
 * @param {string} key
 * @returns {[string, string]} key of the record of the pack that would hold the row
 */
export const packOf = (section, key) => [PACK, String(placeOf(section, key))];

/**
 * @param {Pack | undefined} pack
 * @param {string} section
 * @param {string} key
 * @returns {Row | undefined}
 */
export const findIn = (pack, section, key) => pack?.rows.find((row) => row.section === section && row.key === key);

/** @param {Row | Pack} record @returns {record is Pack} */
const isPack = (record) => record.section === PACK;

/** @param {Row[]} rows @returns {Pack[]} */
function packed(rows) {
  /** @type {Map<number, Row[]>} */
  const packs = new Map();
  for (const row of rows) {
    const place = placeOf(row.section, row.key);
    const pack = packs.get(place);
    if (pack) pack.push(row);
    else packs.set(place, [row]);
  }
  return [...packs].map(([place, held]) => ({ section: PACK, key: String(place), rows: held }));
}

/**
 * @param {string} section
 * @param {string} key
 */
function placeOf(section, key) {
  let hash = 0;
  for (const character of nameOf(section, key)) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % PACKS;
}
