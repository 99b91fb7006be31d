/**
 * What a learner keeps on this device: the one owner of that state. Tools read it, ask it to change something, and
 * are told when it has changed. Nothing is stored before the first change; storage that is refused or full costs the
 * memory, not the page: values then live until the page is left, and `status` says so.
 */
import { Database, ownName } from "./database.mjs";
import { Memory, nameOf } from "./memory.mjs";
import { bringBack } from "./memory.mjs";
import { readAliases } from "../progress/learner-index.mjs";
import { Wishes } from "./write-queue.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {import("./records.mjs").Section} Section */
/** @typedef {import("./write-queue.mjs").Wish} Wish */
/**
 * @typedef {object} Change
 * @property {[section: string, key: string][]} fields empty where anything may have changed
 * @property {"here" | "saved" | "tab" | "import" | "delete"} source "here": this page, at once; "saved": the same has
 *   reached the disk, or could not (see `status`); "tab": another page of the site
 */
/** @typedef {{ ok: true, added: number, changed: number, kept: number, beside: number, undo: () => Promise<void> }} Taken */
/** @typedef {Taken | { ok: false, reason: string }} Report */

/** A run of writing ends after this time without a change: a device that was copied while it slept must not go on with it. */
const PAUSE = 600_000;

/** @type {Promise<Store> | undefined} */
let opened;

/** @returns {Promise<Store>} the page's store, always the same one; opening it makes nothing on the device */
export function openStore() {
  opened ??= new Store().load();
  return opened;
}

/** Values: progress "doing" | "done" | "skipped"; answers `{text, prompt}`; saved `{place, title}`; settings, JSON. */
export class Store {
  /** @type {"empty" | "saved" | "unsaved"} */
  status = "empty";
  /** @type {"" | "refused" | "full"} why nothing can be saved */
  reason = "";

  #database = new Database();
  #device = "";
  #run = { name: "", at: 0 };
  #memory = new Memory();
  #wishes = new Wishes(this.#memory);
  /** @type {Set<(change: Change) => void>} */
  #listeners = new Set();
  /** @type {Promise<unknown>} writings, one after the other */
  #queue = Promise.resolve();
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(ownName()) : undefined;

  async load() {
    this.#channel?.addEventListener("message", ({ data }) => void this.#hear(data));
    addEventListener("pageshow", (event) => event.persisted && void this.#reload());
    addEventListener("beforeunload", (event) => this.#wishes.holdWords && event.preventDefault());
    await this.#read();
    return this;
  }

  /**
   * @param {Section} section
   * @param {string} key
   * @returns {any} undefined where nothing is kept
   */
  get(section, key) {
    return this.#memory.record(section, key)?.value;
  }

  /**
   * Value, moment (`when ?? at`), device and other texts of a field, under the key that it has today.
   * @param {Section} section
   * @param {string} key
   */
  record(section, key) {
    return this.#memory.record(section, key);
  }

  /** @param {Section} section */
  entries(section) {
    return this.#memory.entries(section);
  }

  /** @returns {Promise<{ rows: Row[], device: string }>} what is on the disk now; nothing where it cannot be read */
  async readStored() {
    return (await this.#database.read().catch(() => undefined)) ?? { rows: [], device: "" };
  }

  /** Everything as it is stored, removals included. */
  rows() {
    return this.#memory.rows();
  }

  /**
   * Keeps a value. The first call makes the database: only ever after an act of the learner.
   * @param {Section} section
   * @param {string} key
   * @param {unknown} value
   * @param {{ base?: number }} [options] see `Wish`
   * @returns {Promise<Entry | undefined>} what is kept now; `status` tells whether it is on the disk
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
   * Several changes in one: they reach the disk together, and listeners hear of them once.
   * @param {Wish[]} wishes
   */
  async change(wishes) {
    const run = this.#nameRun();
    for (const wish of wishes) this.#wishes.add(wish, run);
    this.#tell(wishes.map(({ section, key }) => [section, this.#memory.presentKey(key)]), "here");
    await this.#inTurn(() => this.#save());
  }

  /**
   * @param {(change: Change) => void} listener
   * @returns {() => void} call it to hear no more
   */
  subscribe(listener) {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** @returns {Promise<object>} what the portable file holds */
  async exportFile() {
    return (await import("../backup/backup.mjs")).write(this.rows(), this.#device);
  }

  /**
   * Loads a portable file: all of it, or, where it is damaged or foreign or there is no room, nothing.
   * @param {string | Blob} file
   * @param {{ replace?: boolean }} [options] replace: put it in place of what is here, instead of merging
   * @returns {Promise<Report>}
   */
  async importFile(file, { replace = false } = {}) {
    const { adopt, read, refusal, report, withdraw } = await import("../backup/backup.mjs");
    try {
      const found = await read(file);
      const { before, after } = await this.#rewrite((rows) => adopt(rows, found, replace));
      const undo = async () => void (await this.#rewrite((rows) => withdraw(rows, before, after)));
      return { ok: true, ...report(before, after, found), undo };
    } catch (error) {
      return { ok: false, reason: refusal(error) };
    }
  }

  /**
   * Removes everything that this site keeps on this device, and nothing of another path's.
   * @throws {DOMException} where the browser refuses
   */
  async deleteEverything() {
    const { forgetSite } = await import("./site-data.mjs");
    this.#wishes.clear();
    await this.#inTurn(() => Promise.all([this.#database.remove(), forgetSite()]));
    this.#channel?.postMessage({ gone: true });
    this.#forget();
  }

  /**
   * @template T
   * @param {() => Promise<T>} write
   * @returns {Promise<T>}
   */
  #inTurn(write) {
    const turn = this.#queue.then(write);
    this.#queue = turn.catch(() => {});
    return turn;
  }

  async #save() {
    const batch = this.#wishes.batch();
    if (!batch.size) return;
    /** @type {[string, string][]} */
    const fields = [...batch.values()].map(({ section, key }) => [section, key]);
    try {
      const written = await this.#database.change(this.#device || randomName(8), fields, (stored, section, key) => {
        const pending = batch.get(nameOf(section, key));
        return pending && this.#wishes.row(pending, stored);
      });
      this.#device = written.device;
      for (const row of written.rows) this.#wishes.settle(row, batch);
      this.#say("saved");
      this.#channel?.postMessage({ rows: written.rows });
    } catch (error) {
      this.#say("unsaved", isFull(error) ? "full" : "refused");
    }
    this.#tell(fields, "saved");
  }

  /**
   * @param {(rows: Row[]) => Row[]} change of everything that is stored
   * @returns {Promise<{ before: Row[], after: Row[] }>}
   */
  async #rewrite(change) {
    const written = await this.#inTurn(async () => {
      await this.#save();
      return this.#database.rewrite(this.#device || randomName(8), change);
    });
    this.#channel?.postMessage({ reload: true });
    this.#hold(written.after);
    await this.#rename();
    this.#tell([], "import");
    return written;
  }

  /** @param {{ rows?: Row[], reload?: boolean, gone?: boolean }} news of another tab */
  async #hear({ rows = [], reload, gone }) {
    if (gone) return this.#forget();
    if (reload) return this.#reload();
    this.#say("saved");
    const fresh = rows.filter((row) => !this.#wishes.concern(row) && this.#memory.putNewer(row));
    if (fresh.length) this.#tell(fresh.map(({ section, key }) => [section, key]), "tab");
  }

  async #read() {
    try {
      const stored = await this.#database.read();
      this.#device = stored?.device || this.#device;
      this.#hold(await this.#putRight(stored));
    } catch {
      this.#say("empty", "refused");
    }
    await this.#rename();
  }

  /** @param {Row[]} stored what is on the disk; what still waits to be written stays before it */
  #hold(stored) {
    const waiting = this.rows().filter((row) => this.#wishes.concern(row));
    this.#memory.replace([...stored, ...waiting]);
    if (!waiting.length) this.#say(this.#memory.size ? "saved" : "empty");
  }

  async #rename() {
    if (this.#memory.size) this.#memory.rename(await readAliases());
  }

  /**
   * @param {{ rows: Row[], device: string } | undefined} stored
   * @returns {Promise<Row[]>} its rows, without any that are ahead of the clock: those are put right on the disk as well
   */
  async #putRight(stored) {
    if (!stored) return [];
    const rows = bringBack(stored.rows);
    if (rows === stored.rows) return rows;
    const written = await this.#database.rewrite(stored.device, bringBack).catch(() => ({ after: rows }));
    return written.after;
  }

  /** @returns {string} name of the run of writing that a change made now belongs to */
  #nameRun() {
    const now = Date.now();
    const goesOn = this.#run.name && now >= this.#run.at && now - this.#run.at < PAUSE;
    this.#run = { name: goesOn ? this.#run.name : randomName(10), at: now };
    return this.#run.name;
  }

  async #reload() {
    await this.#read();
    this.#tell([], "tab");
  }

  #forget() {
    this.#wishes.clear();
    this.#memory.replace([]);
    this.#device = "";
    this.#say("empty");
    this.#tell([], "delete");
  }

  /**
   * @param {Store["status"]} status
   * @param {Store["reason"]} [reason]
   */
  #say(status, reason = "") {
    this.status = status;
    this.reason = reason;
  }

  /**
   * @param {Change["fields"]} fields
   * @param {Change["source"]} source
   */
  #tell(fields, source) {
    for (const listener of this.#listeners) listener({ fields, source });
  }
}

/** @param {unknown} error */
const isFull = (error) => error instanceof DOMException && error.name === "QuotaExceededError";

/**
 * @param {number} length in bytes
 * @returns {string} which tells nothing about the device
 */
function randomName(length) {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
