/** What this site stores on this device, as tables, and its deletion; loaded after the rest of the page. */
import { formatList } from "../ui/dates.mjs";
import { mayBeCleared } from "../store/notices.mjs";
import { showDeleteControls } from "./clear-data.mjs";
import { formatBytes, listStorage } from "./inventory.mjs";
import { gettext, ngettext } from "../ui/messages.mjs";
import { element, focusLater } from "../ui/dom.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */
/** @typedef {import("./inventory.mjs").StorageGroup} StorageGroup */

/** Number of table rows to show at once. */
const PAGE = 200;

const PERSISTED_MESSAGE = gettext("Your browser has agreed to keep this until you delete it.");

/**
 * Show what is stored, and the controls that delete it.
 * @param {Store} store
 * @param {HTMLElement | null} list
 * @param {HTMLElement | null} deletion
 * @returns {() => Promise<void>} updates both
 */
export function showStoredData(store, list, deletion) {
  const updateDeletion = deletion ? showDeleteControls(store, deletion) : () => {};
  return async () => {
    const groups = await listStorage(store);
    updateDeletion(groups);
    if (list) await showGroups(list, groups);
  };
}

/**
 * @param {HTMLElement} found
 * @param {StorageGroup[]} groups
 */
async function showGroups(found, groups) {
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
  const table = element("table", {}, element("caption", {}, where), element("thead", {}, head), body);
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
    const button = element("button", { type: "button", class: "lp-link-button" }, gettext("Ask this browser to keep it"));
    button.addEventListener("click", async () => {
      const focus = focusLater();
      const isPersisted = await navigator.storage.persist();
      line.textContent = isPersisted ? PERSISTED_MESSAGE : gettext("Your browser did not agree to that. Save your file now and then.");
      line.tabIndex = -1;
      focus(line);
    });
    line.append(asked, " ", button);
  }
  return line;
}
