/** An answer's last day counts to its end (UTC), and what is no day never ends anything. */
import assert from "node:assert/strict";
import { test } from "node:test";

const { isOver } = await import("../../../src/learning_pathway/theme/assets/javascripts/voices/until.mjs");

test("an answer is shown until the end of its last day", () => {
  for (const [now, expected] of [
    ["2027-02-28T12:00:00Z", false],
    ["2027-03-01T00:00:00Z", false],
    ["2027-03-01T23:59:59Z", false],
    ["2027-03-02T00:00:00Z", true],
    ["2036-01-01T00:00:00Z", true],
  ]) {
    assert.equal(isOver("2027-03-01", new Date(now)), expected, now);
  }
});

test("an answer without a last day is shown", () => {
  for (const day of ["", undefined, "soon", "2027-3-1"]) assert.equal(isOver(day, new Date("2036-01-01")), false, day);
});
