/** The "Your learning" page: progress, backup file and stored data. */
import { storageProblem } from "../store/notices.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { fetchOutline, stepsOf } from "../progress/learner-index.mjs";
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
  if (file?.dataset.started) return;
  if (file) file.dataset.started = "";
  const parts = Promise.all([import("./controls.mjs"), import("./stored-data.mjs")]); // in folds that begin closed
  if (!unsubscribe) addEventListener("lp-kept", () => void show(store));
  unsubscribe ||= store.subscribe(({ source }) => source !== "here" && void show(store));
  await showProgress(store);
  try {
    const [controls, storedData] = await parts;
    if (file) controls.showBackupControls(store, file);
    updateStorage = storedData.showStoredData(store, container("stored"), container("delete"));
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

/** @param {Store} store */
async function show(store) {
  showProblem(store);
  showTiles(store);
  const found = container("recent");
  const begun = store.entries("progress").size + store.entries("answers").size > 0;
  if (found && (begun || found.childElementCount)) void import("../progress/recent.mjs").then((tool) => tool.showRecent(store, found), () => reportLoadFailure());
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
  const list = element("ul", { class: "lp-mine__modules" }, ...lines.map(({ line }) => line));
  found.append(title, list, all.button);
  updateProgress = () => {
    const shown = lines.map(({ update }) => update()).some(Boolean);
    list.hidden = !shown;
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

/** @param {Store} store */
function showProblem(store) {
  const text = storageProblem(store);
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
  button.addEventListener("click", async () => (await import("./download.mjs")).downloadBackup(store));
  container("trouble")?.replaceChildren(...(text ? [element("p", { class: "lp-trouble" }, text, " ", button)] : []));
}
