/** How a portable file of an older version becomes one of the next. */

/** @typedef {Record<string, any>} Json */

/** @type {Record<number, (content: Json) => Json>} from each older version to the next */
export const STEPS = { 1: datesInWords, 2: placesWithTitles };

/**
 * Version 1 wrote moments as milliseconds since 1970, which no one can read.
 * @param {Json} content
 * @returns {Json}
 */
function datesInWords(content) {
  const date = (/** @type {number} */ moment) => new Date(moment).toISOString();
  const version = (/** @type {Json} */ { when, ...entry }) => ({
    ...entry,
    at: date(entry.at),
    ...(when === undefined ? {} : { when: date(when) }),
  });
  const dates = (/** @type {Json} */ held) => Object.fromEntries(Object.entries(held).map(([key, at]) => [key, date(at)]));
  const other = (/** @type {Json} */ { at, by, when, ...value }) => version({ value, at, by, when });
  const entry = (/** @type {Json} */ { others, seen, joined, ...rest }) => ({
    ...version(rest),
    ...(others ? { others: others.map(other) } : {}),
    ...(seen ? { seen: dates(seen) } : {}),
    ...(joined ? { joined: dates(joined) } : {}),
  });
  const section = (/** @type {Json} */ held) => Object.fromEntries(Object.entries(held).map(([key, one]) => [key, entry(one)]));
  return { ...content, fields: Object.fromEntries(Object.entries(content.fields).map(([name, held]) => [name, section(held)])) };
}

/**
 * Version 2 kept no title of what was set aside: a work that had left the pathway had no name.
 * @param {Json} content
 * @returns {Json}
 */
function placesWithTitles(content) {
  const entry = (/** @type {Json} */ one) => (Object.hasOwn(one, "value") ? { ...one, value: { place: one.value, title: "" } } : one);
  const saved = Object.fromEntries(Object.entries(content.fields.saved).map(([key, one]) => [key, entry(/** @type {Json} */ (one))]));
  return { ...content, fields: { ...content.fields, saved } };
}
