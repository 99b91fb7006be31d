import assert from "node:assert/strict";
import test from "node:test";

import { calendar, escaped, folded } from "../../../src/learning_pathway/theme/assets/javascripts/planner/calendar.mjs";
import { divideIntoSessions, sessionDates } from "../../../src/learning_pathway/theme/assets/javascripts/planner/schedule.mjs";
import { fillSession, modulesIn, openSteps, othersThatFit, stepsIn, wantedSteps } from "../../../src/learning_pathway/theme/assets/javascripts/planner/sessions.mjs";
import { timeZoneLines } from "../../../src/learning_pathway/theme/assets/javascripts/planner/time-zone.mjs";

/** A pathway of three modules: minutes by step, null for an unknown length. */
const LENGTHS = { a: 10, b: 60, c: 15, d: null, e: 20, f: 5, g: null, h: 90 };
const MODULES = { one: "abc", two: "adef", three: "gh" };
const DAY = 86_400_000;

const outlineOf = (lengths) => ({
  modules: Object.entries(MODULES).map(([id, steps]) => ({ id, sections: [{ steps: [...steps] }] })),
  routes: [{ id: "back", modules: ["three", "two"] }],
  steps: Object.fromEntries(Object.entries(lengths).map(([key, minutes]) => [key, { minutes }])),
});

function choose(minutes, { progress = [], scope = "all", lengths = LENGTHS } = {}) {
  const outline = outlineOf(lengths);
  const entries = new Map(progress.map(([key, value], at) => [key, { value, at, by: "here" }]));
  const store = {
    get: (section, key) => entries.get(key)?.value,
    entries: (section) => (section === "progress" ? entries : new Map()),
  };
  const open = openSteps(stepsIn(outline, modulesIn(outline, scope)), store);
  const { steps, others, unknown, tooLong } = fillSession(open, minutes);
  const keys = (found) => found.map(({ key }) => key).join("");
  return { open: keys(open), steps: keys(steps), others: keys(others), unknown: keys(unknown), tooLong: tooLong?.key ?? "" };
}

test("a session takes in order what fits", () => {
  assert.deepEqual(choose(30), { open: "abcdefgh", steps: "ac", others: "", unknown: "", tooLong: "b" });
});

test("a session begins where the learner is and comes back to what was left", () => {
  const found = choose(30, { progress: [["a", "done"], ["d", "done"]] });
  assert.equal(found.open, "efghbc");
  assert.equal(found.steps, "ef");
  const doing = choose(30, { progress: [["d", "done"], ["c", "doing"]] });
  assert.equal(doing.open, "cefghab");
  assert.ok(doing.steps.startsWith("c"));
});

test("a session leaves a module only when nothing of it is open", () => {
  assert.equal(choose(30).steps, "ac", "five minutes are left, and b is open");
  const found = choose(30, { progress: [["b", "skipped"]] });
  assert.deepEqual([found.steps, found.unknown], ["caf", "d"]);
});

test("steps of unknown length come apart and count for nothing", () => {
  const two = choose(30, { scope: "module:two" });
  assert.deepEqual([two.steps, two.unknown], ["ae", "d"]);
  const three = choose(30, { scope: "module:three" });
  assert.deepEqual([three.steps, three.unknown, three.tooLong], ["", "g", "h"]);
});

test("a step of unknown length never ends the search", () => {
  const none = Object.fromEntries(Object.keys(LENGTHS).map((key) => [key, null]));
  for (const [name, changed, minutes, steps, others] of [
    ["the first step has no length", { a: null }, 5, "f", ""],
    ["no step of the first module has one", { a: null, b: null, c: null }, 5, "f", ""],
    ["the last step has none", { c: null }, 5, "f", ""],
    ["several fit, each on its own", { a: null, g: 5, e: 4 }, 5, "e", "fg"],
    ["only the very last fits", { f: null, h: 5 }, 5, "h", ""],
    ["far more time than steps", { b: null }, 600, "acefh", ""],
    ["no step has a length", none, 600, "", ""],
    ["every step is too long", {}, 4, "", ""],
    ["no time", {}, 0, "", ""],
  ]) {
    const found = choose(minutes, { lengths: { ...LENGTHS, ...changed } });
    assert.deepEqual([found.steps, found.others], [steps, others], name);
  }
});

test("the search begins anew where what fits is done", () => {
  const lengths = { ...LENGTHS, a: null, g: 5 };
  assert.equal(choose(5, { progress: [["f", "done"]], lengths }).steps, "g");
  assert.equal(choose(5, { progress: [["f", "done"], ["g", "skipped"]], lengths }).steps, "");
});

test("a route names its modules in its own order", () => {
  assert.equal(choose(10, { scope: "route:back" }).open, "ghadef");
  assert.equal(choose(10, { scope: "route:unknown" }).open, "");
  assert.equal(choose(10, { scope: "module:unknown" }).open, "");
});

test("a step of several modules comes once", () => {
  assert.equal(choose(600).open.replace(/[^a]/g, ""), "a");
});

test("what is finished and what is too long are told", () => {
  assert.equal(choose(30, { progress: Object.keys(LENGTHS).map((key) => [key, "done"]) }).open, "");
  const found = choose(4, { scope: "module:one" });
  assert.deepEqual([found.steps, found.tooLong], ["", "a"]);
});

test("a module may give a step a time of its own", () => {
  const outline = outlineOf(LENGTHS);
  outline.modules[0].minutes = { b: 12 };
  const [, own] = stepsIn(outline, modulesIn(outline, "module:one"));
  assert.deepEqual([own.key, own.minutes, own.estimated], ["b", 12, true]);
});

/** Two modules: tasks end in a question mark, those for others in two; readings are about trust if they begin with t. */
function offered(minutes, { scope = "all", company = "", done = [], doing = [], lengths = {} } = {}) {
  const sections = { one: ["long task?", "short back?"], two: ["talk meet??", "topen tpair??"] };
  const key = (name) => name;
  const modules = Object.entries(sections).map(([id, texts]) => ({ id, sections: texts.map((text) => ({ steps: text.split(" ").map(key) })) }));
  const known = { long: 40, "task?": 10, short: 5, "back?": 10, talk: 10, "meet??": 20, topen: null, "tpair??": 5, ...lengths };
  const steps = Object.fromEntries(Object.entries(known).map(([name, time]) => [name, { minutes: time, themes: name[0] === "t" ? ["trust"] : [], ...(name.endsWith("?") && { mode: name.endsWith("??") ? "pairs" : "alone" }) }]));
  const marks = new Map([...done.map((name) => [name, "done"]), ...doing.map((name) => [name, "doing"])]);
  const store = { get: (section, name) => (section === "progress" ? marks.get(name) : undefined), entries: () => [] };
  const outline = { modules, routes: [], steps };
  const open = openSteps(stepsIn(outline, modulesIn(outline, scope)), store);
  const wanted = wantedSteps(scope, company);
  const { steps: found } = fillSession(open, minutes, wanted, !scope.startsWith("theme:"));
  return { found: found.map((step) => step.key).join(" "), others: othersThatFit(open.filter(wanted), found, minutes).map((step) => step.key).join(" ") };
}

test("a reading comes before its task, and no one looks back at what they have not seen", () => {
  assert.equal(offered(10).found, "short", "its reading leaves no time for the task");
  assert.equal(offered(15).found, "short back?");
  assert.equal(offered(50).found, "long task?");
  assert.equal(offered(10, { done: ["long"] }).found, "task?");
  assert.equal(offered(10, { done: ["short"] }).found, "back?");
  assert.equal(offered(10, { doing: ["task?"] }).found, "task?", "whoever has begun it has been there");
  for (const minutes of [5, 10, 15, 30]) assert.ok(!/task|back|meet/.test(offered(minutes).others), "nor on its own, elsewhere");
});

test("a task whose reading has no length is not offered before that is done, and the search goes on", () => {
  assert.equal(offered(5, { scope: "module:two" }).found, "");
  assert.equal(offered(5, { scope: "module:two", done: ["topen"] }).found, "tpair??");
  assert.equal(offered(30, { scope: "module:two", lengths: { talk: null } }).found, "");
  assert.equal(offered(60, { lengths: { long: null } }).found, "short back? talk meet??");
});

test("steps for a person alone, and for people together with what they need", () => {
  assert.equal(offered(600, { company: "alone" }).found, "long task? short back? talk");
  assert.equal(offered(30, { company: "others" }).found, "talk meet??");
  assert.equal(offered(20, { company: "others" }).found, "", "twenty minutes are too few for the film and the task");
  assert.equal(offered(20, { company: "others", done: ["talk"] }).found, "meet??");
});

test("a theme runs through the modules", () => {
  assert.equal(offered(15, { scope: "theme:trust" }).found, "talk");
  assert.equal(offered(15, { scope: "theme:trust", done: ["long", "topen"] }).found, "task? tpair??");
  assert.equal(offered(15, { scope: "theme:none" }).found, "");
});

test("steps are divided by their length", () => {
  const steps = [10, 15, 10, null, 5, 70, 15, 30].map((minutes, key) => ({ key, minutes }));
  const { sessions, others } = divideIntoSessions(steps, 30);
  const name = ({ step, part, parts }) => (parts > 1 ? `${step.key}:${part}/${parts}` : `${step.key}`);
  assert.deepEqual(sessions.map((session) => session.map(name)), [["0", "1"], ["2", "4"], ["5:1/3"], ["5:2/3"], ["5:3/3", "6"], ["7"]]);
  assert.deepEqual(others.map(({ key }) => key), [3]);
});

test("a step of exactly a session fills it", () => {
  const { sessions } = divideIntoSessions([30, 30, 60, 1].map((minutes, key) => ({ key, minutes })), 30);
  assert.deepEqual(sessions.map((session) => session.length), [1, 1, 1, 1, 1]);
  assert.deepEqual(divideIntoSessions([], 30), { sessions: [], others: [] });
});

test("sessions fall on the chosen weekdays", () => {
  assert.deepEqual(sessionDates("2027-03-15", [1, 6], 4), ["2027-03-15", "2027-03-20", "2027-03-22", "2027-03-27"]);
  assert.deepEqual(sessionDates("2027-12-31", [7], 2), ["2028-01-02", "2028-01-09"], "Sunday is 7");
  assert.deepEqual(sessionDates("2028-02-28", [1, 2, 3, 4, 5, 6, 7], 3), ["2028-02-28", "2028-02-29", "2028-03-01"]);
  assert.deepEqual(sessionDates("2027-03-15", [], 4), []);
});

test("calendar text is escaped and folded whatever it holds", () => {
  const name = `A, b; c\\d\r\ne\u0007 “f” ${"𝄞é字".repeat(40)}`;
  const event = { uid: "1", day: "2027-03-15", time: "12:30", minutes: 5, summary: name, description: name, url: "https://example.org/" };
  const text = calendar(name, [event], { zone: "", now: 0, sequence: 3 });
  assert.ok(text.endsWith("END:VCALENDAR\r\n"));
  for (const line of text.split("\r\n")) {
    assert.ok(Buffer.byteLength(line) <= 75, line);
    assert.equal(Buffer.from(line).toString(), line, "no character is split");
  }
  const lines = text.replaceAll("\r\n ", "").split("\r\n");
  assert.ok(lines.includes(`SUMMARY:A\\, b\\; c\\\\d\\ne “f” ${"𝄞é字".repeat(40)}`));
  assert.ok(lines.includes("DTSTART:20270315T123000"), "without a known zone, times float");
  assert.ok(!text.includes("VTIMEZONE"));
  assert.ok(lines.includes("SEQUENCE:3"));
});

test("lines are folded at 75 octets", () => {
  assert.equal(folded("x".repeat(75)), "x".repeat(75));
  assert.equal(folded("x".repeat(76)), `${"x".repeat(75)}\r\n x`);
  assert.equal(folded(`${"x".repeat(74)}é`), `${"x".repeat(74)}\r\n é`);
  assert.equal(escaped("a\u2028b\\,;"), "a\\nb\\\\\\,\\;");
});

test("a time zone tells each change of the clocks", () => {
  const lines = timeZoneLines("Europe/London", Date.UTC(2027, 0, 1), Date.UTC(2027, 11, 31));
  assert.deepEqual(lines.filter((line) => line.startsWith("DTSTART")), ["DTSTART:20270101T000000", "DTSTART:20270328T010000", "DTSTART:20271031T020000"]);
  assert.deepEqual(lines.filter((line) => line.startsWith("TZOFFSETTO")), ["TZOFFSETTO:+0000", "TZOFFSETTO:+0100", "TZOFFSETTO:+0000"]);
  assert.equal(lines.filter((line) => line === "BEGIN:DAYLIGHT").length, 1);
});

test("a time zone without changes has one rule, whatever its offset", () => {
  for (const [zone, offset] of [["Asia/Kathmandu", "+0545"], ["Asia/Tokyo", "+0900"], ["America/Phoenix", "-0700"]]) {
    const lines = timeZoneLines(zone, Date.UTC(2027, 0, 1), Date.UTC(2027, 0, 1) + 300 * DAY);
    assert.deepEqual(lines.filter((line) => line.startsWith("TZOFFSET")), [`TZOFFSETFROM:${offset}`, `TZOFFSETTO:${offset}`], zone);
  }
});

test("a time zone of the south has its summer over the new year", () => {
  const lines = timeZoneLines("Australia/Sydney", Date.UTC(2027, 0, 1), Date.UTC(2027, 5, 1));
  assert.deepEqual(lines.filter((line) => line.startsWith("BEGIN:")), ["BEGIN:VTIMEZONE", "BEGIN:DAYLIGHT", "BEGIN:STANDARD"]);
});
