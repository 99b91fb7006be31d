/** The answer to "I have N minutes": steps that fit, as a sentence and lists of links. Fetched when someone asks. */
import { timeInWords } from "../ui/dates.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { namedStep, readOutline } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { fill, modulesIn, openPlaces, placesIn } from "./sessions.mjs";
import { element } from "../ui/dom.mjs";
import { VERBS } from "../ui/verbs.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./sessions.mjs").Place} Place */

/**
 * @param {import("../store/store.mjs").Store} store
 * @param {string} scope `all`, `module:ID` or `route:ID`
 * @param {number} minutes
 * @returns {Promise<[string, ...HTMLElement[]]>} one sentence, and lists
 * @throws {Error} where the outline cannot be fetched
 */
export async function offer(store, scope, minutes) {
  const outline = await readOutline();
  const open = openPlaces(placesIn(outline, modulesIn(outline, scope)), store);
  return answer(outline, open, minutes, !scope.startsWith("module:"));
}

/**
 * @param {Outline} outline
 * @param {Place[]} open
 * @param {number} minutes
 * @param {boolean} several whether to name the modules
 * @returns {[string, ...HTMLElement[]]} one sentence, and lists
 */
function answer(outline, open, minutes, several) {
  if (!open.length) return [gettext("Every step here is done or skipped. Well travelled.")];
  const { steps, others, unknown, tooLong } = fill(open, minutes);
  const list = (/** @type {string} */ name, /** @type {Place[]} */ places) =>
    element(name, { class: "lp-sitting__steps" }, ...places.map((one) => line(outline, one, several)));
  const also = others.length ? [element("p", {}, ngettext("Or one of these, each in %(number)s minute or less:", "Or one of these, each in %(number)s minutes or less:", minutes)), list("ul", others)] : [];
  const more = unknown.length ? [element("p", {}, gettext("If you have longer:")), list("ul", unknown)] : [];
  if (steps.length) return [ngettext("%(number)s step, %(time)s together:", "%(number)s steps, %(time)s together:", steps.length, { time: timeInWords(steps) }), list("ol", steps), ...also, ...more];
  if (unknown.length) return [ngettext("Nothing fits into %(number)s minute.", "Nothing fits into %(number)s minutes.", minutes), ...more];
  const shortest = tooLong && [...open].sort((one, other) => (one.minutes ?? Infinity) - (other.minutes ?? Infinity))[0];
  return [ngettext("Nothing fits into %(number)s minute. This is the shortest step:", "Nothing fits into %(number)s minutes. This is the shortest step:", minutes), list("ul", shortest ? [shortest] : [])];
}

/**
 * @param {Outline} outline
 * @param {Place} place
 * @param {boolean} several
 */
function line(outline, place, several) {
  const { module, key } = place;
  const { verb } = outline.steps[key] ?? { verb: "task" };
  const address = new URL(`${module.path}#${key.replace(":", "--")}`, home).href;
  const words = element("span", { class: `lp-sitting__verb lp-result__verb--${verb}` }, VERBS[verb] ?? "");
  const link = element("a", { href: address }, namedStep(outline, key));
  const time = element("span", { class: "lp-sitting__time" }, [timeInWords([place]), several ? module.title : ""].filter(Boolean).join(" · "));
  return element("li", {}, words, link, time);
}
