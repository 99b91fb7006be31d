/** The text of a file that someone chose, and what its JSON is built like, before anything in it is believed. */
import { Refusal } from "./file-format.mjs";
import { gettext } from "../ui/messages.mjs";

/** More than anyone writes by hand in a lifetime; a file beyond it is not ours. */
const MOST_BYTES = 100_000_000;
/** The form of the file itself is nine levels deep, and settings are small. */
const DEEPEST = 30;
/** Names that programs of JavaScript may take for something of their own. */
const RESERVED = ["__proto__", "constructor", "prototype"];

const TOO_LARGE = gettext("This file is too large to be one that this site exported: at most 100 MB can be loaded. Nothing was taken from it.");
const UNREADABLE = gettext("This file is damaged or of another kind: it is not readable as JSON. Nothing was taken from it.");
const COMPRESSED = gettext("This file is compressed. Unpack it first, then choose the .json file that was in it. Nothing was taken from it.");
const MARKUP = gettext("This is a web page or a picture, not a file that a learning pathway exported. Nothing was taken from it.");
const GONE = gettext("Your browser could not read this file. Choose it once more. Nothing was taken from it.");

/**
 * @param {string | Blob} file
 * @returns {Promise<string>}
 * @throws {Refusal}
 */
export async function textOf(file) {
  if (typeof file === "string") return limited(file.replace(/^\uFEFF/, ""));
  if (file.size > MOST_BYTES) throw new Refusal(TOO_LARGE);
  const buffer = await file.arrayBuffer().catch(() => {
    throw new Refusal(GONE);
  });
  const bytes = new Uint8Array(buffer);
  const [one, two] = bytes;
  if ((one === 0x1f && two === 0x8b) || (one === 0x50 && two === 0x4b)) throw new Refusal(COMPRESSED);
  try {
    return limited(new TextDecoder(encodingOf(one, two), { fatal: true }).decode(bytes));
  } catch (error) {
    throw error instanceof Refusal ? error : new Refusal(UNREADABLE);
  }
}

/**
 * Some editors save plain text as UTF-16.
 * @param {number} one first byte
 * @param {number} two
 */
function encodingOf(one, two) {
  if ((one === 0xff && two === 0xfe) || (one && two === 0)) return "utf-16le";
  return (one === 0xfe && two === 0xff) || (one === 0 && two) ? "utf-16be" : "utf-8";
}

/** @param {string} text */
function limited(text) {
  if (text.length > MOST_BYTES) throw new Refusal(TOO_LARGE);
  return text;
}

/**
 * @param {string} text
 * @returns {unknown}
 * @throws {Refusal} where it is not JSON, or is built so that reading it would lose something or harm
 */
export function parse(text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new Refusal(/^\s*</.test(text) ? MARKUP : UNREADABLE);
  }
  const fault = faultOfBuild(text);
  if (fault) throw new Refusal(gettext("This file is damaged, so nothing was taken from it. %(fault)s", { fault }));
  return content;
}

/**
 * `JSON.parse` keeps the last of two equal names and drops the other without a word.
 * @param {string} text whole JSON
 * @returns {string} how it is built wrongly, in words; empty where it is not
 */
function faultOfBuild(text) {
  /** @type {(Set<string> | undefined)[]} names of each object that is open; undefined for a list */
  const open = [];
  const signs = /[{}[\]"]/g;
  for (let found = signs.exec(text); found; found = signs.exec(text)) {
    const [sign] = found;
    if (sign === "{" || sign === "[") open.push(sign === "{" ? new Set() : undefined);
    else if (sign === "}" || sign === "]") open.pop();
    if (open.length > DEEPEST) return gettext("Something in it is nested too deeply.");
    if (sign !== '"') continue;
    const end = endOfString(text, found.index);
    const fault = isName(text, end) ? faultOfName(text.slice(found.index, end + 1), open[open.length - 1]) : "";
    if (fault) return fault;
    signs.lastIndex = end + 1;
  }
  return "";
}

/**
 * @param {string} quoted
 * @param {Set<string> | undefined} names
 */
function faultOfName(quoted, names) {
  const name = quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1);
  if (RESERVED.includes(name)) return gettext("It has something called “%(name)s” that does not belong there.", { name });
  if (names?.has(name)) return gettext("It has two things called “%(name)s” in one place.", { name: name.slice(0, 60) });
  names?.add(name);
  return "";
}

/**
 * @param {string} text
 * @param {number} begin
 * @returns {number} where the string that begins there ends
 */
function endOfString(text, begin) {
  let end = text.indexOf('"', begin + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end;
}

/**
 * @param {string} text
 * @param {number} at
 */
function isEscaped(text, at) {
  let before = at - 1;
  while (text[before] === "\\") before -= 1;
  return (at - before) % 2 === 0;
}

/**
 * @param {string} text
 * @param {number} end of a string
 * @returns {boolean} whether a colon follows
 */
function isName(text, end) {
  let at = end + 1;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return text[at] === ":";
}
