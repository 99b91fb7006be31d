/** The study plan: a form, a list of sessions and a calendar file. */
import { announcer, home, liveRegion } from "../ui/page.mjs";
import { formatDuration, formatWeekday, today } from "../ui/dates.mjs";
import { gettext, ngettext, fillPlaceholders } from "../ui/messages.mjs";
import { fetchOutline, isolatedTitle, STEP_VERBS, stepTitle } from "../progress/learner-index.mjs";
import { sessionDates, divideIntoSessions } from "./schedule.mjs";
import { modulesIn, stepsIn, wantedSteps } from "./sessions.mjs";
import { openStore } from "../store/store.mjs";
import { element, focusLater } from "../ui/dom.mjs";
import { deviceZone } from "./time-zone.mjs";

/** @typedef {import("../progress/learner-index.mjs").Outline} Outline */
/** @typedef {import("./schedule.mjs").SessionStep} SessionStep */
/** @typedef {import("./sessions.mjs").ModuleStep} ModuleStep */
/** @typedef {import("./calendar.mjs").Event} Event */
/** @typedef {{ for: string, start: string, days: number[], minutes: number, time: string, open: boolean, together: boolean }} Choices */
/** @typedef {Choices & { content: string, sequence: number }} SavedPlan the plan that was saved last */

/** @type {ReturnType<typeof divideIntoSessions>} */
const NOTHING = { sessions: [], others: [] };

/** @param {HTMLElement} container */
export async function start(container) {
  liveRegion();
  const store = await openStore();
  if (container.classList.contains("lp-plan--ready")) return;
  const form = /** @type {HTMLFormElement} */ (container.querySelector("form"));
  const output = /** @type {HTMLElement} */ (container.querySelector(".lp-plan__shown"));
  fillForm(form, savedPlan(store));
  container.classList.add("lp-plan--ready");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const choices = formChoices(form);
    const focus = focusLater();
    const outline = await fetchOutline().catch(() => undefined);
    const problem = !outline
      ? gettext("The list of steps did not load. Try again when you are online.")
      : choices.days.length ? "" : gettext("Choose at least one day of the week.");
    const { sessions, others } = outline && !problem ? planSessions(outline, store, choices) : NOTHING;
    const text = problem || summary(sessions, others, choices);
    output.replaceChildren(element("p", { class: problem ? "lp-trouble" : "lp-plan__sum" }, text));
    announcer(liveRegion(), 100)(text);
    if (!choices.days.length) focus(/** @type {HTMLElement | null} */ (form.querySelector("[name=days]")));
    if (outline && sessions.length) output.append(saveButton(outline, store, sessions, choices), list(outline, sessions, choices));
    if (outline && others.length) output.append(element("p", {}, gettext("If you have longer:")), otherSteps(outline, others));
  });
}

/**
 * @param {import("../store/store.mjs").Store} store
 * @returns {SavedPlan | undefined} the plan that was saved last; an imported value may be invalid
 */
function savedPlan(store) {
  const saved = store.get("settings", "plan");
  const isPlan =
    ["for", "start", "time"].every((name) => typeof saved?.[name] === "string") &&
    ["minutes", "sequence"].every((name) => Number.isFinite(saved[name])) &&
    Array.isArray(saved.days);
  return isPlan ? saved : undefined;
}

/**
 * Fill the form from the saved plan; the `for` parameter of the address takes precedence.
 * @param {HTMLFormElement} form
 * @param {SavedPlan | undefined} saved
 */
function fillForm(form, saved) {
  const wanted = new URLSearchParams(location.search).get("for") ?? saved?.for;
  const subject = field(form, "for");
  if ([...form.querySelectorAll("option")].some(({ value }) => value === wanted)) subject.value = wanted ?? "";
  field(form, "start").value = saved && saved.start >= today() ? saved.start : today();
  if (!saved) return;
  field(form, "minutes").value = String(saved.minutes);
  field(form, "time").value = saved.time;
  /** @type {HTMLInputElement} */ (field(form, "open")).checked = saved.open;
  /** @type {HTMLInputElement} */ (field(form, "together")).checked = Boolean(saved.together);
  for (const box of form.querySelectorAll("[name=days]")) {
    /** @type {HTMLInputElement} */ (box).checked = saved.days.includes(Number(box.getAttribute("value")));
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
function formChoices(form) {
  const data = new FormData(form);
  const text = (/** @type {string} */ name) => String(data.get(name) ?? "");
  const days = data.getAll("days").map(Number);
  return { for: text("for"), start: text("start"), days, minutes: Number(text("minutes")), time: text("time").slice(0, 5), open: data.has("open"), together: data.has("together") };
}

/**
 * @param {Outline} outline
 * @param {import("../store/store.mjs").Store} store
 * @param {Choices} choices
 */
function planSessions(outline, store, { for: scope, minutes, open, together }) {
  const isOpen = (/** @type {string} */ key) => !["done", "skipped"].includes(store.get("progress", key));
  const places = stepsIn(outline, modulesIn(outline, scope));
  const alone = wantedSteps("all", "alone");
  const wanted = wantedSteps(scope, "");
  const steps = places.filter((step) => wanted(step) && (together || alone(step)) && (!open || isOpen(step.key)));
  return divideIntoSessions(steps, minutes);
}

/**
 * @param {SessionStep[][]} sessions
 * @param {ModuleStep[]} others
 * @param {Choices} choices
 */
function summary(sessions, others, { start, days }) {
  if (!sessions.length) return others.length ? gettext("None of these steps has a time.") : gettext("Every step of it is done or skipped.");
  const dates = sessionDates(start, days, sessions.length);
  const zone = deviceZone();
  const span = { first: formatWeekday(dates[0]), last: formatWeekday(dates[dates.length - 1]) };
  const sum = ngettext("%(number)s study session, %(first)s to %(last)s.", "%(number)s study sessions, %(first)s to %(last)s.", sessions.length, span);
  return zone ? `${sum} ${gettext("Time zone: %(zone)s.", { zone: zone.replaceAll("_", " ") })}` : sum;
}


/**
 * @param {Outline} outline
 * @param {SessionStep} portion
 * @returns {string} the step as text, with `%(title)s` for its title
 */
function describeStep(outline, { step, part, parts }) {
  const { verb } = outline.steps[step.key] ?? { verb: "task" };
  const whole = formatDuration([step]);
  const time = parts > 1 ? gettext("%(time)s, part %(part)s of %(parts)s", { time: whole, part, parts }) : whole;
  return gettext("%(verb)s: %(title)s (%(time)s)", { verb: STEP_VERBS[verb] ?? "", time });
}

/**
 * @param {Outline} outline
 * @param {SessionStep} sessionStep
 */
function plainDescription(outline, sessionStep) {
  return fillPlaceholders(describeStep(outline, sessionStep), { title: isolatedTitle(outline, sessionStep.step.key) }).join("");
}

/** @param {{ step: ModuleStep }} portion */
const addressOf = ({ step: { module, key } }) => new URL(`${module.path}#${key.replace(":", "--")}`, home).href;

/**
 * @param {Outline} outline
 * @param {SessionStep[][]} sessions
 * @param {Choices} choices
 */
function list(outline, sessions, { start, days, time }) {
  const dates = sessionDates(start, days, sessions.length);
  const items = sessions.map((sessionSteps, number) => {
    const steps = sessionSteps.map((sessionStep) => {
      const words = fillPlaceholders(describeStep(outline, sessionStep), { title: stepTitle(outline, sessionStep.step.key) });
      return element("li", {}, element("a", { href: addressOf(sessionStep) }, ...words));
    });
    const when = element("time", { datetime: `${dates[number]}T${time}` }, gettext("%(day)s, %(time)s", { day: formatWeekday(dates[number]), time }));
    return element("li", {}, when, element("ul", {}, ...steps));
  });
  return element("ol", { class: "lp-plan__sittings" }, ...items);
}

/**
 * @param {Outline} outline
 * @param {ModuleStep[]} steps
 */
function otherSteps(outline, steps) {
  const items = steps.map((step) => {
    const { verb } = outline.steps[step.key] ?? { verb: "task" };
    const words = fillPlaceholders(gettext("%(verb)s: %(title)s", { verb: STEP_VERBS[verb] ?? "" }), { title: stepTitle(outline, step.key) });
    return element("li", {}, element("a", { href: addressOf({ step }) }, ...words));
  });
  return element("ul", {}, ...items);
}

/**
 * @param {Outline} outline
 * @param {import("../store/store.mjs").Store} store
 * @param {SessionStep[][]} sessions
 * @param {Choices} choices
 */
function saveButton(outline, store, sessions, choices) {
  const button = element("button", { type: "button", class: "lp-button" }, gettext("Save the calendar file"));
  button.addEventListener("click", async () => {
    const events = eventsOf(outline, sessions, choices);
    const saved = savedPlan(store);
    const content = hash(JSON.stringify(events));
    const sequence = !saved ? 0 : saved.content === content ? saved.sequence : saved.sequence + 1;
    await store.set("settings", "plan", { ...choices, content, sequence });
    const [{ calendar }, { download: save }] = await Promise.all([import("./calendar.mjs"), import("../backup/download.mjs")]);
    const made = { zone: deviceZone(), now: Date.now(), sequence };
    save(`study-plan-${choices.for.replace(":", "-")}.ics`, "text/calendar;charset=utf-8", calendar(gettext("Study plan: %(title)s", { title: scopeTitle(outline, choices.for) }), events, made));
    announcer(liveRegion(), 100)(gettext("The calendar file is saved. Open it with your calendar."));
  });
  return element("p", {}, button);
}

/**
 * @param {Outline} outline
 * @param {SessionStep[][]} sessions
 * @param {Choices} choices
 * @returns {Event[]}
 */
function eventsOf(outline, sessions, { for: scope, start, days, minutes, time }) {
  const dates = sessionDates(start, days, sessions.length);
  const title = scopeTitle(outline, scope);
  return sessions.map((sessionSteps, number) => ({
    uid: `${scope.replace(":", "-")}-${number + 1}-${hash(`${home.href} ${scope} ${number + 1}`)}@learning-pathway`,
    day: dates[number],
    time,
    minutes,
    summary: gettext("%(title)s: study session %(sitting)s of %(sittings)s", { title, sitting: number + 1, sittings: sessions.length }),
    description: sessionSteps.map((sessionStep) => `${plainDescription(outline, sessionStep)}\n${addressOf(sessionStep)}`).join("\n\n"),
    url: addressOf(sessionSteps[0]),
  }));
}

/**
 * @param {Outline} outline
 * @param {string} scope
 */
function scopeTitle(outline, scope) {
  const [kind, id] = scope.split(":");
  const entries = kind === "route" ? outline.routes : outline.modules;
  return entries.find((entry) => entry.id === id)?.title ?? outline.title;
}

/** FNV-1a hash. @param {string} text */
function hash(text) {
  let value = 0x811c9dc5;
  for (const octet of new TextEncoder().encode(text)) value = Math.imul(value ^ octet, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}
