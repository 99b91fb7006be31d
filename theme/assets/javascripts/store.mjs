/**
 * What a learner keeps on this device: the one owner of that state. Tools read it, ask it to change something, and
 * are told when it has changed. Nothing is stored before the first change; storage that is refused or full costs the
 * memory, not the page: values then live until the page is left, and `status` says so.
 */
import { Database, ownName } from "./database.mjs";
import { Memory, nameOf } from "./memory.mjs";
import { readAliases } from "./outline.mjs";
import { Wishes } from "./wishes.mjs";

/** @typedef {import("./records.mjs").Entry} Entry */
/** @typedef {import("./records.mjs").Row} Row */
/** @typedef {import("./records.mjs").Section} Section */
/** @typedef {import("./wishes.mjs").Wish} Wish */
/**
 * @typedef {object} Change
 * @property {[section: string, key: string][]} fields empty where anything may have changed
 * @property {"here" | "saved" | "tab" | "import" | "delete"} source "here": this page, at once; "saved": the same has
 *   reached the disk, or could not (see `status`); "tab": another page of the site
 */
/** @typedef {{ ok: true, added: number, changed: number, kept: number, beside: number, undo: () => Promise<void> }} Taken */
/** @typedef {Taken | { ok: false, reason: string }} Report */

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
    for (const wish of wishes) this.#wishes.add(wish, this.#device);
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
    return (await import("./portable.mjs")).write(this.rows(), this.#device);
  }

  /**
   * Takes a portable file in: all of it, or, where it is damaged or foreign or there is no room, nothing.
   * @param {string} text
   * @param {{ replace?: boolean }} [options] replace: put it in place of what is here, instead of merging
   * @returns {Promise<Report>}
   */
  async importFile(text, { replace = false } = {}) {
    const { adopt, read, refusal, report, withdraw } = await import("./portable.mjs");
    try {
      const found = await read(text);
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
    const { forgetSite } = await import("./forgetting.mjs");
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
      const written = await this.#database.change(this.#device || newDevice(), fields, (stored, section, key, device) => {
        const pending = batch.get(nameOf(section, key));
        return pending && this.#wishes.row(pending, stored, device);
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
      return this.#database.rewrite(this.#device || newDevice(), change);
    });
    this.#channel?.postMessage({ reload: true });
    await this.#read();
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
      const waiting = this.rows().filter((row) => this.#wishes.concern(row));
      this.#memory.replace([...(stored?.rows ?? []), ...waiting]);
      this.#device = stored?.device || this.#device;
      this.#say(this.#memory.size ? "saved" : "empty");
    } catch {
      this.#say("empty", "refused");
    }
    if (this.#memory.size) this.#memory.rename(await readAliases());
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

/** @returns {string} a random name for this device, which tells nothing about it */
function newDevice() {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
