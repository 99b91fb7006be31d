/** Divides steps into sessions and assigns dates. Pure functions without time zones. */

/** @typedef {import("./sessions.mjs").ModuleStep} ModuleStep */
/** @typedef {{ step: ModuleStep, part: number, parts: number }} SessionStep a step, or one of several parts of a long one */

const DAY = 86_400_000;

/**
 * Put as many steps into each session as fit. A step longer than a session takes several; steps of unknown length are
 * returned in `others`.
 * @param {ModuleStep[]} steps
 * @param {number} sessionMinutes length of a session
 * @returns {{ sessions: SessionStep[][], others: ModuleStep[] }}
 */
export function divideIntoSessions(steps, sessionMinutes) {
  /** @type {SessionStep[][]} */
  const sessions = [];
  let remaining = 0;
  for (const step of steps) {
    if (step.minutes === null) continue;
    const parts = Math.ceil(step.minutes / sessionMinutes);
    if (step.minutes <= remaining) sessions[sessions.length - 1].push({ step, part: 1, parts });
    else for (let part = 1; part <= parts; part += 1) sessions.push([{ step, part, parts }]);
    remaining = step.minutes <= remaining ? remaining - step.minutes : parts * sessionMinutes - step.minutes;
  }
  return { sessions, others: steps.filter(({ minutes }) => minutes === null) };
}

/**
 * @param {string} start YYYY-MM-DD
 * @param {number[]} weekdays 1 for Monday to 7 for Sunday; at least one
 * @param {number} count
 * @returns {string[]} the dates, as YYYY-MM-DD
 */
export function sessionDates(start, weekdays, count) {
  /** @type {string[]} */
  const days = [];
  if (!weekdays.length) return days;
  for (let day = Date.parse(`${start}T00:00Z`); days.length < count; day += DAY) {
    const date = new Date(day);
    if (weekdays.includes(date.getUTCDay() || 7)) days.push(date.toISOString().slice(0, 10));
  }
  return days;
}
