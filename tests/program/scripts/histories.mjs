/**
 * Random histories of one answer: browsers that write, remove, export, import, are copied with their profile, are put
 * back to an earlier copy, and whose clocks are wrong. Returns the first history that loses a text or ends differently
 * by the order of merging; for each text it is known who had it before their eyes when it went.
 */

/** @param {number} seed */
function generator(seed) {
  let state = seed >>> 0;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 13), 0x297a2d39) >>> 0;
    return ((mixed ^ (mixed >>> 16)) >>> 0) % below;
  };
}

const copy = (thing) => structuredClone(thing);

/** One browser: what its database holds, which texts its writers let go knowingly, and its page's run of writing. */
class Replica {
  constructor(history, name) {
    Object.assign(this, { history, name, entry: undefined, gone: new Set(), newest: 0, clock: 0, run: "" });
  }

  write(text) {
    const { write } = this.history.records;
    const at = Math.max(this.history.time + this.clock, this.newest + 1);
    this.run ||= this.history.named ? this.name : `r${this.history.random(1e9).toString(36)}x${(this.history.runs += 1)}`.padEnd(20, "0");
    if (this.entry?.value) this.gone.add(this.entry.value.text);
    const bases = this.entry ? [{ at: this.entry.at, by: this.entry.by }] : [];
    this.entry = write({ ...(text ? { value: { text, prompt: "" } } : {}), at, by: this.run }, this.entry, bases);
    this.newest = at;
  }

  drop() {
    const { entry } = this;
    const other = entry?.others?.[0];
    if (!other) return;
    this.gone.add(other.value.text);
    const at = Math.max(this.history.time + this.clock, this.newest + 1);
    const written = { ...(entry.value ? { value: entry.value } : {}), at, by: (this.run ||= this.history.named ? this.name : `s${(this.history.runs += 1)}`.padEnd(20, "0")) };
    this.entry = this.history.records.write(written, entry, [{ at: entry.at, by: entry.by }], other);
    this.newest = at;
  }

  take(file) {
    this.entry = this.history.records.merge(this.entry, copy(file.entry));
    for (const text of file.gone) this.gone.add(text);
    this.newest = Math.max(this.newest, this.entry?.at ?? 0);
  }

  /** @returns what a file or a copy of the profile holds */
  state() {
    return copy({ entry: this.entry, gone: this.gone, newest: this.newest, name: this.name });
  }

  become(state) {
    Object.assign(this, copy(state), { run: "" });
  }
}

/** @returns {string} what went wrong; empty where nothing did */
function play(records, seed, named) {
  const random = generator(seed);
  const history = { records, random, time: 1_800_000_000_000, runs: 0, named };
  const replicas = [0, 1, 2].map((number) => new Replica(history, `${number}`.repeat(16)));
  const files = [];
  let texts = 0;
  const steps = 4 + random(14);
  for (let step = 0; step < steps; step += 1) {
    history.time += named ? 1 + random(1000) : random(2) * random(1000); // writers of one name need a clock to be told apart
    const one = replicas[random(3)];
    const other = replicas[random(3)];
    const act = random(11);
    if (act < 4) one.write(`text ${(texts += 1)}`);
    else if (act === 4 && one.entry) one.write("");
    else if (act === 5) one.drop();
    else if (act === 6) files.push(one.state());
    else if (act === 7 && files.length) one.take(files[random(files.length)]);
    else if (act === 8) other.become(one.state()); // the profile is copied, or one of its copies is put back
    else if (act === 9) one.run = "";
    else if (!named) one.clock = random(5) * 1_000_000 - 2_000_000;
  }
  const ends = [...replicas.map((one) => one.state()), ...files].filter(({ entry }) => entry);
  if (!ends.length) return "";
  const inOrder = (all) => all.map(({ entry }) => copy(entry)).reduce((one, two) => records.merge(one, two));
  const whole = inOrder(ends);
  for (let turn = 0; turn < 4; turn += 1) {
    const again = inOrder([...ends].sort(() => random(3) - 1));
    if (JSON.stringify(sorted(again)) !== JSON.stringify(sorted(whole))) return `differs: ${JSON.stringify([whole, again])}`;
  }
  const kept = new Set(textsOf(whole));
  const gone = new Set(ends.flatMap((end) => [...end.gone]));
  const lost = ends.flatMap(({ entry }) => textsOf(entry)).find((text) => !kept.has(text) && !gone.has(text));
  return lost ? `lost ${lost}: ${JSON.stringify(ends.map(({ entry }) => entry))}` : "";
}

const textsOf = ({ value, others = [] }) => [value, ...others.map((other) => other.value)].flatMap((one) => one?.text ?? []);

const sorted = ({ seen = {}, ...rest }) => ({ ...rest, seen: Object.entries(seen).sort() });

/**
 * @param {object} records the module under test
 * @param {number} number of histories
 * @param {boolean} named whether writers have the names that earlier editions gave to devices, which copies share
 */
export function playAll(records, number, named) {
  for (let seed = 1; seed <= number; seed += 1) {
    const fault = play(records, seed, named);
    if (fault) return `history ${seed} ${fault}`;
  }
  return "";
}
