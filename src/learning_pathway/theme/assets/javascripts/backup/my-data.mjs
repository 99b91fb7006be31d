/** The "Your learning" page: progress, backup file, stored data and its deletion. */
import { mayBeCleared, storageProblem } from "../store/notices.mjs";
import { showDeleteControls } from "./clear-data.mjs";
import { showBackupControls } from "./controls.mjs";
import { formatBytes, listStorage } from "./inventory.mjs";
import { downloadBackup } from "./download.mjs";
import { gettext, formatList, ngettext, fillPlaceholders } from "../ui/messages.mjs";
import { fetchOutline, stepsOf } from "../progress/learner-index.mjs";
import { home } from "../ui/page.mjs";
import { isStarted, countStates, formatCounts } from "../progress/progress.mjs";
import { resetButton } from "../progress/reset.mjs";
import { openStore } from "../store/store.mjs";
import { element } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./inventory.mjs").StorageGroup} StorageGroup */

/** Number of table rows to show at once. */
const PAGE = 200;

const PERSISTED_MESSAGE = gettext("Your browser has agreed to keep this until you delete it.");

/** @type {(() => void) | undefined} */
let unsubscribe;

export async function start() {
  const store = await openStore();
  const [file, deletion] = [container("file"), container("delete")];
  if (file?.childElementCount) return;
  if (file) showBackupControls(store, file);
  if (deletion) updateDeletion = showDeleteControls(store, deletion);
  if (!unsubscribe) addEventListener("lp-kept", () => void show(store));
  unsubscribe ||= store.subscribe(({ source }) => source !== "here" && void show(store));
  await showProgress(store);
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
  updateProgress();
  await showStorage(store);
}

/** @type {() => void} */
let updateProgress = () => {};

/** @type {(groups: StorageGroup[]) => void} */
let updateDeletion = () => {};

/** @param {Store} store */
async function showProgress(store) {
  const found = container("progress");
  const outline = await fetchOutline().catch(() => undefined);
  if (!found || !outline || found.childElementCount) return;
  const everything = () => [...store.entries("progress").keys()];
  const all = resetButton(store, everything, gettext("Reset all progress"));
  const modules = element("a", { href: new URL("modules/", home).href }, gettext("Choose a module"));
  const nothing = element("p", {}, ...fillPlaceholders(gettext("Nothing is marked yet. %(choose)s and mark its steps as you go."), { choose: modules }));
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
  found.append(nothing, element("ul", { class: "lp-mine__modules" }, ...lines.map(({ line }) => line)), all.button);
  updateProgress = () => {
    const shown = lines.map(({ update }) => update()).some(Boolean);
    all.update();
    nothing.hidden = shown || !all.button.hidden;
  };
}

/** @param {Store} store */
function showProblem(store) {
  const text = storageProblem(store);
  const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Save it as a file"));
  button.addEventListener("click", () => downloadBackup(store));
  container("trouble")?.replaceChildren(...(text ? [element("p", { class: "lp-trouble" }, text, " ", button)] : []));
}

/** @param {Store} store */
async function showStorage(store) {
  const found = container("stored");
  const groups = await listStorage(store);
  updateDeletion(groups);
  if (!found) return;
  const open = [...found.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-shelf"));
  const parts = groups.map((group) => groupElement(group, open));
  const none = element("p", {}, gettext("Nothing: this site keeps nothing on this device."));
  found.replaceChildren(...(parts.length ? parts : [none]));
  if (groups.length) found.append(await persistenceNotice());
}

/**
 * @param {StorageGroup} shelf
 * @param {(string | null)[]} open
 */
function groupElement({ title, where, items, bytes }, open) {
  const name = `${where} ${title}`;
  const head = element("tr", {}, ...[gettext("Name"), gettext("What it is"), gettext("Size")].map((text) => element("th", { scope: "col" }, text)));
  const body = element("tbody");
  const table = element("table", {}, element("caption", {}, gettext("In the %(where)s of this browser", { where })), element("thead", {}, head), body);
  const size = element("span", { class: "lp-mine__sum" }, formatList([ngettext("%(number)s entry", "%(number)s entries", items.length), formatBytes(bytes)]));
  const scroller = element("div", { class: "lp-mine__table lp-scroll", tabindex: "0", role: "group", "aria-label": title }, table, ...fillTable(body, items));
  const part = element("details", { "data-shelf": name }, element("summary", {}, element("span", {}, title), " ", size), scroller);
  if (open.includes(name)) part.setAttribute("open", "");
  return part;
}

/**
 * Fill a table with its first rows.
 * @param {HTMLElement} body
 * @param {StorageGroup["items"]} items
 * @returns {HTMLElement[]} a button that shows more, if there are more
 */
function fillTable(body, items) {
  const button = element("button", { type: "button", class: "lp-link-button" });
  const showMore = () => {
    const from = body.childElementCount;
    const lines = items.slice(from, from + PAGE).map((item) => {
      const { name, meaning, bytes } = item();
      const key = element("th", { scope: "row" }, element("code", {}, name));
      return element("tr", {}, key, element("td", {}, meaning), element("td", {}, formatBytes(bytes)));
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

/** @returns {Promise<HTMLElement>} whether the browser keeps the data, and a button that requests it */
async function persistenceNotice() {
  const line = element("p", { class: "lp-small" });
  const asked = mayBeCleared()
    ? gettext("Safari may delete all this after seven days without a visit. Save your file now and then. On an iPhone or iPad you can also add this site to the Home Screen: what you keep there stays. It begins empty, so load your file there.")
    : gettext("Some browsers delete what a site keeps when the device is full.");
  if (!navigator.storage?.persist) line.append(`${asked} ${gettext("Save your file now and then.")}`);
  else if (await navigator.storage.persisted()) line.append(PERSISTED_MESSAGE);
  else {
    const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Ask yours to keep it"));
    button.addEventListener("click", async () => {
      const isPersisted = await navigator.storage.persist();
      line.textContent = isPersisted ? PERSISTED_MESSAGE : gettext("Your browser did not agree to that. Save your file now and then.");
      line.tabIndex = -1;
      line.focus();
    });
    line.append(asked, " ", button);
  }
  return line;
}
