/** The "Your learning" page: progress, backup file and stored data. */
import { storageProblem } from "../store/notices.mjs";
import { showBackupControls } from "./controls.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { fetchOutline, stepsOf, stepTitle } from "../progress/learner-index.mjs";
import { formatDay } from "../ui/dates.mjs";
import { compare } from "../store/records.mjs";
import { home, reportLoadFailure } from "../ui/page.mjs";
import { isStarted, countStates, formatCounts } from "../progress/progress.mjs";
import { resetButton } from "../progress/reset.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/** @type {(() => void) | undefined} */
let unsubscribe;

export async function start() {
  const store = await openStore();
  const file = container("file");
  if (file?.childElementCount) return;
  if (file) showBackupControls(store, file);
  const storedData = import("./stored-data.mjs"); // with the list of what is stored, which is long
  if (!unsubscribe) addEventListener("lp-kept", () => void show(store));
  unsubscribe ||= store.subscribe(({ source }) => source !== "here" && void show(store));
  await showProgress(store);
  try {
    updateStorage = (await storedData).showStoredData(store, container("stored"), container("delete"));
  } catch {
    reportLoadFailure();
  }
  await show(store);
}

/**
 * @param {string} name
 * @returns {HTMLElement | null}
 */
const container = (name) => document.querySelector(`[data-lp-mine="${name}"]`);

/** Number of recent steps to show. */
const RECENT = 5;

/** @param {Store} store */
async function show(store) {
  showProblem(store);
  showTiles(store);
  void showRecent(store);
  updateProgress();
  await updateStorage();
}

/** @type {() => void} */
let updateProgress = () => {};

/** @type {() => Promise<void>} */
let updateStorage = async () => {};

/** @param {Store} store */
async function showProgress(store) {
  const found = container("progress");
  const outline = await fetchOutline().catch(() => undefined);
  if (!found || !outline || found.childElementCount) return;
  const everything = () => [...store.entries("progress").keys()];
  const all = resetButton(store, everything, gettext("Reset all progress"));
  const title = element("h2", { id: "progress" }, gettext("Progress"));
  const lines = outline.modules.map((module) => {
    const sum = element("span", { class: "lp-mine__sum" });
    const reset = resetButton(store, () => stepsOf(module), gettext("Reset"));
    const link = element("a", { href: new URL(module.path, home).href }, module.title);
    const line = element("li", {}, link, sum, reset.button);
    reset.button.setAttribute("aria-describedby", (link.id = `lp-mine-${module.id}`));
    const update = () => {
      const counted = countStates(store, stepsOf(module));
      sum.textContent = formatCounts(counted);
      reset.update();
      line.hidden = !isStarted(counted) && reset.button.hidden;
      return !line.hidden;
    };
    return { line, update };
  });
  found.append(title, element("ul", { class: "lp-mine__modules" }, ...lines.map(({ line }) => line)), all.button);
  updateProgress = () => {
    const shown = lines.map(({ update }) => update()).some(Boolean);
    all.update();
    title.hidden = !shown && all.button.hidden;
  };
}

/**
 * Show on each tile how much is behind it.
 * @param {Store} store
 */
function showTiles(store) {
  const done = [...store.entries("progress").values()].filter(({ value }) => value === "done").length;
  const [answers, saved] = [store.entries("answers").size, store.entries("saved").size];
  /** @type {Record<string, string>} */
  const counts = {
    answers: answers ? ngettext("%(number)s answer", "%(number)s answers", answers) : "",
    saved: saved ? ngettext("%(number)s resource", "%(number)s resources", saved) : "",
    done: done ? ngettext("%(number)s step done", "%(number)s steps done", done) : "",
  };
  for (const tile of document.querySelectorAll("[data-lp-count]")) tile.textContent = counts[tile.getAttribute("data-lp-count") ?? ""] ?? "";
}

/**
 * Show what was done last, with its dates.
 * @param {Store} store
 */
async function showRecent(store) {
  const found = container("recent");
  const entries = [...store.entries("progress"), ...store.entries("answers")].sort(([, one], [, other]) => compare(one, other));
  const last = new Map(entries.map(([key, { at, when = at }]) => [key, when]));
  if (!found || (!last.size && !found.childElementCount)) return;
  const outline = await fetchOutline().catch(() => undefined);
  if (!outline) return;
  const keys = [...last.keys()].filter((key) => outline.steps[key]);
  keys.sort((one, other) => (last.get(other) ?? 0) - (last.get(one) ?? 0));
  const items = keys.slice(0, RECENT).map((key) => {
    const module = outline.modules.find((one) => stepsOf(one).includes(key));
    const path = module ? `${module.path}#${key.replace(":", "--")}` : outline.steps[key].path ?? "";
    const when = last.get(key) ?? 0;
    const date = element("time", { datetime: new Date(when).toISOString() }, formatDay(when));
    return element("li", {}, element("a", { href: new URL(path, home).href }, stepTitle(outline, key)), date);
  });
  found.replaceChildren(...(items.length ? [element("h2", {}, gettext("What you did last")), element("ul", { class: "lp-recent" }, ...items)] : []));
}

/** @param {Store} store */
function showProblem(store) {
  const text = storageProblem(store);
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
  button.addEventListener("click", async () => (await import("./download.mjs")).downloadBackup(store));
  container("trouble")?.replaceChildren(...(text ? [element("p", { class: "lp-trouble" }, text, " ", button)] : []));
}
