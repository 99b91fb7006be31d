/** What the session page shows to whoever leads, and to those who take part. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { copyText, mailAddress } from "../ui/copy-text.mjs";
import { element } from "../ui/dom.mjs";
import { makeAgenda, sessionTasks } from "./agenda.mjs";
import { writeSession } from "./address.mjs";
import { agendaList, handout, leftList, readingList } from "./view.mjs";
import { calendarEvent, messageText, sessionAddress, titleOfScope, whenInWords } from "./words.mjs";
import { deviceZone } from "../planner/time-zone.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./address.mjs").Session} Session */
/** @typedef {import("./words.mjs").SessionData} SessionData */
/** @typedef {{ words: string, title?: string, nodes: HTMLElement[] }} Shown the page, what it shows in a sentence, and a title of its own */

/**
 * @param {Outline} outline
 * @param {SessionData} data
 * @param {Session} session
 * @returns {Shown}
 */
export function leadersPage(outline, data, session) {
  const tasks = sessionTasks(outline, session.scope);
  const agenda = makeAgenda(tasks, session.minutes, session.people);
  if (!agenda.rows.length) return nothingFits(outline, session, agenda.left);
  const done = agenda.rows.flatMap(({ task }) => (task ? [task] : []));
  const link = { ...session, steps: [...agenda.readings, ...done.map(({ key }) => key)], zone: deviceZone() };
  const words = ngettext("%(when)s: %(number)s task", "%(when)s: %(number)s tasks", done.length, { when: whenInWords(session) });
  const spare = agenda.spare ? [element("p", { class: "lp-small" }, ngettext("%(number)s minute to spare", "%(number)s minutes to spare", agenda.spare))] : [];
  const event = () => saveEvent(calendarEvent(outline, session, agenda.rows, sessionAddress(session)), deviceZone());
  const nodes = [
    element("h2", { id: "agenda" }, gettext("Agenda")),
    element("p", { class: "lp-session__what" }, titleOfScope(outline, session.scope)), // on paper, where the form is not
    element("p", { class: "lp-session__when" }, words),
    agendaList(outline, data, session, agenda),
    ...spare,
    ...(agenda.left.length ? [leftList(outline, agenda.left)] : []),
    sendBefore(outline, data, link, agenda.readings),
    actions([
      ["lp-button--quiet", gettext("Print handout"), printHandout],
      ["lp-button--quiet", gettext("Add to calendar"), event],
      ["lp-button--quiet", gettext("Copy link for participants"), (button) => copyText(button, sessionAddress(link))],
      ["lp-button--quiet", gettext("Print agenda"), () => print()],
    ]),
    element("p", { class: "lp-small" }, gettext("Everything about this session is in the link. Nothing is stored or sent.")),
    paper(outline, session, handout(outline, done, session.people, false)),
  ];
  return { words, nodes };
}

/** @param {Outline} outline @param {Session} session @param {import("./agenda.mjs").SessionTask[]} tasks */
function nothingFits(outline, { minutes }, tasks) {
  const words = ngettext("No task fits in %(number)s minute.", "No task fits in %(number)s minutes.", minutes);
  return { words, nodes: [element("p", { class: "lp-session__when" }, words), ...(tasks.length ? [leftList(outline, tasks)] : [])] };
}

/** @param {Outline} outline @param {SessionData} data @param {Session} link for participants @param {string[]} readings */
function sendBefore(outline, data, link, readings) {
  const text = messageText(outline, data, link, readings);
  const field = /** @type {HTMLTextAreaElement} */ (element("textarea", { id: "lp-session-message", rows: "8", dir: "auto" }));
  field.value = text;
  const label = element("label", { for: "lp-session-message" }, gettext("Your message"));
  const mail = element("a", { class: "lp-button lp-button--quiet", href: "mailto:" }, gettext("E-mail"));
  mail.addEventListener("click", () => mail.setAttribute("href", mailAddress(titleOfScope(outline, link.scope), field.value)));
  mail.setAttribute("href", mailAddress(titleOfScope(outline, link.scope), text));
  const button = element("button", { class: "lp-button", type: "button" }, gettext("Copy message"));
  button.addEventListener("click", () => copyText(button, field.value));
  const edit = element("details", {}, element("summary", {}, gettext("See and change the message")), label, field);
  const list = readings.length ? readingList(outline, data, readings) : element("p", {}, gettext("There is nothing to prepare."));
  return element("section", { class: "lp-session__before", "aria-labelledby": "before" }, element("h2", { id: "before" }, gettext("Send before")), list, edit, element("p", { class: "lp-actions" }, button, mail));
}

/**
 * @param {Outline} outline
 * @param {SessionData} data
 * @param {Session} session
 * @returns {Shown}
 */
export function participantsPage(outline, data, session) {
  const readings = session.steps.filter((key) => !outline.steps[key].mode);
  const tasks = session.steps.flatMap((key) => {
    const module = outline.modules.find(({ sections }) => sections.some(({ steps }) => steps.includes(key)));
    return outline.steps[key].mode && module ? [{ key, module }] : [];
  });
  const title = titleOfScope(outline, session.scope);
  const zone = session.zone ?? deviceZone();
  const event = () => saveEvent(calendarEvent(outline, session, [], sessionAddress(session)), zone);
  const elsewhere = zone === deviceZone() ? [] : [element("p", {}, gettext("Time zone: %(zone)s.", { zone: zone.replaceAll("_", " ") }))];
  const nodes = [
    element("p", { class: "lp-session__when" }, whenInWords(session)),
    ...elsewhere,
    ...(readings.length ? [element("h2", {}, gettext("Before we meet")), readingList(outline, data, readings)] : []),
    ...(tasks.length ? [element("h2", {}, gettext("What we will do together")), handout(outline, tasks, session.people, true)] : []),
    actions([
      ["", gettext("Add to calendar"), event],
      ["lp-button--quiet", gettext("Print handout"), () => print()],
    ]),
    element("p", { class: "lp-small" }, gettext("What you write stays on this device."), " ", element("a", { href: writeSession({ ...session, steps: [] }) }, gettext("Lead this session"))),
  ];
  return { words: gettext("%(title)s: %(when)s", { title, when: whenInWords(session) }), title, nodes };
}

/**
 * What is printed when someone wants the handout: nothing else of the page.
 * @param {Outline} outline
 * @param {Session} session
 * @param {HTMLElement} tasks
 */
function paper(outline, session, tasks) {
  const head = [element("h2", {}, titleOfScope(outline, session.scope)), element("p", {}, whenInWords(session))];
  return element("div", { class: "lp-session__paper", "aria-hidden": "true" }, ...head, tasks);
}

/** Prints the handout alone. */
function printHandout() {
  const root = document.documentElement;
  root.classList.add("lp-prints-handout");
  addEventListener("afterprint", () => root.classList.remove("lp-prints-handout"), { once: true });
  print();
}

/** @param {[look: string, words: string, press: (button: HTMLElement) => void][]} wanted */
function actions(wanted) {
  const buttons = wanted.map(([look, words, press]) => {
    const button = element("button", { class: `lp-button ${look}`.trim(), type: "button" }, words);
    button.addEventListener("click", () => press(button));
    return button;
  });
  return element("p", { class: "lp-session__actions" }, ...buttons);
}

/** @param {import("../planner/calendar.mjs").Event} event @param {string} zone */
async function saveEvent(event, zone) {
  const [{ calendar }, { download }] = await Promise.all([import("../planner/calendar.mjs"), import("../backup/download.mjs")]);
  download(`session-${event.day}.ics`, "text/calendar;charset=utf-8", calendar(event.summary, [event], { zone, now: Date.now(), sequence: 0 }));
  announcer(liveRegion(), 100)(gettext("The calendar file is saved. Open it with your calendar."));
}
