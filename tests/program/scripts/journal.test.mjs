import assert from "node:assert/strict";
import test from "node:test";

import { journalDocument } from "../../../src/learning_pathway/theme/assets/javascripts/journal/journal-document.mjs";
import { fold } from "../../../src/learning_pathway/theme/assets/javascripts/journal/journal.mjs";
import { read, runs, write } from "../../../src/learning_pathway/theme/assets/javascripts/journal/markdown.mjs";
import { collectReflections, modulesByStep } from "../../../src/learning_pathway/theme/assets/javascripts/journal/reflections.mjs";
import { recordDocument } from "../../../src/learning_pathway/theme/assets/javascripts/progress/learning-record-document.mjs";
import { completedSteps } from "../../../src/learning_pathway/theme/assets/javascripts/progress/done.mjs";

const HOSTILE = [
  ...["****", "** **", "*a", "_a_b_", "__init__", "a*b*c", "***both***", "**bold *and italic***", "\\", "-", "1.", "#"],
  ...[">", "-\n-\n- x", "1) one\n2) two", "> a\n> b", "===", "---", "~~~\ncode\n~~~", "    four spaces", "`code`"],
  ...["[a](b)", "&amp;", "<b>x</b>", "a\\*b", "# \n#x", "1. a\n\n3. b", "- a\n  b\n- c", "•\u00a0bullet", "a  \nb", "\u2028x\u0000y"],
];
const plain = (found) => found.map(({ text }) => text).join("");
const words = (blocks) => blocks.map((block) => (block.kind === "list" ? block.items.map(plain).join(" ") : plain(block.runs))).join(" ");

test("reading and writing Markdown agree", () => {
  for (const text of [...HOSTILE, HOSTILE.join("\n\n")]) {
    const once = write(read(text));
    assert.equal(write(read(once)), once, JSON.stringify(text));
  }
});

test("a long text of unfinished emphasis keeps every word, in time", () => {
  const begun = process.cpuUsage();
  const [{ runs: found }] = read("*a _b **c ".repeat(20000));
  assert.equal(plain(found).replace(/[^abc]/g, ""), "abc".repeat(20000));
  assert.ok(process.cpuUsage(begun).user < 5_000_000);
});

test("many other unfinished signs are read in time", () => {
  for (const sign of ["*", "_", "**", "__ ", "\\", "> ", "- ", "1. ", "`", "[", "<", "# "]) {
    const begun = process.cpuUsage();
    const text = sign.repeat(100_000 / sign.length);
    assert.ok(read(text).length >= 0);
    assert.ok(process.cpuUsage(begun).user < 5_000_000, sign);
  }
});

test("headings, lists, quotations and paragraphs are told apart", () => {
  const found = read("# Title\ntext\n\n- one\n- two\n\n3. three\n4. four\n\n> said\n> so\n\nlast\nline");
  assert.deepEqual(found.map(({ kind }) => kind), ["heading", "paragraph", "list", "list", "paragraph", "paragraph"]);
  assert.deepEqual([found[2].ordered, found[3].ordered, found[3].start], [false, true, 3]);
  assert.deepEqual([found[4].look, plain(found[4].runs), plain(found[5].runs)], ["quote", "said\nso", "last\nline"]);
});

test("emphasis begins and ends at words", () => {
  assert.deepEqual(runs("a **b** *c* d"), [{ text: "a " }, { text: "b", bold: true }, { text: " " }, { text: "c", italic: true }, { text: " d" }]);
  for (const text of ["snake_case_name", "2 * 3 * 4", "a_b", "*", "** a **"]) assert.deepEqual(runs(text), [{ text }]);
  assert.deepEqual(runs("**a *b* c**"), [{ text: "a ", bold: true }, { text: "b", bold: true, italic: true }, { text: " c", bold: true }]);
});

test("the journal is searched without accents, capitals and kinds of apostrophe", () => {
  assert.equal(fold("Gŵyl LEADER’S Ångström ﬁ"), "gwyl leader's angstrom fi");
});

const OUTLINE = {
  title: "Pathway",
  aliases: {},
  routes: [],
  modules: [
    { id: "one", title: "One", path: "modules/one/", sections: [{ steps: ["task:a", "resource:r"] }] },
    { id: "two", title: "Two", path: "modules/two/", sections: [{ steps: ["task:b", "task:a"] }] },
  ],
  steps: {
    "task:a": { verb: "task", title: "First", prompt: "Asked today", minutes: 5 },
    "task:b": { verb: "task", title: "Second", prompt: "Same  words", minutes: null },
    "task:c": { verb: "task", title: "", prompt: `${"A long prompt of a task without a title ".repeat(4)}`, minutes: 5 },
    "resource:r": { verb: "read", title: "A book", makers: "An author", minutes: 70, estimated: true, lang: "cy" },
  },
};
const saidAt = (text, at, prompt, more = {}) => ({ value: { text, prompt, title: "Title then" }, at, by: "x", ...more });

test("a step belongs to the first module that has it", () => {
  assert.deepEqual([...modulesByStep(OUTLINE)].map(([key, { id }]) => [key, id]), [["task:a", "one"], ["resource:r", "one"], ["task:b", "two"]]);
});

test("answers come in the order of the pathway, those without a place last", () => {
  const answers = new Map([
    ["task:gone", saidAt("left", 1, "Old prompt")],
    ["task:c", saidAt("outside", 2, "")],
    ["task:b", saidAt("two", 3, "Same words")],
    ["task:a", saidAt("one", 4, "Asked then", { others: [saidAt("other", 2, "")] })],
  ]);
  const chapters = collectReflections(answers, OUTLINE);
  assert.deepEqual(chapters.map(({ reflections }) => reflections.map(({ key }) => key)), [["task:a"], ["task:b"], ["task:c"], ["task:gone"]]);
  const [[first], [second], , [gone]] = chapters.map(({ reflections }) => reflections);
  assert.equal(first.promptNow, "Asked today");
  assert.equal(second.promptNow, "", "they differ in space alone");
  assert.deepEqual(first.versions.map(({ text }) => text), ["one", "other"]);
  assert.equal(gone.title, "Title then");
  assert.equal(gone.href, "");
  assert.ok(first.href.endsWith("modules/one/#task--a"));
});

test("without an outline answers come in the order of writing", () => {
  const [chapter, ...rest] = collectReflections(new Map([["task:z", saidAt("later", 9, "")], ["task:y", saidAt("first", 1, "")]]), undefined);
  assert.deepEqual(rest, []);
  assert.deepEqual(chapter.reflections.map(({ key }) => key), ["task:y", "task:z"]);
});

test("the journal as a document holds every version, prompts marked", () => {
  const chapters = collectReflections(new Map([["task:a", saidAt("# one", 4, "Asked then", { others: [saidAt("other", 2, "")] })]]), OUTLINE);
  const blocks = journalDocument(chapters, "Pathway");
  const text = words(blocks);
  for (const part of ["Pathway.", "Asked then", "Asked today", "one", "other"]) assert.ok(text.includes(part), part);
  assert.deepEqual(blocks.filter(({ kind }) => kind === "heading").map(({ level }) => level), [1, 2, 3, 4]);
  assert.equal(blocks.filter(({ look }) => look === "prompt").length, 2);
});

const PROGRESS = new Map([
  ["resource:r", { value: "done", at: Date.UTC(2027, 2, 1), by: "x" }],
  ["task:a", { value: "done", at: Date.UTC(2027, 2, 3), by: "x" }],
  ["task:b", { value: "doing", at: 1, by: "x" }],
  ["task:c", { value: "done", at: Date.UTC(2027, 2, 2), by: "x", when: Date.UTC(2026, 0, 1) }],
  ["resource:left-the-pathway", { value: "done", at: Date.UTC(2027, 2, 2), by: "x" }],
]);

test("completed steps come by module, each once", () => {
  const parts = completedSteps(PROGRESS, OUTLINE);
  assert.deepEqual(parts.map(({ id, done, all }) => [id, done.map(({ key }) => key), all]), [
    ["one", ["task:a", "resource:r"], 2],
    ["outside modules", ["task:c"], 0],
    ["gone steps", ["resource:left-the-pathway"], 0],
  ]);
  const [[, book], [untitled], [gone]] = parts.map(({ done }) => done);
  assert.equal(book.makers, "An author");
  assert.ok(untitled.title.endsWith(" …") && untitled.title.length <= 92);
  assert.equal(untitled.when, Date.UTC(2026, 0, 1));
  assert.deepEqual([gone.title, gone.known], ["left the pathway", false]);
});

test("the learning record says what was done, when, and that no one has checked it", () => {
  const parts = completedSteps(PROGRESS, OUTLINE);
  const all = words(recordDocument(parts, { pathway: "Pathway", name: "A. Learner", times: true, reflections: [] }));
  for (const part of ["A. Learner", "not a certificate", "Read A book (An author; about 1 hour 10 minutes; 1 March 2027)", "Reflected on First (5 minutes; 3 March 2027)", "4 steps done, from 1 January 2026 to 3 March 2027."]) {
    assert.ok(all.includes(part), `${part} in ${all}`);
  }
  const short = words(recordDocument(parts, { pathway: "Pathway", name: "", times: false, reflections: [] }));
  assert.ok(!short.includes("minutes"));
  assert.ok(!short.includes("From my journal"));
});

test("a title in another language keeps its language in the record", () => {
  const blocks = recordDocument(completedSteps(PROGRESS, OUTLINE), { pathway: "Pathway", name: "", times: false, reflections: [] });
  const found = blocks.flatMap((block) => (block.kind === "list" ? block.items.flat() : [])).filter(({ lang }) => lang);
  assert.deepEqual(found, [{ text: "A book", italic: true, lang: "cy" }]);
});
