/** The learner's own page: progress, the portable file, what is stored, and deleting all of it. */
import { showDeletion } from "./deletion.mjs";
import { showFile } from "./exchange.mjs";
import { bytesInWords, takeStock } from "./inventory.mjs";
import { saveFile } from "./filing.mjs";
import { readOutline, stepsOf } from "./outline.mjs";
import { home } from "./page.mjs";
import { isBegun, tally, tallyInWords, trouble } from "./progress.mjs";
import { resetButton } from "./reset.mjs";
import { openStore } from "./store.mjs";
import { element } from "./typeset.mjs";

/** @typedef {import("./store.mjs").Store} Store */
/** @typedef {import("./inventory.mjs").Shelf} Shelf */

/** @type {(() => void) | undefined} */
let following;

export async function start() {
  const store = await openStore();
  if (place("file")?.childElementCount) return;
  for (const [name, fill] of Object.entries({ file: showFile, delete: showDeletion })) {
    const found = place(name);
    if (found) fill(store, found);
  }
  if (!following) addEventListener("lp-kept", () => void show(store));
  following ||= store.subscribe(({ source }) => source !== "here" && void show(store));
  await showProgress(store);
  await show(store);
}

/**
 * @param {string} name
 * @returns {HTMLElement | null}
 */
const place = (name) => document.querySelector(`[data-lp-mine="${name}"]`);

/** @param {Store} store */
async function show(store) {
  showTrouble(store);
  updateProgress();
  await showStock(store);
}

/** @type {() => void} */
let updateProgress = () => {};

/** @param {Store} store */
async function showProgress(store) {
  const found = place("progress");
  const outline = await readOutline().catch(() => undefined);
  if (!found || !outline || found.childElementCount) return;
  const everything = () => [...store.entries("progress").keys()];
  const all = resetButton(store, everything, "Reset all progress");
  const modules = element("a", { href: new URL("modules/", home).href }, "Choose a module");
  const nothing = element("p", {}, "Nothing is marked yet. ", modules, " and mark its steps as you go.");
  const lines = outline.modules.map((module) => {
    const sum = element("span", { class: "lp-mine__sum" });
    const reset = resetButton(store, () => stepsOf(module), "Reset");
    const link = element("a", { href: new URL(module.path, home).href }, module.title);
    const line = element("li", {}, link, sum, reset.button);
    reset.button.setAttribute("aria-describedby", (link.id = `lp-mine-${module.id}`));
    const update = () => {
      const counted = tally(store, stepsOf(module));
      sum.textContent = tallyInWords(counted);
      reset.update();
      line.hidden = !isBegun(counted) && reset.button.hidden;
      return !line.hidden;
    };
    return { line, update };
  });
  found.append(nothing, element("ul", { class: "lp-mine__modules" }, ...lines.map(({ line }) => line)), all.button);
  updateProgress = () => {
    const shown = lines.map(({ update }) => update()).some(Boolean);
    all.update();
    nothing.hidden = shown || !all.button.hidden;
  };
}

/** @param {Store} store */
function showTrouble(store) {
  const words = trouble(store);
  const button = element("button", { type: "button", class: "lp-link-button" }, "Save it as a file");
  button.addEventListener("click", () => saveFile(store));
  place("trouble")?.replaceChildren(...(words ? [element("p", { class: "lp-trouble" }, words, " ", button)] : []));
}

/** @param {Store} store */
async function showStock(store) {
  const found = place("stored");
  const shelves = await takeStock(store);
  if (!found) return;
  const open = [...found.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-shelf"));
  const parts = shelves.map((shelf) => shelfPart(shelf, open));
  const none = element("p", {}, "Nothing: this site keeps nothing on this device.");
  found.replaceChildren(...(parts.length ? parts : [none]));
  if (shelves.length) found.append(await promise());
}

/**
 * @param {Shelf} shelf
 * @param {(string | null)[]} open
 */
function shelfPart({ title, where, items }, open) {
  const bytes = items.reduce((sum, item) => sum + item.bytes, 0);
  const name = `${where} ${title}`;
  const head = element("tr", {}, ...["Name", "What it is", "Size"].map((words) => element("th", { scope: "col" }, words)));
  const rows = items.map((item) => {
    const key = element("th", { scope: "row" }, element("code", {}, item.name));
    return element("tr", {}, key, element("td", {}, item.meaning), element("td", {}, bytesInWords(item.bytes)));
  });
  const table = element("table", {}, element("caption", {}, `In the ${where} of this browser`), element("thead", {}, head), element("tbody", {}, ...rows));
  const size = element("span", { class: "lp-mine__sum" }, `${items.length === 1 ? "1 entry" : `${items.length} entries`}, ${bytesInWords(bytes)}`);
  const scroller = element("div", { class: "lp-mine__table lp-scroll", tabindex: "0", role: "group", "aria-label": title }, table);
  const part = element("details", { "data-shelf": name }, element("summary", {}, element("span", {}, title), " ", size), scroller);
  if (open.includes(name)) part.setAttribute("open", "");
  return part;
}

/** @returns {Promise<HTMLElement>} what the browser promises, and a way to ask for more */
async function promise() {
  const line = element("p", { class: "lp-small" });
  const asked = "Some browsers clear what a site keeps when room is short, or after weeks without a visit. ";
  if (!navigator.storage?.persist) line.append(`${asked}Save your file now and then.`);
  else if (await navigator.storage.persisted()) line.append("Your browser has agreed to keep this until you delete it.");
  else {
    const button = element("button", { type: "button", class: "lp-link-button" }, "Ask yours to keep it");
    button.addEventListener("click", async () => {
      const kept = await navigator.storage.persist();
      line.textContent = kept ? "Your browser has agreed to keep this until you delete it." : "Your browser did not agree to that. Save your file now and then.";
      line.tabIndex = -1;
      line.focus();
    });
    line.append(asked, button);
  }
  return line;
}
