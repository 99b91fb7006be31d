/** Characters that text from other programs brings along, and that files and pages cannot hold. */

/** Line breaks of Word (U+000B), printers, old systems, XML and Unicode; and the separators of records (U+001C to U+001F). */
const LINE_BREAKS = /\r\n?|[\v\f\x1c-\x1f\x85\u2028\u2029]/g;

/** Other controls, halves of a character and what is no character at all: no XML may hold most of them. */
const UNWRITABLE = /[\0-\x08\x0e-\x1b\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu;

/**
 * @param {string} text
 * @returns {string} it with one kind of line break, `\n`, and without characters that no one can see or write
 */
export function plainText(text) {
  return text.replace(LINE_BREAKS, "\n").replace(UNWRITABLE, "");
}
