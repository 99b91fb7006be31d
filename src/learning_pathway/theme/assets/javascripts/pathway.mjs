/**
 * Entry point of the scripts. Each tool is a module that loads only on pages with its element; every page works without
 * scripts.
 */
import { onEveryPage, reportLoadFailure } from "./ui/page.mjs";

/** @type {[selector: string, load: () => Promise<{ start: (container: HTMLElement) => void }>][]} */
const tools = [
  [".lp-progress", () => import("./progress/progress-control.mjs")],
  [".lp-card, .lp-row, .lp-meta--module, .lp-result", () => import("./progress/progress-summary.mjs")],
  [".lp-save", () => import("./saved-list/save-buttons.mjs")],
  ["[data-lp-saved]", () => import("./saved-list/saved-list.mjs")],
  [".lp-resume", () => import("./progress/resume.mjs")],
  ["[data-lp-mine]", () => import("./backup/my-data.mjs")],
  ["[data-lp-library]", () => import("./library/library.mjs")],
  [".lp-record", () => import("./library/results-link.mjs")],
  ["[data-lp-search]", () => import("./search/search.mjs")],
  ["[data-lp-answer]", () => import("./journal/answers.mjs")],
  ["[data-lp-journal]", () => import("./journal/journal.mjs")],
  ["[data-lp-record]", () => import("./progress/learning-record.mjs")],
  ["[data-lp-sitting]", () => import("./planner/time-form.mjs")],
  ["[data-lp-session]", () => import("./session/session.mjs")],
  ["[data-lp-take-part]", () => import("./voices/take-part.mjs")],
  ["[data-lp-suggest]", () => import("./ui/suggest.mjs")],
  ["[data-until]", () => import("./voices/until.mjs")],
  ["[data-lp-plan]", () => import("./planner/plan.mjs")],
  ["[data-lp-citations]", () => import("./ui/copy-button.mjs")],
  ["[data-lp-media]", () => import("./ui/media.mjs")],
  ["[data-lp-share]", () => import("./ui/share.mjs")],
  ["[data-lp-print]", () => import("./ui/print.mjs")],
  ["[data-lp-offline]", () => import("./offline/offline.mjs")],
];

/** Milliseconds after which a script that has not loaded is reported as slow. */
const SLOW_AFTER = 10_000;

onEveryPage(() => {
  showTarget();
  const header = document.querySelector(".lp-scheme");
  if (header instanceof HTMLElement) void import("./ui/scheme.mjs").then((tool) => tool.showSchemeSwitch(header), () => {});
  dispatchEvent(new Event("lp-started"));
  void startTools();
});

addEventListener("hashchange", showTarget);

/** Open what hides the part of the page that the address names; look for a part that has moved. */
function showTarget() {
  if (!location.hash) return;
  const target = document.getElementById(location.hash.slice(1));
  if (!target) void import("./progress/moved-anchor.mjs").then((tool) => tool.redirectToMovedStep());
  else if (target.closest("details:not([open])")) void import("./ui/folds.mjs").then((tool) => tool.openFolds());
}

/** Load the tools of this page, and report those that fail. */
async function startTools() {
  const slowTimer = setTimeout(reportLoadFailure, SLOW_AFTER, "slow");
  const started = tools.flatMap(([selector, load]) => {
    const found = document.querySelector(selector);
    return found instanceof HTMLElement ? [load().then((tool) => () => tool.start(found))] : [];
  });
  for (const tool of started) void tool.then((start) => start(), () => {});
  const outcomes = await Promise.allSettled(started);
  clearTimeout(slowTimer);
  const failed = outcomes.filter(({ status }) => status === "rejected").length;
  if (failed) reportLoadFailure(failed === started.length ? "all" : "");
  else dispatchEvent(new Event("lp-started"));
}

// Updates matter only if the site was downloaded for offline reading.
if (navigator.serviceWorker?.controller) void import("./offline/update.mjs").then((tool) => tool.watchForUpdates());
