/** Exports of the journal as Markdown, Word and JSON. */
import { download } from "../backup/download.mjs";
import { today } from "../ui/dates.mjs";
import { journalDocument } from "./journal-document.mjs";
import { write } from "./markdown.mjs";
import { language } from "../ui/messages.mjs";
import { currentKey, fetchOutline } from "../progress/learner-index.mjs";
import { collectReflections } from "./reflections.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */
/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * @param {string} name file name without the extension
 * @param {Block[]} blocks
 */
export function downloadMarkdown(name, blocks) {
  download(`${name}-${today()}.md`, "text/markdown;charset=utf-8", write(blocks));
}

/**
 * @param {string} name file name without the extension
 * @param {string} title
 * @param {Block[]} blocks
 */
export async function downloadWord(name, title, blocks) {
  const { docx, TYPE } = await import("./docx.mjs");
  download(`${name}-${today()}.docx`, TYPE, docx({ title, language, blocks }));
}

/**
 * Download a backup file with these answers only; the "Your learning" page can load it.
 * @param {Store} store
 * @param {Set<string>} keys current keys of the answers
 * @param {Record<string, string>} aliases
 */
export async function downloadJson(store, keys, aliases) {
  const file = /** @type {{ fields: Record<string, Record<string, unknown>> }} */ (await store.exportFile());
  for (const [section, fields] of Object.entries(file.fields)) {
    const wanted = Object.entries(fields).filter(([key]) => section === "answers" && keys.has(currentKey(aliases, key)));
    file.fields[section] = Object.fromEntries(wanted);
  }
  download(`journal-${today()}.json`, "application/json", `${JSON.stringify(file, null, 2)}\n`);
}

/**
 * Download all answers as one Markdown file, for browsers that cannot store them.
 * @param {Store} store
 */
export async function downloadAnswers(store) {
  const outline = await fetchOutline().catch(() => undefined);
  downloadMarkdown("journal", journalDocument(collectReflections(store.entries("answers"), outline), outline?.title ?? ""));
}
