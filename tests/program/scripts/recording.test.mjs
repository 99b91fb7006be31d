import assert from "node:assert/strict";
import test from "node:test";

import {
  after,
  buttonsOf,
  Clock,
  fileName,
  fileProblem,
  inMinutes,
  LARGEST,
  levelName,
  loudness,
  STOP_AT,
  timeReached,
  typeToRecord,
} from "../../../src/learning_pathway/theme/assets/javascripts/voices/recording.mjs";
import { sha256 } from "../../../src/learning_pathway/theme/assets/javascripts/voices/code.mjs";
import { inWords, receipt, sheet } from "../../../src/learning_pathway/theme/assets/javascripts/voices/sheet.mjs";

const STATES = ["idle", "asking", "recording", "paused", "ready"];
const ACTIONS = ["record", "started", "refused", "pause", "resume", "stop", "again", "file"];

const person = {
  record: "3f0c5d1e-1111-4222-8333-444455556666",
  code: "H4TN-0W8E-R2MB-51XQ-J9CD",
  scope: "publish",
  shown: "anonymous",
  shownText: "",
  translate: false,
  takeAway: false,
  until: "2029-02-03",
};
const call = {
  id: "what-helps",
  question: "What helped you?",
  address: "https://example.org/calls/what-helps/",
  notice: "what-helps/1",
  noticeHash: `sha256:${"0".repeat(64)}`,
  noticeAddress: "https://example.org/notice/",
  sendTo: "voices@example.org",
  controller: "Example",
  contact: "voices@example.org",
};
const media = { name: "answer-v-7kq2m9xd.webm", sha256: `sha256:${"1".repeat(64)}`, seconds: 94 };
const answer = { id: "v-7kq2m9xd", made: "2027-02-03", kind: "audio", media, language: "en", words: "", people: [person] };

test("a recording goes from idle to ready, and may pause and begin again", () => {
  const run = (...actions) => actions.reduce(after, "idle");
  assert.equal(run("record", "started", "pause", "resume", "stop"), "ready");
  assert.equal(run("record", "started", "pause", "stop"), "ready", "stopped while it paused");
  assert.equal(run("record", "refused"), "idle");
  assert.equal(run("file"), "ready");
  assert.equal(run("file", "again"), "idle");
});

test("an action out of place changes nothing", () => {
  for (const state of STATES) {
    for (const action of ACTIONS) assert.ok(STATES.includes(after(state, action)), `${state} ${action}`);
  }
  assert.equal(after("recording", "record"), "recording");
  assert.equal(after("idle", "stop"), "idle");
  assert.equal(after("ready", "resume"), "ready");
  assert.equal(after("asking", "file"), "asking");
});

test("each state offers what can be done in it", () => {
  for (const state of STATES) {
    for (const name of buttonsOf(state)) {
      if (name !== "hear") assert.notEqual(after(state, name), state, `${state} ${name}`);
    }
  }
  assert.deepEqual(buttonsOf("recording"), ["stop", "pause"]);
  assert.deepEqual(buttonsOf("asking"), [], "the browser asks now");
});

test("the type that most devices play comes first, and plain MP4 never", () => {
  const all = () => true;
  assert.match(typeToRecord("audio", all), /^audio\/mp4;codecs=mp4a/);
  assert.match(typeToRecord("video", all), /^video\/mp4;codecs=avc1/);
  const chromium = (type) => type.includes("webm");
  assert.equal(typeToRecord("audio", chromium), "audio/webm;codecs=opus");
  assert.equal(typeToRecord("video", chromium), "video/webm;codecs=vp8,opus");
  const asked = [];
  assert.equal(typeToRecord("video", (type) => void asked.push(type)), "", "the browser's own");
  assert.ok(asked.every((type) => type.includes("codecs=")));
});

test("the name of a file ends as its type says", () => {
  assert.equal(fileName("a", "audio/webm;codecs=opus", "audio"), "a.webm");
  assert.equal(fileName("a", "video/webm", "video"), "a.webm");
  assert.equal(fileName("a", "AUDIO/MP4", "audio"), "a.m4a");
  assert.equal(fileName("a", "video/quicktime", "video"), "a.mov");
  assert.equal(fileName("a", "", "audio"), "a.m4a");
  assert.equal(fileName("a", "application/x-odd", "video"), "a.mp4");
});

test("a file is taken by its kind and size", () => {
  const file = (size, type, name = "a") => fileProblem({ size, type, name }, "audio");
  assert.equal(file(10, "audio/mpeg"), "");
  assert.equal(file(10, "", "Voice 3.M4A"), "", "some systems know no type");
  assert.equal(file(LARGEST, "audio/wav"), "");
  assert.equal(file(LARGEST + 1, "audio/wav"), "file_large");
  assert.equal(file(0, "audio/wav"), "file_empty");
  assert.equal(file(10, "video/mp4"), "file_type");
  assert.equal(file(10, "text/plain", "a.m4a"), "file_type");
  assert.equal(file(10, "", "a.exe"), "file_type");
  assert.equal(fileProblem({ size: 10, type: "video/3gpp", name: "a.3gp" }, "video"), "");
  assert.ok(STOP_AT < LARGEST);
});

test("the clock leaves pauses out", () => {
  const clock = new Clock();
  assert.equal(clock.seconds(5_000), 0);
  clock.run(1_000);
  clock.run(2_000);
  assert.equal(clock.seconds(4_000), 3, "running twice does not begin anew");
  clock.pause(4_000);
  assert.equal(clock.seconds(60_000), 3);
  clock.run(60_000);
  assert.equal(clock.seconds(61_500), 4.5);
  assert.equal(clock.seconds(1_000), 3, "a clock that goes back takes nothing away");
});

test("the limit is announced half a minute before, once", () => {
  assert.equal(timeReached(89, 91, 120), "last");
  assert.equal(timeReached(91, 92, 120), "");
  assert.equal(timeReached(119, 120, 120), "limit");
  assert.equal(timeReached(0, 500, 120), "limit", "a device that slept");
  assert.equal(timeReached(0, 20, 45), "", "too short to be announced");
});

test("loudness is told in words", () => {
  const tone = (height) => Float32Array.from({ length: 2048 }, (_, n) => height * Math.sin(n / 10));
  assert.equal(levelName(loudness(new Float32Array(2048))), "silent");
  assert.equal(levelName(loudness(tone(0.005))), "quiet");
  assert.equal(levelName(loudness(tone(0.2))), "heard");
  assert.equal(loudness(tone(1)), 1);
  assert.equal(loudness(new Float32Array(0)), 0);
  const word = new Float32Array(32_768);
  word.set(tone(0.2), 20_480);
  assert.equal(levelName(loudness(word)), "heard", "a word between two pauses");
});

test("time is told in minutes and seconds", () => {
  assert.deepEqual([0, 9.9, 60, 125, 3_600, -1].map(inMinutes), ["0:00", "0:09", "1:00", "2:05", "60:00", "0:00"]);
});

test("the sheet names the recording by its hash, and the receipt alone holds the code", async () => {
  const text = await sheet(call, answer, [`sha256:${"2".repeat(64)}`]);
  const data = JSON.parse(text.slice(text.indexOf("\n{")));
  assert.equal(data.kind, "audio");
  assert.deepEqual(data.media, { sha256: media.sha256, seconds: 94 });
  assert.ok(text.includes("The recording is the file answer-v-7kq2m9xd.webm."));
  assert.ok(text.includes("Please write down what is said in it."));
  assert.ok(!text.includes(person.code));
  assert.ok(receipt(call, answer, person).includes(person.code));
});

test("a written answer names no recording", async () => {
  const text = await sheet(call, { ...answer, kind: "text", media: undefined, words: "Words" }, ["x"]);
  assert.ok(!text.includes("media"));
  assert.ok(text.includes('"kind": "text"'));
});

test("choices are told as they are for a recording", () => {
  assert.match(inWords(person, "audio"), /read, hear or watch all of it\. No name: words only, not my voice or face\./);
  assert.match(inWords(person, "text"), /anyone may read all of it\. No name\. /);
});

test("bytes and text have the same hash", async () => {
  assert.equal(await sha256(new TextEncoder().encode("a").buffer), await sha256("a"));
});
