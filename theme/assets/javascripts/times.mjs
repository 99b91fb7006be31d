/**
 * Hiding estimated times. The choice is a setting in the store; a copy in local storage lets the next page leave the
 * times out before it is painted (`partials/javascripts/base.html`), so that nothing moves.
 */
import { gettext } from "./messages.mjs";
import { forget, read, write } from "./storage.mjs";

/** @typedef {import("./store.mjs").Store} Store */

const KEY = "times";

/** @type {(() => void) | undefined} */
let following;

/** Mounts every switch of the page. @param {Store} store */
export function mountSwitches(store) {
  for (const button of document.querySelectorAll(".lp-times:not([data-ready])")) {
    button.setAttribute("data-ready", "");
    button.addEventListener("click", () => {
      void (isHidden(store) ? store.remove("settings", "timesHidden") : store.set("settings", "timesHidden", true));
    });
  }
  following ||= store.subscribe(() => show(store));
  show(store);
}

/** @param {Store} store */
const isHidden = (store) => store.get("settings", "timesHidden") === true;

/** @param {Store} store */
function show(store) {
  const hidden = isHidden(store);
  document.documentElement.toggleAttribute("data-lp-times-hidden", hidden);
  if (hidden !== (read(KEY) === "hidden")) hidden ? write(KEY, "hidden") : forget(KEY);
  for (const button of document.querySelectorAll(".lp-times")) {
    button.textContent = hidden ? gettext("Show estimated times") : gettext("Hide estimated times");
  }
}
