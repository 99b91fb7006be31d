/**
 * The store of learner data on this device. Tools read and change it, and subscribe to changes. Nothing is stored
 * before the first change. If storage is refused or full, values last until the page closes, and `status` says so.
 */
import { Database, scopedName } from "./database.mjs";
import { clampFutureTimestamps, EntryCache, fieldId } from "./memory.mjs";
import { fetchAliases } from "../progress/learner-index.mjs";
import { restorePending, storePending, updatePending } from "./pending-changes.mjs";
import { WriteQueue } from "./write-queue.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {import("./records.mjs").Section} Section */
/** @typedef {import("./write-queue.mjs").FieldChange} FieldChange */
/**
 * @typedef {object} Change
 * @property {[section: string, key: string][]} fields empty if anything may have changed
 * @property {"here" | "saved" | "tab" | "import" | "delete"} source "here": this page, before the save; "saved": the save ended or failed (see `status`); "tab": another tab
 */
/** @typedef {{ ok: true, added: number, changed: number, kept: number, beside: number, undo: () => Promise<void> }} ImportResult */
/** @typedef {ImportResult | { ok: false, reason: string }} Report */

/** Milliseconds without a change after which a writing session ends. */
const RUN_TIMEOUT = 600_000;

/** @type {Promise<Store> | undefined} */
let opened;

/** @returns {Promise<Store>} the store of the page; opening it stores nothing */
export function openStore() {
  opened ??= new Store().load();
  return opened;
}

/** Values: progress "doing" | "done" | "skipped"; answers `{text, prompt}`; saved `{place, title}`; settings, JSON. */
export class Store {
  /** @type {"empty" | "saved" | "unsaved"} */
  status = "empty";
  /** @type {"" | "refused" | "full"} why saving fails */
  reason = "";

  #database = new Database();
  #device = "";
  #run = { name: "", at: 0 };
  #cache = new EntryCache();
  #writeQueue = new WriteQueue(this.#cache);
  /** @type {Set<(change: Change) => void>} */
  #listeners = new Set();
  /** @type {Promise<unknown>} saves run one after another */
  #queue = Promise.resolve();
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(scopedName()) : undefined;

  async load() {
    this.#channel?.addEventListener("message", ({ data }) => void this.#receive(data));
    addEventListener("pageshow", (event) => event.persisted && void this.#reload());
    addEventListener("beforeunload", (event) => this.#mayLoseAnswers() && event.preventDefault());
    addEventListener("pagehide", () => this.storePending());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.storePending());
    await this.#read();
    await restorePending(this.#writeQueue, () => this.#enqueue(() => this.#save()).then(() => this.status !== "unsaved"));
    return this;
  }

  /**
   * @param {Section} section
   * @param {string} key
   * @returns {any} undefined if nothing is stored
   */
  get(section, key) {
    return this.#cache.record(section, key)?.value;
  }

  /**
   * The entry of a field, by its current or former key.
   * @param {Section} section
   * @param {string} key
   */
  record(section, key) {
    return this.#cache.record(section, key);
  }

  /** @param {Section} section */
  entries(section) {
    return this.#cache.entries(section);
  }

  /** @returns {Promise<{ rows: Row[], device: string }>} what is in the database; empty if it cannot be read */
  async readStored() {
    return (await this.#database.read().catch(() => undefined)) ?? { rows: [], device: "" };
  }

  /** All rows, including removed ones. */
  rows() {
    return this.#cache.rows();
  }

  /**
   * Store a value. The first call creates the database, so call it only after an action of the learner.
   * @param {Section} section
   * @param {string} key
   * @param {unknown} value
   * @param {{ base?: number }} [options] see `FieldChange`
   * @returns {Promise<Entry | undefined>} the entry; `status` says whether it was saved
   */
  async set(section, key, value, options) {
    await this.change([{ section, key, value, ...options }]);
    return this.record(section, key);
  }

  /**
   * @param {Section} section
   * @param {string} key
   */
  async remove(section, key) {
    await this.change([{ section, key, value: undefined }]);
  }

  /**
   * Make several changes in one save with one notification.
   * @param {FieldChange[]} changes
   */
  async change(changes) {
    const run = this.#currentRun();
    for (const change of changes) this.#writeQueue.add(change, run);
    this.#notify(changes.map(({ section, key }) => [section, this.#cache.currentKey(key)]), "here");
    await this.#enqueue(() => this.#save());
  }

  /**
   * Store pending changes in localStorage, since the page may close now.
   * @returns {boolean} whether that worked
   */
  storePending() {
    return storePending(this.#writeQueue.unsaved);
  }

  /**
   * @param {(change: Change) => void} listener
   * @returns {() => void} unsubscribes
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @returns {Promise<object>} the content of the backup file */
  async exportFile() {
    return (await import("../backup/backup.mjs")).createBackup(this.rows(), this.#device);
  }

  /**
   * Import a backup file completely, or not at all.
   * @param {string | Blob} file
   * @param {{ replace?: boolean }} [options] replace: replace the stored data instead of merging
   * @returns {Promise<Report>}
   */
  async importFile(file, { replace = false } = {}) {
    const { applyImport, readBackup, importError, importCounts, undoImport } = await import("../backup/backup.mjs");
    try {
      const found = await readBackup(file);
      const { before, after } = await this.#rewrite((rows) => applyImport(rows, found, replace));
      const undo = async () => void (await this.#rewrite((rows) => undoImport(rows, before, after)));
      return { ok: true, ...importCounts(before, after, found), undo };
    } catch (error) {
      return { ok: false, reason: importError(error) };
    }
  }

  /**
   * Delete all data of this site on this device.
   * @throws {DOMException} if the browser refuses
   */
  async deleteEverything() {
    const { deleteSiteData } = await import("./site-data.mjs");
    this.#writeQueue.clear();
    await this.#enqueue(() => Promise.all([this.#database.remove(), deleteSiteData()]));
    this.#channel?.postMessage({ gone: true });
    this.#reset();
  }

  /**
   * @template T
   * @param {() => Promise<T>} write
   * @returns {Promise<T>}
   */
  #enqueue(write) {
    const turn = this.#queue.then(write);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #save() {
    const batch = this.#writeQueue.batch();
    if (!batch.size) return;
    /** @type {[string, string][]} */
    const fields = [...batch.values()].map(({ section, key }) => [section, key]);
    try {
      const written = await this.#database.change(this.#device || randomName(8), fields, (stored, section, key) => {
        const pending = batch.get(fieldId(section, key));
        return pending && this.#writeQueue.row(pending, stored);
      });
      this.#device = written.device;
      for (const row of written.rows) this.#writeQueue.confirm(row, batch);
      this.#setStatus("saved");
      this.#channel?.postMessage({ rows: written.rows });
    } catch (error) {
      this.#setStatus("unsaved", isFull(error) ? "full" : "refused");
    }
    updatePending(this.#writeQueue.unsaved);
    this.#notify(fields, "saved");
  }

  /** @returns {boolean} whether answers would be lost if the page closed now */
  #mayLoseAnswers() {
    return this.#writeQueue.hasPendingAnswers && (this.status === "unsaved" || !this.storePending());
  }

  /**
   * @param {(rows: Row[]) => Row[]} change of all stored rows
   * @returns {Promise<{ before: Row[], after: Row[] }>}
   */
  async #rewrite(change) {
    const written = await this.#enqueue(async () => {
      await this.#save();
      return this.#database.rewrite(this.#device || randomName(8), change);
    });
    this.#channel?.postMessage({ reload: true });
    this.#replaceRows(written.after);
    await this.#loadAliases();
    this.#notify([], "import");
    return written;
  }

  /** @param {{ rows?: Row[], reload?: boolean, gone?: boolean }} message from another tab */
  async #receive({ rows = [], reload, gone }) {
    if (gone) return this.#reset();
    if (reload) return this.#reload();
    this.#setStatus("saved");
    const newer = rows.filter((row) => !this.#writeQueue.hasPending(row) && this.#cache.putNewer(row));
    if (newer.length) this.#notify(newer.map(({ section, key }) => [section, key]), "tab");
  }

  async #read() {
    try {
      const stored = await this.#database.read();
      this.#device = stored?.device || this.#device;
      this.#replaceRows(await this.#repairTimestamps(stored));
    } catch {
      this.#setStatus("empty", "refused");
    }
    await this.#loadAliases();
  }

  /** @param {Row[]} stored rows of the database; pending changes take precedence */
  #replaceRows(stored) {
    const pendingRows = this.rows().filter((row) => this.#writeQueue.hasPending(row));
    this.#cache.replace([...stored, ...pendingRows]);
    if (!pendingRows.length) this.#setStatus(this.#cache.size ? "saved" : "empty");
  }

  async #loadAliases() {
    if (this.#cache.size) this.#cache.setAliases(await fetchAliases());
  }

  /**
   * @param {{ rows: Row[], device: string } | undefined} stored
   * @returns {Promise<Row[]>} its rows; timestamps in the future are corrected, in the database too
   */
  async #repairTimestamps(stored) {
    if (!stored) return [];
    const rows = clampFutureTimestamps(stored.rows);
    if (rows === stored.rows) return rows;
    const written = await this.#database.rewrite(stored.device, clampFutureTimestamps).catch(() => ({ after: rows }));
    return written.after;
  }

  /** @returns {string} id of the current writing session */
  #currentRun() {
    const now = Date.now();
    const isCurrent = this.#run.name && now >= this.#run.at && now - this.#run.at < RUN_TIMEOUT;
    this.#run = { name: isCurrent ? this.#run.name : randomName(10), at: now };
    return this.#run.name;
  }

  async #reload() {
    await this.#read();
    this.#notify([], "tab");
  }

  #reset() {
    this.#writeQueue.clear();
    this.#cache.replace([]);
    this.#device = "";
    this.#setStatus("empty");
    this.#notify([], "delete");
  }

  /**
   * @param {Store["status"]} status
   * @param {Store["reason"]} [reason]
   */
  #setStatus(status, reason = "") {
    this.status = status;
    this.reason = reason;
  }

  /**
   * @param {Change["fields"]} fields
   * @param {Change["source"]} source
   */
  #notify(fields, source) {
    for (const listener of this.#listeners) listener({ fields, source });
  }
}

/** @param {unknown} error */
const isFull = (error) => error instanceof DOMException && error.name === "QuotaExceededError";

/**
 * @param {number} length in bytes
 * @returns {string} random hexadecimal digits
 */
function randomName(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
