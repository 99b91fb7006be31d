/** The “Save for later” buttons. */
import { reportLoadFailure } from "../ui/page.mjs";
import { openStore } from "../store/store.mjs";

/** @typedef {import("../store/store.mjs").Store} Store */

/** @type {(() => void) | undefined} */
let unsubscribe;

export async function start() {
  const store = await openStore();
  unsubscribe ||= listen(store);
  show(store);
}

/** @param {Store} store */
function listen(store) {
  const handle = async (/** @type {Event} */ { type, target }) => {
    const button = target instanceof Element && target.closest(".lp-save");
    if (!(button instanceof HTMLElement)) return;
    const tool = await import("./save-button.mjs"); // loaded on focus or hover: there may be no connection when it is pressed
    if (type === "click") await tool.toggle(store, button);
  };
  for (const type of ["click", "focusin", "pointerover"]) document.addEventListener(type, (event) => void handle(event).catch(() => type === "click" && reportLoadFailure()));
  addEventListener("lp-listed", () => show(store));
  return store.subscribe(() => show(store));
}

/** @param {Store} store */
function show(store) {
  for (const button of document.querySelectorAll(".lp-save")) {
    const key = button.closest("[data-key]")?.getAttribute("data-key") ?? "";
    button.setAttribute("aria-pressed", String(store.get("saved", key) !== undefined));
    button.removeAttribute("disabled"); // presses are handled from now on
  }
}
