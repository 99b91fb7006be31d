/** Saves the portable file through the browser's own download. */
import { today } from "../ui/dates.mjs";

/** @param {import("../store/store.mjs").Store} store */
export async function saveFile(store) {
  const { save } = await import("../journal/export.mjs");
  save(`my-learning-${today()}.json`, "application/json", `${JSON.stringify(await store.exportFile(), null, 2)}\n`);
}
