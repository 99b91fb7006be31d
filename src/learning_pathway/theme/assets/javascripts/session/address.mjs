/** A session in an address: all that was chosen, after the `#`, so that it is stored nowhere and sent to no server. */
import { currentKey } from "../progress/learner-index.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/**
 * @typedef {object} Session
 * @property {string} scope `module:ID`, `route:ID` or `theme:ID`
 * @property {number} minutes
 * @property {number} people
 * @property {string} day YYYY-MM-DD
 * @property {string} time HH:MM
 * @property {string[]} steps for participants: keys of the readings and tasks, in order; empty for whoever leads
 * @property {string} [zone] for participants: the time zone of whoever leads, such as Europe/London
 */

export const SHORTEST = 10;
export const LONGEST = 480;
export const MOST_PEOPLE = 200;
/** Characters of an address that are read, and steps in it. */
const MOST_READ = 8_000;
const MOST_STEPS = 100;

/**
 * @param {string} said the `#` or `?` of an address, which anyone may have written: what makes no sense is left out
 * @param {Outline} outline
 * @param {Session} usual takes the place of what is missing or wrong
 * @returns {Session}
 */
export function readSession(said, outline, usual) {
  const asked = new URLSearchParams(said.replace(/^[#?]/, "").slice(0, MOST_READ));
  const text = (/** @type {string} */ name) => asked.get(name) ?? "";
  const scope = currentKey(outline.aliases, text("for"));
  const steps = text("steps").split(",").map((key) => currentKey(outline.aliases, key)).filter((key) => Object.hasOwn(outline.steps, key));
  const zone = text("zone");
  return {
    scope: scopesOf(outline).includes(scope) ? scope : usual.scope,
    minutes: wholeNumber(text("minutes"), SHORTEST, LONGEST) ?? usual.minutes,
    people: wholeNumber(text("people"), 1, MOST_PEOPLE) ?? usual.people,
    day: isDay(text("day")) ? text("day") : usual.day,
    time: isTime(text("time")) ? text("time") : usual.time,
    steps: [...new Set(steps)].slice(0, MOST_STEPS),
    ...(steps.length && isZone(zone) && { zone }),
  };
}

/**
 * @param {Session} session
 * @returns {string} the part of an address that says it; every character is one that no program cuts or escapes
 */
export function writeSession({ scope, minutes, people, day, time, steps, zone }) {
  const said = { for: scope, minutes, people, day, time, ...(steps.length && { ...(zone && { zone }), steps: steps.join(",") }) };
  return `#${Object.entries(said).map(([name, value]) => `${name}=${value}`).join("&")}`;
}

/** @param {Outline} outline */
export function scopesOf(outline) {
  const kinds = { module: outline.modules, route: outline.routes, theme: outline.themes ?? [] };
  return Object.entries(kinds).flatMap(([kind, entries]) => entries.map(({ id }) => `${kind}:${id}`));
}

/** @param {string} text @param {number} least @param {number} most */
export function wholeNumber(text, least, most) {
  const number = /^\d{1,4}$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : undefined;
}

/** @param {string} text @returns {boolean} whether it is a day of this century, such as 2027-02-28 */
export function isDay(text) {
  if (!/^20\d\d-\d\d-\d\d$/.test(text)) return false;
  const moment = new Date(`${text}T00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** @param {string} text */
export const isTime = (text) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

/** @param {string} text @returns {boolean} whether it is a time zone that this browser knows */
function isZone(text) {
  if (!/^[A-Za-z][\w+-]*(\/[\w+-]+){0,3}$/.test(text) || text.length > 60) return false;
  try {
    return Boolean(new Intl.DateTimeFormat("en", { timeZone: text }));
  } catch {
    return false;
  }
}
