/** Files that a learner takes along, made in the browser and sent to no one. */
import { today } from "../ui/dates.mjs";
import { manuscript } from "./journal-document.mjs";
import { write } from "./markdown.mjs";
import { language } from "../ui/messages.mjs";
import { presentKey, readOutline } from "../progress/learner-index.mjs";
import { gather } from "./reflections.mjs";

/** @typedef {import("./markdown.mjs").Block} Block */
/** @typedef {import("../store/store.mjs").Store} Store */

/**
 * Lets the browser save a file.
 * @param {string} name
 * @param {string} type
 * @param {string | Uint8Array} content
 */
export function save(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (content)], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/**
 * @param {string} name of the file, without its ending
 * @param {Block[]} blocks
 */
export function saveMarkdown(name, blocks) {
  save(`${name}-${today()}.md`, "text/markdown;charset=utf-8", write(blocks));
}

/**
 * @param {string} name of the file, without its ending
 * @param {string} title
 * @param {Block[]} blocks
 */
export async function saveWord(name, title, blocks) {
  const { docx, TYPE } = await import("./docx.mjs");
  save(`${name}-${today()}.docx`, TYPE, docx({ title, language, blocks }));
}

/**
 * The portable file with these answers alone: the "Your learning" page can take it in again.
 * @param {Store} store
 * @param {Set<string>} keys of the answers, as they are today
 * @param {Record<string, string>} aliases
 */
export async function saveJson(store, keys, aliases) {
  const file = /** @type {{ fields: Record<string, Record<string, unknown>> }} */ (await store.exportFile());
  for (const [section, fields] of Object.entries(file.fields)) {
    const wanted = Object.entries(fields).filter(([key]) => section === "answers" && keys.has(presentKey(aliases, key)));
    file.fields[section] = Object.fromEntries(wanted);
  }
  save(`journal-${today()}.json`, "application/json", `${JSON.stringify(file, null, 2)}\n`);
}

/**
 * Everything that was written, as one Markdown file: for a browser that cannot keep it.
 * @param {Store} store
 */
export async function saveAll(store) {
  const outline = await readOutline().catch(() => undefined);
  saveMarkdown("journal", manuscript(gather(store.entries("answers"), outline), outline?.title ?? ""));
}
