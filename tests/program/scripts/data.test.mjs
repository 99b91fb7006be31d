import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";

import { applyImport, importCounts, readBackup, undoImport } from "../../../src/learning_pathway/theme/assets/javascripts/backup/backup.mjs";
import { findError, FORMAT, ImportError, migrate, VERSION } from "../../../src/learning_pathway/theme/assets/javascripts/backup/file-format.mjs";
import { parse, textOf } from "../../../src/learning_pathway/theme/assets/javascripts/backup/file-text.mjs";
import { countStates, formatCounts, isStarted, setState } from "../../../src/learning_pathway/theme/assets/javascripts/progress/progress.mjs";
import { currentKey, isolatedTitle, stepsOf, stepsOfRoute, titleOf, truncate } from "../../../src/learning_pathway/theme/assets/javascripts/progress/learner-index.mjs";
import { nextOpenStep } from "../../../src/learning_pathway/theme/assets/javascripts/progress/resume.mjs";
import { partOf } from "../../../src/learning_pathway/theme/assets/javascripts/saved-list/pieces.mjs";
import { moveSaved, savedList } from "../../../src/learning_pathway/theme/assets/javascripts/saved-list/saved.mjs";
import { formatAnd, formatDuration, formatList, withFullStop } from "../../../src/learning_pathway/theme/assets/javascripts/ui/dates.mjs";
import { isSameText, plainText } from "../../../src/learning_pathway/theme/assets/javascripts/ui/dom.mjs";
import { fillPlaceholders, gettext, ngettext } from "../../../src/learning_pathway/theme/assets/javascripts/ui/messages.mjs";

const MOMENT = "2026-11-22T07:00:00.000Z";
const fileWith = (fields = {}, more = {}) => ({
  format: FORMAT,
  version: VERSION,
  exported: MOMENT,
  pathway: { title: "Pathway", address: "https://example.org/" },
  fields: { progress: {}, answers: {}, saved: {}, settings: {}, ...fields },
  ...more,
});
const entry = (value, more = {}) => ({ value, at: MOMENT, by: "a".repeat(16), ...more });

test("a whole backup file has no error", () => {
  const whole = fileWith({
    progress: { "task:a": entry("done"), "resource:b": { at: MOMENT, by: "a".repeat(16) } },
    answers: { "task:a": entry({ text: "x", prompt: "" }, { seen: { aaaaaaaa: MOMENT }, others: [entry({ text: "y", prompt: "" })], joined: { "task:old": MOMENT } }) },
    saved: { "resource:b": entry({ place: 1.5, title: "B", makers: "C" }) },
    settings: { plan: entry({ for: "all" }) },
  });
  assert.equal(findError(whole), "");
});

test("each departure from the format is found", () => {
  for (const [name, broken] of [
    ["unknown part", fileWith({}, { extra: 1 })],
    ["no date", fileWith({}, { exported: "yesterday" })],
    ["no pathway", fileWith({}, { pathway: null })],
    ["device", fileWith({}, { device: "X Y" })],
    ["missing section", fileWith({}, { fields: { progress: {} } })],
    ["unknown section", fileWith({ secrets: {} })],
    ["state", fileWith({ progress: { "task:a": entry("finished") } })],
    ["key", fileWith({ progress: { "Task A": entry("done") } })],
    ["a resource has no answer", fileWith({ answers: { "resource:a": entry({ text: "", prompt: "" }) } })],
    ["answer without text", fileWith({ answers: { "task:a": entry({ prompt: "" }) } })],
    ["place", fileWith({ saved: { "task:a": entry({ place: Infinity, title: "" }) } })],
    ["31 February", fileWith({ progress: { "task:a": entry("done", { at: "2026-02-31T00:00:00.000Z" }) } })],
    ["other without value", fileWith({ answers: { "task:a": entry({ text: "", prompt: "" }, { others: [{ at: MOMENT, by: "aaaaaaaa" }] }) } })],
    ["marks have no others", fileWith({ progress: { "task:a": entry("done", { others: [] }) } })],
    ["large setting", fileWith({ settings: { x: entry("y".repeat(200_000)) } })],
  ]) {
    assert.notEqual(findError(broken), "", name);
  }
});

test("a date in the future refuses the whole file", () => {
  assert.throws(() => findError(fileWith({ progress: { "task:a": entry("done", { at: "2999-01-01T00:00:00.000Z" }) } })), ImportError);
  assert.equal(findError(fileWith({ progress: { "task:a": entry("done", { when: "2999-01-01T00:00:00.000Z" }) } })), "", "`when` orders nothing");
});

test("older files become files of today", () => {
  const first = fileWith({ progress: { "task:a": { value: "done", at: 0, by: "a".repeat(16), when: 5 } }, saved: { "resource:b": { value: 3, at: 1, by: "a".repeat(16) } } }, { version: 1 });
  const found = migrate(first);
  assert.equal(found.version, VERSION);
  assert.equal(found.fields.progress["task:a"].at, "1970-01-01T00:00:00.000Z");
  assert.deepEqual(found.fields.saved["resource:b"].value, { place: 3, title: "" });
  assert.equal(findError(found), "");
});

test("files of another kind or a later version are refused", () => {
  for (const content of [null, [], "x", 7, {}, { format: "other" }, fileWith({}, { version: 99 }), fileWith({}, { version: 0 }), fileWith({}, { version: "3" }), { format: FORMAT, version: 1 }]) {
    assert.throws(() => migrate(content), ImportError, JSON.stringify(content));
  }
});

test("JSON that would lose something or do harm is refused", () => {
  for (const text of ['{"a":1,"a":2}', '{"a":{"b":1,"\\u0062":2}}', '{"__proto__":{}}', '{"a":[{"constructor":1}]}', "[".repeat(40) + "]".repeat(40), "<html>", "{", ""]) {
    assert.throws(() => parse(text), ImportError, text.slice(0, 40));
  }
  assert.deepEqual(parse('{"a":"b\\"a\\":","c":[1,{"a":2}]}'), { a: 'b"a":', c: [1, { a: 2 }] });
});

test("files are read in the encodings of editors, and nothing else", async () => {
  const utf16 = (text, little) => new Uint8Array([...text].flatMap((sign) => (little ? [sign.charCodeAt(0) & 255, sign.charCodeAt(0) >> 8] : [sign.charCodeAt(0) >> 8, sign.charCodeAt(0) & 255])));
  assert.equal(await textOf("\ufeff{}"), "{}");
  for (const bytes of [new TextEncoder().encode('{"a":"é"}'), utf16('{"a":"é"}', true), utf16('{"a":"é"}', false), utf16('\ufeff{"a":"é"}', true)]) {
    assert.equal(await textOf(new Blob([bytes])), '{"a":"é"}');
  }
  for (const bytes of [[0x1f, 0x8b, 1], [0x50, 0x4b, 3], [0x7b, 0xff, 0x7d]]) {
    await assert.rejects(textOf(new Blob([new Uint8Array(bytes)])), ImportError);
  }
});

const row = (section, key, value, at, by = "x") => ({ section, key, value, at, by });

test("an import adds, updates and keeps, and can be undone", () => {
  const before = [row("progress", "task:a", "done", 5), row("progress", "task:b", "doing", 5), row("answers", "task:a", { text: "here", prompt: "" }, 5)];
  const found = [row("progress", "task:a", "skipped", 9, "y"), row("progress", "task:b", "done", 1, "y"), row("progress", "task:c", "done", 1, "y"), row("answers", "task:a", { text: "there", prompt: "" }, 6, "y")];
  const after = applyImport(before, found, false);
  assert.deepEqual(importCounts(before, after, found), { added: 1, changed: 2, kept: 1, beside: 1 });
  const since = after.map((one) => (one.key === "task:b" ? { ...one, value: "skipped", at: 50 } : one));
  const undone = undoImport(since, before, after);
  assert.deepEqual(undone.map(({ key, value }) => [key, value?.text ?? value]).sort(), [["task:a", "done"], ["task:a", "here"], ["task:b", "skipped"]]);
  assert.equal(applyImport(before, found, true), found);
  assert.deepEqual(applyImport(after, structuredClone(after), false), after, "one's own file changes nothing");
});

const load = (rows, file) => readBackup(JSON.stringify(file)).then((found) => applyImport(rows, found, false));
const loadAll = (files) => files.reduce((rows, file) => rows.then((before) => load(before, file)), Promise.resolve([]));
const textsOf = ([{ value, others = [] }]) => [value, ...others.map((other) => other.value)].map(({ text }) => text).sort();
const written = (text, more) => fileWith({ answers: { "task:a": entry({ text, prompt: "" }, more) } });

test("two texts of one stamp are both kept, whichever is loaded first", async () => {
  for (const by of ["a".repeat(16), "r".repeat(20)]) {
    const files = ["One", "Other"].map((text) => written(text, { by, seen: { [by]: MOMENT } }));
    const ends = [await loadAll(files), await loadAll(files.toReversed())];
    assert.deepEqual(textsOf(ends[0]), ["One", "Other"], by);
    assert.deepEqual(ends[0], ends[1], by);
  }
});

test("two marks of one stamp come to one end, whichever is loaded first", async () => {
  const files = ["done", "skipped"].map((value) => fileWith({ progress: { "task:a": entry(value) } }));
  const ends = [await loadAll(files), await loadAll(files.toReversed())];
  assert.equal(ends[0].length, 1);
  assert.deepEqual(ends[0], ends[1]);
});

test("files of an earlier edition with the name of one device keep both texts", async () => {
  // Earlier editions named the device in each writing, and a copied profile had the name of the first.
  const by = "a".repeat(16);
  const files = [["From one", MOMENT], ["From its copy", "2026-11-22T07:30:00.000Z"]].map(([text, at]) => written(text, { at, by, seen: { [by]: at } }));
  assert.deepEqual(textsOf(await loadAll(files)), ["From its copy", "From one"]);
});

function storeOf(sections) {
  const rows = new Map(Object.entries(sections).map(([section, values]) => [section, new Map(Object.entries(values).map(([key, value], at) => [key, { value, at, by: "x" }]))]));
  const entries = (section) => rows.get(section) ?? new Map();
  const changes = [];
  return {
    changes,
    entries,
    get: (section, key) => entries(section).get(key)?.value,
    record: (section, key) => entries(section).get(key),
    change: async (made) => {
      changes.push(made);
      for (const { section, key, value, when } of made) {
        if (!rows.has(section)) rows.set(section, new Map());
        if (value === undefined) rows.get(section).delete(key);
        else rows.get(section).set(key, { value, at: 1000 + changes.length, by: "x", ...(when === undefined ? {} : { when }) });
      }
    },
  };
}

test("progress is counted, each step once", () => {
  const store = storeOf({ progress: { "task:a": "done", "task:b": "doing", "task:c": "skipped", "task:d": "nonsense" } });
  const counts = countStates(store, ["task:a", "task:a", "task:b", "task:c", "task:d", "task:e"]);
  assert.deepEqual(counts, { all: 5, doing: 1, done: 1, skipped: 1 });
  assert.equal(formatCounts(counts), "1 of 5 steps done, 1 skipped");
  assert.equal(formatCounts(countStates(store, ["task:a"])), "All 1 step done");
  assert.equal(formatCounts(countStates(store, ["task:a"]), true), "all 1 step done");
  assert.equal(isStarted(countStates(store, ["task:d", "task:e"])), false);
});

test("a state is set for several steps at once, and undone with its dates", async () => {
  const store = storeOf({ progress: { "task:a": "doing" } });
  const { saved, undo } = setState(store, ["task:a", "task:b"], "done", "module");
  await saved;
  assert.equal(store.changes.length, 1);
  assert.equal(store.get("settings", "lastModule"), "module");
  await undo();
  assert.deepEqual([store.get("progress", "task:a"), store.get("progress", "task:b")], ["doing", undefined]);
  assert.equal(store.record("progress", "task:a").when, 0);
});

const OUTLINE = {
  modules: ["one", "two"].map((id) => ({ id, title: id, path: `modules/${id}/`, sections: [{ steps: [`task:${id}-a`, "resource:both"] }, { steps: [`task:${id}-b`, `task:${id}-a`] }] })),
  routes: [{ id: "back", modules: ["two", "one", "none"] }],
  steps: { "task:one-a": { title: "", prompt: "p".repeat(100) }, "resource:both": { title: "כותר", dir: "rtl" } },
  aliases: { "task:old": "task:middle", "task:middle": "task:new", "task:x": "task:y", "task:y": "task:x" },
};

test("steps of modules and routes are listed once", () => {
  assert.deepEqual(stepsOf(OUTLINE.modules[0]), ["task:one-a", "resource:both", "task:one-b"]);
  assert.deepEqual(stepsOfRoute(OUTLINE, OUTLINE.routes[0]), ["task:two-a", "resource:both", "task:two-b", "task:one-a", "task:one-b"]);
});

test("keys are followed to today's, and circles end", () => {
  assert.equal(currentKey(OUTLINE.aliases, "task:old"), "task:new");
  assert.equal(currentKey(OUTLINE.aliases, "constructor"), "constructor");
  assert.ok(["task:x", "task:y"].includes(currentKey(OUTLINE.aliases, "task:x")));
});

test("steps are named by their title, or the start of their prompt", () => {
  assert.equal(titleOf(OUTLINE, "task:one-a"), `${"p".repeat(75)}…`);
  assert.equal(titleOf(OUTLINE, "task:none"), "");
  assert.equal(truncate("short"), "short");
  assert.equal(isolatedTitle(OUTLINE, "resource:both"), "\u2067כותר\u2069");
});

test("the next step is the one that was used last, else the next open one", () => {
  const next = (progress, more = {}) => {
    const found = nextOpenStep(storeOf({ progress, ...more }), OUTLINE);
    return found && `${found.module.id} ${found.key}`;
  };
  assert.equal(next({ "task:one-a": "doing" }), "one task:one-a");
  assert.equal(next({ "task:one-a": "done" }), "one resource:both");
  assert.equal(next({ "task:one-b": "done" }), "one task:one-a", "what was passed over comes first");
  assert.equal(next({ "task:one-a": "done", "task:one-b": "done", "resource:both": "done" }), "two task:two-a");
  assert.equal(next({ "resource:both": "done" }, { settings: { lastModule: "two" } }), "two task:two-b");
  const all = Object.fromEntries(OUTLINE.modules.flatMap(stepsOf).map((key) => [key, "skipped"]));
  assert.equal(next(all), undefined);
});

test("moving back and forth in the saved list never runs out of places", async () => {
  const store = storeOf({ saved: Object.fromEntries(["a", "b", "c"].map((id, place) => [`resource:${id}`, { place: place + 1, title: id }])) });
  const orders = new Set();
  for (let turn = 0; turn < 150; turn += 1) {
    const [, second] = savedList(store).map(({ key }) => key);
    await moveSaved(store, second, 0);
    await moveSaved(store, savedList(store)[2].key, 1);
    orders.add(savedList(store).map(({ place }) => place).join());
    assert.equal(new Set(savedList(store).map(({ place }) => place)).size, 3);
  }
  assert.ok(orders.size > 1);
  await moveSaved(store, "resource:c", 0);
  await moveSaved(store, "resource:a", 1);
  assert.deepEqual(savedList(store).map(({ key }) => key), ["resource:c", "resource:a", "resource:b"]);
  await moveSaved(store, "resource:none", 0);
  await moveSaved(store, "resource:c", 99);
  assert.deepEqual(savedList(store).map(({ key }) => key), ["resource:a", "resource:b", "resource:c"]);
});

test("a move changes one entry, and its date stays", async () => {
  const store = storeOf({ saved: { "resource:a": { place: 1, title: "a" }, "resource:b": { place: 2, title: "b" }, "resource:c": { place: 3, title: "c" } } });
  await moveSaved(store, "resource:c", 1);
  assert.deepEqual(store.changes[0].map(({ key, value, when }) => [key, value.place, when]), [["resource:c", 1.5, 2]]);
});

test("what is no entry of the saved list is left out", () => {
  const store = storeOf({ saved: { "resource:a": { place: "1", title: "a" }, "resource:b": null, "resource:c": { place: 1, title: "c" } } });
  assert.deepEqual(savedList(store).map(({ key }) => key), ["resource:c"]);
});

test("a resource's references are in the file that its id names", () => {
  assert.equal(partOf("a", 1), 0);
  assert.equal(partOf("a", 7), 0xe40c292c % 7);
  assert.equal(partOf("foobar", 625), 0xbf9cf968 % 625, "FNV-1a, as published");
});

test("tools tell a length as pages do", () => {
  for (const { steps, words } of JSON.parse(readFileSync(new URL("durations.json", import.meta.url), "utf8"))) {
    const lengths = steps.map(([minutes, how]) => ({ minutes, estimated: how !== "stated", typical: how === "typical" }));
    assert.equal(formatDuration(lengths), words);
  }
  assert.equal(formatDuration([]), "");
});

test("sentences end once", () => {
  for (const [text, expected] of [["a", "a."], ["a.", "a."], ["a?”", "a?”"], ["", ""], ["好。", "好。"], ["क्या।", "क्या।"], ["a)", "a)."]]) {
    assert.equal(withFullStop(text), expected);
  }
});

test("text of other programs becomes plain", () => {
  assert.equal(plainText("a\r\nb\rc\vd\u2028e\u0085f"), "a\nb\nc\nd\ne\nf");
  assert.equal(plainText("\u0000a\u007f\ud800\ufffeb😀"), "ab😀");
  assert.equal(isSameText(" a\n b ", "a b"), true);
  assert.equal(isSameText("a b", "ab"), false);
});

test("messages are filled, and unknown places stay", () => {
  assert.equal(gettext("%(a)s and %(b)s", { a: "%(b)s", b: 1 }), "%(b)s and 1");
  assert.equal(gettext("%(none)s"), "%(none)s");
  assert.equal(ngettext("%(number)s step", "%(number)s steps", 1), "1 step");
  assert.equal(ngettext("%(number)s step", "%(number)s steps", 1234), "1,234 steps");
  const node = { node: true };
  assert.deepEqual(fillPlaceholders("See %(link)s, %(other)s.", { link: node }), ["See ", node, ", %(other)s."]);
});

test("lists are written as sentences say them", () => {
  assert.equal(formatAnd(["A", "B", "C"]), "A, B and C");
  assert.equal(formatAnd(["A"]), "A");
  assert.equal(formatAnd([]), "");
  assert.equal(formatList(["A", "B", "C"]), "A, B, C");
});
