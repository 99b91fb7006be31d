/** The parts of the session page: the agenda with notes, what to send before, and the handout. */
import { gettext, ngettext } from "../ui/messages.mjs";
import { formatDuration } from "../ui/dates.mjs";
import { element } from "../ui/dom.mjs";
import { home } from "../ui/page.mjs";
import { STEP_VERBS, stepTitle, titleOf } from "../progress/learner-index.mjs";
import { clockTime } from "./agenda.mjs";
import { groupingInWords, linkTo, rowInWords, timeOf } from "./words.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./agenda.mjs").Agenda} Agenda */
/** @typedef {import("./agenda.mjs").Row} Row */
/** @typedef {import("./agenda.mjs").SessionTask} SessionTask */
/** @typedef {import("./address.mjs").Session} Session */
/** @typedef {import("./words.mjs").SessionData} SessionData */

/**
 * @param {Outline} outline
 * @param {SessionData} data
 * @param {Session} session
 * @param {Agenda} agenda
 */
export function agendaList(outline, data, session, { rows }) {
  return element("ol", { class: "lp-agenda" }, ...rows.map((row) => agendaRow(outline, data, session, row)));
}

/** @param {Outline} outline @param {SessionData} data @param {Session} session @param {Row} row */
function agendaRow(outline, data, session, row) {
  const begins = clockTime(session.time, row.begins);
  const time = element("p", { class: "lp-agenda__time" }, element("time", {}, begins), ` · ${formatDuration([row])}`);
  if (!row.task) {
    const people = row.kind === "break" || session.people < 2 ? [] : [element("p", { class: "lp-small" }, gettext("Everyone"))];
    return element("li", { class: `lp-agenda__row lp-agenda__row--${row.kind}` }, element("h3", {}, rowInWords(row, session.people)), time, ...people);
  }
  const { task } = row;
  const how = element("p", { class: "lp-small" }, groupingInWords(task.mode, session.people, row.minutes));
  return element("li", { class: "lp-agenda__row" }, element("h3", {}, taskLink(outline, task)), time, how, questions(outline, data, task));
}

/** @param {Outline} outline @param {SessionTask} task */
function taskLink(outline, { key, module }) {
  return element("a", { href: new URL(`${module.path}#${key.replace(":", "--")}`, home).href }, stepTitle(outline, key));
}

/** @param {Outline} outline @param {SessionData} data @param {SessionTask} task */
function questions(outline, data, { key }) {
  const note = data.notes[key];
  const words = note ? gettext("Questions and notes") : gettext("Questions");
  const hidden = element("span", { class: "lp-hidden" }, `: ${titleOf(outline, key)}`);
  const notes = note ? [element("div", { class: "lp-note" }, element("p", { class: "lp-note__label" }, gettext("For you")), ...paragraphs(note))] : [];
  return element("details", { class: "lp-agenda__notes" }, element("summary", {}, words, hidden), ...paragraphs(outline.steps[key].prompt ?? ""), ...notes);
}

/** @param {string} text */
const paragraphs = (text) => text.split(/\n\s*\n/).map((part) => element("p", {}, part.trim()));

/**
 * Tasks that there is no time for, and those without a time.
 * @param {Outline} outline
 * @param {SessionTask[]} tasks
 */
export function leftList(outline, tasks) {
  const items = tasks.map((task) => {
    const time = formatDuration([task]);
    return element("li", {}, taskLink(outline, task), ...(time ? [" ", element("span", { class: "lp-small" }, time)] : []));
  });
  const summary = element("summary", {}, ngettext("If you have longer: %(number)s more task", "If you have longer: %(number)s more tasks", tasks.length));
  return element("details", { class: "lp-session__left" }, summary, element("ul", {}, ...items));
}

/** @param {Outline} outline @param {SessionData} data @param {string[]} readings */
export function readingList(outline, data, readings) {
  const items = readings.map((key) => {
    const { verb } = outline.steps[key];
    const time = formatDuration([timeOf(outline, key)]);
    const link = element("a", { href: linkTo(data, key), rel: "noreferrer" }, stepTitle(outline, key));
    return element("li", {}, element("span", { class: "lp-session__verb" }, STEP_VERBS[verb] ?? ""), " ", link, ...(time ? [" ", element("span", { class: "lp-small" }, time)] : []));
  });
  return element("ul", { class: "lp-session__readings" }, ...items);
}

/**
 * The tasks for the people in the room: to read on a screen, and on paper with room to write.
 * @param {Outline} outline
 * @param {{ key: string, module: import("../progress/learner-index.mjs").Module }[]} tasks
 * @param {number} people
 * @param {boolean} linked whether each task links to where an answer can be written
 */
export function handout(outline, tasks, people, linked) {
  const items = tasks.map(({ key, module }) => {
    const { mode = "alone", prompt = "", minutes } = outline.steps[key];
    const facts = [groupingInWords(mode, people, minutes ?? 0), formatDuration([{ minutes }])].filter(Boolean).join(" · ");
    const link = element("a", { href: new URL(`${module.path}#${key.replace(":", "--")}`, home).href }, gettext("Write your answer"), element("span", { class: "lp-hidden" }, `: ${titleOf(outline, key)}`));
    const lines = element("div", { class: "lp-handout__lines", "aria-hidden": "true" }, ...Array.from({ length: 6 }, () => element("span")));
    return element(
      "li",
      { class: "lp-handout__task" },
      element("h3", { class: "lp-handout__title" }, stepTitle(outline, key)),
      element("div", { class: "lp-handout__prompt" }, ...paragraphs(prompt)),
      element("p", { class: "lp-handout__mode" }, facts),
      ...(linked ? [element("p", { class: "lp-session__write" }, link)] : []),
      lines,
    );
  });
  return element("ol", { class: "lp-handout" }, ...items);
}
