/** A session in an address: it reads back as it was written, and what makes no sense is left out. */
import assert from "node:assert/strict";
import { test } from "node:test";

const { readSession, writeSession } = await import("../../../src/learning_pathway/theme/assets/javascripts/session/address.mjs");

const outline = {
  aliases: { "task:old": "task:a1", "module:before": "module:one" },
  modules: [{ id: "one", title: "One", path: "modules/one/", sections: [{ id: "s", title: "", steps: ["resource:r1", "task:a1"] }] }],
  routes: [{ id: "way", title: "Way", path: "routes/way/", modules: ["one"] }],
  themes: [{ id: "g", title: "Groups" }],
  steps: { "resource:r1": { verb: "read", title: "r1", minutes: 5 }, "task:a1": { verb: "task", title: "a1", mode: "pairs", minutes: 5 } },
};
const usual = { scope: "module:one", minutes: 60, people: 8, day: "2027-01-01", time: "14:00", steps: [] };

test("an address says what was chosen, and reads back as the same", () => {
  const session = { scope: "route:way", minutes: 95, people: 3, day: "2028-02-29", time: "07:05", steps: ["resource:r1", "task:a1"] };
  const address = writeSession(session);
  assert.match(address, /^#[\w:=&,-]+$/, "no character that mail programs cut off");
  assert.deepEqual(readSession(address, outline, usual), session);
  assert.equal(readSession("?for=module:before&steps=task:old", outline, usual).scope, "module:one");
  assert.deepEqual(readSession("#steps=task:old,task:a1", outline, usual).steps, ["task:a1"]);
});

test("the time zone of whoever leads goes to participants, as far as it is one", () => {
  const session = { ...usual, steps: ["task:a1"] };
  for (const zone of ["Europe/London", "America/Argentina/Buenos_Aires", "UTC"]) {
    assert.deepEqual(readSession(writeSession({ ...session, zone }), outline, usual), { ...session, zone });
    assert.doesNotMatch(writeSession({ ...usual, zone }), /zone/, "whoever leads has a clock of their own");
  }
  for (const zone of ["", "Europe/Nowhere", "<b>", "Europe/London\nX:1", "+99:99", `A${"/b".repeat(50)}`, "__proto__"]) {
    assert.deepEqual(readSession(`${writeSession(session)}&zone=${encodeURIComponent(zone)}`, outline, usual), session, zone);
  }
});

test("what makes no sense in an address is left out", () => {
  const hostile = [
    "#for=module:<script>&minutes=1e9&people=-3&day=2027-02-30&time=25:61&steps=<img src=x onerror=alert(1)>",
    "#for=__proto__&minutes=9&people=0&day=0000-00-00&time=2:00&steps=__proto__,constructor,toString",
    "#for=theme:&minutes=481&people=201&day=javascript:alert(1)&time=14:00:00&steps=,,,",
    `#${"steps=task:none,".repeat(20000)}`,
    "#minutes=0x3c&people=8.5&day=2027-1-1&time=١٤:٠٠",
    "#%E0%A4%A&for=%00&minutes=60 &day=2027-01-01T00:00",
    "#__proto__=1&constructor=2",
  ];
  for (const hash of hostile) assert.deepEqual(readSession(hash, outline, usual), usual, hash.slice(0, 60));
});
