/**
 * Where the site's own scripts begin. Each tool is a module of its own, fetched only by pages that hold its place;
 * every page is complete without any of them.
 */
import { onEveryPage, sayLost } from "./ui/page.mjs";
import { showSchemeSwitch } from "./ui/scheme.mjs";

/** @type {[selector: string, load: () => Promise<{ start: (place: HTMLElement) => void }>][]} */
const tools = [
  [".lp-progress", () => import("./progress/progress-control.mjs")],
  [".lp-card, .lp-meta--module, .lp-result", () => import("./progress/progress-summary.mjs")],
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
  ["[data-lp-plan]", () => import("./planner/plan.mjs")],
  ["[data-lp-citations]", () => import("./ui/copy-button.mjs")],
  ["[data-lp-media]", () => import("./ui/media.mjs")],
  ["[data-lp-print]", () => import("./ui/print.mjs")],
  ["[data-lp-offline]", () => import("./offline/offline.mjs")],
];

/** Milliseconds after which a script that has not come is said to be slow. */
const PATIENCE = 10_000;

onEveryPage(() => {
  if (location.hash && !document.getElementById(location.hash.slice(1))) void import("./progress/moved-anchor.mjs").then((tool) => tool.seek());
  const place = document.querySelector(".lp-scheme");
  if (place instanceof HTMLElement) showSchemeSwitch(place);
  dispatchEvent(new Event("lp-started"));
  void startTools();
});

/** Fetches the tools that have a place on this page, and says so where one does not come. */
async function startTools() {
  const slow = setTimeout(sayLost, PATIENCE, "slow");
  const began = tools.flatMap(([selector, load]) => {
    const found = document.querySelector(selector);
    return found instanceof HTMLElement ? [load().then((tool) => () => tool.start(found))] : [];
  });
  for (const tool of began) void tool.then((start) => start(), () => {});
  const outcomes = await Promise.allSettled(began);
  clearTimeout(slow);
  const lost = outcomes.filter(({ status }) => status === "rejected").length;
  if (lost) sayLost(lost === began.length ? "all" : "");
  else dispatchEvent(new Event("lp-started"));
}

// Only where the learner has made the site available offline is there anything to watch.
if (navigator.serviceWorker?.controller) void import("./offline/update.mjs").then((tool) => tool.watch());
