/** Suggests steps that fit into a number of minutes; loaded on demand. */
import { formatDuration } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { fetchOutline, STEP_VERBS, stepTitle } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { fillSession, modulesIn, openSteps, othersThatFit, stepsIn, wantedSteps } from "./sessions.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./sessions.mjs").ModuleStep} ModuleStep */

/** Number of steps to suggest from elsewhere in the pathway. */
const MAX_ELSEWHERE = 3;

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {string} scope `all`, `module:ID`, `route:ID` or `theme:ID`
 * @param {number} minutes
 * @param {string} company `alone`, `others`, or empty for both
 * @returns {Promise<[string, ...HTMLElement[]]>} one sentence, and lists
 * @throws {Error} if the outline cannot be fetched
 */
export async function suggestSteps(store, scope, minutes, company = "") {
  const outline = await fetchOutline();
  const openIn = (/** @type {string} */ where) => openSteps(stepsIn(outline, modulesIn(outline, where)), store);
  return suggestion(outline, openIn(scope), openIn("all"), { scope, minutes, company });
}

/**
 * @param {Outline} outline
 * @param {ModuleStep[]} open
 * @param {ModuleStep[]} everywhere the open steps of the whole pathway
 * @param {{ scope: string, minutes: number, company: string }} request
 * @returns {[string, ...HTMLElement[]]} one sentence, and lists
 */
function suggestion(outline, open, everywhere, { scope, minutes, company }) {
  const isWanted = wantedSteps(scope, company);
  if (!open.some(isWanted)) return open.length ? [gettext("No steps match. Choose another subject, or change who it is for.")] : [gettext("You have done or skipped every step here. Well done.")];
  const { steps, others, unknown } = fillSession(open, minutes, isWanted, !scope.startsWith("theme:"));
  const list = (/** @type {string} */ name, /** @type {ModuleStep[]} */ places) =>
    element(name, { class: "lp-sitting__steps" }, ...places.map((one) => line(outline, one, !scope.startsWith("module:") || one.module.id !== scope.slice("module:".length))));
  const elsewhere = others.length ? others : stepsElsewhere(everywhere, steps, minutes, company);
  const also = elsewhere.length ? [element("p", {}, ngettext("Or one of these, each in %(number)s minute or less:", "Or one of these, each in %(number)s minutes or less:", minutes)), list("ul", elsewhere)] : [];
  const more = unknown.length ? [element("p", {}, gettext("If you have longer:")), list("ul", unknown)] : [];
  if (steps.length) return [ngettext("%(number)s step, %(time)s:", "%(number)s steps, %(time)s:", steps.length, { time: formatDuration(steps) }), list("ol", steps), ...also, ...more];
  if (unknown.length || elsewhere.length) return [ngettext("Nothing fits in %(number)s minute.", "Nothing fits in %(number)s minutes.", minutes), ...more, ...also];
  const shortest = open.filter((step) => isWanted(step) && !step.needs?.length && step.minutes !== null).sort((one, other) => (one.minutes ?? 0) - (other.minutes ?? 0)).slice(0, 1);
  if (!shortest.length) return [ngettext("Nothing fits in %(number)s minute.", "Nothing fits in %(number)s minutes.", minutes)];
  return [ngettext("Nothing fits in %(number)s minute. This is the shortest step:", "Nothing fits in %(number)s minutes. This is the shortest step:", minutes), list("ul", shortest)];
}

/**
 * @param {ModuleStep[]} everywhere
 * @param {ModuleStep[]} chosen
 * @param {number} minutes
 * @param {string} company
 * @returns {ModuleStep[]} steps that fit, one from each of a few other modules
 */
function stepsElsewhere(everywhere, chosen, minutes, company) {
  const here = new Set(chosen.map(({ module }) => module.id));
  const fitting = othersThatFit(everywhere.filter((step) => wantedSteps("all", company)(step) && !here.has(step.module.id)), [], minutes);
  return fitting.filter((step, place) => fitting.findIndex(({ module }) => module === step.module) === place).slice(0, MAX_ELSEWHERE);
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
