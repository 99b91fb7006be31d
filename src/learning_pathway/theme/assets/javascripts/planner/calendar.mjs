/** Writes iCalendar files (RFC 5545). */
import { plainText } from "../ui/dom.mjs";
import { timeZoneLines } from "./time-zone.mjs";

/**
 * @typedef {object} Event
 * @property {string} uid stable for a session of a plan, so that a calendar updates the event
 * @property {string} day YYYY-MM-DD
 * @property {string} time HH:MM in the time zone
 * @property {number} minutes
 * @property {string} summary
 * @property {string} description
 * @property {string} url
 */

const DAY = 86_400_000;
/** Octets in a line (RFC 5545, 3.1). */
const WIDTH = 75;

/**
 * @param {string} name
 * @param {Event[]} events in order of time
 * @param {{ zone: string, now: number, sequence: number }} made time zone, or empty for floating times; time of creation; and revision number of the plan
 * @returns {string}
 */
export function calendar(name, events, { zone, now, sequence }) {
  const dates = events.map(({ day }) => Date.parse(`${day}T00:00Z`));
  const zoneDefinition = zone && dates.length ? timeZoneLines(zone, dates[0] - 2 * DAY, dates[dates.length - 1] + 2 * DAY) : [];
  const zoneParameter = zone ? `;TZID=${zone}` : "";
  const stamp = `${new Date(now).toISOString().replace(/[-:]|\.\d+Z/g, "")}Z`;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    "PRODID:-//Learning pathway//Study plan//EN",
    "CALSCALE:GREGORIAN",
    `NAME:${escaped(name)}`,
    `X-WR-CALNAME:${escaped(name)}`,
    ...zoneDefinition,
    ...events.flatMap((event) => [
      "BEGIN:VEVENT",
      `UID:${event.uid}`,
      `DTSTAMP:${stamp}`,
      `DTSTART${zoneParameter}:${event.day.replaceAll("-", "")}T${event.time.replace(":", "")}00`,
      `DURATION:PT${event.minutes}M`,
      `SEQUENCE:${sequence}`,
      `SUMMARY:${escaped(event.summary)}`,
      `DESCRIPTION:${escaped(event.description)}`,
      `URL:${event.url}`,
      "END:VEVENT",
    ]),
    "END:VCALENDAR",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

/** Escape a text value (RFC 5545, 3.3.11). @param {string} text */
export function escaped(text) {
  return plainText(text).replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");
}

/** Fold a line to at most 75 octets without splitting a character. @param {string} line */
export function folded(line) {
  const pieces = [];
  let [piece, size] = ["", 0];
  for (const character of line) {
    const octets = octetsOf(character);
    if (size + octets > WIDTH) {
      pieces.push(piece);
      [piece, size] = [" ", 1];
    }
    piece += character;
    size += octets;
  }
  return [...pieces, piece].join("\r\n");
}

/** @param {string} character */
function octetsOf(character) {
  const code = character.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
}
