/** What the learner did last, on the "Your learning" page. Loaded once something is done. */
import { gettext } from "../ui/messages.mjs";
import { fetchOutline, stepsOf, stepTitle } from "./learner-index.mjs";
import { formatDay } from "../ui/dates.mjs";
import { compare } from "../store/records.mjs";
import { element } from "../ui/dom.mjs";
import { home } from "../ui/page.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/** Number of recent steps to show. */
const RECENT = 5;

/**
 * Show what was done last, with its dates.
 * @param {Store} store
 * @param {HTMLElement} found
 */
export async function showRecent(store, found) {
  const entries = [...store.entries("progress"), ...store.entries("answers")].sort(([, one], [, other]) => compare(one, other));
  const last = new Map(entries.map(([key, { at, when = at }]) => [key, when]));
  const outline = await fetchOutline().catch(() => undefined);
  if (!outline) return;
  const keys = [...last.keys()].filter((key) => outline.steps[key]);
  keys.sort((one, other) => (last.get(other) ?? 0) - (last.get(one) ?? 0));
  const items = keys.slice(0, RECENT).map((key) => {
    const module = outline.modules.find((one) => stepsOf(one).includes(key));
    const path = module ? `${module.path}#${key.replace(":", "--")}` : outline.steps[key].path ?? "";
    const when = last.get(key) ?? 0;
    const date = element("time", { datetime: new Date(when).toISOString() }, formatDay(when));
    return element("li", {}, element("a", { href: new URL(path, home).href }, stepTitle(outline, key)), date);
  });
  found.replaceChildren(...(items.length ? [element("h2", {}, gettext("What you did last")), element("ul", { class: "lp-recent" }, ...items)] : []));
}
