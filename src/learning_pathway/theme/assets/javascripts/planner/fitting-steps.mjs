/** Suggests steps that fit into a number of minutes; loaded on demand. */
import { formatDuration } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { fetchOutline, STEP_VERBS, stepTitle } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { fillSession, modulesIn, openSteps, stepsIn } from "./sessions.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./sessions.mjs").ModuleStep} ModuleStep */

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {string} scope `all`, `module:ID` or `route:ID`
 * @param {number} minutes
 * @returns {Promise<[string, ...HTMLElement[]]>} one sentence, and lists
 * @throws {Error} if the outline cannot be fetched
 */
export async function suggestSteps(store, scope, minutes) {
  const outline = await fetchOutline();
  const open = openSteps(stepsIn(outline, modulesIn(outline, scope)), store);
  return suggestion(outline, open, minutes, !scope.startsWith("module:"));
}

/**
 * @param {Outline} outline
 * @param {ModuleStep[]} open
 * @param {number} minutes
 * @param {boolean} withModules whether to name the modules
 * @returns {[string, ...HTMLElement[]]} one sentence, and lists
 */
function suggestion(outline, open, minutes, withModules) {
  if (!open.length) return [gettext("Every step here is done or skipped. Well travelled.")];
  const { steps, others, unknown, tooLong } = fillSession(open, minutes);
  const list = (/** @type {string} */ name, /** @type {ModuleStep[]} */ places) =>
    element(name, { class: "lp-sitting__steps" }, ...places.map((one) => line(outline, one, withModules)));
  const also = others.length ? [element("p", {}, ngettext("Or one of these, each in %(number)s minute or less:", "Or one of these, each in %(number)s minutes or less:", minutes)), list("ul", others)] : [];
  const more = unknown.length ? [element("p", {}, gettext("If you have longer:")), list("ul", unknown)] : [];
  if (steps.length) return [ngettext("%(number)s step, %(time)s together:", "%(number)s steps, %(time)s together:", steps.length, { time: formatDuration(steps) }), list("ol", steps), ...also, ...more];
  if (unknown.length) return [ngettext("Nothing fits into %(number)s minute.", "Nothing fits into %(number)s minutes.", minutes), ...more];
  const shortest = tooLong && [...open].sort((one, other) => (one.minutes ?? Infinity) - (other.minutes ?? Infinity))[0];
  return [ngettext("Nothing fits into %(number)s minute. This is the shortest step:", "Nothing fits into %(number)s minutes. This is the shortest step:", minutes), list("ul", shortest ? [shortest] : [])];
}

/**
 * @param {Outline} outline
 * @param {ModuleStep} step
 * @param {boolean} withModules
 */
function line(outline, step, withModules) {
  const { module, key } = step;
  const { verb } = outline.steps[key] ?? { verb: "task" };
  const address = new URL(`${module.path}#${key.replace(":", "--")}`, home).href;
  const words = element("span", { class: `lp-sitting__verb lp-result__verb--${verb}` }, STEP_VERBS[verb] ?? "");
  const link = element("a", { href: address }, stepTitle(outline, key));
  const time = element("span", { class: "lp-sitting__time" }, [formatDuration([step]), withModules ? module.title : ""].filter(Boolean).join(" · "));
  return element("li", {}, words, link, time);
}
