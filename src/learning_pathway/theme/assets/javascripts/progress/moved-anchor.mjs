/**
 * Redirects links to a step that has moved to another module.
 */
import { currentKey, fetchOutline } from "./learner-index.mjs";
import { home } from "../ui/page.mjs";

/** Go to the current page of the step in the fragment, if there is one. */
export async function redirectToMovedStep() {
  const [kind, id] = location.hash.slice(1).split("--");
  if ((kind !== "resource" && kind !== "task") || !id) return;
  const requestedAddress = location.href;
  const outline = await fetchOutline().catch(() => undefined);
  if (!outline || location.href !== requestedAddress) return;
  const key = currentKey(outline.aliases, `${kind}:${id}`);
  const path = pathOf(outline, key);
  if (path) location.replace(new URL(path, home));
}

/**
 * @param {import("./learner-index.mjs").Outline} outline
 * @param {string} key
 * @returns {string | undefined} address of a step in its first module, or of the resource page
 */
function pathOf(outline, key) {
  const module = outline.modules.find(({ sections }) => sections.some(({ steps }) => steps.includes(key)));
  return module ? `${module.path}#${key.replace(":", "--")}` : outline.steps[key]?.path;
}
