/** The study plan: choices in a form, a list of sittings, and a calendar file that is made here and sent to no one. */
import { announcer, liveRegion } from "../ui/page.mjs";
import { timeInWords, today } from "../ui/dates.mjs";
import { gettext, ngettext, placed, weekdayInWords } from "../ui/messages.mjs";
import { namedStep, plainName, readOutline } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { daysFrom, divide } from "./schedule.mjs";
import { modulesIn, placesIn } from "./sessions.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";
import { VERBS } from "../ui/verbs.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./schedule.mjs").Portion} Portion */
/** @typedef {import("./sessions.mjs").Place} Place */
/** @typedef {import("./calendar.mjs").Event} Event */
/** @typedef {{ for: string, start: string, days: number[], minutes: number, time: string, open: boolean }} Choices */
/** @typedef {Choices & { content: string, sequence: number }} Kept the plan that was saved last */

/** @type {ReturnType<typeof divide>} */
const NOTHING = { sittings: [], others: [] };

/** @param {HTMLElement} place */
export async function start(place) {
  liveRegion();
  const store = await openStore();
  if (place.classList.contains("lp-plan--ready")) return;
  const form = /** @type {HTMLFormElement} */ (place.querySelector("form"));
  const shown = /** @type {HTMLElement} */ (place.querySelector(".lp-plan__shown"));
  fillIn(form, keptIn(store));
  place.classList.add("lp-plan--ready");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const choices = choicesOf(form);
    const outline = await readOutline().catch(() => undefined);
    const trouble = !outline
      ? gettext("The list of steps could not be fetched. Please try again when you are online.")
      : choices.days.length ? "" : gettext("Choose at least one day of the week.");
    const { sittings, others } = outline && !trouble ? sittingsOf(outline, store, choices) : NOTHING;
    const words = trouble || summary(sittings, others, choices);
    shown.replaceChildren(element("p", { class: trouble ? "lp-trouble" : "lp-plan__sum" }, words));
    announcer(liveRegion(), 100)(words);
    if (!choices.days.length) /** @type {HTMLElement | null} */ (form.querySelector("[name=days]"))?.focus();
    if (outline && sittings.length) shown.append(saveButton(outline, store, sittings, choices), list(outline, sittings, choices));
    if (outline && others.length) shown.append(element("p", {}, gettext("If you have longer:")), otherSteps(outline, others));
  });
}

/**
 * @param {import("../store/store.mjs").Store} store
 * @returns {Kept | undefined} the plan that was saved last; a file may have brought something that is none
 */
function keptIn(store) {
  const kept = store.get("settings", "plan");
  const isPlan =
    ["for", "start", "time"].every((name) => typeof kept?.[name] === "string") &&
    ["minutes", "sequence"].every((name) => Number.isFinite(kept[name])) &&
    Array.isArray(kept.days);
  return isPlan ? kept : undefined;
}

/**
 * The plan that was saved last; what the learner came from goes before it.
 * @param {HTMLFormElement} form
 * @param {Kept | undefined} kept
 */
function fillIn(form, kept) {
  const wanted = new URLSearchParams(location.search).get("for") ?? kept?.for;
  const subject = field(form, "for");
  if ([...form.querySelectorAll("option")].some(({ value }) => value === wanted)) subject.value = wanted ?? "";
  field(form, "start").value = kept && kept.start >= today() ? kept.start : today();
  if (!kept) return;
  field(form, "minutes").value = String(kept.minutes);
  field(form, "time").value = kept.time;
  /** @type {HTMLInputElement} */ (field(form, "open")).checked = kept.open;
  for (const box of form.querySelectorAll("[name=days]")) {
    /** @type {HTMLInputElement} */ (box).checked = kept.days.includes(Number(box.getAttribute("value")));
  }
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
const field = (form, name) => /** @type {HTMLInputElement} */ (form.elements.namedItem(name));

/**
 * @param {HTMLFormElement} form
 * @returns {Choices}
 */
function choicesOf(form) {
  const data = new FormData(form);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? "");
  const days = data.getAll("days").map(Number);
  return { for: text("for"), start: text("start"), days, minutes: Number(text("minutes")), time: text("time").slice(0, 5), open: data.has("open") };
}

/**
 * @param {Outline} outline
 * @param {import("../store/store.mjs").Store} store
 * @param {Choices} choices
 */
function sittingsOf(outline, store, { for: scope, minutes, open }) {
  const isOpen = (/** @type {string} */ key) => !["done", "skipped"].includes(store.get("progress", key));
  const places = placesIn(outline, modulesIn(outline, scope));
  return divide(open ? places.filter(({ key }) => isOpen(key)) : places, minutes);
}

/**
 * @param {Portion[][]} sittings
 * @param {Place[]} others
 * @param {Choices} choices
 */
function summary(sittings, others, { start, days }) {
  if (!sittings.length) return others.length ? gettext("None of these steps has a time.") : gettext("Every step of it is done or skipped.");
  const dates = daysFrom(start, days, sittings.length);
  const zone = deviceZone();
  const span = { first: weekdayInWords(dates[0]), last: weekdayInWords(dates[dates.length - 1]) };
  const sum = ngettext("%(number)s sitting, %(first)s to %(last)s.", "%(number)s sittings, %(first)s to %(last)s.", sittings.length, span);
  return zone ? `${sum} ${gettext("Times are by the clocks of %(zone)s.", { zone: zone.replaceAll("_", " ") })}` : sum;
}


/**
 * @param {Outline} outline
 * @param {Portion} portion
 * @returns {string} the step, with `%(title)s` in place of its title
 */
function portionInWords(outline, { place, part, parts }) {
  const { verb } = outline.steps[place.key] ?? { verb: "task" };
  const whole = timeInWords([place]);
  const time = parts > 1 ? gettext("%(time)s, part %(part)s of %(parts)s", { time: whole, part, parts }) : whole;
  return gettext("%(verb)s: %(title)s (%(time)s)", { verb: VERBS[verb] ?? "", time });
}

/**
 * @param {Outline} outline
 * @param {Portion} portion
 */
function told(outline, portion) {
  return placed(portionInWords(outline, portion), { title: plainName(outline, portion.place.key) }).join("");
}

/** @param {{ place: Place }} portion */
const addressOf = ({ place: { module, key } }) => new URL(`${module.path}#${key.replace(":", "--")}`, home).href;

/**
 * @param {Outline} outline
 * @param {Portion[][]} sittings
 * @param {Choices} choices
 */
function list(outline, sittings, { start, days, time }) {
  const dates = daysFrom(start, days, sittings.length);
  const items = sittings.map((portions, number) => {
    const steps = portions.map((portion) => {
      const words = placed(portionInWords(outline, portion), { title: namedStep(outline, portion.place.key) });
      return element("li", {}, element("a", { href: addressOf(portion) }, ...words));
    });
    const when = element("time", { datetime: `${dates[number]}T${time}` }, gettext("%(day)s, %(time)s", { day: weekdayInWords(dates[number]), time }));
    return element("li", {}, when, element("ul", {}, ...steps));
  });
  return element("ol", { class: "lp-plan__sittings" }, ...items);
}

/**
 * @param {Outline} outline
 * @param {Place[]} places
 */
function otherSteps(outline, places) {
  const items = places.map((place) => {
    const { verb } = outline.steps[place.key] ?? { verb: "task" };
    const words = placed(gettext("%(verb)s: %(title)s", { verb: VERBS[verb] ?? "" }), { title: namedStep(outline, place.key) });
    return element("li", {}, element("a", { href: addressOf({ place }) }, ...words));
  });
  return element("ul", {}, ...items);
}

/**
 * @param {Outline} outline
 * @param {import("../store/store.mjs").Store} store
 * @param {Portion[][]} sittings
 * @param {Choices} choices
 */
function saveButton(outline, store, sittings, choices) {
  const button = element("button", { type: "button", class: "lp-button" }, gettext("Save the calendar file"));
  button.addEventListener("click", async () => {
    const events = eventsOf(outline, sittings, choices);
    const kept = keptIn(store);
    const content = hash(JSON.stringify(events));
    const sequence = !kept ? 0 : kept.content === content ? kept.sequence : kept.sequence + 1;
    await store.set("settings", "plan", { ...choices, content, sequence });
    const [{ calendar }, { save }] = await Promise.all([import("./calendar.mjs"), import("../journal/export.mjs")]);
    const made = { zone: deviceZone(), now: Date.now(), sequence };
    save(`study-plan-${choices.for.replace(":", "-")}.ics`, "text/calendar;charset=utf-8", calendar(gettext("Study plan: %(title)s", { title: titleOfScope(outline, choices.for) }), events, made));
    announcer(liveRegion(), 100)(gettext("The calendar file is saved. Open it with your calendar."));
  });
  return element("p", {}, button);
}

/**
 * @param {Outline} outline
 * @param {Portion[][]} sittings
 * @param {Choices} choices
 * @returns {Event[]}
 */
function eventsOf(outline, sittings, { for: scope, start, days, minutes, time }) {
  const dates = daysFrom(start, days, sittings.length);
  const title = titleOfScope(outline, scope);
  return sittings.map((portions, number) => ({
    uid: `${scope.replace(":", "-")}-${number + 1}-${hash(`${home.href} ${scope} ${number + 1}`)}@learning-pathway`,
    day: dates[number],
    time,
    minutes,
    summary: gettext("%(title)s: sitting %(sitting)s of %(sittings)s", { title, sitting: number + 1, sittings: sittings.length }),
    description: portions.map((portion) => `${told(outline, portion)}\n${addressOf(portion)}`).join("\n\n"),
    url: addressOf(portions[0]),
  }));
}

/**
 * @param {Outline} outline
 * @param {string} scope
 */
function titleOfScope(outline, scope) {
  const [kind, id] = scope.split(":");
  const entries = kind === "route" ? outline.routes : outline.modules;
  return entries.find((entry) => entry.id === id)?.title ?? outline.title;
}

/** @returns {string} the device's zone, such as Europe/London; empty where the browser does not know */
function deviceZone() {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return !timeZone || timeZone === "Etc/Unknown" ? "" : timeZone;
}

/** FNV-1a: short, the same everywhere, and no secret. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(text)) value = Math.imul(value ^ octet, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
