/**
 * A time zone as calendar files carry it (RFC 5545, 3.6.5): "half past twelve" must stay so when the clocks change, and
 * a calendar elsewhere must know which half past twelve it is. The rules come from the browser's own time zone data;
 * each change of the clocks in the time of the plan is written out.
 */

const HOUR = 3_600_000;
const HALF_DAY = 12 * HOUR;

/**
 * @param {string} zone
 * @param {number} from milliseconds since 1970
 * @param {number} to
 * @returns {string[]} the lines of a VTIMEZONE that holds from the first moment to the last
 */
export function zoneLines(zone, from, to) {
  const offsetAt = clock(zone);
  const first = offsetAt(from);
  const lines = [...observance(zone, offsetAt, from, first, first)];
  for (let at = from; at < to; at += HALF_DAY) {
    const [before, after] = [offsetAt(at), offsetAt(at + HALF_DAY)];
    if (before === after) continue;
    lines.push(...observance(zone, offsetAt, change(offsetAt, at, at + HALF_DAY), before, after));
  }
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...lines, "END:VTIMEZONE"];
}

/**
 * @param {string} zone
 * @returns {(moment: number) => number} by how much its clocks are ahead of UTC at a moment, in milliseconds
 */
function clock(zone) {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (moment) => {
    const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    return shown - Math.floor(moment / 1000) * 1000;
  };
}

/**
 * @param {(moment: number) => number} offsetAt
 * @param {number} before
 * @param {number} after
 * @returns {number} the second at which the clocks changed
 */
function change(offsetAt, before, after) {
  const old = offsetAt(before);
  let [low, high] = [before, after];
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000;
    if (offsetAt(middle) === old) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * @param {string} zone
 * @param {(moment: number) => number} offsetAt
 * @param {number} onset
 * @param {number} from
 * @param {number} to
 */
function observance(zone, offsetAt, onset, from, to) {
  const year = new Date(onset).getUTCFullYear();
  const least = Math.min(offsetAt(Date.UTC(year, 0)), offsetAt(Date.UTC(year, 6)));
  const kind = to > least ? "DAYLIGHT" : "STANDARD";
  const named = new Intl.DateTimeFormat("en-GB", { timeZone: zone, timeZoneName: "short" }).formatToParts(onset);
  return [
    `BEGIN:${kind}`,
    `DTSTART:${new Date(onset + from).toISOString().replace(/[-:]|\.\d+Z/g, "")}`, // by the clock as it was before
    `TZOFFSETFROM:${offset(from)}`,
    `TZOFFSETTO:${offset(to)}`,
    `TZNAME:${named.find(({ type }) => type === "timeZoneName")?.value ?? zone}`,
    `END:${kind}`,
  ];
}

/** @param {number} milliseconds */
function offset(milliseconds) {
  const seconds = Math.abs(milliseconds) / 1000;
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, "0");
  const rest = seconds % 60 ? two(seconds % 60) : "";
  return `${milliseconds < 0 ? "-" : "+"}${two(seconds / 3600)}${two((seconds % 3600) / 60)}${rest}`;
}
