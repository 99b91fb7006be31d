/** Saves the portable file through the browser's own download. */
import { today } from "./dates.mjs";

/** @param {import("./store.mjs").Store} store */
export async function saveFile(store) {
  const { save } = await import("./takeaway.mjs");
  save(`my-learning-${today()}.json`, "application/json", `${JSON.stringify(await store.exportFile(), null, 2)}\n`);
}
