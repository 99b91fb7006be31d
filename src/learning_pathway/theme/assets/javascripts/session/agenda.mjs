/** Makes the agenda of a session for a group. Pure functions: no browser and no clock. */
import { modulesIn } from "../planner/sessions.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("../progress/learner-index.mjs").Module} Module */
/**
 * @typedef {object} SessionTask
 * @property {string} key
 * @property {Module} module
 * @property {number | null} minutes null if no one has said how long it takes
 * @property {string} mode `alone`, `pairs` or `group`
 * @property {string[]} readings what to read, watch or listen to before it
 */
/** @typedef {{ kind: "welcome" | "task" | "break" | "close", begins: number, minutes: number, task?: SessionTask }} Row `begins` in minutes from the start */
/**
 * @typedef {object} Agenda
 * @property {Row[]} rows in order of time; empty if no task fits
 * @property {string[]} readings what to send before the session, each once
 * @property {SessionTask[]} left tasks that the session has no time for
 * @property {number} spare minutes that are left over
 */

/** From this length on, the welcome and the close take so many minutes each. */
const EDGES = [[45, 5], [25, 3], [0, 2]];
const BREAK = 10;
/** A session has a break for each full stretch of so many minutes. */
const STRETCH = 120;

/**
 * @param {Outline} outline
 * @param {string} scope `module:ID`, `route:ID` or `theme:ID`
 * @returns {SessionTask[]} the tasks, in order, each once
 */
export function sessionTasks(outline, scope) {
  const theme = scope.startsWith("theme:") ? scope.slice("theme:".length) : "";
  const modules = theme ? outline.modules : modulesIn(outline, scope);
  /** @type {Map<string, SessionTask>} */
  const found = new Map();
  for (const module of modules) {
    for (const section of module.sections) {
      /** @type {string[]} */
      let readings = [];
      for (const key of section.steps) {
        const { mode, minutes = null, themes = [] } = outline.steps[key] ?? {};
        if (!mode) {
          if (outline.steps[key] && !module.optional?.includes(key)) readings.push(key);
          continue;
        }
        if (!found.has(key) && (!theme || themes.includes(theme))) found.set(key, { key, module, minutes, mode, readings });
        readings = [];
      }
    }
  }
  return [...found.values()];
}

/**
 * @param {SessionTask[]} tasks in order
 * @param {number} minutes of the whole session
 * @param {number} people
 * @returns {Agenda} never longer than `minutes`
 */
export function makeAgenda(tasks, minutes, people) {
  const edge = EDGES.find(([from]) => minutes >= from)?.[1] ?? 0;
  let breaks = Math.floor(minutes / STRETCH);
  const fitting = () => choose(tasks, minutes - 2 * edge - breaks * BREAK, people);
  let chosen = fitting();
  for (; breaks && breaks >= chosen.length; chosen = fitting()) breaks -= 1; // a break is between two tasks
  const left = tasks.filter((task) => !chosen.includes(task));
  if (!chosen.length) return { rows: [], readings: [], left, spare: minutes };
  const rows = timed(chosen, edge, breaks, minutes);
  const used = rows.reduce((sum, row) => sum + row.minutes, 0);
  return { rows, readings: [...new Set(chosen.flatMap(({ readings }) => readings))], left, spare: minutes - used };
}

/**
 * The tasks that use the time best, in order. A group meets to talk, so tasks for pairs and groups count for more; a person
 * alone has more from tasks for one. Of equally good choices, the earliest tasks win.
 * @param {SessionTask[]} tasks
 * @param {number} room minutes
 * @param {number} people
 */
function choose(tasks, room, people) {
  const fitting = tasks.filter(({ minutes }) => minutes !== null && minutes > 0 && minutes <= room);
  /** best[n][r]: the best value of the tasks from n on within r minutes. @type {number[][]} */
  const best = Array.from({ length: fitting.length + 1 }, () => new Array(Math.max(0, room) + 1).fill(0));
  const value = (/** @type {SessionTask} */ { minutes, mode }) => (minutes ?? 0) * ((mode === "alone") === (people < 2) ? 5 : 4);
  for (let place = fitting.length - 1; place >= 0; place -= 1) {
    const length = fitting[place].minutes ?? 0;
    for (let left = 0; left <= room; left += 1) {
      const without = best[place + 1][left];
      best[place][left] = length <= left ? Math.max(without, value(fitting[place]) + best[place + 1][left - length]) : without;
    }
  }
  let left = room;
  return fitting.filter((task, place) => {
    const length = task.minutes ?? 0;
    const taken = length <= left && best[place][left] === value(task) + best[place + 1][left - length];
    if (taken) left -= length;
    return taken;
  });
}

/**
 * @param {SessionTask[]} chosen
 * @param {number} edge minutes of the welcome and of the close
 * @param {number} breaks
 * @param {number} minutes
 */
function timed(chosen, edge, breaks, minutes) {
  /** @type {Row[]} */
  const rows = [{ kind: "welcome", begins: 0, minutes: edge }];
  let [now, had] = [edge, 0];
  chosen.forEach((task, place) => {
    const due = had < breaks && place && (now >= ((had + 1) * minutes) / (breaks + 1) - BREAK || chosen.length - place <= breaks - had);
    if (due) {
      rows.push({ kind: "break", begins: now, minutes: BREAK });
      [now, had] = [now + BREAK, had + 1];
    }
    rows.push({ kind: "task", begins: now, minutes: task.minutes ?? 0, task });
    now += task.minutes ?? 0;
  });
  return [...rows, /** @type {Row} */ ({ kind: "close", begins: now, minutes: edge })];
}

/**
 * How so many people do a task.
 * @param {string} mode `alone`, `pairs` or `group`
 * @param {number} people
 * @returns {{ kind: "one" | "alone" | "two" | "pairs" | "pairs-and-three" | "together" | "groups", groups: number, least: number, most: number }}
 *   the number of pairs or groups, and how many people are in each
 */
export function grouping(mode, people) {
  if (people < 2) return { kind: "one", groups: 1, least: 1, most: 1 };
  if (mode === "alone") return { kind: "alone", groups: people, least: 1, most: 1 };
  if (mode === "pairs") {
    if (people === 2) return { kind: "two", groups: 1, least: 2, most: 2 };
    if (people === 3) return { kind: "together", groups: 1, least: 3, most: 3 };
    const odd = people % 2;
    return { kind: odd ? "pairs-and-three" : "pairs", groups: (people - 3 * odd) / 2, least: 2, most: 2 + odd };
  }
  if (people < 7) return { kind: "together", groups: 1, least: people, most: people };
  const groups = Math.ceil(people / 5);
  return { kind: "groups", groups, least: Math.floor(people / groups), most: Math.ceil(people / groups) };
}

/**
 * @param {string} start HH:MM
 * @param {number} minutes after it
 * @returns {string} HH:MM, on the next day if need be
 */
export function clockTime(start, minutes) {
  const [hours, rest] = start.split(":").map(Number);
  const moment = (hours * 60 + rest + minutes) % 1440;
  return `${String(Math.floor(moment / 60)).padStart(2, "0")}:${String(moment % 60).padStart(2, "0")}`;
}
