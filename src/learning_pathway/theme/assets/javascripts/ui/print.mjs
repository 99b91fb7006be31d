/** A button that prints the page. */
import { gettext } from "./messages.mjs";
import { element } from "./dom.mjs";

/** @param {HTMLElement} container parent of the button */
export function start(container) {
  const button = element("button", { class: "lp-button lp-button--quiet", type: "button" }, container.dataset.lpPrint || gettext("Print this record"));
  button.addEventListener("click", () => print());
  container.replaceChildren(button);
}
