/** The answer sheet that is sent, and the receipts that stay: each a text that anyone can read. */
import { sha256 } from "./code.mjs";

/** @typedef {"listen" | "quote" | "publish"} Scope */
/** @typedef {"text" | "audio" | "video"} AnswerKind */
/**
 * @typedef {object} Choices what one person chose
 * @property {string} record name of their consent
 * @property {string} code their take-back code
 * @property {Scope} scope
 * @property {"anonymous" | "role" | "name"} shown
 * @property {string} shownText the kind of work or the name
 * @property {boolean} translate
 * @property {boolean} takeAway
 * @property {string} until last day, as YYYY-MM-DD
 */
/**
 * @typedef {object} Call
 * @property {string} id
 * @property {string} question
 * @property {string} address of the call's page
 * @property {string} notice id of the notice, such as `what-helps-2027/2`
 * @property {string} noticeHash
 * @property {string} noticeAddress
 * @property {string} sendTo
 * @property {string} controller
 * @property {string} contact
 */
/**
 * @typedef {object} Answer
 * @property {string} id
 * @property {string} made the day, as YYYY-MM-DD
 * @property {AnswerKind} kind
 * @property {{ name: string, sha256: string, seconds: number }} [media] the recording that goes with the sheet
 * @property {string} language
 * @property {string} words
 * @property {Choices[]} people
 */

const FORMAT = "learning-pathway-answer/1";
const RECEIPT = "learning-pathway-receipt/1";
/** Above the data. Mail programs may wrap it; the program that reads it knows. */
const MARK = "---- Please leave everything below this line as it is ----";

const SCOPES = {
  listen: "Listen only: you read it and count it. No one else sees my words.",
  quote: "Quote me: you may show short pieces of it.",
  publish: "Publish it: anyone may read all of it.",
};

/** What is different for a recording. */
const RECORDED = {
  listen: "Listen only: you hear it and count it. No one else hears it or reads my words.",
  publish: "Publish it: anyone may read, hear or watch all of it.",
};

/**
 * @param {Choices} person
 * @param {AnswerKind} kind
 * @returns {string} what they chose, in a few sentences
 */
export function inWords(person, kind) {
  const isRecorded = kind !== "text";
  const scopes = isRecorded ? { ...SCOPES, ...RECORDED } : SCOPES;
  const shown = { anonymous: isRecorded ? "No name: words only, not my voice or face." : "No name.", role: `Shown as: ${person.shownText}.`, name: `Shown as: ${person.shownText}.` };
  return [
    scopes[person.scope],
    shown[person.shown],
    `Other languages: ${person.translate ? "yes" : "no"}.`,
    `Downloads: ${person.takeAway ? "yes" : "no"}.`,
    `Until ${day(person.until)}.`,
  ].join(" ");
}

/**
 * @param {Call} call
 * @param {Answer} answer
 * @param {string[]} codeHashes
 * @param {string} wordsHash
 * @returns {object} the data of the sheet
 */
function data(call, answer, codeHashes, wordsHash) {
  return {
    format: FORMAT,
    id: answer.id,
    call: call.id,
    made: answer.made,
    kind: answer.kind,
    language: answer.language,
    people_recorded: answer.people.length,
    words: answer.words,
    words_sha256: wordsHash,
    ...(answer.media && { media: { sha256: answer.media.sha256, seconds: answer.media.seconds } }),
    consent: answer.people.map((person, place) => ({
      record: person.record,
      notice: { id: call.notice, sha256: call.noticeHash },
      take_back: codeHashes[place],
      shown_as: person.shown === "anonymous" ? { mode: person.shown } : { mode: person.shown, text: person.shownText },
      scope: person.scope,
      translate: person.translate,
      take_away: person.takeAway,
      valid_until: person.until,
      adult: true,
    })),
  };
}

/**
 * @param {Call} call
 * @param {Answer} answer
 * @param {string[]} codeHashes the hash of each person's code, in their order
 * @returns {Promise<string>} the answer sheet
 */
export async function sheet(call, answer, codeHashes) {
  const wordsHash = await sha256(answer.words.split(/\s+/).filter(Boolean).join(" "));
  const chosen = answer.people.map((person, place) => (answer.people.length > 1 ? `Person ${place + 1}: ` : "") + inWords(person, answer.kind));
  return [
    `An answer to “${call.question}”`,
    "",
    ...chosen,
    `Notice read: ${call.notice}, ${call.noticeAddress}`,
    ...(answer.media ? [`The recording is the file ${answer.media.name}.`] : []),
    "",
    answer.words || "Please write down what is said in it.",
    "",
    MARK,
    JSON.stringify(data(call, answer, codeHashes, wordsHash), null, 1),
    "",
  ].join("\n");
}

/**
 * @param {Call} call
 * @param {Answer} answer
 * @param {Choices} person whose receipt it is
 * @returns {string} the receipt, with the only copy of the code
 */
export function receipt(call, answer, person) {
  const rows = [
    ["Answer", `${answer.id} to “${call.question}”`],
    ["You chose", inWords(person, answer.kind)],
    ["You read", `notice ${call.notice}: ${call.noticeAddress}`],
    ["What became of it", `${new URL(`../../voices/${answer.id}/`, call.address).href} (there is no page until we have read it)`],
    ["Take-back code", `${person.code}    <- only here. We hold a fingerprint of it, not the code.`],
    ["To take it back", `send the code to ${call.sendTo}, from any address. You need give no reason.`],
    ["Who answers for it", `${call.controller}, ${call.contact}. Complaints: Information Commissioner’s Office, ico.org.uk.`],
    ["Receipt", `${person.record}, format ${RECEIPT}`],
  ];
  const lines = rows.map(([name, value]) => `${name.padEnd(20)}${value}`);
  return ["Keep this. With it you can see what became of your answer, or take it back.", "", ...lines, ""].join("\n");
}

/**
 * @param {string} date as YYYY-MM-DD
 * @returns {string} as 3 February 2029
 */
export function day(date) {
  return new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" }).format(new Date(`${date}T00:00:00Z`));
}
