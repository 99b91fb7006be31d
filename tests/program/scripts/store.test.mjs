import assert from "node:assert/strict";
import test from "node:test";

import { packKey, unpackRows, writeRows } from "../../../src/learning_pathway/theme/assets/javascripts/store/database.mjs";
import { isTimestamp, mapTimestamps, toTimestamp } from "../../../src/learning_pathway/theme/assets/javascripts/backup/timestamps.mjs";
import { clampFutureTimestamps, EntryCache, fieldId, latestAllowed } from "../../../src/learning_pathway/theme/assets/javascripts/store/memory.mjs";
import * as records from "../../../src/learning_pathway/theme/assets/javascripts/store/records.mjs";
import { WriteQueue } from "../../../src/learning_pathway/theme/assets/javascripts/store/write-queue.mjs";
import { playAll } from "./histories.mjs";

const { join: joinFormerKeys, merge, write } = records;
const HISTORIES = Number(process.env.HISTORIES ?? 1000);
const YEAR_2027 = Date.UTC(2027, 0, 1);

const entry = (text, at, by, more = {}) => ({ ...(text === null ? {} : { value: { text, prompt: "" } }), at, by, ...more });
const textsOf = ({ value, others = [] }) => [value, ...others.map((other) => other.value)].flatMap((one) => one?.text ?? []);

test("two sides of an answer become one, whoever merges", () => {
  for (const [name, one, other, expected] of [
    ["written on both sides", entry("a", 1, "x"), entry("b", 2, "y"), ["b", "a"]],
    ["one goes on from the other", entry("a", 1, "x"), entry("ab", 2, "y", { seen: { x: 1, y: 2 } }), ["ab"]],
    ["the same on both sides", entry("a", 1, "x"), entry("a", 2, "y"), ["a"]],
    ["in the same moment", entry("a", 5, "x"), entry("b", 5, "y"), ["b", "a"]],
    ["removed where the other text was unknown", entry("a", 1, "x"), entry(null, 2, "y"), ["a"]],
    ["removed by its own writer", entry("a", 1, "x"), entry(null, 2, "x", { seen: { x: 2 } }), []],
    ["still beside it there", entry("a", 1, "x"), entry("b", 3, "y", { seen: { x: 1, y: 3 }, others: [entry("a", 1, "x")] }), ["b", "a"]],
    ["discarded there", entry("b", 2, "y", { others: [entry("a", 1, "x")], seen: { x: 1, y: 2 } }), entry("b", 3, "y", { seen: { x: 1, y: 3 } }), ["b"]],
    ["three texts, one of them empty", entry("", 1, "x"), entry("b", 2, "y", { others: [entry("c", 1, "z")] }), ["b", "c"]],
    ["only one side has anything", entry("a", 1, "x"), undefined, ["a"]],
  ]) {
    const both = [merge(one, other), merge(other, one)];
    assert.deepEqual(both[0], both[1], name);
    assert.deepEqual(textsOf(both[0]), expected, name);
  }
});

test("the order of merging does not matter", () => {
  const sides = [entry("a", 1, "x"), entry("b", 3, "y"), entry("c", 2, "z"), entry(null, 4, "x", { seen: { x: 4 } })];
  const permutations = (all) => (all.length < 2 ? [all] : all.flatMap((one, at) => permutations(all.filter((_, index) => index !== at)).map((rest) => [one, ...rest])));
  const ends = permutations(sides).map((order) => order.reduce((one, other) => merge(one, other)));
  assert.equal(ends.length, 24);
  for (const end of ends) assert.deepEqual(end, ends[0]);
});

test("no history loses a text or depends on the order, where each writer has a name", () => {
  assert.equal(playAll(records, HISTORIES, false), "");
});

test("no history loses a text or depends on the order, where copies share the name of a device", () => {
  assert.equal(playAll(records, HISTORIES, true), "");
});

test("of marks the newest wins, and nothing is kept beside it", () => {
  const end = merge({ value: "done", at: 2, by: "a" }, { value: "skipped", at: 1, by: "b" });
  assert.deepEqual(end, { value: "done", at: 2, by: "a" });
  assert.deepEqual(merge({ value: "done", at: 1, by: "a" }, { value: "skipped", at: 1, by: "b" }), { value: "skipped", at: 1, by: "b" });
});

test("a write replaces what its writer saw and keeps the rest", () => {
  const stored = entry("b", 2, "y", { others: [entry("a", 1, "x")] });
  assert.deepEqual(textsOf(write(entry("c", 3, "z"), stored, [{ at: 2, by: "y" }])), ["c", "a"]);
  assert.deepEqual(textsOf(write(entry("c", 3, "z"), stored, [{ at: 2, by: "y" }], { at: 1, by: "x" })), ["c"]);
  assert.deepEqual(textsOf(write(entry("c", 3, "z"), stored, [])), ["c", "b", "a"]);
});

test("entries of renamed keys come together once", () => {
  const joined = joinFormerKeys(entry("new", 3, "x"), [["task:old", entry("old", 2, "y")]]);
  assert.deepEqual(textsOf(joined), ["new", "old"]);
  assert.deepEqual(joined.joined, { "task:old": 2 });
  assert.equal(joinFormerKeys(joined, [["task:old", entry("old", 2, "y")]]), joined, "it is there already");
  assert.equal(joinFormerKeys(undefined, []), undefined);
});

function queueWith(...rows) {
  const cache = new EntryCache();
  cache.replace(rows);
  return { cache, queue: new WriteQueue(cache) };
}

const answer = (text, more = {}) => ({ section: "answers", key: "task:t", value: text === undefined ? undefined : { text, prompt: "" }, ...more });
const save = ({ cache, queue }, stored) => {
  const batch = queue.batch();
  const rows = [...batch.values()].map((pending) => queue.row(pending, stored ?? undefined));
  for (const row of rows) queue.confirm(row, batch);
  return rows;
};

test("a change is seen at once and pending until it is saved", () => {
  const both = queueWith();
  both.queue.add(answer("one"), "run");
  assert.equal(both.cache.record("answers", "task:t").value.text, "one");
  assert.equal(both.queue.hasPendingAnswers, true);
  save(both);
  assert.equal(both.queue.hasPendingAnswers, false);
  assert.equal(both.queue.batch().size, 0);
});

test("what a page writes while it saves replaces what it was saving", () => {
  const both = queueWith();
  both.queue.add(answer("one"), "run");
  const batch = both.queue.batch();
  both.queue.add(answer("one, two", { base: both.cache.record("answers", "task:t").at }), "run");
  const [row] = [...batch.values()].map((pending) => both.queue.row(pending, undefined));
  both.queue.confirm(row, batch);
  assert.equal(both.queue.batch().size, 1, "the second is pending still");
  const [second] = save(both, row);
  assert.deepEqual(textsOf(second), ["one, two"]);
});

test("a text that came from elsewhere meanwhile is kept beside what is saved", () => {
  const both = queueWith();
  both.queue.add(answer("mine", { base: 0 }), "run");
  const [row] = save(both, { section: "answers", key: "task:t", ...entry("theirs", Date.now() + 500, "other") });
  assert.deepEqual(textsOf(row), ["mine", "theirs"]);
});

test("times never go back, even where the clock does", () => {
  const both = queueWith({ section: "progress", key: "task:a", value: "done", at: Date.now() + 60_000, by: "x" });
  both.queue.add({ section: "progress", key: "task:b", value: "done" }, "run");
  const [row] = save(both);
  assert.ok(row.at > Date.now() + 50_000);
  assert.ok(Math.abs(row.when - Date.now()) < 5_000, "and the clock's own time is kept too");
});

/** What a page that closed left: changes as the queue had them. */
const leftBy = ({ queue }) => structuredClone(queue.unsaved);

test("a closed page's text that never arrived is saved by the next page", () => {
  const closed = queueWith({ section: "answers", key: "task:t", ...entry("old", 1000, "a") });
  closed.queue.add(answer("old and new", { base: 1000 }), "run");
  const next = queueWith({ section: "answers", key: "task:t", ...entry("old", 1000, "a") });
  for (const change of leftBy(closed)) next.queue.restore(change);
  const [row] = save(next, next.cache.row("answers", "task:t") && { section: "answers", key: "task:t", ...entry("old", 1000, "a") });
  assert.deepEqual(textsOf(row), ["old and new"]);
  assert.equal(row.by, "run");
});

test("a closed page's text that arrived after all is not saved again", () => {
  const closed = queueWith();
  closed.queue.add(answer("arrived"), "run");
  const left = leftBy(closed);
  const [row] = save(closed);
  const next = queueWith(row);
  for (const change of left) next.queue.restore(change);
  assert.equal(next.queue.batch().size, 0);
});

test("a closed page's last text replaces the state of it that arrived", () => {
  const closed = queueWith();
  closed.queue.add(answer("one"), "run");
  const batch = closed.queue.batch();
  const [arrived] = [...batch.values()].map((pending) => closed.queue.row(pending, { section: "answers", key: "task:t", ...entry("theirs", Date.now() + 900, "other") }));
  closed.queue.add(answer("one, two", { base: closed.cache.record("answers", "task:t").at }), "run");
  const next = queueWith(arrived);
  for (const change of leftBy(closed)) next.queue.restore(change);
  const [row] = save(next, arrived);
  assert.deepEqual(textsOf(row), ["one, two", "theirs"], "although its time was moved past the other text's");
});

test("texts of two closed pages are both kept", () => {
  const next = queueWith();
  let stored;
  for (const [text, by] of [["from one", "run-one"], ["from two", "run-two"]]) {
    const closed = queueWith();
    closed.queue.add(answer(text, { base: 0 }), by);
    for (const change of leftBy(closed)) next.queue.restore(change);
    [stored] = save(next, stored);
  }
  assert.deepEqual(textsOf(stored).sort(), ["from one", "from two"]);
});

test("an old mark of a closed page does not undo a newer one", () => {
  const closed = queueWith();
  closed.queue.add({ section: "progress", key: "task:t", value: "doing" }, "run");
  const [left] = leftBy(closed);
  const next = queueWith({ section: "progress", key: "task:t", value: "done", at: left.at + 5, by: "other" });
  next.queue.restore(left);
  assert.equal(next.queue.batch().size, 0);
  const older = queueWith({ section: "progress", key: "task:t", value: "skipped", at: left.at - 5, by: "other" });
  older.queue.restore(left);
  assert.equal(older.cache.record("progress", "task:t").value, "doing");
});

test("a removal that was not saved is made up for, but not over a newer text", () => {
  const closed = queueWith({ section: "answers", key: "task:t", ...entry("gone", 1000, "a") });
  closed.queue.add(answer(undefined, { base: 1000 }), "run");
  const [left] = leftBy(closed);
  const next = queueWith({ section: "answers", key: "task:t", ...entry("gone", 1000, "a") });
  next.queue.restore(left);
  assert.equal(next.cache.record("answers", "task:t").value, undefined);
  const newer = queueWith({ section: "answers", key: "task:t", ...entry("written since", left.at + 5, "b") });
  newer.queue.restore(left);
  assert.equal(newer.cache.record("answers", "task:t").value.text, "written since");
});

test("restored changes are not left a second time by the page that restores them", () => {
  const closed = queueWith();
  closed.queue.add(answer("words"), "run");
  const next = queueWith();
  for (const change of leftBy(closed)) next.queue.restore(change);
  assert.deepEqual(next.queue.unsaved, []);
  next.queue.add(answer("words and more", { base: next.cache.record("answers", "task:t").at }), "other-run");
  assert.equal(next.queue.unsaved.length, 1);
});

test("a time from the future is not believed of a closed page either", () => {
  const next = queueWith();
  next.queue.restore({ ...answer("words"), bases: [], at: Date.UTC(2999, 0, 1), by: "run" });
  assert.ok(next.cache.record("answers", "task:t").at <= latestAllowed());
});

test("the cache reads former keys under today's", () => {
  const cache = new EntryCache();
  cache.replace([
    { section: "progress", key: "task:old", value: "done", at: 1, by: "a" },
    { section: "progress", key: "task:gone", at: 2, by: "a" },
  ]);
  cache.setAliases({ "task:old": "task:middle", "task:middle": "task:new" });
  assert.equal(cache.record("progress", "task:new").value, "done");
  assert.equal(cache.record("progress", "task:old").value, "done");
  assert.deepEqual([...cache.entries("progress").keys()], ["task:new"], "what was removed is left out");
  assert.equal(cache.putNewer({ section: "progress", key: "task:old", value: "doing", at: 0, by: "a" }), false);
  assert.equal(cache.putNewer({ section: "progress", key: "task:old", value: "doing", at: 3, by: "a" }), true);
});

test("keys that lead in a circle end somewhere", () => {
  const cache = new EntryCache();
  cache.setAliases({ "task:a": "task:b", "task:b": "task:a" });
  assert.ok(["task:a", "task:b"].includes(cache.currentKey("task:a")));
});

test("timestamps are dates of the calendar, 1970 or later", () => {
  for (const date of ["1970-01-01T00:00:00.000Z", "2027-02-28T23:59:59.999Z", "2028-02-29T00:00:00.000Z"]) assert.ok(isTimestamp(date), date);
  for (const date of ["2027-02-29T00:00:00.000Z", "1969-12-31T23:59:59.999Z", "2027-02-28", "2027-02-28T00:00:00Z", 0, null, undefined, "2027-13-01T00:00:00.000Z"]) {
    assert.ok(!isTimestamp(date), String(date));
  }
  assert.equal(toTimestamp(NaN), "1970-01-01T00:00:00.000Z");
  assert.equal(toTimestamp(-5), "1970-01-01T00:00:00.000Z");
  assert.equal(toTimestamp(Infinity), "9999-12-31T23:59:59.999Z");
});

test("every time of an entry is turned into a date and back", () => {
  const whole = entry("a", 5, "x", { when: 4, seen: { x: 5 }, joined: { "task:o": 3 }, others: [entry("b", 2, "y", { when: 1 })] });
  const written = mapTimestamps(whole, toTimestamp);
  assert.equal(written.others[0].when, "1970-01-01T00:00:00.001Z");
  assert.deepEqual(mapTimestamps(written, Date.parse), whole);
});

test("what a clock dated in the future comes back, in its order", () => {
  const rows = [
    { section: "answers", key: "task:a", ...entry("late", Date.UTC(2999, 0, 2), "x", { seen: { x: Date.UTC(2999, 0, 2) } }) },
    { section: "answers", key: "task:b", ...entry("later", Date.UTC(2999, 0, 3), "x") },
    { section: "answers", key: "task:c", ...entry("now", YEAR_2027, "x") },
  ];
  const [late, later, now] = clampFutureTimestamps(rows);
  assert.ok(late.at < later.at && later.at < latestAllowed());
  assert.equal(late.when, Date.UTC(2999, 0, 2));
  assert.equal(late.seen.x, late.at);
  assert.deepEqual(now, { ...rows[2], when: undefined });
  const fine = [rows[2]];
  assert.equal(clampFutureTimestamps(fine), fine, "the same list where nothing is ahead");
});

function fakeObjectStore() {
  const held = new Map();
  return { held, put: (record) => held.set(fieldId(record.section, record.key), record), clear: () => held.clear() };
}

test("few rows are stored one by one, many in packs, and both are read alike", () => {
  const many = Array.from({ length: 5000 }, (_, number) => ({ section: "progress", key: `task:t${number}`, value: "done", at: number, by: "a" }));
  for (const rows of [many.slice(0, 10), many]) {
    const store = fakeObjectStore();
    writeRows(store, [], rows);
    assert.equal(store.held.size <= 2000, true);
    const read = unpackRows([...store.held.values()]);
    assert.deepEqual([...read].sort((one, other) => one.at - other.at), rows);
  }
});

test("a row of its own is newer than the same row in a pack", () => {
  const [section, key] = packKey("progress", "task:t1");
  const row = (value) => ({ section: "progress", key: "task:t1", value, at: 1, by: "a" });
  assert.deepEqual(unpackRows([row("done"), { section, key, rows: [row("doing")] }]), [row("done")]);
});

test("only what changed is written", () => {
  const store = fakeObjectStore();
  const rows = ["a", "b"].map((name) => ({ section: "progress", key: `task:${name}`, value: "done", at: 1, by: "x" }));
  writeRows(store, rows, [rows[0], { ...rows[1], value: "doing" }]);
  assert.deepEqual([...store.held.values()].map(({ value }) => value), ["doing"]);
});
