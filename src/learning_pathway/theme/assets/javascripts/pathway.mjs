/**
 * Where the site's own scripts begin. Each tool is a module of its own, fetched only by pages that hold its place;
 * every page is complete without any of them.
 */
import { onEveryPage, sayLost } from "./page.mjs";
import { showSchemeSwitch } from "./scheme.mjs";

/** @type {[selector: string, load: () => Promise<{ start: (place: HTMLElement) => void }>][]} */
const tools = [
  [".lp-progress", () => import("./marks.mjs")],
  [".lp-card, .lp-meta--module, .lp-result", () => import("./tallies.mjs")],
  [".lp-save", () => import("./saving.mjs")],
  ["[data-lp-saved]", () => import("./shelf.mjs")],
  [".lp-resume", () => import("./resume.mjs")],
  ["[data-lp-mine]", () => import("./mine.mjs")],
  ["[data-lp-library]", () => import("./library.mjs")],
  [".lp-record", () => import("./results.mjs")],
  ["[data-lp-search]", () => import("./search.mjs")],
  ["[data-lp-answer]", () => import("./tasks.mjs")],
  ["[data-lp-journal]", () => import("./journal.mjs")],
  ["[data-lp-record]", () => import("./record.mjs")],
  ["[data-lp-sitting]", () => import("./sitting.mjs")],
  ["[data-lp-plan]", () => import("./plan.mjs")],
  ["[data-lp-citations]", () => import("./copying.mjs")],
  ["[data-lp-media]", () => import("./media.mjs")],
  ["[data-lp-print]", () => import("./print.mjs")],
  ["[data-lp-offline]", () => import("./offline.mjs")],
];

/** Milliseconds after which a script that has not come is said to be slow. */
const PATIENCE = 10_000;

onEveryPage(() => {
  if (location.hash && !document.getElementById(location.hash.slice(1))) void import("./astray.mjs").then((tool) => tool.seek());
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
if (navigator.serviceWorker?.controller) void import("./update.mjs").then((tool) => tool.watch());
