import assert from "node:assert/strict";
import test from "node:test";

import { filterResources, sortResources } from "../../../src/learning_pathway/theme/assets/javascripts/library/resources.mjs";
import { parseQuery, toQueryString } from "../../../src/learning_pathway/theme/assets/javascripts/library/query.mjs";
import { analyser, fold } from "../../../src/learning_pathway/theme/assets/javascripts/search/analysis.mjs";
import { excerptEnd } from "../../../src/learning_pathway/theme/assets/javascripts/search/excerpt.mjs";
import { completions, correction, halves } from "../../../src/learning_pathway/theme/assets/javascripts/search/spelling.mjs";
import { explanation } from "../../../src/learning_pathway/theme/assets/javascripts/search/suggestion.mjs";

const NAMES = ["type", "theme"];
const TABLE = {
  title: [3, 0, 1, 4, 2],
  works: 5,
  facets: [
    { name: "type", term: "Type", values: [["book", "Book"], ["film", "Film"]], of: [0, 0, 1, 1, 0] },
    { name: "theme", term: "Theme", values: [["trust", "Trust"], ["power", "Power"]], of: [[0], [0, 1], [1], [], [1]] },
  ],
  added: [5, 4, null, 2, 1],
  year: [2001, null, 2020, 1999, 2020],
  minutes: [30, null, 5, 90, 30],
};
const chosen = (values) => new Map(Object.entries(values).map(([name, ids]) => [name, new Set(ids)]));

test("a query comes back from its address as it was", () => {
  for (const query of [
    { words: "trust & power", sort: "year", chosen: chosen({ type: ["book", "film"], theme: ["a,b"] }), shown: 60 },
    { words: "", sort: "", chosen: new Map(), shown: 20 },
    { words: "“é” ＆ %20+", sort: "", chosen: chosen({ theme: ["x=y&z"] }), shown: 20 },
  ]) {
    assert.deepEqual(parseQuery(toQueryString({ ...query, selection: query.chosen }), NAMES), query);
  }
});

test("nothing asked leaves the address bare", () => {
  assert.equal(toQueryString({ words: "", sort: "", chosen: new Map(), shown: 20 }), "");
});

test("strange addresses ask for nothing harmful", () => {
  for (const [search, key, expected] of [
    ["?show=1e9", "shown", 20],
    ["?show=-5", "shown", 20],
    ["?show=NaN", "shown", 20],
    ["?show=500", "shown", 500],
    ["?show=501", "shown", 20],
    [`?q=${"x".repeat(5000)}`, "words", "x".repeat(300)],
    ["?q=%20%20", "words", ""],
    ["?q=%E0%A4%A", "words", "\ufffd%A"],
  ]) {
    assert.deepEqual(parseQuery(search, NAMES)[key], expected, search.slice(0, 40));
  }
  assert.deepEqual(parseQuery("?type=&colour=red&constructor=x&__proto__=y", NAMES).chosen, new Map());
});

test("values of one facet widen the results, values of several narrow them", () => {
  assert.deepEqual(filterResources(TABLE, chosen({ type: ["book"] })).found, [0, 1, 4]);
  assert.deepEqual(filterResources(TABLE, chosen({ type: ["book", "film"] })).found, [0, 1, 2, 3, 4]);
  assert.deepEqual(filterResources(TABLE, chosen({ type: ["book"], theme: ["power"] })).found, [1, 4]);
  assert.deepEqual(filterResources(TABLE, chosen({ theme: ["unknown"] })).found, []);
});

test("each count is what a click would give", () => {
  const ids = { type: ["book", "film"], theme: ["trust", "power"] };
  const sets = [[], ...Object.entries(ids).flatMap(([name, values]) => values.map((id) => [[name, id]]))];
  for (const first of sets) {
    for (const second of sets) {
      const selection = new Map();
      for (const [name, id] of [...first, ...second]) selection.set(name, (selection.get(name) ?? new Set()).add(id));
      const { counts } = filterResources(TABLE, selection);
      for (const [name, values] of Object.entries(ids)) {
        values.forEach((id, index) => {
          const alone = new Map(selection).set(name, new Set([id]));
          assert.equal(counts.get(name)[index], filterResources(TABLE, alone).found.length, `${JSON.stringify([first, second])} ${id}`);
        });
      }
    }
  }
});

test("words narrow the results and their counts", () => {
  const { found, counts } = filterResources(TABLE, new Map(), new Map([[2, 1], [4, 3]]));
  assert.deepEqual(found, [2, 4]);
  assert.deepEqual(counts.get("type"), [1, 1]);
  assert.deepEqual(filterResources(TABLE, new Map(), new Map()).found, []);
});

test("results are sorted with unknown values last", () => {
  const all = () => [0, 1, 2, 3, 4];
  assert.deepEqual(sortResources(TABLE, all(), "added"), [0, 1, 3, 4, 2]);
  assert.deepEqual(sortResources(TABLE, all(), "year"), [2, 4, 0, 3, 1]);
  assert.deepEqual(sortResources(TABLE, all(), "time"), [2, 0, 4, 3, 1]);
  assert.deepEqual(sortResources(TABLE, all(), "title"), [1, 2, 4, 0, 3]);
  assert.deepEqual(sortResources(TABLE, all(), ""), [0, 1, 2, 3, 4], "most useful first, as they are listed");
  assert.deepEqual(sortResources(TABLE, [0, 2, 4], "", new Map([[0, 1], [2, 9], [4, 5]])), [2, 4, 0], "best match first");
  assert.deepEqual(sortResources(TABLE, all(), "constructor"), [0, 1, 2, 3, 4]);
});

const WORDS = [["collaborate", 20], ["collaboration", 30], ["collaborative", 35], ["leader", 33], ["leadership", 35], ["trust", 30], ["trusted", 12], ["cost", 12], ["siân", 5], ["work", 30], ["group", 28]];

test("a beginning is completed by the most common words", () => {
  assert.deepEqual(completions(WORDS, "collab"), ["collaborative", "collaboration", "collaborate"]);
  assert.deepEqual(completions(WORDS, "LEADER"), ["leadership"]);
  assert.deepEqual(completions(WORDS, "si"), [], "two letters are too few");
  assert.deepEqual(completions(WORDS, "sia"), ["siân"]);
  assert.deepEqual(completions(WORDS, "leadership"), []);
});

test("slips are put right by the nearest word", () => {
  for (const [typed, meant] of [["colaborative", "collaborative"], ["leadrship", "leadership"], ["tursts", undefined], ["turst", "trust"], ["trsut", "trust"], ["sian", undefined], ["xyzzy", undefined], ["co", undefined], ["", undefined], ["gruop", "group"]]) {
    const found = correction(WORDS, typed);
    if (typed === "tursts") assert.ok([undefined, "trust", "trusted"].includes(found));
    else assert.equal(found, meant, typed);
  }
});

test("two words written as one are taken apart", () => {
  assert.deepEqual(halves(WORDS, "groupwork"), ["group", "work"]);
  assert.deepEqual(halves(WORDS, "TrustLeader"), ["trust", "leader"]);
  assert.equal(halves(WORDS, "groupx"), undefined);
  assert.equal(halves(WORDS, "a"), undefined);
});

test("a very long word is looked at in time", () => {
  const begun = process.cpuUsage();
  assert.equal(correction(WORDS, "x".repeat(10_000)), undefined);
  assert.equal(halves(WORDS, "y".repeat(10_000)), undefined);
  assert.ok(process.cpuUsage(begun).user < 3_000_000);
});

const RULES = { spellings: [["ise$", "ize"]], forms: { children: "child" } };

test("words are compared without case, accents and apostrophes", () => {
  assert.equal(fold("Gŵyl"), "gwyl");
  assert.equal(fold("STRASSE ﬁ Æ"), "strassefiae");
  assert.equal(fold("co\u00adop"), "coop");
  assert.equal(fold("—"), "");
});

test("words are found by their parts and as a whole", () => {
  const { words } = analyser(RULES);
  const parts = (text) => words(text).map(({ reading }) => [reading.parts.flat(), reading.whole]);
  assert.deepEqual(parts("co-production"), [[["co", "production"], ["coproduction"]]]);
  assert.deepEqual(parts("leader's"), [[["leader"], ["leaders"]]]);
  assert.deepEqual(parts("organise children"), [[["organize"], []], [["child"], []]]);
  assert.equal(words("R&D")[0].reading.symbol, true);
  assert.deepEqual(words("R & D").map(({ start, end }) => [start, end]), [[0, 1], [0, 5], [4, 5]]);
  assert.deepEqual(words(" … — "), []);
});

test("a stem that an accent changes is found with and without it", () => {
  const { keys } = analyser(RULES, (word) => word.replace(/s$|é$/u, ""));
  assert.deepEqual(keys("cafés"), ["cafe"]);
  assert.deepEqual(keys("café"), ["cafe", "caf"]);
  assert.deepEqual(keys("2027s"), ["2027s"], "what holds a digit has no ending");
});

test("what a search left out is explained", () => {
  const none = { places: [1], partial: false, loose: false, unknown: [], limited: false };
  assert.equal(explanation(none), "");
  assert.equal(explanation({ ...none, places: [], partial: true }), "");
  assert.match(explanation({ ...none, unknown: [{ word: "xyzzy" }, { word: "foo" }] }), /“xyzzy”, “foo”/);
  assert.match(explanation({ ...none, partial: true, limited: true }), /some of them\. Only the first words/);
});

test("an excerpt ends between two words, and not just after a line has begun", () => {
  const line = `${"word ".repeat(46)}end.`;
  assert.equal(excerptEnd(line, 0), line.length);
  assert.equal(excerptEnd(`${line}\nIt goes on for quite a while`, 0), line.length);
  const long = `${"word ".repeat(30)}end.\n${"more ".repeat(60)}`;
  assert.match(long.slice(0, excerptEnd(long, 0)), / more$/);
  const one = "x".repeat(1000);
  assert.ok(excerptEnd(one, 100) > 100 && excerptEnd(one, 100) <= 340);
});
