/**
 * "Lead a session": choices in a form become an agenda, a message, a handout and a calendar file. All that is chosen is in
 * the address, after the `#`: nothing is stored, and nothing is sent.
 */
import { announcer, liveRegion, fetchData, reportLoadFailure } from "../ui/page.mjs";
import { gettext } from "../ui/messages.mjs";
import { formatShortDay, formatWeekday, today } from "../ui/dates.mjs";
import { element } from "../ui/dom.mjs";
import { fetchOutline } from "../progress/learner-index.mjs";
import { LONGEST, MOST_PEOPLE, SHORTEST, isDay, isTime, readSession, wholeNumber, writeSession } from "./address.mjs";
import { leadersPage, participantsPage } from "./pages.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./address.mjs").Session} Session */
/** @typedef {import("./words.mjs").SessionData} SessionData */

const DAY = 86_400_000;
/** Days that one press chooses. */
const DAYS = 7;

/** @param {HTMLElement} place */
export async function start(place) {
  if (place.classList.contains("lp-session--ready")) return;
  place.classList.add("lp-session--ready");
  liveRegion();
  const form = /** @type {HTMLFormElement} */ (place.querySelector("form"));
  const shown = /** @type {HTMLElement} */ (place.querySelector(".lp-session__shown"));
  offerDays(form);
  const [outline, data] = await Promise.all([fetchOutline(), fetchData("session.json")]).catch(() => [undefined, undefined]);
  if (!outline) {
    reportLoadFailure();
    shown.replaceChildren(element("p", { class: "lp-trouble" }, gettext("The list of steps did not load. Try again when you are online.")));
    return;
  }
  const usual = { scope: field(form, "for").value, minutes: 60, people: 8, day: later(1), time: "14:00", steps: [] };
  const open = () => {
    const session = readSession(location.hash || location.search, outline, usual);
    fillIn(form, session);
    show(place, shown, outline, data, session);
  };
  open();
  addEventListener("hashchange", () => place.isConnected && open());
  openOnPaper(shown);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "radio") field(form, "day").value = target.value;
    const session = chosen(form);
    if (!session) return;
    markDay(form, session.day);
    history.replaceState(history.state, "", location.pathname + writeSession(session));
    announcer(liveRegion(), 500)(show(place, shown, outline, data, session));
  });
}

/** @param {HTMLElement} shown where paper shows what a screen folds */
function openOnPaper(shown) {
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [.../** @type {NodeListOf<HTMLDetailsElement>} */ (shown.querySelectorAll(".lp-agenda__notes:not([open])"))];
    for (const one of opened) one.open = true;
  });
  addEventListener("afterprint", () => {
    for (const one of opened) one.open = false;
  });
}

/** @param {HTMLFormElement} form @param {string} name */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.querySelector(`[name="${name}"]`));

/** @param {number} days @returns {string} the day after so many days */
const later = (days) => new Date(Date.parse(`${today()}T00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** @param {HTMLFormElement} form */
function offerDays(form) {
  const choices = Array.from({ length: DAYS }, (_, days) => {
    const day = later(days);
    const words = days ? formatShortDay(day) : gettext("Today");
    const full = element("span", { class: "lp-hidden" }, ` (${formatWeekday(day)})`);
    return element("label", { class: "lp-session__choice" }, element("input", { type: "radio", name: "choice", value: day }), element("span", {}, words, full));
  });
  form.querySelector(".lp-session__choices")?.replaceChildren(...choices);
}

/** @param {HTMLFormElement} form @param {string} day */
function markDay(form, day) {
  for (const choice of form.querySelectorAll("[name=choice]")) /** @type {HTMLInputElement} */ (choice).checked = choice.getAttribute("value") === day;
}

/** @param {HTMLFormElement} form @param {Session} session */
function fillIn(form, { scope, minutes, people, day, time }) {
  const values = { for: scope, minutes: String(minutes), people: String(people), day, time };
  for (const [name, value] of Object.entries(values)) field(form, name).value = value;
  markDay(form, day);
}

/** @param {HTMLFormElement} form @returns {Session | undefined} undefined while something in it makes no sense */
function chosen(form) {
  const text = (/** @type {string} */ name) => field(form, name).value;
  const minutes = wholeNumber(text("minutes"), SHORTEST, LONGEST);
  const people = wholeNumber(text("people"), 1, MOST_PEOPLE);
  const [day, time] = [text("day"), text("time").slice(0, 5)];
  return minutes && people && isDay(day) && isTime(time) ? { scope: text("for"), minutes, people, day, time, steps: [] } : undefined;
}

/**
 * @param {HTMLElement} place
 * @param {HTMLElement} shown
 * @param {Outline} outline
 * @param {SessionData} data
 * @param {Session} session
 * @returns {string} what was shown, in a sentence
 */
function show(place, shown, outline, data, session) {
  const joins = session.steps.length > 0;
  place.classList.toggle("lp-session--joins", joins);
  const parts = joins ? participantsPage(outline, data, session) : leadersPage(outline, data, session);
  shown.replaceChildren(...parts.nodes);
  setTitle(parts.title ?? gettext("Lead a session"));
  return parts.words;
}

/** @param {string} title of the page: participants lead nothing */
function setTitle(title) {
  const heading = document.querySelector("h1");
  if (!heading || heading.textContent === title) return;
  document.title = document.title.replace(heading.textContent ?? "", () => title);
  heading.textContent = title;
}
