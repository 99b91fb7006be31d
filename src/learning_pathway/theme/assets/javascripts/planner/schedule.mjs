/** A study plan: steps divided into sittings, and sittings onto days. Pure; days are numbers and know no time zone. */

/** @typedef {import("./sessions.mjs").Place} Place */
/** @typedef {{ place: Place, part: number, parts: number }} Portion a step, or one of several parts of a long one */

const DAY = 86_400_000;

/**
 * Steps in order, as many to a sitting as fit. One that is longer than a sitting takes several; one without a time comes
 * apart, for those who have longer.
 * @param {Place[]} places
 * @param {number} pace minutes of a sitting
 * @returns {{ sittings: Portion[][], others: Place[] }}
 */
export function divide(places, pace) {
  /** @type {Portion[][]} */
  const sittings = [];
  let left = 0;
  for (const place of places) {
    if (place.minutes === null) continue;
    const parts = Math.ceil(place.minutes / pace);
    if (place.minutes <= left) sittings[sittings.length - 1].push({ place, part: 1, parts });
    else for (let part = 1; part <= parts; part += 1) sittings.push([{ place, part, parts }]);
    left = place.minutes <= left ? left - place.minutes : parts * pace - place.minutes;
  }
  return { sittings, others: places.filter(({ minutes }) => minutes === null) };
}

/**
 * @param {string} start as a date field gives it: YYYY-MM-DD
 * @param {number[]} weekdays 1 for Monday to 7 for Sunday; at least one
 * @param {number} count
 * @returns {string[]} that many days from the first on, as YYYY-MM-DD
 */
export function daysFrom(start, weekdays, count) {
  /** @type {string[]} */
  const days = [];
  if (!weekdays.length) return days;
  for (let day = Date.parse(`${start}T00:00Z`); days.length < count; day += DAY) {
    const date = new Date(day);
    if (weekdays.includes(date.getUTCDay() || 7)) days.push(date.toISOString().slice(0, 10));
  }
  return days;
}
