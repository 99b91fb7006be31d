/** The agenda of a session: what holds for any tasks, any length and any number of people. */
import assert from "node:assert/strict";
import { test } from "node:test";

const scripts = new URL("../../../src/learning_pathway/theme/assets/javascripts/", import.meta.url);
const { clockTime, grouping, makeAgenda, sessionTasks } = await import(new URL("session/agenda.mjs", scripts));

/** A pathway written as steps: r for a reading, o for an optional one, a, p and g for a task alone, in pairs, in a group. */
function pathway(modules, lengths = {}) {
  const modes = { a: "alone", p: "pairs", g: "group" };
  const steps = {};
  const written = Object.entries(modules).map(([id, sections]) => {
    const optional = [];
    const made = sections.map((section, number) => ({
      id: `s${number}`,
      title: "",
      steps: section.split(" ").map((name) => {
        const isTask = name[0] in modes;
        const key = `${isTask ? "task" : "resource"}:${name}`;
        steps[key] = { verb: isTask ? "task" : "read", title: name, minutes: name in lengths ? lengths[name] : 10, themes: [name[0]], ...(isTask && { mode: modes[name[0]], prompt: "?" }) };
        if (name[0] === "o") optional.push(key);
        return key;
      }),
    }));
    return { id, title: id, path: `modules/${id}/`, sections: made, optional };
  });
  return { aliases: { "task:old": "task:a1", "module:before": "module:one" }, modules: written, routes: [{ id: "way", title: "Way", path: "routes/way/", modules: Object.keys(modules).reverse() }], themes: [{ id: "g", title: "Groups" }], steps };
}
const names = (tasks) => tasks.map(({ key }) => key.split(":")[1]).join(" ");
const tasksOf = (agenda) => names(agenda.rows.flatMap(({ task }) => (task ? [task] : [])));

test("an agenda is never longer than the session, has no gap, and keeps the order", () => {
  let seed = 7;
  const random = (below) => (seed = (seed * 48271) % 2147483647) % below;
  for (let round = 0; round < 400; round += 1) {
    const tasks = Array.from({ length: random(12) }, (_, place) => ({ key: `task:${place}`, module: {}, minutes: random(9) ? 5 + random(12) * 5 : null, mode: ["alone", "pairs", "group"][random(3)], readings: [`resource:${random(5)}`] }));
    const [minutes, people] = [10 + random(471), 1 + random(40)];
    const { rows, readings, left, spare } = makeAgenda(tasks, minutes, people);
    let now = 0;
    for (const row of rows) {
      assert.equal(row.begins, now);
      assert.ok(row.minutes > 0);
      now += row.minutes;
    }
    assert.ok(now <= minutes);
    assert.equal(spare, minutes - now);
    const done = rows.flatMap(({ task }) => (task ? [task] : []));
    assert.deepEqual(done, tasks.filter((task) => done.includes(task)), "in order");
    assert.equal(done.length + left.length, tasks.length, "what is not in it is left for longer sessions");
    assert.ok(done.every((task) => task.minutes !== null), "a task without a time never fills a session");
    assert.equal(new Set(readings).size, readings.length);
    assert.ok(!rows.length || left.every((task) => task.minutes === null || task.minutes > spare), "no task that still fits is left out");
    if (rows.length) assert.deepEqual([rows[0].kind, rows[rows.length - 1].kind], ["welcome", "close"]);
    if (done.length) assert.ok(!rows.some((row, place) => row.kind === "break" && (rows[place - 1].kind !== "task" || rows[place + 1].kind !== "task")), "a break is between tasks");
  }
});

test("a group gets tasks to do together first, a person alone gets tasks for one", () => {
  const outline = pathway({ one: ["r1 a1 p1 a2 g1"] }, { a1: 15, p1: 20, a2: 15, g1: 30 });
  const tasks = sessionTasks(outline, "module:one");
  assert.equal(tasksOf(makeAgenda(tasks, 60, 8)), "p1 g1");
  assert.equal(tasksOf(makeAgenda(tasks, 60, 1)), "a1 p1 a2");
  assert.equal(tasksOf(makeAgenda(tasks, 40, 2)), "g1");
});

test("what a task is about is sent before, and optional readings are not", () => {
  const outline = pathway({ one: ["r1 o1 r2 a1 g1", "g2 r3", "r4 p1"] }, { g1: null });
  const tasks = sessionTasks(outline, "module:one");
  assert.deepEqual(tasks.map(({ readings }) => readings.map((key) => key.slice(9)).join(" ")), ["r1 r2", "", "", "r4"]);
  const { rows, readings, left } = makeAgenda(tasks, 60, 6);
  assert.deepEqual(readings, ["resource:r1", "resource:r2", "resource:r4"]);
  assert.ok(!rows.some(({ task }) => task?.key.startsWith("resource:")), "nothing is read in the session");
  assert.equal(names(left), "g1");
});

test("a route has its own order, a task comes once, and a theme takes its tasks from everywhere", () => {
  const outline = pathway({ one: ["r1 a1 g1"], two: ["r2 g2 a1"] });
  assert.equal(names(sessionTasks(outline, "route:way")), "g2 a1 g1");
  assert.equal(names(sessionTasks(outline, "theme:g")), "g1 g2");
  assert.equal(names(sessionTasks(outline, "module:none")), "");
  assert.equal(names(sessionTasks(outline, "theme:__proto__")), "");
});

test("a session too short for any task says so, and names what there is", () => {
  const outline = pathway({ one: ["a1 g1"] }, { a1: 30, g1: null });
  const { rows, readings, left } = makeAgenda(sessionTasks(outline, "module:one"), 30, 4);
  assert.deepEqual([rows, readings, names(left)], [[], [], "a1 g1"]);
  for (const odd of [-5, 0, 1, 9]) assert.deepEqual(makeAgenda(sessionTasks(outline, "module:one"), odd, 4).rows, []);
});

test("a long session has breaks between its tasks", () => {
  const outline = pathway({ one: ["a1 a2 a3 a4 a5 a6 a7 a8"] }, Object.fromEntries(Array.from({ length: 8 }, (_, place) => [`a${place + 1}`, 30])));
  const kinds = (minutes) => makeAgenda(sessionTasks(outline, "module:one"), minutes, 8).rows.map(({ kind }) => kind[0]).join("");
  assert.equal(kinds(110), "wtttc");
  assert.equal(kinds(150), "wttbttc");
  assert.equal(kinds(245).match(/b/g).length, 2);
});

test("everyone has a place in a pair or a group", () => {
  for (let people = 1; people <= 200; people += 1) {
    const pairs = grouping("pairs", people);
    if (pairs.kind === "pairs") assert.equal(pairs.groups * 2, people);
    if (pairs.kind === "pairs-and-three") assert.equal(pairs.groups * 2 + 3, people);
    const { groups, least, most } = grouping("group", people);
    assert.ok(groups * least <= people && people <= groups * most && most - least <= 1 && most <= 6, String(people));
  }
  assert.equal(grouping("pairs", 1).kind, "one");
  assert.equal(grouping("group", 1).kind, "one");
  assert.deepEqual(grouping("group", 8), { kind: "groups", groups: 2, least: 4, most: 4 });
});

test("clock times go past midnight", () => {
  assert.deepEqual([clockTime("14:00", 5), clockTime("23:50", 25), clockTime("00:00", 0), clockTime("09:55", 65)], ["14:05", "00:15", "00:00", "11:00"]);
});
