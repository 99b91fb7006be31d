/**
 * What a learner keeps on this device: the one owner of that state. Tools read it, ask it to change something, and
 * are told when it has changed. Nothing is stored before the first change; storage that is refused or full costs the
 * memory, not the page: values then live until the page is left, and `status` says so.
 */
import { Database, ownName } from "./database.mjs";
import { forgetSite } from "./forgetting.mjs";
import { Memory, nameOf } from "./memory.mjs";
import { readAliases } from "./outline.mjs";
import { write } from "./records.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {import("./records.mjs").Section} Section */
/**
 * @typedef {object} Wish one change of one field
 * @property {Section} section
 * @property {string} key
 * @property {unknown} value undefined removes
 * @property {number} [base] `at` of the text that the learner had before their eyes, where that may not be the present
 *   one; a text that they had not seen is kept in `others`
 * @property {{ at: number, by: string }} [drop] one of the others, which the learner has seen and does not need
 */
/** @typedef {Wish & { bases: number[], at: number, when?: number }} Pending */
/**
 * @typedef {object} Change
 * @property {[section: string, key: string][]} fields empty where anything may have changed
 * @property {"here" | "saved" | "tab" | "import" | "delete"} source "here": this page, at once; "saved": the same has
 *   reached the disk, or could not (see `status`); "tab": another page of the site
 */

/** @type {Promise<Store> | undefined} */
let opened;

/** @returns {Promise<Store>} the page's store, always the same one; opening it makes nothing on the device */
export function openStore() {
  opened ??= new Store().load();
  return opened;
}

/** Values: progress "doing" | "done" | "skipped"; answers `{text, prompt}`; saved, an order number; settings, JSON. */
export class Store {
  /** @type {"empty" | "saved" | "unsaved"} */
  status = "empty";
  /** @type {"" | "refused" | "full"} why nothing can be saved */
  reason = "";

  #database = new Database();
  #device = "";
  #memory = new Memory();
  /** @type {Map<string, Pending>} what has not reached the disk */
  #pending = new Map();
  /** @type {Map<string, number>} `at` of what this page itself wrote last */
  #own = new Map();
  /** @type {Set<(change: Change) => void>} */
  #listeners = new Set();
  #queue = Promise.resolve();
  #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel(ownName()) : undefined;

  async load() {
    this.#channel?.addEventListener("message", ({ data }) => void this.#hear(data));
    addEventListener("pageshow", (event) => event.persisted && void this.#reload("tab"));
    addEventListener("beforeunload", (event) => {
      if ([...this.#pending.values()].some(({ section }) => section === "answers")) event.preventDefault();
    });
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
    this.#device ||= newDevice();
    for (const wish of wishes) this.#take(wish);
    this.#tell(wishes.map(({ section, key }) => [section, this.#memory.presentKey(key)]), "here");
    this.#queue = this.#queue.then(() => this.#save());
    await this.#queue;
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
    return (await import("./portable.mjs")).write(this.rows(), this.#device);
  }

  /**
   * Takes a portable file in: all of it, or, where it is damaged or foreign, nothing.
   * @param {string} text
   * @param {{ replace?: boolean }} [options] replace: put it in place of what is here, instead of merging
   */
  async importFile(text, options = {}) {
    const { read } = await import("./portable.mjs");
    const found = await read(text);
    if (!found.ok) return found;
    const before = this.rows();
    const report = await this.#adopt(found.rows, options.replace ?? false);
    return { ...report, undo: () => this.#putBack(before) };
  }

  /** Removes everything that this site keeps on this device, and nothing of another path's. */
  async deleteEverything() {
    this.#pending.clear();
    await this.#queue;
    await this.#database.remove();
    await forgetSite();
    this.#channel?.postMessage({ gone: true });
    this.#forget();
  }

  /** @param {Wish} wish */
  #take(wish) {
    const { section, value, drop } = wish;
    const key = this.#memory.presentKey(wish.key);
    const known = this.#memory.record(section, key);
    const now = Date.now();
    const at = Math.max(now, this.#memory.newest + 1);
    const waiting = this.#pending.get(nameOf(section, key));
    const bases = [...(waiting?.bases ?? []), ...(waiting ? [waiting.at] : []), wish.base ?? known?.at ?? 0];
    const pending = { section, key, value, bases, drop, at, ...(at === now ? {} : { when: now }) };
    this.#pending.set(nameOf(section, key), pending);
    this.#memory.put(this.#row(pending, this.#memory.row(section, key), this.#device));
  }

  /**
   * @param {Pending} pending
   * @param {Row | undefined} stored
   * @param {string} device
   * @returns {Row}
   */
  #row({ section, key, value, bases, drop, at, when }, stored, device) {
    const written = { value, at: Math.max(at, (stored?.at ?? 0) + 1), by: device, ...(when ? { when } : {}) };
    const seen = [...bases, this.#own.get(nameOf(section, key)) ?? 0];
    return { ...write(written, this.#memory.joined(section, key, stored), seen, drop), section, key };
  }

  async #save() {
    const batch = new Map(this.#pending);
    if (!batch.size) return;
    /** @type {[string, string][]} */
    const fields = [...batch.values()].map(({ section, key }) => [section, key]);
    try {
      const { rows, device } = await this.#database.change(this.#device, fields, (stored, section, key, by) =>
        this.#row(/** @type {Pending} */ (batch.get(nameOf(section, key))), stored, by),
      );
      this.#device = device;
      for (const row of rows) this.#settle(row, batch);
      this.#say("saved", "");
      this.#channel?.postMessage({ rows });
    } catch (error) {
      this.#say("unsaved", error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "refused");
    }
    this.#tell(fields, "saved");
  }

  /**
   * @param {Row} row what has reached the disk
   * @param {Map<string, Pending>} batch
   */
  #settle(row, batch) {
    const name = nameOf(row.section, row.key);
    this.#own.set(name, row.at);
    this.#memory.newest = Math.max(this.#memory.newest, row.at);
    if (this.#pending.get(name) !== batch.get(name)) return; // a newer wish waits already
    this.#pending.delete(name);
    this.#memory.put(row);
  }

  /** @param {{ rows?: Row[], reload?: boolean, gone?: boolean }} news of another tab */
  async #hear({ rows = [], reload, gone }) {
    if (gone) return this.#forget();
    if (reload) return this.#reload("tab");
    this.#say("saved", "");
    const fresh = rows.filter((row) => !this.#pending.has(nameOf(row.section, row.key)) && this.#memory.putNewer(row));
    if (fresh.length) this.#tell(fresh.map(({ section, key }) => [section, key]), "tab");
  }

  async #read() {
    try {
      const stored = await this.#database.read();
      this.#memory.replace(stored?.rows ?? []);
      this.#device = stored?.device ?? "";
      this.#say(this.#memory.size ? "saved" : "empty", "");
    } catch {
      this.#say("empty", "refused");
    }
    if (this.#memory.size) this.#memory.rename(await readAliases());
  }

  /** @param {Change["source"]} source */
  async #reload(source) {
    await this.#read();
    this.#tell([], source);
  }

  /**
   * @param {Row[]} rows
   * @param {boolean} replace
   */
  async #adopt(rows, replace) {
    const { adopt } = await import("./portable.mjs");
    await this.#queue;
    const { kept, report } = adopt(this.rows(), rows, replace);
    await this.#putBack(kept);
    return { ...report, saved: this.status === "saved" };
  }

  /** @param {Row[]} rows what is to stand in place of everything */
  async #putBack(rows) {
    this.#device ||= newDevice();
    this.#memory.replace(rows);
    try {
      await this.#database.replace(this.#device, rows);
      this.#say("saved", "");
      this.#channel?.postMessage({ reload: true });
    } catch (error) {
      this.#say("unsaved", error instanceof DOMException && error.name === "QuotaExceededError" ? "full" : "refused");
    }
    this.#memory.rename(await readAliases());
    this.#tell([], "import");
  }

  #forget() {
    this.#pending.clear();
    this.#own.clear();
    this.#memory.replace([]);
    this.#device = "";
    this.#say("empty", "");
    this.#tell([], "delete");
  }

  /**
   * @param {Store["status"]} status
   * @param {Store["reason"]} reason
   */
  #say(status, reason) {
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

/** @returns {string} a random name for this device, which tells nothing about it */
function newDevice() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
