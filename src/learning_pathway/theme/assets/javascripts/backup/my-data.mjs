/** The learner's own page: progress, the portable file, what is stored, and deleting all of it. */
import { mayBeCleared } from "./clearing-notice.mjs";
import { showDeletion } from "./clear-data.mjs";
import { showFile } from "./controls.mjs";
import { bytesInWords, takeStock } from "./inventory.mjs";
import { saveFile } from "./save.mjs";
import { gettext, listed, ngettext, placed } from "../ui/messages.mjs";
import { readOutline, stepsOf } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { isBegun, tally, tallyInWords, trouble } from "../progress/progress.mjs";
import { resetButton } from "../progress/reset.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./inventory.mjs").Shelf} Shelf */

/** Rows of a table that are shown at once. */
const PAGE = 200;

const AGREED = gettext("Your browser has agreed to keep this until you delete it.");

/** @type {(() => void) | undefined} */
let following;

export async function start() {
  const store = await openStore();
  const [file, deletion] = [place("file"), place("delete")];
  if (file?.childElementCount) return;
  if (file) showFile(store, file);
  if (deletion) updateDeletion = showDeletion(store, deletion);
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

/** @type {(shelves: Shelf[]) => void} */
let updateDeletion = () => {};

/** @param {Store} store */
async function showProgress(store) {
  const found = place("progress");
  const outline = await readOutline().catch(() => undefined);
  if (!found || !outline || found.childElementCount) return;
  const everything = () => [...store.entries("progress").keys()];
  const all = resetButton(store, everything, gettext("Reset all progress"));
  const modules = element("a", { href: new URL("modules/", home).href }, gettext("Choose a module"));
  const nothing = element("p", {}, ...placed(gettext("Nothing is marked yet. %(choose)s and mark its steps as you go."), { choose: modules }));
  const lines = outline.modules.map((module) => {
    const sum = element("span", { class: "lp-mine__sum" });
    const reset = resetButton(store, () => stepsOf(module), gettext("Reset"));
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
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
  button.addEventListener("click", () => saveFile(store));
  place("trouble")?.replaceChildren(...(words ? [element("p", { class: "lp-trouble" }, words, " ", button)] : []));
}

/** @param {Store} store */
async function showStock(store) {
  const found = place("stored");
  const shelves = await takeStock(store);
  updateDeletion(shelves);
  if (!found) return;
  const open = [...found.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-shelf"));
  const parts = shelves.map((shelf) => shelfPart(shelf, open));
  const none = element("p", {}, gettext("Nothing: this site keeps nothing on this device."));
  found.replaceChildren(...(parts.length ? parts : [none]));
  if (shelves.length) found.append(await promise());
}

/**
 * @param {Shelf} shelf
 * @param {(string | null)[]} open
 */
function shelfPart({ title, where, items, bytes }, open) {
  const name = `${where} ${title}`;
  const head = element("tr", {}, ...[gettext("Name"), gettext("What it is"), gettext("Size")].map((words) => element("th", { scope: "col" }, words)));
  const body = element("tbody");
  const table = element("table", {}, element("caption", {}, gettext("In the %(where)s of this browser", { where })), element("thead", {}, head), body);
  const size = element("span", { class: "lp-mine__sum" }, listed([ngettext("%(number)s entry", "%(number)s entries", items.length), bytesInWords(bytes)]));
  const scroller = element("div", { class: "lp-mine__table lp-scroll", tabindex: "0", role: "group", "aria-label": title }, table, ...pagesOf(body, items));
  const part = element("details", { "data-shelf": name }, element("summary", {}, element("span", {}, title), " ", size), scroller);
  if (open.includes(name)) part.setAttribute("open", "");
  return part;
}

/**
 * Fills a table with its first rows.
 * @param {HTMLElement} body
 * @param {Shelf["items"]} items
 * @returns {HTMLElement[]} a button for the next ones, where there are more
 */
function pagesOf(body, items) {
  const button = element("button", { type: "button", class: "lp-link-button" });
  const showMore = () => {
    const from = body.childElementCount;
    const lines = items.slice(from, from + PAGE).map((item) => {
      const { name, meaning, bytes } = item();
      const key = element("th", { scope: "row" }, element("code", {}, name));
      return element("tr", {}, key, element("td", {}, meaning), element("td", {}, bytesInWords(bytes)));
    });
    body.append(...lines);
    const left = items.length - body.childElementCount;
    button.textContent = ngettext("Show %(shown)s more of %(number)s", "Show %(shown)s more of %(number)s", left, { shown: Math.min(left, PAGE) });
    button.hidden = !left;
  };
  showMore();
  if (items.length <= PAGE) return [];
  button.addEventListener("click", () => {
    const next = body.childElementCount;
    showMore();
    const row = /** @type {HTMLElement} */ (body.children[next]);
    row.tabIndex = -1;
    row.focus();
  });
  return [button];
}

/** @returns {Promise<HTMLElement>} what the browser promises, and a way to ask for more */
async function promise() {
  const line = element("p", { class: "lp-small" });
  const asked = mayBeCleared()
    ? gettext("Safari may delete all this after seven days without a visit. Save your file now and then. On an iPhone or iPad you can also add this site to the Home Screen: what you keep there stays. It begins empty, so load your file there.")
    : gettext("Some browsers delete what a site keeps when the device is full.");
  if (!navigator.storage?.persist) line.append(`${asked} ${gettext("Save your file now and then.")}`);
  else if (await navigator.storage.persisted()) line.append(AGREED);
  else {
    const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Ask yours to keep it"));
    button.addEventListener("click", async () => {
      const kept = await navigator.storage.persist();
      line.textContent = kept ? AGREED : gettext("Your browser did not agree to that. Save your file now and then.");
      line.tabIndex = -1;
      line.focus();
    });
    line.append(asked, " ", button);
  }
  return line;
}
