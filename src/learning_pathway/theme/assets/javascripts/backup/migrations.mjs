/** Migrations of backup files from one version to the next. */

/** @typedef {Record<string, any>} Json */

/** @type {Record<number, (content: Json) => Json>} by the version that they convert */
export const STEPS = { 1: timestampsAsText, 2: savedWithTitles };

/**
 * Version 1 stored dates as milliseconds since 1970.
 * @param {Json} content
 * @returns {Json}
 */
function timestampsAsText(content) {
  const date = (/** @type {number} */ time) => new Date(time).toISOString();
  const version = (/** @type {Json} */ { when, ...entry }) => ({
    ...entry,
    at: date(entry.at),
    ...(when === undefined ? {} : { when: date(when) }),
  });
  const dates = (/** @type {Json} */ map) => Object.fromEntries(Object.entries(map).map(([key, at]) => [key, date(at)]));
  const other = (/** @type {Json} */ { at, by, when, ...value }) => version({ value, at, by, when });
  const entry = (/** @type {Json} */ { others, seen, joined, ...rest }) => ({
    ...version(rest),
    ...(others ? { others: others.map(other) } : {}),
    ...(seen ? { seen: dates(seen) } : {}),
    ...(joined ? { joined: dates(joined) } : {}),
  });
  const section = (/** @type {Json} */ map) => Object.fromEntries(Object.entries(map).map(([key, one]) => [key, entry(one)]));
  return { ...content, fields: Object.fromEntries(Object.entries(content.fields).map(([name, map]) => [name, section(map)])) };
}

/**
 * Version 2 had no titles in the saved list.
 * @param {Json} content
 * @returns {Json}
 */
function savedWithTitles(content) {
  const entry = (/** @type {Json} */ one) => (Object.hasOwn(one, "value") ? { ...one, value: { place: one.value, title: "" } } : one);
  const saved = Object.fromEntries(Object.entries(content.fields.saved).map(([key, one]) => [key, entry(/** @type {Json} */ (one))]));
  return { ...content, fields: { ...content.fields, saved } };
}
