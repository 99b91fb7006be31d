/** “Save for later”, beside every work: whether it is on the saved list, and the way onto it and off. */
import { openStore } from "../store/store.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/** @type {(() => void) | undefined} */
let following;

export async function start() {
  const store = await openStore();
  following ||= follow(store);
  show(store);
}

/** @param {Store} store */
function follow(store) {
  const act = async (/** @type {Event} */ { type, target }) => {
    const button = target instanceof Element && target.closest(".lp-save");
    if (!(button instanceof HTMLElement)) return;
    const tool = await import("./save-button.mjs"); // fetched when a button is reached: a network may be gone when it is pressed
    if (type === "click") await tool.toggle(store, button);
  };
  for (const type of ["click", "focusin", "pointerover"]) document.addEventListener(type, (event) => void act(event).catch(() => {}));
  addEventListener("lp-listed", () => show(store));
  return store.subscribe(() => show(store));
}

/** @param {Store} store */
function show(store) {
  for (const button of document.querySelectorAll(".lp-save")) {
    const key = button.closest("[data-key]")?.getAttribute("data-key") ?? "";
    button.setAttribute("aria-pressed", String(store.get("saved", key) !== undefined));
    button.removeAttribute("disabled"); // from now on a press is heard
  }
}
