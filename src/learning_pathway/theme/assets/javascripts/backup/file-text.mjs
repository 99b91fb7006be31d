/** Read a chosen file and check its JSON before anything else uses it. */
import { ImportError } from "./file-format.mjs";
import { gettext } from "../ui/messages.mjs";

/** More than anyone writes in a lifetime. */
const MAX_BYTES = 100_000_000;
/** The file format is nine levels deep. */
const MAX_DEPTH = 30;
/** Property names that are unsafe in JavaScript. */
const RESERVED = ["__proto__", "constructor", "prototype"];

const TOO_LARGE = gettext("This file is too large to be one that this site exported: at most 100 MB can be loaded. Nothing was loaded.");
const NOT_JSON = gettext("This file is damaged or of another kind: it is not readable as JSON. Nothing was loaded.");
const COMPRESSED = gettext("This file is compressed. Unpack it first, then choose the .json file that was in it. Nothing was loaded.");
const MARKUP = gettext("This is a web page or a picture, not a file that a learning pathway exported. Nothing was loaded.");
const FILE_UNREADABLE = gettext("Your browser could not read this file. Choose it once more. Nothing was loaded.");

/**
 * @param {string | Blob} file
 * @returns {Promise<string>}
 * @throws {ImportError}
 */
export async function textOf(file) {
  if (typeof file === "string") return checkLength(file.replace(/^\uFEFF/, ""));
  if (file.size > MAX_BYTES) throw new ImportError(TOO_LARGE);
  const buffer = await file.arrayBuffer().catch(() => {
    throw new ImportError(FILE_UNREADABLE);
  });
  const bytes = new Uint8Array(buffer);
  const [one, two] = bytes;
  if ((one === 0x1f && two === 0x8b) || (one === 0x50 && two === 0x4b)) throw new ImportError(COMPRESSED);
  try {
    return checkLength(new TextDecoder(encodingOf(one, two), { fatal: true }).decode(bytes));
  } catch (error) {
    throw error instanceof ImportError ? error : new ImportError(NOT_JSON);
  }
}

/**
 * Some editors save text as UTF-16.
 * @param {number} one first byte
 * @param {number} two
 */
function encodingOf(one, two) {
  if ((one === 0xff && two === 0xfe) || (one && two === 0)) return "utf-16le";
  return (one === 0xfe && two === 0xff) || (one === 0 && two) ? "utf-16be" : "utf-8";
}

/** @param {string} text */
function checkLength(text) {
  if (text.length > MAX_BYTES) throw new ImportError(TOO_LARGE);
  return text;
}

/**
 * @param {string} text
 * @returns {unknown}
 * @throws {ImportError} if it is not JSON, or its structure is ambiguous or unsafe
 */
export function parse(text) {
  let content;
  try {
    content = JSON.parse(text);
  } catch {
    throw new ImportError(/^\s*</.test(text) ? MARKUP : NOT_JSON);
  }
  const fault = structureError(text);
  if (fault) throw new ImportError(gettext("This file is damaged, so nothing was loaded. %(fault)s", { fault }));
  return content;
}

/**
 * `JSON.parse` silently drops the first of two equal names.
 * @param {string} text valid JSON
 * @returns {string} the structural error; empty if there is none
 */
function structureError(text) {
  /** @type {(Set<string> | undefined)[]} the property names of each open object; undefined for an array */
  const open = [];
  const tokens = /[{}[\]"]/g;
  for (let found = tokens.exec(text); found; found = tokens.exec(text)) {
    const [token] = found;
    if (token === "{" || token === "[") open.push(token === "{" ? new Set() : undefined);
    else if (token === "}" || token === "]") open.pop();
    if (open.length > MAX_DEPTH) return gettext("Something in it is nested too deeply.");
    if (token !== '"') continue;
    const end = endOfString(text, found.index);
    const fault = isName(text, end) ? nameError(text.slice(found.index, end + 1), open[open.length - 1]) : "";
    if (fault) return fault;
    tokens.lastIndex = end + 1;
  }
  return "";
}

/**
 * @param {string} quoted
 * @param {Set<string> | undefined} names
 */
function nameError(quoted, names) {
  const name = quoted.includes("\\") ? JSON.parse(quoted) : quoted.slice(1, -1);
  if (RESERVED.includes(name)) return gettext("It has something called “%(name)s” that does not belong there.", { name });
  if (names?.has(name)) return gettext("It has two things called “%(name)s” in one place.", { name: name.slice(0, 60) });
  names?.add(name);
  return "";
}

/**
 * @param {string} text
 * @param {number} start
 * @returns {number} the index of its closing quote
 */
function endOfString(text, start) {
  let end = text.indexOf('"', start + 1);
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
 * @param {number} end index of the closing quote of a string
 * @returns {boolean} whether a colon follows
 */
function isName(text, end) {
  let at = end + 1;
  while (text[at] === " " || text[at] === "\n" || text[at] === "\r" || text[at] === "\t") at += 1;
  return text[at] === ":";
}
