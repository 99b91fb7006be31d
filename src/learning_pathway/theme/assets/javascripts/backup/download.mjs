/** Downloads of files that are generated in the browser. */
import { today } from "../ui/dates.mjs";

/**
 * Download a file through the browser.
 * @param {string} name
 * @param {string} type
 * @param {string | Uint8Array | Blob} content
 */
export function download(name, type, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([/** @type {BlobPart} */ (content)], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** @param {import("../store/store.mjs").Store} store */
export async function downloadBackup(store) {
  download(`my-learning-${today()}.json`, "application/json", `${JSON.stringify(await store.exportFile(), null, 2)}\n`);
}
