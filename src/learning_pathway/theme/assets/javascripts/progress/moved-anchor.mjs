/**
 * Old links to a step that stands in another module now. The page of its old module cannot know where it went; the
 * outline does.
 */
import { presentKey, readOutline } from "./learner-index.mjs";
import { home } from "../ui/page.mjs";

/** Leads on to where the step of the address's fragment stands today; stays where there is no such step. */
export async function seek() {
  const [kind, id] = location.hash.slice(1).split("--");
  if ((kind !== "resource" && kind !== "task") || !id) return;
  const asked = location.href;
  const outline = await readOutline().catch(() => undefined);
  if (!outline || location.href !== asked) return;
  const key = presentKey(outline.aliases, `${kind}:${id}`);
  const path = pathOf(outline, key);
  if (path) location.replace(new URL(path, home));
}

/**
 * @param {import("./learner-index.mjs").Outline} outline
 * @param {string} key
 * @returns {string | undefined} where a step is done first; the record of a resource that no module uses
 */
function pathOf(outline, key) {
  const module = outline.modules.find(({ sections }) => sections.some(({ steps }) => steps.includes(key)));
  return module ? `${module.path}#${key.replace(":", "--")}` : outline.steps[key]?.path;
}
