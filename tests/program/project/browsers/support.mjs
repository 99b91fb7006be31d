// The browsers that the site supports, and whether all of them have what the lists of MDN describe.
import { readFile } from "node:fs/promises";

export const { browserslist } = JSON.parse(await readFile(new URL("package.json", import.meta.url), "utf8"));
const floors = browserslist.map((name) => name.replace("ios_saf", "safari_ios").split(" "));

/** Whether the number of a version is higher than another. */
const isAbove = (one, other) => {
  const [left, right] = [one, other].map((text) => text.split(".").map(Number));
  return (left[0] - right[0] || (left[1] ?? 0) - (right[1] ?? 0)) > 0;
};

/** Whether a browser of that version has it, by that very name and without a switch. */
function has(support, [browser, floor]) {
  return [support[browser] ?? []].flat().some(({ version_added: added, version_removed: removed, prefix, flags, alternative_name: name }) => {
    if (typeof added !== "string" || added === "preview" || prefix || flags || name) return false;
    return !isAbove(added.replace("≤", ""), floor) && !(typeof removed === "string" && !isAbove(removed, floor));
  });
}

export const lacking = ({ __compat: compat }) => compat && floors.some((floor) => !has(compat.support, floor));
