/**
 * The IndexedDB database of learner data, one for each base path since sites may share an origin. Only the first write
 * creates it. IndexedDB with strict durability, since browsers may flush localStorage seconds late and lose text in a
 * crash.
 */
import { fieldId } from "./memory.mjs";
import { home } from "../ui/page.mjs";

/** @typedef {import("./records.mjs").Row} Row */

const VERSION = 1;
const FIELDS = "fields";
const DEVICE = "device";

/**
 * A name for this base path: of the database, caches, channels and locks.
 * @param {string} [part] what is named
 */
export function scopedName(part = "") {
  const path = home.pathname.replaceAll(":", "%3A");
  return `learning-pathway:${path}${part ? `:${part}` : ""}`;
}

/**
 * @template T
 * @param {IDBRequest<T>} request
 * @returns {Promise<T>}
 */
function requestResult(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @param {IDBTransaction} transaction
 * @returns {Promise<void>} resolves when the transaction is on disk, and rejects if it failed
 */
function completion(transaction) {
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new DOMException("Aborted", "AbortError"));
  });
}

/** @param {IDBTransaction} transaction may have ended */
function abort(transaction) {
  try {
    transaction.abort();
  } catch {
    // It has ended.
  }
}

/** @returns {Promise<boolean>} whether there is a database for this base path */
async function exists() {
  if (!indexedDB.databases) return true; // `open` finds out without creating one
  return (await indexedDB.databases()).some((one) => one.name === scopedName());
}

/**
 * @param {boolean} create whether to create a missing database
 * @returns {Promise<IDBDatabase | undefined>}
 */
function open(create) {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(scopedName(), VERSION);
    let refused = false;
    request.onupgradeneeded = () => {
      refused = !create;
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

/** The database connection of a page. */
export class Database {
  /** @type {IDBDatabase | undefined} */
  #connection;

  /** @param {boolean} create */
  async #connect(create) {
    if (this.#connection) return this.#connection;
    const connection = await open(create);
    if (!connection) return undefined;
    // Do not block another tab that deletes the database.
    connection.onversionchange = () => this.close();
    connection.onclose = () => (this.#connection = undefined);
    this.#connection = connection;
    return connection;
  }

  /**
   * Read everything, without creating the database.
   * @returns {Promise<{ rows: Row[], device: string } | undefined>} undefined if there is no database
   */
  async read() {
    const connection = (await exists()) && (await this.#connect(false));
    if (!connection) return undefined;
    const transaction = connection.transaction([FIELDS, DEVICE]);
    const rows = requestResult(transaction.objectStore(FIELDS).getAll());
    const device = requestResult(transaction.objectStore(DEVICE).get("id"));
    return { rows: unpackRows(await rows), device: (await device) ?? "" };
  }

  /**
   * Change some fields in one transaction.
   * @param {string} device id for this device if the database is new
   * @param {[section: string, key: string][]} fields
   * @param {(stored: Row | undefined, section: string, key: string) => Row | undefined} change
   *   returns the new row; undefined leaves the stored one
   * @returns {Promise<{ rows: Row[], device: string }>} what was written
   */
  change(device, fields, change) {
    return this.#write(device, async (store, known) => {
      /** @type {Row[]} */
      const rows = [];
      for (const [section, key] of fields) {
        const single = await requestResult(store.get([section, key]));
        const stored = single ?? findInPack(await requestResult(store.get(packKey(section, key))), section, key);
        const row = change(stored, section, key);
        if (!row) continue;
        store.put(row);
        rows.push(row);
      }
      return { rows, device: known };
    });
  }

  /**
   * Read and rewrite everything in one transaction.
   * @param {string} device id for this device if the database is new
   * @param {(rows: Row[]) => Row[]} change
   * @returns {Promise<{ before: Row[], after: Row[] }>}
   */
  rewrite(device, change) {
    return this.#write(device, async (store) => {
      const before = unpackRows(await requestResult(store.getAll()));
      const after = change(before);
      writeRows(store, before, after);
      return { before, after };
    });
  }

  /**
   * @template T
   * @param {string} device
   * @param {(store: IDBObjectStore, device: string) => Promise<T>} action
   * @returns {Promise<T>} when it is on disk
   */
  async #write(device, action) {
    const connection = await this.#connect(true);
    if (!connection) throw new DOMException("There is no database", "InvalidStateError");
    const transaction = connection.transaction([FIELDS, DEVICE], "readwrite", { durability: "strict" });
    const completed = completion(transaction);
    completed.catch(() => {}); // awaited below; avoid an unhandled rejection if a request fails first
    try {
      const devices = transaction.objectStore(DEVICE);
      const known = await requestResult(devices.get("id"));
      if (!known) devices.put(device, "id");
      const result = await action(transaction.objectStore(FIELDS), known ?? device);
      await completed;
      return result;
    } catch (error) {
      abort(transaction); // do not commit the earlier requests
      await completed.catch(() => {});
      throw transaction.error ?? error; // the error of the transaction is more specific
    }
  }

  /** Clear the database, then delete it: a tab with an open connection may delay only the deletion. */
  async remove() {
    const connection = (await exists()) && (await this.#connect(false));
    if (connection) {
      const transaction = connection.transaction([FIELDS, DEVICE], "readwrite", { durability: "strict" });
      const completed = completion(transaction);
      transaction.objectStore(FIELDS).clear();
      transaction.objectStore(DEVICE).clear();
      await completed;
    }
    this.close();
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(scopedName());
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
 * Rows are stored as single records or, after a large import, in packs: a browser takes a minute for 100,000 records
 * and less than a second for a hundred. A single record overrides the same row in a pack.
 */

/** @typedef {{ section: string, key: string, rows: Row[] }} Pack */

const PACK = "pack";
const PACK_COUNT = 128;
/** Maximum number of single records. */
const MAX_SINGLE_ROWS = 2000;

/**
 * @param {(Row | Pack)[]} records all records of the object store
 * @returns {Row[]}
 */
export function unpackRows(records) {
  if (!records.some(isPack)) return /** @type {Row[]} */ (records);
  const rows = [...records.filter(isPack).flatMap((pack) => pack.rows), ...records.filter((record) => !isPack(record))];
  return [...new Map(rows.map((row) => [fieldId(row.section, /** @type {Row} */ (row).key), /** @type {Row} */ (row)])).values()];
}

/**
 * Write what has changed: rows that are the same object are skipped.
 * @param {IDBObjectStore} store
 * @param {Row[]} before
 * @param {Row[]} after
 */
export function writeRows(store, before, after) {
  const known = new Set(before);
  const names = new Set(after.map(({ section, key }) => fieldId(section, key)));
  const fresh = after.filter((row) => !known.has(row));
  const isWhole = before.every(({ section, key }) => names.has(fieldId(section, key)));
  if (isWhole && fresh.length <= MAX_SINGLE_ROWS) return fresh.forEach((row) => store.put(row));
  store.clear();
  for (const record of after.length > MAX_SINGLE_ROWS ? packRows(after) : after) store.put(record);
}

/**
 * @param {string} section
 * @param {string} key
 * @returns {[string, string]} key of the pack for the row
 */
export const packKey = (section, key) => [PACK, String(packNumber(section, key))];

/**
 * @param {Pack | undefined} pack
 * @param {string} section
 * @param {string} key
 * @returns {Row | undefined}
 */
export const findInPack = (pack, section, key) => pack?.rows.find((row) => row.section === section && row.key === key);

/** @param {Row | Pack} record @returns {record is Pack} */
const isPack = (record) => record.section === PACK;

/** @param {Row[]} rows @returns {Pack[]} */
function packRows(rows) {
  /** @type {Map<number, Row[]>} */
  const packs = new Map();
  for (const row of rows) {
    const number = packNumber(row.section, row.key);
    const pack = packs.get(number);
    if (pack) pack.push(row);
    else packs.set(number, [row]);
  }
  return [...packs].map(([number, packedRows]) => ({ section: PACK, key: String(number), rows: packedRows }));
}

/**
 * @param {string} section
 * @param {string} key
 */
function packNumber(section, key) {
  let hash = 0;
  for (const character of fieldId(section, key)) hash = (Math.imul(hash, 31) + (character.codePointAt(0) ?? 0)) >>> 0;
  return hash % PACK_COUNT;
}
