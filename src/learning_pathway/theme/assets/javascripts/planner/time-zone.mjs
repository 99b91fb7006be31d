/**
 * Writes the VTIMEZONE of a calendar file (RFC 5545, 3.6.5), so that local times stay right when the clocks change. The
 * rules come from the browser's time zone data; each clock change within the plan is written out.
 */

const HOUR = 3_600_000;
const HALF_DAY = 12 * HOUR;

/**
 * @param {string} zone
 * @param {number} from milliseconds since 1970
 * @param {number} to
 * @returns {string[]} the lines of a VTIMEZONE for that period
 */
export function timeZoneLines(zone, from, to) {
  const offsetAt = offsetReader(zone);
  const first = offsetAt(from);
  const lines = [...observance(zone, offsetAt, from, first, first)];
  for (let at = from; at < to; at += HALF_DAY) {
    const [before, after] = [offsetAt(at), offsetAt(at + HALF_DAY)];
    if (before === after) continue;
    lines.push(...observance(zone, offsetAt, findTransition(offsetAt, at, at + HALF_DAY), before, after));
  }
  return ["BEGIN:VTIMEZONE", `TZID:${zone}`, ...lines, "END:VTIMEZONE"];
}

/**
 * @param {string} zone
 * @returns {(time: number) => number} the offset from UTC at a time, in milliseconds
 */
function offsetReader(zone) {
  const format = new Intl.DateTimeFormat("en-US-u-ca-gregory-nu-latn", {
    timeZone: zone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" },
  });
  return (time) => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const shown = Date.UTC(parts.year, parts.month - 1, parts.day, parts.hour, parts.minute, parts.second);
    return shown - Math.floor(time / 1000) * 1000;
  };
}

/**
 * @param {(time: number) => number} offsetAt
 * @param {number} before
 * @param {number} after
 * @returns {number} the time of the clock change
 */
function findTransition(offsetAt, before, after) {
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
 * @param {(time: number) => number} offsetAt
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
    `DTSTART:${new Date(onset + from).toISOString().replace(/[-:]|\.\d+Z/g, "")}`, // local time before the change
    `TZOFFSETFROM:${offset(from)}`,
    `TZOFFSETTO:${offset(to)}`,
    `TZNAME:${named.find(({ type }) => type === "timeZoneName")?.value ?? zone}`,
    `END:${kind}`,
  ];
}

/** @returns {string} the device's zone, such as Europe/London; empty if the browser does not know */
export function deviceZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return !timeZone || timeZone === "Etc/Unknown" ? "" : timeZone;
}

/** @param {number} milliseconds */
function offset(milliseconds) {
  const seconds = Math.abs(milliseconds) / 1000;
  const two = (/** @type {number} */ number) => String(Math.floor(number)).padStart(2, "0");
  const rest = seconds % 60 ? two(seconds % 60) : "";
  return `${milliseconds < 0 ? "-" : "+"}${two(seconds / 3600)}${two((seconds % 3600) / 60)}${rest}`;
}
