/** A session in words: how many do a task together, the message to send before, and the event for a calendar. */
import { gettext, ngettext } from "../ui/messages.mjs";
import { formatDuration, formatWeekday } from "../ui/dates.mjs";
import { STEP_VERBS, isolatedTitle } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { clockTime, grouping } from "./agenda.mjs";
import { writeSession } from "./address.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./agenda.mjs").Row} Row */
/** @typedef {import("./address.mjs").Session} Session */
/** @typedef {{ notes: Record<string, string>, links: Record<string, string> }} SessionData */

/**
 * @param {string} mode
 * @param {number} people
 * @param {number} minutes of the task; 0 if that is not known
 * @returns {string} how so many people do it; a person alone gets a way to do it alone
 */
export function groupingInWords(mode, people, minutes) {
  const { kind, groups, least, most } = grouping(mode, people);
  const swap = Math.floor(minutes / 2);
  switch (kind) {
    case "one":
      if (mode === "pairs") return gettext("For one: write your answer, then what someone who sees it differently would say.");
      if (mode === "group") return gettext("For one: write a sentence for each person who should be in the room.");
      return gettext("On your own");
    case "alone":
      return gettext("Everyone on their own, then say what you want to share");
    case "two":
      return swap ? ngettext("The two of you: swap after %(number)s minute", "The two of you: swap after %(number)s minutes", swap) : gettext("The two of you, one after the other");
    case "pairs":
      return swap ? ngettext("In pairs: swap after %(number)s minute", "In pairs: swap after %(number)s minutes", swap) : gettext("In pairs, one after the other");
    case "pairs-and-three":
      return swap ? ngettext("In pairs, and one group of three: swap after %(number)s minute", "In pairs, and one group of three: swap after %(number)s minutes", swap) : gettext("In pairs, and one group of three");
    case "together":
      return ngettext("All %(number)s of you together", "All %(number)s of you together", people);
    default:
      return least === most
        ? ngettext("In %(number)s group of %(most)s", "In %(number)s groups of %(most)s", groups, { most })
        : ngettext("In %(number)s group of %(least)s or %(most)s", "In %(number)s groups of %(least)s or %(most)s", groups, { least, most });
  }
}

/** @param {Row} row @param {number} people @returns {string} what to call a part of a session that is no task */
export function rowInWords({ kind }, people) {
  if (kind === "break") return gettext("Break");
  if (kind === "welcome") return people < 2 ? gettext("Settle in") : gettext("Welcome: one word each");
  return people < 2 ? gettext("Close: what will you do next?") : gettext("Close: what did you hear?");
}

/** @param {Session} session */
export function whenInWords({ day, time, minutes }) {
  return gettext("%(day)s, %(start)s to %(end)s", { day: formatWeekday(day), start: time, end: clockTime(time, minutes) });
}

/** @param {Outline} outline @param {string} scope */
export function titleOfScope(outline, scope) {
  const [kind, id] = scope.split(":");
  const entries = { module: outline.modules, route: outline.routes, theme: outline.themes ?? [] }[kind] ?? [];
  return entries.find((entry) => entry.id === id)?.title ?? outline.title;
}

/** @param {Session} session @returns {string} an address that opens it */
export const sessionAddress = (session) => new URL(`session/${writeSession(session)}`, home).href;

/**
 * @param {Outline} outline
 * @param {string} key
 * @returns {{ minutes: number | null, estimated?: boolean, typical?: boolean }} how long it takes, the part that a module asks for
 */
export function timeOf(outline, key) {
  const part = outline.modules.find((module) => module.minutes?.[key])?.minutes?.[key];
  return part ? { minutes: part, estimated: true } : outline.steps[key] ?? { minutes: null };
}

/** @param {Outline} outline @param {string} key @returns {string} "Watch: Dare to disagree (13 minutes)" */
export function stepInWords(outline, key) {
  const names = { verb: STEP_VERBS[outline.steps[key].verb] ?? "", title: isolatedTitle(outline, key) };
  const time = formatDuration([timeOf(outline, key)]);
  return time ? gettext("%(verb)s: %(title)s (%(time)s)", { ...names, time }) : gettext("%(verb)s: %(title)s", names);
}

/**
 * @param {Outline} outline
 * @param {SessionData} data
 * @param {Session} session for participants
 * @param {string[]} readings
 */
export function messageText(outline, data, session, readings) {
  const parts = [
    gettext("We meet on %(when)s: %(title)s.", { when: whenInWords(session), title: titleOfScope(outline, session.scope) }),
    readings.length ? gettext("Before we meet, please:") : gettext("There is nothing to prepare."),
    ...readings.map((key) => `${stepInWords(outline, key)}\n${linkTo(data, key)}`),
    `${gettext("What we will do together:")}\n${sessionAddress(session)}`,
  ];
  return parts.join("\n\n");
}

/** @param {SessionData} data @param {string} key */
export const linkTo = (data, key) => new URL(data.links[key] ?? "library/", home).href;

/**
 * @param {Outline} outline
 * @param {Session} session
 * @param {Row[]} rows
 * @param {string} url what the event leads to
 * @returns {import("../planner/calendar.mjs").Event}
 */
export function calendarEvent(outline, session, rows, url) {
  const title = titleOfScope(outline, session.scope);
  const lines = rows.map((row) => `${clockTime(session.time, row.begins)} ${row.task ? isolatedTitle(outline, row.task.key) : rowInWords(row, session.people)}`);
  return {
    uid: `session-${session.scope.replace(":", "-")}-${session.day}-${session.time.replace(":", "")}-${session.minutes}@${home.host || "learning-pathway"}`,
    day: session.day,
    time: session.time,
    minutes: session.minutes,
    summary: title,
    description: [...lines, url].join("\n"),
    url,
  };
}
